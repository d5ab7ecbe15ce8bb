//! Whether the defaults of a schema conform to the schema itself
//! (`apiserver/schema/defaulting/validation.go`, `kube-openapi/pkg/validation/validate`).

use std::cmp::Ordering;

use super::{
    same,
    schema::{Additional, JsonSchema},
};
use crate::{
    code,
    model::{Place, version::Version},
    syntax::tree::{Node, Value},
    text,
    text::{Text, few},
    validate::{
        Checker, Reason,
        custom::numbers::{Number, NumberPair, is_of},
        names::shown,
    },
};

/// Checks the defaults of a structural schema, except those in metadata.
pub(super) fn check<'a>(root: &JsonSchema<'a>, cx: &mut Checker<'a>) {
    if let Some(default) = root.default {
        validate_default(default, root, true, cx);
    }
    below(root, true, cx);
}

/// A default that is a resource must have `apiVersion` and `kind`; whether it has.
fn resource<'a>(default: Place<'a>, cx: &mut Checker<'a>) -> bool {
    let mark = cx.mark();
    for place in ["apiVersion", "kind"].map(|key| default.get(key)) {
        if !place.is_set() {
            let message =
                text!("default of an embedded resource has no `{}`", text::name(place.name()));
            cx.required(code::CRD_DEFAULT_INVALID, place, message);
        }
    }
    cx.since(mark).is_empty()
}

fn below<'a>(schema: &JsonSchema<'a>, resource: bool, cx: &mut Checker<'a>) {
    let properties = schema
        .properties
        .iter()
        .filter(|(name, _)| !resource || !matches!(*name, "metadata" | "apiVersion" | "kind"));
    for child in properties.map(|(_, schema)| schema).chain(schema.item()) {
        if let Some(default) = child.default {
            validate_default(default, child, child.embedded, cx);
        }
        below(child, child.embedded, cx);
    }
}

/// Checks one default; that of an embedded resource, or of the root, has to be one.
fn validate_default<'a>(
    default: Place<'a>,
    schema: &JsonSchema<'a>,
    embedded: bool,
    cx: &mut Checker<'a>,
) {
    if let Some((name, field)) = unknown(default, schema, embedded) {
        let message =
            text!("default has the field `{}`, which is not in the schema", text::key(shown(name)));
        cx.invalid(code::CRD_DEFAULT_INVALID, default, message)
            .related(field, "the server drops this field")
            .help("remove it, or add it to the schema");
    }
    let is_map = default.node().is_some_and(Node::is_map);
    if embedded && is_map && !resource(default, cx) {
        return;
    }
    let mut fit = DefaultCheck::new(default, cx.version);
    fit.value(default, schema);
    for (place, reason, message) in fit.faults {
        let path = place.path();
        // The server names the items of a list that is the default itself like this.
        let items = format!("{}[", default.path());
        let path = match path.strip_prefix(&items) {
            Some(rest) => format!("{}.[{rest}", default.path()),
            None => path,
        };
        let cause = cx.refuse(code::CRD_DEFAULT_INVALID, reason, place, message).path(path);
        if reason == Reason::NotSupported {
            cause.choices(&fit.choices);
        }
    }
}

/// The first field that the server would drop from a value.
fn unknown<'a>(
    value: Place<'a>,
    schema: &JsonSchema<'a>,
    embedded: bool,
) -> Option<(&'a str, Place<'a>)> {
    let in_items = value.items().find_map(|item| match schema.item() {
        Some(item_schema) => unknown(item, item_schema, item_schema.embedded),
        None => item.entries().next().filter(|_| !schema.preserves),
    });
    in_items.or_else(|| {
        value.entries().find_map(|(name, field)| {
            let meta = matches!(name, "metadata" | "apiVersion" | "kind");
            match (schema.property(name), &schema.additional) {
                _ if meta && embedded => None,
                (Some(known), _) => unknown(field, known, known.embedded),
                (None, Some(Additional::Schema(values))) => unknown(field, values, values.embedded),
                (None, Some(Additional::Allowed(_))) => field.entries().next(),
                (None, None) => Some((name, field)).filter(|_| !schema.preserves),
            }
        })
    })
}

/// The check of one value.
struct DefaultCheck<'a> {
    default: Place<'a>,
    version: Version,
    faults: Vec<(Place<'a>, Reason, Text)>,
    /// The values that `enum` allows, of the last fault of this kind.
    choices: Vec<&'a str>,
    /// Whether something was met that only the server can check, such as a format.
    unsure: bool,
}

impl<'a> DefaultCheck<'a> {
    fn new(default: Place<'a>, version: Version) -> Self {
        DefaultCheck { default, version, faults: Vec::new(), choices: Vec::new(), unsure: false }
    }

    fn value(&mut self, value: Place<'a>, schema: &JsonSchema<'a>) {
        self.type_(value, schema);
        self.choice(value, schema);
        if !value.is_set() {
            return;
        }
        self.conditions(value, schema);
        if let Some(number) = Number::read(value) {
            self.number(value, number, schema);
        }
        match value.node().map(|node| node.value()) {
            Some(Value::Str(text)) => self.text(value, text, schema),
            Some(Value::List) => self.list(value, schema),
            Some(Value::Map) => self.object(value, schema),
            _ => {}
        }
    }

    fn fault(&mut self, place: Place<'a>, reason: Reason, message: impl Into<Text>) {
        self.faults.push((place, reason, message.into()));
    }

    fn type_(&mut self, value: Place<'a>, schema: &JsonSchema<'a>) {
        let types = [schema.type_];
        if schema.type_.is_empty() {
            self.unsure |= !schema.format.is_empty();
            return;
        }
        let Some(node) = value.node() else {
            if !schema.nullable {
                let message = text!("default must be of type {}, but is null", types.join(" or "));
                self.fault(value, Reason::TypeInvalid, message);
            }
            return;
        };
        let own = match node.value() {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Int(_) | Value::UInt(_) | Value::Float(_) => match Number::read(value) {
                Some(Number::Int(_)) => "integer",
                _ => "number",
            },
            Value::Str(_) => "string",
            Value::List => "array",
            Value::Map => "object",
        };
        let fits = types.contains(&own) || own == "integer" && types.contains(&"number");
        let loose = !schema.format.is_empty() && !types.contains(&"integer");
        if !fits && loose && matches!(own, "string" | "array") && schema.type_ != "number" {
            self.unsure = true;
        } else if !fits {
            let message = text!(
                "default must be of type {}, but is of type {}",
                types.join(" or "),
                text::name(own)
            );
            self.fault(value, Reason::TypeInvalid, message);
        }
    }

    fn choice(&mut self, value: Place<'a>, schema: &JsonSchema<'a>) {
        let choice = schema.at.get("enum");
        let is = |allowed: Place<'a>| value.is_set() && same(value.node(), allowed.node());
        if choice.is_empty() || choice.items().any(is) {
            return;
        }
        let allowed: Vec<&str> =
            choice.items().filter_map(|each| Some(each.node()?.raw())).collect();
        let own = value.node().map_or("null", |node| node.raw());
        let message = text!(
            "default must be one of {}, but is `{}`",
            few(&allowed, |value| (*value).to_owned()),
            shown(own)
        );
        self.choices = allowed;
        self.fault(value, Reason::NotSupported, message);
    }

    /// How a value fits one of several conditions; nothing where that is not certain.
    fn fits(&self, value: Place<'a>, schema: &JsonSchema<'a>) -> Option<bool> {
        let mut fit = DefaultCheck::new(self.default, self.version);
        fit.value(value, schema);
        match (fit.faults.is_empty(), fit.unsure) {
            (false, _) => Some(false),
            (true, false) => Some(true),
            (true, true) => None,
        }
    }

    fn conditions(&mut self, value: Place<'a>, schema: &JsonSchema<'a>) {
        schema.all_of.iter().for_each(|condition| self.value(value, condition));
        let fits = |schemas: &[JsonSchema<'a>]| -> (usize, usize) {
            let fits: Vec<_> = schemas.iter().map(|schema| self.fits(value, schema)).collect();
            let count = |wanted| fits.iter().filter(|fit| **fit == wanted).count();
            (count(Some(true)), count(None))
        };
        let (any, any_unsure) = fits(&schema.any_of);
        let (one, one_unsure) = fits(&schema.one_of);
        let not = schema.not.as_ref().map(|not| self.fits(value, not));
        self.unsure |= any == 0 && any_unsure > 0 || one_unsure > 0 || not == Some(None);
        if !schema.any_of.is_empty() && any + any_unsure == 0 {
            self.fault(self.default, Reason::Invalid, "default matches no schema of `anyOf`");
        }
        if !schema.one_of.is_empty() && (one > 1 || one + one_unsure == 0) {
            let message = text!(
                "default must match exactly one schema of `oneOf`, but matches {}",
                text::name(one)
            );
            self.fault(self.default, Reason::Invalid, message);
        }
        if not == Some(Some(true)) {
            self.fault(self.default, Reason::Invalid, "default matches the schema of `not`");
        }
    }

    fn text(&mut self, value: Place<'a>, text: &str, schema: &JsonSchema<'a>) {
        let length = text.chars().count() as i64;
        self.unsure |= !schema.format.is_empty();
        if let Some(max) = schema.at.get("maxLength").int().filter(|max| length > *max) {
            let message = text!(
                "default is {} characters long, at most {} are allowed",
                text::name(length),
                max
            );
            self.fault(value, Reason::TooLong, message);
        } else if let Some(min) = schema.at.get("minLength").int().filter(|min| length < *min) {
            let message = text!(
                "default is {} characters long, at least {} are required",
                text::name(length),
                min
            );
            self.fault(value, Reason::Invalid, message);
        } else if !schema.pattern.is_empty() {
            self.pattern(value, text, schema.pattern);
        }
    }

    /// The engines agree on ASCII; what only Go can read is not reported.
    fn pattern(&mut self, value: Place<'a>, text: &str, pattern: &str) {
        match regex::bytes::RegexBuilder::new(pattern).unicode(false).build() {
            Ok(regex) if text.is_ascii() => {
                if !regex.is_match(text.as_bytes()) {
                    let message = text!("default `{}` does not match the pattern", shown(text));
                    self.fault(value, Reason::Invalid, message);
                }
            }
            _ => self.unsure = true,
        }
    }

    fn number(&mut self, value: Place<'a>, number: Number, schema: &JsonSchema<'a>) {
        let own = raw(value);
        if !is_of(number, (schema.type_, schema.format), self.version) {
            // The server reports this in addition to a wrong type.
            let message = text!("default {} is not a {}", own, text::name(kind(schema)));
            self.fault(self.default, Reason::Invalid, message);
        }
        let strict = |key: &'a str| schema.at.get(key).bool() == Some(true);
        for (key, strict, beyond, what) in [
            ("maximum", strict("exclusiveMaximum"), Ordering::Greater, "at most"),
            ("minimum", strict("exclusiveMinimum"), Ordering::Less, "at least"),
        ] {
            let order = self.beside(number, key, schema).and_then(NumberPair::order);
            if order == Some(beyond) || strict && order == Some(Ordering::Equal) {
                let bound = raw(schema.at.get(key));
                let what = match (strict, beyond) {
                    (false, _) => what,
                    (true, Ordering::Greater) => "less than",
                    (true, _) => "greater than",
                };
                let message =
                    text!("default must be {} {}, but is {}", text::name(what), bound, own);
                self.fault(value, Reason::Invalid, message);
            }
        }
        let pair = self.beside(number, "multipleOf", schema);
        if pair.is_some_and(|pair| !pair.is_multiple()) {
            let factor = raw(schema.at.get("multipleOf"));
            let message = text!("default {} is not a multiple of {}", own, factor);
            self.fault(value, Reason::Invalid, message);
        }
    }

    /// A number with the bound of a keyword, as the server compares the two.
    fn beside(
        &mut self,
        number: Number,
        key: &'a str,
        schema: &JsonSchema<'a>,
    ) -> Option<NumberPair> {
        let place = schema.at.get(key);
        let bound = Number::read(place)?.float();
        if !is_of(Number::Float(bound), (schema.type_, schema.format), self.version) {
            let (written, kind) = (raw(place), kind(schema));
            let message = if bound.fract() == 0.0 {
                text!("`{}` ({}) does not fit in a {}", text::name(key), written, text::name(kind))
            } else {
                text!("`{}` ({}) must be an integer", text::name(key), written)
            };
            self.fault(self.default, Reason::Invalid, message);
            return Some(NumberPair::Floats(number.float(), bound));
        }
        let pair = NumberPair::new(number, bound);
        self.unsure |= pair.is_none();
        pair
    }

    fn list(&mut self, value: Place<'a>, schema: &JsonSchema<'a>) {
        if let Some(item_schema) = schema.item() {
            value.items().for_each(|item| self.value(item, item_schema));
        }
        self.counts(value, schema, "minItems", "maxItems");
    }

    fn object(&mut self, value: Place<'a>, schema: &JsonSchema<'a>) {
        self.counts(value, schema, "minProperties", "maxProperties");
        for (name, field) in value.entries() {
            match (schema.property(name), &schema.additional) {
                (Some(known), _) => self.value(field, known),
                (None, Some(Additional::Schema(values))) => self.value(field, values),
                (None, Some(Additional::Allowed(false))) => {
                    let message = text!(
                        "default has the field `{}`, which is not allowed",
                        text::key(shown(name))
                    );
                    self.fault(value, Reason::Invalid, message);
                }
                (None, _) => {}
            }
        }
        for name in schema.at.get("required").items().map(Place::str) {
            if !value.get(name).is_present() {
                let message =
                    text!("default has no field `{}`, which is required", text::key(shown(name)));
                self.fault(value.get(name), Reason::Required, message);
            }
        }
    }

    fn counts(&mut self, value: Place<'a>, schema: &JsonSchema<'a>, min: &'a str, max: &'a str) {
        let count = value.count() as i64;
        let what = if min == "minItems" { "items" } else { "fields" };
        if let Some(min) = schema.at.get(min).int().filter(|min| count < *min) {
            let message = text!(
                "default has {} {}, at least {} are required",
                text::name(count),
                text::name(what),
                min
            );
            self.fault(value, Reason::Invalid, message);
        }
        if let Some(max) = schema.at.get(max).int().filter(|max| count > *max) {
            let message = text!(
                "default has {} {}, at most {} are allowed",
                text::name(count),
                text::name(what),
                max
            );
            self.fault(value, Reason::TooMany, message);
        }
    }
}

/// A number as it is written.
fn raw(place: Place<'_>) -> &str {
    place.node().map_or("", |node| node.raw())
}

/// What the numbers of a schema are, in words.
fn kind(schema: &JsonSchema<'_>) -> &'static str {
    match (schema.type_, schema.format) {
        ("integer", "int32") => "32-bit integer",
        ("integer", _) => "64-bit integer",
        (_, "float") => "32-bit number",
        _ => "number",
    }
}
