//! Fields of features that are off by default, which a server drops: the `+featureGate` markers of
//! `k8s.io/api`, with the gates' defaults from `pkg/features/kube_features.go`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use crate::{Result, openapi::Types};

/// Go structs by package and name (`core.v1.PodSpec`).
type Structs = BTreeMap<String, Struct>;

#[derive(Default)]
struct Struct {
    /// The gates of each JSON name that has a marker.
    gates: Vec<(String, String)>,
    /// Structs of the same package whose fields are its own.
    inlined: Vec<String>,
}

/// Writes the gate of each field whose gate is off at `minor`.
pub fn mark(types: &mut Types, kubernetes: &Path, api: &Path, minor: u8) -> Result<()> {
    let folder = kubernetes.join("pkg/features");
    let mut features = fs::read_to_string(folder.join("kube_features.go"))?;
    // Two releases keep the gates by version in a file of their own.
    let by_version = folder.join("versioned_kube_features.go");
    if by_version.exists() {
        features += &fs::read_to_string(by_version)?;
    }
    let off = off_by_default(&features, minor);
    let structs = structs(api)?;
    for (name, fields) in types {
        for (field, gates) in markers(name, &structs) {
            let gate = gates.split(',').find(|gate| off.contains(*gate));
            if let (Some(gate), Some((_, facts))) = (gate, fields.get_mut(&field)) {
                facts.gate = Some(gate.to_owned());
            }
        }
    }
    Ok(())
}

/// The markers of a struct's fields, those of inlined structs included.
fn markers(name: &str, structs: &Structs) -> Vec<(String, String)> {
    let Some(found) = structs.get(name) else { return Vec::new() };
    let package = name.rsplit_once('.').map_or("", |(package, _)| package);
    let inlined =
        found.inlined.iter().flat_map(|inner| markers(&format!("{package}.{inner}"), structs));
    found.gates.iter().cloned().chain(inlined).collect()
}

fn structs(api: &Path) -> Result<Structs> {
    let mut structs = Structs::new();
    for group in fs::read_dir(api)? {
        let group = group?.path();
        if !group.is_dir() {
            continue;
        }
        for version in fs::read_dir(&group)? {
            let folder = version?.path();
            let file = folder.join("types.go");
            let names = [&group, &folder]
                .map(|path| path.file_name().unwrap_or_default().to_string_lossy());
            if file.exists() {
                read_structs(&fs::read_to_string(file)?, &names.join("."), &mut structs);
            }
        }
    }
    Ok(structs)
}

fn read_structs(go: &str, package: &str, structs: &mut Structs) {
    let (mut current, mut gate) = (String::new(), None);
    for line in go.lines().map(str::trim) {
        if let Some(name) =
            line.strip_prefix("type ").and_then(|rest| rest.strip_suffix(" struct {"))
        {
            current = format!("{package}.{name}");
            structs.entry(current.clone()).or_default();
        } else if let Some(name) = line.strip_prefix("// +featureGate=") {
            gate = Some(name.to_owned());
        } else if let Some((declared, tag)) = line.split_once("`json:\"")
            && let Some(into) = structs.get_mut(&current)
        {
            let name = tag.split(['"', ',']).next().unwrap_or("");
            if let Some(gate) = gate.take().filter(|_| !name.is_empty()) {
                into.gates.push((name.to_owned(), gate));
            } else if name.is_empty() {
                into.inlined.push(declared.trim().to_owned());
            }
        } else if !line.starts_with("//") {
            gate = None;
        }
    }
}

/// The gates that a release has and leaves off. Since 1.31 a gate has a line for each version that
/// changed it.
fn off_by_default(go: &str, minor: u8) -> BTreeSet<String> {
    let mut defaults: BTreeMap<String, bool> = BTreeMap::new();
    let mut current = "";
    for line in go.lines().map(str::trim) {
        if let Some((name, rest)) = line.split_once(": {").filter(|(name, _)| is_gate(name)) {
            current = name;
            if rest.starts_with("Default: ") {
                defaults.insert(name.to_owned(), rest.starts_with("Default: true"));
            }
        } else if let Some(rest) = line.strip_prefix("{Version: version.MustParse(\"1.") {
            let (from, rest) = rest.split_once('"').unwrap_or((rest, ""));
            if from.parse::<u8>().is_ok_and(|from| from <= minor) {
                defaults.insert(current.to_owned(), rest.contains("Default: true"));
            }
        }
    }
    defaults.into_iter().filter(|(_, on)| !on).map(|(name, _)| name).collect()
}

fn is_gate(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric())
}
