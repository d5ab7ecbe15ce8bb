//! A binding whose policy has a typo in its name.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::ADMISSION_BINDING_POLICY_MISSING,
        name: "admission-binding-policy-missing",
        title: "Policy of a binding not found",
        aliases: &["monokle:LNK001"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("admission_binding_policy_missing.md"),
    },
    check: &Kinds(&["ValidatingAdmissionPolicyBinding", "MutatingAdmissionPolicyBinding"], check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let kind = match object.gvk.kind.as_str() {
        "ValidatingAdmissionPolicyBinding" => "ValidatingAdmissionPolicy",
        "MutatingAdmissionPolicyBinding" => "MutatingAdmissionPolicy",
        _ => return,
    };
    let place = object.field("spec").get("policyName");
    let effect = "without the policy, the binding has no effect";
    let unknown = UnknownName { severity: Severity::Warning, effect };
    names::report_unknown_name(kind, place, unknown, cx);
}
