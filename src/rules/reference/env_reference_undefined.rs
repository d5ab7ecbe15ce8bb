//! A `$(NAME)` that is not expanded, because the variable is defined too late or elsewhere.

use std::collections::{BTreeMap, BTreeSet};

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

/// The variables of a container.
struct ContainerVariables<'a> {
    /// Those that are listed, each with the first and the last item.
    listed: BTreeMap<&'a str, (usize, usize)>,
    items: Vec<Place<'a>>,
    /// Those that ConfigMaps and Secrets give to it.
    given: BTreeSet<String>,
}

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let Some(given) = given(container, cx) else { return };
    let items: Vec<Place<'a>> = container.field("env").items().collect();
    let mut listed = BTreeMap::new();
    for (index, item) in items.iter().enumerate() {
        let at: &mut (usize, usize) =
            listed.entry(item.get("name").str()).or_insert((index, index));
        at.1 = index;
    }
    let variables = ContainerVariables { listed, items, given };
    let mut unknown = Vec::new();
    for (index, variable) in variables.items.iter().enumerate() {
        let value = variable.get("value");
        for wanted in expansions(value.str()).filter(|wanted| !variables.given.contains(*wanted)) {
            match variables.listed.get(wanted) {
                Some((first, _)) if *first < index => {}
                Some((first, last)) if *first == index && *last == index => {
                    report_own(value, wanted, cx);
                }
                Some((_, last)) => report_later(value, wanted, variables.items[*last], cx),
                None => unknown.push((value, wanted)),
            }
        }
    }
    for list in ["command", "args"] {
        for text in container.field(list).items().filter(|text| !is_script(text.str())) {
            let known = |wanted: &&str| {
                variables.listed.contains_key(wanted) || variables.given.contains(*wanted)
            };
            unknown.extend(expansions(text.str()).filter(|w| !known(w)).map(|w| (text, w)));
        }
    }
    if !unknown.is_empty() {
        report_unknown(container, &unknown, &variables, cx);
    }
}

/// The variables that ConfigMaps and Secrets give to a container; `None` where they are not in
/// sight.
fn given<'a>(container: InPod<'a>, cx: &Context<'a>) -> Option<BTreeSet<String>> {
    let sources = container.field("envFrom").items();
    let mut names = BTreeSet::new();
    for source in sources {
        let reference = Reference::of_env_source(source)?;
        let prefix = source.get("prefix").str();
        let keys = cx.workspace.keys_meant(reference)?;
        if cx.workspace.is_filled_by_others(reference) {
            return None;
        }
        names.extend(keys.into_iter().map(|key| format!("{prefix}{key}")));
    }
    Some(names)
}

/// The names in `$(NAME)`, as `k8s.io/kubernetes/third_party/forked/golang/expansion` finds them.
fn expansions(text: &str) -> impl Iterator<Item = &str> {
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
    found.into_iter()
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

/// Of so many variables each is compared with an unknown one.
const COMPARED: usize = 64;

/// Reports variables that the container does not have, if another container of the pod has them, or
/// it has some that are called alike.
fn report_unknown<'a>(
    container: InPod<'a>,
    unknown: &[(Place<'a>, &'a str)],
    variables: &ContainerVariables<'a>,
    cx: &mut Context<'a>,
) {
    let mut others: BTreeMap<&'a str, InPod<'a>> = BTreeMap::new();
    for other in container.pod.containers() {
        for variable in other.field("env").items() {
            others.entry(variable.get("name").str()).or_insert(other);
        }
    }
    for (place, wanted) in unknown {
        let sibling = others.get(wanted);
        let near = similar::nearest(wanted, variables.listed.keys().copied().take(COMPARED));
        if sibling.is_none() && near.is_none() {
            continue;
        }
        let (shown, own) = (name(*wanted), name(&container.name));
        let finding = cx.report(*place, {
            text!("`$({})` is not expanded: container `{}` has no variable `{}`", shown, own, shown)
        });
        match (near, sibling) {
            (Some(near), _) => finding.help(text!("did you mean `$({})`?", name(near))),
            (None, Some(sibling)) => finding
                .related(sibling.field("env"), {
                    text!("only container `{}` has it", name(&sibling.name))
                })
                .help("define it in `env` of this container, too"),
            (None, None) => finding,
        };
    }
}
