//! An object as a server reads it by a schema: without unknown fields and nulls that are not
//! allowed, and with defaults (`apiserver/schema/pruning/algorithm.go`,
//! `apiserver/schema/defaulting/algorithm.go` and `prunenulls.go`).

use indexmap::IndexMap;

use super::{CustomVersion, Schema, Subschema};
use crate::syntax::tree::{Entry, Node, Value};

/// Objects that are nested deeper are not read.
const MAX_DEPTH: usize = 300;

/// The fields that each resource has, whatever its schema says.
const OF_RESOURCES: [&str; 3] = ["apiVersion", "kind", "metadata"];

/// More unknown fields than these are not listed, as the server lists no more.
const MAX_UNKNOWN: usize = 100;

/// A value, with the types that JSON has.
#[derive(Clone, Debug)]
pub struct Content<'v> {
    pub data: Data<'v>,
    /// Whether it comes from the schema and not from the object.
    pub is_default: bool,
}

#[derive(Clone, Debug)]
pub enum Data<'v> {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Str(&'v str),
    List(Vec<Content<'v>>),
    Map(IndexMap<&'v str, Content<'v>>),
}

/// One step of a path from the root of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'v> {
    /// To a property that the schema names.
    Field(&'v str),
    /// To a value of a map.
    Entry(&'v str),
    Item(usize),
}

/// A key that the schema does not have.
#[derive(Clone, Debug)]
pub struct UnknownKey<'s, 'd> {
    /// To the map that holds it.
    pub path: Vec<Step<'s>>,
    pub entry: Entry<'s>,
    /// The schema of that map, if there is one.
    pub schema: Option<&'s Schema<'d>>,
}

/// An object inside of another that is a resource of its own.
#[derive(Clone, Debug)]
pub struct EmbeddedResource<'s> {
    pub path: Vec<Step<'s>>,
    pub node: Node<'s>,
}

/// An object as it was read.
#[derive(Debug)]
pub struct CustomObject<'s, 'd> {
    pub content: Content<'s>,
    pub unknown: Vec<UnknownKey<'s, 'd>>,
    pub embedded: Vec<EmbeddedResource<'s>>,
}

impl<'s> Content<'s> {
    /// The entries of a map.
    pub fn fields(&self) -> Option<&IndexMap<&'s str, Content<'s>>> {
        match &self.data {
            Data::Map(fields) => Some(fields),
            _ => None,
        }
    }

    pub fn get(&self, key: &str) -> Option<&Content<'s>> {
        self.fields()?.get(key)
    }

    /// A scalar as JSON has it: `80.0` is written as 80, and what 64 bits with a sign cannot hold
    /// is no integer.
    pub fn scalar(node: Node<'s>) -> Data<'s> {
        match node.value() {
            Value::Bool(value) => Data::Bool(value),
            Value::Int(int) => Data::Int(int),
            Value::UInt(int) => Data::Float(int as f64),
            #[expect(clippy::cast_possible_truncation, reason = "it is whole and in range")]
            Value::Float(float) if float.fract() == 0.0 && float.abs() < 9.2e18 => {
                Data::Int(float as i64)
            }
            Value::Float(float) => Data::Float(float),
            Value::Str(text) => Data::Str(text),
            Value::Null | Value::List | Value::Map => Data::Null,
        }
    }
}

/// Reads an object by the schema of its version; `None` where it is nested too deeply.
pub fn read<'s, 'd>(
    node: Node<'s>,
    version: &'s CustomVersion<'d>,
) -> Option<CustomObject<'s, 'd>> {
    read_as(node, version, true)
}

/// An object as it is stored when it is created: of a status that is a subresource, only the
/// default.
pub fn created<'s>(node: Node<'s>, version: &'s CustomVersion<'_>) -> Option<Content<'s>> {
    Some(read_as(node, version, !version.status)?.content)
}

fn read_as<'s, 'd>(
    node: Node<'s>,
    version: &'s CustomVersion<'d>,
    with_status: bool,
) -> Option<CustomObject<'s, 'd>> {
    let mut reader =
        ContentReader { with_status, path: Vec::new(), unknown: Vec::new(), embedded: Vec::new() };
    let schema = version.schema.get();
    let content = reader.map(node, Some(schema), ReadMode::Prune.of(Some(schema)))?;
    let ContentReader { unknown, embedded, .. } = reader;
    Some(CustomObject { content, unknown, embedded })
}

/// What happens to keys that a schema does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ReadMode {
    /// They are unknown, and dropped.
    Prune,
    /// They stay; the rest is looked at (`skipPrune`).
    Skip,
    /// Nothing is looked at.
    Keep,
    /// They are dropped, and nothing is noted: a default.
    Default,
}

impl ReadMode {
    /// How a value with a schema of its own is read.
    fn of(self, schema: MaybeSchema<'_, '_>) -> ReadMode {
        let preserves = schema.is_some_and(|schema| schema.preserves);
        if self == ReadMode::Prune && preserves { ReadMode::Skip } else { self }
    }
}

struct ContentReader<'s, 'd> {
    with_status: bool,
    path: Vec<Step<'s>>,
    unknown: Vec<UnknownKey<'s, 'd>>,
    embedded: Vec<EmbeddedResource<'s>>,
}

/// The schema of a value, if it has any.
type MaybeSchema<'s, 'd> = Option<&'s Schema<'d>>;

impl<'s, 'd> ContentReader<'s, 'd> {
    fn value(
        &mut self,
        node: Node<'s>,
        schema: MaybeSchema<'s, 'd>,
        mode: ReadMode,
    ) -> Option<Content<'s>> {
        if self.path.len() > MAX_DEPTH {
            return None;
        }
        match node.value() {
            Value::Map => self.map(node, schema, mode),
            Value::List => self.list(node, schema, mode),
            _ => {
                Some(Content { data: Content::scalar(node), is_default: mode == ReadMode::Default })
            }
        }
    }

    fn map(
        &mut self,
        node: Node<'s>,
        schema: MaybeSchema<'s, 'd>,
        mode: ReadMode,
    ) -> Option<Content<'s>> {
        let is_resource = self.path.is_empty() || schema.is_some_and(|schema| schema.embedded);
        if is_resource && !self.path.is_empty() && mode != ReadMode::Default {
            self.embedded.push(EmbeddedResource { path: self.path.clone(), node });
        }
        let mut fields = IndexMap::new();
        for entry in node.entries() {
            let key = entry.key.as_str().unwrap_or("");
            if key == "status" && !self.with_status && self.path.is_empty() {
                continue;
            }
            let below = schema.and_then(|schema| schema.field(key));
            let Some(inner) = mode_of(key, is_resource, schema, mode) else {
                self.note_unknown(entry, schema, mode);
                continue;
            };
            let Some((value, inner)) = instead_of_null(entry.value, below, inner) else { continue };
            let is_field = schema.is_none_or(|s| s.values.is_none() || s.property(key).is_some());
            self.path.push(if is_field { Step::Field(key) } else { Step::Entry(key) });
            let content = self.value(value, below, inner.of(below))?;
            self.path.pop();
            fields.insert(key, content);
        }
        if is_resource && !self.path.is_empty() {
            without_empty_timestamp(&mut fields);
        }
        if let Some(schema) = schema {
            self.defaults(schema, &mut fields)?;
        }
        Some(Content { data: Data::Map(fields), is_default: mode == ReadMode::Default })
    }

    fn note_unknown(&mut self, entry: Entry<'s>, schema: MaybeSchema<'s, 'd>, mode: ReadMode) {
        if mode == ReadMode::Prune && self.unknown.len() < MAX_UNKNOWN {
            self.unknown.push(UnknownKey { path: self.path.clone(), entry, schema });
        }
    }

    fn defaults(
        &mut self,
        schema: &'s Schema<'d>,
        fields: &mut IndexMap<&'s str, Content<'s>>,
    ) -> Option<()> {
        for name in &schema.defaulted {
            if fields.contains_key(name) {
                continue;
            }
            let property = schema.property(name);
            if let Some(default) = property.and_then(|property| property.default) {
                self.path.push(Step::Field(name));
                let content = self.value(default, property, ReadMode::Default)?;
                self.path.pop();
                fields.insert(name, content);
            }
        }
        Some(())
    }

    fn list(
        &mut self,
        node: Node<'s>,
        schema: MaybeSchema<'s, 'd>,
        mode: ReadMode,
    ) -> Option<Content<'s>> {
        let below = schema.and_then(Schema::item);
        let inner = match mode {
            ReadMode::Skip if below.is_none() => ReadMode::Keep,
            mode => mode,
        };
        let mut items = Vec::new();
        for (index, item) in node.items().enumerate() {
            let default = below.and_then(|below| below.default);
            let replaced = default.filter(|_| is_refused_null(item, below));
            self.path.push(Step::Item(index));
            items.push(match replaced {
                Some(default) => self.value(default, below, ReadMode::Default)?,
                None => self.value(item, below, inner.of(below))?,
            });
            self.path.pop();
        }
        Some(Content { data: Data::List(items), is_default: mode == ReadMode::Default })
    }
}

/// How the value of a key is read; `None` where the key is unknown.
fn mode_of(
    key: &str,
    is_resource: bool,
    schema: MaybeSchema<'_, '_>,
    mode: ReadMode,
) -> Option<ReadMode> {
    if mode == ReadMode::Keep || is_resource && OF_RESOURCES.contains(&key) {
        return Some(ReadMode::Keep);
    }
    let is_known = schema.is_some_and(|s| s.is_map || s.properties.contains_key(key));
    match mode {
        ReadMode::Skip if is_known => Some(ReadMode::Prune),
        ReadMode::Skip => Some(ReadMode::Keep),
        ReadMode::Default if schema.is_some_and(|schema| schema.preserves) => Some(mode),
        _ => is_known.then_some(mode),
    }
}

/// A null that the schema does not allow: the default takes its place, or the key is dropped.
fn instead_of_null<'s, 'd>(
    value: Node<'s>,
    schema: MaybeSchema<'s, 'd>,
    mode: ReadMode,
) -> Option<(Node<'s>, ReadMode)> {
    if !is_refused_null(value, schema) {
        return Some((value, mode));
    }
    schema.and_then(|schema| schema.default).map(|default| (default, ReadMode::Default))
}

fn is_refused_null(value: Node<'_>, schema: MaybeSchema<'_, '_>) -> bool {
    value.is_null() && schema.is_some_and(|schema| !schema.nullable)
}

/// Metadata of a resource is read into its type and written again, without a time that is not set.
fn without_empty_timestamp(fields: &mut IndexMap<&str, Content<'_>>) {
    if let Some(Content { data: Data::Map(metadata), .. }) = fields.get_mut("metadata") {
        let is_null = |content: &Content<'_>| matches!(content.data, Data::Null);
        if metadata.get("creationTimestamp").is_some_and(is_null) {
            metadata.shift_remove("creationTimestamp");
        }
    }
}

/// The schema at a path, as far as it goes.
pub fn schema_at<'s, 'd>(root: &'s Subschema<'d>, path: &[Step<'_>]) -> Option<&'s Schema<'d>> {
    path.iter().try_fold(root.get(), |schema, step| match step {
        Step::Field(key) | Step::Entry(key) => schema.field(key),
        Step::Item(_) => schema.item(),
    })
}
