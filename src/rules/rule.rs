//! The facts of a rule, apart from its check.

use crate::{code::Code, diagnostic::Severity};

/// Which preset a rule belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Preset {
    /// On by default.
    Core,
    Recommended,
    Security,
    PssBaseline,
    PssRestricted,
    Strict,
    Style,
    Cis,
    /// Only where the user says that the linted set is the whole application.
    ClosedWorld,
}

impl Preset {
    pub const ALL: [Preset; 9] = [
        Preset::Core,
        Preset::Recommended,
        Preset::Security,
        Preset::PssBaseline,
        Preset::PssRestricted,
        Preset::Strict,
        Preset::Style,
        Preset::Cis,
        Preset::ClosedWorld,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Preset::Core => "core",
            Preset::Recommended => "recommended",
            Preset::Security => "security",
            Preset::PssBaseline => "pss-baseline",
            Preset::PssRestricted => "pss-restricted",
            Preset::Strict => "strict",
            Preset::Style => "style",
            Preset::Cis => "cis",
            Preset::ClosedWorld => "closed-world",
        }
    }

    /// The preset that runs as well where this one is chosen: `restricted` of the Pod Security
    /// Standards includes all that `baseline` requires.
    pub const fn base(self) -> Option<Preset> {
        match self {
            Preset::PssRestricted => Some(Preset::PssBaseline),
            _ => None,
        }
    }
}

/// Whether a rule's findings can carry fixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fixable {
    Never,
    Sometimes,
}

/// A rule's identity and document: the one place for each of these facts.
pub struct Rule {
    /// `KV` and four digits; the first digit is the category.
    pub code: Code,
    /// Names the defect in kebab case; also the name of its files.
    pub name: &'static str,
    /// The defect in a few words, for lists: `Unknown field`.
    pub title: &'static str,
    /// What other tools call the same defect, as `tool:name`.
    pub aliases: &'static [&'static str],
    pub severity: Severity,
    pub preset: Preset,
    pub fix: Fixable,
    /// The release that added it.
    pub since: &'static str,
    /// Markdown; its examples are executed as tests.
    pub doc: &'static str,
}

impl Rule {
    /// Whether it is about long-running workloads: probes, termination, rollout and scheduling.
    pub(super) fn is_about_running_on(&self) -> bool {
        ["KV41", "KV42", "KV43"].iter().any(|block| self.code.as_str().starts_with(block))
    }

    /// The category, by the code's first digit.
    pub fn category(&self) -> &'static str {
        match self.code.as_str().as_bytes().get(2) {
            Some(b'0') => "syntax",
            Some(b'1') => "schema",
            Some(b'2') => "api-validation",
            Some(b'3') => "references",
            Some(b'4') => "reliability",
            Some(b'5') => "security",
            Some(b'6') => "api-versions",
            Some(b'7') => "style",
            Some(b'8') => "custom-resources",
            _ => "control-plane",
        }
    }
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.code, self.name)
    }
}
