//! The rules of custom resources (`x-kubernetes-validations`), run as the API server runs them
//! (`k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel`, `validation.go`).
//!
//! Make a [`RuleSchema`] of the structural schema of a version, a [`Validator`] of it, once for each
//! definition, and ask that for every object:
//!
//! ```ignore
//! let schema = Arc::new(RuleSchema::read(&CelData::of(openapi_schema)?)); // of a `Node`
//! let validator = Validator::new(&schema, true)?; // `None`: it has no rules
//! let data = CelData::of_content(&object.content);   // the object with its defaults set
//! for failure in validator.validate(&data, old.as_ref()).failures {
//!     failure.path(); // `spec.ports[0].name`, as the server prints it
//!     failure.steps(); // the same, to find the value
//!     failure.message;
//! }
//! ```
//!
//! The server runs no rules if the object has certain other faults (`hasBlockingErr` of
//! `pkg/registry/customresource/strategy.go`): the caller decides that.

mod compile;
mod field_path;
mod ratchet;
mod report;
mod run;

use std::{collections::BTreeMap, sync::Arc};

use self::compile::CompiledRule;
pub(crate) use self::{
    field_path::RulePathStep,
    report::{FailureCause, FailureValue, Report, RuleFailure},
};
use super::schema::{RuleSchema, escape};

/// What all rules together may cost for one object (`RuntimeCELCostBudget` of
/// `k8s.io/apiserver/pkg/apis/cel`).
pub(super) const BUDGET: i64 = 10_000_000;

/// The rules of a schema and of those below it, compiled.
#[derive(Debug)]
pub(crate) struct Validator {
    /// With the properties of every resource, where it is one.
    schema: Arc<RuleSchema>,
    /// Whether it is the root of a resource.
    resource: bool,
    rules: Vec<CompiledRule>,
    all_of: Vec<Validator>,
    properties: BTreeMap<String, Validator>,
    additional: Option<Box<Validator>>,
    items: Option<Box<Validator>>,
}

impl Validator {
    /// The rules of a schema; `resource`: it is that of a whole resource. `None` if there are none.
    pub(crate) fn new(schema: &Arc<RuleSchema>, resource: bool) -> Option<Validator> {
        Validator::within(schema, schema, resource)
    }

    /// The rules of `rules`, for values of `schema`: a part of `allOf` has the rules, but the
    /// schema around it says what values are (`validator`).
    fn within(rules: &RuleSchema, schema: &Arc<RuleSchema>, resource: bool) -> Option<Validator> {
        if !rules.has_rules() {
            return None;
        }
        let compiled = compile::rules(rules, schema, resource);
        let inner = |rules: &Option<Arc<RuleSchema>>, schema: &Option<Arc<RuleSchema>>| {
            let (rules, schema) = (rules.as_ref()?, schema.as_ref()?);
            Validator::within(rules, schema, schema.embedded_resource).map(Box::new)
        };
        let all_of = rules.all_of.iter();
        let validator = Validator {
            schema: schema.clone(),
            resource,
            rules: compiled,
            all_of: all_of.filter_map(|part| Validator::within(part, schema, resource)).collect(),
            properties: properties(rules, schema, resource),
            additional: inner(&rules.additional, &schema.additional),
            items: inner(&rules.items, &schema.items),
        };
        Some(validator)
    }

    /// The schema by which rules read a value.
    fn values(&self) -> &RuleSchema {
        if self.resource { self.schema.as_resource() } else { &self.schema }
    }
}

/// The rules of properties. Those that rules could name, but whose values have no type, have none.
fn properties(
    rules: &RuleSchema,
    schema: &RuleSchema,
    resource: bool,
) -> BTreeMap<String, Validator> {
    let values = if resource { schema.as_resource() } else { schema };
    let mut validators = BTreeMap::new();
    for (name, rules) in rules.properties.iter().flatten() {
        let of =
            |schema: &RuleSchema| schema.properties.as_ref().and_then(|all| all.get(name)).cloned();
        let Some(schema) = of(schema) else { continue };
        let typed = if escape(name).is_some() { of(values) } else { Some(schema.clone()) };
        if typed.is_none_or(|typed| typed.cel_type(typed.embedded_resource, "").is_none()) {
            continue;
        }
        if let Some(validator) = Validator::within(rules, &schema, schema.embedded_resource) {
            validators.insert(name.clone(), validator);
        }
    }
    validators
}

#[cfg(test)]
mod tests;
