//! A regular expression as a path that is compared literally.

use k8s_openapi::api::networking::v1::Ingress;

use super::{NGINX, paths_of};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::REGEX_IN_PLAIN_PATH,
        name: "regex-in-plain-path",
        title: "Regular expression in a literal path",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("regex_in_plain_path.md"),
    },
    check: &Objects::<Ingress>(check),
};

/// With these the nginx controller reads each path as a regular expression.
const READS_AS_REGEX: [&str; 2] = ["use-regex", "rewrite-target"];

fn check<'a>(ingress: At<'a, Ingress>, cx: &mut Context<'a>) {
    let object = ingress.object();
    let annotations = object.field("metadata").get("annotations");
    let mut keys = annotations.entries().filter_map(|(key, _)| key.strip_prefix(NGINX));
    let by_nginx = keys.any(|key| READS_AS_REGEX.contains(&key));
    for path in paths_of(object) {
        let (place, kind) = (path.get("path"), path.get("pathType"));
        let plain = matches!(kind.str(), "Prefix" | "Exact");
        if !plain || !place.str().contains(['(', '*', '|', '[']) {
            continue;
        }
        let message = text!(
            "path `{}` is not a regular expression with pathType {}",
            place.str(),
            name(kind.str())
        );
        let meant = "ImplementationSpecific";
        let finding = cx.report(place, message);
        finding
            .related(kind, "compares paths literally")
            .help("set `pathType: ImplementationSpecific` if the controller supports it")
            .fix(Safety::Unsafe, "set `pathType: ImplementationSpecific`", kind.set(meant));
        if by_nginx {
            finding.severity(Severity::Info);
        }
    }
}
