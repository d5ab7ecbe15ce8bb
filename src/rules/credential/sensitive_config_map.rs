//! A password or token that is kept in a ConfigMap.

use k8s_openapi::api::core::v1::ConfigMap;

use super::words::{is_credential, is_secret_value};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SENSITIVE_CONFIG_MAP,
        name: "sensitive-config-map",
        title: "Credential in a ConfigMap",
        aliases: &[
            "polaris:sensitiveConfigmapContent",
            "trivy:KSV01010",
            "trivy:KSV109",
            "kubescape:C-0012",
        ],
        severity: Severity::Info,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("sensitive_config_map.md"),
    },
    check: &Objects::<ConfigMap>(check),
};

fn check<'a>(map: At<'a, ConfigMap>, cx: &mut Context<'a>) {
    for (entry, place) in map.field("data").entries() {
        let text = place.str();
        let named = is_credential(entry) && is_secret_value(text);
        let line =
            || properties(text).find(|(key, value)| is_credential(key) && is_secret_value(value));
        if named {
            let message = text!("`{}` has a literal value", key(entry));
            cx.report(place, message).help("move it to a Secret");
        } else if is_settings(entry)
            && let Some((property, _)) = line()
        {
            let message = text!("`{}` in `{}` has a literal value", property, key(entry));
            cx.report(place, message).help("move it to a Secret");
        }
    }
}

/// Whether an entry is a file of settings, and not a program or a template.
fn is_settings(entry: &str) -> bool {
    let extension = entry.rsplit_once('.').map_or(entry, |(_, extension)| extension);
    ["properties", "env", "ini", "conf", "cnf", "cfg", "toml", "yaml", "yml"].contains(&extension)
}

/// The settings in a text of several lines: `key=value` or `key: value`.
fn properties(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let lines = text.lines().filter(move |_| text.contains('\n'));
    lines.filter_map(|line| {
        let (key, value) = line.split_once(['=', ':'])?;
        let value = value.trim().trim_matches(['"', '\'', ',']);
        let key = key.trim().trim_matches(['"', '\'']);
        (!key.is_empty() && !key.contains([' ', '#'])).then_some((key, value))
    })
}
