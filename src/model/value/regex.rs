//! Whether a text is a regular expression as Go reads it (RE2; Go's `regexp/syntax/parse.go`).

/// The largest count that a repetition may have, alone or times those inside it.
const MAX_REPEAT: u64 = 1000;

/// What is wrong with a pattern, if anything.
pub fn fault(pattern: &str) -> Option<String> {
    RegexParser { rest: pattern, groups: vec![OpenGroup::default()] }.read().err()
}

/// What is known of an open group: as much as decides whether a repetition may follow.
#[derive(Default)]
struct OpenGroup {
    /// The largest product of repetitions in it.
    weight: u64,
    /// The last item that a repetition would apply to, by its weight.
    item: Option<u64>,
    /// Whether the last item ends in a repetition.
    repeated: bool,
}

struct RegexParser<'a> {
    rest: &'a str,
    groups: Vec<OpenGroup>,
}

type RegexResult<T = ()> = Result<T, String>;

impl<'a> RegexParser<'a> {
    fn read(mut self) -> RegexResult {
        while let Some(next) = self.rest.chars().next() {
            match next {
                '(' => self.open()?,
                ')' => self.close()?,
                '|' => {
                    self.skip(1);
                    self.end_branch();
                }
                '[' => {
                    self.class()?;
                    self.item(1);
                }
                '*' | '+' | '?' => {
                    self.skip(1);
                    self.repeat(1, &next.to_string())?;
                }
                '{' => self.counted()?,
                '\\' => self.escaped()?,
                _ => {
                    self.skip(next.len_utf8());
                    self.item(1);
                }
            }
        }
        if self.groups.len() > 1 { Err("missing closing `)`".to_owned()) } else { Ok(()) }
    }

    fn skip(&mut self, bytes: usize) -> &'a str {
        let (skipped, rest) = self.rest.split_at(bytes);
        self.rest = rest;
        skipped
    }

    fn group(&mut self) -> &mut OpenGroup {
        self.groups.last_mut().expect("the outermost group is never closed")
    }

    fn item(&mut self, weight: u64) {
        let group = self.group();
        group.weight = group.weight.max(weight);
        (group.item, group.repeated) = (Some(weight), false);
    }

    fn end_branch(&mut self) {
        let group = self.group();
        (group.item, group.repeated) = (None, false);
    }

    fn open(&mut self) -> RegexResult {
        self.skip(1);
        if !self.rest.starts_with('?') {
            self.groups.push(OpenGroup::default());
            return Ok(());
        }
        let name = self.rest.strip_prefix("?P<").or_else(|| self.rest.strip_prefix("?<"));
        if let Some(name) = name.filter(|name| !name.starts_with(['=', '!'])) {
            let end = name.find('>').ok_or("invalid named capture: missing `>`")?;
            let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
            if end == 0 || !name[..end].bytes().all(plain) {
                return Err(format!("invalid named capture: `{}`", &name[..end]));
            }
            self.rest = &name[end + 1..];
            self.groups.push(OpenGroup::default());
            return Ok(());
        }
        let flags = self.rest[1..].find(|c| !matches!(c, 'i' | 'm' | 's' | 'U' | '-'));
        let end = 1 + flags.unwrap_or(self.rest.len() - 1);
        let flags = &self.rest[1..end];
        let closed = !flags.ends_with('-') && flags.matches('-').count() < 2;
        match self.rest[end..].chars().next() {
            Some(':') if closed => {
                self.skip(end + 1);
                self.groups.push(OpenGroup::default());
            }
            Some(')') if closed => {
                self.skip(end + 1);
                self.group().repeated = false;
            }
            Some('=' | '!' | '<') => {
                let found: String = self.rest.chars().take(3).collect();
                return Err(format!(
                    "Go does not support lookarounds such as `({}`",
                    found.trim_end()
                ));
            }
            _ => return Err("invalid or unsupported group syntax".to_owned()),
        }
        Ok(())
    }

    fn close(&mut self) -> RegexResult {
        self.skip(1);
        if self.groups.len() == 1 {
            return Err("unexpected `)`".to_owned());
        }
        let weight = self.groups.pop().map_or(1, |group| group.weight.max(1));
        self.item(weight);
        Ok(())
    }

    fn repeat(&mut self, times: u64, operator: &str) -> RegexResult {
        if self.rest.starts_with('?') {
            self.skip(1);
        }
        let group = self.group();
        if group.repeated {
            return Err(format!("invalid nested repetition operator `{operator}`"));
        }
        let Some(weight) = group.item else {
            return Err(format!("missing argument to repetition operator `{operator}`"));
        };
        let product = weight * times.max(1);
        if product > MAX_REPEAT {
            return Err(format!(
                "invalid repeat count in `{operator}`, which must be at most {MAX_REPEAT}"
            ));
        }
        group.weight = group.weight.max(product);
        (group.item, group.repeated) = (Some(product), true);
        Ok(())
    }

    /// `{2}`, `{2,}` or `{2,3}`; any other brace stands for itself.
    fn counted(&mut self) -> RegexResult {
        let number = |text: &str| -> Option<u64> {
            let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
            let plain = digits && (text.len() == 1 || !text.starts_with('0'));
            plain.then(|| text.parse().unwrap_or(u64::MAX))
        };
        let counts = self.rest.find('}').and_then(|end| {
            let (low, high) = self.rest[1..end].split_once(',').map_or_else(
                || (&self.rest[1..end], Some(&self.rest[1..end])),
                |(low, high)| (low, Some(high).filter(|high| !high.is_empty())),
            );
            let high = if let Some(high) = high { Some(number(high)?) } else { None };
            Some((end, number(low)?, high))
        });
        let Some((end, low, high)) = counts else {
            self.skip(1);
            self.item(1);
            return Ok(());
        };
        let operator = self.skip(end + 1);
        if high.is_some_and(|high| high < low) {
            return Err(format!(
                "invalid repeat count in `{operator}`, whose maximum is less than its minimum"
            ));
        }
        if low.max(high.unwrap_or(0)) > MAX_REPEAT {
            return Err(format!(
                "invalid repeat count in `{operator}`, which must be at most {MAX_REPEAT}"
            ));
        }
        self.repeat(high.unwrap_or(low), operator)
    }

    fn escaped(&mut self) -> RegexResult {
        match self.rest[1..].chars().next() {
            Some('A' | 'b' | 'B' | 'z') => {
                self.skip(2);
            }
            Some('Q') => {
                self.skip(2);
                let end = self.rest.find("\\E");
                let empty = self.skip(end.unwrap_or(self.rest.len())).is_empty();
                self.skip(if end.is_some() { 2 } else { 0 });
                if empty {
                    return Ok(());
                }
            }
            _ if self.set() => {}
            _ => {
                self.character()?;
            }
        }
        self.item(1);
        Ok(())
    }

    /// `\d`, `\pL`, `\p{Greek}` and their like, in a class or outside; which names there are of
    /// them is left to the server.
    fn set(&mut self) -> bool {
        let mut after = self.rest.chars().skip(1);
        let length = match (after.next(), after.next()) {
            (Some('d' | 'D' | 's' | 'S' | 'w' | 'W'), _) => 2,
            (Some('p' | 'P'), Some('{')) => match self.rest.find('}') {
                Some(end) => end + 1,
                None => return false,
            },
            (Some('p' | 'P'), Some(name)) => 2 + name.len_utf8(),
            _ => return false,
        };
        self.skip(length);
        true
    }

    /// One character, perhaps escaped.
    fn character(&mut self) -> RegexResult<char> {
        let Some(first) = self.rest.chars().next() else {
            return Err("missing closing `]`".to_owned());
        };
        self.skip(first.len_utf8());
        if first != '\\' {
            return Ok(first);
        }
        let Some(escaped) = self.rest.chars().next() else {
            return Err("trailing backslash at the end of the expression".to_owned());
        };
        self.skip(escaped.len_utf8());
        let octal = |c: char| c.is_digit(8);
        match escaped {
            'a' | 'f' | 'n' | 'r' | 't' | 'v' => Ok(' '),
            'x' => self.hexadecimal(),
            '0' => {
                let digits = self.rest.chars().take(2).take_while(|c| octal(*c)).count();
                self.skip(digits);
                Ok(' ')
            }
            '1'..='7' if self.rest.starts_with(octal) => {
                let digits = self.rest.chars().take(2).take_while(|c| octal(*c)).count();
                self.skip(digits);
                Ok(' ')
            }
            '1'..='9' => Err(format!("Go does not support backreferences such as `\\{escaped}`")),
            c if c.is_ascii() && !c.is_ascii_alphanumeric() => Ok(c),
            c => Err(format!("invalid escape sequence `\\{c}`")),
        }
    }

    fn hexadecimal(&mut self) -> RegexResult<char> {
        let braces = self.rest.starts_with('{');
        let digits = match self.rest.strip_prefix('{') {
            Some(inner) => {
                let end = inner.find('}').ok_or("invalid escape sequence: `\\x{` without `}`")?;
                self.skip(end + 2);
                &inner[..end]
            }
            None => {
                let end = self.rest.char_indices().nth(2).map_or(self.rest.len(), |(at, _)| at);
                self.skip(end)
            }
        };
        let hexadecimal = digits.bytes().all(|b| b.is_ascii_hexdigit());
        let code = u32::from_str_radix(digits, 16).ok().filter(|code| *code <= 0x10_FFFF);
        let code = code.filter(|_| hexadecimal && (digits.len() == 2 || braces));
        match code {
            Some(code) => Ok(char::from_u32(code).unwrap_or(' ')),
            None => Err(format!(
                "invalid escape sequence: `\\x` requires a hexadecimal code, not `{digits}`"
            )),
        }
    }

    fn class(&mut self) -> RegexResult {
        self.skip(1);
        if self.rest.starts_with('^') {
            self.skip(1);
        }
        let mut first = true;
        while first || !self.rest.starts_with(']') {
            first = false;
            let named = self.rest.strip_prefix("[:").and_then(|name| name.find(":]"));
            if let Some(end) = named {
                self.posix(end)?;
                continue;
            }
            if self.rest.starts_with('\\') && self.set() {
                continue;
            }
            let start = self.rest;
            let low = self.character()?;
            let range = self
                .rest
                .strip_prefix('-')
                .is_some_and(|to| !to.is_empty() && !to.starts_with(']'));
            if range {
                self.skip(1);
                let high = self.character()?;
                if high < low {
                    let range = &start[..start.len() - self.rest.len()];
                    return Err(format!("invalid character class range `{range}`"));
                }
            }
        }
        self.skip(1);
        Ok(())
    }

    fn posix(&mut self, end: usize) -> RegexResult {
        const NAMES: [&str; 14] = [
            "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print",
            "punct", "space", "upper", "word", "xdigit",
        ];
        let named = self.skip(end + 4);
        let name = &named[2..end + 2];
        if NAMES.contains(&name.strip_prefix('^').unwrap_or(name)) {
            return Ok(());
        }
        Err(format!("invalid character class `{named}`"))
    }
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn go_reads_these() {
        for pattern in [
            "",
            "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$",
            r"^\d+(\.\d+)?$",
            "(?i)abc",
            "(?P<n>a)",
            "(?<n>a)",
            "(?i-s:a)",
            "(?-i)a",
            "a{2,3}?",
            "a{,3}",
            "a{x}",
            "{",
            "a|b||",
            "()",
            "[]a]",
            "[^]]",
            "[a-]",
            "[-a]",
            r"[\]\-\w]",
            "[[:alpha:]_]",
            r"\x41\x{1F600}\0\012",
            r"[\x{41}-\x{43}]",
            r"\Qa(b\E?",
            r"\pL\p{Greek}",
            "(?:a*)*",
            "^*",
            r"[\x00-\x1f]",
            "a{1000}",
            "(a{10}){100}",
            "[[:]",
            r"\_\-\/",
        ] {
            assert_eq!(fault(pattern), None, "{pattern}");
        }
    }

    #[test]
    fn go_refuses_these() {
        for pattern in [
            "(",
            ")",
            "a)",
            "(a",
            "*",
            "a**",
            "a*??",
            "(?-:a)",
            "(?i-)a",
            "(?i--s:a)",
            "(?x:a)",
            "(?P<>a)",
            "(?P<n-m>a)",
            "(?P<n",
            "(?=a)",
            "(?!a)",
            "(?<!a)",
            "(?>a)",
            r"(a)\1",
            r"\",
            r"\Z",
            r"\h",
            "[a",
            "[z-a]",
            r"[a-\d]",
            "a{1001}",
            "a{3,2}",
            "(a{100}){11}",
            "(?P<>a)",
            "(?P<n",
            "[[:what:]]",
            r"\x{110000}",
            "(?",
            "(?i",
            "|*",
            "(*)",
            r"\xg",
        ] {
            assert!(fault(pattern).is_some(), "{pattern}");
        }
    }
}
