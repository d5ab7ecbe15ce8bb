//! References: a name that a prefix, a suffix, a hash or a patch has changed is changed wherever
//! it is used (`api/filters/nameref`).

use indexmap::{IndexMap, IndexSet};

use super::{
    BuildProblem,
    fields::{FieldSpec, FieldSpecs, change_of_any_kind},
    id::GvkPattern,
    resource::Resource,
    value::{YamlNode, YamlScalar, YamlValue},
};
use crate::{
    input::Span,
    text,
    text::{Text, name},
};

/// A resource that has had other names, as references see it.
struct Referent {
    kind: String,
    name: String,
    name_at: Vec<Span>,
    namespace: String,
    namespace_at: Vec<Span>,
    /// As ids have it, now and where it was written.
    effective_namespace: String,
    original_namespace: String,
    cluster: bool,
    previous: Vec<(GvkPattern, String)>,
    prefixes: Vec<String>,
    suffixes: Vec<String>,
}

impl Referent {
    fn new(resource: &Resource) -> Referent {
        let id = resource.id();
        let meta = resource.node.get("metadata");
        let spans = |key| {
            let node = meta.and_then(|meta| meta.get(key));
            node.map_or_else(Vec::new, |node| node.at.all().collect())
        };
        Referent {
            kind: id.kind.to_owned(),
            name: id.name.to_owned(),
            name_at: spans("name"),
            namespace: id.namespace.to_owned(),
            namespace_at: spans("namespace"),
            effective_namespace: id.effective_namespace().to_owned(),
            original_namespace: resource.original_id().effective_namespace().to_owned(),
            cluster: id.cluster,
            previous: resource
                .previous_ids()
                .map(|id| (GvkPattern::of(id), id.name.to_owned()))
                .collect(),
            prefixes: resource.prefixes.clone(),
            suffixes: resource.suffixes.clone(),
        }
    }

    fn was_of(&self, wanted: &GvkPattern) -> bool {
        self.previous.iter().any(|(gvk, _)| gvk.within(wanted))
    }
}

/// Stands for the objects that belong to no namespace.
const ANY: &str = "";

/// Updates all references of all resources.
pub(super) fn update(resources: &mut [Resource], config: &FieldSpecs) -> Result<(), BuildProblem> {
    let candidates: Vec<Referent> = resources.iter().map(Referent::new).collect();
    let mut by_name: IndexMap<&str, Vec<usize>> = IndexMap::new();
    for (index, candidate) in candidates.iter().enumerate() {
        for (_, name) in &candidate.previous {
            let known = by_name.entry(name).or_default();
            if known.last() != Some(&index) {
                known.push(index);
            }
        }
    }
    if by_name.is_empty() {
        return Ok(());
    }
    let mut original_namespaces: IndexMap<&str, IndexSet<&str>> = IndexMap::new();
    for candidate in &candidates {
        let now = if candidate.cluster { ANY } else { &candidate.effective_namespace };
        original_namespaces.entry(now).or_default().insert(&candidate.original_namespace);
    }
    for (index, resource) in resources.iter_mut().enumerate() {
        let mut referrer = Referrer {
            own: &candidates[index],
            candidates: &candidates,
            by_name: &by_name,
            original_namespaces: &original_namespaces,
            binding_namespaces: binding_namespaces(resource),
            role: role_of(resource),
            to: &GvkPattern::default(),
            is_role: false,
        };
        for reference in &config.name_reference {
            for spec in &reference.fields {
                if !spec.gvk.selects(resource.original_id()) {
                    continue;
                }
                referrer.to = &reference.to;
                referrer.is_role = spec.path().ends_with("roleRef/name");
                referrer.apply(&mut resource.node, spec)?;
            }
        }
    }
    Ok(())
}

/// The namespaces of the service accounts that a binding names.
fn binding_namespaces(resource: &Resource) -> Vec<String> {
    if resource.kind() != "RoleBinding" {
        return Vec::new();
    }
    let subjects = resource.node.get("subjects").map_or(&[][..], YamlNode::items);
    let accounts = subjects
        .iter()
        .filter(|subject| subject.get("kind").map_or("", YamlNode::text) == "ServiceAccount");
    accounts.filter_map(|subject| Some(subject.get("namespace")?.text().to_owned())).collect()
}

/// Group and kind of what `roleRef` names.
fn role_of(resource: &Resource) -> Option<GvkPattern> {
    let role = resource.node.get("roleRef")?;
    let text = |key| Some(role.get(key)?.text().to_owned());
    Some(GvkPattern { group: text("apiGroup")?, version: String::new(), kind: text("kind")? })
}

/// One resource that may hold names of others.
struct Referrer<'a> {
    own: &'a Referent,
    candidates: &'a [Referent],
    by_name: &'a IndexMap<&'a str, Vec<usize>>,
    /// By namespace: for which ones its resources were written; under [`ANY`] those of none.
    original_namespaces: &'a IndexMap<&'a str, IndexSet<&'a str>>,
    binding_namespaces: Vec<String>,
    role: Option<GvkPattern>,
    /// What the field that is looked at refers to.
    to: &'a GvkPattern,
    is_role: bool,
}

impl<'a> Referrer<'a> {
    fn apply(&self, object: &mut YamlNode, spec: &FieldSpec) -> Result<(), BuildProblem> {
        let at = object.at.first();
        let mut set = |node: &mut YamlNode| self.set(node);
        change_of_any_kind(object, spec, &mut set).map_err(|error| BuildProblem::broken(at, error))
    }

    fn set(&self, node: &mut YamlNode) -> Result<(), Text> {
        if node.is_null() {
            return Ok(());
        }
        match &mut node.value {
            YamlValue::Scalar(_) => self.set_scalar(node),
            YamlValue::Map(_) => self.set_map(node),
            YamlValue::List(items) => items.iter_mut().try_for_each(|item| match &item.value {
                _ if item.is_null() => Ok(()),
                YamlValue::Scalar(_) => self.set_scalar(item),
                YamlValue::Map(_) => self.set_map(item),
                YamlValue::List(_) => Err("expected a name or a map with `name`".into()),
            }),
        }
    }

    fn set_scalar(&self, node: &mut YamlNode) -> Result<(), Text> {
        let same = |a: &Referent, b: &Referent| a.name == b.name;
        let chosen = self.choose(node.text(), |_| true, same)?;
        if let Some(chosen) = chosen.filter(|chosen| chosen.name != node.text()) {
            rename(node, &chosen.name, &chosen.name_at);
        }
        Ok(())
    }

    /// A map with `name` and perhaps `namespace`.
    fn set_map(&self, node: &mut YamlNode) -> Result<(), Text> {
        let Some(name) = node.get("name").map(|name| name.text().to_owned()) else {
            return Err("`name` is missing".into());
        };
        let namespace = node.get("namespace").map(|namespace| namespace.text().to_owned());
        let original = namespace.as_ref().is_some_and(|namespace| self.knows(namespace));
        let in_namespace = |candidate: &Referent| match &namespace {
            None => true,
            Some(namespace) if original => candidate.original_namespace == *namespace,
            Some(namespace) => candidate.effective_namespace == *namespace,
        };
        let same = |a: &Referent, b: &Referent| a.name == b.name && a.namespace == b.namespace;
        let Some(chosen) = self.choose(&name, in_namespace, same)? else { return Ok(()) };
        if chosen.name == name && chosen.namespace.is_empty() {
            return Ok(());
        }
        if let Some(field) = node.get_mut("name").filter(|_| chosen.name != name) {
            rename(field, &chosen.name, &chosen.name_at);
        }
        if !chosen.namespace.is_empty() {
            let at = chosen.namespace_at.first().copied().unwrap_or(node.at.first());
            // Which resource is meant is decided by the name.
            let mut from = chosen.namespace_at.clone();
            from.extend(node.get("name").into_iter().flat_map(|name| name.at.all()));
            let old = namespace.unwrap_or_default();
            let field = node.get_or_insert("namespace", YamlNode::string("", at));
            if let Some(field) = field.filter(|_| chosen.namespace != old) {
                rename(field, &chosen.namespace, &from);
            }
        }
        Ok(())
    }

    /// Whether a resource that could be meant was written for a namespace.
    fn knows(&self, namespace: &str) -> bool {
        let now = |name: &str| self.original_namespaces.get(name);
        if self.own.cluster {
            return self.original_namespaces.values().any(|known| known.contains(namespace));
        }
        let own = [ANY, &self.own.effective_namespace];
        let others = self.binding_namespaces.iter().map(String::as_str);
        own.into_iter()
            .chain(others)
            .any(|name| now(name).is_some_and(|known| known.contains(namespace)))
    }

    /// Whether a resource could be meant by this one.
    fn reaches(&self, candidate: &Referent) -> bool {
        self.own.cluster
            || candidate.cluster
            || candidate.effective_namespace == self.own.effective_namespace
            || self.binding_namespaces.contains(&candidate.namespace)
    }

    /// Whether it is in the same namespace, as far as that matters for its kind.
    fn is_near(&self, candidate: &Referent) -> bool {
        self.own.cluster
            || candidate.cluster
            || candidate.kind == "ServiceAccount"
            || candidate.effective_namespace == self.own.effective_namespace
    }

    /// The resource that had a name; `None` if there is none, an `Err` if it is not clear.
    fn choose(
        &self,
        old_name: &str,
        filter: impl Fn(&Referent) -> bool,
        same: impl Fn(&Referent, &Referent) -> bool,
    ) -> Result<Option<&'a Referent>, Text> {
        let named = self.by_name.get(old_name).map_or(&[][..], Vec::as_slice);
        let mut found: Vec<&Referent> = named
            .iter()
            .map(|index| &self.candidates[*index])
            .filter(|c| self.reaches(c) && filter(c) && c.was_of(self.to))
            .filter(|c| !self.is_role || self.role.as_ref().is_none_or(|role| c.was_of(role)))
            .filter(|c| self.is_near(c))
            .collect();
        if let [one] = found.as_slice() {
            return Ok(Some(one));
        }
        let fits = |a: &[String], b: &[String], empty_fits: bool| {
            (empty_fits && (a.is_empty() || b.is_empty())) || end_alike(a, b)
        };
        let own = self.own;
        found.retain(|c| {
            fits(&c.prefixes, &own.prefixes, true) && fits(&c.suffixes, &own.suffixes, true)
        });
        if found.len() > 1 {
            found.retain(|c| {
                fits(&c.prefixes, &own.prefixes, false) && fits(&c.suffixes, &own.suffixes, false)
            });
        }
        let Some(first) = found.first() else { return Ok(None) };
        if found.iter().all(|other| same(first, other)) {
            return Ok(Some(first));
        }
        let names: Vec<String> =
            found.iter().map(|c| format!("{} `{}/{}`", c.kind, c.namespace, c.name)).collect();
        let names = name(names.join(", "));
        Err(text!("`{}` matches several resources, {}", name(old_name), names))
    }
}

/// Whether one list is the end of the other; an empty one is that only of an empty one.
fn end_alike(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() > b.len() { (b, a) } else { (a, b) };
    if short.is_empty() { long.is_empty() } else { long.ends_with(short) }
}

fn rename(node: &mut YamlNode, name: &str, from: &[Span]) {
    let mut places = node.at.clone();
    places.and(from.iter().copied());
    node.replace(YamlNode::scalar(YamlScalar::plain(name), places.first()));
    node.at = places;
}
