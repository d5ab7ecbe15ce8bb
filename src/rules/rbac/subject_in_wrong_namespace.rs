//! A subject with the wrong namespace.

use super::binding::{BINDINGS, BoundSubject, subjects};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SUBJECT_IN_WRONG_NAMESPACE,
        name: "subject-in-wrong-namespace",
        title: "ServiceAccount in another namespace",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("subject_in_wrong_namespace.md"),
    },
    check: &Kinds(BINDINGS, check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    for subject in subjects(object).filter(BoundSubject::is_service_account) {
        let (Some(meant), Some(written)) = (meant(object, &subject, cx), subject.namespace())
        else {
            continue;
        };
        let Some(namespace) = &meant.namespace else { continue };
        let place = subject.place.get("namespace");
        let message = text!(
            "ServiceAccount `{}` is in namespace `{}`, not in `{}`",
            name(subject.name.str()),
            name(namespace),
            name(written)
        );
        cx.report(place, message)
            .related(meant.place().at(&["metadata", "name"]), "the ServiceAccount is defined here")
            .help(text!("use namespace `{}`", name(namespace)))
            .fix(Safety::Safe, text!("use namespace `{}`", name(namespace)), {
                place.set(&scalar(namespace))
            });
    }
}

/// The only ServiceAccount of the name of a subject, where it is in another namespace and the
/// binding does not name it as well.
fn meant<'a>(
    object: &'a Object,
    subject: &BoundSubject<'a>,
    cx: &Context<'a>,
) -> Option<&'a Object> {
    let written = subject.namespace()?;
    let account = subject.name.str();
    let [only] = cx.workspace.find_all(object, "ServiceAccount", account)[..] else { return None };
    let namespace = only.namespace.as_deref()?;
    let others = cx.workspace.of_kind("ServiceAccount").filter(|other| other.name == account);
    let exists = others
        .into_iter()
        .any(|other| other.namespace.as_deref().is_none_or(|other| other == written));
    let also = subjects(object)
        .any(|other| other.name.str() == account && other.namespace() == Some(namespace));
    let is_external = cx.settings.is_external("ServiceAccount", Some(written), account);
    let is_other = namespace != written && !subject.is_default();
    (is_other && !exists && !also && !is_external && only.is_whole()).then_some(only)
}
