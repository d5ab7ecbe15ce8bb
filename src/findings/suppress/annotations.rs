//! Annotations that suppress findings: kubevet's own and those of other linters.

use super::{
    Finding, FoundSuppressions, ObjectRef, SuppressedRule, Suppression, SuppressionScope, item,
    without_reason, words,
};
use crate::{
    model::{Object, Place, PodTemplate},
    rules::{self, Rule},
    syntax::tree::{Node, NodeStyle},
};

/// Linters whose annotations are understood.
pub const TOOLS: [&str; 4] = ["kube-linter", "kube-score", "polaris", "checkov"];

const OWN: &str = "kubevet/ignore";

/// The suppressions in the annotations of an object and of its pod template.
pub fn in_annotations(object: &Object, tools: &[String], found: &mut FoundSuppressions) {
    read(object, object.place(), tools, found);
    if object.gvk.kind != "Pod"
        && let Some(pod) = PodTemplate::of(object)
    {
        read(object, pod.place(), tools, found);
    }
}

/// Reads the annotations of what holds `metadata`.
fn read(object: &Object, holder: Place<'_>, tools: &[String], found: &mut FoundSuppressions) {
    let annotations = holder.at(&["metadata", "annotations"]);
    for (key, value) in annotations.entries() {
        if key == OWN {
            own(object, holder, value, found);
        } else if let Some((tool, meant)) = foreign(key, value.str())
            && tools.iter().any(|known| known == tool)
        {
            let items = meant.iter().map(|name| foreign_item(tool, name)).collect();
            let everything = meant.is_empty();
            let one = suppression(object, holder, value, items);
            found.suppressions.push(Suppression { everything, foreign: true, ..one });
        }
    }
}

fn own(object: &Object, holder: Place<'_>, value: Place<'_>, found: &mut FoundSuppressions) {
    let mut findings: Vec<Finding> = Vec::new();
    let at = value.location();
    let raw = value.node().map_or("", |node| node.raw());
    // Words of a text with escapes or several lines are all placed at the whole text.
    let inner = at.span.start + u32::from(raw.starts_with(['"', '\'']));
    let is_plain = value.str().len() as u32 + 2 * (inner - at.span.start) == at.span.len();
    let items = words(value.str(), inner)
        .map(|(word, span)| {
            let at = if is_plain { object.location(span) } else { at };
            item(word, at, &mut findings)
        })
        .collect();
    if holder.at(&["metadata", "annotations"]).get("kubevet/ignore-reason").is_empty() {
        without_reason(at, "add the annotation `kubevet/ignore-reason`", &mut findings);
    }
    for finding in &mut findings {
        finding.document = object.document;
        finding.object = Some(ObjectRef::from(object));
    }
    found.findings.append(&mut findings);
    found.suppressions.push(suppression(object, holder, value, items));
}

fn suppression(
    object: &Object,
    holder: Place<'_>,
    value: Place<'_>,
    items: Vec<SuppressedRule>,
) -> Suppression {
    let span = holder.node().map_or(object.node().span(), Node::span);
    let is_scalar = value.node().is_some_and(|node| {
        node.style() != NodeStyle::Literal && node.style() != NodeStyle::Folded
    });
    Suppression {
        at: value.location(),
        document: object.document,
        object: Some(ObjectRef::from(object)),
        scope: SuppressionScope::Range(span),
        items,
        everything: false,
        foreign: false,
        removal: value.remove(),
        list: is_scalar.then(|| (value.location(), "\"")),
    }
}

fn foreign_item(tool: &str, name: &str) -> SuppressedRule {
    let is_meant = |rule: &&'static Rule| {
        rule.aliases.iter().any(|alias| alias.split_once(':') == Some((tool, name)))
    };
    SuppressedRule {
        word: name.to_owned(),
        rules: rules::all().filter(is_meant).collect(),
        used: false,
    }
}

/// The tool that an annotation is made for, and the checks that it switches off; none of them
/// means all.
fn foreign<'a>(key: &'a str, value: &'a str) -> Option<(&'static str, Vec<&'a str>)> {
    if let Some(check) = key.strip_prefix("ignore-check.kube-linter.io/") {
        return Some(("kube-linter", vec![check]));
    }
    match key {
        "kube-linter.io/ignore-all" => return Some(("kube-linter", Vec::new())),
        "kube-score/ignore" => {
            let checks: Vec<&str> = words(value, 0).map(|(word, _)| word).collect();
            return (!checks.is_empty()).then_some(("kube-score", checks));
        }
        "polaris.fairwinds.com/exempt" => {
            return (value == "true").then(|| ("polaris", Vec::new()));
        }
        _ => {}
    }
    if let Some(check) = key.strip_prefix("polaris.fairwinds.com/") {
        let check = check.strip_suffix("-exempt")?;
        return (value == "true").then(|| ("polaris", vec![check]));
    }
    if key.starts_with("checkov.io/skip") {
        let check = value.split_once('=').map_or(value, |(check, _)| check).trim();
        return (!check.is_empty()).then_some(("checkov", vec![check]));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn annotations_of_others() {
        assert_eq!(
            foreign("ignore-check.kube-linter.io/latest-tag", "why"),
            Some(("kube-linter", vec!["latest-tag"]))
        );
        assert_eq!(foreign("kube-linter.io/ignore-all", ""), Some(("kube-linter", vec![])));
        assert_eq!(foreign("kube-score/ignore", "a, b"), Some(("kube-score", vec!["a", "b"])));
        assert_eq!(
            foreign("polaris.fairwinds.com/tagNotSpecified-exempt", "true"),
            Some(("polaris", vec!["tagNotSpecified"]))
        );
        assert_eq!(foreign("polaris.fairwinds.com/exempt", "True"), None);
        assert_eq!(
            foreign("checkov.io/skip1", "CKV_K8S_14=why"),
            Some(("checkov", vec!["CKV_K8S_14"]))
        );
        assert_eq!(foreign("app.kubernetes.io/name", "a"), None);
    }
}
