//! A key of a ConfigMap or Secret that no pod takes.

use std::collections::{BTreeMap, BTreeSet};

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::UNUSED_CONFIG_KEY,
        name: "unused-config-key",
        title: "Unused key of a ConfigMap or Secret",
        aliases: &["popeye:401"],
        severity: Severity::Info,
        preset: Preset::ClosedWorld,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("unused_config_key.md"),
    },
    check: &WholeRun(check),
};

/// Which keys are taken of each object that pods name; `None` where any may be.
fn check<'a>(cx: &mut Context<'a>) {
    let workspace = cx.workspace;
    let mut taken: BTreeMap<(&str, &str), Option<BTreeSet<&str>>> = BTreeMap::new();
    for reference in workspace.all().iter().flat_map(Object::references) {
        let of = taken.entry((reference.kind, reference.name())).or_insert(Some(BTreeSet::new()));
        let keys = reference.keys();
        match of {
            Some(all) if !keys.is_empty() => all.extend(keys.iter().map(|key| key.str())),
            _ => *of = None,
        }
    }
    for kind in ["ConfigMap", "Secret"] {
        for object in workspace.of_kind(kind).filter(|object| object.is_whole()) {
            let Some(Some(used)) = taken.get(&(kind, object.name.as_str())) else { continue };
            if workspace.mentions(&object.name) > 0 {
                continue;
            }
            let maps = ["data", "binaryData", "stringData"].map(|field| object.field(field));
            let (known, unused): (Vec<_>, Vec<_>) =
                maps.into_iter().flat_map(Place::entries).partition(|(of, _)| used.contains(of));
            // Where most keys are not used, a program reads the object from the API server.
            for (of, place) in unused.iter().filter(|_| unused.len() <= known.len()) {
                let finding = cx.report(*place, text!("no Pod uses the key `{}`", key(*of)));
                finding.at = object.location(place.key_span());
                finding.help("remove it, or refer to it");
            }
        }
    }
}
