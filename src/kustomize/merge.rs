//! Strategic merge patches as kustomize applies them (`kyaml/yaml/merge2`, `kyaml/yaml/walk`).
//!
//! It is a port in what it decides, odd cases included: lists of kinds that kustomize knows are
//! merged by the keys of the API's types, new items in front; all others are replaced.

use std::{collections::BTreeSet, rc::Rc};

use indexmap::{IndexMap, IndexSet};

use super::{
    id,
    openapi::{self, OpenApi},
    value::{ScalarTag, SharedStr, ValueSpans, YamlEntry, YamlNode, YamlScalar, YamlValue},
};
use crate::{
    input::Span,
    model::{
        schema::{Shape, Type},
        version::Version,
    },
    text,
    text::{Text, name},
};

/// What is known of the type of a value.
#[derive(Clone)]
enum MergeSchema<'a> {
    Type { shape: Shape, merge: Option<MergeKeys> },
    Custom(&'a OpenApi, openapi::OpenApiSchema<'a>),
}

/// The keys by which a list merges; none for a list of scalars, which are distinguished by value.
type MergeKeys = Rc<[String]>;

/// kustomize's types are those of Kubernetes 1.21; what has come since the oldest release that
/// kubevet knows was not there.
const TYPES_OF: Version = Version::OLDEST;

impl<'a> MergeSchema<'a> {
    fn of_kind(
        api_version: &str,
        kind: &str,
        open_api: Option<&'a OpenApi>,
    ) -> Option<MergeSchema<'a>> {
        let (group, version) = id::split(api_version);
        if let Some(open_api) = open_api {
            return open_api.kind(group, version, kind).map(|s| MergeSchema::Custom(open_api, s));
        }
        let of = id::type_of(group, version, kind)?;
        Some(MergeSchema::plain(Shape::Object(of)))
    }

    fn field(&self, name: &str) -> Option<MergeSchema<'a>> {
        match self {
            MergeSchema::Type { shape: Shape::Object(of), .. } => {
                let field = of.field(name, TYPES_OF)?;
                let shape = field.shape();
                Some(MergeSchema::Type { shape, merge: keys_of(*of, name, shape) })
            }
            MergeSchema::Type { shape: Shape::Map(of), .. } => Some(MergeSchema::plain(of.shape())),
            MergeSchema::Type { .. } => None,
            MergeSchema::Custom(api, schema) => {
                api.field(schema, name).map(|field| MergeSchema::Custom(api, field))
            }
        }
    }

    fn elements(&self) -> Option<MergeSchema<'a>> {
        match self {
            MergeSchema::Type { shape: Shape::List(of), .. } => {
                Some(MergeSchema::plain(of.shape()))
            }
            MergeSchema::Type { .. } => None,
            MergeSchema::Custom(api, schema) => {
                api.elements(schema).map(|element| MergeSchema::Custom(api, element))
            }
        }
    }

    const fn plain(shape: Shape) -> MergeSchema<'a> {
        MergeSchema::Type { shape, merge: None }
    }

    /// The keys, if the list is one that merges.
    fn merge_keys(&self) -> Option<MergeKeys> {
        match self {
            MergeSchema::Type { merge, .. } => merge.clone(),
            MergeSchema::Custom(_, schema) => openapi::merge_keys(schema).map(Into::into),
        }
    }
}

fn keys_of(of: Type, name: &str, shape: Shape) -> Option<MergeKeys> {
    if !matches!(shape, Shape::List(_)) {
        return None;
    }
    if of.merges_values(name) {
        return Some(Rc::new([]));
    }
    // Added after 1.21.
    if name == "x-kubernetes-validations" {
        return None;
    }
    let field = of.field(name, TYPES_OF)?;
    let merge_key = field.merge_key()?;
    let keys = field.list_keys();
    if keys.len() == 0 {
        return Some(Rc::new([merge_key.to_owned()]));
    }
    Some(keys.map(str::to_owned).collect())
}

/// Applies a patch to an object; `None` where it deletes it.
pub(super) fn apply(
    object: &YamlNode,
    patch: &YamlNode,
    open_api: Option<&OpenApi>,
) -> Result<Option<YamlNode>, Text> {
    let mut walk = Merger { cells: Vec::new(), open_api };
    let object = walk.add(object);
    let patch = walk.add(patch);
    let merged = walk.merge(Some(object), Some(patch), None)?;
    let mut budget = 4 * walk.cells.len();
    merged.map(|merged| walk.take(merged.cell, &mut budget)).transpose()
}

type NodeIndex = usize;

/// A key of a list's item, and a line that says it.
type KeyLine = (String, Span);

/// A value whose parts are other cells: the same cell may be in several places, as nodes do in
/// kustomize, and a change of it is seen in all.
#[derive(Clone)]
struct SharedNode {
    what: What,
    at: ValueSpans,
}

#[derive(Clone)]
enum What {
    Scalar(YamlScalar),
    List(Vec<NodeIndex>),
    Map(IndexMap<SharedStr, MergedField>),
}

#[derive(Clone, Copy)]
struct MergedField {
    key_at: Span,
    cell: NodeIndex,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum MergedKind {
    Scalar,
    List,
    Map,
}

/// The outcome of merging a value.
#[derive(Clone, Copy)]
struct MergeOutcome {
    cell: NodeIndex,
    /// A null that stays, as it was written in the object.
    keep: bool,
}

#[derive(PartialEq, Eq)]
enum Directive {
    Merge,
    Replace,
    Delete,
}

/// Each item is looked for among all others.
const MAX_ITEMS: usize = 5000;
/// What says how a part of a patch is merged.
pub(super) const DIRECTIVE: &str = "$patch";

struct Merger<'a> {
    cells: Vec<SharedNode>,
    open_api: Option<&'a OpenApi>,
}

impl<'a> Merger<'a> {
    fn add(&mut self, node: &YamlNode) -> NodeIndex {
        let what = match &node.value {
            YamlValue::Scalar(scalar) => What::Scalar(scalar.clone()),
            YamlValue::List(items) => What::List(items.iter().map(|item| self.add(item)).collect()),
            YamlValue::Map(entries) => What::Map(
                entries
                    .iter()
                    .map(|entry| {
                        let cell = self.add(&entry.value);
                        (SharedStr::clone(&entry.key), MergedField { key_at: entry.key_at, cell })
                    })
                    .collect(),
            ),
        };
        self.new_cell(what, node.at.clone())
    }

    fn new_cell(&mut self, what: What, at: ValueSpans) -> NodeIndex {
        self.cells.push(SharedNode { what, at });
        self.cells.len() - 1
    }

    fn take(&self, cell: NodeIndex, budget: &mut usize) -> Result<YamlNode, Text> {
        *budget = budget.checked_sub(1).ok_or("the patch expands to too many values")?;
        let held = &self.cells[cell];
        let value = match &held.what {
            What::Scalar(scalar) => YamlValue::Scalar(scalar.clone()),
            What::List(items) => YamlValue::List(
                items.iter().map(|item| self.take(*item, budget)).collect::<Result<_, _>>()?,
            ),
            What::Map(fields) => {
                let entry = |(key, field): (&SharedStr, &MergedField)| {
                    Ok(YamlEntry {
                        key: SharedStr::clone(key),
                        key_at: field.key_at,
                        value: self.take(field.cell, budget)?,
                    })
                };
                YamlValue::Map(fields.iter().map(entry).collect::<Result<_, Text>>()?)
            }
        };
        Ok(YamlNode { value, at: held.at.clone() })
    }

    fn kind(&self, cell: NodeIndex) -> MergedKind {
        match &self.cells[cell].what {
            What::Scalar(_) => MergedKind::Scalar,
            What::List(_) => MergedKind::List,
            What::Map(_) => MergedKind::Map,
        }
    }

    fn is_null(&self, cell: NodeIndex) -> bool {
        matches!(&self.cells[cell].what, What::Scalar(scalar) if scalar.tag() == ScalarTag::Null)
    }

    /// Neither absent nor null.
    fn is_value(&self, cell: Option<NodeIndex>) -> bool {
        cell.is_some_and(|cell| !self.is_null(cell))
    }

    fn text(&self, cell: NodeIndex) -> &str {
        match &self.cells[cell].what {
            What::Scalar(scalar) => &scalar.text,
            _ => "",
        }
    }

    /// The names of a map's fields.
    fn names(&self, cell: NodeIndex) -> impl Iterator<Item = &SharedStr> {
        let fields = match &self.cells[cell].what {
            What::Map(fields) => Some(fields),
            _ => None,
        };
        fields.into_iter().flat_map(IndexMap::keys)
    }

    fn items(&self, cell: NodeIndex) -> &[NodeIndex] {
        match &self.cells[cell].what {
            What::List(items) => items,
            _ => &[],
        }
    }

    fn set_items(&mut self, cell: NodeIndex, new: Vec<NodeIndex>) {
        if let What::List(items) = &mut self.cells[cell].what {
            *items = new;
        }
    }

    fn field(&self, cell: NodeIndex, key: &str) -> Option<MergedField> {
        match &self.cells[cell].what {
            What::Map(fields) => fields.get(key).copied(),
            _ => None,
        }
    }

    fn get(&self, cell: NodeIndex, key: &str) -> Option<NodeIndex> {
        self.field(cell, key).map(|field| field.cell)
    }

    fn clear(&mut self, cell: NodeIndex, gone: &IndexSet<SharedStr>) {
        if let What::Map(fields) = &mut self.cells[cell].what {
            fields.retain(|key, _| !gone.contains(key));
        }
    }

    fn schema_of(&self, cell: Option<NodeIndex>) -> Option<MergeSchema<'a>> {
        let cell = cell?;
        let text = |key| self.get(cell, key).map(|cell| self.text(cell));
        let (api_version, kind) = (text("apiVersion")?, text("kind")?);
        MergeSchema::of_kind(api_version, kind, self.open_api)
    }

    /// The value that an object's and a patch's value make together.
    fn merge(
        &mut self,
        dest: Option<NodeIndex>,
        patch: Option<NodeIndex>,
        schema: Option<MergeSchema<'a>>,
    ) -> Result<Option<MergeOutcome>, Text> {
        let schema = schema.or_else(|| self.schema_of(dest)).or_else(|| self.schema_of(patch));
        let first = [dest, patch].into_iter().flatten().find(|cell| !self.is_null(*cell));
        let kind = first.map_or(MergedKind::Map, |cell| self.kind(cell));
        for cell in [dest, patch].into_iter().flatten().filter(|cell| !self.is_null(*cell)) {
            if first.is_some() && self.kind(cell) != kind {
                return Err("the patch and the object have values of different types".into());
            }
        }
        match kind {
            MergedKind::Map => self.merge_maps(dest, patch, schema.as_ref()),
            MergedKind::List => match schema.as_ref().and_then(MergeSchema::merge_keys) {
                Some(keys) => {
                    let elements = schema.as_ref().and_then(MergeSchema::elements);
                    self.merge_lists(dest, patch, &keys, elements.as_ref())
                }
                None => Ok(plain(patch.or(dest))),
            },
            MergedKind::Scalar => Ok(plain(patch.or(dest))),
        }
    }

    fn merge_maps(
        &mut self,
        dest: Option<NodeIndex>,
        patch: Option<NodeIndex>,
        schema: Option<&MergeSchema<'a>>,
    ) -> Result<Option<MergeOutcome>, Text> {
        let Some(target) = self.visit_map(dest, patch)? else { return Ok(None) };
        let dest = target.cell;
        let both = [Some(dest), patch].into_iter().flatten();
        let keys: BTreeSet<SharedStr> = both.flat_map(|map| self.names(map)).cloned().collect();
        let mut gone = IndexSet::new();
        for key in keys {
            let of_patch = patch.and_then(|patch| self.field(patch, &key));
            let of_dest = self.get(dest, &key);
            let schema = schema.and_then(|schema| schema.field(&key));
            let merged = self.merge(of_dest, of_patch.map(|field| field.cell), schema)?;
            match merged.filter(|new| new.keep || !self.is_null(new.cell)) {
                Some(new) => self.set_field(dest, &key, of_patch, new.cell),
                None => {
                    gone.insert(key);
                }
            }
        }
        self.clear(dest, &gone);
        Ok(Some(target))
    }

    fn set_field(
        &mut self,
        map: NodeIndex,
        key: &SharedStr,
        patch: Option<MergedField>,
        new: NodeIndex,
    ) {
        if let Some(old) = self.get(map, key) {
            if old != new {
                let mut held = self.cells[new].clone();
                if let (What::Scalar(old), What::Scalar(new)) =
                    (&self.cells[old].what, &mut held.what)
                {
                    new.take_quotes_of(old);
                }
                self.cells[old] = held;
            }
            return;
        }
        let key_at = patch.map_or(self.cells[new].at.first(), |field| field.key_at);
        if let What::Map(fields) = &mut self.cells[map].what {
            fields.insert(SharedStr::clone(key), MergedField { key_at, cell: new });
        }
    }

    fn visit_map(
        &mut self,
        dest: Option<NodeIndex>,
        patch: Option<NodeIndex>,
    ) -> Result<Option<MergeOutcome>, Text> {
        let Some(object) = dest.filter(|_| self.is_value(dest)) else {
            if patch.is_some() && self.directive(patch) == Ok(Directive::Delete) {
                return Ok(None);
            }
            let stays = patch.is_none() && dest.is_some_and(|dest| !self.text(dest).is_empty());
            return Ok(match dest.filter(|_| stays) {
                Some(cell) => Some(MergeOutcome { cell, keep: true }),
                None => plain(patch),
            });
        };
        if patch.is_some_and(|patch| self.is_null(patch)) {
            return Ok(None);
        }
        Ok(match self.directive(patch)? {
            Directive::Delete => None,
            Directive::Replace => plain(patch),
            Directive::Merge => plain(Some(object)),
        })
    }

    fn visit_list(
        &mut self,
        dest: Option<NodeIndex>,
        patch: Option<NodeIndex>,
    ) -> Result<Option<NodeIndex>, Text> {
        if !self.is_value(dest) {
            return Ok(patch);
        }
        if patch.is_some_and(|patch| self.is_null(patch)) {
            return Ok(None);
        }
        Ok(match self.directive(patch)? {
            Directive::Delete => None,
            Directive::Replace => patch,
            Directive::Merge => dest,
        })
    }

    /// What a patch says to do with a map or list; the word itself is taken out of it.
    fn directive(&mut self, patch: Option<NodeIndex>) -> Result<Directive, Text> {
        let Some(patch) = patch else { return Ok(Directive::Merge) };
        let (holder, word) = match self.kind(patch) {
            MergedKind::Map => (patch, self.get(patch, DIRECTIVE)),
            MergedKind::List => {
                let mut items = self.items(patch).iter().copied();
                let found = items.find(|item| self.get(*item, DIRECTIVE).is_some());
                // Next to other fields it belongs to the item.
                let Some(item) = found.filter(|item| self.names(*item).count() == 1) else {
                    return Ok(Directive::Merge);
                };
                (item, self.get(item, DIRECTIVE))
            }
            MergedKind::Scalar => return Err("a scalar cannot be merged".into()),
        };
        let Some(word) = word else { return Ok(Directive::Merge) };
        let text = self.text(word).to_owned();
        let directive = match text.as_str() {
            "delete" => Directive::Delete,
            "replace" => Directive::Replace,
            "merge" => Directive::Merge,
            _ => return Err(text!("`$patch` must be merge, replace or delete, not `{}`", text)),
        };
        if holder == patch {
            self.clear(patch, &IndexSet::from([DIRECTIVE.into()]));
        } else {
            self.set_element(patch, &[DIRECTIVE.to_owned()], &[text], None)?;
        }
        Ok(directive)
    }

    fn merge_lists(
        &mut self,
        dest: Option<NodeIndex>,
        patch: Option<NodeIndex>,
        keys: &[String],
        elements: Option<&MergeSchema<'a>>,
    ) -> Result<Option<MergeOutcome>, Text> {
        let Some(dest) = self.visit_list(dest, patch)? else { return Ok(None) };
        let sources = [patch, Some(dest)];
        let (mut values, mut seen) = (Vec::new(), IndexSet::new());
        for item in sources.into_iter().flatten().flat_map(|list| self.items(list)) {
            let value: Vec<String> = if keys.is_empty() {
                vec![self.text(*item).to_owned()]
            } else {
                keys.iter().map(|key| self.key_text(*item, key)).collect()
            };
            if seen.insert(value.clone()) {
                values.push(value);
            }
        }
        if values.len() > MAX_ITEMS {
            return Err(text!("a list of more than {} items cannot be merged", name(MAX_ITEMS)));
        }
        let scalars = [String::new()];
        let keys = if keys.is_empty() { &scalars[..] } else { keys };
        self.set_elements(dest, patch, values, keys, elements)
    }

    /// The value of a key of a list's item; empty where it is absent.
    fn key_text(&self, item: NodeIndex, key: &str) -> String {
        self.get(item, key).map_or("", |cell| self.text(cell)).to_owned()
    }

    fn set_elements(
        &mut self,
        dest: NodeIndex,
        patch: Option<NodeIndex>,
        mut values: Vec<Vec<String>>,
        keys: &[String],
        elements: Option<&MergeSchema<'a>>,
    ) -> Result<Option<MergeOutcome>, Text> {
        if keys.len() > 1 {
            unite(&mut values);
        }
        let at = self.cells[dest].at.clone();
        let front = self.new_cell(What::List(Vec::new()), at);
        let used = used_keys(&values, keys);
        for value in values.iter().filter(|value| !value.is_empty()) {
            let (keys, value) = valid(&used, value, keys);
            let (of_dest, of_patch) = {
                let (keys, value) =
                    valid(&used_keys(std::slice::from_ref(&value), &keys), &value, &keys);
                let find = |list| self.find_element(list, &keys, &value);
                (find(dest), patch.and_then(find))
            };
            let key_lines = [of_dest, of_patch].map(|item| self.key_places(item, &keys));
            let merged = self.merge(of_dest, of_patch, elements.cloned())?;
            let Some(cell) = merged.map(|m| m.cell).filter(|cell| !self.is_nothing(*cell)) else {
                self.set_element(dest, &keys, &value, None)?;
                continue;
            };
            self.set_keys(cell, &keys, &value, &key_lines.concat());
            self.set_element(front, &keys, &value, Some(cell))?;
        }
        let Some(last) = values.last() else { return Ok(plain(Some(dest))) };
        let (keys, _) = valid(&used, last, keys);
        self.append(front, dest, &keys)?;
        Ok(plain(Some(front)))
    }

    /// Null, or an empty map.
    fn is_nothing(&self, cell: NodeIndex) -> bool {
        self.is_null(cell)
            || (self.kind(cell) == MergedKind::Map && self.names(cell).next().is_none())
    }

    /// Sees to it that an item has the keys it was found by, and that both lines that say so are
    /// remembered.
    fn set_keys(
        &mut self,
        item: NodeIndex,
        keys: &[String],
        values: &[String],
        key_lines: &[KeyLine],
    ) {
        for (key, value) in keys.iter().zip(values) {
            let Some(own) = self.get(item, key) else {
                if !value.is_empty() && self.kind(item) == MergedKind::Map {
                    let at = self.cells[item].at.clone();
                    let cell = self.new_cell(What::Scalar(YamlScalar::plain(value.as_str())), at);
                    self.set_field(item, &key.as_str().into(), None, cell);
                }
                continue;
            };
            let key_lines = key_lines.iter().filter(|(other, _)| other == key);
            self.cells[own].at.and(key_lines.map(|(_, span)| *span));
        }
    }

    /// Where the keys of an item are.
    fn key_places(&self, item: Option<NodeIndex>, keys: &[String]) -> Vec<KeyLine> {
        let place = |key: &String| {
            let cell = self.get(item?, key)?;
            Some((key.clone(), self.cells[cell].at.first()))
        };
        keys.iter().filter_map(place).collect()
    }

    /// The first item that has all keys with these values.
    fn find_element(
        &self,
        list: NodeIndex,
        keys: &[String],
        values: &[String],
    ) -> Option<NodeIndex> {
        let mut items = self.items(list).iter().copied();
        if keys.first().is_none_or(String::is_empty) {
            let value = values.first().map_or("", String::as_str);
            return items.find(|item| self.text(*item) == value);
        }
        let has = |item: NodeIndex| {
            keys.iter().zip(values).all(|(key, value)| {
                self.get(item, key).is_some_and(|cell| self.text(cell) == value)
            })
        };
        items.find(|item| self.kind(*item) == MergedKind::Map && has(*item))
    }

    /// Puts an item in the place of those with these keys, or at the end; without one, those with
    /// these keys are taken out. Null and empty items go in any case (`ElementSetter`).
    fn set_element(
        &mut self,
        list: NodeIndex,
        keys: &[String],
        values: &[String],
        element: Option<NodeIndex>,
    ) -> Result<(), Text> {
        let of_maps = keys.first().is_some_and(|key| !key.is_empty())
            && values.first().is_some_and(|value| !value.is_empty());
        let (mut items, mut found_one) = (Vec::new(), false);
        for item in self.items(list).to_vec() {
            if self.is_nothing(item) {
                continue;
            }
            if self.kind(item) != MergedKind::Map && of_maps {
                items.push(item);
                continue;
            }
            if !self.has_keys(item, keys, values)? {
                if !values.is_empty() {
                    items.push(item);
                }
                continue;
            }
            found_one = true;
            items.extend(element);
        }
        if let Some(element) = element.filter(|e| !found_one && !self.is_null(*e)) {
            items.push(element);
        }
        self.set_items(list, items);
        Ok(())
    }

    /// Whether an item has all keys; an empty value matches any.
    fn has_keys(&self, item: NodeIndex, keys: &[String], values: &[String]) -> Result<bool, Text> {
        let mut found = false;
        for (index, key) in keys.iter().enumerate() {
            if let Some(value) = values.get(index) {
                found = if key.is_empty() {
                    if self.kind(item) != MergedKind::Scalar {
                        return Err("a list of scalars contains a list or map".into());
                    }
                    self.text(item) == value
                } else {
                    if self.kind(item) != MergedKind::Map {
                        return Err("a list of maps contains a list or scalar".into());
                    }
                    self.get(item, key)
                        .is_some_and(|cell| value.is_empty() || self.text(cell) == value)
                };
            }
            if !found {
                return Ok(false);
            }
        }
        Ok(found)
    }

    /// Adds the items of the object's list after those of the patch.
    fn append(&mut self, front: NodeIndex, dest: NodeIndex, keys: &[String]) -> Result<(), Text> {
        for item in self.items(dest).to_vec() {
            if keys.first().is_none_or(String::is_empty) {
                let value = [self.text(item).to_owned()];
                self.set_element(front, &[String::new()], &value, Some(item))?;
                continue;
            }
            let mut values = Vec::new();
            for key in keys {
                match self.get(item, key) {
                    Some(cell) => values.push(self.text(cell).to_owned()),
                    None => {
                        let mut items = self.items(front).to_vec();
                        items.push(item);
                        self.set_items(front, items);
                    }
                }
            }
            if keys.len() > 1 {
                self.set_element(front, keys, &values, None)?;
            }
            self.set_element(front, keys, &values, Some(item))?;
        }
        Ok(())
    }
}

fn plain(cell: Option<NodeIndex>) -> Option<MergeOutcome> {
    cell.map(|cell| MergeOutcome { cell, keep: false })
}

/// Gives items that agree in all keys that both have the keys of both.
fn unite(values: &mut [Vec<String>]) {
    for i in 0..values.len() {
        for j in 0..values.len() {
            if let Some(both) = united(&values[i], &values[j]) {
                values[i].clone_from(&both);
                values[j] = both;
            }
        }
    }
}

fn united(a: &[String], b: &[String]) -> Option<Vec<String>> {
    let mut common = false;
    let mut both = Vec::new();
    for (a, b) in a.iter().zip(b) {
        common |= a == b;
        if a != b && !a.is_empty() && !b.is_empty() {
            return None;
        }
        both.push(if a.is_empty() { b.clone() } else { a.clone() });
    }
    common.then_some(both)
}

/// For each key, whether any item has it.
fn used_keys(values: &[Vec<String>], keys: &[String]) -> Vec<bool> {
    let used = |index| values.iter().any(|v| v.get(index).is_some_and(|v: &String| !v.is_empty()));
    (0..keys.len()).map(used).collect()
}

/// The keys that are used, and the values for them; all where none is.
fn valid(used: &[bool], values: &[String], keys: &[String]) -> (Vec<String>, Vec<String>) {
    if !used.iter().any(|used| *used) {
        return (keys.to_vec(), values.to_vec());
    }
    let pick = |list: &[String]| -> Vec<String> {
        list.iter().zip(used).filter(|(_, used)| **used).map(|(text, _)| text.clone()).collect()
    };
    (pick(keys), pick(values))
}
