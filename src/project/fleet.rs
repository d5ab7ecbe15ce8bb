//! Kustomizations that Rancher's Fleet lays over what a chart renders to: they build nothing by
//! themselves (<https://fleet.rancher.io/ref-fleet-yaml>).

use std::collections::BTreeSet;

use crate::{
    input::{Mode, Source},
    kustomize::join,
    syntax::{self, tree::Node},
};

/// The directories of these kustomizations.
pub(super) fn overlays(sources: &[Source]) -> BTreeSet<String> {
    let is_fleet = |source: &&Source| {
        let name = source.name.rsplit('/').next();
        source.mode == Mode::Project && matches!(name, Some("fleet.yaml" | "fleet.yml"))
    };
    sources.iter().filter(is_fleet).flat_map(overlays_of).collect()
}

fn overlays_of(fleet: &Source) -> Vec<String> {
    let documents = syntax::parse(&fleet.text);
    let Some(tree) = documents.iter().find_map(|document| document.tree.as_ref()) else {
        return Vec::new();
    };
    let root = tree.root();
    let targets = root.get("targetCustomizations").into_iter().flat_map(Node::items);
    let parts: Vec<Node<'_>> = std::iter::once(root).chain(targets).collect();
    if parts.iter().all(|part| part.get("helm").is_none()) {
        return Vec::new();
    }
    let dir = |part: &Node<'_>| {
        let path = part.at(&["kustomize", "dir"])?.as_str()?;
        Some(join(fleet.dir(), path))
    };
    parts.iter().filter_map(dir).collect()
}
