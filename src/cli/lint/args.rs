//! The flags of `kubevet lint`, and what they put above the configuration.

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
    cli::error::CliError,
    config::{Config, Origin, RawOverride, Value},
    findings::Severity,
    report::Format,
    validate::pod_security::Policy,
};

#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct LintArgs {
    /// Files and folders, read as a project; - is standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Judge what `kubectl apply -f` would send: every document as it stands
    #[arg(short, long, value_name = "PATH", value_delimiter = ',')]
    pub filename: Vec<PathBuf>,
    /// Judge what `kubectl apply -k` would send: the objects that the kustomization of a folder makes
    #[arg(short, long, value_name = "DIR")]
    pub kustomize: Option<PathBuf>,
    /// With -f, enter the folders below
    #[arg(short = 'R', long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "BOOL", hide_possible_values = true)]
    pub recursive: Option<bool>,

    /// How to print, and into which file; several are allowed
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
    /// Show findings of this severity and above
    #[arg(long, value_name = "SEVERITY", help_heading = "Output")]
    pub min_severity: Option<Severity>,
    /// Show so many findings at most
    #[arg(long, value_name = "N", help_heading = "Output")]
    pub max_diagnostics: Option<usize>,
    /// Count findings by rule instead of showing them
    #[arg(long, help_heading = "Output")]
    pub statistics: bool,
    /// From which severity on the exit code is 1: error, warning, info, never
    #[arg(long, value_name = "SEVERITY", help_heading = "Output")]
    pub fail_on: Option<String>,
    /// Exit with 0 whatever was found
    #[arg(short, long, conflicts_with = "fail_on", help_heading = "Output")]
    pub exit_zero: bool,

    /// Run only these rules: codes, beginnings of codes, names, categories, sets, ALL
    #[arg(long, value_name = "RULES", value_delimiter = ',', help_heading = "Rules")]
    pub select: Option<Vec<String>>,
    /// Leave these rules out; wins over what is selected
    #[arg(long, value_name = "RULES", value_delimiter = ',', help_heading = "Rules")]
    pub ignore: Vec<String>,
    /// Run these rules too
    #[arg(long, value_name = "RULES", value_delimiter = ',', help_heading = "Rules")]
    pub extend_select: Vec<String>,
    /// Run these sets of rules instead of `core`
    #[arg(long, value_name = "SETS", value_delimiter = ',', help_heading = "Rules")]
    pub preset: Vec<String>,
    /// Leave a rule out for some objects: Deployment/web-*:KV4404
    #[arg(long, value_name = "OBJECT:RULE", value_delimiter = ',', help_heading = "Rules")]
    pub per_object_ignore: Vec<String>,
    /// The files are the whole application: name all that is missing, and run the set closed-world
    #[arg(long, help_heading = "Rules")]
    pub complete: bool,
    /// What Pod Security enforces in namespaces without its labels: baseline, restricted:v1.30
    #[arg(long, value_name = "LEVEL", help_heading = "Rules")]
    pub pod_security: Option<Policy>,
    /// Let no comment and no annotation silence a finding
    #[arg(long, help_heading = "Rules")]
    pub no_inline_ignores: bool,

    /// The path that standard input stands for
    #[arg(long, value_name = "PATH", help_heading = "Input")]
    pub stdin_filename: Option<PathBuf>,
    /// Chart that output of `helm template` on standard input was rendered from
    #[arg(long, value_name = "DIR", help_heading = "Input")]
    pub chart: Option<PathBuf>,
    /// Read paths from a file, one a line or with NUL between them; - is standard input
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub files_from: Option<PathBuf>,
    /// Let `exclude` hold for named files too
    #[arg(long, help_heading = "Input")]
    pub force_exclude: bool,
    /// Exit with 2 if there is nothing to read
    #[arg(long, help_heading = "Input")]
    pub error_on_no_files: bool,
    /// Exit with code 2 if no Kubernetes object was read
    #[arg(long, help_heading = "Input")]
    pub error_on_no_objects: bool,
    /// Where to look for what named files refer to; none switches it off
    #[arg(long, value_name = "DIR", help_heading = "Input")]
    pub context_root: Option<PathBuf>,
    /// Refuse longer files: a number of bytes, or one with KB, MB
    #[arg(long, value_name = "SIZE", default_value = "10MB", help_heading = "Input")]
    pub max_file_size: FileSize,
    /// List the files that would be read, and exit
    #[arg(long, help_heading = "Input")]
    pub show_files: bool,
    /// Print the settings that would hold, and exit
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
                Err("the file after `=` is missing".to_owned())
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
            _ => return Err(format!("`{unit}` is no unit of size; write KB or MB")),
        };
        let number: u64 = number.parse().map_err(|_| format!("`{text}` is no size"))?;
        // Places in a text are 32 bits wide.
        match number.checked_mul(factor).filter(|bytes| *bytes < u64::from(u32::MAX)) {
            Some(bytes) => Ok(FileSize(bytes)),
            None => Err("files of 4 GB and more cannot be read".to_owned()),
        }
    }
}

impl LintArgs {
    /// Puts the flags above a configuration. Flags that choose rules replace the file's choice;
    /// those that add or leave out go on top of it.
    pub(crate) fn put_above(&self, config: &mut Config) -> Result<(), CliError> {
        let layer = &mut config.layer;
        if let Some(select) = &self.select {
            for key in ["lint.preset", "lint.extend-select", "lint.ignore"] {
                layer.unset(key);
            }
            layer.set("lint.select", Value::Texts(select.clone()), Origin::Flag("--select"));
        }
        if !self.preset.is_empty() {
            if self.select.is_none() {
                layer.unset("lint.select");
            }
            layer.set("lint.preset", Value::Texts(self.preset.clone()), Origin::Flag("--preset"));
        }
        if !self.extend_select.is_empty() {
            layer.extend(
                "lint.extend-select",
                self.extend_select.clone(),
                Origin::Flag("--extend-select"),
            );
        }
        if !self.ignore.is_empty() {
            layer.extend("lint.ignore", self.ignore.clone(), Origin::Flag("--ignore"));
        }
        let fail_on = if self.exit_zero { Some("never") } else { self.fail_on.as_deref() };
        if let Some(text) = fail_on {
            crate::cli::config::set(layer, "lint.fail-on", text, "--fail-on");
        }
        if self.complete {
            layer.set("bundle.complete", Value::Bool(true), Origin::Flag("--complete"));
        }
        if let Some(level) = self.pod_security {
            crate::cli::config::set(
                layer,
                "cluster.pod-security",
                &level.to_string(),
                "--pod-security",
            );
        }
        for text in &self.per_object_ignore {
            let (object, rule) = text.split_once(':').ok_or_else(|| {
                CliError::new(format!("`{text}` is no object and rule"))
                    .hint("write one such as --per-object-ignore Deployment/web-*:KV4404")
            })?;
            layer.add_override(RawOverride {
                origin: Origin::Flag("--per-object-ignore"),
                objects: vec![object.to_owned()],
                ignore: vec![rule.to_owned()],
                ..RawOverride::default()
            });
        }
        Ok(())
    }
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
