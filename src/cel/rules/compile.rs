//! Rules as programs (`compileRule` of `compilation.go`).

use super::field_path;
use crate::{
    cel::{
        CelType, Env, Program,
        schema::{RuleSchema, ValidationRule},
    },
    model::version::Version,
};

/// A rule that is ready to be run.
#[derive(Debug)]
pub(super) struct CompiledRule {
    pub(super) rule: ValidationRule,
    pub(super) program: Program,
    /// Whether it compares with the object as it was.
    pub(super) uses_old_self: bool,
    pub(super) message: Option<Program>,
    /// `.spec.name` as the server prints it.
    pub(super) field_path: Option<field_path::RelativePath>,
}

/// The rules of a schema that compile, for values of another one or of the same. A server has
/// refused the definition if any does not.
pub(super) fn rules(rules: &RuleSchema, schema: &RuleSchema, resource: bool) -> Vec<CompiledRule> {
    if rules.rules.is_empty() {
        return Vec::new();
    }
    let Some(self_) = schema.cel_type(resource, "self") else { return Vec::new() };
    rules.rules.iter().filter_map(|rule| compiled(rule, &self_, schema)).collect()
}

fn compiled(rule: &ValidationRule, self_: &CelType, schema: &RuleSchema) -> Option<CompiledRule> {
    let old = match rule.optional_old_self {
        true => CelType::optional(self_.clone()),
        false => self_.clone(),
    };
    // A server compiles what is stored with all functions that it knows.
    let variables = vec![("self".to_owned(), self_.clone()), ("oldSelf".to_owned(), old)];
    let env = Env { variables, ..Env::new(Version::NEWEST) };
    let program = Program::compile(&rule.expression, &CelType::Bool, &env)?;
    let message = match rule.message_expression.as_str() {
        "" => None,
        text => Program::compile(text, &CelType::String, &env),
    };
    Some(CompiledRule {
        rule: rule.clone(),
        uses_old_self: program.names.iter().any(|name| name == "oldSelf"),
        program,
        message,
        field_path: field_path::parse(&rule.field_path, schema),
    })
}
