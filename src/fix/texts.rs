//! Edits of texts, and whether a text still holds its objects.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    diagnostic::Edit,
    findings::Outcome,
    input::SourceId,
    model::{Object, schema},
    syntax,
};

/// The texts with all edits; `None` where edits overlap or lie outside.
pub fn edited<'e>(
    run: &Outcome,
    edits: impl Iterator<Item = &'e Edit>,
) -> Option<BTreeMap<SourceId, String>> {
    let mut by_source: BTreeMap<SourceId, Vec<&Edit>> = BTreeMap::new();
    for edit in edits {
        by_source.entry(edit.at.source).or_default().push(edit);
    }
    let mut texts = BTreeMap::new();
    for (id, mut edits) in by_source {
        // Insertions at one place stay in their order.
        edits.sort_by_key(|edit| edit.at.span);
        let old = &run.sources[id.0 as usize].text;
        let mut new = String::with_capacity(old.len() + edits.len() * 8);
        let mut from = 0;
        for edit in edits {
            let range = edit.at.span.range();
            new.push_str(old.get(from..range.start)?);
            new.push_str(&edit.text);
            from = range.end;
        }
        new.push_str(old.get(from..)?);
        texts.insert(id, new);
    }
    Some(texts)
}

/// Whether a new text can be read as far as the old one, and still holds its objects. Fixes that
/// are not safe may give an object another name.
pub fn keeps_objects(old: &str, new: &str, is_unsafe: bool) -> bool {
    let (old, new) = (TextObjects::of(old), TextObjects::of(new));
    let is_kept = |(identity, count): (&Identity, &usize)| {
        new.identities.get(identity).is_some_and(|now| now >= count)
    };
    new.breaks <= old.breaks && (is_unsafe || old.identities.iter().all(is_kept))
}

/// Kind, namespace and name.
type Identity = (String, Option<String>, String);

struct TextObjects {
    /// Places at which the text cannot be read.
    breaks: usize,
    /// The objects of built-in kinds, each with how often it is there.
    identities: BTreeMap<Identity, usize>,
}

impl TextObjects {
    fn of(text: &str) -> TextObjects {
        let text: Arc<str> = text.into();
        let mut found = TextObjects { breaks: 0, identities: BTreeMap::new() };
        for document in syntax::parse(&text) {
            let breaks = document.complaints.iter().filter(|c| c.kind.breaks()).count();
            found.breaks += breaks;
            let Some(tree) = document.tree.filter(|_| breaks == 0) else { continue };
            let root = tree.root().id();
            let object = Object::new(SourceId(0), 0, tree, root);
            let gvk = &object.gvk;
            // What no server knows by this kind and name is no object yet.
            let is_known = schema::kind_at_any_version(&gvk.group, &gvk.version, &gvk.kind);
            let namespace = object.node().at(&["metadata", "namespace"]);
            let is_read = namespace.is_none_or(|namespace| namespace.as_str().is_some());
            if is_known.is_some() && !object.name.is_empty() && is_read {
                let identity = (gvk.kind.clone(), object.namespace.clone(), object.name.clone());
                *found.identities.entry(identity).or_insert(0) += 1;
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_kept() {
        let old = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n";
        let is_kept = |new: &str| keeps_objects(old, new, false);
        assert!(is_kept(&old.replace("{name: web}", "{name: 'web', labels: {a: b}}")));
        assert!(!is_kept(&old.replace("web", "webb")));
        assert!(keeps_objects(old, &old.replace("web", "webb"), true));
        assert!(!is_kept(&old.replace("Service", "Pod")));
        assert!(!is_kept(&old.replace("web", "web, namespace: shop")));
        assert!(!is_kept(&old.replace("web}", "web")), "it cannot be read");
        assert!(!keeps_objects(old, &old.replace("web}", "web"), true), "it cannot be read");
        assert!(!keeps_objects(&format!("{old}---\n{old}"), old, false), "one is gone");
        assert!(keeps_objects(&old.replace("Service", "Servise"), old, false), "no kind before");
        assert!(keeps_objects(&old.replace("v1", "v2"), old, false), "no version before");
        let flag = old.replace("web", "web, namespace: true");
        assert!(keeps_objects(&flag, &flag.replace("true", "'true'"), false), "none before");
    }
}
