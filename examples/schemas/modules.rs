//! Fetches Go modules through the Go module proxy, whose checksum database vouches for them.

use std::{path::PathBuf, process::Command};

use serde::Deserialize;

use crate::Result;

/// One line of `schemas/modules.txt`.
#[derive(Clone, Copy, Debug)]
pub struct Pinned {
    pub minor: u8,
    pub patch: u8,
}

impl Pinned {
    pub fn kubernetes(self) -> String {
        format!("v1.{}.{}", self.minor, self.patch)
    }

    pub fn api(self) -> String {
        format!("v0.{}.{}", self.minor, self.patch)
    }
}

pub fn pinned(text: &str) -> Result<Vec<Pinned>> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let pinned = lines.map(|line| {
        let numbers = line.strip_prefix("v1.").and_then(|rest| rest.split_once('.'));
        let parsed = numbers.and_then(|(minor, patch)| {
            Some(Pinned { minor: minor.parse().ok()?, patch: patch.parse().ok()? })
        });
        parsed.ok_or_else(|| format!("modules.txt: `{line}` is no version").into())
    });
    pinned.collect()
}

/// Downloads a module unless it is in the cache already; gives its directory.
pub fn download(module: &str, version: &str) -> Result<PathBuf> {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Answer {
        dir: Option<PathBuf>,
        error: Option<String>,
    }
    // Outside the project's directory, so that a go.mod above it has no say.
    let output = Command::new("go")
        .args(["mod", "download", "-json", &format!("{module}@{version}")])
        .current_dir(std::env::temp_dir())
        .env("GOFLAGS", "")
        .output()
        .map_err(|e| format!("cannot run `go`, which fetches the modules: {e}"))?;
    let answer: Answer = serde_json::from_slice(&output.stdout)
        .map_err(|_| String::from_utf8_lossy(&output.stderr).into_owned())?;
    answer.dir.ok_or_else(|| answer.error.unwrap_or_else(|| "go gave no folder".to_owned()).into())
}
