//! `sarif`: SARIF 2.1.0, as GitHub's code scanning reads it.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use serde_json::{Value, json};

use super::{
    Reporter, concise,
    json::{to_vec, url},
    line_hash,
};
use crate::{
    diagnostic::{Fix, Safety, Severity},
    findings::{Outcome, fingerprints, secrets::Secrets},
    input::{Location, Source, SourceId, Span},
    rules::{Finding, Fixable, Rule},
    text::Text,
};

pub(super) struct Sarif;

/// GitHub keeps this many results of a run.
const MAX: usize = 5000;

impl Reporter for Sarif {
    fn report(&self, run: &Outcome, out: &mut dyn Write) -> io::Result<()> {
        let results = Results::new(run);
        let mut head = json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": results.driver() },
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": bases(run),
                "automationDetails": { "id": "kubevet/" },
                "invocations": [results.invocation()],
                "results": [],
            }],
        });
        // Left open after the last list, so that results can be written one a line.
        if run.repository.is_none()
            && let Some(only) = head["runs"][0].as_object_mut()
        {
            only.shift_remove("originalUriBaseIds");
        }
        let mut head = to_vec(&head)?;
        head.truncate(head.len() - "]}]}".len());
        out.write_all(&head)?;
        let mut separator = "\n";
        for index in &results.kept {
            out.write_all(separator.as_bytes())?;
            out.write_all(&to_vec(&results.result(*index))?)?;
            separator = ",\n";
        }
        out.write_all(b"]}]}\n")
    }
}

struct Results<'a> {
    run: &'a Outcome,
    masks: Secrets,
    fingerprints: Vec<String>,
    /// The rules that found something, by code.
    rules: Vec<&'static Rule>,
    /// Indexes of the findings to write, in order.
    kept: Vec<usize>,
    hashes: BTreeMap<SourceId, Vec<String>>,
}

impl<'a> Results<'a> {
    fn new(run: &'a Outcome) -> Results<'a> {
        let kept = kept(run);
        let mut rules: Vec<&'static Rule> = kept.iter().map(|i| run.findings[*i].rule).collect();
        rules.sort_by_key(|rule| rule.code);
        rules.dedup_by_key(|rule| rule.code);
        let mut hashes = BTreeMap::new();
        for index in &kept {
            let id = run.findings[*index].at.source;
            hashes.entry(id).or_insert_with(|| hashes_of(&run.sources[id.0 as usize]));
        }
        let (masks, fingerprints) = (Secrets::of(run), fingerprints(run));
        Results { run, masks, fingerprints, rules, kept, hashes }
    }

    fn driver(&self) -> Value {
        json!({
            "name": env!("CARGO_PKG_NAME"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "informationUri": env!("CARGO_PKG_REPOSITORY"),
            "rules": self.rules.iter().map(|rule| rule_metadata(self.run, rule)).collect::<Vec<_>>(),
        })
    }

    fn invocation(&self) -> Value {
        let mut invocation = json!({ "executionSuccessful": true });
        let left = self.run.findings.len() - self.kept.len();
        if left > 0 {
            let text = format!("{left} less severe findings were omitted from this file");
            let note = json!({ "level": "warning", "message": { "text": text } });
            invocation["toolExecutionNotifications"] = json!([note]);
        }
        invocation
    }

    fn result(&self, index: usize) -> Value {
        let finding = &self.run.findings[index];
        let rule = self.rules.binary_search_by_key(&finding.rule.code, |rule| rule.code);
        let mut result = json!({
            "ruleId": finding.rule.code,
            "ruleIndex": rule.expect("the rules are those of the findings"),
            "level": level(finding.severity),
            "message": { "text": self.message(finding) },
            "locations": [self.location(finding)],
        });
        if !finding.related.is_empty() {
            let labels = finding.related.iter().enumerate().map(|(id, label)| {
                json!({
                    "id": id + 1,
                    "message": { "text": self.text(finding, &label.text) },
                    "physicalLocation": self.physical(label.at),
                })
            });
            result["relatedLocations"] = labels.collect();
        }
        if let Some(fix) = &finding.fix
            && fix.safety > Safety::Shown
        {
            result["fixes"] = json!([self.fix(finding, fix)]);
        }
        result["partialFingerprints"] = self.partial_fingerprints(finding, index);
        result
    }

    fn text(&self, finding: &Finding, text: &Text) -> String {
        // Only our own links are links.
        self.masks.text(finding, text).replace("](", "] (")
    }

    /// The message, its help, and links to the related places.
    fn message(&self, finding: &Finding) -> String {
        let mut text = concise::message(self.run, finding, &self.masks).replace("](", "] (");
        if let Some(help) = &finding.help {
            text.push('\n');
            text.push_str(&self.text(finding, help));
        }
        for (id, label) in finding.related.iter().enumerate() {
            let words = self.text(finding, &label.text).replace('\\', "\\\\");
            let words = words.replace('[', "\\[").replace(']', "\\]");
            let link = format!("\n[{words}]({})", id + 1);
            text.push_str(&link);
        }
        text
    }

    fn location(&self, finding: &Finding) -> Value {
        let mut location = json!({ "physicalLocation": self.physical(finding.at) });
        if let Some(object) = &finding.object {
            let name = object.name.as_deref().unwrap_or("");
            let place = [&object.kind, name, finding.field_path.as_deref().unwrap_or("")];
            let words: Vec<&str> = place.into_iter().filter(|part| !part.is_empty()).collect();
            location["logicalLocations"] =
                json!([{ "fullyQualifiedName": words.join("/"), "kind": "object" }]);
        }
        location
    }

    fn physical(&self, at: Location) -> Value {
        let source = self.run.source(at);
        json!({ "artifactLocation": artifact(self.run, source), "region": region(source, at.span) })
    }

    fn fix(&self, finding: &Finding, fix: &Fix) -> Value {
        let mut changes: BTreeMap<SourceId, Vec<Value>> = BTreeMap::new();
        for edit in &fix.edits {
            changes.entry(edit.at.source).or_default().push(json!({
                "deletedRegion": region(self.run.source(edit.at), edit.at.span),
                "insertedContent": { "text": edit.text },
            }));
        }
        let changes = changes.into_iter().map(|(id, replacements)| {
            let source = &self.run.sources[id.0 as usize];
            json!({ "artifactLocation": artifact(self.run, source), "replacements": replacements })
        });
        json!({
            "description": { "text": self.text(finding, &fix.title) },
            "artifactChanges": changes.collect::<Vec<_>>(),
        })
    }

    fn partial_fingerprints(&self, finding: &Finding, index: usize) -> Value {
        let line = self.run.source(finding.at).line_column(finding.at.span.start).line;
        let hash = self.hashes[&finding.at.source].get(line as usize - 1);
        let mut prints = serde_json::Map::new();
        if let Some(hash) = hash {
            prints.insert("primaryLocationLineHash".into(), hash.as_str().into());
        }
        prints.insert("kubevet/v1".into(), self.fingerprints[index].as_str().into());
        Value::Object(prints)
    }
}

/// All findings or, where GitHub would drop some, the gravest, in their order.
fn kept(run: &Outcome) -> Vec<usize> {
    let mut kept: Vec<usize> = (0..run.findings.len()).collect();
    if kept.len() > MAX {
        kept.sort_by_key(|index| std::cmp::Reverse(run.findings[*index].severity));
        kept.truncate(MAX);
        kept.sort_unstable();
    }
    kept
}

fn hashes_of(source: &Source) -> Vec<String> {
    if source.skipped == 3 {
        // GitHub reads a byte order mark as a character.
        return line_hash::of_lines(&format!("\u{feff}{}", source.text));
    }
    line_hash::of_lines(&source.text)
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// What URIs of files are relative to.
const ROOT: &str = "SRCROOT";

fn bases(run: &Outcome) -> Value {
    let root = run.repository.as_ref().map(|repository| repository.name_of_root());
    let mut root = uri(&root.unwrap_or_default());
    if !root.ends_with('/') {
        root.push('/');
    }
    json!({ ROOT: { "uri": root } })
}

fn artifact(run: &Outcome, source: &Source) -> Value {
    let uri = uri(&run.name_in_repository(&source.name));
    if run.repository.is_none() || uri.starts_with("file:") {
        return json!({ "uri": uri });
    }
    json!({ "uri": uri, "uriBaseId": ROOT })
}

/// A relative or `file:` URI of a name as shown to users.
fn uri(name: &str) -> String {
    let mut uri = String::with_capacity(name.len());
    let mut bytes = name.bytes();
    let drive =
        matches!((bytes.next(), bytes.next()), (Some(b'a'..=b'z' | b'A'..=b'Z'), Some(b':')));
    if drive {
        uri.push_str("file:///");
    } else if name.starts_with('/') {
        uri.push_str("file://");
    }
    for (at, byte) in name.bytes().enumerate() {
        let plain =
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/');
        if plain || (drive && at == 1) {
            uri.push(char::from(byte));
        } else {
            let escaped = format!("%{byte:02X}");
            uri.push_str(&escaped);
        }
    }
    uri
}

fn region(source: &Source, span: Span) -> Value {
    let (start, end) =
        (source.line_column(span.start), source.line_column(span.end.max(span.start)));
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

fn rule_metadata(run: &Outcome, rule: &Rule) -> Value {
    let full = described(rule);
    let command = format!("kubevet rule {}", rule.code);
    let mut metadata = json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": { "text": rule.title },
        "fullDescription": { "text": full },
        "help": { "text": format!("{full} Run `{command}` for details."), "markdown": rule.doc },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": properties(rule),
    });
    if let Some(url) = url(run, rule) {
        metadata["helpUri"] = url.into();
    }
    metadata
}

fn properties(rule: &Rule) -> Value {
    let mut tags = vec!["kubernetes", rule.category(), rule.preset.name()];
    if rule.fix == Fixable::Sometimes {
        tags.push("fixable");
    }
    tags.dedup();
    // What the API server would say is certain.
    let certain =
        matches!(rule.category(), "syntax" | "schema" | "api-validation" | "api-versions");
    let mut properties = json!({
        "tags": tags,
        "precision": if certain { "very-high" } else { "high" },
        "problem.severity": match rule.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "recommendation",
        },
    });
    if rule.category() == "security" {
        properties["security-severity"] = match rule.severity {
            Severity::Error => "8.0",
            Severity::Warning => "5.5",
            Severity::Info => "3.0",
        }
        .into();
    }
    properties
}

/// The first paragraph of a rule's document, within GitHub's 1,024 characters; its title where it
/// has none.
fn described(rule: &Rule) -> String {
    let lines = rule.doc.lines().skip_while(|line| line.starts_with('#') || line.trim().is_empty());
    let paragraph: Vec<&str> =
        lines.take_while(|line| !line.trim().is_empty() && !line.starts_with('#')).collect();
    let full: String = paragraph.join(" ").chars().take(1024).collect();
    if full.is_empty() { rule.title.to_owned() } else { full }
}
