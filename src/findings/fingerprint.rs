//! A name for a finding that stays when lines move.

use crate::rules::Finding;
use std::collections::BTreeMap;

use super::Outcome;

/// One for each finding, in order: the same rule at the same field of the same object of the same
/// file keeps its fingerprint wherever it is. No two of a run are equal.
pub fn fingerprints(run: &Outcome) -> Vec<String> {
    let mut seen: BTreeMap<u64, u32> = BTreeMap::new();
    run.findings
        .iter()
        .map(|finding| {
            let key = key(run, finding);
            let occurrence = seen.entry(key).or_insert(0);
            *occurrence += 1;
            format!("{:016x}", hash(key, &occurrence.to_le_bytes()))
        })
        .collect()
}

fn key(run: &Outcome, finding: &Finding) -> u64 {
    let object = finding.object.as_ref();
    // The version is left out, so that moving an object to a newer one keeps its findings.
    let group = object.and_then(|o| o.api_version.split_once('/')).map_or("", |(group, _)| group);
    let source = run.source(finding.at);
    let parts = [
        finding.rule.code.as_str(),
        source.stream.as_deref().unwrap_or(&source.name),
        group,
        object.map_or("", |o| &o.kind),
        object.and_then(|o| o.namespace.as_deref()).unwrap_or(""),
        object.and_then(|o| o.name.as_deref()).unwrap_or(""),
        finding.field_path.as_deref().unwrap_or(""),
    ];
    parts.iter().fold(0xcbf2_9ce4_8422_2325, |key, part| hash(hash(key, part.as_bytes()), &[0xff]))
}

/// Fowler, Noll and Vo's 1a with 64 bits.
fn hash(start: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(start, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
