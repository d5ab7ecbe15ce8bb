//! Labels and annotations below `kubernetes.io` and `k8s.io`: `reserved_keys.txt`.
//!
//! They are the constants of the Go modules `k8s.io/api`, `k8s.io/kubernetes` and others, and the
//! headings of <https://kubernetes.io/docs/reference/labels-annotations-taints/>. Where `*` is the
//! name, others than Kubernetes itself define names with the prefix.

use std::{collections::BTreeMap, sync::LazyLock};

use crate::model::similar::{self, Outline};

const KEYS: &str = include_str!("reserved_keys.txt");

/// The names by prefix.
static NAMES: LazyLock<BTreeMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (prefix, name) in KEYS.lines().filter_map(|key| key.split_once('/')) {
        names.entry(prefix).or_default().push(name);
    }
    names
});

/// What is known of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// It is registered, or its prefix is none of Kubernetes.
    Fine,
    /// It has a typo; so is the right key.
    Typo(String),
    /// Nobody knows it, but its prefix is of Kubernetes.
    Unregistered,
}

/// What is known of the key of a label or annotation.
pub(super) fn look_up(key: &str) -> Known {
    let Some((prefix, name)) = key.split_once('/') else { return Known::Fine };
    let has = |names: &[&str]| names.contains(&name) || names.contains(&"*");
    let names = NAMES.get(prefix).map_or(&[][..], Vec::as_slice);
    if has(names) {
        return Known::Fine;
    }
    let is_like = |written: &str, known: &str| Outline::of(written).is_like(Outline::of(known));
    let like = names.iter().copied().filter(|known| is_like(name, known));
    let meant = similar::nearest(name, like);
    let meant = meant.or_else(|| names.iter().copied().find(|known| similar::is_slip(name, known)));
    if let Some(meant) = meant {
        return Known::Typo(format!("{prefix}/{meant}"));
    }
    let with_name = NAMES.iter().filter(|(known, names)| has(names) && is_like(prefix, known));
    let with_name = with_name.map(|(known, _)| *known);
    if let Some(meant) = similar::nearest(prefix, with_name) {
        return Known::Typo(format!("{meant}/{name}"));
    }
    let of_kubernetes = ["kubernetes.io", "k8s.io"].iter().any(|domain| {
        prefix.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    });
    let is_open = |prefix: &str| NAMES.get(prefix).is_some_and(|names| names.contains(&"*"));
    let mut parents = prefix.match_indices('.').map(|(at, _)| &prefix[at + 1..]);
    if !of_kubernetes || parents.any(is_open) { Known::Fine } else { Known::Unregistered }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_sorted_and_once() {
        let keys: Vec<&str> = KEYS.lines().collect();
        assert!(keys.is_sorted());
        assert!(keys.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn typos_are_in_names_and_prefixes() {
        for (written, meant) in [
            ("app.kubernetes.io/instnace", "app.kubernetes.io/instance"),
            ("app.kubernetes.io/partOf", "app.kubernetes.io/part-of"),
            ("app.kubernetes.io/nmae", "app.kubernetes.io/name"),
            ("app.kubernets.io/name", "app.kubernetes.io/name"),
            ("apps.kubernetes.io/name", "app.kubernetes.io/name"),
            (
                "nignx.ingress.kubernetes.io/rewrite-target",
                "nginx.ingress.kubernetes.io/rewrite-target",
            ),
        ] {
            assert_eq!(look_up(written), Known::Typo(meant.to_owned()), "{written}");
        }
    }

    #[test]
    fn other_keys_are_none() {
        for key in [
            "app",
            "example.com/name",
            "app.kubernetes.io/name",
            "cluster.x-k8s.io/role",
            "intel.feature.node.kubernetes.io/gpu",
            "service.beta.kubernetes.io/aws-load-balancer-type",
            "node-role.kubernetes.io/worker",
        ] {
            assert_eq!(look_up(key), Known::Fine, "{key}");
        }
        for key in ["app.kubernetes.io/owner", "app.k8s.io/team", "kubernetes.io/team"] {
            assert_eq!(look_up(key), Known::Unregistered, "{key}");
        }
    }
}
