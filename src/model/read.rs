//! Tolerant typed reading: fields of a wrong type are left out and listed, never fatal.

use std::{
    cell::{Cell, RefCell},
    fmt,
};

use serde::{
    de::{
        self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess,
        SeqAccess, Visitor, value::StrDeserializer,
    },
    forward_to_deserialize_any,
};

use crate::syntax::tree::{Entry, Node, NodeId, Value};

/// Beyond so many wrong values, an object is read as its default.
const LIMIT: usize = 64;

/// So many bytes the structs of one object may take. A container takes over a kilobyte in memory,
/// though its text may be a dash. No object of 3 MiB, more than which a server does not read, takes
/// so much that holds what its fields require.
const MAX: usize = 256 << 20;

/// What is said where an object takes more.
const TOO_MUCH: &str = "too many values";

/// A value that could not be read as its field's type.
#[derive(Clone, Debug)]
pub struct TypeError {
    pub node: NodeId,
    pub message: String,
}

impl TypeError {
    /// Whether the object takes so much memory that nothing of it was read.
    pub fn is_too_much(&self) -> bool {
        self.message == TOO_MUCH
    }
}

/// Reads a tree as `T`. Whatever does not fit is left out (its field holds the default, its list
/// item is dropped) and listed.
pub fn read<T: DeserializeOwned + Default>(node: Node<'_>) -> (T, Vec<TypeError>) {
    read_within(node, MAX)
}

fn read_within<T: DeserializeOwned + Default>(node: Node<'_>, most: usize) -> (T, Vec<TypeError>) {
    let skipped = RefCell::new(Vec::new());
    let mut errors = Vec::new();
    loop {
        let left = Cell::new(most);
        match T::deserialize(NodeDeserializer { node, skipped: &skipped, left: &left }) {
            Ok(value) => return (value, errors),
            Err(error) => {
                let bad = error.node.unwrap_or(node.id());
                let stuck = bad == node.id() || left.get() == 0 || skipped.borrow().contains(&bad);
                errors.push(TypeError { node: bad, message: error.message });
                if stuck || errors.len() >= LIMIT {
                    return (T::default(), errors);
                }
                skipped.borrow_mut().push(bad);
            }
        }
    }
}

/// The names that a type declares to serde; empty for a type that is not a struct.
pub fn fields_of<T: DeserializeOwned>() -> &'static [&'static str] {
    struct Probe<'a>(&'a RefCell<&'static [&'static str]>);
    impl<'de> Deserializer<'de> for Probe<'_> {
        type Error = DeserializeError;
        fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, DeserializeError> {
            Err(DeserializeError { node: None, message: String::new() })
        }
        fn deserialize_struct<V: Visitor<'de>>(
            self,
            _: &'static str,
            fields: &'static [&'static str],
            visitor: V,
        ) -> Result<V::Value, DeserializeError> {
            *self.0.borrow_mut() = fields;
            self.deserialize_any(visitor)
        }
        forward_to_deserialize_any! {
            bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
            unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
        }
    }
    let fields = RefCell::new([].as_slice());
    // The probe always fails: only the list of fields is wanted.
    let _ = T::deserialize(Probe(&fields));
    fields.into_inner()
}

#[derive(Debug)]
struct DeserializeError {
    node: Option<NodeId>,
    message: String,
}

impl fmt::Display for DeserializeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DeserializeError {}

impl de::Error for DeserializeError {
    fn custom<M: fmt::Display>(message: M) -> DeserializeError {
        DeserializeError { node: None, message: message.to_string() }
    }
}

#[derive(Clone, Copy)]
struct NodeDeserializer<'a> {
    node: Node<'a>,
    skipped: &'a RefCell<Vec<NodeId>>,
    /// How many bytes structs may still take.
    left: &'a Cell<usize>,
}

impl<'a> NodeDeserializer<'a> {
    fn skips(&self, node: Node<'a>) -> bool {
        self.skipped.borrow().contains(&node.id())
    }

    /// Blames the innermost node for an error that names none yet.
    fn blame<T>(&self, result: Result<T, DeserializeError>) -> Result<T, DeserializeError> {
        result.map_err(|e| DeserializeError { node: e.node.or(Some(self.node.id())), ..e })
    }

    fn map(self) -> Map<'a, impl Iterator<Item = Entry<'a>> + use<'a>> {
        Map { reader: self, entries: self.node.entries(), value: None }
    }
}

impl<'de> Deserializer<'de> for NodeDeserializer<'_> {
    type Error = DeserializeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        let result = match self.node.value() {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Int(value) => visitor.visit_i64(value),
            Value::UInt(value) => visitor.visit_u64(value),
            Value::Float(value) => visitor.visit_f64(value),
            Value::Str(value) => visitor.visit_str(value),
            Value::List => visitor.visit_seq(List { reader: self, items: self.node.items() }),
            Value::Map => visitor.visit_map(self.map()),
        };
        self.blame(result)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        if self.node.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, DeserializeError> {
        let result = visitor.visit_newtype_struct(self);
        self.blame(result)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DeserializeError> {
        match self.left.get().checked_sub(size_of::<V::Value>()) {
            Some(left) => self.left.set(left),
            // The whole object is given up: each of its structs would be one too many again.
            None => {
                self.left.set(0);
                return Err(DeserializeError {
                    node: Some(NodeId(0)),
                    message: TOO_MUCH.to_owned(),
                });
            }
        }
        // Go reads null as an object without fields.
        if self.node.is_null() {
            let result = visitor.visit_map(self.map());
            return self.blame(result);
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(
        self,
        visitor: V,
    ) -> Result<V::Value, DeserializeError> {
        // Unknown fields may nest without bound: they are not entered.
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map enum identifier
    }
}

struct List<'a, I> {
    reader: NodeDeserializer<'a>,
    items: I,
}

impl<'de, 'a, I: Iterator<Item = Node<'a>>> SeqAccess<'de> for List<'a, I> {
    type Error = DeserializeError;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, DeserializeError> {
        let reader = self.reader;
        let Some(node) = self.items.by_ref().find(|node| !reader.skips(*node)) else {
            return Ok(None);
        };
        let reader = NodeDeserializer { node, ..reader };
        reader.blame(seed.deserialize(reader)).map(Some)
    }
}

struct Map<'a, I> {
    reader: NodeDeserializer<'a>,
    entries: I,
    value: Option<Node<'a>>,
}

impl<'de, 'a, I: Iterator<Item = Entry<'a>>> MapAccess<'de> for Map<'a, I> {
    type Error = DeserializeError;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, DeserializeError> {
        let reader = self.reader;
        let Some(entry) = self.entries.by_ref().find(|entry| !reader.skips(entry.value)) else {
            return Ok(None);
        };
        self.value = Some(entry.value);
        let key: StrDeserializer<'_, DeserializeError> =
            entry.key.as_str().unwrap_or("").into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<S::Value, DeserializeError> {
        let node = self.value.take().ok_or_else(|| de::Error::custom("a value without key"))?;
        let reader = NodeDeserializer { node, ..self.reader };
        reader.blame(seed.deserialize(reader))
    }
}

#[cfg(test)]
mod tests {
    use k8s_openapi::api::core::v1::PodSpec;

    use super::*;
    use crate::syntax;

    #[test]
    fn what_takes_too_much_memory_is_given_up() {
        let text = format!("containers:\n{}", "- {name: a}\n".repeat(100));
        let documents = syntax::parse(&text.into());
        let tree = documents[0].tree.as_ref().expect("a tree");
        let (spec, errors) = read_within::<PodSpec>(tree.root(), 1 << 20);
        assert_eq!((spec.containers.len(), errors.len()), (100, 0));
        let (spec, errors) = read_within::<PodSpec>(tree.root(), 1 << 14);
        assert!(spec.containers.is_empty());
        assert!(errors.iter().any(TypeError::is_too_much), "{errors:?}");
    }

    /// A part that does not fit is left out once, and reading ends however much is wrong.
    #[test]
    fn what_does_not_fit_is_left_out() {
        let text = format!("containers:\n{}- {{name: b}}\n", "- {name: {a: b}}\n".repeat(3));
        let documents = syntax::parse(&text.into());
        let tree = documents[0].tree.as_ref().expect("a tree");
        let (spec, errors) = read_within::<PodSpec>(tree.root(), 1 << 20);
        let names: Vec<&str> = spec.containers.iter().map(|one| one.name.as_str()).collect();
        assert_eq!((names, errors.len()), (vec!["", "", "", "b"], 3));
        let (_, errors) = read_within::<PodSpec>(tree.root(), 1 << 10);
        assert_eq!(errors.iter().filter(|error| error.is_too_much()).count(), 1, "{errors:?}");
    }
}
