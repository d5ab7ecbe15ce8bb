//! Claims that one node or one pod can use, and who mounts them.

use crate::rules::prelude::*;

/// A claim in sight that a pod mounts to write, and that is for one node or one pod.
#[derive(Clone, Copy)]
pub(super) struct SingleWriter<'a> {
    pub(super) reference: Reference<'a>,
    /// The access mode of the claim.
    pub(super) mode: Place<'a>,
    /// It is for a single pod, not for those of a node.
    pub(super) of_pod: bool,
}

impl<'a> SingleWriter<'a> {
    /// Those of a pod; a claim that could be one of several is left out.
    pub(super) fn of_pod(pod: PodTemplate<'a>, cx: &Context<'a>) -> Vec<SingleWriter<'a>> {
        let claims = pod.references_to(&["PersistentVolumeClaim"]);
        claims.into_iter().filter_map(|reference| SingleWriter::of(pod, reference, cx)).collect()
    }

    fn of(
        pod: PodTemplate<'a>,
        reference: Reference<'a>,
        cx: &Context<'a>,
    ) -> Option<SingleWriter<'a>> {
        let (object, kind) = (pod.object(), reference.kind);
        let found = cx.workspace.find_all(object, kind, reference.name());
        let [claim] = found[..] else { return None };
        let modes: Vec<Place<'a>> = claim.field("spec").get("accessModes").items().collect();
        let [mode] = modes[..] else { return None };
        let of_pod = mode.str() == "ReadWriteOncePod";
        let only = cx.workspace.all_named(object, kind, reference.name()).len() == 1;
        let writes = !reference.is_read_only();
        (claim.is_whole() && only && writes && (of_pod || mode.str() == "ReadWriteOnce"))
            .then_some(SingleWriter { reference, mode, of_pod })
    }
}

/// Whether the pods of a template are placed on one node: by its name, or next to other pods.
pub(super) fn is_pinned(pod: PodTemplate<'_>) -> bool {
    let spec = pod.spec.place();
    let affinity = spec.get("affinity");
    !spec.get("nodeName").is_empty()
        || !spec.get("nodeSelector").is_empty()
        || affinity.get("nodeAffinity").is_set()
        || affinity.get("podAffinity").is_set()
}
