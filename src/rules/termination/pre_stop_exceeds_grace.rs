//! A preStop hook that sleeps as long as the grace period.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PRE_STOP_EXCEEDS_GRACE,
        name: "pre-stop-exceeds-grace",
        title: "preStop sleep as long as the grace period",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("pre_stop_exceeds_grace.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let command = container.field("lifecycle").at(&["preStop", "exec", "command"]);
    let Some(sleep) = literal_sleep(command) else { return };
    let place = container.pod.spec.field("terminationGracePeriodSeconds");
    let grace = place.int().unwrap_or(30);
    if sleep < grace || grace < 0 {
        return;
    }
    let message = text!(
        "preStop sleeps {} s, but the container is killed after {} s",
        name(sleep),
        name(grace)
    );
    let wanted = (sleep + 30).to_string();
    let field = text!("`terminationGracePeriodSeconds: {}`", name(&wanted));
    cx.report(command, message)
        .related(place, "the grace period (30 s by default) starts with the hook")
        .help(text!("set {}, or sleep for less", field))
        .fix(Safety::Unsafe, text!("set {}", field), place.set(&wanted));
}

/// The seconds of `sleep 30`, alone or first in a shell script.
fn literal_sleep(command: Place<'_>) -> Option<i64> {
    let words: Vec<&str> = command.items().map(Place::str).collect();
    match words.as_slice() {
        [program, seconds] if program.rsplit('/').next() == Some("sleep") => in_seconds(seconds),
        [.., "-c", script] => {
            let end = script.find([';', '&', '|', '\n']).unwrap_or(script.len());
            let mut words = script[..end].split_whitespace();
            let program = words.next()?;
            let seconds = words.next().filter(|_| words.next().is_none())?;
            (program.rsplit('/').next() == Some("sleep")).then(|| in_seconds(seconds))?
        }
        _ => None,
    }
}

fn in_seconds(text: &str) -> Option<i64> {
    match text.strip_suffix('m') {
        Some(minutes) => minutes.parse::<i64>().ok()?.checked_mul(60),
        None => text.strip_suffix('s').unwrap_or(text).parse().ok(),
    }
}
