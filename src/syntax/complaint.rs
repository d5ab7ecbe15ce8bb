//! What is wrong with a text, and which rule of the catalogue says so.

use std::ops::{Deref, DerefMut};

use crate::{
    code::{self, Code},
    diagnostic::{Diagnostic, Edit, Safety},
    input::Span,
};

/// What a complaint is about; each kind belongs to one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ComplaintKind {
    /// KV0001: it is not YAML.
    Syntax,
    /// KV0001: YAML, but a value that Kubernetes cannot decode (a bad tag, a merge of no map,
    /// a list as key, NaN).
    Undecodable,
    /// KV0002: a tab in indentation.
    Tab,
    /// KV0003: a key twice in one map.
    DuplicateKey,
    /// KV0003: a key that a merge brings is set twice. It works where YAML becomes JSON before
    /// it is sent, as kubectl does it; a server that gets YAML refuses it.
    MergeOverride,
    /// KV0003: two keys that differ in YAML (`1` and `"1"`) become one; which value wins is chance.
    CollidingKeys,
    /// KV0004: an alias without anchor.
    UnknownAlias,
    /// KV0005: aliases unfold beyond Kubernetes' limit.
    AliasBomb,
    /// KV0006: a list or scalar instead of a map.
    NotAnObject,
    /// KV0007: a second object begins without a separator.
    SecondObject,
    /// KV0008: text that Kubernetes never reads.
    LostDocument,
    /// KV0008: an indented `---`, so that two objects became one.
    JoinedDocument,
    /// KV0009: text after `---`.
    SeparatorText,
    /// KV0010: not UTF-8.
    Encoding,
    /// KV0011: an invisible character or curly quote that became part of a value.
    InvisibleCharacter,
    /// KV0016: a key that is not a string and changes its text.
    NonStringKey,
    /// KV0020: a document with nothing in it.
    StrayDocument,
    /// KV0024: nested beyond Kubernetes' limit.
    TooDeep,
}

impl ComplaintKind {
    /// The code of the rule that this complaint belongs to.
    pub const fn code(self) -> Code {
        match self {
            ComplaintKind::Syntax | ComplaintKind::Undecodable => code::YAML_PARSE_ERROR,
            ComplaintKind::Tab => code::TAB_INDENTATION,
            ComplaintKind::DuplicateKey
            | ComplaintKind::MergeOverride
            | ComplaintKind::CollidingKeys => code::DUPLICATE_KEY,
            ComplaintKind::UnknownAlias => code::UNKNOWN_ALIAS,
            ComplaintKind::AliasBomb => code::ALIAS_BOMB,
            ComplaintKind::NotAnObject => code::DOCUMENT_NOT_AN_OBJECT,
            ComplaintKind::SecondObject => code::TWO_OBJECTS_ONE_DOCUMENT,
            ComplaintKind::LostDocument | ComplaintKind::JoinedDocument => code::DOCUMENT_LOST,
            ComplaintKind::SeparatorText => code::TEXT_ON_SEPARATOR_LINE,
            ComplaintKind::Encoding => code::BAD_ENCODING,
            ComplaintKind::InvisibleCharacter => code::INVISIBLE_CHARACTER,
            ComplaintKind::NonStringKey => code::NON_STRING_KEY,
            ComplaintKind::StrayDocument => code::STRAY_DOCUMENT,
            ComplaintKind::TooDeep => code::NESTING_TOO_DEEP,
        }
    }

    /// What the edits of such a complaint do, as an order.
    const fn fix_title(self) -> &'static str {
        match self {
            ComplaintKind::Tab => "indent with spaces",
            ComplaintKind::DuplicateKey
            | ComplaintKind::MergeOverride
            | ComplaintKind::CollidingKeys => "remove the earlier entry",
            ComplaintKind::SecondObject | ComplaintKind::LostDocument => {
                "separate the documents with `---`"
            }
            ComplaintKind::SeparatorText => "move the text below the separator",
            ComplaintKind::InvisibleCharacter => "replace with the ASCII character",
            ComplaintKind::NonStringKey => "quote the key",
            ComplaintKind::StrayDocument => "remove the empty document",
            _ => "fix the syntax",
        }
    }

    /// Whether an API server with strict field validation refuses the document for it.
    pub const fn fatal(self) -> bool {
        !matches!(
            self,
            ComplaintKind::CollidingKeys
                | ComplaintKind::LostDocument
                | ComplaintKind::InvisibleCharacter
                | ComplaintKind::NonStringKey
                | ComplaintKind::StrayDocument
        )
    }

    /// Whether what is after it may have been read at a wrong place, or not at all.
    pub const fn breaks(self) -> bool {
        self.unreadable()
            && !matches!(
                self,
                ComplaintKind::DuplicateKey
                    | ComplaintKind::MergeOverride
                    | ComplaintKind::SecondObject
            )
    }

    /// Whether it is found while the text is decoded; such a text has no value at all.
    pub const fn unreadable(self) -> bool {
        self.fatal() && !matches!(self, ComplaintKind::NotAnObject)
    }
}

/// One thing that is wrong with a document's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    pub kind: ComplaintKind,
    pub diagnostic: Diagnostic<Span>,
    /// The line (from 1, counted in the document) that Kubernetes' own message names; it is often
    /// the one above or below. None if its message names none.
    pub reported_line: Option<u32>,
}

impl Complaint {
    pub fn new(kind: ComplaintKind, diagnostic: Diagnostic<Span>) -> Complaint {
        Complaint { kind, diagnostic, reported_line: None }
    }

    /// Offers a fix: texts that replace ranges, sorted, without overlap.
    #[must_use]
    pub fn edits(mut self, safety: Safety, edits: Vec<(Span, String)>) -> Complaint {
        let edits = edits.into_iter().map(|(at, text)| Edit { at, text });
        self.diagnostic.fix(safety, self.kind.fix_title(), edits);
        self
    }
}

impl Deref for Complaint {
    type Target = Diagnostic<Span>;

    fn deref(&self) -> &Diagnostic<Span> {
        &self.diagnostic
    }
}

impl DerefMut for Complaint {
    fn deref_mut(&mut self) -> &mut Diagnostic<Span> {
        &mut self.diagnostic
    }
}
