//! What is reported of small manifests, and that the offered fixes repair it.

use crate::{
    diagnostic::Safety,
    input::SourceId,
    model::{Object, version::Version},
    syntax::{self},
    text::Text,
    validate::{Cause, Reason, built_in},
};

fn causes(yaml: &str, version: u8) -> Vec<Cause> {
    let version = Version::new(version).expect("a bundled version");
    let mut all = Vec::new();
    for document in syntax::parse(&yaml.into()) {
        let Some(tree) = document.tree else { continue };
        let root = tree.root().id();
        let object = Object::new(SourceId(0), document.index, tree, root);
        all.extend(built_in(&object, version));
    }
    all
}

/// One line a cause: code, line, path and, where it is refused, the reason.
fn reported(yaml: &str, version: u8) -> Vec<String> {
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
    assert_eq!(reported(yaml, 36), expected, "\n{yaml}");
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
        (
            "livenessProbe:\n  httpGet: {port: 80}\n  terminationGracePeriod: 5",
            "did you mean `terminationGracePeriodSeconds`?",
        ),
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
        let reported = reported(&yaml, 36);
        assert!(reported.iter().any(|line| line == expected), "{api_version} {kind}: {reported:?}");
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
    assert_eq!(
        reported(&sidecar, 27),
        ["KV1019 9 spec.initContainers[0].restartPolicy UnknownField"]
    );
    assert_eq!(reported(&sidecar, 28), ["KV1018 9 spec.initContainers[0].restartPolicy accepted"]);
    assert_eq!(reported(&sidecar, 29), [""; 0]);
    let cidr = "apiVersion: networking.k8s.io/v1\nkind: ServiceCIDR\nmetadata: {name: a}\nspec: {cidrs: [10.0.0.0/16]}\n";
    assert_eq!(reported(cidr, 30), ["KV6004 1 apiVersion UnknownKind"]);
}

#[test]
fn schemas_of_definitions_are_read_by_a_lenient_decoder() {
    let crd = |schema: &str| {
        format!(
            "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {{name: carts.example.com}}\nspec:\n  group: example.com\n  scope: Namespaced\n  names: {{plural: carts, kind: Cart}}\n  versions:\n    - name: v1\n      served: true\n      storage: true\n      schema:\n        openAPIV3Schema: {schema}\n"
        )
    };
    let decoded = |schema: &str| {
        let mut reported = reported(&crd(schema), 36);
        reported.retain(|line| line.starts_with("KV1"));
        reported
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

/// An object of a kind with a spec.
fn spec(api_version: &str, kind: &str, spec: &str) -> String {
    let spec = spec.replace('\n', "\n  ");
    format!("apiVersion: {api_version}\nkind: {kind}\nmetadata:\n  name: a\nspec:\n  {spec}\n")
}

/// The rest of a Pod's spec.
fn pod_spec(rest: &str) -> String {
    let containers = "containers:\n- name: web\n  image: nginx:1.29\n";
    spec("v1", "Pod", &format!("{containers}{rest}"))
}

/// YAML of an object, with the help for its first cause or for its unknown field.
type Helped = Vec<(String, &'static str)>;

fn service(rest: &str) -> String {
    spec("v1", "Service", rest)
}

fn ingress(backend: &str) -> String {
    let path = format!("- path: /\n      pathType: Prefix\n      backend: {backend}");
    spec("networking.k8s.io/v1", "Ingress", &format!("rules:\n- http:\n    paths:\n    {path}"))
}

fn policy(rest: &str) -> String {
    spec("networking.k8s.io/v1", "NetworkPolicy", &format!("podSelector: {{}}\n{rest}"))
}

fn config(kind: &str, rest: &str) -> String {
    format!("apiVersion: v1\nkind: {kind}\nmetadata:\n  name: a\n{rest}\n")
}

/// Maps where a list is required.
fn maps_for_lists() -> Helped {
    vec![
        (pod("env:\n  MODE: prod\n  PORT: 80"), "write each as `- name: MODE` and `value: prod`"),
        (pod("env: {PORT: 80}"), "write each as `- name: PORT` and `value: \"80\"`"),
        (pod("ports:\n  http: 80"), "write each as `- name: http` and `containerPort: 80`"),
        (pod("volumeMounts:\n  data: /d"), "write each as `- name: data` and `mountPath: /d`"),
        (pod("ports:\n  containerPort: 80"), "start the item with a dash: `- containerPort: 80`"),
        (
            service("ports:\n  port: 80\n  targetPort: 8080"),
            "start the item with a dash: `- port: 80`",
        ),
        (
            pod_spec("volumes:\n  tmp:\n    emptyDir: {}"),
            "start each item with its name: `- name: tmp`",
        ),
        (pod("args:\n  --level: debug"), "start each item with a dash: `- \"--level: debug\"`"),
    ]
}

/// Scalars where a struct or an item of a list is required.
fn scalars_for_structs() -> Helped {
    vec![
        (pod("ports:\n- 80"), "write `containerPort: 80`"),
        (pod("ports:\n- 8080:80/udp"), "write `containerPort: 80` and `protocol: UDP`"),
        (service("ports:\n- 80:8080"), "write `port: 80` and `targetPort: 8080`"),
        (policy("ingress:\n- ports:\n  - 80"), "write `port: 80`"),
        (pod("env:\n- MODE=prod"), "write `name: MODE` and `value: prod`"),
        (
            pod("volumeMounts:\n- data:/d:ro"),
            "write `name: data`, `mountPath: /d` and `readOnly: true`",
        ),
        (pod_spec("imagePullSecrets:\n- hub"), "write `name: hub`"),
        (pod_spec("imagePullSecrets: hub"), "write `- name: hub`"),
        (pod_spec("volumes:\n- name: a\n  hostPath: /x"), "write `hostPath: {path: /x}`"),
        (pod_spec("volumes:\n- name: a\n  secret: b"), "write `secret: {secretName: b}`"),
        (pod_spec("volumes:\n- name: a\n  configMap: b"), "write `configMap: {name: b}`"),
        (
            pod_spec("volumes:\n- name: a\n  emptyDir: true"),
            "write `emptyDir: {}` to set no fields",
        ),
        (pod("readinessProbe:\n  tcpSocket: 80"), "write `tcpSocket: {port: 80}`"),
        (pod("readinessProbe:\n  exec: cat /ok"), "write `exec: {command: [\"cat\", \"/ok\"]}`"),
        (spec("apps/v1", "Deployment", "strategy: Recreate"), "write `strategy: {type: Recreate}`"),
        (ingress("{service: {name: web, port: 80}}"), "write `port: {number: 80}`"),
        (ingress("{service: web}"), "write `service: {name: web}`"),
        (policy("egress:\n- to:\n  - ipBlock: 10.0.0.0/8"), "write `ipBlock: {cidr: 10.0.0.0/8}`"),
        // What is in a notation of its own is not guessed at.
        (pod_spec("volumes:\n- a:/x"), "see `kubectl explain pod.spec.volumes` for the fields"),
        (pod("envFrom:\n- cfg"), "use one of the fields configMapRef, prefix, secretRef"),
    ]
}

/// Lists where a struct is required.
fn lists_for_structs() -> Helped {
    vec![
        (pod("readinessProbe:\n  exec: [cat, /ok]"), "put the list under `command`"),
        (pod("readinessProbe:\n  exec:\n  - cat\n  - /ok"), "put the list under `command`"),
        (pod("readinessProbe:\n  exec:\n    - cat"), "put the list under `command`"),
        (pod("securityContext: {capabilities: [KILL]}"), "put the list under `add` or `drop`"),
        (
            pod("securityContext:\n- runAsUser: 1\n- runAsNonRoot: true"),
            "write `runAsUser: 1` without a dash",
        ),
    ]
}

/// Lists and scalars where a map is required.
fn others_for_maps() -> Helped {
    vec![
        (pod_spec("nodeSelector:\n- disk: ssd"), "write `disk: ssd` without a dash"),
        (pod_spec("nodeSelector: disk=ssd"), "write `nodeSelector: {disk: ssd}`"),
        (pod_spec("nodeSelector: [{key: disk, value: ssd}]"), "write `disk: ssd`"),
        (
            service("selector:\n  matchLabels:\n    app: web"),
            "write `app: web` directly in `selector`",
        ),
        (
            pod_spec("nodeSelector:\n  matchLabels:\n    a: b"),
            "write `a: b` directly in `nodeSelector`",
        ),
        (
            spec(
                "v1",
                "PersistentVolumeClaim",
                "accessModes: [ReadWriteOnce]\nresources:\n  requests: 1Gi",
            ),
            "write `requests: {storage: 1Gi}`",
        ),
        (
            spec("v1", "Service", "ports: []").replace("\n  name: a", "\n  name:a"),
            "write `name: a`, with a space after the colon",
        ),
        (pod_spec("nodeSelector:\n  disk:ssd"), "write `disk: ssd`, with a space after the colon"),
        (pod("securityContext:\n  runAsUser 1000"), "write `runAsUser: 1000`, with a colon"),
        (
            pod("securityContext: yes"),
            "see `kubectl explain pod.spec.containers.securityContext` for the fields",
        ),
        (
            policy("podSelector: \"\"").replace("podSelector: {}\n  ", ""),
            "write `podSelector: {}` to set no fields",
        ),
    ]
}

/// Maps, lists and strings where another scalar is required.
fn others_for_scalars() -> Helped {
    vec![
        (pod("args:\n- echo a: b"), "quote it: `\"echo a: b\"`"),
        (pod("args:\n- [a, b]"), "write each string as an item of `args` itself"),
        (pod_spec("serviceAccountName: {name: web}"), "write `serviceAccountName: web`"),
        (service("type: {NodePort: 30080}"), "write `type: NodePort`"),
        (
            config("ConfigMap", "data:\n  a:\n    b: 1"),
            "write `a: |` to make the lines below it a string",
        ),
        (config("ConfigMap", "data:\n  a: [1]"), "quote it: `'[1]'`"),
        (
            config("Secret", "stringData: |-\n  a\n  b"),
            "add a key: `KEY: |-` in `stringData`, above the lines of the text",
        ),
        // For a number.
        (pod("ports:\n- containerPort: 80/tcp"), "write `containerPort: 80`"),
        (
            pod("ports:\n- containerPort: http"),
            "write the number of the port, and its name in the field `name`",
        ),
        // Base64 that is nearly right.
        (
            config("Secret", "data:\n  a: >-\n    YWJj\n    YWJj"),
            "write `|` instead of `>`, which keeps the line breaks",
        ),
        (config("Secret", "data:\n  a: YWJj YWJj"), "remove the spaces"),
        (
            config("Secret", "data:\n  a: b\n  c: ZA=="),
            "encode it with `base64 -w0`, or write it unencoded in `stringData`",
        ),
        (
            config("Secret", "data:\n  a: b\n  c: d"),
            "write `stringData` instead of `data`, or encode the values with `base64 -w0`",
        ),
    ]
}

/// All wrong shapes.
fn reshaped() -> impl Iterator<Item = (String, &'static str)> {
    let tables = [
        maps_for_lists(),
        scalars_for_structs(),
        lists_for_structs(),
        others_for_maps(),
        others_for_scalars(),
    ];
    tables.into_iter().flatten()
}

#[test]
fn wrong_shapes_say_how_the_same_is_written_rightly() {
    for (yaml, help) in reshaped() {
        let causes = causes(&yaml, 36);
        assert_eq!(causes[0].help.as_ref().map(Text::with_values), Some(help), "{yaml}{causes:#?}");
    }
}

fn workload(kind: &str, rest: &str) -> String {
    spec("apps/v1", kind, rest)
}

/// Fields under another name, or a name as a key.
fn other_names() -> Helped {
    let secret = |name: &str| format!("volumes:\n- name: a\n  {name}: {{name: b}}");
    vec![
        (pod_spec(&secret("secret")), "did you mean `secretName`?"),
        (pod_spec(&secret("persistentVolumeClaim")), "did you mean `claimName`?"),
        (pod_spec("volumes:\n- name: a\n  configMap: {configMapName: b}"), "did you mean `name`?"),
        (pod("ports:\n- name: http\n  port: 80"), "did you mean `containerPort`?"),
        (pod("volumeMounts:\n- name: a\n  path: /x"), "did you mean `mountPath`?"),
        (pod("env:\n- name: A\n  valueFrom:\n    configMap: {name: b, key: c}"), "did you mean `configMapKeyRef`?"),
        (pod("envFrom:\n- configMapKeyRef: {name: b}"), "did you mean `configMapRef`?"),
        (pod("image_pull_policy: Always"), "did you mean `imagePullPolicy`?"),
        (pod("environment: [A=b]"), "did you mean `env`?"),
        (pod("volumes: [\"a:/x\"]"), "did you mean `volumeMounts`?"),
        (workload("Deployment", "selector: {matchLabel: {a: b}}"), "did you mean `matchLabels`?"),
        (spec("batch/v1", "CronJob", "schedule: '@daily'\nconcurrency: Forbid"), "did you mean `concurrencyPolicy`?"),
        (
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspecTODO:\n  replicas: 1\n".to_owned(),
            "did you mean `spec`?",
        ),
        // A name as a key.
        (pod("env:\n- MODE: prod"), "write `name: MODE` and `value: prod`"),
        (pod("ports:\n- http: 80"), "write `name: http` and `containerPort: 80`"),
        (pod_spec("volumes:\n- tmp:\n    emptyDir: {}"), "write `name: tmp` with `emptyDir` below it"),
    ]
}

/// Fields of another level, written or not.
fn other_levels() -> Helped {
    vec![
        (pod("env:\n- name: A\n  secretKeyRef: {name: b, key: c}"), "move it to `spec.containers[0].env[0].valueFrom`"),
        (pod("env:\n- configMapRef: {name: b}"), "write `envFrom` instead of `env`"),
        (pod("env:\n- name: A\n- secretRef: {name: b}"), "move it to an item of `spec.containers[0].envFrom`"),
        (pod("resources: {cpu: 1}"), "move it to `limits` or `requests`"),
        (pod("cpu: 1"), "move it to `resources.limits` or `resources.requests`"),
        (pod("securityContext: {fsGroup: 1}"), "move it to `spec.securityContext`"),
        (pod("containerPort: 80"), "move it to an item of `spec.containers[0].ports`"),
        (pod_spec("securityContext: {capabilities: {drop: [ALL]}}"), "move it to `spec.containers[0].securityContext`"),
        (
            pod_spec("- name: b\n  image: b\nsecurityContext: {privileged: true}"),
            "move it to `securityContext` of an item of `spec.containers`",
        ),
        (pod_spec("livenessProbe: {tcpSocket: {port: 80}}"), "move it to `spec.containers[0]`"),
        (workload("Deployment", "selector: {app: web}"), "move it to `spec.selector.matchLabels`"),
        (spec("policy/v1", "PodDisruptionBudget", "selector: {app: web}"), "move it to `spec.selector.matchLabels`"),
        (workload("Deployment", "strategy: {maxSurge: 1}"), "move it to `spec.strategy.rollingUpdate`"),
        (workload("StatefulSet", "template: {spec: {volumeClaimTemplates: []}}"), "move it to `spec`"),
        (spec("batch/v1", "Job", "template: {backoffLimit: 1}"), "move it to `spec`"),
        (
            spec("batch/v1", "CronJob", "schedule: '@daily'\njobTemplate:\n  template: {}"),
            "move it to `spec.jobTemplate.spec`",
        ),
        (
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  template:\n    spec:\ncontainers: []\n".to_owned(),
            "move it to `spec.template.spec`",
        ),
        ("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\ncontainers: []\n".to_owned(), "move it to `spec`"),
        ("apiVersion: v1\nkind: Namespace\nname: a\n".to_owned(), "move it to `metadata`"),
        ("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nMODE: prod\n".to_owned(), "move it to `data`"),
        (spec("v1", "ResourceQuota", "pods: 5"), "move it to `spec.hard`"),
        (
            spec("v1", "PersistentVolumeClaim", "resources: {storage: 1Gi}"),
            "move it to `spec.resources.requests`",
        ),
        (
            pod_spec("").replace("  name: a", "  name: a\n  app.kubernetes.io/name: web"),
            "move it to `annotations` or `labels`",
        ),
        // Too many places, or none.
        (pod_spec("image: a"), "see `kubectl explain pod.spec` for the fields"),
        (pod_spec("name: b"), "see `kubectl explain pod.spec` for the fields"),
        (workload("DaemonSet", "replicas: 1"), "use one of the fields minReadySeconds, revisionHistoryLimit, selector, template, updateStrategy"),
    ]
}

/// All unknown fields.
fn unknown() -> impl Iterator<Item = (String, &'static str)> {
    other_names().into_iter().chain(other_levels())
}

#[test]
fn unknown_fields_say_which_one_was_meant() {
    for (yaml, help) in unknown() {
        let causes = causes(&yaml, 36);
        let unknown = causes.iter().find(|cause| cause.reason == Some(Reason::UnknownField));
        let reported = unknown.and_then(|cause| cause.help.as_ref()).map(Text::with_values);
        assert_eq!(reported, Some(help), "{yaml}{causes:#?}");
    }
}

#[test]
fn the_same_mistake_made_again_has_the_first_as_its_root() {
    for yaml in [
        pod("ports: [80, 443]"),
        pod("env:\n- A: b\n- C: d"),
        pod("env:\n- secretRef: {name: b}\n- configMapRef: {name: b}"),
        pod("resources: {cpu: 1, memory: 1Gi}"),
        spec("apps/v1", "Deployment", "selector: {app: web, tier: front}"),
        "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {a: b, c: d}\n".to_owned(),
    ] {
        let causes = causes(&yaml, 36);
        let decoding =
            |cause: &&Cause| matches!(cause.reason, Some(Reason::UnknownField | Reason::WrongType));
        let [first, second] = causes.iter().filter(decoding).collect::<Vec<_>>()[..] else {
            panic!("{yaml}{causes:#?}")
        };
        assert_eq!((first.root, second.root), (None, Some(first.at)), "{yaml}");
    }
}

#[test]
fn nothing_follows_from_what_could_not_be_read() {
    let mount = "\nvolumeMounts:\n- name: data\n  mountPath: /d";
    let volumes = |volume: &str| format!("  volumes:\n{volume}\n");
    for yaml in [
        pod(mount.trim_start()) + &volumes("  - name: data\n    secret: {name: a}"),
        pod(mount.trim_start()) + &volumes("  - data"),
        pod(&format!("volumes:\n- name: data\n  emptyDir: {{}}{mount}")),
    ] {
        assert_eq!(causes(&yaml, 36).len(), 1, "{yaml}{:?}", reported(&yaml, 36));
    }
    // Of a volume that is refused for another reason it does, and says so.
    let refused = pod(mount.trim_start()) + &volumes("  - name: data\n    secret: {}");
    let causes = causes(&refused, 36);
    assert_eq!(causes.len(), 2, "{causes:#?}");
    assert!(causes.iter().any(|cause| cause.root == Some(causes[0].at)), "{causes:#?}");
    // The other volumes are as they are.
    let missing = pod("volumeMounts:\n- name: other\n  mountPath: /d")
        + &volumes("  - name: data\n    secret: {name: a}");
    assert_eq!(reported(&missing, 36).len(), 2);
}

#[test]
fn values_of_secrets_are_not_repeated() {
    for rest in [
        "data: canary",
        "data: {a: canary}",
        "data: [{a: canary}]",
        "data: [canary=canary]",
        "stringData: canary=canary",
        "stringData: {canary.io: {a: canary}}",
        "stringData: {data: {a: canary}}",
        "stringData: {a: [canary]}",
        "stringData: [{name: a, value: canary}]",
    ] {
        let yaml = format!("apiVersion: v1\nkind: Secret\nmetadata: {{name: a}}\n{rest}\n");
        for cause in causes(&yaml, 36) {
            let help = cause.help.as_ref().map(Text::without_values);
            let text = format!("{} {help:?}", cause.message.without_values());
            assert!(!text.replace("canary.io", "").contains("canary"), "{rest}: {text}");
        }
    }
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
        pod("env:\n  MODE: prod # the mode\n  TOKEN:\n    valueFrom:\n      secretKeyRef: {name: a, key: b}"),
        pod("env:\n- MODE: prod\n- LEVEL: info"),
        pod("volumeMounts:\n  data: /d"),
        pod("ports: [80, 443]"),
        pod("resources:\n  cpu: 1\n  limits:\n    memory: 1Gi"),
        pod_spec("securityContext:\n  runAsNonRoot: true\n  privileged: false\n  capabilities:\n    drop: [ALL]"),
        pod_spec("volumes:\n  tmp:\n    emptyDir: {}\n  b:\n    configMap:\n      name: x"),
        spec("apps/v1", "Deployment", "selector:\n  app: web\n  tier: front"),
        spec("v1", "Service", "selector:\n- app: web\n- tier: front"),
        spec("batch/v1", "CronJob", "schedule: '@daily'\njobTemplate:\n  template:\n    spec: {}"),
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
            let Some(fix) = causes.into_iter().find_map(|cause| cause.diagnostic.fix) else { break };
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
        let left = reported(&text, 36);
        let decoding = ["UnknownField", "WrongType", "UnknownKind", "NoKind", "NotSupported"];
        assert!(!left.iter().any(|l| decoding.iter().any(|d| l.ends_with(d))), "{left:?}\n{text}");
    }
}

#[test]
fn each_fix_settles_its_own_cause() {
    let key = |cause: &Cause| (cause.code, cause.path.clone());
    let mut fixes = 0;
    for (yaml, _) in reshaped().chain(unknown()) {
        let before = causes(&yaml, 36);
        for cause in &before {
            let Some(fix) = &cause.fix else { continue };
            let mut edits = fix.edits.clone();
            edits.sort_by_key(|edit| std::cmp::Reverse((edit.at.span.start, edit.at.span.end)));
            let mut text = yaml.clone();
            for edit in edits {
                text.replace_range(edit.at.span.range(), &edit.text);
            }
            let read = syntax::parse(&(&*text).into());
            assert!(read.iter().all(|document| document.complaints.is_empty()), "{yaml}{text}");
            let after = causes(&text, 36);
            assert!(!after.iter().any(|other| key(other) == key(cause)), "{yaml}{text}{after:#?}");
            fixes += 1;
        }
    }
    assert!(fixes > 55, "{fixes} fixes");
}
