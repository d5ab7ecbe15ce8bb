//! The objects in the documents of a file (`api/resource/factory.go`).

use std::collections::VecDeque;

use super::{
    BuildProblem,
    value::{YamlNode, YamlValue},
};
use crate::{input::Span, text, text::name};

/// The objects of documents: lists are unfolded, and what has no kind or name is refused. `at` is
/// where the documents are named.
pub(super) fn objects(documents: Vec<YamlNode>, at: Span) -> Result<Vec<YamlNode>, BuildProblem> {
    let mut open = VecDeque::from(documents);
    let mut found = Vec::new();
    while let Some(mut node) = open.pop_front() {
        if node.is_empty() {
            continue;
        }
        let place = if node.at.first().is_empty() { at } else { node.at.first() };
        if !node.is_map() {
            let message = "a resource or patch must be a map";
            return Err(BuildProblem::broken(place, message));
        }
        let kind = node.get("kind").map_or("", YamlNode::text).to_owned();
        if kind.is_empty() {
            return Err(BuildProblem::broken(place, "the resource has no `kind`"));
        }
        if kind.ends_with("List") {
            match node.get("items") {
                Some(items) if items.is_list() || items.is_null() => {
                    if let Some(YamlNode { value: YamlValue::List(items), .. }) =
                        node.remove("items")
                    {
                        open.extend(items);
                    }
                    continue;
                }
                Some(items) => {
                    let message = text!("`items` of a {} must be a list", name(kind));
                    return Err(BuildProblem::broken(items.at.first(), message));
                }
                None => {}
            }
        } else if node.meta("name").is_empty() {
            let message = text!("this {} has no `metadata.name`", name(kind));
            return Err(BuildProblem::broken(place, message));
        }
        found.push(node);
    }
    Ok(found)
}
