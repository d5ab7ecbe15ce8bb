//! Declarative validation: the `+k8s:` tags by which a release validates objects, checked against
//! the Go code that the API machinery generated from them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use crate::{
    Release, Result,
    format::{Declarative, Mask, Rule, RulesOfType, Stage, ValidatedKind},
    generated::{self, Generated},
    openapi::Types,
    served,
    tags::{self, Tag, Tagged},
};

/// What the tags of a release say of the kinds that are validated by them.
#[derive(Default)]
pub struct Declared {
    /// By the types of their objects.
    kinds: BTreeSet<String>,
    /// The tags of fields by type and field, in their order.
    rules: BTreeMap<String, Vec<(String, Tag)>>,
}

/// Reads the tags of a release; `meta` is the package of `ObjectMeta`.
///
/// # Errors
///
/// If a tag is not understood, or the generated Go does something else than the tags say.
pub fn read(
    kubernetes: &Path,
    api: &Path,
    meta: &Path,
    types: &Types,
    served: &[served::Kind],
) -> Result<Declared> {
    let enforced = enforced(&kubernetes.join("pkg/registry"))?;
    if enforced.is_empty() {
        return Ok(Declared::default());
    }
    let (generated, tagged) = (generated::read(kubernetes, meta)?, tags::read(api, meta)?);
    let is_enforced = |name: &str| {
        let kind = name.rsplit('.').next().unwrap_or(name);
        generated.registered.contains(name) && enforced.contains(kind)
    };
    let kinds = served.iter().map(|kind| &kind.type_name).filter(|name| is_enforced(name));
    let kinds: BTreeSet<String> = kinds.cloned().collect();
    compare(&generated, &tagged, &reachable(&kinds, &tagged))?;
    let rules = rules(&kinds, types, &tagged);
    for (name, rules) in &rules {
        let has_function = generated.types.contains_key(name);
        if !has_function && rules.iter().any(|(_, tag)| !is_opaque(&tag.rule)) {
            return Err(format!("{name} has tags, but no generated validation").into());
        }
    }
    Ok(Declared { kinds, rules })
}

/// The kinds whose strategy takes what the tags say as the truth: in 1.36 by an option, from 1.37
/// on by embedding the generated validation. Before, the server only compares it with its own.
fn enforced(registry: &Path) -> Result<BTreeSet<String>> {
    let mut kinds = BTreeSet::new();
    for group in fs::read_dir(registry)? {
        for resource in fs::read_dir(group?.path()).into_iter().flatten() {
            let file = resource?.path().join("strategy.go");
            if !file.exists() {
                continue;
            }
            let go = fs::read_to_string(&file)?;
            let is_enforced = ["rest.WithDeclarativeEnforcement()", "rest.DeclarativeValidation{"];
            if is_enforced.iter().any(|mark| go.contains(mark)) {
                let kind = go.split_once(".(*").and_then(|(_, rest)| rest.split_once(')'));
                let kind = kind.and_then(|(name, _)| name.split_once('.'));
                let (_, kind) = kind.ok_or_else(|| format!("{}: no kind", file.display()))?;
                kinds.insert(kind.to_owned());
            }
        }
    }
    Ok(kinds)
}

/// The types that an object can hold, strings with a type of their own included.
fn reachable<'a>(kinds: &'a BTreeSet<String>, tagged: &'a Tagged) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&str> = kinds.iter().map(String::as_str).collect();
    while let Some(name) = open.pop() {
        if found.insert(name) {
            let fields = tagged.get(name).into_iter().flat_map(|ty| &ty.fields);
            open.extend(fields.flat_map(|field| inner(&field.go_type)));
        }
    }
    found
}

/// Compares the generated functions of types with their tags.
fn compare(generated: &Generated, tagged: &Tagged, types: &BTreeSet<&str>) -> Result<()> {
    for (name, function) in &generated.types {
        if !types.contains(name.as_str()) {
            continue;
        }
        let ty = tagged.get(name).ok_or_else(|| format!("{name} is declared nowhere"))?;
        let (says, does) = (generated::of_struct(ty), &function.calls);
        if says != *does {
            return Err(format!("{name}: the tags lead to {says:?}, but Go has {does:?}").into());
        }
        if generated.symbols.get(name).is_some_and(|count| *count != ty.values.len()) {
            return Err(format!("{name}: Go has other values than {:?}", ty.values).into());
        }
        for field in &ty.fields {
            let says = generated::of_field(field);
            let found = function.fields.get(&field.go_name);
            let does = found.map(|field| field.calls.clone()).unwrap_or_default();
            if says != does {
                let go = &field.go_name;
                return Err(
                    format!("{name}.{go}: the tags lead to {says:?}, but Go has {does:?}").into()
                );
            }
            let enters = found.is_some_and(|field| field.enters);
            let opaque = field.tags.iter().any(|tag| is_opaque(&tag.rule));
            let has_function = inner(&field.go_type).any(|of| generated.types.contains_key(of));
            if enters != (has_function && !opaque) {
                return Err(format!("{name}.{}: Go enters: {enters}", field.go_name).into());
            }
        }
    }
    Ok(())
}

/// The named types in a type: of a map those of its keys and values.
fn inner(go_type: &str) -> impl Iterator<Item = &str> {
    go_type.split(['*', '[', ']']).filter(|part| part.contains('.'))
}

fn is_opaque(rule: &str) -> bool {
    rule == "opaqueType" || rule == "eachVal=opaqueType"
}

/// The tags of all types that objects of the kinds can hold, and of the types of their fields.
fn rules(
    kinds: &BTreeSet<String>,
    types: &Types,
    tagged: &Tagged,
) -> BTreeMap<String, Vec<(String, Tag)>> {
    let mut rules: BTreeMap<String, Vec<(String, Tag)>> = BTreeMap::new();
    let mut edges: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    let mut open: Vec<&str> = kinds.iter().map(String::as_str).collect();
    while let Some(name) = open.pop() {
        if edges.contains_key(name) {
            continue;
        }
        let (declared, mut to) = (tags::fields(name, tagged), Vec::new());
        for (field, (shape, _)) in &types[name] {
            let declared = declared.iter().find(|known| known.name == *field);
            let own = declared.map(|field| of_field(field, tagged)).unwrap_or_default();
            let opaque = own.iter().any(|tag| is_opaque(&tag.rule));
            let of = rules.entry(name.to_owned()).or_default();
            of.extend(own.into_iter().map(|tag| (field.clone(), tag)));
            let inner = shape.trim_matches(|c| "[]{}".contains(c));
            if inner.contains('.') && !opaque {
                to.push((field.as_str(), inner));
                open.push(inner);
            }
        }
        edges.insert(name, to);
    }
    add_entries(&mut rules, &edges);
    rules.retain(|_, rules| !rules.is_empty());
    rules
}

/// Adds a rule `in` to each field that leads to a type with tags that can be enforced.
fn add_entries(
    rules: &mut BTreeMap<String, Vec<(String, Tag)>>,
    edges: &BTreeMap<&str, Vec<(&str, &str)>>,
) {
    let counts = |tag: &Tag| tag.stage != Stage::Alpha && !is_opaque(&tag.rule);
    let with_tags = rules.iter().filter(|(_, rules)| rules.iter().any(|(_, tag)| counts(tag)));
    let mut reached: BTreeSet<String> = with_tags.map(|(name, _)| name.clone()).collect();
    loop {
        let before = reached.len();
        for (name, to) in edges {
            if to.iter().any(|(_, inner)| reached.contains(*inner)) {
                reached.insert((*name).to_owned());
            }
        }
        if reached.len() == before {
            break;
        }
    }
    for (name, to) in edges {
        for (field, _) in to.iter().filter(|(_, inner)| reached.contains(*inner)) {
            let tag = Tag { stage: Stage::Standard, rule: "in".to_owned() };
            rules.entry((*name).to_owned()).or_default().push(((*field).to_owned(), tag));
        }
    }
}

/// The tags of a field, and those of the string type that its values, items or keys have.
fn of_field(field: &tags::TaggedField, tagged: &Tagged) -> Vec<Tag> {
    let mut tags = field.tags.clone();
    let (keys, values) = match field.go_type.strip_prefix("map[").and_then(|of| of.split_once(']'))
    {
        Some((key, value)) => (Some(key), value),
        None => (None, field.go_type.as_str()),
    };
    let each = keys.is_some() || values.starts_with("[]");
    let parts = [(keys, "eachKey="), (Some(values), if each { "eachVal=" } else { "" })];
    for (part, prefix) in parts {
        let name = part.unwrap_or("").trim_start_matches(['*', '[', ']']);
        let Some(ty) = tagged.get(name).filter(|ty| ty.fields.is_empty()) else { continue };
        tags.extend(ty.tags.iter().map(|Tag { stage, rule }| {
            let values: Vec<&str> = ty.values.iter().map(String::as_str).collect();
            let rule = match rule.as_str() {
                "enum" => format!("enum={}", values.join("|")),
                other => other.to_owned(),
            };
            Tag { stage: *stage, rule: format!("{prefix}{rule}") }
        }));
    }
    tags
}

/// The tags of all releases, each with its versions.
pub fn merge(releases: &[Release]) -> Declarative {
    let mut kinds: BTreeMap<(String, String, String), Mask> = BTreeMap::new();
    let mut types: BTreeMap<&str, BTreeMap<(&str, usize, &Tag), Mask>> = BTreeMap::new();
    for release in releases {
        let bit = Mask::of(release.minor).0;
        let declared = &release.declared;
        for kind in release.kinds.iter().filter(|kind| declared.kinds.contains(&kind.type_name)) {
            let gvk = &kind.gvk;
            let key = (gvk.group.clone(), gvk.version.clone(), gvk.kind.clone());
            kinds.entry(key).or_default().0 |= bit;
        }
        for (name, rules) in &declared.rules {
            let into = types.entry(name).or_default();
            for (field, tag) in rules {
                into.entry((field, usize::from(tag.rule != "in"), tag)).or_default().0 |= bit;
            }
        }
    }
    let kinds = kinds.into_iter().map(|((group, version, name), mask)| ValidatedKind {
        group,
        version,
        name,
        mask,
    });
    let types = types.into_iter().map(|(name, rules)| RulesOfType {
        name: name.to_owned(),
        mask: Mask(rules.values().fold(0, |all, mask| all | mask.0)),
        rules: rules
            .into_iter()
            .map(|((field, _, tag), mask)| Rule {
                field: field.to_owned(),
                text: tag.rule.clone(),
                stage: tag.stage,
                mask,
            })
            .collect(),
    });
    Declarative { kinds: kinds.collect(), types: types.collect() }
}
