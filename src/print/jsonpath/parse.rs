//! Templates into steps (`k8s.io/client-go/util/jsonpath/parser.go`).

/// What is done with the values at hand, one after the other.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum JsonPathStep {
    Text(String),
    Int(i64),
    Float(f64),
    Bool(bool),
    /// What is between braces; also the branches of a union and the sides of a filter.
    All(Vec<JsonPathStep>),
    Field(String),
    Slice(Slice),
    Wildcard,
    Recursive,
    Union(Vec<Vec<JsonPathStep>>),
    Filter {
        left: Vec<JsonPathStep>,
        /// Empty where the filter only asks whether `left` is there.
        operator: String,
        right: Vec<JsonPathStep>,
    },
    /// `range` and `end`; any other word is an error once it is reached.
    Word(String),
}

/// `[start:end:step]`, each of them where it is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Slice {
    pub start: Option<i64>,
    pub end: Option<i64>,
    /// Only `start` is written: `end` follows from it.
    pub single: bool,
    pub step: Option<i64>,
}

/// Texts, and an [`JsonPathStep::All`] for each pair of braces.
pub(super) fn parse(template: &str) -> Result<Vec<JsonPathStep>, String> {
    let mut steps = Vec::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        if open > 0 {
            steps.push(JsonPathStep::Text(rest[..open].to_owned()));
        }
        let mut action = Action { text: &rest[open + 1..], at: 0, start: 0, steps: Vec::new() };
        action.parse()?;
        rest = &action.text[action.at..];
        steps.push(JsonPathStep::All(action.steps));
    }
    if !rest.is_empty() {
        steps.push(JsonPathStep::Text(rest.to_owned()));
    }
    Ok(steps)
}

/// The steps of one action whose text is given without braces.
fn action(text: &str) -> Result<Vec<JsonPathStep>, String> {
    let mut action = Action { text: &format!("{text}}}"), at: 0, start: 0, steps: Vec::new() };
    action.parse()?;
    Ok(action.steps)
}

struct Action<'t> {
    text: &'t str,
    at: usize,
    /// Where what is being read begins.
    start: usize,
    steps: Vec<JsonPathStep>,
}

impl<'t> Action<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// What was read since the last time.
    fn taken(&mut self) -> &'t str {
        let taken = &self.text[self.start..self.at];
        self.start = self.at;
        taken
    }

    /// Reads up to the closing brace and past it.
    fn parse(&mut self) -> Result<(), String> {
        loop {
            let rest = self.rest();
            if rest.starts_with("[?(") {
                self.filter()?;
                continue;
            }
            if rest.starts_with("..") {
                self.recursive()?;
                continue;
            }
            match self.peek() {
                None | Some('\r' | '\n') => return Err("unclosed action".to_owned()),
                Some('}') => {
                    self.next();
                    return Ok(());
                }
                Some(' ' | '@' | '$') => {
                    self.next();
                    self.taken();
                }
                Some('[') => self.array()?,
                Some(quote @ ('"' | '\'')) => self.quoted(quote)?,
                Some('.') => {
                    self.next();
                    self.field();
                }
                Some(c) if matches!(c, '+' | '-') || c.is_numeric() => self.number()?,
                Some(c) if is_word(c) => self.word(),
                Some(c) => {
                    let number = u32::from(c);
                    return Err(format!("unrecognized character in action: U+{number:04X} '{c}'"));
                }
            }
        }
    }

    fn word(&mut self) {
        while self.peek().is_some_and(|c| !is_end(c)) {
            self.next();
        }
        let step = match self.taken() {
            "true" => JsonPathStep::Bool(true),
            "false" => JsonPathStep::Bool(false),
            word => JsonPathStep::Word(word.to_owned()),
        };
        self.steps.push(step);
    }

    fn recursive(&mut self) -> Result<(), String> {
        if self.steps.last() == Some(&JsonPathStep::Recursive) {
            return Err("invalid multiple recursive descent".to_owned());
        }
        self.at += "..".len();
        self.taken();
        self.steps.push(JsonPathStep::Recursive);
        if self.peek().is_some_and(is_word) {
            self.field();
        }
        Ok(())
    }

    fn number(&mut self) -> Result<(), String> {
        self.next();
        while self.peek().is_some_and(|c| c == '.' || c.is_numeric()) {
            self.next();
        }
        let text = self.taken();
        let float =
            || text.parse::<f64>().ok().filter(|float| float.is_finite()).map(JsonPathStep::Float);
        let step = text.parse().ok().map(JsonPathStep::Int).or_else(float);
        self.steps.push(step.ok_or_else(|| format!("cannot parse number {text}"))?);
        Ok(())
    }

    fn field(&mut self) {
        self.taken();
        while let Some(c) = self.peek().filter(|c| !is_end(*c)) {
            self.next();
            if c == '\\' {
                self.next();
            }
        }
        let step = match self.taken() {
            "*" => JsonPathStep::Wildcard,
            name => JsonPathStep::Field(name.replace('\\', "")),
        };
        self.steps.push(step);
    }

    fn quoted(&mut self, quote: char) -> Result<(), String> {
        let mut before = self.next();
        loop {
            match self.next() {
                None | Some('\n') => return Err("unterminated quoted string".to_owned()),
                Some(c) if c == quote && before != Some('\\') => break,
                c => before = c,
            }
        }
        let text = self.taken();
        let inner = &text[1..text.len() - 1];
        let read = unescaped(inner, quote);
        let read = read.ok_or_else(|| format!("unquote string {text} error invalid syntax"))?;
        self.steps.push(JsonPathStep::Text(read));
        Ok(())
    }

    fn array(&mut self) -> Result<(), String> {
        loop {
            match self.next() {
                None | Some('\n') => return Err("unterminated array".to_owned()),
                Some(']') => break,
                Some(_) => {}
            }
        }
        let text = self.taken();
        let text = &text[1..text.len() - 1];
        if text.contains(',') {
            let branches =
                text.split(',').map(|part| action(&format!("[{}]", part.trim_matches(' '))));
            self.steps.push(JsonPathStep::Union(branches.collect::<Result<_, _>>()?));
            return Ok(());
        }
        let quoted = text.strip_prefix('\'').and_then(|text| text.strip_suffix('\''));
        if let Some(key) = quoted.filter(|key| !key.contains('\'')) {
            self.steps.extend(action(&format!(".{key}"))?);
            return Ok(());
        }
        self.steps.push(JsonPathStep::Slice(slice(if text == "*" { ":" } else { text })?));
        Ok(())
    }

    fn filter(&mut self) -> Result<(), String> {
        self.at += "[?(".len();
        self.taken();
        let (mut quote, mut closed, mut before) = (None, false, '(');
        loop {
            let c = self.next().filter(|c| *c != '\n').ok_or("unterminated filter")?;
            match c {
                '"' | '\'' if quote.is_none() => quote = Some(c),
                c if Some(c) == quote && before != '\\' => closed = true,
                ')' if quote.is_some() == closed => break,
                _ => {}
            }
            before = c;
        }
        let text = self.taken();
        let text = &text[..text.len() - 1];
        if self.next() != Some(']') {
            return Err("unclosed array expect ]".to_owned());
        }
        self.taken();
        let (left, operator, right) = comparison(text).unwrap_or((text, "", ""));
        self.steps.push(JsonPathStep::Filter {
            left: action(left)?,
            operator: operator.to_owned(),
            right: action(right)?,
        });
        Ok(())
    }
}

/// Left side, operator and right side, none of them empty.
fn comparison(text: &str) -> Option<(&str, &str, &str)> {
    let is_sign = |c: char| matches!(c, '!' | '<' | '=' | '>');
    let start = text.find(is_sign).filter(|start| *start > 0)?;
    let length = text[start..].find(|c| !is_sign(c)).unwrap_or(text.len() - start - 1);
    let (operator, right) = text[start..].split_at(length);
    (!operator.is_empty()).then_some((&text[..start], operator, right))
}

fn slice(text: &str) -> Result<Slice, String> {
    let parts: Vec<&str> = text.split(':').collect();
    let is_part =
        |part: &str| part.strip_prefix('-').unwrap_or(part).bytes().all(|b| b.is_ascii_digit());
    if parts.len() > 3 || !parts.iter().all(|part| is_part(part)) {
        return Err(format!("invalid array index {text}"));
    }
    let number = |index: usize| match parts.get(index).copied().unwrap_or("") {
        "" => Ok(None),
        part => match part.parse::<i64>() {
            Ok(number) => Ok(Some(number)),
            Err(_) => Err(format!("array index {part} is not a number")),
        },
    };
    let (start, single) = (number(0)?, parts.len() == 1);
    let end = if single { Some(start.unwrap_or(0).saturating_add(1)) } else { number(1)? };
    Ok(Slice { start, end, single, step: number(2)? })
}

/// A text of Go without its quotes; `None` where an escape is none.
fn unescaped(text: &str, quote: char) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let c = rest[at + 1..].chars().next()?;
        rest = &rest[at + 1 + c.len_utf8()..];
        let (digits, radix) = match c {
            'x' => (2, 16),
            'u' => (4, 16),
            'U' => (8, 16),
            '0'..='7' => (3, 8),
            _ => (0, 0),
        };
        if digits > 0 {
            let digits = if radix == 8 {
                format!("{c}{}", rest.get(..2)?)
            } else {
                rest.get(..digits)?.to_owned()
            };
            rest = &rest[if radix == 8 { 2 } else { digits.len() }..];
            out.push(char::from_u32(u32::from_str_radix(&digits, radix).ok()?)?);
            continue;
        }
        out.push(match c {
            'a' => '\u{7}',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{b}',
            '\\' => '\\',
            c if c == quote => c,
            _ => return None,
        });
    }
    out.push_str(rest);
    Some(out)
}

/// Whether a character ends a field or word.
fn is_end(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n' | '.' | ',' | '[' | ']' | '$' | '@' | '{' | '}')
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphabetic() || c.is_numeric()
}
