//! What is said of small manifests, and that the offered fixes quiet it.

use crate::{
    input::SourceId,
    model::{Object, version::Version},
    syntax::{self, edit::Safety},
    text::Text,
    validate::{Cause, validate},
};

fn causes(yaml: &str, version: u8) -> Vec<Cause> {
    let version = Version::new(version).expect("a bundled version");
    let mut all = Vec::new();
    for document in syntax::parse(&yaml.into()) {
        let Some(tree) = document.tree else { continue };
        let root = tree.root().id();
        all.extend(validate(&Object::new(SourceId(0), document.index, tree, root), version));
    }
    all
}

/// One line a cause: code, line, path and, where it is refused, the reason.
fn said(yaml: &str, version: u8) -> Vec<String> {
    let line = |cause: &Cause| yaml[..cause.at.span.start as usize].matches('\n').count() + 1;
    let reason = |cause: &Cause| cause.reason.map_or("accepted", |reason| reason.name());
    let causes = causes(yaml, version);
    causes.iter().map(|c| format!("{} {} {} {}", c.code, line(c), c.path, reason(c))).collect()
}

fn pod(container: &str) -> String {
    let rest = container.replace('\n', "\n      ");
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.29\n      {rest}\n"
    )
}

#[track_caller]
fn check(yaml: &str, expected: &[&str]) {
    assert_eq!(said(yaml, 36), expected, "\n{yaml}");
}

#[test]
fn unknown_fields() {
    check(
        &pod("imagePullPolice: Always"),
        &["KV1004 9 spec.containers[0].imagePullPolice UnknownField"],
    );
    check("apiVersion: v1\nKind: Pod\nmetadata:\n  name: a\n", &["KV1004 2 Kind UnknownField"]);
    // What is below an unknown field is not looked at.
    check(&pod("foo:\n  bar: {baz: 1}"), &["KV1004 9 spec.containers[0].foo UnknownField"]);
    check(
        "apiVersion: example.com/v1\nkind: Shop\nmetadata:\n  name: a\n  label: {a: b}\nspec: {a: 1}\n",
        &["KV1004 5 metadata.label UnknownField"],
    );
}

#[test]
fn misplaced_fields_say_where_they_belong() {
    for (container, help) in [
        ("runAsUser: 1000", "move it to `spec.containers[0].securityContext`"),
        ("restart_policy: Never", "did you mean `restartPolicy`?"),
        ("volumes: []", "move it to `spec`"),
        ("livenessProbe:\n  httpGet: {port: 80}\n  terminationGracePeriod: 5", "kubectl explain"),
        (
            "env:\n  - name: A\n    value: b\n    ports: [{containerPort: 80}]",
            "move it to `spec.containers[0]`",
        ),
    ] {
        let causes = causes(&pod(container), 36);
        let helps: Vec<&str> =
            causes.iter().filter_map(|cause| cause.help.as_ref().map(Text::with_values)).collect();
        assert!(helps.iter().any(|text| text.contains(help)), "{container}: {helps:?}");
    }
}

#[test]
fn wrong_types() {
    for (container, expected) in [
        ("tty: 'true'", "KV1007 9 spec.containers[0].tty WrongType"),
        ("args: [1.10]", "KV0015 9 spec.containers[0].args[0] WrongType"),
        ("args: [yes]", "KV0014 9 spec.containers[0].args[0] WrongType"),
        ("command: sleep 10", "KV1008 9 spec.containers[0].command WrongType"),
        ("ports: {containerPort: 80}", "KV1008 9 spec.containers[0].ports WrongType"),
        (
            "ports: [{containerPort: 3000000000}]",
            "KV1014 9 spec.containers[0].ports[0].containerPort WrongType",
        ),
        (
            "ports: [{containerPort: 80.5}]",
            "KV1014 9 spec.containers[0].ports[0].containerPort WrongType",
        ),
        (
            "resources: {limits: {memory: 100MB}}",
            "KV1010 9 spec.containers[0].resources.limits.memory WrongType",
        ),
        (
            "resources: {limits: {memory: [1]}}",
            "KV1010 9 spec.containers[0].resources.limits.memory WrongType",
        ),
        (
            "livenessProbe: {tcpSocket: {port: 1.5}}",
            "KV1011 9 spec.containers[0].livenessProbe.tcpSocket.port WrongType",
        ),
        ("securityContext: none", "KV1007 9 spec.containers[0].securityContext WrongType"),
    ] {
        check(&pod(container), &[expected]);
    }
    for fine in [
        "tty: null",
        "args: [null]",
        "ports: [{containerPort: 80.0}, {containerPort: 8e1, protocol: UDP}]",
        "resources: {limits: {cpu: 0.5}}",
    ] {
        check(&pod(fine), &[]);
    }
}

#[test]
fn times_and_bytes() {
    let secret = |data: &str| {
        format!("apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\ndata: {{a: {data}}}\n")
    };
    check(&secret("YQ=="), &[]);
    check(&secret("[97, 98]"), &[]);
    check(&secret("top secret"), &["KV1013 5 data.a WrongType"]);
    let masked = causes(&secret("top secret"), 36)[0].message.without_values().into_owned();
    assert!(!masked.contains("top"), "secrets stay secret");
    let lease = |time: &str| {
        format!(
            "apiVersion: coordination.k8s.io/v1\nkind: Lease\nmetadata:\n  name: a\nspec:\n  renewTime: \"{time}\"\n"
        )
    };
    check(&lease("2026-01-31T15:04:05.000000Z"), &[]);
    check(&lease("2026-01-31T15:04:05Z"), &["KV1012 6 spec.renewTime WrongType"]);
}

#[test]
fn nulls() {
    check(&pod("env: [null]"), &["KV1016 9 spec.containers[0].env[0].name FieldValueRequired"]);
    let volume = pod("volumeMounts: []") + "  volumes:\n    - name: a\n      configMap:\n";
    check(&volume, &["KV1015 12 spec.volumes[0].configMap accepted"]);
    check(&volume.replace("configMap", "emptyDir"), &[]);
}

#[test]
fn kinds_and_versions() {
    for (api_version, kind, expected) in [
        ("v1", "ReplicaSet", "KV1002 1 apiVersion UnknownKind"),
        ("v1", "Pood", "KV1002 2 kind UnknownKind"),
        ("v1", "pods", "KV1003 2 kind UnknownKind"),
        ("Apps/v1", "Deployment", "KV1003 1 apiVersion UnknownKind"),
        ("app/v1", "Deployment", "KV1003 1 apiVersion UnknownKind"),
        ("batch/v1beta1", "CronJob", "KV6001 1 apiVersion UnknownKind"),
        ("v1", "Endpoints", "KV6002 1 apiVersion accepted"),
        ("resource.k8s.io/v1beta1", "DeviceClass", "KV6003 1 apiVersion accepted"),
        ("v1", "List", "KV1017 2 items UnknownKind"),
        ("v1", "ComponentStatus", "KV1002 2 kind UnknownKind"),
    ] {
        let yaml = format!("apiVersion: {api_version}\nkind: {kind}\nmetadata:\n  name: a\n");
        let said = said(&yaml, 36);
        assert!(said.iter().any(|line| line == expected), "{api_version} {kind}: {said:?}");
    }
    check("apiVersion: shop.example.com/v1\nkind: Cart\nmetadata: {name: a}\n", &[]);
    check("apiVersion: objectstorage.k8s.io/v1alpha1\nkind: Bucket\nmetadata: {name: a}\n", &[]);
    check("kind: Namespace\nmetadata: {name: a}\n", &["KV1001 1 apiVersion NoKind"]);
    check("apiVersion: v1\nkind: 5\nmetadata: {name: a}\n", &["KV1007 2 kind NoKind"]);
}

#[test]
fn what_is_newer_than_the_target() {
    let sidecar = pod("ports: []").replace("containers", "initContainers").replace(
        "      ports: []",
        "      restartPolicy: Always\n  containers: [{name: a, image: a}]",
    );
    assert_eq!(said(&sidecar, 27), ["KV1019 9 spec.initContainers[0].restartPolicy UnknownField"]);
    assert_eq!(said(&sidecar, 28), ["KV1018 9 spec.initContainers[0].restartPolicy accepted"]);
    assert_eq!(said(&sidecar, 29), [""; 0]);
    let cidr = "apiVersion: networking.k8s.io/v1\nkind: ServiceCIDR\nmetadata: {name: a}\nspec: {cidrs: [10.0.0.0/16]}\n";
    assert_eq!(said(cidr, 30), ["KV6004 1 apiVersion UnknownKind"]);
}

#[test]
fn schemas_of_definitions_are_read_by_a_lenient_decoder() {
    let crd = |schema: &str| {
        format!(
            "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {{name: carts.example.com}}\nspec:\n  group: example.com\n  scope: Namespaced\n  names: {{plural: carts, kind: Cart}}\n  versions:\n    - name: v1\n      served: true\n      storage: true\n      schema:\n        openAPIV3Schema: {schema}\n"
        )
    };
    let decoded = |schema: &str| {
        let mut said = said(&crd(schema), 36);
        said.retain(|line| line.starts_with("KV1"));
        said
    };
    let at = "spec.versions[0].schema.openAPIV3Schema";
    assert_eq!(
        decoded("{type: object, tyype: object}"),
        [format!("KV1004 13 {at}.tyype UnknownField")]
    );
    assert_eq!(decoded("{type: object, items: {tyype: object}}"), [""; 0]);
    assert_eq!(
        decoded("{type: object, additionalProperties: 5}"),
        [format!("KV1007 13 {at}.additionalProperties WrongType")]
    );
}

#[test]
fn fixes_quiet_what_they_fix() {
    for yaml in [
        pod("imagePullPolice: Always"),
        pod("runAsUser: 1000\nsecurityContext:\n  runAsNonRoot: true"),
        pod("env:\n  - name: A\n    value: b\n    ports:\n      - containerPort: 80"),
        pod("tty: 'true'"),
        pod("args: [1.10, yes]"),
        pod("command: sleep 10"),
        pod("args: --verbose"),
        pod("ports:\n  containerPort: 80\n  name: web"),
        pod("ports: {containerPort: 80}"),
        pod("resources: {limits: {memory: 100MB, cpu: '1,5'}}"),
        pod("terminationMessagePolicy: file"),
        "{\"apiVersion\": \"v1\", \"kind\": \"ReplicaSet\", \"metadata\": {\"name\": \"a\"}}".to_owned(),
        "kind: Namespace\nmetadata: {name: a}\n".to_owned(),
        "apiVersion: app/v1\nkind: deployment\nmetadata: {name: a}\n".to_owned(),
        "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: a}\nspec:\n  rules:\n    - http:\n      paths:\n        - backend:\n            servicePort: http\n            serviceName: a\n          pathType: Exact\n          path: /\n".to_owned(),
        "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\nspec:\n  maxReplicas: 3\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}\n  metrics:\n    - type: Resource\n      resource:\n        name: cpu\n        targetAverageUtilization: 50\n".to_owned(),
    ] {
        let mut text = yaml.clone();
        let mut rounds = 0;
        loop {
            let causes = causes(&text, 36);
            let Some(fix) = causes.into_iter().find_map(|cause| cause.fix) else { break };
            assert!(fix.safety >= Safety::Unsafe);
            let mut edits = fix.edits;
            edits.sort_by_key(|edit| std::cmp::Reverse((edit.at.span.start, edit.at.span.end)));
            for edit in edits {
                text.replace_range(edit.at.span.range(), &edit.text);
            }
            rounds += 1;
            assert!(rounds < 6, "never quiet:\n{yaml}\n{text}");
        }
        assert!(rounds > 0, "no fix for\n{yaml}");
        let left = said(&text, 36);
        let decoding = ["UnknownField", "WrongType", "UnknownKind", "NoKind", "NotSupported"];
        assert!(!left.iter().any(|l| decoding.iter().any(|d| l.ends_with(d))), "{left:?}\n{text}");
    }
}
