//! Causes in the form in which the server lists them and kubectl passes them on
//! (`k8s.io/apimachinery/pkg/util/validation/field/errors.go`,
//! `k8s.io/kubectl/pkg/cmd/util/helpers.go`). The reasons after the values are our own words.

use std::{borrow::Cow, cell::OnceCell};

use serde_json::Value as Json;

use crate::{
    code, defaults,
    findings::secrets::{self, SecretPlaces},
    input::Source,
    model::{
        Gvk, Object, Place, lifecycle,
        schema::{self, ElementShape, Shape},
        version::Version,
    },
    print,
    syntax::tree::{Node, Value},
    text::{MASK, Text},
    validate::{
        Cause, Reason, WHOLE_OBJECT,
        pod_security::{LevelVersion, Violation},
    },
};

/// What is needed for messages about one object.
pub(super) struct MessageContext<'a> {
    pub(super) object: &'a Object,
    pub(super) file: &'a str,
    pub(super) version: Version,
    /// The object with its defaults, as the server validates it; made when first needed.
    defaulted: OnceCell<Option<Json>>,
}

pub(super) fn no_yaml(file: &str, line: usize, message: &str) -> String {
    format!(
        "error: error parsing {file}: error converting YAML to JSON: yaml: line {line}: {message}"
    )
}

pub(super) fn duplicate_key(line: usize, key: &str) -> String {
    format!("yaml: line {line}: key \"{key}\" already set in map")
}

pub(super) fn unknown_field(path: &str) -> String {
    format!("unknown field \"{path}\"")
}

pub(super) fn other_namespace(own: &str, asked: &str) -> String {
    format!(
        "error: the namespace from the provided object \"{own}\" does not match the namespace \
         \"{asked}\". You must pass '--namespace={own}' to perform this operation."
    )
}

fn is_invalid(object: &Object, lines: &[String]) -> String {
    let head = format!("The {} \"{}\" is invalid: ", object.gvk.kind, object.name);
    match lines {
        [only] => head + only,
        lines => lines.iter().fold(head, |text, line| format!("{text}\n* {line}")),
    }
}

/// An object that kubectl did not apply before, in its words.
pub(super) fn not_applied(live: &Object, plural: &str, annotation: &str) -> String {
    format!(
        "resource {plural}/{} is missing the {annotation} annotation which is required by kubectl \
         apply. kubectl apply should only be used on resources created declaratively by either \
         kubectl create --save-config or kubectl apply. The missing annotation will be patched \
         automatically.",
        live.name
    )
}

/// An object as kubectl notes it in an annotation.
pub(super) fn on_one_line(object: &defaults::Fields) -> String {
    print::compact(&Json::Object(object.clone())) + "\n"
}

/// A Namespace that Pod Security refuses.
pub(super) fn wrong_labels(object: &Object, labels: Place<'_>, wrong: &[(&str, &str)]) -> String {
    let line = |(key, why): &(&str, &str)| {
        let value = labels.entries().find(|(label, _)| label == key).map_or("", |(_, v)| v.str());
        format!("metadata.labels[{key}]: Invalid value: \"{value}\": {why}")
    };
    is_invalid(object, &wrong.iter().map(line).collect::<Vec<_>>())
}

/// A pod that Pod Security refuses.
pub(super) fn forbidden(
    source: &Source,
    object: &Object,
    policy: LevelVersion,
    violations: &[Violation<'_>],
) -> String {
    format!(
        "Error from server (Forbidden): error when creating \"{}\": pods \"{}\" is forbidden: \
         violates {}",
        source.name,
        object.name,
        pod_security(policy, violations)
    )
}

/// `PodSecurity "baseline:latest": ` and each control's faults.
pub(super) fn pod_security(policy: LevelVersion, violations: &[Violation<'_>]) -> String {
    let faults = violations.iter().map(|violation| {
        let faults: Vec<&str> =
            violation.faults.iter().map(|(_, fault)| fault.with_values()).collect();
        format!("{} ({})", violation.control, faults.join("; "))
    });
    let faults: Vec<String> = faults.collect();
    format!("PodSecurity \"{}\": {}", policy.in_full(), faults.join(", "))
}

impl<'a> MessageContext<'a> {
    pub(super) fn new(object: &'a Object, file: &'a str, version: Version) -> MessageContext<'a> {
        MessageContext { object, file, version, defaulted: OnceCell::new() }
    }

    /// A text said of a field; what it quotes of a Secret is left out.
    fn masked<'t>(&self, path: &str, text: &'t Text) -> Cow<'t, str> {
        if self.hides(path) { text.without_values() } else { text.with_values().into() }
    }

    /// Whether the value of a field is to be kept secret.
    fn hides(&self, path: &str) -> bool {
        secrets::is_secret(self.object.node()) && !secrets::is_open(path)
    }

    /// A warning of a field; those of the kind are made by [`MessageContext::deprecation`].
    pub(super) fn warning(&self, cause: &Cause) -> Option<String> {
        let of_kind = cause.path == "apiVersion"
            || cause.path == "kind"
            || cause.code == code::NAMESPACE_ON_CLUSTER_OBJECT;
        let path = if cause.path.is_empty() { String::new() } else { format!("{}: ", cause.path) };
        (!of_kind).then(|| format!("{path}{}", self.masked(&cause.path, &cause.message)))
    }

    /// A kind that is not served, or no kind at all.
    pub(super) fn no_such_kind(&self, cause: &Cause) -> String {
        let gvk = &self.object.gvk;
        if cause.reason == Some(Reason::NoKind) {
            let what = if gvk.kind.is_empty() { "Kind" } else { "apiVersion" };
            let object = Json::Object(defaults::written(self.object, ""));
            let text = self.object.tree().text().into();
            let is_secret = SecretPlaces::of(&text).is_wary(self.object.node().span());
            let object = if is_secret { MASK.to_owned() } else { print::compact(&object) };
            return format!(
                "error: unable to decode \"{}\": Object '{what}' is missing in '{object}'",
                self.file
            );
        }
        let (kind, version) = (&gvk.kind, gvk.api_version());
        let mut text = format!("error: no matches for kind \"{kind}\" in version \"{version}\"");
        let life = lifecycle::lookup(&gvk.group, &gvk.version, kind);
        let removed = life.and_then(|life| life.removed).map(|minor| format!("removed in {minor}"));
        let instead = life.and_then(|life| life.replacement).map(|(group, version, other)| {
            let same = other == kind;
            format!("use {}", of(group, version, if same { "" } else { other }))
        });
        let notes: Vec<String> = removed.into_iter().chain(instead).collect();
        if !notes.is_empty() {
            text += &format!(" ({})", notes.join("; "));
        } else if let Some(help) = &cause.help {
            text += &format!(" ({})", self.masked("kind", help));
        }
        text
    }

    /// What the server warns of for the kind alone; definitions warn in their own words.
    pub(super) fn deprecation(&self, causes: &[Cause]) -> Vec<String> {
        let gvk = &self.object.gvk;
        if gvk.is_custom() {
            let of_version = |cause: &&Cause| cause.code == code::DEPRECATED_API_VERSION;
            let words = |cause: &Cause| cause.message.with_values().to_owned();
            return causes.iter().filter(of_version).map(words).collect();
        }
        let life = lifecycle::lookup(&gvk.group, &gvk.version, &gvk.kind);
        let now = |minor: lifecycle::Minor| self.version.since(minor.0);
        let Some(life) = life.filter(|life| life.deprecated.is_some_and(now)) else {
            return Vec::new();
        };
        let mut text = format!("{} is deprecated", of(life.group, life.version, life.kind));
        if let Some(minor) = life.deprecated {
            text += &format!(" in v{minor}+");
        }
        if let Some(minor) = life.removed {
            text += &format!(", unavailable in v{minor}+");
        }
        if let Some((group, version, kind)) = life.replacement {
            text += &format!("; use {}", of(group, version, kind));
        }
        vec![text]
    }

    /// The object cannot be read for unknown or repeated fields.
    pub(super) fn strict(&self, errors: &[String]) -> String {
        self.cannot_be_handled(&format!("strict decoding error: {}", errors.join(", ")))
    }

    /// The object cannot be read for values of a wrong type.
    pub(super) fn wrong_types(&self, causes: &[&Cause]) -> String {
        let errors: Vec<String> = causes.iter().map(|cause| self.wrong_type(cause)).collect();
        self.cannot_be_handled(&errors.join(", "))
    }

    fn cannot_be_handled(&self, why: &str) -> String {
        let gvk = &self.object.gvk;
        let (kind, version) = (&gvk.kind, &gvk.version);
        format!(
            "Error from server (BadRequest): error when creating \"{}\": {kind} in version \
             \"{version}\" cannot be handled as a {kind}: {why}",
            self.file
        )
    }

    /// The patched object cannot be read; kubectl shows the patch as well.
    pub(super) fn strict_patch(&self, errors: &[String]) -> String {
        self.cannot_be_patched("Invalid", &format!("strict decoding error: {}", errors.join(", ")))
    }

    pub(super) fn wrong_types_of_patch(&self, causes: &[&Cause]) -> String {
        let errors: Vec<String> = causes.iter().map(|cause| self.wrong_type(cause)).collect();
        self.cannot_be_patched("Invalid", &errors.join(", "))
    }

    /// The manifest names another state of the object than the one in the cluster.
    pub(super) fn conflict(&self, plural: &str) -> String {
        let Gvk { group, .. } = &self.object.gvk;
        let group = if group.is_empty() { String::new() } else { format!(".{group}") };
        self.cannot_be_patched(
            "Conflict",
            &format!(
                "Operation cannot be fulfilled on {plural}{group} \"{}\": the object has been \
                 modified; please apply your changes to the latest version and try again",
                self.object.name
            ),
        )
    }

    fn cannot_be_patched(&self, reason: &str, why: &str) -> String {
        let file = self.file;
        format!("Error from server ({reason}): error when patching \"{file}\": {why}")
    }

    fn wrong_type(&self, cause: &Cause) -> String {
        let (value, shape) = self.resolve(&cause.path);
        let found = match value.map(Node::value) {
            Some(Value::Str(_)) => "string",
            Some(Value::Bool(_)) => "bool",
            Some(Value::Int(_) | Value::UInt(_) | Value::Float(_)) => "number",
            Some(Value::List) => "array",
            Some(Value::Map) => "object",
            Some(Value::Null) | None => {
                return format!("{}: {}", cause.path, self.masked(&cause.path, &cause.message));
            }
        };
        match shape.map(|shape| (shape, go_type(shape))) {
            // Quantities, times and bytes have readers of their own, which name no field.
            Some((_, Some(type_))) => format!(
                "json: cannot unmarshal {found} into Go struct field {}.{} of type {type_}",
                self.object.gvk.kind,
                without_indexes(&cause.path)
            ),
            _ => format!("{}: {}", cause.path, self.masked(&cause.path, &cause.message)),
        }
    }

    /// The object breaks rules of its kind.
    pub(super) fn invalid(&self, causes: &[&Cause]) -> String {
        let lines: Vec<String> = causes.iter().map(|cause| self.line(cause)).collect();
        is_invalid(self.object, &lines)
    }

    /// `spec.ports[0].port: Invalid value: 99999: …`
    fn line(&self, cause: &Cause) -> String {
        let value = || self.value(cause);
        let message = self.masked(&cause.path, &cause.message);
        let is_secret = secrets::is_secret(self.object.node());
        let path = if is_secret { secrets::path(&cause.path) } else { Cow::from(&cause.path) };
        match cause.reason {
            Some(Reason::Required) => format!("{path}: Required value: {message}"),
            Some(Reason::Forbidden) => format!("{path}: Forbidden: {message}"),
            Some(Reason::Internal) => format!("{path}: Internal error: {message}"),
            Some(Reason::TooLong) => format!("{path}: Too long: {message}"),
            Some(Reason::TooMany) => {
                let node = self.resolve(self.written_path(cause)).0;
                let count = node.map_or(0, |node| node.items().count() + node.entries().count());
                format!("{path}: Too many: {count}: {message}")
            }
            Some(Reason::Duplicate) => format!("{path}: Duplicate value: {}", value()),
            Some(Reason::NotFound) => format!("{path}: Not found: {}", value()),
            Some(Reason::NotSupported) => {
                format!(
                    "{path}: Unsupported value: {}: {}",
                    value(),
                    supported(&cause.choices, &message)
                )
            }
            _ => format!("{path}: Invalid value: {}: {message}", value()),
        }
    }

    /// The path at which the object has what a cause is about. The server may name a field as its
    /// own form of the object has it, which the object that is written does not have.
    fn written_path<'c>(&self, cause: &'c Cause) -> &'c str {
        let path = cause.path.as_str();
        match (cause.written_path.as_deref(), self.resolve(path)) {
            (Some(written), (None, None)) => written,
            _ => path,
        }
    }

    /// The value of a cause as the server quotes it; that of a Secret stays secret.
    fn value(&self, cause: &Cause) -> String {
        let path = self.written_path(cause);
        if cause.path == WHOLE_OBJECT {
            return "\"\"".to_owned();
        }
        if self.hides(&cause.path) || self.hides(path) {
            return "\"<hidden>\"".to_owned();
        }
        let accept = || defaults::accept(self.object, "default", self.version, None);
        let object = self.defaulted.get_or_init(|| accept().map(Json::Object));
        let found = object.as_ref().and_then(|object| {
            steps(path).into_iter().try_fold(object, |value, step| match step {
                PathStep::Key(key) => value.get(key),
                PathStep::Index(index) => value.get(index).or_else(|| value.get(index.to_string())),
            })
        });
        match (found, self.resolve(path).1) {
            (Some(value), _) => print::compact(value),
            (None, Some(Shape::Str)) => "\"\"".to_owned(),
            (None, Some(Shape::Int32 | Shape::Int64)) => "0".to_owned(),
            (None, _) => "null".to_owned(),
        }
    }

    /// The value that a path of the API machinery leads to, and its shape.
    fn resolve(&self, path: &str) -> (Option<Node<'_>>, Option<Shape>) {
        let gvk = &self.object.gvk;
        let kind = schema::kind(&gvk.group, &gvk.version, &gvk.kind, self.version);
        let mut shape = kind.map(|kind| Shape::Object(kind.type_()));
        let mut node = Some(self.object.node());
        for step in steps(path) {
            (node, shape) = match (step, shape) {
                (PathStep::Index(index), Some(Shape::List(of))) => {
                    (node.and_then(|node| node.item(index)), Some(of.shape()))
                }
                (PathStep::Index(index), _) => (node.and_then(|node| node.item(index)), None),
                (PathStep::Key(key), shape) => {
                    let inside = match shape {
                        Some(Shape::Object(type_)) => {
                            type_.field(key, self.version).map(|field| field.shape())
                        }
                        Some(Shape::Map(of)) => Some(of.shape()),
                        _ => None,
                    };
                    (node.and_then(|node| node.get(key)), inside)
                }
            };
        }
        (node, shape)
    }
}

/// `apps/v1 Deployment`; without kind where that is known.
fn of(group: &str, version: &str, kind: &str) -> String {
    let version = if group.is_empty() { version.to_owned() } else { format!("{group}/{version}") };
    if kind.is_empty() { version } else { format!("{version} {kind}") }
}

/// A step of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PathStep<'p> {
    Key(&'p str),
    Index(usize),
}

/// `spec.containers[0].env`, `data[a.key]`: a number in brackets is an index.
fn steps(path: &str) -> Vec<PathStep<'_>> {
    let mut steps = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        if let Some(inside) = rest.strip_prefix('[') {
            let (key, behind) = inside.split_once(']').unwrap_or((inside, ""));
            steps.push(key.parse().map_or(PathStep::Key(key), PathStep::Index));
            rest = behind;
        } else {
            rest = rest.strip_prefix('.').unwrap_or(rest);
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            if end > 0 {
                steps.push(PathStep::Key(&rest[..end]));
            }
            rest = &rest[end..];
        }
    }
    steps
}

fn without_indexes(path: &str) -> String {
    let keys = steps(path).into_iter().filter_map(|step| match step {
        PathStep::Key(key) => Some(key),
        PathStep::Index(_) => None,
    });
    keys.collect::<Vec<_>>().join(".")
}

/// A Go type as its decoder names it; none for those that are read from text.
fn go_type(shape: Shape) -> Option<String> {
    let inner = |of: ElementShape| go_type(of.shape());
    Some(match shape {
        Shape::Object(type_) => {
            let name = type_.name();
            name.split_once('.').map_or(name, |(_, name)| name).to_owned()
        }
        Shape::List(of) => format!("[]{}", inner(of)?),
        Shape::Map(of) => format!("map[string]{}", inner(of)?),
        Shape::Str => "string".to_owned(),
        Shape::Int32 => "int32".to_owned(),
        Shape::Int64 => "int64".to_owned(),
        Shape::Double => "float64".to_owned(),
        Shape::Bool => "bool".to_owned(),
        _ => return None,
    })
}

/// The supported values, quoted as the server does; the message where they are not known.
fn supported(choices: &[String], message: &str) -> String {
    if choices.is_empty() {
        return message.to_owned();
    }
    let mut words: Vec<String> = choices.iter().map(|choice| format!("\"{choice}\"")).collect();
    words.sort();
    format!("supported values: {}", words.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_steps() {
        let keys = |path| without_indexes(path);
        assert_eq!(steps("a[0].b"), [PathStep::Key("a"), PathStep::Index(0), PathStep::Key("b")]);
        assert_eq!(steps("data[a.b/c]"), [PathStep::Key("data"), PathStep::Key("a.b/c")]);
        assert_eq!(keys("spec.containers[2].ports[1].name"), "spec.containers.ports.name");
        assert_eq!(steps(""), []);
        assert_eq!(steps("a..b[").len(), 3);
        assert_eq!(steps(".[x"), [PathStep::Key("x")]);
    }

    #[test]
    fn choices_are_quoted() {
        let choices =
            |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(supported(&choices(&["B", "A"]), ""), "supported values: \"A\", \"B\"");
        assert_eq!(supported(&choices(&[""]), ""), "supported values: \"\"");
        assert_eq!(supported(&[], "it is odd"), "it is odd");
    }
}
