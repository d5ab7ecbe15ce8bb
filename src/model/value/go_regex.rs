//! Patterns of Go (RE2, `regexp/syntax`), to be matched by the engine of the crate `regex`.
//!
//! Both engines have the same semantics; what is written otherwise is rewritten: perl classes are
//! ASCII in Go, and in its classes `&&`, `--`, `~~` and `[` stand for themselves.

use regex::bytes::{Regex, RegexBuilder};

/// The largest program that is made of a pattern, in bytes.
const MAX_PROGRAM: usize = 4 << 20;

/// The engine for a pattern; `None` for one that Go refuses or that is too large.
pub fn compile(pattern: &str) -> Option<Regex> {
    RegexBuilder::new(&translated(pattern)?).size_limit(MAX_PROGRAM).build().ok()
}

/// A pattern as the crate writes it; `None` for one that Go refuses.
pub fn translated(pattern: &str) -> Option<String> {
    if super::regex::fault(pattern).is_some() {
        return None;
    }
    let mut translation = Translation { rest: pattern, written: String::new() };
    translation.all()?;
    Some(translation.written)
}

struct Translation<'p> {
    rest: &'p str,
    written: String,
}

impl<'p> Translation<'p> {
    fn next(&mut self) -> Option<char> {
        let next = self.rest.chars().next()?;
        self.rest = &self.rest[next.len_utf8()..];
        Some(next)
    }

    fn all(&mut self) -> Option<()> {
        while let Some(next) = self.next() {
            match next {
                '\\' => self.escaped(false)?,
                '[' => self.class()?,
                '{' if is_count(self.rest) => {
                    let (count, rest) = self.rest.split_once('}')?;
                    self.rest = rest;
                    self.written.extend(["{", count, "}"]);
                }
                '(' | ')' | '|' | '*' | '+' | '?' | '.' | '^' | '$' => {
                    self.written.push(next);
                    if next == '(' {
                        self.group_head();
                    }
                }
                _ => self.literal(next),
            }
        }
        Some(())
    }

    /// `?:`, flags, or the name of a group, which are written alike.
    fn group_head(&mut self) {
        if self.rest.starts_with('?') {
            let end = self.rest.find([':', ')', '>']).map_or(self.rest.len(), |end| end + 1);
            let (head, rest) = self.rest.split_at(end);
            self.written.push_str(head);
            self.rest = rest;
        }
    }

    fn literal(&mut self, c: char) {
        if c.is_ascii_punctuation() && c != '<' && c != '>' {
            self.written.push('\\');
        }
        self.written.push(c);
    }

    /// What is after a backslash.
    fn escaped(&mut self, in_class: bool) -> Option<()> {
        let next = self.next()?;
        match next {
            'd' | 'D' | 's' | 'S' | 'w' | 'W' => self.perl_class(next),
            'b' if !in_class => self.written.push_str("(?-u:\\b)"),
            'B' if !in_class => self.written.push_str("(?-u:\\B)"),
            'A' | 'z' if !in_class => self.written.extend(['\\', next]),
            'a' | 'f' | 'n' | 'r' | 't' | 'v' => self.written.extend(['\\', next]),
            'p' | 'P' => self.unicode_class(next)?,
            'x' => self.hexadecimal()?,
            '0'..='7' => self.octal(next)?,
            'Q' if !in_class => self.quoted(),
            _ if next.is_ascii_alphanumeric() => return None,
            _ => self.literal(next),
        }
        Some(())
    }

    fn perl_class(&mut self, letter: char) {
        self.written.push_str(match letter {
            'd' => "[0-9]",
            'D' => "[^0-9]",
            's' => "[\\t\\n\\x0c\\r ]",
            'S' => "[^\\t\\n\\x0c\\r ]",
            'w' => "[0-9A-Za-z_]",
            _ => "[^0-9A-Za-z_]",
        });
    }

    fn unicode_class(&mut self, letter: char) -> Option<()> {
        let name = match self.next()? {
            '{' => {
                let (name, rest) = self.rest.split_once('}')?;
                self.rest = rest;
                name.to_owned()
            }
            letter => letter.to_string(),
        };
        let (name, is_negated) = match name.strip_prefix('^') {
            Some(name) => (name, letter == 'p'),
            None => (name.as_str(), letter == 'P'),
        };
        self.written.push_str(if is_negated { "\\P{" } else { "\\p{" });
        self.written.push_str(name);
        self.written.push('}');
        Some(())
    }

    fn hexadecimal(&mut self) -> Option<()> {
        let digits;
        (digits, self.rest) = match self.rest.strip_prefix('{') {
            Some(rest) => rest.split_once('}')?,
            None => (self.rest.get(..2)?, self.rest.get(2..)?),
        };
        self.code(u32::from_str_radix(digits, 16).ok()?)
    }

    fn octal(&mut self, first: char) -> Option<()> {
        let more = self.rest.bytes().take(2).take_while(|b| (b'0'..=b'7').contains(b)).count();
        let (digits, rest) = self.rest.split_at(more);
        self.rest = rest;
        self.code(u32::from_str_radix(&format!("{first}{digits}"), 8).ok()?)
    }

    fn code(&mut self, code: u32) -> Option<()> {
        let letter = char::from_u32(code)?;
        self.written.push_str(&format!("\\x{{{:X}}}", u32::from(letter)));
        Some(())
    }

    /// `\Q…\E`
    fn quoted(&mut self) {
        let (quoted, rest) = self.rest.split_once("\\E").unwrap_or((self.rest, ""));
        self.rest = rest;
        quoted.chars().for_each(|c| self.literal(c));
    }

    fn class(&mut self) -> Option<()> {
        self.written.push('[');
        if let Some(rest) = self.rest.strip_prefix('^') {
            self.rest = rest;
            self.written.push('^');
        }
        let (mut is_first, mut starts_range) = (true, false);
        loop {
            let before = self.written.len();
            let next = self.next()?;
            match next {
                ']' if !is_first => break,
                '[' if self.rest.starts_with(':') && self.rest[1..].contains(":]") => {
                    let (name, rest) = self.rest.split_once(":]")?;
                    self.rest = rest;
                    self.written.push_str(&format!("[{name}:]"));
                }
                '\\' => self.escaped(true)?,
                '-' if starts_range && !self.rest.starts_with(']') => {
                    self.written.push('-');
                    let end = self.next()?;
                    if end == '\\' { self.escaped(true)? } else { self.literal(end) }
                }
                c => self.literal(c),
            }
            is_first = false;
            let is_class = self.written[before..].starts_with(['[', '-'])
                || self.written[before..].to_ascii_lowercase().starts_with("\\p{");
            starts_range = !is_class;
        }
        self.written.push(']');
        Some(())
    }
}

/// Whether this follows the brace of a count: `2}`, `2,}`, `2,3}`.
fn is_count(rest: &str) -> bool {
    let Some((count, _)) = rest.split_once('}') else { return false };
    let (min, max) = count.split_once(',').unwrap_or((count, ""));
    let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    !min.is_empty() && is_number(min) && is_number(max)
}

#[cfg(test)]
mod tests {
    use super::compile;

    #[test]
    fn patterns_match_as_in_go() {
        for (pattern, text, matches) in [
            (r"^\d+$", "12", true),
            (r"^\d+$", "١٢", false),
            (r"^[\w-.]+$", "a-b.c", true),
            (r"^[\w.-]+$", "é", false),
            (r"^[a-z]{2,3}$", "abcd", false),
            (r"^a{,2}$", "a{,2}", true),
            (r"^[[a&&b]+$", "[&a", true),
            (r"^[]a]+$", "]a", true),
            (r"^[^]a]+$", "b", true),
            (r"^[[:alpha:]_]+$", "ab_", true),
            (r"^\Qa.b\E$", "axb", false),
            (r"^\101\x42\x{43}$", "ABC", true),
            (r"^(?i)straße$", "STRAßE", true),
            (r"^\p{L}\pN\p{^L}$", "é1-", true),
            (r"\bweb\b", "the web.", true),
            (r"^(?P<a>x)(?:y|z)$", "xz", true),
            (r"^.$", "é", true),
            (r"^\<\>$", "<>", true),
            (r"^a\.b\/c\-d$", "a.b/c-d", true),
            (r"^[a\-z]+$", "-", true),
            (r"^[a\-z]+$", "b", false),
            (r"}$", "a}", true),
            (r"^[+-]?[0-9]+$", "-3", true),
            (r"^[--/]$", ".", true),
            (r"^[a-b-d]+$", "a-d", true),
            (r"^[a-b-d]+$", "c", false),
            (r"^[^-a]$", "-", false),
            (r"^[X^-b]+$", "a", true),
        ] {
            let is_match = compile(pattern).map(|regex| regex.is_match(text.as_bytes()));
            assert_eq!(is_match, Some(matches), "{pattern} {text}");
        }
        assert!(compile("(").is_none());
        assert!(compile(r"((a{1,100}){1,100}){1,100}").is_none());
    }
}
