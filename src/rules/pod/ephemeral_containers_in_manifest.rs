//! Ephemeral containers are set in a manifest.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::EPHEMERAL_CONTAINERS_IN_MANIFEST,
        name: "ephemeral-containers-in-manifest",
        title: "Ephemeral containers in a manifest",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("ephemeral_containers_in_manifest.md"),
    },
    check: &Elsewhere,
};
