//! Deployments, ReplicaSets, StatefulSets, DaemonSets, ReplicationControllers and
//! ControllerRevisions, without their selectors and pod templates
//! (`pkg/apis/apps/validation/validation.go`, defaults of `pkg/apis/apps/v1/defaults.go`).

use super::{Cause, Checker, Reason, core::persistent_volume_claim, names};
use crate::{
    code,
    diagnostic::Safety,
    model::{Object, Place, gates, version::Version},
    syntax::tree::Value,
    text,
};

pub(super) fn deployment<'a>(deployment: Place<'a>, cx: &mut Checker<'a>) {
    let spec = deployment.get("spec");
    counts(spec, &["replicas", "minReadySeconds", "revisionHistoryLimit"], cx);
    deployment_strategy(spec.get("strategy"), cx);
    let deadline = spec.get("progressDeadlineSeconds");
    cx.not_negative(code::NEGATIVE_COUNT, deadline);
    let (limit, ready) = (deadline.int().unwrap_or(600), spec.get("minReadySeconds"));
    if limit <= ready.int().unwrap_or(0) {
        let message = text!(
            "`progressDeadlineSeconds` ({}) must be greater than `minReadySeconds` ({})",
            limit,
            ready.int().unwrap_or(0)
        );
        cx.invalid(code::PROGRESS_DEADLINE_TOO_SHORT, deadline, message)
            .help("raise `progressDeadlineSeconds` or lower `minReadySeconds`")
            .related(ready, "`minReadySeconds`");
    }
}

/// `Recreate`, or a rolling update of 25 % each way by default.
fn deployment_strategy<'a>(strategy: Place<'a>, cx: &mut Checker<'a>) {
    let (kind, rolling) = (strategy.get("type"), strategy.get("rollingUpdate"));
    match kind.str() {
        "Recreate" if rolling.is_set() => {
            cx.forbidden(
                code::RECREATE_WITH_ROLLING_UPDATE,
                rolling,
                "`rollingUpdate` is not allowed with `type: Recreate`",
            )
            .related(kind, "`type: Recreate` is set here")
            .fix(Safety::Safe, "remove `rollingUpdate`", rolling.remove());
        }
        "Recreate" => {}
        "" | "RollingUpdate" => {
            let (unavailable, surge) = (rolling.get("maxUnavailable"), rolling.get("maxSurge"));
            share(unavailable, cx);
            share(surge, cx);
            not_above_all(unavailable, cx);
            if amount(unavailable, 25) == 0 && amount(surge, 25) == 0 {
                let message = "`maxUnavailable` and `maxSurge` cannot both be 0";
                cx.invalid(code::ROLLING_UPDATE_BOTH_ZERO, unavailable, message)
                    .related(surge, "`maxSurge` is 0")
                    .fix(Safety::Unsafe, "set `maxUnavailable: 1`", unavailable.set("1"));
            }
        }
        _ => {
            cx.not_supported(code::INVALID_ENUM_VALUE, kind, &["Recreate", "RollingUpdate"])
                .path(strategy.path());
        }
    }
}

pub(super) fn replica_set<'a>(set: Place<'a>, cx: &mut Checker<'a>) {
    counts(set.get("spec"), &["replicas", "minReadySeconds"], cx);
}

pub(super) fn replication_controller<'a>(controller: Place<'a>, cx: &mut Checker<'a>) {
    counts(controller.get("spec"), &["minReadySeconds", "replicas"], cx);
}

pub(super) fn daemon_set<'a>(set: Place<'a>, cx: &mut Checker<'a>) {
    let spec = set.get("spec");
    counts(spec, &["minReadySeconds", "revisionHistoryLimit"], cx);
    let strategy = spec.get("updateStrategy");
    match strategy.get("type").str() {
        "OnDelete" => {}
        "" | "RollingUpdate" => daemon_rolling_update(strategy.get("rollingUpdate"), cx),
        _ => {
            let allowed = ["RollingUpdate", "OnDelete"];
            cx.not_supported(code::INVALID_ENUM_VALUE, strategy.get("type"), &allowed)
                .path(strategy.path());
        }
    }
}

/// One Pod at a time may be unavailable by default; either that or a surge.
fn daemon_rolling_update<'a>(rolling: Place<'a>, cx: &mut Checker<'a>) {
    let (unavailable, surge) = (rolling.get("maxUnavailable"), rolling.get("maxSurge"));
    for value in [unavailable, surge] {
        share(value, cx);
        not_above_all(value, cx);
    }
    match (amount(unavailable, 1) != 0, amount(surge, 0) != 0) {
        (true, true) => {
            let message = "`maxSurge` and `maxUnavailable` of a DaemonSet cannot both be above 0";
            cx.invalid(code::INVALID_ROLLING_UPDATE_VALUE, surge, message)
                .related(unavailable, "`maxUnavailable` defaults to 1")
                .help("set `maxUnavailable: 0` to use `maxSurge`");
        }
        (false, false) => {
            let message = "`maxUnavailable` and `maxSurge` cannot both be 0";
            cx.required(code::ROLLING_UPDATE_BOTH_ZERO, unavailable, message)
                .related(surge, "`maxSurge` is 0")
                .fix(Safety::Unsafe, "set `maxUnavailable: 1`", unavailable.set("1"));
        }
        _ => {}
    }
}

pub(super) fn stateful_set<'a>(set: Place<'a>, cx: &mut Checker<'a>) {
    let spec = set.get("spec");
    let policy = spec.get("podManagementPolicy");
    if !["", "OrderedReady", "Parallel"].contains(&policy.str()) {
        let message = text!(
            "`{}` must be one of OrderedReady, Parallel, but is `{}`",
            text::name(policy.name()),
            policy.str()
        );
        cx.invalid(code::INVALID_STATEFULSET_FIELD, policy, message);
    }
    stateful_strategy(spec.get("updateStrategy"), cx);
    let retention = spec.get("persistentVolumeClaimRetentionPolicy");
    cx.one_of(code::INVALID_STATEFULSET_FIELD, retention.get("whenDeleted"), &["Retain", "Delete"]);
    cx.one_of(code::INVALID_STATEFULSET_FIELD, retention.get("whenScaled"), &["Retain", "Delete"]);
    for claim in spec.get("volumeClaimTemplates").items() {
        persistent_volume_claim::template_spec(claim.get("spec"), cx);
    }
    counts(spec, &["replicas", "minReadySeconds"], cx);
    cx.not_negative(code::INVALID_STATEFULSET_FIELD, spec.get("ordinals").get("start"));
    let service = spec.get("serviceName");
    if cx.version.since(33) && !service.is_empty() {
        cx.format(code::INVALID_STATEFULSET_FIELD, service, names::dns_label);
    }
    let history = spec.get("revisionHistoryLimit");
    if let Some(limit) = history.int().filter(|limit| *limit < 0) {
        let message = text!("`revisionHistoryLimit: {}` keeps all old revisions forever", limit);
        cx.warn(code::NEGATIVE_STATEFULSET_HISTORY, history, message)
            .help("write the number of old revisions to keep, such as 10");
    }
}

/// Servers before 1.34 decode the templates of a StatefulSet, and hardly check them
/// (`ValidatePodTemplateSpecForStatefulSet`): what is wrong in them is found when its Pods and
/// claims are created.
pub(super) fn templates_unchecked(object: &Object, version: Version, causes: &mut [Cause]) {
    if causes.is_empty() || !object.gvk.is("apps", "StatefulSet") || version.since(34) {
        return;
    }
    for cause in causes {
        let is_template = ["spec.template.spec.", "spec.volumeClaimTemplates["]
            .iter()
            .any(|start| cause.path.starts_with(start));
        let is_checked = match cause.code {
            code::RESTART_POLICY_NOT_ALLOWED => true,
            code::ACTIVE_DEADLINE_NOT_ALLOWED => cause.reason == Some(Reason::Forbidden),
            _ => cause.reason.is_some_and(Reason::is_decoding),
        };
        if is_template && !is_checked {
            cause.accepted_by(version, "the StatefulSet then cannot create its Pods");
        }
    }
}

fn stateful_strategy<'a>(strategy: Place<'a>, cx: &mut Checker<'a>) {
    let (kind, rolling) = (strategy.get("type"), strategy.get("rollingUpdate"));
    match kind.str() {
        "OnDelete" if rolling.is_set() => {
            cx.invalid(
                code::INVALID_STATEFULSET_FIELD,
                rolling,
                "`rollingUpdate` is not allowed with `type: OnDelete`",
            )
            .fix(Safety::Safe, "remove `rollingUpdate`", rolling.remove());
        }
        "OnDelete" => {}
        "" | "RollingUpdate" => {
            cx.not_negative(code::INVALID_STATEFULSET_FIELD, rolling.get("partition"));
            // Before 1.37 the field was behind a gate that was off, and was dropped.
            let unavailable = rolling.get("maxUnavailable");
            if cx.version.enables(gates::MAX_UNAVAILABLE_STATEFUL_SET) && unavailable.is_set() {
                share(unavailable, cx);
                if amount(unavailable, 1) == 0 {
                    let message = "`maxUnavailable` cannot be 0";
                    cx.invalid(code::INVALID_ROLLING_UPDATE_VALUE, unavailable, message);
                }
                not_above_all(unavailable, cx);
            }
        }
        text => {
            let message = text!("`type` must be one of RollingUpdate, OnDelete, but is `{}`", text);
            cx.invalid(code::INVALID_STATEFULSET_FIELD, kind, message).path(strategy.path());
        }
    }
}

pub(super) fn controller_revision<'a>(revision: Place<'a>, cx: &mut Checker<'a>) {
    cx.not_negative(code::INVALID_CONTROLLER_REVISION, revision.get("revision"));
    let data = revision.get("data");
    let is_missing = match cx.version.since(31) {
        true => !data.node().is_some_and(|node| node.is_map()),
        false => !data.is_set(),
    };
    if is_missing {
        cx.required(code::INVALID_CONTROLLER_REVISION, data, "`data` must be a map");
    }
}

fn counts<'a>(spec: Place<'a>, fields: &[&'a str], cx: &mut Checker<'a>) {
    for field in fields {
        cx.not_negative(code::NEGATIVE_COUNT, spec.get(field));
    }
}

/// A number of pods or a share of them: 0 or more, or a percentage.
fn share<'a>(value: Place<'a>, cx: &mut Checker<'a>) {
    match value.node().map(|node| node.value()) {
        Some(Value::Str(text)) if percent(text).is_none() => {
            let message = text!(
                "`{}` must be an integer or a percentage such as 25%, but is the string `{}`",
                text::name(value.name()),
                text
            );
            let cause = cx.invalid(code::INVALID_ROLLING_UPDATE_VALUE, value, message);
            if text.parse::<u32>().is_ok() {
                cause.help("remove the quotes").fix(
                    Safety::Safe,
                    "remove the quotes",
                    value.set(text),
                );
            }
        }
        Some(Value::Int(int)) if int < 0 => {
            let message =
                text!("`{}` must be at least 0, but is {}", text::name(value.name()), int);
            cx.invalid(code::INVALID_ROLLING_UPDATE_VALUE, value, message);
        }
        _ => {}
    }
}

fn not_above_all<'a>(value: Place<'a>, cx: &mut Checker<'a>) {
    if percent(value.str()).is_some_and(|percent| percent > 100) {
        let message =
            text!("`{}` must be at most 100%, but is `{}`", text::name(value.name()), value.str());
        cx.invalid(code::INVALID_ROLLING_UPDATE_VALUE, value, message);
    }
}

/// What the server compares with 0: the number, or the percentage without its sign.
fn amount(value: Place<'_>, default: i64) -> i64 {
    if !value.is_set() {
        return default;
    }
    let text = value.str();
    value.int().or(percent(text)).or(text.parse().ok()).unwrap_or(0)
}

/// The number of `25%`; `None` for any other string.
fn percent(text: &str) -> Option<i64> {
    let digits = text.strip_suffix('%')?;
    let right = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    right.then(|| digits.parse().unwrap_or(i64::MAX))
}
