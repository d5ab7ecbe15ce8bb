//! The API machinery's field paths (`k8s.io/apimachinery/pkg/util/validation/field/path.go`):
//! `.` before a field, `[0]` for an item, `[key]` for a map's value.

use std::fmt::Write as _;

use super::Object;
use crate::syntax::tree::Node;

/// The path from an object's root to one of its nodes, and on over steps that are not written.
pub fn to(object: &Object, node: Node<'_>, missing: &[&str]) -> String {
    let mut path = String::new();
    let mut here = object.node();
    let mut open = false;
    while here != node {
        let Some((step, next)) = step_towards(here, node) else { break };
        match step {
            Step::Item(index) => {
                let _ = write!(path, "[{index}]");
                open = false;
            }
            Step::Key(key) => {
                push(&mut path, key, open);
                open = !open && holds_free_keys(key, next);
            }
        }
        here = next;
    }
    for key in missing.iter().filter(|key| !key.is_empty()) {
        push(&mut path, key, open);
        open = false;
    }
    path
}

enum Step<'a> {
    Item(usize),
    Key(&'a str),
}

fn step_towards<'a>(from: Node<'a>, to: Node<'a>) -> Option<(Step<'a>, Node<'a>)> {
    if from.is_list() {
        let (index, item) = from.items().enumerate().find(|(_, item)| item.holds(to.id()))?;
        return Some((Step::Item(index), item));
    }
    let entry = from.entries().find(|entry| entry.value.holds(to.id()) || entry.key == to)?;
    let key = entry.key.as_str().unwrap_or("");
    Some((Step::Key(key), if entry.key == to { to } else { entry.value }))
}

fn push(path: &mut String, key: &str, in_map: bool) {
    if in_map {
        let _ = write!(path, "[{key}]");
    } else {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(key);
    }
}

/// Whether the keys of this field's mapping are the user's own, not field names.
fn holds_free_keys(field: &str, value: Node<'_>) -> bool {
    match field {
        "labels"
        | "annotations"
        | "matchLabels"
        | "nodeSelector"
        | "data"
        | "stringData"
        | "binaryData"
        | "limits"
        | "requests"
        | "hard"
        | "capacity"
        | "allocatable"
        | "parameters"
        | "default"
        | "defaultRequest"
        | "max"
        | "min"
        | "maxLimitRequestRatio"
        | "overhead"
        | "podFixed"
        | "volumeAttributes"
        | "properties" => true,
        // A Service's selector is a map of labels; other selectors hold matchLabels.
        "selector" => value
            .entries()
            .all(|e| !matches!(e.key.as_str(), Some("matchLabels" | "matchExpressions"))),
        _ => false,
    }
}
