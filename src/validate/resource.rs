//! Dynamic resource allocation: claims of devices, their templates and classes
//! (`pkg/apis/resource/validation/validation.go`).
//!
//! Causes name fields as `resource.k8s.io/v1` does, whatever the version of the object.

use super::{
    Checker,
    cause::ADMIN_NAMESPACE,
    core::{resources, volume::csi_driver_name},
    expressions::{self, ReturnType},
    meta, names,
};
use crate::{
    cel::{CelType, Env},
    code,
    model::{Object, Place, first_seen::FirstSeen, gates, version::Version},
    text,
    text::Text,
};

pub(super) fn resource_claim<'a>(claim: Place<'a>, cx: &mut Checker<'a>) {
    claim_spec(claim.get("spec"), cx);
}

pub(super) fn resource_claim_template<'a>(template: Place<'a>, cx: &mut Checker<'a>) {
    let inner = template.get("spec");
    meta::template(code::INVALID_DRA_OBJECT, inner.get("metadata"), cx);
    claim_spec(inner.get("spec"), cx);
}

pub(super) fn device_class<'a>(class: Place<'a>, cx: &mut Checker<'a>) {
    let spec = class.get("spec");
    selectors(spec.get("selectors"), &spec.get("selectors").path(), cx);
    if reads_items(spec.get("config"), 32, cx) {
        for config in spec.get("config").items() {
            opaque(config.get("opaque"), cx);
        }
    }
    let extended = spec.get("extendedResourceName");
    if cx.version.enables(gates::DRA_EXTENDED_RESOURCE) && extended.text().is_some() {
        extended_resource(extended, cx);
    }
}

/// The name of a resource of nodes that is none of Kubernetes' own.
pub(super) fn extended_resource<'a>(name: Place<'a>, cx: &mut Checker<'a>) {
    if !resources::is_extended(name.str()) {
        let message = text!("`{}` is not a valid extended resource", names::shown(name.str()));
        cx.invalid(code::INVALID_DRA_OBJECT, name, message)
            .help("write a domain, `/` and a name, such as example.com/gpu");
    }
}

/// Whether the items of a list are validated: a list that is too long is refused, and before 1.35
/// its items are looked at none the less (`validateSlice`).
pub(super) fn reads_items<'a>(list: Place<'a>, most: usize, cx: &mut Checker<'a>) -> bool {
    cx.fits(code::INVALID_DRA_OBJECT, list, most) || !cx.version.since(35)
}

fn claim_spec<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let devices = spec.get("devices");
    let requests = devices.get("requests");
    if reads_items(requests, 32, cx) {
        requests.items().for_each(|each| request(each, cx));
        unique_names(requests, cx);
    }
    admin_access(requests, cx);
    let (constraints, config) = (devices.get("constraints"), devices.get("config"));
    if reads_items(constraints, 32, cx) {
        for constraint in constraints.items() {
            request_names(constraint.get("requests"), requests, cx);
            attribute(constraint, cx);
        }
    }
    if reads_items(config, 32, cx) {
        for item in config.items() {
            request_names(item.get("requests"), requests, cx);
            opaque(item.get("opaque"), cx);
        }
    }
}

/// `AuthorizedForAdmin` in `pkg/registry/resource/utils.go`, which names the first request.
fn admin_access<'a>(requests: Place<'a>, cx: &mut Checker<'a>) {
    let asks = |request: Place<'a>| exact(request).get("adminAccess").bool() == Some(true);
    let first = requests.items().enumerate().find(|(_, request)| asks(*request));
    if let Some((index, request)) = first.filter(|_| cx.version.enables(gates::DRA_ADMIN_ACCESS)) {
        let message = "`adminAccess` is not allowed in a namespace without the label \
                       `resource.kubernetes.io/admin-access: \"true\"`";
        cx.forbidden(code::INVALID_DRA_OBJECT, exact(request).get("adminAccess"), message)
            .path(format!("spec.devices.requests[{index}].adminAccess"))
            .unless(ADMIN_NAMESPACE)
            .help("label the namespace, or remove `adminAccess`");
    }
}

/// Items with the same name; the server names the item, not its name, but before 1.35.
pub(super) fn unique_names<'a>(items: Place<'a>, cx: &mut Checker<'a>) {
    let mut seen = FirstSeen::new();
    for item in items.items() {
        let name = item.get("name");
        if let Some(first) = seen.earlier(name.str(), name) {
            let message = text!("two items are named `{}`", names::shown(name.str()));
            let at = if cx.version.since(35) { item } else { name };
            cx.duplicate(code::INVALID_DRA_OBJECT, name, message)
                .path(at.path())
                .related(first, "first used here");
        }
    }
}

/// Before v1beta2 the fields of an exact request are in the request itself.
fn is_flat(object: &Object) -> bool {
    object.gvk.version == "v1beta1"
}

/// The fields of an exact request.
pub(super) const OF_EXACT: [&str; 8] = [
    "deviceClassName",
    "selectors",
    "allocationMode",
    "count",
    "adminAccess",
    "tolerations",
    "capacity",
    "derivedAttributes",
];

fn exact<'a>(request: Place<'a>) -> Place<'a> {
    if !is_flat(request.object()) {
        return request.get("exactly");
    }
    // Only what differs from its zero value makes an exact request.
    let is_given = |field: &&str| {
        let value = request.get(field);
        value.is_set() && value.text() != Some("") && value.int() != Some(0)
    };
    if OF_EXACT.iter().any(is_given) { request } else { request.get("exactly") }
}

fn request<'a>(request: Place<'a>, cx: &mut Checker<'a>) {
    cx.format(code::INVALID_DRA_OBJECT, request.get("name"), names::dns_label);
    let (exact, first) = (exact(request), request.get("firstAvailable"));
    let alternatives = !first.is_empty() && cx.version.enables(gates::DRA_PRIORITIZED_LIST);
    match (exact.is_set(), alternatives) {
        (false, false) => {
            let message = "request has neither `exactly` nor `firstAvailable`";
            cx.required(code::INVALID_DRA_OBJECT, request, message);
        }
        (true, true) => {
            let message = "request has both `exactly` and `firstAvailable`";
            cx.invalid(code::INVALID_DRA_OBJECT, request, message);
            // Later releases look into neither.
            if !cx.version.since(35) {
                exactly(request, exact, cx);
                first_available(first, cx);
            }
        }
        (true, false) => exactly(request, exact, cx),
        (false, true) => first_available(first, cx),
    }
}

fn exactly<'a>(request: Place<'a>, exact: Place<'a>, cx: &mut Checker<'a>) {
    devices(exact, &format!("{}.exactly", request.path()), cx);
}

fn first_available<'a>(first: Place<'a>, cx: &mut Checker<'a>) {
    if reads_items(first, 8, cx) {
        for each in first.items() {
            cx.format(code::INVALID_DRA_OBJECT, each.get("name"), names::dns_label);
            devices(each, &each.path(), cx);
        }
        unique_names(first, cx);
    }
}

/// What a request or one of its alternatives requests; `path` is the server's for it.
fn devices<'a>(wanted: Place<'a>, path: &str, cx: &mut Checker<'a>) {
    let class = wanted.get("deviceClassName");
    let class_path = format!("{path}.deviceClassName");
    if class.is_empty() {
        cx.required(code::INVALID_DRA_OBJECT, class, "request has no `deviceClassName`")
            .path(class_path);
    } else if let Some(cause) = cx.format(code::INVALID_DRA_OBJECT, class, names::dns_subdomain) {
        cause.path(class_path);
    }
    selectors(wanted.get("selectors"), &format!("{path}.selectors"), cx);
    let (mode, count) = (wanted.get("allocationMode"), wanted.get("count"));
    match mode.str() {
        "All" if count.int().is_some_and(|n| n != 0) => {
            cx.invalid(
                code::INVALID_DRA_OBJECT,
                count,
                "`count` is not allowed with `allocationMode: All`",
            )
            .path(format!("{path}.count"));
        }
        "All" => {}
        // 0 is filled in as 1.
        "" | "ExactCount" => {
            if let Some(n) = count.int().filter(|n| *n < 0) {
                cx.invalid(
                    code::INVALID_DRA_OBJECT,
                    count,
                    text!("`count` must be at least 1, but is {}", n),
                )
                .path(format!("{path}.count"));
            }
        }
        _ => {
            cx.not_supported(code::INVALID_DRA_OBJECT, mode, &["All", "ExactCount"])
                .path(format!("{path}.allocationMode"));
        }
    }
    // Before 1.35 they are kept though the gate is off.
    if cx.version.enables(gates::DRA_DEVICE_TAINTS) || !cx.version.since(35) {
        for (index, each) in wanted.get("tolerations").items().enumerate() {
            toleration(each, &format!("{path}.tolerations[{index}]"), cx);
        }
    }
}

fn selectors<'a>(selectors: Place<'a>, path: &str, cx: &mut Checker<'a>) {
    if !reads_items(selectors, 32, cx) {
        return;
    }
    let version = cx.version;
    let mut env = None;
    for (index, selector) in selectors.items().enumerate() {
        let cel = selector.get("cel");
        let path = format!("{path}[{index}].cel");
        let expression = cel.get("expression");
        if !cel.is_set() {
            cx.required(code::INVALID_DRA_OBJECT, cel, "selector has no `cel`").path(path);
        } else if expression.str().len() > 10 << 10 {
            cx.not_longer(code::INVALID_DRA_OBJECT, expression, 10 << 10);
        } else if expression.str().trim().is_empty()
            && (expression.text().is_some() || !expression.is_set())
        {
            cx.invalid(code::INVALID_DRA_OBJECT, expression, "CEL expression is empty")
                .path(format!("{path}.expression"));
        } else {
            let mark = cx.mark();
            let (env, gives) = env.get_or_insert_with(|| selector_env(version));
            expressions::compile(code::INVALID_DRA_OBJECT, expression, *gives, env, cx);
            for cause in cx.since(mark) {
                cause.path(format!("{path}.expression"));
            }
        }
    }
}

/// What selectors of devices may refer to, and return
/// (`dynamic-resource-allocation/cel/compile.go`). The gate DRAListTypeAttributes decides which
/// type attributes have; it is off in 1.36.
fn selector_env(version: Version) -> (Env, ReturnType) {
    let by_name = |of: CelType| CelType::map(CelType::map(of));
    let lists = version.since(37);
    let (attribute, gives) = if lists {
        (CelType::Dyn, ReturnType::BoolOrDyn)
    } else {
        (CelType::Any, ReturnType::BoolOrAny)
    };
    let mut fields = vec![
        ("driver", CelType::String),
        ("attributes", by_name(attribute)),
        ("capacity", by_name(CelType::Opaque("kubernetes.Quantity"))),
    ];
    if version.enables(gates::DRA_CONSUMABLE_CAPACITY) {
        fields.push(("allowMultipleAllocations", CelType::Bool));
    }
    let device = CelType::object("kubernetes.DRADevice", fields);
    let env =
        Env { variables: vec![("device".to_owned(), device)], bindings: true, ..Env::new(version) };
    (env, gives)
}

const EFFECTS: [&str; 3] = ["NoExecute", "NoSchedule", "None"];

fn toleration<'a>(toleration: Place<'a>, path: &str, cx: &mut Checker<'a>) {
    let (key, value) = (toleration.get("key"), toleration.get("value"));
    if !key.str().is_empty()
        && let Some(cause) = cx.format(code::INVALID_DRA_OBJECT, key, names::qualified_name)
    {
        cause.path(format!("{path}.key"));
    }
    match toleration.get("operator").str() {
        "Exists" if !value.str().is_empty() => {
            cx.invalid(
                code::INVALID_DRA_OBJECT,
                value,
                "operator `Exists` does not allow a `value`",
            )
            .path(format!("{path}.value"));
        }
        "Exists" => {}
        "" | "Equal" => {
            if let Some(cause) = cx.format(code::INVALID_DRA_OBJECT, value, names::label_value) {
                cause.path(format!("{path}.value"));
            }
        }
        _ => {
            cx.not_supported(
                code::INVALID_DRA_OBJECT,
                toleration.get("operator"),
                &["Equal", "Exists"],
            )
            .path(format!("{path}.operator"));
        }
    }
    let effect = toleration.get("effect");
    if !effect.str().is_empty() && !EFFECTS.contains(&effect.str()) {
        cx.not_supported(code::INVALID_DRA_OBJECT, effect, &EFFECTS).path(format!("{path}.effect"));
    }
}

pub(super) fn taint<'a>(taint: Place<'a>, cx: &mut Checker<'a>) {
    cx.format(code::INVALID_DRA_OBJECT, taint.get("key"), names::qualified_name);
    cx.format(code::INVALID_DRA_OBJECT, taint.get("value"), names::label_value);
    if cx.require(code::INVALID_DRA_OBJECT, taint.get("effect")) {
        cx.one_of(code::INVALID_DRA_OBJECT, taint.get("effect"), &EFFECTS);
    }
}

/// Names of requests, or of a request and one of its alternatives with `/` between.
fn request_names<'a>(list: Place<'a>, requests: Place<'a>, cx: &mut Checker<'a>) {
    if !reads_items(list, 32, cx) {
        return;
    }
    for name in list.items() {
        let text = name.str();
        let (request, part) = text.split_once('/').map_or((text, None), |(r, p)| (r, Some(p)));
        if !part.is_some_and(|part| part.contains('/')) {
            for segment in [Some(request), part].into_iter().flatten() {
                cx.format_of(code::INVALID_DRA_OBJECT, name, segment, names::dns_label);
            }
        }
        let known = requests.items().filter(|each| each.get("name").str() == request).any(|each| {
            part.is_none_or(|part| {
                let parts = each.get("firstAvailable");
                parts.items().any(|each| each.get("name").str() == part)
            })
        });
        if !known {
            let message = text!("the claim has no request `{}`", names::shown(text));
            cx.invalid(code::INVALID_DRA_OBJECT, name, message);
        }
    }
    cx.unique(code::INVALID_DRA_OBJECT, list.items());
}

/// What all devices of a constraint must have in common, or differ in.
fn attribute<'a>(constraint: Place<'a>, cx: &mut Checker<'a>) {
    let (same, differing) = (constraint.get("matchAttribute"), constraint.get("distinctAttribute"));
    let distinct = cx.version.enables(gates::DRA_CONSUMABLE_CAPACITY);
    // 1.34 keeps it though the gate is off.
    let reads_differing = distinct || cx.version.since(34) && !cx.version.since(35);
    if same.is_set() {
        full_name(same, cx);
    } else if differing.is_set() && reads_differing {
        full_name(differing, cx);
    } else if distinct {
        let message = "constraint has neither `matchAttribute` nor `distinctAttribute`";
        cx.required(code::INVALID_DRA_OBJECT, constraint, message);
    } else {
        cx.required(code::INVALID_DRA_OBJECT, same, "constraint has no `matchAttribute`");
    }
}

/// The name of an attribute with its domain.
pub(super) fn full_name<'a>(name: Place<'a>, cx: &mut Checker<'a>) {
    if name.text() == Some("") && !cx.version.since(35) {
        let message = text!("`{}` is empty", text::name(name.name()));
        cx.required(code::INVALID_DRA_OBJECT, name, message);
        return;
    }
    qualified_name(name, name.str(), &name.path(), cx);
    if !name.str().contains('/') && name.text().is_some() {
        let message = text!("`{}` has no domain", names::shown(name.str()));
        cx.invalid(code::INVALID_DRA_OBJECT, name, message)
            .help("write the driver's domain and `/` before it, such as example.com/model");
    }
}

/// The name of an attribute or a capacity: a C identifier, optionally after a domain
/// (`validateQualifiedName`; names with more than one `/` pass it). Before 1.35 an empty part is
/// missing, not invalid.
pub(super) fn qualified_name<'a>(place: Place<'a>, name: &str, path: &str, cx: &mut Checker<'a>) {
    use super::Reason::{Invalid, Required, TooLong, TypeInvalid};
    let empty = if cx.version.since(35) { Invalid } else { Required };
    let malformed = if cx.version.since(34) { Invalid } else { TypeInvalid };
    let mut refuse = |reason, message: Text| {
        cx.refuse(code::INVALID_DRA_OBJECT, reason, place, message).path(path);
    };
    let (domain, id) = match name.split_once('/') {
        Some((_, rest)) if rest.contains('/') => return,
        Some((domain, id)) => (Some(domain), id),
        None => (None, name),
    };
    let shown = names::shown(name);
    let subject = text::key(&shown);
    if let Some(domain) = domain {
        if domain.len() > 63 {
            refuse(TooLong, text!("the domain of `{}` is longer than 63 characters", subject));
        }
        if let Err(fault) = names::dns_subdomain(&domain.to_lowercase()) {
            let reason = if domain.is_empty() { empty } else { Invalid };
            refuse(reason, text!("the domain of `{}` {}", subject, fault.what));
        }
    }
    if id.len() > 32 {
        refuse(TooLong, text!("`{}` is longer than 32 characters", subject));
    }
    if let Err(fault) = names::c_identifier(id) {
        let (reason, what) = match id {
            "" => (empty, "has nothing after the `/`".into()),
            _ => (malformed, fault.what),
        };
        refuse(reason, text!("`{}` {}", subject, what));
    }
}

/// Parameters that only the driver understands.
fn opaque<'a>(opaque: Place<'a>, cx: &mut Checker<'a>) {
    if !opaque.is_set() {
        cx.required(code::INVALID_DRA_OBJECT, opaque, "configuration has no `opaque`");
        return;
    }
    csi_driver_name(code::INVALID_DRA_OBJECT, opaque.get("driver"), cx);
    let parameters = opaque.get("parameters");
    match parameters.node() {
        None => {
            cx.required(code::INVALID_DRA_OBJECT, parameters, "`parameters` is missing");
        }
        Some(node) if !node.is_map() => {
            cx.invalid(code::INVALID_DRA_OBJECT, parameters, "`parameters` must be a map");
        }
        Some(_) => {}
    }
}

pub(super) fn device_taint_rule<'a>(rule: Place<'a>, cx: &mut Checker<'a>) {
    let spec = rule.get("spec");
    let selector = spec.get("deviceSelector");
    let set = |field| selector.get(field).is_set();
    if set("driver") {
        csi_driver_name(code::INVALID_DRA_OBJECT, selector.get("driver"), cx);
    }
    if set("pool") {
        pool_name(selector.get("pool"), cx);
    }
    if set("device") {
        cx.format(code::INVALID_DRA_OBJECT, selector.get("device"), names::dns_label);
    }
    taint(spec.get("taint"), cx);
}

/// DNS names with `/` between them, of which there must be one.
pub(super) fn pool_name<'a>(name: Place<'a>, cx: &mut Checker<'a>) {
    if cx.require(code::INVALID_DRA_OBJECT, name) {
        pool_segments(name, cx);
    }
}

/// DNS names with `/` between them (`ResourcePoolName` in
/// `k8s.io/apimachinery/pkg/api/validate/strfmt.go`).
pub(super) fn pool_segments<'a>(name: Place<'a>, cx: &mut Checker<'a>) {
    cx.not_longer(code::INVALID_DRA_OBJECT, name, 253);
    for part in name.str().split('/') {
        cx.format_of(code::INVALID_DRA_OBJECT, name, part, names::dns_subdomain);
    }
}
