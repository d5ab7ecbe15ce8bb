//! ConfigMaps and Secrets from files, literals and environment files (`api/internal/generators`,
//! `api/kv`).

use indexmap::{IndexMap, IndexSet};

use super::{
    BuildContext, BuildProblem, BuildProblemKind,
    files::{BuildRoot, FileId, Inlay},
    resource::{Behavior, Resource, append},
    value::{ScalarTag, YamlEntry, YamlNode, YamlScalar, YamlValue, check_key},
};
use crate::{
    input::Span,
    syntax::base64,
    text,
    text::{key, name},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GeneratorKind {
    ConfigMap,
    Secret,
}

/// One key of the data, and where it and its value are.
struct DataEntry {
    key: String,
    key_at: Span,
    value: Vec<u8>,
    at: Span,
}

/// Makes the object that an entry of `configMapGenerator` or `secretGenerator` describes.
pub(super) fn resource(
    cx: &mut BuildContext,
    root: &BuildRoot,
    kind: GeneratorKind,
    args: &YamlNode,
    global: Option<&YamlNode>,
) -> Result<Resource, BuildProblem> {
    let options = GeneratorOptions::new(args.get("options"), global);
    let mut object = without_data(kind, args, &options)?;
    let mut known = IndexSet::new();
    for pair in pairs(cx, root, args)? {
        if !known.insert(pair.key.clone()) {
            let message = text!("duplicate key `{}`", key(&pair.key));
            return Err(BuildProblem::broken(pair.key_at, message));
        }
        check_key(&pair.key, pair.key_at)?;
        put(&mut object, kind, &pair);
    }
    if let Some(immutable) = options.immutable {
        let value = YamlNode::scalar(YamlScalar::tagged("true", ScalarTag::Bool), immutable);
        object.set("immutable", immutable, value);
    }
    let mut resource = Resource::new(object);
    resource.hashed = !options.no_hash;
    resource.behavior = match args.get("behavior").map_or("", YamlNode::text) {
        "merge" => Behavior::Merge,
        "replace" => Behavior::Replace,
        _ => Behavior::Create,
    };
    Ok(resource)
}

/// The object without data: its kind, metadata and type.
fn without_data(
    kind: GeneratorKind,
    args: &YamlNode,
    options: &GeneratorOptions,
) -> Result<YamlNode, BuildProblem> {
    let at = args.at.first();
    let text = |key| args.get(key).filter(|node| node.as_str().is_some_and(|t| !t.is_empty()));
    let Some(name) = text("name") else {
        return Err(BuildProblem::broken(at, "the generator has no `name`"));
    };
    let kind_name = if kind == GeneratorKind::Secret { "Secret" } else { "ConfigMap" };
    let mut object = YamlNode::map(at);
    object.set("apiVersion", at, YamlNode::string("v1", at));
    object.set("kind", at, YamlNode::string(kind_name, at));
    let mut meta = YamlNode::map(at);
    meta.set("name", name.at.first(), YamlNode::string(name.text(), name.at.first()));
    if let Some(namespace) = text("namespace") {
        let value = YamlNode::string(namespace.text(), namespace.at.first());
        meta.set("namespace", namespace.at.first(), value);
    }
    for (field, pairs) in [("labels", &options.labels), ("annotations", &options.annotations)] {
        if !pairs.is_empty() {
            let mut map = YamlNode::map(at);
            for pair in pairs {
                map.set(&pair.key, pair.key_at, pair.value.clone());
            }
            meta.set(field, at, map);
        }
    }
    object.set("metadata", at, meta);
    if kind == GeneratorKind::Secret {
        let given = text("type");
        let type_ = given.map_or("Opaque", YamlNode::text);
        let type_at = given.map_or(at, |node| node.at.first());
        object.set("type", type_at, YamlNode::string(type_, type_at));
        object.set("data", at, YamlNode::map(at));
    }
    Ok(object)
}

/// `options` of a generator, filled up from `generatorOptions`.
#[derive(Default)]
struct GeneratorOptions {
    labels: Vec<YamlEntry>,
    annotations: Vec<YamlEntry>,
    no_hash: bool,
    /// Where it is said.
    immutable: Option<Span>,
}

impl GeneratorOptions {
    fn new(local: Option<&YamlNode>, global: Option<&YamlNode>) -> GeneratorOptions {
        let mut options = GeneratorOptions::default();
        for node in [local, global].into_iter().flatten() {
            let is = |key| node.get(key).filter(|node| node.as_bool() == Some(true));
            options.no_hash |= is("disableNameSuffixHash").is_some();
            options.immutable = options.immutable.or(is("immutable").map(|node| node.at.first()));
            for (key, pairs) in
                [("labels", &mut options.labels), ("annotations", &mut options.annotations)]
            {
                for entry in node.get(key).map_or(&[][..], YamlNode::entries) {
                    if pairs.iter().all(|known| known.key != entry.key) {
                        pairs.push(entry.clone());
                    }
                }
            }
        }
        options
    }
}

fn put(object: &mut YamlNode, kind: GeneratorKind, pair: &DataEntry) {
    let text = std::str::from_utf8(&pair.value);
    let (field, text) = match (kind, text) {
        (GeneratorKind::ConfigMap, Ok(text)) => ("data", text.to_owned()),
        (GeneratorKind::ConfigMap, Err(_)) => ("binaryData", in_lines(&pair.value)),
        (GeneratorKind::Secret, _) => ("data", in_lines(&pair.value)),
    };
    let at = object.at.first();
    let map = object.get_or_insert(field, YamlNode::map(at));
    if let Some(YamlValue::Map(entries)) = map.map(|map| &mut map.value) {
        let value = YamlNode::string(text, pair.at);
        entries.push(YamlEntry { key: pair.key.as_str().into(), key_at: pair.key_at, value });
    }
}

/// The data: of environment files, then literals, then files.
fn pairs(
    cx: &mut BuildContext,
    root: &BuildRoot,
    args: &YamlNode,
) -> Result<Vec<DataEntry>, BuildProblem> {
    let items = |key| args.get(key).map_or(&[][..], YamlNode::items);
    let mut pairs = Vec::new();
    for item in items("envs").iter().chain(args.get("env")) {
        if item.text().is_empty() {
            continue;
        }
        let id = load(cx, root, item, item.text())?;
        environment(cx, id, item, &mut pairs)?;
    }
    for item in items("literals") {
        pairs.push(literal(cx, item)?);
    }
    for item in items("files") {
        let source = item.text();
        let at = item.at.first();
        let (key, path) = match source.split_once('=') {
            None => (source.rsplit('/').next().unwrap_or(source), source),
            Some((key, path)) => (key, path),
        };
        if key.is_empty() || path.is_empty() || path.contains('=') {
            let message = text!("`{}` must be PATH or KEY=PATH", source);
            return Err(BuildProblem::broken(at, message));
        }
        let id = load(cx, root, item, path)?;
        let file = cx.files.get(id);
        pairs.push(DataEntry {
            key: key.to_owned(),
            key_at: at,
            value: file.bytes().to_vec(),
            at: file.whole(),
        });
    }
    Ok(pairs)
}

/// Reads a file with data. That such a file is missing says less than of others: it is often kept
/// out of the repository.
fn load(
    cx: &mut BuildContext,
    root: &BuildRoot,
    item: &YamlNode,
    path: &str,
) -> Result<FileId, BuildProblem> {
    root.load(&mut cx.files, path, item.at.first()).map_err(|problem| match problem.kind {
        BuildProblemKind::NoFile => BuildProblem { kind: BuildProblemKind::Broken, ..problem },
        _ => problem,
    })
}

/// `key=value`, the value perhaps in quotes.
fn literal(cx: &BuildContext, item: &YamlNode) -> Result<DataEntry, BuildProblem> {
    let text = item.text();
    let at = item.at.first();
    let Some((key, value)) = text.split_once('=').filter(|(key, _)| !key.is_empty()) else {
        return Err(BuildProblem::broken(at, text!("`{}` must be KEY=VALUE", text)));
    };
    let quoted = ['"', '\'']
        .iter()
        .find_map(|quote| value.strip_prefix(*quote).and_then(|rest| rest.strip_suffix(*quote)));
    let inlay = Inlay::new(&cx.files, text, at);
    let value_at = key.len() + 1 + usize::from(quoted.is_some());
    let value = quoted.unwrap_or(value);
    let span = |from: usize, length: usize| Span::new(from as u32, (from + length) as u32);
    Ok(DataEntry {
        key: key.to_owned(),
        key_at: inlay.place(span(0, key.len())),
        value: value.as_bytes().to_vec(),
        at: inlay.place(span(value_at, value.len())),
    })
}

/// Lines of `KEY=value`; blank lines and those after `#` do not count.
fn environment(
    cx: &BuildContext,
    id: FileId,
    item: &YamlNode,
    pairs: &mut Vec<DataEntry>,
) -> Result<(), BuildProblem> {
    let file = cx.files.get(id);
    if file.text.is_empty() && !file.bytes().is_empty() {
        let message = text!("`{}` is not valid UTF-8", name(&file.name));
        return Err(BuildProblem::broken(item.at.first(), message));
    }
    let mut start = file.start;
    for line in file.text.split_inclusive('\n') {
        let from = start;
        start += line.len() as u32;
        let line = line.strip_suffix('\n').unwrap_or(line);
        let line = line.strip_suffix('\r').unwrap_or(line);
        let trimmed = line.trim_start();
        let from = from + (line.len() - trimmed.len()) as u32;
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        let (key, value) = trimmed.split_once('=').unwrap_or((trimmed, ""));
        if key.is_empty() {
            continue;
        }
        let value_at = from + (trimmed.len() - value.len()) as u32;
        pairs.push(DataEntry {
            key: key.to_owned(),
            key_at: Span::new(from, from + key.len() as u32),
            value: value.as_bytes().to_vec(),
            at: Span::new(value_at, value_at + value.len() as u32),
        });
    }
    Ok(())
}

/// Base64 in lines of 70, as kustomize writes it; a short one stays in one line without break.
fn in_lines(bytes: &[u8]) -> String {
    const LINE: usize = 70;
    let text = base64::encode(bytes);
    if text.len() < LINE {
        return text;
    }
    let mut lines = String::with_capacity(text.len() + text.len() / LINE + 1);
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (line, more) = rest.split_at(rest.len().min(LINE));
        lines.push_str(line);
        lines.push('\n');
        rest = more;
    }
    lines
}

/// Adds generated objects: new ones, or into those that they merge with or replace.
pub(super) fn absorb(list: &mut Vec<Resource>, mut new: Resource) -> Result<(), BuildProblem> {
    let at = new.node.at.first();
    let matches: Vec<usize> =
        (0..list.len()).filter(|index| list[*index].ids().any(|id| id.same(new.id()))).collect();
    let object = name(new.id().shown());
    match (matches.as_slice(), new.behavior) {
        ([], Behavior::Create | Behavior::None) => {
            append(list, vec![new]);
            Ok(())
        }
        ([], _) => {
            let message = text!("there is no {} to merge or replace", object);
            Err(BuildProblem::unmatched(at, message))
        }
        ([_], Behavior::Create | Behavior::None) => Err(BuildProblem::broken(
            at,
            text!("{} already exists; set `behavior` to `merge` or `replace`", object),
        )),
        ([one], behavior) => {
            let old = &list[*one];
            take_metadata(&mut new, old);
            if behavior == Behavior::Merge {
                for field in ["data", "binaryData"] {
                    let both = union(old.node.get(field), new.node.get(field), at);
                    new.node.remove(field);
                    if !both.entries().is_empty() {
                        new.node.set(field, at, both);
                    }
                }
                new.origin = old.origin.clone().or(new.origin);
            }
            new.inherit(old);
            list[*one] = new;
            Ok(())
        }
        (_, _) => Err(BuildProblem::broken(at, text!("several resources match {}", object))),
    }
}

/// Labels and annotations of both, name and namespace of the old one.
fn take_metadata(new: &mut Resource, old: &Resource) {
    let at = new.node.at.first();
    let old_meta = old.node.get("metadata");
    let Some(meta) = new.node.get_or_insert("metadata", YamlNode::map(at)) else { return };
    for field in ["labels", "annotations"] {
        let both = union(old_meta.and_then(|meta| meta.get(field)), meta.get(field), at);
        meta.remove(field);
        if !both.entries().is_empty() {
            meta.set(field, at, both);
        }
    }
    for field in ["name", "namespace"] {
        let new = meta.remove(field);
        if let Some(entry) = old_meta.and_then(|meta| meta.entry(field)) {
            let mut value = entry.value.clone();
            value.at.and(new.iter().flat_map(|new| new.at.all()));
            meta.set(field, entry.key_at, value);
        }
    }
}

/// The pairs of two maps as strings; those of the second win.
fn union(first: Option<&YamlNode>, second: Option<&YamlNode>, at: Span) -> YamlNode {
    let mut both = IndexMap::new();
    for entry in [first, second].into_iter().flatten().flat_map(YamlNode::entries) {
        let value = YamlValue::Scalar(YamlScalar::string(entry.value.text()));
        let value = YamlNode { value, at: entry.value.at.clone() };
        both.insert(&*entry.key, YamlEntry { value, ..entry.clone() });
    }
    YamlNode { value: YamlValue::Map(both.into_values().collect()), ..YamlNode::map(at) }
}
