//! The API server's half: what a server of the chosen version refuses or warns of.
//!
//! Laid out as the API machinery is (`k8s.io/kubernetes/pkg/apis/*/validation`), one file a kind
//! or family, so that the next release can be compared file by file. Each cause names its rule by
//! code; the rule's declaration and document stand in `rules/`.

mod autoscaling;
pub mod cause;
mod checker;
mod core;
pub mod cron;
mod decode;
mod discovery;
pub mod ip;
mod meta;
pub mod names;
mod networking;
mod policy;

pub use cause::{Cause, Reason};
pub use checker::Checker;

use crate::model::{Gvk, Object, object::Form, schema, version::Version};

/// Everything that an API server of a version would say of an object.
pub fn validate(object: &Object, version: Version) -> Vec<Cause> {
    let mut cx = Checker::new(object, version);
    let damaged = decode::decode(&mut cx);
    let decoded = cx.finish();
    if object.form != Form::Whole {
        return decoded;
    }
    let mut cx = Checker::new(object, version);
    meta::object_meta(object, &mut cx);
    kind(object, &mut cx);
    settle(decoded, cx.finish(), &damaged)
}

/// The validation of an object's kind, after that of its fields and metadata.
fn kind<'a>(object: &'a Object, cx: &mut Checker<'a>) {
    core::workload(object, cx);
    let Gvk { group, version, kind } = &object.gvk;
    if schema::kind(group, version, kind, cx.version).is_none() {
        return;
    }
    // One line a kind, in the order of the API groups.
    match (group.as_str(), kind.as_str()) {
        ("", "Service") => core::service::validate(cx),
        ("", "Endpoints") => core::endpoints::validate(cx),
        ("autoscaling", "HorizontalPodAutoscaler") => autoscaling::horizontal_pod_autoscaler(cx),
        ("discovery.k8s.io", "EndpointSlice") => discovery::endpoint_slice(cx),
        ("networking.k8s.io", "IPAddress") => networking::ip_address(cx),
        ("networking.k8s.io", "Ingress") => networking::ingress(cx),
        ("networking.k8s.io", "IngressClass") => networking::ingress_class(cx),
        ("networking.k8s.io", "NetworkPolicy") => networking::network_policy(cx),
        ("networking.k8s.io", "ServiceCIDR") => networking::service_cidr(cx),
        ("policy", "PodDisruptionBudget") => policy::pod_disruption_budget(cx),
        _ => {}
    }
}

/// Leaves out what validation says of values that could not be read, of what holds them, and of
/// their absence; and the decoder's general words where validation says the same in better ones.
fn settle(decoded: Vec<Cause>, validated: Vec<Cause>, damaged: &[String]) -> Vec<Cause> {
    let holds = |outer: &str, inner: &str| {
        inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    // The decoder writes dots before all keys, validation writes brackets around those of maps.
    let plain = |path: &str| path.replace('[', ".").replace(']', "");
    let damaged: Vec<String> = damaged.iter().map(|path| plain(path)).collect();
    let follows = |path: &str| {
        let path = plain(path);
        damaged.iter().any(|damaged| holds(&path, damaged) || holds(damaged, &path))
    };
    let general = |cause: &Cause| matches!(cause.code, "KV1006" | "KV1009");
    let said: Vec<Cause> = validated.into_iter().filter(|cause| !follows(&cause.path)).collect();
    let same = |a: &Cause, b: &Cause| a.path == b.path && a.reason == b.reason;
    let mut causes: Vec<Cause> = decoded
        .into_iter()
        .filter(|cause| !general(cause) || !follows(&cause.path))
        .filter(|cause| !general(cause) || !said.iter().any(|other| same(cause, other)))
        .collect();
    // What is missing in an empty item follows from its being empty.
    let empty = |cause: &Cause| {
        let item = cause.path.rfind(']').map_or("", |end| &cause.path[..=end]);
        (cause.code == "KV1016").then(|| (item.to_owned(), cause.path.clone(), cause.at))
    };
    let empty: Vec<_> = causes.iter().filter_map(empty).collect();
    for mut cause in said {
        match empty.iter().find(|(item, ..)| holds(item, &cause.path)) {
            Some((_, path, _)) if *path == cause.path => continue,
            Some((.., at)) => cause.root = Some(*at),
            None => {}
        }
        causes.push(cause);
    }
    causes
}
