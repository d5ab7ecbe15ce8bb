//! YAML as `sigs.k8s.io/yaml` prints it: keys in natural order, strings quoted only where they
//! would be read as something else, long ones folded after eighty columns
//! (`go.yaml.in/yaml/v2/emitterc.go`).

use std::borrow::Cow;

use serde_json::Value;

use super::natural;
use crate::syntax::{self, Digits};

/// What can be printed: JSON, or what it could be turned into.
pub(crate) trait Printable: Sized {
    fn shape(&self) -> YamlShape<'_, Self>;
}

/// What a value is to the printer.
pub(crate) enum YamlShape<'v, V> {
    /// Keys are there once.
    Map(Vec<(&'v str, &'v V)>),
    List(&'v [V]),
    Text(Cow<'v, str>),
    /// No list, no map, no string.
    Other(Value),
}

impl Printable for Value {
    fn shape(&self) -> YamlShape<'_, Value> {
        match self {
            Value::Object(fields) => {
                YamlShape::Map(fields.iter().map(|(key, value)| (key.as_str(), value)).collect())
            }
            Value::Array(items) => YamlShape::List(items),
            Value::String(text) => YamlShape::Text(Cow::Borrowed(text)),
            other => YamlShape::Other(other.clone()),
        }
    }
}

/// Keys are sorted, or in their given order.
pub(super) fn print<V: Printable>(value: &V, sorted: bool) -> String {
    let mut out = String::new();
    match value.shape() {
        YamlShape::Map(fields) if !fields.is_empty() => mapping(fields, sorted, 0, true, &mut out),
        YamlShape::List(items) if !items.is_empty() => list(items, sorted, 0, true, &mut out),
        other => scalar(&other, 0, &mut out),
    }
    out
}

/// A map at a column. Its first key is where `out` ends if a line is open there.
fn mapping<V: Printable>(
    mut fields: Vec<(&str, &V)>,
    sorted: bool,
    column: usize,
    mut open: bool,
    out: &mut String,
) {
    if sorted {
        fields.sort_by(|(a, _), (b, _)| natural(a, b));
    }
    for (key, value) in fields {
        begin(column, &mut open, out);
        // Longer keys, and those of several lines, are marked.
        if key.len() > 128 || key.contains(is_break) {
            out.push_str("? ");
            string(key, column, false, out);
            end(out);
            let mut open = false;
            begin(column, &mut open, out);
            out.push_str(": ");
            item(value, sorted, column, out);
        } else {
            string(key, column, true, out);
            out.push(':');
            beside(value, sorted, column, out);
        }
    }
}

/// What is after a key.
fn beside<V: Printable>(value: &V, sorted: bool, column: usize, out: &mut String) {
    match value.shape() {
        YamlShape::Map(fields) if !fields.is_empty() => {
            out.push('\n');
            mapping(fields, sorted, column + 2, false, out);
        }
        YamlShape::List(items) if !items.is_empty() => {
            out.push('\n');
            list(items, sorted, column, false, out);
        }
        other => {
            out.push(' ');
            scalar(&other, column, out);
            end(out);
        }
    }
}

fn list<V: Printable>(items: &[V], sorted: bool, column: usize, mut open: bool, out: &mut String) {
    for value in items {
        begin(column, &mut open, out);
        out.push_str("- ");
        item(value, sorted, column, out);
    }
}

/// What is after a dash.
fn item<V: Printable>(value: &V, sorted: bool, column: usize, out: &mut String) {
    match value.shape() {
        YamlShape::Map(fields) if !fields.is_empty() => {
            mapping(fields, sorted, column + 2, true, out);
        }
        YamlShape::List(items) if !items.is_empty() => list(items, sorted, column + 2, true, out),
        other => {
            scalar(&other, column, out);
            end(out);
        }
    }
}

/// Begins a line, unless one is open.
fn begin(column: usize, open: &mut bool, out: &mut String) {
    if !std::mem::take(open) {
        out.extend(std::iter::repeat_n(' ', column));
    }
}

fn end(out: &mut String) {
    if !out.ends_with('\n') {
        out.push('\n');
    }
}

/// `column` is that of the collection that the value is in.
fn scalar<V>(value: &YamlShape<'_, V>, column: usize, out: &mut String) {
    match value {
        YamlShape::Text(text) => string(text, column, false, out),
        YamlShape::List(_) => out.push_str("[]"),
        YamlShape::Map(_) => out.push_str("{}"),
        YamlShape::Other(Value::Number(number)) if number.is_f64() => {
            out.push_str(&number.as_f64().map_or_else(String::new, float_text));
        }
        YamlShape::Other(value) => out.push_str(&value.to_string()),
    }
}

/// A float as Go writes it in as few digits as tell it apart.
pub(crate) fn float_text(float: f64) -> String {
    let digits = Digits::of(float);
    if float != 0.0 && !(-4..6).contains(&digits.exponent) {
        return digits.scientific(2);
    }
    digits.plain()
}

/// Text is folded at the first blank after this column.
const WIDTH: usize = 80;

/// How a string can be written.
struct Traits {
    plain: bool,
    single_quoted: bool,
    literal: bool,
}

fn string(text: &str, column: usize, is_key: bool, out: &mut String) {
    if is_simple(text) && syntax::is_plain_string(text) {
        let folds = !is_key && text.len() + out.len() - start_of_line(out) > WIDTH;
        return WrittenLine::new(column + 2, folds, out).simple(text);
    }
    if !is_key && is_simple_block(text) {
        return literal(text, column + 2, out);
    }
    let traits = traits(text);
    let mut line = WrittenLine::new(column + 2, !is_key, out);
    if text.contains('\n') {
        if traits.literal && !is_key {
            return literal(text, column + 2, out);
        }
        return line.double_quoted(text);
    }
    match () {
        () if !syntax::is_plain_string(text) => line.double_quoted(text),
        () if traits.plain => line.plain(text),
        () if traits.single_quoted => line.single_quoted(text),
        () => line.double_quoted(text),
    }
}

/// Whether nothing in a text of one line could mean something else, which is true of most.
fn is_simple(text: &str) -> bool {
    let bytes = text.as_bytes();
    let follows = |at: usize, byte: u8| bytes.get(at) == Some(&byte);
    bytes.first().is_some_and(u8::is_ascii_alphanumeric)
        && bytes.last().is_some_and(|last| !matches!(last, b' ' | b':'))
        && bytes.iter().all(|byte| (b' '..=b'~').contains(byte))
        && memchr::memchr2_iter(b':', b'#', bytes).all(|at| match bytes[at] {
            b':' => !follows(at + 1, b' '),
            _ => !follows(at - 1, b' '),
        })
}

/// As [`is_simple`], of a text of several lines.
fn is_simple_block(text: &str) -> bool {
    let bytes = text.as_bytes();
    // No way out in the middle: so the compiler takes many bytes at once.
    let is_printable = |so_far, byte: &u8| so_far & matches!(byte, b' '..=b'~' | b'\n');
    !text.ends_with(' ')
        && memchr::memchr(b'\n', bytes).is_some()
        && bytes.iter().fold(true, is_printable)
        && memchr::memmem::find(bytes, b" \n").is_none()
}

/// What the characters of a string allow.
fn traits(text: &str) -> Traits {
    let mut traits = Traits { plain: true, single_quoted: true, literal: true };
    if text.starts_with("---") || text.starts_with("...") {
        traits.plain = false;
    }
    let (mut before, mut space, mut line_break) = (None, false, false);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let blank_follows = rest.peek().is_none_or(|c| matches!(c, ' ' | '\t'));
        let indicator = match c {
            '#' => before.is_none_or(|c| matches!(c, ' ' | '\t') || is_break(c)),
            ':' => blank_follows,
            '?' | '-' => before.is_none() && blank_follows,
            ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@'
            | '`' => before.is_none(),
            _ => false,
        };
        let last = rest.peek().is_none();
        if indicator || (c == ' ' || is_break(c)) && (before.is_none() || last) || is_break(c) {
            traits.plain = false;
        }
        if c == ' ' {
            if last {
                traits.literal = false;
            }
            if line_break {
                (traits.plain, traits.single_quoted) = (false, false);
            }
        }
        if !is_printable(c) || is_break(c) && space {
            traits = Traits { plain: false, single_quoted: false, literal: false };
        }
        (space, line_break) = (c == ' ', is_break(c));
        before = Some(c);
        if !traits.literal && !traits.single_quoted && !traits.plain {
            break;
        }
    }
    traits
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether Go's libraries print a character as it is, tabs aside.
pub(crate) fn is_printable(c: char) -> bool {
    matches!(c, '\n' | ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}')
        && c != '\u{feff}'
}

/// A text of several lines, indented to a column.
fn literal(text: &str, column: usize, out: &mut String) {
    out.push('|');
    if text.starts_with(|c| c == ' ' || is_break(c)) {
        out.push('2');
    }
    let mut last = text.chars().rev();
    match (last.next().is_some_and(is_break), last.next()) {
        (false, _) => out.push('-'),
        (true, None) => out.push('+'),
        (true, Some(c)) if is_break(c) => out.push('+'),
        (true, Some(_)) => {}
    }
    out.push('\n');
    let line = |line: &str| {
        if !line.starts_with(is_break) {
            out.extend(std::iter::repeat_n(' ', column));
        }
        out.push_str(line);
    };
    if text.is_ascii() {
        text.split_inclusive('\n').for_each(line);
    } else {
        text.split_inclusive(is_break).for_each(line);
    }
}

/// A string in double quotes, in one line.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::new();
    WrittenLine::new(0, false, &mut out).double_quoted(text);
    out
}

fn start_of_line(out: &str) -> usize {
    memchr::memrchr(b'\n', out.as_bytes()).map_or(0, |at| at + 1)
}

/// A scalar in the making.
struct WrittenLine<'a> {
    out: &'a mut String,
    /// The column that it has reached, if it folds.
    column: usize,
    /// Where folded lines begin.
    indent: usize,
    folds: bool,
}

impl<'a> WrittenLine<'a> {
    fn new(indent: usize, folds: bool, out: &'a mut String) -> WrittenLine<'a> {
        let column = if folds { out[start_of_line(out)..].chars().count() } else { 0 };
        WrittenLine { out, column, indent, folds }
    }

    fn push(&mut self, c: char) {
        self.out.push(c);
        self.column += 1;
    }

    /// Goes on in the next line.
    fn fold(&mut self) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', self.indent));
        self.column = self.indent;
    }

    fn is_full(&self) -> bool {
        self.folds && self.column > WIDTH
    }

    /// A plain text of ASCII characters.
    fn simple(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let is_blank = |at: usize| bytes.get(at) == Some(&b' ');
        let (mut done, mut from) = (0, 0);
        while self.folds && self.column + (text.len() - done) > WIDTH {
            from = from.max(done + (WIDTH + 1).saturating_sub(self.column));
            let Some(found) = bytes.get(from..).and_then(|rest| memchr::memchr(b' ', rest)) else {
                break;
            };
            let blank = from + found;
            from = blank + 1;
            if !is_blank(blank - 1) && !is_blank(blank + 1) {
                self.out.push_str(&text[done..blank]);
                self.fold();
                done = blank + 1;
            }
        }
        self.out.push_str(&text[done..]);
    }

    fn plain(&mut self, text: &str) {
        let mut after_blank = false;
        let mut rest = text;
        while let Some((word, behind)) = rest.split_once(' ') {
            self.word(word);
            after_blank &= word.is_empty();
            if !after_blank && self.is_full() && !behind.starts_with(' ') {
                self.fold();
            } else {
                self.push(' ');
            }
            after_blank = true;
            rest = behind;
        }
        self.word(rest);
    }

    fn word(&mut self, word: &str) {
        self.out.push_str(word);
        self.column += word.chars().count();
    }

    fn single_quoted(&mut self, text: &str) {
        self.push('\'');
        let mut rest = text.chars().peekable();
        let (mut first, mut after_blank) = (true, false);
        while let Some(c) = rest.next() {
            let inside = !first && rest.peek().is_some_and(|next| *next != ' ');
            if c == ' ' && !after_blank && inside && self.is_full() {
                self.fold();
            } else {
                if c == '\'' {
                    self.push('\'');
                }
                self.push(c);
            }
            if is_break(c) && rest.peek().is_some_and(|next| !is_break(*next)) {
                self.out.extend(std::iter::repeat_n(' ', self.indent));
                self.column = self.indent;
            }
            (first, after_blank) = (false, c == ' ');
        }
        self.push('\'');
    }

    fn double_quoted(&mut self, text: &str) {
        self.push('"');
        if text.starts_with('\u{feff}') {
            // Go's writer looks for the mark at the beginning, whichever character it is at.
            text.chars().for_each(|c| self.escape(c));
            return self.push('"');
        }
        let mut rest = text.chars().peekable();
        let (mut first, mut after_blank) = (true, false);
        while let Some(c) = rest.next() {
            if c == ' ' {
                let inside = !first && rest.peek().is_some();
                if !after_blank && inside && self.is_full() {
                    self.fold();
                    if rest.peek() == Some(&' ') {
                        self.push('\\');
                    }
                } else {
                    self.push(c);
                }
            } else {
                self.escaped(c);
            }
            (first, after_blank) = (false, c == ' ');
        }
        self.push('"');
    }

    fn escaped(&mut self, c: char) {
        if is_printable(c) && !is_break(c) && !matches!(c, '"' | '\\') {
            return self.push(c);
        }
        self.escape(c);
    }

    fn escape(&mut self, c: char) {
        self.push('\\');
        let letter = match c {
            '\0' => '0',
            '\u{7}' => 'a',
            '\u{8}' => 'b',
            '\t' => 't',
            '\n' => 'n',
            '\u{b}' => 'v',
            '\u{c}' => 'f',
            '\r' => 'r',
            '\u{1b}' => 'e',
            '"' | '\\' => c,
            '\u{85}' => 'N',
            '\u{a0}' => '_',
            '\u{2028}' => 'L',
            '\u{2029}' => 'P',
            c => {
                let code = u32::from(c);
                let text = match code {
                    0..0x100 => format!("x{code:02X}"),
                    0x100..0x10000 => format!("u{code:04X}"),
                    _ => format!("U{code:08X}"),
                };
                return text.chars().for_each(|c| self.push(c));
            }
        };
        self.push(letter);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn as_go_prints_it() {
        // Each line as `sigs.k8s.io/yaml` prints the value.
        for (value, line) in [
            (json!(1.5e-7), "1.5e-07"),
            (json!(1e21), "1e+21"),
            (json!(1_234_567.5), "1.2345675e+06"),
            (json!(0.0001), "0.0001"),
            (json!(0.00001), "1e-05"),
            (json!("<<"), "<<"),
            (json!("="), "="),
            (json!("1:30:00"), "\"1:30:00\""),
            (json!("y"), "\"y\""),
            (json!("1_000"), "\"1_000\""),
            (json!("\u{200b}x"), "\u{200b}x"),
            (json!("a\rb"), "\"a\\rb\""),
            (json!("x:"), "'x:'"),
            (json!("x #"), "'x #'"),
            (json!("-"), "'-'"),
            (json!("?"), "'?'"),
            (json!("x'y"), "x'y"),
            (json!("'"), "''''"),
            (json!("%"), "'%'"),
            (json!("\u{1f600}"), "\"\\U0001F600\""),
            (json!("\u{feff}a \n"), "\"\\uFEFF\\x61\\x20\\n\""),
            (json!("a\u{2028}b"), "'a\u{2028}  b'"),
            (json!(""), "\"\""),
            (json!(null), "null"),
        ] {
            assert_eq!(print(&value, true), line, "{value}");
        }
    }

    #[test]
    fn keys_of_every_length() {
        let long = "k".repeat(129);
        let value = json!({
            &long: {"a": 1, "b": [1]},
            "x": [[1, 2], {"a": 1}, {}, []],
            "e\nf": 1,
            "g\n": "h\n",
        });
        let expected = format!(
            "? |-\n  e\n  f\n: 1\n? |\n  g\n: |\n  h\n? {long}\n: a: 1\n  b:\n  - 1\nx:\n- - 1\n  - 2\n\
             - a: 1\n- {{}}\n- []\n"
        );
        assert_eq!(print(&value, true), expected);
    }
}
