//! nginx without a place for its own files.

use crate::{model::value::image::ImageReference, rules::prelude::*};

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::READ_ONLY_ROOT_BREAKS_NGINX,
        name: "read-only-root-breaks-nginx",
        title: "Read-only root directory of nginx",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("read_only_root_breaks_nginx.md"),
    },
    check: &Containers(check),
};

/// Where the official image writes when it starts.
const WRITTEN: [&str; 2] = ["/var/cache/nginx", "/var/run"];

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let setting = container.field("securityContext").get("readOnlyRootFilesystem");
    let image = container.field("image").str();
    let is_official = || {
        let image = ImageReference::parse(image).ok().map(|image| image.full_name());
        image.as_deref() == Some("docker.io/library/nginx")
    };
    // A configuration or a command of its own may write elsewhere.
    let own = ["command", "args"].iter().any(|field| container.field(field).is_set());
    if setting.bool() != Some(true) || own || !is_official() {
        return;
    }
    let mounts: Vec<&str> =
        container.field("volumeMounts").items().map(|mount| mount.get("mountPath").str()).collect();
    if mounts.iter().any(|path| path.starts_with("/etc/nginx")) {
        return;
    }
    let is_mounted = |path: &str| {
        mounts.iter().any(|mount| {
            let mount = mount.trim_end_matches('/');
            // `/var/run` of the image is a link to `/run`.
            path == mount
                || path.strip_prefix(mount).is_some_and(|rest| rest.starts_with('/'))
                || path == "/var/run" && mount == "/run"
        })
    };
    let missing: Vec<&str> = WRITTEN.into_iter().filter(|path| !is_mounted(path)).collect();
    if !missing.is_empty() {
        let directories = few(&missing, |path| format!("`{path}`"));
        cx.report(setting, text!("nginx cannot write to {}", name(directories)))
            .help("mount an `emptyDir` there");
    }
}
