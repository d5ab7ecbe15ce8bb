//! A `kustomization.yaml`, read as strictly as kustomize reads it (`api/types/kustomization.go`).

use super::{
    Cx, Problem, ProblemKind,
    files::{FileId, Root},
    value::{Entry, Node, Tag, Value},
};
use crate::{input::Span, text, text::Text};

/// What a field may hold.
#[derive(Clone, Copy)]
enum Shape {
    Str,
    Bool,
    Int,
    /// A map from strings to strings.
    Pairs,
    /// Anything, for a part that another reader looks at.
    Any,
    List(&'static Shape),
    Of(&'static [(&'static str, Shape)]),
}

use Shape::{Any, Bool, Int, List, Of, Pairs, Str};

const STRINGS: Shape = List(&Str);
const META: Shape =
    Of(&[("name", Str), ("namespace", Str), ("labels", Pairs), ("annotations", Pairs)]);
const SELECTOR: Shape = Of(&[
    ("group", Str),
    ("version", Str),
    ("kind", Str),
    ("name", Str),
    ("namespace", Str),
    ("annotationSelector", Str),
    ("labelSelector", Str),
]);
const FIELD_OPTIONS: Shape =
    Of(&[("delimiter", Str), ("index", Int), ("encoding", Str), ("create", Bool)]);
const FIELD_SPEC: Shape =
    Of(&[("group", Str), ("version", Str), ("kind", Str), ("path", Str), ("create", Bool)]);
const GENERATOR_OPTIONS: Shape = Of(&[
    ("labels", Pairs),
    ("annotations", Pairs),
    ("disableNameSuffixHash", Bool),
    ("immutable", Bool),
]);
const PATCH: Shape = Of(&[
    ("path", Str),
    ("patch", Str),
    ("target", SELECTOR),
    ("options", Of(&[("allowNameChange", Bool), ("allowKindChange", Bool)])),
]);
const IMAGE: Shape =
    Of(&[("name", Str), ("newName", Str), ("tagSuffix", Str), ("newTag", Str), ("digest", Str)]);
const CONFIG_MAP: Shape = Of(&[
    ("namespace", Str),
    ("name", Str),
    ("behavior", Str),
    ("literals", STRINGS),
    ("files", STRINGS),
    ("envs", STRINGS),
    ("env", Str),
    ("options", GENERATOR_OPTIONS),
]);
const SECRET: Shape = Of(&[
    ("namespace", Str),
    ("name", Str),
    ("behavior", Str),
    ("literals", STRINGS),
    ("files", STRINGS),
    ("envs", STRINGS),
    ("env", Str),
    ("options", GENERATOR_OPTIONS),
    ("type", Str),
]);
const SOURCE: Shape = Of(&[
    ("group", Str),
    ("version", Str),
    ("kind", Str),
    ("name", Str),
    ("namespace", Str),
    ("fieldPath", Str),
    ("options", FIELD_OPTIONS),
]);
const TARGET: Shape = Of(&[
    ("select", SELECTOR),
    ("reject", List(&SELECTOR)),
    ("fieldPaths", STRINGS),
    ("options", FIELD_OPTIONS),
]);
const REPLACEMENT: Shape =
    Of(&[("path", Str), ("source", SOURCE), ("targets", List(&TARGET)), ("sourceValue", Str)]);
const VAR: Shape = Of(&[
    ("name", Str),
    (
        "objref",
        Of(&[
            ("apiVersion", Str),
            ("group", Str),
            ("version", Str),
            ("kind", Str),
            ("name", Str),
            ("namespace", Str),
        ]),
    ),
    ("fieldref", Of(&[("fieldPath", Str)])),
]);
const LABEL: Shape = Of(&[
    ("pairs", Pairs),
    ("includeSelectors", Bool),
    ("includeTemplates", Bool),
    ("fields", List(&FIELD_SPEC)),
]);
const KUSTOMIZATION: Shape = Of(&[
    ("apiVersion", Str),
    ("kind", Str),
    ("metadata", META),
    ("openapi", Pairs),
    ("namePrefix", Str),
    ("nameSuffix", Str),
    ("namespace", Str),
    ("commonLabels", Pairs),
    ("labels", List(&LABEL)),
    ("commonAnnotations", Pairs),
    ("patchesStrategicMerge", STRINGS),
    ("patchesJson6902", List(&PATCH)),
    ("patches", List(&PATCH)),
    ("images", List(&IMAGE)),
    ("imageTags", List(&IMAGE)),
    ("replacements", List(&REPLACEMENT)),
    ("replicas", List(&Of(&[("name", Str), ("count", Int)]))),
    ("vars", List(&VAR)),
    (
        "sortOptions",
        Of(&[
            ("order", Str),
            ("legacySortOptions", Of(&[("orderFirst", STRINGS), ("orderLast", STRINGS)])),
        ]),
    ),
    ("resources", STRINGS),
    ("components", STRINGS),
    ("crds", STRINGS),
    ("bases", STRINGS),
    ("configMapGenerator", List(&CONFIG_MAP)),
    ("secretGenerator", List(&SECRET)),
    ("helmGlobals", Any),
    ("helmCharts", List(&Any)),
    ("helmChartInflationGenerator", List(&Any)),
    ("generatorOptions", GENERATOR_OPTIONS),
    ("configurations", STRINGS),
    ("generators", STRINGS),
    ("transformers", STRINGS),
    ("validators", STRINGS),
    ("buildMetadata", STRINGS),
]);

const FIELD_SPECS: Shape = List(&FIELD_SPEC);
const CONFIGURATION: Shape = Of(&[
    ("namePrefix", FIELD_SPECS),
    ("nameSuffix", FIELD_SPECS),
    ("namespace", FIELD_SPECS),
    ("commonLabels", FIELD_SPECS),
    ("labels", FIELD_SPECS),
    ("templateLabels", FIELD_SPECS),
    ("commonAnnotations", FIELD_SPECS),
    (
        "nameReference",
        List(&Of(&[("group", Str), ("version", Str), ("kind", Str), ("fieldSpecs", FIELD_SPECS)])),
    ),
    ("varReference", FIELD_SPECS),
    ("images", FIELD_SPECS),
    ("replicas", FIELD_SPECS),
]);

/// Reports what is wrong with the fields of a file that `configurations` names, and gives them the
/// spelling that kustomize has for them.
pub(super) fn check_configuration(node: &mut Node, problems: &mut Vec<Problem>) {
    CONFIGURATION.fit(node, &Text::words("a configuration"), problems);
}

/// Fields that kustomize warns of, and what to write instead.
const DEPRECATED: [(&str, &str); 6] = [
    ("bases", "resources"),
    ("commonLabels", "labels"),
    ("imageTags", "images"),
    ("patchesJson6902", "patches"),
    ("patchesStrategicMerge", "patches"),
    ("vars", "replacements"),
];

impl Shape {
    /// Reports what does not fit, and gives fields the spelling that kustomize has for them: it
    /// accepts any case. Items of lists that are of another type are removed. `what` is the name of
    /// the value in messages; the answer is whether its type is right.
    fn fit(self, node: &mut Node, what: &Text, problems: &mut Vec<Problem>) -> bool {
        if node.is_null() {
            return true;
        }
        let at = node.at.first();
        let wanted: Text = match (self, &mut node.value) {
            (Any, _) => return true,
            (Str, Value::Scalar(scalar)) if scalar.tag() == Tag::Str => return true,
            (Bool, Value::Scalar(scalar)) if scalar.tag() == Tag::Bool => return true,
            (Int, Value::Scalar(scalar)) if scalar.tag() == Tag::Int => return true,
            (Pairs, Value::Map(entries)) => {
                for entry in entries {
                    Str.fit(&mut entry.value, &text!("`{}`", text::key(&entry.key)), problems);
                }
                return true;
            }
            (List(of), Value::List(items)) => {
                let what = text!("an item of {}", what);
                items.retain_mut(|item| of.fit(item, &what, problems));
                return true;
            }
            (Of(fields), Value::Map(entries)) => {
                fit_fields(fields, entries, problems);
                return true;
            }
            (Str, _) => "a string".into(),
            (Bool, _) => "a boolean".into(),
            (Int, _) => "an integer".into(),
            (Pairs, _) => "a map of strings".into(),
            (List(_), _) => "a list".into(),
            (Of(fields), Value::Scalar(path)) if fields.iter().any(|field| field.0 == "path") => {
                text!("a map, such as `path: {}`", &*path.text)
            }
            (Of(_), _) => "a map".into(),
        };
        problems.push(Problem::broken(at, text!("{} must be {}", what, wanted)));
        false
    }
}

fn fit_fields(fields: &[(&str, Shape)], entries: &mut [Entry], problems: &mut Vec<Problem>) {
    for entry in entries {
        let exact = fields.iter().find(|(name, _)| *name == &*entry.key);
        let found =
            exact.or_else(|| fields.iter().find(|(name, _)| name.eq_ignore_ascii_case(&entry.key)));
        match found {
            Some((name, shape)) => {
                entry.key = (*name).into();
                shape.fit(&mut entry.value, &text!("`{}`", text::name(name)), problems);
            }
            None => {
                let message = text!("unknown field `{}`", text::key(&entry.key));
                problems.push(Problem::broken(entry.key_at, message));
            }
        }
    }
}

/// One kustomization, its fields checked.
#[derive(Debug)]
pub(super) struct Kustomization {
    pub(super) file: FileId,
    root: Node,
}

impl Kustomization {
    /// Reads the kustomization of a directory. What is wrong with single fields is noted; `Err`
    /// says that there is nothing to build.
    pub(super) fn load(cx: &mut Cx, root: &Root, file: FileId) -> Result<Kustomization, Problem> {
        let whole = cx.files.get(file).whole();
        let (documents, twice) = cx.files.kustomization(file)?;
        for at in twice {
            let key = text::key(cx.files.text(at));
            let message = text!("`{}` is set twice; only the last value is used", key);
            cx.problems.push(Problem::new(ProblemKind::Twice, at, message));
        }
        let mut node = documents.into_iter().next().unwrap_or_else(|| Node::map(whole));
        if !node.is_map() {
            return Err(Problem::broken(whole, "a kustomization must be a map"));
        }
        KUSTOMIZATION.fit(&mut node, &Text::words("a kustomization"), &mut cx.problems);
        let is_said = |entry: &&Entry| {
            let nothing = entry.value.as_scalar().is_some_and(|s| s.text.is_empty());
            let nothing = nothing || entry.value.is_null();
            !matches!(&*entry.key, "apiVersion" | "kind") && !nothing
        };
        if !node.entries().iter().any(|entry| is_said(&entry)) {
            let message = text!("the kustomization in `{}` is empty", text::name(&root.name));
            return Err(Problem::broken(whole, message));
        }
        for (name, instead) in DEPRECATED {
            if let Some(entry) = node.entry(name).filter(|entry| !entry.value.is_null()) {
                let message =
                    text!("`{}` is deprecated; use `{}`", text::name(name), text::name(instead));
                cx.problems.push(Problem::deprecated(entry.key_at, message));
            }
        }
        let kustomization = Kustomization { file, root: node };
        kustomization.check_kind(cx);
        Ok(kustomization)
    }

    /// An empty one.
    pub(super) fn none() -> Kustomization {
        Kustomization { file: FileId(0), root: Node::map(Span::at(0)) }
    }

    fn check_kind(&self, cx: &mut Cx) {
        let text = |key| self.get(key).and_then(Node::as_str).unwrap_or("");
        let (kind, api_version) = (text("kind"), text("apiVersion"));
        let mut wrong = |key, message| {
            let at = self.root.get(key).map_or(self.root.at.first(), |node| node.at.first());
            cx.problems.push(Problem::broken(at, message));
        };
        if !matches!(kind, "" | "Kustomization" | "Component") {
            wrong(
                "kind",
                text!("`kind` must be Kustomization or Component, not `{}`", text::name(kind)),
            );
        }
        let version = if self.is_component() {
            "kustomize.config.k8s.io/v1alpha1"
        } else {
            "kustomize.config.k8s.io/v1beta1"
        };
        if !api_version.is_empty() && api_version != version {
            let (version, found) = (text::name(version), text::name(api_version));
            wrong("apiVersion", text!("`apiVersion` must be `{}`, not `{}`", version, found));
        }
    }

    /// Appends to the list of a field, or sets its value.
    pub(super) fn add(&mut self, field: &str, key_at: Span, value: Node) {
        match (self.root.get_mut(field).map(|old| &mut old.value), value.value) {
            (Some(Value::List(list)), Value::List(more)) => list.extend(more),
            (_, new) => {
                self.root.remove(field);
                self.root.set(field, key_at, Node { value: new, at: value.at });
            }
        }
    }

    pub(super) fn is_component(&self) -> bool {
        self.get("kind").and_then(Node::as_str) == Some("Component")
    }

    pub(super) fn get(&self, field: &str) -> Option<&Node> {
        self.root.get(field).filter(|node| !node.is_null())
    }

    pub(super) fn entry(&self, field: &str) -> Option<&Entry> {
        self.root.entry(field).filter(|entry| !entry.value.is_empty())
    }

    /// A string that is not empty.
    pub(super) fn text(&self, field: &str) -> Option<&Node> {
        self.get(field).filter(|node| node.as_str().is_some_and(|text| !text.is_empty()))
    }

    pub(super) fn items(&self, field: &str) -> &[Node] {
        self.get(field).map_or(&[], Node::items)
    }

    /// What it builds: files and directories.
    pub(super) fn resources(&self) -> impl Iterator<Item = &Node> {
        self.items("resources").iter().chain(self.items("bases"))
    }

    pub(super) fn images(&self) -> impl Iterator<Item = &Node> {
        self.items("images").iter().chain(self.items("imageTags"))
    }
}
