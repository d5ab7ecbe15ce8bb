//! The file of a server's verdicts: what a server of one minor answered to each document that it
//! did not simply accept.
//!
//! ```text
//! # 1 a lowercase RFC 1123 subdomain must …
//! = v1 Pod
//! metadata.name "A"<TAB>metadata.name Invalid 1
//! spec.nope 1<TAB>! strict decoding error: unknown field "spec.nope"
//! spec.x 1<TAB>?
//! ```
//!
//! Numbered lines are the details of causes; `=` begins the documents of a kind. A cause is its
//! field (`.` where the document's own path is meant), its reason without `FieldValue` (others behind
//! `=`), and the number of its details, or 0. `!` is the whole answer of a server that lists no causes, and `?`
//! one that hangs on what is in its cluster.

use std::{collections::BTreeMap, fmt::Write as _};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The causes of a refusal.
    Refused(Vec<Cause>),
    /// Refused without causes: what could not be decoded, for example.
    Failed(String),
    /// It hangs on what is in the cluster.
    Unclear,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cause {
    pub(crate) field: String,
    /// Such as `FieldValueInvalid`.
    pub(crate) reason: String,
    pub(crate) detail: String,
}

/// Reads a file: verdicts with the documents' ids, in their order.
pub(crate) fn parse(text: &str) -> Vec<(String, Verdict)> {
    let mut details: Vec<&str> = Vec::new();
    let mut verdicts = Vec::new();
    let mut kind = "";
    for line in text.lines() {
        if let Some(detail) = line.strip_prefix("# ") {
            details.push(detail.split_once(' ').map_or("", |(_, detail)| detail));
            continue;
        }
        if let Some(name) = line.strip_prefix("= ") {
            kind = name;
            continue;
        }
        let mut parts = line.split('\t');
        let own = parts.next().unwrap_or_default();
        let parts: Vec<&str> = parts.collect();
        let verdict = match parts[..] {
            ["?"] => Verdict::Unclear,
            [one] if one.starts_with("! ") => Verdict::Failed(one[2..].to_owned()),
            _ => Verdict::Refused(parts.iter().map(|part| cause(part, own, &details)).collect()),
        };
        verdicts.push((format!("{kind} {own}").trim_end().to_owned(), verdict));
    }
    verdicts
}

fn cause(text: &str, own: &str, details: &[&str]) -> Cause {
    let mut words = text.rsplitn(3, ' ');
    let (last, middle) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let number: usize = last.parse().unwrap_or_default();
    let field = words.next().unwrap_or_default();
    Cause {
        field: if field == "." { path_of(own) } else { field.to_owned() },
        reason: match middle.strip_prefix('=') {
            Some(whole) => whole.to_owned(),
            None => format!("FieldValue{middle}"),
        },
        detail: number.checked_sub(1).map_or("", |at| details[at]).to_owned(),
    }
}

/// Writes a file, in the order of the documents.
pub(crate) fn print(verdicts: &[(String, Verdict)]) -> String {
    let (mut details, mut lines) = (BTreeMap::new(), String::new());
    let mut head = String::new();
    let mut last = String::new();
    for (id, verdict) in verdicts {
        let mut words = id.splitn(3, ' ');
        let (version, kind) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let own = words.next().unwrap_or_default();
        let kind = format!("{version} {kind}");
        if kind != last {
            lines += &format!("= {kind}\n");
            last = kind;
        }
        lines += own;
        match verdict {
            Verdict::Unclear => lines += "\t?",
            Verdict::Failed(message) => lines += &format!("\t! {message}"),
            Verdict::Refused(causes) => {
                for cause in causes {
                    let next = details.len() + 1;
                    let number = match cause.detail.as_str() {
                        "" => 0,
                        detail => *details.entry(detail).or_insert_with(|| {
                            head += &format!("# {next} {detail}\n");
                            next
                        }),
                    };
                    let field = if cause.field == path_of(own) { "." } else { &cause.field };
                    let short = cause.reason.strip_prefix("FieldValue");
                    let reason = short.map_or(format!("={}", cause.reason), str::to_owned);
                    // Writing to a string cannot fail.
                    let _ = write!(lines, "\t{field} {reason} {number}");
                }
            }
        }
        lines.push('\n');
    }
    head + &lines
}

/// The path that the id of a document names, as the API machinery writes paths:
/// `spec.containers[0].name` of `spec.containers.0.name "a"`.
fn path_of(own: &str) -> String {
    let mut path = String::new();
    for step in own.split(' ').next().unwrap_or_default().split('.') {
        if step.bytes().all(|byte| byte.is_ascii_digit()) {
            path += &format!("[{step}]");
        } else {
            path += if path.is_empty() { "" } else { "." };
            path += step;
        }
    }
    path
}
