//! Text from manifests made harmless for terminals and for the log readers of CI systems.

use std::borrow::Cow;

use crate::input::is_byte;

/// Characters that are not shown as they are: controls, those which reorder or hide text, and what
/// stands for a byte of a path.
pub(super) fn is_hidden(c: char) -> bool {
    matches!(c,
        '\0'..='\x1f' | '\x7f'..='\u{9f}'
        | '\u{ad}' | '\u{61c}' | '\u{180e}'
        | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
        || is_byte(c)
}

/// How a hidden character is shown: `^[` for escape, as `cat -v` does; else the replacement
/// character.
pub(super) fn push_hidden(c: char, to: &mut String) {
    match c {
        '\0'..='\x1f' | '\x7f' => {
            to.push('^');
            to.push(char::from(c as u8 ^ 0x40));
        }
        _ => to.push('\u{fffd}'),
    }
}

/// Whether a text that starts with `#` starts a command of GitHub, Azure Pipelines or `TeamCity`:
/// `##[`, `##vso[`, `##teamcity[`. These are obeyed anywhere in a line.
pub(super) fn is_hash_command(text: &[u8]) -> bool {
    text.strip_prefix(b"##").is_some_and(|rest| {
        let name = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        rest.get(name) == Some(&b'[')
    })
}

/// One line that is safe to show anywhere. Line breaks become `\n`.
pub fn line(text: &str) -> Cow<'_, str> {
    let plain = |byte: u8| (b' '..=b'~').contains(&byte);
    if text.bytes().all(plain) && !text.contains("##") && !text.contains("::") {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for (at, c) in text.char_indices() {
        match c {
            '\n' => safe.push_str("\\n"),
            '\t' => safe.push_str("\\t"),
            '#' if is_hash_command(&text.as_bytes()[at..]) => safe.push_str("# "),
            ':' if is_colon_command(text, at) => safe.push_str(": "),
            c if is_hidden(c) => push_hidden(c, &mut safe),
            c => safe.push(c),
        }
    }
    Cow::Owned(safe)
}

/// Whether a workflow command (`::error file=x::text`) starts at an offset: it would be obeyed
/// where a line begins there.
fn is_colon_command(text: &str, at: usize) -> bool {
    let Some(rest) = text[at..].strip_prefix("::") else { return false };
    let starts = text[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || c == '`');
    starts && rest.starts_with(|c: char| c.is_ascii_alphabetic()) && rest.contains("::")
}

/// A file's name, shown where a line begins.
pub(super) fn path(name: &str) -> Cow<'_, str> {
    if name.trim_start().starts_with("::") {
        return Cow::Owned(line(&format!("./{name}")).into_owned());
    }
    line(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_and_commands_are_shown_not_obeyed() {
        assert_eq!(
            line("a\x1b[31mb\x07\0\u{9b}c\u{202e}d\ne"),
            "a^[[31mb^G^@\u{fffd}c\u{fffd}d\\ne"
        );
        assert_eq!(
            line("::error::x, ##vso[task]y ##[group]"),
            ": :error::x, # #vso[task]y # #[group]"
        );
        assert_eq!(line("::1 and fe80::1, ::/0, ## Notes"), "::1 and fe80::1, ::/0, ## Notes");
        assert_eq!(path("::error::x.yaml"), "./::error::x.yaml");
    }
}
