//! Images and how they are pulled.

use super::prelude::*;
use crate::model::value::ImageReference;

mod image_tag_latest;
mod image_without_digest;
mod invalid_image_reference;
mod pull_policy_not_always;
mod retired_registry;
mod stale_latest_image;
mod untrusted_registry;

pub(super) static RULES: &[&CheckedRule] = &[
    &image_tag_latest::RULE,
    &image_without_digest::RULE,
    &pull_policy_not_always::RULE,
    &stale_latest_image::RULE,
    &invalid_image_reference::RULE,
    &retired_registry::RULE,
    &untrusted_registry::RULE,
];

/// The image of a container if it is a reference that will run as written: a kustomization
/// may set another one.
fn image_of<'a>(container: InPod<'a>) -> Option<ImageReference<'a>> {
    let text = container.field("image").text()?;
    if is_placeholder(text) || !container.object().is_whole() {
        return None;
    }
    ImageReference::parse(text).ok()
}

/// Whether something else fills the image in: a template, a build tool, a person.
fn is_placeholder(text: &str) -> bool {
    // `IMAGE`, `REGISTRY_URL`, but not `NGINX`, which is a typo.
    let words = ["IMAGE", "IMG", "TAG", "REG", "REPO", "VERSION", "NAME", "PROJECT", "REPLACE"];
    let in_capitals = |part: &str| {
        !part.bytes().any(|b| b.is_ascii_lowercase())
            && part.bytes().any(|b| b.is_ascii_uppercase())
            && (part.contains('_') || words.iter().any(|word| part.contains(word)))
    };
    text.starts_with("ko://")
        || text.bytes().any(|byte| matches!(byte, b'$' | b'<' | b'>' | b'%'))
        || text.as_bytes().windows(2).any(|pair| matches!(pair, b"{{" | b"__" | b"@@"))
        || text.as_bytes().windows(3).any(|three| three == b"...")
        || text.split(['/', ':', '@']).any(in_capitals)
}
