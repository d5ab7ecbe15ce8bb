//! Which kinds a release serves, under which names, and which of them only when told to.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use serde::Deserialize;

use crate::{
    Result,
    format::USUAL_VERBS,
    openapi::{GroupVersionKind, Swagger, short},
};

pub struct Kind {
    pub gvk: GroupVersionKind,
    pub type_name: String,
    pub namespaced: bool,
    pub plural: String,
    /// From discovery, which the modules hold since 1.27.
    pub names: Option<Names>,
    pub verbs: Vec<String>,
    /// Not served unless its group and version are enabled.
    pub off: bool,
}

#[derive(Clone)]
pub struct Names {
    pub short: Vec<String>,
    pub categories: Vec<String>,
}

/// What the paths of one resource say.
#[derive(Default)]
struct Resource {
    namespaced: bool,
    verbs: BTreeSet<String>,
}

pub fn kinds(swagger: &Swagger, kubernetes: &Path) -> Result<Vec<Kind>> {
    let names = discovery(kubernetes)?;
    let off =
        OffByDefault::read(&fs::read_to_string(kubernetes.join("pkg/controlplane/instance.go"))?);
    let definitions: BTreeMap<_, _> = swagger
        .definitions
        .iter()
        .filter(|(_, d)| d.kinds.len() == 1)
        .map(|(name, d)| (&d.kinds[0], short(name)))
        .collect();
    let mut kinds = Vec::new();
    for ((gvk, plural), resource) in resources(swagger)? {
        let type_name = definitions.get(&gvk).ok_or_else(|| format!("{gvk:?} has no type"))?;
        kinds.push(Kind {
            type_name: type_name.clone(),
            namespaced: resource.namespaced,
            names: names.get(&(gvk.group.clone(), gvk.version.clone(), plural.clone())).cloned(),
            verbs: USUAL_VERBS
                .iter()
                .filter(|v| resource.verbs.contains(**v))
                .map(ToString::to_string)
                .collect(),
            off: off.contains(type_name, &plural),
            gvk,
            plural,
        });
    }
    Ok(kinds)
}

/// The resources that have a path of their own (subresources have none).
fn resources(swagger: &Swagger) -> Result<BTreeMap<(GroupVersionKind, String), Resource>> {
    #[derive(Deserialize)]
    struct Operation {
        #[serde(rename = "x-kubernetes-action")]
        action: String,
        #[serde(rename = "x-kubernetes-group-version-kind")]
        gvk: GroupVersionKind,
    }
    let mut resources: BTreeMap<_, Resource> = BTreeMap::new();
    for (path, methods) in &swagger.paths {
        let path = path.trim_end_matches('/');
        let (collection, below) = path.split_once("/{name}").unwrap_or((path, ""));
        let Some(plural) = collection.rsplit('/').next().filter(|_| below.is_empty()) else {
            continue;
        };
        for operation in methods.values().filter(|m| m.get("x-kubernetes-action").is_some()) {
            let Operation { action, gvk } = serde_json::from_value(operation.clone())?;
            let verb = match action.as_str() {
                "post" => "create",
                "put" => "update",
                "watchlist" => "watch",
                other => other,
            };
            let resource = resources.entry((gvk, plural.to_owned())).or_default();
            resource.namespaced |= path.contains("/{namespace}/");
            resource.verbs.insert(verb.to_owned());
        }
    }
    Ok(resources)
}

fn discovery(kubernetes: &Path) -> Result<BTreeMap<(String, String, String), Names>> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct ResourceList {
        group_version: String,
        resources: Vec<Listed>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Listed {
        name: String,
        #[serde(default)]
        short_names: Vec<String>,
        #[serde(default)]
        categories: Vec<String>,
    }
    let mut names = BTreeMap::new();
    let dir = kubernetes.join("api/discovery");
    if !dir.exists() {
        return Ok(names);
    }
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        // Other files there list groups, not resources.
        let Ok(list) = serde_json::from_str::<ResourceList>(&fs::read_to_string(path)?) else {
            continue;
        };
        let (group, version) =
            list.group_version.split_once('/').unwrap_or(("", &list.group_version));
        for listed in list.resources {
            let key = (group.to_owned(), version.to_owned(), listed.name);
            names.insert(key, Names { short: listed.short_names, categories: listed.categories });
        }
    }
    Ok(names)
}

/// The lists of `pkg/controlplane/instance.go`, by directory and version of the Go package
/// (`flowcontrol.v1beta2`).
struct OffByDefault {
    versions: BTreeSet<String>,
    enabled_resources: BTreeSet<(String, String)>,
}

impl OffByDefault {
    fn read(go: &str) -> OffByDefault {
        let mut packages = BTreeMap::new();
        let mut off =
            OffByDefault { versions: BTreeSet::new(), enabled_resources: BTreeSet::new() };
        let mut list = "";
        for line in go.lines().map(str::trim) {
            if let Some((alias, path)) = line.split_once(" \"k8s.io/api/") {
                packages.insert(alias, path.trim_end_matches('"').replace('/', "."));
            } else if let Some((name, _)) = line.split_once(" = []schema.GroupVersion") {
                list = name;
            } else if line == "}" {
                list = "";
            } else if let Some((alias, rest)) = line.split_once(".SchemeGroupVersion")
                && let Some(package) = packages.get(alias)
            {
                let resource =
                    rest.strip_prefix(".WithResource(\"").and_then(|r| r.split('"').next());
                match resource {
                    Some(resource) if list.contains("EnabledByDefault") => {
                        off.enabled_resources.insert((package.clone(), resource.to_owned()));
                    }
                    None if list.contains("DisabledByDefault") => {
                        off.versions.insert(package.clone());
                    }
                    _ => {}
                }
            }
        }
        off
    }

    fn contains(&self, type_name: &str, plural: &str) -> bool {
        let package = type_name.rsplit_once('.').map_or("", |(package, _)| package);
        self.versions.contains(package)
            && !self.enabled_resources.contains(&(package.to_owned(), plural.to_owned()))
    }
}
