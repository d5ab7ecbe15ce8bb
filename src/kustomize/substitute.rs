//! Variables in built objects, filled in as Flux does (`github.com/fluxcd/pkg/kustomize`,
//! `kustomize_varsub.go`): in the text of each object, which is then read anew.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    BuildProblem, BuildProblemKind,
    envsubst::{self, Filled, KnownVariable},
    files,
    rendered::{self, RenderedPart},
    value::{ValueSpans, Yaml, YamlEntry, YamlNode, YamlValue},
};
use crate::{input::Span, print, syntax, text, text::Text};

/// What a `Kustomization` of Flux fills in.
pub(super) struct Variables {
    set: BTreeMap<String, Variable>,
    /// Others may be set that are not in sight.
    is_open: bool,
    /// They are filled in even where there are none.
    is_always: bool,
}

struct Variable {
    value: String,
    /// Where it is set, if that is in the object of Flux.
    at: Option<Span>,
    key_at: Option<Span>,
}

/// Why Flux fills in nothing.
#[derive(Debug)]
pub(super) struct SubstituteError {
    message: Text,
    at: Option<Span>,
    /// What cannot be read.
    shown: Option<String>,
}

impl Variables {
    pub(super) fn of(
        post_build: Option<&YamlNode>,
        found: &BTreeMap<String, String>,
        is_open: bool,
    ) -> Variables {
        // Flux joins the lines of a value.
        let one_line = |text: &str| text.replace('\n', "");
        let found = found.iter().map(|(name, value)| {
            (name.clone(), Variable { value: one_line(value), at: None, key_at: None })
        });
        let mut set: BTreeMap<String, Variable> = found.collect();
        let field = |name| post_build.and_then(|node| node.get(name));
        let own = field("substitute").map_or(&[][..], YamlNode::entries);
        set.extend(own.iter().map(|entry| {
            let (at, key_at) = (Some(entry.value.at.first()), Some(entry.key_at));
            let value = one_line(entry.value.text());
            (entry.key.to_string(), Variable { value, at, key_at })
        }));
        let strategy = field("substituteStrategy").map_or("", YamlNode::text);
        Variables { set, is_open, is_always: strategy == "Always" }
    }

    /// Whether Flux looks for variables at all: it does not where none is set.
    pub(super) fn are_filled_in(&self) -> bool {
        self.is_always || self.is_open || !self.set.is_empty()
    }

    /// The first of a name that Flux refuses.
    pub(super) fn fault(&self) -> Option<BuildProblem> {
        let is_name = |name: &str| {
            name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        };
        let (name, at) = self
            .set
            .iter()
            .filter_map(|(name, variable)| Some((name, variable.key_at?)))
            .find(|(name, _)| !is_name(name))?;
        let message = text!("`{}` is not a valid variable name", text::name(name));
        Some(BuildProblem::new(BuildProblemKind::NotApplied, at, message))
    }

    fn known(&self, name: &str) -> KnownVariable<'_> {
        match self.set.get(name) {
            // What delivers the object that sets it may fill in this one.
            Some(variable) if variable.value.contains("${") => KnownVariable::Unknown,
            Some(variable) => KnownVariable::Value(&variable.value),
            None if self.is_open => KnownVariable::Unknown,
            None => KnownVariable::Unset,
        }
    }

    fn place(&self, name: &str) -> Option<Span> {
        self.set.get(name)?.at
    }
}

impl SubstituteError {
    /// In words.
    pub(super) fn into_problem(self, kind: &str) -> Option<BuildProblem> {
        let SubstituteError { message, at, shown } = self;
        let message = match shown {
            // What is in a Secret is not repeated.
            _ if kind == "Secret" => Text::words("a variable in this Secret cannot be substituted"),
            Some(shown) => text!("`{}` cannot be substituted ({})", shown, message),
            None => text!("a variable cannot be substituted ({})", message),
        };
        Some(BuildProblem::new(BuildProblemKind::NotApplied, at?, message))
    }
}

/// An object with the variables in it filled in; `None` where there are none.
pub(super) fn filled_in(
    node: &YamlNode,
    variables: &Variables,
) -> Result<Option<YamlNode>, SubstituteError> {
    let text: Arc<str> = print::yaml(node).into();
    let filled = envsubst::fill(&text, &|name| variables.known(name));
    if matches!(filled, Ok(None)) {
        return Ok(None);
    }
    let printed = syntax::parse(&text);
    let tree = printed.iter().find_map(|document| document.tree.as_ref());
    let parts = tree.map_or_else(Vec::new, |tree| rendered::parts_of(tree.root(), node));
    let place_of = |at: usize| rendered::places(&parts, Span::at(at as u32)).map(ValueSpans::first);
    let filled = match filled {
        Ok(Some(filled)) => filled,
        Ok(None) => return Ok(None),
        Err(fault) => {
            let at = place_of(fault.at).filter(|_| !fault.is_limit());
            let shown = text[fault.at..].split_inclusive(['}', '\n', ' ']).next();
            let shown = shown.map(|shown| shown.trim_end().to_owned());
            return Err(SubstituteError { message: Text::words(fault.message), at, shown });
        }
    };
    let documents = syntax::parse(&filled.text.as_str().into());
    let read = files::nodes(&documents, Yaml::V1_1, &|span| span).map_err(|fault| {
        let (from, _) = filled.origin(fault.at.start as usize, fault.at.start as usize);
        // What is not known may be what makes it readable.
        let at = place_of(from).filter(|_| !envsubst::is_unknown(&filled.text));
        SubstituteError { message: fault.message, at, shown: None }
    })?;
    let mut read = read.into_iter().filter(YamlNode::is_map);
    let Some(mut object) = read.next() else { return Ok(None) };
    Placing { filled: &filled, parts: &parts, variables }.place(&mut object);
    Ok(Some(object))
}

/// Leads from a filled text to where its parts were written.
struct Placing<'p> {
    filled: &'p Filled,
    parts: &'p [RenderedPart],
    variables: &'p Variables,
}

impl Placing<'_> {
    /// Gives a value the places of what it was made of.
    fn place(&self, node: &mut YamlNode) {
        let span = node.at.first();
        if let Some(places) = self.places(span) {
            node.at = places;
        }
        match &mut node.value {
            YamlValue::Scalar(_) => node.at.and(self.set_at(span)),
            YamlValue::List(items) => items.iter_mut().for_each(|item| self.place(item)),
            YamlValue::Map(entries) => {
                for YamlEntry { key_at, value, .. } in entries {
                    if let Some(places) = self.places(*key_at) {
                        *key_at = places.first();
                    }
                    self.place(value);
                }
            }
        }
    }

    fn places(&self, span: Span) -> Option<ValueSpans> {
        let (from, to) = self.filled.origin(span.start as usize, span.end as usize);
        rendered::places(self.parts, Span::new(from as u32, to as u32)).cloned()
    }

    /// Where the variables in a range are set.
    fn set_at(&self, span: Span) -> Vec<Span> {
        let variables = self.filled.variables(span.start as usize, span.end as usize);
        variables.filter_map(|name| self.variables.place(name)).collect()
    }
}
