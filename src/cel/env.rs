//! What an expression may speak of.

use super::Type;

/// The variables of an expression and the libraries that only some have.
#[derive(Clone, Debug, Default)]
pub struct Env {
    /// By name; one name has a dot in it.
    pub variables: Vec<(String, Type)>,
    /// `Object{}`, `JSONPatch{}` and `jsonpatch.escapeKey`.
    pub patches: bool,
    /// `cel.bind`
    pub bindings: bool,
    /// `includes`, since Kubernetes 1.37.
    pub includes: bool,
}

impl Env {
    pub(super) fn variable(&self, name: &str) -> Option<&Type> {
        self.variables.iter().find(|(known, _)| known == name).map(|(_, type_)| type_)
    }
}
