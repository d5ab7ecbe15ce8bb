//! What tools add to a folder that they deliver to a cluster: a `Kustomization` of Flux
//! (<https://fluxcd.io/flux/components/kustomize/kustomizations/>) or an `Application` of Argo CD
//! (<https://argo-cd.readthedocs.io/en/stable/user-guide/kustomize/>).

use std::{collections::BTreeMap, path::PathBuf};

use super::{
    Cx, Problem, ProblemKind,
    files::Files,
    kustomization::Kustomization,
    resource::Resource,
    value::{Entry, Node, Places, Scalar, Tag, Value, plain_tag},
};
use crate::input::Span;

/// An object that has a folder delivered.
#[derive(Clone, Debug, Default)]
pub struct Delivery {
    pub path: PathBuf,
    /// As shown.
    pub name: String,
    /// Counts the documents of the file that hold something from 0.
    pub document: usize,
    /// What Flux takes from objects (`postBuild.substituteFrom`), as far as it is known.
    pub variables: BTreeMap<String, String>,
    /// What a folder without a kustomization holds: paths of files, and of folders with one.
    pub resources: Vec<String>,
}

/// Fields of Flux that are those of a kustomization, under the same name or another.
const OF_FLUX: [(&str, &str); 6] = [
    ("components", "components"),
    ("images", "images"),
    ("namePrefix", "namePrefix"),
    ("nameSuffix", "nameSuffix"),
    ("patches", "patches"),
    ("targetNamespace", "namespace"),
];
/// Those below `spec.source.kustomize` of Argo CD.
const OF_ARGO: [(&str, &str); 6] = [
    ("components", "components"),
    ("namePrefix", "namePrefix"),
    ("nameSuffix", "nameSuffix"),
    ("namespace", "namespace"),
    ("patches", "patches"),
    ("replicas", "replicas"),
];
/// Objects that Flux leaves as they are say `disabled` under this annotation or label.
const SUBSTITUTE: &str = "kustomize.toolkit.fluxcd.io/substitute";

/// A delivery with what its object says.
pub(super) struct Order {
    variables: BTreeMap<String, String>,
    resources: Vec<String>,
    spec: Node,
}

impl Order {
    pub(super) fn read(cx: &mut Cx, delivery: &Delivery) -> Result<Order, Problem> {
        let broken = |message: String| Problem {
            kind: ProblemKind::Broken,
            at: None,
            message: message.into(),
        };
        let file = cx.files.read(&delivery.path, delivery.name.clone(), None).map_err(broken)?;
        let spec = cx.files.configuration(file)?.into_iter().nth(delivery.document);
        let spec = spec.and_then(|object| object.get("spec").cloned());
        let spec = spec.unwrap_or_else(|| Node::map(cx.files.get(file).whole()));
        let (variables, resources) = (delivery.variables.clone(), delivery.resources.clone());
        Ok(Order { variables, resources, spec })
    }

    /// The kustomization that the tool makes for a folder without one.
    pub(super) fn made(&self) -> Option<Kustomization> {
        let at = self.path_at();
        let list = self.resources.iter().map(|path| Node::string(path.as_str(), at)).collect();
        let mut made = Kustomization::none();
        made.add("resources", at, Node { value: Value::List(list), at: Places::one(at) });
        (!self.resources.is_empty()).then_some(made)
    }

    /// Where the folder is named.
    pub(super) fn path_at(&self) -> Span {
        let path = self.spec.get("path").or(self.spec.at_path(&["source", "path"]));
        path.unwrap_or(&self.spec).at.first()
    }

    /// Adds to the kustomization of the folder what the tool does.
    pub(super) fn extend(&self, kustomization: &mut Kustomization) {
        let argo = self.spec.at_path(&["source", "kustomize"]);
        let flux = OF_FLUX.iter().map(|names| (Some(&self.spec), names));
        for (from, (theirs, ours)) in flux.chain(OF_ARGO.iter().map(|names| (argo, names))) {
            if let Some(entry) = from.and_then(|from| from.entry(theirs)) {
                kustomization.add(ours, entry.key_at, entry.value.clone());
            }
        }
        let metadata = self.spec.get("commonMetadata").and_then(|common| common.entry("labels"));
        let common = argo.and_then(|argo| argo.entry("commonLabels"));
        // Argo CD gives them to selectors as well, unless it is told not to.
        let alone = argo.and_then(|argo| argo.get("labelWithoutSelector")).and_then(Node::as_bool);
        for (labels, in_selectors) in [(metadata, false), (common, alone != Some(true))] {
            let Some(Entry { key_at, value, .. }) = labels else { continue };
            let at = *key_at;
            let mut label = Node::map(at);
            label.set("pairs", at, value.clone());
            let selectors = Node::scalar(Scalar::plain(in_selectors.to_string()), at);
            label.set("includeSelectors", at, selectors);
            let list = Node { value: Value::List(vec![label]), at: value.at.clone() };
            kustomization.add("labels", at, list);
        }
    }

    /// Does what the tool does to built objects.
    pub(super) fn finish(&self, files: &Files, resources: &mut [Resource]) {
        let namespace = self.spec.at_path(&["destination", "namespace"]);
        if let Some(namespace) = namespace.filter(|namespace| !namespace.text().is_empty()) {
            for resource in resources.iter_mut().filter(|resource| !resource.id().cluster) {
                let at = namespace.at.first();
                let metadata = resource.node.get_mut("metadata");
                if let Some(metadata) = metadata.filter(|meta| meta.get("namespace").is_none()) {
                    metadata.set("namespace", at, namespace.clone());
                }
            }
        }
        let Some(post_build) = self.spec.get("postBuild") else { return };
        let own = post_build.get("substitute").map_or(&[][..], Node::entries);
        let variables = Variables { own, found: &self.variables, files };
        for resource in resources {
            let says = |field| resource.pairs(field).get(SUBSTITUTE) == Some(&"disabled");
            if !says("annotations") && !says("labels") {
                variables.fill(&mut resource.node);
            }
        }
    }
}

/// So many defaults may stand in one another.
const MOST_DEFAULTS: usize = 10;

/// Where the brace stands that closes what was opened in front of a text.
fn closing(text: &str) -> Option<usize> {
    let mut open = 1_usize;
    text.char_indices().find_map(|(at, c)| {
        match c {
            '{' => open += 1,
            '}' => open -= 1,
            _ => {}
        }
        (open == 0).then_some(at)
    })
}

struct Variables<'v> {
    own: &'v [Entry],
    found: &'v BTreeMap<String, String>,
    files: &'v Files,
}

impl Variables<'_> {
    fn fill(&self, node: &mut Node) {
        match &mut node.value {
            Value::Scalar(scalar) => {
                let Some((text, places)) = self.filled(&scalar.text, MOST_DEFAULTS) else { return };
                // Flux reads the text anew: digits become a number, which it may have been meant
                // to or not. Where quotes say that it was not, the variable is left.
                if self.files.text(node.at.first()) == &*scalar.text {
                    node.value = Value::Scalar(Scalar::plain(text));
                } else if plain_tag(&text) == Tag::Str {
                    node.value = Value::Scalar(Scalar::string(text));
                } else {
                    return;
                }
                node.at.and(places);
            }
            Value::List(items) => items.iter_mut().for_each(|item| self.fill(item)),
            Value::Map(entries) => entries.iter_mut().for_each(|entry| self.fill(&mut entry.value)),
        }
    }

    /// A text with the variables in it replaced, and where these are set; `None` without any, and
    /// where one is set that nobody sees here. `$${NAME}` is `${NAME}`, and `${NAME:=text}` has a
    /// default, in which there may be others.
    fn filled(&self, text: &str, depth: usize) -> Option<(String, Vec<Span>)> {
        let mut filled = String::new();
        let mut places = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            let (inside, behind) = after.split_at(closing(after)?);
            rest = &behind[1..];
            if let Some(before) = before.strip_suffix('$') {
                filled.push_str(&format!("{before}${{{inside}}}"));
                continue;
            }
            filled.push_str(before);
            let (name, default) = [":=", ":-", "=", "-"]
                .into_iter()
                .find_map(|sign| inside.split_once(sign))
                .map_or((inside, None), |(name, default)| (name, Some(default)));
            if let Some((value, at)) = self.value_of(name) {
                filled.push_str(value);
                places.extend(at);
                continue;
            }
            let default = default?;
            if default.contains("${") {
                let (default, more) = self.filled(default, depth.checked_sub(1)?)?;
                filled.push_str(&default);
                places.extend(more);
            } else {
                filled.push_str(default);
            }
        }
        filled.push_str(rest);
        Some((filled, places)).filter(|(filled, _)| filled != text)
    }

    fn value_of(&self, name: &str) -> Option<(&str, Option<Span>)> {
        let own = self.own.iter().find(|entry| &*entry.key == name);
        own.map(|entry| (entry.value.text(), Some(entry.value.at.first())))
            .or_else(|| Some((self.found.get(name)?.as_str(), None)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str) -> Option<String> {
        let found = BTreeMap::from([("APP".to_owned(), "web".to_owned())]);
        let variables = Variables { own: &[], found: &found, files: &Files::default() };
        variables.filled(text, MOST_DEFAULTS).map(|(text, _)| text)
    }

    #[test]
    fn variables_as_flux_fills_them_in() {
        for (text, expected) in [
            ("${APP}-db", "web-db"),
            ("${TAG:=1.29}", "1.29"),
            ("${TAG:-}", ""),
            ("a${CLAIM:-${APP}-config}b", "aweb-configb"),
            ("$${APP} is ${APP}", "${APP} is web"),
            ("{\"a\": {\"b\": \"${APP}\"}}", "{\"a\": {\"b\": \"web\"}}"),
        ] {
            assert_eq!(filled(text).as_deref(), Some(expected), "{text}");
        }
        for left in ["${HOST}.${APP}", "${X:=${HOST}}", "$APP", "${APP", "plain", "$(APP)"] {
            assert_eq!(filled(left), None, "{left}");
        }
        let deep = format!("{}{}", "${X:=".repeat(10_000), "}".repeat(10_000));
        assert_eq!(filled(&deep), None);
    }
}
