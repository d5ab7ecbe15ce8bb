//! An Ingress backend with a port that its Service does not have.

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::api::{
    core::v1::{Service, ServicePort},
    networking::v1::{Ingress, IngressBackend},
};

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
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
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("ingress_service_port_missing.md"),
    },
    check: &Objects::<Ingress>(check),
};

/// The ports of a Service, to be found by what may be meant with them.
struct Ports<'a> {
    service: At<'a, Service>,
    all: Vec<At<'a, ServicePort>>,
    /// Numbers and names of its ports.
    own: BTreeSet<TargetPort<'a>>,
    /// The first port for each target port.
    behind: BTreeMap<TargetPort<'a>, At<'a, ServicePort>>,
    /// Nothing of them is missing in the text.
    are_known: bool,
}

impl<'a> Ports<'a> {
    fn of(service: At<'a, Service>) -> Ports<'a> {
        let all: Vec<At<'a, ServicePort>> = service.ports().collect();
        let (mut own, mut behind) = (BTreeSet::new(), BTreeMap::new());
        for port in &all {
            own.insert(TargetPort::Number(port.port));
            own.extend(port.value().name.as_deref().map(TargetPort::Name));
            behind.entry(port.target()).or_insert(*port);
        }
        let ports = service.place().at(&["spec", "ports"]);
        let are_known = service.object().is_whole() && ports.is_whole() && !all.is_empty();
        Ports { service, all, own, behind, are_known }
    }
}

fn check<'a>(ingress: At<'a, Ingress>, cx: &mut Context<'a>) {
    let mut known: BTreeMap<&'a str, Vec<Ports<'a>>> = BTreeMap::new();
    for backend in ingress.backends() {
        let Some(wanted) = wanted(backend) else { continue };
        let name = backend.field("service").get("name").str();
        let services = known.entry(name).or_insert_with(|| {
            let services = cx.workspace.find_all(ingress.object(), "Service", name);
            services.iter().filter_map(|object| object.get().map(Ports::of)).collect()
        });
        let lacks = services.iter().all(|ports| ports.are_known && !ports.own.contains(&wanted));
        if let Some(ports) = services.first().filter(|_| lacks) {
            report(backend, wanted, ports, cx);
        }
    }
}

/// Which port of a Service a backend means; none where it does not say.
fn wanted<'a>(backend: At<'a, IngressBackend>) -> Option<TargetPort<'a>> {
    let port = backend.value().service.as_ref()?.port.as_ref()?;
    match (port.name.as_deref().filter(|name| !name.is_empty()), port.number) {
        // The AWS controller's way to say that an annotation decides.
        (Some("use-annotation"), _) => None,
        (Some(name), None | Some(0)) => Some(TargetPort::Name(name)),
        (None, Some(number)) if number != 0 => Some(TargetPort::Number(number)),
        _ => None,
    }
}

fn report<'a>(
    backend: At<'a, IngressBackend>,
    wanted: TargetPort<'a>,
    ports: &Ports<'a>,
    cx: &mut Context<'a>,
) {
    let service = ports.service;
    let title = service.object().title();
    let port = backend.field("service").get("port");
    let (place, asked) = match wanted {
        TargetPort::Number(number) => (port.get("number"), text!("{}", name(number))),
        TargetPort::Name(named) => (port.get("name"), text!("named `{}`", name(named))),
    };
    let behind = ports.behind.get(&wanted);
    let meant = behind.or(if let [single] = &ports.all[..] { Some(single) } else { None });
    let finding = cx.report(place, text!("{} has no port {}", name(title), asked));
    finding.related(service.place().at(&["spec", "ports"]), listed(&ports.all));
    let Some(meant) = meant else { return };
    let edit = match (wanted, meant.name.as_deref()) {
        (TargetPort::Name(_), Some(name)) => place.set(&scalar(name)),
        (TargetPort::Name(_), None) => None,
        (TargetPort::Number(_), _) => place.set(&meant.port.to_string()),
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
    let ports = few(ports, |port| match port.name.as_deref() {
        Some(name) => format!("{} (`{name}`)", port.port),
        None => port.port.to_string(),
    });
    text!("its ports: {}", name(ports))
}
