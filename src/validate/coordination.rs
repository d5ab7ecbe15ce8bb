//! Leases (`pkg/apis/coordination/validation/validation.go`).

use super::{Checker, Reason, names};
use crate::{code, model::Place, text};

/// Its `strategy` and `preferredHolder` are dropped: the gate CoordinatedLeaderElection is off.
pub(super) fn lease<'a>(lease: Place<'a>, cx: &mut Checker<'a>) {
    let spec = lease.get("spec");
    cx.within(code::INVALID_LEASE, spec.get("leaseDurationSeconds"), 1..);
    cx.not_negative(code::INVALID_LEASE, spec.get("leaseTransitions"));
}

pub(super) fn lease_candidate<'a>(candidate: Place<'a>, cx: &mut Checker<'a>) {
    let spec = candidate.get("spec");
    cx.require(code::INVALID_LEASE, spec.get("leaseName"));
    let (emulated, binary) = (spec.get("emulationVersion"), spec.get("binaryVersion"));
    let lower = (!emulated.is_empty()).then(|| version(emulated, cx)).flatten();
    if cx.require(code::INVALID_LEASE, binary)
        && let (Some(upper), Some(lower)) = (version(binary, cx), lower)
        && upper < lower
    {
        cx.invalid(
            code::INVALID_LEASE,
            binary,
            "`binaryVersion` must not be older than `emulationVersion`",
        )
        .related(emulated, "`emulationVersion`");
    }
    let strategy = spec.get("strategy");
    if cx.require(code::INVALID_LEASE, strategy) {
        if strategy.str() == "OldestEmulationVersion" && lower.is_none_or(|v| v == (0, 0, 0)) {
            let message = "strategy OldestEmulationVersion requires `emulationVersion`";
            cx.required(code::INVALID_LEASE, emulated, message);
        }
        lease_strategy(strategy, cx);
    }
}

/// A semantic version without what follows its three numbers.
fn version<'a>(place: Place<'a>, cx: &mut Checker<'a>) -> Option<(u64, u64, u64)> {
    let plain = place.str().split(['-', '+']).next().unwrap_or("");
    let mut numbers = plain.split('.').map(|part| {
        let canonical = part == "0" || !part.starts_with('0');
        canonical.then(|| part.parse::<u64>().ok()).flatten()
    });
    let parsed = (|| Some((numbers.next()??, numbers.next()??, numbers.next()??)))();
    let parsed = parsed.filter(|_| numbers.next().is_none());
    if parsed.is_none() && place.text().is_some() {
        let message = text!("`{}` is not a valid semantic version", names::shown(place.str()));
        cx.invalid(code::INVALID_LEASE, place, message).help("write three numbers, such as 1.36.0");
    }
    parsed
}

/// The server names a field below the strategy that does not exist.
fn lease_strategy<'a>(strategy: Place<'a>, cx: &mut Checker<'a>) {
    let path = format!("{}.strategy", strategy.path());
    if !strategy.str().contains('/') {
        if strategy.str() != "OldestEmulationVersion" {
            let message = text!(
                "`strategy` must be OldestEmulationVersion or have a domain, but is `{}`",
                strategy.str()
            );
            cx.refuse(code::INVALID_LEASE, Reason::NotSupported, strategy, message)
                .path(path)
                .help("write a domain and `/` before it, such as example.com/name");
        }
    } else if let Some(cause) = cx.format(code::INVALID_LEASE, strategy, names::qualified_name) {
        cause.path(path);
    }
}
