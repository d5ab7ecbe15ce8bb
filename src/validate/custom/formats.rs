//! The formats of texts that the server knows (`apiserver/validation/formats.go`,
//! `kube-openapi/pkg/validation/strfmt`). All others are not checked.

use std::net::IpAddr;

use crate::{
    cel::url,
    model::{
        value::{strfmt, time},
        version::Version,
    },
    validate::{ip, names},
};

/// Checks a text.
type IsOf = fn(&str) -> bool;

/// By name without dashes.
const FORMATS: &[(&str, IsOf)] = &[
    ("bsonobjectid", |text| text.len() == 24 && is_hex(text)),
    ("byte", strfmt::is_base64),
    ("cidr", |text| ip::parse_network(text).is_some()),
    ("creditcard", is_credit_card),
    ("date", time::is_date),
    ("datetime", strfmt::is_date_time),
    ("duration", |text| strfmt::duration(text).is_some()),
    ("email", is_email),
    ("hexcolor", is_hex_color),
    ("hostname", is_hostname),
    ("ipv4", |text| text.contains('.') && ip::parse(text).is_some()),
    ("ipv6", |text| text.contains(':') && text.parse::<IpAddr>().is_ok()),
    ("isbn", |text| is_isbn10(text) || is_isbn13(text)),
    ("isbn10", is_isbn10),
    ("isbn13", is_isbn13),
    ("k8slongname", |text| names::dns_subdomain(text).is_ok()),
    ("k8sshortname", |text| names::dns_label(text).is_ok()),
    ("mac", is_mac),
    ("password", |_| true),
    ("rgbcolor", is_rgb_color),
    ("ssn", is_ssn),
    ("uri", |text| url::parse(text, true).is_ok()),
    ("uuid", |text| strfmt::uuid(text).is_some()),
    ("uuid3", |text| strfmt::uuid(text).is_some_and(|digits| digits[12] == b'3')),
    ("uuid4", |text| strfmt::uuid(text).is_some_and(|digits| is_variant(&digits, b'4'))),
    ("uuid5", |text| strfmt::uuid(text).is_some_and(|digits| is_variant(&digits, b'5'))),
];

fn check_of(format: &str) -> Option<IsOf> {
    let plain = format.replace('-', "");
    let found = FORMATS.binary_search_by_key(&plain.as_str(), |(name, _)| name);
    found.ok().map(|at| FORMATS[at].1)
}

/// Whether a server of the version checks texts of this format.
pub(super) fn is_known(format: &str, version: Version) -> bool {
    let is_new = format.starts_with("k8s");
    !format.is_empty() && (!is_new || version.since(34)) && check_of(format).is_some()
}

/// Whether a text is of a format that is known.
pub(super) fn is_of(format: &str, text: &str) -> bool {
    check_of(format).is_none_or(|is_of| is_of(text))
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_hexdigit())
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

fn is_credit_card(text: &str) -> bool {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let number = |length: usize| digits.get(..length).and_then(|start| start.parse::<u32>().ok());
    let (two, four) = (number(2).unwrap_or(0), number(4).unwrap_or(0));
    let is_issued = match digits.len() {
        13 => two / 10 == 4,
        14 => matches!(four / 10, 300..=305) || matches!(two, 36 | 38),
        15 => matches!(two, 34 | 37) || matches!(four, 2131 | 1800),
        16 => two / 10 == 4 || matches!(two, 51..=55 | 65 | 35) || four == 6011,
        _ => false,
    };
    let doubled = |(at, digit): (usize, u8)| {
        let digit = u32::from(digit - b'0') * if at % 2 == 1 { 2 } else { 1 };
        digit / 10 + digit % 10
    };
    is_issued && digits.bytes().rev().enumerate().map(doubled).sum::<u32>().is_multiple_of(10)
}

/// An address, alone or in angle brackets after a name (`net/mail.ParseAddress`).
fn is_email(text: &str) -> bool {
    let text = text.trim_matches([' ', '\t']);
    let address = match text.strip_suffix('>').and_then(|inner| inner.rsplit_once('<')) {
        Some((_, address)) => address,
        None => text,
    };
    let Some((local, domain)) = address.rsplit_once('@') else { return false };
    let is_quoted = local.len() > 2 && local.starts_with('"') && local.ends_with('"');
    let is_literal = domain.starts_with('[') && domain.ends_with(']');
    (is_quoted || is_atoms(local)) && (is_literal || is_atoms(domain))
}

/// Words with single dots between them.
fn is_atoms(text: &str) -> bool {
    let is_letter =
        |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    text.split('.').all(|atom| !atom.is_empty() && atom.chars().all(is_letter))
}

fn is_hex_color(text: &str) -> bool {
    let digits = text.strip_prefix('#').unwrap_or(text);
    matches!(digits.len(), 3 | 6) && is_hex(digits)
}

/// One label, with a dash after its first letter at most, or several that end in a domain of
/// letters.
fn is_hostname(text: &str) -> bool {
    let is_letter = |c: char| {
        c.is_alphanumeric()
            || "$+<=>^`|~".contains(c)
            || !c.is_ascii() && !c.is_control() && !c.is_whitespace()
    };
    if text.len() > 255 || text.split('.').any(|label| label.len() > 63) {
        return false;
    }
    let Some((labels, domain)) = text.rsplit_once('.') else {
        let mut letters = text.chars();
        let starts = letters.next().is_some_and(is_letter);
        let rest = letters.as_str();
        let rest = rest.strip_prefix('-').unwrap_or(rest);
        return starts && rest.chars().count() <= 62 && rest.chars().all(is_letter);
    };
    let is_label = |label: &str| {
        let ends = label.starts_with(is_letter) && label.ends_with(is_letter);
        ends && label.chars().all(|c| c == '-' || is_letter(c))
    };
    let is_domain = domain.chars().count() >= 2 && domain.chars().all(char::is_alphabetic);
    is_domain && labels.split('.').all(is_label)
}

/// The digits of a book number, without blanks and dashes.
fn book_digits(text: &str) -> Vec<u8> {
    text.bytes().filter(|b| *b != b'-' && !b.is_ascii_whitespace()).collect()
}

fn is_isbn10(text: &str) -> bool {
    let digits = book_digits(text);
    let Some((last, first)) = digits.split_last() else { return false };
    let value = |(at, digit): (usize, &u8)| (at as u32 + 1) * u32::from(digit - b'0');
    let last = match last {
        b'X' => 10,
        b'0'..=b'9' => u32::from(last - b'0'),
        _ => return false,
    };
    first.len() == 9
        && first.iter().all(u8::is_ascii_digit)
        && (first.iter().enumerate().map(value).sum::<u32>() + 10 * last).is_multiple_of(11)
}

fn is_isbn13(text: &str) -> bool {
    let digits = book_digits(text);
    let weighed = |(at, digit): (usize, &u8)| [1, 3][at % 2] * u32::from(digit - b'0');
    digits.len() == 13
        && digits.iter().all(u8::is_ascii_digit)
        && digits.iter().enumerate().map(weighed).sum::<u32>().is_multiple_of(10)
}

/// `net.ParseMAC`: 6, 8 or 20 bytes, in pairs of digits or groups of four.
fn is_mac(text: &str) -> bool {
    let groups = |separator: char, length: usize, counts: [usize; 3]| {
        let groups: Vec<&str> = text.split(separator).collect();
        counts.contains(&groups.len())
            && groups.iter().all(|group| group.len() == length && is_hex(group))
    };
    groups(':', 2, [6, 8, 20]) || groups('-', 2, [6, 8, 20]) || groups('.', 4, [3, 4, 10])
}

fn is_rgb_color(text: &str) -> bool {
    let inner = text.strip_prefix("rgb(").and_then(|inner| inner.strip_suffix(')'));
    let is_part = |part: &str| {
        let part = part.trim_matches([' ', '\t', '\n', '\r', '\u{c}']);
        let is_number = !part.is_empty() && is_digits(part);
        is_number
            && (part == "0" || !part.starts_with('0'))
            && part.parse::<u32>().is_ok_and(|number| number <= 255)
    };
    inner.is_some_and(|inner| inner.split(',').count() == 3 && inner.split(',').all(is_part))
}

fn is_ssn(text: &str) -> bool {
    let is_separator = |b: u8| matches!(b, b'-' | b' ');
    text.len() == 11
        && text.bytes().enumerate().all(|(at, b)| match at {
            3 | 6 => is_separator(b),
            _ => b.is_ascii_digit(),
        })
}

fn is_variant(digits: &[u8], version: u8) -> bool {
    digits[12] == version && matches!(digits[16], b'8' | b'9' | b'a' | b'b')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_sorted() {
        assert!(FORMATS.is_sorted_by_key(|(name, _)| *name));
    }

    #[test]
    fn texts_are_of_a_format_or_not() {
        for (format, good, bad) in [
            ("bsonobjectid", "507f1f77bcf86cd799439011", "507f"),
            ("byte", "aGk=", "aGk"),
            ("byte", "QUJD", ""),
            ("cidr", "10.0.0.0/8", "10.0.0.0"),
            ("creditcard", "4111-1111-1111-1111", "4111-1111-1111-1112"),
            ("date", "2024-02-29", "2023-02-29"),
            ("date-time", "2024-01-02T03:04:05.6Z", "2024-01-02 03:04:05Z"),
            ("date-time", "2024-01-02t03:04:05+01:00", "2024-01-02T24:04:05Z"),
            ("duration", "1h30m", "1x"),
            ("duration", "3 days", "days"),
            ("email", "Ann <ann@example.com>", "ann"),
            ("email", "a.b@c", "a..b@c"),
            ("hexcolor", "#fff", "#ffff"),
            ("hostname", "web.example.com", "web_1"),
            ("hostname", "localhost", "my-long-host"),
            ("ipv4", "010.1.1.1", "10.1.1"),
            ("ipv6", "::1", "10.1.1.1"),
            ("isbn", "0-321-75104-3", "0-321-75104-4"),
            ("isbn13", "978-0321751041", "978-0321751042"),
            ("k8s-short-name", "a-b", "a.b"),
            ("k8s-long-name", "a.b", "A"),
            ("mac", "01:23:45:67:89:ab", "01:23:45"),
            ("mac", "0123.4567.89ab", "0123.4567"),
            ("rgbcolor", "rgb(1, 2,255)", "rgb(1,2,256)"),
            ("ssn", "111-22-3333", "111223333"),
            ("uri", "https://example.com/a#b", "example.com"),
            ("uri", "/a/b?c", ""),
            ("uri", "x:%2", "http://example.com/%2"),
            ("uri", "///:80a", "http://:80a"),
            ("uuid", "00000000-0000-0000-0000-00000000000A", "0000"),
            (
                "uuid4",
                "00000000-0000-4000-8000-000000000000",
                "00000000-0000-4000-7000-000000000000",
            ),
        ] {
            assert!(is_of(format, good), "{format} {good}");
            assert!(!is_of(format, bad), "{format} {bad}");
        }
    }
}
