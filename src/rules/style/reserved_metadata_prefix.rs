//! A label or annotation with a prefix of Kubernetes that Kubernetes does not know.

use super::reserved_keys::{Known, look_up};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::RESERVED_METADATA_PREFIX,
        name: "reserved-metadata-prefix",
        title: "Reserved prefix of a label or annotation",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("reserved_metadata_prefix.md"),
    },
    check: &Every(check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    for map in ["labels", "annotations"] {
        for (written, place) in object.field("metadata").get(map).entries() {
            if look_up(written) == Known::Unregistered {
                let finding =
                    cx.report(place, text!("Kubernetes does not know `{}`", key(written)));
                finding.at = object.location(place.key_span());
                finding.help(
                    "use a prefix of your own; those below kubernetes.io and k8s.io are reserved",
                );
            }
        }
    }
}
