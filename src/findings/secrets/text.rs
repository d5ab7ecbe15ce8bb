//! Secret places of a text by its look alone: what may be a Secret, and what is shown of one that
//! cannot be read.

use std::sync::LazyLock;

use memchr::{
    memchr2_iter,
    memmem::{self, Finder},
};

use super::SecretPlaces;
use crate::{input::Span, model::similar::distance, text::is_key};

/// A longer word is not a key that could be shown of a text that cannot be read.
const LONGEST_KEY: usize = 63;

/// The documents of a text that may hold secrets, with their offsets.
pub(super) fn suspicious(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut start = 0;
    let separators = memmem::find_iter(text.as_bytes(), b"\n---").map(|at| at + 1);
    for end in separators.chain([text.len()]) {
        let piece = &text[start..end];
        if is_suspicious(piece) {
            found.push((start, piece));
        }
        start = end;
    }
    found
}

/// Whether a document may be a Secret, hold one, change or generate one.
pub(super) fn is_suspicious(text: &str) -> bool {
    let is_type = |at: usize| {
        let before = text.get(..at).and_then(|before| before.strip_suffix(['o', 'O']));
        before.is_some_and(|before| {
            let key = before.trim_end_matches([' ', '"', '\'', ':', '=']);
            is_behind(key, key.len(), "type")
        })
    };
    SECRET.in_text(text).any(|at| is_secret_word(text, at))
        || STRING_DATA.in_text(text).any(|at| is_behind(text, at, "strin"))
        || has_secret_kind(text)
        || changes_data(text)
        || OPAQUE.in_text(text).any(is_type)
}

/// Spellings of a part of a word, to be found fast.
struct Spellings {
    finders: Vec<Finder<'static>>,
    /// How far after the start of the part its offset is given.
    skip: usize,
}

/// `cret` after `e`, as `secret` is spelled.
static SECRET: LazyLock<Spellings> = LazyLock::new(|| Spellings::new(&["ecret", "ECRET"], 1));
static STRING_DATA: LazyLock<Spellings> =
    LazyLock::new(|| Spellings::new(&["ngdata", "ngData", "ngDATA", "NGDATA"], 1));
static OPAQUE: LazyLock<Spellings> = LazyLock::new(|| Spellings::new(&["paque", "PAQUE"], 0));

impl Spellings {
    fn new(spellings: &[&'static str], skip: usize) -> Spellings {
        Spellings { finders: spellings.iter().map(|part| Finder::new(*part)).collect(), skip }
    }

    fn in_text(&self, text: &str) -> impl Iterator<Item = usize> {
        let found = self.finders.iter().flat_map(|finder| finder.find_iter(text.as_bytes()));
        found.map(|at| at + self.skip)
    }
}

/// Whether a Secret is generated.
pub(super) fn generates(text: &str) -> bool {
    SECRET.in_text(text).any(|at| {
        let behind = text.get(at + "cret".len()..).unwrap_or("");
        is_behind(text, at, "se") && starts_with(behind, "gen")
    })
}

/// A kind that is that of a Secret, or meant to be.
pub(super) fn is_secret_kind(kind: &str) -> bool {
    (4..=8).contains(&kind.len()) && distance(&kind.to_lowercase(), "secret", 2).is_some()
}

/// The fields with the values of a Secret, or what is meant to be one.
pub(super) fn is_data(key: &str) -> bool {
    let key = key.to_lowercase();
    key.len() <= 12
        && (distance(&key, "data", 1).is_some() || distance(&key, "stringdata", 2).is_some())
}

pub(super) fn is_block_header(text: &str) -> bool {
    let mut letters = text.chars();
    matches!(letters.next(), Some('|' | '>'))
        && letters.all(|c| matches!(c, '+' | '-') || c.is_ascii_digit())
}

/// Where a word is, in letters of any case; the word begins with a letter.
fn find<'t>(text: &'t str, word: &'static str) -> impl Iterator<Item = usize> + use<'t> {
    let first = word.as_bytes()[0];
    memchr2_iter(first, first.to_ascii_uppercase(), text.as_bytes()).filter(move |at| {
        let found = text.as_bytes().get(*at..*at + word.len());
        found.is_some_and(|found| found.eq_ignore_ascii_case(word.as_bytes()))
    })
}

/// Whether a text starts with a word, in letters of any case.
fn starts_with(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// Whether a word is in front of an offset, in letters of any case.
fn is_behind(text: &str, at: usize, word: &str) -> bool {
    let before = &text.as_bytes()[..at.min(text.len())];
    before
        .len()
        .checked_sub(word.len())
        .is_some_and(|start| before[start..].eq_ignore_ascii_case(word.as_bytes()))
}

/// Whether the word `secret`, of which `cret` is at an offset, is a kind, or generates.
fn is_secret_word(text: &str, at: usize) -> bool {
    if !is_behind(text, at, "se") {
        return false;
    }
    let behind = &text[at + "cret".len()..];
    if starts_with(behind, "gen") {
        return true;
    }
    // What is left of `kind:` on the line in front of it.
    let line = text[..at - 2].rsplit(['\n', '\r']).next().unwrap_or("");
    let rest = behind.split(['\n', '\r']).next().unwrap_or("");
    let marks = |c: char| !c.is_alphanumeric();
    let word = line.trim_matches(marks);
    let ends = rest.trim_matches(marks).trim_start_matches(['s', 'S']).is_empty();
    let is_set = word.ends_with(|c: char| c.is_alphanumeric()) || line.contains([':', '=']);
    ends && is_set && word.len() <= 6 && distance(&word.to_lowercase(), "kind", 2).is_some()
        || ends && word.is_empty() && line.contains([':', '='])
}

/// Whether a kind is that of a Secret; or there is none, and data all the same.
fn has_secret_kind(text: &str) -> bool {
    let mut has_kind = false;
    for at in find(text, "kind") {
        let behind = text[at + "kind".len()..].trim_start_matches(['"', '\'', '\\', ' ', '\t']);
        let Some(value) = behind.strip_prefix([':', '=']) else { continue };
        let value = value.trim_start_matches(['"', '\'', '\\', ' ', '\t']);
        let word: &str = value.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("");
        if is_secret_kind(word) || word.eq_ignore_ascii_case("SecretList") {
            return true;
        }
        has_kind |= !word.is_empty();
    }
    !has_kind && has_data_key(text)
}

fn has_data_key(text: &str) -> bool {
    find(text, "dat").any(|at| {
        let starts = text[..at]
            .chars()
            .next_back()
            .is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '\'' | '{' | ','));
        let behind = text[at..].trim_start_matches(|c: char| c.is_ascii_alphabetic());
        starts && behind.trim_start_matches(['"', '\'', ' ']).starts_with([':', '='])
    })
}

/// Whether steps of a JSON patch go to the data of an object.
fn changes_data(text: &str) -> bool {
    let data = memmem::find(text.as_bytes(), b"/data").is_some()
        || memmem::find(text.as_bytes(), b"/stringData").is_some();
    let mut ops = memmem::find_iter(text.as_bytes(), b"op");
    data && ops.any(|at| {
        let starts = text[..at].ends_with(|c: char| !c.is_alphanumeric()) || at == 0;
        let behind = text[at + 2..].trim_start_matches(['"', '\'', '\\', ' ']);
        starts && behind.starts_with(':')
    })
}

/// Keys and certificates in PEM form, wherever they are.
pub(super) fn pem(text: &str, places: &mut SecretPlaces) {
    let mut done = 0;
    for at in memmem::find_iter(text.as_bytes(), b"-----BEGIN") {
        if at < done {
            continue;
        }
        let rest = &text.as_bytes()[at..];
        let closed = memmem::find(rest, b"-----END").map(|end| at + end + "-----END".len());
        let end = match closed {
            Some(end) => {
                let tail = text[end..].split(['\n', '\\', '"', '\'']).next().unwrap_or("");
                end + tail.trim_end().len()
            }
            None => memmem::find(rest, b"\n---\n").map_or(text.len(), |end| at + end),
        };
        places.mask(at, end);
        places.wary.push(Span::new(at as u32, end as u32));
        done = end;
    }
}

/// A file from which a Secret is made: of `KEY=value` the key is shown.
pub(super) fn whole(text: &str, places: &mut SecretPlaces) {
    for (start, line) in lines(text) {
        let key = line.split_once('=').map(|(key, _)| key).filter(|key| is_key(key));
        let value = key.map_or(0, |key| key.len() + 1);
        places.has_bare_keys |= key.is_none() && !line.trim().is_empty();
        places.mask(start + value, start + line.len());
    }
    places.wary.push(Span::new(0, text.len().max(1) as u32));
}

/// A Secret that cannot be read, which begins at an offset of its source: of its lines only keys
/// are shown, and what says which object it is.
pub(super) fn broken(text: &str, offset: usize, places: &mut SecretPlaces) {
    places.wary.push(Span::new(offset as u32, (offset + text.len().max(1)) as u32));
    let mut shape = SecretShape::default();
    for (start, line) in lines(text) {
        let content = line.trim();
        let at = offset + start + line.len() - line.trim_start().len();
        if content.is_empty() || content == "---" {
            continue;
        }
        let shown = shape.shown(line);
        let value = content.get(shown..).unwrap_or("");
        let start = at + shown + value.len() - value.trim_start().len();
        places.mask(start, start + value.trim().len());
    }
}

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line.trim_end_matches(['\n', '\r']))
    })
}

/// What is known of a Secret from the lines so far.
#[derive(Default)]
struct SecretShape {
    /// The indentation of its outermost keys.
    base: Option<usize>,
    /// That of `metadata`, while its lines last.
    metadata: Option<usize>,
    has_data: bool,
    has_name: bool,
}

impl SecretShape {
    /// How many bytes of a line are shown, counted after its indentation.
    fn shown(&mut self, line: &str) -> usize {
        let content = line.trim();
        let indent = line.len() - line.trim_start().len();
        if content.starts_with('#') {
            return if self.has_data { 0 } else { content.len() };
        }
        let item = content.trim_start_matches(['-', ' ', '{', '[', ',']);
        let dash = content.len() - item.len();
        let level = indent + dash;
        if self.metadata.is_some_and(|metadata| level <= metadata) {
            self.metadata = None;
        }
        let Some((key, value)) = key_of(item) else {
            let is_bracket = content.chars().all(|c| "{}[],".contains(c));
            return if is_bracket { content.len() } else { dash };
        };
        let base = *self.base.get_or_insert(level);
        self.has_data |= is_data(key);
        let written = item[value..].trim();
        let bare = written.trim_end_matches(',').trim_matches(['"', '\'']);
        if key.eq_ignore_ascii_case("metadata") && level == base && bare.is_empty() {
            self.metadata = Some(level);
        }
        let open = is_block_header(written)
            || written.chars().all(|c| "{}[],".contains(c))
            || (level == base && says_which(key, bare))
            || (self.metadata.is_some() && self.names(key, bare));
        if open { content.len() } else { dash + value }
    }

    /// Whether an entry of the metadata names the object.
    fn names(&mut self, key: &str, value: &str) -> bool {
        let is_name = value.len() <= LONGEST_KEY && is_key(value);
        match key {
            "namespace" => is_name,
            "name" => is_name && !std::mem::replace(&mut self.has_name, true),
            _ => false,
        }
    }
}

/// Whether an outermost entry says what kind of object it is.
fn says_which(key: &str, value: &str) -> bool {
    match key.to_lowercase().as_str() {
        "apiversion" => {
            let version = value.rsplit('/').next().unwrap_or("");
            is_key(value) && version.starts_with('v') && version.len() <= 10
        }
        "kind" => value.len() <= 40 && value.chars().all(|c| c.is_ascii_alphabetic()),
        "type" => value == "Opaque" || (is_key(value) && value.contains("kubernetes.io/")),
        _ => false,
    }
}

/// The key of a line, and where its value begins.
fn key_of(line: &str) -> Option<(&str, usize)> {
    let quote = line.chars().next().filter(|c| matches!(c, '"' | '\''));
    let inner = &line[quote.map_or(0, char::len_utf8)..];
    let end = match quote {
        Some(quote) => inner.find(quote)?,
        None => inner.find(':')?,
    };
    let key = &inner[..end];
    let behind = &inner[end + quote.map_or(0, char::len_utf8)..];
    let value = behind.trim_start().strip_prefix(':')?;
    let is_set = value.is_empty() || value.starts_with([' ', '\t', '"', '\'', '{', '[']);
    let ok = is_set && !key.is_empty() && key.len() <= LONGEST_KEY && is_key(key);
    ok.then(|| (key, line.len() - value.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_secrets_show_only_their_keys() {
        let text = "USER=bob\nplain text\nPORT=5432\n";
        let mut places = SecretPlaces::default();
        whole(text, &mut places);
        let masked: Vec<&str> = places.masked.iter().map(|span| &text[span.range()]).collect();
        assert_eq!(masked, ["bob", "plain text", "5432"]);
        assert!(places.has_bare_keys && places.is_wary(Span::new(0, 4)));
    }

    #[test]
    fn steps_that_change_data_are_known() {
        for text in [
            "- op: replace\n  path: /data/a",
            "[{\"op\": \"add\", \"path\": \"/stringData/a\"}]",
            "op : test\npath: /data",
        ] {
            assert!(changes_data(text), "{text}");
        }
        for text in ["- op: replace\n  path: /spec", "drop: /data", "op /data", "path: /data"] {
            assert!(!changes_data(text), "{text}");
        }
    }
}
