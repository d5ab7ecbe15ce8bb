//! JSON patches (RFC 6902) as kustomize applies them (`gopkg.in/evanphx/json-patch.v4`).

use super::{
    BuildContext, BuildProblem,
    value::{MAX_DEPTH, YamlEntry, YamlNode, YamlScalar, YamlValue},
};
use crate::{
    input::Span,
    text,
    text::{Text, key as shown_key, name},
};

/// One operation.
#[derive(Debug)]
struct Operation {
    what: String,
    path: Option<String>,
    from: Option<String>,
    value: Option<YamlNode>,
    at: Span,
}

/// The operations of a patch, in order.
#[derive(Debug)]
pub(super) struct JsonPatch(Vec<Operation>);

impl JsonPatch {
    /// From the list that a patch's text holds. What an operation lacks is reported only if it is
    /// applied to something.
    pub(super) fn read(list: &YamlNode) -> Result<JsonPatch, BuildProblem> {
        list.items().iter().map(Operation::read).collect::<Result<_, _>>().map(JsonPatch)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Changes an object; an `Err` leaves it half changed.
    pub(super) fn apply(
        &self,
        cx: &mut BuildContext,
        object: &mut YamlNode,
    ) -> Result<(), BuildProblem> {
        for operation in &self.0 {
            cx.spend(operation.cost(object), operation.at)?;
            operation.apply(object).map_err(|error| {
                let (what, path) = (&operation.what, operation.path.as_deref().unwrap_or(""));
                let message = match OPERATIONS.contains(&what.as_str()) {
                    true => text!("cannot {} `{}`: {}", name(what), path, error),
                    false => error,
                };
                BuildProblem::broken(operation.at, message)
            })?;
        }
        object.normalize()?;
        Ok(())
    }
}

impl Operation {
    fn read(node: &YamlNode) -> Result<Operation, BuildProblem> {
        let at = node.at.first();
        if !node.is_map() {
            let message = "an operation of a JSON patch must be a map";
            return Err(BuildProblem::broken(at, message));
        }
        let text = |key| node.get(key).and_then(YamlNode::as_str).map(str::to_owned);
        let value = node.get("value").filter(|value| !value.is_null()).cloned();
        let what = text("op").unwrap_or_default();
        Ok(Operation { what, path: text("path"), from: text("from"), value, at })
    }

    fn apply(&self, object: &mut YamlNode) -> Result<(), Text> {
        let (what, path) = (self.what.as_str(), self.path.as_deref());
        if !OPERATIONS.contains(&what) {
            return Err(text!("unknown JSON patch operation `{}`", shown_key(what)));
        }
        let Some(path) = path else { return Err("`path` is missing".into()) };
        let null = || YamlNode::scalar(YamlScalar::plain("null"), self.at);
        match what {
            "add" => add(object, &pointer(path)?, self.new_value(path)?),
            "remove" => remove(object, &pointer(path)?).map(|_| ()),
            "replace" if path.is_empty() => {
                let new = self.new_value(path)?;
                if !new.is_map() {
                    return Err("an object can be replaced only by a map".into());
                }
                *object = new;
                Ok(())
            }
            "replace" => {
                let new = self.new_value(path)?;
                let path = pointer(path)?;
                let (holder, key) = holder(object, &path)?;
                match &mut holder.value {
                    // A missing key of a map is made.
                    YamlValue::Map(_) => put(holder, key, new),
                    YamlValue::List(items) => {
                        let index = index(key, items.len(), false)?;
                        items[index] = new;
                    }
                    YamlValue::Scalar(_) => return Err(NO_HOLDER.into()),
                }
                Ok(())
            }
            "move" => {
                let moved = remove(object, &pointer(self.from()?)?)?;
                add(object, &pointer(path)?, moved)
            }
            "copy" => {
                let copy = find(object, &pointer(self.from()?)?)?.cloned();
                add(object, &pointer(path)?, copy.unwrap_or_else(null))
            }
            _ => {
                let found =
                    if path.is_empty() { Some(&*object) } else { find(object, &pointer(path)?)? };
                let equal = match (found, &self.value) {
                    (Some(found), Some(value)) => same(found, value),
                    (None, None) => true,
                    _ => false,
                };
                if equal { Ok(()) } else { Err("the value is different".into()) }
            }
        }
    }

    fn from(&self) -> Result<&str, Text> {
        self.from.as_deref().ok_or_else(|| "`from` is missing".into())
    }

    /// How many values it adds.
    fn cost(&self, object: &mut YamlNode) -> usize {
        match self.what.as_str() {
            "copy" => {
                let from = self.from.as_deref().and_then(|from| pointer(from).ok());
                let found =
                    from.and_then(|from| find(object, &from).ok().flatten().map(YamlNode::size));
                found.unwrap_or(1)
            }
            _ => self.value.as_ref().map_or(1, YamlNode::size),
        }
    }

    fn new_value(&self, path: &str) -> Result<YamlNode, Text> {
        let null = || YamlNode::scalar(YamlScalar::plain("null"), self.at);
        let value = self.value.clone().unwrap_or_else(null);
        if path.matches('/').count() + value.depth() > MAX_DEPTH {
            return Err("the value is nested too deeply".into());
        }
        Ok(value)
    }
}

const OPERATIONS: [&str; 6] = ["add", "remove", "replace", "move", "copy", "test"];

const NO_HOLDER: &str = "the parent is not a list or map";

/// The steps of a JSON pointer. What is before the first `/` does not count.
fn pointer(text: &str) -> Result<Vec<String>, Text> {
    let (_, steps) = text.split_once('/').ok_or("a path must start with `/`")?;
    Ok(steps.split('/').map(|step| step.replace("~1", "/").replace("~0", "~")).collect())
}

/// An index of a list; negative ones count from its end.
fn index(key: &str, length: usize, one_more: bool) -> Result<usize, Text> {
    let bad =
        || text!("`{}` is not a valid index of a list of length {}", shown_key(key), name(length));
    let number: i64 = key.parse().map_err(|_| bad())?;
    let length = length as i64 + i64::from(one_more);
    let number = if number < 0 { number + length } else { number };
    let inside = usize::try_from(number).ok().filter(|_| number < length);
    inside.ok_or_else(bad)
}

fn step<'a>(node: &'a mut YamlNode, key: &str) -> Option<&'a mut YamlNode> {
    match &mut node.value {
        YamlValue::List(items) => {
            let index = index(key, items.len(), false).ok()?;
            items.get_mut(index)
        }
        YamlValue::Map(entries) => {
            let entry = entries.iter_mut().find(|entry| &*entry.key == key);
            entry.map(|entry| &mut entry.value)
        }
        YamlValue::Scalar(_) => None,
    }
}

/// The value above the last step of a path, and that step.
fn holder<'a, 'b>(
    object: &'a mut YamlNode,
    path: &'b [String],
) -> Result<(&'a mut YamlNode, &'b str), Text> {
    let Some((last, above)) = path.split_last() else { return Err(NO_HOLDER.into()) };
    let mut node = object;
    for key in above {
        node = step(node, key).ok_or_else(|| text!("`{}` does not exist", shown_key(key)))?;
    }
    Ok((node, last))
}

/// The value at a path; `None` where a map has no such key, or null there.
fn find<'a>(object: &'a mut YamlNode, path: &[String]) -> Result<Option<&'a YamlNode>, Text> {
    let (holder, key) = holder(object, path)?;
    let found = match &holder.value {
        YamlValue::Map(_) => holder.get(key),
        YamlValue::List(items) => {
            let index = index(key, items.len(), false)?;
            items.get(index)
        }
        YamlValue::Scalar(_) => return Err(NO_HOLDER.into()),
    };
    Ok(found.filter(|node| !node.is_null()))
}

fn put(map: &mut YamlNode, key: &str, new: YamlNode) {
    if let YamlValue::Map(entries) = &mut map.value {
        match entries.iter_mut().find(|entry| &*entry.key == key) {
            Some(entry) => entry.value = new,
            None => {
                let key_at = new.at.first();
                entries.push(YamlEntry { key: key.into(), key_at, value: new });
            }
        }
    }
}

fn add(object: &mut YamlNode, path: &[String], new: YamlNode) -> Result<(), Text> {
    if path.len() + new.depth() > MAX_DEPTH {
        return Err("the value is nested too deeply".into());
    }
    let (holder, key) = holder(object, path)?;
    match &mut holder.value {
        YamlValue::Map(_) => put(holder, key, new),
        YamlValue::List(items) if key == "-" => items.push(new),
        YamlValue::List(items) => {
            let index = index(key, items.len(), true)?;
            items.insert(index, new);
        }
        YamlValue::Scalar(_) => return Err(NO_HOLDER.into()),
    }
    Ok(())
}

fn remove(object: &mut YamlNode, path: &[String]) -> Result<YamlNode, Text> {
    let (holder, key) = holder(object, path)?;
    match &mut holder.value {
        YamlValue::List(items) => {
            let index = index(key, items.len(), false)?;
            Ok(items.remove(index))
        }
        YamlValue::Map(_) => {
            holder.remove(key).ok_or_else(|| text!("`{}` does not exist", shown_key(key)))
        }
        YamlValue::Scalar(_) => Err(NO_HOLDER.into()),
    }
}

/// Whether two values are the same JSON.
fn same(a: &YamlNode, b: &YamlNode) -> bool {
    match (&a.value, &b.value) {
        (YamlValue::List(a), YamlValue::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (YamlValue::Map(entries), YamlValue::Map(others)) => {
            entries.len() == others.len()
                && entries.iter().all(|e| b.get(&e.key).is_some_and(|other| same(&e.value, other)))
        }
        (YamlValue::Scalar(a), YamlValue::Scalar(b)) => a.to_json() == b.to_json(),
        _ => false,
    }
}
