//! What is refused for the tags of types alone, and what is left to hand-written checks.

use crate::{
    input::SourceId,
    model::{
        Object,
        version::{Switched, Version},
    },
    syntax,
    validate::{Cause, Reason, built_in},
};

fn causes(yaml: &str, version: Version) -> Vec<Cause> {
    let mut all = Vec::new();
    for document in syntax::parse(&yaml.into()) {
        let tree = document.tree.expect("a document");
        let root = tree.root().id();
        let object = Object::new(SourceId(0), document.index, tree, root);
        all.extend(built_in(&object, version));
    }
    all
}

/// One line for each refusal: path and reason.
fn refused(yaml: &str, version: Version) -> Vec<String> {
    let causes = causes(yaml, version);
    let line = |cause: &Cause| Some(format!("{} {}", cause.path, cause.reason?.name()));
    let mut lines: Vec<String> = causes.iter().filter_map(line).collect();
    lines.sort();
    lines
}

fn at(minor: u8) -> Version {
    Version::new(minor).expect("a bundled version")
}

#[track_caller]
fn check(minor: u8, yaml: &str, expected: &[&str]) {
    assert_eq!(refused(yaml, at(minor)), expected, "\n{yaml}");
}

fn object(kind: &str, spec: &str) -> String {
    let (api_version, kind) = kind.split_once(' ').expect("a version and a kind");
    format!("apiVersion: {api_version}\nkind: {kind}\nmetadata: {{name: a}}\nspec: {spec}\n")
}

const POD_GROUP: &str = "scheduling.k8s.io/v1beta1 PodGroup";

#[test]
fn structs_and_their_fields_are_required() {
    check(37, &object(POD_GROUP, "{}"), &["spec.schedulingPolicy FieldValueInvalid"]);
    let spec = "{schedulingPolicy: {gang: {minCount: 0}}}";
    let path = "spec.schedulingPolicy.gang.minCount FieldValueRequired";
    check(37, &object(POD_GROUP, spec), &[path]);
    let spec = "{schedulingPolicy: {gang: {minCount: -1}}}";
    let path = "spec.schedulingPolicy.gang.minCount FieldValueInvalid";
    check(37, &object(POD_GROUP, spec), &[path]);
    check(37, &object(POD_GROUP, "{schedulingPolicy: {gang: {minCount: 1}}}"), &[]);
}

#[test]
fn of_a_union_one_member_is_set() {
    let spec = "{schedulingPolicy: {basic: {}, gang: {minCount: 1}}}";
    let yaml = object(POD_GROUP, spec);
    check(37, &yaml, &["spec.schedulingPolicy FieldValueInvalid"]);
    let causes = causes(&yaml, at(37));
    let refusal = causes.iter().find(|cause| cause.reason.is_some()).expect("a refusal");
    assert_eq!(refusal.message.with_values(), "`schedulingPolicy` has both `basic` and `gang`");
    check(37, &object(POD_GROUP, "{schedulingPolicy: {basic: {}}}"), &[]);
}

#[test]
fn lists_are_limited_and_their_items_differ() {
    let claim = |name: &str| format!("{{name: {name}, resourceClaimName: c}}");
    let group = |names: &[&str]| {
        let claims: Vec<String> = names.iter().map(|name| claim(name)).collect();
        let spec = format!(
            "{{schedulingPolicy: {{basic: {{}}}}, resourceClaims: [{}]}}",
            claims.join(", ")
        );
        object(POD_GROUP, &spec)
    };
    let gated = Switched::new(vec![("DRAWorkloadResourceClaims", true)]);
    let refused = |names: &[&str]| refused(&group(names), at(37).with(gated));
    assert_eq!(refused(&["a", "b"]), Vec::<String>::new());
    assert_eq!(refused(&["a", "b", "a"]), ["spec.resourceClaims[2] FieldValueDuplicate"]);
    assert_eq!(refused(&["a", "B"]), ["spec.resourceClaims[1].name FieldValueInvalid"]);
    // A list that is too long is not looked into.
    let many = ["a", "a", "a", "a", "A"];
    assert_eq!(refused(&many), ["spec.resourceClaims FieldValueTooMany"]);
}

#[test]
fn hand_written_words_stay_and_nothing_is_said_twice() {
    let class = "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: a}\n";
    check(37, class, &["provisioner FieldValueRequired"]);
    let causes = causes(class, at(37));
    assert_eq!(causes.iter().filter(|c| c.reason == Some(Reason::Required)).count(), 1);
}

#[test]
fn alternatives_are_checked_in_a_request_of_both_forms() {
    let alternative = |n| format!("{{name: a{n}, deviceClassName: c}}");
    let many: Vec<String> = (0..9).map(alternative).collect();
    let request = format!(
        "{{name: r, exactly: {{deviceClassName: c}}, firstAvailable: [{}]}}",
        many.join(", ")
    );
    let spec = format!("{{devices: {{requests: [{request}]}}}}");
    let yaml = object("resource.k8s.io/v1 ResourceClaim", &spec);
    let both = "spec.devices.requests[0] FieldValueInvalid";
    check(37, &yaml, &[both, "spec.devices.requests[0].firstAvailable FieldValueTooMany"]);
    check(36, &yaml, &[both]);
    let spec = "{devices: {requests: [{name: r, exactly: {}, firstAvailable: [{name: a}]}]}}";
    let class = "spec.devices.requests[0].firstAvailable[0].deviceClassName FieldValueRequired";
    check(37, &object("resource.k8s.io/v1 ResourceClaim", spec), &[both, class]);
    let off = Switched::new(vec![("DeclarativeValidationBeta", false)]);
    assert_eq!(refused(&yaml, at(37).with(off)), [both]);
}

#[test]
fn fields_are_named_as_in_the_version_of_the_object() {
    let many = vec!["{cel: {expression: 'true'}}"; 33].join(", ");
    let request = format!("{{name: r, deviceClassName: c, selectors: [{many}]}}");
    let spec = format!("{{devices: {{requests: [{request}]}}}}");
    let yaml = object("resource.k8s.io/v1beta1 ResourceClaim", &spec);
    check(37, &yaml, &["spec.devices.requests[0].selectors FieldValueTooMany"]);
}

#[test]
fn members_belong_to_one_mode() {
    let level =
        |spec: &str| object("flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration", spec);
    let limited = "limited: {limitResponse: {type: Reject}}";
    check(37, &level(&format!("{{type: Limited, {limited}}}")), &[]);
    let wrong = level(&format!("{{type: Other, {limited}}}"));
    check(37, &wrong, &["spec.limited FieldValueForbidden", "spec.type FieldValueNotSupported"]);
    check(36, &wrong, &["spec.type FieldValueNotSupported"]);
    let none = level(&format!("{{{limited}}}"));
    check(37, &none, &["spec.limited FieldValueForbidden", "spec.type FieldValueRequired"]);
}

#[test]
fn names_have_formats() {
    let request = |spec: &str| object("resource.k8s.io/v1alpha3 ResourcePoolStatusRequest", spec);
    for minor in [36, 37] {
        check(minor, &request("{driver: Example.com, poolName: a/b, limit: 1000}"), &[]);
        check(minor, &request("{}"), &["spec.driver FieldValueRequired"]);
        let empty = "{driver: example.com, poolName: ''}";
        check(minor, &request(empty), &["spec.poolName FieldValueInvalid"]);
        let spec = "{driver: a_b, poolName: a//b, limit: 1001}";
        let reasons = [
            "spec.driver FieldValueInvalid",
            "spec.limit FieldValueInvalid",
            "spec.poolName FieldValueInvalid",
        ];
        check(minor, &request(spec), &reasons);
    }
    let eviction = |uid: &str| {
        let target = format!("{{pod: {{name: web, uid: {uid}}}}}");
        let spec = format!("{{target: {target}, requester: k8s.io/a, intent: Eviction}}");
        object("lifecycle.k8s.io/v1alpha1 EvictionRequest", &spec)
    };
    let requester = "spec.requester FieldValueInvalid";
    check(37, &eviction("0b8b7c5e-5a9c-4c47-9a7f-0a6e5f9f3a10"), &[requester]);
    let uid = "spec.target.pod.uid FieldValueInvalid";
    check(37, &eviction("0B8B7C5E-5A9C-4C47-9A7F-0A6E5F9F3A10"), &[requester, uid]);
}

#[test]
fn a_status_is_not_checked() {
    let yaml = object(POD_GROUP, "{schedulingPolicy: {basic: {}}}")
        + "status: {resourceClaimStatuses: [{name: a}, {name: a}]}\n";
    check(37, &yaml, &[]);
}
