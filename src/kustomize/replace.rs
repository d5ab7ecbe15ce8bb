//! Replacements: values that are copied from one resource into others
//! (`api/filters/replacement`).

use super::{
    BuildContext, BuildProblem,
    fields::gvk_of_node,
    files::BuildRoot,
    id::{GvkPattern, ResourceId},
    resource::Resource,
    select::ResourceSelector,
    structured::{Leaf, change_all, change_in_text, dotted_path, lookup},
    value::{ScalarTag, YamlNode, YamlScalar, plain_tag},
};
use crate::{
    input::Span,
    text,
    text::{Text, name},
};

/// A text of so many bytes counts as a value.
const BYTES_OF_A_VALUE: usize = 100;
/// The path that is meant where none is given.
const DEFAULT_PATH: &str = "metadata.name";

/// Runs all entries of `replacements`, those in files included.
pub(super) fn run(
    cx: &mut BuildContext,
    root: &BuildRoot,
    resources: &mut [Resource],
    list: &[YamlNode],
) -> Result<(), BuildProblem> {
    let mut replacements = Vec::new();
    for item in list {
        let Some(path) = item.get("path").filter(|path| !path.text().is_empty()) else {
            replacements.push(item.clone());
            continue;
        };
        let at = path.at.first();
        let inline = item.get("source").or(item.get("targets"));
        if inline.is_some_and(|inline| !inline.is_empty()) {
            let message = "a replacement must set either `path`, or `source` and `targets`";
            return Err(BuildProblem::broken(at, message));
        }
        let id = root.load(&mut cx.files, path.text(), at)?;
        for document in cx.files.configuration(id)?.into_iter().take(1) {
            match document.items() {
                [] => replacements.push(document),
                items => replacements.extend(items.iter().cloned()),
            }
        }
    }
    for replacement in &replacements {
        let done = replace(cx, resources, replacement);
        cx.note(done);
    }
    Ok(())
}

/// Copies one value into all its targets.
fn replace(
    cx: &mut BuildContext,
    resources: &mut [Resource],
    replacement: &YamlNode,
) -> Result<(), BuildProblem> {
    let targets = replacement.get("targets").map_or(&[][..], YamlNode::items);
    if targets.is_empty() {
        let message = "a replacement requires `targets`";
        return Err(BuildProblem::broken(replacement.at.first(), message));
    }
    let value = value_of(resources, replacement)?;
    targets.iter().try_for_each(|target| put(cx, resources, &value, target))
}

/// The value that is copied.
fn value_of(resources: &[Resource], replacement: &YamlNode) -> Result<YamlNode, BuildProblem> {
    let at = replacement.at.first();
    let given = replacement.get("sourceValue").filter(|node| !node.is_null());
    let source = replacement.get("source").filter(|node| !node.is_null());
    let source = match (given, source) {
        (Some(given), None) => {
            return Ok(YamlNode::scalar(YamlScalar::plain(given.text()), given.at.first()));
        }
        (None, Some(source)) => source,
        _ => {
            let message = "a replacement must set either `source` or `sourceValue`";
            return Err(BuildProblem::broken(at, message));
        }
    };
    let at = source.at.first();
    let text = |key| source.get(key).map_or("", YamlNode::text);
    let gvk = gvk_of_node(source);
    let mut found = resources.iter().filter(|resource| {
        resource.ids().any(|id| is_source(id, &gvk, text("name"), text("namespace")))
    });
    let Some(holder) = found.next() else {
        let message = "no resource matches `source`";
        return Err(BuildProblem::unmatched(at, message));
    };
    if let Some(other) = found.next() {
        let message = text!(
            "`source` must match one resource, but matches {} and {}",
            name(holder.id().shown()),
            name(other.id().shown())
        );
        return Err(BuildProblem::broken(at, message));
    }
    let path = if text("fieldPath").is_empty() { DEFAULT_PATH } else { text("fieldPath") };
    let field = lookup(&holder.node, &dotted_path(path)).filter(|field| !field.is_empty());
    let Some(field) = field else {
        let message = text!("{} has no field `{}`", name(holder.id().shown()), name(path));
        return Err(BuildProblem::broken(at, message));
    };
    let options = ReplacementOptions::new(source);
    if options.delimiter.is_empty() {
        return Ok(field.clone());
    }
    if field.as_scalar().is_none() {
        let message = text!("`{}` must be a string to be split at `delimiter`", name(path));
        return Err(BuildProblem::broken(at, message));
    }
    let parts: Vec<&str> = field.text().split(options.delimiter).collect();
    let part = usize::try_from(options.index).ok().and_then(|index| parts.get(index));
    let Some(part) = part else {
        let message = text!("`{}` has no part with index {}", field.text(), name(options.index));
        return Err(BuildProblem::broken(at, message));
    };
    let mut value = field.clone();
    value.set_text((*part).into());
    // It is a part of that line.
    value.at.and([source.get("options").unwrap_or(source).at.first()]);
    Ok(value)
}

fn is_source(id: ResourceId<'_>, gvk: &GvkPattern, name: &str, namespace: &str) -> bool {
    let effective = if namespace.is_empty() { "default" } else { namespace };
    (name.is_empty() || id.name == name)
        && (namespace.is_empty() || id.effective_namespace() == effective)
        && gvk.selects(id)
}

/// `options` of a source or target.
struct ReplacementOptions<'a> {
    delimiter: &'a str,
    index: i64,
    create: bool,
}

impl<'a> ReplacementOptions<'a> {
    fn new(node: &'a YamlNode) -> ReplacementOptions<'a> {
        let options = node.get("options");
        let get = |key| options.and_then(|options| options.get(key));
        ReplacementOptions {
            delimiter: get("delimiter").map_or("", YamlNode::text),
            index: get("index").and_then(YamlNode::as_int).unwrap_or(0),
            create: get("create").and_then(YamlNode::as_bool).unwrap_or(false),
        }
    }
}

/// Copies a value into everything that a target describes.
fn put(
    cx: &mut BuildContext,
    resources: &mut [Resource],
    value: &YamlNode,
    target: &YamlNode,
) -> Result<(), BuildProblem> {
    let at = target.at.first();
    let wrong = |message: Text| BuildProblem::broken(at, message);
    let Some(select) = target.get("select").filter(|select| !select.is_null()) else {
        return Err(wrong("a target requires `select`".into()));
    };
    let selector = ResourceSelector::new(select).map_err(wrong)?;
    let rejects = target.get("reject").map_or(&[][..], YamlNode::items);
    let rejects: Vec<ResourceSelector> =
        rejects.iter().map(ResourceSelector::new).collect::<Result<_, _>>().map_err(wrong)?;
    let options = ReplacementOptions::new(target);
    let paths = target.get("fieldPaths").map_or(&[][..], YamlNode::items);
    let paths: Vec<(&str, Span)> = match paths {
        [] => vec![(DEFAULT_PATH, at)],
        paths => paths.iter().map(|path| (path.text(), path.at.first())).collect(),
    };
    let size = value.size() + value.text().len() / BYTES_OF_A_VALUE;
    for resource in resources {
        let rejected = rejects.iter().any(|reject| {
            (!reject.asks_no_labels() && reject.matches_labels(resource))
                || (!reject.asks_no_id() && resource.ids().any(|id| reject.matches_id(id)))
        });
        let meant =
            selector.matches_labels(resource) && resource.ids().any(|id| selector.matches_id(id));
        if rejected || !meant {
            continue;
        }
        for (path, at) in &paths {
            cx.spend(size, *at)?;
            put_at(resource, value, path, *at, &options)?;
        }
    }
    Ok(())
}

fn put_at(
    resource: &mut Resource,
    value: &YamlNode,
    path: &str,
    at: Span,
    options: &ReplacementOptions<'_>,
) -> Result<(), BuildProblem> {
    let steps = dotted_path(path);
    let make = options.create.then(|| Leaf::like(value));
    let object = &mut resource.node;
    let mut inside = |field: &mut YamlNode| set(field, value);
    if change_in_text(object, &steps, make, &value.at, &mut inside).is_ok() {
        return Ok(());
    }
    let mut whole = |field: &mut YamlNode| set_part(field, value, options);
    let count = change_all(object, &steps, make, &mut whole);
    let count =
        count.map_err(|error| BuildProblem::broken(at, text!("{}: {}", name(path), error)))?;
    if count == 0 {
        let message = text!("{} has no field `{}`", name(resource.id().shown()), name(path));
        return Err(BuildProblem::broken(at, message));
    }
    Ok(())
}

/// A scalar takes the text, and keeps its type where it is a string; anything else is replaced.
fn set(field: &mut YamlNode, value: &YamlNode) -> Result<(), Text> {
    match field.as_scalar() {
        Some(old) if old.stays_null() && plain_tag(value.text()) != ScalarTag::Null => {
            return Err("an explicit null cannot be replaced".into());
        }
        Some(_) => {
            field.set_text(value.text().into());
            field.at = value.at.clone();
        }
        None => *field = value.clone(),
    }
    Ok(())
}

/// Replaces a field, or the part of it between two delimiters.
fn set_part(
    field: &mut YamlNode,
    value: &YamlNode,
    options: &ReplacementOptions<'_>,
) -> Result<(), Text> {
    if options.delimiter.is_empty() {
        return set(field, value);
    }
    if field.as_scalar().is_none() {
        return Err("only a string can be split at `delimiter`".into());
    }
    let old = field.text().to_owned();
    let mut parts: Vec<&str> = old.split(options.delimiter).collect();
    match usize::try_from(options.index) {
        Err(_) => parts.insert(0, value.text()),
        Ok(index) => match parts.get_mut(index) {
            Some(part) => *part = value.text(),
            None => parts.push(value.text()),
        },
    }
    let mut places = value.at.clone();
    places.and(field.at.all());
    field.set_text(parts.join(options.delimiter).into());
    field.at = places;
    Ok(())
}
