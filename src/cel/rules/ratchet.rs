//! Values that an update does not change, whose faults are only warned about
//! (`ratchetingOptions` of `validation.go`, `k8s.io/apiserver/pkg/cel/common/equality.go`).

use crate::cel::{
    CelData,
    schema::{ListType, RuleSchema, SchemaType},
};

/// A value and what it was before, with its schema.
#[derive(Clone, Copy)]
struct Correlated<'a> {
    new: &'a CelData<'a>,
    old: &'a CelData<'a>,
    schema: &'a RuleSchema,
}

/// What is known of the value that rules are run for.
#[derive(Clone, Copy, Default)]
pub(super) struct Ratchet<'a> {
    current: Option<Correlated<'a>>,
    /// The nearest value around it that has an old one.
    nearest: Option<Correlated<'a>>,
}

impl<'a> Ratchet<'a> {
    pub(super) fn new(
        new: &'a CelData<'a>,
        old: Option<&'a CelData<'a>>,
        schema: &'a RuleSchema,
    ) -> Self {
        Ratchet { current: old.map(|old| Correlated { new, old, schema }), nearest: None }
    }

    /// Whether faults of the value are only warned about.
    pub(super) fn applies(&self) -> bool {
        self.current.or(self.nearest).is_some_and(|value| value.unchanged())
    }

    /// What `allOf` keeps of it.
    pub(super) fn of_part(self) -> Self {
        Ratchet { current: None, nearest: self.nearest }
    }

    pub(super) fn key(self, name: &str) -> Self {
        let Some(current) = self.current else { return self };
        if self.nearest.is_none() && matches!(name, "apiVersion" | "kind") {
            return Ratchet::default();
        }
        Ratchet { current: current.key(name), nearest: Some(current) }
    }

    pub(super) fn index(self, index: usize) -> Self {
        let Some(current) = self.current else { return self };
        Ratchet { current: current.index(index), nearest: Some(current) }
    }
}

impl<'a> Correlated<'a> {
    fn key(self, name: &str) -> Option<Correlated<'a>> {
        let (CelData::Map(new), CelData::Map(old)) = (self.new, self.old) else { return None };
        let property = self.schema.properties.as_ref().and_then(|known| known.get(name));
        let schema = property.or(self.schema.additional.as_ref())?;
        Some(Correlated { new: new.get(name)?, old: old.get(name)?, schema })
    }

    fn index(self, index: usize) -> Option<Correlated<'a>> {
        let (CelData::List(new), CelData::List(old)) = (self.new, self.old) else { return None };
        let new = new.get(index)?;
        let old = same_item(self.schema, old, new)?;
        Some(Correlated { new, old, schema: self.schema.items.as_ref()? })
    }

    /// Whether the value is as it was (`CachedDeepEqual`).
    fn unchanged(self) -> bool {
        match (self.new, self.old) {
            (CelData::List(new), CelData::List(old)) => {
                if new.len() != old.len() {
                    return false;
                }
                if !is_map_list(self.schema) {
                    return new == old;
                }
                (0..new.len()).all(|index| self.index(index).is_some_and(Correlated::unchanged))
            }
            (CelData::Map(new), CelData::Map(old)) => {
                new.len() == old.len()
                    && new.iter().all(|(key, _)| self.key(key).is_some_and(Correlated::unchanged))
            }
            (new, old) => new == old,
        }
    }
}

fn is_map_list(schema: &RuleSchema) -> bool {
    schema.type_ == Some(SchemaType::Array)
        && schema.list_type == ListType::Map
        && !schema.list_map_keys.is_empty()
}

/// The old item with the keys of a new one (`k8s.io/apiserver/pkg/cel/common/maplist.go`).
pub(super) fn same_item<'a>(
    list: &RuleSchema,
    old: &'a [CelData<'a>],
    item: &CelData<'_>,
) -> Option<&'a CelData<'a>> {
    if !is_map_list(list) {
        return None;
    }
    let keys = keys(list, item)?;
    old.iter().find(|other| self::keys(list, other).is_some_and(|other| other == keys))
}

/// The values of the keys of an item, which are all there and scalar.
fn keys<'d>(list: &RuleSchema, item: &'d CelData<'_>) -> Option<Vec<&'d CelData<'d>>> {
    let CelData::Map(item) = item else { return None };
    let keys = list.list_map_keys.iter().map(|key| {
        let value = item.get(key)?;
        let scalar = !matches!(value, CelData::Null | CelData::List(_) | CelData::Map(_));
        scalar.then_some(value)
    });
    keys.collect()
}
