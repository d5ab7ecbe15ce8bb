//! One thing that the API server reports of an object.

use std::ops::{Deref, DerefMut};

use crate::{
    code::Code,
    diagnostic::Diagnostic,
    model::{Place, version::Version},
    text,
    text::Text,
};

/// In [`unless`](field@Cause::unless): an aggregated API server serves the group, and has its own rules for names.
pub const AGGREGATED: &str = "aggregated API";

/// In [`unless`](field@Cause::unless): the namespace has the label that allows it.
pub const ADMIN_NAMESPACE: &str = "namespace with admin access";

/// In [`unless`](field@Cause::unless): a controller or a person fills it in later.
pub const FILLED_IN: &str = "filled in later";

/// The admission plugin that gives Pods the account `default`.
pub const SERVICE_ACCOUNT: &str = "ServiceAccount";

/// The path of what a server says of an object as a whole, where it has none.
pub const WHOLE_OBJECT: &str = "<nil>";

/// Why a document is refused, in the API machinery's own terms
/// (`k8s.io/apimachinery/pkg/util/validation/field/errors.go`; the last five are decoding errors).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    Required,
    Invalid,
    NotSupported,
    Duplicate,
    Forbidden,
    TooLong,
    TooMany,
    NotFound,
    TypeInvalid,
    /// No program can be made of an expression.
    Internal,
    UnknownField,
    DuplicateKey,
    WrongType,
    UnknownKind,
    NoKind,
    Yaml,
}

impl Reason {
    pub const fn name(self) -> &'static str {
        match self {
            Reason::Required => "FieldValueRequired",
            Reason::Invalid => "FieldValueInvalid",
            Reason::NotSupported => "FieldValueNotSupported",
            Reason::Duplicate => "FieldValueDuplicate",
            Reason::Forbidden => "FieldValueForbidden",
            Reason::TooLong => "FieldValueTooLong",
            Reason::TooMany => "FieldValueTooMany",
            Reason::NotFound => "FieldValueNotFound",
            Reason::TypeInvalid => "FieldValueTypeInvalid",
            Reason::Internal => "InternalError",
            Reason::UnknownField => "UnknownField",
            Reason::DuplicateKey => "DuplicateKey",
            Reason::WrongType => "WrongType",
            Reason::UnknownKind => "UnknownKind",
            Reason::NoKind => "NoKind",
            Reason::Yaml => "YAML",
        }
    }

    /// Whether the decoder reports it, before anything is validated.
    pub fn is_decoding(self) -> bool {
        matches!(
            self,
            Reason::UnknownField | Reason::DuplicateKey | Reason::WrongType | Reason::Yaml
        )
    }
}

/// One cause: a refusal (with its reason) or a server warning (without).
#[derive(Clone, Debug)]
pub struct Cause {
    /// The catalogue's code, such as `KV2106`.
    pub code: Code,
    /// Set exactly where the server refuses the document for this.
    pub reason: Option<Reason>,
    /// The API machinery's own path for the cause.
    pub path: String,
    /// The path of the place in the object as it is written, where the server names another one.
    pub written_path: Option<String>,
    pub diagnostic: Diagnostic,
    /// It is about something absent where the YAML parser lost text.
    pub(super) lost: bool,
    /// What makes it untrue in a cluster: a feature gate or an API version that is on, an IP family,
    /// [`SERVICE_ACCOUNT`].
    pub unless: Option<String>,
    /// Whether that is a feature gate which is on by default.
    pub on_by_default: bool,
    /// The values that the server supports, where it lists them.
    pub choices: Vec<String>,
    /// The path of something else that it is about: where that could not be read, this is not
    /// known.
    pub(super) about: Option<String>,
}

impl Cause {
    /// A cause at a place, with the place's own path.
    pub fn new(
        code: Code,
        reason: impl Into<Option<Reason>>,
        place: Place<'_>,
        message: impl Into<Text>,
    ) -> Cause {
        Cause { path: place.path(), ..Cause::without_path(code, reason, place, message) }
    }

    /// For many causes: finding the path takes time proportional to the size of the object.
    pub(super) fn without_path(
        code: Code,
        reason: impl Into<Option<Reason>>,
        place: Place<'_>,
        message: impl Into<Text>,
    ) -> Cause {
        let diagnostic = Diagnostic::new(place, message);
        let cause = Cause::at_path(code, reason.into(), String::new(), diagnostic);
        Cause { lost: place.lost(), ..cause }
    }

    /// A cause whose path and place are known.
    pub(super) fn at_path(
        code: Code,
        reason: Option<Reason>,
        path: String,
        diagnostic: Diagnostic,
    ) -> Cause {
        Cause {
            code,
            reason,
            path,
            written_path: None,
            diagnostic,
            lost: false,
            unless: None,
            on_by_default: false,
            choices: Vec::new(),
            about: None,
        }
    }

    /// Says what makes it untrue in a cluster; see the field.
    pub(super) fn unless(&mut self, name: &str) -> &mut Cause {
        self.unless = Some(name.to_owned());
        self
    }

    /// Takes back that it is not certain, as the definition is known.
    pub(super) fn hold_anyway(&mut self) {
        if self.unless.as_deref() == Some(AGGREGATED) {
            self.unless = None;
        }
    }

    /// Makes a warning of a refusal: a server of this version accepts it, but it has an `effect`.
    pub(super) fn accepted_by(&mut self, version: Version, effect: &'static str) {
        if self.reason.take().is_none() {
            return;
        }
        let accepted = text!("Kubernetes {} accepts it, but {}", text::name(version), effect);
        let help = match self.help.take() {
            Some(help) => text!("{}; {}", help, accepted),
            None => accepted,
        };
        self.help(help);
    }

    /// Says that this hangs on the value of another path.
    pub(super) fn about(&mut self, path: impl Into<String>) -> &mut Cause {
        self.about = Some(path.into());
        self
    }

    /// Lists the values that the server supports.
    pub fn choices(&mut self, choices: &[&str]) -> &mut Cause {
        self.choices = choices.iter().map(|choice| (*choice).to_owned()).collect();
        self
    }

    /// Another path than the place's own, where the server names one.
    pub fn path(&mut self, path: impl Into<String>) -> &mut Cause {
        let written = std::mem::replace(&mut self.path, path.into());
        self.written_path.get_or_insert(written);
        self
    }
}

impl Deref for Cause {
    type Target = Diagnostic;

    fn deref(&self) -> &Diagnostic {
        &self.diagnostic
    }
}

impl DerefMut for Cause {
    fn deref_mut(&mut self) -> &mut Diagnostic {
        &mut self.diagnostic
    }
}
