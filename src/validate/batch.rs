//! Jobs and CronJobs, without pod templates
//! (`pkg/apis/batch/validation/validation.go`, defaults of `pkg/apis/batch/v1/defaults.go`).

use std::collections::BTreeSet;

use super::{
    Checker, Reason, cron, meta,
    names::{self, shown},
    time_zones,
};
use crate::{
    model::{Place, near},
    syntax::edit::{Safety, scalar},
};

/// `name-too-long`
const NAME: &str = "KV2003";
/// `negative-count`
const NEGATIVE: &str = "KV2208";
/// `invalid-job-completion`
const COMPLETION: &str = "KV2210";
/// `invalid-job-policy`
const POLICY: &str = "KV2211";
/// `huge-indexed-job`
const HUGE: &str = "KV2213";
/// `invalid-cron-schedule`
const SCHEDULE: &str = "KV2214";
/// `invalid-time-zone`
const ZONE: &str = "KV2215";
/// `invalid-enum-value`
const ENUM: &str = "KV1009";

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
                format!("the last pod's host name would be `{host}`, which {}", fault.what);
            let cause = cx.invalid(NAME, name, message);
            cause.help("shorten the name, or make it a plain DNS label").at = meta::name_at(job);
        }
    }
}

pub(super) fn cron_job<'a>(object: Place<'a>, cx: &mut Checker<'a>) {
    let spec = object.get("spec");
    for field in ["startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit"]
    {
        cx.not_negative(NEGATIVE, spec.get(field));
    }
    cx.one_of(ENUM, spec.get("concurrencyPolicy"), &["Allow", "Forbid", "Replace"]);
    time_zone(spec.get("timeZone"), cx);
    schedule(spec, cx);
    let length = meta::made_name(object).len();
    if length > 52 {
        let message = format!("the name has {length} characters, 52 fit");
        let cause = cx.invalid(NAME, object.at(&["metadata", "name"]), message);
        cause.help("each Job gets the name and the minute it was due, in at most 63 characters");
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
        cx.required(SCHEDULE, schedule, "the CronJob has no schedule")
            .help("write when it runs: \"0 3 * * *\" is every night at three");
        return;
    }
    let Some(text) = schedule.text() else { return };
    let Err(fault) = cron::check(text) else { return };
    let cause = cx.invalid(SCHEDULE, schedule, format!("schedule `{}` {fault}", shown(text)));
    cause.help("write minute, hour, day, month and weekday (0 is Sunday): \"0 3 * * *\"");
    let moved = text.strip_prefix("CRON_").unwrap_or(text).strip_prefix("TZ=");
    if let Some((name, rest)) = moved.and_then(|text| text.split_once(' ')) {
        cause.help(format!("write timeZone: {name} beside the schedule"));
        let edits = zone.set(&scalar(name)).into_iter().chain(schedule.set(&scalar(rest.trim())));
        if !zone.mentioned() && cron::check(rest.trim()).is_ok() {
            cause.fix(Safety::Unsafe, "move the time zone to timeZone", edits);
        }
    }
}

/// A name of the IANA time zone database.
fn time_zone<'a>(zone: Place<'a>, cx: &mut Checker<'a>) {
    let Some(name) = zone.text() else { return };
    if name.is_empty() {
        cx.invalid(ZONE, zone, "the time zone is empty")
            .help("name one, such as Europe/Berlin, or leave the field out");
    } else if name.eq_ignore_ascii_case("local") {
        cx.invalid(ZONE, zone, format!("`{name}` is no time zone of its own")).help(
            "name the zone, such as Europe/Berlin; without the field it is that of the server",
        );
    } else if !time_zones::is_known(name) {
        let cause = cx.invalid(ZONE, zone, format!("`{}` is no time zone", shown(name)));
        if let Some(meant) = near::nearest(name, time_zones::all()) {
            cause.help(format!("did you mean {meant}?"));
        } else {
            cause.help("use a name of the IANA database, such as Europe/Berlin or Etc/UTC");
        }
    }
}

fn job_spec<'a>(spec: Place<'a>, numbers: Numbers, cx: &mut Checker<'a>) {
    for field in ["parallelism", "completions", "activeDeadlineSeconds", "backoffLimit"] {
        cx.not_negative(NEGATIVE, spec.get(field));
    }
    cx.not_negative(NEGATIVE, spec.get("ttlSecondsAfterFinished"));
    if cx.version.has("JobManagedBy", 32) {
        managed_by(spec.get("managedBy"), cx);
    }
    let mode = spec.get("completionMode");
    cx.one_of_set(COMPLETION, mode, &["NonIndexed", "Indexed"]);
    if numbers.indexed {
        indexed(spec, numbers, cx);
    }
    if cx.version.has("JobBackoffLimitPerIndex", 29) {
        per_index(spec, numbers, cx);
    }
    if cx.version.has("JobPodFailurePolicy", 26) {
        failure_policy(spec, cx);
    }
    if cx.version.has("JobSuccessPolicy", 31) {
        success_policy(spec.get("successPolicy"), numbers, cx);
    }
    if cx.version.has("JobPodReplacementPolicy", 29) {
        replacement_policy(spec, cx);
    }
}

fn managed_by<'a>(managed_by: Place<'a>, cx: &mut Checker<'a>) {
    if managed_by.written() {
        cx.format_or_missing(POLICY, managed_by, names::domain_prefixed_path(managed_by.str()));
        cx.not_longer(POLICY, managed_by, 63);
    }
}

/// What a Job with `completionMode: Indexed` must keep to.
fn indexed<'a>(spec: Place<'a>, numbers: Numbers, cx: &mut Checker<'a>) {
    if numbers.completions.is_none() && !spec.get("completions").written() {
        cx.required(COMPLETION, spec.get("completions"), "an Indexed job needs `completions`")
            .related(spec.get("completionMode"), "each completion has an index");
    }
    cx.within(COMPLETION, spec.get("parallelism"), ..=MANY);
    let many = numbers.completions.is_some_and(|completions| completions > MANY);
    if many && numbers.parallelism.is_some_and(|parallelism| parallelism > FEW) {
        let message = "so many failing indexes may be more than the Job's status can hold";
        cx.warn(HUGE, spec.get("completions"), message)
            .path(spec.path())
            .help(format!("above {MANY} completions, keep parallelism at {FEW} or less"));
    }
}

/// `backoffLimitPerIndex` and `maxFailedIndexes`, which belong to Indexed jobs.
fn per_index<'a>(spec: Place<'a>, numbers: Numbers, cx: &mut Checker<'a>) {
    let (backoff, failed) = (spec.get("backoffLimitPerIndex"), spec.get("maxFailedIndexes"));
    cx.not_negative(NEGATIVE, backoff);
    cx.not_negative(NEGATIVE, failed);
    if failed.written() && !backoff.written() {
        let message = "`maxFailedIndexes` needs `backoffLimitPerIndex` beside it";
        cx.required(COMPLETION, backoff, message).related(failed, "limited here");
    }
    let mode = spec.get("completionMode").text().unwrap_or("NonIndexed");
    if mode == "NonIndexed" {
        for field in [backoff, failed].into_iter().filter(|field| field.written()) {
            let message = format!("`{}` is for jobs with completionMode Indexed", field.name());
            cx.invalid(COMPLETION, field, message);
        }
    }
    if !numbers.indexed {
        return;
    }
    let completions = numbers.completions.unwrap_or(i64::MAX);
    if let Some(most) = failed.int().filter(|most| *most > completions) {
        let message = format!("{most} indexes cannot fail, there are {completions}");
        cx.invalid(COMPLETION, failed, message);
    }
    cx.within(COMPLETION, failed, ..=MANY);
    if numbers.completions.is_some_and(|completions| completions > MANY) && backoff.written() {
        if !failed.written() {
            let message = format!("above {MANY} completions `maxFailedIndexes` must be set");
            cx.required(COMPLETION, failed, message);
        }
        cx.within(COMPLETION, spec.get("parallelism"), ..=FEW);
        cx.within(COMPLETION, failed, ..=FEW);
    }
}

fn failure_policy<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let policy = spec.get("podFailurePolicy");
    if !policy.written() {
        return;
    }
    cx.fits(POLICY, policy.get("rules"), 20);
    let pod = spec.get("template").get("spec");
    let containers: Vec<&str> = pod
        .get("containers")
        .items()
        .chain(pod.get("initContainers").items())
        .map(|container| container.get("name").str())
        .collect();
    for rule in policy.get("rules").items() {
        failure_action(rule.get("action"), spec.get("backoffLimitPerIndex").written(), cx);
        let (codes, conditions) = (rule.get("onExitCodes"), rule.get("onPodConditions"));
        if codes.written() {
            exit_codes(codes, &containers, cx);
        }
        pod_conditions(conditions, cx);
        match (codes.written(), conditions.count() > 0) {
            (true, true) => {
                let message = "a rule takes either `onExitCodes` or `onPodConditions`, not both";
                cx.invalid(POLICY, rule, message);
            }
            (false, false) => {
                let message = "a rule needs either `onExitCodes` or `onPodConditions`";
                cx.invalid(POLICY, rule, message);
            }
            _ => {}
        }
    }
    let restart = pod.get("restartPolicy");
    if restart.str() == "OnFailure" {
        let message = "`podFailurePolicy` needs pods that are not restarted in place";
        cx.invalid(POLICY, restart, message).related(policy, "judges pods that have failed").fix(
            Safety::Unsafe,
            "use Never",
            restart.set("Never"),
        );
    }
}

fn failure_action<'a>(action: Place<'a>, per_index: bool, cx: &mut Checker<'a>) {
    if !cx.require(POLICY, action) {
        return;
    }
    if action.str() == "FailIndex" && cx.version.has("JobBackoffLimitPerIndex", 29) {
        if !per_index {
            cx.invalid(POLICY, action, "`FailIndex` needs `backoffLimitPerIndex` in the job");
        }
        return;
    }
    cx.one_of(POLICY, action, &["Count", "FailIndex", "FailJob", "Ignore"]);
}

/// Exit codes in ascending order, each once, at most 255; `In` is not asked for success.
fn exit_codes<'a>(codes: Place<'a>, containers: &[&str], cx: &mut Checker<'a>) {
    let (operator, name) = (codes.get("operator"), codes.get("containerName"));
    if cx.require(POLICY, operator) {
        cx.one_of(POLICY, operator, &["In", "NotIn"]);
    }
    if name.text().is_some_and(|name| !containers.contains(&name)) {
        let message = format!("the pod template has no container `{}`", name.str());
        let cause = cx.invalid(POLICY, name, message);
        if let Some(meant) = near::nearest(name.str(), containers.iter().copied()) {
            cause.help(format!("did you mean {meant}?"));
        }
    }
    let values = codes.get("values");
    if values.count() == 0 {
        cx.invalid(POLICY, values, "no exit code is given");
    } else {
        cx.fits(POLICY, values, 255);
    }
    let mut seen = BTreeSet::new();
    let mut ascending = true;
    for value in values.items() {
        // Null is 0.
        let Some(code) = value.int().or((!value.written()).then_some(0)) else { continue };
        if operator.str() == "In" && code == 0 {
            cx.invalid(POLICY, value, "exit code 0 is success, not a failure");
        }
        ascending &= seen.last().is_none_or(|last| *last <= code);
        if !seen.insert(code) {
            cx.duplicate(POLICY, value, format!("exit code {code} is listed twice"));
        }
    }
    if !ascending {
        cx.invalid(POLICY, values, "the exit codes must be in ascending order");
    }
}

fn pod_conditions<'a>(conditions: Place<'a>, cx: &mut Checker<'a>) {
    cx.fits(POLICY, conditions, 20);
    for condition in conditions.items() {
        cx.format(POLICY, condition.get("type"), names::qualified_name);
        cx.one_of(POLICY, condition.get("status"), &["False", "True", "Unknown"]);
    }
}

fn success_policy<'a>(policy: Place<'a>, numbers: Numbers, cx: &mut Checker<'a>) {
    if !policy.written() {
        return;
    }
    if !numbers.indexed {
        let message = "`successPolicy` is for jobs with completionMode Indexed";
        cx.invalid(POLICY, policy, message);
        return;
    }
    let rules = policy.get("rules");
    cx.require(POLICY, rules);
    cx.fits(POLICY, rules, 20);
    if let Some(completions) = numbers.completions {
        rules.items().for_each(|rule| success_rule(rule, completions, cx));
    }
}

fn success_rule<'a>(rule: Place<'a>, completions: i64, cx: &mut Checker<'a>) {
    let (count, indexes) = (rule.get("succeededCount"), rule.get("succeededIndexes"));
    if !count.written() && !indexes.written() {
        let message = "a rule needs `succeededCount` or `succeededIndexes`";
        cx.required(POLICY, rule, message);
    }
    let mut named = None;
    if let Some(text) = indexes.text() {
        cx.not_longer(POLICY, indexes, 64 << 10);
        match count_indexes(text, completions) {
            Ok(total) => named = Some(total),
            Err(message) => {
                named = Some(0);
                cx.invalid(POLICY, indexes, message).help("write them as 0,2-5,7");
            }
        }
    }
    cx.not_negative(POLICY, count);
    if let Some(wanted) = count.int() {
        if wanted > completions {
            let message =
                format!("{wanted} can never succeed, there are {completions} completions");
            cx.invalid(POLICY, count, message);
        }
        if let Some(total) = named.filter(|total| wanted > *total) {
            let message = format!("{wanted} can never succeed of the {total} indexes named");
            cx.invalid(POLICY, count, message).related(indexes, "named here");
        }
    }
}

/// How many indexes a text such as `0,2-5` names, ascending and below `completions`.
fn count_indexes(text: &str, completions: i64) -> Result<i64, String> {
    let (mut total, mut last) = (0, None);
    if text.is_empty() {
        return Ok(0);
    }
    let number = |text: &str| -> Result<i64, String> {
        let index: i64 = text.parse().map_err(|_| format!("`{text}` is no index"))?;
        if index < completions { Ok(index) } else { Err(format!("index {index} is too large")) }
    };
    for part in text.split(',') {
        let mut ends = part.split('-');
        let first = number(ends.next().unwrap_or(""))?;
        let end = ends.next().map(number).transpose()?;
        if ends.next().is_some() {
            return Err(format!("`{part}` is no range of two indexes"));
        }
        if end.is_some_and(|end| first >= end) || last.is_some_and(|last| last >= first) {
            return Err(format!("`{part}` is not in ascending order"));
        }
        let end = end.unwrap_or(first);
        total += end - first + 1;
        last = Some(end);
    }
    Ok(total)
}

fn replacement_policy<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let policy = spec.get("podReplacementPolicy");
    if !spec.get("podFailurePolicy").written() {
        cx.one_of_set(POLICY, policy, &["Failed", "TerminatingOrFailed"]);
    } else if policy.text().is_some_and(|text| text != "Failed") {
        let message = format!("`{}` does not go with `podFailurePolicy`", policy.str());
        cx.refuse(POLICY, Reason::NotSupported, policy, message)
            .related(spec.get("podFailurePolicy"), "judges pods that have failed")
            .help("write Failed, or leave the field out");
    }
}
