//! Variables: `$(NAME)` in certain fields becomes the value of a field elsewhere
//! (`api/filters/refvar`).

use std::collections::BTreeMap;

use super::{
    BuildProblem,
    fields::{FieldSpecs, Make, change, gvk_of_node},
    id::{GvkPattern, ResourceId},
    resource::Resource,
    structured::{dotted_path, lookup},
    value::{ScalarTag, YamlNode, YamlScalar, YamlValue},
};
use crate::{
    input::Span,
    text,
    text::{Text, name as shown_name},
};

/// A declared variable.
#[derive(Clone, Debug)]
pub(super) struct Var {
    field_path: String,
    at: Span,
}

pub(super) type Vars = BTreeMap<String, Var>;

/// Declares the variables of a kustomization, and marks the resources that they are read from.
pub(super) fn declare(
    vars: &mut Vars,
    resources: &mut [Resource],
    list: &[YamlNode],
) -> Result<(), BuildProblem> {
    for item in list {
        let text = |key| item.get(key).map_or("", YamlNode::text);
        let (name, at) = (text("name"), item.at.first());
        let target = item.get("objref");
        let of = |key| target.and_then(|target| target.get(key)).map_or("", YamlNode::text);
        let mut gvk = target.map_or_else(GvkPattern::default, gvk_of_node);
        let api_version = of("apiVersion");
        if !api_version.is_empty() {
            let (group, version) = super::id::split(api_version);
            gvk = GvkPattern { group: group.into(), version: version.into(), ..gvk };
        }
        let api_version = match gvk.group.as_str() {
            "" => gvk.version.clone(),
            group => format!("{group}/{}", gvk.version),
        };
        let wanted = ResourceId::new(&api_version, &gvk.kind, of("name"), of("namespace"));
        let is_meant = |id: ResourceId<'_>| {
            if wanted.namespace.is_empty() && !wanted.cluster {
                (id.group, id.version, id.kind, id.name)
                    == (wanted.group, wanted.version, wanted.kind, wanted.name)
            } else {
                id.same(wanted)
            }
        };
        let mut meant = resources.iter_mut().filter(|resource| resource.ids().any(is_meant));
        if let Some(resource) = meant.next() {
            if meant.next().is_some() {
                let message = text!("several resources match the variable `{}`", shown_name(name));
                return Err(BuildProblem::broken(at, message));
            }
            resource.variables.push(name.to_owned());
        }
        let path = item.get("fieldref").and_then(|field| field.get("fieldPath"));
        let field_path = path.map_or("metadata.name", YamlNode::text).to_owned();
        let field_path =
            if field_path.is_empty() { "metadata.name".to_owned() } else { field_path };
        add(vars, name, Var { field_path, at })?;
    }
    Ok(())
}

fn add(vars: &mut Vars, name: &str, var: Var) -> Result<(), BuildProblem> {
    let at = var.at;
    if vars.insert(name.to_owned(), var).is_some() {
        return Err(BuildProblem::broken(
            at,
            text!("variable `{}` is declared twice", shown_name(name)),
        ));
    }
    Ok(())
}

pub(super) fn merge(vars: &mut Vars, others: Vars) -> Result<(), BuildProblem> {
    others.into_iter().try_for_each(|(name, var)| add(vars, &name, var))
}

/// Variables add so many bytes to all texts at most.
const MAX_BYTES: usize = 16 * 1024 * 1024;

/// The value of a variable and where it is written.
struct VarValue {
    value: YamlScalar,
    at: Vec<Span>,
}

/// Replaces all variables, at the end of a build.
pub(super) fn resolve(
    resources: &mut [Resource],
    vars: &Vars,
    config: &FieldSpecs,
) -> Result<(), BuildProblem> {
    if vars.is_empty() {
        return Ok(());
    }
    let mut known = BTreeMap::new();
    for (name, var) in vars {
        let holder = resources.iter().find(|resource| resource.variables.contains(name));
        let Some(holder) = holder else {
            let message = text!("no resource matches the variable `{}`", shown_name(name));
            return Err(BuildProblem::unmatched(var.at, message));
        };
        let field = lookup(&holder.node, &with_indices(&dotted_path(&var.field_path)));
        let Some(field) = field else {
            let message = text!(
                "{} has no field `{}`",
                shown_name(holder.id().shown()),
                shown_name(&var.field_path)
            );
            return Err(BuildProblem::broken(var.at, message));
        };
        if let Some(scalar) = field.as_scalar() {
            let value = VarValue { value: scalar.clone(), at: field.at.all().collect() };
            known.insert(name.as_str(), value);
        }
    }
    let mut room = MAX_BYTES;
    for resource in resources.iter_mut() {
        for spec in &config.var_reference {
            let at = resource.node.at.first();
            let mut set = |node: &mut YamlNode| set(node, &known, &mut room);
            change(&mut resource.node, spec, Make::Nothing, at, &mut set)
                .map_err(|error| BuildProblem::broken(at, error))?;
        }
    }
    Ok(())
}

/// `containers[0]` in two steps.
fn with_indices(steps: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for step in steps {
        let index = step.strip_suffix(']').and_then(|step| step.rsplit_once('['));
        match index.filter(|(_, index)| index.bytes().all(|b| b.is_ascii_digit())) {
            Some((name, index)) => {
                if !name.is_empty() {
                    found.push(name.to_owned());
                }
                found.push(index.to_owned());
            }
            None => found.push(step.clone()),
        }
    }
    found
}

fn set(
    node: &mut YamlNode,
    known: &BTreeMap<&str, VarValue>,
    room: &mut usize,
) -> Result<(), Text> {
    if node.is_null() {
        return Ok(());
    }
    match &mut node.value {
        YamlValue::Scalar(_) => set_scalar(node, known, room)?,
        YamlValue::Map(entries) => {
            for entry in entries {
                set_scalar(&mut entry.value, known, room)?;
            }
        }
        YamlValue::List(items) => {
            for item in items {
                if !item.as_scalar().is_some_and(YamlScalar::is_string) {
                    return Err("expected a list of strings".into());
                }
                set_scalar(item, known, room)?;
            }
        }
    }
    Ok(())
}

fn set_scalar(
    node: &mut YamlNode,
    known: &BTreeMap<&str, VarValue>,
    room: &mut usize,
) -> Result<(), Text> {
    let Some(scalar) = node.as_scalar().filter(|scalar| scalar.is_string()) else {
        return Ok(());
    };
    let Some((new, from)) = expand(&scalar.text, known, room)? else { return Ok(()) };
    let mut places = node.at.clone();
    places.and(from);
    node.value = YamlValue::Scalar(new);
    node.at = places;
    Ok(())
}

/// A text with its variables replaced; `None` where nothing changes. `$$` stands for `$`.
fn expand(
    text: &str,
    known: &BTreeMap<&str, VarValue>,
    room: &mut usize,
) -> Result<Option<(YamlScalar, Vec<Span>)>, Text> {
    if !text.contains('$') {
        return Ok(None);
    }
    let (mut out, mut from, mut rest) = (String::new(), Vec::new(), text);
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest.strip_prefix("$(").and_then(|inside| inside.split_once(')'));
        if let Some((name, behind)) = name {
            match known.get(name) {
                Some(var) if rest.len() == text.len() && behind.is_empty() => {
                    // Alone, it keeps its type.
                    return Ok(Some((typed(&var.value), var.at.clone())));
                }
                Some(var) => {
                    let left = room.checked_sub(var.value.text.len());
                    *room = left.ok_or("the variables make the values too long")?;
                    out.push_str(&var.value.text);
                    from.extend(var.at.iter().copied());
                }
                None => {
                    out.push_str("$(");
                    out.push_str(name);
                    out.push(')');
                }
            }
            rest = behind;
        } else if let Some(behind) = rest.strip_prefix("$$") {
            out.push('$');
            rest = behind;
        } else {
            out.push('$');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    Ok((out != text).then(|| (YamlScalar::string(out), from)))
}

fn typed(value: &YamlScalar) -> YamlScalar {
    match value.tag() {
        tag @ (ScalarTag::Int | ScalarTag::Float | ScalarTag::Bool) => {
            YamlScalar::tagged(value.text.clone(), tag)
        }
        _ => YamlScalar::string(value.text.clone()),
    }
}
