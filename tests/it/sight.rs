//! Which objects see each other across files and directories, and what is then said: references are
//! looked up in the same file, in the same directory, then near by where only one object can be meant.

use kubevet::{
    input::Source,
    lint::{Settings, lint},
};

const DEPLOYMENT: &str = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: frontend}
spec:
  selector: {matchLabels: {app: frontend}}
  template:
    metadata: {labels: {app: frontend}}
    spec:
      containers:
        - name: web
          image: nginx:1.29
          ports: [{name: http, containerPort: 8080}]
";

/// Its selector is a letter off.
const MISSING: &str = "
apiVersion: v1
kind: Service
metadata: {name: shop}
spec:
  selector: {app: fronted}
  ports: [{port: 80, targetPort: http}]
";

/// Its port name is of no container.
const UNRESOLVED: &str = "
apiVersion: v1
kind: Service
metadata: {name: shop}
spec:
  selector: {app: frontend}
  ports: [{port: 80, targetPort: web}]
";

/// What is said of files, as `file code`.
fn findings_of(files: &[(&str, &str)]) -> Vec<String> {
    let sources = files.iter().map(|(name, text)| Source::new(*name, *text)).collect();
    let outcome = lint(sources, &Settings::default());
    let name = |at| outcome.source(at).name.clone();
    outcome.findings.iter().map(|f| format!("{} {}", name(f.at), f.rule.code.as_str())).collect()
}

fn with_namespace(text: &str, namespace: &str) -> String {
    text.replacen("metadata: {name:", &format!("metadata: {{namespace: {namespace}, name:"), 1)
}

#[test]
fn near_misses_are_seen_in_the_file_and_in_the_folder() {
    let both = format!("{DEPLOYMENT}---{MISSING}");
    assert_eq!(findings_of(&[("all.yaml", &both)]), ["all.yaml KV3101"]);
    let apart = [("a/deployment.yaml", DEPLOYMENT), ("a/service.yaml", MISSING)];
    assert_eq!(findings_of(&apart), ["a/service.yaml KV3101"]);
    let far = [("a/deployment.yaml", DEPLOYMENT), ("b/service.yaml", MISSING)];
    assert_eq!(findings_of(&far), [""; 0]);
}

#[test]
fn references_are_followed_near_by_where_one_object_can_be_meant() {
    let beside = [("app/deployment.yaml", DEPLOYMENT), ("services/web.yaml", UNRESOLVED)];
    assert_eq!(findings_of(&beside), ["services/web.yaml KV3103"]);
    let far = [("one/app/deployment.yaml", DEPLOYMENT), ("two/services/web.yaml", UNRESOLVED)];
    assert_eq!(findings_of(&far), [""; 0]);
    let alternatives = [
        ("app/deployment.yaml", DEPLOYMENT),
        ("dev/service.yaml", UNRESOLVED),
        ("prod/service.yaml", UNRESOLVED),
    ];
    assert_eq!(findings_of(&alternatives), [""; 0]);
}

#[test]
fn a_missing_namespace_may_be_any() {
    let shop = with_namespace(UNRESOLVED, "shop");
    let other = with_namespace(DEPLOYMENT, "other");
    assert_eq!(findings_of(&[("a.yaml", DEPLOYMENT), ("b.yaml", &shop)]), ["b.yaml KV3103"]);
    assert_eq!(findings_of(&[("a.yaml", &other), ("b.yaml", &shop)]), [""; 0]);
}

#[test]
fn what_a_kustomization_changes_is_not_held_against_its_parts() {
    let kustomization =
        "resources: [deployment.yaml, service.yaml]\npatches: [{path: ports.yaml}]\n";
    let patch = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: frontend}
spec:
  template:
    spec:
      containers: [{name: web, ports: [{name: web, containerPort: 9090}]}]
";
    let files = [
        ("kustomization.yaml", kustomization),
        ("deployment.yaml", DEPLOYMENT),
        ("service.yaml", UNRESOLVED),
        ("ports.yaml", patch),
    ];
    assert_eq!(findings_of(&files), [""; 0]);
}

#[test]
fn pods_of_custom_resources_are_selected_too() {
    let rollout = DEPLOYMENT
        .replace("apps/v1", "argoproj.io/v1alpha1")
        .replace("kind: Deployment", "kind: Rollout")
        .replace("frontend", "fronted");
    let files = [("a.yaml", DEPLOYMENT), ("b.yaml", rollout.as_str()), ("c.yaml", MISSING)];
    assert_eq!(findings_of(&files), [""; 0]);
}

/// Beyond a few dozen, objects are looked up by namespace, file and directory instead of one by one.
#[test]
fn of_many_like_objects_the_same_ones_are_seen() {
    const MANY: usize = 50;
    let app = |text: &str, n: usize| with_namespace(text, &format!("shop-{n}"));
    let resolved = UNRESOLVED.replace("targetPort: web", "targetPort: http");
    let service = |n: usize| if n == 7 { UNRESOLVED } else { &resolved };

    let both = |n| format!("---{}---{}", app(DEPLOYMENT, n), app(service(n), n));
    let one_file = (0..MANY).map(both).collect::<Vec<_>>().concat();
    assert_eq!(findings_of(&[("all.yaml", &one_file)]), ["all.yaml KV3103"]);

    let dirs: Vec<(String, String)> = (0..MANY)
        .flat_map(|n| {
            let file = |name: &str| format!("{n}/{name}.yaml");
            [(file("app"), DEPLOYMENT.to_owned()), (file("service"), service(n).to_owned())]
        })
        .collect();
    let mut files: Vec<(&str, &str)> =
        dirs.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    files.sort_unstable();
    assert_eq!(findings_of(&files), ["7/service.yaml KV3103"]);

    // The only workload of a namespace is seen from near by, whatever others are called alike.
    let one = |n| format!("---{}", app(DEPLOYMENT, n));
    let others = (0..MANY).map(one).collect::<Vec<_>>().concat();
    let far = app(UNRESOLVED, 7);
    assert_eq!(
        findings_of(&[("app/all.yaml", &others), ("web/one.yaml", &far)]),
        ["web/one.yaml KV3103"]
    );
    let nobody = app(UNRESOLVED, MANY);
    assert_eq!(findings_of(&[("app/all.yaml", &others), ("web/one.yaml", &nobody)]), [""; 0]);
}

#[test]
fn near_misses_are_found_among_many() {
    let letters = |n: usize| -> String {
        [n / 26, n % 26].map(|n| (b'a' + n as u8) as char).iter().collect()
    };
    let other = |n: usize| DEPLOYMENT.replace("frontend", &format!("{0}{0}worker", letters(n)));
    let one = |n| format!("---{}", other(n));
    let mut all = (0..400).map(one).collect::<Vec<_>>().concat();
    all.push_str(&format!("---{DEPLOYMENT}---{MISSING}"));
    assert_eq!(findings_of(&[("all.yaml", &all)]), ["all.yaml KV3101"]);
}
