//! Types of values, and which fits where (`checker/types.go`).

use std::{collections::BTreeMap, fmt, sync::Arc};

#[derive(Clone, Debug)]
pub enum Type {
    /// Known only at run time.
    Dyn,
    /// As [`Type::Dyn`], but nothing that could be a list.
    Any,
    Null,
    Bool,
    Int,
    Uint,
    Double,
    String,
    Bytes,
    Timestamp,
    Duration,
    /// A type itself.
    Type,
    List(Arc<Type>),
    Map(Arc<(Type, Type)>),
    Optional(Arc<Type>),
    /// A type of a library, such as `kubernetes.Quantity`.
    Opaque(&'static str),
    Object(Arc<Object>),
    /// Not known yet; in a function's signature, one of its parameters.
    Var(u32),
}

/// What has fields; two are the same if they have one name.
#[derive(Clone, Debug)]
pub struct Object {
    pub name: String,
    /// Nothing where any field will do.
    pub fields: Option<BTreeMap<String, Type>>,
}

impl Type {
    pub fn list(of: Type) -> Type {
        Type::List(Arc::new(of))
    }

    pub fn map(of: Type) -> Type {
        Type::map_of(Type::String, of)
    }

    pub fn map_of(key: Type, value: Type) -> Type {
        Type::Map(Arc::new((key, value)))
    }

    pub fn optional(of: Type) -> Type {
        Type::Optional(Arc::new(of))
    }

    pub fn object<'a>(name: &str, fields: impl IntoIterator<Item = (&'a str, Type)>) -> Type {
        let fields = fields.into_iter().map(|(name, type_)| (name.to_owned(), type_)).collect();
        Type::Object(Arc::new(Object { name: name.to_owned(), fields: Some(fields) }))
    }

    /// What may have any field.
    pub fn open(name: &str) -> Type {
        Type::Object(Arc::new(Object { name: name.to_owned(), fields: None }))
    }

    /// How a sentence names a value of it.
    pub fn in_words(&self) -> String {
        let name = self.to_string();
        match self {
            Type::Dyn | Type::Any | Type::Var(_) => "a value known only at run time".to_owned(),
            Type::Null => name,
            _ if name.starts_with(['a', 'i', 'o', 'O']) => format!("an {name}"),
            _ => format!("a {name}"),
        }
    }

    pub(super) fn is_dyn(&self) -> bool {
        matches!(self, Type::Dyn | Type::Any)
    }

    /// The types that it is made of.
    pub(super) fn inner(&self) -> [Option<&Type>; 2] {
        match self {
            Type::List(of) | Type::Optional(of) => [Some(of), None],
            Type::Map(of) => [Some(&of.0), Some(&of.1)],
            _ => [None, None],
        }
    }
}

/// Exact sameness (`IsExactType`).
impl PartialEq for Type {
    fn eq(&self, other: &Type) -> bool {
        match (self, other) {
            (Type::List(a), Type::List(b)) | (Type::Optional(a), Type::Optional(b)) => {
                Arc::ptr_eq(a, b) || a == b
            }
            (Type::Map(a), Type::Map(b)) => Arc::ptr_eq(a, b) || a == b,
            (Type::Opaque(a), Type::Opaque(b)) => a == b,
            (Type::Object(a), Type::Object(b)) => a.name == b.name,
            (Type::Var(a), Type::Var(b)) => a == b,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Type::Dyn | Type::Any | Type::Var(_) => "dyn",
            Type::Null => "null",
            Type::Bool => "bool",
            Type::Int => "int",
            Type::Uint => "uint",
            Type::Double => "double",
            Type::String => "string",
            Type::Bytes => "bytes",
            Type::Timestamp => "timestamp",
            Type::Duration => "duration",
            Type::Type => "type",
            Type::List(of) => return write!(f, "list({of})"),
            Type::Map(of) => return write!(f, "map({}, {})", of.0, of.1),
            Type::Optional(of) => return write!(f, "optional({of})"),
            Type::Opaque(name) => name,
            Type::Object(object) if object.fields.is_none() => &object.name,
            Type::Object(_) => "object",
        };
        f.write_str(name)
    }
}
