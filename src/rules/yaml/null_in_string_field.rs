//! A string field with nothing after its colon.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NULL_IN_STRING_FIELD,
        name: "null-in-string-field",
        title: "Null in a string field",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("null_in_string_field.md"),
    },
    check: &Every(check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    metadata(object.place(), cx);
    if object.gvk.is("", "ConfigMap") {
        texts(object.field("data").entries().map(|(_, value)| value), cx);
    }
    let Some(pod) = PodTemplate::of(object) else { return };
    if object.gvk.kind != "Pod" {
        metadata(pod.place(), cx);
    }
    for container in pod.containers() {
        // A variable with `valueFrom` has no value of its own.
        let env = container.field("env").items();
        let own = env.filter(|variable| !variable.get("valueFrom").is_present());
        texts(own.map(|variable| variable.get("value")).filter(|value| value.is_present()), cx);
        texts(container.field("args").items(), cx);
        texts(container.field("command").items(), cx);
    }
}

fn metadata<'a>(holder: Place<'a>, cx: &mut Context<'a>) {
    for field in ["labels", "annotations"] {
        texts(holder.at(&["metadata", field]).entries().map(|(_, value)| value), cx);
    }
}

/// Reports the empty values among strings, if one of them is a string.
fn texts<'a>(values: impl Iterator<Item = Place<'a>>, cx: &mut Context<'a>) {
    let values: Vec<Place<'a>> = values.collect();
    if values.iter().all(|value| value.text().is_none()) {
        return;
    }
    for value in values.into_iter().filter(|value| !value.is_set()) {
        cx.report(value, "null is stored as an empty string")
            .help("write `\"\"` if an empty string is intended")
            .fix(Safety::Safe, "write an empty string", value.set("\"\""));
    }
}
