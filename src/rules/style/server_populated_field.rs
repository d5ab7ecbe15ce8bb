//! Fields that only a server writes.

use crate::{
    diagnostic::Edit,
    input::Span,
    model::schema,
    rules::prelude::*,
    syntax::tree::{Entry, Node, Value},
};

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SERVER_POPULATED_FIELD,
        name: "server-populated-field",
        title: "Field set by the API server",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("server_populated_field.md"),
    },
    check: &Every(check),
};

const FIELDS: [&str; 5] = ["uid", "selfLink", "managedFields", "creationTimestamp", "generation"];

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let metadata = object.field("metadata");
    let is_one = |entry: Entry<'_>| entry.key.as_str().is_some_and(|key| FIELDS.contains(&key));
    let mut set: Vec<Place<'a>> = Vec::new();
    // Most objects have none: one look at the keys that are there tells.
    if metadata.node().is_some_and(|node| node.entries().any(is_one)) {
        set.extend(FIELDS.iter().map(|field| metadata.get(field)).filter(|place| place.is_set()));
    }
    // That of a custom resource may be meant, as in tests of controllers.
    let status = object.field("status");
    if status.node().is_some_and(has_content) && schema::is_builtin_group(&object.gvk.group) {
        set.push(status);
    }
    let Some((first, others)) = set.split_first() else { return };
    let fields = name(few(&set, |place| format!("`{}`", place.name())));
    let finding = cx.report(*first, text!("only the API server sets {}", fields));
    finding.at = object.location(first.key_span());
    let edits: Option<Vec<_>> = set.iter().map(|place| place.remove()).collect();
    let edits = edits.filter(|edits| are_apart(edits));
    finding.help("remove what `kubectl get -o yaml` adds").fix(
        Safety::Safe,
        text!("remove {}", fields),
        edits.into_iter().flatten(),
    );
    for other in others {
        finding.related(object.location(other.key_span()), "set by the server, too");
    }
}

/// Whether edits can be made together: of neighbours on one line, each removes the comma.
fn are_apart(edits: &[Edit]) -> bool {
    let mut spans: Vec<Span> = edits.iter().map(|edit| edit.at.span).collect();
    spans.sort();
    spans.windows(2).all(|pair| pair[0].end <= pair[1].start)
}

/// Whether there is more than what generators leave empty.
fn has_content(node: Node<'_>) -> bool {
    match node.value() {
        Value::Null => false,
        Value::Str(text) => !text.is_empty(),
        Value::Map => node.entries().any(|entry| has_content(entry.value)),
        Value::List => node.items().any(has_content),
        _ => true,
    }
}
