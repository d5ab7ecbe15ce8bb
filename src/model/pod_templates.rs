//! Every pod template of a run, with what many rules ask of each.

use super::{InPod, PodTemplate, Reference, Workspace};

/// The pod templates of a workspace with their containers and references, found once for all rules.
pub struct PodTemplates<'a> {
    templates: Vec<PodTemplate<'a>>,
    containers: Vec<InPod<'a>>,
    references: Vec<Reference<'a>>,
    /// Where the references of each template end.
    ends: Vec<usize>,
}

impl<'a> PodTemplates<'a> {
    pub fn of(workspace: &'a Workspace) -> PodTemplates<'a> {
        let templates: Vec<PodTemplate<'a>> = workspace.pods().collect();
        let (mut references, mut ends) = (Vec::new(), Vec::with_capacity(templates.len()));
        for pod in &templates {
            references.extend(pod.references());
            ends.push(references.len());
        }
        let containers = templates.iter().flat_map(|pod| pod.containers()).collect();
        PodTemplates { templates, containers, references, ends }
    }

    pub fn templates(&self) -> &[PodTemplate<'a>] {
        &self.templates
    }

    /// Their containers, as [`PodTemplate::containers`] has them.
    pub fn containers(&self) -> &[InPod<'a>] {
        &self.containers
    }

    /// Those that refer to objects of some kinds by name, with these references.
    pub fn with_references(
        &self,
        kinds: &[&str],
    ) -> impl Iterator<Item = (PodTemplate<'a>, Vec<Reference<'a>>)> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let ranges = starts.zip(&self.ends).map(|(start, end)| &self.references[start..*end]);
        let of_kinds = move |all: &[Reference<'a>]| -> Vec<Reference<'a>> {
            all.iter().filter(|reference| kinds.contains(&reference.kind)).copied().collect()
        };
        let found = self.templates.iter().zip(ranges);
        let found = found.map(move |(pod, all)| (*pod, of_kinds(all)));
        found.filter(|(_, references)| !references.is_empty())
    }
}
