//! What is right and might look wrong, each beside what is wrong indeed.

use kubevet::{
    findings::{Outcome, Selection},
    input::{Mode, Source},
    lint::{Settings, lint},
    model::version::Switched,
    report::{Format, TextStyle},
    rules::{self, Finding},
};

/// What rules say of files, as `file:line`.
fn findings_of(codes: &[&str], complete: bool, files: &[(&str, &str)]) -> Vec<String> {
    let outcome = run(codes, complete, files);
    outcome.findings.iter().map(|finding| place(&outcome, finding)).collect()
}

fn run(codes: &[&str], complete: bool, files: &[(&str, &str)]) -> Outcome {
    let chosen = rules::all().filter(|rule| codes.contains(&rule.code.as_str()));
    let mut settings = Settings { selection: Selection::of(chosen), ..Settings::default() };
    settings.rules.complete = complete;
    let sources = files.iter().map(|(name, text)| Source::new(*name, *text)).collect();
    lint(sources, &settings)
}

fn place(outcome: &Outcome, finding: &Finding) -> String {
    let source = outcome.source(finding.at);
    format!("{}:{}", source.name, source.line_column(finding.at.span.start).line)
}

fn deployment(name: &str, namespace: &str, more: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}, namespace: {namespace}}}\n\
         spec:\n  replicas: 3\n  selector: {{matchLabels: {{app: {name}}}}}\n  template:\n    \
         metadata: {{labels: {{app: {name}}}}}\n    spec:\n{more}      containers:\n      \
         - name: {name}\n        image: example.com/{name}:1.0\n        \
         ports: [{{name: http, containerPort: 8585}}]\n"
    )
}

const NO_SPOT: [&str; 0] = [];

#[test]
fn peers_are_others_than_the_workload_of_the_same_name() {
    let policy = |peer: &str| {
        format!(
            "{}---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: store}}\n\
             spec:\n  podSelector: {{matchLabels: {{app: store}}}}\n  ingress:\n  - from:\n    \
             - podSelector: {{matchLabels: {{app: {peer}}}}}\n",
            deployment("store", "shop", "")
        )
    };
    assert_eq!(findings_of(&["KV3502"], false, &[("a.yaml", &policy("store-csi"))]), NO_SPOT);
    let both = format!("{}---\n{}", deployment("frontend", "shop", ""), policy("fronted"));
    assert_eq!(findings_of(&["KV3502"], false, &[("a.yaml", &both)]), ["a.yaml:36"]);
}

#[test]
fn a_port_that_one_of_the_selected_pods_has_is_there() {
    let service = "---\napiVersion: v1\nkind: Service\nmetadata: {name: meta, namespace: shop}\n\
                   spec:\n  selector: {app: meta}\n  ports: [{port: 80, targetPort: http}]\n";
    let test = "---\napiVersion: v1\nkind: Pod\n\
                metadata: {name: meta-test, namespace: shop, labels: {app: meta}}\n\
                spec: {containers: [{name: wget, image: \"busybox:1.36\"}]}\n";
    let served = format!("{}{service}{test}", deployment("meta", "shop", ""));
    assert_eq!(findings_of(&["KV3103"], false, &[("a.yaml", &served)]), NO_SPOT);
    let unserved = served.replace("name: http, ", "name: web, ");
    assert_eq!(findings_of(&["KV3103"], false, &[("a.yaml", &unserved)]), ["a.yaml:20"]);
}

#[test]
fn ports_that_cannot_be_read_are_not_the_same() {
    let pod = |ports: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: web}}\nspec:\n  containers:\n  \
             - name: web\n    image: example.com/web:1.0\n    ports: [{ports}]\n"
        )
    };
    let unread = pod("{containerPort: http}, {containerPort: metrics}");
    assert_eq!(findings_of(&["KV4601"], false, &[("a.yaml", &unread)]), NO_SPOT);
    let equal = pod("{containerPort: 80}, {containerPort: 80}");
    assert_eq!(findings_of(&["KV4601"], false, &[("a.yaml", &equal)]), ["a.yaml:8"]);
}

/// A mesh or an agent adds containers, whose ports nobody wrote.
#[test]
fn pods_with_injected_containers_may_have_more_ports() {
    let service = "---\napiVersion: v1\nkind: Service\nmetadata: {name: meta, namespace: shop}\n\
                   spec:\n  selector: {app: meta}\n  ports: [{port: 80, targetPort: proxy}]\n";
    let with = |annotation: &str| {
        let labels = "labels: {app: meta}}\n    spec";
        let annotated = format!("labels: {{app: meta}}, annotations: {{{annotation}}}}}\n    spec");
        format!("{}{service}", deployment("meta", "shop", "").replace(labels, &annotated))
    };
    let found = |text: &str| findings_of(&["KV3103"], false, &[("a.yaml", text)]);
    assert_eq!(found(&with("sidecar.istio.io/inject: \"true\"")), NO_SPOT);
    assert_eq!(found(&with("dapr.io/enabled: \"true\"")), NO_SPOT);
    assert_eq!(found(&with("sidecar.istio.io/inject: \"false\"")), ["a.yaml:20"]);
    assert_eq!(found(&with("example.com/enabled: \"true\"")), ["a.yaml:20"]);
}

/// Other API servers, such as OpenShift's, take names that custom resources cannot have.
#[test]
fn names_are_those_of_custom_resources_where_they_are_defined() {
    let user = "apiVersion: user.example.io/v1\nkind: User\nmetadata:\n  name: ann@example.com\n";
    let definition = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n\
                      metadata: {name: users.user.example.io}\nspec:\n  group: user.example.io\n  \
                      scope: Cluster\n  names: {plural: users, kind: User}\n  versions:\n  \
                      - name: v1\n    served: true\n    storage: true\n    \
                      schema: {openAPIV3Schema: {type: object}}\n";
    let codes = ["KV2001", "KV2003"];
    assert_eq!(findings_of(&codes, false, &[("a.yaml", user)]), NO_SPOT);
    let defined = [("a.yaml", user), ("crd.yaml", definition)];
    assert_eq!(findings_of(&codes, false, &defined), ["a.yaml:4"]);
    let no_path = user.replace("ann@example.com", "ann%example");
    assert_eq!(findings_of(&codes, false, &[("a.yaml", &no_path)]), ["a.yaml:4"]);
}

#[test]
fn policies_of_other_namespaces_isolate_nothing_here() {
    let policy = |namespace: &str, selector: &str| {
        format!(
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n\
             metadata: {{name: deny, namespace: {namespace}}}\nspec: {selector}\n"
        )
    };
    let app = deployment("shop", "shop", "");
    let checked = |namespace, selector| {
        let policy = policy(namespace, selector);
        findings_of(&["KV3507"], true, &[("app.yaml", &app), ("policy.yaml", &policy)])
    };
    assert_eq!(checked("other", "{podSelector: {}}"), ["app.yaml:8"]);
    assert_eq!(checked("shop", "{podSelector: {}}"), NO_SPOT);
    assert_eq!(checked("shop", "{policyTypes: [Ingress]}"), NO_SPOT);
    assert_eq!(checked("shop", "{podSelector: {matchLables: {app: web}}}"), NO_SPOT);
}

#[test]
fn a_selector_with_a_typo_is_not_an_empty_one() {
    let budget = |selector: &str| {
        format!(
            "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {{name: web}}\n\
             spec:\n  maxUnavailable: 1\n  selector: {selector}\n"
        )
    };
    let checked = |selector| findings_of(&["KV3413"], false, &[("a.yaml", &budget(selector))]);
    assert_eq!(checked("{}"), ["a.yaml:6"]);
    assert_eq!(checked("{matchLabels: {}}"), ["a.yaml:6"]);
    assert_eq!(checked("{matchLables: {app: web}}"), NO_SPOT);
    assert_eq!(checked("{app: web}"), NO_SPOT);
    assert_eq!(checked("{matchLabels: [app]}"), NO_SPOT);
}

#[test]
fn names_are_asked_for_over_udp() {
    let policy = |port: &str| {
        format!(
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: web}}\nspec:\n  \
             podSelector: {{}}\n  policyTypes: [Egress]\n  egress:\n  - ports:\n    - {port}\n"
        )
    };
    let checked = |port| findings_of(&["KV3506"], true, &[("a.yaml", &policy(port))]);
    for port in ["{port: 53}", "{port: 53, protocol: TCP}", "{protocol: TCP}", "{}"] {
        assert_eq!(checked(port), ["a.yaml:7"], "{port}");
    }
    for port in
        ["{port: 53, protocol: UDP}", "{protocol: UDP}", "{port: 1, endPort: 99, protocol: UDP}"]
    {
        assert_eq!(checked(port), NO_SPOT, "{port}");
    }
}

#[test]
fn an_image_is_suppressed_where_the_comment_is_and_nowhere_else() {
    let pod = |name: &str, comment: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}}}\nspec:\n  containers:\n    \
             - name: {name}\n      image: redis:latest{comment}\n---\n"
        )
    };
    let comment = " # kubevet: ignore[image-tag-latest] the mirror has one build only";
    let text = [pod("a", comment), pod("b", ""), pod("c", "")].concat();
    let outcome = run(&["KV4401"], false, &[("a.yaml", &text)]);
    let places: Vec<String> = outcome.findings.iter().map(|f| place(&outcome, f)).collect();
    assert_eq!(places, ["a.yaml:15", "a.yaml:23"]);
    let mut printed = Vec::new();
    Format::Concise
        .reporter(TextStyle::default())
        .report(&outcome, &mut printed)
        .expect("a report");
    let printed = String::from_utf8(printed).expect("text");
    assert!(printed.contains("a.yaml:15:14") && printed.contains("(and 1 more)"), "{printed}");
}

#[test]
fn anti_affinity_to_pods_of_other_namespaces_spreads_nothing() {
    let affinity = |more: &str| {
        format!(
            "      affinity:\n        podAntiAffinity:\n          \
             requiredDuringSchedulingIgnoredDuringExecution:\n          \
             - {{topologyKey: kubernetes.io/hostname, labelSelector: {{matchLabels: {{app: web}}}}{more}}}\n"
        )
    };
    let checked = |more: &str| {
        let text = deployment("web", "shop", &affinity(more));
        findings_of(&["KV4306"], false, &[("a.yaml", &text)])
    };
    assert_eq!(checked(""), NO_SPOT);
    assert_eq!(checked(", namespaces: [shop, other]"), NO_SPOT);
    assert_eq!(checked(", namespaceSelector: {}"), NO_SPOT);
    assert_eq!(checked(", namespaces: [other]"), ["a.yaml:5"]);
}

#[test]
fn classes_that_gke_reads_in_the_annotation_are_not_deprecated() {
    let ingress = |class: &str| {
        format!(
            "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\n  \
             annotations: {{kubernetes.io/ingress.class: {class}}}\n\
             spec: {{defaultBackend: {{service: {{name: web, port: {{number: 80}}}}}}}}\n"
        )
    };
    let checked = |class| findings_of(&["KV6006"], false, &[("a.yaml", &ingress(class))]);
    assert_eq!(checked("nginx"), ["a.yaml:5"]);
    assert_eq!(checked("gce"), NO_SPOT);
    assert_eq!(checked("gce-internal"), NO_SPOT);
}

#[test]
fn autoscalers_may_scale_to_zero_where_the_gate_is_on() {
    let text = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\n\
                spec:\n  minReplicas: 0\n  maxReplicas: 1\n  \
                scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}\n  metrics:\n  \
                - {type: External, external: {metric: {name: up}, target: {type: Value, value: 1}}}\n";
    let refused = |version: &str, gate: Option<bool>| {
        let mut settings =
            Settings { version: version.parse().expect("a version"), ..Settings::default() };
        let gates = gate.map(|on| ("HPAScaleToZero", on)).into_iter().collect();
        settings.version = settings.version.with(Switched::new(gates));
        let mut source = Source::new("a.yaml", text);
        source.mode = Mode::Objects;
        lint(vec![source], &settings).findings.iter().any(Finding::rejected)
    };
    assert!(refused("1.36", None));
    assert!(refused("1.36", Some(false)));
    assert!(!refused("1.36", Some(true)));
    assert!(!refused("1.37", None));
    assert!(refused("1.37", Some(false)));
}

/// A container, with its settings and those of its Pod.
fn hardened(pod: &str, container: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: web}}\nspec:\n{pod}  containers:\n  \
         - name: web\n    image: example.com/web:1.0\n    securityContext: {{{container}}}\n"
    )
}

#[test]
fn a_user_of_the_container_overrides_that_of_the_pod() {
    let found = |pod: &str, container: &str| {
        findings_of(&["KV5110"], false, &[("a.yaml", &hardened(pod, container))])
    };
    let root = "  securityContext: {runAsNonRoot: true, runAsUser: 0}\n";
    assert_eq!(found(root, "privileged: false"), ["a.yaml:5"]);
    assert_eq!(found(root, "runAsUser: 10001"), NO_SPOT);
    assert_eq!(found(root, "runAsNonRoot: false"), NO_SPOT);
    assert_eq!(found("", "runAsNonRoot: true, runAsUser: 0"), ["a.yaml:8"]);
    assert_eq!(found("", "runAsUser: 0"), NO_SPOT);
    assert_eq!(found("  os: {name: windows}\n", "runAsNonRoot: true, runAsUser: 0"), NO_SPOT);
}

#[test]
fn capabilities_are_read_as_runtimes_read_them() {
    let found = |list: &str| {
        let text = hardened("", &format!("capabilities: {{add: [{list}]}}"));
        findings_of(&["KV5206"], false, &[("a.yaml", &text)])
    };
    assert_eq!(found("NET_ADMIN, net_raw, All, CHECKPOINT_RESTORE"), NO_SPOT);
    assert_eq!(found("\"${CAPABILITY}\""), NO_SPOT);
    assert_eq!(found("cap_net_admin"), ["a.yaml:8"]);
    assert_eq!(found("SYSADMIN"), ["a.yaml:8"]);
}

#[test]
fn windows_has_no_settings_of_linux() {
    let codes = ["KV5102", "KV5105", "KV5106", "KV5108", "KV5111", "KV5204", "KV5205", "KV5402"];
    let text = |pod: &str| hardened(pod, "runAsNonRoot: true");
    let windows = text("  os: {name: windows}\n");
    assert_eq!(findings_of(&codes, false, &[("a.yaml", &windows)]), NO_SPOT);
    assert!(findings_of(&codes, false, &[("a.yaml", &text(""))]).len() > 5);
}

#[test]
fn users_of_their_own_are_none_of_the_node() {
    let codes = ["KV5103", "KV5104", "KV5105", "KV5107", "KV5310"];
    let text = |pod: &str| hardened(pod, "runAsUser: 0, runAsGroup: 0, procMount: Unmasked");
    let own = text("  hostUsers: false\n");
    assert_eq!(findings_of(&codes, false, &[("a.yaml", &own)]), NO_SPOT);
    assert_eq!(findings_of(&codes, false, &[("a.yaml", &text(""))]).len(), 5);
}

#[test]
fn only_directories_of_the_system_are_sensitive() {
    let found = |code: &str, path: &str, kind: &str, mount: &str| {
        let volumes =
            format!("  volumes: [{{name: files, hostPath: {{path: {path}, type: {kind}}}}}]\n");
        let text = hardened(&volumes, "privileged: false")
            + &format!("    volumeMounts: [{{name: files, mountPath: /files{mount}}}]\n");
        findings_of(&[code], false, &[("a.yaml", &text)]).len()
    };
    for path in ["/", "/etc/", "//proc", "/etc/kubernetes/pki", "/var/lib/kubelet", "/run"] {
        assert_eq!(found("KV5306", path, "Directory", ""), 1, "{path}");
    }
    for path in ["/etc/localtime", "/data", "/var/log", "/lib/modules", "/dev/fuse", "etc"] {
        assert_eq!(found("KV5306", path, "\"\"", ""), 0, "{path}");
    }
    assert_eq!(found("KV5307", "/data", "Directory", ""), 1);
    assert_eq!(found("KV5307", "/data", "Directory", ", readOnly: true"), 0);
    assert_eq!(found("KV5307", "/dev/fuse", "CharDevice", ""), 0);
    assert_eq!(found("KV5307", "/run/docker.sock", "\"\"", ""), 0);
    assert_eq!(found("KV5308", "/run/containerd/containerd.sock", "\"\"", ""), 1);
    assert_eq!(found("KV5308", "/run/docker.sock.d", "\"\"", ""), 0);
}

/// A ClusterRole with rules.
fn cluster_role(name: &str, rules: &str) -> String {
    format!(
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {{name: {name}}}\n\
         rules: [{rules}]\n"
    )
}

/// A ClusterRoleBinding or, with a namespace, a RoleBinding.
fn role_binding(namespace: &str, role: &str, subject: &str) -> String {
    let (kind, metadata) = match namespace {
        "" => ("ClusterRoleBinding", "name: app".to_owned()),
        _ => ("RoleBinding", format!("name: app, namespace: {namespace}")),
    };
    format!(
        "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: {kind}\nmetadata: {{{metadata}}}\n\
         roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: {role}}}\n\
         subjects: [{subject}]\n"
    )
}

fn account(name: &str, namespace: &str) -> String {
    format!("apiVersion: v1\nkind: ServiceAccount\nmetadata: {{name: {name}{namespace}}}\n")
}

#[test]
fn roles_of_other_manifests_are_not_missing() {
    let subject = "{kind: ServiceAccount, name: reader, namespace: shop}";
    let found = |complete: bool, files: &[(&str, &str)]| {
        findings_of(&["KV3701", "KV3702"], complete, files).len()
    };
    let role = cluster_role("config-reader", "");
    let account = account("reader", ", namespace: shop");
    let near = format!("{role}{}", role_binding("shop", "config-raeder", subject));
    assert_eq!(found(false, &[("a.yaml", &near), ("b.yaml", &account)]), 1);
    for other in ["view", "system:auth-delegator", "operator", "config-writer-2"] {
        let far = format!("{role}{}", role_binding("shop", other, subject));
        assert_eq!(found(false, &[("a.yaml", &far)]), 0, "{other}");
    }
    let far = format!("{role}{}", role_binding("shop", "operator", subject));
    assert_eq!(found(true, &[("a.yaml", &far), ("b.yaml", &account)]), 1);
    assert_eq!(found(true, &[("a.yaml", &far)]), 2);
}

#[test]
fn accounts_of_several_namespaces_are_not_in_the_wrong_one() {
    let found = |files: &[(&str, &str)]| findings_of(&["KV3702", "KV3703"], false, files);
    let here = account("app", ", namespace: shop");
    let there = account("app", ", namespace: ops");
    let unknown = account("app", "");
    let subject = "{kind: ServiceAccount, name: app, namespace: ops}";
    let both = format!("{subject}, {{kind: ServiceAccount, name: app, namespace: shop}}");
    let binding = role_binding("shop", "view", subject);
    assert_eq!(found(&[("a.yaml", &format!("{here}{binding}"))]), ["a.yaml:9"]);
    let two = format!("{here}---\n{there}{binding}");
    assert_eq!(found(&[("a.yaml", &two)]), NO_SPOT);
    let without = format!("{here}---\n{unknown}{binding}");
    assert_eq!(found(&[("a.yaml", &without)]), NO_SPOT);
    let also = format!("{here}{}", role_binding("shop", "view", &both));
    assert_eq!(found(&[("a.yaml", &also)]), NO_SPOT);
    let default = account("default", ", namespace: shop");
    let of_default = role_binding("shop", "view", &subject.replace("app", "default"));
    assert_eq!(found(&[("a.yaml", &format!("{default}{of_default}"))]), NO_SPOT);
}

#[test]
fn rules_for_groups_that_others_serve_are_not_checked() {
    let codes = ["KV3704", "KV3705", "KV3706", "KV3707"];
    let found = |groups: &str, resources: &str, verbs: &str, more: &str| {
        let rule =
            format!("{{apiGroups: [{groups}], resources: [{resources}], verbs: [{verbs}]{more}}}");
        run(&codes, false, &[("a.yaml", &cluster_role("app", &rule))]).findings.len()
    };
    for (groups, resources, verbs) in [
        ("\"\", metrics.k8s.io", "pods, nodes", "get"),
        ("\"*\"", "deployments", "get"),
        ("apps, extensions", "deployments, ingresses", "get"),
        ("\"\", apps", "deployments, pods/log, pods/status, pods/*", "get"),
        ("\"\"", "pods/exec, services/finalizers, \"*/scale\", users, groups", "create, use"),
        ("example.com", "widget, widgets/stauts", "read"),
        ("coordination.k8s.io, \"\"", "leases, configmaps, events", "get, patch"),
        ("authentication.k8s.io", "tokenreviews, userextras/scopes", "create, impersonate"),
        ("certificates.k8s.io", "signers", "approve, sign"),
        ("\"\"", "\"*\"", "\"*\""),
        ("policy", "podsecuritypolicies", "use"),
        ("\"\"", "configmaps", "manage"),
    ] {
        assert_eq!(found(groups, resources, verbs, ""), 0, "{groups} {resources} {verbs}");
    }
    for (groups, resources, verbs) in [
        ("\"\"", "deployments", "get"),
        ("apps", "ingresses", "get"),
        ("\"\"", "pod", "get"),
        ("\"\"", "pods/logs", "get"),
        ("apps", "Deployments", "get"),
        ("\"\"", "cm", "get"),
        ("\"\"", "secrets", "read"),
        ("\"\"", "secrets", "Get"),
        ("\"\"", "secrets", "lsit"),
    ] {
        assert_eq!(found(groups, resources, verbs, ""), 1, "{groups} {resources} {verbs}");
    }
    let names = ", resourceNames: [app]";
    assert_eq!(found("\"\"", "configmaps", "create", names), 1);
    assert_eq!(found("\"\"", "configmaps", "create, get", names), 0);
    assert_eq!(found("\"\"", "pods/exec", "create", names), 0);
}

#[test]
fn a_resource_may_be_granted_by_another_rule() {
    let wrong = "{apiGroups: [\"\"], resources: [deployments], verbs: [get]}";
    let found = |other: &str| {
        let role = cluster_role("app", &format!("{wrong}, {other}"));
        findings_of(&["KV3704"], false, &[("a.yaml", &role)]).len()
    };
    assert_eq!(found("{apiGroups: [apps], resources: [deployments], verbs: [get]}"), 0);
    assert_eq!(found("{apiGroups: [extensions], resources: [deployments], verbs: [get]}"), 0);
    assert_eq!(found("{apiGroups: [apps], resources: [statefulsets], verbs: [get]}"), 1);
}

#[test]
fn what_is_meant_for_everybody_may_be_granted_to_everybody() {
    let codes = ["KV5513", "KV5514", "KV5515"];
    let found = |role: &str, rules: &str, subject: &str| {
        let text = format!("{}{}", cluster_role(role, rules), role_binding("", role, subject));
        findings_of(&codes, false, &[("a.yaml", &text)]).len()
    };
    let anonymous = "{kind: Group, name: \"system:unauthenticated\"}, \
                     {kind: User, name: \"system:anonymous\"}";
    let all = "{kind: Group, name: \"system:authenticated\"}";
    let pods = "{apiGroups: [\"\"], resources: [pods], verbs: [get]}";
    let urls = "{nonResourceURLs: [/healthz, /metrics], verbs: [get]}";
    let own = "{apiGroups: [authorization.k8s.io], resources: [selfsubjectaccessreviews], \
               verbs: [create]}";
    assert_eq!(found("app", pods, anonymous), 2);
    assert_eq!(found("app", urls, anonymous), 0);
    assert_eq!(found("app", "{nonResourceURLs: [\"*\"], verbs: [get]}", anonymous), 2);
    assert_eq!(found("app", pods, all), 1);
    assert_eq!(found("app", own, all), 0);
    assert_eq!(found("system:discovery", pods, all), 0);
    assert_eq!(found("app", pods, "{kind: Group, name: developers}"), 0);
    assert_eq!(found("app", pods, "{kind: Group, name: \"system:masters\"}"), 1);
}

#[test]
fn rights_for_some_names_are_not_rights_for_all() {
    let codes = ["KV5503", "KV5506", "KV5508", "KV5517"];
    let secrets =
        |more: &str| format!("{{apiGroups: [\"\"], resources: [secrets], verbs: [get]{more}}}");
    let found = |rules: &str, namespace: &str| {
        let subject = "{kind: ServiceAccount, name: app, namespace: shop}";
        let text =
            format!("{}{}", cluster_role("app", rules), role_binding(namespace, "app", subject));
        findings_of(&codes, false, &[("a.yaml", &text)])
    };
    assert_eq!(found(&secrets(""), ""), ["a.yaml:4", "a.yaml:10"]);
    assert_eq!(found(&secrets(""), "shop"), ["a.yaml:4"]);
    assert_eq!(found(&secrets(", resourceNames: [app]"), ""), NO_SPOT);
}

#[test]
fn flags_are_those_of_the_program_that_runs() {
    let found = |code: &str, command: &str, arguments: &str| {
        let text = format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: web}}\nspec:\n  containers:\n  - name: web\n    \
             image: example.com/web:1.0\n    command: [{command}]\n    args: [{arguments}]\n"
        );
        findings_of(&[code], false, &[("a.yaml", &text)])
    };
    let good = "--profiling=false, --bind-address=127.0.0.1";
    let scheduler = |arguments: &str| found("KV9010", "/usr/bin/kube-scheduler", arguments);
    assert_eq!(scheduler(good), NO_SPOT);
    assert_eq!(scheduler("--profiling=true, --bind-address=127.0.0.1"), ["a.yaml:9"]);
    // Both are missing: one finding.
    assert_eq!(scheduler("--v=2"), ["a.yaml:9"]);
    // The value may be the next word, and the last of several counts.
    assert_eq!(scheduler("--profiling, \"false\", --bind-address, 127.0.0.1"), NO_SPOT);
    assert_eq!(scheduler("--profiling, --bind-address=127.0.0.1"), ["a.yaml:9"]);
    assert_eq!(scheduler("--profiling=true, --profiling=false, --bind-address=127.0.0.1"), NO_SPOT);
    // Another program, also one that starts it.
    assert_eq!(found("KV9010", "kube-scheduler-helper", "--v=2"), NO_SPOT);
    assert_eq!(found("KV9010", "sh, -c, kube-scheduler", ""), NO_SPOT);
    // What may stand in a file is not missing, and what is given counts all the same.
    assert_eq!(found("KV9012", "kubelet", "--config=/a.yaml"), NO_SPOT);
    assert_eq!(found("KV9012", "kubelet", "--config=/a.yaml, --anonymous-auth=true"), ["a.yaml:9"]);
    assert_eq!(found("KV9003", "kube-apiserver", "--authorization-config=/a.yaml"), NO_SPOT);
    // Lists and numbers.
    let modes = |modes: &str| {
        found("KV9003", "kube-apiserver", &format!("\"--authorization-mode={modes}\""))
    };
    assert_eq!(modes("Node,RBAC"), NO_SPOT);
    assert_eq!(modes("RBAC, Node"), NO_SPOT);
    assert_eq!(modes("RBAC"), ["a.yaml:9"]);
    assert_eq!(modes("Node,RBAC,AlwaysAllow"), ["a.yaml:9"]);
    let age = |age: &str| {
        let others = "--audit-log-path=/a, --audit-policy-file=/b, --audit-log-maxbackup=10, --audit-log-maxsize=100";
        found("KV9006", "kube-apiserver", &format!("{others}, --audit-log-maxage={age}"))
    };
    assert_eq!(age("30"), NO_SPOT);
    assert_eq!(age("29"), ["a.yaml:9"]);
    assert_eq!(age("long"), ["a.yaml:9"]);
}

#[test]
fn values_of_env_that_are_no_credentials() {
    let found = |variable: &str| {
        let text = hardened("", "privileged: false") + &format!("    env: [{{{variable}}}]\n");
        findings_of(&["KV5604", "KV5606"], false, &[("a.yaml", &text)]).len()
    };
    assert_eq!(found("name: DB_PASSWORD, value: v3ry-s3cret"), 1);
    assert_eq!(found("name: dbPassword, value: v3ry-s3cret"), 1);
    for variable in [
        "name: DB_PASSWORD, value: /run/secrets/db",
        "name: DB_PASSWORD, value: \"$(OTHER)\"",
        "name: DB_PASSWORD, value: \"\"",
        "name: DB_PASSWORD",
        "name: DB_PASSWORD_FILE, value: db",
        "name: TOKEN_TTL, value: 1h30",
        "name: USE_TOKEN, value: \"true\"",
        "name: SECRET_NAME, value: db-credentials",
        "name: OAUTH_TOKEN, value: \"https://login.example.com/token\"",
    ] {
        assert_eq!(found(variable), 0, "{variable}");
    }
}

#[test]
fn tokens_are_mounted_unless_that_is_disabled() {
    let pod = |more: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: web, namespace: shop}}\n\
                 spec: {{{more}containers: [{{name: web, image: \"example.com/web:1.0\"}}]}}\n"
        )
    };
    let account = |more: &str| {
        format!(
            "---\napiVersion: v1\nkind: ServiceAccount\n\
                 metadata: {{name: web, namespace: shop}}\n{more}"
        )
    };
    let found = |text: &str| findings_of(&["KV5601"], false, &[("a.yaml", text)]).len();
    let own = pod("serviceAccountName: web, ");
    let off = "automountServiceAccountToken: false\n";
    assert_eq!(found(&pod("")), 1);
    assert_eq!(found(&own), 0);
    assert_eq!(found(&format!("{own}{}", account(""))), 1);
    assert_eq!(found(&format!("{own}{}", account(off))), 0);
    let on = pod("serviceAccountName: web, automountServiceAccountToken: true, ");
    assert_eq!(found(&format!("{on}{}", account(off))), 1);
    assert_eq!(found(&pod("automountServiceAccountToken: false, ")), 0);
    let subject = "{kind: ServiceAccount, name: web, namespace: shop}";
    let bound = format!("{own}{}{}", account(""), role_binding("shop", "view", subject));
    assert_eq!(found(&bound), 0);
}

#[test]
fn ingresses_whose_tls_ends_elsewhere_need_none() {
    let found = |more: &str, spec: &str| {
        let text = format!(
            "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{name: web{more}}}\n\
             spec: {{{spec}defaultBackend: {{service: {{name: web, port: {{number: 80}}}}}}}}\n"
        );
        findings_of(&["KV5703"], false, &[("a.yaml", &text)]).len()
    };
    assert_eq!(found("", ""), 1);
    assert_eq!(found("", "tls: [{hosts: [a.example.com]}], "), 0);
    assert_eq!(found("", "ingressClassName: tailscale, "), 0);
    let annotation = |text: &str| format!(", annotations: {{{text}}}");
    assert_eq!(found(&annotation("networking.gke.io/managed-certificates: web"), ""), 0);
    assert_eq!(found(&annotation("example.com/tls: web"), ""), 1);
}

#[test]
fn external_addresses_are_reported_once() {
    let found = |version: &str, more: &str| {
        let text = format!(
            "apiVersion: v1\nkind: Service\nmetadata: {{name: web}}\n\
             spec: {{{more}ports: [{{name: http, port: 80}}], externalIPs: [203.0.113.7]}}\n"
        );
        let settings =
            Settings { version: version.parse().expect("a version"), ..Settings::default() };
        let outcome = lint(vec![Source::new("a.yaml", text)], &settings);
        outcome.findings.iter().map(|finding| finding.rule.code.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(found("1.37", ""), ["KV5702"]);
    assert_eq!(found("1.30", ""), ["KV5702"]);
    assert_eq!(found("1.37", "clusterIP: None, "), ["KV2312"]);
}

#[test]
fn empty_lists_of_policies_admit_all() {
    let found = |rule: &str| {
        let text = format!(
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: db}}\n\
             spec:\n  podSelector: {{}}\n  ingress:\n  - {rule}\n"
        );
        let outcome = run(&["KV5707", "KV5708"], false, &[("a.yaml", &text)]);
        let told = outcome.findings.iter();
        told.map(|f| format!("{} {}", f.severity, f.rule.code)).collect::<Vec<_>>()
    };
    assert_eq!(found("from:"), ["warning KV5708"]);
    assert_eq!(found("from: []"), ["info KV5708"]);
    assert_eq!(found("{ports: null, from: [{podSelector: {}}]}"), ["warning KV5708"]);
    assert_eq!(found("{}"), ["info KV5707"]);
    assert_eq!(found("from: [{namespaceSelector: {}}]"), ["info KV5707"]);
    assert_eq!(found("from: [{ipBlock: {cidr: 0.0.0.0/0}}]"), ["info KV5707"]);
    assert_eq!(found("{from: [{ipBlock: {cidr: 0.0.0.0/0}}], ports: [{port: 443}]}"), NO_SPOT);
    assert_eq!(
        found("from: [{namespaceSelector: {}, podSelector: {matchLabels: {a: b}}}]"),
        NO_SPOT
    );
}

/// Controllers make Pods from custom resources too, in their own namespace.
#[test]
fn pods_of_custom_resources_are_those_of_their_namespace() {
    let policy = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n\
                  metadata: {name: all, namespace: shop}\n\
                  spec: {podSelector: {matchExpressions: [{key: app, operator: Exists}]}}\n---\n";
    let rollout = |namespace: &str, label: &str| {
        format!(
            "{policy}apiVersion: argoproj.io/v1alpha1\nkind: Rollout\n\
             metadata: {{name: web, namespace: {namespace}}}\n\
             spec: {{template: {{metadata: {{labels: {{{label}: web}}}}}}}}\n"
        )
    };
    let found = |text: &str| findings_of(&["KV3501"], true, &[("a.yaml", text)]);
    assert_eq!(found(&rollout("shop", "app")), NO_SPOT);
    assert_eq!(found(&rollout("shop", "tier")), ["a.yaml:4"]);
    assert_eq!(found(&rollout("store", "app")), ["a.yaml:4"]);
}
