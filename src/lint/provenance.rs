//! Where objects that other tools printed come from: the file of a chart that `helm template`
//! names above each document, or what kustomize notes in an annotation (`buildMetadata`).

use super::objects_of;
use crate::{
    model::{Object, Workspace},
    rules::{Finding, Provenance},
};

/// Tells findings in printed objects the way.
pub(super) fn trace(findings: &mut [Finding], workspace: &Workspace) {
    for finding in findings.iter_mut().filter(|finding| finding.provenance.is_none()) {
        let source = workspace.source(finding.at.source);
        let from = match source.rendered_from(finding.at.span.start) {
            Some(file) => Some(file.to_owned()),
            None => objects_of(finding, workspace).first().and_then(origin),
        };
        if let Some(from) = from.filter(|from| *from != source.name) {
            finding.provenance =
                Some(Provenance { via: vec![from, source.name.clone()], variants: 1, of: 1 });
        }
    }
}

/// The file that kustomize says an object comes from, or the kustomization that generates it.
fn origin(object: &Object) -> Option<String> {
    let annotation = ["metadata", "annotations", "config.kubernetes.io/origin"];
    let text = object.node().at(&annotation)?.as_str()?;
    let field = |key: &str| {
        let mut lines = text.lines();
        lines.find_map(|line| line.strip_prefix(key)?.strip_prefix(": ").map(str::trim))
    };
    let path = field("path").or_else(|| field("configuredIn"))?;
    match (field("repo"), field("ref")) {
        (None, _) => Some(path.to_owned()),
        (Some(repository), None) => Some(format!("{repository}//{path}")),
        (Some(repository), Some(version)) => Some(format!("{repository}//{path}?ref={version}")),
    }
}
