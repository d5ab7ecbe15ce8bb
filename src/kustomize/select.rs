//! Which resources a patch or a replacement is aimed at (`api/types/selector.go`).

use regex::bytes::{Regex, RegexBuilder};

use super::{id::ResourceId, resource::Resource, value::YamlNode};
use crate::{
    model::Requirements,
    text,
    text::{Text, name},
};

/// A pattern that must match a whole text; none matches anything.
#[derive(Debug, Default)]
enum AnchoredPattern {
    #[default]
    Any,
    /// Without any sign that means something in a regular expression.
    Exact(String),
    Regex(Regex),
}

impl AnchoredPattern {
    fn new(text: &str) -> Result<AnchoredPattern, Text> {
        if text.is_empty() {
            return Ok(AnchoredPattern::Any);
        }
        if text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'/')) {
            return Ok(AnchoredPattern::Exact(text.to_owned()));
        }
        regex(&format!("^(?:{text})$")).map(AnchoredPattern::Regex)
    }

    fn matches(&self, text: &str) -> bool {
        match self {
            AnchoredPattern::Any => true,
            AnchoredPattern::Exact(exact) => exact == text,
            AnchoredPattern::Regex(regex) => regex.is_match(text.as_bytes()),
        }
    }
}

/// A regular expression as Go reads it: its classes are those of ASCII.
pub(super) fn regex(pattern: &str) -> Result<Regex, Text> {
    let built = RegexBuilder::new(pattern).unicode(false).build();
    built.map_err(|_| text!("`{}` is not a valid regular expression", pattern))
}

/// A `target` of a patch, or a `select` of a replacement.
#[derive(Debug)]
pub(super) struct ResourceSelector {
    group: AnchoredPattern,
    version: AnchoredPattern,
    kind: AnchoredPattern,
    name: AnchoredPattern,
    namespace: AnchoredPattern,
    labels: Requirements,
    annotations: Requirements,
    /// Only labels and annotations are asked for, or nothing.
    any_id: bool,
}

impl ResourceSelector {
    pub(super) fn new(node: &YamlNode) -> Result<ResourceSelector, Text> {
        let text = |key| node.get(key).and_then(YamlNode::as_str).unwrap_or("");
        let requirements = |key| text(key).parse().map_err(|e: String| text!("{}", name(e)));
        let id = ["group", "version", "kind", "name", "namespace"];
        Ok(ResourceSelector {
            group: AnchoredPattern::new(text("group"))?,
            version: AnchoredPattern::new(text("version"))?,
            kind: AnchoredPattern::new(text("kind"))?,
            name: AnchoredPattern::new(text("name"))?,
            namespace: AnchoredPattern::new(text("namespace"))?,
            labels: requirements("labelSelector")?,
            annotations: requirements("annotationSelector")?,
            any_id: id.iter().all(|key| text(key).is_empty()),
        })
    }

    fn matches_type(&self, id: ResourceId<'_>) -> bool {
        self.group.matches(id.group)
            && self.version.matches(id.version)
            && self.kind.matches(id.kind)
    }

    /// Whether it asks for this id, as replacements do.
    pub(super) fn matches_id(&self, id: ResourceId<'_>) -> bool {
        self.matches_type(id) && self.name.matches(id.name) && self.namespace.matches(id.namespace)
    }

    /// Whether it asks for nothing but labels and annotations.
    pub(super) fn asks_no_id(&self) -> bool {
        self.any_id
    }

    pub(super) fn asks_no_labels(&self) -> bool {
        self.labels.is_empty() && self.annotations.is_empty()
    }

    pub(super) fn matches_labels(&self, resource: &Resource) -> bool {
        let fulfils = |requirements: &Requirements, field| {
            requirements.is_empty() || {
                let pairs = resource.pairs(field);
                requirements.match_all(|key| pairs.get(key).copied())
            }
        };
        fulfils(&self.labels, "labels") && fulfils(&self.annotations, "annotations")
    }

    /// Whether a patch that is aimed with it meets the resource, under its old or present name.
    pub(super) fn matches(&self, resource: &Resource) -> bool {
        let (old, now) = (resource.original_id(), resource.id());
        let namespace = |id: ResourceId<'_>| self.namespace.matches(id.effective_namespace());
        self.matches_type(now)
            && (self.name.matches(old.name) || self.name.matches(now.name))
            && (namespace(old) || namespace(now))
            && self.matches_labels(resource)
    }
}
