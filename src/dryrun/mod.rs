//! What an API server would answer to a request that creates the objects of some texts or, where
//! they are among those that are [`Live`], changes them; in kubectl's words:
//! `deployment.apps/web created`, or why not.

mod live;
mod messages;
mod patch;
mod update;

use std::{
    borrow::Cow,
    collections::BTreeSet,
    ops::Deref,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use indexmap::IndexMap;
use serde_json::Value;

use crate::{
    defaults,
    findings::secrets::SecretPlaces,
    input::{self, Failure, Mode, Source, SourceId},
    model::{
        Object, PodTemplate, PodTemplates, Requirements, Workspace,
        custom::{self, Definitions, Target},
        schema,
        version::Version,
    },
    panics,
    project::{Classification, DefinitionFiles, ParsedSources, Survey, classify},
    rules::{self, Cluster, Context, Finding, Rule, RuleSettings},
    syntax::{self, Complaint, ComplaintKind, Document},
    text::{MASK, is_key},
    validate::{
        self, Cause, Reason,
        pod_security::{self, LevelVersion, Policies},
    },
};

pub use live::Live;

/// What is asked of the server.
#[derive(Clone, Debug)]
pub struct Request {
    /// The release that answers.
    pub version: Version,
    pub cluster: Cluster,
    /// `-n`: the namespace of objects that name none, and the only one that others may name.
    pub namespace: Option<String>,
    /// `-l`: which objects are meant, by their labels.
    pub selector: Requirements,
    /// Whether the server is asked (`--dry-run=server`); else only what kubectl knows by itself.
    pub server: bool,
    /// `kubectl apply`, which needs names.
    pub apply: bool,
    /// Server-side apply, which sends objects as they are written.
    pub server_side: bool,
    pub unknown_fields: UnknownFields,
    /// What exists in the cluster already.
    pub live: Arc<Live>,
    /// Files with definitions of custom resources, besides those that are asked about.
    pub crds: Arc<[Source]>,
}

/// A request with the definitions that are known for it.
struct Session<'r, 'd> {
    request: &'r Request,
    definitions: &'r Definitions<'d>,
}

impl Deref for Session<'_, '_> {
    type Target = Request;

    fn deref(&self) -> &Request {
        self.request
    }
}

impl<'r, 'd> Session<'r, 'd> {
    /// What is known of the kind of a custom resource.
    fn target(&self, object: &Object, source: &Source) -> Option<Target<'r, 'd>> {
        self.definitions.of(&object.gvk, source.dir()).into_iter().next()
    }
}

/// What happens to fields that are unknown or written twice (`--validate`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UnknownFields {
    #[default]
    Refused,
    /// They are dropped with a warning.
    Warned,
    Dropped,
}

/// The answer for one object, or for a text without objects.
#[derive(Clone, Debug)]
pub struct Answer {
    /// As kubectl names it, such as `deployment.apps/web`; empty where there is no object.
    pub name: String,
    /// Without `Warning:` before them.
    pub warnings: Vec<String>,
    /// What was done, if anything.
    pub done: ApplyResult,
    /// No schema of it is known, so that only its metadata was checked.
    pub unvalidated: bool,
    /// The object as the server returns it, or why it does not, in whole lines.
    pub result: Result<Value, String>,
}

/// What becomes of an object that is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ApplyResult {
    #[default]
    Created,
    Configured,
    Unchanged,
}

impl ApplyResult {
    pub fn word(self) -> &'static str {
        match self {
            ApplyResult::Created => "created",
            ApplyResult::Configured => "configured",
            ApplyResult::Unchanged => "unchanged",
        }
    }
}

/// Asks of every object in some sources, in their order.
pub fn ask(sources: &[Source], request: &Request) -> Vec<Answer> {
    let survey = Survey::new(sources, BTreeSet::new());
    let files = DefinitionFiles::find(sources, &ParsedSources::new(), &survey, &request.crds);
    let mut definitions = files.definitions();
    request.live.objects().for_each(|object| definitions.add(object, "", custom::BESIDE_RUN));
    let session = Session { request, definitions: &definitions };
    let mut answers = Vec::new();
    let mut levels = Levels::default();
    if let Some(default) = request.cluster.pod_security {
        for object in request.live.objects().filter(|object| object.gvk.is("", "Namespace")) {
            let labels = object.field("metadata").get("labels");
            levels.insert(object.name.clone(), Policies::of(labels, default));
        }
    }
    for (index, source) in sources.iter().enumerate() {
        if let Some(failure) = source.failure.as_ref() {
            answers.push(refused("", format!("error: {}", why(source, failure))));
            continue;
        }
        let id = SourceId(index as u32);
        for document in syntax::parse(&source.text) {
            let of_document = || {
                of_document(id, source, &document, &survey, (&session, &mut levels), &mut answers);
            };
            if catch_unwind(AssertUnwindSafe(of_document)).is_err() {
                let (file, place) = (&source.name, panics::place());
                answers.push(refused("", format!("error: {file}: internal error at {place}")));
            }
        }
    }
    answers
}

/// What Pod Security asks for in the namespaces that the request has made so far.
type Levels = IndexMap<String, Policies>;

/// What the YAML reader says; what it quotes of a Secret is left out.
fn masked<'c>(source: &Source, complaint: &'c Complaint) -> Cow<'c, str> {
    let message = &complaint.message;
    if message.has_values() && SecretPlaces::of(&source.text).is_wary(complaint.at) {
        message.without_values()
    } else {
        message.with_values().into()
    }
}

/// Why nothing was read.
fn why(source: &Source, failure: &Failure) -> String {
    match failure {
        // kubectl's own words name the path.
        Failure::Unreadable(why) if why.starts_with("the path ") => why.clone(),
        Failure::Unreadable(why) | Failure::Directory(why) => format!("{}: {why}", source.name),
        Failure::TooLarge { limit } => {
            format!("{}: larger than {}", source.name, input::size(*limit))
        }
        Failure::Encoding { name, .. } => format!("{}: the text is not valid {name}", source.name),
    }
}

fn refused(name: &str, error: String) -> Answer {
    Answer {
        name: name.to_owned(),
        warnings: Vec::new(),
        done: ApplyResult::default(),
        unvalidated: false,
        result: Err(error),
    }
}

fn of_document(
    id: SourceId,
    source: &Source,
    document: &Document,
    survey: &Survey,
    (request, levels): (&Session<'_, '_>, &mut Levels),
    answers: &mut Vec<Answer>,
) {
    debug_assert_eq!(source.mode, Mode::Objects, "kubectl reads objects");
    let is_twice = |kind| matches!(kind, ComplaintKind::DuplicateKey | ComplaintKind::SecondObject);
    if let Some(complaint) = document.refusal().filter(|complaint| !is_twice(complaint.kind)) {
        let line = source.line_of(complaint.at.start) + 1;
        answers
            .push(refused("", messages::no_yaml(&source.name, line, &masked(source, complaint))));
        return;
    }
    let Classification::Objects(objects, _) = classify(survey, id, source, document) else {
        return;
    };
    let twice: Vec<String> = document
        .complaints
        .iter()
        .filter(|complaint| is_twice(complaint.kind))
        .map(|complaint| {
            let line = source.line_of(complaint.at.start) + 1;
            let key = source.text.get(complaint.at.range()).unwrap_or("");
            let key = key.trim_matches(['"', '\'']);
            messages::duplicate_key(line, if is_key(key) { key } else { MASK })
        })
        .collect();
    for object in objects {
        let labels = object.field("metadata").get("labels");
        if request.selector.match_all(|key| labels.get(key).text()) {
            let (mut answer, changed) = of_object(source, &object, &twice, request);
            answer.unvalidated = request.server
                && object.gvk.is_custom()
                && !request.definitions.defines(&object.gvk);
            if let Some(default) = request.cluster.pod_security.filter(|_| request.server)
                && answer.done != ApplyResult::Unchanged
            {
                let object = changed.as_ref().unwrap_or(&object);
                admit(source, object, default, levels, request, &mut answer);
            }
            answers.push(answer);
        }
    }
}

/// The answer of an object; and what the server makes of one that it changes.
fn of_object(
    source: &Source,
    object: &Object,
    twice: &[String],
    request: &Session<'_, '_>,
) -> (Answer, Option<Object>) {
    let name = title(object);
    let causes = causes(source, object, request);
    let speaker = messages::MessageContext::new(object, &source.name, request.version);
    let heads = [Reason::UnknownKind, Reason::NoKind];
    if let Some(cause) = causes.iter().find(|c| c.reason.is_some_and(|r| heads.contains(&r))) {
        return (refused(&name, speaker.no_such_kind(cause)), None);
    }
    if let Some(error) = wrong_name(source, object, request) {
        return (refused(&name, error), None);
    }
    let live = request.live.find(object, namespace(request), request.version);
    if let Some(live) = live.filter(|_| request.apply) {
        return update::apply(source, object, live, twice, request);
    }
    let mut answer = created(source, object, (&causes, twice), &speaker, request);
    if live.is_some() && request.server && answer.result.is_ok() {
        answer.result = Err(update::exists(source, object, request));
    }
    (answer, None)
}

/// The answer of an object that is new to the cluster.
fn created(
    source: &Source,
    object: &Object,
    (causes, twice): (&[Cause], &[String]),
    speaker: &messages::MessageContext<'_>,
    request: &Session<'_, '_>,
) -> Answer {
    let name = title(object);
    let mut warnings = speaker.deprecation(causes);
    if !request.server {
        let names = ["metadata.name", "metadata.namespace"];
        let wrong: Vec<&Cause> = causes
            .iter()
            .filter(|c| c.reason.is_some() && names.contains(&c.path.as_str()))
            .collect();
        if !wrong.is_empty() {
            return Answer { warnings, ..refused(&name, speaker.invalid(&wrong)) };
        }
        let pruned = update::pruned(object, request);
        let sent = pruned.as_ref().unwrap_or(object);
        let result = Ok(Value::Object(defaults::written(sent, namespace(request))));
        return Answer { name, warnings, done: ApplyResult::Created, unvalidated: false, result };
    }
    let of = |reason| causes.iter().filter(move |cause| cause.reason == Some(reason));
    let wrong: Vec<&Cause> = of(Reason::WrongType).collect();
    if !wrong.is_empty() {
        return Answer { warnings, ..refused(&name, speaker.wrong_types(&wrong)) };
    }
    if let Err(strict) = strictly(causes, twice, request, &mut warnings) {
        return Answer { warnings, ..refused(&name, speaker.strict(&strict)) };
    }
    let invalid: Vec<&Cause> =
        causes.iter().filter(|cause| cause.reason.is_some() && !is_decoding(cause)).collect();
    let spoken = causes.iter().filter(|cause| cause.reason.is_none());
    warnings.extend(spoken.filter_map(|cause| speaker.warning(cause)));
    if !invalid.is_empty() {
        return Answer { warnings, ..refused(&name, speaker.invalid(&invalid)) };
    }
    warnings.extend(of_rules(source, object, request));
    let pruned = update::pruned(object, request);
    let sent = pruned.as_ref().unwrap_or(object);
    let target = request.target(object, source);
    match defaults::accept(sent, namespace(request), request.version, target) {
        Some(fields) => {
            let result = Ok(Value::Object(fields));
            Answer { name, warnings, done: ApplyResult::Created, unvalidated: false, result }
        }
        None => refused(&name, speaker.strict(&["it is not an object".to_owned()])),
    }
}

/// What is wrong with an object by itself, for the cluster that is asked.
fn causes(source: &Source, object: &Object, request: &Session<'_, '_>) -> Vec<Cause> {
    let dir = source.dir();
    let mut causes = validate::validate(object, request.version, request.definitions, dir);
    causes.retain(|cause| !request.cluster.waives(cause, request.version, Mode::Objects));
    causes
}

/// Whether the server stops at it before it validates the object.
fn is_decoding(cause: &Cause) -> bool {
    cause.reason.is_some_and(Reason::is_decoding)
}

/// What strict reading refuses: fields that are unknown or written `twice`. It may be asked only
/// to warn of them, or to drop them.
fn strictly(
    causes: &[Cause],
    twice: &[String],
    request: &Request,
    warnings: &mut Vec<String>,
) -> Result<(), Vec<String>> {
    let unknown = causes.iter().filter(|cause| cause.reason == Some(Reason::UnknownField));
    let unknown = unknown.map(|cause| messages::unknown_field(&cause.path));
    let strict: Vec<String> = twice.iter().cloned().chain(unknown).collect();
    match request.unknown_fields {
        UnknownFields::Refused if !strict.is_empty() => return Err(strict),
        UnknownFields::Warned => warnings.extend(strict),
        _ => {}
    }
    Ok(())
}

/// Warnings of the server that rules give, as the validation of objects sees no use in them.
fn of_rules(source: &Source, object: &Object, request: &Request) -> Vec<String> {
    if PodTemplate::of(object).is_none() {
        return Vec::new();
    }
    let (tree, root) = (Arc::clone(object.tree()), object.node().id());
    let same = Object::new(SourceId(0), object.document, tree, root);
    let text = Source::new(source.name.clone(), Arc::clone(&source.text));
    let workspace = Workspace::new(vec![text], vec![same]);
    let settings = RuleSettings::default();
    let pods = PodTemplates::of(&workspace);
    let mut cx = Context::new(&workspace, &pods, &settings, request.version);
    let warns = |rule: &&Rule| rule.aliases.iter().any(|alias| alias.starts_with("k8s-warn:"));
    let findings = rules::all().filter(warns).flat_map(|rule| rules::run(rule, &mut cx));
    let text = |finding: Finding| {
        let path = finding.field_path.as_deref().unwrap_or_default();
        format!("{path}: {}", finding.message.with_values())
    };
    findings.map(text).collect()
}

/// What the Pod Security plugin makes of an answer: pods are refused or warned of, templates only
/// warned of.
fn admit(
    source: &Source,
    object: &Object,
    default: LevelVersion,
    levels: &mut Levels,
    request: &Request,
    answer: &mut Answer,
) {
    if answer.result.is_err() {
        return;
    }
    let labels = object.field("metadata").get("labels");
    if object.gvk.is("", "Namespace") {
        let wrong = pod_security::wrong_labels(labels);
        if !wrong.is_empty() {
            answer.result = Err(messages::wrong_labels(object, labels, &wrong));
            return;
        }
        levels.insert(object.name.clone(), Policies::of(labels, default));
    }
    let Some(pod) = PodTemplate::of(object) else { return };
    let namespace = object.namespace.as_deref().unwrap_or(namespace(request));
    let unlabelled = Policies::of(object.field("metadata").get(""), default);
    let policies = levels.get(namespace).copied().unwrap_or(unlabelled);
    let broken = |policy| pod_security::violations(pod.place(), policy, request.version);
    let enforced = broken(policies.enforce);
    if object.gvk.kind == "Pod" && !enforced.is_empty() {
        answer.result = Err(messages::forbidden(source, object, policies.enforce, &enforced));
        return;
    }
    let warned = broken(policies.warn);
    if !warned.is_empty() {
        let text = messages::pod_security(policies.warn, &warned);
        answer.warnings.push(format!("would violate {text}"));
    }
}

fn namespace(request: &Request) -> &str {
    request.namespace.as_deref().unwrap_or("default")
}

/// Whether objects of a kind have namespaces; those of a kind that is not known may have.
fn is_namespaced(object: &Object, request: &Session<'_, '_>) -> bool {
    let gvk = &object.gvk;
    if let Some(target) = request.definitions.of(gvk, "").first() {
        return target.definition.is_namespaced();
    }
    let kind = schema::kind(&gvk.group, &gvk.version, &gvk.kind, request.version);
    kind.is_none_or(schema::Kind::namespaced)
}

/// What kubectl refuses by itself: a name that apply cannot find again, another namespace.
fn wrong_name(source: &Source, object: &Object, request: &Session<'_, '_>) -> Option<String> {
    let generated = object.field("metadata").get("generateName");
    if request.apply && object.name.is_empty() && !generated.str().is_empty() {
        let prefix = generated.str();
        return Some(format!("error: from {prefix}: cannot use generate name with apply"));
    }
    if let (Some(asked), Some(own)) = (request.namespace.as_deref(), object.namespace.as_deref())
        && asked != own
        && is_namespaced(object, request)
    {
        return Some(messages::other_namespace(own, asked));
    }
    (request.apply && object.name.is_empty()).then(|| update::unnamed(source, object, request))
}

/// `deployment.apps/web`
fn title(object: &Object) -> String {
    let gvk = &object.gvk;
    let group = if gvk.group.is_empty() { String::new() } else { format!(".{}", gvk.group) };
    let generated = object.field("metadata").get("generateName").str();
    let name = match (object.name.as_str(), generated) {
        ("", "") => "<unknown>".to_owned(),
        // The server adds five characters of its choice.
        ("", prefix) => format!("{prefix}<generated>"),
        (name, _) => name.to_owned(),
    };
    format!("{}{group}/{name}", gvk.kind.to_lowercase())
}
