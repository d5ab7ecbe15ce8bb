//! A `$(NAME)` that is not expanded, because the variable is defined too late or elsewhere.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::ENV_REFERENCE_UNDEFINED,
        name: "env-reference-undefined",
        title: "Variable reference that is not expanded",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("env_reference_undefined.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let Some(given) = given(container, cx) else { return };
    let variables: Vec<Place<'a>> = container.field("env").items().collect();
    let names: Vec<&'a str> = variables.iter().map(|item| item.get("name").str()).collect();
    for (index, variable) in variables.iter().enumerate() {
        let value = variable.get("value");
        for wanted in expansions(value.str()) {
            let earlier = names[..index].contains(&wanted) || given.iter().any(|n| n == wanted);
            if earlier {
                continue;
            }
            match names[index..].iter().position(|name| *name == wanted) {
                Some(0) => report_own(value, wanted, cx),
                Some(later) => report_later(value, wanted, variables[index + later], cx),
                None => report_unknown(container, value, wanted, &names, cx),
            }
        }
    }
    for list in ["command", "args"] {
        for text in container.field(list).items().filter(|text| !is_script(text.str())) {
            for wanted in expansions(text.str()) {
                if !names.contains(&wanted) && given.iter().all(|name| name != wanted) {
                    report_unknown(container, text, wanted, &names, cx);
                }
            }
        }
    }
}

/// The variables that ConfigMaps and Secrets give to a container; `None` where they are not in
/// sight.
fn given<'a>(container: InPod<'a>, cx: &Context<'a>) -> Option<Vec<String>> {
    let sources = container.field("envFrom").items();
    let mut names = Vec::new();
    for source in sources {
        let reference = Reference::of_env_source(source)?;
        let prefix = source.get("prefix").str();
        let keys = cx.workspace.keys_meant(reference)?;
        names.extend(keys.into_iter().map(|key| format!("{prefix}{key}")));
    }
    Some(names)
}

/// The names in `$(NAME)`, as `k8s.io/kubernetes/third_party/forked/golang/expansion` finds them.
fn expansions(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('$') {
            rest = after;
        } else if let Some((name, after)) = rest.strip_prefix('(').and_then(|r| r.split_once(')')) {
            let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
            if !name.is_empty() && name.chars().all(is_name) {
                found.push(name);
            }
            rest = after;
        }
    }
    found
}

/// Whether a text is more than an argument: in a script `$(NAME)` runs a command.
fn is_script(text: &str) -> bool {
    text.contains(['\n', ';', '|', '&', ' '])
}

fn report_own<'a>(place: Place<'a>, wanted: &str, cx: &mut Context<'a>) {
    let wanted = name(wanted);
    cx.report(place, text!("`$({})` is not expanded: `{}` refers to itself", wanted, wanted))
        .help("write the whole value; variables of the image cannot be used here");
}

fn report_later<'a>(place: Place<'a>, wanted: &str, definition: Place<'a>, cx: &mut Context<'a>) {
    let wanted = name(wanted);
    cx.report(place, text!("`$({})` is not expanded: `{}` is defined later", wanted, wanted))
        .related(definition.get("name"), "defined here")
        .help(text!("move `{}` before this variable", wanted));
}

/// Reports a variable that the container does not have, if another container of the pod has it, or
/// it has one that is called alike.
fn report_unknown<'a>(
    container: InPod<'a>,
    place: Place<'a>,
    wanted: &'a str,
    names: &[&'a str],
    cx: &mut Context<'a>,
) {
    let has = |other: &InPod<'a>| other.env().any(|variable| variable.name == wanted);
    let sibling = container.pod.containers().find(has);
    let near = similar::nearest(wanted, names.iter().copied());
    if sibling.is_none() && near.is_none() {
        return;
    }
    let (wanted, own) = (name(wanted), name(&container.name));
    let message =
        text!("`$({})` is not expanded: container `{}` has no variable `{}`", wanted, own, wanted);
    let finding = cx.report(place, message);
    match (near, sibling) {
        (Some(near), _) => finding.help(text!("did you mean `$({})`?", name(near))),
        (None, Some(sibling)) => finding
            .related(sibling.field("env"), text!("only container `{}` has it", name(&sibling.name)))
            .help("define it in `env` of this container, too"),
        (None, None) => finding,
    };
}
