//! The CEL rules of a schema (`compileRule` and `SchemaDeclType` of
//! `apiserver/schema/cel`, `apiserver/pkg/cel/common/schemas.go`).

use super::{
    costs::{self, CostKind, CostedExpression, Costs},
    schema::{Additional, JsonSchema},
};
use crate::{
    cel::{self, CelType, Env, Sizes},
    code,
    model::{Place, gates, version::Version},
    validate::{
        Checker,
        expressions::{self, ReturnType},
    },
};

/// Checks all rules of a schema, except those around a fault: `faults` are the paths of what is
/// wrong with the schema otherwise.
pub(super) fn check<'a>(root: &JsonSchema<'a>, faults: &[String], cx: &mut Checker<'a>) {
    let costs = Costs::new(root);
    let mut walk = RulesVisitor { faults, path: root.at.path(), costs, cx };
    walk.level(root, Around { type_: None, sizes: None, list: None });
    let RulesVisitor { costs, cx, .. } = walk;
    costs.check_total(cx);
}

struct RulesVisitor<'w, 'a> {
    faults: &'w [String],
    /// The path of the schema that is checked.
    path: String,
    costs: Costs<'w, 'a>,
    cx: &'w mut Checker<'a>,
}

/// What the schemas around one say of it.
struct Around<'z, 'a> {
    /// Its type, if rules around it required it.
    type_: Option<CelType>,
    /// The sizes of its values, likewise.
    sizes: Option<&'z Sizes>,
    /// The outermost list around it whose items have no key to identify them by.
    list: Option<Place<'a>>,
}

/// A schema with rules: what they call `self`.
struct SelfValue<'w, 'z, 'a> {
    schema: &'w JsonSchema<'a>,
    type_: &'z CelType,
    sizes: Option<&'z Sizes>,
    list: Option<Place<'a>>,
}

impl<'w, 'a> RulesVisitor<'w, 'a> {
    fn level(&mut self, schema: &'w JsonSchema<'a>, around: Around<'_, 'a>) {
        let rules = schema.rules.filter(|rules| !rules.is_empty());
        let Around { mut type_, sizes, list } = around;
        let mut own_sizes = None;
        if rules.is_some() && type_.is_none() {
            let resource = self.costs.is_at_root() || schema.embedded;
            type_ = type_of(schema, resource, self.cx.version);
            own_sizes = costs::sizes(schema, resource);
        }
        let sizes = sizes.or(own_sizes.as_ref());
        if let (Some(rules), Some(type_)) = (rules, &type_)
            && !self.has_fault()
        {
            let self_ = SelfValue { schema, type_, sizes, list };
            rules.items().for_each(|each| self.rule(each, &self_));
        }
        self.costs.enter(schema);
        self.children(schema, &Around { type_, sizes, list });
        self.costs.leave();
    }

    fn children(&mut self, schema: &'w JsonSchema<'a>, here: &Around<'_, 'a>) {
        let Around { type_, sizes, list } = here;
        for (name, property) in &schema.properties {
            let escaped = cel::escape(name);
            let inner = match type_ {
                Some(CelType::Object(object)) => {
                    let fields = object.fields.as_ref().zip(escaped.as_ref());
                    fields.and_then(|(fields, name)| fields.get(&**name).cloned())
                }
                _ => None,
            };
            let sizes = sizes.filter(|_| inner.is_some()).zip(escaped);
            let sizes = sizes.and_then(|(sizes, name)| sizes.field(&name));
            let around = Around { type_: inner, sizes, list: *list };
            self.below(&format!(".properties[{name}]"), property, around);
        }
        let sizes = sizes.and_then(Sizes::items);
        if let Some(values) = schema.values() {
            let inner = match type_ {
                Some(CelType::Map(of)) => Some(of.1.clone()),
                _ => None,
            };
            let around = Around { type_: inner, sizes, list: *list };
            self.below(".additionalProperties", values, around);
        }
        if let Some(item) = schema.item() {
            let inner = match type_ {
                Some(CelType::List(of)) => Some((**of).clone()),
                _ => None,
            };
            let here = (schema.list_type != Some("map")).then_some(schema.at);
            self.below(".items", item, Around { type_: inner, sizes, list: list.or(here) });
        }
    }

    fn below(&mut self, step: &str, schema: &'w JsonSchema<'a>, around: Around<'_, 'a>) {
        let length = self.path.len();
        self.path.push_str(step);
        self.level(schema, around);
        self.path.truncate(length);
    }

    /// Whether the server reports anything else of the schema or of one below it.
    fn has_fault(&self) -> bool {
        let below = |rest: &str| rest.is_empty() || rest.starts_with(['.', '[']);
        self.faults.iter().any(|fault| fault.strip_prefix(self.path.as_str()).is_some_and(below))
    }

    fn rule(&mut self, rule: Place<'a>, self_: &SelfValue<'w, '_, 'a>) {
        let (place, optional) = (rule.get("rule"), rule.get("optionalOldSelf"));
        let version = self.cx.version;
        // The gate CRDValidationRatcheting: before, the field is dropped.
        let dropped = optional.is_set() && !version.enables(gates::CRD_VALIDATION_RATCHETING);
        if self.cx.is_full() || dropped {
            return;
        }
        let Some(text) = place.text().filter(|text| !text.trim().is_empty()) else { return };
        let env = environment(self_.type_, optional.bool() == Some(true), version);
        let transition = match expressions::type_check(text, ReturnType::Bool, &env) {
            Ok((_, tree)) => {
                self.cost(CostKind::Rule, place, (&tree, &env), self_);
                if version.since(27) {
                    self.message(rule.get("messageExpression"), &env, self_);
                }
                tree.names("oldSelf")
            }
            Err(fault) => {
                expressions::refuse(code::CRD_CEL_RULE, place, fault, self.cx);
                false
            }
        };
        if let Some(list) = self_.list.filter(|_| transition) {
            let message = "`oldSelf` cannot be used in a list whose items have no key";
            self.cx.invalid(code::CRD_CEL_RULE, place, message).related(list, "this list").help(
                "set `x-kubernetes-list-type: map` and keys in the list, or move the rule to the \
                 list",
            );
        } else if !transition && optional.is_set() {
            let message = "`optionalOldSelf` requires a rule that uses `oldSelf`";
            self.cx.invalid(code::CRD_CEL_RULE, optional, message).help("remove it");
        }
    }

    fn message(&mut self, place: Place<'a>, env: &Env, self_: &SelfValue<'w, '_, 'a>) {
        let Some(text) = place.text().filter(|text| !text.trim().is_empty()) else { return };
        if self.cx.is_full() {
            return;
        }
        match expressions::type_check(text, ReturnType::String, env) {
            Ok((_, tree)) => self.cost(CostKind::Message, place, (&tree, env), self_),
            Err(fault) => expressions::refuse(code::CRD_CEL_RULE, place, fault, self.cx),
        }
    }

    fn cost(
        &mut self,
        kind: CostKind,
        place: Place<'a>,
        (tree, env): (&cel::Expr, &Env),
        self_: &SelfValue<'w, '_, 'a>,
    ) {
        if let Some(sizes) = self_.sizes {
            let expression =
                CostedExpression { kind, place, tree, env, schema: self_.schema, sizes };
            self.costs.check(&expression, self.cx);
        }
    }
}

/// What rules may refer to; `optional`: there may be no old value.
fn environment(self_: &CelType, optional: bool, version: Version) -> Env {
    let old = match optional {
        true => CelType::optional(self_.clone()),
        false => self_.clone(),
    };
    Env {
        variables: vec![("self".to_owned(), self_.clone()), ("oldSelf".to_owned(), old)],
        elsewhere: &[
            ("object", "use `self`; `object` is for admission policies"),
            ("oldObject", "use `oldSelf`; `oldObject` is for admission policies"),
        ],
        ..Env::new(version)
    }
}

/// The type that values of a schema have in rules; `None` where rules cannot refer to them.
/// `resource`: it has kind and metadata of its own.
fn type_of(schema: &JsonSchema<'_>, resource: bool, version: Version) -> Option<CelType> {
    if schema.int_or_string {
        return Some(CelType::Dyn);
    }
    Some(match (schema.type_, schema.format) {
        ("boolean", _) => CelType::Bool,
        ("integer", _) => CelType::Int,
        ("number", _) => CelType::Double,
        ("string", "byte") => CelType::Bytes,
        ("string", "duration") => CelType::Duration,
        ("string", "date" | "date-time") => CelType::Timestamp,
        ("string", _) => CelType::String,
        ("array", _) => {
            let item = schema.item()?;
            CelType::list(type_of(item, item.embedded, version)?)
        }
        ("object", _) => match &schema.additional {
            Some(Additional::Schema(values)) => {
                CelType::map(type_of(values, values.embedded, version)?)
            }
            _ => object(schema, resource, version),
        },
        _ => return None,
    })
}

fn object(schema: &JsonSchema<'_>, resource: bool, version: Version) -> CelType {
    let name = schema.at.node().map_or(0, |node| node.id().0);
    let mut fields: Vec<(String, CelType)> = Vec::new();
    for (key, property) in &schema.properties {
        let own = resource && matches!(*key, "kind" | "apiVersion" | "metadata");
        if own {
            continue;
        }
        if let (Some(name), Some(type_)) =
            (cel::escape(key), type_of(property, property.embedded, version))
        {
            // The reserved words of CEL that may follow a dot may do so unescaped too, since 1.32
            // (`SetRecognizeKeywordAsFieldName`).
            if name != *key && cel::is_reserved(key) && version.since(32) {
                fields.push(((*key).to_owned(), type_.clone()));
            }
            fields.push((name.into_owned(), type_));
        }
    }
    if resource {
        let names = [("name", CelType::String), ("generateName", CelType::String)];
        let metadata = CelType::object(&format!("{name}.metadata"), names);
        let own =
            [("kind", CelType::String), ("apiVersion", CelType::String), ("metadata", metadata)];
        fields.extend(own.map(|(key, type_)| (key.to_owned(), type_)));
    }
    let fields = fields.iter().map(|(key, type_)| (key.as_str(), type_.clone()));
    CelType::object(&name.to_string(), fields)
}
