//! Tags as checks.

use crate::validate::names::{self, FormatResult};

/// What a tag asks of a field.
#[derive(Clone, Copy, Debug)]
pub(super) enum TagCheck {
    Required,
    Optional,
    /// Must not be set, in general or without a feature gate.
    Forbidden(Option<&'static str>),
    Minimum(i64),
    Maximum(i64),
    /// In characters.
    MaxLength(usize),
    MaxBytes(usize),
    MaxItems(usize),
    Format(TextFormat),
    /// The values, with `|` between them.
    Enum(&'static str),
    /// The items differ, by the fields of [`TagCheck::Key`] if there are any.
    Unique,
    Key(&'static str),
    /// A tag of each item of a list or value of a map.
    EachValue(&'static str),
    EachKey(fn(&str) -> FormatResult),
    /// A field of the field, and a tag of it.
    Subfield(&'static str, &'static str),
    /// A tag that counts while a feature gate is on, or off.
    IfGate {
        gate: &'static str,
        on: bool,
        rule: &'static str,
    },
    /// One of several fields, of which exactly one is set.
    UnionMember,
    /// The field by whose value others are required or forbidden.
    Mode,
    /// Such a value, and the tag that counts for it.
    IfMode(&'static str, &'static str),
    /// The server has a function of its own for it.
    Custom,
    /// The type of the field, of its items or of its values has tags.
    Enter,
}

/// Formats of strings.
#[derive(Clone, Copy, Debug)]
pub(super) enum TextFormat {
    Text(fn(&str) -> FormatResult),
    ExtendedResource,
    FullName,
    PoolName,
}

impl TagCheck {
    /// Reads a tag; nothing if it is none that is checked on creation.
    pub(super) fn parse(rule: &'static str) -> Option<TagCheck> {
        let (name, argument) = rule.split_once('=').unwrap_or((rule, ""));
        if let Some((name, of)) = name.strip_suffix(')').and_then(|name| name.split_once('(')) {
            return conditional(name, of, argument);
        }
        Some(match name {
            "required" => TagCheck::Required,
            "optional" => TagCheck::Optional,
            "forbidden" => TagCheck::Forbidden(None),
            "minimum" => TagCheck::Minimum(argument.parse().ok()?),
            "maximum" => TagCheck::Maximum(argument.parse().ok()?),
            "maxLength" => TagCheck::MaxLength(argument.parse().ok()?),
            "maxBytes" => TagCheck::MaxBytes(argument.parse().ok()?),
            "maxItems" => TagCheck::MaxItems(argument.parse().ok()?),
            "format" => TagCheck::Format(format(argument)?),
            "enum" => TagCheck::Enum(argument),
            "unique" | "listType" if matches!(argument, "set" | "map") => TagCheck::Unique,
            "listMapKey" => TagCheck::Key(argument),
            "eachVal" => {
                TagCheck::parse(argument)?;
                TagCheck::EachValue(argument)
            }
            "eachKey" => match format(argument.strip_prefix("format=")?)? {
                TextFormat::Text(format) => TagCheck::EachKey(format),
                _ => return None,
            },
            "unionMember" => TagCheck::UnionMember,
            "modeDiscriminator" => TagCheck::Mode,
            "customValidation" => TagCheck::Custom,
            "in" => TagCheck::Enter,
            _ => return None,
        })
    }
}

/// A tag of something, or under a condition, which is in parentheses.
fn conditional(name: &str, of: &'static str, rule: &'static str) -> Option<TagCheck> {
    TagCheck::parse(rule)?;
    Some(match name {
        "subfield" => TagCheck::Subfield(of, rule),
        "ifEnabled" => TagCheck::IfGate { gate: of, on: true, rule },
        "ifDisabled" => TagCheck::IfGate { gate: of, on: false, rule },
        "ifMode" => TagCheck::IfMode(of, rule),
        _ => return None,
    })
}

fn format(name: &str) -> Option<TextFormat> {
    let format: fn(&str) -> FormatResult = match name {
        "k8s-label-key" => names::qualified_name,
        "k8s-label-value" => names::label_value,
        "k8s-long-name" => names::dns_subdomain,
        "k8s-long-name-caseless" => names::dns_subdomain_caseless,
        "k8s-path-segment-name" => names::path_segment,
        "k8s-prefixed-label-key" => names::prefixed_name,
        "k8s-short-name" => names::dns_label,
        "k8s-uuid" => names::uuid,
        "k8s-extended-resource-name" => return Some(TextFormat::ExtendedResource),
        "k8s-resource-fully-qualified-name" => return Some(TextFormat::FullName),
        "k8s-resource-pool-name" => return Some(TextFormat::PoolName),
        _ => return None,
    };
    Some(TextFormat::Text(format))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::model::schema::{Shape, Type, kinds_at_any_version, type_named};

    const DECLARATIVE: &str = include_str!("../../../schemas/declarative.txt");

    /// Tags that are not checked on creation, by how they begin, and why. A name ends with its tag.
    const NOT_CHECKED: &[(&str, &str)] = &[
        ("customUnique", "hand-written validation compares the items"),
        ("ifEnabled(TopologyAwareWorkloadScheduling)=immutable", "changes"),
        ("ifEnabled(WorkloadAwarePreemption)=immutable", "changes"),
        ("immutable", "changes"),
        ("item(type:Approved)=zeroOrOneOfMember", "status"),
        ("item(type:Denied)=zeroOrOneOfMember", "status"),
        ("listType=atomic", "lists are merged by it"),
        ("monotonic", "changes"),
        ("opaqueType", "nothing below is checked"),
        ("update=NoAddItem", "changes"),
        ("update=NoModify", "changes"),
        ("update=NoRemoveItem", "changes"),
        ("update=NoSet", "changes"),
        ("update=NoUnset", "changes"),
    ];

    /// Tags whose type a server validates only as part of a status, which is dropped on creation.
    fn is_in_status(ty: &str, field: &str, outside: &BTreeSet<&str>) -> bool {
        let is_kind = || kinds_at_any_version().any(|kind| kind.type_().name() == ty);
        !outside.contains(ty) || field == "status" && is_kind()
    }

    /// The types that objects hold outside their status.
    fn outside_of_status() -> BTreeSet<&'static str> {
        let kinds = kinds_at_any_version().filter(|kind| !kind.validated_by_tags().is_empty());
        let mut open: Vec<(Type, bool)> = kinds.map(|kind| (kind.type_(), true)).collect();
        let mut found = BTreeSet::new();
        while let Some((ty, is_root)) = open.pop() {
            if !found.insert(ty.name()) {
                continue;
            }
            for field in ty.fields_at_any_version() {
                let mut shape = field.shape();
                while let Shape::List(of) | Shape::Map(of) = shape {
                    shape = of.shape();
                }
                match shape {
                    Shape::Object(inner) if !(is_root && field.name() == "status") => {
                        open.push((inner, false));
                    }
                    _ => {}
                }
            }
        }
        found
    }

    #[test]
    fn every_tag_is_checked_or_known_not_to_be() {
        let outside = outside_of_status();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let (mut ty, mut used) = ("", BTreeSet::new());
        for line in DECLARATIVE.lines() {
            let words: Vec<&'static str> = line.split_ascii_whitespace().collect();
            match *words {
                ["type", name, ..] if !line.starts_with(' ') => ty = name,
                [field, rule, ref rest @ ..] if line.starts_with(' ') => {
                    let known = NOT_CHECKED.iter().find(|(known, _)| *known == rule);
                    let why = match (rule, TagCheck::parse(rule), known) {
                        ("in", ..) => continue,
                        _ if rest.contains(&"alpha") => "alpha",
                        (_, Some(_), None) if is_in_status(ty, field, &outside) => "status",
                        (_, Some(_), None) => "checked",
                        (_, None, Some((rule, why))) => {
                            used.insert(*rule);
                            why
                        }
                        _ => panic!("{ty}.{field}: `{rule}` is neither checked nor known"),
                    };
                    *counts.entry(why).or_default() += 1;
                }
                _ => {}
            }
        }
        assert!(type_named(ty).is_some());
        assert_eq!(used.len(), NOT_CHECKED.len(), "{used:?}");
        let counts: Vec<_> = counts.into_iter().collect();
        assert_eq!(
            counts,
            [
                ("alpha", 128),
                ("changes", 121),
                ("checked", 819),
                ("hand-written validation compares the items", 1),
                ("lists are merged by it", 43),
                ("nothing below is checked", 6),
                ("status", 277),
            ]
        );
    }
}
