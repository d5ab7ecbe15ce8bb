//! Types of values, and which fits where (`checker/types.go`).

use std::{collections::BTreeMap, fmt, sync::Arc};

#[derive(Clone, Debug)]
pub(crate) enum CelType {
    /// Known only at run time.
    Dyn,
    /// As [`CelType::Dyn`], but nothing that could be a list.
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
    List(Arc<CelType>),
    Map(Arc<(CelType, CelType)>),
    Optional(Arc<CelType>),
    /// A type of a library, such as `kubernetes.Quantity`.
    Opaque(&'static str),
    Object(Arc<ObjectType>),
    /// Not known yet; in a function's signature, one of its parameters.
    Var(u32),
}

/// What has fields; two are the same if they have one name.
#[derive(Clone, Debug)]
pub(crate) struct ObjectType {
    pub name: String,
    /// Nothing where any field will do.
    pub fields: Option<BTreeMap<String, CelType>>,
}

impl CelType {
    pub(crate) fn list(of: CelType) -> CelType {
        CelType::List(Arc::new(of))
    }

    pub(crate) fn map(of: CelType) -> CelType {
        CelType::map_of(CelType::String, of)
    }

    pub(crate) fn map_of(key: CelType, value: CelType) -> CelType {
        CelType::Map(Arc::new((key, value)))
    }

    pub(crate) fn optional(of: CelType) -> CelType {
        CelType::Optional(Arc::new(of))
    }

    pub(crate) fn object<'a>(
        name: &str,
        fields: impl IntoIterator<Item = (&'a str, CelType)>,
    ) -> CelType {
        let fields = fields.into_iter().map(|(name, type_)| (name.to_owned(), type_)).collect();
        CelType::Object(Arc::new(ObjectType { name: name.to_owned(), fields: Some(fields) }))
    }

    /// What may have any field.
    pub(crate) fn open(name: &str) -> CelType {
        CelType::Object(Arc::new(ObjectType { name: name.to_owned(), fields: None }))
    }

    /// How a sentence names a value of it.
    pub(crate) fn in_words(&self) -> String {
        let name = self.to_string();
        match self {
            CelType::Dyn | CelType::Any | CelType::Var(_) => {
                "a value known only at run time".to_owned()
            }
            CelType::Null => name,
            _ if name.starts_with(['a', 'i', 'o', 'O']) => format!("an {name}"),
            _ => format!("a {name}"),
        }
    }

    pub(super) fn is_dyn(&self) -> bool {
        matches!(self, CelType::Dyn | CelType::Any)
    }

    /// The types that it is made of.
    pub(super) fn inner(&self) -> [Option<&CelType>; 2] {
        match self {
            CelType::List(of) | CelType::Optional(of) => [Some(of), None],
            CelType::Map(of) => [Some(&of.0), Some(&of.1)],
            _ => [None, None],
        }
    }
}

/// Exact sameness (`IsExactType`).
impl PartialEq for CelType {
    fn eq(&self, other: &CelType) -> bool {
        match (self, other) {
            (CelType::List(a), CelType::List(b)) | (CelType::Optional(a), CelType::Optional(b)) => {
                Arc::ptr_eq(a, b) || a == b
            }
            (CelType::Map(a), CelType::Map(b)) => Arc::ptr_eq(a, b) || a == b,
            (CelType::Opaque(a), CelType::Opaque(b)) => a == b,
            (CelType::Object(a), CelType::Object(b)) => a.name == b.name,
            (CelType::Var(a), CelType::Var(b)) => a == b,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

impl fmt::Display for CelType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            CelType::Dyn | CelType::Any | CelType::Var(_) => "dyn",
            CelType::Null => "null",
            CelType::Bool => "bool",
            CelType::Int => "int",
            CelType::Uint => "uint",
            CelType::Double => "double",
            CelType::String => "string",
            CelType::Bytes => "bytes",
            CelType::Timestamp => "timestamp",
            CelType::Duration => "duration",
            CelType::Type => "type",
            CelType::List(of) => return write!(f, "list({of})"),
            CelType::Map(of) => return write!(f, "map({}, {})", of.0, of.1),
            CelType::Optional(of) => return write!(f, "optional({of})"),
            CelType::Opaque(name) => name,
            CelType::Object(object) if object.fields.is_none() => &object.name,
            CelType::Object(_) => "object",
        };
        f.write_str(name)
    }
}
