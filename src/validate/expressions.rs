//! CEL expressions: what each may refer to, what it must return, and where it does not compile
//! (`apiserver/pkg/admission/plugin/cel/compile.go`, `composition.go`).

use std::ops::Range;

use super::{Checker, Reason};
use crate::{
    cel::{self, CelType, CompileError, Env},
    code::Code,
    input::{Location, Span},
    model::{Place, version::Version},
    syntax::tree::NodeStyle,
    text,
};

const CRD: &str = "CustomResourceDefinition";

/// What an expression must return.
#[derive(Clone, Copy)]
pub(super) enum ReturnType {
    Anything,
    Bool,
    /// A bool, or an attribute of a device, which may be one.
    BoolOrAny,
    BoolOrDyn,
    String,
    StringOrNull,
    Patches,
    Object,
}

impl ReturnType {
    fn accepts(self, type_: &CelType) -> bool {
        let is_object = |type_: &CelType, name: &str| matches!(type_, CelType::Object(object) if object.name == name);
        match self {
            ReturnType::Anything => true,
            ReturnType::Bool => *type_ == CelType::Bool,
            ReturnType::BoolOrAny => matches!(type_, CelType::Bool | CelType::Any),
            ReturnType::BoolOrDyn => matches!(type_, CelType::Bool | CelType::Any | CelType::Dyn),
            ReturnType::String => *type_ == CelType::String,
            ReturnType::StringOrNull => matches!(type_, CelType::String | CelType::Null),
            ReturnType::Patches => matches!(type_, CelType::List(of) if is_object(of, "JSONPatch")),
            ReturnType::Object => is_object(type_, "Object"),
        }
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            ReturnType::Anything => ("any type", ""),
            ReturnType::Bool | ReturnType::BoolOrAny | ReturnType::BoolOrDyn => {
                ("a bool", "compare it with a value, such as `== true`")
            }
            ReturnType::String => ("a string", "convert it with `string(…)`"),
            ReturnType::StringOrNull => ("a string or null", "convert it with `string(…)`"),
            ReturnType::Patches => (
                "a list of JSONPatch",
                r#"write `[JSONPatch{op: "add", path: "/spec/…", value: …}]`"#,
            ),
            ReturnType::Object => ("an Object", "write `Object{spec: Object.spec{…}}`"),
        }
    }
}

/// Refuses an expression that does not compile or returns another type; skips an empty one.
/// The type, where it is known.
pub(super) fn compile<'a>(
    code: Code,
    place: Place<'a>,
    gives: ReturnType,
    env: &Env,
    cx: &mut Checker<'a>,
) -> Option<CelType> {
    let text = place.text().filter(|text| !text.trim().is_empty() && !cx.is_full())?;
    match type_check(text, gives, env) {
        Ok((type_, _)) => type_,
        Err(fault) => {
            refuse(code, place, fault, cx);
            None
        }
    }
}

/// The type of an expression, where it is known, and its tree; or its first fault.
pub(super) fn type_check(
    text: &str,
    gives: ReturnType,
    env: &Env,
) -> Result<(Option<CelType>, cel::Expr), CompileError> {
    let tree = cel::parse(text, env)?;
    let type_ = cel::check(&tree, env)?;
    match &type_ {
        Some(type_) if !gives.accepts(type_) => {
            let (wanted, help) = gives.words();
            let message = text!(
                "expression must return {}, but returns {}",
                text::name(wanted),
                text::name(type_.in_words())
            );
            Err(CompileError::new(0..text.len(), message).help(help))
        }
        type_ => {
            if type_.is_some() {
                cel::instantiate(&tree)?;
            }
            Ok((type_.clone(), tree))
        }
    }
}

pub(super) fn refuse<'a>(code: Code, place: Place<'a>, fault: CompileError, cx: &mut Checker<'a>) {
    let CompileError { diagnostic, late } = fault;
    let at = within(place, diagnostic.at);
    // Validation rules of custom resources build the program as they compile.
    let reason = match late && !cx.object.gvk.is("apiextensions.k8s.io", CRD) {
        true => Reason::Internal,
        false => Reason::Invalid,
    };
    let cause = cx.refuse(code, reason, place, diagnostic.message);
    if let Some(at) = at {
        cause.at = at;
    }
    if let Some(help) = diagnostic.help {
        cause.help(help);
    }
}

/// Where bytes of a string are in the source. Both are walked together, blanks ignored: a
/// scalar may be broken into lines and indented, but then spells the same letters. Not so one
/// with escapes, which has no exact place.
fn within(place: Place<'_>, bytes: Range<usize>) -> Option<Location> {
    let node = place.node()?;
    let (text, raw) = (node.as_str()?, node.raw());
    let mut at = match node.style() {
        NodeStyle::Literal | NodeStyle::Folded => raw.find('\n')?,
        NodeStyle::SingleQuoted | NodeStyle::DoubleQuoted => 1,
        _ => 0,
    };
    let blank = |c: char| c.is_whitespace();
    let (mut start, mut end) = (None, None);
    for (here, letter) in text.char_indices().filter(|(_, letter)| !blank(*letter)) {
        at += raw.get(at..)?.find(|c| !blank(c))?;
        if !raw[at..].starts_with(letter) {
            return None;
        }
        if here >= bytes.end && end.is_some() {
            break;
        }
        if here >= bytes.start {
            start = start.or(Some(at));
            end = Some(at + letter.len_utf8());
        }
        at += letter.len_utf8();
        // A quote within single quotes is written twice.
        if letter == '\'' && node.style() == NodeStyle::SingleQuoted {
            at += 1;
        }
    }
    let base = node.span().start;
    let (start, end) = (start? as u32, end? as u32);
    Some(place.object().location(Span::new(base + start, base + end)))
}

/// What expressions of policies and webhooks may refer to; `params` where there are parameters.
pub(super) fn admission(params: bool, version: Version) -> Env {
    let mut variables = vec![
        ("object", CelType::Dyn),
        ("oldObject", CelType::Dyn),
        ("request", request()),
        ("namespaceObject", namespace()),
        (AUTHORIZER, CelType::Opaque("kubernetes.authorization.Authorizer")),
        ("authorizer.requestResource", CelType::Opaque("kubernetes.authorization.ResourceCheck")),
    ];
    if params {
        variables.push(("params", CelType::Dyn));
    }
    let variables = variables.into_iter().map(|(name, type_)| (name.to_owned(), type_)).collect();
    Env { variables, elsewhere: ELSEWHERE, ..Env::new(version) }
}

const ELSEWHERE: &[(&str, &str)] = &[
    ("params", "set `spec.paramKind`, in a policy, to have `params`"),
    ("variables", "only policies that define `spec.variables` have `variables`"),
    (AUTHORIZER, "message expressions cannot use `authorizer`"),
    ("self", "use `object`; `self` is for the rules of CustomResourceDefinitions"),
    ("oldSelf", "use `oldObject`; `oldSelf` is for the rules of CustomResourceDefinitions"),
];

const AUTHORIZER: &str = "authorizer";

/// The same for messages, which cannot use the authorizer.
pub(super) fn messages(env: &Env) -> Env {
    let mut env = env.clone();
    env.variables.retain(|(name, _)| !name.starts_with(AUTHORIZER));
    env
}

/// The type that a policy's variable has for the expressions after it.
pub(super) fn of_variable(type_: Option<CelType>) -> CelType {
    match type_ {
        Some(CelType::List(of)) => CelType::list(of_variable(Some((*of).clone()))),
        Some(CelType::Map(of)) => {
            let (key, value) = (of.0.clone(), of.1.clone());
            CelType::map_of(of_variable(Some(key)), of_variable(Some(value)))
        }
        Some(CelType::Object(_) | CelType::Opaque(_) | CelType::Optional(_) | CelType::Type)
        | None => CelType::Dyn,
        Some(simple) => simple,
    }
}

fn strings() -> CelType {
    CelType::list(CelType::String)
}

fn request() -> CelType {
    let named = |name: &str, third| {
        CelType::object(
            name,
            [("group", CelType::String), ("version", CelType::String), (third, CelType::String)],
        )
    };
    let kind = named("kubernetes.GroupVersionKind", "kind");
    let resource = named("kubernetes.GroupVersionResource", "resource");
    let user = CelType::object(
        "kubernetes.UserInfo",
        [
            ("username", CelType::String),
            ("uid", CelType::String),
            ("groups", strings()),
            ("extra", CelType::map(strings())),
        ],
    );
    CelType::object(
        "kubernetes.AdmissionRequest",
        [
            ("kind", kind.clone()),
            ("resource", resource.clone()),
            ("subResource", CelType::String),
            ("requestKind", kind),
            ("requestResource", resource),
            ("requestSubResource", CelType::String),
            ("name", CelType::String),
            ("namespace", CelType::String),
            ("operation", CelType::String),
            ("userInfo", user),
            ("dryRun", CelType::Bool),
            ("options", CelType::Dyn),
        ],
    )
}

fn namespace() -> CelType {
    let condition = CelType::object(
        "kubernetes.NamespaceCondition",
        [
            ("status", CelType::String),
            ("type", CelType::String),
            ("lastTransitionTime", CelType::Timestamp),
            ("message", CelType::String),
            ("reason", CelType::String),
        ],
    );
    let status = CelType::object(
        "kubernetes.NamespaceStatus",
        [("conditions", CelType::list(condition)), ("phase", CelType::String)],
    );
    let metadata = CelType::object(
        "kubernetes.NamespaceMetadata",
        [
            ("name", CelType::String),
            ("generateName", CelType::String),
            ("namespace", CelType::String),
            ("labels", CelType::map(CelType::String)),
            ("annotations", CelType::map(CelType::String)),
            ("UID", CelType::String),
            ("creationTimestamp", CelType::Timestamp),
            ("deletionGracePeriodSeconds", CelType::Int),
            ("deletionTimestamp", CelType::Timestamp),
            ("generation", CelType::Int),
            ("resourceVersion", CelType::String),
            ("finalizers", strings()),
        ],
    );
    let spec = CelType::object("kubernetes.NamespaceSpec", [("finalizers", strings())]);
    CelType::object(
        "kubernetes.Namespace",
        [("metadata", metadata), ("spec", spec), ("status", status)],
    )
}
