//! URLs, as far as Go reads them (`net/url.Parse`).

/// The parts by which webhooks are checked.
pub(super) struct Url<'t> {
    pub(super) scheme: &'t str,
    pub(super) user: Option<&'t str>,
    pub(super) host: &'t str,
    pub(super) query: &'t str,
    pub(super) fragment: &'t str,
}

/// `None` for what Go cannot read.
pub(super) fn parse(text: &str) -> Option<Url<'_>> {
    if text.bytes().any(|b| b.is_ascii_control()) {
        return None;
    }
    let (before, fragment) = text.split_once('#').unwrap_or((text, ""));
    let (scheme, rest) = scheme(before)?;
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let unescaped = escapes_well(fragment) && escapes_well(rest);
    let relative = scheme.is_empty() && !rest.starts_with('/');
    let first = rest.split('/').next().unwrap_or("");
    if !unescaped || relative && first.contains(':') {
        return None;
    }
    let authority =
        rest.strip_prefix("//").filter(|rest| !scheme.is_empty() || !rest.starts_with('/'));
    let authority = authority.map_or("", |rest| rest.split('/').next().unwrap_or(""));
    let (user, host) = match authority.rsplit_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, authority),
    };
    is_host(host).then_some(Url { scheme, user, host, query, fragment })
}

/// The scheme, empty where there is none, and the rest; `None` where a colon comes first.
fn scheme(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c)));
    match end {
        Some(0) if text.starts_with(':') => None,
        Some(end)
            if text[end..].starts_with(':')
                && text.starts_with(|c: char| c.is_ascii_alphabetic()) =>
        {
            Some((&text[..end], &text[end + 1..]))
        }
        _ => Some(("", text)),
    }
}

/// Whether two hexadecimal digits follow every `%`.
fn escapes_well(text: &str) -> bool {
    let hex = |part: &str| part.len() >= 2 && part.bytes().take(2).all(|b| b.is_ascii_hexdigit());
    text.split('%').skip(1).all(hex)
}

/// A name or address, followed by a port of digits.
fn is_host(host: &str) -> bool {
    let (name, port) = match host.strip_prefix('[') {
        Some(rest) => match rest.rsplit_once(']') {
            Some((name, "")) => (name, ""),
            Some((name, rest)) if rest.starts_with(':') => (name, &rest[1..]),
            _ => return false,
        },
        None => host.rsplit_once(':').unwrap_or((host, "")),
    };
    let allowed = |c: char| {
        !c.is_ascii() || c.is_ascii_alphanumeric() || "-_.~!$&'()*+,;=:[]<>\"%".contains(c)
    };
    port.bytes().all(|b| b.is_ascii_digit()) && name.chars().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_go_reads_them() {
        for text in [
            "https://x",
            "https://[::1]:443/a",
            "https://x/a b",
            "https:x",
            "",
            "x",
            "/a:b",
            "https://x:",
        ] {
            assert!(parse(text).is_some(), "{text}");
        }
        for text in [
            "://x",
            "//x:y",
            "1https://x",
            " https://x",
            "x y:z",
            "https://x/%zz",
            "https://x#%",
            "https://[::1",
            "https://x:a",
            "https://a b/",
            "https://{{x}}/",
            "https://x\n",
        ] {
            assert!(parse(text).is_none(), "{text}");
        }
        let url = parse("https://u:p@x:1/y?q#f").expect("a URL");
        let parts = (url.scheme, url.user, url.host, url.query, url.fragment);
        assert_eq!(parts, ("https", Some("u:p"), "x:1", "q", "f"));
    }
}
