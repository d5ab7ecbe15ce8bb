//! Ingresses and addresses.

use super::Draft;
use crate::syntax::{
    revise::{Member, New},
    tree::{Node, Value},
};

const PATHS: &str = "spec.rules[*].http.paths[*].backend";

/// Backends that named a service and its port next to each other.
pub(super) fn ingress(draft: &mut Draft<'_>) {
    // Those versions took any name here.
    draft.lenient.extend(["spec.rules[*].host", "spec.tls[*].secretName"]);
    if let Some(spec) = draft.map(&["spec"]) {
        if let Some(default) = spec.get("backend") {
            backend(draft, default, "spec.defaultBackend", "spec.backend");
        }
        if draft.rename(spec, "backend", "defaultBackend") {
            draft.moved("spec.defaultBackend", "spec.backend");
        }
    }
    for rule in draft.maps(&["spec", "rules"]) {
        let paths = rule.at(&["http", "paths"]).into_iter().flat_map(Node::items);
        for path in paths.filter(|path| path.is_map()) {
            draft.fill(path, "pathType", New::Text("ImplementationSpecific"));
            if let Some(of_path) = path.get("backend") {
                backend(draft, of_path, PATHS, PATHS);
            }
        }
    }
}

fn backend<'a>(draft: &mut Draft<'a>, holder: Node<'a>, now: &str, written: &str) {
    if holder.get("service").is_some() {
        return;
    }
    let is_number =
        holder.get("servicePort").is_some_and(|port| matches!(port.value(), Value::Int(_)));
    let kind = if is_number { "number" } else { "name" };
    let service = draft.take(holder, "serviceName", "name");
    let port = draft.take(holder, "servicePort", kind).map(|port| {
        let value = New::Map(vec![port.clone()]);
        Member { name: "port", at: port.at, value }
    });
    let members: Vec<Member<'a>> = [service, port].into_iter().flatten().collect();
    let Some(at) = members.first().map(|member| member.at) else { return };
    draft.add(holder, "service", at, New::Map(members));
    for (field, old) in [
        (".service.port.number", ".servicePort"),
        (".service.port.name", ".servicePort"),
        (".service.port", ".servicePort"),
        (".service.name", ".serviceName"),
        (".service", ""),
    ] {
        draft.moved(format!("{now}{field}"), format!("{written}{old}"));
    }
}

pub(super) fn ip_address(draft: &mut Draft<'_>) {
    if let Some(parent) = draft.map(&["spec", "parentRef"]) {
        draft.drop(parent, "uid");
    }
}
