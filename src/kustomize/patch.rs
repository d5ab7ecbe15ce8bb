//! Patches: finding out what a text is, whom it is aimed at, and applying it
//! (`api/internal/builtins/Patch*.go`).

use std::sync::Arc;

use indexmap::IndexSet;

use super::{
    BuildContext, BuildProblem,
    files::{BuildRoot, Inlay, is_file_name, nodes},
    json_patch::JsonPatch,
    manifests,
    merge::{self, DIRECTIVE},
    resource::Resource,
    select::ResourceSelector,
    value::{Yaml, YamlNode, YamlScalar, YamlValue, check_key},
};
use crate::{input::Span, syntax::Documents, text, text::name};

/// The text of a patch, read.
enum ParsedPatch {
    Merge(Vec<YamlNode>),
    Json(JsonPatch),
}

/// Whether an entry that may be a path holds the text itself.
pub(super) fn is_inline(text: &str) -> bool {
    text.contains('\n') || text.trim_start().starts_with('{')
}

/// An entry of `patches`, or a `PatchTransformer`.
pub(super) fn apply(
    cx: &mut BuildContext,
    root: &BuildRoot,
    resources: &mut [Resource],
    entry: &YamlNode,
) -> Result<(), BuildProblem> {
    let at = entry.at.first();
    let patch = read_entry(cx, root, entry)?;
    let target = entry.get("target").filter(|target| !target.is_null());
    let selector = target.map(|node| {
        ResourceSelector::new(node).map_err(|error| BuildProblem::broken(node.at.first(), error))
    });
    match (patch, selector.transpose()?) {
        (ParsedPatch::Json(_), None) => {
            Err(BuildProblem::broken(at, "a JSON patch requires a `target`"))
        }
        (ParsedPatch::Json(patch), Some(selector)) => {
            for resource in resources.iter_mut().filter(|r| selector.matches(r)) {
                resource.remember_id();
                resource.with_memory(true, |object| patch.apply(cx, object))?;
            }
            Ok(())
        }
        (ParsedPatch::Merge(patches), _) if patches.is_empty() => Ok(()),
        (ParsedPatch::Merge(patches), Some(selector)) => {
            let [patch] = patches.as_slice() else {
                let message = "a patch with a `target` must contain exactly one document";
                return Err(BuildProblem::broken(at, message));
            };
            let used = resources.iter().any(|resource| selector.matches(resource));
            match text_of(entry, "path") {
                Some(file) => cx.patches.note(root.shown(file.text()), used),
                None => note_file(cx, patch, used),
            }
            merge_selected(cx, resources, &selector, patch, entry)?;
            no_names_twice(resources, at)
        }
        (ParsedPatch::Merge(patches), None) => {
            let options = Allowed::new(entry);
            if options.name || options.kind {
                // That they are allowed is in the annotations of the patch.
                let plain = |patch: &YamlNode| with_plain(patch, &["annotations"]);
                let patches: Result<Vec<YamlNode>, BuildProblem> =
                    patches.iter().map(plain).collect();
                merge_all(cx, resources, &patches?, options);
            } else {
                merge_all(cx, resources, &patches, options);
            }
            Ok(())
        }
    }
}

/// A field of an entry that says something.
fn text_of<'a>(entry: &'a YamlNode, field: &str) -> Option<&'a YamlNode> {
    entry.get(field).filter(|node| !node.text().trim().is_empty())
}

/// Reads the patch that an entry of `patches` holds or names.
fn read_entry(
    cx: &mut BuildContext,
    root: &BuildRoot,
    entry: &YamlNode,
) -> Result<ParsedPatch, BuildProblem> {
    match (text_of(entry, "patch"), text_of(entry, "path")) {
        (Some(_), Some(path)) => {
            let message = "a patch must set only one of `patch` and `path`";
            Err(BuildProblem::broken(path.at.first(), message))
        }
        (None, None) => {
            Err(BuildProblem::broken(entry.at.first(), "a patch must set `patch` or `path`"))
        }
        (Some(inline), None) => read_inline(cx, inline),
        (None, Some(path)) => read_file(cx, root, path),
    }
}

/// Merges a patch into all resources that its entry selects.
fn merge_selected(
    cx: &mut BuildContext,
    resources: &mut [Resource],
    selector: &ResourceSelector,
    patch: &YamlNode,
    entry: &YamlNode,
) -> Result<(), BuildProblem> {
    let options = Allowed::new(entry);
    let patch = with_plain_metadata(patch)?;
    let chosen: Vec<&mut Resource> =
        resources.iter_mut().filter(|resource| selector.matches(resource)).collect();
    for resource in chosen {
        // It is read as one of the target's own type.
        let mut patch = patch.clone();
        if let Some(own) = resource.node.get("apiVersion") {
            patch.set("apiVersion", entry.at.first(), own.clone());
        }
        merge_into(cx, resource, &patch, options)?;
    }
    Ok(())
}

/// What `options` of a patch allow it to change.
#[derive(Clone, Copy, Default)]
struct Allowed {
    name: bool,
    kind: bool,
}

impl Allowed {
    fn new(entry: &YamlNode) -> Allowed {
        let is = |key| {
            let option = entry.get("options").and_then(|options| options.get(key));
            option.and_then(YamlNode::as_bool) == Some(true)
        };
        Allowed { name: is("allowNameChange"), kind: is("allowKindChange") }
    }
}

/// Labels and annotations of a patch as kustomize copies them: all of them become strings, null
/// too.
fn with_plain_metadata(patch: &YamlNode) -> Result<YamlNode, BuildProblem> {
    with_plain(patch, &["labels", "annotations"])
}

fn with_plain(patch: &YamlNode, fields: &[&str]) -> Result<YamlNode, BuildProblem> {
    let mut patch = patch.clone();
    let Some(meta) = patch.get_mut("metadata") else { return Ok(patch) };
    for field in fields {
        let Some(pairs) = meta.get_mut(field) else { continue };
        match &mut pairs.value {
            YamlValue::Map(entries) if !entries.is_empty() => {
                for entry in entries {
                    check_key(&entry.key, entry.key_at)?;
                    let text = YamlScalar::string(entry.value.text());
                    entry.value.value = YamlValue::Scalar(text);
                }
            }
            _ => {
                meta.remove(field);
            }
        }
    }
    Ok(patch)
}

/// No two objects may have the same name after a patch.
fn no_names_twice(resources: &[Resource], at: Span) -> Result<(), BuildProblem> {
    let mut known = IndexSet::new();
    let mut there = resources.iter().filter(|resource| !resource.is_gone());
    match there.find(|resource| !known.insert(resource.id().key())) {
        Some(twice) => {
            let message = text!("{} exists twice after the patch", name(twice.id().shown()));
            Err(BuildProblem::broken(at, message))
        }
        None => Ok(()),
    }
}

/// An entry of `patchesStrategicMerge`: a path, or the patch itself.
pub(super) fn strategic_merge(
    cx: &mut BuildContext,
    root: &BuildRoot,
    resources: &mut [Resource],
    entry: &YamlNode,
) -> Result<(), BuildProblem> {
    let inline = is_inline(entry.text()) && !root.is_dir(entry.text());
    let patch = if inline { read_inline(cx, entry)? } else { read_file(cx, root, entry)? };
    match patch {
        ParsedPatch::Merge(patches) => {
            let plain: Result<Vec<YamlNode>, BuildProblem> =
                patches.iter().map(with_plain_metadata).collect();
            merge_all(cx, resources, &plain?, Allowed::default());
            Ok(())
        }
        ParsedPatch::Json(_) => {
            let message = "`patchesStrategicMerge` cannot contain a JSON patch";
            Err(BuildProblem::broken(entry.at.first(), message))
        }
    }
}

/// An entry of `patchesJson6902`.
pub(super) fn json6902(
    cx: &mut BuildContext,
    root: &BuildRoot,
    resources: &mut [Resource],
    entry: &YamlNode,
) -> Result<(), BuildProblem> {
    let at = entry.at.first();
    let wrong = |message: &'static str| Err(BuildProblem::broken(at, message));
    let Some(target) = entry.get("target") else {
        return wrong("a JSON patch requires a `target`");
    };
    if target.get("name").is_none_or(|name| name.text().is_empty()) {
        return wrong("a target in `patchesJson6902` requires a `name`");
    }
    let text = |key| entry.get(key).filter(|node| !node.text().is_empty());
    let inline = text("patch").or(text("jsonOp"));
    let patch = match (inline, text("path")) {
        (Some(inline), None) => read_inline(cx, inline)?,
        (None, Some(path)) => read_file(cx, root, path)?,
        _ => return wrong("a patch must set either `patch` or `path`"),
    };
    let ParsedPatch::Json(patch) = patch else {
        return wrong("a JSON patch must be a list of operations");
    };
    if patch.is_empty() {
        return wrong("the patch is empty");
    }
    let selector =
        ResourceSelector::new(target).map_err(|error| BuildProblem::broken(at, error))?;
    for resource in resources.iter_mut().filter(|resource| selector.matches(resource)) {
        resource.with_memory(true, |object| patch.apply(cx, object))?;
    }
    Ok(())
}

fn read_file(
    cx: &mut BuildContext,
    root: &BuildRoot,
    path: &YamlNode,
) -> Result<ParsedPatch, BuildProblem> {
    let at = path.at.first();
    let id = root.load(&mut cx.files, path.text(), at)?;
    let file = cx.files.get(id);
    let (documents, start) = (Arc::clone(file.documents()), file.start);
    read(&documents, &|span| Span::new(span.start + start, span.end + start), at)
}

fn read_inline(cx: &mut BuildContext, node: &YamlNode) -> Result<ParsedPatch, BuildProblem> {
    let at = node.at.first();
    let inlay = Inlay::new(&cx.files, node.text(), at);
    read(&Documents::of(node.text().into()), &|span| inlay.place(span), at)
}

fn read(
    documents: &Documents,
    place: &dyn Fn(Span) -> Span,
    at: Span,
) -> Result<ParsedPatch, BuildProblem> {
    let read = nodes(documents.all(), Yaml::V1_2, place)?;
    let trimmed = documents.text().trim();
    let is_json = || serde_json::from_str::<serde::de::IgnoredAny>(trimmed).is_ok();
    if trimmed.starts_with('[') && !is_json() {
        let message = "a patch that starts with `[` must be valid JSON; quote keys and strings";
        return Err(BuildProblem::broken(at, message));
    }
    if let Some(first) = read.first().filter(|first| first.is_list() && !first.is_empty()) {
        // JSON patches are read by the other parser.
        let list = nodes(documents.all(), Yaml::V1_1, place)?.into_iter().next();
        return JsonPatch::read(list.as_ref().unwrap_or(first)).map(ParsedPatch::Json);
    }
    manifests::objects(read, at).map(ParsedPatch::Merge)
}

/// Merges each patch into the resource that it names; those that fail are noted.
fn merge_all(
    cx: &mut BuildContext,
    resources: &mut [Resource],
    patches: &[YamlNode],
    options: Allowed,
) {
    for patch in patches {
        let done = merge_by_name(cx, resources, patch, options);
        cx.note(done);
    }
}

/// Notes whether the file that contains a patch has a use.
fn note_file(cx: &mut BuildContext, patch: &YamlNode, used: bool) {
    let Some((file, _)) = cx.files.locate(patch.at.first()) else { return };
    let file = cx.files.get(file).name.clone();
    if !used && is_file_name(&file) {
        cx.idle.push(Resource::new(patch.clone()));
    }
    cx.patches.note(file, used);
}

/// Merges a patch into the one resource of its kind and name.
fn merge_by_name(
    cx: &mut BuildContext,
    resources: &mut [Resource],
    patch: &YamlNode,
    options: Allowed,
) -> Result<(), BuildProblem> {
    let patch_resource = Resource::new(patch.clone());
    let id = patch_resource.id();
    let mut found = resources
        .iter_mut()
        .filter(|resource| !resource.is_gone() && resource.ids().any(|other| other.same(id)));
    let at = patch.at_path(&["metadata", "name"]).map_or(patch.at.first(), |name| name.at.first());
    let Some(target) = found.next() else {
        note_file(cx, patch, false);
        return Err(BuildProblem::unmatched(
            at,
            text!("patch target {} does not exist", name(id.shown())),
        ));
    };
    if found.next().is_some() {
        let message = text!("several resources match {}", name(id.shown()));
        return Err(BuildProblem::broken(at, message));
    }
    note_file(cx, patch, true);
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
    cx: &mut BuildContext,
    resource: &mut Resource,
    patch: &YamlNode,
    options: Allowed,
) -> Result<(), BuildProblem> {
    let at = patch.at.first();
    cx.spend(patch.size(), at)?;
    if options.name || options.kind {
        resource.remember_id();
    }
    // Its writer forgets to take over an object that is replaced.
    if patch.get(DIRECTIVE).is_some_and(|word| word.text() == "replace") {
        return Ok(());
    }
    let field = |node: &YamlNode, path: &[&str]| node.at_path(path).cloned();
    let kind = field(&resource.node, &["kind"]);
    let name = field(&resource.node, &["metadata", "name"]);
    let namespace = resource.node.get("metadata").and_then(|meta| meta.entry("namespace")).cloned();
    let api_version = field(&resource.node, &["apiVersion"]);
    let open_api = cx.open_api.as_ref();
    resource.with_memory(false, |object| {
        let merged = merge::apply(object, patch, open_api);
        let merged = merged.map_err(|error| BuildProblem::broken(at, error))?;
        *object = merged.filter(|merged| !merged.is_empty()).unwrap_or_else(|| YamlNode::map(at));
        Ok::<_, BuildProblem>(())
    })?;
    if resource.is_gone() {
        return Ok(());
    }
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
    let Some(meta) = resource.node.get_or_insert("metadata", YamlNode::map(at)) else {
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
