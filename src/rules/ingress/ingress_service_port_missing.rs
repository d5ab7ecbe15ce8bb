//! An Ingress backend with a port that its Service does not have.

use k8s_openapi::api::{
    core::v1::{Service, ServicePort},
    networking::v1::{Ingress, IngressBackend},
};

use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    code: code::INGRESS_SERVICE_PORT_MISSING,
    name: "ingress-service-port-missing",
    title: "Ingress backend port not found",
    aliases: &[
        "kube-linter:dangling-ingress",
        "kube-score:ingress-targets-service",
        "popeye:1402",
        "kubescape:C-0298",
        "kubevious:ingress-service-ref",
    ],
    severity: Severity::Error,
    set: Set::Core,
    fix: Fixable::Sometimes,
    since: "0.1.0",
    doc: include_str!("ingress_service_port_missing.md"),
    check: &Objects::<Ingress>(check),
};

fn check<'a>(ingress: At<'a, Ingress>, cx: &mut Context<'a>) {
    for backend in ingress.backends() {
        let name = backend.field("service").get("name");
        let services = cx.workspace.find_all(ingress.object(), "Service", name.str());
        let services: Vec<At<'a, Service>> =
            services.iter().filter_map(|object| object.get::<Service>()).collect();
        let lacks = services.iter().all(|service| has_other_ports_only(*service, backend));
        if let Some(service) = services.first().filter(|_| lacks) {
            report(backend, *service, cx);
        }
    }
}

/// Which port of a Service a backend means; none where it does not say.
fn wanted<'a>(backend: At<'a, IngressBackend>) -> Option<Target<'a>> {
    let port = backend.value().service.as_ref()?.port.as_ref()?;
    match (port.name.as_deref().filter(|name| !name.is_empty()), port.number) {
        // The AWS controller's way to say that an annotation decides.
        (Some("use-annotation"), _) => None,
        (Some(name), None | Some(0)) => Some(Target::Name(name)),
        (None, Some(number)) if number != 0 => Some(Target::Number(number)),
        _ => None,
    }
}

fn has_other_ports_only<'a>(service: At<'a, Service>, backend: At<'a, IngressBackend>) -> bool {
    let Some(wanted) = wanted(backend) else { return false };
    let known = service.object().is_whole() && service.place().at(&["spec", "ports"]).is_whole();
    let mut ports = service.ports().peekable();
    let has = |wanted| match wanted {
        Target::Number(number) => service.ports().any(|port| port.port == number),
        Target::Name(name) => service.ports().any(|port| port.name.as_deref() == Some(name)),
    };
    known && ports.peek().is_some() && !has(wanted)
}

fn report<'a>(backend: At<'a, IngressBackend>, service: At<'a, Service>, cx: &mut Context<'a>) {
    let Some(wanted) = wanted(backend) else { return };
    let title = service.object().title();
    let port = backend.field("service").get("port");
    let (place, asked) = match wanted {
        Target::Number(number) => (port.get("number"), text!("{}", name(number))),
        Target::Name(named) => (port.get("name"), text!("named `{}`", name(named))),
    };
    let ports: Vec<_> = service.ports().collect();
    let behind = ports.iter().find(|port| port.target() == wanted);
    let meant = behind.or(if let [single] = &ports[..] { Some(single) } else { None });
    let finding = cx.report(place, text!("{} has no port {}", name(title), asked));
    finding.related(service.place().at(&["spec", "ports"]), listed(&ports));
    let Some(meant) = meant else { return };
    let edit = match (wanted, meant.name.as_deref()) {
        (Target::Name(_), Some(name)) => place.set(&scalar(name)),
        (Target::Name(_), None) => None,
        (Target::Number(_), _) => place.set(&meant.port.to_string()),
    };
    let number = name(meant.port);
    let help = if behind.is_some() {
        text!("use {}, the port of the Service, instead of the port of the Pods", number)
    } else {
        text!("use {}, the only port of the Service", number)
    };
    finding.help(help).fix(Safety::Unsafe, "use the port of the Service", edit);
}

fn listed(ports: &[At<'_, ServicePort>]) -> Text {
    let ports: Vec<String> = ports
        .iter()
        .map(|port| match port.name.as_deref() {
            Some(name) => format!("{} (`{name}`)", port.port),
            None => port.port.to_string(),
        })
        .collect();
    text!("its ports: {}", name(ports.join(", ")))
}
