//! The CEL rules of a schema (`compileRule` and `SchemaDeclType` of
//! `apiserver/schema/cel`, `apiserver/pkg/cel/common/schemas.go`).

use super::schema::{Additional, JsonSchema};
use crate::{
    cel::{self, CelType, Env},
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
    let mut walk = RulesVisitor { faults, path: root.at.path(), cx };
    walk.level(root, None, true, None);
}

struct RulesVisitor<'w, 'a> {
    faults: &'w [String],
    /// The path of the schema that is checked.
    path: String,
    cx: &'w mut Checker<'a>,
}

impl<'a> RulesVisitor<'_, 'a> {
    /// `type_` is that of the schema, if rules around it required it; `list` is the outermost list
    /// around it whose items have no key to identify them by.
    fn level(
        &mut self,
        schema: &JsonSchema<'a>,
        type_: Option<CelType>,
        root: bool,
        list: Option<Place<'a>>,
    ) {
        let rules = schema.rules.filter(|rules| !rules.is_empty());
        let wanted = rules.is_some() && type_.is_none();
        let type_ =
            if wanted { type_of(schema, root || schema.embedded, self.cx.version) } else { type_ };
        if let (Some(rules), Some(type_)) = (rules, &type_)
            && !self.has_fault()
        {
            rules.items().for_each(|each| rule(each, type_, list, self.cx));
        }
        for (name, property) in &schema.properties {
            let inner = match &type_ {
                Some(CelType::Object(object)) => {
                    let fields = object.fields.as_ref();
                    fields.zip(escaped(name)).and_then(|(fields, name)| fields.get(&name).cloned())
                }
                _ => None,
            };
            self.below(&format!(".properties[{name}]"), property, inner, list);
        }
        if let Some(values) = schema.values() {
            let inner = match &type_ {
                Some(CelType::Map(of)) => Some(of.1.clone()),
                _ => None,
            };
            self.below(".additionalProperties", values, inner, list);
        }
        if let Some(item) = schema.item() {
            let inner = match &type_ {
                Some(CelType::List(of)) => Some((**of).clone()),
                _ => None,
            };
            let here = (schema.list_type != Some("map")).then_some(schema.at);
            self.below(".items", item, inner, list.or(here));
        }
    }

    fn below(
        &mut self,
        step: &str,
        schema: &JsonSchema<'a>,
        type_: Option<CelType>,
        list: Option<Place<'a>>,
    ) {
        let length = self.path.len();
        self.path.push_str(step);
        self.level(schema, type_, false, list);
        self.path.truncate(length);
    }

    /// Whether the server reports anything else of the schema or of one below it.
    fn has_fault(&self) -> bool {
        let below = |rest: &str| rest.is_empty() || rest.starts_with(['.', '[']);
        self.faults.iter().any(|fault| fault.strip_prefix(self.path.as_str()).is_some_and(below))
    }
}

fn rule<'a>(rule: Place<'a>, self_: &CelType, list: Option<Place<'a>>, cx: &mut Checker<'a>) {
    let (place, optional) = (rule.get("rule"), rule.get("optionalOldSelf"));
    // The gate CRDValidationRatcheting: before, the field is dropped.
    if cx.is_full() || optional.is_set() && !cx.version.enables(gates::CRD_VALIDATION_RATCHETING) {
        return;
    }
    let Some(text) = place.text().filter(|text| !text.trim().is_empty()) else { return };
    let wrap = |type_: CelType| match optional.bool() {
        Some(true) => CelType::optional(type_),
        _ => type_,
    };
    let env = Env {
        variables: vec![
            ("self".to_owned(), self_.clone()),
            ("oldSelf".to_owned(), wrap(self_.clone())),
        ],
        elsewhere: &[
            ("object", "use `self`; `object` is for admission policies"),
            ("oldObject", "use `oldSelf`; `oldObject` is for admission policies"),
        ],
        ..Env::new(cx.version)
    };
    let transition = match expressions::type_check(text, ReturnType::Bool, &env) {
        Ok((_, tree)) => {
            let made = rule.get("messageExpression");
            if cx.version.since(27) {
                expressions::compile(code::CRD_CEL_RULE, made, ReturnType::String, &env, cx);
            }
            tree.names("oldSelf")
        }
        Err(fault) => {
            expressions::refuse(code::CRD_CEL_RULE, place, fault, cx);
            false
        }
    };
    if let Some(list) = list.filter(|_| transition) {
        let message = "`oldSelf` cannot be used in a list whose items have no key";
        cx.invalid(code::CRD_CEL_RULE, place, message).related(list, "this list").help(
            "set `x-kubernetes-list-type: map` and keys in the list, or move the rule to the list",
        );
    } else if !transition && optional.is_set() {
        cx.invalid(
            code::CRD_CEL_RULE,
            optional,
            "`optionalOldSelf` requires a rule that uses `oldSelf`",
        )
        .help("remove it");
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
            (escaped(key), type_of(property, property.embedded, version))
        {
            // The reserved words of CEL that may follow a dot may do so unescaped too, since 1.32
            // (`SetRecognizeKeywordAsFieldName`).
            if name != *key && cel::is_reserved(key) && version.since(32) {
                fields.push(((*key).to_owned(), type_.clone()));
            }
            fields.push((name, type_));
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

/// How rules write the name of a property (`apiserver/pkg/cel/escaping.go`); some have no way.
fn escaped(name: &str) -> Option<String> {
    if cel::is_reserved(name) {
        return Some(format!("__{name}__"));
    }
    let known = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'/');
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) || !name.bytes().all(known)
    {
        return None;
    }
    let name = name.replace("__", "__underscores__");
    Some(name.replace('.', "__dot__").replace('-', "__dash__").replace('/', "__slash__"))
}
