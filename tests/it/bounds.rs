//! Bounds: what is allowed to be so long, so many or so deep, and is refused one further.

use std::sync::Arc;

use kubevet::{
    input::{Mode, Source},
    lint::{Settings, lint},
    syntax,
};

/// The path and reason of each refusal.
fn refused(text: String) -> Vec<String> {
    let mut source = Source::new("a.yaml", text);
    source.mode = Mode::Objects;
    let findings = lint(vec![source], &Settings::default()).findings.into_iter();
    let refusal = |finding: kubevet::rules::Finding| {
        let path = finding.field_path.clone().unwrap_or_default();
        Some(format!("{path} {}", finding.reason?.name()))
    };
    findings.filter_map(refusal).collect()
}

const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: \
                   [{name: a, image: \"a:1\"}], …}\n";
const CONTAINER: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: \
                         [{name: a, image: \"a:1\", …}]}\n";
const META: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata: {…}\n";
const SERVICE: &str =
    "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}], …}\n";
const SLICE: &str = "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: a}\n\
                     addressType: IPv4\n…\n";
const HPA: &str = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\n\
                   spec: {scaleTargetRef: {kind: Deployment, name: a}, …}\n";
const POLICY: &str = "apiVersion: admissionregistration.k8s.io/v1\nkind: \
                      ValidatingAdmissionPolicy\nmetadata: {name: a}\nspec: {matchConstraints: \
                      {resourceRules: [{apiGroups: [\"\"], apiVersions: [v1], operations: \
                      [CREATE], resources: [pods]}]}, …}\n";
const JOB: &str = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\nspec: {…, template: \
                   {spec: {restartPolicy: Never, containers: [{name: a, image: \"a:1\"}]}}}\n";

/// What is refused, the text, its part with `#` for the number, and the largest number.
type Number = (&'static str, &'static str, &'static str, i64);

const UPPER: [Number; 16] = [
    ("spec.securityContext.runAsUser", POD, "securityContext: {runAsUser: #}", 2_147_483_647),
    ("spec.containers[0].ports[0].containerPort", CONTAINER, "ports: [{containerPort: #}]", 65_535),
    (
        "spec.containers[0].ports[0].hostPort",
        CONTAINER,
        "ports: [{containerPort: 1, hostPort: #}]",
        65_535,
    ),
    (
        "spec.containers[0].livenessProbe.successThreshold",
        CONTAINER,
        "livenessProbe: {tcpSocket: {port: 1}, successThreshold: #}",
        1,
    ),
    (
        "spec.containers[0].livenessProbe.tcpSocket.port",
        CONTAINER,
        "livenessProbe: {tcpSocket: {port: #}}",
        65_535,
    ),
    (
        "spec.containers[0].lifecycle.preStop.sleep",
        CONTAINER,
        "lifecycle: {preStop: {sleep: {seconds: #}}}",
        30,
    ),
    (
        "spec.volumes[0].configMap.defaultMode",
        POD,
        "volumes: [{name: a, configMap: {name: a, defaultMode: #}}]",
        511,
    ),
    (
        "spec.volumes[0].iscsi.lun",
        POD,
        "volumes: [{name: a, iscsi: {targetPortal: a, iqn: \"iqn.2001-04.com.example:a\", lun: #}}]",
        255,
    ),
    ("spec.ports[0].port", SERVICE, "ports: [{port: #}]", 65_535),
    (
        "spec.sessionAffinityConfig.clientIP.timeoutSeconds",
        SERVICE,
        "sessionAffinity: ClientIP, sessionAffinityConfig: {clientIP: {timeoutSeconds: #}}",
        86_400,
    ),
    (
        "spec.healthCheckNodePort",
        SERVICE,
        "type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: #",
        65_535,
    ),
    (
        "spec.behavior.scaleUp.stabilizationWindowSeconds",
        HPA,
        "maxReplicas: 1, behavior: {scaleUp: {stabilizationWindowSeconds: #, policies: [{type: Pods, value: 1, periodSeconds: 1}]}}",
        3600,
    ),
    (
        "spec.behavior.scaleUp.policies[0].periodSeconds",
        HPA,
        "maxReplicas: 1, behavior: {scaleUp: {policies: [{type: Pods, value: 1, periodSeconds: #}]}}",
        1800,
    ),
    (
        "spec.maxFailedIndexes",
        JOB,
        "completionMode: Indexed, completions: 5, parallelism: 1, backoffLimitPerIndex: 1, maxFailedIndexes: #",
        5,
    ),
    ("spec.activeDeadlineSeconds", POD, "activeDeadlineSeconds: #", 2_147_483_647),
    (
        "spec.topologySpreadConstraints[0].minDomains",
        POD,
        "topologySpreadConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule, minDomains: #}]",
        2_147_483_647,
    ),
];

#[test]
fn numbers_have_upper_bounds() {
    for (path, text, part, most) in UPPER {
        let with = |n: i64| refused(text.replace('…', &part.replace('#', &n.to_string())));
        let is_refused =
            |n: i64| with(n).iter().any(|found| found.starts_with(&format!("{path} ")));
        assert!(!is_refused(most), "{path}: {most}: {:?}", with(most));
        assert!(is_refused(most + 1), "{path}: {}: {:?}", most + 1, with(most + 1));
    }
}

const LOWER: [Number; 17] = [
    ("spec.activeDeadlineSeconds", POD, "activeDeadlineSeconds: #", 1),
    ("spec.securityContext.fsGroup", POD, "securityContext: {fsGroup: #}", 0),
    (
        "spec.topologySpreadConstraints[0].maxSkew",
        POD,
        "topologySpreadConstraints: [{maxSkew: #, topologyKey: a, whenUnsatisfiable: DoNotSchedule}]",
        1,
    ),
    (
        "spec.containers[0].livenessProbe.timeoutSeconds",
        CONTAINER,
        "livenessProbe: {tcpSocket: {port: 1}, timeoutSeconds: #}",
        0,
    ),
    (
        "spec.containers[0].livenessProbe.terminationGracePeriodSeconds",
        CONTAINER,
        "livenessProbe: {tcpSocket: {port: 1}, terminationGracePeriodSeconds: #}",
        1,
    ),
    (
        "spec.containers[0].lifecycle.preStop.sleep",
        CONTAINER,
        "lifecycle: {preStop: {sleep: {seconds: #}}}",
        0,
    ),
    (
        "spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds",
        POD,
        "serviceAccountName: a, volumes: [{name: a, projected: {sources: [{serviceAccountToken: {path: a, expirationSeconds: #}}]}}]",
        600,
    ),
    (
        "spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight",
        POD,
        "affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: #, preference: {matchExpressions: [{key: a, operator: Exists}]}}]}}",
        1,
    ),
    (
        "spec.sessionAffinityConfig.clientIP.timeoutSeconds",
        SERVICE,
        "sessionAffinity: ClientIP, sessionAffinityConfig: {clientIP: {timeoutSeconds: #}}",
        1,
    ),
    ("spec.ports[0].port", SERVICE, "ports: [{port: #}]", 1),
    ("spec.maxReplicas", HPA, "maxReplicas: #", 1),
    ("spec.maxReplicas", HPA, "minReplicas: 3, maxReplicas: #", 3),
    (
        "spec.behavior.scaleDown.stabilizationWindowSeconds",
        HPA,
        "maxReplicas: 1, behavior: {scaleDown: {stabilizationWindowSeconds: #, policies: [{type: Pods, value: 1, periodSeconds: 1}]}}",
        0,
    ),
    ("spec.parallelism", JOB, "parallelism: #", 0),
    ("spec.backoffLimit", JOB, "backoffLimit: #", 0),
    ("spec.ttlSecondsAfterFinished", JOB, "ttlSecondsAfterFinished: #", 0),
    ("spec.activeDeadlineSeconds", JOB, "activeDeadlineSeconds: #", 0),
];

#[test]
fn numbers_have_lower_bounds() {
    for (path, text, part, least) in LOWER {
        let with = |n: i64| refused(text.replace('…', &part.replace('#', &n.to_string())));
        let is_refused =
            |n: i64| with(n).iter().any(|found| found.starts_with(&format!("{path} ")));
        assert!(!is_refused(least), "{path}: {least}: {:?}", with(least));
        assert!(is_refused(least - 1), "{path}: {}: {:?}", least - 1, with(least - 1));
    }
}

/// What is refused, the text, what is repeated in its place, the text around, and how often it may.
type Count = (&'static str, &'static str, &'static str, &'static str, usize);

const LENGTHS: [Count; 22] = [
    (
        "spec.auditAnnotations",
        POLICY,
        "{key: a, valueExpression: \"'a'\"}, ",
        "auditAnnotations: […]",
        20,
    ),
    (
        "spec.matchConditions",
        POLICY,
        "{name: a, expression: \"true\"}, ",
        "validations: [{expression: \"true\"}], matchConditions: […]",
        64,
    ),
    ("metadata.name", META, "a", "name: …", 253),
    ("metadata.generateName", META, "a", "generateName: …", 253),
    ("metadata.labels", META, "a", "name: a, labels: {b: …}", 63),
    ("metadata.labels", META, "a", "name: a, labels: {…: b}", 63),
    ("metadata.labels", META, "a", "name: a, labels: {…/b: c}", 253),
    (
        "data[…]",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {…}\n",
        "a",
        "…: b",
        253,
    ),
    (
        "metadata.name",
        "apiVersion: v1\nkind: Service\nmetadata: {name: …}\nspec: {ports: [{port: 80}]}\n",
        "a",
        "…",
        63,
    ),
    ("metadata.name", "apiVersion: v1\nkind: Namespace\nmetadata: {name: …}\n", "a", "…", 63),
    (
        "metadata.name",
        "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: …}\nspec: {schedule: \"* * * * *\", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: \"a:1\"}]}}}}}\n",
        "a",
        "…",
        52,
    ),
    ("spec.hostname", POD, "a", "hostname: …", 63),
    (
        "spec.containers[1].name",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: \"a:1\"}, …]}\n",
        "b",
        "{name: …, image: \"a:1\"}",
        63,
    ),
    (
        "spec.containers[0].ports[0].name",
        CONTAINER,
        "a",
        "ports: [{containerPort: 1, name: …}]",
        15,
    ),
    ("spec.ports[0].name", SERVICE, "a", "ports: [{port: 1, name: …}]", 63),
    ("spec.ports[0].targetPort", SERVICE, "a", "ports: [{port: 1, targetPort: …}]", 15),
    ("spec.dnsConfig.nameservers", POD, "10.0.0.1, ", "dnsConfig: {nameservers: […]}", 3),
    ("spec.dnsConfig.searches", POD, "a, ", "dnsConfig: {searches: […]}", 32),
    ("endpoints", SLICE, "{addresses: [10.0.0.1]}, ", "endpoints: […]\nports: []", 1000),
    (
        "endpoints[0].addresses",
        SLICE,
        "10.0.0.1, ",
        "endpoints: [{addresses: […]}]\nports: []",
        100,
    ),
    (
        "metadata.name",
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: …}\nspec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: \"a:1\"}]}}}\n",
        "a",
        "…",
        253,
    ),
    (
        "spec.containers[0].env[0].valueFrom.configMapKeyRef.key",
        CONTAINER,
        "a",
        "env: [{name: A, valueFrom: {configMapKeyRef: {name: a, key: …}}}]",
        253,
    ),
];

#[test]
fn lengths_have_bounds() {
    for (path, text, one, part, most) in LENGTHS {
        let with = |n: usize| refused(text.replace('…', &part.replace('…', &one.repeat(n))));
        let is_refused = |n: usize| {
            let path = path.replace('…', &one.repeat(n));
            with(n).iter().any(|found| found.starts_with(&format!("{path} ")))
        };
        let short = |found: Vec<String>| -> Vec<String> {
            found.into_iter().map(|text| text.chars().take(120).collect()).collect()
        };
        assert!(!is_refused(most), "{path}: {most}: {:?}", short(with(most)));
        assert!(is_refused(most + 1), "{path}: {}: {:?}", most + 1, short(with(most + 1)));
    }
}

#[test]
fn texts_have_bounds() {
    let complaints = |text: String| {
        let text: Arc<str> = text.into();
        let documents = syntax::parse(&text);
        let all = documents.iter().flat_map(|document| &document.complaints);
        all.map(|complaint| complaint.kind.code().as_str()).collect::<Vec<_>>()
    };
    // A key in front of a colon, in characters.
    for letter in ["a", "ä"] {
        let key = |n: usize| complaints(format!("a:\n  {}: b\n", letter.repeat(n)));
        assert_eq!(key(1024), [""; 0], "{letter}");
        assert_eq!(key(1025), ["KV0001"], "{letter}");
        let flow = |n: usize| complaints(format!("a: {{\"{}\": b}}\n", letter.repeat(n)));
        assert_eq!(flow(1022), [""; 0], "{letter}");
        assert_ne!(flow(1023), [""; 0], "{letter}");
    }
    // Levels, as YAML and as JSON.
    let lists = |n: usize| complaints(format!("a: {}{}\n", "[".repeat(n), "]".repeat(n)));
    assert_eq!(lists(10_000), [""; 0]);
    assert_eq!(lists(10_001), ["KV0024"]);
    let json = |n: usize| complaints(format!("{{\"a\":{}{}}}\n", "[".repeat(n), "]".repeat(n)));
    assert_eq!(json(9_999), [""; 0]);
    assert_ne!(json(10_000), [""; 0]);
    // Complaints about one document.
    let wrong = |n: usize| complaints("a: b\n".repeat(n + 1)).len();
    assert_eq!((wrong(99), wrong(100), wrong(101)), (99, 100, 100));
}

/// Of one object, so much is listed and no more.
#[test]
fn refusals_of_one_object_end() {
    let refusals = |n: usize| {
        let keys: Vec<String> = (0..n).map(|key| format!("  a{key}/: b\n")).collect();
        let head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n";
        refused(format!("{head}{}", keys.concat())).len()
    };
    assert_eq!((refusals(249), refusals(250), refusals(251)), (249, 250, 250));
}
