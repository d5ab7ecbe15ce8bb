//! CustomResourceDefinition: its names, versions and conversion
//! (`k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go`).
//!
//! Before the server validates a definition, it takes what is the same in all versions out of them,
//! into fields that no file can name; its paths lead there.

mod columns;
mod costs;
mod defaults;
mod keywords;
mod rules;
mod schema;
mod structural;

use schema::JsonSchema;

use super::{Checker, Reason, admission, names};
use crate::{
    code,
    diagnostic::Safety,
    model::{Place, first_seen::FirstSeen, gates},
    syntax::tree::{Node, Value},
    text,
};

const APPROVED: &str = "api-approved.kubernetes.io";

/// Deeper values are not compared.
const MAX_DEPTH: usize = 200;

pub(super) fn definition<'a>(crd: Place<'a>, cx: &mut Checker<'a>) {
    let spec = crd.get("spec");
    object_name(crd, cx);
    approval(crd, cx);
    if cx.require(code::MISSING_REQUIRED_FIELD, spec.get("group")) {
        group(spec.get("group"), cx);
    }
    if cx.require(code::MISSING_REQUIRED_FIELD, spec.get("scope")) {
        cx.one_of(code::CRD_NAME_MISMATCH, spec.get("scope"), &["Cluster", "Namespaced"]);
    }
    resource_names(spec.get("names"), cx);
    versions(spec.get("versions"), cx);
    stored_versions(crd, cx);
    schemas(spec.get("versions"), cx);
    conversion(spec, cx);
}

fn object_name<'a>(crd: Place<'a>, cx: &mut Checker<'a>) {
    let (plural, group) = (crd.at(&["spec", "names", "plural"]), crd.at(&["spec", "group"]));
    let wanted = format!("{}.{}", plural.str(), group.str());
    let whole = !plural.is_empty() && !group.is_empty();
    let metadata = crd.get("metadata");
    let (name, prefix) = (metadata.get("name"), metadata.get("generateName"));
    let generated = name.is_empty() && !prefix.is_empty();
    for (place, refused) in [(name, !name.is_empty() || generated), (prefix, !prefix.is_empty())] {
        if !refused || place.str() == wanted {
            continue;
        }
        if whole {
            let message = text!("name must be `{}` (plural and group)", wanted.as_str());
            let cause = cx.invalid(code::CRD_NAME_MISMATCH, place, message);
            if !name.is_empty() {
                cause.suggest(
                    Safety::Safe,
                    text!("write `{}`", wanted.as_str()),
                    place.set(&wanted),
                );
            }
        } else {
            let missing = if plural.is_empty() { plural } else { group };
            let message = "name cannot be plural and group, one of which is missing";
            cx.invalid(code::CRD_NAME_MISMATCH, place, message).follows(missing);
        }
    }
}

/// Groups of the Kubernetes community are approved, or marked as unapproved.
fn approval<'a>(crd: Place<'a>, cx: &mut Checker<'a>) {
    let group = crd.at(&["spec", "group"]).str();
    let community =
        ["k8s.io", "kubernetes.io"].iter().any(|domain| match group.strip_suffix(domain) {
            Some(before) => before.is_empty() || before.ends_with('.'),
            None => false,
        });
    let annotation = crd.at(&["metadata", "annotations", APPROVED]);
    let text = annotation.str();
    let url = text.split_once("://").is_some_and(|(scheme, rest)| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or("");
        !scheme.is_empty() && !host.is_empty() && !text.contains(' ')
    });
    if !community || text.starts_with("unapproved") || url {
        return;
    }
    let reason = if text.is_empty() { Reason::Required } else { Reason::Invalid };
    let message = text!(
        "group `{}` is reserved and requires the annotation `{}`",
        group,
        text::name(APPROVED)
    );
    cx.refuse(code::CRD_UNAPPROVED_GROUP, reason, annotation, message).help(text!(
        "use your own domain, or set the annotation `{}: \"unapproved, …\"`",
        text::name(APPROVED)
    ));
}

fn group<'a>(group: Place<'a>, cx: &mut Checker<'a>) {
    if cx.format(code::CRD_NAME_MISMATCH, group, names::dns_subdomain).is_none()
        && !group.str().contains('.')
    {
        let message = text!("group `{}` must be a domain with a dot", group.str());
        cx.invalid(code::CRD_NAME_MISMATCH, group, message)
            .help("use your own domain, such as shop.example.com");
    }
}

/// Singular and list kind follow from the kind where they are not written.
fn resource_names<'a>(all: Place<'a>, cx: &mut Checker<'a>) {
    let (kind, plural) = (all.get("kind"), all.get("plural"));
    let (singular, list) = (all.get("singular"), all.get("listKind"));
    if cx.require(code::CRD_NAME_MISMATCH, plural) {
        cx.format(code::CRD_NAME_MISMATCH, plural, names::dns_1035_label);
    }
    let has_kind = cx.require(code::CRD_NAME_MISMATCH, kind);
    let lower = kind.str().to_lowercase();
    if has_kind {
        cx.format_of(code::CRD_NAME_MISMATCH, kind, &lower, names::dns_1035_label);
    }
    for (place, derived) in [(singular, lower), (list, format!("{}List", kind.str()))] {
        if !place.is_empty() {
            let text = place.str().to_lowercase();
            let text = if place.name() == "singular" { place.str() } else { &text };
            cx.format_of(code::CRD_NAME_MISMATCH, place, text, names::dns_1035_label);
        } else if !has_kind {
            let message = text!("`{}` is missing", text::name(place.name()));
            cx.required(code::CRD_NAME_MISMATCH, place, message).follows(kind);
        } else if let Some(cause) = cx.format_of(
            code::CRD_NAME_MISMATCH,
            place,
            &derived.to_lowercase(),
            names::dns_1035_label,
        ) {
            cause.follows(kind).message =
                text!("`{}`, derived from the kind, is not a valid name", derived);
        }
    }
    for name in all.get("shortNames").items().chain(all.get("categories").items()) {
        cx.format(code::CRD_NAME_MISMATCH, name, names::dns_1035_label);
    }
    if has_kind && kind.str() == list.str() {
        cx.invalid(code::CRD_NAME_MISMATCH, list, "`kind` and `listKind` are the same")
            .help(text!("write `{}List`, or remove `listKind`", kind.str()));
    }
}

fn versions<'a>(versions: Place<'a>, cx: &mut Checker<'a>) {
    let mut seen = FirstSeen::new();
    for (index, version) in versions.items().enumerate() {
        let name = version.get("name");
        if cx.format(code::CRD_VERSIONS, name, names::dns_1035_label).is_some()
            && index == 0
            && !name.is_empty()
        {
            // The first version's name is in the server's own form of the object too.
            let message = text!("`{}` is not a valid version name", names::shown(name.str()));
            cx.invalid(code::CRD_VERSIONS, name, message).path("spec.version").follows(name);
        }
        if let Some(first) = seen.earlier(name.str(), name) {
            let message = text!("two versions are named `{}`", name.str());
            cx.invalid(code::CRD_VERSIONS, name, message)
                .path(versions.path())
                .related(first, "first used here");
        }
        if !version.at(&["schema", "openAPIV3Schema"]).is_set() {
            let place = version.at(&["schema", "openAPIV3Schema"]);
            cx.required(code::CRD_VERSIONS, place, text!("version `{}` has no schema", name.str())).help(
                "write `type: object` and `x-kubernetes-preserve-unknown-fields: true` to allow \
                 all fields",
            );
        }
        deprecation(version, cx);
    }
    let stored = versions.items().filter(|version| is_stored(*version)).count();
    if stored != 1 {
        let message = match stored {
            0 => text!("no version has `storage: true`"),
            _ => text!("{} versions have `storage: true`, only one can", text::name(stored)),
        };
        cx.invalid(code::CRD_VERSIONS, versions, message)
            .help("set `storage: true` in exactly one of them");
    }
}

fn is_stored(version: Place<'_>) -> bool {
    version.get("storage").bool() == Some(true)
}

/// The server writes the stored version to the status, and refuses its own status where not
/// exactly one version is stored.
fn stored_versions<'a>(crd: Place<'a>, cx: &mut Checker<'a>) {
    let versions = crd.at(&["spec", "versions"]);
    let mut stored = versions.items().filter(|version| is_stored(*version));
    let mut noted = stored.next().map(|version| version.get("name").str());
    let mut wrong = noted.is_none();
    for version in versions.items() {
        let known = noted == Some(version.get("name").str());
        wrong |= is_stored(version) && !known;
        noted = noted.filter(|_| !known);
    }
    if wrong {
        let status = crd.at(&["status", "storedVersions"]);
        let message = "exactly one version must be stored";
        cx.invalid(code::CRD_VERSIONS, status, message).follows(versions);
    }
}

fn deprecation<'a>(version: Place<'a>, cx: &mut Checker<'a>) {
    let warning = version.get("deprecationWarning");
    let Some(text) = warning.text() else { return };
    let mut fault = |message: &'static str| {
        cx.invalid(code::CRD_VERSIONS, warning, message);
    };
    if version.get("deprecated").bool() != Some(true) {
        fault("`deprecationWarning` requires `deprecated: true`");
        return;
    }
    if text.len() > 256 {
        fault("`deprecationWarning` is longer than 256 bytes");
    }
    if text.is_empty() {
        fault("`deprecationWarning` is empty");
    }
    if text.chars().any(|c| c.is_control() || c.is_whitespace() && c != ' ') {
        fault("`deprecationWarning` contains unprintable characters");
    }
}

/// What all versions have in common, by where the server moves it.
fn common<'a>(versions: Place<'a>, field: &'a str) -> bool {
    let mut fields = versions.items().map(|version| version.get(field).node());
    let first = fields.next().flatten();
    fields.all(|other| same(first, other))
}

/// Whether two values are the same, in whatever order.
fn same(a: Option<Node<'_>>, b: Option<Node<'_>>) -> bool {
    same_below(a, b, MAX_DEPTH)
}

fn same_below(a: Option<Node<'_>>, b: Option<Node<'_>>, depth: usize) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return a.is_none() == b.is_none() };
    let Some(depth) = depth.checked_sub(1) else { return false };
    match (a.value(), b.value()) {
        (Value::List, Value::List) => {
            let (mut left, mut right) = (a.items(), b.items());
            loop {
                match (left.next(), right.next()) {
                    (None, None) => return true,
                    (Some(l), Some(r)) if same_below(Some(l), Some(r), depth) => {}
                    _ => return false,
                }
            }
        }
        (Value::Map, Value::Map) => {
            a.entries().count() == b.entries().count()
                && a.entries().all(|entry| {
                    let other = entry.key.as_str().and_then(|key| b.get(key));
                    other.is_some_and(|other| same_below(Some(entry.value), Some(other), depth))
                })
        }
        (Value::Int(int), Value::Float(float)) | (Value::Float(float), Value::Int(int)) => {
            (int as f64).total_cmp(&float).is_eq()
        }
        (left, right) => left == right,
    }
}

/// Gives the causes since a mark the paths of the server's own form of the object.
fn moved(cx: &mut Checker<'_>, mark: usize, from: &str, to: &str) {
    for cause in cx.since(mark) {
        if let Some(rest) = cause.path.strip_prefix(from) {
            let path = format!("{to}{rest}");
            cause.path(path);
        }
    }
}

fn schemas<'a>(versions: Place<'a>, cx: &mut Checker<'a>) {
    let Some(first) = versions.items().next() else { return };
    let base = first.path();
    let has_status = |version: Place<'a>| version.at(&["subresources", "status"]).is_set();
    for (field, to) in [
        ("schema", "spec.validation"),
        ("subresources", "spec.subresources"),
        ("additionalPrinterColumns", "spec.additionalPrinterColumns"),
        ("selectableFields", "spec.selectableFields"),
    ] {
        let shared = common(versions, field);
        let count = if shared { 1 } else { usize::MAX };
        let mark = cx.mark();
        for version in versions.items().take(count) {
            match field {
                "schema" => {
                    let any = shared && versions.items().any(has_status);
                    version_schema(version.get(field), any || has_status(version), cx);
                }
                "subresources" => columns::scale(version.at(&[field, "scale"]), cx),
                "selectableFields" => selectable_fields(version, cx),
                _ => version.get(field).items().for_each(|each| columns::printer_column(each, cx)),
            }
        }
        if shared {
            moved(cx, mark, &format!("{base}.{field}"), to);
            moved(cx, mark, &format!("{base}.schema"), "spec.schema");
        }
    }
}

fn version_schema<'a>(schema: Place<'a>, status: bool, cx: &mut Checker<'a>) {
    let place = schema.get("openAPIV3Schema");
    let Some(root) = place.is_set().then(|| JsonSchema::read(place)).flatten() else { return };
    let mark = cx.mark();
    if status {
        keywords::root_with_status(&root, cx);
    }
    let foreign = structural::foreign_key(&root);
    let mut compiled = foreign.is_none() && structural::check(&root, cx);
    if compiled {
        let mark = cx.mark();
        defaults::check(&root, cx);
        compiled = cx.since(mark).is_empty();
    }
    let before = cx.mark();
    keywords::check(&root, cx);
    if compiled {
        let faults: Vec<String> = cx.since(before).iter().map(|c| c.path.clone()).collect();
        rules::check(&root, &faults, cx);
    }
    if let Some(key) = foreign.filter(|_| cx.since(mark).is_empty()) {
        let message = text!("`{}` is not allowed in a schema", text::name(key));
        cx.invalid(code::CRD_FORBIDDEN_SCHEMA_KEYWORD, place, message);
    }
    keywords::formats(&root, cx);
}

fn selectable_fields<'a>(version: Place<'a>, cx: &mut Checker<'a>) {
    let fields = version.get("selectableFields");
    // The gate CustomResourceFieldSelectors: before, the fields are dropped.
    if fields.is_empty() || !cx.version.enables(gates::CUSTOM_RESOURCE_FIELD_SELECTORS) {
        return;
    }
    let place = version.at(&["schema", "openAPIV3Schema"]);
    if !place.is_set() {
        cx.invalid(code::CRD_SUBRESOURCES_COLUMNS, fields, "`selectableFields` requires a schema");
        return;
    }
    let Some(root) = JsonSchema::read(place) else { return };
    if structural::foreign_key(&root).is_some() {
        cx.invalid(
            code::CRD_NON_STRUCTURAL_SCHEMA,
            place,
            "`selectableFields` requires a structural schema",
        )
        .follows(fields);
        for path in fields.items().map(|field| field.get("jsonPath")) {
            if cx.require(code::CRD_SUBRESOURCES_COLUMNS, path) && !path.str().starts_with('.') {
                let path_shown = names::shown(path.str());
                cx.invalid(
                    code::CRD_SUBRESOURCES_COLUMNS,
                    path,
                    text!("path `{}` must start with `.`", path_shown),
                );
            }
        }
        return;
    }
    columns::selectable(fields, &root, cx);
}

/// Between versions without changes, or by a webhook; the server names its fields as in older
/// versions.
fn conversion<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let (conversion, kept) = (spec.get("conversion"), spec.get("preserveUnknownFields"));
    let strategy = conversion.get("strategy");
    if kept.bool() == Some(true) {
        cx.invalid(
            code::CRD_FORBIDDEN_SCHEMA_KEYWORD,
            kept,
            "`preserveUnknownFields` must be false or absent",
        )
        .help("write `x-kubernetes-preserve-unknown-fields: true` in the schema");
        if conversion.is_set() && strategy.str() != "None" {
            let message = "conversion is not allowed with `preserveUnknownFields: true`";
            cx.invalid(code::CRD_CONVERSION, strategy, message).follows(kept);
        }
    }
    if !conversion.is_set() {
        return;
    }
    if cx.require(code::CRD_CONVERSION, strategy) {
        cx.one_of(code::CRD_CONVERSION, strategy, &["None", "Webhook"]);
    }
    let mark = cx.mark();
    let webhook = conversion.get("webhook");
    let (client, versions) = (webhook.get("clientConfig"), webhook.get("conversionReviewVersions"));
    if strategy.str() == "Webhook" {
        admission::client(code::CRD_CONVERSION, client, cx);
        admission::review_versions(code::CRD_CONVERSION, versions, cx);
    } else {
        for place in [client, versions] {
            if place.is_set() && !(place.name() == versions.name() && place.is_empty()) {
                cx.forbidden(code::CRD_CONVERSION, place, "`webhook` requires `strategy: Webhook`")
                    .help("write `strategy: Webhook`, or remove `webhook`");
            }
        }
    }
    moved(cx, mark, &client.path(), "spec.conversion.webhookClientConfig");
    moved(cx, mark, &versions.path(), "spec.conversion.conversionReviewVersions");
}
