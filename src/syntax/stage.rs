//! Complaints in the order in which Kubernetes would notice them.

use super::complaint::Complaint;

/// So many complaints of a document are enough.
pub(super) const MAX_COMPLAINTS: usize = 100;

/// When Kubernetes notices what is wrong: it reads, decodes, compares, converts, and stops at the
/// first step that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum DecodeStage {
    /// It cuts a file into documents.
    Cut,
    /// It checks the characters.
    Fetch,
    Read,
    Decode,
    Compare,
    Keys,
    Values,
    /// It looks for an object.
    Object,
    /// It does not notice, or not before something else.
    Never,
}

/// A complaint, and what Kubernetes makes of it.
#[derive(Debug)]
pub(super) struct StagedComplaint {
    pub(super) complaint: Complaint,
    pub(super) step: DecodeStage,
    /// Which of the same step comes first.
    pub(super) order: u32,
    /// The offset whose line its message names.
    pub(super) reported_at: Option<u32>,
}

impl StagedComplaint {
    pub(super) fn new(step: DecodeStage, order: u32, complaint: Complaint) -> StagedComplaint {
        StagedComplaint { complaint, step, order, reported_at: None }
    }
}
