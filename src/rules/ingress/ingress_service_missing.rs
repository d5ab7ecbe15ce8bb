//! An Ingress backend whose Service name has a typo.

use k8s_openapi::api::networking::v1::Ingress;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INGRESS_SERVICE_MISSING,
        name: "ingress-service-missing",
        title: "Ingress backend Service not found",
        aliases: &[
            "kube-linter:dangling-ingress",
            "kube-score:ingress-targets-service",
            "popeye:1401",
            "kubescape:C-0298",
            "kubevious:ingress-service-ref",
            "kubevious:ingress-ext-service-ref",
            "monokle:LNK001",
        ],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("ingress_service_missing.md"),
    },
    check: &Objects::<Ingress>(check),
};

fn check<'a>(ingress: At<'a, Ingress>, cx: &mut Context<'a>) {
    let object = ingress.object();
    let backends = ingress.backends();
    let named: Vec<Place<'a>> =
        backends.iter().map(|backend| backend.field("service").get("name")).collect();
    for place in named.iter().copied().filter(|place| !place.is_empty()) {
        let name = place.str();
        let external = cx.settings.is_external("Service", object.namespace.as_deref(), name);
        if external || cx.workspace.is_named_anywhere(object, "Service", name) {
            continue;
        }
        // Names that both occur in one Ingress are different on purpose.
        let meant = cx
            .workspace
            .find_similar(object, "Service", name)
            .filter(|similar| named.iter().all(|other| other.str() != similar.name));
        if let Some(meant) = meant {
            cx.report(place, text!("Service `{}` not found", text::name(name)))
                .related(meant.place().at(&["metadata", "name"]), "a similar name is defined here")
                .help(text!("did you mean `{}`?", text::name(&meant.name)))
                .fix(Safety::Unsafe, text!("write `{}`", text::name(&meant.name)), {
                    place.set(&scalar(&meant.name))
                });
        } else if cx.settings.complete {
            cx.report(place, text!("Service `{}` not found", text::name(name)))
                .help("without the Service, requests for this path fail with 503 or 404");
        }
    }
}
