//! Checks `apiVersion` and `kind`: whether a server of the version serves them, did or will.

use super::{super::names::shown, Subject, blocks::Blocks};
use crate::{
    code::{self, Code},
    diagnostic::{Edit, Safety},
    input::Span,
    model::{
        Object,
        lifecycle::{self, Lifecycle},
        schema::{self, Kind, Shape},
        similar::distance,
        version::Version,
    },
    syntax::tree::Node,
    text,
    text::Text,
    validate::{self, Cause, Checker, Reason, decode::walk},
};

/// The largest body that a server takes, in bytes (`k8s.io/apiserver/pkg/server/config.go`,
/// `MaxRequestBodyBytes`).
const LARGEST: u32 = 3 * 1024 * 1024;

/// Reports what is wrong with the object's version and kind, and gives the shape to read it as, and
/// at which version: that of its kind or of the one that was surely meant; none for a custom
/// resource.
pub(super) fn check(cx: &mut Checker<'_>) -> Option<(Shape, Version)> {
    let head = TypeMeta { object: cx.object, version: cx.version };
    let size = cx.object.node().span().len();
    if size > LARGEST {
        let message = text!(
            "the object has {} bytes, at most {} are allowed",
            text::name(size),
            text::name(LARGEST)
        );
        let mut cause =
            head.cause(code::DEPTH_OR_SIZE_LIMIT, Reason::TooLong, "", head.first_key(), message);
        cause.help("move data to an image, a volume or several objects");
        cx.push(cause);
    }
    let (causes, kind) = head.check_kind();
    for cause in causes {
        cx.push(cause);
    }
    let here = kind.map(|kind| (kind, cx.version));
    here.or_else(|| head.elsewhere()).map(|(kind, at)| (Shape::Object(kind.type_()), at))
}

struct TypeMeta<'a> {
    object: &'a Object,
    version: Version,
}

type KindCheck = (Vec<Cause>, Option<Kind>);

impl<'a> TypeMeta<'a> {
    fn check_kind(&self) -> KindCheck {
        let node = self.object.node();
        if !node.is_map() {
            // The same is reported of a whole document when it is read, but not of an item.
            let message = || text!("item `{}` of the list must be a map", shown(node.raw()));
            let item = (node != self.object.tree().root()).then(|| {
                self.cause(code::INVALID_LIST_WRAPPER, Reason::NoKind, "", node, message())
            });
            return (item.into_iter().collect(), None);
        }
        let missing = self.missing();
        if !missing.is_empty() {
            return (missing, None);
        }
        let gvk = self.object.written_gvk();
        if let Some(kind) = schema::kind(&gvk.group, &gvk.version, &gvk.kind, self.version) {
            return (self.served(kind).into_iter().collect(), Some(kind));
        }
        if gvk.kind.ends_with("List") && self.is_list() {
            return (self.list(), None);
        }
        if !schema::is_builtin_group(&gvk.group) && !self.nearly_builtin() {
            return (Vec::new(), None);
        }
        let (cause, kind) = self.not_served();
        (vec![cause], kind)
    }

    /// What an object of a kind that is not served is read as: as the version that replaced its
    /// own, or as the nearest server that serves it does.
    fn elsewhere(&self) -> Option<(Kind, Version)> {
        let gvk = &self.object.gvk;
        if self.object.former().is_some() {
            let kind = schema::kind(&gvk.group, &gvk.version, &gvk.kind, self.version)?;
            return Some((kind, self.version));
        }
        let kind = schema::kind_at_any_version(&gvk.group, &gvk.version, &gvk.kind)?;
        let first = kind.served().first().filter(|first| *first > self.version);
        Some((kind, first.or_else(|| kind.served().last())?))
    }

    /// `apiVersion` and `kind` must be there and be strings.
    fn missing(&self) -> Vec<Cause> {
        let mut causes = Vec::new();
        for name in ["apiVersion", "kind"] {
            let value = self.object.node().get(name);
            if value.and_then(Node::as_str).is_some_and(|text| !text.is_empty()) {
                continue;
            }
            let entries = || self.object.node().entries();
            let other = entries().find(|entry| {
                entry.key.as_str().is_some_and(|key| key != name && key.eq_ignore_ascii_case(name))
            });
            if let Some(entry) = other {
                let written = entry.key.as_str().unwrap_or("");
                let message = text!("unknown field `{}`", text::key(written));
                let mut cause = self.cause(
                    code::UNKNOWN_FIELD,
                    Reason::UnknownField,
                    written,
                    entry.key,
                    message,
                );
                cause.help(text!("did you mean `{}`?", text::name(name)));
                let edit = self.subject().rewrite(entry.key, name);
                cause.fix(Safety::Safe, text!("rename it to `{}`", text::name(name)), [edit]);
                causes.push(cause);
                continue;
            }
            causes.push(self.missing_one(name, value));
        }
        causes
    }

    fn missing_one(&self, name: &'static str, value: Option<Node<'a>>) -> Cause {
        if let Some(value) = value.filter(|value| !value.is_null() && value.as_str().is_none()) {
            let message =
                text!("`{}` must be a string, but is `{}`", text::name(name), shown(value.raw()));
            return self.cause(code::WRONG_TYPE, Reason::NoKind, name, value, message);
        }
        let at = value.filter(|value| !value.span().is_empty()).unwrap_or(self.first_key());
        // An item of a list has its own head.
        let in_list = self.object.node() != self.object.tree().root();
        let (code, whose) = if in_list {
            (code::INVALID_LIST_WRAPPER, " in an item of the list")
        } else {
            (code::MISSING_TYPE, "")
        };
        let what = if value.is_some() { "empty" } else { "missing" };
        let message = text!("`{}` is {}{}", text::name(name), text::name(what), text::name(whose));
        let mut cause = self.cause(code, Reason::NoKind, name, at, message);
        let known = self.versions_of(&self.object.written_gvk().kind);
        if in_list {
            cause.help("set `apiVersion` and `kind` in each item of the list");
        }
        if name == "apiVersion" && !known.is_empty() {
            let names: Vec<String> = known.iter().map(|kind| kind.api_version()).collect();
            cause.help(text!("set `apiVersion` to {}", text::name(names.join(" or "))));
            let first = self.first_key();
            if let ([only], None) = (&known[..], value)
                && let Some(column) = (Blocks { object: self.object }).column(first)
            {
                let at = self.object.location(Span::at(first.span().start));
                let text = format!("apiVersion: {}\n{:column$}", only.api_version(), "");
                cause.fix(Safety::Safe, "add it", [Edit { at, text }]);
            }
        }
        cause
    }

    /// What a server reports of a kind that it serves.
    fn served(&self, kind: Kind) -> Option<Cause> {
        let life = lifecycle::lookup(kind.group(), kind.version(), kind.kind());
        if !kind.verbs().any(|verb| verb == "create") {
            let message = text!("{} can only be read, not created", text::name(kind.kind()));
            return Some(self.cause(
                code::UNKNOWN_KIND,
                Reason::UnknownKind,
                "kind",
                self.kind_node(),
                message,
            ));
        }
        let life = life?;
        let at = self.api_version_node();
        if life.off_by_default.contains(self.version) {
            let api_version = kind.api_version();
            let message = text!(
                "{} is disabled by default in Kubernetes {}",
                text::name(&api_version),
                text::name(self.version)
            );
            let mut cause = self.cause(code::API_OFF_BY_DEFAULT, None, "apiVersion", at, message);
            cause.help(match self.better(&life).filter(|better| !is_off(*better, self.version)) {
                Some(better) => text!("use {}", text::name(better.api_version())),
                None => text!(
                    "enable it with `--runtime-config={}=true` on the API server",
                    text::name(&api_version)
                ),
            });
            cause.unless = Some(api_version);
            return Some(cause);
        }
        let deprecated = life.deprecated.filter(|minor| self.version.since(minor.0))?;
        let name = text::name(self.object.written_gvk().to_string());
        let message = match life.removed {
            Some(removed) => text!(
                "{} is deprecated since Kubernetes {} and removed in {}",
                name,
                text::name(deprecated),
                text::name(removed)
            ),
            None => {
                text!("{} is deprecated since Kubernetes {}", name, text::name(deprecated))
            }
        };
        let mut cause = self.cause(code::DEPRECATED_API_VERSION, None, "apiVersion", at, message);
        self.offer(&mut cause, &life);
        Some(cause)
    }

    /// A built-in version and kind that is not served at the target.
    fn not_served(&self) -> (Cause, Option<Kind>) {
        let gvk = self.object.written_gvk();
        let named = |life: &Lifecycle| life.removed.is_some_and(|m| self.version.since(m.0));
        let life = lifecycle::lookup(&gvk.group, &gvk.version, &gvk.kind);
        if let Some(life) = life.as_ref().filter(|life| named(life)) {
            let removed = life.removed.map_or(String::new(), |minor| minor.to_string());
            let message =
                text!("{} was removed in Kubernetes {}", text::name(gvk), text::name(removed));
            let mut cause =
                self.unknown(code::REMOVED_API_VERSION, self.api_version_node(), message);
            self.offer(&mut cause, life);
            return (cause, None);
        }
        let ever = schema::kind_at_any_version(&gvk.group, &gvk.version, &gvk.kind);
        if let Some(first) = ever.and_then(|kind| kind.served().first()) {
            let message = text!(
                "{} was added in Kubernetes {}, but the target is {}",
                text::name(gvk),
                text::name(first),
                text::name(self.version)
            );
            let mut cause =
                self.unknown(code::API_NEWER_THAN_TARGET, self.api_version_node(), message);
            cause.help(match self.versions_of(&gvk.kind).first() {
                Some(kind) => text!("use {}", text::name(kind.api_version())),
                None => text!("remove it until all clusters have Kubernetes {}", text::name(first)),
            });
            return (cause, None);
        }
        if let Some(kind) = self.same_but_for_spelling() {
            return (self.misspelt(kind), Some(kind));
        }
        self.unknown_kind()
    }

    fn misspelt(&self, kind: Kind) -> Cause {
        let gvk = self.object.written_gvk();
        let wrong_kind = kind.kind() != gvk.kind;
        let (at, right) = if wrong_kind {
            (self.kind_node(), kind.kind().to_owned())
        } else {
            (self.api_version_node(), kind.api_version())
        };
        let written = shown(at.as_str().unwrap_or(""));
        let message = if wrong_kind {
            text!("unknown kind `{}` in {}", written, text::name(gvk.api_version()))
        } else {
            text!("unknown API version `{}`", written)
        };
        let mut cause = self.unknown(code::WRONG_CASE_TYPE, at, message);
        cause.help(text!("did you mean `{}`?", text::name(&right)));
        let mut edits = vec![self.subject().rewrite(at, &right)];
        if wrong_kind && kind.api_version() != gvk.api_version() {
            edits.push(self.subject().rewrite(self.api_version_node(), &kind.api_version()));
        }
        cause.fix(Safety::Safe, text!("write `{}`", text::name(&right)), edits);
        cause
    }

    fn unknown_kind(&self) -> (Cause, Option<Kind>) {
        let gvk = self.object.written_gvk();
        let known = self.versions_of(&gvk.kind);
        let written = shown(&gvk.kind);
        let message = text!("{} has no kind `{}`", text::name(gvk.api_version()), written);
        if known.is_empty() {
            let mut cause = self.unknown(code::UNKNOWN_KIND, self.kind_node(), message);
            // Three letters to a typo: `Bee` is not a misspelt `Node`.
            let slip = (gvk.kind.chars().count() / 3).min(2);
            let mut near: Vec<(usize, Kind)> = schema::kinds(self.version)
                .filter(|kind| !is_off(*kind, self.version))
                .filter_map(|kind| Some((distance(kind.kind(), &gvk.kind, slip)?, kind)))
                .collect();
            if near.is_empty() {
                // What people and kubectl call it.
                let is_short = |kind: &Kind| kind.short_names().any(|name| name == gvk.kind);
                near.extend(schema::kinds(self.version).filter(is_short).map(|kind| (0, kind)));
            }
            near.sort_by_key(|(away, kind)| {
                (*away, kind.group() != gvk.group, kind.version() != gvk.version)
            });
            if let Some((_, kind)) = near.first() {
                let (version, kind) = (kind.api_version(), kind.kind());
                cause.help(text!("did you mean {} {}?", text::name(version), text::name(kind)));
            }
            return (cause, None);
        }
        let mut cause = self.unknown(code::UNKNOWN_KIND, self.api_version_node(), message);
        let names: Vec<String> = known.iter().map(|kind| kind.api_version()).collect();
        cause.help(text!("set `apiVersion` to {}", text::name(names.join(" or "))));
        let only = (known.len() == 1).then(|| known[0]);
        if let Some(kind) = only {
            let api_version = kind.api_version();
            let edit = self.subject().rewrite(self.api_version_node(), &api_version);
            let title = text!("set `apiVersion` to {}", text::name(&api_version));
            cause.fix(Safety::Safe, title, [edit]);
        }
        (cause, only)
    }

    /// The versions that serve a kind by default at the target, the stablest first.
    fn versions_of(&self, name: &str) -> Vec<Kind> {
        let mut kinds: Vec<Kind> = schema::kinds_at_any_version()
            .filter(|kind| kind.kind() == name && kind.served().contains(self.version))
            .filter(|kind| !is_off(*kind, self.version))
            .collect();
        // `events.k8s.io/v1` before `v1`: the newer home of a kind is the better one.
        kinds.sort_by_key(|kind| {
            (kind.version().contains("beta"), std::cmp::Reverse(kind.version()))
        });
        kinds
    }

    /// A served kind that differs in case, blanks or a plural `s` only.
    fn same_but_for_spelling(&self) -> Option<Kind> {
        let gvk = self.object.written_gvk();
        let (name, version) = (gvk.kind.trim(), gvk.version.trim());
        let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
        // Custom groups, which most others are, have a dot.
        let group = gvk.group.trim();
        if group.contains('.') && !schema::is_builtin_group(&group.to_ascii_lowercase()) {
            return None;
        }
        let mut kinds = schema::kinds_at_any_version().filter(|kind| {
            // The version comes first, as most differ in it; the group last, as nearness takes the
            // longest to compute.
            same(version, kind.version())
                && (same(name, kind.kind()) || same(name, kind.plural()))
                && (same(group, kind.group()) || is_similar_group(&gvk.group, kind.group()))
        });
        kinds.find(|kind| kind.served().contains(self.version))
    }

    /// Whether the group was likely meant to be one of the API server's own.
    fn nearly_builtin(&self) -> bool {
        self.same_but_for_spelling().is_some()
    }

    /// Help and fix for a version that is deprecated or removed.
    fn offer(&self, cause: &mut Cause, life: &Lifecycle) {
        let Some(better) = self.better(life) else {
            cause.help("remove the object, as there is no replacement");
            return;
        };
        let api_version = better.api_version();
        if better.kind() != life.kind {
            cause.help(text!("use {} {}", text::name(api_version), text::name(better.kind())));
            return;
        }
        cause.help(text!("use {}", text::name(&api_version)));
        let edit = self.subject().rewrite(self.api_version_node(), &api_version);
        let safety = if self.fits(better) { Safety::Safe } else { Safety::Unsafe };
        let title = text!("set `apiVersion` to {}", text::name(&api_version));
        cause.fix(safety, title, [edit]);
    }

    /// The replacement, or another version of the same kind where the target lacks it.
    fn better(&self, life: &Lifecycle) -> Option<Kind> {
        let (group, version, name) = life.replacement?;
        schema::kind(group, version, name, self.version).or_else(|| {
            let same = |kind: &Kind| kind.group() == group && kind.kind() == name;
            let others = schema::kinds_at_any_version().filter(same);
            let served = others.filter(|kind| kind.served().contains(self.version));
            served.filter(|kind| !is_off(*kind, self.version)).last()
        })
    }

    /// Whether the object is right as another version of its kind, with the same meaning.
    fn fits(&self, kind: Kind) -> bool {
        // An empty selector of a PodDisruptionBudget meant no Pods, and means all of them in v1.
        let selector = || self.object.node().at(&["spec", "selector"]);
        let same_meaning = kind.kind() != "PodDisruptionBudget"
            || selector().is_some_and(|selector| selector.entries().next().is_some());
        let shape = Shape::Object(kind.type_());
        same_meaning
            && self.object.former().is_none_or(|former| !former.changed)
            && walk::faults(self.object.node(), shape, self.version, walk::Depth::Values).is_empty()
            && self.is_accepted_as(kind)
    }

    fn is_accepted_as(&self, kind: Kind) -> bool {
        let object = self.object.as_version(kind.group(), kind.version());
        let causes = validate::built_in(&object, self.version);
        causes.iter().all(|cause| cause.reason.is_none() || cause.on_by_default)
    }

    fn is_list(&self) -> bool {
        let gvk = self.object.written_gvk();
        let item = gvk.kind.trim_end_matches("List");
        (gvk.group.is_empty() && gvk.version == "v1" && item.is_empty())
            || schema::kind_at_any_version(&gvk.group, &gvk.version, item).is_some()
    }

    /// A list is a wrapper: its items are objects of their own.
    fn list(&self) -> Vec<Cause> {
        if self.object.node() != self.object.tree().root() {
            let message =
                text!("a {} is not allowed in a list", text::name(&self.object.written_gvk().kind));
            let mut cause = self.cause(
                code::INVALID_LIST_WRAPPER,
                Reason::UnknownKind,
                "kind",
                self.kind_node(),
                message,
            );
            cause.help("move its items to the outer list");
            return vec![cause];
        }
        let items = self.object.node().entry("items");
        if items.is_some_and(|items| items.value.is_list()) {
            return Vec::new();
        }
        let message =
            text!("a {} requires a list of `items`", text::name(&self.object.written_gvk().kind));
        let at = items.map_or(self.kind_node(), |entry| entry.key);
        vec![self.cause(code::INVALID_LIST_WRAPPER, Reason::UnknownKind, "items", at, message)]
    }

    fn unknown(&self, code: Code, at: Node<'a>, message: Text) -> Cause {
        let path = if at == self.kind_node() { "kind" } else { "apiVersion" };
        self.cause(code, Reason::UnknownKind, path, at, message)
    }

    fn cause(
        &self,
        code: Code,
        reason: impl Into<Option<Reason>>,
        path: &str,
        at: Node<'_>,
        message: impl Into<Text>,
    ) -> Cause {
        self.subject().cause(code, reason, path.to_owned(), at, message)
    }

    fn subject(&self) -> Subject<'a> {
        Subject { object: self.object, version: self.version, shape: None }
    }

    fn api_version_node(&self) -> Node<'a> {
        self.object.node().get("apiVersion").unwrap_or(self.object.node())
    }

    fn kind_node(&self) -> Node<'a> {
        self.object.node().get("kind").unwrap_or(self.object.node())
    }

    /// What is underlined for the object where nothing better is.
    fn first_key(&self) -> Node<'a> {
        self.object.node().entries().next().map_or(self.object.node(), |entry| entry.key)
    }
}

fn is_off(kind: Kind, version: Version) -> bool {
    lifecycle::lookup(kind.group(), kind.version(), kind.kind())
        .is_some_and(|life| life.off_by_default.contains(version))
}

/// An undotted group cannot be a custom one: `app` was meant to be `apps`.
fn is_similar_group(written: &str, known: &str) -> bool {
    let undotted = !written.is_empty() && !written.contains('.') && !known.is_empty();
    undotted && (distance(written, known, 1).is_some() || known.split('.').next() == Some(written))
}
