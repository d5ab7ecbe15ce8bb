//! Which causes are reported of those that decoding and validation find.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Cause, Reason,
    field_path::{FieldPath, Segment},
    is_general,
};
use crate::code;

/// Leaves out what validation reports of values that could not be read, of what holds them, and of
/// their absence; and the decoder's general words where validation has better ones.
pub(super) fn settle(decoded: Vec<Cause>, validated: Vec<Cause>, damaged: &[String]) -> Vec<Cause> {
    let dropped: Vec<String> =
        decoded.iter().filter(|cause| is_dropped(cause)).map(|cause| cause.path.clone()).collect();
    let unread = Unread::new(damaged, &dropped);
    let reported: Vec<Cause> =
        validated.into_iter().filter(|cause| !unread.concerns(cause)).collect();
    let decoded = without_general(decoded, &reported, &unread);
    under_empty_items(decoded, reported)
}

/// Whether a field is one of a feature that is off, which the server drops before it validates. The
/// namespace of a claim's source stays in templates of claims, and validation knows where it goes.
fn is_dropped(cause: &Cause) -> bool {
    cause.code == code::GATED_FIELD
        && cause.unless.as_deref() != Some("CrossNamespaceVolumeDataSource")
}

/// The values that validation does not see as they are written, by their paths as the decoder
/// writes them.
struct Unread<'a> {
    /// They could not be read.
    damaged: BTreeSet<FieldPath<'a>>,
    /// The server drops them.
    dropped: BTreeSet<FieldPath<'a>>,
}

impl<'a> Unread<'a> {
    fn new(damaged: &'a [String], dropped: &'a [String]) -> Unread<'a> {
        let set = |paths: &'a [String]| {
            paths.iter().map(|path| FieldPath::parse(path).as_decoded()).collect()
        };
        Unread { damaged: set(damaged), dropped: set(dropped) }
    }

    /// Whether a cause is about such a value, or not known because of one.
    fn concerns(&self, cause: &Cause) -> bool {
        if self.damaged.is_empty() && self.dropped.is_empty() {
            return false;
        }
        let path = FieldPath::parse(&cause.path).as_decoded();
        self.damages(&path)
            || path.is_within(&self.dropped)
            || cause.about.as_deref().is_some_and(|about| self.leaves_open(about))
    }

    /// Whether a value could not be read, or one that holds it or that it holds.
    fn damages(&self, path: &FieldPath<'_>) -> bool {
        path.is_within(&self.damaged) || path.below(&self.damaged).next().is_some()
    }

    /// Whether it is not known what is at a path: an item or one of its fields could not be read,
    /// or of a list an item, so that it is not known which ones it has.
    fn leaves_open(&self, about: &str) -> bool {
        let about = FieldPath::parse(about);
        let path = about.as_decoded();
        if about.is_element() {
            return self.damages(&path);
        }
        path.is_within(&self.damaged) || path.below(&self.damaged).any(is_item)
    }
}

/// Whether a path leads from a list to an item or to the name of one.
fn is_item(path: &[Segment<'_>]) -> bool {
    match path {
        [Segment::Name(index)] | [Segment::Name(index), Segment::Name("name")] => {
            index.bytes().all(|b| b.is_ascii_digit())
        }
        _ => false,
    }
}

/// The decoder's causes, without general ones of values that are not read, and of which validation
/// reports the same in better words.
fn without_general(decoded: Vec<Cause>, reported: &[Cause], unread: &Unread<'_>) -> Vec<Cause> {
    let in_better_words: BTreeSet<_> =
        reported.iter().map(|cause| (&*cause.path, cause.reason)).collect();
    // The server does not look into what it forbids as a whole.
    let forbidden = reported.iter().filter(|cause| cause.reason == Some(Reason::Forbidden));
    let forbidden: BTreeSet<_> = forbidden.map(|cause| FieldPath::parse(&cause.path)).collect();
    let is_settled = |cause: &Cause| {
        unread.concerns(cause)
            || in_better_words.contains(&(&*cause.path, cause.reason))
            || FieldPath::parse(&cause.path).is_within(&forbidden)
    };
    decoded.into_iter().filter(|cause| !is_general(cause) || !is_settled(cause)).collect()
}

/// All causes; what is missing in an empty item follows from its being empty.
fn under_empty_items(mut causes: Vec<Cause>, reported: Vec<Cause>) -> Vec<Cause> {
    let empty = causes.iter().enumerate().filter(|(_, cause)| cause.code == code::NULL_LIST_ITEM);
    let empty: BTreeMap<_, usize> =
        empty.map(|(index, cause)| (FieldPath::parse(&cause.path).element(), index)).collect();
    if empty.is_empty() {
        causes.extend(reported);
        return causes;
    }
    let items = reported.iter().map(|cause| {
        FieldPath::parse(&cause.path).itself_and_above().find_map(|path| empty.get(path).copied())
    });
    let items: Vec<Option<usize>> = items.collect();
    for (mut cause, item) in reported.into_iter().zip(items) {
        if let Some(index) = item {
            let item = &mut causes[index];
            if item.path == cause.path
                && item.reason.is_none_or(|reported| Some(reported) == cause.reason)
            {
                item.reason = cause.reason;
                continue;
            }
            cause.root = Some(item.at);
        }
        causes.push(cause);
    }
    causes
}
