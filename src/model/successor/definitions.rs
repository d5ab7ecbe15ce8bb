//! Definitions of custom resources.

use super::{Draft, key_of};
use crate::syntax::{
    revise::{Member, New},
    tree::Node,
};

/// What every version had in common.
const SHARED: [(&str, &str); 4] = [
    ("validation", "schema"),
    ("subresources", "subresources"),
    ("additionalPrinterColumns", "additionalPrinterColumns"),
    ("selectableFields", "selectableFields"),
];

pub(super) fn definition(draft: &mut Draft<'_>) {
    // Schemas did not have to be structural, and groups not to be approved.
    draft.lenient.extend([
        "metadata.annotations[api-approved.kubernetes.io]",
        "spec.schema",
        "spec.validation",
        "spec.versions[*].schema",
    ]);
    let Some(spec) = draft.map(&["spec"]) else { return };
    match spec.get("scope").filter(|scope| scope.as_str() == Some("")) {
        Some(empty) => draft.revision.put(empty, New::Text("Namespaced")),
        None => draft.fill(spec, "scope", New::Text("Namespaced")),
    }
    let shared: Vec<Member<'_>> =
        SHARED.iter().filter_map(|(written, name)| draft.take(spec, written, name)).collect();
    let only = draft.take(spec, "version", "name");
    draft.drop(spec, "preserveUnknownFields");
    let versions = draft.maps(&["spec", "versions"]);
    if versions.is_empty() {
        if let Some(name) = only.filter(|_| draft.at(&["spec", "versions"]).is_none()) {
            single(draft, spec, name, shared);
        }
    } else {
        several(draft, &versions, &shared);
    }
    columns(draft, &["spec", "additionalPrinterColumns"]);
    conversion(draft);
}

/// The one version that `version` names.
fn single<'a>(draft: &mut Draft<'a>, spec: Node<'a>, name: Member<'a>, shared: Vec<Member<'a>>) {
    let at = name.at;
    let made = |name| Member { name, at, value: New::Bool(true) };
    let mut members = vec![name, made("served"), made("storage")];
    if shared.iter().all(|member| member.name != "schema") {
        members.push(any_schema(at));
    }
    shared.iter().for_each(|member| hoisted(draft, member));
    members.extend(shared);
    draft.drop(spec, "versions");
    draft.add(spec, "versions", at, New::List(vec![New::Map(members)]));
    draft.moved("spec.versions[0].name", "spec.version");
    draft.moved("spec.versions[0]", "spec");
}

/// What all versions have in common goes into the first: a copy in each would be said of in each.
fn several<'a>(draft: &mut Draft<'a>, versions: &[Node<'a>], shared: &[Member<'a>]) {
    for (index, version) in versions.iter().enumerate() {
        let has = |name: &str| version.get(name).is_some_and(|value| !value.is_null());
        for member in shared.iter().filter(|member| index == 0 && !has(member.name)) {
            draft.drop(*version, member.name);
            hoisted(draft, member);
            draft.add(*version, member.name, member.at, member.value.clone());
        }
        let is_shared = index == 0 && shared.iter().any(|member| member.name == "schema");
        if !is_shared && !has("schema") {
            draft.drop(*version, "schema");
            let schema = any_schema(key_of(*version));
            draft.add(*version, schema.name, schema.at, schema.value);
        }
    }
    let columns = |version: &Node<'a>| version.get("additionalPrinterColumns");
    for column in versions.iter().filter_map(columns).flat_map(Node::items) {
        path_of(draft, column);
    }
}

/// A value of the first version that stood next to all of them.
fn hoisted(draft: &mut Draft<'_>, member: &Member<'_>) {
    let of_field = SHARED.iter().find(|(_, name)| *name == member.name);
    let written = of_field.map_or(member.name, |(written, _)| written);
    let now = format!("spec.versions[0].{}", member.name);
    draft.moved(format!("{now}[*].jsonPath"), format!("spec.{written}[*].JSONPath"));
    draft.moved(now, format!("spec.{written}"));
}

fn columns(draft: &mut Draft<'_>, list: &[&str]) {
    for column in draft.maps(list) {
        path_of(draft, column);
    }
}

fn path_of<'a>(draft: &mut Draft<'a>, column: Node<'a>) {
    if draft.rename(column, "JSONPath", "jsonPath") {
        for list in ["spec.additionalPrinterColumns", "spec.versions[*].additionalPrinterColumns"] {
            draft.moved(format!("{list}[*].jsonPath"), format!("{list}[*].JSONPath"));
        }
    }
}

/// A schema that takes anything, as none did.
fn any_schema(at: Node<'_>) -> Member<'_> {
    let made = |name, value| Member { name, at, value };
    let all = New::Map(vec![
        made("type", New::Text("object")),
        made("x-kubernetes-preserve-unknown-fields", New::Bool(true)),
    ]);
    made("schema", New::Map(vec![made("openAPIV3Schema", all)]))
}

fn conversion(draft: &mut Draft<'_>) {
    let Some(conversion) = draft.map(&["spec", "conversion"]) else { return };
    let Some(client) = draft.take(conversion, "webhookClientConfig", "clientConfig") else {
        return;
    };
    let at = client.at;
    let versions = draft.take(conversion, "conversionReviewVersions", "conversionReviewVersions");
    let name = "conversionReviewVersions";
    let default = || Member { name, at, value: New::List(vec![New::Text("v1beta1")]) };
    let members = vec![client, versions.unwrap_or_else(default)];
    draft.add(conversion, "webhook", at, New::Map(members));
    let now = "spec.conversion.webhook";
    draft.moved(format!("{now}.clientConfig"), "spec.conversion.webhookClientConfig");
    draft.moved(format!("{now}.{name}"), format!("spec.conversion.{name}"));
}
