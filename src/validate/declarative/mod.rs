//! What the tags of its type say of an object (`+k8s:` in `types.go`,
//! `k8s.io/apimachinery/pkg/api/validate`): since 1.36 the API server checks them, next to its
//! hand-written validation.
//!
//! `schemas/declarative.txt` has the tags. Those about changes are not checked here, and the status
//! of an object is not, as it is dropped on creation.

mod tag;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use self::tag::{TagCheck, TextFormat};
use super::{
    Cause, Checker, FLOW_CONTROL, RBAC, Reason,
    names::{FormatResult, shown},
    resource,
};
use crate::{
    code::{self, Code},
    model::{
        Object, Place,
        first_seen::FirstSeen,
        gates,
        schema::{self, Field, Shape, Type},
        tags::{self, Tag},
        version::Version,
    },
    syntax::tree::Value,
    text,
};

/// The rule of a kind, or of the other kinds of a group.
const CODES: &[(&str, &str, Code)] = &[
    ("", "Node", code::INVALID_NODE_OBJECT),
    ("", "ReplicationController", code::NEGATIVE_COUNT),
    ("admissionregistration.k8s.io", "", code::INVALID_ADMISSION_POLICY),
    ("autoscaling", "", code::HPA_REPLICA_BOUNDS),
    ("batch", "CronJob", code::INVALID_CRON_SCHEDULE),
    ("batch", "", code::INVALID_SCHEDULING_WORKLOAD),
    ("certificates.k8s.io", "", code::INVALID_CERTIFICATE_REQUEST),
    ("discovery.k8s.io", "", code::INVALID_ENDPOINT_SLICE),
    (FLOW_CONTROL, "", code::INVALID_FLOW_CONTROL),
    ("networking.k8s.io", "IPAddress", code::INVALID_IP_ALLOCATION_OBJECT),
    ("networking.k8s.io", "IngressClass", code::INVALID_INGRESS_CLASS),
    ("networking.k8s.io", "", code::INVALID_CIDR),
    ("node.k8s.io", "", code::INVALID_RUNTIME_CLASS),
    (RBAC, "ClusterRole", code::INVALID_RBAC_RULE),
    (RBAC, "Role", code::INVALID_RBAC_RULE),
    (RBAC, "", code::INVALID_ROLE_REF),
    ("resource.k8s.io", "", code::INVALID_DRA_OBJECT),
    ("scheduling.k8s.io", "", code::INVALID_SCHEDULING_WORKLOAD),
    ("storage.k8s.io", "StorageClass", code::INVALID_STORAGE_CLASS),
    ("storage.k8s.io", "", code::INVALID_CSI_OBJECT),
];

/// Adds what the tags refuse to what validation reports. Where that, or the decoder, refuses the
/// same field for the same reason, its words stay.
pub(super) fn add(
    object: &Object,
    version: Version,
    decoded: &[Cause],
    validated: &mut Vec<Cause>,
) {
    let gvk = &object.gvk;
    let kind = schema::kind(&gvk.group, &gvk.version, &gvk.kind, version);
    let Some(kind) = kind.filter(|kind| kind.validated_by_tags().contains(version)) else { return };
    let row = CODES
        .iter()
        .find(|(group, kind, _)| *group == gvk.group && (kind.is_empty() || *kind == gvk.kind));
    let mut walk = TagWalk {
        code: row.map_or(code::INVALID_REFERENCE_NAME, |(_, _, code)| *code),
        cx: Checker::new(object, version),
        open: vec![(object.place(), kind.type_())],
    };
    while let Some((place, ty)) = walk.open.pop().filter(|_| !walk.cx.is_full()) {
        walk.object(place, ty);
    }
    merge(walk.cx.finish(), decoded, validated);
}

fn merge(found: Vec<Cause>, decoded: &[Cause], validated: &mut Vec<Cause>) {
    if found.is_empty() {
        return;
    }
    let mut known: BTreeMap<(String, Option<Reason>), Option<usize>> = BTreeMap::new();
    known.extend(decoded.iter().map(|cause| ((cause.path.clone(), cause.reason), None)));
    let rows = validated.iter().enumerate();
    known.extend(rows.map(|(row, cause)| ((cause.path.clone(), cause.reason), Some(row))));
    for cause in found {
        if known.contains_key(&(cause.path.clone(), cause.reason)) {
            continue;
        }
        match known.get(&(as_internal(&cause.path), cause.reason)) {
            // The server names the field as the object's version does.
            Some(Some(row)) => validated[*row].path = cause.path,
            Some(None) => {}
            None => validated.push(cause),
        }
    }
}

/// The path of a field of `resource.k8s.io/v1beta1` as hand-written validation names it
/// (`ResourceNormalizationRules` in `pkg/apis/resource/validation`).
fn as_internal(path: &str) -> String {
    // The rules leave the capacity out.
    let is_normalized = |field: &str| {
        let mut names = resource::OF_EXACT.iter().filter(|name| **name != "capacity");
        names.any(|name| field.starts_with(name))
    };
    let flattened = path.replacen("].basic.", "].", 1);
    let request = flattened.find("devices.requests[");
    let field = request.and_then(|at| Some(at + flattened[at..].find("].")? + "].".len()));
    match field.map(|at| flattened.split_at(at)) {
        Some((request, field)) if is_normalized(field) => {
            format!("{request}exactly.{field}")
        }
        _ => flattened,
    }
}

struct TagWalk<'a> {
    code: Code,
    cx: Checker<'a>,
    /// Structs that are still to be checked.
    open: Vec<(Place<'a>, Type)>,
}

impl<'a> TagWalk<'a> {
    fn object(&mut self, place: Place<'a>, ty: Type) {
        let version = self.cx.version;
        let tags: Vec<Tag> = tags::of(ty, version).collect();
        self.union(place, ty, &tags);
        self.modes(place, &tags);
        let is_root = place.node() == Some(self.cx.object.node());
        for own in tags.chunk_by(|a, b| a.field == b.field) {
            let Some(field) = own.first().and_then(|tag| ty.field(tag.field, version)) else {
                continue;
            };
            // The server drops both before it validates.
            let dropped =
                is_root && field.name() == "status" || field.dropped_by(version).is_some();
            if !dropped {
                self.field(place.get(field.name()), field, own);
            }
        }
    }

    fn field(&mut self, value: Place<'a>, field: Field, tags: &[Tag]) {
        let checks: Vec<TagCheck> = tags.iter().filter_map(|tag| self.resolve(tag.rule)).collect();
        if is_unset(value, field) {
            // What is not set gets its default first.
            if checks.iter().any(|check| matches!(check, TagCheck::Required))
                && field.default().is_none()
            {
                self.missing(value);
            }
            return;
        }
        for check in &checks {
            let is_refused = match *check {
                TagCheck::Forbidden(gate) => self.forbidden(value, gate),
                TagCheck::MaxItems(max) => !self.cx.fits(self.code, value, max),
                _ => false,
            };
            if is_refused {
                return;
            }
        }
        self.bounds(value, &checks);
        checks.iter().for_each(|check| self.value(value, *check));
        if checks.iter().any(|check| matches!(check, TagCheck::Unique)) {
            self.unique(value, &checks);
        }
        if checks.iter().any(|check| matches!(check, TagCheck::Enter)) {
            self.enter(value, field.shape());
        }
    }

    /// What a tag says as the feature gates are.
    fn resolve(&self, rule: &'static str) -> Option<TagCheck> {
        let is_on = |gate| gates::named(gate).is_some_and(|gate| self.cx.version.enables(gate));
        match TagCheck::parse(rule)? {
            TagCheck::IfGate { gate, on, .. } if is_on(gate) != on => None,
            TagCheck::IfGate { gate, rule, .. } => match TagCheck::parse(rule)? {
                TagCheck::Forbidden(_) => Some(TagCheck::Forbidden(Some(gate))),
                check => Some(check),
            },
            check => Some(check),
        }
    }

    /// A rule that says more of a value, and by itself.
    fn value(&mut self, value: Place<'a>, check: TagCheck) {
        match check {
            TagCheck::MaxLength(max) => {
                let length = value.str().chars().count();
                self.cx.is_within_length(self.code, value, length, max);
            }
            TagCheck::MaxBytes(max) => {
                self.cx.not_longer(self.code, value, max);
            }
            TagCheck::Format(format) => self.format(value, format),
            TagCheck::Enum(values) => {
                let values: Vec<&str> = values.split('|').collect();
                self.cx.must_be_one_of(self.code, value, &values);
            }
            TagCheck::EachValue(rule) => {
                let Some(check) = TagCheck::parse(rule) else { return };
                let values = value.entries().map(|(_, value)| value);
                value.items().chain(values).for_each(|each| self.value(each, check));
            }
            TagCheck::EachKey(format) => self.keys(value, format),
            TagCheck::Subfield(name, rule) => {
                let part = value.get(name);
                if let Some(check) = TagCheck::parse(rule).filter(|_| !part.is_empty()) {
                    let code = std::mem::replace(&mut self.code, code::INVALID_NAME);
                    self.value(part, check);
                    self.code = code;
                }
            }
            TagCheck::Custom => self.custom(value),
            _ => {}
        }
    }

    fn missing(&mut self, value: Place<'a>) {
        let name = value.name();
        let field = text::key(&name);
        let message = match value.node().map(|node| node.value()) {
            None => text!("`{}` is missing", field),
            Some(Value::Int(_)) => text!("`{}` is 0, which counts as missing", field),
            Some(_) => text!("`{}` is empty", field),
        };
        self.cx.required(self.code, value, message);
    }

    fn forbidden(&mut self, value: Place<'a>, gate: Option<&'static str>) -> bool {
        let name = value.name();
        let field = text::key(&name);
        let Some(gate) = gate else {
            self.cx.forbidden(self.code, value, text!("`{}` is not allowed here", field));
            return true;
        };
        let message = text!("`{}` requires the feature gate {}", field, text::name(gate));
        let cause = self.cx.forbidden(self.code, value, message);
        cause.unless(gate);
        cause.help(text!("remove it, or enable the feature gate {}", text::name(gate)));
        true
    }

    fn bounds(&mut self, value: Place<'a>, checks: &[TagCheck]) {
        use std::ops::Bound::{Included, Unbounded};
        let minimum = |check: &TagCheck| match check {
            TagCheck::Minimum(least) => Some(Included(*least)),
            _ => None,
        };
        let maximum = |check: &TagCheck| match check {
            TagCheck::Maximum(most) => Some(Included(*most)),
            _ => None,
        };
        let least = checks.iter().find_map(minimum).unwrap_or(Unbounded);
        let most = checks.iter().find_map(maximum).unwrap_or(Unbounded);
        self.cx.within(self.code, value, (least, most));
    }

    fn format(&mut self, value: Place<'a>, format: TextFormat) {
        match format {
            TextFormat::Text(format) => {
                self.cx.format(self.code, value, format);
            }
            TextFormat::ExtendedResource => resource::extended_resource(value, &mut self.cx),
            TextFormat::FullName => resource::full_name(value, &mut self.cx),
            TextFormat::PoolName => resource::pool_segments(value, &mut self.cx),
        }
    }

    /// The server names the map, not the key.
    fn keys(&mut self, map: Place<'a>, format: fn(&str) -> FormatResult) {
        for (key, value) in map.entries() {
            let Err(fault) = format(key) else { continue };
            let message = text!("key `{}` {}", shown(key), fault.what);
            let at = self.cx.object.location(value.key_span());
            let cause = self.cx.invalid(self.code, value, message);
            cause.path(map.path()).help(fault.allowed).at = at;
        }
    }

    /// Items of a set, or with the same values of the keys of a map: the server names the later.
    fn unique(&mut self, list: Place<'a>, checks: &[TagCheck]) {
        let key = |check: &TagCheck| match check {
            TagCheck::Key(key) => Some(*key),
            _ => None,
        };
        let keys: Vec<&str> = checks.iter().filter_map(key).collect();
        if keys.is_empty() {
            return self.cx.unique(self.code, list.items());
        }
        let mut seen = FirstSeen::new();
        for item in list.items() {
            let values: Vec<&str> = keys.iter().map(|key| item.get(key).str()).collect();
            let place = keys.first().map_or(item, |key| item.get(key));
            let message = match values.join("/") {
                named if named.trim_matches('/').is_empty() => {
                    text!("two items have no `{}`", text::name(keys.join("/")))
                }
                named => text!("`{}` is listed twice", shown(&named)),
            };
            if let Some(first) = seen.earlier(values, place) {
                let cause = self.cx.duplicate(self.code, place, message);
                cause.path(item.path()).related(first, "first listed here");
            }
        }
    }

    fn enter(&mut self, value: Place<'a>, shape: Shape) {
        match shape {
            Shape::Object(ty) => self.open.push((value, ty)),
            Shape::List(of) if let Shape::Object(ty) = of.shape() => {
                self.open.extend(value.items().map(|item| (item, ty)));
            }
            Shape::Map(of) if let Shape::Object(ty) = of.shape() => {
                self.open.extend(value.entries().map(|(_, value)| (value, ty)));
            }
            _ => {}
        }
    }

    /// Exactly one member of a union is set.
    fn union(&mut self, place: Place<'a>, ty: Type, tags: &[Tag]) {
        let members = tags.iter().filter(|tag| tag.rule == "unionMember");
        let members: Vec<&'static str> = members.map(|tag| tag.field).collect();
        let version = self.cx.version;
        let is_set = |name: &&&'static str| {
            let field = ty.field(name, version).filter(|f| f.dropped_by(version).is_none());
            field.is_some_and(|field| !is_unset(place.get(name), field))
        };
        let set: Vec<&'static str> = members.iter().filter(is_set).copied().collect();
        if members.is_empty() || set.len() == 1 {
            return;
        }
        let holder = place.name();
        let (holder, list) = (text::key(&holder), |names: &[&str]| text::name(names.join(", ")));
        let message = match (&*set, &*members) {
            ([], [only]) => text!("`{}` has no `{}`", holder, text::name(only)),
            ([], [a, b]) => {
                text!("`{}` has neither `{}` nor `{}`", holder, text::name(a), text::name(b))
            }
            ([], _) => text!("`{}` must have one of {}", holder, list(&members)),
            ([a, b], _) => {
                text!("`{}` has both `{}` and `{}`", holder, text::name(a), text::name(b))
            }
            _ => text!("`{}` has {}, but only one of them is allowed", holder, list(&set)),
        };
        self.cx.invalid(self.code, place, message);
    }

    /// Members that belong to one value of another field: required there or allowed, elsewhere
    /// forbidden.
    fn modes(&mut self, place: Place<'a>, tags: &[Tag]) {
        let mode = tags.iter().find(|tag| tag.rule == "modeDiscriminator");
        let Some(mode) = mode.map(|tag| tag.field) else { return };
        let chosen = place.get(mode);
        for tag in tags {
            let Some(TagCheck::IfMode(value, rule)) = TagCheck::parse(tag.rule) else { continue };
            let member = place.get(tag.field);
            let is_chosen = chosen.str() == value;
            let (mode, value, name) = (text::name(mode), text::name(value), text::name(tag.field));

            if is_chosen && rule == "required" && !member.is_set() {
                let message = text!("`{}: {}` requires `{}`", mode, value, name);
                self.cx.required(self.code, member, message);
            } else if !is_chosen && member.is_set() {
                let message = match chosen.str() {
                    "" => text!("`{}` requires `{}: {}`", name, mode, value),
                    other => {
                        text!("`{}` is not allowed with `{}: {}`", name, mode, shown(other))
                    }
                };
                self.cx.forbidden(self.code, member, message);
            }
        }
    }

    /// What the server checks by functions of its own
    /// (`ValidateCustom_*` in `pkg/apis/core/v1/validation.go` and in `pkg/apis/lifecycle/v1alpha1`).
    fn custom(&mut self, value: Place<'a>) {
        let reserved = |domain: &str| {
            let domain = domain.trim().to_lowercase();
            let domain = domain.trim_end_matches('.');
            let is = |known: &str| {
                domain
                    .strip_suffix(known)
                    .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
            };
            is("k8s.io") || is("kubernetes.io")
        };
        if value.int().is_some_and(|priority| (0..1000).contains(&priority)) {
            let message = text!("priorities from 0 to 999 are reserved for Kubernetes");
            self.cx.invalid(self.code, value, message).help("use 1000 or more");
        } else if value.str().split('/').next().is_some_and(reserved) {
            let message =
                text!("the domain of `{}` is reserved for Kubernetes", shown(value.str()));
            self.cx.invalid(self.code, value, message).help("use a domain of your own");
        }
    }
}

/// Whether Go reads a field as not set: as its zero value or, where it is a pointer, as none. A
/// struct that is no pointer is always there.
fn is_unset(value: Place<'_>, field: Field) -> bool {
    let Some(node) = value.node() else {
        return field.pointer() || !matches!(field.shape(), Shape::Object(_));
    };
    match (node.value(), field.shape()) {
        _ if field.pointer() => false,
        (Value::Str(text), _) => text.is_empty(),
        (Value::Int(int), _) => int == 0,
        (Value::Bool(bool), _) => !bool,
        (_, Shape::List(_) | Shape::Map(_)) => value.count() == 0,
        _ => false,
    }
}
