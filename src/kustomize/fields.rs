//! Which fields of which kinds a transformer changes: kustomize's own table (`fields.txt`, from
//! `api/internal/konfig/builtinpluginconsts`), and what kustomizations add to it.

use std::sync::{Arc, LazyLock};

use super::{
    BuildContext, BuildProblem,
    files::BuildRoot,
    id::{GvkPattern, ResourceId},
    shape::check_configuration,
    value::{ScalarTag, YamlEntry, YamlNode, YamlScalar, YamlValue, is_bare_key},
};
use crate::{
    input::Span,
    text,
    text::{Text, key, name},
};

/// A field, by its path, of the kinds that `gvk` selects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FieldSpec {
    pub(super) gvk: GvkPattern,
    path: String,
    steps: Vec<String>,
    /// Whether it is made where it is absent.
    create: bool,
}

/// Fields that hold names of resources of a kind.
#[derive(Clone, Debug)]
pub(super) struct NameReference {
    pub(super) to: GvkPattern,
    pub(super) fields: Vec<FieldSpec>,
}

/// All fields that transformers change.
#[derive(Clone, Debug, Default)]
pub(super) struct FieldSpecs {
    pub(super) name_prefix: Vec<FieldSpec>,
    pub(super) name_suffix: Vec<FieldSpec>,
    pub(super) namespace: Vec<FieldSpec>,
    pub(super) common_labels: Vec<FieldSpec>,
    pub(super) labels: Vec<FieldSpec>,
    pub(super) template_labels: Vec<FieldSpec>,
    pub(super) common_annotations: Vec<FieldSpec>,
    pub(super) var_reference: Vec<FieldSpec>,
    pub(super) images: Vec<FieldSpec>,
    pub(super) replicas: Vec<FieldSpec>,
    pub(super) name_reference: Vec<NameReference>,
}

static BUILT_IN: LazyLock<Arc<FieldSpecs>> = LazyLock::new(|| {
    let mut config = FieldSpecs::default();
    let mut section = "";
    for line in include_str!("fields.txt").lines() {
        if let Some(line) = line.strip_prefix(' ') {
            let spec = FieldSpec::parse(line);
            match config.section(section) {
                Some(specs) => specs.push(spec),
                None => {
                    if let Some(last) = config.name_reference.last_mut() {
                        last.fields.push(spec);
                    }
                }
            }
        } else {
            let (name, words) = line.split_once(' ').unwrap_or((line, ""));
            section = name;
            if !words.is_empty() {
                let to = gvk_of_words(words.split(' '));
                config.name_reference.push(NameReference { to, fields: Vec::new() });
            }
        }
    }
    Arc::new(config)
});

/// The table that every build begins with.
pub(super) fn built_in() -> Arc<FieldSpecs> {
    Arc::clone(&BUILT_IN)
}

fn gvk_of_words<'a>(words: impl Iterator<Item = &'a str>) -> GvkPattern {
    let mut gvk = GvkPattern::default();
    for word in words {
        match word.split_once('=') {
            Some(("group", group)) => gvk.group = group.into(),
            Some(("version", version)) => gvk.version = version.into(),
            Some(("kind", kind)) => gvk.kind = kind.into(),
            _ => {}
        }
    }
    gvk
}

/// The steps of a path; a separator after `\` belongs to the step.
pub(super) fn split_path(path: &str, separator: char) -> Vec<String> {
    let path = path.strip_prefix(separator).unwrap_or(path);
    let mut steps: Vec<String> = Vec::new();
    for part in path.split(separator) {
        match steps.last_mut() {
            Some(last) if last.ends_with('\\') => {
                last.pop();
                last.push(separator);
                last.push_str(part);
            }
            _ => steps.push(part.to_owned()),
        }
    }
    steps
}

impl FieldSpec {
    pub(super) fn new(gvk: GvkPattern, path: &str, create: bool) -> FieldSpec {
        FieldSpec { gvk, path: path.to_owned(), steps: split_path(path, '/'), create }
    }

    /// `spec/replicas kind=Deployment create`
    fn parse(line: &str) -> FieldSpec {
        let mut words = line.split(' ');
        let path = words.next().unwrap_or("");
        FieldSpec::new(gvk_of_words(words.clone()), path, words.any(|word| word == "create"))
    }

    fn read(node: &YamlNode) -> FieldSpec {
        let create = node.get("create").and_then(YamlNode::as_bool).unwrap_or(false);
        let path = node.get("path").and_then(YamlNode::as_str).unwrap_or("");
        FieldSpec::new(gvk_of_node(node), path, create)
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }
}

/// `group`, `version` and `kind` of a map.
pub(super) fn gvk_of_node(node: &YamlNode) -> GvkPattern {
    let text = |key| node.get(key).and_then(YamlNode::as_str).unwrap_or("").to_owned();
    GvkPattern { group: text("group"), version: text("version"), kind: text("kind") }
}

/// Reads a list of field specs, as `fields`, `fieldSpecs` and configurations have them.
pub(super) fn read_list(node: Option<&YamlNode>) -> Vec<FieldSpec> {
    node.map_or(&[][..], YamlNode::items).iter().map(FieldSpec::read).collect()
}

/// Adds a field unless it is covered.
pub(super) fn add(specs: &mut Vec<FieldSpec>, new: &FieldSpec) -> Result<(), Text> {
    let known = specs.iter().find(|s| s.path == new.path && s.gvk.within(&new.gvk));
    match known {
        Some(known) if known.create != new.create => {
            Err(text!("conflicting `create` for the field `{}`", name(&new.path)))
        }
        Some(_) => Ok(()),
        None => {
            specs.push(new.clone());
            Ok(())
        }
    }
}

pub(super) fn add_all(specs: &mut Vec<FieldSpec>, new: &[FieldSpec]) -> Result<(), Text> {
    new.iter().try_for_each(|spec| add(specs, spec))
}

/// The sections of a configuration that are plain lists of fields.
const SECTIONS: [&str; 10] = [
    "namePrefix",
    "nameSuffix",
    "namespace",
    "commonLabels",
    "labels",
    "templateLabels",
    "commonAnnotations",
    "varReference",
    "images",
    "replicas",
];

impl FieldSpecs {
    fn section(&mut self, name: &str) -> Option<&mut Vec<FieldSpec>> {
        Some(match name {
            "namePrefix" => &mut self.name_prefix,
            "nameSuffix" => &mut self.name_suffix,
            "namespace" => &mut self.namespace,
            "commonLabels" => &mut self.common_labels,
            "labels" => &mut self.labels,
            "templateLabels" => &mut self.template_labels,
            "commonAnnotations" => &mut self.common_annotations,
            "varReference" => &mut self.var_reference,
            "images" => &mut self.images,
            "replicas" => &mut self.replicas,
            _ => return None,
        })
    }

    /// Adds what another configuration says; an `Err` is a contradiction.
    pub(super) fn merge(&mut self, other: &FieldSpecs) -> Result<(), Text> {
        let mut other = other.clone();
        for name in SECTIONS {
            if let (Some(mine), Some(theirs)) = (self.section(name), other.section(name)) {
                add_all(mine, theirs)?;
            }
        }
        for reference in other.name_reference {
            match self.name_reference.iter_mut().find(|known| known.to == reference.to) {
                Some(known) => add_all(&mut known.fields, &reference.fields)?,
                None => self.name_reference.push(reference),
            }
        }
        Ok(())
    }

    fn read(&mut self, node: &YamlNode) {
        for entry in node.entries() {
            if let Some(section) = self.section(&entry.key) {
                section.extend(read_list(Some(&entry.value)));
            } else if &*entry.key == "nameReference" {
                for item in entry.value.items() {
                    let fields = read_list(item.get("fieldSpecs"));
                    self.name_reference.push(NameReference { to: gvk_of_node(item), fields });
                }
            }
        }
    }
}

/// Reads the files that `configurations` names.
pub(super) fn load(
    cx: &mut BuildContext,
    root: &BuildRoot,
    list: &YamlNode,
) -> Result<FieldSpecs, BuildProblem> {
    let mut config = FieldSpecs::default();
    for item in list.items() {
        let path = item.text();
        let at = item.at.first();
        let id = root.load(&mut cx.files, path, at)?;
        let documents = cx.files.configuration(id).map_err(BuildProblem::from)?;
        let mut one = FieldSpecs::default();
        if let Some(mut document) = documents.into_iter().next() {
            check_configuration(&mut document, &mut cx.problems);
            one.read(&document);
        }
        config.merge(&one).map_err(|e| BuildProblem::broken(at, e))?;
    }
    Ok(config)
}

/// What is made where a field is absent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Make {
    Nothing,
    Scalar,
    Map,
}

/// What is done with each value that a field spec finds.
pub(super) type FieldChange<'a> = dyn FnMut(&mut YamlNode) -> Result<(), Text> + 'a;

/// Changes every value that the spec finds in an object. What is made gets the place `at`.
pub(super) fn change(
    object: &mut YamlNode,
    spec: &FieldSpec,
    make: Make,
    at: Span,
    change: &mut FieldChange<'_>,
) -> Result<(), Text> {
    let api_version = object.get("apiVersion").map_or("", YamlNode::text);
    let kind = object.get("kind").map_or("", YamlNode::text);
    if !spec.gvk.selects(ResourceId::new(api_version, kind, "", "")) {
        return Ok(());
    }
    let make = if spec.create { make } else { Make::Nothing };
    walk(object, &spec.steps, make, at, change)
        .map_err(|error| text!("{}: {}", name(&spec.path), error))
}

/// Changes every value at the spec's path, whatever kind the object is of by now.
pub(super) fn change_of_any_kind(
    object: &mut YamlNode,
    spec: &FieldSpec,
    change: &mut FieldChange<'_>,
) -> Result<(), Text> {
    walk(object, &spec.steps, Make::Nothing, object.at.first(), change)
        .map_err(|error| text!("{}: {}", name(&spec.path), error))
}

fn walk(
    node: &mut YamlNode,
    steps: &[String],
    make: Make,
    at: Span,
    change: &mut FieldChange<'_>,
) -> Result<(), Text> {
    let Some((step, rest)) = steps.split_first() else { return change(node) };
    if node.is_null() {
        return Ok(());
    }
    match &mut node.value {
        YamlValue::List(items) => {
            items.iter_mut().try_for_each(|item| walk(item, steps, make, at, change))
        }
        YamlValue::Map(_) => {
            let list_only = step.strip_suffix("[]");
            let name = list_only.unwrap_or(step);
            if name == "*" {
                return Err("a field path cannot contain `*`".into());
            }
            let made = match make {
                Make::Nothing => None,
                _ if list_only.is_some() => None,
                Make::Scalar if rest.is_empty() => {
                    Some(YamlNode::scalar(YamlScalar::plain(""), at))
                }
                _ => Some(YamlNode::map(at)),
            };
            let field = match made {
                Some(made) => {
                    let is_null = node.get(name).is_some_and(YamlNode::is_null);
                    let field = node.get_or_insert(name, made.clone());
                    field.map(|field| {
                        if is_null {
                            *field = made;
                        }
                        field
                    })
                }
                None => node.get_mut(name),
            };
            match field {
                Some(field) => {
                    if list_only.is_some() && field.is_null() {
                        *field = YamlNode::list(field.at.first());
                    }
                    walk(field, rest, make, at, change)
                }
                None => Ok(()),
            }
        }
        YamlValue::Scalar(_) => Err("expected a list or map, but found a scalar".into()),
    }
}

/// Puts a pair into the map that a field spec found, as labels and annotations are.
pub(super) fn set_pair(map: &mut YamlNode, pair: &YamlEntry) -> Result<(), Text> {
    if map.is_null() {
        return Ok(());
    }
    if !map.is_map() {
        return Err("expected a map".into());
    }
    if map.get(&pair.key).is_none() && is_bare_key(&pair.key) {
        return Err(text!("key `{}` is not a string without quotes", key(&pair.key)));
    }
    let text = pair.value.text();
    let value = YamlNode {
        value: YamlValue::Scalar(YamlScalar::tagged(text, ScalarTag::Str)),
        at: pair.value.at.clone(),
    };
    map.set(&pair.key, pair.key_at, value);
    Ok(())
}

/// Puts a string in the place of the scalar that a field spec found.
pub(super) fn set_string(node: &mut YamlNode, text: &str, at: Span) -> Result<(), Text> {
    if node.as_scalar().is_none() {
        return Err("expected a string, but found a list or map".into());
    }
    node.replace(YamlNode::string(text, at));
    Ok(())
}

/// What the schemas of `crds` say of their fields: which hold names, labels or annotations
/// (`api/internal/accumulator/loadconfigfromcrds.go`).
pub(super) fn of_open_api(types: &YamlNode) -> FieldSpecs {
    let mut config = FieldSpecs::default();
    for entry in types.entries() {
        let Some(properties) = properties_of(&entry.value) else { continue };
        let is_kind =
            ["kind", "apiVersion", "metadata"].iter().all(|k| properties.get(k).is_some());
        if is_kind {
            let kind = entry.key.rsplit('.').next().unwrap_or("");
            let gvk = GvkPattern { kind: kind.to_owned(), ..GvkPattern::default() };
            of_type(&mut config, &gvk, types, &entry.key, &mut Vec::new());
        }
    }
    config
}

fn properties_of(definition: &YamlNode) -> Option<&YamlNode> {
    let schema = definition.get("Schema").or(definition.get("schema"))?;
    schema.get("properties")
}

fn of_type(
    config: &mut FieldSpecs,
    gvk: &GvkPattern,
    types: &YamlNode,
    name: &str,
    path: &mut Vec<String>,
) {
    // A type that holds itself has no end.
    if path.len() > MAX_STEPS {
        return;
    }
    let Some(properties) = types.get(name).and_then(properties_of) else { return };
    for property in properties.entries() {
        path.push(property.key.to_string());
        let mark = |key| property.value.get(key).and_then(YamlNode::as_str);
        let here = || FieldSpec::new(gvk.clone(), &path.join("/"), false);
        // These add to lists that say nothing else, so there are no contradictions.
        if mark("x-kubernetes-annotation").is_some() {
            config.common_annotations.push(here());
        }
        if mark("x-kubernetes-label-selector").is_some() {
            config.common_labels.push(here());
        }
        if mark("x-kubernetes-identity").is_some() {
            config.name_prefix.push(here());
        }
        let version = mark("x-kubernetes-object-ref-api-version");
        if let Some((version, kind)) = version.zip(mark("x-kubernetes-object-ref-kind")) {
            let key = mark("x-kubernetes-object-ref-name-key").unwrap_or("name");
            let field = FieldSpec::new(gvk.clone(), &format!("{}/{key}", path.join("/")), false);
            let to =
                GvkPattern { version: version.into(), kind: kind.into(), ..GvkPattern::default() };
            config.name_reference.push(NameReference { to, fields: vec![field] });
        }
        if let Some(other) = mark("$ref") {
            of_type(config, gvk, types, other, path);
        }
        path.pop();
    }
}

/// How deep the types of `crds` are followed.
const MAX_STEPS: usize = 16;
