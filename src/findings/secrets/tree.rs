//! Secret places of a text that could be read.

use super::{SecretPlaces, text};
use crate::{
    input::Span,
    syntax::tree::{Entry, Node, NodeStyle},
    text::is_key,
};

/// Fields of a Secret whose values may be shown.
pub(super) const OPEN: [&str; 4] = ["apiversion", "kind", "type", "immutable"];

/// Fields of its metadata whose values may be shown.
const METADATA: [&str; 14] = [
    "name",
    "generateName",
    "namespace",
    "labels",
    "annotations",
    "uid",
    "resourceVersion",
    "generation",
    "creationTimestamp",
    "deletionTimestamp",
    "deletionGracePeriodSeconds",
    "finalizers",
    "ownerReferences",
    "selfLink",
];

/// Fields of what refers to a Secret.
const REFERENCE: [&str; 10] = [
    "apiVersion",
    "kind",
    "name",
    "namespace",
    "group",
    "version",
    "fieldPath",
    "fieldPaths",
    "options",
    "optional",
];

/// The annotation in which kubectl keeps all that was applied.
pub(super) const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// Fields of a generator of Secrets that name things.
const GENERATOR: [&str; 11] = [
    "apiVersion",
    "kind",
    "metadata",
    "name",
    "namespace",
    "behavior",
    "type",
    "options",
    "files",
    "env",
    "envs",
];

/// Walks a document's tree.
pub(super) fn object(root: Node<'_>, document: Span, places: &mut SecretPlaces) {
    let mut rest = vec![root];
    while let Some(node) = rest.pop() {
        if node.is_list() {
            rest.extend(node.items());
            continue;
        }
        if !node.is_map() {
            embedded(node, places);
            continue;
        }
        let is_root = node == root;
        if is_secret(node, is_root) {
            let span = if is_root { document } else { with_notes(node) };
            secret(node, span, places);
            continue;
        }
        if kind(node).is_some_and(|kind| kind.to_lowercase().starts_with("secretgenerator")) {
            generator(node, places);
            continue;
        }
        let of_list = kind(node).is_some_and(|kind| kind.eq_ignore_ascii_case("SecretList"));
        for entry in node.entries() {
            let key = entry.key.as_str().unwrap_or("");
            if is_plain_data(key) || is_op_of_secret(node, key) || is_patch_of_secret(node, key) {
                section(entry, places);
            } else if key == "literals" {
                // Outside of its generator, it may be of any.
                section(entry, places);
            } else if key.to_lowercase().starts_with("configmapgen") {
            } else if key.to_lowercase().starts_with("secretgen") {
                for one in std::iter::once(entry.value).chain(entry.value.items()) {
                    generator(one, places);
                }
            } else if of_list && key == "items" {
                entry.value.items().for_each(|item| secret(item, item.span(), places));
            } else {
                rest.push(entry.value);
            }
        }
    }
}

fn kind<'a>(map: Node<'a>) -> Option<&'a str> {
    let named =
        |entry: &Entry<'a>| entry.key.as_str().is_some_and(|key| key.eq_ignore_ascii_case("kind"));
    map.entries().find(named).and_then(|entry| entry.value.as_str())
}

/// Whether a map is a Secret, or looks like one.
pub(super) fn is_secret(map: Node<'_>, is_root: bool) -> bool {
    let has = |wanted: &dyn Fn(&str) -> bool| {
        map.entries().any(|entry| entry.key.as_str().is_some_and(wanted))
    };
    let is_data = |key: &str| text::is_data(key);
    match kind(map) {
        Some(kind) if text::is_secret_kind(kind) => {
            // Others only refer to a Secret by its kind.
            is_root || has(&|key| !REFERENCE.contains(&key))
        }
        Some(_) => false,
        None => (is_root || has(&|key| key == "metadata")) && has(&is_data),
    }
}

/// `stringData`, however it is spelled: nothing but a Secret has it.
fn is_plain_data(key: &str) -> bool {
    key.eq_ignore_ascii_case("stringData")
}

/// The value of a step of a JSON patch that goes to the data of a Secret, or may.
fn is_op_of_secret(map: Node<'_>, key: &str) -> bool {
    if key != "value" {
        return false;
    }
    let path = map.get("path").and_then(Node::as_str).unwrap_or("");
    map.get("op").is_some()
        && text::is_data(path.trim_start_matches('/').split('/').next().unwrap_or(""))
}

/// A patch of a kustomization whose target is a Secret.
fn is_patch_of_secret(map: Node<'_>, key: &str) -> bool {
    key == "patch" && map.get("target").and_then(kind).is_some_and(text::is_secret_kind)
}

/// Where a collection is, with the comments below it.
fn with_notes(node: Node<'_>) -> Span {
    let (text, span) = (node.tree().text(), node.span());
    let behind = text.get(span.end as usize..).unwrap_or("");
    let mut lines = behind.split_inclusive('\n');
    let is_note = |line: &&str| line.trim().is_empty() || line.trim_start().starts_with('#');
    let first = lines.next().filter(|line| is_note(line)).map_or(0, str::len);
    let more: usize = if first == 0 { 0 } else { lines.take_while(is_note).map(str::len).sum() };
    Span::new(span.start, span.end + (first + more) as u32)
}

/// A text that holds a manifest.
fn embedded(node: Node<'_>, places: &mut SecretPlaces) {
    let (raw, start) = (node.raw(), node.span().start as usize);
    if raw.len() > "kind:Secret".len() && text::is_suspicious(raw) {
        if node.style() == NodeStyle::Literal || node.style() == NodeStyle::Folded {
            text::broken(raw, start, places);
        } else {
            places.mask(start, start + raw.len());
            places.wary.push(node.span());
        }
    }
}

/// All of an entry after its key.
fn section(entry: Entry<'_>, places: &mut SecretPlaces) {
    let (key, value) = (entry.key.span(), entry.value.span());
    // A value of an alias is elsewhere.
    if value.start < key.start {
        places.masked.push(value);
        places.wary.extend([value, key]);
        return;
    }
    let span = Span::new(key.start, value.end.max(key.end));
    cover(entry.value, span, &mut [], places);
}

/// A Secret: its keys are shown, and what says which it is.
fn secret(map: Node<'_>, span: Span, places: &mut SecretPlaces) {
    let mut open = Vec::new();
    for entry in map.entries() {
        let key = entry.key.as_str().unwrap_or("");
        if key == "metadata" && entry.value.is_map() {
            open.push(entry.key.span());
            metadata(entry.value, &mut open);
        } else if OPEN.contains(&key.to_lowercase().as_str()) {
            open_value(entry, &mut open);
        }
    }
    // Anchors may bring values from elsewhere in the document.
    cover(map, span, &mut open, places);
}

fn metadata(map: Node<'_>, open: &mut Vec<Span>) {
    for entry in map.entries() {
        let key = entry.key.as_str().unwrap_or("");
        if !METADATA.contains(&key) {
            continue;
        }
        if entry.value.is_map() {
            open.push(entry.key.span());
            for inner in entry.value.entries() {
                let is_scalar = !inner.value.is_map() && !inner.value.is_list();
                if is_scalar && inner.key.as_str() != Some(LAST_APPLIED) {
                    open.push(whole(inner));
                }
            }
        } else if entry.value.is_list() {
            open.push(whole(entry));
        } else {
            open_value(entry, open);
        }
    }
}

/// An entry whose value is shown if it looks like a name: a line below may have become part of it.
fn open_value(entry: Entry<'_>, open: &mut Vec<Span>) {
    let is_name = !entry.value.raw().contains(char::is_whitespace)
        && !entry.value.is_map()
        && !entry.value.is_list();
    if is_name {
        open.push(whole(entry));
    }
}

fn whole(entry: Entry<'_>) -> Span {
    let (key, value) = (entry.key.span(), entry.value.span());
    if value.start >= key.end { Span::new(key.start, value.end.max(key.end)) } else { key }
}

/// One generator, by its names of files and its literals.
fn generator(map: Node<'_>, places: &mut SecretPlaces) {
    for entry in map.entries() {
        let key = entry.key.as_str().unwrap_or("");
        match key {
            "envs" | "files" => {
                for item in entry.value.items() {
                    let Some(name) = item.as_str().map(behind_equals) else { continue };
                    if !name.contains(['.', '/']) {
                        // It may be the value itself, written in the wrong field.
                        literals(item, places);
                        places.wary.push(item.span());
                    }
                }
            }
            "literals" => {
                for literal in entry.value.inside().filter(|node| !node.is_list()) {
                    literals(literal, places);
                }
                places.wary.push(entry.value.span());
            }
            key if GENERATOR.contains(&key) => {}
            _ => section(entry, places),
        }
    }
}

fn behind_equals(text: &str) -> &str {
    text.split_once('=').map_or(text, |(_, behind)| behind)
}

/// `key=value`
fn literals(node: Node<'_>, places: &mut SecretPlaces) {
    let (raw, span) = (node.raw(), node.span());
    let key = raw.split_once('=').map_or("", |(key, _)| key);
    let bare = key.trim_start_matches(['"', '\'']);
    let shown = if is_key(bare) && !bare.is_empty() { key.len() + 1 } else { 0 };
    places.mask(span.start as usize + shown, span.end as usize);
    places.values.push(span);
}

/// Masks what is in a range but for keys and what is open; of all that is not open, what is
/// said may quote a secret.
fn cover(node: Node<'_>, span: Span, open: &mut [Span], places: &mut SecretPlaces) {
    open.sort_unstable();
    let open = &*open;
    let text = node.tree().text();
    let mut shown: Vec<Span> = open.to_vec();
    let mut rest = vec![node];
    while let Some(node) = rest.pop() {
        rest.extend(node.items());
        for entry in node.entries() {
            key(entry, open, &mut shown, places);
            rest.push(entry.value);
        }
        let at = node.span();
        if is_scalar(node) && !is_within(open, at) {
            places.values.push(at);
            if !span.covers(at) {
                places.masked.push(at);
                places.wary.push(at);
            }
        }
    }
    let first = first_secret(node, open);
    gaps(span, &shown, |gap| {
        let head = first.is_some_and(|first| gap.end <= first);
        let gap = if head { without_comments(text, gap) } else { gap };
        let (start, raw) = bare(text, gap);
        if !raw.is_empty() {
            places.mask(start, start + raw.len());
        }
    });
    gaps(span, open, |gap| places.wary.push(gap));
}

/// Whether a range lies in one of these, which are sorted and apart.
fn is_within(ranges: &[Span], at: Span) -> bool {
    let next = ranges.partition_point(|range| range.start <= at.start);
    next.checked_sub(1).is_some_and(|last| ranges[last].covers(at))
}

/// Where the first value begins that is not shown.
fn first_secret(map: Node<'_>, open: &[Span]) -> Option<u32> {
    let starts = map.entries().map(|entry| entry.key.span().start);
    starts.filter(|start| !is_within(open, Span::new(*start, start + 1))).min()
}

fn is_scalar(node: Node<'_>) -> bool {
    !node.is_map() && !node.is_list()
}

/// Shows a key, if it is one.
fn key(entry: Entry<'_>, open: &[Span], shown: &mut Vec<Span>, places: &mut SecretPlaces) {
    let at = entry.key.span();
    if is_within(open, at) {
        return;
    }
    let text = entry.key.tree().text();
    let behind = text.get(at.end as usize..).unwrap_or("").trim_start();
    let words = entry.key.as_str().unwrap_or("");
    if !behind.starts_with(':') {
        places.has_bare_keys = true;
    } else if is_key(words) || has_value_of_its_own(entry, words) {
        shown.push(at);
    } else {
        places.has_odd_keys = true;
    }
}

/// Whether a key that Kubernetes does not accept is one all the same: without a value of its own
/// it may be a value that lost its key.
fn has_value_of_its_own(entry: Entry<'_>, key: &str) -> bool {
    !entry.value.is_null() && is_scalar(entry.value) && !key.contains([':', '=', '\n'])
}

/// Hands out what lies between ranges.
fn gaps(span: Span, ranges: &[Span], mut gap: impl FnMut(Span)) {
    let mut ranges: Vec<Span> = ranges.iter().copied().filter(|one| span.covers(*one)).collect();
    ranges.sort_unstable();
    let mut from = span.start;
    for range in ranges {
        if range.start > from {
            gap(Span::new(from, range.start));
        }
        from = from.max(range.end);
    }
    if span.end > from {
        gap(Span::new(from, span.end));
    }
}

/// The gap, or nothing where it holds only comments.
fn without_comments(text: &str, gap: Span) -> Span {
    let raw = text.get(gap.range()).unwrap_or("");
    let is_note = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    if raw.trim_start_matches([':', ',', ' ']).lines().all(is_note) {
        Span::at(gap.start)
    } else {
        gap
    }
}

/// What is in a gap, without what parts keys and values; with its offset.
fn bare(text: &str, gap: Span) -> (usize, &str) {
    let raw = text.get(gap.range()).unwrap_or("");
    let inner = raw.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | '{' | '[' | ',' | '}' | ']')
    });
    let header = inner.lines().next().unwrap_or("").trim_end();
    let inner = if text::is_block_header(header) && inner.len() > header.len() {
        inner[header.len()..].trim_start()
    } else {
        inner
    };
    let start = gap.start as usize + raw.len() - inner.len();
    let inner = inner.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '{' | '[' | ',' | '}' | ']' | '-')
    });
    (start, inner)
}
