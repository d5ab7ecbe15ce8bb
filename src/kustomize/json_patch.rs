//! JSON patches (RFC 6902) as kustomize applies them (`gopkg.in/evanphx/json-patch.v4`).

use super::{
    Cx, Problem,
    value::{Entry, MOST_DEPTH, Node, Value},
};
use crate::input::Span;

/// One operation.
#[derive(Debug)]
struct Operation {
    what: String,
    path: Vec<String>,
    from: Vec<String>,
    /// Null where none is given.
    value: Node,
    at: Span,
}

/// The operations of a patch, in order.
#[derive(Debug)]
pub(super) struct JsonPatch(Vec<Operation>);

impl JsonPatch {
    /// From the list that a patch's text holds.
    pub(super) fn read(list: &Node) -> Result<JsonPatch, Problem> {
        list.items().iter().map(Operation::read).collect::<Result<_, _>>().map(JsonPatch)
    }

    /// Changes an object; an `Err` leaves it half changed.
    pub(super) fn apply(&self, cx: &mut Cx, object: &mut Node) -> Result<(), Problem> {
        object.normalize();
        for operation in &self.0 {
            cx.spend(operation.cost(object), operation.at)?;
            operation.apply(object).map_err(|error| {
                let (what, path) = (&operation.what, operation.path.join("/"));
                Problem::broken(operation.at, format!("cannot {what} /{path}: {error}"))
            })?;
        }
        Ok(())
    }
}

impl Operation {
    fn read(node: &Node) -> Result<Operation, Problem> {
        let at = node.at.first();
        let text = |key| node.get(key).and_then(Node::as_str).unwrap_or("");
        let what = text("op");
        if !matches!(what, "add" | "remove" | "replace" | "move" | "copy" | "test") {
            let message = format!("`{what}` is no operation of a JSON patch");
            return Err(Problem::broken(at, message));
        }
        let path = pointer(text("path")).ok_or_else(|| {
            Problem::broken(at, format!("`{}` is no path of a JSON patch", text("path")))
        })?;
        let from = pointer(text("from")).unwrap_or_default();
        let null = || Node::scalar(super::value::Scalar::plain("null"), at);
        let value = node.get("value").cloned().unwrap_or_else(null);
        Ok(Operation { what: what.to_owned(), path, from, value, at })
    }

    fn apply(&self, object: &mut Node) -> Result<(), String> {
        match self.what.as_str() {
            "add" => add(object, &self.path, self.new_value()?),
            "remove" => remove(object, &self.path).map(|_| ()),
            "replace" if self.path.is_empty() => {
                *object = self.new_value()?;
                Ok(())
            }
            "replace" => {
                let new = self.new_value()?;
                let (holder, key) = holder(object, &self.path)?;
                match &mut holder.value {
                    // A missing key of a mapping is made.
                    Value::Map(_) => put(holder, key, new),
                    Value::List(items) => {
                        let index = index(key, items.len(), false)?;
                        items[index] = new;
                    }
                    Value::Scalar(_) => return Err(NO_HOLDER.into()),
                }
                Ok(())
            }
            "move" => {
                let moved = remove(object, &self.from)?;
                add(object, &self.path, moved)
            }
            "copy" => {
                let copy = find(object, &self.from)?.clone();
                add(object, &self.path, copy)
            }
            _ => {
                let found = find(object, &self.path);
                let equal = found.map_or(self.value.is_null(), |found| same(found, &self.value));
                if equal { Ok(()) } else { Err("the value there is another one".into()) }
            }
        }
    }

    /// How many values it adds.
    fn cost(&self, object: &mut Node) -> usize {
        match self.what.as_str() {
            "copy" => find(object, &self.from).map_or(1, Node::size),
            _ => self.value.size(),
        }
    }

    fn new_value(&self) -> Result<Node, String> {
        if self.path.len() + self.value.depth() > MOST_DEPTH {
            return Err("the value nests too deep".into());
        }
        Ok(self.value.clone())
    }
}

const NO_HOLDER: &str = "there is no list or mapping that could hold it";

/// The steps of a JSON pointer; none for the whole document.
fn pointer(text: &str) -> Option<Vec<String>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    let steps = text.strip_prefix('/')?.split('/');
    Some(steps.map(|step| step.replace("~1", "/").replace("~0", "~")).collect())
}

/// An index of a list; negative ones count from its end.
fn index(key: &str, length: usize, one_more: bool) -> Result<usize, String> {
    let bad = || format!("`{key}` is no index of a list of {length}");
    let number: i64 = key.parse().map_err(|_| bad())?;
    let length = length as i64 + i64::from(one_more);
    let number = if number < 0 { number + length } else { number };
    let inside = usize::try_from(number).ok().filter(|_| number < length);
    inside.ok_or_else(bad)
}

fn step<'a>(node: &'a mut Node, key: &str) -> Option<&'a mut Node> {
    match &mut node.value {
        Value::List(items) => {
            let index = index(key, items.len(), false).ok()?;
            items.get_mut(index)
        }
        Value::Map(entries) => {
            let entry = entries.iter_mut().find(|entry| &*entry.key == key);
            entry.map(|entry| &mut entry.value)
        }
        Value::Scalar(_) => None,
    }
}

/// The value above the last step of a path, and that step.
fn holder<'a, 'b>(
    object: &'a mut Node,
    path: &'b [String],
) -> Result<(&'a mut Node, &'b str), String> {
    let Some((last, above)) = path.split_last() else { return Err(NO_HOLDER.into()) };
    let mut node = object;
    for key in above {
        node = step(node, key).ok_or_else(|| format!("there is no `{key}`"))?;
    }
    Ok((node, last))
}

fn find<'a>(object: &'a mut Node, path: &[String]) -> Result<&'a Node, String> {
    if path.is_empty() {
        return Ok(object);
    }
    let (holder, key) = holder(object, path)?;
    step(holder, key).map(|node| &*node).ok_or_else(|| format!("there is no `{key}`"))
}

fn put(map: &mut Node, key: &str, new: Node) {
    if let Value::Map(entries) = &mut map.value {
        match entries.iter_mut().find(|entry| &*entry.key == key) {
            Some(entry) => entry.value = new,
            None => {
                let key_at = new.at.first();
                entries.push(Entry { key: key.into(), key_at, value: new });
            }
        }
    }
}

fn add(object: &mut Node, path: &[String], new: Node) -> Result<(), String> {
    if path.len() + new.depth() > MOST_DEPTH {
        return Err("the value nests too deep".into());
    }
    let (holder, key) = holder(object, path)?;
    match &mut holder.value {
        Value::Map(_) => put(holder, key, new),
        Value::List(items) if key == "-" => items.push(new),
        Value::List(items) => {
            let index = index(key, items.len(), true)?;
            items.insert(index, new);
        }
        Value::Scalar(_) => return Err(NO_HOLDER.into()),
    }
    Ok(())
}

fn remove(object: &mut Node, path: &[String]) -> Result<Node, String> {
    let (holder, key) = holder(object, path)?;
    match &mut holder.value {
        Value::List(items) => {
            let index = index(key, items.len(), false)?;
            Ok(items.remove(index))
        }
        Value::Map(_) => holder.remove(key).ok_or_else(|| format!("there is no `{key}`")),
        Value::Scalar(_) => Err(NO_HOLDER.into()),
    }
}

/// Whether two values are the same JSON.
fn same(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::List(a), Value::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Map(entries), Value::Map(others)) => {
            entries.len() == others.len()
                && entries.iter().all(|e| b.get(&e.key).is_some_and(|other| same(&e.value, other)))
        }
        (Value::Scalar(a), Value::Scalar(b)) => a.to_json() == b.to_json(),
        _ => false,
    }
}
