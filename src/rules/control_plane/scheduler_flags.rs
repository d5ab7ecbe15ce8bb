//! Flags of the scheduler.

use super::flags::{ComponentFlags, Want, flag};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SCHEDULER_FLAGS,
        name: "scheduler-flags",
        title: "Flags of the scheduler",
        aliases: &[
            "checkov:CKV_K8S_114",
            "checkov:CKV_K8S_115",
            "trivy:KCV0040",
            "trivy:KCV0041",
            "kubescape:C-0151",
            "kubescape:C-0152",
        ],
        severity: Severity::Info,
        preset: Preset::Cis,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("scheduler_flags.md"),
    },
    check: &FLAGS,
};

static FLAGS: ComponentFlags = ComponentFlags {
    component: "kube-scheduler",
    flags: &[
        flag("profiling", Want::Is("false"), "profiles of the program can be read"),
        flag("bind-address", Want::Is("127.0.0.1"), "its metrics can be reached from other hosts"),
    ],
    files: &[],
};
