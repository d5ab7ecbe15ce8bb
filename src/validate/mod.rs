//! The API server's half: what a server of the chosen version refuses or warns of.
//!
//! Laid out as the API machinery is (`k8s.io/kubernetes/pkg/apis/*/validation`), one file a kind
//! or family, so that the next release can be compared file by file. Each cause names its rule by
//! code; the rule's declaration and document stand in `rules/`.

pub mod cause;
mod checker;
pub mod cron;
pub mod ip;
mod meta;
pub mod names;

pub use cause::{Cause, Reason};
pub use checker::Checker;

use crate::model::{Object, version::Version};

/// Everything that an API server of a version would say of an object.
pub fn validate(object: &Object, version: Version) -> Vec<Cause> {
    let mut cx = Checker::new(object, version);
    meta::object_meta(object, &mut cx);
    kind(object, &mut cx);
    cx.finish()
}

/// The validation of an object's kind, after that of its fields and metadata.
fn kind<'a>(object: &'a Object, cx: &mut Checker<'a>) {
    let _ = cx;
    // One line a kind, in the order of the API groups.
    match (object.gvk.group.as_str(), object.gvk.kind.as_str()) {
        _ => {}
    }
}
