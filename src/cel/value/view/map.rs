//! Maps and objects, of the data or made by an expression (`common/types/map.go`,
//! `unstructuredMap`).

use std::sync::Arc;

use indexmap::IndexMap;

use super::{entry, native, view};
use crate::cel::{
    CelFault, DataMap,
    schema::{RuleSchema, escape, unescape},
    value::{CelResult, CelText, CelValue},
};

#[derive(Clone, Debug)]
pub(crate) enum MapValue<'a> {
    /// A map or object of the data, with its schema, if it has one.
    View {
        entries: &'a DataMap<'a>,
        schema: Option<&'a RuleSchema>,
    },
    Made(Arc<IndexMap<Key, (CelValue<'a>, CelValue<'a>)>>),
}

/// A key of a map that an expression made. Numbers of one value are one key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    Bool(bool),
    Number(i128),
    Text(String),
    /// What maps do not find.
    Other(String),
}

impl Key {
    pub(in crate::cel) fn of(value: &CelValue<'_>) -> Option<Key> {
        Some(match value {
            CelValue::Bool(value) => Key::Bool(*value),
            CelValue::Int(value) => Key::Number(i128::from(*value)),
            CelValue::Uint(value) => Key::Number(i128::from(*value)),
            CelValue::Double(value) if value.fract() == 0.0 && value.abs() < 1e20 => {
                Key::Number(*value as i128)
            }
            CelValue::Double(value) => Key::Other(value.to_string()),
            CelValue::Str(text) => Key::Text(text.to_string()),
            _ => return None,
        })
    }
}

impl<'a> MapValue<'a> {
    pub(in crate::cel) fn len(&self) -> usize {
        match self {
            MapValue::View { entries, .. } => entries.len(),
            MapValue::Made(entries) => entries.len(),
        }
    }

    pub(in crate::cel::value) fn is_native(&self) -> bool {
        self.schema().is_none()
    }

    pub(in crate::cel) fn schema(&self) -> Option<&'a RuleSchema> {
        match self {
            MapValue::View { schema, .. } => *schema,
            MapValue::Made(_) => None,
        }
    }

    /// The value of a key; `None` where there is none.
    pub(in crate::cel) fn find(
        &self,
        key: &CelValue<'_>,
    ) -> Result<Option<CelValue<'a>>, CelFault> {
        match self {
            MapValue::View { schema: Some(_), .. } => match key {
                CelValue::Str(text) => self.field(text, None),
                _ => Err(CelFault::no_overload()),
            },
            MapValue::View { entries, schema: None } => {
                Ok(key.as_str().and_then(|key| entries.get(key)).map(native))
            }
            MapValue::Made(entries) => {
                let found = Key::of(key).and_then(|key| entries.get(&key).map(|(_, value)| value));
                Ok(found.cloned())
            }
        }
    }

    /// The value of a property or key; `plain` is the name of the property that a rule spells
    /// `name`, where that is known already.
    pub(in crate::cel) fn field(
        &self,
        name: &str,
        plain: Option<&str>,
    ) -> Result<Option<CelValue<'a>>, CelFault> {
        let MapValue::View { entries, schema } = self else {
            return self.find(&CelValue::Str(CelText::Borrowed(name)));
        };
        let Some(schema) = schema else {
            return Ok(entries.get(name).map(native));
        };
        let Some(properties) = &schema.properties else {
            return match (entries.get(name), schema.additional.as_deref()) {
                (Some(value), Some(of)) => view(value, of).map(Some),
                _ => Ok(None),
            };
        };
        let unescaped;
        let key = match plain {
            Some(plain) => plain,
            None => {
                let Some(found) = unescape(name) else { return Ok(None) };
                unescaped = found;
                unescaped.as_ref()
            }
        };
        match entries.get(key) {
            // A property that may be null is absent if it is.
            Some(value) if !value.is_null() => match properties.get(key) {
                Some(schema) => view(value, schema).map(Some),
                None => Ok(None),
            },
            _ => Ok(None),
        }
    }

    /// Keys and values.
    pub(in crate::cel) fn entries(&self) -> Vec<(CelValue<'a>, CelResult<'a>)> {
        match self {
            MapValue::Made(entries) => {
                entries.values().map(|(key, value)| (key.clone(), Ok(value.clone()))).collect()
            }
            MapValue::View { entries, schema } => {
                entries.iter().filter_map(|(key, data)| entry(key, data, *schema)).collect()
            }
        }
    }

    pub(in crate::cel::value) fn without_schema(&self) -> MapValue<'a> {
        match self {
            MapValue::View { entries, .. } => MapValue::View { entries, schema: None },
            made @ MapValue::Made(_) => made.clone(),
        }
    }
}

/// How a rule spells the keys of a map: those of properties escaped.
pub(in crate::cel::value) fn spelled<'a>(key: &'a str, schema: &RuleSchema) -> CelText<'a> {
    match escape(key).filter(|_| schema.properties.is_some()) {
        Some(escaped) if escaped != key => CelText::Shared(escaped.into_owned().into()),
        _ => CelText::Borrowed(key),
    }
}
