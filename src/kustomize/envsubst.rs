//! `${VARIABLE}` in a text, as Flux fills it in (`github.com/fluxcd/pkg/envsubst`, which is made of
//! `drone/envsubst`): not quite as a shell does.

use super::glob;

/// What is known of a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KnownVariable<'v> {
    Value(&'v str),
    /// Nothing sets it.
    Unset,
    /// It may be set by what is not in sight.
    Unknown,
}

/// Marks in a filled text, around the name of a variable, that its value is not known: characters
/// for private use, which no manifest has side by side.
const UNKNOWN: (char, char) = ('\u{e87b}', '\u{f1c9}');

/// A text with its variables filled in, piece by piece.
#[derive(Debug, Default)]
pub(super) struct Filled {
    pub(super) text: String,
    pieces: Vec<SubstitutedPart>,
    /// The variables whose values are in it, by the piece that they are in.
    variables: Vec<(usize, String)>,
}

/// A part of a filled text.
#[derive(Clone, Copy, Debug)]
struct SubstitutedPart {
    /// Where it begins in the filled text.
    at: usize,
    /// Where the text begins that it stands for, and where that ends.
    from: usize,
    to: usize,
    /// It is that text, unchanged.
    same: bool,
}

/// Why Flux would fill in nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct EnvsubstError {
    /// In the text, from the `$` on.
    pub(super) at: usize,
    pub(super) message: &'static str,
}

impl EnvsubstError {
    /// Whether Flux may well do what is not done here.
    pub(super) fn is_limit(&self) -> bool {
        [DEEP, LONG].contains(&self.message)
    }
}

const BAD: &str = "bad substitution";
const NO_NAME: &str = "unable to parse variable name";
const NO_BRACE: &str = "missing closing brace";
const NO_WORD: &str = "unable to parse substitution within function";
const DEEP: &str = "variables are nested too deeply";
const LONG: &str = "the result is too long";

/// How deep expressions may be in one another.
const MAX_DEPTH: usize = 50;
/// How long a filled text may get, beyond what it was.
const MAX_BYTES: usize = 16 << 20;
/// Longer values are not searched for patterns.
const MAX_SEARCHED: usize = 64 << 10;

/// Fills in a text; `None` without anything to fill in.
pub(super) fn fill<'v>(
    text: &str,
    variable: &dyn Fn(&str) -> KnownVariable<'v>,
) -> Result<Option<Filled>, EnvsubstError> {
    let mut filled = Filled::default();
    let (mut done, mut at) = (0, 0);
    while let Some(next) = text[at..].find('$').map(|dollar| at + dollar) {
        match text.as_bytes().get(next + 1) {
            // `$$` stands for one of them, whatever follows.
            Some(b'$') => {
                filled.keep(text, done, next);
                done = next + 1;
                at = next + 2;
            }
            Some(b'{') => {
                filled.keep(text, done, next);
                let fault = |message| EnvsubstError { at: next, message };
                let mut parser = EnvsubstParser { text, at: next + 2 };
                let expression = parser.expression(0).map_err(fault)?;
                let mut used = Vec::new();
                let value = expression.value(variable, &mut used).map_err(fault)?;
                if filled.text.len() + value.len() > text.len() + MAX_BYTES {
                    return Err(fault(LONG));
                }
                let piece = filled.pieces.len();
                filled.variables.extend(used.into_iter().map(|name| (piece, name)));
                let at_ = filled.text.len();
                filled.pieces.push(SubstitutedPart {
                    at: at_,
                    from: next,
                    to: parser.at,
                    same: false,
                });
                filled.text.push_str(&value);
                done = parser.at;
                at = done;
            }
            _ => at = next + 1,
        }
    }
    if done == 0 {
        return Ok(None);
    }
    filled.keep(text, done, text.len());
    Ok(Some(filled))
}

/// Whether a text holds the value of a variable that is not known.
pub fn is_unknown(text: &str) -> bool {
    text.contains(UNKNOWN.0)
}

/// A text with the variables again that are not known.
pub fn unfilled(text: &str) -> String {
    text.replace(UNKNOWN.0, "${").replace(UNKNOWN.1, "}")
}

impl Filled {
    fn keep(&mut self, text: &str, from: usize, to: usize) {
        if from < to {
            self.pieces.push(SubstitutedPart { at: self.text.len(), from, to, same: true });
            self.text.push_str(&text[from..to]);
        }
    }

    /// The piece that holds a place of the filled text.
    fn piece(&self, at: usize) -> Option<usize> {
        self.pieces.partition_point(|piece| piece.at <= at).checked_sub(1)
    }

    /// What a range of the filled text stands for.
    pub(super) fn origin(&self, from: usize, to: usize) -> (usize, usize) {
        let place = |at: usize, is_end: bool| {
            let piece = self.piece(at).map(|index| self.pieces[index]);
            piece.map_or(at, |piece| match piece.same {
                true => piece.from + (at - piece.at),
                false if is_end => piece.to,
                false => piece.from,
            })
        };
        let start = place(from, false);
        let end = if to > from { place(to - 1, true) } else { start };
        // The last character of what is kept.
        let is_kept = self.piece(to.saturating_sub(1)).is_some_and(|at| self.pieces[at].same);
        (start, if is_kept && to > from { end + 1 } else { end })
    }

    /// The variables whose values are in a range.
    pub(super) fn variables(&self, from: usize, to: usize) -> impl Iterator<Item = &str> {
        let first = self.piece(from).unwrap_or(0);
        let end = self.pieces.partition_point(|piece| piece.at < to.max(from + 1));
        let start = self.variables.partition_point(|(piece, _)| *piece < first);
        let within = self.variables[start..].iter().take_while(move |(piece, _)| *piece < end);
        within.map(|(_, name)| name.as_str())
    }
}

/// What is between `${` and its `}`.
#[derive(Debug)]
struct Expression {
    name: String,
    function: String,
    words: Vec<Argument>,
}

/// What a function is given.
#[derive(Debug)]
enum Argument {
    Text(String),
    Inner(Expression),
}

/// What may follow in a token: the character, and how long the token is with it.
type Accepts = fn(char, usize) -> bool;

struct EnvsubstParser<'t> {
    text: &'t str,
    at: usize,
}

impl EnvsubstParser<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    /// Reads what is accepted, at least one character; in words `\/` and `\\` may stand for the
    /// second of them, as `$$` does for one.
    fn token(&mut self, accepts: Accepts, is_word: bool, escapes: bool) -> Option<String> {
        let mut token = String::new();
        while let Some(next) = self.peek() {
            let rest = &self.text[self.at..];
            if is_word && rest.starts_with("${") {
                break;
            }
            let is_escape = escapes && ["$$", "\\/", "\\\\"].iter().any(|e| rest.starts_with(e));
            if is_escape {
                token.push_str(&rest[1..2]);
                self.at += 2;
            } else if accepts(next, token.len() + next.len_utf8()) {
                token.push(next);
                self.at += next.len_utf8();
            } else {
                break;
            }
        }
        (!token.is_empty()).then_some(token)
    }

    fn close(&mut self, message: &'static str) -> Result<(), &'static str> {
        if self.peek() != Some('}') {
            return Err(message);
        }
        self.at += 1;
        Ok(())
    }

    /// After `${`.
    fn expression(&mut self, depth: usize) -> Result<Expression, &'static str> {
        let is_name: Accepts = |c, _| c == '_' || c.is_alphanumeric();
        if depth > MAX_DEPTH {
            return Err(DEEP);
        }
        if self.peek() == Some('#') {
            self.at += 1;
            let name = self.token(is_name, false, false).ok_or(BAD)?;
            self.close(BAD)?;
            return Ok(Expression { name, function: "#".to_owned(), words: Vec::new() });
        }
        let name = self.token(is_name, false, false).ok_or(NO_NAME)?;
        let mut found = Expression { name, function: String::new(), words: Vec::new() };
        match self.peek() {
            Some(':') if self.text[self.at + 1..].starts_with(['=', '-', '?', '+']) => {
                self.default(&mut found, 2, depth)?;
            }
            Some(':') => self.substring(&mut found, depth)?,
            Some('=') => self.default(&mut found, 1, depth)?,
            Some(',' | '^') => {
                found.function = self.function(|c, i| ",^".contains(c) && i < 3)?;
                self.close(BAD)?;
            }
            Some('/') => self.replace(&mut found, depth)?,
            Some('#') => self.remove(&mut found, |c, i| c == '#' && i < 3, depth)?,
            Some('%') => self.remove(&mut found, |c, i| c == '%' && i < 3, depth)?,
            _ => self.close(NO_BRACE)?,
        }
        Ok(found)
    }

    fn function(&mut self, accepts: Accepts) -> Result<String, &'static str> {
        self.token(accepts, false, false).ok_or(BAD)
    }

    /// An argument: a text, or another expression.
    fn word(
        &mut self,
        accepts: Accepts,
        escapes: bool,
        depth: usize,
    ) -> Result<Argument, &'static str> {
        if self.text[self.at..].starts_with("${") {
            self.at += 2;
            return self.expression(depth + 1).map(Argument::Inner);
        }
        self.token(accepts, true, escapes).map(Argument::Text).ok_or(NO_WORD)
    }

    /// `:=`, `:-` and others, or `=`: all the same.
    fn default(
        &mut self,
        found: &mut Expression,
        length: usize,
        depth: usize,
    ) -> Result<(), &'static str> {
        self.text[self.at..self.at + length].clone_into(&mut found.function);
        self.at += length;
        while self.peek() != Some('}') {
            found.words.push(self.word(|c, _| c != '}', false, depth)?);
        }
        self.close(BAD)
    }

    /// `:2` or `:2:3`
    fn substring(&mut self, found: &mut Expression, depth: usize) -> Result<(), &'static str> {
        self.at += 1;
        // Go's scanner goes back by the length of the character after the colon.
        if self.peek().is_none_or(|next| next.len_utf8() > 1) {
            return Err(BAD);
        }
        ":".clone_into(&mut found.function);
        found.words.push(self.word(|c, _| c != ':' && c != '}', false, depth)?);
        if self.peek() == Some('}') {
            self.at += 1;
            return Ok(());
        }
        self.function(|c, _| c == ':')?;
        found.words.push(self.word(|c, _| c != '}', false, depth)?);
        self.close(BAD)
    }

    /// `#word`, `##word`, `%word`, `%%word`
    fn remove(
        &mut self,
        found: &mut Expression,
        accepts: Accepts,
        depth: usize,
    ) -> Result<(), &'static str> {
        found.function = self.function(accepts)?;
        found.words.push(self.word(|c, _| c != '}', false, depth)?);
        self.close(BAD)
    }

    /// `/old/new`, `//old/new`, `/#old/new`, `/%old/new`
    fn replace(&mut self, found: &mut Expression, depth: usize) -> Result<(), &'static str> {
        found.function = self.function(|c, i| i == 1 && c == '/' || i == 2 && "/#%".contains(c))?;
        found.words.push(self.word(|c, _| c != '/', true, depth)?);
        self.function(|c, _| c == '/')?;
        if self.peek() != Some('}') {
            found.words.push(self.word(|c, _| c != '}', true, depth)?);
        }
        self.close(BAD)
    }
}

impl Expression {
    /// Its value, with marks around what is not known; notes the variables that are used.
    fn value<'v>(
        &self,
        variable: &dyn Fn(&str) -> KnownVariable<'v>,
        used: &mut Vec<String>,
    ) -> Result<String, &'static str> {
        let words = self.words.iter().map(|word| match word {
            Argument::Text(text) => Ok(text.clone()),
            Argument::Inner(inner) => inner.value(variable, used),
        });
        let words = words.collect::<Result<Vec<String>, _>>()?;
        let has_default = matches!(self.function.as_str(), "=" | ":=" | ":-" | ":?" | ":+");
        let unknown = || format!("{}{}{}", UNKNOWN.0, self.name, UNKNOWN.1);
        let value = match variable(&self.name) {
            KnownVariable::Value(value) => {
                used.push(self.name.clone());
                value
            }
            KnownVariable::Unset if has_default => "",
            KnownVariable::Unset | KnownVariable::Unknown => return Ok(unknown()),
        };
        if has_default {
            return Ok(if value.is_empty() { words.concat() } else { value.to_owned() });
        }
        let searches = matches!(self.function.as_str(), "#" | "##" | "%" | "%%");
        if words.iter().any(|word| is_unknown(word)) || (searches && value.len() > MAX_SEARCHED) {
            return Ok(unknown());
        }
        if words.iter().map(String::len).max().unwrap_or(0).saturating_mul(value.len()) > MAX_BYTES
        {
            return Err(LONG);
        }
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        Ok(changed(&self.function, value, &words).unwrap_or_else(unknown))
    }
}

/// What a function makes of a value; `None` where a character is cut in two, since Go cuts bytes.
fn changed(function: &str, value: &str, words: &[&str]) -> Option<String> {
    let cut = |bytes: &[u8]| std::str::from_utf8(bytes).ok().map(str::to_owned);
    Some(match (function, words) {
        ("#", []) => value.len().to_string(),
        (",", []) => with_first(value, lower),
        ("^", []) => with_first(value, upper),
        (",,", []) => value.chars().map(lower).collect(),
        ("^^", []) => value.chars().map(upper).collect(),
        (":", [from]) => cut(substring(value, from, None))?,
        (":", [from, length]) => cut(substring(value, from, Some(length)))?,
        ("/", [old, new @ ..]) => value.replacen(old, new.first().unwrap_or(&""), 1),
        ("//", [old, new @ ..]) => value.replace(old, new.first().unwrap_or(&"")),
        ("/#", [old, new]) => match value.strip_prefix(old) {
            Some(rest) => format!("{new}{rest}"),
            None => value.to_owned(),
        },
        ("/%", [old, new]) => match value.strip_suffix(old) {
            Some(rest) => format!("{rest}{new}"),
            None => value.to_owned(),
        },
        ("#" | "##", [pattern]) => {
            let end = glob::start(pattern.as_bytes(), value.as_bytes(), function == "##");
            cut(&value.as_bytes()[end..])?
        }
        ("%" | "%%", [pattern]) => {
            let reverse = |text: &str| text.chars().rev().collect::<String>();
            let (pattern, value) = (reverse(pattern), reverse(value));
            let end = glob::start(pattern.as_bytes(), value.as_bytes(), function == "%%");
            reverse(&cut(&value.as_bytes()[end..])?)
        }
        _ => value.to_owned(),
    })
}

fn with_first(text: &str, change: fn(char) -> char) -> String {
    let mut chars = text.chars();
    chars.next().map(change).into_iter().chain(chars).collect()
}

/// As Go has it: one character for one.
fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

fn upper(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

fn substring<'t>(text: &'t str, from: &str, length: Option<&&str>) -> &'t [u8] {
    let bytes = text.as_bytes();
    let size = bytes.len() as i64;
    let Ok(from) = from.parse::<i64>() else { return bytes };
    let from = if from < 0 { (size + from).max(0) } else { from };
    let end = match length.map(|length| length.parse::<i64>()) {
        None => size,
        Some(Err(_)) => return bytes,
        Some(Ok(length)) if length < 0 => size + length,
        Some(Ok(length)) => from.saturating_add(length).min(size),
    };
    match (usize::try_from(from), usize::try_from(end)) {
        (Ok(from), Ok(end)) => bytes.get(from..end).unwrap_or(&[]),
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variable(name: &str) -> KnownVariable<'static> {
        match name {
            "APP" => KnownVariable::Value("web"),
            "DOMAIN" => KnownVariable::Value("my.example.com"),
            "FILE" => KnownVariable::Value("path/to/file.tar.gz"),
            "MIXED" => KnownVariable::Value("abcABC123ABCabc"),
            "EMPTY" => KnownVariable::Value(""),
            "UMLAUT" => KnownVariable::Value("Äpfel"),
            "UNSET" => KnownVariable::Unset,
            _ => KnownVariable::Unknown,
        }
    }

    fn filled(text: &str) -> Result<String, &'static str> {
        match fill(text, &variable) {
            Ok(filled) => Ok(filled.map_or_else(|| text.to_owned(), |filled| filled.text)),
            Err(fault) => Err(fault.message),
        }
    }

    /// What `github.com/fluxcd/pkg/envsubst` makes of the same texts.
    #[test]
    fn as_flux_fills_in() {
        for (text, expected) in [
            ("${APP}-db", "web-db"),
            ("$APP $(APP) $", "$APP $(APP) $"),
            ("$${APP} is ${APP}, $$ is one", "${APP} is web, $ is one"),
            ("${UNSET:=1.29}", "1.29"),
            ("${UNSET:-}|${EMPTY:-a}|${EMPTY=b}", "|a|b"),
            ("a${UNSET:-${APP}-config}b", "aweb-configb"),
            ("${APP:+else}${UNSET:?no}", "webno"),
            ("{\"a\": {\"b\": \"${APP}\"}}", "{\"a\": {\"b\": \"web\"}}"),
            ("${#DOMAIN}", "14"),
            (
                "${DOMAIN/./-}|${DOMAIN//./-}|${DOMAIN/./}",
                "my-example.com|my-example-com|myexample.com",
            ),
            (
                "${MIXED/#abc/X}|${MIXED/%abc/X}|${MIXED/#b/X}",
                "XABC123ABCabc|abcABC123ABCX|abcABC123ABCabc",
            ),
            ("${FILE//\\//-}|${FILE/\\//-}", "path-to-file.tar.gz|path-to/file.tar.gz"),
            (
                "${DOMAIN%%.*}|${DOMAIN%.*}|${DOMAIN#*.}|${DOMAIN##*.}",
                "my|my.example|example.com|com",
            ),
            ("${FILE#*/}|${FILE##*/}", "to/file.tar.gz|file.tar.gz"),
            ("${FILE#[*p]ath/}|${FILE#[*q]ath/}", "to/file.tar.gz|path/to/file.tar.gz"),
            (
                "${DOMAIN#[a-z]y.}|${DOMAIN#[n-z]y.}|${DOMAIN#[^n-z]y.}|${DOMAIN#[xm]?.}",
                "example.com|my.example.com|example.com|example.com",
            ),
            ("${APP^}|${APP^^}|${MIXED,,}|${UMLAUT,}", "Web|WEB|abcabc123abcabc|äpfel"),
            (
                "${DOMAIN:3}|${DOMAIN:0:2}|${DOMAIN:-3}|${DOMAIN:3:-4}",
                "example.com|my|my.example.com|example",
            ),
            ("${MIXED:x}|${MIXED:99}|${MIXED:1:99}", "abcABC123ABCabc||bcABC123ABCabc"),
        ] {
            assert_eq!(filled(text).as_deref(), Ok(expected), "{text}");
        }
        for (text, expected) in [
            ("${APP", NO_BRACE),
            ("${APP-x}", NO_BRACE),
            ("for f in ${FILES[@]}", NO_BRACE),
            ("${1APP!}", NO_BRACE),
            ("${}", NO_NAME),
            ("${!APP}", NO_NAME),
            ("${#}", BAD),
            ("${APP%}", NO_WORD),
            ("${APP:}", NO_WORD),
            ("${APP/a}", BAD),
            ("${APP:-${EMPTY}", NO_WORD),
        ] {
            assert_eq!(filled(text), Err(expected), "{text}");
        }
    }

    #[test]
    fn what_is_not_known_is_marked() {
        for text in [
            "nas.${HOST}",
            "${UNSET}",
            "${HOST:-web}",
            "${HOST/./-}",
            "${APP/e/${HOST}}",
            "${UMLAUT:1}",
            "${UNSET:-${HOST}}",
        ] {
            assert!(is_unknown(&filled(text).unwrap_or_default()), "{text}");
        }
        assert!(!is_unknown(&filled("${APP:-${HOST}} $HOST $${HOST}").unwrap_or_default()));
    }

    /// Some functions take too long on long values.
    #[test]
    fn long_values_are_not_searched() {
        for (length, is_searched) in [(MAX_SEARCHED, true), (MAX_SEARCHED + 1, false)] {
            let value = "a".repeat(length);
            let result = |text: &str| {
                let filled = fill(text, &|_| KnownVariable::Value(&value));
                filled.ok().flatten().expect("filled in").text
            };
            for function in ["#", "##", "%", "%%"] {
                let filled = result(&format!("${{A{function}a}}"));
                assert_eq!(is_unknown(&filled), !is_searched, "{function}: {length}");
            }
            for function in ["/a/b", ":0:2", "^"] {
                assert!(!is_unknown(&result(&format!("${{A{function}}}"))), "{function}: {length}");
            }
        }
    }

    #[test]
    fn nothing_grows_without_bound() {
        let deep = format!("{}{}", "${X:=".repeat(10_000), "}".repeat(10_000));
        assert_eq!(filled(&deep), Err(DEEP));
        let value = "a".repeat(1 << 20);
        let many = "${A}".repeat(100);
        let fault =
            fill(&many, &|_| KnownVariable::Value(&value)).map(|_| ()).expect_err("too long");
        assert!(fault.is_limit());
        // Each of its letters could become all of them.
        assert_eq!(
            fill("${A/a/${A}}", &|_| KnownVariable::Value(&value)).err(),
            Some(EnvsubstError { at: 0, message: LONG })
        );
    }

    #[test]
    fn places_lead_back() {
        let text = "a: ${APP}\nb: $$x ${DOMAIN/./-}\n";
        let filled = fill(text, &variable).ok().flatten().expect("filled in");
        let place = |part: &str| {
            let from = filled.text.find(part).expect("a part");
            let (start, end) = filled.origin(from, from + part.len());
            &text[start..end]
        };
        assert_eq!(place("web"), "${APP}");
        assert_eq!(place("b:"), "b:");
        assert_eq!(place("my-example.com"), "${DOMAIN/./-}");
        assert_eq!(place("x my-example.com"), "x ${DOMAIN/./-}");
        let at = filled.text.find("my-").expect("a part");
        assert_eq!(filled.variables(at, at + 3).collect::<Vec<_>>(), ["DOMAIN"]);
        assert_eq!(filled.variables(at, at).collect::<Vec<_>>(), ["DOMAIN"]);
        assert_eq!(filled.variables(0, 2).count(), 0);
    }
}
