//! One thing that the API server reports of an object.

use crate::{
    code::Code,
    input::Location,
    model::Place,
    syntax::edit::{Edit, Fix, Safety},
    text::Text,
};

/// In [`Cause::unless`]: an aggregated API server serves the group, and has its own rules for names.
pub const AGGREGATED: &str = "aggregated API";

/// In [`Cause::unless`]: the namespace has the label that allows it.
pub const ADMIN_NAMESPACE: &str = "namespace with admin access";

/// In [`Cause::unless`]: a controller or a person fills it in later.
pub const FILLED_IN: &str = "filled in later";

/// The admission plugin that gives Pods the account `default`.
pub const SERVICE_ACCOUNT: &str = "ServiceAccount";

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
    pub at: Location,
    pub message: Text,
    pub help: Option<Text>,
    pub related: Vec<(Location, Text)>,
    pub fix: Option<Fix>,
    /// It is about something absent where the YAML parser lost text.
    pub(super) lost: bool,
    /// What makes it untrue in a cluster: a feature gate or an API version that is on, an IP family,
    /// [`SERVICE_ACCOUNT`].
    pub unless: Option<String>,
    /// Whether that is a feature gate which is on by default.
    pub on_by_default: bool,
    /// What must be put right first, where this only follows from it.
    pub root: Option<Location>,
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
        Cause {
            code,
            reason: reason.into(),
            path: String::new(),
            at: place.location(),
            message: message.into(),
            help: None,
            related: Vec::new(),
            fix: None,
            lost: place.lost(),
            unless: None,
            on_by_default: false,
            root: None,
            choices: Vec::new(),
            about: None,
        }
    }

    /// Says that this only follows from another fault.
    pub fn follows(&mut self, root: impl Into<Location>) -> &mut Cause {
        self.root = Some(root.into());
        self
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
        self.path = path.into();
        self
    }

    pub fn help(&mut self, help: impl Into<Text>) -> &mut Cause {
        self.help = Some(help.into());
        self
    }

    pub fn related(&mut self, at: impl Into<Location>, text: impl Into<Text>) -> &mut Cause {
        self.related.push((at.into(), text.into()));
        self
    }

    /// Offers a fix whose title is the help as well, also where no edit can be made.
    pub fn suggest(
        &mut self,
        safety: Safety,
        title: Text,
        edits: impl IntoIterator<Item = Edit>,
    ) -> &mut Cause {
        self.help(title.clone()).fix(safety, title, edits)
    }

    /// Offers a fix; does nothing without edits.
    pub fn fix(
        &mut self,
        safety: Safety,
        title: impl Into<Text>,
        edits: impl IntoIterator<Item = Edit>,
    ) -> &mut Cause {
        let edits: Vec<Edit> = edits.into_iter().collect();
        if !edits.is_empty() {
            self.fix = Some(Fix { title: title.into(), safety, edits });
        }
        self
    }
}
