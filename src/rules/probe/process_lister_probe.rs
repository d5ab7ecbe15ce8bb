//! A probe that looks for a process in a list.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PROCESS_LISTER_PROBE,
        name: "process-lister-probe",
        title: "Probe that lists processes",
        aliases: &["kyverno:deny-commands-in-exec-probe"],
        severity: Severity::Info,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("process_lister_probe.md"),
    },
    check: &Containers(check),
};

/// What lists processes or finds one by its name.
const LISTERS: [&str; 5] = ["pgrep", "pidof", "pidstat", "ps", "top"];

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    for (kind, probe) in container.probes() {
        let command = probe.place().get("exec").get("command");
        let lister = command.items().find_map(|item| {
            let mut words =
                item.str().split(|c: char| c.is_whitespace() || "|;&()`\"'".contains(c));
            words.find_map(|word| {
                let program = word.rsplit('/').next().unwrap_or(word);
                LISTERS.iter().find(|lister| **lister == program).map(|lister| (item, *lister))
            })
        });
        if let Some((item, lister)) = lister {
            cx.report(item, text!("{} looks for a process with `{}`", name(kind), name(lister)))
                .help("ask the program itself with `httpGet`, `tcpSocket` or `grpc`");
        }
    }
}
