//! An image from a registry that the project does not allow.

use super::image_of;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::UNTRUSTED_REGISTRY,
        name: "untrusted-registry",
        title: "Image from an untrusted registry",
        aliases: &[
            "trivy:KSV032",
            "trivy:KSV033",
            "trivy:KSV034",
            "trivy:KSV035",
            "trivy:KSV125",
            "kubescape:C-0001",
            "kubescape:C-0078",
            "popeye:113",
        ],
        severity: Severity::Warning,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("untrusted_registry.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let allowed = &cx.settings.allowed_images;
    let Some(image) = image_of(container).filter(|_| !allowed.is_empty()) else { return };
    let full_name = image.full_name();
    if allowed.iter().any(|pattern| matches(pattern, &full_name)) {
        return;
    }
    let place = container.field("image");
    let allowed = name(allowed.join(", "));
    cx.report(place, text!("image `{}` is not from an allowed registry", place.str())).help(text!(
        "use an image from {} (the full name here is {})",
        allowed,
        full_name
    ));
}

/// A whole name, or its start before a final `*`.
fn matches(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == pattern || name.strip_prefix(pattern).is_some_and(|r| r.starts_with('/')),
    }
}
