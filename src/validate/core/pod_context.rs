//! A Pod as its checks see it: what holds its spec, its volumes and claims, and how to find its
//! containers.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use crate::{
    input::Location,
    model::{Place, first_seen::FirstSeen},
};

/// What a pod spec belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PodOwner {
    /// A Pod itself: what a controller would fill in later is required now.
    Bare,
    Template,
}

/// What the checks of one pod share.
pub(super) struct PodContext<'a> {
    /// What holds `metadata` and `spec`.
    pub(super) place: Place<'a>,
    pub(super) spec: Place<'a>,
    /// `metadata` of the Pod or of the template.
    pub(super) meta: Place<'a>,
    pub(super) form: PodOwner,
    /// Volumes that are defined elsewhere and belong to the Pod: claim templates of a StatefulSet.
    pub(super) claim_templates: Vec<Place<'a>>,
    /// The names of volumes that the server has not refused, each with what it is.
    pub(super) volumes: IndexMap<&'a str, MountedSource<'a>>,
    /// Where the other volumes are refused, by name.
    pub(super) refused_volumes: BTreeMap<&'a str, Location>,
    /// All volumes as they are written, by name.
    pub(super) written_volumes: FirstSeen<&'a str, Place<'a>>,
    /// The names of its resource claims.
    pub(super) claims: BTreeSet<&'a str>,
}

impl<'a> PodContext<'a> {
    /// Of what holds `metadata` and `spec`.
    pub(super) fn new(place: Place<'a>, form: PodOwner) -> PodContext<'a> {
        PodContext {
            place,
            spec: place.get("spec"),
            meta: place.get("metadata"),
            form,
            claim_templates: Vec::new(),
            volumes: IndexMap::new(),
            refused_volumes: BTreeMap::new(),
            written_volumes: place.get("spec").get("volumes").first_seen("name"),
            claims: claims(place.get("spec")),
        }
    }

    pub(super) fn on_host_network(&self) -> bool {
        self.spec.get("hostNetwork").bool() == Some(true)
    }

    /// Whether the Pod shares the users of its node, as it does by default.
    pub(super) fn has_host_users(&self) -> bool {
        self.spec.get("hostUsers").bool() != Some(false)
    }

    /// Seconds, 30 by default.
    pub(super) fn grace_period(&self) -> i64 {
        // A negative one is read as 1.
        match self.spec.get("terminationGracePeriodSeconds").int() {
            Some(seconds) if seconds < 0 => 1,
            seconds => seconds.unwrap_or(30),
        }
    }

    pub(super) fn os(&self) -> Option<&'a str> {
        self.spec.get("os").is_set().then(|| self.spec.get("os").get("name").str())
    }

    /// Init, main and ephemeral containers, in the server's order.
    pub(super) fn all_containers(&self) -> impl Iterator<Item = Place<'a>> + use<'a> {
        let spec = self.spec;
        ["initContainers", "containers", "ephemeralContainers"]
            .into_iter()
            .flat_map(move |list| spec.get(list).items())
    }

    /// Whether a place is in one of the main containers.
    pub(super) fn is_main(&self, place: Place<'a>) -> bool {
        self.lists("containers", place)
    }

    pub(super) fn is_ephemeral(&self, place: Place<'a>) -> bool {
        self.lists("ephemeralContainers", place)
    }

    fn lists(&self, list: &'static str, place: Place<'a>) -> bool {
        let list = self.spec.get(list).node();
        list.zip(place.node()).is_some_and(|(list, node)| list.holds(node.id()))
    }
}

fn claims(spec: Place<'_>) -> BTreeSet<&str> {
    let names = spec.get("resourceClaims").items().map(|claim| claim.get("name").str());
    names.filter(|name| !name.is_empty()).collect()
}

/// What the checks of a container's mounts and devices need to know of a volume.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MountedSource<'a> {
    /// A claim, which may be a block device.
    Claim,
    Other(&'a str),
}

/// The server leaves out `metadata` when it names labels and annotations of a template.
pub(super) fn short_path(place: Place<'_>) -> String {
    place.path().replacen("emplate.metadata.", "emplate.", 1)
}
