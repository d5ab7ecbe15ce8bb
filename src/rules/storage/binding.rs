//! Whether a claim and a volume can bind, as the volume controller decides it
//! (`pkg/controller/volume/persistentvolume`, `checkVolumeSatisfyClaim`).

use crate::rules::prelude::*;

/// Why they cannot.
pub(super) struct Mismatch<'a> {
    pub(super) claim: Place<'a>,
    pub(super) volume: Place<'a>,
    pub(super) message: Text,
    pub(super) help: &'static str,
}

/// Whether a claim and a volume name each other, or one of them names the other.
pub(super) fn is_bound_to(claim: &Object, volume: &Object) -> bool {
    let reference = volume.field("spec").get("claimRef");
    let namespace = reference.get("namespace").str();
    let named = reference.get("name").str() == claim.name
        && claim.namespace.as_deref().is_none_or(|own| namespace.is_empty() || own == namespace);
    let wanted = claim.field("spec").get("volumeName").str();
    match (reference.is_set(), wanted) {
        (_, "") => named,
        (true, wanted) => named && wanted == volume.name,
        (false, wanted) => wanted == volume.name,
    }
}

/// What parts a claim from a volume.
pub(super) fn mismatch<'a>(claim: &'a Object, volume: &'a Object) -> Option<Mismatch<'a>> {
    let (asked, offered) = (claim.field("spec"), volume.field("spec"));
    let request = asked.at(&["resources", "requests", "storage"]);
    let capacity = offered.get("capacity").get("storage");
    if let (Some(wanted), Some(size)) = (amount(request), amount(capacity))
        && wanted > size
    {
        let (wanted, size) = (wanted.to_string(), size.to_string());
        let message = text!("{} is requested, but the volume has {}", wanted, size);
        let help = "request no more than the capacity of the volume";
        return Some(Mismatch { claim: request, volume: capacity, message, help });
    }
    let same = |field: &'static str, default: &'static str| {
        let (one, other) = (asked.get(field), offered.get(field));
        let value = |place: Place<'a>| if place.is_empty() { default } else { place.str() };
        (value(one) != value(other)).then(|| {
            let (wanted, has) = (name(value(one)), name(value(other)));
            let message =
                text!("{} is `{}`, but that of the volume is `{}`", name(field), wanted, has);
            Mismatch { claim: one, volume: other, message, help: "use the same in both" }
        })
    };
    // Without a class the claim gets the default one of the cluster.
    let class = || asked.get("storageClassName").is_set().then(|| same("storageClassName", ""))?;
    class().or_else(|| same("volumeMode", "Filesystem")).or_else(|| {
        let modes = offered.get("accessModes");
        let has = |mode: &Place<'a>| modes.items().any(|other| other.str() == mode.str());
        let lacking = asked.get("accessModes").items().find(|mode| !has(mode))?;
        let message = text!("the volume does not have access mode {}", name(lacking.str()));
        let help = "request an access mode that the volume has";
        Some(Mismatch { claim: lacking, volume: modes, message, help })
    })
}
