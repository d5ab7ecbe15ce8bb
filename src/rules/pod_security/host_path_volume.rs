//! A volume that is a directory or file of the node.

use super::control::ControlRule;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::HOST_PATH_VOLUME,
        name: "host-path-volume",
        title: "hostPath volume",
        aliases: &[
            "polaris:hostPathSet",
            "PSS:baseline/hostPathVolumes",
            "trivy:KSV023",
            "monokle:PSS105",
            "kubescape:C-0048",
            "datree:CONTAINERS_INCORRECT_KEY_HOSTPATH",
            "kics:Non Kube System Pod With Host Mount",
            "kyverno:disallow-host-path",
            "gatekeeper:K8sPSPHostFilesystem",
        ],
        severity: Severity::Warning,
        preset: Preset::PssBaseline,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("host_path_volume.md"),
    },
    check: &ControlRule::of("hostPathVolumes"),
};
