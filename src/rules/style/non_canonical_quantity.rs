//! An amount in another form than the server stores.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NON_CANONICAL_QUANTITY,
        name: "non-canonical-quantity",
        title: "Non-canonical quantity",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Style,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("non_canonical_quantity.md"),
    },
    check: &Every(check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let pod = PodTemplate::of(object);
    let containers = pod.into_iter().flat_map(PodTemplate::containers);
    let mut lists: Vec<Place<'a>> =
        containers.flat_map(|c| lists_of(c.field("resources"))).collect();
    lists.extend(pod.into_iter().flat_map(|pod| lists_of(pod.spec.field("resources"))));
    if object.gvk.is("", "PersistentVolumeClaim") {
        lists.extend(lists_of(object.field("spec").get("resources")));
    }
    for (_, place) in lists.into_iter().flat_map(Place::entries) {
        // A number is stored as one.
        let Some(written) = place.text() else { continue };
        let Ok(quantity) = Quantity::parse(written) else { continue };
        let stored = quantity.to_string();
        if stored != written {
            cx.report(place, text!("`{}` is stored as `{}`", written, stored))
                .help(text!("write `{}`", stored))
                .fix(Safety::Safe, text!("write `{}`", stored), place.set(&scalar(&stored)));
        }
    }
}

fn lists_of<'a>(resources: Place<'a>) -> [Place<'a>; 2] {
    ["requests", "limits"].map(|field| resources.get(field))
}
