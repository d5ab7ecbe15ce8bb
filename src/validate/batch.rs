//! Jobs and CronJobs, without pod templates
//! (`pkg/apis/batch/validation/validation.go`, defaults of `pkg/apis/batch/v1/defaults.go`).

use std::collections::BTreeSet;

use super::{
    Cause, Checker, Reason, cron, meta,
    names::{self, shown},
    time_zones,
};
use crate::{
    code,
    diagnostic::Safety,
    model::{
        Object, Place,
        gates::{self, Gate},
        similar,
        version::Version,
    },
    syntax::edit::scalar,
    text,
    text::Text,
};

/// Above this many completions the server counts failed indexes more strictly.
const MANY: i64 = 100_000;
const FEW: i64 = 10_000;

/// The numbers of a Job that several checks need, with the defaults of a Job (a job template of a
/// CronJob gets its defaults only when a Job is made of it).
#[derive(Clone, Copy)]
struct Numbers {
    indexed: bool,
    completions: Option<i64>,
    parallelism: Option<i64>,
}

pub(super) fn job<'a>(job: Place<'a>, cx: &mut Checker<'a>) {
    let spec = job.get("spec");
    let parallelism = spec.get("parallelism").int();
    let single = parallelism.is_none().then_some(1);
    let numbers = Numbers {
        indexed: spec.get("completionMode").str() == "Indexed",
        completions: spec.get("completions").int().or(single),
        parallelism: parallelism.or(Some(1)),
    };
    job_spec(spec, numbers, cx);
    let name = job.get("metadata").get("name");
    if let Some(last) = numbers.completions.filter(|n| numbers.indexed && *n > 0) {
        let host = format!("{}-{}", meta::made_name(job), last - 1);
        if let Err(fault) = names::dns_label(&host) {
            let message =
                text!("the hostname of the last Pod, `{}`, {}", host.as_str(), fault.what);
            let cause = cx.invalid(code::NAME_TOO_LONG, name, message);
            cause.help(fault.allowed).at = meta::name_at(job);
        }
    }
}

pub(super) fn cron_job<'a>(object: Place<'a>, cx: &mut Checker<'a>) {
    let spec = object.get("spec");
    for field in ["startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit"]
    {
        cx.not_negative(code::NEGATIVE_COUNT, spec.get(field));
    }
    cx.one_of(
        code::INVALID_ENUM_VALUE,
        spec.get("concurrencyPolicy"),
        &["Allow", "Forbid", "Replace"],
    );
    time_zone(spec.get("timeZone"), cx);
    schedule(spec, cx);
    let length = meta::made_name(object).len();
    if length > 52 {
        let message = text!(
            "name is {} characters long, at most 52 are allowed in a CronJob",
            text::name(length)
        );
        let cause = cx.invalid(code::NAME_TOO_LONG, object.at(&["metadata", "name"]), message);
        cause.help("shorten it, as the names of its Jobs have 11 characters more");
        cause.at = meta::name_at(object);
    }
    let job = spec.get("jobTemplate").get("spec");
    let numbers = Numbers {
        indexed: job.get("completionMode").str() == "Indexed",
        completions: job.get("completions").int(),
        parallelism: job.get("parallelism").int(),
    };
    job_spec(job, numbers, cx);
}

/// When it runs (`validateScheduleFormat`).
fn schedule<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let (schedule, zone) = (spec.get("schedule"), spec.get("timeZone"));
    if schedule.is_empty() {
        cx.required(code::INVALID_CRON_SCHEDULE, schedule, "the CronJob has no `schedule`")
            .help("write a cron schedule, such as `\"0 3 * * *\"` for 3:00 every day");
        return;
    }
    let Some(text) = schedule.text() else { return };
    let Err(fault) = cron::check(text) else { return };
    let moved = text.strip_prefix("CRON_").unwrap_or(text).strip_prefix("TZ=");
    let moved = moved.and_then(|text| text.split_once(' '));
    let is_sound = moved.is_some_and(|(_, rest)| cron::check(rest.trim()).is_ok());
    let mark = cx.mark();
    let message = text!("schedule `{}` {}", shown(text), fault);
    let cause = cx.invalid(code::INVALID_CRON_SCHEDULE, schedule, message);
    cause.help(
        "write minute, hour, day of month, month and day of week (0 is Sunday), such as \
         `\"0 3 * * *\"`",
    );
    if let Some((name, rest)) = moved {
        cause.help(text!("set `timeZone: {}` instead", name));
        let edits = zone.set(&scalar(name)).into_iter().chain(schedule.set(&scalar(rest.trim())));
        if !zone.is_present() && is_sound {
            cause.fix(Safety::Unsafe, "move the time zone to `timeZone`", edits);
        }
    }
    if is_sound && !zone.is_set() {
        cx.refused_since(29, mark, "later versions reject time zones in schedules");
    }
}

/// A name of the IANA time zone database.
fn time_zone<'a>(zone: Place<'a>, cx: &mut Checker<'a>) {
    let Some(name) = zone.text() else { return };
    if name.is_empty() {
        cx.invalid(code::INVALID_TIME_ZONE, zone, "`timeZone` is empty")
            .help("write a time zone such as Europe/Berlin, or remove the field");
    } else if name.eq_ignore_ascii_case("local") {
        cx.invalid(code::INVALID_TIME_ZONE, zone, text!("time zone `{}` is not allowed", name)).help(
            "write a time zone such as Europe/Berlin, or remove the field to use the time zone of \
             the kube-controller-manager",
        );
    } else if !time_zones::is_known(name) {
        let cause =
            cx.invalid(code::INVALID_TIME_ZONE, zone, text!("unknown time zone `{}`", shown(name)));
        if let Some(meant) = similar::nearest(name, time_zones::all()) {
            cause.help(text!("did you mean `{}`?", text::name(meant)));
        } else {
            cause.help(
                "use a name of the IANA time zone database, such as Europe/Berlin or Etc/UTC",
            );
        }
    }
}

/// Whether the server keeps fields of Jobs whose feature gate is off: those of a CronJob, before
/// 1.37 (`PrepareForCreate` of CronJobs drops fields of their Pods only).
fn keeps_gated_fields(object: &Object, version: Version) -> bool {
    object.gvk.is("batch", "CronJob") && !version.since(37)
}

/// Takes out that fields are ignored which are not.
pub(super) fn without_kept_fields(object: &Object, version: Version, causes: &mut Vec<Cause>) {
    if !keeps_gated_fields(object, version) {
        return;
    }
    causes.retain(|cause| {
        let field = cause.path.strip_prefix("spec.jobTemplate.spec.");
        cause.code != code::GATED_FIELD || field.is_none_or(|field| field.contains(['.', '[']))
    });
}

fn job_spec<'a>(spec: Place<'a>, numbers: Numbers, cx: &mut Checker<'a>) {
    for field in ["parallelism", "completions", "activeDeadlineSeconds", "backoffLimit"] {
        cx.not_negative(code::NEGATIVE_COUNT, spec.get(field));
    }
    cx.not_negative(code::NEGATIVE_COUNT, spec.get("ttlSecondsAfterFinished"));
    let (version, keeps) = (cx.version, keeps_gated_fields(cx.object, cx.version));
    let checks = |gate: Gate| version.enables(gate) || keeps && gate.at(version).is_some();
    if checks(gates::JOB_MANAGED_BY) {
        managed_by(spec.get("managedBy"), cx);
    }
    let mode = spec.get("completionMode");
    cx.one_of_set(code::INVALID_JOB_COMPLETION, mode, &["NonIndexed", "Indexed"]);
    if numbers.indexed {
        indexed(spec, numbers, cx);
    }
    if checks(gates::JOB_BACKOFF_LIMIT_PER_INDEX) {
        per_index(spec, numbers, cx);
    }
    if checks(gates::JOB_POD_FAILURE_POLICY) {
        failure_policy(spec, cx);
    }
    if checks(gates::JOB_SUCCESS_POLICY) {
        success_policy(spec.get("successPolicy"), numbers, cx);
    }
    if checks(gates::JOB_POD_REPLACEMENT_POLICY) {
        replacement_policy(spec, cx);
    }
}

fn managed_by<'a>(managed_by: Place<'a>, cx: &mut Checker<'a>) {
    if managed_by.is_set() {
        cx.format_or_missing(
            code::INVALID_JOB_POLICY,
            managed_by,
            names::domain_prefixed_path(managed_by.str()),
        );
        cx.not_longer(code::INVALID_JOB_POLICY, managed_by, 63);
    }
}

/// What a Job with `completionMode: Indexed` requires.
fn indexed<'a>(spec: Place<'a>, numbers: Numbers, cx: &mut Checker<'a>) {
    if numbers.completions.is_none() && !spec.get("completions").is_set() {
        cx.required(
            code::INVALID_JOB_COMPLETION,
            spec.get("completions"),
            "an Indexed Job requires `completions`",
        )
        .related(spec.get("completionMode"), "`completionMode: Indexed` is set here");
    }
    cx.within(code::INVALID_JOB_COMPLETION, spec.get("parallelism"), ..=MANY);
    let many = numbers.completions.is_some_and(|completions| completions > MANY);
    if many && numbers.parallelism.is_some_and(|parallelism| parallelism > FEW) {
        let message = "the list of failed indexes may exceed the size limit of the Job's status";
        cx.warn(code::HUGE_INDEXED_JOB, spec.get("completions"), message).path(spec.path()).help(
            text!(
                "with more than {} completions, set `parallelism` to at most {}",
                text::name(MANY),
                text::name(FEW)
            ),
        );
    }
}

/// `backoffLimitPerIndex` and `maxFailedIndexes`, which belong to Indexed Jobs.
fn per_index<'a>(spec: Place<'a>, numbers: Numbers, cx: &mut Checker<'a>) {
    let (backoff, failed) = (spec.get("backoffLimitPerIndex"), spec.get("maxFailedIndexes"));
    cx.not_negative(code::NEGATIVE_COUNT, backoff);
    cx.not_negative(code::NEGATIVE_COUNT, failed);
    if failed.is_set() && !backoff.is_set() {
        let message = "`maxFailedIndexes` requires `backoffLimitPerIndex`";
        cx.required(code::INVALID_JOB_COMPLETION, backoff, message)
            .related(failed, "`maxFailedIndexes` is set here");
    }
    let mode = spec.get("completionMode").text().unwrap_or("NonIndexed");
    if mode == "NonIndexed" {
        for field in [backoff, failed].into_iter().filter(|field| field.is_set()) {
            let message =
                text!("`{}` requires `completionMode: Indexed`", text::name(field.name()));
            cx.invalid(code::INVALID_JOB_COMPLETION, field, message);
        }
    }
    if !numbers.indexed {
        return;
    }
    let completions = numbers.completions.unwrap_or(i64::MAX);
    if let Some(most) = failed.int().filter(|most| *most > completions) {
        let message =
            text!("`maxFailedIndexes` ({}) exceeds `completions` ({})", most, completions);
        cx.invalid(code::INVALID_JOB_COMPLETION, failed, message);
    }
    cx.within(code::INVALID_JOB_COMPLETION, failed, ..=MANY);
    if numbers.completions.is_some_and(|completions| completions > MANY) && backoff.is_set() {
        if !failed.is_set() {
            let message = text!(
                "with more than {} completions, `maxFailedIndexes` is required",
                text::name(MANY)
            );
            cx.required(code::INVALID_JOB_COMPLETION, failed, message);
        }
        cx.within(code::INVALID_JOB_COMPLETION, spec.get("parallelism"), ..=FEW);
        cx.within(code::INVALID_JOB_COMPLETION, failed, ..=FEW);
    }
}

fn failure_policy<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let policy = spec.get("podFailurePolicy");
    if !policy.is_set() {
        return;
    }
    cx.fits(code::INVALID_JOB_POLICY, policy.get("rules"), 20);
    let pod = spec.get("template").get("spec");
    let containers: Vec<&str> = pod
        .get("containers")
        .items()
        .chain(pod.get("initContainers").items())
        .map(|container| container.get("name").str())
        .collect();
    // With the gate off the server drops rules with this action.
    let gate = gates::JOB_BACKOFF_LIMIT_PER_INDEX;
    let drops = cx.version.disables(gate) && !keeps_gated_fields(cx.object, cx.version);
    let is_dropped = |rule: &Place<'a>| drops && rule.get("action").str() == "FailIndex";
    for rule in policy.get("rules").items().filter(|rule| !is_dropped(rule)) {
        failure_action(rule.get("action"), spec.get("backoffLimitPerIndex").is_set(), cx);
        let (codes, conditions) = (rule.get("onExitCodes"), rule.get("onPodConditions"));
        if codes.is_set() {
            exit_codes(codes, &containers, cx);
        }
        pod_conditions(conditions, cx);
        match (codes.is_set(), conditions.count() > 0) {
            (true, true) => {
                let message = "rule has both `onExitCodes` and `onPodConditions`";
                cx.invalid(code::INVALID_JOB_POLICY, rule, message);
            }
            (false, false) => {
                let message = "rule has neither `onExitCodes` nor `onPodConditions`";
                cx.invalid(code::INVALID_JOB_POLICY, rule, message);
            }
            _ => {}
        }
    }
    let restart = pod.get("restartPolicy");
    if restart.str() == "OnFailure" {
        let message = "`podFailurePolicy` requires `restartPolicy: Never`";
        cx.invalid(code::INVALID_JOB_POLICY, restart, message)
            .related(policy, "`podFailurePolicy` is set here")
            .fix(Safety::Unsafe, "write `Never`", restart.set("Never"));
    }
}

fn failure_action<'a>(action: Place<'a>, per_index: bool, cx: &mut Checker<'a>) {
    if !cx.require(code::INVALID_JOB_POLICY, action) {
        return;
    }
    if !cx.version.since(28) {
        return cx.one_of(code::INVALID_JOB_POLICY, action, &["Count", "FailJob", "Ignore"]);
    }
    if action.str() == "FailIndex" {
        if !per_index {
            cx.invalid(
                code::INVALID_JOB_POLICY,
                action,
                "`FailIndex` requires `backoffLimitPerIndex`",
            );
        }
        return;
    }
    cx.one_of(code::INVALID_JOB_POLICY, action, &["Count", "FailIndex", "FailJob", "Ignore"]);
}

/// Exit codes in ascending order, each once, at most 255; `In` cannot have the one of success.
fn exit_codes<'a>(codes: Place<'a>, containers: &[&str], cx: &mut Checker<'a>) {
    let (operator, name) = (codes.get("operator"), codes.get("containerName"));
    if cx.require(code::INVALID_JOB_POLICY, operator) {
        cx.one_of(code::INVALID_JOB_POLICY, operator, &["In", "NotIn"]);
    }
    if name.text().is_some_and(|name| !containers.contains(&name)) {
        let message = text!("the Pod template has no container `{}`", name.str());
        let cause = cx.invalid(code::INVALID_JOB_POLICY, name, message);
        if let Some(meant) = similar::nearest(name.str(), containers.iter().copied()) {
            cause.help(text!("did you mean `{}`?", meant));
        }
    }
    let values = codes.get("values");
    if values.count() == 0 {
        cx.invalid(code::INVALID_JOB_POLICY, values, "`values` has no exit code");
    } else {
        cx.fits(code::INVALID_JOB_POLICY, values, 255);
    }
    let mut seen = BTreeSet::new();
    let mut ascending = true;
    for value in values.items() {
        // Null is 0.
        let Some(code) = value.int().or((!value.is_set()).then_some(0)) else { continue };
        if operator.str() == "In" && code == 0 {
            cx.invalid(code::INVALID_JOB_POLICY, value, "exit code 0 is not a failure");
        }
        ascending &= seen.last().is_none_or(|last| *last <= code);
        if !seen.insert(code) {
            cx.duplicate(
                code::INVALID_JOB_POLICY,
                value,
                text!("exit code {} is listed twice", code),
            );
        }
    }
    if !ascending {
        cx.invalid(code::INVALID_JOB_POLICY, values, "exit codes must be in ascending order");
    }
}

fn pod_conditions<'a>(conditions: Place<'a>, cx: &mut Checker<'a>) {
    cx.fits(code::INVALID_JOB_POLICY, conditions, 20);
    for condition in conditions.items() {
        cx.format(code::INVALID_JOB_POLICY, condition.get("type"), names::qualified_name);
        let status = condition.get("status");
        // It defaults to True, in a CronJob only since 1.34.
        if status.is_empty() && cx.object.gvk.kind == "CronJob" && !cx.version.since(34) {
            cx.require(code::INVALID_JOB_POLICY, status);
        }
        cx.one_of(code::INVALID_JOB_POLICY, status, &["False", "True", "Unknown"]);
    }
}

fn success_policy<'a>(policy: Place<'a>, numbers: Numbers, cx: &mut Checker<'a>) {
    if !policy.is_set() {
        return;
    }
    if !numbers.indexed {
        let message = "`successPolicy` requires `completionMode: Indexed`";
        cx.invalid(code::INVALID_JOB_POLICY, policy, message);
        return;
    }
    let rules = policy.get("rules");
    cx.require(code::INVALID_JOB_POLICY, rules);
    cx.fits(code::INVALID_JOB_POLICY, rules, 20);
    if let Some(completions) = numbers.completions {
        rules.items().for_each(|rule| success_rule(rule, completions, cx));
    }
}

fn success_rule<'a>(rule: Place<'a>, completions: i64, cx: &mut Checker<'a>) {
    let (count, indexes) = (rule.get("succeededCount"), rule.get("succeededIndexes"));
    if !count.is_set() && !indexes.is_set() {
        let message = "rule has neither `succeededCount` nor `succeededIndexes`";
        cx.required(code::INVALID_JOB_POLICY, rule, message);
    }
    let mut named = None;
    if let Some(text) = indexes.text() {
        cx.not_longer(code::INVALID_JOB_POLICY, indexes, 64 << 10);
        match count_indexes(text, completions) {
            Ok(total) => named = Some(total),
            Err(message) => {
                named = Some(0);
                cx.invalid(code::INVALID_JOB_POLICY, indexes, message)
                    .help("write ascending indexes and ranges, such as 0,2-5,7");
            }
        }
    }
    cx.not_negative(code::INVALID_JOB_POLICY, count);
    if let Some(wanted) = count.int() {
        if wanted > completions {
            let message =
                text!("`succeededCount` ({}) exceeds `completions` ({})", wanted, completions);
            cx.invalid(code::INVALID_JOB_POLICY, count, message);
        }
        if let Some(total) = named.filter(|total| wanted > *total) {
            let message = text!(
                "`succeededCount` ({}) exceeds the number of indexes in `succeededIndexes` ({})",
                wanted,
                total
            );
            cx.invalid(code::INVALID_JOB_POLICY, count, message)
                .related(indexes, "indexes are listed here");
        }
    }
}

/// How many indexes a text such as `0,2-5` names, ascending and below `completions`.
fn count_indexes(text: &str, completions: i64) -> Result<i64, Text> {
    let (mut total, mut last) = (0, None);
    if text.is_empty() {
        return Ok(0);
    }
    let number = |text: &str| -> Result<i64, Text> {
        let index: i64 = text.parse().map_err(|_| text!("`{}` is not a valid index", text))?;
        if index < completions {
            return Ok(index);
        }
        Err(text!("index {} must be less than `completions` ({})", index, completions))
    };
    for part in text.split(',') {
        let mut ends = part.split('-');
        let first = number(ends.next().unwrap_or(""))?;
        let end = ends.next().map(number).transpose()?;
        if ends.next().is_some() {
            return Err(text!("`{}` is not a valid range of indexes", part));
        }
        if end.is_some_and(|end| first >= end) || last.is_some_and(|last| last >= first) {
            return Err(text!("`{}` is not in ascending order", part));
        }
        let end = end.unwrap_or(first);
        total += end - first + 1;
        last = Some(end);
    }
    Ok(total)
}

fn replacement_policy<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let policy = spec.get("podReplacementPolicy");
    if !spec.get("podFailurePolicy").is_set() {
        cx.one_of_set(code::INVALID_JOB_POLICY, policy, &["Failed", "TerminatingOrFailed"]);
    } else if policy.text().is_some_and(|text| text != "Failed") {
        let message = text!(
            "`podReplacementPolicy` must be Failed with a `podFailurePolicy`, but is `{}`",
            policy.str()
        );
        cx.refuse(code::INVALID_JOB_POLICY, Reason::NotSupported, policy, message)
            .related(spec.get("podFailurePolicy"), "`podFailurePolicy` is set here")
            .help("write `Failed`, or remove the field");
    }
}
