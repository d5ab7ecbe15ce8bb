//! The data of an object, as rules read it.

use std::borrow::Cow;

use crate::{
    model::custom::{self, Content},
    syntax::tree::{Node, Value as NodeValue},
};

/// Deeper data is not evaluated.
const MAX_DEPTH: u32 = 300;

/// One value of an object, as the API server decodes JSON: integers are 64 bits wide, all other
/// numbers are floating point. Where the text is at hand, strings are borrowed from it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum CelData<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Double(f64),
    Str(Cow<'a, str>),
    List(Vec<CelData<'a>>),
    Map(DataMap<'a>),
}

/// The entries of a map, sorted by key.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct DataMap<'a>(Vec<(Cow<'a, str>, CelData<'a>)>);

impl<'a> CelData<'a> {
    /// The data of a YAML or JSON tree; `None` where it is nested too deeply.
    pub(crate) fn of(node: Node<'a>) -> Option<CelData<'a>> {
        CelData::within(node, MAX_DEPTH)
    }

    /// An object as the server reads it by its definition, with defaults.
    pub(crate) fn of_content(content: &Content<'a>) -> CelData<'a> {
        match &content.data {
            custom::Data::List(items) => {
                CelData::List(items.iter().map(CelData::of_content).collect())
            }
            custom::Data::Map(fields) => {
                let entries = fields.iter();
                let entries =
                    entries.map(|(key, of)| (Cow::Borrowed(*key), CelData::of_content(of)));
                CelData::Map(DataMap::new(entries.collect()))
            }
            scalar => CelData::of_scalar(scalar),
        }
    }

    fn of_scalar(data: &custom::Data<'a>) -> CelData<'a> {
        match data {
            custom::Data::Bool(value) => CelData::Bool(*value),
            custom::Data::Int(value) => CelData::Int(*value),
            custom::Data::Float(value) => CelData::Double(*value),
            custom::Data::Str(text) => CelData::Str(Cow::Borrowed(text)),
            custom::Data::Null | custom::Data::List(_) | custom::Data::Map(_) => CelData::Null,
        }
    }

    fn within(node: Node<'a>, depth: u32) -> Option<CelData<'a>> {
        let depth = depth.checked_sub(1)?;
        Some(match node.value() {
            NodeValue::List => CelData::List(
                node.items().map(|item| CelData::within(item, depth)).collect::<Option<_>>()?,
            ),
            NodeValue::Map => {
                let entries = node.entries().map(|entry| {
                    let key = entry.key.as_str().unwrap_or(entry.key.raw());
                    Some((Cow::Borrowed(key), CelData::within(entry.value, depth)?))
                });
                CelData::Map(DataMap::new(entries.collect::<Option<Vec<_>>>()?))
            }
            _ => CelData::of_scalar(&Content::scalar(node)),
        })
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self, CelData::Null)
    }

    /// The Go type that a decoded value has, for messages.
    pub(crate) fn go_type(&self) -> &'static str {
        match self {
            CelData::Null => "<nil>",
            CelData::Bool(_) => "bool",
            CelData::Int(_) => "int64",
            CelData::Double(_) => "float64",
            CelData::Str(_) => "string",
            CelData::List(_) => "[]interface {}",
            CelData::Map(_) => "map[string]interface {}",
        }
    }
}

impl<'a> DataMap<'a> {
    /// A map of entries; of several with one key the last one holds.
    pub(crate) fn new(mut entries: Vec<(Cow<'a, str>, CelData<'a>)>) -> DataMap<'a> {
        // Equal keys stay in order, so that the last of them can be kept.
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        entries.reverse();
        entries.dedup_by(|a, b| a.0 == b.0);
        entries.reverse();
        DataMap(entries)
    }

    pub(crate) fn get(&self, key: &str) -> Option<&CelData<'a>> {
        let at = self.0.binary_search_by(|(known, _)| known.as_ref().cmp(key)).ok()?;
        self.0.get(at).map(|(_, value)| value)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &CelData<'a>)> {
        self.0.iter().map(|(key, value)| (key.as_ref(), value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_read_with_their_defaults() {
        let content = |data| Content { data, is_default: true };
        let list = custom::Data::List(vec![
            content(custom::Data::Null),
            content(custom::Data::Bool(true)),
            content(custom::Data::Float(0.5)),
            content(custom::Data::Str("a")),
        ]);
        let map = [("b", content(list)), ("a", content(custom::Data::Int(1)))];
        let map = content(custom::Data::Map(map.into_iter().collect()));
        let list = vec![
            CelData::Null,
            CelData::Bool(true),
            CelData::Double(0.5),
            CelData::Str(Cow::Borrowed("a")),
        ];
        let expected =
            [(Cow::Borrowed("a"), CelData::Int(1)), (Cow::Borrowed("b"), CelData::List(list))];
        assert_eq!(CelData::of_content(&map), CelData::Map(DataMap::new(expected.into())));
    }

    #[test]
    fn the_last_of_equal_keys_holds() {
        let entry = |key, value| (Cow::Borrowed(key), CelData::Int(value));
        let map = DataMap::new(vec![entry("b", 1), entry("a", 2), entry("b", 3)]);
        assert_eq!(map.iter().map(|(key, _)| key).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(map.get("b"), Some(&CelData::Int(3)));
        assert_eq!(map.get("c"), None);
    }
}
