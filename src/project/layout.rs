//! Files that the names of directories show to be built by kustomize, where no kustomization says
//! how.

use std::collections::BTreeSet;

use crate::{
    input::{self, SourceId},
    kustomize::is_file_name,
};

/// Kinds that are often left without labels, image or namespace for kustomize to fill in.
pub(super) const COMPLETED: [&str; 7] = [
    "ClusterRoleBinding",
    "CronJob",
    "DaemonSet",
    "Deployment",
    "Job",
    "RoleBinding",
    "StatefulSet",
];

/// The files that the names of directories show to be built by kustomize, where no kustomization
/// says how: those below `base` or `overlays`, and those of the scaffold of controllers: a
/// directory with
/// `crd/bases` or `manager/manager.yaml`, or one called `config` with `rbac`.
pub(super) fn laid_out(files: &[(SourceId, &str)]) -> BTreeSet<SourceId> {
    let built: BTreeSet<&str> = files
        .iter()
        .filter(|(_, name)| is_file_name(name))
        .map(|(_, name)| input::dir_of(name))
        .collect();
    let scaffolds: BTreeSet<&str> = files
        .iter()
        .flat_map(|(_, name)| {
            let parts = ["/crd/bases/", "/crd/patches/", "/manager/manager.yaml"].into_iter();
            let dirs = parts.filter_map(|part| name.split_once(part).map(|(before, _)| before));
            let config = name.find("config/rbac/").map(|at| &name[..at + "config".len()]);
            dirs.chain(config)
        })
        .collect();
    let of_layout = |name: &str| {
        let dir = input::dir_of(name);
        let by_name = dir.split('/').any(|part| ["base", "bases", "overlays"].contains(&part));
        let above = || dir.match_indices('/').map(|(at, _)| &dir[..at]);
        !built.contains(dir) && (by_name || above().any(|above| scaffolds.contains(above)))
    };
    files.iter().filter(|(_, name)| of_layout(name)).map(|(id, _)| *id).collect()
}
