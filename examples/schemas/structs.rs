//! Go structs from their source: what a field's declaration says that no published document does.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use crate::{Result, format::Omit, openapi::Types};

/// Go structs by package and name (`core.v1.PodSpec`).
pub type Structs = BTreeMap<String, Struct>;

/// The files of a package that declare what objects are read into.
const SOURCES: [&str; 5] =
    ["group_version.go", "namedresources.go", "types.go", "types_jsonschema.go", "watch.go"];

#[derive(Default)]
pub struct Struct {
    fields: Vec<Declared>,
    /// Structs whose fields are its own, by package and name.
    inlined: Vec<String>,
}

/// One field, as it is declared.
#[derive(Clone)]
pub struct Declared {
    /// Its name in JSON.
    pub name: String,
    pub pointer: bool,
    pub omit: Omit,
    /// The gates of its `+featureGate` marker.
    pub gates: Option<String>,
}

/// The fields of a struct, those of inlined structs included.
pub fn fields(name: &str, structs: &Structs) -> Vec<Declared> {
    let Some(found) = structs.get(name) else { return Vec::new() };
    let inlined = found.inlined.iter().flat_map(|inner| fields(inner, structs));
    found.fields.iter().cloned().chain(inlined).collect()
}

/// Writes how each field is declared.
pub fn mark(types: &mut Types, structs: &Structs) -> Result<()> {
    // No object holds the answer of `/version`.
    for (name, known) in types.iter_mut().filter(|(name, _)| *name != "pkg.version.Info") {
        let declared = fields(name, structs);
        for (field, (_, facts)) in known {
            let found = declared.iter().find(|declared| declared.name == *field);
            let found = found.ok_or_else(|| format!("{name}.{field} is declared nowhere"))?;
            facts.pointer = found.pointer;
            facts.omit = found.omit;
        }
    }
    Ok(())
}

/// Reads the types of a directory.
pub fn read(dir: &Path, structs: &mut Structs) -> Result<()> {
    for file in sources(dir)? {
        read_structs(&fs::read_to_string(&file)?, &package(dir), structs);
    }
    Ok(())
}

/// Reads every package of `k8s.io/api`.
pub fn read_all(api: &Path, structs: &mut Structs) -> Result<()> {
    packages(api)?.iter().try_for_each(|dir| read(dir, structs))
}

/// What a package is called here: by the last two parts of its path, as in `core.v1`.
pub fn package(path: &Path) -> String {
    let mut names: Vec<_> = path.iter().rev().take(2).map(|part| part.to_string_lossy()).collect();
    names.reverse();
    names.join(".")
}

/// The files of a directory that declare types.
pub fn sources(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for file in fs::read_dir(dir)? {
        let file = file?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        if SOURCES.contains(&&*name) {
            files.push(file);
        }
    }
    Ok(files)
}

/// The packages of `k8s.io/api`, which lie two directories deep.
pub fn packages(api: &Path) -> Result<Vec<PathBuf>> {
    let mut packages = Vec::new();
    for group in fs::read_dir(api)? {
        let group = group?.path();
        if !group.is_dir() {
            continue;
        }
        for version in fs::read_dir(&group)? {
            let dir = version?.path();
            if dir.join("types.go").exists() {
                packages.push(dir);
            }
        }
    }
    Ok(packages)
}

fn read_structs(go: &str, package: &str, structs: &mut Structs) {
    let (mut current, mut gates) = (String::new(), None);
    for line in go.lines().map(str::trim) {
        if let Some(name) =
            line.strip_prefix("type ").and_then(|rest| rest.strip_suffix(" struct {"))
        {
            current = format!("{package}.{name}");
            structs.entry(current.clone()).or_default();
        } else if let Some((name, other)) =
            line.strip_prefix("type ").and_then(|rest| rest.split_once(' '))
            && other.contains('.')
        {
            let other = qualified(other.trim_start_matches("= "), package);
            structs.entry(format!("{package}.{name}")).or_default().inlined.push(other);
        } else if let Some(names) = line.strip_prefix("// +featureGate=") {
            gates = Some(names.to_owned());
        } else if let Some((declared, tag)) = line.split_once("`json:\"")
            && !line.starts_with("//")
            && let Some(into) = structs.get_mut(&current)
        {
            let mut options = tag.split('"').next().unwrap_or("").split(',');
            let name = options.next().unwrap_or("");
            let options: Vec<&str> = options.collect();
            let mut words = declared.split_whitespace();
            let gates = gates.take();
            if name.is_empty() {
                into.inlined.push(qualified(words.next().unwrap_or(""), package));
                continue;
            }
            into.fields.push(Declared {
                name: name.to_owned(),
                pointer: words.nth(1).is_some_and(|of| of.starts_with('*')),
                omit: match &options {
                    options if options.contains(&"omitzero") => Omit::Zero,
                    options if options.contains(&"omitempty") => Omit::Empty,
                    _ => Omit::Never,
                },
                gates,
            });
        } else if !line.starts_with("//") {
            gates = None;
        }
    }
}

/// A struct as a package names it: its own, one of the machinery's, or one of another version.
fn qualified(name: &str, package: &str) -> String {
    let group = package.split('.').next().unwrap_or("");
    match name.trim_start_matches('*').split_once('.') {
        Some(("metav1", name)) => format!("meta.v1.{name}"),
        Some((version, name)) => format!("{group}.{version}.{name}"),
        None => format!("{package}.{name}"),
    }
}
