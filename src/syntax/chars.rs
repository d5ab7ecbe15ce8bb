//! Classes of bytes: which end a scalar, which break a line.

const BLANK: u8 = 1;
const BREAK: u8 = 2;
/// The first byte of a character that may break a line (NEL, LS, PS).
const WIDE: u8 = 4;
const FLOW: u8 = 8;
const COLON: u8 = 16;
const WORD: u8 = 32;
const URI: u8 = 64;

static CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [0; 256];
    let mut b = 0;
    while b < 128 {
        let c = b as u8;
        table[b] = match c {
            b' ' | b'\t' => BLANK,
            b'\r' | b'\n' => BREAK,
            b',' | b'[' | b']' => FLOW | URI,
            b'?' => FLOW | URI,
            b'{' | b'}' => FLOW,
            b':' => COLON | URI,
            b'_' | b'-' => WORD | URI,
            b';' | b'/' | b'@' | b'&' | b'=' | b'+' | b'$' | b'.' | b'!' | b'~' | b'*' | b'\''
            | b'(' | b')' | b'%' => URI,
            _ if c.is_ascii_alphanumeric() => WORD | URI,
            _ => 0,
        };
        b += 1;
    }
    table[0xC2] = WIDE;
    table[0xE2] = WIDE;
    table
}

const fn is(byte: u8, class: u8) -> bool {
    CLASSES[byte as usize] & class != 0
}

pub(super) const fn is_blank(byte: u8) -> bool {
    is(byte, BLANK)
}

/// Part of an anchor's name.
pub(super) const fn is_word(byte: u8) -> bool {
    is(byte, WORD)
}

/// Part of a tag.
pub(super) const fn is_uri(byte: u8) -> bool {
    is(byte, URI)
}

/// Tells the bytes at which a plain scalar may end, inside or outside of brackets.
pub(super) const fn ends_of_plain(in_flow: bool) -> impl Fn(u8) -> bool {
    let class = BLANK | BREAK | WIDE | COLON | if in_flow { FLOW } else { 0 };
    move |byte| is(byte, class)
}

/// A byte that may be, or begin, a line break.
pub(super) const fn may_break(byte: u8) -> bool {
    is(byte, BREAK | WIDE)
}

/// The length of the line break at `at`, 0 if there is none.
pub(super) fn break_len(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at) {
        Some(b'\n') => 1,
        Some(b'\r') => 1 + usize::from(bytes.get(at + 1) == Some(&b'\n')),
        Some(0xC2) => 2 * usize::from(bytes.get(at + 1) == Some(&0x85)),
        Some(0xE2) => match bytes.get(at + 1..at + 3) {
            Some([0x80, 0xA8 | 0xA9]) => 3,
            _ => 0,
        },
        _ => 0,
    }
}

/// The text that a line break stands for: LS and PS stay, all others are line feeds.
pub(super) fn break_text(bytes: &[u8], at: usize) -> &'static str {
    match bytes.get(at..at + 3) {
        Some([0xE2, 0x80, 0xA8]) => "\u{2028}",
        Some([0xE2, 0x80, 0xA9]) => "\u{2029}",
        _ => "\n",
    }
}

/// Where the line that holds `at` begins.
pub(super) fn line_start(bytes: &[u8], at: usize) -> usize {
    memchr::memrchr(b'\n', &bytes[..at.min(bytes.len())]).map_or(0, |n| n + 1)
}

/// Where the line that holds `at` ends, in front of its line feed.
pub(super) fn line_end(bytes: &[u8], at: usize) -> usize {
    let at = at.min(bytes.len());
    memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |n| at + n)
}

/// How many line breaks, as YAML counts them, are in front of `at`.
pub(super) fn count_lines(bytes: &[u8], mut from: usize, at: usize) -> u32 {
    let mut lines = 0;
    while from < at.min(bytes.len()) {
        if !may_break(bytes[from]) {
            from += 1;
            continue;
        }
        match break_len(bytes, from) {
            0 => from += 1,
            n => {
                lines += 1;
                from += n;
            }
        }
    }
    lines
}

/// The first character that YAML does not allow in a text, from `from` on.
pub(super) fn forbidden(text: &str, from: usize) -> Option<(usize, char)> {
    let bytes = text.as_bytes();
    let mut at = from;
    for chunk in bytes[from..].chunks(64) {
        if chunk.iter().fold(false, |odd, b| odd | suspicious(*b)) {
            let found = chunk.iter().enumerate().find_map(|(i, b)| {
                if !suspicious(*b) {
                    return None;
                }
                let c = text.get(at + i..)?.chars().next()?;
                (!allowed(c)).then_some((at + i, c))
            });
            if found.is_some() {
                return found;
            }
        }
        at += chunk.len();
    }
    None
}

/// A byte that may begin a forbidden character.
const fn suspicious(b: u8) -> bool {
    (b < 0x20 && b != b'\n' && b != b'\t') || b == 0x7F || b == 0xC2 || b == 0xEF
}

/// `go.yaml.in/yaml/v2`, `readerc.go`: tab, line breaks, and what can be printed.
const fn allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{A0}'..='\u{FFFD}' | '\u{10000}'..)
}

/// Where the word at `at` ends; at least one character further, unless the line ends there.
pub(super) fn word_end(bytes: &[u8], at: usize) -> usize {
    let line = line_end(bytes, at);
    let word = bytes[at.min(line)..line].iter().position(|b| is_blank(*b) || *b == b'\r');
    let end = word.map_or(line, |length| at + length);
    if end > at || at >= line { end } else { at + 1 }
}

/// The length of the spaces (and tabs) in front of the line that begins at `line`.
pub(super) fn indent_len(bytes: &[u8], line: usize) -> usize {
    bytes[line..].iter().take_while(|b| is_blank(**b)).count()
}
