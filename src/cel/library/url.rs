//! URLs as Go reads them (`k8s.io/apiserver/pkg/cel/library/urls.go`).

use super::{Function, one_text, operators::text};
use crate::cel::{
    CelFault, go,
    url::{ParsedUrl, parse, unescaped},
    value::{CelResult, CelValue, Opaque},
};

pub(super) fn find(name: &str, receiver: bool) -> Option<Function> {
    Some(match (name, receiver) {
        ("isURL", false) => |_, args, _| Ok(CelValue::Bool(parse(one_text(args)?, true).is_ok())),
        ("url", false) => |_, args, _| to_url(args),
        (_, false) => return None,
        ("getScheme", _) => |_, args, _| text(url(args)?.scheme.as_str()),
        ("getHost", _) => |_, args, _| text(url(args)?.host.as_str()),
        ("getHostname", _) => |_, args, _| text(host_and_port(&url(args)?.host).0),
        ("getPort", _) => |_, args, _| text(host_and_port(&url(args)?.host).1),
        ("getEscapedPath", _) => |_, args, _| text(url(args)?.path.as_str()),
        ("getQuery", _) => |budget, args, _| {
            let query = &url(args)?.query;
            budget.items(query.len())?;
            Ok(parameters(query))
        },
        _ => return None,
    })
}

fn url<'v>(args: &'v [CelValue<'_>]) -> Result<&'v ParsedUrl, CelFault> {
    let [CelValue::Opaque(opaque), ..] = args else { return Err(CelFault::no_overload()) };
    match &**opaque {
        Opaque::Url(url) => Ok(url),
        _ => Err(CelFault::no_overload()),
    }
}

fn to_url<'a>(args: &[CelValue<'a>]) -> CelResult<'a> {
    let text = one_text(args)?;
    let made = parse(text, true).and_then(|_| parse(text, false)).map_err(|why| {
        let quoted = go::quoted(text);
        CelFault::from(format!(
            "URL parse error during conversion from string: parse {quoted}: {why}"
        ))
    })?;
    Ok(CelValue::opaque(Opaque::Url(made)))
}

fn host_and_port(host: &str) -> (&str, &str) {
    let parts = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()));
    let (name, port) = parts.unwrap_or((host, ""));
    (name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name), port)
}

/// The parameters of a query: those that cannot be read are left out.
fn parameters(query: &str) -> CelValue<'static> {
    let mut found: indexmap::IndexMap<String, Vec<CelValue<'static>>> = indexmap::IndexMap::new();
    for part in query.split('&') {
        if part.is_empty() || part.contains(';') {
            continue;
        }
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let read = |text: &str| unescaped(&text.replace('+', " "), false);
        if let (Ok(name), Ok(value)) = (read(name), read(value)) {
            found.entry(name).or_default().push(CelValue::text(value));
        }
    }
    let entries =
        found.into_iter().map(|(name, values)| (CelValue::text(name), CelValue::list(values)));
    CelValue::map(entries.collect())
}
