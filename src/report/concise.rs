//! `concise`: one line a finding, as compilers print them, so that editors can jump to it.

use std::{
    borrow::Cow,
    fmt::Write as _,
    io::{self, Write},
};

use super::{
    Reporter, TextStyle, clean,
    fold::{self, FindingGroup},
    place,
    style::Ink,
    write_summary,
};
use crate::{
    diagnostic::Safety,
    findings::{Outcome, secrets::Secrets},
    rules::Finding,
};

pub(super) struct Concise(pub(super) TextStyle);

impl Reporter for Concise {
    fn report(&self, run: &Outcome, out: &mut dyn Write) -> io::Result<()> {
        let masks = Secrets::of(run);
        for group in fold::groups(run) {
            out.write_all(line(run, &group, &masks, self.0).as_bytes())?;
        }
        write_summary(run, self.0, out)
    }
}

/// `svc.yaml:9:5: error[KV3101] message [*]`
pub(super) fn line(
    run: &Outcome,
    group: &FindingGroup<'_>,
    masks: &Secrets,
    style: TextStyle,
) -> String {
    let finding = group.head;
    let head = head(finding);
    let place = place(run, finding.at);
    let message = message(run, finding, masks);
    format!(
        "{}: {} {}{}{}\n",
        style.paint(Ink::Strong, &place),
        style.paint(Ink::Severity(finding.severity), &head),
        clean::line(&message),
        style.paint(Ink::Quiet, &also(group)),
        style.paint(Ink::Help, mark(finding)),
    )
}

/// What is wrong, and for which versions where not for all of the run.
pub(super) fn message<'t>(run: &Outcome, finding: &'t Finding, masks: &Secrets) -> Cow<'t, str> {
    let text = masks.text(finding, &finding.message);
    let versions = finding.versions.and(run.versions);
    if versions == run.versions {
        return text;
    }
    format!("{text} (only for Kubernetes {versions})").into()
}

/// `error[KV3101]`
pub(super) fn head(finding: &Finding) -> String {
    format!("{}[{}]", finding.severity, finding.rule.code)
}

/// ` [*]` where a fix could be applied, ` [!]` where it changes the meaning.
pub(super) fn mark(finding: &Finding) -> &'static str {
    match finding.fix.as_ref().map(|fix| fix.safety) {
        Some(Safety::Safe) => " [*]",
        Some(Safety::Unsafe) => " [!]",
        Some(Safety::Shown) | None => "",
    }
}

/// `depends on deploy.yaml` of a finding in a file that was not named.
pub(super) fn depends_on(finding: &Finding) -> Option<String> {
    let first = finding.depends_on.first()?;
    let more = if finding.depends_on.len() > 1 { " …" } else { "" };
    Some(format!("depends on {}{more}", clean::path(first)))
}

/// ` (and 2 more)` where causes with the same root were folded in.
pub(super) fn also(group: &FindingGroup<'_>) -> String {
    let mut text = match group.also.len() + group.alike.len() {
        0 => String::new(),
        n => format!(" (and {n} more)"),
    };
    if let Some(named) = depends_on(group.head) {
        let _ = write!(text, " ({named})");
    }
    // What all builds share needs no way.
    if let Some(provenance) =
        group.head.provenance.as_ref().filter(|provenance| provenance.variants < provenance.of)
        && let Some(first) = provenance.via.first()
    {
        let more = if provenance.variants > 1 { " …" } else { "" };
        let _ = write!(text, " ({}{more})", clean::path(first));
    }
    text
}
