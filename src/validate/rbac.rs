//! Roles and bindings (`pkg/apis/rbac/validation/validation.go`).

use super::{Checker, meta, names};
use crate::{code, diagnostic::Safety, model::Place, text};

const GROUP: &str = "rbac.authorization.k8s.io";

pub(super) fn role<'a>(role: Place<'a>, cx: &mut Checker<'a>) {
    for rule in role.get("rules").items() {
        let urls = rule.get("nonResourceURLs");
        if urls.count() > 0 {
            let message = "`nonResourceURLs` is not allowed in a Role";
            cx.invalid(code::INVALID_RBAC_RULE, urls, message)
                .help("use a ClusterRole to grant access to URLs");
        }
        policy_rule(rule, cx);
    }
}

pub(super) fn cluster_role<'a>(role: Place<'a>, cx: &mut Checker<'a>) {
    role.get("rules").items().for_each(|rule| policy_rule(rule, cx));
    let aggregation = role.get("aggregationRule");
    let selectors = aggregation.get("clusterRoleSelectors");
    if aggregation.is_set() {
        cx.require(code::INVALID_RBAC_RULE, selectors);
    }
    for selector in selectors.items() {
        meta::label_selector(selector, cx);
        if !meta::is_sound_selector(selector) {
            cx.invalid(code::INVALID_RBAC_RULE, selector, "selector is invalid");
        }
    }
}

fn policy_rule<'a>(rule: Place<'a>, cx: &mut Checker<'a>) {
    if rule.get("verbs").is_empty() {
        cx.required(code::INVALID_RBAC_RULE, rule.get("verbs"), "rule has no `verbs`")
            .help("list verbs such as get, list and watch");
    }
    let (urls, groups) = (rule.get("nonResourceURLs"), rule.get("apiGroups"));
    let resources = rule.get("resources");
    if urls.count() > 0 {
        let mixed = [groups, resources, rule.get("resourceNames")];
        if let Some(other) = mixed.into_iter().find(|field| field.count() > 0) {
            let message = "`nonResourceURLs` cannot be combined with resources in one rule";
            cx.invalid(code::INVALID_RBAC_RULE, urls, message)
                .related(other, "resources are listed here")
                .help("split it into two rules");
        }
        return;
    }
    if groups.is_empty() {
        cx.required(code::INVALID_RBAC_RULE, groups, "rule has no `apiGroups`")
            .help("list API groups; the core group is the empty string, `apiGroups: [\"\"]`");
    }
    if resources.is_empty() {
        cx.required(code::INVALID_RBAC_RULE, resources, "rule has no `resources`")
            .help("list resources by their plural names, such as pods or deployments");
    }
}

pub(super) fn role_binding<'a>(binding: Place<'a>, cx: &mut Checker<'a>) {
    role_ref(binding.get("roleRef"), &["Role", "ClusterRole"], cx);
    for subject in binding.get("subjects").items() {
        role_subject(subject, cx);
    }
}

pub(super) fn cluster_role_binding<'a>(binding: Place<'a>, cx: &mut Checker<'a>) {
    role_ref(binding.get("roleRef"), &["ClusterRole"], cx);
    for subject in binding.get("subjects").items() {
        role_subject(subject, cx);
        let namespace = subject.get("namespace");
        if subject.get("kind").str() == "ServiceAccount" && namespace.is_empty() {
            let name = subject.get("name").str();
            let message = text!("ServiceAccount `{}` has no `namespace`", name);
            let cause = cx.required(code::INVALID_RBAC_SUBJECT, namespace, message);
            cause.help("set the namespace of the ServiceAccount");
            if let Some(own) = binding.get("metadata").get("namespace").text() {
                cause.fix(Safety::Unsafe, "use the namespace of the binding", namespace.set(own));
            }
        }
    }
}

fn role_ref<'a>(reference: Place<'a>, kinds: &[&str], cx: &mut Checker<'a>) {
    let (group, kind, name) =
        (reference.get("apiGroup"), reference.get("kind"), reference.get("name"));
    // An empty group is filled in by the defaults.
    cx.one_of(code::INVALID_ROLE_REF, group, &[GROUP]);
    cx.must_be_one_of(code::INVALID_ROLE_REF, kind, kinds);
    if cx.require(code::INVALID_ROLE_REF, name) {
        cx.format(code::INVALID_ROLE_REF, name, names::path_segment);
    }
}

/// The group is filled in by the defaults: none for ServiceAccounts, RBAC's for the rest.
fn role_subject<'a>(subject: Place<'a>, cx: &mut Checker<'a>) {
    let (kind, name, group) = (subject.get("kind"), subject.get("name"), subject.get("apiGroup"));
    let named = cx.require(code::INVALID_RBAC_SUBJECT, name);
    match kind.str() {
        "ServiceAccount" => {
            if named {
                cx.format(code::INVALID_RBAC_SUBJECT, name, names::dns_subdomain);
            }
            if !group.str().is_empty() {
                cx.not_supported(code::INVALID_RBAC_SUBJECT, group, &[""])
                    .help("remove `apiGroup`; a ServiceAccount is in the core group")
                    .fix(Safety::Safe, "remove `apiGroup`", group.remove());
            }
        }
        "User" | "Group" => cx.one_of(code::INVALID_RBAC_SUBJECT, group, &[GROUP]),
        _ => cx.must_be_one_of(
            code::INVALID_RBAC_SUBJECT,
            kind,
            &["ServiceAccount", "User", "Group"],
        ),
    }
}
