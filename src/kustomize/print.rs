//! YAML as kubectl prints it: objects through JSON into the writer of `go.yaml.in/yaml/v2`
//! (`emitterc.go`, `sorter.go`): keys sorted, lists not indented, lines folded at 80 columns.

use std::cmp::Ordering;

use super::{
    number,
    value::{Entry, Node, Scalar, Tag, Value},
};
use crate::syntax::{self, tree};

/// Lines are folded at the first blank behind this column.
const WIDTH: usize = 80;
/// A longer key is written behind `? `.
const LONGEST_KEY: usize = 128;

/// One object, with a line break at its end.
pub(super) fn object(node: &Node, out: &mut String) {
    print(node, true, out);
}

/// The same, with the keys in the order in which they stand.
pub(super) fn in_order(node: &Node, out: &mut String) {
    print(node, false, out);
}

fn print(node: &Node, sorted: bool, out: &mut String) {
    let mut printer = Printer { out, column: 0, sorted };
    match &node.value {
        Value::Map(entries) if !entries.is_empty() => printer.map(entries, 0),
        Value::List(items) if !items.is_empty() => printer.list(items, 0),
        _ => printer.leaf(node, 0),
    }
    printer.end_line();
}

struct Printer<'a> {
    out: &'a mut String,
    /// In characters.
    column: usize,
    /// Whether keys are sorted.
    sorted: bool,
}

impl Printer<'_> {
    fn put(&mut self, text: &str) {
        self.out.push_str(text);
        self.column += text.chars().count();
    }

    fn put_char(&mut self, character: char) {
        self.out.push(character);
        self.column += 1;
    }

    fn break_line(&mut self) {
        self.out.push('\n');
        self.column = 0;
    }

    fn end_line(&mut self) {
        if self.column > 0 {
            self.break_line();
        }
    }

    /// Blanks up to the indent: on this line while nothing but list dashes stands there.
    fn indent(&mut self, indent: usize) {
        if self.column > indent {
            self.break_line();
        }
        while self.column < indent {
            self.put_char(' ');
        }
    }

    fn map(&mut self, entries: &[Entry], indent: usize) {
        let mut listed: Vec<&Entry> = entries.iter().collect();
        if self.sorted {
            listed.sort_by(|a, b| natural(&a.key, &b.key));
        }
        for (index, entry) in listed.into_iter().enumerate() {
            if index > 0 {
                self.end_line();
            }
            self.indent(indent);
            if entry.key.len() <= LONGEST_KEY && !entry.key.contains(is_break) {
                self.text(&entry.key, indent + 2, true);
                self.put(":");
                self.value(&entry.value, indent, indent);
            } else {
                self.put("? ");
                self.text(&entry.key, indent + 2, false);
                self.end_line();
                self.indent(indent);
                self.put(":");
                self.nested(&entry.value, indent + 2);
            }
        }
    }

    fn list(&mut self, items: &[Node], indent: usize) {
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.end_line();
            }
            self.indent(indent);
            self.put("-");
            self.nested(item, indent + 2);
        }
    }

    /// A value behind a key; lists stand below it without indent.
    fn value(&mut self, node: &Node, indent: usize, list_indent: usize) {
        match &node.value {
            Value::Map(entries) if !entries.is_empty() => {
                self.break_line();
                self.map(entries, indent + 2);
            }
            Value::List(items) if !items.is_empty() => {
                self.break_line();
                self.list(items, list_indent);
            }
            _ => {
                self.put(" ");
                self.leaf(node, indent + 2);
            }
        }
    }

    /// A value behind a dash: it begins on the same line.
    fn nested(&mut self, node: &Node, indent: usize) {
        match &node.value {
            Value::Map(entries) if !entries.is_empty() => self.map(entries, indent),
            Value::List(items) if !items.is_empty() => self.list(items, indent),
            _ => {
                self.put(" ");
                self.leaf(node, indent);
            }
        }
    }

    fn leaf(&mut self, node: &Node, indent: usize) {
        match &node.value {
            Value::Map(_) => self.put("{}"),
            Value::List(_) => self.put("[]"),
            Value::Scalar(scalar) => match scalar.tag() {
                Tag::Str => self.text(&scalar.written(), indent, false),
                _ => self.put_scalar(scalar, indent),
            },
        }
    }

    fn put_scalar(&mut self, scalar: &Scalar, indent: usize) {
        match scalar.tag() {
            Tag::Null => self.put("null"),
            Tag::Time => {
                let text = number::time(&scalar.text);
                self.text(&text, indent, false);
            }
            _ => match syntax::plain_value(&scalar.text) {
                tree::Value::Bool(true) => self.put("true"),
                tree::Value::Bool(false) => self.put("false"),
                tree::Value::Int(int) => self.put(&int.to_string()),
                tree::Value::UInt(int) => self.put(&int.to_string()),
                tree::Value::Float(float) => self.put(&number::yaml_float(float)),
                _ => self.text(&scalar.text, indent, false),
            },
        }
    }

    /// A string, in the style that the writer picks.
    fn text(&mut self, text: &str, indent: usize, is_key: bool) {
        let found = Found::new(text);
        let literal = text.contains('\n') && !is_key && found.may_be_block;
        if literal {
            self.literal(text, indent);
        } else if text.contains('\n') || is_special(text) {
            self.double_quoted(text, indent, is_key);
        } else if found.may_be_plain {
            self.folded_words(text, indent, is_key, false);
        } else if found.may_be_single {
            self.put("'");
            self.folded_words(text, indent, is_key, true);
            self.put("'");
        } else {
            self.double_quoted(text, indent, is_key);
        }
    }

    /// Plain, or the inside of single quotes; neither holds line breaks.
    fn folded_words(&mut self, text: &str, indent: usize, is_key: bool, single: bool) {
        let mut after_space = false;
        let mut characters = text.char_indices().peekable();
        while let Some((at, character)) = characters.next() {
            if character != ' ' {
                if single && character == '\'' {
                    self.put_char('\'');
                }
                self.put_char(character);
                after_space = false;
                continue;
            }
            let next_is_space = characters.peek().is_some_and(|(_, next)| *next == ' ');
            let inside = !single || (at > 0 && at < text.len() - 1);
            if !is_key && !after_space && self.column > WIDTH && inside && !next_is_space {
                self.break_line();
                self.indent(indent);
            } else {
                self.put_char(' ');
            }
            after_space = true;
        }
    }

    fn double_quoted(&mut self, text: &str, indent: usize, is_key: bool) {
        self.put("\"");
        let mut after_space = false;
        let mut characters = text.char_indices().peekable();
        while let Some((at, character)) = characters.next() {
            if !is_printable(character) || is_break(character) || matches!(character, '"' | '\\') {
                self.escape(character);
                after_space = false;
            } else if character == ' ' {
                let inside = at > 0 && at < text.len() - 1;
                if !is_key && !after_space && self.column > WIDTH && inside {
                    self.break_line();
                    self.indent(indent);
                    if characters.peek().is_some_and(|(_, next)| *next == ' ') {
                        self.put_char('\\');
                    }
                } else {
                    self.put_char(' ');
                }
                after_space = true;
            } else {
                self.put_char(character);
                after_space = false;
            }
        }
        self.put("\"");
    }

    fn escape(&mut self, character: char) {
        self.put_char('\\');
        let short = match character {
            '\0' => '0',
            '\x07' => 'a',
            '\x08' => 'b',
            '\t' => 't',
            '\n' => 'n',
            '\x0b' => 'v',
            '\x0c' => 'f',
            '\r' => 'r',
            '\x1b' => 'e',
            '"' => '"',
            '\\' => '\\',
            '\u{85}' => 'N',
            '\u{a0}' => '_',
            '\u{2028}' => 'L',
            '\u{2029}' => 'P',
            _ => {
                let code = u32::from(character);
                let text = match code {
                    0..=0xFF => format!("x{code:02X}"),
                    0x100..=0xFFFF => format!("u{code:04X}"),
                    _ => format!("U{code:08X}"),
                };
                return self.put(&text);
            }
        };
        self.put_char(short);
    }

    fn literal(&mut self, text: &str, indent: usize) {
        self.put("|");
        if text.starts_with(|c| c == ' ' || is_break(c)) {
            self.put("2");
        }
        let mut last = text.chars().rev();
        match (last.next().is_some_and(is_break), last.next()) {
            (false, _) => self.put("-"),
            (true, before) if before.is_none_or(is_break) => self.put("+"),
            _ => {}
        }
        self.break_line();
        let mut at_start = true;
        for character in text.chars() {
            if is_break(character) {
                self.out.push(character);
                self.column = 0;
                at_start = true;
            } else {
                if at_start {
                    self.indent(indent);
                }
                self.put_char(character);
                at_start = false;
            }
        }
    }
}

/// Which styles a string without special characters may be written in.
struct Found {
    may_be_plain: bool,
    may_be_single: bool,
    may_be_block: bool,
}

impl Found {
    fn new(text: &str) -> Found {
        let (mut indicators, mut break_space, mut space_break) = (false, false, false);
        indicators |= text.starts_with("---") || text.starts_with("...");
        let mut before = None;
        let mut characters = text.char_indices().peekable();
        while let Some((at, character)) = characters.next() {
            let next = characters.peek().map(|(_, next)| *next);
            let blank_next = next.is_none_or(|next| matches!(next, ' ' | '\t'));
            let blank_before =
                before.is_none_or(|before| matches!(before, ' ' | '\t') || is_break(before));
            indicators |= match character {
                '#' if at == 0 => true,
                ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%'
                | '@' | '`' => at == 0,
                '?' | '-' => at == 0 && blank_next,
                ':' => blank_next,
                '#' => blank_before,
                _ => false,
            };
            break_space |= character == ' ' && before.is_some_and(is_break);
            space_break |= is_break(character) && before == Some(' ');
            before = Some(character);
        }
        let edge = |c: Option<char>| c.is_some_and(|c| c == ' ' || is_break(c));
        let ends_in_space = text.ends_with(' ');
        let at_edges = edge(text.chars().next()) || edge(text.chars().next_back());
        let broken = text.contains(is_break);
        Found {
            may_be_plain: !indicators && !at_edges && !broken && is_plain(text),
            // What would be read as something else goes into double quotes, and so does nothing.
            may_be_single: !break_space && !space_break && is_plain(text),
            may_be_block: !ends_in_space && !space_break && !is_special(text),
        }
    }
}

/// Whether the YAML 1.1 reader takes it for a string without quotes.
fn is_plain(text: &str) -> bool {
    matches!(syntax::plain_value(text), tree::Value::Str(_))
        && !syntax::is_timestamp(text)
        && !is_base_60(text)
}

fn is_special(text: &str) -> bool {
    text.chars().any(|c| !is_printable(c))
}

/// `1:30`, which YAML 1.1 took for a number: `[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?`.
fn is_base_60(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let Some((first, rest)) = unsigned.split_once(':') else { return false };
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || b == b'_');
    if !first.starts_with(|c: char| c.is_ascii_digit()) || !digits(first) {
        return false;
    }
    let (sixties, fraction) = rest.split_once('.').unwrap_or((rest, ""));
    digits(fraction)
        && sixties.split(':').all(|part| match part.as_bytes() {
            [one] => one.is_ascii_digit(),
            [ten, one] => (b'0'..=b'5').contains(ten) && one.is_ascii_digit(),
            _ => false,
        })
}

fn is_break(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// What the writer takes for printable; the rest is escaped.
fn is_printable(character: char) -> bool {
    matches!(character,
        '\n' | ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}')
}

/// The order of keys: letters behind other characters, numbers by value.
fn natural(a: &str, b: &str) -> Ordering {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let differ = a.iter().zip(&b).position(|(a, b)| a != b);
    let Some(at) = differ else { return a.len().cmp(&b.len()) };
    let (x, y) = (a[at], b[at]);
    match (x.is_alphabetic(), y.is_alphabetic()) {
        (true, true) => return x.cmp(&y),
        (true, false) => return Ordering::Greater,
        (false, true) => return Ordering::Less,
        (false, false) => {}
    }
    // Digits in front that are not only zeros make a leading zero count.
    let mut start = 0;
    if x == '0' || y == '0' {
        let before = a[..at].iter().rev().take_while(|c| c.is_ascii_digit());
        start = i64::from(before.clone().any(|c| *c != '0'));
    }
    let read = |text: &[char]| {
        let digits = text[at..].iter().take_while(|c| c.is_ascii_digit());
        let count = digits.clone().count();
        let value = digits.fold(start, |n, c| {
            n.wrapping_mul(10).wrapping_add(i64::from(u32::from(*c) - u32::from('0')))
        });
        (value, count)
    };
    read(&a).cmp(&read(&b)).then(x.cmp(&y))
}
