//! The variables and functions that an expression may use.

use std::sync::Arc;

use super::CelType;
use crate::model::version::Version;

/// The variables of an expression and the libraries that only some have.
#[derive(Clone, Debug)]
pub(crate) struct Env {
    /// The version whose server compiles it, as a new expression.
    pub version: Version,
    /// By name; one name has a dot in it.
    pub variables: Vec<(String, CelType)>,
    /// `Object{}`, `JSONPatch{}` and `jsonpatch.escapeKey`.
    pub patches: bool,
    /// `cel.bind`
    pub bindings: bool,
    /// Variables that are missing here and there elsewhere, each with what to do.
    pub elsewhere: &'static [(&'static str, &'static str)],
}

impl Env {
    /// Without variables and libraries of its own.
    pub(crate) const fn new(version: Version) -> Env {
        let variables = Vec::new();
        Env { version, variables, patches: false, bindings: false, elsewhere: &[] }
    }

    /// Whether it has what new expressions have since a minor version; 0 stands for all.
    pub(super) fn has(&self, since: u8) -> bool {
        since == 0 || self.version.since(since)
    }

    /// Adds a field to a variable that has fields.
    pub(crate) fn add_field(&mut self, variable: &str, field: &str, type_: CelType) {
        let found = self.variables.iter_mut().find(|(name, _)| name == variable);
        if let Some((_, CelType::Object(object))) = found
            && let Some(fields) = Arc::make_mut(object).fields.as_mut()
        {
            fields.insert(field.to_owned(), type_);
        }
    }

    pub(super) fn variable(&self, name: &str) -> Option<&CelType> {
        self.variables.iter().find(|(known, _)| known == name).map(|(_, type_)| type_)
    }
}
