//! What a server drops because a feature is off, besides the field with the gate (`dropDisabledFields`
//! in `pkg/api/pod/util.go`, `PrepareForCreate` of Jobs).

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Fields, at, at_mut, inner, items, items_mut, text};
use crate::model::{gates, version::Version};

/// The lists of a Pod's containers.
const LISTS: [&str; 3] = ["initContainers", "containers", "ephemeralContainers"];

const HANDLERS: [&str; 3] = ["exec", "httpGet", "tcpSocket"];

pub(super) fn from_pod(spec: &mut Fields, version: Version) {
    if !version.enables(gates::IMAGE_VOLUME) {
        image_volumes(spec);
    }
    let no_sidecars = version.disables(gates::SIDECAR_CONTAINERS);
    let no_rules = version.disables(gates::CONTAINER_RESTART_RULES);
    for list in LISTS {
        let is_init = list == "initContainers";
        for container in items_mut(spec, list) {
            let is_sidecar = is_init && text(container, "restartPolicy") == "Always";
            if is_init && no_sidecars || no_rules && !is_sidecar {
                container.shift_remove("restartPolicy");
            }
            lifecycle(container, version);
            if !version.enables(gates::PROC_MOUNT_TYPE)
                && let Some(context) = at_mut(container, &["securityContext"])
                && context.contains_key("procMount")
            {
                context.insert("procMount".to_owned(), "Default".into());
            }
        }
    }
}

/// Volumes that are images, with their mounts.
fn image_volumes(spec: &mut Fields) {
    let images = items(spec, "volumes").filter(|volume| volume.contains_key("image"));
    let images: BTreeSet<String> = images.map(|volume| text(volume, "name").to_owned()).collect();
    if images.is_empty() {
        return;
    }
    retain(spec, "volumes", |volume| !volume.contains_key("image"));
    for list in LISTS {
        for container in items_mut(spec, list) {
            retain(container, "volumeMounts", |mount| !images.contains(text(mount, "name")));
        }
    }
}

/// Keeps some items of a list, and the list where any is left.
fn retain(fields: &mut Fields, list: &str, keeps: impl Fn(&Fields) -> bool) {
    if let Some(Value::Array(items)) = fields.get_mut(list) {
        items.retain(|item| item.as_object().is_none_or(&keeps));
        if items.is_empty() {
            fields.shift_remove(list);
        }
    }
}

/// Hooks that only sleep and stop signals, and what they leave empty.
fn lifecycle(container: &mut Fields, version: Version) {
    let sleeps = version.disables(gates::POD_LIFECYCLE_SLEEP_ACTION);
    let Some(lifecycle) = at_mut(container, &["lifecycle"]) else { return };
    let signals =
        version.disables(gates::CONTAINER_STOP_SIGNALS) && lifecycle.contains_key("stopSignal");
    if sleeps {
        for hook in ["preStop", "postStart"] {
            let only_sleeps = at(lifecycle, &[hook]).is_some_and(|hook| {
                hook.contains_key("sleep") && !HANDLERS.iter().any(|kind| hook.contains_key(*kind))
            });
            if only_sleeps {
                lifecycle.shift_remove(hook);
            }
        }
    }
    if signals {
        lifecycle.shift_remove("stopSignal");
    }
    if (sleeps || signals) && lifecycle.is_empty() {
        container.shift_remove("lifecycle");
    }
}

/// Rules about an index, where Jobs do not fail by index.
pub(super) fn from_job(job: &mut Fields, version: Version) {
    if version.enables(gates::JOB_BACKOFF_LIMIT_PER_INDEX) {
        return;
    }
    if let Some(policy) = at_mut(inner(job, "spec"), &["podFailurePolicy"])
        && let Some(Value::Array(rules)) = policy.get_mut("rules")
    {
        let fails = |rule: &Value| rule.get("action").and_then(Value::as_str) == Some("FailIndex");
        rules.retain(|rule| !fails(rule));
    }
}
