//! A git-sync container with flags that run commands.

use super::repository;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::GIT_SYNC_INJECTION,
        name: "git-sync-injection",
        title: "Commands in git-sync",
        aliases: &["checkov:CKV_K8S_159"],
        severity: Severity::Info,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("git_sync_injection.md"),
    },
    check: &Containers(check),
};

const FLAGS: [&str; 3] = ["--git", "--exechook-command", "--sync-hook-command"];

const VARIABLES: [&str; 6] = [
    "GITSYNC_GIT",
    "GIT_SYNC_GIT",
    "GITSYNC_EXECHOOK_COMMAND",
    "GIT_SYNC_EXECHOOK_COMMAND",
    "GITSYNC_SYNC_HOOK_COMMAND",
    "GIT_SYNC_HOOK_COMMAND",
];

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let image = repository(container.field("image").str());
    if !image.is_some_and(|name| name.rsplit('/').next().is_some_and(|n| n.starts_with("git-sync")))
    {
        return;
    }
    let lists = ["command", "args"].into_iter().flat_map(|list| container.field(list).items());
    let flags = lists.filter(|item| {
        let flag = item.str().split('=').next().unwrap_or_default();
        let flag = flag.trim_start_matches('-');
        FLAGS.iter().any(|known| known.trim_start_matches('-') == flag)
            && item.str().starts_with('-')
    });
    let variables = container.field("env").items().map(|variable| variable.get("name"));
    let variables = variables.filter(|name| VARIABLES.contains(&name.str()));
    for place in flags.chain(variables) {
        let what = place.str().split('=').next().unwrap_or_default();
        cx.report(place, text!("`{}` makes git-sync run a command", what))
            .help("remove it, and use `--webhook-url`");
    }
}
