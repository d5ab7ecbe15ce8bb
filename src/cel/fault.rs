//! Why an expression has no value.

use std::borrow::Cow;

/// Why an expression has no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CelFault {
    /// The expression fails, as the server puts it. `&&`, `||` and some macros can make up for it.
    Failed(Cow<'static, str>),
    /// The evaluation breaks off with a fault of the server itself, which nothing makes up for.
    Broken(&'static str),
    /// The expression costs more than one call may.
    TooCostly,
    /// It depends on what only a cluster knows, such as permissions, or on something that is not
    /// known here, such as the rules of a time zone. Nothing follows from it.
    Unknown(&'static str),
}

impl CelFault {
    pub(super) const fn new(message: &'static str) -> CelFault {
        CelFault::Failed(Cow::Borrowed(message))
    }

    /// A function or operator was called with values of other types.
    pub(super) const fn no_overload() -> CelFault {
        CelFault::new("no such overload")
    }

    /// Whether a logical operator can make up for it.
    pub(super) fn is_failure(&self) -> bool {
        matches!(self, CelFault::Failed(_))
    }

    /// As the server puts it.
    pub(crate) fn message(&self) -> &str {
        match self {
            CelFault::Failed(message) => message,
            CelFault::TooCostly => "operation cancelled: actual cost limit exceeded",
            CelFault::Broken(what) | CelFault::Unknown(what) => what,
        }
    }
}

impl From<String> for CelFault {
    fn from(message: String) -> CelFault {
        CelFault::Failed(Cow::Owned(message))
    }
}
