//! One DNS name for which two objects ask external-dns.

use std::collections::BTreeMap;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DUPLICATE_EXTERNAL_DNS_HOST,
        name: "duplicate-external-dns-host",
        title: "DNS name requested twice",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("duplicate_external_dns_host.md"),
    },
    check: &WholeRun(check),
};

/// The annotation of external-dns with the names that it creates.
const HOSTNAME: &str = "external-dns.alpha.kubernetes.io/hostname";

/// With this one, records of the same name are different answers on purpose.
const SET_IDENTIFIER: &str = "external-dns.alpha.kubernetes.io/set-identifier";

/// By file: others may be for other clusters.
fn check<'a>(cx: &mut Context<'a>) {
    let mut first: BTreeMap<_, Place<'a>> = BTreeMap::new();
    let workspace = cx.workspace;
    for kind in ["Service", "Ingress"] {
        for object in workspace.of_kind(kind).filter(|object| object.is_whole()) {
            let annotations = object.place().at(&["metadata", "annotations"]);
            if annotations.get(SET_IDENTIFIER).is_set() {
                continue;
            }
            let place = annotations.get(HOSTNAME);
            let names = place.str().split(',').map(str::trim).filter(|name| !name.is_empty());
            let mut taken = None;
            for host in names {
                let earlier = *first.entry((object.source, host)).or_insert(place);
                if !is_same(earlier.object(), object) {
                    taken = taken.or(Some((host, earlier)));
                }
            }
            if let Some((host, earlier)) = taken {
                let other = name(earlier.object().title());
                cx.report(place, text!("{} already requests `{}`", other, name(host)))
                    .related(earlier, "first requested here")
                    .help("use another name, or remove the annotation from one of them");
            }
        }
    }
}

/// Whether two objects are one, or alternatives of it.
fn is_same(one: &Object, other: &Object) -> bool {
    let identity =
        |object: &Object| (object.gvk.kind.clone(), object.namespace.clone(), object.name.clone());
    one.id == other.id || identity(one) == identity(other)
}
