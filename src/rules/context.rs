//! What a rule sees, and where it reports findings.

use super::{Finding, ObjectRef, Rule};
use crate::{
    code::Code,
    input::Mode,
    model::{
        Object, Place, PodTemplates, Workspace,
        pattern::{ObjectPattern, RequiredKey},
        version::Version,
    },
    text,
    text::Text,
    validate::{
        Cause,
        cause::{ADMIN_NAMESPACE, AGGREGATED, FILLED_IN, SERVICE_ACCOUNT},
        pod_security::LevelVersion,
    },
};

/// Options that change what rules report.
#[derive(Clone, Debug, Default)]
pub struct RuleSettings {
    /// The linted files are the whole application: what is not in them does not exist.
    pub complete: bool,
    /// Objects that are known to exist elsewhere.
    pub external: Vec<ObjectPattern>,
    pub cluster: Cluster,
    /// The allowed images, as full names or prefixes with `*`; all if empty.
    pub allowed_images: Vec<String>,
    /// Labels that every object must have.
    pub required_labels: Vec<RequiredKey>,
    /// Annotations that every object must have.
    pub required_annotations: Vec<RequiredKey>,
    /// Labels and annotations that no object may have; a `*` ends the start of one.
    pub forbidden_metadata: Vec<String>,
    /// How many times the request a limit may be; as the rule says if it is not set.
    pub limit_request_ratio: Option<u32>,
}

impl RuleSettings {
    /// Whether the user says that an object exists elsewhere.
    pub fn is_external(&self, kind: &str, namespace: Option<&str>, name: &str) -> bool {
        self.external.iter().any(|pattern| pattern.matches(kind, namespace, name))
    }
}

/// The configuration of the cluster, as far as validation depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// First and last (`--service-node-port-range`).
    pub node_ports: (u16, u16),
    /// `IPv4`, `IPv6`; empty if not configured.
    pub ip_families: Vec<String>,
    /// Group versions that are enabled although they are disabled by default.
    pub enabled_apis: Vec<String>,
    /// What Pod Security enforces in namespaces without its labels; `None` if it is not checked.
    pub pod_security: Option<LevelVersion>,
}

impl Cluster {
    /// Whether the cluster accepts an object in spite of this cause, because it has what the object
    /// depends on: an API version or a feature gate that is disabled by default, addresses of an IP
    /// family, an admission plugin.
    ///
    /// A project's cluster may be configured in any way. Objects are validated as by an API server
    /// with the default configuration: with addresses of IPv4, and before admission.
    pub fn waives(&self, cause: &Cause, version: Version, mode: Mode) -> bool {
        cause
            .unless
            .as_ref()
            .is_some_and(|name| self.enables(name, cause.on_by_default, version, mode))
    }

    fn enables(&self, name: &str, on_by_default: bool, version: Version, mode: Mode) -> bool {
        match name {
            "IPv4" | "IPv6" if self.ip_families.is_empty() => {
                return mode == Mode::Project || name == "IPv4";
            }
            "IPv4" | "IPv6" => return self.ip_families.iter().any(|family| family == name),
            SERVICE_ACCOUNT | ADMIN_NAMESPACE | FILLED_IN => return mode == Mode::Project,
            AGGREGATED => return false,
            _ => {}
        }
        self.enabled_apis.iter().any(|api| api == name)
            || version.switched(name).unwrap_or(on_by_default)
    }
}

impl Default for Cluster {
    fn default() -> Cluster {
        Cluster {
            node_ports: (30000, 32767),
            ip_families: Vec::new(),
            enabled_apis: Vec::new(),
            pod_security: None,
        }
    }
}

/// What a rule sees of the run, and its findings so far.
pub struct Context<'a> {
    pub workspace: &'a Workspace,
    pub pods: &'a PodTemplates<'a>,
    pub settings: &'a RuleSettings,
    /// The Kubernetes version to validate against.
    pub version: Version,
    /// The rules of the run.
    running: &'a [&'static Rule],
    rule: Option<&'static Rule>,
    /// Whether it is about long-running workloads, which hooks are not.
    leaves_out_hooks: bool,
    findings: Vec<Finding>,
    /// Findings about values that are not in the text as such: they cannot be edited there.
    moved: Vec<usize>,
}

impl<'a> Context<'a> {
    pub fn new(
        workspace: &'a Workspace,
        pods: &'a PodTemplates<'a>,
        settings: &'a RuleSettings,
        version: Version,
    ) -> Context<'a> {
        Context {
            workspace,
            pods,
            settings,
            version,
            running: &[],
            rule: None,
            leaves_out_hooks: false,
            findings: Vec::new(),
            moved: Vec::new(),
        }
    }

    /// Says which rules run over the same objects.
    #[must_use]
    pub fn among(self, running: &'a [&'static Rule]) -> Context<'a> {
        Context { running, ..self }
    }

    pub(super) fn start(&mut self, rule: &'static Rule) {
        self.rule = Some(rule);
        self.leaves_out_hooks = rule.is_about_running_on();
    }

    pub(super) fn take(&mut self) -> Vec<Finding> {
        for index in std::mem::take(&mut self.moved) {
            self.findings[index].fix = None;
        }
        std::mem::take(&mut self.findings)
    }

    /// Reports several places as one finding at the first of them, which names a few others.
    pub fn report_together(
        &mut self,
        faults: impl IntoIterator<Item = (Place<'a>, Text)>,
    ) -> Option<&mut Finding> {
        let mut faults = faults.into_iter();
        let (place, message) = faults.next()?;
        let finding = self.report(place, message);
        for (other, message) in faults.take(3) {
            finding.related(other, text!("also, {}", message));
        }
        Some(finding)
    }

    /// Whether a rule is among those of the run: what it reports need not be reported again.
    pub fn runs(&self, code: Code) -> bool {
        self.running.iter().any(|rule| rule.code == code)
    }

    /// Whether the current rule checks an object at all.
    pub(super) fn applies_to(&self, object: &Object) -> bool {
        object.is_whole() && !(self.leaves_out_hooks && object.runs_as_hook())
    }

    /// Reports a finding at a place, with its object, document and field path.
    pub fn report(&mut self, at: impl Into<Place<'a>>, message: impl Into<Text>) -> &mut Finding {
        let place = at.into();
        let rule = self.rule.expect("a rule runs");
        let mut finding = Finding::new(rule, place, message);
        let path = place.path();
        let written = place.object().former().and_then(|former| former.path(&path));
        if written.is_some() {
            self.moved.push(self.findings.len());
        }
        finding.field_path = Some(written.unwrap_or(path));
        finding.document = place.object().document;
        finding.object = Some(ObjectRef::from(place.object()));
        self.findings.push(finding);
        self.findings.last_mut().expect("one was pushed")
    }
}
