//! Label selectors against labels.

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

use super::{At, Place};

/// The labels of an object or a pod template.
pub type Labels = BTreeMap<String, String>;

/// What a selector asks for: an equal pair, or one requirement of `matchExpressions`.
#[derive(Clone, Copy)]
pub enum Term<'a> {
    Equal { key: &'a str, value: &'a str, place: Place<'a> },
    Expression { key: &'a str, operator: &'a str, values: &'a [String], place: Place<'a> },
}

impl<'a> Term<'a> {
    pub fn key(self) -> &'a str {
        match self {
            Term::Equal { key, .. } | Term::Expression { key, .. } => key,
        }
    }

    /// Key and value of an equal pair.
    pub fn pair(&self) -> Option<(&'a str, &'a str)> {
        match *self {
            Term::Equal { key, value, .. } => Some((key, value)),
            Term::Expression { .. } => None,
        }
    }

    /// The pair's value, or the requirement.
    pub fn place(self) -> Place<'a> {
        match self {
            Term::Equal { place, .. } | Term::Expression { place, .. } => place,
        }
    }

    /// Whether labels fulfil it (`k8s.io/apimachinery/pkg/labels/selector.go`).
    pub fn matches(self, labels: &Labels) -> bool {
        match self {
            Term::Equal { key, value, .. } => labels.get(key).is_some_and(|v| v == value),
            Term::Expression { key, operator, values, .. } => {
                let held = labels.get(key);
                match operator {
                    "In" => held.is_some_and(|v| values.contains(v)),
                    "NotIn" => held.is_none_or(|v| !values.contains(v)),
                    "Exists" => held.is_some(),
                    "DoesNotExist" => held.is_none(),
                    _ => false,
                }
            }
        }
    }
}

/// Pairs of a selector that are looked up one by one.
const LONG: usize = 16;

/// A selector as written: a map of labels (Service, ReplicationController) or a `LabelSelector`.
/// Without terms it matches everything; rules that know better must ask [`Selector::is_empty`].
#[derive(Clone)]
pub struct Selector<'a> {
    pub terms: Vec<Term<'a>>,
    place: Place<'a>,
}

impl<'a> Selector<'a> {
    /// From a plain map of labels at `place`.
    pub fn from_map(map: Option<&'a Labels>, place: Place<'a>) -> Selector<'a> {
        // Looking up each key of a long map would go through all of it each time.
        let long = map.is_some_and(|map| map.len() > LONG);
        let places: BTreeMap<&str, Place<'a>> =
            if long { place.entries().collect() } else { BTreeMap::new() };
        let place_of = |key: &'a str| places.get(key).copied().unwrap_or_else(|| place.get(key));
        let terms = map
            .into_iter()
            .flatten()
            .map(|(key, value)| Term::Equal { key, value, place: place_of(key) })
            .collect();
        Selector { terms, place }
    }

    pub fn from_selector(selector: At<'a, LabelSelector>) -> Selector<'a> {
        let pairs = selector.field("matchLabels");
        let mut found = Selector::from_map(selector.value().match_labels.as_ref(), pairs);
        let requirements = selector.list("matchExpressions", |s| s.match_expressions.as_ref());
        found.terms.extend(requirements.map(|r| {
            let r: At<'a, _> = r;
            Term::Expression {
                key: &r.value().key,
                operator: &r.value().operator,
                values: r.value().values.as_deref().unwrap_or(&[]),
                place: r.place(),
            }
        }));
        Selector { place: selector.place(), ..found }
    }

    pub fn place(&self) -> Place<'a> {
        self.place
    }

    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    pub fn matches(&self, labels: &Labels) -> bool {
        self.terms.iter().all(|term| term.matches(labels))
    }

    /// The terms that labels do not fulfil.
    pub fn misses(&self, labels: &Labels) -> Vec<Term<'a>> {
        self.terms.iter().filter(|term| !term.matches(labels)).copied().collect()
    }
}
