//! What is noticed while a kustomization is built.

use std::ops::{Deref, DerefMut};

use crate::{diagnostic::Diagnostic, input::Span, text::Text};

/// What kind of problem was noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BuildProblemKind {
    /// kustomize warns of it as well.
    Deprecated,
    /// A key that is set twice; the last one counts.
    Twice,
    /// A file outside of the directory of its kustomization, which kubectl does not read.
    Outside,
    /// Something that is not built here: it would have to be fetched or run.
    LeftOut,
    /// What is to be changed is not there. Not reported if something else was left out or is
    /// broken, which may be the reason.
    Unmatched,
    /// A file that is named does not exist; kustomize builds nothing.
    NoFile,
    /// As [`BuildProblemKind::NoFile`], but git ignores it: something else makes it first.
    Ignored,
    /// kustomize builds nothing for it.
    Broken,
    /// As [`BuildProblemKind::Broken`]: there is no kustomization at all.
    Missing,
    /// The build stopped because of a bug in it.
    Internal,
    /// It is built, but what delivers it applies nothing.
    NotApplied,
}

impl BuildProblemKind {
    /// Whether kustomize builds nothing for it.
    pub const fn breaks(self) -> bool {
        !matches!(
            self,
            BuildProblemKind::Deprecated
                | BuildProblemKind::Twice
                | BuildProblemKind::Outside
                | BuildProblemKind::LeftOut
                | BuildProblemKind::NotApplied
        )
    }
}

/// Something that was noticed while building. Its places are in the offsets of
/// [`Build::files`](super::Build::files); `None` is the directory itself.
#[derive(Clone, Debug)]
pub struct BuildProblem {
    pub kind: BuildProblemKind,
    pub diagnostic: Box<Diagnostic<Option<Span>>>,
}

impl BuildProblem {
    pub(super) fn new(
        kind: BuildProblemKind,
        at: impl Into<Option<Span>>,
        message: impl Into<Text>,
    ) -> BuildProblem {
        BuildProblem { kind, diagnostic: Box::new(Diagnostic::new(at, message)) }
    }

    pub(super) fn broken(at: impl Into<Option<Span>>, message: impl Into<Text>) -> BuildProblem {
        BuildProblem::new(BuildProblemKind::Broken, at, message)
    }

    pub(super) fn deprecated(at: Span, message: impl Into<Text>) -> BuildProblem {
        BuildProblem::new(BuildProblemKind::Deprecated, at, message)
    }

    pub(super) fn unmatched(at: Span, message: impl Into<Text>) -> BuildProblem {
        BuildProblem::new(BuildProblemKind::Unmatched, at, message)
    }

    pub(super) fn left_out(at: Span, message: impl Into<Text>) -> BuildProblem {
        BuildProblem::new(BuildProblemKind::LeftOut, at, message)
    }
}

impl Deref for BuildProblem {
    type Target = Diagnostic<Option<Span>>;

    fn deref(&self) -> &Diagnostic<Option<Span>> {
        &self.diagnostic
    }
}

impl DerefMut for BuildProblem {
    fn deref_mut(&mut self) -> &mut Diagnostic<Option<Span>> {
        &mut self.diagnostic
    }
}

/// A text that could not be read breaks the build.
impl From<Box<Diagnostic<Span>>> for BuildProblem {
    fn from(unreadable: Box<Diagnostic<Span>>) -> BuildProblem {
        let diagnostic = Box::new(unreadable.map(Some));
        BuildProblem { kind: BuildProblemKind::Broken, diagnostic }
    }
}
