//! Puts values of a wrong shape into words: a map for a list, a scalar for a struct and so on,
//! and shows how the same values are written in the right one.

use super::{
    blocks::Blocks,
    intended::{MeantField, fits, is_scalar, on_one_line, only, quoted},
    scalar,
    trail::TrailStep,
    unknown,
    wrong_value::{WrongValue, name},
};
use crate::{
    code,
    diagnostic::{Edit, Safety},
    input::Span,
    model::schema::{Field, Shape, Type},
    syntax::{
        edit::{self},
        tree::{Entry, Node, NodeStyle},
    },
    text,
    text::Text,
    validate::{Cause, names::shown},
};

/// A hint is not longer than this.
const LONGEST: usize = 60;

/// Keys of selectors and metadata that hold labels, where the labels themselves are wanted.
const WRAPPERS: &[&str] = &["annotations", "data", "labels", "matchLabels", "selector"];

pub(super) fn describe(wrong: &WrongValue<'_, '_>, shape: Shape) -> Cause {
    let node = wrong.node;
    match shape {
        Shape::List(of) if node.is_map() => map_for_list(wrong, of.shape()),
        Shape::List(of) => scalar_for_list(wrong, of.shape()),
        Shape::Object(ty) if node.is_list() => list_for_struct(wrong, ty),
        Shape::Object(ty) => scalar_for_struct(wrong, ty),
        Shape::Map(_) if node.is_list() => list_for_map(wrong),
        Shape::Map(_) => scalar_for_map(wrong),
        _ if node.is_map() => map_for_string(wrong),
        _ => list_for_string(wrong),
    }
}

fn block_key<'a>(wrong: &WrongValue<'_, 'a>) -> Option<Node<'a>> {
    match wrong.trail.last().step {
        TrailStep::Key(key) if key.style() == NodeStyle::Plain => Some(key),
        _ => None,
    }
}

/// `` `name: web` and `mountPath: /d` ``
fn in_words(pairs: &[MeantField]) -> Text {
    let [first @ .., last] = pairs else { return Text::default() };
    let one = |pair: &MeantField| text!("`{}: {}`", text::name(pair.field), shown(&pair.text));
    let mut words = Text::default();
    for (index, pair) in first.iter().enumerate() {
        words.push_words(if index > 0 { ", " } else { "" });
        words.push(&one(pair));
    }
    words.push_words(if first.is_empty() { "" } else { " and " });
    words.push(&one(last));
    words
}

/// The pairs as the start of an item: `` `- name: web` and `mountPath: /d` ``
fn item_in_words(pairs: &[MeantField]) -> Text {
    let Some((first, rest)) = pairs.split_first() else { return Text::default() };
    let dashed = text!("`- {}: {}`", text::name(first.field), shown(&first.text));
    match rest {
        [] => dashed,
        [_] => text!("{} and {}", dashed, in_words(rest)),
        _ => text!("{}, {}", dashed, in_words(rest)),
    }
}

fn lines(pairs: &[MeantField]) -> Vec<String> {
    pairs.iter().map(|pair| format!("{}: {}", pair.field, pair.text)).collect()
}

fn flow(pairs: &[MeantField]) -> String {
    let all = lines(pairs).join(", ");
    format!("{{{all}}}")
}

/// `ports: {http: 80}`, `env: {A: b}`, `initContainers: {name: x}`
fn map_for_list(wrong: &WrongValue<'_, '_>, items: Shape) -> Cause {
    let Shape::Object(ty) = items else {
        let mut cause = wrong.must_be(code::SCALAR_FOR_LIST, "a list");
        if is_scalar(items) {
            string_items(wrong, &mut cause);
        }
        return cause;
    };
    let known = |key: &str| ty.field(key, wrong.subject.version).is_some();
    let keys = || wrong.node.entries().filter_map(|entry| entry.key.as_str());
    if wrong.node.entries().next().is_none() {
        let mut cause = wrong.must_be(code::SCALAR_FOR_LIST, "a list");
        cause.help("write `[]` for an empty list");
        return cause;
    }
    if keys().all(known) {
        let mut cause = wrong.must_be(code::SCALAR_FOR_LIST, "a list");
        let first = wrong.node.entries().next().and_then(|entry| {
            let text = on_one_line(entry.value).map_or(String::new(), |text| format!(" {text}"));
            Some(format!("- {}:{text}", entry.key.as_str()?))
        });
        let first = first.filter(|first| first.len() <= LONGEST && !wrong.is_secret());
        cause.help(match first {
            Some(first) => text!("start the item with a dash: `{}`", first),
            None => text!("start the item with a dash"),
        });
        cause.fix(Safety::Safe, "start the item with a dash", as_item(wrong));
        return cause;
    }
    by_name(wrong, ty).unwrap_or_else(|| {
        let mut cause = wrong.must_be(code::SCALAR_FOR_LIST, "a list");
        cause.help(match keys().any(known) {
            true => text!("start each item with a dash"),
            false => unknown::fields_help(wrong.subject, ty, wrong.trail),
        });
        cause
    })
}

/// A map whose keys are the names of the items.
fn by_name(wrong: &WrongValue<'_, '_>, ty: Type) -> Option<Cause> {
    let version = wrong.subject.version;
    ty.field("name", version).filter(|field| field.shape() == Shape::Str)?;
    let wanted = wrong.wanted(ty);
    let fits = |entry: &Entry<'_>| match entry.value {
        value if value.is_map() => {
            let mut keys = value.entries().filter_map(|entry| entry.key.as_str());
            keys.all(|key| key != "name" && ty.field(key, version).is_some())
        }
        value => wanted.named(entry.key, value).is_some(),
    };
    if !wrong.node.entries().all(|entry| fits(&entry)) {
        return None;
    }
    let first = wrong.node.entries().next()?;
    let named = wanted.named(first.key, first.value).filter(|_| !first.value.is_map());
    let (list, help) = match &named {
        Some(pairs) => (
            text!("a list of `name`/`{}` pairs", text::name(pairs[1].field)),
            text!("write each as {}", item_in_words(pairs)),
        ),
        None => (
            text!("a list"),
            text!("start each item with its name: `- name: {}`", shown(first.key.raw())),
        ),
    };
    let mut cause = wrong.must_be(code::SCALAR_FOR_LIST, list);
    cause.help(help);
    let entry_edits = |entry: Entry<'_>| {
        if entry.value.is_map() {
            return wrong.blocks().named_item(entry, "name", "- ");
        }
        let pairs = lines(&wanted.named(entry.key, entry.value)?);
        let column = wrong.blocks().column(entry.key)? + 2;
        let text = format!("- {}", pairs.join(&format!("\n{:column$}", "")));
        let (start, end) = (entry.key.span().start, entry.value.span().end);
        Some(vec![wrong.blocks().replace(start, end, text)])
    };
    if wrong.node.style() == NodeStyle::Block {
        let edits: Option<Vec<Vec<Edit>>> = wrong.node.entries().map(entry_edits).collect();
        let edits = edits.unwrap_or_default().into_iter().flatten();
        cause.fix(Safety::Safe, "make it a list", edits);
    }
    Some(cause)
}

/// `args: {--level: debug}`, where each line was meant to be one string.
fn string_items(wrong: &WrongValue<'_, '_>, cause: &mut Cause) {
    let first = wrong.node.entries().next();
    let text = first.and_then(|entry| {
        let value = on_one_line(entry.value)?;
        quoted(&format!("{}: {value}", entry.key.raw()))
    });
    cause.help(match text.filter(|text| text.len() <= LONGEST && !wrong.is_secret()) {
        Some(text) => text!("start each item with a dash: `- {}`", text),
        None => text!("start each item with a dash"),
    });
}

/// Edits that make a map the only item of a list.
fn as_item(wrong: &WrongValue<'_, '_>) -> Vec<Edit> {
    let span = wrong.node.span();
    let at = |span| wrong.subject.location_of(span);
    if wrong.node.style() == NodeStyle::Flow {
        let insert = |offset, text: &str| Edit { at: at(Span::at(offset)), text: text.to_owned() };
        return vec![insert(span.start, "["), insert(span.end, "]")];
    }
    let text = &wrong.node.tree().text()[span.range()];
    let mut edits = vec![Edit { at: at(Span::at(span.start)), text: "- ".to_owned() }];
    for (offset, _) in text.match_indices('\n') {
        let line = text[offset + 1..].lines().next().unwrap_or("");
        if !line.trim().is_empty() {
            let start = span.start + offset as u32 + 1;
            edits.push(Edit { at: at(Span::at(start)), text: "  ".to_owned() });
        }
    }
    edits
}

fn scalar_for_list(wrong: &WrongValue<'_, '_>, items: Shape) -> Cause {
    let mut cause = wrong.must_be(code::SCALAR_FOR_LIST, "a list");
    match items {
        Shape::Object(ty) => one_item(wrong, ty, &mut cause),
        _ => wrap(wrong, &mut cause, items),
    }
    cause
}

/// Turns a scalar into the only item of a list of structs.
fn one_item(wrong: &WrongValue<'_, '_>, ty: Type, cause: &mut Cause) {
    let pairs = wrong.wanted(ty).pairs(wrong.node);
    if pairs.is_empty() || wrong.is_secret() {
        cause.help(unknown::fields_help(wrong.subject, ty, wrong.trail));
        return;
    }
    cause.help(text!("write {}", item_in_words(&pairs)));
    let edit = block_key(wrong).and_then(|key| {
        let column = wrong.blocks().column(key)? + 4;
        let text = lines(&pairs).join(&format!("\n{:column$}", ""));
        let text = format!(":\n{:1$}- {text}", "", column - 2);
        Some(wrong.blocks().replace(key.span().end, wrong.node.span().end, text))
    });
    cause.fix(Safety::Unsafe, "make it a list", edit);
}

/// Turns a scalar into a list of one, or of its words.
fn wrap(wrong: &WrongValue<'_, '_>, cause: &mut Cause, items: Shape) {
    let node = wrong.node;
    let plain = || {
        let raw = node.raw();
        let simple = raw.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.');
        (!raw.is_empty() && simple).then(|| raw.to_owned())
    };
    let Some(text) = node.as_str().map(str::to_owned).or_else(plain) else { return };
    // Only a command line falls into words.
    let command = matches!(wrong.field(), "command" | "args");
    let words: Vec<&str> =
        if command { text.split_whitespace().collect() } else { vec![text.as_str()] };
    let risky = text.contains(['"', '\'', '\\', '$', '`', '|', '&', ';', '\n']);
    if items != Shape::Str {
        if scalar::fits(node, items) {
            cause.help(text!("write `[{}]`", text.as_str()));
            cause.fix(Safety::Safe, "make it a list", wrong.replace(format!("[{text}]")));
        }
    } else if words.len() == 1 && !risky {
        cause.help(text!("write `[\"{}\"]`", text.as_str()));
        cause.fix(Safety::Safe, "make it a list", wrong.replace(format!("[\"{text}\"]")));
    } else if risky && command {
        cause.help("write it as a list; `[\"sh\", \"-c\", \"…\"]` runs it in a shell");
    } else if risky || words.is_empty() {
        cause.help("write it as a list of strings");
    } else {
        let list = format!("[\"{}\"]", words.join("\", \""));
        cause.help(text!("write `{}`", list.as_str()));
        cause.fix(Safety::Unsafe, "make it a list of words", wrong.replace(list));
    }
}

/// `exec: [cat, /ok]`, `securityContext: [{runAsUser: 1}]`
fn list_for_struct(wrong: &WrongValue<'_, '_>, ty: Type) -> Cause {
    let mut cause = wrong.must_be(code::WRONG_TYPE, "a map");
    let version = wrong.subject.version;
    let mut seen = Vec::new();
    let mut entries = wrong.node.items().flat_map(Node::entries);
    let own = entries.all(|entry| {
        let key = entry.key.as_str().unwrap_or("");
        let new = !seen.contains(&key) && ty.field(key, version).is_some();
        seen.push(key);
        new
    });
    if own && !seen.is_empty() && wrong.node.items().all(Node::is_map) {
        without_dashes(wrong, &mut cause);
        return cause;
    }
    // A required list is meant in a spec.
    let wanted = |field: &Field| {
        field.name() != "finalizers" && (wrong.field() != "spec" || field.required())
    };
    let fields: Vec<Field> = ty
        .fields(version)
        .filter(|field| {
            matches!(field.shape(), Shape::List(_)) && field.dropped_by(version).is_none()
        })
        .filter(wanted)
        .filter(|field| {
            wrong.node.items().next().is_some() && fits(wrong.node, field.shape(), version)
        })
        .filter(|field| items_fit(wrong.node, *field, wrong))
        .collect();
    match &*fields {
        [] if wrong.node.items().next().is_none() => empty(wrong, &mut cause),
        [] => {
            cause.help(unknown::fields_help(wrong.subject, ty, wrong.trail));
        }
        [only] => put_under(wrong, only.name(), &mut cause),
        several if several.iter().filter(|field| field.required()).count() == 1 => {
            let required = several.iter().find(|field| field.required());
            put_under(wrong, required.map_or("", |field| field.name()), &mut cause);
        }
        several if several.len() > 3 => {
            cause.help(unknown::fields_help(wrong.subject, ty, wrong.trail));
        }
        several => {
            let names: Vec<String> =
                several.iter().map(|field| format!("`{}`", field.name())).collect();
            cause.help(text!("put the list under {}", text::name(names.join(" or "))));
        }
    }
    cause
}

fn put_under(wrong: &WrongValue<'_, '_>, field: &str, cause: &mut Cause) {
    let title = text!("put the list under `{}`", text::name(field));
    let edits = block_key(wrong).and_then(|key| wrong.blocks().list_below(key, wrong.node, field));
    cause.suggest(Safety::Unsafe, title, edits.unwrap_or_default());
}

/// Whether the items could be those of a list, by the fields that they have.
fn items_fit(list: Node<'_>, field: Field, wrong: &WrongValue<'_, '_>) -> bool {
    let Shape::List(of) = field.shape() else { return false };
    list.items().all(|item| item.is_null() || fits(item, of.shape(), wrong.subject.version))
}

fn without_dashes(wrong: &WrongValue<'_, '_>, cause: &mut Cause) {
    let entry = wrong.node.items().next().and_then(|item| item.entries().next());
    let text = entry.and_then(|entry| {
        let value = on_one_line(entry.value).map_or(String::new(), |text| format!(" {text}"));
        Some(format!("{}:{value}", entry.key.as_str()?))
    });
    let many = wrong.node.items().nth(1).is_some();
    let dashes = if many { "the dashes" } else { "the dash" };
    cause.help(match text.filter(|text| text.len() <= LONGEST && !wrong.is_secret()) {
        Some(text) => text!("write `{}` without a dash", text),
        None => text!("remove {}", text::name(dashes)),
    });
    let edits = wrong.blocks().without_dashes(wrong.node).unwrap_or_default();
    cause.fix(Safety::Safe, text!("remove {}", text::name(dashes)), edits);
}

/// `hostPath: /data`, `tcpSocket: 80`, `strategy: Recreate`, `- 80`
fn scalar_for_struct(wrong: &WrongValue<'_, '_>, ty: Type) -> Cause {
    let mut cause = wrong.must_be(code::WRONG_TYPE, "a map");
    let item = matches!(wrong.trail.last().step, TrailStep::Item(_));
    if let Some(key) = wrong.node.as_str().and_then(|text| joined_key(wrong, text)) {
        let field = ty.field(key, wrong.subject.version);
        if field.is_some() && !wrong.is_secret() {
            space(wrong, key, &mut cause);
            return cause;
        }
    }
    let small = ty.fields(wrong.subject.version).count() <= 3;
    let says_nothing = wrong.node.as_bool().is_some() && small || wrong.node.as_str() == Some("");
    let required = ty.required_fields(wrong.subject.version).next().is_some();
    if says_nothing && !item && !required {
        empty(wrong, &mut cause);
        return cause;
    }
    let version = wrong.subject.version;
    // Text is what a selector's labels are in other tools.
    let labels = ty.field("matchLabels", version).filter(|_| !wrong.is_secret());
    if let (Some(labels), Some(pairs)) = (labels, wrong.node.as_str().and_then(assignments)) {
        cause.help(text!("write `{}` under `{}`", pairs, text::name(labels.name())));
        return cause;
    }
    let mut pairs = wrong.wanted(ty).pairs(wrong.node);
    if pairs.is_empty() {
        pairs.extend(only_list(wrong, ty));
    }
    if pairs.is_empty() || wrong.is_secret() {
        cause.help(unknown::fields_help(wrong.subject, ty, wrong.trail));
        return cause;
    }
    cause.help(match item {
        true => text!("write {}", in_words(&pairs)),
        false => text!("write `{}: {}`", text::name(wrong.field()), flow(&pairs)),
    });
    let missing = ty
        .required_fields(version)
        .any(|field| pairs.iter().all(|pair| pair.field != field.name()));
    let safety = if missing { Safety::Unsafe } else { Safety::Safe };
    let title = text!("write {}", in_words(&pairs));
    cause.fix(safety, title, struct_of(wrong, &pairs));
    cause
}

/// The one list of strings of a type that requires nothing else: `exec: sleep 5`.
fn only_list(wrong: &WrongValue<'_, '_>, ty: Type) -> Option<MeantField> {
    let version = wrong.subject.version;
    let text = wrong.node.as_str().filter(|text| text.len() <= LONGEST)?;
    let strings = |field: &Field| match field.shape() {
        Shape::List(of) => of.shape() == Shape::Str,
        _ => false,
    };
    let field = only(ty.fields(version).filter(strings))?;
    if ty.required_fields(version).any(|other| other != field)
        || ty.fields(version).count() > 3
        || text.contains(['"', '\'', '\\', '$', '`', '|', '&', ';', ':', '\n'])
    {
        return None;
    }
    let words: Vec<&str> = match field.name() {
        "command" => text.split_whitespace().collect(),
        _ => Some(text).filter(|text| !text.contains(' ')).into_iter().collect(),
    };
    let list = format!("[\"{}\"]", words.join("\", \""));
    (!words.is_empty()).then(|| MeantField { field: field.name(), text: list })
}

/// The edit that writes fields in place of a scalar.
fn struct_of(wrong: &WrongValue<'_, '_>, pairs: &[MeantField]) -> Option<Edit> {
    let blocks: Blocks<'_> = wrong.blocks();
    let span = wrong.node.span();
    if let Some(key) = block_key(wrong) {
        if let Some(column) = blocks.column(key) {
            let below = format!("\n{:1$}", "", column + 2);
            let text = format!(":{below}{}", lines(pairs).join(&below));
            return Some(blocks.replace(key.span().end, span.end, text));
        }
        return Some(blocks.replace(span.start, span.end, flow(pairs)));
    }
    match wrong.trail.last().step {
        TrailStep::Item(_) => {
            let text = blocks.lines(wrong.node, &lines(pairs)).unwrap_or_else(|| flow(pairs));
            // JSON would need its keys quoted.
            let json = wrong.node.tree().root().style() == NodeStyle::Flow;
            (!json).then(|| blocks.replace(span.start, span.end, text))
        }
        _ => None,
    }
}

/// For a struct with no field set: `emptyDir: true`, `podSelector: ""`.
fn empty(wrong: &WrongValue<'_, '_>, cause: &mut Cause) {
    cause.help(text!("write `{}: {{}}` to set no fields", text::key(wrong.field())));
}

/// The key in a text that lacks the blank after its colon, or the colon: `name:web`, `name web`.
fn joined_key<'t>(wrong: &WrongValue<'_, '_>, text: &'t str) -> Option<&'t str> {
    let (key, value) = text.split_once([':', ' '])?;
    let plain = wrong.node.style() == NodeStyle::Plain && on_one_line(wrong.node).is_some();
    (plain && !key.is_empty() && !value.trim().is_empty()).then_some(key)
}

fn space(wrong: &WrongValue<'_, '_>, key: &str, cause: &mut Cause) {
    let raw = wrong.node.raw();
    let Some(rest) = raw.strip_prefix(key) else { return };
    let text = format!("{key}: {}", rest.trim_start_matches([':', ' ']));
    let what = if rest.starts_with(':') { "a space after the colon" } else { "a colon" };
    cause.help(text!("write `{}`, with {}", shown(&text), text::name(what)));
    cause.fix(Safety::Safe, text!("write {}", text::name(what)), wrong.replace(text));
}

/// `nodeSelector: [{disk: ssd}]`, `labels: [app=web]`
fn list_for_map(wrong: &WrongValue<'_, '_>) -> Cause {
    let mut cause = wrong.must_be(code::WRONG_TYPE, "a map");
    if wrong.is_secret() {
        cause.help("remove the dashes, and write lines `KEY: VALUE`");
        return cause;
    }
    let mut seen = Vec::new();
    let mut entries = wrong.node.items().flat_map(Node::entries);
    let distinct = entries.all(|entry| {
        let key = entry.key.as_str().unwrap_or("");
        let new = !seen.contains(&key);
        seen.push(key);
        new && !entry.value.is_map() && !entry.value.is_list()
    });
    let first = wrong.node.items().next();
    let pair = first.and_then(|item| {
        let name = item.get("name").or_else(|| item.get("key"))?;
        let value = item.get("value")?;
        Some(format!("{}: {}", on_one_line(name)?, on_one_line(value)?))
    });
    if let Some(pair) = pair.filter(|pair| pair.len() <= LONGEST) {
        cause.help(text!("write `{}`", pair));
    } else if distinct && !seen.is_empty() && wrong.node.items().all(Node::is_map) {
        without_dashes(wrong, &mut cause);
    } else if let Some(text) = first.and_then(Node::as_str).and_then(assignments) {
        cause.help(text!("write `{}` without a dash", text));
    } else {
        cause.help("write a line `KEY: VALUE` for each item, without a dash");
    }
    cause
}

/// `labels: app=web`, and a string in place of the keys of `data`.
fn scalar_for_map(wrong: &WrongValue<'_, '_>) -> Cause {
    let mut cause = wrong.must_be(code::WRONG_TYPE, "a map");
    let text = wrong.node.as_str().filter(|_| !wrong.is_secret());
    let below = wrong.trail.key().span().end..wrong.node.span().start;
    let own_line = wrong.node.tree().text().get(below.start as usize..below.end as usize);
    let own_line = own_line.is_some_and(|between| between.contains('\n'));
    let block = matches!(wrong.node.style(), NodeStyle::Literal | NodeStyle::Folded);
    let field = wrong.field();
    if block {
        let indicator = wrong.node.raw().lines().next().unwrap_or("|").trim_end();
        let indicator = indicator.split(' ').next().unwrap_or("|");
        cause.help(text!(
            "add a key: `KEY: {}` in `{}`, above the lines of the text",
            text::name(indicator),
            text::name(field)
        ));
    } else if let Some(key) = text.and_then(|text| joined_key(wrong, text)).filter(|_| own_line) {
        space(wrong, key, &mut cause);
    } else if let Some(pairs) = text.and_then(assignments) {
        cause.help(text!("write `{}: {{{}}}`", text::name(field), pairs));
    } else if let Some(text) = storage(wrong) {
        cause.help(text!("write `{}: {{storage: {}}}`", text::name(field), text));
    } else {
        cause.help(text!("write lines `KEY: VALUE` in `{}`", text::name(field)));
    }
    cause
}

/// An amount in place of the amounts of a volume, which has one resource only.
fn storage<'a>(wrong: &WrongValue<'_, 'a>) -> Option<&'a str> {
    let claim =
        |name: &str| name.starts_with("PersistentVolume") || name.starts_with("volumeClaim");
    let in_claim = claim(&wrong.subject.object.gvk.kind)
        || wrong.trail.0.iter().any(|level| match level.step {
            TrailStep::Key(key) => key.as_str().is_some_and(claim),
            _ => false,
        });
    let amounts =
        matches!(wrong.trail.last().shape, Some(Shape::Map(of)) if of.shape() == Shape::Quantity);
    on_one_line(wrong.node)
        .filter(|_| in_claim && amounts && scalar::fits(wrong.node, Shape::Quantity))
}

/// `app=web,tier=front` as `app: web, tier: front`.
fn assignments(text: &str) -> Option<String> {
    let pairs: Option<Vec<String>> = text
        .split(',')
        .map(|part| {
            let (key, value) = part.trim().split_once(['=', ':'])?;
            let (key, value) = (key.trim_end_matches('='), value.trim_start_matches('=').trim());
            let is_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/');
            let good = !key.is_empty() && key.chars().all(is_key) && !value.is_empty();
            good.then(|| format!("{key}: {}", edit::scalar(value)))
        })
        .collect();
    let text = pairs?.join(", ");
    (text.len() <= LONGEST).then_some(text)
}

fn map_for_string(wrong: &WrongValue<'_, '_>) -> Cause {
    let above = wrong.trail.0.len().checked_sub(2).map(|at| wrong.trail.0[at]);
    let in_map = above.is_some_and(|above| matches!(above.shape, Some(Shape::Map(_))));
    let all_scalars =
        wrong.node.entries().all(|entry| !entry.value.is_map() && !entry.value.is_list());
    let field = wrong.field();
    if in_map && all_scalars && WRAPPERS.contains(&field) && !wrong.is_secret() {
        return wrapper(wrong);
    }
    let mut cause = wrong.must_be(code::WRONG_TYPE, name(Shape::Str));
    if in_map {
        value_of_map(wrong, &mut cause);
    } else {
        one_string(wrong, &mut cause);
    }
    cause
}

/// A level too many: `selector: {matchLabels: {app: web}}` of a Service.
fn wrapper(wrong: &WrongValue<'_, '_>) -> Cause {
    let field = wrong.field();
    let above = wrong.trail.0.len().checked_sub(2).map(|at| wrong.trail.0[at].step);
    let holder = match above {
        Some(TrailStep::Key(key)) => key.as_str().unwrap_or(""),
        _ => "",
    };
    let message = text!(
        "`{}` must hold its labels directly, without `{}`",
        text::name(holder),
        text::name(field)
    );
    let mut cause = wrong.cause(code::WRONG_TYPE, message);
    let first = wrong.node.entries().next();
    let first =
        first.and_then(|entry| Some(format!("{}: {}", entry.key.raw(), on_one_line(entry.value)?)));
    cause.help(match first.filter(|first| first.len() <= LONGEST) {
        Some(first) => text!("write `{}` directly in `{}`", first, text::name(holder)),
        None => text!("remove `{}`", text::name(field)),
    });
    let edits = block_key(wrong).and_then(|key| wrong.blocks().unnested(key, wrong.node));
    cause.fix(Safety::Safe, text!("remove `{}`", text::name(field)), edits.unwrap_or_default());
    cause
}

/// A map as the value of a label, an annotation or a key of a ConfigMap.
fn value_of_map(wrong: &WrongValue<'_, '_>, cause: &mut Cause) {
    let field = wrong.field();
    let data = wrong.trail.0.len() == 3
        && matches!(&*wrong.subject.object.gvk.kind, "ConfigMap" | "Secret");
    let first = wrong.node.entries().next();
    let prefix = field.contains('.') && !field.contains('/') && !data;
    let joined = first.filter(|_| prefix).and_then(|entry| {
        let value = on_one_line(entry.value)?;
        Some(format!("{field}/{}: {value}", entry.key.as_str()?))
    });
    if let Some(joined) = joined.filter(|joined| joined.len() <= 100) {
        cause.help(text!("write `{}`", joined));
        return;
    }
    let one = only(wrong.node.items()).and_then(on_one_line).filter(|_| !wrong.is_secret());
    let annotation = wrong.trail.0.iter().any(|level| match level.step {
        TrailStep::Key(key) => key.as_str() == Some("annotations"),
        _ => false,
    });
    if let Some(one) = one.filter(|one| one.len() <= LONGEST && !data) {
        cause.help(text!("write `{}: {}`", text::key(field), one));
    } else if !data && !annotation {
        cause.help(text!("write one string in {}", wrong.trail.subject()));
    } else if wrong.node.style() == NodeStyle::Block {
        cause.help(text!(
            "write `{}: |` to make the lines below it a string",
            text::key(shown(field))
        ));
        if let Some(key) = block_key(wrong).filter(|key| wrong.blocks().column(*key).is_some()) {
            let end = key.span().end;
            let text = wrong.node.tree().text();
            let own_line = text[end as usize..].starts_with(":\n");
            let deeper = wrong.blocks().column(wrong.node) > wrong.blocks().column(key);
            let edit = (own_line && deeper).then(|| wrong.blocks().replace(end, end + 1, ": |"));
            cause.fix(Safety::Unsafe, "make it a string", edit);
        }
    } else {
        quote_flow(wrong, cause);
    }
}

/// Quotes what looks like a map or list to YAML.
fn quote_flow(wrong: &WrongValue<'_, '_>, cause: &mut Cause) {
    let raw = wrong.node.raw();
    let simple = !raw.contains(['\'', '\n']) && !raw.is_empty();
    match format!("'{raw}'") {
        text if simple && text.len() <= LONGEST && !wrong.is_secret() => {
            cause.help(text!("quote it: `{}`", text));
        }
        _ => {
            cause.help("quote it");
        }
    }
    if simple && wrong.node.tree().root().style() != NodeStyle::Flow {
        cause.fix(Safety::Safe, "quote it", wrong.replace(format!("'{raw}'")));
    }
}

/// A map in place of one string: `- echo a: b`, `namespace: {name: shop}`, an image in parts.
fn one_string(wrong: &WrongValue<'_, '_>, cause: &mut Cause) {
    let raw = wrong.node.raw();
    let item = matches!(wrong.trail.last().step, TrailStep::Item(_));
    let entry = only(wrong.node.entries());
    let filled = entry.is_some_and(|entry| on_one_line(entry.value).is_some());
    if item && filled && wrong.node.style() == NodeStyle::Block && !raw.contains('\n') {
        if let Some(text) = quoted(raw) {
            cause.help(match text.len() <= LONGEST {
                true => text!("quote it: `{}`", text.as_str()),
                false => text!("quote it"),
            });
            cause.fix(Safety::Safe, "quote it", wrong.replace(text));
        } else {
            cause.help("quote it, or write it after `- |-` on a line of its own");
        }
        return;
    }
    let text =
        |name: &str| wrong.node.get(name).filter(|value| !value.is_map() && !value.is_list());
    let parts = (text("repository").or_else(|| text("name")), text("tag"));
    let meant = match (parts, entry) {
        ((Some(name), Some(tag)), _) if wrong.field() == "image" => {
            name.as_str().map(|name| format!("{name}:{}", tag.as_str().unwrap_or(tag.raw())))
        }
        (_, Some(entry)) => part_of_string(wrong, entry),
        _ => None,
    };
    if let Some(meant) = meant.filter(|meant| meant.len() <= LONGEST && !item) {
        cause.help(text!("write `{}: {}`", text::name(wrong.field()), meant));
    } else {
        cause.help(text!("write one string in {}", wrong.trail.subject()));
    }
}

/// The string that is meant by a map with one entry.
fn part_of_string(wrong: &WrongValue<'_, '_>, entry: Entry<'_>) -> Option<String> {
    let key = entry.key.as_str()?;
    let field = wrong.trail.field(wrong.subject.version);
    if field.is_some_and(|field| field.enum_values().any(|value| value == key)) {
        return Some(key.to_owned());
    }
    let own = wrong.field().to_lowercase().ends_with(&key.to_lowercase());
    on_one_line(entry.value).filter(|_| own || key == "value" || key == "name").map(str::to_owned)
}

fn list_for_string(wrong: &WrongValue<'_, '_>) -> Cause {
    let mut cause = wrong.must_be(code::WRONG_TYPE, name(Shape::Str));
    let above = wrong.trail.0.len().checked_sub(2).map(|at| wrong.trail.0[at]);
    let in_map = above.is_some_and(|above| matches!(above.shape, Some(Shape::Map(_))));
    let item = matches!(wrong.trail.last().step, TrailStep::Item(_));
    let one = only(wrong.node.items()).and_then(on_one_line).filter(|_| !wrong.is_secret());
    if item {
        cause.help(text!("write each string as an item of `{}` itself", text::name(wrong.field())));
    } else if in_map {
        value_of_map(wrong, &mut cause);
    } else if let Some(one) = one.filter(|one| one.len() <= LONGEST) {
        cause.help(text!("write `{}: {}`", text::name(wrong.field()), one));
    } else if wrong.node.style() == NodeStyle::Flow {
        quote_flow(wrong, &mut cause);
    } else {
        cause.help(text!("write one string in `{}`", text::key(wrong.field())));
    }
    cause
}
