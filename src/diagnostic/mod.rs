//! What is wrong at a place of a text: the part that everything reported has in common.
//!
//! The YAML parser ([`Complaint`](crate::syntax::Complaint)), the validation
//! ([`Cause`](crate::validate::Cause)), the rules ([`Finding`](crate::rules::Finding)) and the
//! builds of kustomizations each add what they know besides.

mod fix;
mod severity;

pub use fix::{Edit, Fix, Safety};
pub use severity::Severity;

use crate::{input::Location, text::Text};

/// A message about a place. `At` is a [`Location`], or a range where it is clear in which text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic<At = Location> {
    /// The smallest range to look at or to change.
    pub at: At,
    /// What is wrong, without full stop; lower case where it does not begin with a name.
    pub message: Text,
    /// What to type, or what follows from it.
    pub help: Option<Text>,
    /// Other places that explain it.
    pub related: Vec<Label<At>>,
    pub fix: Option<Fix<At>>,
    /// The place of what must be repaired first, where this only follows from it.
    pub root: Option<At>,
}

/// A second place that explains a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label<At = Location> {
    pub at: At,
    pub text: Text,
}

impl<At> Diagnostic<At> {
    pub fn new(at: impl Into<At>, message: impl Into<Text>) -> Diagnostic<At> {
        Diagnostic {
            at: at.into(),
            message: message.into(),
            help: None,
            related: Vec::new(),
            fix: None,
            root: None,
        }
    }

    /// As [`Diagnostic::help`], for one that was just made.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<Text>) -> Diagnostic<At> {
        self.help(help);
        self
    }

    /// As [`Diagnostic::related`], for one that was just made.
    #[must_use]
    pub fn with_related(mut self, at: impl Into<At>, text: impl Into<Text>) -> Diagnostic<At> {
        self.related(at, text);
        self
    }

    pub fn help(&mut self, help: impl Into<Text>) -> &mut Diagnostic<At> {
        self.help = Some(help.into());
        self
    }

    pub fn related(&mut self, at: impl Into<At>, text: impl Into<Text>) -> &mut Diagnostic<At> {
        self.related.push(Label { at: at.into(), text: text.into() });
        self
    }

    /// Offers a fix; does nothing without edits.
    pub fn fix(
        &mut self,
        safety: Safety,
        title: impl Into<Text>,
        edits: impl IntoIterator<Item = Edit<At>>,
    ) -> &mut Diagnostic<At> {
        let edits: Vec<Edit<At>> = edits.into_iter().collect();
        if !edits.is_empty() {
            self.fix = Some(Fix { title: title.into(), safety, edits });
        }
        self
    }

    /// Offers a fix whose title is the help as well, also where no edit can be made.
    pub fn suggest(
        &mut self,
        safety: Safety,
        title: Text,
        edits: impl IntoIterator<Item = Edit<At>>,
    ) -> &mut Diagnostic<At> {
        self.help(title.clone()).fix(safety, title, edits)
    }

    /// Says that this only follows from what is wrong at another place.
    pub fn follows(&mut self, root: impl Into<At>) -> &mut Diagnostic<At> {
        self.root = Some(root.into());
        self
    }

    /// Every place that it refers to.
    pub fn places(&mut self) -> impl Iterator<Item = &mut At> {
        let edits = self.fix.iter_mut().flat_map(|fix| &mut fix.edits).map(|edit| &mut edit.at);
        let related = self.related.iter_mut().map(|label| &mut label.at);
        std::iter::once(&mut self.at).chain(related).chain(edits).chain(self.root.as_mut())
    }

    /// The same, with each place as another type has it.
    pub fn map<B>(self, place: impl Fn(At) -> B) -> Diagnostic<B> {
        let label = |label: Label<At>| Label { at: place(label.at), text: label.text };
        let edit = |edit: Edit<At>| Edit { at: place(edit.at), text: edit.text };
        let fix = |fix: Fix<At>| Fix {
            title: fix.title,
            safety: fix.safety,
            edits: fix.edits.into_iter().map(edit).collect(),
        };
        Diagnostic {
            message: self.message,
            help: self.help,
            related: self.related.into_iter().map(label).collect(),
            fix: self.fix.map(fix),
            root: self.root.map(&place),
            at: place(self.at),
        }
    }
}
