//! Lifecycle hooks and stop signals (`validateLifecycle`).

use super::{pod_context::PodContext, probe};
use crate::{
    code,
    model::{Place, gates, schema},
    text,
    validate::Checker,
};

pub(super) fn lifecycle<'a>(lifecycle: Place<'a>, pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    for hook in ["postStart", "preStop"] {
        let hook = lifecycle.get(hook);
        if !hook.is_set() || hook.node().is_some_and(|node| !node.is_map()) {
            continue;
        }
        // The sleep action is served from 1.30 on.
        let kinds: &[&str] = if cx.version.enables(gates::POD_LIFECYCLE_SLEEP_ACTION) {
            &["exec", "httpGet", "tcpSocket", "sleep"]
        } else {
            &["exec", "httpGet", "tcpSocket"]
        };
        probe::handlers(hook, kinds, cx);
        let others = ["exec", "httpGet", "tcpSocket"].iter().any(|kind| hook.get(kind).is_set());
        if cx.version.enables(gates::POD_LIFECYCLE_SLEEP_ACTION)
            && hook.get("sleep").is_set()
            && !others
        {
            sleep(hook.get("sleep"), pod, cx);
        }
    }
    if cx.version.enables(gates::CONTAINER_STOP_SIGNALS) {
        stop_signal(lifecycle.get("stopSignal"), pod, cx);
    }
}

/// Which signals there are depends on the operating system (`validateStopSignal`).
fn stop_signal<'a>(signal: Place<'a>, pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    if signal.text().is_none() {
        return;
    }
    let os = pod.spec.get("os");
    if !os.is_set() {
        cx.forbidden(code::INVALID_LIFECYCLE_HOOK, signal, "`stopSignal` requires `spec.os.name`")
            .help("set `spec.os.name` to `linux` or `windows`");
    } else if os.get("name").str() == "windows" {
        cx.one_of_set(code::INVALID_ENUM_VALUE, signal, &["SIGKILL", "SIGTERM"]);
    } else if os.get("name").str() == "linux"
        && let Some(type_) = schema::type_named("core.v1.Lifecycle")
        && let Some(field) = type_.field("stopSignal", cx.version)
    {
        let signals: Vec<&str> = field.enum_values().collect();
        cx.one_of_set(code::INVALID_ENUM_VALUE, signal, &signals);
    }
}

/// A sleep must end within the grace period.
fn sleep<'a>(sleep: Place<'a>, pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    let (seconds, grace) = (sleep.get("seconds"), pod.grace_period());
    let length = seconds.int().unwrap_or(0);
    let least = i64::from(!cx.version.enables(gates::POD_LIFECYCLE_SLEEP_ACTION_ALLOW_ZERO));
    if (seconds.is_set() && seconds.int().is_none()) || (least..=grace).contains(&length) {
        return;
    }
    let message = if length < least {
        text!("`seconds` of a sleep must be at least {}, but is {}", text::name(least), length)
    } else {
        text!("sleep of {} s is longer than the grace period of {} s", length, grace)
    };
    let period = pod.spec.get("terminationGracePeriodSeconds");
    cx.invalid(code::INVALID_LIFECYCLE_HOOK, seconds, message)
        .path(sleep.path())
        .related(period, "the Pod is killed after the grace period (30 s by default)")
        .help("sleep for less time, or raise `terminationGracePeriodSeconds`");
}
