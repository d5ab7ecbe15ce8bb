//! Semantic versions (`k8s.io/apiserver/pkg/cel/library/semverlib.go`,
//! `github.com/blang/semver/v4`).

use semver::Version;

use super::{Function, one_text};
use crate::cel::{
    CelFault, go,
    value::{CelResult, CelValue, Opaque},
};

pub(super) fn find(name: &str, receiver: bool) -> Option<Function> {
    Some(match (name, receiver) {
        ("isSemver", false) => |_, args, _| Ok(CelValue::Bool(parse(args)?.is_ok())),
        ("semver", false) => |_, args, _| to_semver(args),
        ("major", true) => |_, args, _| Ok(CelValue::Int(version(args.first())?.major as i64)),
        ("minor", true) => |_, args, _| Ok(CelValue::Int(version(args.first())?.minor as i64)),
        ("patch", true) => |_, args, _| Ok(CelValue::Int(version(args.first())?.patch as i64)),
        _ => return None,
    })
}

fn version<'v>(value: Option<&'v CelValue<'_>>) -> Result<&'v Version, CelFault> {
    let Some(CelValue::Opaque(opaque)) = value else { return Err(CelFault::no_overload()) };
    match &**opaque {
        Opaque::Semver(version) => Ok(version),
        _ => Err(CelFault::no_overload()),
    }
}

/// How two versions compare.
pub(super) fn compared(args: &[CelValue<'_>]) -> Result<i64, CelFault> {
    Ok(version(args.first())?.cmp_precedence(version(args.get(1))?) as i64)
}

fn to_semver<'a>(args: &[CelValue<'a>]) -> CelResult<'a> {
    let version = parse(args)?.map_err(CelFault::from)?;
    Ok(CelValue::opaque(Opaque::Semver(version)))
}

/// A version, normalized first if the second argument says so; or why it is none.
fn parse(args: &[CelValue<'_>]) -> Result<Result<Version, String>, CelFault> {
    let text = one_text(args)?;
    Ok(match args.get(1) {
        Some(CelValue::Bool(true)) => normalized(text).and_then(|text| strict(&text)),
        Some(CelValue::Bool(false)) | None => strict(text),
        Some(_) => return Err(CelFault::no_overload()),
    })
}

/// Without a `v` in front and zeros before numbers, and with all three numbers.
fn normalized(text: &str) -> Result<String, String> {
    let text = text.strip_prefix('v').unwrap_or(text);
    let mut parts: Vec<String> = text.splitn(3, '.').map(without_zeros).collect();
    if parts.len() < 3 {
        if parts.last().is_some_and(|last| last.contains(['+', '-'])) {
            return Err("short version cannot contain PreRelease/Build meta data".to_owned());
        }
        parts.resize(3, "0".to_owned());
    }
    Ok(parts.join("."))
}

fn without_zeros(part: &str) -> String {
    if part.len() < 2 {
        return part.to_owned();
    }
    let bare = part.trim_start_matches('0');
    if bare.starts_with(|c: char| c.is_ascii_digit()) {
        bare.to_owned()
    } else {
        format!("0{bare}")
    }
}

/// A version, or the reason that `semver.Parse` gives.
fn strict(text: &str) -> Result<Version, String> {
    if text.is_empty() {
        return Err("Version string empty".to_owned());
    }
    let parts: Vec<&str> = text.splitn(3, '.').collect();
    let [major, minor, rest] = parts.as_slice() else {
        return Err("No Major.Minor.Patch elements found".to_owned());
    };
    number(major, "Major")?;
    number(minor, "Minor")?;
    let patch = rest.split(['-', '+']).next().unwrap_or_default();
    number(patch, "Patch")?;
    let (before, build) = rest.split_once('+').map_or((*rest, None), |(a, b)| (a, Some(b)));
    let pre = before.split_once('-').map(|(_, pre)| pre);
    for (parts, what) in [(pre, "prerelease"), (build, "build")] {
        for part in parts.iter().flat_map(|parts| parts.split('.')) {
            identifier(part, what)?;
        }
    }
    Version::parse(text).map_err(|fault| fault.to_string())
}

fn number(text: &str, what: &str) -> Result<(), String> {
    let quoted = go::quoted(text);
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(format!(
            "Invalid character(s) found in {} number {quoted}",
            what.to_lowercase()
        ));
    }
    if text.len() > 1 && text.starts_with('0') {
        return Err(format!("{what} number must not contain leading zeroes {quoted}"));
    }
    if text.is_empty() || text.parse::<u64>().is_err() {
        let why = if text.is_empty() { "invalid syntax" } else { "value out of range" };
        return Err(format!("strconv.ParseUint: parsing {quoted}: {why}"));
    }
    Ok(())
}

fn identifier(text: &str, what: &str) -> Result<(), String> {
    let quoted = go::quoted(text);
    let known = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    if text.is_empty() {
        let what = if what == "build" { "Build meta data" } else { "Prerelease" };
        return Err(format!("{what} is empty"));
    }
    if !text.bytes().all(known) {
        let what = if what == "build" { "build meta data" } else { "prerelease" };
        return Err(format!("Invalid character(s) found in {what} {quoted}"));
    }
    let numeric = text.bytes().all(|b| b.is_ascii_digit());
    if what == "prerelease" && numeric && text.len() > 1 && text.starts_with('0') {
        return Err(format!("Numeric PreRelease version must not contain leading zeroes {quoted}"));
    }
    Ok(())
}
