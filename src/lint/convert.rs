//! Complaints, causes and failures into findings.

use crate::{
    code,
    input::{self, Failure, Location, Source, SourceId, Span},
    model::Object,
    project,
    rules::{self, Finding, ObjectRef},
    syntax::{Complaint, ComplaintKind, Document},
    text,
    text::{Text, name},
    validate::{Cause, Reason},
};

pub(super) fn from_complaint(
    source: SourceId,
    document: &Document,
    complaint: &Complaint,
) -> Finding {
    let diagnostic = complaint.diagnostic.clone().map(|span| Location { source, span });
    let mut finding = Finding::of(rules::of(complaint.kind.code()), diagnostic);
    finding.document = document.index;
    finding.reason = reason(complaint.kind);
    finding
}

/// The API machinery's reason for refusing a text.
fn reason(kind: ComplaintKind) -> Option<Reason> {
    match kind {
        ComplaintKind::DuplicateKey
        | ComplaintKind::MergeOverride
        | ComplaintKind::SecondObject => Some(Reason::DuplicateKey),
        kind => kind.fatal().then_some(Reason::Yaml),
    }
}

pub(super) fn from_cause(object: &Object, cause: Cause) -> Finding {
    let mut finding = Finding::of(rules::of(cause.code), cause.diagnostic);
    finding.document = object.document;
    finding.object = Some(ObjectRef::from(object));
    finding.field_path = Some(cause.path);
    finding.reason = cause.reason;
    finding
}

/// An object that is too large to be checked by rules.
pub(super) fn not_typed(object: &Object) -> Option<Finding> {
    object.type_errors().iter().find(|error| error.is_too_much())?;
    let mut finding = Finding::new(
        rules::of(code::TOO_MANY_VALUES),
        object.place().get("kind"),
        "the object contains too many values to be checked by rules",
    );
    finding.document = object.document;
    finding.object = Some(ObjectRef::from(object));
    finding.help("split it into several objects");
    Some(finding)
}

/// The first object of a file next to a kustomization, which does not list the file.
pub(super) fn not_listed(object: &Object) -> Finding {
    let mut finding = Finding::new(
        rules::of(code::MANIFEST_NOT_IN_KUSTOMIZATION),
        object.place().get("kind"),
        "no kustomization lists this file",
    );
    finding.document = object.document;
    finding.object = Some(ObjectRef::from(object));
    finding.help("add it to `resources` of the kustomization next to it, or remove it");
    finding
}

/// Why nothing was read of a source.
pub(super) fn from_failure(source: SourceId, failure: &Failure) -> Finding {
    let at = Location { source, span: Span::at(0) };
    let finding = |code, message: Text| Finding::new(rules::of(code), at, message);
    match failure {
        Failure::Unreadable(why) => finding(code::UNREADABLE_FILE, text!("{}", name(why))),
        Failure::Directory(why) => {
            finding(code::UNREADABLE_FOLDER, text!("the directory cannot be read: {}", name(why)))
        }
        Failure::TooLarge { limit } => {
            let limit = name(input::size(*limit));
            let mut finding =
                finding(code::FILE_TOO_LARGE, text!("the file is larger than {}", limit));
            finding.help("raise the limit with --max-file-size");
            finding
        }
        Failure::Encoding { at, name } => bad_encoding(source, *at, name),
    }
}

/// Bytes that are not text.
pub(super) fn bad_encoding(source: SourceId, span: Span, encoding: &str) -> Finding {
    let message = text!("this is not valid {}", name(encoding));
    let mut finding =
        Finding::new(rules::of(code::BAD_ENCODING), Location { source, span }, message);
    finding.help("save the file as UTF-8");
    finding.reason = Some(Reason::Yaml);
    finding
}

/// A placeholder, because of which `what` is not checked.
pub(super) fn unrendered(
    id: SourceId,
    source: &Source,
    document: u32,
    span: Span,
    what: &str,
) -> Finding {
    let written = source.text.get(span.range()).unwrap_or("").trim_matches(['"', '\'']);
    let shown = project::to_fill_in(source, span);
    let message =
        text!("placeholder `{}` is not filled in, so {} is not checked", shown, name(what));
    let mut finding =
        Finding::new(rules::of(code::UNRENDERED_TEMPLATE), Location { source: id, span }, message);
    finding.document = document;
    finding.help(match () {
        () if written.contains("{{") => {
            "run `helm template . | kubevet lint -` to check the rendered output"
        }
        () if written.contains('$') && !written.contains("$(") => {
            "run `envsubst < FILE | kubevet lint -` to check the result"
        }
        () => "replace it with a value, or exclude the file",
    });
    finding
}
