//! An image that no container runtime can parse.

use super::is_placeholder;
use crate::{
    model::value::image::{ImageError, ImageReference},
    rules::prelude::*,
};

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_IMAGE_REFERENCE,
        name: "invalid-image-reference",
        title: "Invalid image reference",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("invalid_image_reference.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let place = container.field("image");
    // White space around it is KV2105.
    let text = place.str().trim();
    if text.is_empty() || is_placeholder(text) || !container.object().is_whole() {
        return;
    }
    let Err(error) = ImageReference::parse(text) else { return };
    let better = match &error {
        ImageError::Scheme(scheme) => text.strip_prefix(scheme.as_str()).map(str::to_owned),
        ImageError::UpperCase => Some(lower_repository(text)),
        ImageError::EmptyTag => text.strip_suffix(':').map(str::to_owned),
        _ => None,
    };
    let better = better.filter(|text| ImageReference::parse(text).is_ok());
    let finding = cx.report(place, text!("image `{}` {}", text, error.text()));
    if let Some(better) = better {
        let title = text!("write `{}`", better);
        finding.help(title.clone());
        finding.fix(Safety::Unsafe, title, place.set(&scalar(&better)));
    } else {
        finding.help("write `registry/path:tag`, otherwise the Pod stays in InvalidImageName");
    }
}

/// Tags may have upper-case letters, repositories may not.
fn lower_repository(text: &str) -> String {
    let start = text.rfind('/').unwrap_or(0);
    let end = text[start..].find([':', '@']).map_or(text.len(), |at| start + at);
    format!("{}{}", text[..end].to_lowercase(), &text[end..])
}
