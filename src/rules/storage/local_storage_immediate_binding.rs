//! A class of local volumes that binds before a node is chosen.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::LOCAL_STORAGE_IMMEDIATE_BINDING,
        name: "local-storage-immediate-binding",
        title: "Immediate binding of local volumes",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("local_storage_immediate_binding.md"),
    },
    check: &Kinds(&["StorageClass"], check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let mode = object.field("volumeBindingMode");
    let is_local = object.gvk.is("storage.k8s.io", "StorageClass")
        && object.field("provisioner").str() == "kubernetes.io/no-provisioner";
    if is_local && mode.str() != "WaitForFirstConsumer" {
        cx.report(mode, "claims of this class bind before a node is chosen")
            .help("set `volumeBindingMode: WaitForFirstConsumer`");
    }
}
