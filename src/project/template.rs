//! Placeholders that something fills in before the manifest is sent.

use memchr::memmem;

use crate::{
    input::Span,
    syntax::tree::{Entry, Node, Value},
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
const DATA: [&str; 9] = [
    "annotations",
    "args",
    "binaryData",
    "command",
    "data",
    "env",
    "exec",
    "stringData",
    "valueFrom",
];

/// Whether a text could hold a placeholder at all.
pub(super) fn may_hold(text: &str) -> bool {
    let marks: [&[u8]; 5] = [b"${", b"{{", b"{%", b": <", b"__"];
    marks.iter().any(|mark| memmem::find(text.as_bytes(), mark).is_some())
}

/// The first directive of a template engine in a text that is no YAML because of it.
pub(super) fn directive(text: &str) -> Option<(u32, u32)> {
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
    below(root, "", in_flux)
}

/// As [`placeholder`], in one field.
pub(super) fn placeholder_in(entry: Entry<'_>, in_flux: bool) -> Option<Span> {
    below(entry.value, entry.key.as_str().unwrap_or(""), in_flux)
}

fn below<'a>(node: Node<'a>, key: &'a str, in_flux: bool) -> Option<Span> {
    let mut open = vec![(node, key)];
    while let Some((node, key)) = open.pop() {
        match node.value() {
            Value::Str(text) if is_placeholder(text, key, in_flux) => return Some(node.span()),
            Value::List => {
                let items: Vec<Node<'_>> = node.items().collect();
                open.extend(items.into_iter().rev().map(|item| (item, key)));
            }
            Value::Map => {
                let entries: Vec<_> = node.entries().collect();
                for entry in entries.iter().rev() {
                    let key = entry.key.as_str().unwrap_or("");
                    if key.contains("{{") {
                        return Some(entry.key.span());
                    }
                    if !DATA.contains(&key) {
                        open.push((entry.value, key));
                    }
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether a value must be filled in before it makes sense: a text that is a placeholder as a
/// whole or, where names stand, one that holds one.
fn is_placeholder(text: &str, key: &str, in_flux: bool) -> bool {
    let is_name = IDENTITY.contains(&key);
    let whole = |open: &str, close: &str| text.starts_with(open) && text.ends_with(close);
    let shell = || {
        let variable = text.split_once("${").and_then(|(_, rest)| rest.split_once('}'));
        let named = variable.is_some_and(|(name, _)| {
            name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        });
        named && (is_name || whole("${", "}"))
    };
    let braces = || text.contains("{{") && text.contains("}}") && (is_name || whole("{{", "}}"));
    let angle = || is_name && whole("<", ">") && text.len() > 2;
    let underscores = || {
        let word = text.trim_matches('_');
        is_name
            && whole("__", "__")
            && !word.is_empty()
            && !word.contains(|c: char| c.is_lowercase())
    };
    (!in_flux && shell()) || braces() || angle() || underscores()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders() {
        for (text, key) in [
            ("${APP}", "app"),
            ("web-${ENV}", "name"),
            ("registry/{{ image }}:1", "image"),
            ("<your-name>", "namespace"),
            ("__NAME__", "name"),
            ("{{ .Values.host }}", "anything"),
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
        ] {
            assert!(!is_placeholder(text, key, false), "{text}");
        }
    }

    #[test]
    fn directives() {
        assert_eq!(directive("a: {{ x }}\n"), Some((3, 10)));
        assert_eq!(directive("{% if %}\n{{ x }}"), Some((0, 8)));
        assert_eq!(directive("a: {b: c}"), None);
    }
}
