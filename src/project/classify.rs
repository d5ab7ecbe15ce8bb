//! Documents into objects, or into what is left alone.

use std::sync::Arc;

use super::{
    FileRole, Survey, likeness,
    skip::{self, SkipReason},
    template, tools,
};
use crate::{
    diagnostic::Diagnostic,
    input::{Mode, Source, SourceId, Span},
    model::{
        Object,
        object::{DocumentForm, SET_BY_SERVERS},
        schema,
    },
    syntax::{
        self, Complaint, ComplaintKind, Document,
        tree::{Node, NodeId, Tree},
    },
};

/// What is done with a document.
#[derive(Debug)]
pub enum Classification {
    /// Its objects are checked, and errors in its text are reported. Where they are only a part
    /// of the truth, that is reported as well.
    Objects(Vec<Object>, Option<SkipReason>),
    /// It is left alone.
    Skip(SkipReason),
    /// It is a template: this place shows it, and objects in the document are not checked.
    Template(Span),
    /// Objects with parts that are still to be filled in: the rest of them is checked.
    Unfilled(Vec<Object>, Unfilled),
}

/// What is still to be filled in of a document.
#[derive(Debug)]
pub struct Unfilled {
    /// Keys and values, in order.
    pub gaps: Vec<NodeId>,
    /// A place that is to be reported.
    pub reported: Option<Span>,
    pub reason: SkipReason,
}

impl Unfilled {
    /// Whether the type is to be filled in, without which nothing is known of an object.
    fn is_headless(&self, tree: &Tree) -> bool {
        let mut head = ["apiVersion", "kind"].iter().filter_map(|key| tree.root().get(key));
        self.gaps.is_empty() || head.any(|node| self.gaps.contains(&node.id()))
    }
}

/// What may be still to be filled in of a document; nothing where that is not looked for.
pub fn gaps(source: &Source, text: &str, tree: &Tree) -> Vec<NodeId> {
    let is_looked_for = source.mode == Mode::Project && template::may_hold(text);
    if is_looked_for { template::gaps(tree.root()) } else { Vec::new() }
}

/// What is wrong with a text besides its being a template.
pub fn beside_directives(text: &str, offset: u32) -> Vec<Complaint> {
    let Some(without) = template::without_directives(text) else { return Vec::new() };
    let documents = syntax::parse(&without.into());
    let complaints = documents.into_iter().flat_map(|document| document.complaints);
    let line = |complaint: &Complaint| {
        let start = complaint.at.start as usize;
        let from = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let to = text[start..].find('\n').map_or(text.len(), |at| start + at);
        &text[from..to]
    };
    let is_other = |complaint: &Complaint| {
        complaint.kind.breaks() && template::directive(line(complaint)).is_none()
    };
    let shift = |span: Span| Span::new(span.start + offset, span.end + offset);
    let shifted = |complaint: Complaint| {
        let bare = Diagnostic { related: Vec::new(), fix: None, ..complaint.diagnostic };
        Complaint { diagnostic: bare.map(shift), ..complaint }
    };
    complaints.filter(is_other).map(shifted).collect()
}

/// A cheap look before a text is read: most files of a repository hold no objects.
pub fn no_objects(survey: &Survey, id: SourceId, source: &Source) -> Option<SkipReason> {
    let holds = |word: &[u8]| memchr::memmem::find(source.text.as_bytes(), word).is_some();
    let holds_any = holds(b"apiVersion") || holds(b"kind") || holds(b"metadata");
    let is_patch = survey.role(id) == FileRole::Patch;
    (!holds_any).then_some(if is_patch { skip::JSON_PATCH } else { skip::NO_OBJECT })
}

/// The objects of a document that is not looked at as a part of a project.
fn all_objects(id: SourceId, document: &Document) -> Vec<Object> {
    let Some(tree) = &document.tree else { return Vec::new() };
    let mut objects = as_it_stands(id, document, tree);
    if is_broken(&document.complaints) {
        objects.iter_mut().for_each(|object| object.form = BROKEN);
    }
    objects
}

/// Decides what a document of a source is.
pub fn classify(
    survey: &Survey,
    id: SourceId,
    source: &Source,
    document: &Document,
) -> Classification {
    let tree = document.tree.as_ref();
    let broken = is_broken(&document.complaints);
    if source.mode == Mode::Objects {
        return Classification::Objects(all_objects(id, document), None);
    }
    if let Some(reason) = survey.leaves(id, source) {
        return Classification::Skip(reason);
    }
    let text = source.text.get(document.span.range()).unwrap_or("");
    let foreign = |tree| foreign(survey, id, source, text, tree);
    if broken
        && foreign(tree).is_none()
        && let Some((start, end)) = template::directive(text)
    {
        let at = document.span.start;
        return Classification::Template(Span::new(at + start, at + end));
    }
    let Some(tree) = tree else {
        let is_stray = document.complaints.iter().all(|c| c.kind == ComplaintKind::StrayDocument);
        let foreign = if is_stray { None } else { foreign(None) };
        return foreign
            .map_or_else(|| Classification::Objects(Vec::new(), None), Classification::Skip);
    };
    let is_list = survey.role(id) == FileRole::Patch && tree.root().is_list();
    if let Some(reason) = is_list
        .then_some(skip::JSON_PATCH)
        .or_else(|| foreign(Some(tree)))
        .or_else(|| tools::left_alone(tree.root()))
        .or_else(|| tools::has_expressions(text, tree.root()).then_some(skip::CHAINSAW))
    {
        return Classification::Skip(reason);
    }
    if let Some(place) = template::shouted_name(&source.name, tree.root()) {
        return Classification::Template(place);
    }
    let mut objects = as_it_stands(id, document, tree);
    let unfilled = unfilled(survey, text, tree);
    if let Some(Unfilled { reported, reason, .. }) =
        unfilled.as_ref().filter(|unfilled| unfilled.is_headless(tree))
    {
        return reported.map_or(Classification::Skip(*reason), Classification::Template);
    }
    let mut partly = None;
    for object in &mut objects {
        let (form, reason) = form(survey, id, source, object, broken);
        object.form = form;
        partly = partly.or(reason);
    }
    match unfilled {
        Some(unfilled) => Classification::Unfilled(objects, unfilled),
        None => Classification::Objects(objects, partly),
    }
}

/// What is still to be filled in of a document, if anything.
fn unfilled(survey: &Survey, text: &str, tree: &Tree) -> Option<Unfilled> {
    let (reported, reason) = match unrendered(survey, text, tree) {
        Unrendered::No => return None,
        Unrendered::Skipped(reason) => (None, reason),
        Unrendered::At(place) => (Some(place), SkipReason::Placeholder(place)),
    };
    Some(Unfilled { gaps: template::gaps(tree.root()), reported, reason })
}

/// How much of the truth an object is; where it is only a part, why.
fn form(
    survey: &Survey,
    id: SourceId,
    source: &Source,
    object: &Object,
    broken: bool,
) -> (DocumentForm, Option<SkipReason>) {
    let is_unused = || survey.is_unused_patch(id, &object.gvk.kind, &object.name);
    if survey.role(id) == FileRole::Patch || looks_like_patch(&source.name, object) || is_unused() {
        return (DocumentForm::Patch, Some(skip::PATCH));
    }
    if is_assertion(&source.name) {
        return (DocumentForm::Patch, Some(skip::ASSERTION));
    }
    if broken {
        return (BROKEN, None);
    }
    match survey.form(id, &object.gvk.kind, &object.name) {
        DocumentForm::Base => (DocumentForm::Base, Some(skip::BASE)),
        DocumentForm::Whole if is_read_back(object) => (DocumentForm::Live, None),
        DocumentForm::Whole if is_named_later(&source.name, object) => {
            (DocumentForm::Base, Some(skip::NAMELESS))
        }
        form => (form, None),
    }
}

/// Whether an object is in a directory of templates, from which a tool makes objects that it
/// names itself.
fn is_named_later(file: &str, object: &Object) -> bool {
    let dir = file.rsplit('/').nth(1).unwrap_or("");
    let metadata = object.node().get("metadata");
    let names = |field| metadata.and_then(|metadata| metadata.get(field)).is_some();
    matches!(dir, "template" | "templates") && !names("name") && !names("generateName")
}

/// What is missing may be in the part that could not be read: no more can be said than of a
/// part of an object.
const BROKEN: DocumentForm = DocumentForm::Patch;

/// The objects of a document: itself, or the items of a `List`.
pub fn as_it_stands(id: SourceId, document: &Document, tree: &Arc<Tree>) -> Vec<Object> {
    let object = |node| Object::new(id, document.index, Arc::clone(tree), node);
    let root = object(tree.root().id());
    match tree.root().get("items").filter(|items| items.is_list()) {
        Some(items) if root.gvk.kind.ends_with("List") => {
            items.items().map(|item| object(item.id())).collect()
        }
        _ => vec![root],
    }
}

/// Whether the text could not be read whole.
fn is_broken(complaints: &[Complaint]) -> bool {
    complaints.iter().any(|complaint| complaint.kind.breaks())
}

/// Why a document is not a Kubernetes object and was not meant to be one, if so.
fn foreign(
    survey: &Survey,
    id: SourceId,
    source: &Source,
    text: &str,
    tree: Option<&Arc<Tree>>,
) -> Option<SkipReason> {
    if [".jsonnet", ".libsonnet"].iter().any(|end| source.name.ends_with(end)) {
        return Some(skip::JSONNET);
    }
    let Some(root) = tree.map(|tree| tree.root()).filter(|root| root.is_map()) else {
        return (!speaks_of_objects(text)).then_some(skip::NO_OBJECT);
    };
    let string = |key| root.get(key).and_then(Node::as_str).filter(|text| !text.is_empty());
    let is_patch = || survey.role(id) == FileRole::Patch || is_named_patch(&source.name);
    let is_none = match (string("apiVersion"), string("kind")) {
        // A whole document that sops has encrypted says nothing of itself.
        (Some(api_version), Some(kind)) => {
            let encrypted = is_encrypted(api_version) || is_encrypted(kind);
            return encrypted.then_some(skip::ENCRYPTED);
        }
        // Of a part of an object less can be said.
        (None, None) if is_patch() => true,
        (Some(version), None) if is_patch() => likeness::is_core(version) || !has_metadata(root),
        (None, Some(kind)) if is_patch() => !likeness::is_kind(kind) || !has_metadata(root),
        _ => !likeness::is_object(root),
    };
    is_none.then_some(skip::NO_OBJECT)
}

fn is_encrypted(text: &str) -> bool {
    text.starts_with("ENC[")
}

/// Whether a text that could not be read has the head of an object at its outermost level.
fn speaks_of_objects(text: &str) -> bool {
    let heads = ["apiVersion:", "kind:", "\"apiVersion\"", "\"kind\"", "apiVersion ", "kind "];
    let lines = || text.lines().filter(|line| !line.trim_start().is_empty());
    let indent = |line: &str| line.len() - line.trim_start().len();
    let is_text = |line: &&str| !line.trim_start().starts_with(['#', '{']);
    let outermost = lines().filter(is_text).map(indent).min().unwrap_or(0);
    lines().any(|line| {
        indent(line) == outermost && heads.iter().any(|head| line.trim_start().starts_with(head))
    })
}

fn has_metadata(root: Node<'_>) -> bool {
    root.get("metadata").is_some_and(Node::is_map)
}

/// Whether something is still to be filled in.
enum Unrendered {
    No,
    /// Flux or kustomize will do that, or it is a custom resource.
    Skipped(SkipReason),
    At(Span),
}

fn unrendered(survey: &Survey, text: &str, tree: &Tree) -> Unrendered {
    if !template::may_hold(text) {
        return Unrendered::No;
    }
    let root = tree.root();
    let group = root.get("apiVersion").and_then(Node::as_str).unwrap_or("");
    let group = group.split_once('/').map_or("", |(group, _)| group);
    let is_builtin = schema::is_builtin_group(group);
    let placeholder = |in_flux| {
        // Custom resources have languages of their own, but a name is a name.
        if is_builtin {
            template::placeholder(root, in_flux)
        } else {
            let parts = ["apiVersion", "kind", "metadata"].into_iter();
            parts
                .filter_map(|key| root.entry(key))
                .find_map(|entry| template::placeholder_in(entry, in_flux))
        }
    };
    match placeholder(survey.substitutes) {
        // Nothing could be said of its body either way.
        Some(place) if !is_builtin => Unrendered::Skipped(SkipReason::Placeholder(place)),
        found => match (template::variable(root), found) {
            (Some((place, by)), _) => Unrendered::Skipped(SkipReason::FilledIn(place, by)),
            (None, Some(place)) => Unrendered::At(place),
            (None, None) => {
                let by_flux = survey.substitutes.then(|| placeholder(false)).flatten();
                by_flux.map_or(Unrendered::No, |at| {
                    Unrendered::Skipped(SkipReason::FilledIn(at, "Flux"))
                })
            }
        },
    }
}

/// Whether an object is a part of one by what it says or by its file's name: strategic-merge
/// directives, or a name such as `web-patch.yaml`.
fn looks_like_patch(name: &str, object: &Object) -> bool {
    is_named_patch(name) || has_directive(object)
}

fn is_named_patch(name: &str) -> bool {
    let dir = name.rsplit('/').nth(1);
    let mut words = stem_of(name).split(['-', '_', '.']).chain(dir);
    words.any(|word| word == "patch" || word == "patches")
}

/// The name of a file without its directory and its ending.
fn stem_of(name: &str) -> &str {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// Whether an object was read back from a cluster: it has what only a server or a controller sets.
fn is_read_back(object: &Object) -> bool {
    let metadata = object.field("metadata");
    let set = |key| metadata.get(key).is_set();
    SET_BY_SERVERS.into_iter().any(set)
        || set("resourceVersion")
        || metadata
            .get("ownerReferences")
            .items()
            .any(|owner| owner.get("controller").bool() == Some(true))
}

/// Files of kuttl and Chainsaw that hold the part of an object that a test waits for:
/// `01-assert.yaml`, `02-assert-service.yaml`.
fn is_assertion(name: &str) -> bool {
    let stem = stem_of(name);
    let word = stem.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches('-');
    matches!(word, "assert" | "asserts" | "error" | "errors")
        || stem.ends_with("-assert")
        || word.starts_with("assert-")
        || stem.ends_with(".assert")
}

/// `$patch`, `$retainKeys`, `$setElementOrder/…` anywhere.
fn has_directive(object: &Object) -> bool {
    let text = object.node().raw();
    let marks = ["$patch", "$retainKeys", "$setElementOrder", "$deleteFromPrimitiveList"];
    memchr::memchr_iter(b'$', text.as_bytes())
        .any(|at| marks.iter().any(|mark| text[at..].starts_with(mark)))
}
