//! Named formats (`k8s.io/apiserver/pkg/cel/library/format.go`), with the messages of
//! `k8s.io/apimachinery/pkg/util/validation`.

use super::{Function, one_text};
use crate::{
    cel::{
        CelFault, go, url,
        value::{CelResult, CelValue, Opaque},
    },
    model::value::{strfmt, time::is_date},
};

/// A format: its name in expressions, the length that its pattern counts with, and what is wrong
/// with a text.
struct NamedFormat {
    name: &'static str,
    regex_size: u64,
    faults: fn(&str) -> Vec<String>,
}

const FORMATS: [NamedFormat; 13] = [
    NamedFormat { name: "dns1123Label", regex_size: 30, faults: dns_label },
    NamedFormat { name: "dns1123Subdomain", regex_size: 60, faults: dns_subdomain },
    NamedFormat { name: "dns1035Label", regex_size: 30, faults: dns_1035_label },
    NamedFormat { name: "qualifiedName", regex_size: 60, faults: qualified_name },
    NamedFormat {
        name: "dns1123LabelPrefix",
        regex_size: 30,
        faults: |name| dns_label(&prefix(name)),
    },
    NamedFormat {
        name: "dns1123SubdomainPrefix",
        regex_size: 60,
        faults: |name| dns_subdomain(&prefix(name)),
    },
    NamedFormat {
        name: "dns1035LabelPrefix",
        regex_size: 30,
        faults: |name| dns_1035_label(&prefix(name)),
    },
    NamedFormat { name: "labelValue", regex_size: 40, faults: label_value },
    NamedFormat { name: "uri", regex_size: 1103, faults: uri },
    NamedFormat { name: "uuid", regex_size: 70, faults: uuid },
    NamedFormat { name: "byte", regex_size: 84, faults: byte },
    NamedFormat { name: "date", regex_size: 71, faults: date },
    NamedFormat { name: "datetime", regex_size: 71, faults: date_time },
];

pub(super) fn find(name: &str, receiver: bool) -> Option<Function> {
    Some(match (name, receiver) {
        ("validate", true) => |_, args, _| validate(args),
        ("format.named", false) => |_, args, _| {
            let name = one_text(args)?;
            let found = FORMATS.iter().position(|format| format.name == name);
            Ok(match found {
                Some(index) => CelValue::some(CelValue::opaque(Opaque::Format(index))),
                None => CelValue::Optional(None),
            })
        },
        ("format.dns1123Label", false) => |_, _, _| format(0),
        ("format.dns1123Subdomain", false) => |_, _, _| format(1),
        ("format.dns1035Label", false) => |_, _, _| format(2),
        ("format.qualifiedName", false) => |_, _, _| format(3),
        ("format.dns1123LabelPrefix", false) => |_, _, _| format(4),
        ("format.dns1123SubdomainPrefix", false) => |_, _, _| format(5),
        ("format.dns1035LabelPrefix", false) => |_, _, _| format(6),
        ("format.labelValue", false) => |_, _, _| format(7),
        ("format.uri", false) => |_, _, _| format(8),
        ("format.uuid", false) => |_, _, _| format(9),
        ("format.byte", false) => |_, _, _| format(10),
        ("format.date", false) => |_, _, _| format(11),
        ("format.datetime", false) => |_, _, _| format(12),
        _ => return None,
    })
}

fn format<'a>(index: usize) -> CelResult<'a> {
    Ok(CelValue::opaque(Opaque::Format(index)))
}

/// How long the pattern of a format is, for what it costs.
pub(in crate::cel) fn regex_size(index: usize) -> u64 {
    FORMATS.get(index).map_or(0, |format| format.regex_size)
}

fn validate<'a>(args: &[CelValue<'a>]) -> CelResult<'a> {
    let [CelValue::Opaque(opaque), CelValue::Str(text)] = args else {
        return Err(CelFault::no_overload());
    };
    let Opaque::Format(index) = &**opaque else { return Err(CelFault::no_overload()) };
    let Some(format) = FORMATS.get(*index) else { return Err(CelFault::no_overload()) };
    let faults = (format.faults)(text);
    if faults.is_empty() {
        return Ok(CelValue::Optional(None));
    }
    Ok(CelValue::some(CelValue::list(faults.into_iter().map(CelValue::text).collect())))
}

/// The beginning of a name, as a whole name (`maskTrailingDash`).
fn prefix(name: &str) -> String {
    match name.strip_suffix('-') {
        Some(before) if !before.is_empty() => {
            let mut masked: String = before.to_owned();
            masked.pop();
            masked.push('a');
            masked
        }
        _ => name.to_owned(),
    }
}

const LABEL: &str = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";

fn too_long(most: usize) -> String {
    format!("must be no more than {most} characters")
}

fn pattern_fault(message: &str, examples: &[&str], pattern: &str) -> String {
    let examples: Vec<String> = examples.iter().map(|example| format!("'{example}', ")).collect();
    let examples = examples.join(" or ");
    format!("{message} (e.g. {examples}regex used for validation is '{pattern}')")
}

fn is_label(text: &str) -> bool {
    let known = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    text.bytes().all(|b| known(b) || b == b'-')
        && text.bytes().next().is_some_and(known)
        && text.bytes().last().is_some_and(known)
}

fn is_subdomain(text: &str) -> bool {
    text.split('.').all(is_label)
}

fn dns_label(text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if text.len() > 63 {
        faults.push(too_long(63));
    }
    if !is_label(text) {
        faults.push(if is_subdomain(text) {
            "must not contain dots".to_owned()
        } else {
            pattern_fault(
                "a lowercase RFC 1123 label must consist of lower case alphanumeric characters \
                 or '-', and must start and end with an alphanumeric character",
                &["my-name", "123-abc"],
                LABEL,
            )
        });
    }
    faults
}

fn dns_subdomain(text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if text.len() > 253 {
        faults.push(too_long(253));
    }
    if !is_subdomain(text) {
        faults.push(pattern_fault(
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, \
             '-' or '.', and must start and end with an alphanumeric character",
            &["example.com"],
            &format!("{LABEL}(\\.{LABEL})*"),
        ));
    }
    faults
}

fn dns_1035_label(text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if text.len() > 63 {
        faults.push(too_long(63));
    }
    if !is_label(text) || text.starts_with(|c: char| c.is_ascii_digit()) {
        faults.push(pattern_fault(
            "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start \
             with an alphabetic character, and end with an alphanumeric character",
            &["my-name", "abc-123"],
            "[a-z]([-a-z0-9]*[a-z0-9])?",
        ));
    }
    faults
}

const KEY: &str = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
const KEY_WORDS: &str = "must consist of alphanumeric characters, '-', '_' or '.', and must start \
                         and end with an alphanumeric character";

fn is_key(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
        && text.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric())
        && text.bytes().last().is_some_and(|b| b.is_ascii_alphanumeric())
}

fn qualified_name(text: &str) -> Vec<String> {
    let examples = ["MyName", "my.name", "123-abc"];
    let parts: Vec<&str> = text.split('/').collect();
    let mut faults = Vec::new();
    let name = match parts.as_slice() {
        [name] => name,
        [prefix, name] => {
            if prefix.is_empty() {
                faults.push("prefix part must be non-empty".to_owned());
            } else {
                faults.extend(
                    dns_subdomain(prefix).iter().map(|fault| format!("prefix part {fault}")),
                );
            }
            name
        }
        _ => {
            let fault = pattern_fault(KEY_WORDS, &examples, KEY);
            let rest = "with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
            return vec![format!("a valid label key {fault} {rest}")];
        }
    };
    if name.is_empty() {
        faults.push("name part must be non-empty".to_owned());
    } else if name.len() > 63 {
        faults.push(format!("name part {}", too_long(63)));
    }
    if !is_key(name) {
        faults.push(format!("name part {}", pattern_fault(KEY_WORDS, &examples, KEY)));
    }
    faults
}

fn label_value(text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if text.len() > 63 {
        faults.push(too_long(63));
    }
    if !text.is_empty() && !is_key(text) {
        faults.push(pattern_fault(
            "a valid label must be an empty string or consist of alphanumeric characters, '-', \
             '_' or '.', and must start and end with an alphanumeric character",
            &["MyValue", "my_value", "12345"],
            &format!("({KEY})?"),
        ));
    }
    faults
}

fn uri(text: &str) -> Vec<String> {
    match url::parse(text, true) {
        Ok(_) => Vec::new(),
        Err(why) => vec![format!("parse {}: {why}", go::quoted(text))],
    }
}

fn unless(valid: bool, fault: &str) -> Vec<String> {
    if valid { Vec::new() } else { vec![fault.to_owned()] }
}

fn uuid(text: &str) -> Vec<String> {
    unless(strfmt::uuid(text).is_some(), "does not match the UUID format")
}

fn byte(text: &str) -> Vec<String> {
    unless(strfmt::is_base64(text), "invalid base64")
}

fn date(text: &str) -> Vec<String> {
    unless(is_date(text), "invalid date")
}

fn date_time(text: &str) -> Vec<String> {
    unless(strfmt::is_date_time(text), "invalid datetime")
}
