//! The `+k8s:` tags of types and fields, from which the API machinery generates validation.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use crate::{Result, format::Stage, structs};

/// Tags that say nothing about values: they are for other generators, or for the documentation.
const OTHER: [&str; 12] = [
    "conversion-fn",
    "conversion-gen",
    "deepcopy-gen",
    "defaulter-gen",
    "deprecated",
    "isSubresource",
    "openapi-gen",
    "openapi-model-package",
    "prerelease-lifecycle-gen",
    "protobuf-gen",
    "supportsSubresource",
    "validation-gen",
];

/// Types with tags, by package and name (`core.v1.PodSpec`).
pub type Tagged = BTreeMap<String, TaggedType>;

/// A type as it is declared: a struct, or another type by a name of its own.
#[derive(Default)]
pub struct TaggedType {
    pub tags: Vec<Tag>,
    pub fields: Vec<TaggedField>,
    /// The constants of a string type.
    pub values: BTreeSet<String>,
}

pub struct TaggedField {
    /// Its name in JSON; empty for the fields of an inlined struct.
    pub name: String,
    pub go_name: String,
    /// Its type, such as `[]resource.v1.DeviceRequest`.
    pub go_type: String,
    /// The value of its `+default` marker.
    pub default: Option<String>,
    pub tags: Vec<Tag>,
}

/// A constant: its name, its type, and its value or the constant that it is made of.
type Constant = (String, String, String);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tag {
    pub stage: Stage,
    /// `maxItems=32`: no spaces, quotes or comments.
    pub rule: String,
}

/// The fields of a struct, those of inlined structs included.
pub fn fields<'a>(name: &str, tagged: &'a Tagged) -> Vec<&'a TaggedField> {
    let own = tagged.get(name).into_iter().flat_map(|ty| &ty.fields);
    let fields = own.flat_map(|field| match field.name.as_str() {
        "" => fields(&field.go_type, tagged),
        _ => vec![field],
    });
    fields.collect()
}

/// Reads the packages of `k8s.io/api`, and one more directory.
pub fn read(api: &Path, meta: &Path) -> Result<Tagged> {
    let mut dirs = structs::packages(api)?;
    dirs.push(meta.to_owned());
    let (mut tagged, mut constants) = (Tagged::new(), Vec::new());
    for dir in dirs {
        for file in structs::sources(&dir)? {
            let package = structs::package(&dir);
            let go = fs::read_to_string(&file)?;
            read_file(&go, &package, &mut tagged, &mut constants)
                .map_err(|error| format!("{}: {error}", file.display()))?;
        }
    }
    add_values(&constants, &mut tagged);
    Ok(tagged)
}

fn read_file(
    go: &str,
    package: &str,
    tagged: &mut Tagged,
    constants: &mut Vec<Constant>,
) -> Result<()> {
    let imports = imports(go);
    let (mut current, mut tags, mut in_struct) = (String::new(), Vec::new(), false);
    let mut default = None;
    for line in go.lines() {
        if let Some(comment) = line.trim().strip_prefix("//") {
            tags.extend(tag(comment.trim())?);
            if let Some(value) = comment.trim().strip_prefix("+default=") {
                default = Some(value.to_owned());
            }
        } else if let Some(rest) = line.strip_prefix("type ") {
            let name = rest.split(' ').next().unwrap_or("");
            current = format!("{package}.{name}");
            in_struct = rest.ends_with('{');
            tagged.entry(current.clone()).or_default().tags.append(&mut tags);
        } else if let Some((declared, json)) = line.split_once("`json:\"") {
            let mut words = declared.split_whitespace();
            let first = words.next().unwrap_or("");
            let go_name = first.rsplit('.').next().unwrap_or("").trim_start_matches('*');
            let into = tagged.entry(current.clone()).or_default();
            into.fields.push(TaggedField {
                name: json.split(['"', ',']).next().unwrap_or("").to_owned(),
                go_name: go_name.to_owned(),
                go_type: qualified(words.next().unwrap_or(first), package, &imports),
                default: default.take(),
                tags: std::mem::take(&mut tags),
            });
        } else if let Some((name, of, value)) = constant(line) {
            let of = qualified(of, package, &imports);
            constants.push((format!("{package}.{name}"), of, qualified(value, package, &imports)));
            tags.clear();
        } else if in_struct || !line.is_empty() {
            // The comment of a type may have an empty line after it.
            in_struct &= line != "}";
            (tags, default) = (Vec::new(), None);
        }
    }
    Ok(())
}

/// `IPv4Protocol IPFamily = "IPv4"`, or `AddressTypeIPv4 = AddressType(v1.IPv4Protocol)`: the name,
/// the type, and the value or the name of the constant that has it.
fn constant(line: &str) -> Option<(&str, &str, &str)> {
    let (declared, value) = line.trim().trim_start_matches("const ").split_once(" = ")?;
    let mut words = declared.split_whitespace();
    let (name, of) = (words.next()?, words.next());
    if !name.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    match (of, value.strip_suffix(')').and_then(|value| value.split_once('('))) {
        (None, Some((of, value))) => Some((name, of, value)),
        (Some(of), _) => Some((name, of, value)),
        _ => None,
    }
}

/// Gives the types of enums their values.
fn add_values(constants: &[Constant], tagged: &mut Tagged) {
    let literal = |value: &str| Some(value.strip_prefix('"')?.split('"').next()?.to_owned());
    let by_name: BTreeMap<&str, &str> =
        constants.iter().map(|(name, _, value)| (name.as_str(), value.as_str())).collect();
    for (_, of, value) in constants {
        let value = literal(value).or_else(|| literal(by_name.get(value.as_str())?));
        if let (Some(value), Some(ty)) = (value, tagged.get_mut(of)) {
            ty.values.insert(value);
        }
    }
}

/// `+k8s:beta(since: "1.37")=+k8s:maxItems=32`
fn tag(comment: &str) -> Result<Option<Tag>> {
    let Some(rest) = comment.strip_prefix("+k8s:") else { return Ok(None) };
    let text = rest.split(" #").next().unwrap_or(rest);
    let text: String = text.chars().filter(|c| !matches!(c, ' ' | '"')).collect();
    let text = text.replace("+k8s:", "");
    let (stage, rule) = match text.split_once(")=") {
        Some((stage, rule)) if stage.starts_with("alpha(since:1.") => (Stage::Alpha, rule),
        Some((stage, rule)) if stage.starts_with("beta(since:1.") => (Stage::Beta, rule),
        _ => (Stage::Standard, text.as_str()),
    };
    let name = rule.split(['=', '(', ':', ',']).next().unwrap_or("");
    if OTHER.iter().any(|other| name.starts_with(other)) {
        return Ok(None);
    }
    if name.is_empty() || name == "alpha" || name == "beta" {
        return Err(format!("a tag that is not understood: {comment}").into());
    }
    Ok(Some(Tag { stage, rule: rule.to_owned() }))
}

/// The packages that a file imports, by the names that it gives them.
fn imports(go: &str) -> BTreeMap<&str, String> {
    let lines = go.lines().map(str::trim).take_while(|line| !line.starts_with("type "));
    let imports = lines.filter_map(|line| {
        let (name, path) = line.trim_start_matches("import ").split_once('"')?;
        let path = path.strip_suffix('"')?;
        let last = path.rsplit('/').next()?;
        let name = if name.is_empty() { last } else { name.trim() };
        Some((name, structs::package(Path::new(path))))
    });
    imports.collect()
}

/// A type with its packages written out, within pointers, lists and maps.
fn qualified(go_type: &str, package: &str, imports: &BTreeMap<&str, String>) -> String {
    for open in ["*", "[]"] {
        if let Some(inner) = go_type.strip_prefix(open) {
            return format!("{open}{}", qualified(inner, package, imports));
        }
    }
    if let Some((key, value)) = go_type.strip_prefix("map[").and_then(|rest| rest.split_once(']')) {
        let [key, value] = [key, value].map(|part| qualified(part, package, imports));
        return format!("map[{key}]{value}");
    }
    match go_type.split_once('.') {
        Some((alias, name)) => {
            format!("{}.{name}", imports.get(alias).map_or(alias, String::as_str))
        }
        None if go_type.starts_with(|c: char| c.is_ascii_uppercase()) => {
            format!("{package}.{go_type}")
        }
        None => go_type.to_owned(),
    }
}
