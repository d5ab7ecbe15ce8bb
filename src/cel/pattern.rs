//! Patterns as Go reads them (RE2).

use ::regex::{Regex, RegexBuilder, bytes};

use super::CelFault;
use crate::model::value::{go_regex, regex};

/// Larger programs are not made of a pattern.
const MOST_BYTES: usize = 4_000_000;

const UNREADABLE: CelFault = CelFault::Unknown("a pattern that cannot be read here");

/// A pattern that is ready to be used.
#[derive(Clone, Debug)]
pub(super) enum Pattern {
    Text(Regex),
    /// One that could match between the bytes of a character, such as `\B`.
    Bytes(bytes::Regex),
}

impl Pattern {
    pub(super) fn new(pattern: &str) -> Result<Pattern, CelFault> {
        if let Some(fault) = regex::fault(pattern) {
            return Err(CelFault::from(format!("error parsing regexp: {fault}: `{pattern}`")));
        }
        let translated = go_regex::translated(pattern).ok_or(UNREADABLE)?;
        if let Ok(regex) = RegexBuilder::new(&translated).size_limit(MOST_BYTES).build() {
            return Ok(Pattern::Text(regex));
        }
        let made = bytes::RegexBuilder::new(&translated).size_limit(MOST_BYTES).build();
        made.map(Pattern::Bytes).map_err(|_| UNREADABLE)
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        match self {
            Pattern::Text(regex) => regex.is_match(text),
            Pattern::Bytes(regex) => regex.is_match(text.as_bytes()),
        }
    }

    /// What matches in a text, one after another.
    pub(super) fn find_all<'t>(&self, text: &'t str, limit: usize) -> Vec<&'t str> {
        match self {
            Pattern::Text(regex) => {
                regex.find_iter(text).take(limit).map(|found| found.as_str()).collect()
            }
            Pattern::Bytes(regex) => {
                let found = regex.find_iter(text.as_bytes()).take(limit);
                found.map(|found| text.get(found.range()).unwrap_or_default()).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn patterns_match_as_in_go() {
        for (pattern, text, expected) in [
            (r"^\w+$", "a_1", true),
            (r"^\w+$", "ä", false),
            (r"^[^\W\d]+$", "ab", true),
            (r"^[\W]$", "ä", true),
            (r"^\d$", "٣", false),
            (r"^\s$", "\u{b}", false),
            (r"a\b", "aä", true),
            (r"^.$", "ä", true),
            ("(?i)^straße$", "STRAßE", true),
            ("(?i)^k$", "\u{212a}", true),
            ("^a{,2}$", "a{,2}", true),
            ("^a{2}$", "aa", true),
            (r"^\Qa.b\E$", "a.b", true),
            (r"^[a&&b]$", "&", true),
            (r"^[[a]$", "[", true),
            (r"^[]a]$", "]", true),
            (r"^[a-]$", "-", true),
            (r"^[\]\-]$", "-", true),
            (r"^\p{Greek}+$", "αβ", true),
            (r"^\p{^Greek}+$", "αβ", false),
            (r"^\pL$", "ä", true),
            (r"^[[:alpha:]]$", "ä", false),
            (r"^\x41\x{e4}\101$", "AäA", true),
            (r"^\<\-\/$", "<-/", true),
            (r"^a$", "a\n", false),
            (r"(?m)^a$", "b\na\n", true),
            (r"\Ba", "ba", true),
        ] {
            let matches = Pattern::new(pattern).map(|pattern| pattern.is_match(text));
            assert_eq!(matches, Ok(expected), "{pattern} on {text:?}");
        }
    }
}
