//! Flags of control-plane components, in static Pods and wherever else they run.

use std::collections::BTreeMap;

use crate::rules::{Check, prelude::*};

/// What the CIS Kubernetes Benchmark 1.11 wants of the flags of a component.
pub(super) struct ComponentFlags {
    /// The name of its program.
    pub component: &'static str,
    pub flags: &'static [Flag],
    /// Flags that name a file in which what is not given may be set.
    pub files: &'static [&'static str],
}

/// A flag, and what it must be.
pub(super) struct Flag {
    pub name: &'static str,
    pub want: Want,
    /// What follows if it is not, as the end of the message: `any user can …`.
    pub effect: &'static str,
}

#[derive(Clone, Copy)]
pub(super) enum Want {
    /// Any value; the text is one to write.
    Given(&'static str),
    NotGiven,
    /// Given with this value.
    Is(&'static str),
    /// Not given, or with this value.
    IsIfGiven(&'static str),
    /// Not given, or with another value than these.
    Not(&'static [&'static str]),
    /// Given, and at least this number.
    AtLeast(u64),
    /// Given, and a list with this item.
    Holds(&'static str),
    /// Not given, or a list without this item.
    Lacks(&'static str),
}

pub(super) const fn flag(name: &'static str, want: Want, effect: &'static str) -> Flag {
    Flag { name, want, effect }
}

/// The flags that a container gives its program, by name, the last of each.
struct GivenFlags<'a> {
    values: BTreeMap<&'a str, (&'a str, Place<'a>)>,
    /// Where they are.
    place: Place<'a>,
}

impl<'a> GivenFlags<'a> {
    /// Those of a container that runs a component by its name.
    fn of(container: InPod<'a>, component: &str) -> Option<GivenFlags<'a>> {
        let (command, arguments) = (container.field("command"), container.field("args"));
        let mut words = command.items().chain(arguments.items()).peekable();
        let program = words.next()?.str();
        if program.rsplit('/').next() != Some(component) {
            return None;
        }
        let mut values = BTreeMap::new();
        while let Some(word) = words.next() {
            let Some(flag) = word.str().strip_prefix("--") else { continue };
            let given = match flag.split_once('=') {
                Some((name, value)) => (name, value, word),
                // The value of `--name value`; without one it is a switch.
                None => match words.next_if(|next| !next.str().starts_with('-')) {
                    Some(value) => (flag, value.str(), value),
                    None => (flag, "true", word),
                },
            };
            values.insert(given.0, (given.1, given.2));
        }
        let place = if arguments.is_set() { arguments } else { command };
        Some(GivenFlags { values, place })
    }
}

impl Check for ComponentFlags {
    fn run(&self, cx: &mut Context<'_>) {
        for pod in cx.pods.templates().iter().copied() {
            if !cx.applies_to(pod.object()) {
                continue;
            }
            for container in pod.containers() {
                if let Some(given) = GivenFlags::of(container, self.component) {
                    self.compare(&given, cx);
                }
            }
        }
    }
}

impl ComponentFlags {
    fn compare<'a>(&self, given: &GivenFlags<'a>, cx: &mut Context<'a>) {
        let is_elsewhere = self.files.iter().any(|file| given.values.contains_key(file));
        let mut missing = Vec::new();
        for flag in self.flags {
            match given.values.get(flag.name) {
                Some((value, place)) if !flag.accepts(value) => {
                    let message = text!(
                        "`--{}` of {} is `{}`, so {}",
                        name(flag.name),
                        name(self.component),
                        *value,
                        name(flag.effect)
                    );
                    let finding = cx.report(*place, message);
                    finding.help(flag.help());
                }
                None if flag.want.needs_value() && !is_elsewhere => missing.push(flag),
                _ => {}
            }
        }
        self.report_missing(&missing, given, cx);
    }

    /// What is not given is one finding, as it is added at one place.
    fn report_missing<'a>(&self, missing: &[&Flag], given: &GivenFlags<'a>, cx: &mut Context<'a>) {
        let mut names: Vec<&str> = missing.iter().map(|flag| flag.name).collect();
        names.dedup();
        let component = name(self.component);
        let message = match missing {
            [] => return,
            [one] => {
                let (flag, effect) = (name(one.name), name(one.effect));
                text!("{} runs without `--{}`, so {}", component, flag, effect)
            }
            _ => {
                let names = few(names, |flag| format!("`--{flag}`"));
                text!("{} runs without {}", component, name(names))
            }
        };
        let finding = cx.report(given.place, message);
        match missing {
            [one] => finding.help(one.help()),
            _ => {
                let same = missing.chunk_by(|one, next| one.name == next.name);
                let values = few(same, Flag::example);
                finding.help(text!("add {}", name(values)))
            }
        };
    }
}

impl Flag {
    fn accepts(&self, value: &str) -> bool {
        let holds = |item: &str| value.split(',').any(|one| one.trim() == item);
        match self.want {
            Want::Given(_) => !value.is_empty(),
            Want::NotGiven => false,
            Want::Is(wanted) | Want::IsIfGiven(wanted) => value == wanted,
            Want::Not(others) => !others.contains(&value),
            Want::AtLeast(least) => value.parse().is_ok_and(|number: u64| number >= least),
            Want::Holds(item) => holds(item),
            Want::Lacks(item) => !holds(item),
        }
    }

    /// How what is wanted of one flag is given: `--authorization-mode=Node,RBAC`.
    fn example(wanted: &[&Flag]) -> String {
        let value = |flag: &&Flag| match flag.want {
            Want::Given(value) | Want::Is(value) | Want::Holds(value) => value.to_owned(),
            Want::AtLeast(least) => least.to_string(),
            Want::NotGiven | Want::IsIfGiven(_) | Want::Not(_) | Want::Lacks(_) => String::new(),
        };
        let values: Vec<String> = wanted.iter().map(value).collect();
        format!("`--{}={}`", wanted.first().map_or("", |flag| flag.name), values.join(","))
    }

    fn help(&self) -> Text {
        let flag = name(self.name);
        match self.want {
            Want::Given(value) | Want::Is(value) => text!("set `--{}={}`", flag, name(value)),
            Want::AtLeast(least) => text!("set `--{}={}` or more", flag, name(least)),
            Want::Holds(item) => text!("add {} to `--{}`", name(item), flag),
            Want::Lacks(item) => text!("remove {} from `--{}`", name(item), flag),
            Want::NotGiven | Want::IsIfGiven(_) | Want::Not(_) => text!("remove `--{}`", flag),
        }
    }
}

impl Want {
    /// Whether the flag must be given.
    const fn needs_value(self) -> bool {
        matches!(self, Want::Given(_) | Want::Is(_) | Want::AtLeast(_) | Want::Holds(_))
    }
}
