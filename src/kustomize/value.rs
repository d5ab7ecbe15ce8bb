//! The values that a build works on: trees that may be changed, in which every value knows where
//! it was written.
//!
//! kustomize works on the nodes of a YAML 1.2 reader (`go.yaml.in/yaml/v3`) and prints what a
//! YAML 1.1 writer makes of them, so a scalar keeps its text, its tag and whether it is quoted.

use std::sync::Arc;

use serde_json::Value as Json;

use super::{folded, number};
use crate::{
    diagnostic::Diagnostic,
    print::{self, Printable, YamlShape},
    syntax::{
        self,
        tree::{self, NodeStyle, Span},
    },
    text,
    text::{Text, key as shown_key, name},
};

pub(super) type SharedStr = Arc<str>;

/// How deep values may nest; every walk over them is a recursion.
pub(super) const MAX_DEPTH: usize = 300;

/// Where a value comes from: ranges of [`super::Files`]. A value of several lines has several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueSpans {
    first: Span,
    more: Option<Arc<[Span]>>,
}

impl ValueSpans {
    pub const fn one(span: Span) -> ValueSpans {
        ValueSpans { first: span, more: None }
    }

    /// The line that a finding points at.
    pub const fn first(&self) -> Span {
        self.first
    }

    /// All lines that decide the value; the first is [`ValueSpans::first`].
    pub fn all(&self) -> impl Iterator<Item = Span> + '_ {
        std::iter::once(self.first).chain(self.more.iter().flat_map(|more| more.iter().copied()))
    }

    /// Whether changing the line at [`ValueSpans::first`] alone changes the value.
    pub const fn decides_alone(&self) -> bool {
        self.more.is_none()
    }

    /// The value depends on these lines as well.
    pub(super) fn and(&mut self, others: impl IntoIterator<Item = Span>) {
        let mut all: Vec<Span> = self.all().collect();
        for span in others {
            if !all.contains(&span) {
                all.push(span);
            }
        }
        self.more = (all.len() > 1).then(|| all[1..].into());
    }
}

/// What a scalar is by its tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScalarTag {
    /// None was given: the text decides, unless it is quoted.
    Unset,
    Null,
    Bool,
    Int,
    Float,
    Str,
    /// A date, which YAML 1.2 readers of Go make of `2001-12-14`.
    Time,
}

#[derive(Clone, Debug)]
pub(super) struct YamlScalar {
    pub(super) text: SharedStr,
    tag: ScalarTag,
    style: Written,
}

/// How a scalar is written, as far as that has effects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    Plain,
    Quoted,
    Literal,
    /// As a folded block, which kustomize's writer does not write as it was read.
    Folded,
}

#[derive(Clone, Debug)]
pub(super) enum YamlValue {
    Scalar(YamlScalar),
    List(Vec<YamlNode>),
    Map(Vec<YamlEntry>),
}

#[derive(Clone, Debug)]
pub(super) struct YamlNode {
    pub(super) value: YamlValue,
    pub(super) at: ValueSpans,
}

#[derive(Clone, Debug)]
pub(super) struct YamlEntry {
    pub(super) key: SharedStr,
    pub(super) key_at: Span,
    pub(super) value: YamlNode,
}

/// Why a text could not be read as YAML.
pub(super) type ReadError = Box<Diagnostic<Span>>;

pub(super) fn read_error(at: Span, message: impl Into<Text>) -> ReadError {
    Box::new(Diagnostic::new(at, message))
}

/// Which reader gives plain scalars their meaning.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Yaml {
    /// `sigs.k8s.io/yaml`, by which kustomizations and JSON patches are read: `yes` is true.
    V1_1,
    /// By which resources and merge patches are read: `yes` is a string.
    V1_2,
}

/// What a plain scalar is to the YAML 1.2 reader.
pub(super) fn plain_tag(text: &str) -> ScalarTag {
    match syntax::plain_value(text) {
        tree::Value::Null => ScalarTag::Null,
        tree::Value::Bool(_) if is_bool_word(text) => ScalarTag::Bool,
        tree::Value::Int(_) | tree::Value::UInt(_) => ScalarTag::Int,
        tree::Value::Float(_) => ScalarTag::Float,
        tree::Value::Str(_) if syntax::is_timestamp(text) => ScalarTag::Time,
        _ => ScalarTag::Str,
    }
}

fn is_bool_word(text: &str) -> bool {
    matches!(text, "true" | "True" | "TRUE" | "false" | "False" | "FALSE")
}

impl YamlScalar {
    pub(super) fn string(text: impl Into<SharedStr>) -> YamlScalar {
        YamlScalar { text: text.into(), tag: ScalarTag::Str, style: Written::Plain }
    }

    /// One whose text says what it is.
    pub(super) fn plain(text: impl Into<SharedStr>) -> YamlScalar {
        YamlScalar { text: text.into(), tag: ScalarTag::Unset, style: Written::Plain }
    }

    pub(super) fn tagged(text: impl Into<SharedStr>, tag: ScalarTag) -> YamlScalar {
        YamlScalar { text: text.into(), tag, style: Written::Plain }
    }

    /// What it is once written and read again: quotes make a string of anything.
    pub(super) fn tag(&self) -> ScalarTag {
        match self.tag {
            ScalarTag::Str => ScalarTag::Str,
            ScalarTag::Null => ScalarTag::Null,
            _ if self.style != Written::Plain => ScalarTag::Str,
            ScalarTag::Unset => plain_tag(&self.text),
            known => known,
        }
    }

    /// Whether kustomize takes it for a string where only strings are replaced.
    pub(super) fn is_string(&self) -> bool {
        matches!(self.tag, ScalarTag::Str | ScalarTag::Unset)
    }

    /// Whether it is null by its tag, whatever text it gets.
    pub(super) fn stays_null(&self) -> bool {
        self.tag == ScalarTag::Null
    }

    /// A value that takes the place of another one keeps its quotes.
    pub(super) fn take_quotes_of(&mut self, old: &YamlScalar) {
        self.style = old.style;
    }

    /// Its text once kustomize has written it and read it again.
    pub(super) fn round_tripped(&self) -> SharedStr {
        match self.style {
            Written::Folded => folded::round_trip(&self.text),
            _ => Arc::clone(&self.text),
        }
    }

    pub(super) fn to_json(&self) -> Json {
        let string = || Json::from(&*self.round_tripped());
        match self.tag() {
            ScalarTag::Null => Json::Null,
            ScalarTag::Str => string(),
            ScalarTag::Time => number::time(&self.text).into(),
            _ => match syntax::plain_value(&self.text) {
                tree::Value::Bool(value) => value.into(),
                tree::Value::Int(int) => int.into(),
                tree::Value::UInt(int) => int.into(),
                tree::Value::Float(float) => number::json(float),
                _ => string(),
            },
        }
    }

    /// As it is once it went through JSON.
    fn normalized(&self) -> YamlScalar {
        match self.tag() {
            ScalarTag::Str => {
                let text = self.round_tripped();
                let is_plain = plain_tag(&text) == ScalarTag::Str && syntax::is_plain_string(&text);
                let style = match () {
                    () if text.contains('\n') => Written::Literal,
                    () if is_plain => Written::Plain,
                    () => Written::Quoted,
                };
                YamlScalar { text, tag: ScalarTag::Str, style }
            }
            ScalarTag::Null => YamlScalar::tagged("null", ScalarTag::Null),
            ScalarTag::Time => YamlScalar::string(number::time(&self.text)),
            ScalarTag::Int | ScalarTag::Float => {
                let float = match syntax::plain_value(&self.text) {
                    tree::Value::Int(int) => int as f64,
                    tree::Value::UInt(int) => int as f64,
                    tree::Value::Float(float) => float,
                    _ => return self.clone(),
                };
                let text = print::float_text(float);
                let tag = plain_tag(&text);
                YamlScalar::tagged(text, tag)
            }
            tag => YamlScalar::tagged(Arc::clone(&self.text), tag),
        }
    }

    /// Whether kustomize's writer puts it into a block whose first line begins with a tab, which
    /// its reader refuses.
    fn begins_block_with_tab(&self) -> bool {
        let text = &*self.text;
        text.starts_with('\t')
            && self.tag() == ScalarTag::Str
            && self.style != Written::Quoted
            && (self.style != Written::Plain || text.contains('\n'))
            && !text.ends_with(' ')
            && !text.contains(" \n")
            && text.chars().all(|c| c == '\t' || print::is_printable(c))
    }
}

impl Printable for YamlNode {
    fn shape(&self) -> YamlShape<'_, YamlNode> {
        match &self.value {
            YamlValue::Scalar(scalar)
                if scalar.tag() == ScalarTag::Str && scalar.style != Written::Folded =>
            {
                YamlShape::Text((&*scalar.text).into())
            }
            YamlValue::Scalar(scalar) => match scalar.to_json() {
                Json::String(text) => YamlShape::Text(text.into()),
                other => YamlShape::Other(other),
            },
            YamlValue::List(items) => YamlShape::List(items),
            YamlValue::Map(entries) => {
                YamlShape::Map(entries.iter().map(|entry| (&*entry.key, &entry.value)).collect())
            }
        }
    }
}

impl YamlNode {
    pub(super) fn scalar(scalar: YamlScalar, at: Span) -> YamlNode {
        YamlNode { value: YamlValue::Scalar(scalar), at: ValueSpans::one(at) }
    }

    pub(super) fn string(text: impl Into<SharedStr>, at: Span) -> YamlNode {
        YamlNode::scalar(YamlScalar::string(text), at)
    }

    pub(super) fn map(at: Span) -> YamlNode {
        YamlNode { value: YamlValue::Map(Vec::new()), at: ValueSpans::one(at) }
    }

    pub(super) fn list(at: Span) -> YamlNode {
        YamlNode { value: YamlValue::List(Vec::new()), at: ValueSpans::one(at) }
    }

    /// A tree's value, in ranges of [`super::Files`] as `place` gives them.
    pub(super) fn read(
        node: tree::Node<'_>,
        yaml: Yaml,
        place: &dyn Fn(Span) -> Span,
    ) -> Result<YamlNode, ReadError> {
        read(node, yaml, place, MAX_DEPTH)
    }

    pub(super) fn as_scalar(&self) -> Option<&YamlScalar> {
        match &self.value {
            YamlValue::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The text of a scalar; empty for lists, maps and null, as Go's nodes have it.
    pub(super) fn text(&self) -> &str {
        self.as_scalar().map_or("", |scalar| &scalar.text)
    }

    /// The text of a string.
    pub(super) fn as_str(&self) -> Option<&str> {
        self.as_scalar().filter(|s| s.tag() == ScalarTag::Str).map(|s| &*s.text)
    }

    pub(super) fn as_bool(&self) -> Option<bool> {
        let scalar = self.as_scalar().filter(|s| s.tag() == ScalarTag::Bool)?;
        Some(matches!(syntax::plain_value(&scalar.text), tree::Value::Bool(true)))
    }

    pub(super) fn as_int(&self) -> Option<i64> {
        let scalar = self.as_scalar().filter(|s| s.tag() == ScalarTag::Int)?;
        match syntax::plain_value(&scalar.text) {
            tree::Value::Int(int) => Some(int),
            _ => None,
        }
    }

    pub(super) fn is_null(&self) -> bool {
        self.as_scalar().is_some_and(|s| s.tag() == ScalarTag::Null)
    }

    /// Null, or a list or map with nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        match &self.value {
            YamlValue::Scalar(scalar) => scalar.tag() == ScalarTag::Null,
            YamlValue::List(items) => items.is_empty(),
            YamlValue::Map(entries) => entries.is_empty(),
        }
    }

    pub(super) fn is_map(&self) -> bool {
        matches!(self.value, YamlValue::Map(_))
    }

    pub(super) fn is_list(&self) -> bool {
        matches!(self.value, YamlValue::List(_))
    }

    pub(super) fn entries(&self) -> &[YamlEntry] {
        match &self.value {
            YamlValue::Map(entries) => entries,
            _ => &[],
        }
    }

    pub(super) fn items(&self) -> &[YamlNode] {
        match &self.value {
            YamlValue::List(items) => items,
            _ => &[],
        }
    }

    pub(super) fn entry(&self, key: &str) -> Option<&YamlEntry> {
        self.entries().iter().find(|entry| &*entry.key == key)
    }

    pub(super) fn get(&self, key: &str) -> Option<&YamlNode> {
        self.entry(key).map(|entry| &entry.value)
    }

    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut YamlNode> {
        match &mut self.value {
            YamlValue::Map(entries) => {
                entries.iter_mut().find(|entry| &*entry.key == key).map(|entry| &mut entry.value)
            }
            _ => None,
        }
    }

    pub(super) fn at_path(&self, path: &[&str]) -> Option<&YamlNode> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }

    /// A field of `metadata`, empty where it is absent or null.
    pub(super) fn meta(&self, field: &str) -> &str {
        self.get("metadata").and_then(|meta| meta.get(field)).map_or("", YamlNode::text)
    }

    /// Adds an entry to a map, or replaces the value of one: it keeps its quotes, as kyaml's
    /// `FieldSetter` has it.
    pub(super) fn set(&mut self, key: &str, key_at: Span, value: YamlNode) {
        match self.get_mut(key) {
            Some(old) => old.replace(value),
            None => {
                if let YamlValue::Map(entries) = &mut self.value {
                    entries.push(YamlEntry { key: key.into(), key_at, value });
                }
            }
        }
    }

    /// Takes another value, but keeps the quotes of the old one.
    pub(super) fn replace(&mut self, mut new: YamlNode) {
        if let (YamlValue::Scalar(old), YamlValue::Scalar(new)) = (&self.value, &mut new.value) {
            new.take_quotes_of(old);
        }
        *self = new;
    }

    pub(super) fn remove(&mut self, key: &str) -> Option<YamlNode> {
        match &mut self.value {
            YamlValue::Map(entries) => {
                let at = entries.iter().position(|entry| &*entry.key == key)?;
                Some(entries.remove(at).value)
            }
            _ => None,
        }
    }

    /// The value of a key, made where it is absent or null.
    pub(super) fn get_or_insert(&mut self, key: &str, value: YamlNode) -> Option<&mut YamlNode> {
        let YamlValue::Map(entries) = &mut self.value else { return None };
        let index = match entries.iter().position(|entry| &*entry.key == key) {
            Some(index) => index,
            None => {
                let key_at = value.at.first();
                entries.push(YamlEntry { key: key.into(), key_at, value });
                entries.len() - 1
            }
        };
        entries.get_mut(index).map(|entry| &mut entry.value)
    }

    /// Another text for a scalar, which keeps its tag and quotes.
    pub(super) fn set_text(&mut self, text: SharedStr) {
        if let YamlValue::Scalar(scalar) = &mut self.value {
            let tag =
                if scalar.tag() == ScalarTag::Str { ScalarTag::Str } else { plain_tag(&text) };
            *scalar = YamlScalar { text, tag, style: scalar.style };
        }
    }

    /// As it is once it went through JSON, as JSON patches make it.
    pub(super) fn normalize(&mut self) -> Result<(), ReadError> {
        match &mut self.value {
            YamlValue::Scalar(scalar) => {
                *scalar = scalar.normalized();
                if scalar.begins_block_with_tab() {
                    return Err(read_error(self.at.first(), TAB_FIRST));
                }
                Ok(())
            }
            YamlValue::List(items) => items.iter_mut().try_for_each(YamlNode::normalize),
            YamlValue::Map(entries) => {
                entries.iter_mut().try_for_each(|entry| entry.value.normalize())
            }
        }
    }

    /// As it comes out of what kustomize does to objects at last: it writes and reads them twice.
    /// An `Err` is what its readers refuse.
    pub(super) fn finish(&mut self) -> Result<(), ReadError> {
        match &mut self.value {
            YamlValue::Scalar(scalar) => {
                let wrong = if scalar.begins_block_with_tab() {
                    Some(TAB_FIRST)
                } else {
                    scalar.text.chars().any(is_refused).then_some(CONTROL)
                };
                if let Some(message) = wrong {
                    return Err(read_error(self.at.first(), message));
                }
                if scalar.text.contains(NEXT_LINE) {
                    scalar.text = next_lines_folded(&scalar.text).into();
                }
                Ok(())
            }
            YamlValue::List(items) => items.iter_mut().try_for_each(YamlNode::finish),
            YamlValue::Map(entries) => entries.iter_mut().try_for_each(|entry| {
                if entry.key.chars().any(is_refused) {
                    return Err(read_error(entry.key_at, CONTROL));
                }
                if entry.key.contains(NEXT_LINE) {
                    entry.key = next_lines_folded(&entry.key).into();
                }
                entry.value.finish()
            }),
        }
    }

    /// What JSON makes of it, as kustomize writes and reads it.
    pub(super) fn to_json(&self) -> Json {
        match &self.value {
            YamlValue::Scalar(scalar) => scalar.to_json(),
            YamlValue::List(items) => items.iter().map(YamlNode::to_json).collect(),
            YamlValue::Map(entries) => {
                let entry = |entry: &YamlEntry| (entry.key.to_string(), entry.value.to_json());
                Json::Object(entries.iter().map(entry).collect())
            }
        }
    }

    /// How many values it holds, itself included.
    pub(super) fn size(&self) -> usize {
        match &self.value {
            YamlValue::Scalar(_) => 1,
            YamlValue::List(items) => 1 + items.iter().map(YamlNode::size).sum::<usize>(),
            YamlValue::Map(entries) => {
                1 + entries.iter().map(|entry| entry.value.size()).sum::<usize>()
            }
        }
    }

    /// How deep it nests; a scalar is 1.
    pub(super) fn depth(&self) -> usize {
        match &self.value {
            YamlValue::Scalar(_) => 1,
            YamlValue::List(items) => 1 + items.iter().map(YamlNode::depth).max().unwrap_or(0),
            YamlValue::Map(entries) => {
                1 + entries.iter().map(|entry| entry.value.depth()).max().unwrap_or(0)
            }
        }
    }
}

const TAB_FIRST: &str = "kustomize cannot write a block string that starts with a tab";
const CONTROL: &str = "kustomize cannot print control characters";
/// A line break that JSON holds as it is.
const NEXT_LINE: char = '\u{85}';

/// Characters that JSON holds as they are, and a YAML reader refuses.
const fn is_refused(c: char) -> bool {
    matches!(c, '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}')
}

/// Whether a text may hold, or make, values that [`YamlNode::finish`] changes or refuses.
pub(super) fn may_be_refused(text: &[u8]) -> bool {
    let may_escape = |at: usize| matches!(text.get(at + 1), Some(b'x' | b'u' | b'U' | b'N' | b't'));
    memchr::memchr3(0x7f, 0xc2, b'\t', text).is_some()
        || memchr::memmem::find(text, b"\xef\xbf").is_some()
        || memchr::memchr_iter(b'\\', text).any(may_escape)
}

/// A text in quotes as it is read where U+0085 ends lines.
fn next_lines_folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find([' ', NEXT_LINE]) {
        let (before, from) = rest.split_at(at);
        let blanks = from.find(|c| c != ' ' && c != NEXT_LINE).unwrap_or(from.len());
        let (blanks, after) = from.split_at(blanks);
        out.push_str(before);
        match blanks.matches(NEXT_LINE).count() {
            0 => out.push_str(blanks),
            1 => out.push(' '),
            more => out.extend(std::iter::repeat_n('\n', more - 1)),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Whether kustomize, which writes a new key without quotes, reads it as something else again.
pub(super) fn is_bare_key(key: &str) -> bool {
    key == "<<" || !matches!(plain_tag(key), ScalarTag::Str)
}

/// Whether a key that kustomize writes is read as the same key again.
pub(super) fn check_key(key: &str, at: Span) -> Result<(), ReadError> {
    if is_bare_key(key) {
        let message = text!("kustomize removes the quotes of the key `{}`", shown_key(key));
        return Err(read_error(at, message));
    }
    Ok(())
}

fn read(
    node: tree::Node<'_>,
    yaml: Yaml,
    place: &dyn Fn(Span) -> Span,
    depth: usize,
) -> Result<YamlNode, ReadError> {
    let deeper = depth.checked_sub(1).ok_or_else(|| {
        let message = text!("values are nested more than {} levels deep", name(MAX_DEPTH));
        read_error(place(node.span()), message)
    })?;
    let value = match node.value() {
        tree::Value::List => YamlValue::List(
            node.items().map(|item| read(item, yaml, place, deeper)).collect::<Result<_, _>>()?,
        ),
        tree::Value::Map => {
            // It takes out every such key once it has merged.
            let is_merge =
                |entry: &tree::Entry<'_>| yaml == Yaml::V1_2 && entry.key.as_str() == Some("<<");
            let entry = |entry: tree::Entry<'_>| {
                let key = entry.key.as_str().unwrap_or("");
                let plain = entry.key.style() == NodeStyle::Plain && yaml == Yaml::V1_2;
                let raw = entry.key.raw();
                let is_string = plain_tag(raw) == ScalarTag::Str;
                // `yes` is no other key there.
                let key = if plain && is_string { raw } else { key };
                if plain && !is_string {
                    let message =
                        text!("kustomize requires string keys; write \"{}\"", shown_key(key));
                    return Err(read_error(place(entry.key.span()), message));
                }
                Ok(YamlEntry {
                    key: key.into(),
                    key_at: place(entry.key.span()),
                    value: read(entry.value, yaml, place, deeper)?,
                })
            };
            let entries = node.entries().filter(|entry| !is_merge(entry));
            YamlValue::Map(entries.map(entry).collect::<Result<_, _>>()?)
        }
        _ => YamlValue::Scalar(scalar(node, yaml)),
    };
    Ok(YamlNode { value, at: ValueSpans::one(place(node.span())) })
}

fn scalar(node: tree::Node<'_>, yaml: Yaml) -> YamlScalar {
    let plain = node.style() == NodeStyle::Plain;
    let tag = match node.value() {
        tree::Value::Str(text) => {
            let is_time = plain && yaml == Yaml::V1_2 && node.raw() == text;
            let tag = if is_time { plain_tag(text) } else { ScalarTag::Str };
            // A tag makes a string of what would be something else.
            let tag = if tag == ScalarTag::Time { tag } else { ScalarTag::Str };
            let style = match node.style() {
                NodeStyle::Plain => Written::Plain,
                NodeStyle::Literal => Written::Literal,
                NodeStyle::Folded => Written::Folded,
                _ => Written::Quoted,
            };
            return YamlScalar { text: ended(node, text).into(), tag, style };
        }
        tree::Value::Null => ScalarTag::Null,
        tree::Value::Bool(_) if yaml == Yaml::V1_2 && plain => {
            if is_bool_word(node.raw()) {
                ScalarTag::Bool
            } else {
                ScalarTag::Str
            }
        }
        tree::Value::Bool(_) => ScalarTag::Bool,
        tree::Value::Int(_) | tree::Value::UInt(_) => ScalarTag::Int,
        _ => ScalarTag::Float,
    };
    let raw = node.raw();
    let text = if plain { raw } else { raw.trim_matches(['"', '\'']) };
    YamlScalar { text: text.into(), tag, style: Written::Plain }
}

/// The text of a block scalar: without a line break at the end of the file, it has none either.
fn ended<'a>(node: tree::Node<'a>, text: &'a str) -> &'a str {
    let is_block = matches!(node.style(), NodeStyle::Literal | NodeStyle::Folded);
    let source = node.tree().text();
    let at_end = node.span().end as usize == source.len() && !source.ends_with('\n');
    if is_block && at_end { text.strip_suffix('\n').unwrap_or(text) } else { text }
}
