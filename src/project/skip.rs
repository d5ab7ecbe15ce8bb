//! What is skipped or only partly checked, and why.

use super::template;
use crate::{
    input::{Source, SourceId, Span},
    text,
    text::Text,
};

/// A file, or a document of one.
#[derive(Clone, Copy, Debug)]
pub struct Skip {
    pub source: SourceId,
    /// Counts the documents of the file from 0; `None` for all of it.
    pub document: Option<u32>,
    pub reason: SkipReason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SkipReason {
    /// What it is, and which part of it is checked.
    Is(&'static str),
    ConfigurationOf(&'static str),
    /// A placeholder that is not filled in.
    Placeholder(Span),
    /// The same, and this does it.
    FilledIn(Span, &'static str),
}

pub(super) const NO_OBJECT: SkipReason = SkipReason::Is("not a Kubernetes object");
pub(super) const ENCRYPTED: SkipReason = SkipReason::Is("entirely encrypted with sops");
pub(super) const JSONNET: SkipReason =
    SkipReason::Is("Jsonnet source: only its rendered output is checked");
pub(super) const TEMPLATE: SkipReason =
    SkipReason::Is("Helm template: only its rendered output is checked");
pub(super) const CHART_FILE: SkipReason = SkipReason::Is("metadata or values of a Helm chart");
pub(super) const DATA: SkipReason = SkipReason::Is("data file of a kustomization");
pub(super) const KUSTOMIZATION: SkipReason =
    SkipReason::Is("kustomization: its built output is checked");
pub(super) const UNBUILT: SkipReason = SkipReason::Is("kustomization that is not built");
pub(super) const LOCAL: SkipReason =
    SkipReason::Is("not applied because of the annotation config.kubernetes.io/local-config");
pub(super) const NEVER_STORED: SkipReason = SkipReason::Is("never stored in a cluster");
pub(super) const FOREIGN: SkipReason = SkipReason::Is("object of another tool");
pub(super) const JSON_PATCH: SkipReason = SkipReason::Is("JSON patch");
pub(super) const PATCH: SkipReason = SkipReason::Is("patch: only fields and types are checked");
pub(super) const ASSERTION: SkipReason =
    SkipReason::Is("assertion of a test: only fields and types are checked");
pub(super) const CHAINSAW: SkipReason =
    SkipReason::Is("contains expressions that Chainsaw evaluates");
pub(super) const BASE: SkipReason =
    SkipReason::Is("completed by a kustomization: only fields and types are checked");
pub(super) const NAMELESS: SkipReason =
    SkipReason::Is("gets its name later: only fields and types are checked");

impl SkipReason {
    /// Whether a part of it is checked.
    pub fn is_partly(self) -> bool {
        let is_one = [PATCH, ASSERTION, BASE, NAMELESS].contains(&self);
        is_one || matches!(self, SkipReason::Placeholder(_) | SkipReason::FilledIn(..))
    }

    /// In words, for the file that it is about.
    #[must_use]
    pub fn in_words(self, source: &Source) -> Text {
        match self {
            SkipReason::Is(what) => what.into(),
            SkipReason::ConfigurationOf(tool) => text!("configuration of {}", text::name(tool)),
            SkipReason::Placeholder(at) => {
                text!("placeholder `{}` is not filled in", to_fill_in(source, at))
            }
            SkipReason::FilledIn(at, by) => {
                text!("`{}` is filled in by {}", to_fill_in(source, at), text::name(by))
            }
        }
    }

    /// The place of what it quotes.
    pub fn at(self) -> Option<Span> {
        match self {
            SkipReason::Placeholder(at) | SkipReason::FilledIn(at, _) => Some(at),
            SkipReason::Is(_) | SkipReason::ConfigurationOf(_) => None,
        }
    }
}

/// The placeholder in a value, cut if it is long.
pub fn to_fill_in(source: &Source, span: Span) -> String {
    let written = source.text.get(span.range()).unwrap_or("").trim_matches(['"', '\'']);
    let marks = [("{{", "}}"), ("${", "}"), ("$(", ")"), ("<", ">")];
    let part = |(open, close): (&str, &str)| {
        let from = written.find(open)?;
        let to = written[from..].find(close)?;
        Some(&written[from..from + to + close.len()])
    };
    let token = || template::tokens(written).next();
    marks.into_iter().find_map(part).or_else(token).unwrap_or(written).chars().take(40).collect()
}
