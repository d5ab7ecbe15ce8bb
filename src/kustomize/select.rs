//! Which resources a patch or a replacement is aimed at (`api/types/selector.go`).

use std::collections::BTreeMap;

use regex::bytes::{Regex, RegexBuilder};

use super::{id::Id, resource::Resource, value::Node};

/// A pattern that must match a whole text; none matches anything.
#[derive(Debug, Default)]
enum Pattern {
    #[default]
    Any,
    /// Without any sign that means something in a regular expression.
    Exact(String),
    Regex(Regex),
}

impl Pattern {
    fn new(text: &str) -> Result<Pattern, String> {
        if text.is_empty() {
            return Ok(Pattern::Any);
        }
        if text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'/')) {
            return Ok(Pattern::Exact(text.to_owned()));
        }
        regex(&format!("^(?:{text})$")).map(Pattern::Regex)
    }

    fn matches(&self, text: &str) -> bool {
        match self {
            Pattern::Any => true,
            Pattern::Exact(exact) => exact == text,
            Pattern::Regex(regex) => regex.is_match(text.as_bytes()),
        }
    }
}

/// A regular expression as Go reads it: its classes are those of ASCII.
pub(super) fn regex(pattern: &str) -> Result<Regex, String> {
    let built = RegexBuilder::new(pattern).unicode(false).build();
    built.map_err(|_| format!("`{pattern}` is no regular expression that Go reads"))
}

/// A `target` of a patch, or a `select` of a replacement.
#[derive(Debug)]
pub(super) struct Selector {
    group: Pattern,
    version: Pattern,
    kind: Pattern,
    name: Pattern,
    namespace: Pattern,
    labels: Requirements,
    annotations: Requirements,
    /// Only labels and annotations are asked for, or nothing.
    any_id: bool,
}

impl Selector {
    pub(super) fn new(node: &Node) -> Result<Selector, String> {
        let text = |key| node.get(key).and_then(Node::as_str).unwrap_or("");
        let id = ["group", "version", "kind", "name", "namespace"];
        Ok(Selector {
            group: Pattern::new(text("group"))?,
            version: Pattern::new(text("version"))?,
            kind: Pattern::new(text("kind"))?,
            name: Pattern::new(text("name"))?,
            namespace: Pattern::new(text("namespace"))?,
            labels: Requirements::parse(text("labelSelector"))?,
            annotations: Requirements::parse(text("annotationSelector"))?,
            any_id: id.iter().all(|key| text(key).is_empty()),
        })
    }

    fn matches_type(&self, id: Id<'_>) -> bool {
        self.group.matches(id.group)
            && self.version.matches(id.version)
            && self.kind.matches(id.kind)
    }

    /// Whether it asks for this id, as replacements do.
    pub(super) fn matches_id(&self, id: Id<'_>) -> bool {
        self.matches_type(id) && self.name.matches(id.name) && self.namespace.matches(id.namespace)
    }

    /// Whether it asks for nothing but labels and annotations.
    pub(super) fn asks_no_id(&self) -> bool {
        self.any_id
    }

    pub(super) fn asks_no_labels(&self) -> bool {
        self.labels.0.is_empty() && self.annotations.0.is_empty()
    }

    pub(super) fn matches_labels(&self, resource: &Resource) -> bool {
        (self.labels.0.is_empty() || self.labels.match_all(&resource.pairs("labels")))
            && (self.annotations.0.is_empty()
                || self.annotations.match_all(&resource.pairs("annotations")))
    }

    /// Whether a patch that is aimed with it meets the resource, under its old or present name.
    pub(super) fn matches(&self, resource: &Resource) -> bool {
        let (old, now) = (resource.original_id(), resource.id());
        let namespace = |id: Id<'_>| self.namespace.matches(id.effective_namespace());
        self.matches_type(now)
            && (self.name.matches(old.name) || self.name.matches(now.name))
            && (namespace(old) || namespace(now))
            && self.matches_labels(resource)
    }
}

/// A label selector in text: `app=web,tier in (a, b),!old`.
#[derive(Debug)]
struct Requirements(Vec<Requirement>);

#[derive(Debug)]
struct Requirement {
    key: String,
    test: Test,
}

#[derive(Debug)]
enum Test {
    Exists,
    Absent,
    In(Vec<String>),
    NotIn(Vec<String>),
    Above(i64),
    Below(i64),
}

impl Requirements {
    fn parse(text: &str) -> Result<Requirements, String> {
        let bad = || format!("`{text}` is no label selector");
        let mut found = Vec::new();
        for part in split_terms(text) {
            let part = part.trim();
            if part.is_empty() {
                continue;
            }
            found.push(requirement(part).ok_or_else(bad)?);
        }
        Ok(Requirements(found))
    }

    fn match_all(&self, pairs: &BTreeMap<&str, &str>) -> bool {
        self.0.iter().all(|requirement| {
            let held = pairs.get(requirement.key.as_str());
            let number = || held.and_then(|value| value.parse::<i64>().ok());
            match &requirement.test {
                Test::Exists => held.is_some(),
                Test::Absent => held.is_none(),
                Test::In(values) => held.is_some_and(|held| values.iter().any(|v| v == held)),
                Test::NotIn(values) => held.is_none_or(|held| values.iter().all(|v| v != held)),
                Test::Above(limit) => number().is_some_and(|number| number > *limit),
                Test::Below(limit) => number().is_some_and(|number| number < *limit),
            }
        })
    }
}

/// The parts between commas that stand outside of parentheses.
fn split_terms(text: &str) -> Vec<&str> {
    let (mut parts, mut from, mut inside) = (Vec::new(), 0, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => inside = true,
            b')' => inside = false,
            b',' if !inside => {
                parts.push(&text[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[from..]);
    parts
}

fn requirement(text: &str) -> Option<Requirement> {
    let make = |key: &str, test| {
        let key = key.trim();
        let plain = !key.is_empty() && !key.contains(char::is_whitespace);
        plain.then(|| Requirement { key: key.to_owned(), test })
    };
    let one = |value: &str| vec![value.trim().to_owned()];
    if let Some(key) = text.strip_prefix('!') {
        return make(key, Test::Absent);
    }
    if let Some((head, values)) = text.split_once('(') {
        let values = values.trim_end().strip_suffix(')')?;
        let values: Vec<String> = values.split(',').map(|value| value.trim().to_owned()).collect();
        let (key, operator) = head.trim_end().rsplit_once(char::is_whitespace)?;
        return match operator {
            "in" => make(key, Test::In(values)),
            "notin" => make(key, Test::NotIn(values)),
            _ => None,
        };
    }
    if let Some((key, value)) = text.split_once("!=") {
        return make(key, Test::NotIn(one(value)));
    }
    if let Some((key, value)) = text.split_once("==").or_else(|| text.split_once('=')) {
        return make(key, Test::In(one(value)));
    }
    if let Some((key, value)) = text.split_once('>') {
        return make(key, Test::Above(value.trim().parse().ok()?));
    }
    if let Some((key, value)) = text.split_once('<') {
        return make(key, Test::Below(value.trim().parse().ok()?));
    }
    make(text, Test::Exists)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn label_selectors() {
        let labels = BTreeMap::from([("app", "web"), ("tier", "front"), ("level", "3")]);
        let matches =
            |text: &str| Requirements::parse(text).map(|parsed| parsed.match_all(&labels));
        for yes in [
            "",
            "app=web",
            "app==web,tier",
            "app in (db, web)",
            "!old",
            "level>2",
            "old!=x",
            "tier notin (back),app",
        ] {
            assert_eq!(matches(yes), Ok(true), "{yes}");
        }
        for no in ["app=db", "!app", "tier in (back)", "level<3", "app,old"] {
            assert_eq!(matches(no), Ok(false), "{no}");
        }
        assert!(matches("app in web)(").is_err());
        assert!(matches("a b").is_err());
    }
}
