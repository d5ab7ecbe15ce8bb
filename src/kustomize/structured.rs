//! Paths with dots, and values inside of texts: replacements reach into the JSON or YAML that a
//! ConfigMap holds (`kyaml/yaml/match.go`, `api/filters/replacement`).

use super::{
    fields::split_path,
    files::nodes,
    folded,
    select::regex,
    value::{ValueSpans, Yaml, YamlNode, YamlScalar, YamlValue},
};
use crate::{
    input::Span,
    print, syntax, text,
    text::{Text, key as shown_key, name},
};

/// The steps of a path such as `spec.containers.[name=web].image`; dots in brackets belong to the
/// step (`kyaml/utils/pathsplitter.go`).
pub(super) fn dotted_path(path: &str) -> Vec<String> {
    let mut steps = Vec::new();
    let mut split = split_path(path, '.').into_iter();
    while let Some(mut step) = split.next() {
        if step.starts_with('[') && !step.ends_with(']') {
            for more in split.by_ref() {
                step.push('.');
                step.push_str(&more);
                if step.ends_with(']') {
                    break;
                }
            }
            if !step.contains('=') {
                step = step.replace(['[', ']'], "");
            }
        }
        steps.push(step);
    }
    steps
}

/// `[name=web]` as key and value.
fn item_step(step: &str) -> Option<(&str, &str)> {
    step.strip_prefix('[')?.strip_suffix(']')?.split_once('=')
}

/// A step that is an index of a list.
fn index_step(step: &str) -> Option<usize> {
    step.parse().ok().filter(|_| step.bytes().all(|b| b.is_ascii_digit()))
}

/// The value at a path, no text looked into.
pub(super) fn lookup<'a>(node: &'a YamlNode, steps: &[String]) -> Option<&'a YamlNode> {
    steps.iter().map(|step| step.trim()).filter(|step| !step.is_empty()).try_fold(
        node,
        |node, step| {
            if step == "-" {
                return node.items().last();
            }
            if let Some(index) = index_step(step) {
                return node.items().get(index);
            }
            match item_step(step) {
                Some(("", value)) => node.items().iter().find(|item| item.text() == value),
                Some((key, value)) => node
                    .items()
                    .iter()
                    .find(|item| item.get(key).is_some_and(|field| field.text() == value)),
                None => node.get(step),
            }
        },
    )
}

/// What is made where a path leads nowhere.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaf {
    Scalar,
    List,
    Map,
}

impl Leaf {
    pub(super) const fn like(node: &YamlNode) -> Leaf {
        match node.value {
            YamlValue::Scalar(_) => Leaf::Scalar,
            YamlValue::List(_) => Leaf::List,
            YamlValue::Map(_) => Leaf::Map,
        }
    }

    fn node(self, next: Option<&String>, at: Span) -> YamlNode {
        let leaf = match next {
            Some(next) if item_step(next).is_some() || index_step(next).is_some() => Leaf::List,
            Some(_) => Leaf::Map,
            None => self,
        };
        match leaf {
            Leaf::Scalar => YamlNode::scalar(YamlScalar::plain(""), at),
            Leaf::List => YamlNode::list(at),
            Leaf::Map => YamlNode::map(at),
        }
    }
}

type ValueChange<'a> = dyn FnMut(&mut YamlNode) -> Result<(), Text> + 'a;

/// Changes every value that a path leads to, `*` and patterns of items included, and says how
/// many there were.
pub(super) fn change_all(
    node: &mut YamlNode,
    steps: &[String],
    make: Option<Leaf>,
    change: &mut ValueChange<'_>,
) -> Result<usize, Text> {
    let Some((step, rest)) = steps.split_first() else {
        change(node)?;
        return Ok(1);
    };
    if let Some(index) = index_step(step) {
        return change_index(node, index, rest, make, change);
    }
    if let Some((key, pattern)) = item_step(step) {
        let found = change_items(node, key, pattern, rest, make, change)?;
        if found > 0 || make.is_none() {
            return Ok(found);
        }
        add_item(node, key, pattern);
        return change_items(node, key, pattern, rest, make, change);
    }
    if step == "*" {
        let YamlValue::List(items) = &mut node.value else {
            return Err("`*` requires a list".into());
        };
        return items
            .iter_mut()
            .try_fold(0, |count, item| Ok(count + change_all(item, rest, make, change)?));
    }
    if node.is_null() {
        return Ok(0);
    }
    if !node.is_map() {
        return Err(text!("the parent of `{}` is not a map", shown_key(step)));
    }
    let at = node.at.first();
    let field = match make {
        Some(leaf) => {
            let made = leaf.node(rest.first(), at);
            node.get_or_insert(step, made)
        }
        None => node.get_mut(step),
    };
    let Some(field) = field else { return Ok(0) };
    if field.as_scalar().is_some() && !rest.is_empty() {
        // kustomize changes what it reads of the text, and forgets to write that.
        return change_copy(field, rest, make, change);
    }
    change_all(field, rest, make, change)
}

/// Adds to a list what a step of a path looks for: a value, or a map with it under a key.
fn add_item(list: &mut YamlNode, key: &str, value: &str) {
    let at = list.at.first();
    let YamlValue::List(items) = &mut list.value else { return };
    let value = YamlNode::scalar(YamlScalar::plain(value), at);
    if key.is_empty() {
        items.push(value);
    } else {
        let mut item = YamlNode::map(at);
        item.set(key, at, value);
        items.push(item);
    }
}

fn change_copy(
    field: &YamlNode,
    rest: &[String],
    make: Option<Leaf>,
    change: &mut ValueChange<'_>,
) -> Result<usize, Text> {
    if field.is_null() {
        return Ok(usize::from(make.is_some()));
    }
    let at = field.at.first();
    let read = nodes(&syntax::parse(&field.text().into()), Yaml::V1_2, &|_| at);
    let read = read.map_err(|_| Text::words("the value is not valid YAML"))?.into_iter().next();
    match read {
        Some(mut value) if value.as_scalar().is_none() => {
            change_all(&mut value, rest, make, change)
        }
        _ => Ok(0),
    }
}

fn change_index(
    node: &mut YamlNode,
    index: usize,
    rest: &[String],
    make: Option<Leaf>,
    change: &mut ValueChange<'_>,
) -> Result<usize, Text> {
    let at = node.at.first();
    let YamlValue::List(items) = &mut node.value else {
        return Err(text!("expected a list with an item {}", name(index)));
    };
    if let Some(leaf) = make.filter(|_| items.len() == index) {
        items.push(leaf.node(rest.first(), at));
    }
    let count = items.len();
    let item = items.get_mut(index);
    let item = item.ok_or_else(|| {
        text!("index {} is out of range for a list of length {}", name(index), name(count))
    })?;
    change_all(item, rest, make, change)
}

fn change_items(
    node: &mut YamlNode,
    key: &str,
    pattern: &str,
    rest: &[String],
    make: Option<Leaf>,
    change: &mut ValueChange<'_>,
) -> Result<usize, Text> {
    let pattern = regex(pattern)?;
    if node.is_null() {
        return Ok(0);
    }
    let YamlValue::List(items) = &mut node.value else {
        return Err(text!("expected a list whose items have `{}`", shown_key(key)));
    };
    let mut count = 0;
    for item in items {
        if key.is_empty() {
            if pattern.is_match(item.text().as_bytes()) {
                change(item)?;
                count += 1;
            }
            continue;
        }
        let matches = item.get(key).is_some_and(|field| pattern.is_match(field.text().as_bytes()));
        if matches {
            count += change_all(item, rest, make, change)?;
        }
    }
    Ok(count)
}

/// Changes a value inside of a text that holds YAML or JSON; `from` is where the new one is
/// written. `Err` where the path leads to none, and then nothing is changed.
pub(super) fn change_in_text(
    object: &mut YamlNode,
    steps: &[String],
    make: Option<Leaf>,
    from: &ValueSpans,
    change: &mut ValueChange<'_>,
) -> Result<(), Text> {
    let is_text = |count: &usize| {
        let field = lookup(object, &steps[..*count]);
        field.is_some_and(|field| field.as_scalar().is_some())
    };
    let nothing = || Text::words("the value does not exist");
    let count = (1..steps.len()).find(is_text).ok_or_else(nothing)?;
    let (outer, inner) = steps.split_at(count);
    let field = lookup(object, outer).ok_or_else(nothing)?;
    let text = field.text().to_owned();
    // A structured text has a map or a list. Its places are those in the text.
    let read = nodes(&syntax::parse(&text.as_str().into()), Yaml::V1_2, &|span| span);
    let mut value = read.ok().and_then(|read| read.into_iter().next()).ok_or_else(nothing)?;
    let is_lasting = value.as_scalar().is_none() && writes_as(&value, &text);
    let mut edits = Vec::new();
    let mut noted = |field: &mut YamlNode| {
        let (span, was_text) = (field.at.first(), field.as_scalar().is_some());
        change(field)?;
        let is_text = was_text && field.as_scalar().is_some() && !span.is_empty();
        edits.push(is_text.then(|| (span, field.text().to_owned())));
        Ok(())
    };
    if value.as_scalar().is_some() || change_all(&mut value, inner, make, &mut noted)? == 0 {
        return Err(nothing());
    }
    let edited = if is_lasting { None } else { edited(&text, edits) };
    let new = edited.unwrap_or_else(|| write(&value, &text));
    change_all(object, outer, None, &mut |field| {
        field.set_text(new.as_str().into());
        field.at.and(from.all());
        Ok(())
    })?;
    Ok(())
}

/// Whether a value is written as it is in a text, so that nothing is lost by it.
fn writes_as(value: &YamlNode, text: &str) -> bool {
    is_json(text) || write(value, text) == text.trim()
}

fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

/// A text of YAML with other scalars, which keep their quotes, as all comments stay. Where it is no
/// scalar of one line that changes, or one that is made: `None`.
fn edited(text: &str, edits: Vec<Option<(Span, String)>>) -> Option<String> {
    let mut edits = edits.into_iter().collect::<Option<Vec<_>>>()?;
    edits.sort_by_key(|(span, _)| span.start);
    let mut new = String::with_capacity(text.len());
    let mut done = 0;
    for (span, with) in edits {
        let old = text.get(span.range())?;
        if old.contains('\n') || with.contains('\n') || (span.start as usize) < done {
            return None;
        }
        new.push_str(&text[done..span.start as usize]);
        match old.chars().next()? {
            '"' => new.push_str(&print::quoted(&with)),
            '\'' => new.push_str(&format!("'{}'", with.replace('\'', "''"))),
            '|' | '>' | '!' | '&' | '*' => return None,
            _ if needs_quotes(&with) => {
                new.push_str(&format!("'{}'", with.replace('\'', "''")));
            }
            _ => new.push_str(&with),
        }
        done = span.end as usize;
    }
    new.push_str(&text[done..]);
    Some(tidied(&new))
}

/// Whether a text of one line, written without quotes, would be read as something else than a
/// scalar.
fn needs_quotes(text: &str) -> bool {
    text.starts_with([
        ' ', '#', ',', '[', ']', '{', '}', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`',
    ]) || text.starts_with("- ")
        || text.starts_with("? ")
        || text == "-"
        || text.ends_with([' ', ':'])
        || text.contains(": ")
        || text.contains(" #")
}

/// As kustomize writes lines: one blank in front of a comment and after a dash, no empty lines
/// outside of blocks of text, and folded blocks with each paragraph in a line.
fn tidied(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut lines = text.trim().lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim().is_empty() {
            continue;
        }
        let indent = indentation(line);
        let line = one_blank(line, indent);
        let words = line.split(" #").next().unwrap_or(&line).trim_end();
        let mark = words.rsplit(' ').next().unwrap_or("");
        if !mark.starts_with(['|', '>']) || mark.len() > 3 {
            out.push_str(&line);
            out.push('\n');
            continue;
        }
        let mut block = String::new();
        let inside = |line: &&str| indentation(line) > indent || line.trim().is_empty();
        while let Some(line) = lines.next_if(inside) {
            block.push_str(line);
            block.push('\n');
        }
        let dashes = line.trim_start().split("- ").take_while(|item| item.is_empty()).count();
        let is_item = dashes > 0 && line.trim_start_matches([' ', '-']).starts_with(mark);
        let holder = indent + 2 * dashes - if is_item { 2 } else { 0 };
        match folded::again(mark, &block, holder) {
            Some((header, block)) => {
                out.push_str(&words[..words.len() - mark.len()]);
                out.push_str(&header);
                out.push_str(&line[words.len()..]);
                out.push('\n');
                out.push_str(&block);
            }
            None => {
                out.push_str(&line);
                out.push('\n');
                out.push_str(&block);
            }
        }
    }
    out.trim().to_owned()
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn one_blank(line: &str, indent: usize) -> String {
    let (blanks, mut rest) = line.split_at(indent);
    let mut out = blanks.to_owned();
    while let Some(item) = rest.strip_prefix("- ") {
        out.push_str("- ");
        rest = item.trim_start();
    }
    let (mut quote, mut comment) = (None, None);
    for (at, c) in rest.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') if at == 0 || rest[..at].ends_with([' ', '[', '{', ',']) => {
                quote = Some(c);
            }
            (Some(open), c) if open == c => quote = None,
            (None, '#') if at > 0 && rest[..at].ends_with([' ', '\t']) => {
                comment = Some(at);
                break;
            }
            _ => {}
        }
    }
    match comment {
        Some(at) => format!("{out}{} {}", rest[..at].trim_end(), &rest[at..]),
        None => out + rest.trim_end(),
    }
}

/// As it was written: JSON in one line or indented, or YAML.
fn write(value: &YamlNode, old: &str) -> String {
    if !is_json(old) {
        return print::yaml_in_order(&value.to_json()).trim().to_owned();
    }
    let json = print::compact(&value.to_json());
    if old.contains('\n') && old.contains("  ") { indented(&json) } else { json }
}

/// `json.MarshalIndent(…, "", "  ")` of compact JSON.
fn indented(json: &str) -> String {
    let mut out = String::new();
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    let mut characters = json.chars().peekable();
    let line = |out: &mut String, depth: usize| {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    };
    while let Some(character) = characters.next() {
        if in_string {
            in_string = escaped || character != '"';
            escaped = !escaped && character == '\\';
            out.push(character);
            continue;
        }
        match character {
            '{' | '[' => {
                out.push(character);
                if matches!(characters.peek(), Some('}' | ']')) {
                    out.extend(characters.next());
                } else {
                    depth += 1;
                    line(&mut out, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                line(&mut out, depth);
                out.push(character);
            }
            ',' => {
                out.push(',');
                line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            character => {
                in_string = character == '"';
                out.push(character);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        let steps = |path: &str| dotted_path(path).join(" | ");
        assert_eq!(steps("spec.a.0.b"), "spec | a | 0 | b");
        assert_eq!(steps("spec.[name=a.b].c"), "spec | [name=a.b] | c");
        assert_eq!(steps("metadata.annotations.[a.b/c]"), "metadata | annotations | a.b/c");
        assert_eq!(steps(r"metadata.annotations.a\.b"), "metadata | annotations | a.b");
    }

    #[test]
    fn lines_have_one_blank_where_kustomize_writes_one() {
        for (text, wanted) in [
            ("a:  1   # note", "a:  1 # note"),
            ("a: 1\t# note  ", "a: 1 # note"),
            ("a#b:  c", "a#b:  c"),
            ("# a  #  b", "# a #  b"),
            ("-   a\n- -   b   # c\n-", "- a\n- - b # c\n-"),
            ("a:\n  -  b:  c\n\n  -  d", "a:\n  - b:  c\n  - d"),
            ("a: \"b   # c\"   # d", "a: \"b   # c\" # d"),
            (
                "a: {b: 'c   # d',e: [\"f   # g\", 'h   # i']}   # j",
                "a: {b: 'c   # d',e: [\"f   # g\", 'h   # i']} # j",
            ),
            ("'a   # b': c   # d", "'a   # b': c # d"),
            ("a: it's   # b", "a: it's # b"),
            (
                "a: |\n  b   # c\n\n  -   d\n\ne:   f\n\ng: 1",
                "a: |\n  b   # c\n\n  -   d\n\ne:   f\ng: 1",
            ),
            ("- a: >2-   # b\n    c   # d\n- e   # f", "- a: >- # b\n    c   # d\n- e # f"),
            ("a: >\n  b\n  c\n\n  d\ne: f", "a: >\n  b c\n\n  d\n\ne: f"),
            ("- - >-\n    b\n    c\n- d: >+\n    e\n    f\n", "- - >-\n    b c\n- d: >\n    e f"),
            ("a:\n  b: >2\n      c\n    d\n    e\nf: 1", "a:\n  b: >2\n      c\n    d e\nf: 1"),
            ("a: |b   # c\n  d   # e", "a: |b # c\n  d   # e"),
            ("a: |bcd\n  e   # f", "a: |bcd\n  e # f"),
        ] {
            assert_eq!(tidied(text), wanted, "{text}");
        }
    }

    #[test]
    fn texts_that_are_read_as_something_else_need_quotes() {
        for text in [
            " a", "#a", ",a", "[a", "]a", "{a", "}a", "&a", "*a", "!a", "|", ">", "'a", "\"a",
            "%a", "@a", "`a", "- a", "? a", "-", "a ", "a:", "a: b", "a #b",
        ] {
            assert!(needs_quotes(text), "{text}");
        }
        for text in ["a", "-a", "?a", "a:b", "a#b", "a b", "a-", "a, b", "a[0]", "a\"b\""] {
            assert!(!needs_quotes(text), "{text}");
        }
    }

    #[test]
    fn indented_json() {
        let text = r#"{"a":[1,{"b":"x,{\"y"}],"c":{}}"#;
        let wanted =
            "{\n  \"a\": [\n    1,\n    {\n      \"b\": \"x,{\\\"y\"\n    }\n  ],\n  \"c\": {}\n}";
        assert_eq!(indented(text), wanted);
    }
}
