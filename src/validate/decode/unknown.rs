//! Puts unknown fields into words: misspelt, misplaced, under another tool's name, from an older
//! or a newer version.

use super::{
    ReportedSoFar, Subject,
    blocks::Blocks,
    intended::{self, Wanted, only, shares_words, starts_or_ends_in},
    misplaced::{self, Destination},
    older, required,
    trail::{Trail, TrailStep, object_type},
};
use crate::{
    code::{self, Code},
    diagnostic::{Edit, Safety},
    model::{
        schema::{Field, Shape, Type},
        similar::distance,
    },
    syntax::tree::Node,
    text,
    text::Text,
    validate::{Cause, Reason, names::shown},
};

/// More fields than this are not listed in a help, and a type with more is not a small one.
const LISTED: usize = 8;

/// What fields are called in other tools.
const ALIASES: &[(&str, &str)] = &[
    ("cmd", "args"),
    ("entrypoint", "command"),
    ("environment", "env"),
    ("expose", "ports"),
    ("healthcheck", "livenessProbe"),
    ("mounts", "volumeMounts"),
    ("replicaCount", "replicas"),
    ("restart", "restartPolicy"),
    ("volumes", "volumeMounts"),
];

pub(super) fn describe<'a>(
    subject: &Subject<'a>,
    holder: Node<'a>,
    ty: Type,
    key: Node<'a>,
    value: Node<'a>,
    reported: &mut ReportedSoFar,
) -> Cause {
    let trail = subject.trail(holder);
    let name = key.as_str().unwrap_or("");
    let unknown = StrayKey { subject, trail: &trail, holder, ty, key, value, name };
    if let Some(old) = older::field(ty, name) {
        let mut cause = unknown.of_older_version(old, reported);
        // Its own version has it, and the newer field next to it is not of that version.
        cause.lost |= subject.object.former().is_some_and(|former| old.is_of(&former.gvk.group));
        return cause;
    }
    let versions = ty.field_versions(name);
    if let Some(first) = versions.first().filter(|first| *first > subject.version) {
        let message = text!(
            "`{}` was added in Kubernetes {}, but the target is {}",
            text::key(name),
            text::name(first),
            text::name(subject.version)
        );
        let mut cause = unknown.cause(code::FIELD_NEWER_THAN_TARGET, message);
        cause.help(text!("remove it until all clusters have Kubernetes {}", text::name(first)));
        return cause;
    }
    let near = unknown.similar_field();
    if let Some(near) = near.filter(|near| near.surely) {
        return unknown.renamed(near.name, reported);
    }
    if let Some(field) = unknown.by_words(true) {
        return unknown.renamed(field.name(), reported);
    }
    if let Some(cause) = unknown.as_pair(reported) {
        return cause;
    }
    if let Some(target) = misplaced::find(subject, &trail, name, value) {
        return unknown.misplaced(&target, reported);
    }
    let meant = unknown.by_words(false).or_else(|| unknown.in_its_place());
    let meant = meant.map(Field::name).or_else(|| near.map(|near| near.name));
    if let Some(name) = meant.or_else(|| unknown.alias()) {
        return unknown.renamed(name, reported);
    }
    let mut cause = unknown.no_field();
    cause.help(fields_help(subject, ty, &trail));
    cause
}

/// A key that the type of its map does not have.
struct StrayKey<'s, 'a> {
    subject: &'s Subject<'a>,
    /// To the map.
    trail: &'s Trail<'a>,
    holder: Node<'a>,
    ty: Type,
    key: Node<'a>,
    value: Node<'a>,
    name: &'a str,
}

impl<'a> StrayKey<'_, 'a> {
    fn cause(&self, code: Code, message: impl Into<Text>) -> Cause {
        let path = self.trail.path_of(self.name);
        self.subject.cause(code, Reason::UnknownField, path, self.key, message)
    }

    fn no_field(&self) -> Cause {
        let (shown, ty) = (shown(self.name), short_name(self.ty));
        match self.ty.field_versions(self.name).last() {
            Some(last) => self.cause(
                code::UNKNOWN_FIELD,
                text!(
                    "`{}` was removed from {} after Kubernetes {}",
                    text::key(shown),
                    text::name(ty),
                    text::name(last)
                ),
            ),
            None => self.cause(
                code::UNKNOWN_FIELD,
                text!("unknown field `{}` in {}", text::key(shown), text::name(ty)),
            ),
        }
    }

    fn blocks(&self) -> Blocks<'a> {
        Blocks { object: self.subject.object }
    }

    fn of_older_version(&self, old: &older::Old, reported: &mut ReportedSoFar) -> Cause {
        let message = text!(
            "`{}` was removed from {} after {}",
            text::key(self.name),
            text::name(short_name(self.ty)),
            text::name(old.version)
        );
        let mut cause = self.cause(code::FIELD_OF_OLDER_VERSION, message);
        cause.help(old.help);
        reported.damaged.extend(old.now().map(|field| self.trail.path_of(field)));
        let other = old.taken_by().and_then(|name| self.holder.entry(name));
        cause.root = other.map(|other| self.subject.location(other.key));
        if let Some((safety, edits)) =
            older::repair(self.subject, old, self.holder, self.key, self.value)
        {
            cause.fix(safety, "write it in the form of the new version", edits);
        }
        cause
    }

    /// Another field of the same type is meant.
    fn renamed(&self, name: &'static str, reported: &mut ReportedSoFar) -> Cause {
        let mut cause = self.no_field();
        reported.damaged.push(self.trail.path_of(name));
        cause.help(text!("did you mean `{}`?", text::name(name)));
        let edit = self.subject.rewrite(self.key, name);
        cause.fix(Safety::Unsafe, text!("rename it to `{}`", text::name(name)), [edit]);
        cause
    }

    /// A field of the same name elsewhere in the object is meant.
    fn misplaced(&self, target: &Destination<'a>, reported: &mut ReportedSoFar) -> Cause {
        reported.damaged.push(target.path_of(self.name));
        reported.damaged.push(self.trail.path_of(self.name));
        let message = text!("`{}` does not belong {}", text::key(self.name), self.within(target));
        let mut cause = self.cause(code::MISPLACED_FIELD, message);
        if let Some(list) = self.whole_list(target) {
            let (written, other) = (self.trail.field_name().unwrap_or(""), list);
            cause.help(text!("write `{}` instead of `{}`", text::name(other), text::name(written)));
            if let Some(key) = self.list_key() {
                let edit = self.subject.rewrite(key, other);
                cause.fix(Safety::Unsafe, text!("rename it to `{}`", text::name(other)), [edit]);
            }
            // What an item of the one list lacks is not missing in one of the other.
            reported.damaged.push(self.trail.path());
            cause.root = reported.first(self.trail, other, cause.at);
            return cause;
        }
        let title = text!("move it to {}", target.name());
        cause.help(title.clone());
        if let Some(at) = target.written() {
            cause.related(at, "it belongs here");
        }
        let way = target.path_of("");
        cause.root = reported.first_in(self.trail, &way, cause.at);
        let edits = match target.below() {
            Some(key) => self.nested(key),
            None => misplaced::moved(self.subject, target, self.holder, self.key, self.value),
        };
        // Two repairs would write the missing level twice.
        if let Some(edits) = edits.filter(|_| cause.root.is_none() || target.is_written()) {
            cause.fix(Safety::Unsafe, title, edits);
        }
        cause
    }

    /// Where the field is, as opposed to where it belongs.
    fn within(&self, target: &Destination<'_>) -> Text {
        let path = self.trail.path();
        match self.trail.last().step {
            TrailStep::Key(key)
                if target.is_called(key.as_str().unwrap_or("")) && path != target.path_of("") =>
            {
                text!("in `{}`", text::name(shown(&path)))
            }
            _ => self.trail.within(),
        }
    }

    /// Puts the missing level above the entry, or above all of them where none is known.
    fn nested(&self, key: &str) -> Option<Vec<Edit>> {
        let known = |name: &str| self.ty.field(name, self.subject.version).is_some();
        let mut entries = self.holder.entries();
        let first = entries.next()?;
        if let Some(last) = entries.last().filter(|_| first.key == self.key) {
            let none_known =
                self.holder.entries().all(|entry| !known(entry.key.as_str().unwrap_or("")));
            if none_known {
                return self.blocks().nested(first, last, key);
            }
        }
        let own = self.holder.entries().find(|entry| entry.key == self.key)?;
        self.blocks().nested(own, own, key)
    }

    /// The other list that all items of this one are meant for: `envFrom` for `env`.
    fn whole_list(&self, target: &Destination<'a>) -> Option<&'static str> {
        let (TrailStep::Item(_), Some((holder, name))) =
            (self.trail.last().step, target.other_list())
        else {
            return None;
        };
        let levels = &self.trail.0;
        let (list, above) =
            (levels[levels.len() - 2].node, *levels.get(levels.len().checked_sub(3)?)?);
        let field = object_type(above.shape)?.field(name, self.subject.version)?;
        let Shape::List(of) = field.shape() else { return None };
        let item = object_type(Some(of.shape()))?;
        let fits = |item_node: Node<'_>| {
            let mut keys = item_node.entries().filter_map(|entry| entry.key.as_str());
            keys.all(|key| item.field(key, self.subject.version).is_some())
        };
        (holder == above.node && above.node.get(name).is_none() && list.items().all(fits))
            .then(|| field.name())
    }

    fn list_key(&self) -> Option<Node<'a>> {
        match self.trail.0.get(self.trail.0.len().checked_sub(2)?)?.step {
            TrailStep::Key(key) => Some(key),
            _ => None,
        }
    }

    /// `- MODE: prod` in a list of names and values, `- web: {image: …}` in one of structs.
    fn as_pair(&self, reported: &mut ReportedSoFar) -> Option<Cause> {
        only(self.holder.entries())?;
        if !matches!(self.trail.last().step, TrailStep::Item(_))
            || intended::on_one_line(self.key).is_none()
        {
            return None;
        }
        let field = self.trail.field(self.subject.version);
        let wanted = Wanted {
            ty: self.ty,
            owner: self.trail.field_name().unwrap_or(""),
            merge_key: field.and_then(Field::merge_key),
            version: self.subject.version,
        };
        let (help, edits) = if self.value.is_map() {
            self.named_block()?
        } else {
            let pairs = wanted.named(self.key, self.value)?;
            let texts = pairs.each_ref().map(|pair| format!("{}: {}", pair.field, pair.text));
            let words = texts.each_ref().map(|text| text!("`{}`", shown(text)));
            let (start, end) = (self.key.span().start, self.value.span().end);
            let edit = self.blocks().lines(self.key, &texts);
            let edit = edit.map(|text| vec![self.blocks().replace(start, end, text)]);
            (text!("write {} and {}", words[0], words[1]), edit)
        };
        let mut cause = self.no_field();
        reported.damaged.push(self.trail.path());
        cause.help(help);
        cause.root = reported.first(self.trail, "pair", cause.at);
        if let Some(edits) = edits {
            cause.fix(Safety::Unsafe, "write the name as the field `name`", edits);
        }
        Some(cause)
    }

    fn named_block(&self) -> Option<(Text, Option<Vec<Edit>>)> {
        let version = self.subject.version;
        let name = self.ty.field("name", version).filter(|field| field.shape() == Shape::Str)?;
        let mut keys = self.value.entries().filter_map(|entry| entry.key.as_str());
        let first = keys.next()?;
        let own = |key: &str| key != "name" && self.ty.field(key, version).is_some();
        if !own(first) || !keys.all(own) {
            return None;
        }
        let help = text!(
            "write `{}: {}` with `{}` below it",
            text::name(name.name()),
            text::key(shown(self.name)),
            text::name(first)
        );
        let entry = only(self.holder.entries())?;
        Some((help, self.blocks().named_item(entry, name.name(), "")))
    }

    /// A field that the words of the name are part of, or the other way round. `strongly`: the
    /// one that is required, or of which they are the start or end, in a small type.
    fn by_words(&self, strongly: bool) -> Option<Field> {
        // Keys of labels and resources have words of their own.
        if self.name.contains(['/', '.']) {
            return None;
        }
        let version = self.subject.version;
        let fields: Vec<Field> = self
            .ty
            .fields(version)
            .filter(|field| self.holder.get(field.name()).is_none() && field.name() != "status")
            .filter(|field| intended::fits(self.value, field.shape(), version))
            .filter(|field| shares_words(self.name, field.name()))
            .collect();
        let required = |field: &&Field| field.required() || required::is_enforced(self.ty, **field);
        if let Some(field) = only(fields.iter().filter(required)) {
            return Some(*field);
        }
        let field = only(fields.iter()).copied()?;
        let small = self.ty.fields(version).count() <= LISTED;
        let part = starts_or_ends_in(field.name(), self.name)
            || starts_or_ends_in(self.name, field.name());
        (!strongly || (small && part)).then_some(field)
    }

    /// The one required field that is missing, where this is the one unknown key of a small type.
    fn in_its_place(&self) -> Option<Field> {
        let version = self.subject.version;
        let unknown = |name: &str| self.ty.field(name, version).is_none();
        let keys = self.holder.entries().filter_map(|entry| entry.key.as_str());
        if self.ty.fields(version).count() > LISTED || keys.filter(|key| unknown(key)).count() > 1 {
            return None;
        }
        let missing = |field: &Field| {
            required::is_enforced(self.ty, *field) && self.holder.get(field.name()).is_none()
        };
        let field = only(self.ty.required_fields(version).filter(missing))?;
        let scalar = intended::is_scalar(field.shape()) && !self.value.is_null();
        (scalar && intended::fits(self.value, field.shape(), version)).then_some(field)
    }

    fn alias(&self) -> Option<&'static str> {
        let (_, name) = ALIASES.iter().find(|(alias, _)| *alias == self.name)?;
        let field = self.ty.field(name, self.subject.version)?;
        self.holder.get(name).is_none().then(|| field.name())
    }

    /// The nearest field that is not written yet; none where two are equally near.
    fn similar_field(&self) -> Option<Near> {
        let limit = if self.name.chars().count() <= 4 { 1 } else { 2 };
        let mut near: Vec<(bool, usize, &str)> = self
            .ty
            .fields(self.subject.version)
            .filter_map(|field| {
                let away = if folded(self.name) == folded(field.name()) {
                    0
                } else {
                    distance(self.name, field.name(), limit)?
                };
                let misfit = !misplaced::fits(self.value, field.shape());
                let free = self.holder.get(field.name()).is_none();
                free.then_some((misfit, away, field.name()))
            })
            .collect();
        near.sort_unstable();
        match near[..] {
            [(misfit, away, best), ref rest @ ..] => {
                let tied = rest.first().is_some_and(|(m, a, _)| (*m, *a) == (misfit, away));
                (!tied).then_some(Near { name: best, surely: !misfit && away <= 1 })
            }
            [] => None,
        }
    }
}

/// `core.v1.PodSpec` → `PodSpec`
fn short_name(ty: Type) -> &'static str {
    ty.name().rsplit('.').next().unwrap_or("")
}

/// A field that was likely meant.
#[derive(Clone, Copy)]
struct Near {
    name: &'static str,
    /// It differs in case, separators or one letter, and takes such a value.
    surely: bool,
}

fn folded(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

/// Names the fields of a type, or how to list them.
pub(super) fn fields_help(subject: &Subject<'_>, ty: Type, trail: &Trail<'_>) -> Text {
    let fields: Vec<&str> = ty.fields(subject.version).map(Field::name).collect();
    if fields.is_empty() {
        return "it has no fields, write `{}`".into();
    }
    if let [only] = fields[..] {
        return text!("use the field `{}`", text::name(only));
    }
    if fields.len() <= LISTED {
        return text!("use one of the fields {}", text::name(fields.join(", ")));
    }
    let kind = subject.object.gvk.kind.to_lowercase();
    let path: Vec<&str> = trail
        .0
        .iter()
        .filter_map(|level| match level.step {
            TrailStep::Key(key) => key.as_str(),
            _ => None,
        })
        .collect();
    let path = path.iter().fold(kind, |path, key| path + "." + key);
    text!("see `kubectl explain {}` for the fields", text::name(path))
}
