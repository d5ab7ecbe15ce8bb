//! Patches: finding out what a text is, whom it is aimed at, and applying it
//! (`api/internal/builtins/Patch*.go`).

use std::sync::Arc;

use super::{
    Cx, Problem,
    build::resources_of,
    files::{Inlay, Root, nodes},
    json_patch::JsonPatch,
    merge,
    resource::Resource,
    select::Selector,
    value::{Node, Yaml},
};
use crate::{input::Span, syntax::Documents};

/// The text of a patch, read.
enum Patch {
    Merge(Vec<Node>),
    Json(JsonPatch),
}

/// An entry of `patches`, or a `PatchTransformer`.
pub(super) fn apply(
    cx: &mut Cx,
    root: &Root,
    resources: &mut [Resource],
    entry: &Node,
) -> Result<(), Problem> {
    let at = entry.at.first();
    let text = |key| entry.get(key).filter(|node| !node.text().trim().is_empty());
    let patch = match (text("patch"), text("path")) {
        (Some(_), Some(path)) => {
            let message = "a patch has `patch` or `path`, not both".to_owned();
            return Err(Problem::broken(path.at.first(), message));
        }
        (None, None) => {
            return Err(Problem::broken(at, "a patch needs `patch` or `path`".to_owned()));
        }
        (Some(inline), None) => read_inline(cx, inline)?,
        (None, Some(path)) => read_file(cx, root, path)?,
    };
    let target = entry.get("target").filter(|target| !target.is_null());
    let selector = target
        .map(|node| Selector::new(node).map_err(|error| Problem::broken(node.at.first(), error)));
    let selector = selector.transpose()?;
    match (patch, selector) {
        (Patch::Json(_), None) => {
            Err(Problem::broken(at, "a JSON patch needs a `target`".to_owned()))
        }
        (Patch::Json(patch), Some(selector)) => {
            for resource in resources.iter_mut().filter(|r| selector.matches(r)) {
                resource.remember_id();
                patch.apply(cx, &mut resource.node)?;
            }
            Ok(())
        }
        (Patch::Merge(patches), Some(selector)) => {
            let [patch] = patches.as_slice() else {
                let message = "a patch with a `target` holds one document".to_owned();
                return Err(Problem::broken(at, message));
            };
            let options = Allowed::new(entry);
            let mut chosen: Vec<&mut Resource> =
                resources.iter_mut().filter(|r| selector.matches(r)).collect();
            chosen.iter_mut().try_for_each(|resource| {
                // It is read as one of the target's own type.
                let mut patch = patch.clone();
                if let Some(own) = resource.node.get("apiVersion") {
                    patch.set("apiVersion", at, own.clone());
                }
                merge_into(cx, resource, &patch, options)
            })
        }
        (Patch::Merge(patches), None) => {
            merge_all(cx, resources, &patches, Allowed::new(entry));
            Ok(())
        }
    }
}

/// What `options` of a patch allow it to change.
#[derive(Clone, Copy, Default)]
struct Allowed {
    name: bool,
    kind: bool,
}

impl Allowed {
    fn new(entry: &Node) -> Allowed {
        let is = |key| {
            let option = entry.get("options").and_then(|options| options.get(key));
            option.and_then(Node::as_bool) == Some(true)
        };
        Allowed { name: is("allowNameChange"), kind: is("allowKindChange") }
    }
}

/// An entry of `patchesStrategicMerge`: a path, or the patch itself.
pub(super) fn strategic_merge(
    cx: &mut Cx,
    root: &Root,
    resources: &mut [Resource],
    entry: &Node,
) -> Result<(), Problem> {
    let inline = entry.text().contains('\n') && !root.is_folder(entry.text());
    let patch = if inline { read_inline(cx, entry)? } else { read_file(cx, root, entry)? };
    match patch {
        Patch::Merge(patches) => {
            merge_all(cx, resources, &patches, Allowed::default());
            Ok(())
        }
        Patch::Json(_) => {
            let message = "`patchesStrategicMerge` takes no JSON patches".to_owned();
            Err(Problem::broken(entry.at.first(), message))
        }
    }
}

/// An entry of `patchesJson6902`.
pub(super) fn json6902(
    cx: &mut Cx,
    root: &Root,
    resources: &mut [Resource],
    entry: &Node,
) -> Result<(), Problem> {
    let at = entry.at.first();
    let wrong = |message: &str| Err(Problem::broken(at, message.to_owned()));
    let Some(target) = entry.get("target") else { return wrong("a JSON patch needs a `target`") };
    if target.get("name").is_none_or(|name| name.text().is_empty()) {
        return wrong("a target in `patchesJson6902` needs a `name`");
    }
    let text = |key| entry.get(key).filter(|node| !node.text().is_empty());
    let inline = text("patch").or(text("jsonOp"));
    let patch = match (inline, text("path")) {
        (Some(inline), None) => read_inline(cx, inline)?,
        (None, Some(path)) => read_file(cx, root, path)?,
        _ => return wrong("a patch needs either `patch` or `path`"),
    };
    let Patch::Json(patch) = patch else { return wrong("it is no list of operations") };
    let selector = Selector::new(target).map_err(|error| Problem::broken(at, error))?;
    for resource in resources.iter_mut().filter(|resource| selector.matches(resource)) {
        patch.apply(cx, &mut resource.node)?;
    }
    Ok(())
}

fn read_file(cx: &mut Cx, root: &Root, path: &Node) -> Result<Patch, Problem> {
    let at = path.at.first();
    let id = root.load(&mut cx.files, path.text(), at)?;
    let file = cx.files.get(id);
    let (documents, start) = (Arc::clone(file.documents()), file.start);
    read(&documents, &|span| Span::new(span.start + start, span.end + start), at)
}

fn read_inline(cx: &mut Cx, node: &Node) -> Result<Patch, Problem> {
    let at = node.at.first();
    let inlay = Inlay::new(&cx.files, node.text(), at);
    read(&Documents::of(node.text().into()), &|span| inlay.place(span), at)
}

fn read(documents: &Documents, place: &dyn Fn(Span) -> Span, at: Span) -> Result<Patch, Problem> {
    let read = nodes(documents.all(), Yaml::V1_2, place)?;
    let trimmed = documents.text().trim();
    let is_json = || serde_json::from_str::<serde::de::IgnoredAny>(trimmed).is_ok();
    if trimmed.starts_with('[') && !is_json() {
        let message = "a patch that begins with `[` must be JSON: quote keys and texts".to_owned();
        return Err(Problem::broken(at, message));
    }
    if let Some(first) = read.first().filter(|first| first.is_list()) {
        // JSON patches are read by the other reader.
        let list = nodes(documents.all(), Yaml::V1_1, place)?.into_iter().next();
        return JsonPatch::read(list.as_ref().unwrap_or(first)).map(Patch::Json);
    }
    let patches = resources_of(read, at)?;
    if patches.is_empty() {
        return Err(Problem::broken(at, "the patch is empty".to_owned()));
    }
    Ok(Patch::Merge(patches))
}

/// Merges each patch into the resource that it names; those that fail are noted.
fn merge_all(cx: &mut Cx, resources: &mut [Resource], patches: &[Node], options: Allowed) {
    for patch in patches {
        let done = merge_by_name(cx, resources, patch, options);
        cx.note(done);
    }
}

/// Merges a patch into the one resource of its kind and name.
fn merge_by_name(
    cx: &mut Cx,
    resources: &mut [Resource],
    patch: &Node,
    options: Allowed,
) -> Result<(), Problem> {
    let patch_resource = Resource::new(patch.clone());
    let id = patch_resource.id();
    let mut found = resources
        .iter_mut()
        .filter(|resource| !resource.is_gone() && resource.ids().any(|other| other.same(id)));
    let at = patch.at_path(&["metadata", "name"]).map_or(patch.at.first(), |name| name.at.first());
    let Some(target) = found.next() else {
        return Err(Problem::unmatched(at, format!("there is no {} to patch", id.shown())));
    };
    if found.next().is_some() {
        let message = format!("several resources are called {}", id.shown());
        return Err(Problem::broken(at, message));
    }
    // Which object is patched is decided by both lines.
    for path in [&["kind"][..], &["apiVersion"], &["metadata", "name"]] {
        let Some(of_patch) = patch.at_path(path) else { continue };
        let spans: Vec<Span> = of_patch.at.all().collect();
        if let Some(own) = path.iter().try_fold(&mut target.node, |node, key| node.get_mut(key)) {
            own.at.and(spans);
        }
    }
    merge_into(cx, target, patch, options)
}

/// Merges a patch into a resource, which keeps its kind, name and namespace.
fn merge_into(
    cx: &mut Cx,
    resource: &mut Resource,
    patch: &Node,
    options: Allowed,
) -> Result<(), Problem> {
    let at = patch.at.first();
    cx.spend(patch.size(), at)?;
    if options.name || options.kind {
        resource.remember_id();
    }
    let field = |node: &Node, path: &[&str]| node.at_path(path).cloned();
    let kind = field(&resource.node, &["kind"]);
    let name = field(&resource.node, &["metadata", "name"]);
    let namespace = resource.node.get("metadata").and_then(|meta| meta.entry("namespace")).cloned();
    let api_version = field(&resource.node, &["apiVersion"]);
    let merged = merge::apply(&resource.node, patch, cx.open_api.as_ref())
        .map_err(|error| Problem::broken(at, error))?;
    let Some(merged) = merged.filter(|merged| !merged.is_empty()) else {
        resource.node = Node::map(at);
        return Ok(());
    };
    resource.node = merged;
    // Equal values: the line of the object says more than that of the patch.
    if let (Some(old), Some(new)) = (api_version, resource.node.get_mut("apiVersion"))
        && old.text() == new.text()
    {
        *new = old;
    }
    if let Some(kind) = kind.filter(|_| !options.kind) {
        resource.node.remove("kind");
        resource.node.set("kind", kind.at.first(), kind.clone());
    }
    let Some(meta) = resource.node.get_or_insert("metadata", Node::map(at)) else {
        return Ok(());
    };
    if let Some(name) = name.filter(|_| !options.name) {
        meta.remove("name");
        meta.set("name", name.at.first(), name.clone());
    }
    meta.remove("namespace");
    if let Some(entry) = namespace.filter(|entry| !entry.value.text().is_empty()) {
        meta.set(&entry.key, entry.key_at, entry.value);
    }
    Ok(())
}
