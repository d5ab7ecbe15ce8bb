//! The value formats of the API machinery, each one function with its source.
//!
//! Sources are `k8s.io/apimachinery/pkg/util/validation/validation.go` and
//! `pkg/api/validate/content/`, where no other is named. Lengths count bytes, as Go does.

use super::Reason;
use crate::{text, text::Text};

/// What is wrong with a value, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatError {
    /// Continues a sentence about the value: "contains the upper-case letter `A`".
    pub what: Text,
    /// What is allowed, or what was meant.
    pub allowed: Text,
}

pub type FormatResult = Result<(), FormatError>;

fn fault(what: impl Into<Text>, allowed: &'static str) -> FormatResult {
    Err(FormatError { what: what.into(), allowed: allowed.into() })
}

/// A value for a message: cut where it is long.
pub fn shown(value: &str) -> String {
    const MAX: usize = 40;
    if value.chars().count() <= MAX {
        return value.to_owned();
    }
    let mut start: String = value.chars().take(MAX - 1).collect();
    start.push('…');
    start
}

/// Refuses values longer than `most`.
fn at_most(value: &str, most: usize, allowed: &'static str) -> FormatResult {
    if value.len() <= most {
        return Ok(());
    }
    let what = text!(
        "is {} characters long, at most {} are allowed",
        text::name(value.len()),
        text::name(most)
    );
    fault(what, allowed)
}

/// Refuses the first character that is not allowed, then ends that are not alphanumeric.
fn made_of(value: &str, allows: impl Fn(char) -> bool, allowed: &'static str) -> FormatResult {
    match value.chars().find(|c| !allows(*c)) {
        Some(bad) => fault(text!("contains {}", text::name(invalid(bad))), allowed),
        None => Ok(()),
    }
}

/// Refuses values that are empty, or begin or end with something that is not alphanumeric.
fn alphanumeric_ends(value: &str, allowed: &'static str) -> FormatResult {
    let (Some(first), Some(last)) = (value.chars().next(), value.chars().last()) else {
        return fault("is empty", allowed);
    };
    if !first.is_ascii_alphanumeric() {
        return fault(text!("starts with {}", text::name(character(first))), allowed);
    }
    if !last.is_ascii_alphanumeric() {
        return fault(text!("ends with {}", text::name(character(last))), allowed);
    }
    Ok(())
}

/// A character as a message names it.
fn character(c: char) -> String {
    match c {
        ' ' => "a space".to_owned(),
        '\t' => "a tab".to_owned(),
        '\n' | '\r' => "a line break".to_owned(),
        c if c.is_control() => "a control character".to_owned(),
        c if c.is_uppercase() => format!("the upper-case letter `{c}`"),
        c => format!("`{c}`"),
    }
}

/// The same where it is not allowed at all.
fn invalid(c: char) -> String {
    let named = character(c);
    if named.starts_with('`') { format!("the invalid character {named}") } else { named }
}

fn is_lower_alphanumeric(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit()
}

const LABEL: &str = "use lower-case letters, digits and `-`, with a letter or digit at both ends \
                     (at most 63 characters)";

/// `IsDNS1123Label`: names of namespaces, containers, volumes.
pub fn dns_label(value: &str) -> FormatResult {
    at_most(value, 63, LABEL)?;
    made_of(value, |c| is_lower_alphanumeric(c) || c == '-', LABEL)?;
    alphanumeric_ends(value, LABEL)
}

const SUBDOMAIN: &str = "use lower-case letters, digits, `-` and `.`, with a letter or digit at \
                         both ends of each part (at most 253 characters)";

/// `IsDNS1123Subdomain`: names of most objects.
pub fn dns_subdomain(value: &str) -> FormatResult {
    at_most(value, 253, SUBDOMAIN)?;
    made_of(value, |c| is_lower_alphanumeric(c) || c == '-' || c == '.', SUBDOMAIN)?;
    parts(value, SUBDOMAIN)
}

/// Each part between dots is neither empty nor has a `-` at an end.
fn parts(value: &str, allowed: &'static str) -> FormatResult {
    if value.is_empty() {
        return fault("is empty", allowed);
    }
    for part in value.split('.') {
        if part.is_empty() {
            return fault("has an empty part before or after a `.`", allowed);
        }
        alphanumeric_ends(part, allowed).map_err(|f| FormatError {
            what: if part == value { f.what } else { text!("has a part that {}", f.what) },
            ..f
        })?;
    }
    Ok(())
}

/// `IsDNS1123SubdomainCaseless`.
pub fn dns_subdomain_caseless(value: &str) -> FormatResult {
    dns_subdomain(&value.to_ascii_lowercase())
}

const UNDERSCORED: &str = "use lower-case letters, digits, `-`, `_` and `.`, with a letter or \
                           digit at both ends of each part (a leading `_` is allowed)";

/// `IsDNS1123SubdomainWithUnderscore`: DNS search paths.
pub fn dns_subdomain_with_underscore(value: &str) -> FormatResult {
    at_most(value, 253, UNDERSCORED)?;
    made_of(value, |c| is_lower_alphanumeric(c) || "-_.".contains(c), UNDERSCORED)?;
    let bare: Vec<&str> = value.split('.').map(|p| p.strip_prefix('_').unwrap_or(p)).collect();
    parts(&bare.join("."), UNDERSCORED)
}

const DNS_1035: &str = "use lower-case letters, digits and `-`, starting with a letter and \
                        ending with a letter or digit (at most 63 characters)";

/// `IsDNS1035Label`: Service names before 1.36.
pub fn dns_1035_label(value: &str) -> FormatResult {
    at_most(value, 63, DNS_1035)?;
    made_of(value, |c| is_lower_alphanumeric(c) || c == '-', DNS_1035)?;
    alphanumeric_ends(value, DNS_1035)?;
    if value.starts_with(|c: char| c.is_ascii_digit()) {
        return fault("starts with a digit", DNS_1035);
    }
    Ok(())
}

const WILDCARD: &str = "write `*.` once at the start, then a lower-case domain: *.example.com";

/// `IsWildcardDNS1123Subdomain`: hosts that begin with `*`.
pub fn wildcard_subdomain(value: &str) -> FormatResult {
    at_most(value, 253, WILDCARD)?;
    let Some(domain) = value.strip_prefix("*.") else {
        return fault("must have `*` only as its whole first part", WILDCARD);
    };
    dns_subdomain(domain).map_err(|f| FormatError { allowed: WILDCARD.into(), ..f })
}

const QUALIFIED: &str = "use letters, digits, `-`, `_` and `.`, with a letter or digit at both \
                         ends (at most 63 characters), optionally after a lower-case domain and \
                         `/`";

/// `IsLabelKey`, also called a qualified name: keys of labels, names of resources.
pub fn qualified_name(value: &str) -> FormatResult {
    let name = match value.split_once('/') {
        None => value,
        Some((_, rest)) if rest.contains('/') => {
            return fault("contains more than one `/`", QUALIFIED);
        }
        Some(("", _)) => return fault("has nothing before the `/`", QUALIFIED),
        Some((prefix, name)) => {
            dns_subdomain(prefix).map_err(|f| FormatError {
                what: text!("has a prefix that {}", f.what),
                allowed: QUALIFIED.into(),
            })?;
            name
        }
    };
    if name.is_empty() && value.ends_with('/') {
        return fault("has nothing after the `/`", QUALIFIED);
    }
    at_most(name, 63, QUALIFIED)?;
    made_of(name, is_name_character, QUALIFIED)?;
    alphanumeric_ends(name, QUALIFIED)
}

/// `IsPrefixedLabelKey`: a qualified name with a domain.
pub fn prefixed_name(value: &str) -> FormatResult {
    const PREFIXED: &str = "write a domain, `/` and a name, such as example.com/name";
    qualified_name(value)?;
    if value.contains('/') { Ok(()) } else { fault("has no domain", PREFIXED) }
}

/// A UUID in lower case (`UUID` in `k8s.io/apimachinery/pkg/api/validate/strfmt.go`).
pub fn uuid(value: &str) -> FormatResult {
    const UUID: &str = "use lower-case hexadecimal digits in groups of 8, 4, 4, 4 and 12, with `-` \
                        between them";
    let groups = value.split('-').map(str::len);
    let is_digit = |c: char| c == '-' || c.is_ascii_digit() || ('a'..='f').contains(&c);
    match groups.eq([8, 4, 4, 4, 12]) && value.chars().all(is_digit) {
        true => Ok(()),
        false => fault("is not a valid UUID", UUID),
    }
}

fn is_name_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_.".contains(c)
}

/// The rule for annotation keys: a qualified name whose case does not matter
/// (`k8s.io/apimachinery/pkg/api/validation/objectmeta.go`, `ValidateAnnotations`).
pub fn annotation_key(value: &str) -> FormatResult {
    // Go lowers all of Unicode, so that the Kelvin sign becomes a `k`.
    qualified_name(&value.to_lowercase())
}

const LABEL_VALUE: &str = "use letters, digits, `-`, `_` and `.`, with a letter or digit at both \
                           ends (at most 63 characters), or leave it empty";

/// `IsLabelValue`.
pub fn label_value(value: &str) -> FormatResult {
    if value.is_empty() {
        return Ok(());
    }
    at_most(value, 63, LABEL_VALUE)?;
    made_of(value, is_name_character, LABEL_VALUE)?;
    alphanumeric_ends(value, LABEL_VALUE)
}

const PORT_NAME: &str = "use at most 15 lower-case letters, digits and single `-`, with at least \
                         one letter and no `-` at either end";

/// `IsValidPortName`, an IANA service name (RFC 6335).
pub fn port_name(value: &str) -> FormatResult {
    at_most(value, 15, PORT_NAME)?;
    if value.is_empty() {
        return fault("is empty", PORT_NAME);
    }
    made_of(value, |c| is_lower_alphanumeric(c) || c == '-', PORT_NAME)?;
    if !value.contains(|c: char| c.is_ascii_lowercase()) {
        return fault("contains no letter", PORT_NAME);
    }
    if value.contains("--") {
        return fault("contains two `-` in a row", PORT_NAME);
    }
    alphanumeric_ends(value, PORT_NAME)
}

/// `IsValidPortNum`.
pub fn port_number(value: i64) -> FormatResult {
    in_range(value, 1, 65535, "write a port number such as 8080")
}

/// `IsInRange`, both ends included.
pub fn in_range(value: i64, least: i64, most: i64, allowed: &'static str) -> FormatResult {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    fault(text!("must be between {} and {}", text::name(least), text::name(most)), allowed)
}

/// `IsValidUserID` and `IsValidGroupID`.
pub fn user_or_group_id(value: i64) -> FormatResult {
    in_range(value, 0, i64::from(i32::MAX), "write a numeric ID such as 1000")
}

const ENV: &str = "use letters, digits, `-`, `_` and `.`, not starting with a digit";

/// `IsEnvVarName`: names of variables before 1.32.
pub fn env_name(value: &str) -> FormatResult {
    if value.is_empty() {
        return fault("is empty", ENV);
    }
    made_of(value, is_name_character, ENV)?;
    if value.starts_with(|c: char| c.is_ascii_digit()) {
        return fault("starts with a digit", ENV);
    }
    no_parent(value, ENV)
}

const RELAXED_ENV: &str = "use printable ASCII characters other than `=`";

/// `IsRelaxedEnvVarName`: names of variables from 1.32 on.
pub fn relaxed_env_name(value: &str) -> FormatResult {
    if value.is_empty() {
        return fault("is empty", RELAXED_ENV);
    }
    made_of(value, |c| (c == ' ' || c.is_ascii_graphic()) && c != '=', RELAXED_ENV)
}

fn no_parent(value: &str, allowed: &'static str) -> FormatResult {
    if value == "." || value.starts_with("..") {
        return fault(if value == "." { "is `.`" } else { "starts with `..`" }, allowed);
    }
    Ok(())
}

const CONFIG_KEY: &str = "use letters, digits, `-`, `_` and `.` (at most 253 characters), not `.` \
                          alone and not `..` at the start";

/// `IsConfigMapKey`: keys of ConfigMaps and Secrets, which become file names.
pub fn config_map_key(value: &str) -> FormatResult {
    at_most(value, 253, CONFIG_KEY)?;
    if value.is_empty() {
        return fault("is empty", CONFIG_KEY);
    }
    made_of(value, is_name_character, CONFIG_KEY)?;
    no_parent(value, CONFIG_KEY)
}

const C_IDENTIFIER: &str = "use letters, digits and `_`, not starting with a digit";

/// `IsCIdentifier`.
pub fn c_identifier(value: &str) -> FormatResult {
    if value.is_empty() {
        return fault("is empty", C_IDENTIFIER);
    }
    made_of(value, |c| c.is_ascii_alphanumeric() || c == '_', C_IDENTIFIER)?;
    if value.starts_with(|c: char| c.is_ascii_digit()) {
        return fault("starts with a digit", C_IDENTIFIER);
    }
    Ok(())
}

const HEADER: &str = "use letters, digits and `-`, such as X-Request-Id";

/// `IsHTTPHeaderName`.
pub fn http_header_name(value: &str) -> FormatResult {
    if value.is_empty() {
        return fault("is empty", HEADER);
    }
    made_of(value, |c| c.is_ascii_alphanumeric() || c == '-', HEADER)
}

const PERCENT: &str = "write a number and `%`, such as 25%";

/// `IsValidPercent`.
pub fn percent(value: &str) -> FormatResult {
    match value.strip_suffix('%') {
        Some(number) if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => Ok(()),
        _ => fault("is not a percentage", PERCENT),
    }
}

const SEGMENT: &str = "do not use `/` or `%`, or the names `.` and `..`";

/// `IsPathSegmentName`: names of roles, bindings, custom objects' paths.
pub fn path_segment(value: &str) -> FormatResult {
    if value == "." || value == ".." {
        return fault(text!("is `{}`", text::name(value)), SEGMENT);
    }
    path_segment_prefix(value)
}

/// `IsPathSegmentPrefix`.
pub fn path_segment_prefix(value: &str) -> FormatResult {
    made_of(value, |c| c != '/' && c != '%', SEGMENT)
}

/// `IsFullyQualifiedName`: a domain of three parts or more. An empty one is [`Reason::Required`].
pub fn fully_qualified_name(value: &str) -> Result<(), (Reason, FormatError)> {
    const ALLOWED: &str = "write a domain of three or more parts, such as acme.example.com";
    let invalid = |f: FormatError| (Reason::Invalid, FormatError { allowed: ALLOWED.into(), ..f });
    not_empty(value, ALLOWED)?;
    dns_subdomain(value).map_err(invalid)?;
    if value.split('.').count() < 3 {
        let what = Text::words("has fewer than three parts");
        return Err((Reason::Invalid, FormatError { what, allowed: ALLOWED.into() }));
    }
    Ok(())
}

/// `IsFullyQualifiedDomainName`: two parts or more, with or without a final dot.
pub fn fully_qualified_domain_name(value: &str) -> Result<(), (Reason, FormatError)> {
    const ALLOWED: &str = "write a domain of two or more parts, such as example.com";
    let invalid = |f: FormatError| (Reason::Invalid, FormatError { allowed: ALLOWED.into(), ..f });
    not_empty(value, ALLOWED)?;
    let name = value.strip_suffix('.').unwrap_or(value);
    dns_subdomain(name).map_err(invalid)?;
    if name.split('.').count() < 2 {
        let what = Text::words("has only one part");
        return Err((Reason::Invalid, FormatError { what, allowed: ALLOWED.into() }));
    }
    name.split('.').try_for_each(dns_label).map_err(invalid)
}

/// `IsDomainPrefixedPath`: `acme.io/foo`.
pub fn domain_prefixed_path(value: &str) -> Result<(), (Reason, FormatError)> {
    const ALLOWED: &str = "write a domain, `/` and a path, such as example.com/name";
    let invalid = |f: FormatError| (Reason::Invalid, FormatError { allowed: ALLOWED.into(), ..f });
    not_empty(value, ALLOWED)?;
    let Some((host, path)) = value.split_once('/').filter(|(h, p)| !h.is_empty() && !p.is_empty())
    else {
        return fault("is not a domain followed by `/` and a path", ALLOWED).map_err(invalid);
    };
    dns_subdomain(host).map_err(invalid)?;
    let in_path = |c: char| c.is_ascii_alphanumeric() || "/-._~%!$&'()*+,;=:".contains(c);
    made_of(path, in_path, ALLOWED).map_err(invalid)
}

fn not_empty(value: &str, allowed: &'static str) -> Result<(), (Reason, FormatError)> {
    if value.is_empty() {
        return Err((
            Reason::Required,
            FormatError { what: Text::words("is empty"), allowed: allowed.into() },
        ));
    }
    Ok(())
}

/// The nearest DNS label that can be made of a value, if any is near: lower case, `-` for what
/// is not allowed, no `-` at the ends.
pub fn as_dns_label(value: &str) -> Option<String> {
    let good = |c: char| if is_lower_alphanumeric(c) || c == '-' { c } else { '-' };
    let text: String = value.to_ascii_lowercase().chars().map(good).collect();
    let text = text.trim_matches('-');
    (dns_label(text).is_ok() && text != value && value.is_ascii()).then(|| text.to_owned())
}

/// As [`as_dns_label`], but dots stay.
pub fn as_dns_subdomain(value: &str) -> Option<String> {
    let good = |c: char| if is_lower_alphanumeric(c) || c == '.' { c } else { '-' };
    let text: String = value.to_ascii_lowercase().chars().map(good).collect();
    let text = text.trim_matches(['-', '.']);
    (dns_subdomain(text).is_ok() && text != value && value.is_ascii()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(format: fn(&str) -> FormatResult, good: &[&str], bad: &[(&str, &str)]) {
        for value in good {
            assert_eq!(format(value), Ok(()), "{value}");
        }
        for (value, what) in bad {
            let fault = format(value).map_err(|f| f.what.with_values().to_owned());
            assert_eq!(fault, Err((*what).to_owned()), "{value}");
        }
    }

    #[test]
    fn labels_and_subdomains() {
        let long = "a".repeat(64);
        check(
            dns_label,
            &["a", "0", "my-app-2"],
            &[
                ("", "is empty"),
                ("My-app", "contains the upper-case letter `M`"),
                ("my_app", "contains the invalid character `_`"),
                ("my.app", "contains the invalid character `.`"),
                ("app-", "ends with `-`"),
                (&long, "is 64 characters long, at most 63 are allowed"),
            ],
        );
        check(
            dns_subdomain,
            &["a.b-c.d", &long],
            &[
                ("a..b", "has an empty part before or after a `.`"),
                ("a.-b", "has a part that starts with `-`"),
                ("a b", "contains a space"),
            ],
        );
        check(dns_1035_label, &["a1"], &[("1a", "starts with a digit")]);
        check(dns_subdomain_with_underscore, &["_a._b.c_d"], &[("__a", "starts with `_`")]);
        check(
            wildcard_subdomain,
            &["*.a.b"],
            &[("a.*.b", "must have `*` only as its whole first part")],
        );
    }

    #[test]
    fn keys_and_values() {
        check(
            qualified_name,
            &["a", "A_b.c-d", "example.com/My.Name"],
            &[
                ("", "is empty"),
                ("/a", "has nothing before the `/`"),
                ("a/", "has nothing after the `/`"),
                ("a/b/c", "contains more than one `/`"),
                ("Example.com/a", "has a prefix that contains the upper-case letter `E`"),
                ("a b", "contains a space"),
                ("-a", "starts with `-`"),
            ],
        );
        check(annotation_key, &["Example.com/a"], &[("a b", "contains a space")]);
        check(
            label_value,
            &["", "A.b_c"],
            &[("a b", "contains a space"), (".a", "starts with `.`")],
        );
        check(
            port_name,
            &["http", "h2-c", "8a"],
            &[
                ("8080", "contains no letter"),
                ("a--b", "contains two `-` in a row"),
                ("a-very-long-port", "is 16 characters long, at most 15 are allowed"),
            ],
        );
        check(config_map_key, &["a.b", ".x"], &[("..a", "starts with `..`"), (".", "is `.`")]);
        check(env_name, &["A.b-c"], &[("1A", "starts with a digit"), ("A B", "contains a space")]);
        check(
            relaxed_env_name,
            &["1 A"],
            &[
                ("A=B", "contains the invalid character `=`"),
                ("é", "contains the invalid character `é`"),
            ],
        );
        check(percent, &["25%"], &[("25", "is not a percentage"), ("-1%", "is not a percentage")]);
    }

    #[test]
    fn nearest_names() {
        assert_eq!(as_dns_label("My_App").as_deref(), Some("my-app"));
        assert_eq!(as_dns_label("ok"), None);
        assert_eq!(as_dns_subdomain("Web.App_1").as_deref(), Some("web.app-1"));
    }
}
