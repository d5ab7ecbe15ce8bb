//! When a kind came, was deprecated and went: the API machinery's own markers, corrected by what
//! the releases really serve.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use crate::{
    Release, Result,
    format::{self, Lifecycle, Mask},
};

type Gvk = (String, String, String);

/// The markers of one release of k8s.io/api.
pub type Markers = BTreeMap<Gvk, Marker>;

#[derive(Clone, Debug, Default)]
pub struct Marker {
    introduced: Option<u8>,
    deprecated: Option<u8>,
    removed: Option<u8>,
    replacement: Option<Gvk>,
}

/// Reads every `zz_generated.prerelease-lifecycle.go` of the module.
pub fn markers(api: &Path) -> Result<Markers> {
    let mut markers = Markers::new();
    for group in fs::read_dir(api)? {
        let group = group?.path();
        if !group.is_dir() {
            continue;
        }
        for version in fs::read_dir(&group)? {
            let dir = version?.path();
            let file = dir.join("zz_generated.prerelease-lifecycle.go");
            let Some(version) = dir.file_name().and_then(|n| n.to_str()).filter(|_| file.exists())
            else {
                continue;
            };
            let register = fs::read_to_string(dir.join("register.go"))?;
            let group = register.lines().find_map(|l| l.trim().strip_prefix("const GroupName = "));
            let group = group.ok_or_else(|| format!("{} names no group", dir.display()))?;
            read_markers(
                &fs::read_to_string(file)?,
                group.trim_matches('"'),
                version,
                &mut markers,
            )?;
        }
    }
    Ok(markers)
}

fn read_markers(go: &str, group: &str, version: &str, markers: &mut Markers) -> Result<()> {
    let mut lines = go.lines();
    while let Some(line) = lines.next() {
        let Some((kind, function)) =
            line.strip_prefix("func (in *").and_then(|l| l.split_once(") APILifecycle"))
        else {
            continue;
        };
        let body = lines.next().unwrap_or("").trim().trim_start_matches("return ");
        let key = (group.to_owned(), version.to_owned(), kind.to_owned());
        let marker = markers.entry(key).or_default();
        let minor = body.strip_prefix("1, ").and_then(|m| m.parse().ok());
        match function.split('(').next() {
            Some("Introduced") => marker.introduced = minor,
            Some("Deprecated") => marker.deprecated = minor,
            Some("Removed") => marker.removed = minor,
            Some("Replacement") => {
                let mut quoted = body.split('"').skip(1).step_by(2).map(str::to_owned);
                let parts = (quoted.next(), quoted.next(), quoted.next());
                let (Some(group), Some(version), Some(kind)) = parts else {
                    return Err(format!("no replacement in `{body}`").into());
                };
                marker.replacement = Some((group, version, kind));
            }
            _ => return Err(format!("a marker that is not known: {line}").into()),
        }
    }
    Ok(())
}

/// The newest markers of each kind; the lines of `history.txt` stand in for markers that are
/// missing or wrong.
pub fn merge(
    releases: &[Release],
    kinds: &[format::Kind],
    history: Vec<Lifecycle>,
) -> Vec<Lifecycle> {
    let mut served: BTreeMap<Gvk, (Mask, Mask)> = BTreeMap::new();
    for kind in kinds {
        let gvk = (kind.group.clone(), kind.version.clone(), kind.name.clone());
        served.entry(gvk).or_default().0.0 |= kind.mask.0;
    }
    let mut markers = Markers::new();
    for release in releases {
        markers.extend(release.markers.iter().map(|(gvk, marker)| (gvk.clone(), marker.clone())));
        for kind in release.kinds.iter().filter(|kind| kind.off) {
            let gvk = (kind.gvk.group.clone(), kind.gvk.version.clone(), kind.gvk.kind.clone());
            served.entry(gvk).or_default().1.0 |= Mask::of(release.minor).0;
        }
    }
    markers.retain(|gvk, marker| {
        let gone = marker.removed.is_some_and(|minor| minor <= format::OLDEST);
        served.contains_key(gvk) || gone && !never_a_document(gvk)
    });
    for Lifecycle { group, version, kind, introduced, deprecated, removed, replacement, .. } in
        history
    {
        markers.insert(
            (group, version, kind),
            Marker { introduced, deprecated, removed, replacement },
        );
    }
    let gvks: BTreeSet<Gvk> = served.keys().chain(markers.keys()).cloned().collect();
    let lines = gvks.iter().map(|gvk| {
        let (mask, off) = served.get(gvk).copied().unwrap_or_default();
        let marker = markers.get(gvk).cloned().unwrap_or_default();
        Lifecycle {
            replacement: replacement(gvk, &markers, &served),
            ..line(gvk, mask, off, &marker)
        }
    });
    lines.collect()
}

/// What to write instead of a kind that is deprecated or gone: what its marker says if that is
/// still served, or the same kind in the stable version of its group.
fn replacement(gvk: &Gvk, markers: &Markers, served: &BTreeMap<Gvk, (Mask, Mask)>) -> Option<Gvk> {
    let marker = markers.get(gvk)?;
    marker.deprecated.or(marker.removed)?;
    let newest = Mask::of(format::OLDEST + format::COUNT - 1).0;
    let lives = |gvk: &Gvk| served.get(gvk).is_some_and(|(mask, _)| mask.0 & newest != 0);
    let (group, version, kind) = marker.replacement.as_ref().unwrap_or(gvk);
    // Some markers name the list of the kind that they mean.
    let kind = kind.trim_end_matches("List").to_owned();
    let named = (group.clone(), version.clone(), kind);
    let stable = (named.0.clone(), "v1".to_owned(), named.2.clone());
    [named, stable].into_iter().find(|candidate| candidate != gvk && lives(candidate))
}

/// What the releases serve wins over the markers.
fn line((group, version, kind): &Gvk, served: Mask, off: Mask, marker: &Marker) -> Lifecycle {
    let first = served.minors().next();
    let last = served.minors().last();
    let newest = format::OLDEST + format::COUNT - 1;
    let removed = match last {
        Some(last) if last < newest => Some(last + 1),
        _ => marker.removed.filter(|minor| last.is_none_or(|last| *minor > last)),
    };
    Lifecycle {
        group: group.clone(),
        version: version.clone(),
        kind: kind.clone(),
        introduced: first.filter(|minor| *minor > format::OLDEST).or(marker.introduced),
        // A version that went early was never deprecated first.
        deprecated: marker
            .deprecated
            .filter(|minor| removed.is_none_or(|removed| *minor < removed)),
        removed,
        replacement: None,
        off,
    }
}

/// Kinds with markers that are lists, options, subresources or the body of a call.
fn never_a_document((group, _, kind): &Gvk) -> bool {
    kind.ends_with("List")
        || kind.ends_with("Options")
        || ["Scale", "DeploymentRollback", "Eviction", "JobTemplate"].contains(&kind.as_str())
        || ["admission.k8s.io", "apidiscovery.k8s.io", "imagepolicy.k8s.io"]
            .contains(&group.as_str())
}
