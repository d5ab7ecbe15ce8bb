//! `kubevet version`.

use std::io::Write as _;

use clap::Args;
use serde_json::json;

use super::{error::CliError, ui};
use crate::{model::version::Version, rules};

#[derive(Args, Debug)]
pub(super) struct VersionArgs {
    /// Output format
    #[arg(short, long, value_name = "FORMAT")]
    output: Option<VersionFormat>,
    /// Flags of kubectl that are accepted and ignored
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "")]
    client: Option<String>,
    #[arg(long, hide = true)]
    short: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum VersionFormat {
    Json,
    Yaml,
}

pub(super) fn run(args: &VersionArgs) -> Result<u8, CliError> {
    let own = env!("CARGO_PKG_VERSION");
    let kubernetes: Vec<String> = Version::all().map(|version| version.to_string()).collect();
    let count = rules::all().count();
    let hash = format!("{:016x}", rule_set_hash());
    let mut out = ui::stdout();
    match args.output {
        None => {
            writeln!(out, "kubevet {own}")?;
            writeln!(out, "Kubernetes {} to {}", Version::OLDEST, Version::NEWEST)?;
            writeln!(out, "{count} rules, hash {hash}")?;
        }
        Some(format) => {
            let value = json!({
                "version": own,
                "kubernetesVersions": kubernetes,
                "rules": { "count": count, "hash": hash },
            });
            let text = match format {
                VersionFormat::Json => {
                    serde_json::to_string_pretty(&value).map_err(std::io::Error::from)?
                }
                VersionFormat::Yaml => serde_yaml::to_string(&value)
                    .map_err(|error| CliError::new(error.to_string()))?,
            };
            writeln!(out, "{}", text.trim_end())?;
        }
    }
    out.flush()?;
    Ok(0)
}

/// Changes whenever a rule comes, goes or changes its severity or set (FNV-1a).
fn rule_set_hash() -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for rule in rules::all() {
        for word in [rule.code.as_str(), rule.name, rule.severity.name(), rule.preset.name()] {
            for byte in word.bytes().chain([0]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
    }
    hash
}
