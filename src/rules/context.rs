//! What a rule sees and where it reports.

use super::Rule;
use crate::{
    findings::{Finding, ObjectRef},
    model::{Object, Place, Workspace},
};

/// Options that change what rules say.
#[derive(Clone, Debug, Default)]
pub struct RuleSettings {
    /// The linted set is the whole application: what is missing is missing.
    pub complete: bool,
}

/// What a rule sees of the run, and what it has reported so far.
pub struct Context<'a> {
    pub workspace: &'a Workspace,
    pub settings: &'a RuleSettings,
    rule: Option<&'static Rule>,
    findings: Vec<Finding>,
}

impl<'a> Context<'a> {
    pub fn new(workspace: &'a Workspace, settings: &'a RuleSettings) -> Context<'a> {
        Context { workspace, settings, rule: None, findings: Vec::new() }
    }

    pub(super) fn start(&mut self, rule: &'static Rule) {
        self.rule = Some(rule);
    }

    pub(super) fn take(&mut self) -> Vec<Finding> {
        std::mem::take(&mut self.findings)
    }

    /// Reports at a place; its object, document and field path come with it.
    pub fn report(&mut self, at: impl Into<Place<'a>>, message: impl Into<String>) -> &mut Finding {
        let place = at.into();
        let rule = self.rule.expect("a rule runs");
        let mut finding = Finding::new(rule, place, message);
        finding.field_path = Some(place.path());
        finding.document = place.object().document;
        finding.object = Some(ObjectRef::from(place.object()));
        self.findings.push(finding);
        self.findings.last_mut().expect("one was pushed")
    }
}

impl From<&Object> for ObjectRef {
    fn from(object: &Object) -> ObjectRef {
        ObjectRef {
            api_version: object.gvk.api_version(),
            kind: object.gvk.kind.clone(),
            namespace: object.namespace.clone(),
            name: (!object.name.is_empty()).then(|| object.name.clone()),
        }
    }
}
