//! How large values can be, by their schema (`SchemaDeclType` of
//! `k8s.io/apiserver/pkg/cel/common/schemas.go`).

use std::collections::BTreeMap;

use crate::cel::schema::{RuleSchema, SchemaType, StringFormat, escape};

/// The largest request that a server accepts, in bytes.
pub(crate) const REQUEST: u64 = 3 * 1024 * 1024;

/// Between how many items, characters or bytes a value has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) min: u64,
    pub(super) max: u64,
}

impl Size {
    pub(super) const UNKNOWN: Size = Size { min: 0, max: u64::MAX };

    pub(super) fn fixed(size: u64) -> Size {
        Size { min: size, max: size }
    }

    pub(super) fn at_most(max: u64) -> Size {
        Size { min: 0, max }
    }

    pub(super) fn plus(self, other: Size) -> Size {
        Size { min: self.min.saturating_add(other.min), max: self.max.saturating_add(other.max) }
    }

    pub(super) fn times(self, other: Size) -> Size {
        Size { min: self.min.saturating_mul(other.min), max: self.max.saturating_mul(other.max) }
    }

    pub(super) fn union(self, other: Size) -> Size {
        Size { min: self.min.min(other.min), max: self.max.max(other.max) }
    }
}

/// The sizes of the values of a schema and of those inside them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sizes {
    /// How many items, characters or bytes there are at most.
    pub(super) most: u64,
    /// How many bytes it takes in JSON at least.
    least_bytes: u64,
    /// By their names in rules.
    fields: BTreeMap<String, Sizes>,
    items: Option<Box<Sizes>>,
    /// Whether the items have keys.
    is_map: bool,
}

impl Sizes {
    fn simple(most: u64, least_bytes: u64) -> Sizes {
        Sizes { most, least_bytes, ..Sizes::default() }
    }

    /// The sizes of a schema; `None` where rules cannot refer to its values. `resource`: it is the
    /// root of a resource.
    pub(crate) fn of(schema: &RuleSchema, resource: bool) -> Option<Sizes> {
        let text =
            |default: u64| schema.bounds.max_length.map_or(default, |most| most.saturating_mul(4));
        if schema.int_or_string {
            return Some(Sizes::simple(text(REQUEST - 2), 1));
        }
        let schema = if resource { schema.as_resource() } else { schema };
        let inner = |schema: &RuleSchema| Sizes::of(schema, schema.embedded_resource);
        Some(match (schema.type_, schema.format) {
            (Some(SchemaType::Array), _) => {
                let items = inner(schema.items.as_deref()?)?;
                let fitting = (REQUEST - 2) / (items.least_bytes + 1);
                let most = schema.bounds.max_items.unwrap_or(fitting);
                Sizes { items: Some(Box::new(items)), ..Sizes::simple(most, 2) }
            }
            (Some(SchemaType::Object), _) => match &schema.additional {
                Some(values) => {
                    let items = inner(values)?;
                    let fitting = (REQUEST - 2) / (items.least_bytes + 6);
                    let most = schema.bounds.max_properties.unwrap_or(fitting);
                    Sizes { items: Some(Box::new(items)), is_map: true, ..Sizes::simple(most, 2) }
                }
                None => Sizes::of_object(schema),
            },
            (Some(SchemaType::String), StringFormat::Byte) => {
                Sizes::simple(schema.bounds.max_length.unwrap_or(REQUEST - 2), 2)
            }
            (Some(SchemaType::String), StringFormat::Duration) => Sizes::simple(32, 3),
            (Some(SchemaType::String), StringFormat::Date) => Sizes::simple(12, 12),
            (Some(SchemaType::String), StringFormat::DateTime) => Sizes::simple(32, 21),
            (Some(SchemaType::String), StringFormat::Other) => {
                let longest = schema.bounds.longest_enum.unwrap_or(REQUEST - 2);
                Sizes::simple(text(longest), 2)
            }
            (Some(SchemaType::Boolean), _) => Sizes::simple(0, 4),
            (Some(SchemaType::Number) | Some(SchemaType::Integer), _) => Sizes::simple(0, 1),
            (None, _) => return None,
        })
    }

    fn of_object(schema: &RuleSchema) -> Sizes {
        let mut sizes = Sizes::simple(0, 2);
        for (name, property) in schema.properties.iter().flatten() {
            let Some(inner) = Sizes::of(property, property.embedded_resource) else { continue };
            // What has a default need not be written.
            if schema.bounds.required.contains(name) && !property.bounds.has_default {
                sizes.least_bytes += name.len() as u64 + inner.least_bytes + 4;
            }
            if let Some(name) = escape(name) {
                sizes.fields.insert(name.into_owned(), inner);
            }
        }
        sizes
    }

    /// How often a value of this size can be in one request (`maxCardinality`).
    pub(crate) fn times_in_request(&self) -> u64 {
        REQUEST / (self.least_bytes + 1)
    }

    /// The size at a path, whose first step is the variable (`EstimateSize` of
    /// `apiextensions-apiserver/pkg/apiserver/schema/cel/compilation.go`).
    pub(super) fn at(&self, path: &[String]) -> Option<Size> {
        let (_, steps) = path.split_first()?;
        let mut here = self;
        for step in steps {
            here = match step.as_str() {
                "@items" | "@values" => here.items()?,
                "@keys" if here.is_map => return Some(Size::fixed(0)),
                name => here.field(name)?,
            };
        }
        Some(Size::at_most(here.most))
    }

    /// The sizes of a property, by its name in rules.
    pub(crate) fn field(&self, name: &str) -> Option<&Sizes> {
        self.fields.get(name)
    }

    /// The sizes of the items of a list, or of the values of a map.
    pub(crate) fn items(&self) -> Option<&Sizes> {
        self.items.as_deref()
    }

    /// The same with a limit of 1 at a path, whose first step is the variable.
    pub(crate) fn limited(&self, path: &[String]) -> Sizes {
        let mut sizes = self.clone();
        let mut here = &mut sizes;
        for step in path.iter().skip(1) {
            let inner = match step.as_str() {
                "@items" | "@values" => here.items.as_deref_mut(),
                name => here.fields.get_mut(name),
            };
            match inner {
                Some(inner) => here = inner,
                None => return self.clone(),
            }
        }
        here.most = here.most.min(1);
        sizes
    }
}
