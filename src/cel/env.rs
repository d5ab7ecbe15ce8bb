//! The variables and functions that an expression may use.

use std::sync::Arc;

use super::CelType;

/// The variables of an expression and the libraries that only some have.
#[derive(Clone, Debug, Default)]
pub(crate) struct Env {
    /// By name; one name has a dot in it.
    pub variables: Vec<(String, CelType)>,
    /// `Object{}`, `JSONPatch{}` and `jsonpatch.escapeKey`.
    pub patches: bool,
    /// `cel.bind`
    pub bindings: bool,
    /// `includes`, since Kubernetes 1.37.
    pub includes: bool,
    /// Variables that are missing here and there elsewhere, each with what to do.
    pub elsewhere: &'static [(&'static str, &'static str)],
}

impl Env {
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
