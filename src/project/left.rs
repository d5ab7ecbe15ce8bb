//! What is left alone or judged in part only, and why.

use super::template;
use crate::{
    input::{Source, SourceId, Span},
    text,
    text::Text,
};

/// A file, or a document of one.
#[derive(Clone, Copy, Debug)]
pub struct Left {
    pub source: SourceId,
    /// Counts the documents of the file from 0; `None` for all of it.
    pub document: Option<u32>,
    pub why: Why,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// What it is, and what is judged of it all the same.
    Is(&'static str),
    ConfigurationOf(&'static str),
    /// What stands here is still to be filled in.
    Lacks(Span),
    /// The same, and this does it.
    FilledIn(Span, &'static str),
}

pub(super) const NO_OBJECT: Why = Why::Is("no Kubernetes object");
pub(super) const ENCRYPTED: Why = Why::Is("encrypted by sops as a whole");
pub(super) const JSONNET: Why = Why::Is("Jsonnet: only what it renders to is judged");
pub(super) const TEMPLATE: Why =
    Why::Is("a template of a chart: only what it renders to is judged");
pub(super) const CHART_FILE: Why = Why::Is("the description or values of a chart");
pub(super) const DATA: Why = Why::Is("data of a kustomization");
pub(super) const KUSTOMIZATION: Why = Why::Is("a kustomization: what it builds is judged");
pub(super) const UNBUILT: Why = Why::Is("a kustomization that is not built");
pub(super) const LOCAL: Why = Why::Is("kept from clusters by config.kubernetes.io/local-config");
pub(super) const NEVER_STORED: Why = Why::Is("never stored in a cluster");
pub(super) const FOREIGN: Why = Why::Is("an object of another tool");
pub(super) const JSON_PATCH: Why = Why::Is("a JSON patch");
pub(super) const PATCH: Why = Why::Is("a patch: only its fields and types are judged");
pub(super) const ASSERTION: Why =
    Why::Is("what a test waits for: only its fields and types are judged");
pub(super) const CHAINSAW: Why = Why::Is("of Chainsaw, which evaluates the expressions in it");
pub(super) const BASE: Why =
    Why::Is("completed by a kustomization: only its fields and types are judged");
pub(super) const NAMELESS: Why =
    Why::Is("named by what uses it: only its fields and types are judged");

impl Why {
    /// Whether something of it is judged.
    pub fn is_partly(self) -> bool {
        let is_one = [PATCH, ASSERTION, BASE, NAMELESS].contains(&self);
        is_one || matches!(self, Why::Lacks(_) | Why::FilledIn(..))
    }

    /// In words, for the file that it is about.
    #[must_use]
    pub fn told(self, source: &Source) -> Text {
        match self {
            Why::Is(what) => what.into(),
            Why::ConfigurationOf(tool) => text!("the configuration of {}", text::name(tool)),
            Why::Lacks(at) => text!("`{}` is still to be filled in", to_fill_in(source, at)),
            Why::FilledIn(at, by) => {
                text!("{} fills in `{}`", text::name(by), to_fill_in(source, at))
            }
        }
    }

    /// The place of what it quotes.
    pub fn at(self) -> Option<Span> {
        match self {
            Why::Lacks(at) | Why::FilledIn(at, _) => Some(at),
            Why::Is(_) | Why::ConfigurationOf(_) => None,
        }
    }
}

/// The part of a value that is to be filled in, cut where it is long.
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
