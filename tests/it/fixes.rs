//! Applies every fix that is offered for the bad examples of the rules, for `testdata/mistakes` and
//! for `testdata/validation`, each alone, and validates what it makes: in the text as it is, with
//! lines that end in CR LF, and as JSON.

use std::{collections::BTreeMap, fs, path::Path, sync::Arc};

use kubevet::{
    defaults,
    diagnostic::{Edit, Fix, Safety},
    findings::{Outcome, Selection},
    fix::Fixer,
    input::{Location, Mode, Source, SourceId, Span},
    lint::{Settings, lint},
    model::Object,
    rules::Finding,
    syntax::{self},
    text::Text,
    validate::Reason,
};

use crate::{mistakes, rules, validation};

/// Texts that are linted together.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) files: Vec<(String, String)>,
    pub(crate) mode: Mode,
    pub(crate) settings: Settings,
}

impl Case {
    fn run(&self) -> Outcome {
        let source = |(name, text): &(String, String)| {
            let mut source = Source::new(name.clone(), text.clone());
            source.mode = self.mode;
            source
        };
        lint(self.files.iter().map(source).collect(), &self.settings)
    }

    /// Every text changed; `None` where it is not changed at all.
    fn map(&self, how: &str, change: impl Fn(&str) -> Option<String>) -> Option<Case> {
        let changed = |(name, text): &(String, String)| Some((name.clone(), change(text)?));
        let files = self.files.iter().map(changed).collect::<Option<Vec<_>>>()?;
        Some(Case { name: format!("{} ({how})", self.name), files, ..self.clone() })
    }

    fn apply(&self, outcome: &Outcome, fix: &Fix) -> Case {
        let mut case = self.clone();
        let mut edits = fix.edits.clone();
        edits.sort_by_key(|edit| edit.at);
        for pair in edits.windows(2) {
            let apart = pair[0].at.source != pair[1].at.source
                || pair[0].at.span.end <= pair[1].at.span.start;
            assert!(apart, "{}: the edits of `{}` overlap", self.name, fix.title.with_values());
        }
        for edit in edits.iter().rev() {
            let name = &outcome.source(edit.at).name;
            let file = case.files.iter_mut().find(|(other, _)| other == name).expect("a file");
            file.1.replace_range(edit.at.span.range(), &edit.text);
        }
        case
    }
}

fn cases() -> Vec<Case> {
    let selection = Selection::all();
    let mut cases: Vec<Case> = rules::bad_examples()
        .chain(mistakes::broken())
        .chain(validation::documents())
        .chain([crooked()])
        .collect();
    for case in &mut cases {
        case.settings.selection = selection.clone();
    }
    cases
}

/// What the examples do not show.
fn crooked() -> Case {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/fixes.yaml");
    let text = fs::read_to_string(path).expect("testdata/fixes.yaml");
    Case {
        name: "testdata/fixes.yaml".to_owned(),
        files: vec![("fixes.yaml".to_owned(), text)],
        mode: Mode::Objects,
        settings: Settings::default(),
    }
}

fn with_crlf(text: &str) -> Option<String> {
    (!text.contains('\r')).then(|| text.replace('\n', "\r\n"))
}

/// The only document of a text as JSON; `None` where it cannot be read.
fn as_json(text: &str) -> Option<String> {
    let text: Arc<str> = text.into();
    let documents = syntax::parse(&text);
    let [document] = &documents[..] else { return None };
    if !document.complaints.is_empty() {
        return None;
    }
    let value = defaults::raw(document.tree.as_ref()?.root());
    Some(serde_json::to_string_pretty(&value).expect("JSON") + "\n")
}

/// Which objects a case holds.
fn identities(case: &Case) -> Vec<String> {
    let mut found = Vec::new();
    for (_, text) in &case.files {
        let text: Arc<str> = text.as_str().into();
        for tree in syntax::parse(&text).into_iter().filter_map(|document| document.tree) {
            let root = tree.root().id();
            let object = Object::new(SourceId(0), 0, tree, root);
            let namespace = object.namespace.clone().unwrap_or_default();
            found.push(format!("{} {namespace}/{}", object.gvk.kind, object.name));
        }
    }
    found
}

/// Which findings of a kind there are, and how often.
fn counted<'o, K: Ord>(
    outcome: &'o Outcome,
    key: impl Fn(&'o Finding) -> Option<K>,
) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    for key in outcome.findings.iter().filter_map(key) {
        *counts.entry(key).or_default() += 1;
    }
    counts
}

fn said(finding: &Finding) -> Option<(&str, Option<&str>, &Text)> {
    Some((finding.rule.code.as_str(), finding.field_path.as_deref(), &finding.message))
}

fn refused(finding: &Finding) -> Option<(&str, Option<&str>)> {
    finding.rejected().then_some((finding.rule.code.as_str(), finding.field_path.as_deref()))
}

/// Rules whose fixes give an object another name or kind, or cut a document in two.
fn changes_identity(code: &str) -> bool {
    code.starts_with("KV00") || ["KV1001", "KV1002", "KV1003", "KV1004", "KV8102"].contains(&code)
}

/// Before a value can be read nobody can say what else is wrong with it. Another version of a kind
/// may refuse more: such fixes are not safe.
fn shows_more(finding: &Finding, fix: &Fix) -> bool {
    let unread = matches!(
        finding.reason,
        Some(
            Reason::Yaml
                | Reason::UnknownKind
                | Reason::NoKind
                | Reason::DuplicateKey
                | Reason::UnknownField
                | Reason::WrongType
        )
    );
    match finding.rule.code.as_str() {
        "KV6001" | "KV6002" => fix.safety < Safety::Safe,
        _ => unread,
    }
}

/// What is wrong with each fix of a case.
fn faults(case: &Case) -> Vec<String> {
    let before = case.run();
    let mut faults = Vec::new();
    let offered =
        before.findings.iter().filter_map(|finding| Some((finding, finding.fix.as_ref()?)));
    for (finding, fix) in offered.filter(|(_, fix)| fix.safety > Safety::Shown) {
        let fixed = case.apply(&before, fix);
        let after = fixed.run();
        let mut fault = |what: String| {
            let text: String = fixed.files.iter().map(|(_, text)| text.as_str()).collect();
            faults.push(format!(
                "{}: {} {}, {} fix `{}`: {what}\n{text}",
                case.name,
                finding.rule.code.as_str(),
                finding.message.with_values(),
                fix.safety.name(),
                fix.title.with_values()
            ));
        };
        let key = said(finding).expect("a finding");
        let count = |outcome| counted(outcome, said).get(&key).copied().unwrap_or(0);
        if count(&after) >= count(&before) {
            fault("the finding stays".to_owned());
        }
        let old = counted(&before, refused);
        for (new, count) in counted(&after, refused) {
            if count > old.get(&new).copied().unwrap_or(0) && !shows_more(finding, fix) {
                let said = after.findings.iter().find(|f| refused(f).as_ref() == Some(&new));
                let said = said.map_or("", |finding| finding.message.with_values());
                fault(format!("refused since for {new:?}: {said}"));
            }
        }
        if !changes_identity(finding.rule.code.as_str()) && identities(case) != identities(&fixed) {
            fault("another object".to_owned());
        }
        for ((_, old), (_, new)) in case.files.iter().zip(&fixed.files) {
            let alone = |text: &str| text.matches('\n').count() - text.matches("\r\n").count();
            let returns = old.contains("\r\n") && finding.rule.code.as_str() != "KV0012";
            if returns && alone(new) > alone(old) {
                fault("a line ends in LF".to_owned());
            }
            let is_json = |text: &str| serde_json::from_str::<serde_json::Value>(text).is_ok();
            if is_json(old) && !is_json(new) {
                fault("no JSON any more".to_owned());
            }
        }
    }
    faults
}

fn check(cases: impl Iterator<Item = Case>) {
    let faults: Vec<String> = cases.flat_map(|case| faults(&case)).collect();
    assert!(faults.is_empty(), "{} fixes\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn each_fix_settles_its_finding_and_breaks_nothing() {
    check(cases().into_iter());
}

/// What fixes make of a case together, round by round; the number of rounds.
fn fixed(case: &Case, is_unsafe: bool) -> (Case, usize) {
    let mut fixer = Fixer::new(is_unsafe);
    let mut case = case.clone();
    for round in 0..ROUNDS {
        let run = case.run();
        let changed = fixer.round(&run, |_| true);
        if changed.is_empty() {
            return (case, round);
        }
        for (id, text) in changed {
            let name = &run.sources[id.0 as usize].name;
            let file = case.files.iter_mut().find(|(other, _)| other == name).expect("a file");
            assert_ne!(file.1, text, "{}: a fix that changes nothing", case.name);
            file.1 = text;
        }
    }
    (case, ROUNDS)
}

/// No case needs as many.
const ROUNDS: usize = 10;

/// The comments of a text, sorted, without suppressions, which have fixes of their own.
fn comments(text: &str) -> Vec<&str> {
    let comment = |line: &str| line.find(" #").or(line.starts_with('#').then_some(0));
    let mut comments: Vec<&str> =
        text.lines().filter_map(|line| Some(line[comment(line)?..].trim())).collect();
    comments.retain(|comment| !comment.contains("kubevet"));
    comments.sort_unstable();
    comments
}

#[test]
fn fixes_together_come_to_an_end_and_keep_what_is_there() {
    let mut applied = 0;
    for case in cases() {
        let offered: Vec<Safety> =
            case.run().findings.iter().filter_map(|f| Some(f.fix.as_ref()?.safety)).collect();
        for (is_unsafe, safety) in [(false, Safety::Safe), (true, Safety::Unsafe)] {
            if !offered.contains(&safety) {
                continue;
            }
            let (fixed, rounds) = fixed(&case, is_unsafe);
            assert!(rounds < ROUNDS, "{}: no end", case.name);
            applied += usize::from(rounds > 0);
            if is_unsafe {
                continue;
            }
            // Kinds may be spelled right now.
            let names = |case: &Case| -> Vec<String> {
                let name = |identity: String| identity.split(' ').next_back().map(str::to_owned);
                identities(case).into_iter().filter_map(name).filter(|name| name != "/").collect()
            };
            let now = names(&fixed);
            let is_kept = |name: &String| now.contains(name);
            assert!(names(&case).iter().all(is_kept), "{}: {:?}", case.name, fixed.files);
            for ((_, old), (_, new)) in case.files.iter().zip(&fixed.files) {
                assert_eq!(comments(old), comments(new), "{}: {new}", case.name);
            }
            let refused = |case: &Case| case.run().findings.iter().any(Finding::rejected);
            assert!(refused(&case) || !refused(&fixed), "{}: {:?}", case.name, fixed.files);
        }
    }
    assert!(applied > 300, "{applied} cases with fixes");
}

/// Fixes that overlap wait for one another; one that breaks a text is not applied, and the others
/// are.
#[test]
fn fixes_that_do_not_fit_together_are_not_applied_together() {
    let text = "a: 1\nb: 2\nc: 3\n";
    let run = |edits: &[&[(u32, u32, &str)]]| {
        let source = Source::new("a.yaml", text);
        let finding = |edits: &&[(u32, u32, &str)]| {
            let at = |start, end| Location { source: SourceId(0), span: Span::new(start, end) };
            let rule = kubevet::rules::by_code("KV1004").expect("a rule");
            let mut finding = Finding::new(rule, at(edits[0].0, edits[0].1), "wrong");
            finding.fix(
                Safety::Safe,
                "mend it",
                edits.iter().map(|(start, end, text)| Edit {
                    at: at(*start, *end),
                    text: (*text).to_owned(),
                }),
            );
            finding.field_path = Some(format!("{edits:?}"));
            finding
        };
        let findings = edits.iter().map(finding).collect();
        let outcome = Outcome { sources: vec![source], findings, ..Outcome::default() };
        let mut fixer = Fixer::new(false);
        let texts = fixer.round(&outcome, |_| true);
        (texts.into_values().next().unwrap_or_default(), fixer.applied().len())
    };
    let both = [&[(0, 1, "x")][..], &[(5, 6, "y")][..]];
    assert_eq!(run(&both), ("x: 1\ny: 2\nc: 3\n".to_owned(), 2));
    // The second lies between two edits of the first.
    let nested = [&[(0, 1, "x"), (10, 11, "z")][..], &[(5, 6, "y")][..]];
    assert_eq!(run(&nested), ("x: 1\nb: 2\nz: 3\n".to_owned(), 1));
    // Which of two comes first at one place is not known.
    let touching = [&[(3, 3, "1")][..], &[(3, 4, "2")][..]];
    assert_eq!(run(&touching), ("a: 11\nb: 2\nc: 3\n".to_owned(), 1));
    // The same edit by two findings is one.
    let same = [&[(0, 1, "x")][..], &[(0, 1, "x")][..]];
    assert_eq!(run(&same), ("x: 1\nb: 2\nc: 3\n".to_owned(), 1));
    let breaking = [&[(0, 1, "x")][..], &[(5, 6, "{")][..], &[(10, 11, "z")][..]];
    assert_eq!(run(&breaking), ("x: 1\nb: 2\nz: 3\n".to_owned(), 2));
}

#[test]
fn fixes_end_lines_as_their_file_does() {
    check(cases().iter().filter_map(|case| case.map("CR LF", with_crlf)));
}

#[test]
fn fixes_of_json_stay_json() {
    check(cases().iter().filter_map(|case| case.map("JSON", as_json)));
}
