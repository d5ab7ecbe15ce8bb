//! Findings that were there before: a run with a baseline reports only what is new.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Outcome, fingerprints};
use crate::rules::Finding;

/// The findings of an earlier run, by fingerprint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: BTreeMap<String, BaselineEntry>,
}

/// What tells readers of the file which finding it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BaselineEntry {
    pub code: String,
    pub file: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field_path: Option<String>,
    fingerprint: String,
}

/// The file as a whole.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct BaselineFile {
    version: u32,
    findings: Vec<BaselineEntry>,
}

/// The format that is written and read.
const VERSION: u32 = 1;

impl Baseline {
    /// Everything that a run found.
    pub fn of(run: &Outcome) -> Baseline {
        let entry = |(finding, fingerprint): (&Finding, String)| {
            let entry = BaselineEntry {
                code: finding.rule.code.to_string(),
                file: run.source(finding.at).name.clone(),
                field_path: finding.field_path.clone(),
                fingerprint: fingerprint.clone(),
            };
            (fingerprint, entry)
        };
        Baseline { entries: run.findings.iter().zip(fingerprints(run)).map(entry).collect() }
    }

    /// Reads what [`Baseline::to_text`] wrote; an error says what is wrong with it.
    pub fn parse(text: &str) -> Result<Baseline, String> {
        let file: BaselineFile = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if file.version != VERSION {
            return Err(format!("version {} is not supported, only {VERSION}", file.version));
        }
        let entries = file.findings.into_iter();
        Ok(Baseline { entries: entries.map(|entry| (entry.fingerprint.clone(), entry)).collect() })
    }

    /// JSON with a finding a line, by file, so that changes of it can be reviewed and merged.
    pub fn to_text(&self) -> String {
        let mut entries: Vec<&BaselineEntry> = self.entries.values().collect();
        entries
            .sort_by_key(|entry| (&entry.file, &entry.code, &entry.field_path, &entry.fingerprint));
        let line = |entry: &&BaselineEntry| serde_json::to_string(entry).unwrap_or_default();
        let lines: Vec<String> = entries.iter().map(line).collect();
        let list = if lines.is_empty() {
            "[]".to_owned()
        } else {
            format!("[\n    {}\n  ]", lines.join(",\n    "))
        };
        format!("{{\n  \"version\": {VERSION},\n  \"findings\": {list}\n}}\n")
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Takes the findings that are in the baseline out of a run. The entries without a finding
    /// stay in `self` if they are of files that the run read: they are stale.
    pub fn apply(&mut self, run: &mut Outcome) {
        let prints = fingerprints(run);
        let known: Vec<bool> =
            prints.iter().map(|print| self.entries.remove(print).is_some()).collect();
        run.in_baseline += known.iter().filter(|is_known| **is_known).count();
        let mut known = known.into_iter();
        run.findings.retain(|_| !known.next().unwrap_or(false));
        let read: std::collections::BTreeSet<&str> = run
            .sources
            .iter()
            .filter(|source| source.reported)
            .map(|source| source.name.as_str())
            .collect();
        self.entries.retain(|_, entry| read.contains(entry.file.as_str()));
    }

    /// Takes out what is in another one.
    pub fn remove(&mut self, stale: &Baseline) {
        self.entries.retain(|print, _| !stale.entries.contains_key(print));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(code: &str, file: &str, print: &str) -> (String, BaselineEntry) {
        let entry = BaselineEntry {
            code: code.into(),
            file: file.into(),
            field_path: Some("spec.\"a\"".into()),
            fingerprint: print.into(),
        };
        (print.into(), entry)
    }

    #[test]
    fn files_are_read_as_they_are_written() {
        let all = [entry("KV1004", "b.yaml", "01"), entry("KV1002", "a.yaml", "02")];
        let baseline = Baseline { entries: all.into_iter().collect() };
        let text = baseline.to_text();
        assert_eq!(Baseline::parse(&text), Ok(baseline));
        assert!(text.find("a.yaml") < text.find("b.yaml"), "{text}");
        assert_eq!(text.lines().count(), 7, "{text}");
        let none = Baseline::default();
        assert_eq!(Baseline::parse(&none.to_text()), Ok(none));
        for wrong in ["", "{}", "[]", "{\"version\": 2, \"findings\": []}"] {
            assert!(Baseline::parse(wrong).is_err(), "{wrong}");
        }
    }
}
