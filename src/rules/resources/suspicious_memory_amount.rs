//! An amount of memory that is too small for any process, or larger than any node has.

use super::{MB, TIB, amounts_of, report_too_small};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SUSPICIOUS_MEMORY_AMOUNT,
        name: "suspicious-memory-amount",
        title: "Implausible amount of memory",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("suspicious_memory_amount.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    for (side, place, asked) in amounts_of(pod, "memory") {
        let bytes = asked.whole();
        if asked.is_whole() && 0 < bytes && bytes < MB {
            let what = text!("memory {}", name(side.noun()));
            report_too_small(place, &what, "Mi", cx);
        } else if bytes > 4 * TIB {
            let (noun, most) = (name(side.noun()), asked.to_string());
            cx.report(place, text!("memory {} `{}` is more than any node has", noun, most))
                .help("check the unit: `Mi` is mebibytes, `Gi` gibibytes");
        }
    }
}
