//! Transformers that change fields of all resources: namespace, name prefix and suffix, labels,
//! annotations, images, replicas (`api/internal/builtins`, `api/filters`).

use indexmap::IndexSet;

use super::{
    BuildContext, BuildProblem,
    fields::{FieldSpec, Make, change, set_pair, set_string},
    id::GvkPattern,
    resource::Resource,
    select::regex,
    value::{ScalarTag, YamlEntry, YamlNode, YamlScalar, YamlValue},
};

use crate::{
    input::Span,
    text,
    text::{Text, name as shown_name},
};

/// What is put into many objects has so many bytes at most; no name of Kubernetes has as many.
const MAX_BYTES: usize = 4096;

fn check_length(text: &str, at: Span) -> Result<(), BuildProblem> {
    if text.len() <= MAX_BYTES {
        return Ok(());
    }
    Err(BuildProblem::broken(at, text!("the value is longer than {} bytes", shown_name(MAX_BYTES))))
}

/// Where a service account in a binding gets the namespace.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Subjects {
    NamedDefault,
    All,
    None,
}

/// Puts all objects that have namespaces into one.
pub(super) fn namespace(
    resources: &mut [Resource],
    namespace: &YamlNode,
    specs: &[FieldSpec],
    unset_only: bool,
    subjects: Subjects,
) -> Result<(), BuildProblem> {
    let (text, at) = (namespace.text(), namespace.at.first());
    if text.is_empty() {
        return Ok(());
    }
    for resource in resources.iter_mut() {
        resource.remember_id();
    }
    set_namespace(resources, namespace, specs, unset_only, subjects)?;
    let mut known = IndexSet::new();
    match resources.iter().find(|resource| !known.insert(resource.id().key())) {
        Some(twice) => {
            let object = shown_name(twice.id().shown());
            let message = text!("{} exists twice in namespace `{}`", object, shown_name(text));
            Err(BuildProblem::broken(at, message))
        }
        None => Ok(()),
    }
}

/// As [`namespace`], but what they were called is not remembered.
pub(super) fn set_namespace(
    resources: &mut [Resource],
    namespace: &YamlNode,
    specs: &[FieldSpec],
    unset_only: bool,
    subjects: Subjects,
) -> Result<(), BuildProblem> {
    let (text, at) = (namespace.text(), namespace.at.first());
    check_length(text, at)?;
    let mut set = |node: &mut YamlNode| {
        if unset_only && !node.text().is_empty() {
            return Ok(());
        }
        set_string(node, text, at)
    };
    let own = FieldSpec::new(GvkPattern::default(), "metadata/namespace", true);
    for resource in resources.iter_mut() {
        let in_namespace = !resource.id().cluster;
        let is_binding = matches!(resource.kind(), "RoleBinding" | "ClusterRoleBinding");
        let is_core = resource.node.get("apiVersion").map_or("", YamlNode::text) == "v1";
        let object = &mut resource.node;
        let mut result = Ok(());
        if in_namespace {
            result = change(object, &own, Make::Scalar, at, &mut set);
        }
        if is_binding && subjects != Subjects::None {
            set_subjects(object, namespace, subjects, &mut set)
                .map_err(|error| BuildProblem::broken(at, error))?;
        }
        for spec in specs {
            let is_needless = match spec.path() {
                "metadata/namespace" => true,
                "metadata/name" => !is_core,
                "subjects/namespace" => is_binding,
                _ => false,
            };
            if !is_needless && result.is_ok() {
                result = change(object, spec, Make::Scalar, at, &mut set);
            }
        }
        result.map_err(|error| BuildProblem::broken(at, error))?;
    }
    Ok(())
}

fn set_subjects(
    binding: &mut YamlNode,
    namespace: &YamlNode,
    mode: Subjects,
    set: &mut dyn FnMut(&mut YamlNode) -> Result<(), Text>,
) -> Result<(), Text> {
    let Some(YamlNode { value: YamlValue::List(subjects), .. }) = binding.get_mut("subjects")
    else {
        return Ok(());
    };
    for subject in subjects {
        let text = |key| subject.get(key).map_or("", YamlNode::text);
        let (field, meant) = match mode {
            Subjects::NamedDefault => ("name", "default"),
            Subjects::All => ("kind", "ServiceAccount"),
            Subjects::None => return Ok(()),
        };
        if text(field) != meant {
            continue;
        }
        let because: Vec<_> = subject.get(field).iter().flat_map(|node| node.at.all()).collect();
        let made = YamlNode::scalar(YamlScalar::plain(""), namespace.at.first());
        if let Some(field) = subject.get_or_insert("namespace", made) {
            set(field)?;
            field.at.and(because);
        }
    }
    Ok(())
}

/// Which end of the name is lengthened.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Prefix,
    Suffix,
}

/// Kinds whose names stay.
fn keeps_name(resource: &Resource) -> bool {
    let id = resource.original_id();
    match id.kind {
        "CustomResourceDefinition" | "Namespace" => true,
        "APIService" => id.group == "apiregistration.k8s.io",
        _ => false,
    }
}

pub(super) fn name_affix(
    resources: &mut [Resource],
    end: End,
    affix: &YamlNode,
    specs: &[FieldSpec],
) -> Result<(), BuildProblem> {
    let (text, at) = (affix.text(), affix.at.first());
    check_length(text, at)?;
    for resource in resources.iter_mut().filter(|resource| !keeps_name(resource)) {
        for spec in specs {
            if !spec.gvk.selects(resource.original_id()) {
                continue;
            }
            if spec.path() == "metadata/name" && !text.is_empty() {
                match end {
                    End::Prefix => resource.prefixes.push(text.to_owned()),
                    End::Suffix => resource.suffixes.push(text.to_owned()),
                }
                resource.remember_id();
            }
            let mut lengthen = |node: &mut YamlNode| {
                if node.as_scalar().is_none() {
                    return Err("expected a name".into());
                }
                let old = node.text();
                let new = match end {
                    End::Prefix => format!("{text}{old}"),
                    End::Suffix => format!("{old}{text}"),
                };
                if new.len() > 2 * MAX_BYTES {
                    return Err("the name is too long".into());
                }
                let mut places = node.at.clone();
                places.and([at]);
                node.replace(YamlNode::scalar(YamlScalar::plain(new), at));
                node.at = places;
                Ok(())
            };
            change(&mut resource.node, spec, Make::Scalar, at, &mut lengthen)
                .map_err(|error| BuildProblem::broken(at, error))?;
        }
    }
    Ok(())
}

/// Labels or annotations: puts pairs into the maps that the field specs name.
pub(super) fn pairs(
    cx: &mut BuildContext,
    resources: &mut [Resource],
    pairs: &[YamlEntry],
    specs: &[FieldSpec],
) -> Result<(), BuildProblem> {
    for resource in resources {
        for pair in pairs {
            let at = pair.key_at;
            cx.spend(1 + pair.value.text().len() / MAX_BYTES, at)?;
            for spec in specs {
                let mut set = |map: &mut YamlNode| set_pair(map, pair);
                change(&mut resource.node, spec, Make::Map, at, &mut set)
                    .map_err(|error| BuildProblem::broken(at, error))?;
            }
        }
    }
    Ok(())
}

/// Sets the number of replicas of what has this name.
pub(super) fn replicas(
    resources: &mut [Resource],
    entry: &YamlNode,
    specs: &[FieldSpec],
) -> Result<(), BuildProblem> {
    let name = entry.get("name").map_or("", YamlNode::text);
    let count = entry.get("count");
    let at = count.unwrap_or(entry).at.first();
    let text = count.map_or("0", YamlNode::text);
    let mut found = false;
    for spec in specs {
        for resource in resources.iter_mut() {
            if !resource.ids().any(|id| id.name == name && spec.gvk.selects(id)) {
                continue;
            }
            found = true;
            let mut set = |node: &mut YamlNode| {
                if node.as_scalar().is_none() {
                    return Err("expected a number".into());
                }
                node.replace(YamlNode::scalar(YamlScalar::tagged(text, ScalarTag::Int), at));
                Ok(())
            };
            change(&mut resource.node, spec, Make::Scalar, at, &mut set)
                .map_err(|error| BuildProblem::broken(at, error))?;
        }
    }
    if found {
        return Ok(());
    }
    let at = entry.get("name").unwrap_or(entry).at.first();
    let message = text!("no resource with replicas has the name `{}`", shown_name(name));
    Err(BuildProblem::unmatched(at, message))
}

/// Sets name, tag or digest of images.
pub(super) fn image(
    resources: &mut [Resource],
    entry: &YamlNode,
    specs: &[FieldSpec],
) -> Result<(), BuildProblem> {
    for part in entry.entries() {
        check_length(part.value.text(), part.key_at)?;
    }
    let image = ImageChange::new(entry)?;
    for resource in resources.iter_mut() {
        if resource.kind() == "CustomResourceDefinition" {
            continue;
        }
        let at = entry.at.first();
        image.set_in_containers(&mut resource.node).map_err(|e| BuildProblem::broken(at, e))?;
        for spec in specs {
            let mut set = |node: &mut YamlNode| image.set(node);
            change(&mut resource.node, spec, Make::Nothing, at, &mut set)
                .map_err(|error| BuildProblem::broken(at, error))?;
        }
    }
    Ok(())
}

/// An entry of `images`.
struct ImageChange<'a> {
    name: &'a str,
    /// Where the name is more than its letters say: kustomize takes it for a regular expression.
    pattern: Option<regex::bytes::Regex>,
    new_name: Option<&'a YamlNode>,
    new_tag: Option<&'a YamlNode>,
    digest: Option<&'a YamlNode>,
    tag_suffix: Option<&'a YamlNode>,
}

/// The characters of tags and digests, as kustomize matches them.
fn is_tail(text: &str) -> bool {
    let plain =
        |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.{}-".contains(&b));
    let (tag, digest) = match text.split_once("@sha256:") {
        Some((tag, digest)) => (tag, Some(digest)),
        None => (text, None),
    };
    let tag = if tag.is_empty() { Some("") } else { tag.strip_prefix(':') };
    tag.is_some_and(plain) && digest.is_none_or(plain)
}

impl<'a> ImageChange<'a> {
    fn new(entry: &'a YamlNode) -> Result<ImageChange<'a>, BuildProblem> {
        let text = |key| entry.get(key).filter(|node: &&YamlNode| !node.text().is_empty());
        let name = text("name").map_or("", YamlNode::text);
        let is_word = |b: u8| b.is_ascii_alphanumeric() || b"/_-:@".contains(&b);
        let pattern = if name.bytes().all(is_word) {
            None
        } else {
            let pattern = format!("^{name}(:[a-zA-Z0-9_.{{}}-]*)?(@sha256:[a-zA-Z0-9_.{{}}-]*)?$");
            let at = text("name").unwrap_or(entry).at.first();
            Some(regex(&pattern).map_err(|error| BuildProblem::broken(at, error))?)
        };
        Ok(ImageChange {
            name,
            pattern,
            new_name: text("newName"),
            new_tag: text("newTag"),
            digest: text("digest"),
            tag_suffix: text("tagSuffix"),
        })
    }

    fn matches(&self, text: &str) -> bool {
        text.strip_prefix(self.name).is_some_and(is_tail)
            || self.pattern.as_ref().is_some_and(|pattern| pattern.is_match(text.as_bytes()))
    }

    /// Containers are found in any kind, wherever they are.
    fn set_in_containers(&self, node: &mut YamlNode) -> Result<(), Text> {
        match &mut node.value {
            YamlValue::Map(entries) => entries.iter_mut().try_for_each(|entry| {
                self.set_in_containers(&mut entry.value)?;
                if !matches!(&*entry.key, "containers" | "initContainers") {
                    return Ok(());
                }
                let YamlValue::List(containers) = &mut entry.value.value else { return Ok(()) };
                let mut images = containers.iter_mut().filter_map(|item| item.get_mut("image"));
                images.try_for_each(|image| self.set(image))
            }),
            YamlValue::List(items) => {
                items.iter_mut().try_for_each(|item| self.set_in_containers(item))
            }
            YamlValue::Scalar(_) => Ok(()),
        }
    }

    fn set(&self, node: &mut YamlNode) -> Result<(), Text> {
        if node.as_scalar().is_none() {
            return Err("expected an image".into());
        }
        if !self.matches(node.text()) {
            return Ok(());
        }
        let (name, tag, digest) = split_image(node.text());
        let name = self.new_name.map_or(name, YamlNode::text);
        let (tag, digest) = match (self.new_tag, self.digest, self.tag_suffix) {
            (Some(tag), Some(digest), _) => (tag.text().to_owned(), digest.text()),
            (Some(tag), None, _) => (tag.text().to_owned(), ""),
            (None, Some(digest), _) => (String::new(), digest.text()),
            (None, None, Some(suffix)) => (format!("{tag}{}", suffix.text()), ""),
            (None, None, None) => (tag.to_owned(), digest),
        };
        let mut text = name.to_owned();
        for (sign, part) in [(":", tag.as_str()), ("@", digest)] {
            if !part.is_empty() {
                text += sign;
                text += part;
            }
        }
        let spans = [self.new_tag, self.digest, self.tag_suffix, self.new_name];
        let mut spans = spans.into_iter().flatten().map(|node| node.at.first());
        let own: Vec<_> = node.at.all().collect();
        let Some(first) = spans.next() else { return Ok(()) };
        let mut new = YamlNode::scalar(YamlScalar::plain(text), first);
        new.at.and(spans);
        if self.new_name.is_none() || self.new_tag.or(self.digest).is_none() {
            new.at.and(own);
        }
        node.replace(new);
        Ok(())
    }
}

/// Name, tag and digest; signs before the first `/` belong to the registry.
fn split_image(text: &str) -> (&str, &str, &str) {
    let from = text.find('/').filter(|at| *at > 0).unwrap_or(0);
    let rest = &text[from..];
    let (at, colon) = (rest.find('@'), rest.find(':'));
    match (colon, at) {
        (None, None) => (text, "", ""),
        (Some(colon), Some(at)) if colon < at => {
            (&text[..from + colon], &rest[colon + 1..at], &rest[at + 1..])
        }
        (_, Some(at)) => (&text[..from + at], "", &rest[at + 1..]),
        (Some(colon), None) => (&text[..from + colon], &rest[colon + 1..], ""),
    }
}
