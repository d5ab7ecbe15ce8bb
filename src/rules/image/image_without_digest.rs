//! An image that is not pinned by digest.

use super::image_of;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::IMAGE_WITHOUT_DIGEST,
        name: "image-without-digest",
        title: "Image without a digest",
        aliases: &[
            "checkov:CKV_K8S_43",
            "kubescape:C-0306",
            "datree:CONTAINERS_MISSING_IMAGE_VALUE_DIGEST",
            "kics:Image Without Digest",
        ],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("image_without_digest.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    if image_of(container).is_some_and(|image| image.digest.is_none()) {
        let place = container.field("image");
        cx.report(place, text!("image `{}` is not pinned by digest", place.str()))
            .help("append the digest of the image, `@sha256:…`, because tags can be moved");
    }
}
