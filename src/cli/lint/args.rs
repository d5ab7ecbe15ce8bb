//! The flags of `kubevet lint`, and how they override the configuration.

use std::{
    ffi::{OsStr, OsString},
    path::PathBuf,
    str::FromStr,
};

use clap::{
    Args,
    builder::{OsStringValueParser, TypedValueParser as _},
};

use crate::{
    cli::{error::CliError, git::Since},
    config::{Config, ConfigOrigin, ConfigValue, Layer, RawOverride},
    diagnostic::Severity,
    report::Format,
    validate::pod_security::LevelVersion,
};

#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct LintArgs {
    /// Files and directories to check as a project; - reads standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Check every document of these files and directories, as `kubectl apply -f` would send them
    #[arg(short, long, value_name = "PATH", value_delimiter = ',')]
    pub filename: Vec<PathBuf>,
    /// Check the objects that the kustomization in this directory builds, as `kubectl apply -k`
    /// would send them
    #[arg(short, long, value_name = "DIR")]
    pub kustomize: Option<PathBuf>,
    /// With -f, also read subdirectories
    #[arg(short = 'R', long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "BOOL", hide_possible_values = true)]
    pub recursive: Option<bool>,

    /// Output format (full, concise, grouped, json, jsonl, sarif, github, gitlab, junit, rdjson,
    /// checkstyle or azure), optionally to a file; repeatable
    #[arg(
        short,
        long,
        value_name = "FORMAT[=FILE]",
        value_parser = OsStringValueParser::new().try_map(OutputSpec::read),
        alias = "output-format",
        env = "KUBEVET_OUTPUT",
        hide_env = true,
        help_heading = "Output"
    )]
    pub output: Vec<OutputSpec>,
    /// Lowest severity to show: error, warning, info
    #[arg(long, value_name = "SEVERITY", help_heading = "Output")]
    pub min_severity: Option<Severity>,
    /// Maximum number of findings to show
    #[arg(long, value_name = "N", help_heading = "Output")]
    pub max_diagnostics: Option<usize>,
    /// Show the number of findings for each rule instead of the findings
    #[arg(long, help_heading = "Output")]
    pub statistics: bool,
    /// Lowest severity that sets exit code 1: error, warning, info, never
    #[arg(long, value_name = "SEVERITY", help_heading = "Output")]
    pub fail_on: Option<String>,
    /// Exit with code 0 even if there are findings
    #[arg(short, long, conflicts_with = "fail_on", help_heading = "Output")]
    pub exit_zero: bool,

    /// Rules to run instead of those of the presets: codes, prefixes of codes, names, categories,
    /// presets, ALL
    #[arg(long, value_name = "RULES", value_delimiter = ',', help_heading = "Rules")]
    pub select: Option<Vec<String>>,
    /// Rules to skip; takes precedence over all rules that are selected
    #[arg(long, value_name = "RULES", value_delimiter = ',', help_heading = "Rules")]
    pub ignore: Vec<String>,
    /// Rules to run in addition to those that are selected
    #[arg(long, value_name = "RULES", value_delimiter = ',', help_heading = "Rules")]
    pub extend_select: Vec<String>,
    /// Presets of rules to run instead of core
    #[arg(long, value_name = "PRESETS", value_delimiter = ',', help_heading = "Rules")]
    pub preset: Vec<String>,
    /// Rule to skip for some objects, such as Deployment/web-*:KV4404
    #[arg(long, value_name = "OBJECT:RULE", value_delimiter = ',', help_heading = "Rules")]
    pub per_object_ignore: Vec<String>,
    /// Treat the files as the whole application: report every reference to an object that is not in
    /// them, and run the preset closed-world
    #[arg(long, help_heading = "Rules")]
    pub complete: bool,
    /// Pod Security level that is enforced in namespaces without its labels, such as baseline or
    /// restricted:v1.30
    #[arg(long, value_name = "LEVEL", help_heading = "Rules")]
    pub pod_security: Option<LevelVersion>,
    /// Ignore all suppressions in comments and annotations
    #[arg(long, help_heading = "Rules")]
    pub no_inline_ignores: bool,

    /// Apply safe fixes to the files
    #[arg(long, help_heading = "Fixes")]
    pub fix: bool,
    /// With the other options: also apply fixes that may change what a manifest means
    #[arg(long, help_heading = "Fixes")]
    pub unsafe_fixes: bool,
    /// Print what fixes would change as a diff, and write nothing
    #[arg(long, help_heading = "Fixes")]
    pub diff: bool,
    /// Apply fixes, and do not report what remains
    #[arg(long, help_heading = "Fixes")]
    pub fix_only: bool,
    /// List the fixes that were applied
    #[arg(long, help_heading = "Fixes")]
    pub show_fixes: bool,
    /// `kubevet fix --check`.
    #[arg(skip)]
    pub check: bool,
    /// Exit with code 1 if a fix was applied
    #[arg(long, help_heading = "Fixes")]
    pub exit_non_zero_on_fix: bool,
    /// Add a comment to the line of each finding that suppresses it, with this reason
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "", value_name = "REASON", conflicts_with_all = ["fix", "diff", "fix_only", "write_baseline"], help_heading = "Fixes")]
    pub add_ignore: Option<String>,

    /// Report only findings that are not in this file [default: kubevet-baseline.json, if it exists]
    #[arg(long, value_name = "FILE", help_heading = "Baseline")]
    pub baseline: Option<PathBuf>,
    /// Write all findings to the baseline instead of reporting them
    #[arg(long, help_heading = "Baseline")]
    pub write_baseline: bool,
    /// Remove entries that match no finding any more from the baseline
    #[arg(long, conflicts_with = "write_baseline", help_heading = "Baseline")]
    pub prune_baseline: bool,

    /// Check only files that differ from a git revision [default: where the branch left the default
    /// branch], and what they break elsewhere
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "", value_name = "REVISION", conflicts_with_all = ["filename", "kustomize", "files_from", "stdin_filename"], help_heading = "Input")]
    pub changed: Option<String>,
    /// Check only files that are staged in git, and what they break elsewhere
    #[arg(long, conflicts_with_all = ["changed", "filename", "kustomize", "files_from", "stdin_filename"], help_heading = "Input")]
    pub staged: bool,
    /// Check again whenever a file changes, until it is interrupted
    #[arg(short, long, help_heading = "Input")]
    pub watch: bool,
    /// Path of the file that is passed on standard input
    #[arg(long, value_name = "PATH", help_heading = "Input")]
    pub stdin_filename: Option<PathBuf>,
    /// Chart that the output of `helm template` on standard input was rendered from
    #[arg(long, value_name = "DIR", help_heading = "Input")]
    pub chart: Option<PathBuf>,
    /// File with the paths to check, one per line or separated by NUL; - reads standard input
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub files_from: Option<PathBuf>,
    /// Apply `exclude` also to files that are named on the command line
    #[arg(long, help_heading = "Input")]
    pub force_exclude: bool,
    /// Exit with code 2 if no manifests were found
    #[arg(long, help_heading = "Input")]
    pub error_on_no_files: bool,
    /// Exit with code 2 if no Kubernetes object was read
    #[arg(long, help_heading = "Input")]
    pub error_on_no_objects: bool,
    /// Directory to search for objects that the named files refer to; none disables the search
    #[arg(long, value_name = "DIR", help_heading = "Input")]
    pub context_root: Option<PathBuf>,
    /// Largest file to read, in bytes or with a unit: KB, MB, GB
    #[arg(long, value_name = "SIZE", default_value = "10MB", help_heading = "Input")]
    pub max_file_size: FileSize,
    /// Print the files that would be read, and exit
    #[arg(long, help_heading = "Input")]
    pub show_files: bool,
    /// Print the settings that would be used, and exit
    #[arg(long, help_heading = "Input")]
    pub show_settings: bool,
}

/// `FORMAT` or `FORMAT=FILE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OutputSpec {
    pub format: Format,
    pub file: Option<PathBuf>,
}

impl OutputSpec {
    fn read(text: OsString) -> Result<OutputSpec, String> {
        let bytes = text.as_encoded_bytes();
        let end = bytes.iter().position(|byte| *byte == b'=').unwrap_or(bytes.len());
        let format = String::from_utf8_lossy(&bytes[..end]).parse()?;
        // What follows an ASCII character is a path again.
        let file = match text.to_str() {
            Some(text) => text.get(end + 1..).map(PathBuf::from),
            None => after(&text, end + 1),
        };
        match file {
            Some(file) if file.as_os_str().is_empty() => {
                Err("the file name after `=` is missing".to_owned())
            }
            file => Ok(OutputSpec { format, file }),
        }
    }
}

/// The path from a byte on.
#[cfg(unix)]
fn after(text: &OsStr, start: usize) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStrExt as _;
    Some(PathBuf::from(OsStr::from_bytes(text.as_bytes().get(start..)?)))
}

#[cfg(not(unix))]
fn after(text: &OsStr, start: usize) -> Option<PathBuf> {
    text.to_string_lossy().get(start..).map(PathBuf::from)
}

/// A number of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FileSize(pub u64);

impl FromStr for FileSize {
    type Err = String;

    /// `1000000`, `500KB`, `10MB`, `1GB`, by powers of 1024 as `ls` counts.
    fn from_str(text: &str) -> Result<FileSize, String> {
        let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (number, unit) = text.split_at(digits);
        let factor = match unit.trim().to_ascii_uppercase().as_str() {
            "" | "B" => 1,
            "K" | "KB" | "KIB" => 1 << 10,
            "M" | "MB" | "MIB" => 1 << 20,
            "G" | "GB" | "GIB" => 1 << 30,
            _ => return Err(format!("unknown unit `{unit}`; use KB, MB or GB")),
        };
        let number: u64 = number.parse().map_err(|_| {
            format!("`{text}` is not a valid size; use a number of bytes, or one such as 10MB")
        })?;
        // Places in a text are 32 bits wide.
        match number.checked_mul(factor).filter(|bytes| *bytes < u64::from(u32::MAX)) {
            Some(bytes) => Ok(FileSize(bytes)),
            None => Err("the size must be less than 4GB".to_owned()),
        }
    }
}

impl LintArgs {
    /// Whether fixes are applied, if only to show what they change.
    pub(crate) fn fixes(&self) -> bool {
        self.fix || self.diff || self.fix_only
    }

    /// Refuses flags that change nothing without others, or contradict them.
    pub(crate) fn check_fixes(&self) -> Result<(), CliError> {
        let flags = [
            (self.unsafe_fixes, "--unsafe-fixes"),
            (self.show_fixes, "--show-fixes"),
            (self.exit_non_zero_on_fix, "--exit-non-zero-on-fix"),
        ];
        if self.fixes() && self.write_baseline {
            let error = CliError::new("fixes cannot be applied with --write-baseline");
            return Err(error.hint("apply the fixes first, then write the baseline"));
        }
        match flags.into_iter().find(|(is_set, _)| *is_set && !self.fixes()) {
            Some((_, flag)) => {
                let error = CliError::new(format!("{flag} has no effect by itself"));
                Err(error.hint(format!("add --fix to change the files, or --diff: --fix {flag}")))
            }
            None => Ok(()),
        }
    }

    /// Which files git is asked for.
    pub(crate) fn since(&self) -> Option<Since<'_>> {
        match &self.changed {
            Some(revision) if revision.is_empty() => Some(Since::Revision(None)),
            Some(revision) => Some(Since::Revision(Some(revision))),
            None => self.staged.then_some(Since::Staged),
        }
    }

    /// Overrides a configuration with the flags.
    pub(crate) fn put_above(&self, config: &mut Config) -> Result<(), CliError> {
        let layer = &mut config.layer;
        self.put_rules(layer);
        let fail_on = if self.exit_zero { Some("never") } else { self.fail_on.as_deref() };
        if let Some(text) = fail_on {
            crate::cli::config::set(layer, "lint.fail-on", text, "--fail-on");
        }
        if self.complete {
            layer.set("bundle.complete", ConfigValue::Bool(true), ConfigOrigin::Flag("--complete"));
        }
        if let Some(level) = self.pod_security {
            let level = level.to_string();
            crate::cli::config::set(layer, "cluster.pod-security", &level, "--pod-security");
        }
        for text in &self.per_object_ignore {
            layer.add_override(per_object_ignore(text)?);
        }
        Ok(())
    }

    /// Flags that choose rules replace the file's choice; those that add or leave out go on top of
    /// it.
    fn put_rules(&self, layer: &mut Layer) {
        if let Some(select) = &self.select {
            for key in ["lint.preset", "lint.extend-select", "lint.ignore"] {
                layer.unset(key);
            }
            let select = ConfigValue::Texts(select.clone());
            layer.set("lint.select", select, ConfigOrigin::Flag("--select"));
        }
        if !self.preset.is_empty() {
            if self.select.is_none() {
                layer.unset("lint.select");
            }
            let preset = ConfigValue::Texts(self.preset.clone());
            layer.set("lint.preset", preset, ConfigOrigin::Flag("--preset"));
        }
        if !self.extend_select.is_empty() {
            let more = self.extend_select.clone();
            layer.extend("lint.extend-select", more, ConfigOrigin::Flag("--extend-select"));
        }
        if !self.ignore.is_empty() {
            layer.extend("lint.ignore", self.ignore.clone(), ConfigOrigin::Flag("--ignore"));
        }
    }
}

/// Reads a value of `--per-object-ignore`.
fn per_object_ignore(text: &str) -> Result<RawOverride, CliError> {
    let (object, rule) = text.split_once(':').ok_or_else(|| {
        CliError::new(format!("`{text}` must be an object and a rule, separated by a colon"))
            .hint("for example, --per-object-ignore Deployment/web-*:KV4404")
    })?;
    Ok(RawOverride {
        origin: ConfigOrigin::Flag("--per-object-ignore"),
        objects: vec![object.to_owned()],
        ignore: vec![rule.to_owned()],
        ..RawOverride::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        let size = |text: &str| text.parse::<FileSize>().map(|size| size.0);
        assert_eq!(size("10MB"), Ok(10 << 20));
        assert_eq!(size("1234"), Ok(1234));
        assert_eq!(size("5k"), Ok(5 << 10));
        assert!(size("5 apples").is_err());
        assert!(size("99GB").is_err());
    }

    #[test]
    fn outputs() {
        let of = |text: &str| OutputSpec::read(text.into());
        assert_eq!(of("json").unwrap().file, None);
        assert_eq!(of("sarif=a=b.sarif").unwrap().file, Some(PathBuf::from("a=b.sarif")));
        assert!(of("json=").is_err());
        assert!(of("xml").is_err());
    }
}
