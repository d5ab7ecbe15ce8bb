//! What rules report.

use super::field_path::{self, RelativePath, RulePathStep};
use crate::cel::schema::{RuleReason, SchemaType};

/// What the rules said of an object.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub failures: Vec<RuleFailure>,
    /// Rules that failed for a value that the update does not change; the server only warns.
    pub warnings: Vec<RuleFailure>,
    /// Why some rules could not be evaluated: what they ask is not known without a cluster.
    pub unknown: Vec<&'static str>,
}

/// A rule that does not hold, or cannot be evaluated.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RuleFailure {
    pub(super) at: Vec<RulePathStep>,
    pub(super) relative: Option<RelativePath>,
    pub reason: RuleReason,
    pub value: FailureValue,
    /// As the server says it.
    pub message: String,
    /// The expression of the rule; empty where it is not about a single one.
    pub rule: String,
    pub cause: FailureCause,
}

/// Why a rule is reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FailureCause {
    /// It is false, and the message is that of the definition.
    Explained,
    /// It is false, and the definition has no message.
    Unexplained,
    /// It cannot be evaluated, because of this.
    Broken(String),
    /// The rules cost too much.
    Stopped,
}

/// What the server prints as the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FailureValue {
    /// The value of the field.
    Value,
    /// None, as the value is a map or list.
    Omitted,
    /// The name of its type, in place of it.
    Type(Option<SchemaType>),
}

impl RuleFailure {
    /// The path of the field, as the server prints it; empty for the object itself.
    pub(crate) fn path(&self) -> String {
        field_path::print(&self.at, self.relative.as_ref())
    }

    /// The path of the field, step by step. The field may be absent.
    pub(crate) fn steps(&self) -> impl Iterator<Item = &RulePathStep> {
        self.at.iter().chain(self.relative.iter().flat_map(|relative| &relative.0))
    }
}
