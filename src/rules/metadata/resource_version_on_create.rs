//! A resourceVersion on an object that does not exist yet.

use crate::{model::object::SET_BY_SERVERS, rules::prelude::*};

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::RESOURCE_VERSION_ON_CREATE,
        name: "resource-version-on-create",
        title: "resourceVersion on a new object",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("resource_version_on_create.md"),
    },
    check: &Every(check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let metadata = object.field("metadata");
    let version = metadata.get("resourceVersion");
    // The server takes 0 for any version.
    if matches!(version.str(), "" | "0")
        // A copy of a live object.
        || SET_BY_SERVERS.iter().any(|key| metadata.get(key).is_set())
        || metadata.get("generation").is_set()
        || !object.field("status").is_empty()
    {
        return;
    }
    cx.report(version, "`resourceVersion` should not be set on objects to be created")
        .help("remove it, otherwise a create is rejected and an apply ends in a conflict")
        .fix(Safety::Safe, "remove `resourceVersion`", version.remove());
}
