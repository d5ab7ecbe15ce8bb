//! What is in the JSON of an object: fields that are empty and left out, or printed all the
//! same, as the tags of their Go types say.

use serde_json::Value;

use super::{Fields, is_empty, read};
use crate::model::{
    schema::{ElementShape, Field, Omit, Shape, Type},
    version::Version,
};

/// Brings a struct and everything in it into the form that the server prints.
pub(super) fn complete(fields: &mut Fields, type_: Type, version: Version) {
    for field in type_.fields(version) {
        let name = field.name();
        match fields.get_mut(name) {
            Some(value) => {
                let shape = field.shape();
                if !is_struct(shape) && !field.pointer() && is_empty(value) {
                    match field.omit() {
                        Omit::Never => *value = read::zero(shape),
                        Omit::Empty | Omit::Zero => {
                            fields.shift_remove(name);
                            continue;
                        }
                    }
                }
                inside(value, shape, version);
            }
            None => {
                if let Some(mut value) = absent(field) {
                    inside(&mut value, field.shape(), version);
                    fields.insert(name.to_owned(), value);
                }
            }
        }
    }
}

/// What is printed of a field that is not set.
fn absent(field: Field) -> Option<Value> {
    let shape = field.shape();
    match field.omit() {
        Omit::Zero => None,
        Omit::Never if field.pointer() => Some(Value::Null),
        Omit::Never => Some(read::zero(shape)),
        Omit::Empty if field.pointer() => None,
        // `omitempty` does nothing to structs.
        Omit::Empty => is_struct(shape).then(|| read::zero(shape)),
    }
}

/// Whether Go reads it into a struct, which is never empty.
fn is_struct(shape: Shape) -> bool {
    matches!(
        shape,
        Shape::Object(_)
            | Shape::IntOrString
            | Shape::Quantity
            | Shape::Time
            | Shape::MicroTime
            | Shape::RawObject
    )
}

fn inside(value: &mut Value, shape: Shape, version: Version) {
    match (shape, value) {
        (
            Shape::Object(type_)
            | Shape::SchemaOrBool(type_)
            | Shape::SchemaOrList(type_)
            | Shape::SchemaOrStrings(type_),
            Value::Object(fields),
        ) => complete(fields, type_, version),
        (Shape::SchemaOrList(type_), Value::Array(items)) => {
            for item in items.iter_mut().filter_map(Value::as_object_mut) {
                complete(item, type_, version);
            }
        }
        (Shape::List(of), Value::Array(items)) => {
            items.iter_mut().for_each(|item| part(item, of, version));
        }
        (Shape::Map(of), Value::Object(entries)) => {
            entries.values_mut().for_each(|value| part(value, of, version));
        }
        _ => {}
    }
}

fn part(value: &mut Value, of: ElementShape, version: Version) {
    inside(value, of.shape(), version);
}
