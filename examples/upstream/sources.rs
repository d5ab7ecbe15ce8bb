//! Which Go files of a release decide whether an object is accepted, and with which warnings.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use crate::{Result, go, modules};

/// Functions by file, as `pkg/apis/core/validation/names.go`, below the module's directory.
pub type Files = BTreeMap<String, go::Functions>;

/// Directories whose files validate, each in its module.
const FOLDERS: [(&str, &str); 4] = [
    ("k8s.io/apimachinery", "pkg/api/validation"),
    ("k8s.io/apimachinery", "pkg/apis/meta/v1/validation"),
    ("k8s.io/apimachinery", "pkg/util/validation"),
    ("k8s.io/apiextensions-apiserver", "pkg/apis/apiextensions/validation"),
];

/// The plugins of `plugin/pkg/admission` that need nothing but the object and their configuration.
const STATELESS: [&str; 9] = [
    "alwayspullimages",
    "antiaffinity",
    "certificates/subjectrestriction",
    "defaulttolerationseconds",
    "extendedresourcetoleration",
    "network/denyserviceexternalips",
    "nodetaint",
    "serviceaccount",
    "storage/storageobjectinuseprotection",
];

/// The methods by which a registry's strategy decides what becomes of an object.
const METHODS: [&str; 7] = [
    "PrepareForCreate",
    "Validate",
    "WarningsOnCreate",
    "Canonicalize",
    "PrepareForUpdate",
    "ValidateUpdate",
    "WarningsOnUpdate",
];

/// Reads a release, downloading its modules unless they are in the cache.
pub fn read(pinned: modules::Pinned) -> Result<Files> {
    let kubernetes = modules::download("k8s.io/kubernetes", &pinned.kubernetes())?;
    let mut files = Files::new();
    for group in folders(&kubernetes.join("pkg/apis"))? {
        add(&kubernetes, &group.join("validation"), &mut files, |file, _| file != "doc.go")?;
    }
    for group in folders(&kubernetes.join("pkg/api"))? {
        add(&kubernetes, &group, &mut files, |file, name| {
            file == "warnings.go" || name.to_lowercase().contains("warnings")
        })?;
    }
    for group in folders(&kubernetes.join("pkg/registry"))? {
        for resource in folders(&group)? {
            add(&kubernetes, &resource, &mut files, |file, name| {
                file == "strategy.go"
                    && name.rsplit_once('.').is_some_and(|(_, method)| METHODS.contains(&method))
            })?;
        }
    }
    for plugin in STATELESS {
        let plugin = kubernetes.join("plugin/pkg/admission").join(plugin);
        add(&kubernetes, &plugin, &mut files, |file, _| file == "admission.go")?;
    }
    for (module, folder) in FOLDERS {
        let module = modules::download(module, &pinned.api())?;
        add(&module, &module.join(folder), &mut files, |_, _| true)?;
    }
    Ok(files)
}

fn folders(path: &Path) -> Result<Vec<PathBuf>> {
    let paths = fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path()));
    let mut paths = paths.collect::<std::io::Result<Vec<_>>>()?;
    paths.retain(|path| path.is_dir());
    Ok(paths)
}

/// Adds the functions of a directory's files that are wanted by file and name. Directories that a
/// release lacks have none.
fn add(
    module: &Path,
    folder: &Path,
    files: &mut Files,
    wanted: impl Fn(&str, &str) -> bool,
) -> Result<()> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries {
        let path = entry?.path();
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_source = path.extension().is_some_and(|extension| extension == "go")
            && !file.ends_with("_test.go")
            && !file.starts_with("zz_generated");
        if !is_source {
            continue;
        }
        let mut functions = go::functions(&fs::read_to_string(&path)?);
        functions.retain(|name, _| wanted(&file, name));
        if !functions.is_empty() {
            files.insert(path.strip_prefix(module)?.display().to_string(), functions);
        }
    }
    Ok(())
}
