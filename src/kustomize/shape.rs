//! What the fields of kustomizations and of the configurations that they name may hold, as strictly
//! as kustomize reads them (`api/types`).

use super::{
    BuildProblem,
    value::{ScalarTag, YamlEntry, YamlNode, YamlValue},
};
use crate::{text, text::Text};

/// What a field may hold.
#[derive(Clone, Copy)]
enum FieldShape {
    Str,
    Bool,
    Int,
    /// A map from strings to strings.
    Pairs,
    /// Anything, for a part that another reader looks at.
    Any,
    List(&'static FieldShape),
    ElementShape(&'static [(&'static str, FieldShape)]),
}

use FieldShape::{Any, Bool, ElementShape, Int, List, Pairs, Str};

const STRINGS: FieldShape = List(&Str);
const META: FieldShape =
    ElementShape(&[("name", Str), ("namespace", Str), ("labels", Pairs), ("annotations", Pairs)]);
const SELECTOR: FieldShape = ElementShape(&[
    ("group", Str),
    ("version", Str),
    ("kind", Str),
    ("name", Str),
    ("namespace", Str),
    ("annotationSelector", Str),
    ("labelSelector", Str),
]);
const FIELD_OPTIONS: FieldShape =
    ElementShape(&[("delimiter", Str), ("index", Int), ("encoding", Str), ("create", Bool)]);
const FIELD_SPEC: FieldShape = ElementShape(&[
    ("group", Str),
    ("version", Str),
    ("kind", Str),
    ("path", Str),
    ("create", Bool),
]);
const GENERATOR_OPTIONS: FieldShape = ElementShape(&[
    ("labels", Pairs),
    ("annotations", Pairs),
    ("disableNameSuffixHash", Bool),
    ("immutable", Bool),
]);
const PATCH: FieldShape = ElementShape(&[
    ("path", Str),
    ("patch", Str),
    ("target", SELECTOR),
    ("options", ElementShape(&[("allowNameChange", Bool), ("allowKindChange", Bool)])),
]);
const IMAGE: FieldShape = ElementShape(&[
    ("name", Str),
    ("newName", Str),
    ("tagSuffix", Str),
    ("newTag", Str),
    ("digest", Str),
]);
const CONFIG_MAP: FieldShape = ElementShape(&[
    ("namespace", Str),
    ("name", Str),
    ("behavior", Str),
    ("literals", STRINGS),
    ("files", STRINGS),
    ("envs", STRINGS),
    ("env", Str),
    ("options", GENERATOR_OPTIONS),
]);
const SECRET: FieldShape = ElementShape(&[
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
const SOURCE: FieldShape = ElementShape(&[
    ("group", Str),
    ("version", Str),
    ("kind", Str),
    ("name", Str),
    ("namespace", Str),
    ("fieldPath", Str),
    ("options", FIELD_OPTIONS),
]);
const TARGET: FieldShape = ElementShape(&[
    ("select", SELECTOR),
    ("reject", List(&SELECTOR)),
    ("fieldPaths", STRINGS),
    ("options", FIELD_OPTIONS),
]);
const REPLACEMENT: FieldShape = ElementShape(&[
    ("path", Str),
    ("source", SOURCE),
    ("targets", List(&TARGET)),
    ("sourceValue", Str),
]);
const VAR: FieldShape = ElementShape(&[
    ("name", Str),
    (
        "objref",
        ElementShape(&[
            ("apiVersion", Str),
            ("group", Str),
            ("version", Str),
            ("kind", Str),
            ("name", Str),
            ("namespace", Str),
        ]),
    ),
    ("fieldref", ElementShape(&[("fieldPath", Str)])),
]);
const LABEL: FieldShape = ElementShape(&[
    ("pairs", Pairs),
    ("includeSelectors", Bool),
    ("includeTemplates", Bool),
    ("fields", List(&FIELD_SPEC)),
]);
const KUSTOMIZATION: FieldShape = ElementShape(&[
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
    ("replicas", List(&ElementShape(&[("name", Str), ("count", Int)]))),
    ("vars", List(&VAR)),
    (
        "sortOptions",
        ElementShape(&[
            ("order", Str),
            ("legacySortOptions", ElementShape(&[("orderFirst", STRINGS), ("orderLast", STRINGS)])),
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

const FIELD_SPECS: FieldShape = List(&FIELD_SPEC);
const CONFIGURATION: FieldShape = ElementShape(&[
    ("namePrefix", FIELD_SPECS),
    ("nameSuffix", FIELD_SPECS),
    ("namespace", FIELD_SPECS),
    ("commonLabels", FIELD_SPECS),
    ("labels", FIELD_SPECS),
    ("templateLabels", FIELD_SPECS),
    ("commonAnnotations", FIELD_SPECS),
    (
        "nameReference",
        List(&ElementShape(&[
            ("group", Str),
            ("version", Str),
            ("kind", Str),
            ("fieldSpecs", FIELD_SPECS),
        ])),
    ),
    ("varReference", FIELD_SPECS),
    ("images", FIELD_SPECS),
    ("replicas", FIELD_SPECS),
]);

/// Reports what is wrong with the fields of a kustomization, and gives them the spelling that
/// kustomize has for them.
pub(super) fn check_kustomization(node: &mut YamlNode, problems: &mut Vec<BuildProblem>) {
    KUSTOMIZATION.fit(node, &Text::words("a kustomization"), problems);
}

/// As [`check_kustomization`], for a file that `configurations` names.
pub(super) fn check_configuration(node: &mut YamlNode, problems: &mut Vec<BuildProblem>) {
    CONFIGURATION.fit(node, &Text::words("a configuration"), problems);
}

impl FieldShape {
    /// Reports what does not fit, and gives fields the spelling that kustomize has for them: it
    /// accepts any case. Items of lists that are of another type are removed. `what` is the name of
    /// the value in messages; the answer is whether its type is right.
    fn fit(self, node: &mut YamlNode, what: &Text, problems: &mut Vec<BuildProblem>) -> bool {
        if node.is_null() {
            return true;
        }
        let at = node.at.first();
        let wanted: Text = match (self, &mut node.value) {
            (Any, _) => return true,
            (Str, YamlValue::Scalar(scalar)) if scalar.tag() == ScalarTag::Str => return true,
            (Bool, YamlValue::Scalar(scalar)) if scalar.tag() == ScalarTag::Bool => return true,
            (Int, YamlValue::Scalar(scalar)) if scalar.tag() == ScalarTag::Int => return true,
            (Pairs, YamlValue::Map(entries)) => {
                for entry in entries {
                    Str.fit(&mut entry.value, &text!("`{}`", text::key(&entry.key)), problems);
                }
                return true;
            }
            (List(of), YamlValue::List(items)) => {
                let what = text!("an item of {}", what);
                items.retain_mut(|item| of.fit(item, &what, problems));
                return true;
            }
            (ElementShape(fields), YamlValue::Map(entries)) => {
                fit_fields(fields, entries, problems);
                return true;
            }
            (Str, _) => "a string".into(),
            (Bool, _) => "a boolean".into(),
            (Int, _) => "an integer".into(),
            (Pairs, _) => "a map of strings".into(),
            (List(_), _) => "a list".into(),
            (ElementShape(fields), YamlValue::Scalar(path))
                if fields.iter().any(|field| field.0 == "path") =>
            {
                text!("a map, such as `path: {}`", &*path.text)
            }
            (ElementShape(_), _) => "a map".into(),
        };
        problems.push(BuildProblem::broken(at, text!("{} must be {}", what, wanted)));
        false
    }
}

fn fit_fields(
    fields: &[(&str, FieldShape)],
    entries: &mut [YamlEntry],
    problems: &mut Vec<BuildProblem>,
) {
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
                problems.push(BuildProblem::broken(entry.key_at, message));
            }
        }
    }
}
