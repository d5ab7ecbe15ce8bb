//! Tiller, the server part of Helm 2, or its Service.

use super::repository;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::TILLER_DEPLOYED,
        name: "tiller-deployed",
        title: "Tiller of Helm 2",
        aliases: &[
            "checkov:CKV_K8S_34",
            "checkov:CKV_K8S_44",
            "checkov:CKV_K8S_45",
            "trivy:KSV102",
            "kics:Tiller Service Is Not Deleted",
            "kics:Tiller (Helm v2) Is Deployed",
            "kics:Tiller Deployment Is Accessible From Within The Cluster",
            "kyverno:disallow-helm-tiller",
        ],
        severity: Severity::Warning,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("tiller_deployed.md"),
    },
    check: &Every(check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let containers = PodTemplate::of(object).into_iter().flat_map(PodTemplate::containers);
    for container in containers {
        let image = container.field("image");
        if repository(image.str()).is_some_and(|name| name.ends_with("/tiller") || name == "tiller")
        {
            cx.report(image, "this is Tiller of Helm 2").help("use Helm 3 or 4, and delete Tiller");
        }
    }
    let selector = object.field("spec").get("selector");
    let selects = selector.get("name").str() == "tiller" && selector.get("app").str() == "helm";
    if object.gvk.is("", "Service") && (selects || object.name == "tiller-deploy") {
        cx.report(object.field("metadata").get("name"), "this Service makes Tiller reachable")
            .help("use Helm 3 or 4, and delete Tiller");
    }
}
