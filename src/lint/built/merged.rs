//! What several builds found, once.

use std::collections::{BTreeMap, BTreeSet};

use super::Placed;
use crate::{
    code::{self, Code},
    input::{Location, SourceId},
    rules::{Finding, Provenance},
};

#[derive(Default)]
pub(super) struct MergedFindings {
    findings: Vec<Finding>,
    /// By place, code, field, and how many were like it in one build.
    known: BTreeMap<(Location, Code, Option<String>, usize), usize>,
    /// How many builds read a source.
    readers: BTreeMap<SourceId, u32>,
}

impl MergedFindings {
    pub(super) fn add(&mut self, placed: &Placed<'_>, findings: Vec<Finding>) {
        for id in &placed.members {
            *self.readers.entry(*id).or_default() += 1;
        }
        let mut seen = BTreeSet::new();
        let mut alike: BTreeMap<(Location, Code, Option<String>), usize> = BTreeMap::new();
        for mut finding in findings {
            // A line that decides several values is wrong once.
            if !seen.insert((finding.at, finding.rule.code, finding.message.clone())) {
                continue;
            }
            let (at, code, path) = (finding.at, finding.rule.code, finding.field_path.clone());
            let count = alike.entry((at, code, path.clone())).or_default();
            *count += 1;
            if let Some(known) = self.known.get(&(at, code, path.clone(), *count)) {
                self.findings[*known].provenance.as_mut().expect("it was built").variants += 1;
                continue;
            }
            self.known.insert((at, code, path, *count), self.findings.len());
            finding.provenance =
                Some(Provenance { via: placed.path_to(at.source), variants: 1, of: 1 });
            self.findings.push(finding);
        }
    }

    pub(super) fn finish(self) -> Vec<Finding> {
        let MergedFindings { mut findings, readers, .. } = self;
        for finding in &mut findings {
            let of = readers.get(&finding.at.source).copied().unwrap_or(1);
            if let Some(provenance) = &mut finding.provenance {
                provenance.of = of;
            }
        }
        // What one build has no use for, another may need.
        let idle = |f: &Finding| {
            f.provenance.as_ref().is_none_or(|provenance| provenance.variants == provenance.of)
        };
        findings.retain(|finding| finding.rule.code != code::UNUSED_SUPPRESSION || idle(finding));
        findings
    }
}
