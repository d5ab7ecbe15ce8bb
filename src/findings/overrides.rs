//! What the configuration leaves out for some paths, objects or containers.

use std::path::{Path, PathBuf};

use globset::{Glob, GlobSet, GlobSetBuilder};

use super::select::cannot_be_off;
use crate::{
    model::{Object, Place, pattern::ObjectPattern},
    rules::{Finding, Rule},
};

/// Patterns for paths, relative to the directory of the configuration. One without a slash matches
/// at any depth; one that names a directory matches everything below it.
#[derive(Clone, Debug, Default)]
pub struct PathPatterns {
    root: PathBuf,
    globs: GlobSet,
}

impl PathPatterns {
    pub fn new(root: &Path, patterns: &[String]) -> Result<PathPatterns, String> {
        let mut globs = GlobSetBuilder::new();
        for pattern in patterns {
            let bare = pattern.trim_start_matches("./").trim_end_matches('/');
            let bare = if bare.contains('/') { bare.to_owned() } else { format!("**/{bare}") };
            for glob in [&bare, &format!("{bare}/**")] {
                globs.add(Glob::new(glob).map_err(|e| format!("`{pattern}`: {}", e.kind()))?);
            }
        }
        let globs = globs.build().map_err(|e| e.to_string())?;
        Ok(PathPatterns { root: root.to_path_buf(), globs })
    }

    /// Whether a path (absolute) matches one of them.
    pub fn matches(&self, path: &Path) -> bool {
        !self.globs.is_empty() && self.globs.is_match(path.strip_prefix(&self.root).unwrap_or(path))
    }
}

/// Rules that are left out where all of the given patterns hold.
#[derive(Clone, Debug)]
pub struct Override {
    pub paths: Option<PathPatterns>,
    pub objects: Vec<ObjectPattern>,
    pub containers: Vec<globset::GlobMatcher>,
    pub ignore: Vec<&'static Rule>,
}

impl Override {
    /// Whether it leaves a finding out; `path` is that of its file, `object` the one it is about.
    pub fn covers(&self, finding: &Finding, path: &Path, object: Option<&Object>) -> bool {
        self.ignore.iter().any(|rule| rule.code == finding.rule.code)
            && !cannot_be_off(finding.rule)
            && self.paths.as_ref().is_none_or(|paths| paths.matches(path))
            && (self.objects.is_empty()
                || object.is_some_and(|o| self.objects.iter().any(|p| p.matches_object(o))))
            && (self.containers.is_empty()
                || object.is_some_and(|object| self.covers_container(finding, object)))
    }

    fn covers_container(&self, finding: &Finding, object: &Object) -> bool {
        containers_of(object).into_iter().any(|container| {
            container.node().is_some_and(|node| node.span().covers(finding.at.span))
                && self.containers.iter().any(|glob| glob.is_match(container.get("name").str()))
        })
    }
}

/// The items of all lists of containers of an object, by the places where pod specs are.
fn containers_of(object: &Object) -> Vec<Place<'_>> {
    let specs: [&[&str]; 4] = [
        &["spec"],
        &["spec", "template", "spec"],
        &["spec", "jobTemplate", "spec", "template", "spec"],
        &["template", "spec"],
    ];
    let lists = ["containers", "initContainers", "ephemeralContainers"];
    let of = |spec: &'static [&'static str]| {
        lists.into_iter().flat_map(move |list| object.place().at(spec).get(list).items())
    };
    specs.into_iter().flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        let patterns = |list: &[&str]| {
            let list: Vec<String> = list.iter().map(|&p| p.to_owned()).collect();
            PathPatterns::new(Path::new("/app"), &list).unwrap()
        };
        let vendor = patterns(&["vendor/", "charts/*/ci"]);
        assert!(vendor.matches(Path::new("/app/vendor/x/a.yaml")));
        assert!(vendor.matches(Path::new("/app/k8s/vendor/a.yaml")));
        assert!(vendor.matches(Path::new("/app/charts/web/ci/a.yaml")));
        assert!(!vendor.matches(Path::new("/app/k8s/charts/web/ci/a.yaml")));
        assert!(patterns(&["*.gen.yaml"]).matches(Path::new("/app/k8s/a.gen.yaml")));
        assert!(!patterns(&[]).matches(Path::new("/app/a.yaml")));
        assert!(PathPatterns::new(Path::new("/"), &["[".to_owned()]).is_err());
    }
}
