//! Merges the releases into one text: a line for each reading of a field, with its versions.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Release, Result,
    format::{Facts, Field, Kind, Mask, Schemas, Type},
    served::Names,
};

pub fn schemas(releases: &[Release]) -> Result<Schemas> {
    Ok(Schemas { kinds: kinds(releases), types: types(releases)? })
}

fn kinds(releases: &[Release]) -> Vec<Kind> {
    let names = names(releases);
    let mut masks: BTreeMap<(String, String, String), Vec<Kind>> = BTreeMap::new();
    for release in releases {
        for served in &release.kinds {
            let gvk = &served.gvk;
            let named = served
                .names
                .clone()
                .or_else(|| names.get(&(&gvk.group, &served.plural)).copied().cloned());
            let named = named.unwrap_or(Names { short: Vec::new(), categories: Vec::new() });
            let kind = Kind {
                group: gvk.group.clone(),
                version: gvk.version.clone(),
                name: gvk.kind.clone(),
                type_name: served.type_name.clone(),
                namespaced: served.namespaced,
                plural: served.plural.clone(),
                short_names: named.short,
                categories: named.categories,
                verbs: served.verbs.clone(),
                mask: Mask::default(),
            };
            let key = (kind.group.clone(), kind.version.clone(), kind.name.clone());
            let readings = masks.entry(key).or_default();
            let known =
                readings.iter().position(|r| Kind { mask: Mask::default(), ..r.clone() } == kind);
            let at = known.unwrap_or_else(|| {
                readings.push(kind);
                readings.len() - 1
            });
            readings[at].mask.0 |= Mask::of(release.minor).0;
        }
    }
    masks.into_values().flatten().collect()
}

/// Short names and categories of a resource from the oldest release that lists it,
/// for the releases whose modules hold no discovery documents.
fn names(releases: &[Release]) -> BTreeMap<(&String, &String), &Names> {
    let mut names = BTreeMap::new();
    for served in releases.iter().flat_map(|release| &release.kinds) {
        if let Some(found) = &served.names {
            names.entry((&served.gvk.group, &served.plural)).or_insert(found);
        }
    }
    names
}

/// The shape and facts of a field, and the versions that have it so.
type Reading<'a> = (&'a (String, Facts), Mask);

fn types(releases: &[Release]) -> Result<Vec<Type>> {
    let mut masks: BTreeMap<&str, Mask> = BTreeMap::new();
    let mut fields: BTreeMap<(&str, &str), Vec<Reading>> = BTreeMap::new();
    for release in releases {
        let bit = Mask::of(release.minor).0;
        for name in reachable(release)? {
            masks.entry(name).or_default().0 |= bit;
            for (field, reading) in &release.types[name] {
                let readings = fields.entry((name, field)).or_default();
                match readings.iter_mut().find(|(known, _)| *known == reading) {
                    Some((_, mask)) => mask.0 |= bit,
                    None => readings.push((reading, Mask(bit))),
                }
            }
        }
    }
    let types = masks.into_iter().map(|(name, mask)| Type {
        name: name.to_owned(),
        mask,
        fields: fields
            .iter()
            .filter(|((of_type, _), _)| *of_type == name)
            .flat_map(|((_, field), readings)| {
                readings.iter().map(move |(reading, mask)| (field, reading, *mask))
            })
            .map(|(field, (shape, facts), mask)| Field {
                name: (*field).to_owned(),
                shape: shape.clone(),
                facts: facts.clone(),
                mask,
            })
            .collect(),
    });
    Ok(types.collect())
}

/// The types that an object of a served kind can hold.
fn reachable(release: &Release) -> Result<BTreeSet<&str>> {
    let mut found: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<&str> = release.kinds.iter().map(|kind| kind.type_name.as_str()).collect();
    while let Some(name) = open.pop() {
        if !found.insert(name) {
            continue;
        }
        let fields = release.types.get(name).ok_or_else(|| format!("no type {name}"))?;
        for (shape, _) in fields.values() {
            let inner = shape.trim_matches(|c| "[]{}".contains(c));
            if inner.contains('.') {
                open.push(inner);
            }
        }
    }
    Ok(found)
}
