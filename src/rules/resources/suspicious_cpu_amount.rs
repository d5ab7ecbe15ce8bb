//! Hundreds of CPUs, where thousandths of one were meant.

use super::{amounts_of, bare_number};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SUSPICIOUS_CPU_AMOUNT,
        name: "suspicious-cpu-amount",
        title: "Implausible amount of CPU",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("suspicious_cpu_amount.md"),
    },
    check: &Pods(check),
};

/// Machines have 64, 96 or 192 CPUs; amounts that were meant in thousandths are written as 100, 250
/// or 500.
fn is_in_thousandths(cpus: i128) -> bool {
    cpus >= 64 && cpus % 25 == 0
}

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    for (side, place, asked) in amounts_of(pod, "cpu") {
        let Some(number) = bare_number(place).filter(|_| is_in_thousandths(asked.whole())) else {
            continue;
        };
        let meant = format!("{number}m");
        let message = text!("CPU {} `{}` is {} cores", name(side.noun()), number, number);
        cx.report(place, message)
            .help(text!("did you mean `{}`? `m` is a thousandth of a core", meant))
            .fix(Safety::Unsafe, text!("write `{}`", meant), place.set(&meant));
    }
}
