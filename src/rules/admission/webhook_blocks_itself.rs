//! A webhook that must admit its own pods.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::WEBHOOK_BLOCKS_ITSELF,
        name: "webhook-blocks-itself",
        title: "Webhook that blocks its own Pods",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("webhook_blocks_itself.md"),
    },
    check: &Kinds(&["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"], check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    for webhook in object.field("webhooks").items() {
        let fails = matches!(webhook.get("failurePolicy").str(), "" | "Fail");
        let excludes = ["namespaceSelector", "objectSelector", "matchConditions"];
        let is_limited = excludes.iter().any(|field| !webhook.get(field).is_empty());
        if !fails || is_limited || !webhook.get("rules").items().any(|rule| admits_pods(rule)) {
            continue;
        }
        let client = webhook.get("clientConfig").get("service");
        if let Some(pod) = backend(object, client, cx) {
            let title = name(pod.object().title());
            cx.report(webhook.get("rules"), text!("the webhook must admit its own {}", title))
                .related(pod.object().place().at(&["metadata", "name"]), "runs the webhook")
                .help("exclude its namespace with `namespaceSelector`");
        }
    }
}

/// Whether a rule is about the creation of pods.
fn admits_pods(rule: Place<'_>) -> bool {
    let has = |field: &'static str, wanted: &[&str]| {
        rule.get(field).items().any(|item| wanted.contains(&item.str()))
    };
    has("apiGroups", &["", "*"])
        && has("operations", &["CREATE", "*"])
        && has("resources", &["pods", "*", "*/*"])
}

/// The workload in sight that answers a webhook.
fn backend<'a>(object: &'a Object, client: Place<'a>, cx: &Context<'a>) -> Option<PodTemplate<'a>> {
    let namespace = client.get("namespace").str();
    let services = cx.workspace.services_named(object, client.get("name").str());
    let [service] = services[..] else { return None };
    if service.object().namespace.as_deref().is_some_and(|own| own != namespace) {
        return None;
    }
    let pods = cx.workspace.pods_selected(service.object(), &service.selector()?);
    pods.into_iter().find(|pod| pod.is_managed() && !pod.ends())
}
