//! A value in an object, written or not, with its path and its place in the text.

use super::{Object, first_seen::FirstSeen, path};
use crate::{
    diagnostic::Edit,
    input::{Location, Span},
    syntax::{
        plain_value,
        tree::{Node, NodeStyle, Value},
    },
};

/// The unwritten steps below a written value, the rest empty; deeper ones are not followed.
type UnsetSteps<'a> = [&'a str; 6];

/// A cursor on an object's tree. It may be on a value that is not written: then its text place
/// is that of the nearest written one above it, and its path goes on.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    object: &'a Object,
    /// The value itself or, where it is not written, the last written value above it.
    node: Node<'a>,
    /// The key of `node`, where it is a map's value.
    key: Option<Node<'a>>,
    missing: UnsetSteps<'a>,
}

impl Object {
    /// The whole object as a place.
    pub fn place(&self) -> Place<'_> {
        Place::root(self)
    }

    /// A field below the root: `object.field("spec")`.
    pub fn field<'a>(&'a self, key: &'a str) -> Place<'a> {
        self.place().get(key)
    }
}

impl<'a> Place<'a> {
    fn root(object: &'a Object) -> Place<'a> {
        Place { object, node: object.node(), key: None, missing: [""; 6] }
    }

    pub fn object(self) -> &'a Object {
        self.object
    }

    fn child(self, key: Option<Node<'a>>, node: Node<'a>) -> Place<'a> {
        Place { object: self.object, node, key, missing: [""; 6] }
    }

    /// The field or map value of this name. A step on an absent value is absent.
    #[must_use]
    pub fn get(self, key: &'a str) -> Place<'a> {
        if self.missing[0].is_empty()
            && let Some(entry) = self.node.entry(key)
        {
            return self.child(Some(entry.key), entry.value);
        }
        let mut missing = self.missing;
        if let Some(free) = missing.iter_mut().find(|step| step.is_empty()) {
            *free = key;
        }
        Place { missing, ..self }
    }

    /// The value after several names, one below the other.
    #[must_use]
    pub fn at(self, keys: &[&'a str]) -> Place<'a> {
        keys.iter().fold(self, |place, key| place.get(key))
    }

    /// The items of a list, null ones included; none where it is absent or no list.
    pub fn items(self) -> impl Iterator<Item = Place<'a>> + use<'a> {
        let node = self.node();
        node.into_iter().flat_map(Node::items).map(move |node| self.child(None, node))
    }

    /// The entries of a map, each by its key; none where it is absent or no map.
    pub fn entries(self) -> impl Iterator<Item = (&'a str, Place<'a>)> + use<'a> {
        let node = self.node();
        node.into_iter().flat_map(Node::entries).map(move |entry| {
            (entry.key.as_str().unwrap_or(""), self.child(Some(entry.key), entry.value))
        })
    }

    /// The items of a list by the text of a field, the first of each; those without are one.
    pub fn first_seen(self, field: &'a str) -> FirstSeen<&'a str, Place<'a>> {
        let mut first_seen = FirstSeen::new();
        for item in self.items() {
            first_seen.earlier(item.get(field).str(), item);
        }
        first_seen
    }

    /// The value, unless it is absent or null, which the API server reads alike.
    pub fn node(self) -> Option<Node<'a>> {
        (self.missing[0].is_empty() && !self.node.is_null()).then_some(self.node)
    }

    /// Whether a value is written that is not null.
    pub fn is_set(self) -> bool {
        self.node().is_some()
    }

    /// Whether everything in it could be read as its type; an absent value is whole.
    pub fn is_whole(self) -> bool {
        let errors = self.object.type_errors();
        !self.is_present() || errors.iter().all(|error| !self.node.holds(error.node))
    }

    /// Whether the key is written, be its value null.
    pub fn is_present(self) -> bool {
        self.missing[0].is_empty()
    }

    /// The string; `None` where it is absent or of another type.
    pub fn text(self) -> Option<&'a str> {
        self.node()?.as_str()
    }

    /// The string, empty where it is absent: as Go reads an optional string.
    pub fn str(self) -> &'a str {
        self.text().unwrap_or("")
    }

    pub fn int(self) -> Option<i64> {
        match self.node()?.value() {
            Value::Int(int) => Some(int),
            // JSON has one kind of number: 80.0 is 80.
            #[expect(clippy::cast_possible_truncation, reason = "it has no fraction and is small")]
            Value::Float(float) if float.fract() == 0.0 && float.abs() < 9e15 => Some(float as i64),
            _ => None,
        }
    }

    pub fn bool(self) -> Option<bool> {
        self.node()?.as_bool()
    }

    /// Whether another place is this one or within it; an absent one is within what lacks it.
    pub fn holds(self, other: Place<'_>) -> bool {
        self.is_present() && self.node.holds(other.node.id())
    }

    /// Whether it is absent where the reader lost text: it may have been written.
    pub fn lost(self) -> bool {
        !self.is_present() && self.node.damaged()
    }

    /// The number of items or entries; 0 where it is absent or a scalar.
    pub fn count(self) -> usize {
        self.node().map_or(0, |node| node.items().count() + node.entries().count())
    }

    /// Whether it is absent, null, an empty string, or a list or map without content.
    pub fn is_empty(self) -> bool {
        self.node().is_none_or(|node| match node.value() {
            Value::Str(text) => text.is_empty(),
            Value::List | Value::Map => self.count() == 0,
            _ => false,
        })
    }

    /// What to underline: a scalar itself; the key of a list or map; for an absent value the
    /// key of what lacks it.
    pub fn span(self) -> Span {
        let scalar = !self.node.is_map() && !self.node.is_list();
        if scalar && self.missing[0].is_empty() && !self.node.span().is_empty() {
            return self.node.span();
        }
        self.key_span()
    }

    /// The key of the value, or of the nearest written value above an absent one.
    pub fn key_span(self) -> Span {
        if let Some(key) = self.key {
            return key.span();
        }
        // An item or the root: its first key stands for it, its first line where it has none.
        if let Some(first) = self.node.entries().next() {
            return first.key.span();
        }
        self.node.span()
    }

    /// Key and value together, as far as they are on one line.
    pub fn entry_span(self) -> Span {
        let key = self.key_span();
        let end = self.node.span().end;
        let text = self.object.tree().text();
        let one_line = text
            .get(key.start as usize..end as usize)
            .is_some_and(|text| !text.is_empty() && !text.contains('\n'));
        if one_line { Span::new(key.start, end) } else { key }
    }

    pub fn location(self) -> Location {
        self.object.location(self.span())
    }

    /// The API machinery's path to it, such as `spec.containers[0].ports[1].name`.
    pub fn path(self) -> String {
        path::to(&self.object.gvk, self.object.node(), self.node, &self.missing)
    }

    /// The last step of its path, for messages: a field or map key; an item goes by its list.
    pub fn name(self) -> String {
        if let Some(step) = self.missing.iter().rfind(|step| !step.is_empty()) {
            return (*step).to_owned();
        }
        if let Some(key) = self.key.filter(|key| key.is_made()) {
            return key.raw().trim_matches(['"', '\'']).to_owned();
        }
        if let Some(key) = self.key.and_then(Node::as_str) {
            return key.to_owned();
        }
        let path = self.path();
        path.rsplit('.').next().unwrap_or_default().to_owned()
    }

    /// Whether it, or its key, is not written as such: no edit can be made of it.
    fn is_made(self) -> bool {
        self.node.is_made() || self.key.is_some_and(Node::is_made)
    }

    /// Replaces the written value by a scalar or flow text; inserts the key where it is absent.
    /// `None` where no single edit can do it.
    pub fn set(self, text: &str) -> Option<Edit> {
        if self.is_made() {
            return None;
        }
        if self.missing[0].is_empty() {
            let span = self.node.span();
            let quotes = self.key.unwrap_or(self.node);
            let text = if is_json(quotes) { json(text)? } else { text.to_owned() };
            let text = if span.is_empty() { format!(" {text}") } else { text };
            return Some(Edit { at: self.object.location(span), text });
        }
        if !self.missing[1].is_empty() {
            return None;
        }
        self.insert(self.missing[0], text)
    }

    /// As [`Place::set`], also where maps around the value are absent; these are written in flow
    /// style.
    pub fn create(self, text: &str) -> Option<Edit> {
        if self.is_made() {
            return None;
        }
        let steps: Vec<&str> = self.missing.into_iter().filter(|step| !step.is_empty()).collect();
        let Some((first, rest)) = steps.split_first() else { return self.set(text) };
        let within = |text: String, step: &&str| format!("{{{step}: {text}}}");
        let text = rest.iter().rev().fold(text.to_owned(), within);
        if self.node.is_map() && self.node.entries().next().is_none() {
            let holder = Place { missing: [""; 6], ..self };
            return holder.set(&within(text, first));
        }
        self.insert(first, &text)
    }

    /// Adds `key: text` as the first entry of the map that lacks it.
    fn insert(self, key: &str, text: &str) -> Option<Edit> {
        let first_key = self.node.entries().next()?.key;
        let first = first_key.span().start;
        let source = self.object.tree().text();
        let text = if is_json(first_key) {
            format!("\"{key}\": {}, ", json(text)?)
        } else if self.node.style() == NodeStyle::Flow {
            format!("{key}: {text}, ")
        } else {
            let indent = Lines::around(source, Span::at(first)).before.chars().count();
            format!("{key}: {text}\n{:indent$}", "")
        };
        Some(Edit { at: self.object.location(Span::at(first)), text })
    }

    /// Writes another key in the place of this one.
    pub fn rename(self, key: &str) -> Option<Edit> {
        let old = self.key.filter(|_| self.is_present() && !self.is_made())?;
        let text = if is_json(old) { json(key)? } else { key.to_owned() };
        Some(Edit { at: self.object.location(old.span()), text })
    }

    /// Removes the entry with its line or lines, in flow style with a comma; `None` where it
    /// shares its first line with a list dash.
    pub fn remove(self) -> Option<Edit> {
        let key = self.key.filter(|_| self.is_present() && !self.is_made())?.span();
        let end = self.node.span().end.max(key.end);
        if let Some((holder, index)) =
            self.node.seat().filter(|(h, _)| h.style() == NodeStyle::Flow)
        {
            let spans = holder.entries().map(|e| Span::new(e.key.span().start, e.value.span().end));
            return self.remove_from_flow(holder, &spans.collect::<Vec<_>>(), index);
        }
        let lines = Lines::around(self.object.tree().text(), Span::new(key.start, end));
        let blank = lines.before.bytes().all(|b| b == b' ');
        (blank && (lines.is_free_behind() || lines.behind == ":"))
            .then(|| Edit { at: self.object.location(lines.whole), text: String::new() })
    }

    /// Removes the item of a list with its dash, its line or lines, in flow style with a comma;
    /// `None` where it shares its first line with another dash or a key.
    pub fn remove_item(self) -> Option<Edit> {
        if let Some((holder, index)) =
            self.node.seat().filter(|(h, _)| h.style() == NodeStyle::Flow)
        {
            let spans: Vec<Span> = holder.items().map(Node::span).collect();
            return self.remove_from_flow(holder, &spans, index);
        }
        let lines = Lines::around(self.object.tree().text(), self.node.span());
        (lines.before.trim() == "-" && lines.is_free_behind())
            .then(|| Edit { at: self.object.location(lines.whole), text: String::new() })
    }

    /// Removes one of the parts of a flow map or list up to the next one or, of the last one,
    /// from the one before; `None` where a comment or an alias is between them.
    fn remove_from_flow(self, holder: Node<'a>, parts: &[Span], index: usize) -> Option<Edit> {
        let part = *parts.get(index)?;
        let before = index.checked_sub(1).and_then(|index| parts.get(index));
        let gone = match (parts.get(index + 1), before) {
            (Some(next), _) => Span::new(part.start, next.start),
            (None, Some(before)) => Span::new(before.end, part.end),
            (None, None) => part,
        };
        let inside = holder.span().covers(gone) && gone.start < gone.end && gone.covers(part);
        let text = self.object.tree().text().get(gone.range())?;
        let between = text.len() - part.len() as usize;
        (inside && between <= 1 + text.matches(char::is_whitespace).count())
            .then(|| Edit { at: self.object.location(gone), text: String::new() })
    }

    /// Removes an entry or item of a map or list, which goes with it where nothing else is in
    /// there; `None` as for [`Place::remove`] and [`Place::remove_item`].
    pub fn remove_from(self, whole: Place<'a>) -> Option<Edit> {
        match whole.node() {
            _ if whole.count() == 1 => whole.remove(),
            Some(node) if node.is_list() => self.remove_item(),
            _ => self.remove(),
        }
    }

    /// Adds texts after the last item of a list of scalars; `None` where it has none, or that one
    /// shares its line with something else.
    pub fn append(self, texts: &[String]) -> Option<Edit> {
        let last = self.node()?.items().last()?;
        if last.is_map() || last.is_list() || texts.is_empty() {
            return None;
        }
        if self.node.style() == NodeStyle::Flow {
            let texts = match is_json(last) {
                true => texts.iter().map(|text| json(text)).collect::<Option<Vec<_>>>()?,
                false => texts.to_vec(),
            };
            let text = format!(", {}", texts.join(", "));
            return Some(Edit { at: self.object.location(Span::at(last.span().end)), text });
        }
        let lines = Lines::around(self.object.tree().text(), last.span());
        let dash = lines.before.trim_end().strip_suffix('-')?;
        let alone = dash.trim().is_empty() && lines.is_free_behind();
        let text = format!("\n{dash}- {}", texts.join(&format!("\n{dash}- ")));
        alone.then(|| Edit { at: self.object.location(Span::at(lines.end)), text })
    }
}

/// Whether a key or item is written as JSON has it, so that its neighbours must be, too.
fn is_json(part: Node<'_>) -> bool {
    let in_flow = || part.seat().is_some_and(|(holder, _)| holder.style() == NodeStyle::Flow);
    part.style() == NodeStyle::DoubleQuoted && in_flow()
}

/// A scalar of YAML as JSON; `None` for other texts.
fn json(text: &str) -> Option<String> {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    match plain_value(text) {
        _ if text.starts_with(['{', '[', '\'']) || text.contains('\n') => None,
        _ if text.starts_with('"') => Some(text.to_owned()),
        Value::Null if text.is_empty() => None,
        Value::Null => Some("null".to_owned()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Int(value) => Some(value.to_string()),
        _ => Some(quoted(text)),
    }
}

/// The lines that a range is on.
struct Lines<'t> {
    /// With the line break at the end.
    whole: Span,
    /// Where that line break begins.
    end: u32,
    /// What is before the range on its first line.
    before: &'t str,
    /// What is after it on its last line, without blanks around.
    behind: &'t str,
}

impl<'t> Lines<'t> {
    fn around(text: &'t str, span: Span) -> Lines<'t> {
        let (before, behind) = (&text[..span.start as usize], &text[span.end as usize..]);
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let length = behind.find('\n');
        let line = &behind[..length.unwrap_or(behind.len())];
        let behind = line.trim_end_matches('\r');
        let whole_end = span.end + line.len() as u32 + u32::from(length.is_some());
        Lines {
            whole: Span::new(start as u32, whole_end),
            end: span.end + behind.len() as u32,
            before: &before[start..],
            behind: behind.trim(),
        }
    }

    /// Whether nothing but a comment is after the range.
    fn is_free_behind(&self) -> bool {
        self.behind.is_empty() || self.behind.starts_with('#')
    }
}

impl From<Place<'_>> for Location {
    fn from(place: Place<'_>) -> Location {
        place.location()
    }
}
