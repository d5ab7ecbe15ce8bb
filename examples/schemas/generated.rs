//! What the API machinery generated from the tags (`zz_generated.validations.go`): which kinds it
//! validates, and which functions it calls for which field, to compare with the tags.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use crate::{
    Result,
    format::Stage,
    structs,
    tags::{Tag, TaggedField, TaggedType},
};

const FILE: &str = "zz_generated.validations.go";

/// How often functions are called, by family and stage: `RequiredSlice` and `RequiredValue` are
/// `Required`.
pub type Calls = BTreeMap<(String, Stage), usize>;

/// The generated validation of a release.
#[derive(Default)]
pub struct Generated {
    /// The types of the objects that are validated.
    pub registered: BTreeSet<String>,
    pub types: BTreeMap<String, GeneratedType>,
    /// How many values the types of enums have.
    pub symbols: BTreeMap<String, usize>,
}

/// The generated function of a type.
#[derive(Default)]
pub struct GeneratedType {
    pub calls: Calls,
    /// By Go name.
    pub fields: BTreeMap<String, GeneratedField>,
}

#[derive(Default)]
pub struct GeneratedField {
    pub calls: Calls,
    /// Whether it calls the function of the field's type, of its items or of its values.
    pub enters: bool,
}

/// Reads the files of `k8s.io/kubernetes`, and that of ObjectMeta, which lies in apimachinery.
pub fn read(kubernetes: &Path, meta: &Path) -> Result<Generated> {
    let mut generated = Generated::default();
    let meta_file = meta.join("validation").join(FILE);
    if meta_file.exists() {
        read_file(&fs::read_to_string(meta_file)?, "meta.v1", &mut generated)?;
    }
    for dir in packages(&kubernetes.join("pkg/apis"))? {
        read_file(&fs::read_to_string(dir.join(FILE))?, &structs::package(&dir), &mut generated)?;
    }
    Ok(generated)
}

fn packages(apis: &Path) -> Result<Vec<PathBuf>> {
    let mut packages = Vec::new();
    for group in fs::read_dir(apis)? {
        let group = group?.path();
        for version in fs::read_dir(&group).into_iter().flatten() {
            let dir = version?.path();
            if dir.join(FILE).exists() {
                packages.push(dir);
            }
        }
    }
    Ok(packages)
}

fn read_file(go: &str, package: &str, generated: &mut Generated) -> Result<()> {
    for part in go.split("\n\tscheme.AddValidationFunc(").skip(1) {
        let name = part.trim_start().strip_prefix("(*").and_then(|rest| rest.split_once(")(nil)"));
        let (name, _) = name.ok_or("a registration that is not understood")?;
        let name = name.split_once('.').map_or(name, |(_, name)| name);
        generated.registered.insert(format!("{package}.{name}"));
    }
    for symbols in go.split("\nvar symbolsFor").skip(1) {
        let (name, values) = symbols.split_once(" = sets.New(").ok_or("an enum without values")?;
        let count = values.split(')').next().unwrap_or("").split(',').count();
        generated.symbols.insert(format!("{package}.{name}"), count);
    }
    for function in go.split("\nfunc Validate_").skip(1) {
        let (name, rest) = function.split_once('(').ok_or("a function without parameters")?;
        let (body, _) = rest.split_once("\n}\n").ok_or("a function without end")?;
        let mut parts = body.split("// field ");
        let mut ty =
            GeneratedType { calls: calls(parts.next().unwrap_or(""))?, ..GeneratedType::default() };
        for part in parts {
            let (header, body) = part.split_once('\n').unwrap_or((part, ""));
            let name = header.split(' ').next().unwrap_or("");
            let field = name.rsplit('.').next().unwrap_or("");
            let enters = body.contains("Validate_");
            ty.fields.insert(field.to_owned(), GeneratedField { calls: calls(body)?, enters });
        }
        generated.types.insert(format!("{package}.{name}"), ty);
    }
    Ok(())
}

/// The calls in a piece of code, without those that only apply the function of another type.
fn calls(go: &str) -> Result<Calls> {
    let mut calls = Calls::new();
    let mut rest = go;
    let next = |go: &str| go.find("validate.").into_iter().chain(go.find("ValidateCustom_")).min();
    while let Some(at) = next(rest) {
        let open = rest[at..].find('(').ok_or("a call without arguments")?;
        let end = closing(rest, at + open).ok_or("a call without end")?;
        let (call, after) = (&rest[at..end], &rest[end..]);
        let marks = after.split([';', '\n']).next().unwrap_or("");
        let is_only_entered = call.starts_with("validate.Each") && call.contains("Validate_");
        if !is_only_entered {
            count(call, marks, &mut calls);
        }
        rest = after;
    }
    Ok(calls)
}

/// Counts a call and those in its arguments, which have its stage unless marked themselves.
fn count(call: &str, marks: &str, calls: &mut Calls) {
    let stage_of = |marks: &str| match marks {
        _ if marks.contains(".MarkAlpha()") => Stage::Alpha,
        _ if marks.contains(".MarkBeta()") => Stage::Beta,
        _ => Stage::Standard,
    };
    // The parts of a union by modes are marked, not the whole.
    let stage =
        if call.starts_with("validate.Discriminated(") { stage_of(call) } else { stage_of(marks) };
    if call.starts_with("ValidateCustom_") {
        *calls.entry(("Custom".to_owned(), stage)).or_default() += 1;
        return;
    }
    for name in call.split("validate.").skip(1) {
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
        if let Some(family) = family(name) {
            *calls.entry((family.to_owned(), stage)).or_default() += 1;
        }
    }
}

/// What a function checks, whatever the type of the value; nothing for those that only help.
fn family(function: &str) -> Option<&str> {
    for family in ["Required", "Optional", "Forbidden"] {
        if function.starts_with(family) {
            return Some(family);
        }
    }
    Some(match function {
        "DirectEqual" | "DirectEqualPtr" | "SemanticDeepEqual" | "DiscriminatedRule" => {
            return None;
        }
        "NoSet" | "NoUnset" | "NoModify" | "NoAddItem" | "NoRemoveItem" => function,
        "UpdateValueByCompare"
        | "UpdateValueByReflect"
        | "UpdatePointer"
        | "UpdateStruct"
        | "UpdateMap"
        | "ValSliceUpdate"
        | "PtrSliceUpdate" => return None,
        "ValSliceUnique" | "PtrSliceUnique" => "Unique",
        "EachValSliceVal" | "EachPtrSliceVal" | "EachMapVal" => "EachVal",
        "EachMapKey" => "EachKey",
        other => other,
    })
}

/// Where the parenthesis that opens at a place is closed, behind it; strings have none.
fn closing(text: &str, open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, letter) in text[open..].char_indices() {
        match letter {
            '(' => depth += 1,
            ')' if depth == 1 => return Some(open + at + 1),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The calls that a struct's tags lead to: those of its fields that concern all together.
pub fn of_struct(ty: &TaggedType) -> Calls {
    let mut calls = Calls::new();
    for tag in &ty.tags {
        of_tag(&tag.rule, tag.stage, "", &mut calls);
    }
    let mut unions = BTreeSet::new();
    for field in &ty.fields {
        let mut modes = BTreeSet::new();
        for Tag { stage, rule } in &field.tags {
            match rule.as_str() {
                "unionMember" => unions.extend([("Union", *stage)]),
                "zeroOrOneOfMember" => unions.extend([("ZeroOrOneOfUnion", *stage)]),
                rule if rule.starts_with("dependentRequired(") => {
                    add("DependentRequired", *stage, &mut calls);
                }
                rule if rule.starts_with("dependentForbidden(") => {
                    add("DependentForbidden", *stage, &mut calls);
                }
                rule if rule.starts_with("ifMode(") => {
                    let rule = rule.split_once('=').map_or("", |(_, rule)| rule);
                    of_tag(rule, *stage, "Optional", &mut calls);
                    modes.insert(*stage);
                }
                _ => {}
            }
        }
        for stage in modes {
            add("Discriminated", stage, &mut calls);
            add("Forbidden", stage, &mut calls);
        }
    }
    unions.into_iter().for_each(|(family, stage)| add(family, stage, &mut calls));
    calls
}

/// The calls that a field's own tags lead to.
pub fn of_field(field: &TaggedField) -> Calls {
    let mut calls = Calls::new();
    let has = |rule: &str| field.tags.iter().any(|tag| tag.rule.starts_with(rule));
    let mut items = BTreeSet::new();
    for Tag { stage, rule } in &field.tags {
        match rule.as_str() {
            // The list type decides how lists are merged; items are then unique by another tag.
            "listType=map" | "listType=set" if has("unique=") || has("customUnique") => {}
            rule if rule.starts_with("item(") && rule.ends_with("=zeroOrOneOfMember") => {
                items.insert(*stage);
            }
            rule => of_tag(rule, *stage, optional(field), &mut calls),
        }
    }
    items.into_iter().for_each(|stage| add("ZeroOrOneOfUnion", stage, &mut calls));
    calls
}

/// What `optional` comes to. A field with a default is never absent when it is validated: then it
/// says that it is there or, where the default is the zero value of a type that is no pointer,
/// nothing.
fn optional(field: &TaggedField) -> &'static str {
    let is_pointer = field.go_type.starts_with('*');
    match field.default.as_deref() {
        Some("0" | "\"\"" | "false") if !is_pointer => "",
        Some(_) => "Required",
        None => "Optional",
    }
}

fn of_tag(rule: &str, stage: Stage, optional: &str, calls: &mut Calls) {
    let (name, argument) = rule.split_once('=').unwrap_or((rule, ""));
    let (name, _) = name.split_once('(').unwrap_or((name, ""));
    match name {
        // Of these, the struct or the list has a call for all members together.
        "unionMember" | "zeroOrOneOfMember" | "modeDiscriminator" | "ifMode"
        | "dependentRequired" | "dependentForbidden" | "listMapKey" | "customUnique"
        | "opaqueType" => {}
        "listType" if argument == "atomic" => {}
        "listType" | "unique" => add("Unique", stage, calls),
        "eachVal" if argument == "opaqueType" => {}
        "eachVal" | "eachKey" | "subfield" => {
            add(&capital(name), stage, calls);
            of_tag(argument, stage, "Optional", calls);
        }
        "ifEnabled" | "ifDisabled" => {
            let mut inner = Calls::new();
            of_tag(argument, stage, optional, &mut inner);
            let total = inner.values().sum::<usize>();
            *calls.entry(("IfOption".to_owned(), stage)).or_default() += total;
            for (call, count) in inner {
                *calls.entry(call).or_default() += count;
            }
        }
        // What may not be there may be absent.
        "forbidden" => {
            add("Forbidden", stage, calls);
            add("Optional", stage, calls);
        }
        "optional" if optional.is_empty() => {}
        "optional" => add(optional, stage, calls),
        "update" => add(argument, stage, calls),
        "format" => add(format_function(argument), stage, calls),
        "customValidation" => add("Custom", stage, calls),
        _ => add(&capital(name), stage, calls),
    }
}

fn add(family: &str, stage: Stage, calls: &mut Calls) {
    *calls.entry((family.to_owned(), stage)).or_default() += 1;
}

fn capital(name: &str) -> String {
    let (first, rest) = name.split_at(name.len().min(1));
    first.to_ascii_uppercase() + rest
}

/// The function that checks a format; an unknown format stands for itself, and is reported so.
fn format_function(format: &str) -> &str {
    match format {
        "k8s-extended-resource-name" => "ExtendedResourceName",
        "k8s-label-key" => "LabelKey",
        "k8s-label-value" => "LabelValue",
        "k8s-long-name" => "LongName",
        "k8s-long-name-caseless" => "LongNameCaseless",
        "k8s-path-segment-name" => "PathSegmentName",
        "k8s-prefixed-label-key" => "PrefixedLabelKey",
        "k8s-resource-fully-qualified-name" => "ResourceFullyQualifiedName",
        "k8s-resource-pool-name" => "ResourcePoolName",
        "k8s-short-name" => "ShortName",
        "k8s-uuid" => "UUID",
        other => other,
    }
}
