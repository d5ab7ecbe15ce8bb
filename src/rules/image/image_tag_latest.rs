//! An image without a fixed version.

use super::image_of;
use crate::{model::first_seen::FirstSeen, rules::prelude::*};

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::IMAGE_TAG_LATEST,
        name: "image-tag-latest",
        title: "Image not pinned to a version",
        aliases: &[
            "kube-linter:latest-tag",
            "kube-score:container-image-tag",
            "polaris:tagNotSpecified",
            "checkov:CKV_K8S_14",
            "trivy:KSV013",
            "popeye:100",
            "popeye:101",
            "monokle:KBP001",
            "monokle:KBP116",
            "datree:CONTAINERS_MISSING_IMAGE_VALUE_VERSION",
            "kics:Invalid Image",
            "kubevious:container-latest-image",
        ],
        severity: Severity::Warning,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("image_tag_latest.md"),
    },
    check: &WholeRun(check),
};

fn check(cx: &mut Context<'_>) {
    let mut first = FirstSeen::new();
    for container in cx.pods.containers().iter().copied() {
        let Some(image) = image_of(container) else { continue };
        if !image.is_latest() {
            continue;
        }
        let place = container.field("image");
        let earlier = first.earlier((container.object().source, place.str()), place);
        let message = match image.tag {
            Some(_) => text!("image `{}` is not pinned to a version", place.str()),
            None => text!("image `{}` has no tag and defaults to `latest`", place.str()),
        };
        let finding = cx.report(place, message);
        finding.help("use the tag or digest of the version that you tested");
        // One decision for a file, however often the image is written there.
        if let Some(earlier) = earlier {
            finding.follows(earlier);
        }
    }
}
