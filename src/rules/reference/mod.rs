//! What pods and others refer to by name: ConfigMaps, Secrets, claims, accounts and classes.

use std::collections::BTreeMap;

use super::prelude::*;

mod configmap_key_missing;
mod configmap_missing;
mod env_reference_undefined;
mod image_pull_secret_missing;
mod image_pull_secret_wrong_type;
mod priority_class_missing;
mod pvc_missing;
mod resource_claim_missing;
mod runtime_class_missing;
mod secret_key_missing;
mod secret_missing;
mod service_account_missing;
mod statefulset_service_missing;
mod statefulset_service_not_headless;
mod statefulset_service_selector_mismatch;
mod statefulset_without_service;
mod subpath_key_missing;
mod unused_config;
mod unused_config_key;
mod unused_object;

pub(super) static RULES: &[&CheckedRule] = &[
    &configmap_missing::RULE,
    &configmap_key_missing::RULE,
    &secret_missing::RULE,
    &secret_key_missing::RULE,
    &image_pull_secret_wrong_type::RULE,
    &image_pull_secret_missing::RULE,
    &service_account_missing::RULE,
    &pvc_missing::RULE,
    &priority_class_missing::RULE,
    &runtime_class_missing::RULE,
    &resource_claim_missing::RULE,
    &subpath_key_missing::RULE,
    &env_reference_undefined::RULE,
    &statefulset_service_missing::RULE,
    &statefulset_service_not_headless::RULE,
    &statefulset_service_selector_mismatch::RULE,
    &unused_config::RULE,
    &unused_config_key::RULE,
    &unused_object::RULE,
    &statefulset_without_service::RULE,
];

/// Reports keys that a ConfigMap or Secret in sight does not have.
fn report_missing_keys<'a>(references: Vec<Reference<'a>>, cx: &mut Context<'a>) {
    // Of each name once: a container may take each of its keys by itself.
    let mut keys: BTreeMap<&'a str, Option<Vec<&'a str>>> = BTreeMap::new();
    for reference in references.into_iter().filter(|reference| !reference.is_optional()) {
        for place in reference.keys() {
            let workspace = cx.workspace;
            let known = keys.entry(reference.name());
            let known = known.or_insert_with(|| workspace.keys_meant(reference));
            let Some(known) = known.as_deref() else { break };
            let has = known.binary_search(&place.str()).is_ok();
            if !has && !workspace.is_filled_by_others(reference) {
                report_missing_key(reference, place, known, cx);
            }
        }
    }
}

fn report_missing_key<'a>(
    reference: Reference<'a>,
    place: Place<'a>,
    known: &[&'a str],
    cx: &mut Context<'a>,
) {
    let holder = cx.workspace.find(place.object(), reference.kind, reference.name());
    let written = holder.map_or(reference.name(), |holder| cx.workspace.written_name(holder));
    let (kind, object) = (name(reference.kind), name(written));
    let finding =
        cx.report(place, text!("{} `{}` has no key `{}`", kind, object, key(place.str())));
    if let Some(holder) = holder {
        // Keys of a broken Secret may be values.
        if reference.kind == "ConfigMap" {
            let keys = few(known, |key| format!("`{key}`"));
            finding.related(holder.field("data"), text!("its keys: {}", name(keys)));
        } else {
            finding.related(holder.place().at(&["metadata", "name"]), "defined here");
        }
    }
    match similar::closest(place.str(), known.iter().copied()) {
        Some(meant) => {
            finding.help(text!("did you mean `{}`?", key(meant)));
            finding.fix(Safety::Unsafe, text!("write `{}`", key(meant)), {
                place.set(&scalar(meant))
            });
        }
        None => {
            finding.help("write a key that it has, add the key, or set `optional: true`");
        }
    }
}

/// Words in labels by which controllers find what they load.
const LOADED: [&str; 6] = ["dashboard", "datasource", "alert", "rule", "config", "aggregate-to"];

/// Whether controllers find an object by its labels, so that nothing needs to mention it.
fn is_taken_by_label(object: &Object) -> bool {
    let metadata = object.field("metadata");
    let mut keys = ["labels", "annotations"].into_iter().flat_map(|f| metadata.get(f).entries());
    keys.any(|(key, _)| LOADED.iter().any(|word| key.contains(word)))
}

/// Reports an object whose name no other object mentions.
fn report_unused<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let is_external =
        cx.settings.is_external(&object.gvk.kind, object.namespace.as_deref(), &object.name);
    if is_external || object.name.is_empty() || cx.workspace.is_in_words_of_others(object) {
        return;
    }
    let place = object.place().at(&["metadata", "name"]);
    cx.report(place, text!("no object mentions {}", name(object.title())))
        .help("refer to it, or remove it");
}
