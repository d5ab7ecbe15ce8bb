//! What the API server's half says of single objects, kind by kind, under `testdata/validation`.
//!
//! Above each document stands what an API server answered to a strict dry run: its causes as
//! `# refused: PATH REASON`, or `# accepted`, and its warnings as `# warned: PATH CODE` (looked for
//! in the whole file once one stands in it). The server is 1.36 unless `# version: 1.30` says
//! another, and judges Pod Security only where `# pod-security: LEVEL` says at which level; its
//! cluster has addresses of IPv4, unless `# ip-families: IPv6` says others. Documents that begin with
//! `# definition` define custom resources, by which all others of the file are checked. Other
//! comments say what the case is about.

use std::{collections::BTreeSet, fmt::Write as _, fs, path::Path, sync::Arc};

use kubevet::{
    input::{Mode, Source},
    lint::{Settings, lint},
    rules::Finding,
};

use crate::fixes::Case;

#[test]
fn objects_are_judged_as_the_server_does() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/validation");
    let entries = fs::read_dir(&dir).expect("the cases");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    let (mut wrong, mut count) = (String::new(), 0);
    for file in files {
        let text = fs::read_to_string(&file).expect("a file of cases");
        let name = file.file_name().and_then(|name| name.to_str()).expect("a name");
        let warnings = text.lines().filter(|line| line.starts_with("# warned: "));
        let warnings: BTreeSet<&str> =
            warnings.filter_map(|line| line.rsplit(' ').next()).collect();
        let crds = definitions(&text);
        for (index, document) in text.split("\n---\n").enumerate() {
            let said = judge(name, document, &crds, &warnings);
            let expected = expected(document);
            if expected == said {
                continue;
            }
            count += 1;
            let title = document.lines().next().unwrap_or_default();
            writeln!(wrong, "{name}, document {}: {title}", index + 1).expect("a string");
            for line in expected.symmetric_difference(&said) {
                let sign = if said.contains(line) { '+' } else { '-' };
                writeln!(wrong, "  {sign} {line}").expect("a string");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}{count} documents");
}

/// The definitions of custom resources in a file of cases.
fn definitions(text: &str) -> Arc<[Source]> {
    let is_definition = |document: &&str| document.starts_with("# definition");
    let definitions = text.split("\n---\n").filter(is_definition).map(|document| {
        let mut source = Source::new("definition.yaml", document);
        source.mode = Mode::Objects;
        source
    });
    definitions.collect()
}

/// What is said of a document, in the words of the comments.
fn judge(
    name: &str,
    document: &str,
    crds: &Arc<[Source]>,
    warnings: &BTreeSet<&str>,
) -> BTreeSet<String> {
    let mut source = Source::new(name, document);
    source.mode = Mode::Objects;
    let version = comments(document).find_map(|line| line.strip_prefix("version: "));
    let version = version.unwrap_or("1.36").parse().expect("a version");
    let mut settings = Settings { version, ..Settings::default() };
    let level = comments(document).find_map(|line| line.strip_prefix("pod-security: "));
    settings.rules.cluster.pod_security = level.map(|level| level.parse().expect("a level"));
    let families = comments(document).find_map(|line| line.strip_prefix("ip-families: "));
    settings.rules.cluster.ip_families = families.map(str::to_owned).into_iter().collect();
    settings.crds = Arc::clone(crds);
    let findings = lint(vec![source], &settings).findings;
    let in_words = |finding: &Finding| {
        let (path, code) =
            (finding.field_path.as_deref().unwrap_or_default(), finding.rule.code.as_str());
        match finding.reason {
            Some(reason) => Some(format!("refused: {path} {}", reason.name())),
            None => warnings.contains(code).then(|| format!("warned: {path} {code}")),
        }
    };
    findings.iter().filter_map(in_words).collect()
}

/// A project's cluster may have addresses of both families, and admission names an account.
#[test]
fn a_project_may_meet_a_cluster_set_up_otherwise() {
    let texts = [
        "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n\
         spec: {ipFamilies: [IPv6], ports: [{port: 80}]}\n",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  \
         containers: [{name: a, image: \"a:1\"}]\n  volumes:\n  - name: token\n    \
         projected: {sources: [{serviceAccountToken: {path: token}}]}\n",
    ];
    for (text, path) in texts
        .into_iter()
        .zip(["spec.ipFamilies[0]", "spec.volumes[0].projected.sources[0].serviceAccountToken"])
    {
        let refused = |mode: Mode| -> Vec<String> {
            let mut source = Source::new("a.yaml", text);
            source.mode = mode;
            let findings = lint(vec![source], &Settings::default()).findings.into_iter();
            findings.filter(|f| f.reason.is_some()).filter_map(|f| f.field_path).collect()
        };
        assert_eq!(refused(Mode::Project), Vec::<String>::new(), "{text}");
        assert_eq!(refused(Mode::Objects), [path], "{text}");
    }
}

/// Every document, as a case whose fixes are tried.
pub(crate) fn documents() -> impl Iterator<Item = Case> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/validation");
    let entries = fs::read_dir(&dir).expect("the cases");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    files.into_iter().flat_map(|file| {
        let text = fs::read_to_string(&file).expect("a file of cases");
        let name = file.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        let crds = definitions(&text);
        let documents: Vec<String> =
            text.split("\n---\n").map(|text| format!("{text}\n")).collect();
        documents.into_iter().enumerate().map(move |(index, text)| {
            let version = comments(&text).find_map(|line| line.strip_prefix("version: "));
            let version = version.unwrap_or("1.36").parse().expect("a version");
            Case {
                name: format!("{name}, document {}", index + 1),
                files: vec![(name.clone(), text)],
                mode: Mode::Objects,
                settings: Settings { version, crds: Arc::clone(&crds), ..Settings::default() },
            }
        })
    })
}

fn comments(document: &str) -> impl Iterator<Item = &str> {
    document.lines().map_while(|line| line.strip_prefix("# "))
}

fn expected(document: &str) -> BTreeSet<String> {
    let said = |line: &&str| line.starts_with("refused: ") || line.starts_with("warned: ");
    let lines: BTreeSet<String> = comments(document).filter(said).map(str::to_owned).collect();
    let refused = lines.iter().any(|line| line.starts_with("refused: "));
    let accepted = comments(document).any(|line| line == "accepted");
    assert!(accepted != refused, "say whether this is accepted:\n{document}");
    lines
}
