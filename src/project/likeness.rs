//! Whether a document was meant as an object although its `apiVersion` or its `kind` is missing or
//! of no use.
//!
//! Values, workflows and configurations of tools are YAML too, and some of them look like objects
//! at their head. An object shows itself by its head, in any spelling, together with a body that
//! other documents do not have.

use crate::{
    model::{
        schema::{self, Kind, Shape},
        similar::distance,
    },
    syntax::tree::{Entry, Node},
};

/// Whether a map without a usable type was meant as an object.
pub(super) fn is_object(root: Node<'_>) -> bool {
    let head = GuessedHeader::of(root);
    let is_map = |key| root.get(key).is_some_and(Node::is_map);
    let has_body = is_map("metadata") || is_map("spec");
    match (head.api_version, head.kind) {
        (Some(version), _) if is_core(version) && holds_objects(root) => true,
        (Some(version), _) if is_core(version) => match head.has_kind {
            true => has_body,
            // Chart.yaml and install-config.yaml begin like this.
            false => metadata(root).is_some() && all_known(root),
        },
        (Some(version), _) if is_builtin(version) => has_body || head.has_kind,
        (Some(version), _) if is_custom(version) => is_named(root) && is_map("spec"),
        (_, Some(kind)) if is_kind(kind) => {
            is_map("metadata") && (metadata(root).is_some() || all_known(root))
        }
        (_, Some(kind)) if is_nickname(kind) => is_named(root) && all_known(root),
        (None, None) if !head.has_kind => {
            is_named(root) && all_known(root) && has_body_of_a_kind(root)
        }
        _ => false,
    }
}

/// Whether it has the items of a list, as `kubectl get -o yaml` prints them.
fn holds_objects(root: Node<'_>) -> bool {
    let is_object = |item: Node<'_>| {
        ["apiVersion", "kind"].iter().all(|key| item.get(key).and_then(Node::as_str).is_some())
    };
    root.get("items").is_some_and(|items| items.items().next().is_some_and(is_object))
}

/// What stands for `apiVersion` and `kind`, however they are spelled.
struct GuessedHeader<'t> {
    api_version: Option<&'t str>,
    kind: Option<&'t str>,
    /// A key for the kind is there, whatever its value.
    has_kind: bool,
}

impl<'t> GuessedHeader<'t> {
    fn of(root: Node<'t>) -> GuessedHeader<'t> {
        let value = |is: fn(Entry<'_>) -> bool| {
            let mut entries = root.entries().filter(|entry| is(*entry));
            entries.next().map(|entry| entry.value)
        };
        let text = |node: Option<Node<'t>>| {
            node.and_then(Node::as_str).map(str::trim).filter(|text| !text.is_empty())
        };
        let kind = value(is_kind_key);
        GuessedHeader {
            api_version: text(value(is_version_key)),
            kind: text(kind),
            has_kind: kind.is_some(),
        }
    }
}

/// Whether nothing is at the outermost level that no kind has.
fn all_known(root: Node<'_>) -> bool {
    let is_head = |entry: Entry<'_>| is_version_key(entry) || is_kind_key(entry);
    let is_field = |key: &str| {
        let of_kind = |kind: Kind| kind.type_().field_at_any_version(key).is_some();
        schema::kinds_at_any_version().any(of_kind)
    };
    root.entries().all(|entry| is_head(entry) || is_field(entry.key.as_str().unwrap_or_default()))
}

/// `apiVersion`, `apiversion`, `api_version`, `apiVerson`.
fn is_version_key(entry: Entry<'_>) -> bool {
    entry.key.as_str().is_some_and(|key| {
        let letters: String = key.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
        letters.eq_ignore_ascii_case("apiVersion") || distance(key, "apiVersion", 2).is_some()
    })
}

/// `kind`, `Kind`; a word as short as this is misspelt only where the value is a kind.
fn is_kind_key(entry: Entry<'_>) -> bool {
    entry.key.as_str().is_some_and(|key| {
        let is_near = || distance(key, "kind", 1).is_some();
        key.eq_ignore_ascii_case("kind") || (is_near() && entry.value.as_str().is_some_and(is_kind))
    })
}

/// The version of the core group, to which most of what has no group belongs.
pub(super) fn is_core(api_version: &str) -> bool {
    api_version.eq_ignore_ascii_case("v1")
}

fn is_builtin(api_version: &str) -> bool {
    let is_version = |text: &str| text.starts_with(['v', 'V']) && text.len() > 1;
    api_version
        .split_once('/')
        .is_some_and(|(group, version)| schema::is_builtin_group(group) && is_version(version))
}

fn is_custom(api_version: &str) -> bool {
    let is_version = |text: &str| {
        text.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    api_version
        .split_once('/')
        .is_some_and(|(group, version)| group.contains('.') && is_version(version))
}

/// Whether a word is a kind of Kubernetes, spelled right.
pub(super) fn is_kind(word: &str) -> bool {
    schema::kinds_at_any_version().any(|known| known.kind() == word)
}

/// Whether a word is what people call a kind: `deployment`, `Deployments`, `deploy`.
pub(super) fn is_nickname(word: &str) -> bool {
    let is = |name: &str| name.eq_ignore_ascii_case(word);
    schema::kinds_at_any_version()
        .any(|kind| is(kind.kind()) || is(kind.plural()) || kind.short_names().any(is))
}

/// The metadata, where it has nothing but fields that Kubernetes knows.
fn metadata(root: Node<'_>) -> Option<Node<'_>> {
    let known = schema::type_named("meta.v1.ObjectMeta")?;
    let metadata = root.get("metadata").filter(|metadata| metadata.is_map())?;
    let is_field =
        |key: Node<'_>| key.as_str().is_some_and(|k| known.field_at_any_version(k).is_some());
    let mut entries = metadata.entries().peekable();
    (entries.peek().is_some() && entries.all(|entry| is_field(entry.key))).then_some(metadata)
}

fn is_named(root: Node<'_>) -> bool {
    let name = |metadata: Node<'_>, key| {
        metadata.get(key).and_then(Node::as_str).is_some_and(|name| !name.is_empty())
    };
    metadata(root).is_some_and(|metadata| name(metadata, "name") || name(metadata, "generateName"))
}

/// Whether the body shows by itself which kind it is of: a `spec` with fields of one, a list of
/// permissions, what a binding binds. Other documents have `data` as well.
fn has_body_of_a_kind(root: Node<'_>) -> bool {
    let has = |node: Node<'_>, key: &str| node.get(key).is_some();
    let permits = |rules: Node<'_>| {
        rules.items().next().is_some_and(|rule| has(rule, "verbs") && has(rule, "resources"))
    };
    if let Some(spec) = root.get("spec").filter(|spec| spec.is_map()) {
        let fields = spec.entries().count();
        let says_enough = fields > 1 || has(spec, "containers") || has(spec, "template");
        return says_enough && schema::kinds_at_any_version().any(|kind| has_spec(kind, spec));
    }
    has(root, "roleRef") || root.get("rules").is_some_and(permits)
}

/// Whether all fields of a `spec` are fields of a kind's.
fn has_spec(kind: Kind, spec: Node<'_>) -> bool {
    let Some(field) = kind.type_().field_at_any_version("spec") else { return false };
    let Shape::Object(known) = field.shape() else { return false };
    spec.entries().all(|entry| {
        entry.key.as_str().is_some_and(|key| known.field_at_any_version(key).is_some())
    })
}
