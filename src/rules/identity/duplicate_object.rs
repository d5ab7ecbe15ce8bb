//! The same object defined twice in a file.

use std::collections::BTreeMap;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DUPLICATE_OBJECT,
        name: "duplicate-object",
        title: "Duplicate object",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("duplicate_object.md"),
    },
    check: &WholeRun(check),
};

/// Only within a file: several files may be alternatives, of which one is applied.
fn check<'a>(cx: &mut Context<'a>) {
    let mut first: BTreeMap<_, &'a Object> = BTreeMap::new();
    for object in cx.workspace.objects() {
        // Without a name the server makes one; a placeholder may become any.
        // A hook is applied at its own step, and most are deleted before the next.
        let is_unknown = object.name.is_empty() || object.gvk.kind.is_empty();
        if is_unknown || object.name.contains(['$', '{', '<']) || object.is_hook() {
            continue;
        }
        let (gvk, namespace) = (object.written_gvk(), &object.namespace);
        let identity = (object.source, &gvk.group, &gvk.kind, namespace, &object.name);
        let earlier = *first.entry(identity).or_insert(object);
        if earlier.id == object.id {
            continue;
        }
        let name = |object: &'a Object| object.field("metadata").get("name");
        let message = text!("{} is defined twice in this file", text::name(object.title()));
        cx.report(name(object), message)
            .related(name(earlier), "first defined here")
            .help("rename or remove one of them, otherwise the second overwrites the first");
    }
}
