//! URLs as Go reads them (`net/url`).

use std::net::Ipv6Addr;

use super::go;

/// A URL in its parts.
#[derive(Debug, Default)]
pub(crate) struct ParsedUrl {
    pub(super) scheme: String,
    pub(super) host: String,
    /// Escaped.
    pub(super) path: String,
    pub(super) query: String,
    /// The whole of it, as Go prints it.
    pub(super) text: String,
}

/// A URL (`parse`); `request`: it has no fragment, and cannot be relative.
pub(crate) fn parse(text: &str, request: bool) -> Result<ParsedUrl, String> {
    let (whole, fragment) = match text.split_once('#') {
        Some((whole, fragment)) if !request => (whole, fragment),
        _ => (text, ""),
    };
    if whole.bytes().any(|b| b < 0x20 || b == 0x7f) {
        return Err("net/url: invalid control character in URL".to_owned());
    }
    if whole.is_empty() && request {
        return Err("empty url".to_owned());
    }
    if whole == "*" {
        let path = "*".to_owned();
        return Ok(ParsedUrl { text: text.to_owned(), path, ..ParsedUrl::default() });
    }
    let (scheme, rest) = scheme(whole)?;
    let scheme = scheme.to_ascii_lowercase();
    let (rest, query) =
        rest.split_once('?').map_or((rest, None), |(rest, query)| (rest, Some(query)));
    let mut url =
        ParsedUrl { scheme, query: query.unwrap_or_default().to_owned(), ..ParsedUrl::default() };
    let mut printed =
        if url.scheme.is_empty() { String::new() } else { format!("{}:", url.scheme) };
    if !rest.starts_with('/') && !url.scheme.is_empty() {
        printed.push_str(rest);
    } else {
        printed.push_str(&hierarchy(&mut url, rest, request)?);
    }
    if let Some(query) = query {
        printed.push('?');
        printed.push_str(query);
    }
    if !fragment.is_empty() {
        unescaped(fragment, false)?;
        printed.push('#');
        printed.push_str(&escaped(fragment));
    }
    url.text = printed;
    Ok(url)
}

/// Reads authority and path into a URL, and gives them as Go prints them.
fn hierarchy(url: &mut ParsedUrl, rest: &str, request: bool) -> Result<String, String> {
    if !rest.starts_with('/') {
        if request {
            return Err("invalid URI for request".to_owned());
        }
        if rest.split('/').next().is_some_and(|first| first.contains(':')) {
            return Err("first path segment in URL cannot contain colon".to_owned());
        }
    }
    let with_host = !url.scheme.is_empty() || !request && !rest.starts_with("///");
    let mut printed = String::new();
    let mut path = rest;
    if let Some(after) = rest.strip_prefix("//").filter(|_| with_host) {
        let end = after.find('/').unwrap_or(after.len());
        let (authority, behind) = after.split_at(end);
        path = behind;
        url.host = authority_host(&url.scheme, authority)?;
        printed.push_str("//");
        printed.push_str(authority);
    }
    unescaped(path, false)?;
    url.path = escaped(path);
    printed.push_str(&url.path);
    Ok(printed)
}

fn scheme(text: &str) -> Result<(&str, &str), String> {
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => {}
            b'0'..=b'9' | b'+' | b'-' | b'.' if at > 0 => {}
            b':' if at == 0 => return Err("missing protocol scheme".to_owned()),
            b':' => return Ok((&text[..at], &text[at + 1..])),
            _ => break,
        }
    }
    Ok(("", text))
}

/// The host of an authority, with its port.
fn authority_host(scheme: &str, authority: &str) -> Result<String, String> {
    let Some((user, name)) = authority.rsplit_once('@') else { return host(scheme, authority) };
    let host = host(scheme, name)?;
    let known = |b: u8| b.is_ascii_alphanumeric() || b"-._:~!$&'()*+,;=%@".contains(&b);
    if !user.bytes().all(known) {
        return Err("net/url: invalid userinfo".to_owned());
    }
    unescaped(user, false)?;
    Ok(host)
}

fn host(scheme: &str, text: &str) -> Result<String, String> {
    match text.rfind('[') {
        Some(0) => return literal(text),
        Some(_) => return Err("invalid IP-literal".to_owned()),
        None => {}
    }
    if let Some(first) = text.find(':') {
        // Hosts of other schemes may contain colons.
        let strict = matches!(scheme, "http" | "https");
        let colon = if strict { first } else { text.rfind(':').unwrap_or(first) };
        port(&text[colon..])?;
    }
    unescaped(text, true)
}

/// `[::1]:80`
fn literal(text: &str) -> Result<String, String> {
    let Some(close) = text.rfind(']') else { return Err("missing ']' in host".to_owned()) };
    let after = &text[close + 1..];
    port(after)?;
    let inner = &text[1..close];
    let (address, zone) = match inner.find("%25") {
        Some(at) => (&inner[..at], Some(&inner[at..])),
        None => (inner, None),
    };
    let address = unescaped(address, true)?;
    let zone = zone.map(|zone| unescaped(zone, false)).transpose()?.unwrap_or_default();
    if address.parse::<Ipv6Addr>().is_err() || zone == "%" {
        let quoted = go::quoted(&format!("{address}{zone}"));
        return Err(match address.parse::<std::net::Ipv4Addr>() {
            Ok(_) => "invalid IP-literal".to_owned(),
            Err(_) => format!("invalid host: ParseAddr({quoted}): unable to parse IP"),
        });
    }
    Ok(format!("[{address}{zone}]{after}"))
}

fn port(text: &str) -> Result<(), String> {
    let valid = text.is_empty()
        || text.strip_prefix(':').is_some_and(|port| port.bytes().all(|b| b.is_ascii_digit()));
    if valid {
        return Ok(());
    }
    Err(format!("invalid port {} after host", go::quoted(text)))
}

/// A text without its escapes. In hosts only what is not ASCII may be escaped.
pub(super) fn unescaped(text: &str, host: bool) -> Result<String, String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first != b'%' {
            if host && first.is_ascii() && !in_host(*first) {
                let shown = go::quoted(&char::from(*first).to_string());
                return Err(format!("invalid character {shown} in host name"));
            }
            bytes.push(*first);
            continue;
        }
        let code = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = code
            .filter(|code| code.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|code| u8::from_str_radix(code, 16).ok())
            .filter(|byte| !host || !byte.is_ascii() || *byte == b'%');
        let Some(byte) = byte else {
            let shown = after.get(..2).unwrap_or(after);
            let shown = format!("%{}", String::from_utf8_lossy(shown));
            return Err(format!("invalid URL escape {}", go::quoted(&shown)));
        };
        bytes.push(byte);
        rest = after.get(2..).unwrap_or_default();
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn in_host(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.~!$&'()*+,;=:[]<>\"".contains(&byte)
}

/// A path or fragment with escapes where they are required (`EscapedPath`): as it is, if nothing
/// is missing.
fn escaped(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.~!$&'()*+,;=:@/[]%".contains(&b);
    if text.bytes().all(plain) {
        return text.to_owned();
    }
    // Everything is unescaped and escaped again, with fewer characters as they are.
    let kept = |b: u8| b.is_ascii_alphanumeric() || b"-_.~$&+,/:;=@".contains(&b);
    let mut made = String::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        let mut byte = *first;
        if byte == b'%' {
            let code = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
            byte = code.and_then(|code| u8::from_str_radix(code, 16).ok()).unwrap_or(byte);
            rest = after.get(2..).unwrap_or_default();
        }
        if kept(byte) {
            made.push(char::from(byte));
        } else {
            made.push_str(&format!("%{byte:02X}"));
        }
    }
    made
}
