//! A Job that is never deleted, or is deleted although its CronJob keeps it.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::JOB_TTL,
        name: "job-ttl",
        title: "Missing or redundant time to live",
        aliases: &["kube-linter:job-ttl-seconds-after-finished"],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("job_ttl.md"),
    },
    check: &Kinds(&["Job", "CronJob"], check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let spec = object.field("spec");
    let field = "ttlSecondsAfterFinished";
    match object.gvk.kind.as_str() {
        "Job" if object.gvk.group == "batch" && !spec.get(field).is_present() => {
            cx.report(spec.get(field), "the Job stays in the cluster after it has finished")
                .help("set `ttlSecondsAfterFinished`, such as 86400 for a day");
        }
        "CronJob" => {
            let ttl = spec.at(&["jobTemplate", "spec", field]);
            if ttl.is_set() {
                cx.report(ttl, "a Job may be deleted before the history limit of its CronJob")
                    .help("remove it; the CronJob keeps 3 successful Jobs and 1 failed one");
            }
        }
        _ => {}
    }
}
