//! Values into the settings of a run. What cannot be used is named with its place.

use std::path::PathBuf;

use globset::Glob;
use semver::{Prerelease, VersionReq};

use super::{
    Config, ConfigError, ConfigOrigin, ConfigValue, RawOverride, keys::by_name,
    targets::TargetVersions,
};
use crate::{
    code,
    diagnostic::Severity,
    findings::{
        Choice, FindRules, Override, PathPatterns, Selection, UnknownSelector, named, named_to_run,
        suggest,
        suppress::{SuppressionPolicy, TOOLS},
    },
    model::pattern::{ObjectPattern, RequiredKey},
    rules::{Cluster, Preset, Rule, RuleSettings},
};

/// The lowest severity that fails a run; `None` means never.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FailOn(pub Option<Severity>);

/// Everything that a configuration decides of a run.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// The versions of Kubernetes to validate against, the newest first.
    pub versions: TargetVersions,
    pub selection: Selection,
    pub fail_on: FailOn,
    pub policy: SuppressionPolicy,
    pub overrides: Vec<Override>,
    pub exclude: PathPatterns,
    /// Files and directories with definitions of custom resources.
    pub crds: Vec<PathBuf>,
    pub rules: RuleSettings,
    pub format: Option<String>,
    pub docs_url: Option<String>,
    /// What the user should know of it.
    pub warnings: Vec<ConfigError>,
}

impl Config {
    /// The settings, or the first value that cannot be used.
    pub fn resolve(&self) -> Result<Resolved, ConfigError> {
        let mut warnings = Vec::new();
        self.required_version(&mut warnings)?;
        let versions = self.versions(&mut warnings)?;
        let mut selection = self.selection()?;
        let require_reason = self.bool("lint.require-reason");
        if require_reason {
            selection.turn_on(code::SUPPRESSION_WITHOUT_REASON, Severity::Warning);
        }
        Ok(Resolved {
            versions,
            selection,
            fail_on: self
                .parse("lint.fail-on", fail_on)?
                .unwrap_or(FailOn(Some(Severity::Warning))),
            policy: SuppressionPolicy {
                inline: true,
                fixed: self.rules("lint.non-suppressible")?,
                tools: self.tools()?,
            },
            overrides: self.overrides()?,
            exclude: self.parse_list("exclude", |list| PathPatterns::new(&self.root, list))?,
            crds: self.list("crds").iter().map(|path| self.root.join(path)).collect(),
            rules: RuleSettings {
                complete: self.bool("bundle.complete"),
                external: self.parse_list("bundle.external", |list| {
                    list.iter().map(|text| ObjectPattern::parse(text)).collect()
                })?,
                cluster: self.cluster()?,
                allowed_images: self.list("lint.rules.untrusted-registry.allow"),
                required_labels: self.required_keys("lint.rules.required-label.labels")?,
                required_annotations: self
                    .required_keys("lint.rules.required-annotation.annotations")?,
                forbidden_metadata: self.list("lint.rules.forbidden-metadata.keys"),
                limit_request_ratio: self.number("lint.rules.limit-request-ratio.maximum"),
            },
            format: self.text("output.format").map(|(text, _)| text.to_owned()),
            docs_url: self.text("output.docs-url").map(|(text, _)| text.to_owned()),
            warnings,
        })
    }

    /// The labels or annotations that a rule requires, each at its place where it is wrong.
    fn required_keys(&self, key: &'static str) -> Result<Vec<RequiredKey>, ConfigError> {
        let Some((ConfigValue::TextTable(table), origin)) = self.layer.values.get(key) else {
            return Ok(Vec::new());
        };
        let required = |(name, pattern): &(String, String)| {
            let place = self.layer.places.get(&(key, name.clone())).unwrap_or(origin);
            RequiredKey::new(name, pattern).map_err(|why| ConfigError::new(place, why))
        };
        table.iter().map(required).collect()
    }

    fn required_version(&self, warnings: &mut Vec<ConfigError>) -> Result<(), ConfigError> {
        let Some((text, origin)) = self.text("required-version") else { return Ok(()) };
        match satisfies(env!("CARGO_PKG_VERSION"), text) {
            Ok(Satisfied::Yes) => {}
            Ok(Satisfied::ByRelease(why)) => warnings.push(ConfigError::new(origin, why)),
            Ok(Satisfied::No(why)) => return Err(ConfigError::new(origin, why)),
            Err(why) => {
                let message = format!("`{text}` is not a valid version requirement: {why}");
                let help = "use one such as \">=0.1\" or \">=0.1, <0.3\"";
                return Err(ConfigError::new(origin, message).help(help));
            }
        }
        Ok(())
    }

    fn selection(&self) -> Result<Selection, ConfigError> {
        for key in ["lint.preset", "lint.select", "lint.extend-select"] {
            self.each(key, named_to_run)?;
        }
        self.rules("lint.ignore")?;
        let mut severity = Vec::new();
        if let Some((ConfigValue::TextTable(table), origin)) =
            self.layer.values.get("lint.severity")
        {
            for (word, text) in table {
                let place = ("lint.severity", word.clone());
                let origin = self.layer.places.get(&place).unwrap_or(origin);
                named(word).map_err(|unknown| unknown_selector(origin, unknown))?;
                let of = text.parse().map_err(|error: String| ConfigError::new(origin, error))?;
                severity.push((word.clone(), of));
            }
        }
        let list = |key| self.texts(key).map(|(list, _)| list.to_vec());
        let select = list("lint.select").filter(|words| !words.is_empty());
        let mut extend_select = list("lint.extend-select").unwrap_or_default();
        // Whoever selects rules one by one has said all.
        if self.bool("bundle.complete") && select.is_none() {
            extend_select.push(Preset::ClosedWorld.name().to_owned());
        }
        let choice = Choice {
            presets: list("lint.preset").unwrap_or_default(),
            select,
            extend_select,
            ignore: list("lint.ignore").unwrap_or_default(),
            severity,
        };
        let selection = Selection::new(&choice)
            .map_err(|unknown| unknown_selector(&ConfigOrigin::Default, unknown))?;
        if selection.is_empty() {
            let keys = ["lint.ignore", "lint.select", "lint.preset"];
            let origin = keys.into_iter().find_map(|key| Some(self.texts(key)?.1));
            let error =
                ConfigError::new(origin.unwrap_or(&ConfigOrigin::Default), "no rule is selected");
            return Err(error.help("`ignore` takes precedence over `select` and `preset`"));
        }
        Ok(selection)
    }

    /// The rules that the words of a key name.
    fn rules(&self, key: &str) -> Result<Vec<&'static Rule>, ConfigError> {
        self.each(key, named)
    }

    fn each(&self, key: &str, named: FindRules) -> Result<Vec<&'static Rule>, ConfigError> {
        let Some((words, origin)) = self.texts(key) else { return Ok(Vec::new()) };
        rules_of(words, origin, named)
    }

    fn tools(&self) -> Result<Vec<String>, ConfigError> {
        let Some((words, origin)) = self.texts("lint.compat-annotations") else {
            return Ok(TOOLS.iter().map(|&tool| tool.to_owned()).collect());
        };
        match words.iter().find(|word| !TOOLS.contains(&word.as_str())) {
            None => Ok(words.to_vec()),
            Some(word) => Err(ConfigError::new(
                origin,
                format!("the annotations of `{word}` are not supported"),
            )
            .help(format!("supported tools: {}", TOOLS.join(", ")))),
        }
    }

    fn overrides(&self) -> Result<Vec<Override>, ConfigError> {
        self.layer.overrides.iter().map(|raw| self.one_override(raw)).collect()
    }

    fn one_override(&self, raw: &RawOverride) -> Result<Override, ConfigError> {
        let wrong = |message: String| ConfigError::new(&raw.origin, message);
        let paths = (!raw.paths.is_empty())
            .then(|| PathPatterns::new(&self.root, &raw.paths))
            .transpose()
            .map_err(wrong)?;
        let objects = raw.objects.iter().map(|text| ObjectPattern::parse(text).map_err(wrong));
        let containers = raw.containers.iter().map(|text| {
            let glob = Glob::new(text).map_err(|e| wrong(format!("`{text}`: {}", e.kind())))?;
            Ok(glob.compile_matcher())
        });
        let every = paths.is_none() && raw.objects.is_empty() && raw.containers.is_empty();
        if every || raw.ignore.is_empty() {
            return Err(wrong(
                "an override requires `ignore` and one of `paths`, `objects`, `containers`".into(),
            ));
        }
        Ok(Override {
            paths,
            objects: objects.collect::<Result<_, _>>()?,
            containers: containers.collect::<Result<_, _>>()?,
            ignore: rules_of(&raw.ignore, &raw.origin, named)?,
        })
    }

    fn cluster(&self) -> Result<Cluster, ConfigError> {
        let mut cluster = Cluster::default();
        if let Some(ports) = self.parse("cluster.node-port-range", node_ports)? {
            cluster.node_ports = ports;
        }
        if let Some((families, origin)) = self.texts("cluster.ip-families") {
            if let Some(other) = families.iter().find(|f| *f != "IPv4" && *f != "IPv6") {
                return Err(ConfigError::new(
                    origin,
                    format!("unknown IP family `{other}`; must be IPv4 or IPv6"),
                ));
            }
            cluster.ip_families = families.to_vec();
        }
        if let Some((apis, _)) = self.texts("cluster.enabled-apis") {
            cluster.enabled_apis = apis.to_vec();
        }
        cluster.pod_security = self.parse("cluster.pod-security", str::parse)?;
        Ok(cluster)
    }

    pub(super) fn text(&self, key: &str) -> Option<(&str, &ConfigOrigin)> {
        debug_assert!(by_name(key).is_some(), "unknown key {key}");
        match self.layer.values.get(key)? {
            (ConfigValue::Text(text), origin) if !text.is_empty() => Some((text, origin)),
            _ => None,
        }
    }

    pub(super) fn texts(&self, key: &str) -> Option<(&[String], &ConfigOrigin)> {
        debug_assert!(by_name(key).is_some(), "unknown key {key}");
        match self.layer.values.get(key)? {
            (ConfigValue::Texts(list), origin) => Some((list, origin)),
            _ => None,
        }
    }

    /// A list that is used as it is written; empty where it is not set.
    fn list(&self, key: &str) -> Vec<String> {
        self.texts(key).map_or_else(Vec::new, |(list, _)| list.to_vec())
    }

    fn number(&self, key: &str) -> Option<u32> {
        match self.layer.values.get(key) {
            Some((ConfigValue::Number(number), _)) => Some(*number),
            _ => None,
        }
    }

    fn bool(&self, key: &str) -> bool {
        matches!(self.layer.values.get(key), Some((ConfigValue::Bool(true), _)))
    }

    fn parse<T>(
        &self,
        key: &str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Option<T>, ConfigError> {
        self.text(key)
            .map(|(text, origin)| parse(text).map_err(|error| ConfigError::new(origin, error)))
            .transpose()
    }

    fn parse_list<T: Default>(
        &self,
        key: &str,
        parse: impl Fn(&[String]) -> Result<T, String>,
    ) -> Result<T, ConfigError> {
        let Some((list, origin)) = self.texts(key) else { return Ok(T::default()) };
        parse(list).map_err(|error| ConfigError::new(origin, error))
    }
}

/// Finds the rules of a word.
fn rules_of(
    words: &[String],
    origin: &ConfigOrigin,
    named: FindRules,
) -> Result<Vec<&'static Rule>, ConfigError> {
    let mut rules = Vec::new();
    for word in words {
        rules.extend(named(word).map_err(|unknown| unknown_selector(origin, unknown))?);
    }
    Ok(rules)
}

fn unknown_selector(origin: &ConfigOrigin, unknown: UnknownSelector) -> ConfigError {
    ConfigError::new(origin, unknown.to_string()).help(unknown.help())
}

fn fail_on(text: &str) -> Result<FailOn, String> {
    if text == "never" {
        return Ok(FailOn(None));
    }
    text.parse().map(|severity| FailOn(Some(severity))).map_err(|_| {
        let nearest = suggest(text, ["error", "warning", "info", "never"]);
        nearest.map_or_else(
            || format!("unknown severity `{text}`; must be one of error, warning, info, never"),
            |word| format!("unknown severity `{text}`; did you mean `{word}`?"),
        )
    })
}

fn node_ports(text: &str) -> Result<(u16, u16), String> {
    let ends = text
        .split_once('-')
        .and_then(|(a, b)| Some((a.trim().parse().ok()?, b.trim().parse().ok()?)));
    ends.filter(|(first, last)| *first > 0 && first <= last).ok_or_else(|| {
        format!("`{text}` is not a valid port range; use one such as \"30000-32767\"")
    })
}

/// Whether the version of this build satisfies a requirement.
#[derive(Debug, PartialEq, Eq)]
enum Satisfied {
    Yes,
    /// The build is a pre-release of a version that it allows; what to say of that.
    ByRelease(String),
    /// Why not.
    No(String),
}

/// Whether a version fulfils `>=0.1, <0.3`; an error where that is not a requirement.
fn satisfies(own: &str, requirement: &str) -> Result<Satisfied, String> {
    let wanted = VersionReq::parse(requirement).map_err(|error| error.to_string())?;
    let build = semver::Version::parse(own).map_err(|error| error.to_string())?;
    if wanted.matches(&build) {
        return Ok(Satisfied::Yes);
    }
    let release = semver::Version::new(build.major, build.minor, build.patch);
    let is_early = build.pre != Prerelease::EMPTY;
    let what = if is_early { format!(", a pre-release of {release}") } else { String::new() };
    let why =
        format!("this project requires kubevet {requirement}, but this is kubevet {own}{what}");
    let by_release = is_early && wanted.matches(&release);
    Ok(if by_release { Satisfied::ByRelease(why) } else { Satisfied::No(why) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requirements() {
        let yes = |own, wanted| satisfies(own, wanted) == Ok(Satisfied::Yes);
        assert!(yes("0.1.4", ">=0.1") && yes("0.1.4", "0.1") && yes("0.1.4", "=0.1"));
        assert!(yes("0.1.4", "~0.1") && yes("0.10.0", ">0.9") && yes("1.2.3", "*"));
        let no = |own, wanted| matches!(satisfies(own, wanted), Ok(Satisfied::No(_)));
        assert!(no("0.1.4", ">=0.1, <0.1.4") && no("0.1.4", "0.2") && no("0.2.0-rc.1", ">=0.3"));
        assert!(satisfies("0.1.4", "newest").is_err() && satisfies("0.1.4", ">=0.1 <0.3").is_err());
    }

    #[test]
    fn pre_releases_count_as_the_release_with_a_warning() {
        assert_eq!(
            satisfies("0.2.0-rc.1", ">=0.2"),
            Ok(Satisfied::ByRelease(
                "this project requires kubevet >=0.2, but this is kubevet 0.2.0-rc.1, a \
                 pre-release of 0.2.0"
                    .to_owned()
            ))
        );
        assert_eq!(satisfies("0.2.0-rc.2", ">=0.2.0-rc.1"), Ok(Satisfied::Yes));
        assert_eq!(
            satisfies("0.2.0-rc.1", ">=0.3"),
            Ok(Satisfied::No(
                "this project requires kubevet >=0.3, but this is kubevet 0.2.0-rc.1, a \
                 pre-release of 0.2.0"
                    .to_owned()
            ))
        );
    }

    #[test]
    fn port_ranges() {
        assert_eq!(node_ports("20000-40000"), Ok((20000, 40000)));
        assert!(node_ports("40000-20000").is_err());
        assert!(node_ports("30000").is_err());
    }
}
