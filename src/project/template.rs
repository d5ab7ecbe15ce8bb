//! Placeholders that something fills in before the manifest is sent.

use memchr::{memchr2_iter, memchr3_iter};

use crate::{
    input::Span,
    syntax::tree::{Entry, Node, NodeId, Value},
};

/// Keys whose values name things: a placeholder there is not meant for Kubernetes.
const IDENTITY: [&str; 12] = [
    "apiVersion",
    "kind",
    "name",
    "namespace",
    "image",
    "replicas",
    "containerPort",
    "port",
    "targetPort",
    "nodePort",
    "host",
    "storage",
];

/// Keys below which any text is data of the user's own.
const DATA: [&str; 10] = [
    "annotations",
    "args",
    "binaryData",
    "command",
    "data",
    "env",
    "exec",
    "parameters",
    "stringData",
    "valueFrom",
];

/// Keys of prose and of expressions, in which brackets mean themselves.
const PROSE: [&str; 5] = ["description", "message", "pattern", "summary", "title"];

/// Whether a text could hold a placeholder at all.
pub(super) fn may_hold(text: &str) -> bool {
    let text = text.as_bytes();
    let is_opened = |at: usize| {
        matches!(
            text[at..],
            [b'$', b'{' | b'(' | b'A'..=b'Z', ..]
                | [b'{', b'{' | b'%', ..]
                | [b'_', b'_', ..]
                | [b'@', b'@' | b'A'..=b'Z', ..]
                | [b'%', b'%' | b'(' | b'A'..=b'Z', ..]
                | [b'(', b'(', ..]
        )
    };
    let is_bracket = |at: usize| match text[..at] {
        [.., b':' | b'-', b' ', b'"' | b'\''] => text[at] == b'<',
        [.., b':', b' '] => {
            text[at] == b'<' || text.get(at + 1).is_some_and(u8::is_ascii_uppercase)
        }
        [.., b'.'] => text[at] == b'<',
        _ => false,
    };
    memchr3_iter(b'$', b'{', b'_', text).any(is_opened)
        || memchr3_iter(b'@', b'%', b'(', text).any(is_opened)
        || memchr::memmem::find(text, b"#{").is_some()
        || memchr2_iter(b'<', b'[', text).any(is_bracket)
}

/// What opens a block or a branch, by which some lines of a template go and others come again.
const CONTROL: [&str; 10] =
    ["if", "else", "end", "range", "with", "define", "for", "block", "#", "/"];

/// A text without its directives, each character of which becomes a letter or, where they are all
/// of a line, a blank: so that what else is wrong with it shows. `None` where lines of it may be
/// left out or repeated.
pub(super) fn without_directives(text: &str) -> Option<String> {
    let mut whole = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mut rest = line;
        let mut plain = String::with_capacity(line.len());
        while let Some((start, end)) = delimited(rest) {
            let (start, end) = (start as usize, end as usize);
            let inside = rest[start + 2..end].trim_start_matches(['-', '~', '%']).trim_start();
            if rest.as_bytes()[start + 1] == b'%' || CONTROL.iter().any(|c| inside.starts_with(c)) {
                return None;
            }
            plain.push_str(&rest[..start]);
            plain.extend(std::iter::repeat_n('x', end - start));
            rest = &rest[end..];
        }
        let is_all = plain.trim().chars().all(|c| c == 'x') && !plain.trim().is_empty();
        match replaced(line) {
            _ if is_all && rest.trim().is_empty() => {
                whole.extend(std::iter::repeat_n(' ', line.trim_end().len()));
                whole.push_str(&line[line.trim_end().len()..]);
            }
            Some((from, _)) if line[..from].trim().is_empty() => {
                whole.extend(std::iter::repeat_n(' ', line.trim_end().len()));
                whole.push_str(&line[line.trim_end().len()..]);
            }
            Some((from, to)) if plain.is_empty() => {
                whole.push_str(&line[..from]);
                whole.extend(std::iter::repeat_n('x', to - from));
                whole.push_str(&line[to..]);
            }
            _ => {
                whole.push_str(&plain);
                whole.push_str(rest);
            }
        }
    }
    (whole.len() == text.len() && whole != text).then_some(whole)
}

/// Keys and values that may still be filled in, so that nothing is known of them.
pub(super) fn gaps(root: Node<'_>) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        match node.value() {
            Value::Str(text) if is_open(text) => found.push(node.id()),
            Value::List if is_bracketed(node, IDENTITY[0]) => found.push(node.id()),
            Value::List => open.extend(node.items()),
            Value::Map => {
                for entry in node.entries() {
                    let key = entry.key.as_str().unwrap_or("");
                    if is_open(key) {
                        found.push(entry.key.id());
                    }
                    open.push(entry.value);
                }
            }
            _ => {}
        }
    }
    found.sort();
    found
}

/// Whether a text holds what looks like a placeholder of any kind.
fn is_open(text: &str) -> bool {
    let between = |open: &str, close: &str| {
        let inside = text.split_once(open).and_then(|(_, rest)| rest.split_once(close));
        inside.is_some_and(|(inside, _)| !inside.is_empty() && !inside.contains('\n'))
    };
    let is_variable = |rest: &str| {
        let name = rest.trim_start_matches(' ');
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '#')
    };
    text.split("${").skip(1).any(is_variable)
        || between("$(", ")")
        || between("{{", "}}")
        || between("<%", "%>")
        || between("{%", "%}")
        || between("<", ">")
        || tokens(text).next().is_some()
        || is_underscored(text.trim_matches('"'))
}

/// The first placeholder in a text that is not YAML because of it: a directive of a template
/// engine, a line that will be replaced as a whole, a bracket that a value begins with.
pub(super) fn directive(text: &str) -> Option<(u32, u32)> {
    delimited(text).or_else(|| {
        let mut start = 0;
        text.split_inclusive('\n').find_map(|line| {
            let at = start;
            start += line.len();
            let (from, to) = replaced(line)?;
            Some(((at + from) as u32, (at + to) as u32))
        })
    })
}

/// `__VOLUMES__` alone on its line, `image: [YOUR REGISTRY]/web`, `clusterIP: {PREFIX}.16`.
fn replaced(line: &str) -> Option<(usize, usize)> {
    let from = line.len() - line.trim_start().len();
    let word = line.trim();
    if is_underscored(word) {
        return Some((from, from + word.len()));
    }
    let from = line.find(": ")? + 2;
    let value = line[from..].trim_end();
    let close = match value.as_bytes().first()? {
        b'[' => value.find(']')?,
        b'{' => value.find('}')?,
        _ => return None,
    };
    let goes_on = value[close + 1..].starts_with(['/', '.', ':', '-']);
    (goes_on && is_shouted(&value[1..close])).then_some((from, from + close + 1))
}

fn delimited(text: &str) -> Option<(u32, u32)> {
    let (open, close) = [("{{", "}}"), ("{%", "%}"), ("<%", "%>")]
        .into_iter()
        .filter(|(open, close)| text.contains(open) && text.contains(close))
        .min_by_key(|(open, _)| text.find(open))?;
    let start = text.find(open)?;
    let line = text[start..].lines().next().unwrap_or("");
    let end = line.find(close).map_or(line.len(), |at| at + close.len());
    Some((start as u32, (start + end) as u32))
}

/// The first placeholder in a place where it cannot be meant.
pub(super) fn placeholder(root: Node<'_>, in_flux: bool) -> Option<Span> {
    below(root, "", &|text, key| is_placeholder(text, key, in_flux))
}

/// As [`placeholder`], in one field.
pub(super) fn placeholder_in(entry: Entry<'_>, in_flux: bool) -> Option<Span> {
    let key = entry.key.as_str().unwrap_or("");
    below(entry.value, key, &|text, key| is_placeholder(text, key, in_flux))
}

/// The name of an object in a file called a template, where it is a note to whoever fills it in:
/// `RESOURCE_NAME`.
pub(super) fn shouted_name(file: &str, root: Node<'_>) -> Option<Span> {
    let file = file.rsplit('/').next().unwrap_or(file);
    let is_template = || file.split(['-', '_', '.']).any(|word| word == "template");
    let name = root.at(&["metadata", "name"])?;
    let text = name.as_str()?;
    (text.contains('_') && is_shouted(text) && is_template()).then(|| name.span())
}

/// A variable of kustomize in a name, or one with a default in any value, as Flux and clusterctl
/// have them: nothing else fills these in. With its place, what does so.
pub(super) fn variable(root: Node<'_>) -> Option<(Span, &'static str)> {
    let text = root.raw();
    let find = |mark, by, is_variable: fn(&str, &str) -> bool| {
        let place = text.contains(mark).then(|| below(root, "", &is_variable)).flatten();
        place.map(|place| (place, by))
    };
    find("$(", "kustomize", is_of_kustomize)
        .or_else(|| find(":=", "Flux or clusterctl", has_default))
}

/// `${NAME:=web}`
fn has_default(text: &str, _: &str) -> bool {
    let variable = text.split_once("${").and_then(|(_, rest)| rest.split_once('}'));
    variable.is_some_and(|(variable, _)| variable.contains(":="))
}

/// `$(NAME)`
fn is_of_kustomize(text: &str, key: &str) -> bool {
    let name = text.split_once("$(").and_then(|(_, rest)| rest.split_once(')'));
    ["name", "namespace"].contains(&key) && name.is_some_and(|(name, _)| !name.is_empty())
}

fn below<'a>(
    node: Node<'a>,
    key: &'a str,
    is_placeholder: &dyn Fn(&str, &str) -> bool,
) -> Option<Span> {
    let mut open = vec![(node, key)];
    while let Some((node, key)) = open.pop() {
        match node.value() {
            Value::Str(text) if is_placeholder(text, key) => return Some(node.span()),
            Value::List if is_bracketed(node, key) => return Some(node.span()),
            Value::List => {
                let from = open.len();
                open.extend(node.items().map(|item| (item, key)));
                open[from..].reverse();
            }
            Value::Map => {
                let from = open.len();
                for entry in node.entries() {
                    let key = entry.key.as_str().unwrap_or("");
                    if key.contains("{{") {
                        return Some(entry.key.span());
                    }
                    if !DATA.contains(&key) {
                        open.push((entry.value, key));
                    }
                }
                open[from..].reverse();
            }
            _ => {}
        }
    }
    None
}

/// Whether a value must be filled in before it makes sense: a text that is a placeholder as a
/// whole or, where names are, one that holds one.
fn is_placeholder(text: &str, key: &str, in_flux: bool) -> bool {
    let is_name = IDENTITY.contains(&key);
    let is_host = ["host", "hosts"].contains(&key);
    if !is_name && !is_host && !text.starts_with(['$', '{', '<', '_', '"']) {
        return false;
    }
    let whole = |open: &str, close: &str| text.starts_with(open) && text.ends_with(close);
    let shell = || {
        let variable = text.split_once("${").and_then(|(_, rest)| rest.split_once('}'));
        let named = variable.is_some_and(|(name, _)| {
            // `clusterctl` allows blanks in the braces.
            name.trim_start().starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                && !name.contains(":=")
        });
        named && (is_name || whole("${", "}"))
    };
    let braces = || text.contains("{{") && text.contains("}}") && (is_name || whole("{{", "}}"));
    let angle = || {
        let inner = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
        let is_word = |c: char| c.is_alphanumeric() || " -_.'".contains(c);
        let asks = |inner: &str| inner.contains([' ', '-', '_']) && inner.chars().all(is_word);
        inner.is_some_and(|inner| {
            !inner.is_empty() && (is_name || asks(inner) && !PROSE.contains(&key))
        })
    };
    let in_host = || is_host && text.contains('<') && text.contains('>');
    (!in_flux && shell())
        || is_name && tokens(text).next().is_some()
        || braces()
        || angle()
        || in_host()
        || is_underscored(text.trim_matches('"')) && (is_name || text.len() > 8)
}

/// How tools mark words that they replace, next to braces: what opens one and what closes it.
const TOKENS: [(&str, &str); 6] =
    [("%(", ")s"), ("((", "))"), ("#{", "}"), ("@", "@"), ("%", "%"), ("$", "")];

/// Marked words that no name can hold: `$NAME` as envsubst reads it, `@NAME@`, `%NAME%`,
/// `#{name}#`,
/// `((name))`, `%(name)s`.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = &str> {
    TOKENS.into_iter().filter_map(move |(open, close)| {
        let start = text.find(open)?;
        let word = text[start..].trim_start_matches(open);
        let length = word.find(|c: char| !(c.is_ascii_alphanumeric() || "_-.".contains(c)));
        let (word, rest) = word.split_at(length.unwrap_or(word.len()));
        let shouts = word.starts_with(|c: char| c.is_ascii_uppercase());
        let is_token = rest.starts_with(close) && !word.is_empty() && (shouts || open.len() > 1);
        let behind = if close.is_empty() { rest } else { rest.trim_start_matches(close) };
        let end = text.len() - behind.len();
        is_token.then(|| &text[start..end])
    })
}

/// `image: [IMAGE_URL]`: one word in capitals between brackets, where a list cannot be meant.
fn is_bracketed(node: Node<'_>, key: &str) -> bool {
    let mut items = node.items();
    let (Some(only), None) = (items.next(), items.next()) else { return false };
    let word = only.as_str().unwrap_or("");
    node.raw().starts_with('[') && IDENTITY.contains(&key) && is_shouted(word)
}

/// `__NAME__`
fn is_underscored(text: &str) -> bool {
    let inner = text.strip_prefix("__").and_then(|rest| rest.strip_suffix("__"));
    inner.is_some_and(|inner| is_shouted(inner.trim_matches('_')))
}

/// `YOUR_REGISTRY`: capitals, as in notes to whoever fills it in.
fn is_shouted(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b"_-. ".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders() {
        for (text, key) in [
            ("${APP}", "app"),
            ("${ APP }-0", "name"),
            ("web-${ENV}", "name"),
            ("registry/{{ image }}:1", "image"),
            ("<your-name>", "namespace"),
            ("__NAME__", "name"),
            ("{{ .Values.host }}", "anything"),
            ("<ADD LUN ID Here>", "lun"),
            ("registry.<your domain>", "host"),
            ("\"__CA_CERT__\"", "caBundle"),
            ("$APP", "name"),
            ("registry/$IMAGE:$TAG", "image"),
            ("@@NAME@@", "name"),
            ("web-%NAME%", "name"),
            ("#{name}#", "name"),
            ("((name))", "namespace"),
            ("%(name)s", "name"),
        ] {
            assert!(is_placeholder(text, key, false), "{text}");
        }
        for (text, key) in [
            ("rate(x[5m]) > {{ $value }}", "summary"),
            ("a ${B} c", "script"),
            ("$(VAR)", "value"),
            ("<none>", "text"),
            ("__name__", "name"),
            ("${1}", "replacement"),
            ("${ENV:=dev}", "name"),
            ("$(POD_NAME)", "mountPath"),
            ("<any text at all>", "description"),
            ("__init__", "name"),
            ("$APP", "value"),
            ("$app", "name"),
            ("web@sha256:ABC", "image"),
            ("web-100%", "name"),
        ] {
            assert!(!is_placeholder(text, key, false), "{text}");
        }
    }

    #[test]
    fn texts_without_placeholders_are_told_at_a_look() {
        for text in [
            "name: <your-name>",
            "name: \"<your-name>\"",
            "- '<your-name>'",
            "name: [NAME]",
            "name: ${NAME}",
            "host: web.<domain>",
            "name: \"#{name}\"",
        ] {
            assert!(may_hold(text), "{text}");
        }
        for text in ["name: web", "ports: [80]", "if (a < b) then", "said \"<none>\"", "50%"] {
            assert!(!may_hold(text), "{text}");
        }
    }

    #[test]
    fn directives() {
        assert_eq!(directive("a: {{ x }}\n"), Some((3, 10)));
        assert_eq!(directive("{% if %}\n{{ x }}"), Some((0, 8)));
        assert_eq!(directive("a: {b: c}"), None);
        assert_eq!(directive("a:\n  __VOLUMES__\n  b: c"), Some((5, 16)));
        assert_eq!(directive("image: [YOUR REGISTRY]/web:1"), Some((7, 22)));
        assert_eq!(directive("args: [A]-b"), Some((6, 9)));
        assert_eq!(directive("args: [echo]-b"), None);
    }
}
