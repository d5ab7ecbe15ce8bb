//! `transformers` and `generators`: kustomize's own ones, configured in files of their own. Those
//! that are programs or containers are not run.

use super::{
    BuildContext, BuildProblem, BuildProblemKind,
    fields::{FieldSpec, read_list},
    files::BuildRoot,
    generate::{self, GeneratorKind},
    hash, patch, replace,
    resource::{Resource, ResourceOrigin},
    transform::{self, End, Subjects},
    value::YamlNode,
    value_add,
};
use crate::{
    text,
    text::{Text, name},
};

/// A configured plugin and where it came from.
pub(super) struct Plugin {
    config: Resource,
}

impl Plugin {
    /// One of kustomize's own; others are noted.
    pub(super) fn new(cx: &mut BuildContext, config: Resource) -> Option<Plugin> {
        if config.node.get("apiVersion").map_or("", YamlNode::text) == "builtin" {
            return Some(Plugin { config });
        }
        let message = text!("kubevet does not run the plugin {}", name(config.id().shown()));
        cx.problems.push(BuildProblem::left_out(config.node.at.first(), message));
        None
    }

    /// For `buildMetadata`: where it is configured.
    pub(super) fn origin(&self) -> Option<ResourceOrigin> {
        let config = &self.config;
        let path = config.origin.as_ref()?.path.clone();
        let text = |text: &str| text.to_owned();
        let configured_by = Some([
            text("builtin"),
            text(config.kind()),
            text(config.name()),
            text(config.namespace()),
        ]);
        Some(ResourceOrigin { path: String::new(), configured_in: path, configured_by })
    }

    pub(super) fn generate(
        &self,
        cx: &mut BuildContext,
        root: &BuildRoot,
    ) -> Result<Resource, BuildProblem> {
        let node = &self.config.node;
        let kind = match self.config.kind() {
            "ConfigMapGenerator" => GeneratorKind::ConfigMap,
            "SecretGenerator" => GeneratorKind::Secret,
            other => return Err(unknown(node, other)),
        };
        let mut args = node.clone();
        // The older way to name one file is known to kustomizations only.
        args.remove("env");
        for field in ["name", "namespace"] {
            let own = node.get("metadata").and_then(|meta| meta.entry(field));
            if let Some(own) = own.filter(|_| node.get(field).is_none()) {
                args.set(field, own.key_at, own.value.clone());
            }
        }
        generate::resource(cx, root, kind, &args, None)
    }

    pub(super) fn transform(
        &self,
        cx: &mut BuildContext,
        root: &BuildRoot,
        resources: &mut [Resource],
    ) -> Result<(), BuildProblem> {
        let node = &self.config.node;
        let specs: Vec<FieldSpec> = read_list(node.get("fieldSpecs"));
        let entries = |key| node.get(key).map_or(&[][..], YamlNode::entries);
        match self.config.kind() {
            "NamespaceTransformer" => self.namespace(resources, &specs),
            "PrefixTransformer" => self.affix(resources, End::Prefix, "prefix", &specs),
            "SuffixTransformer" => self.affix(resources, End::Suffix, "suffix", &specs),
            "PrefixSuffixTransformer" => {
                self.affix(resources, End::Prefix, "prefix", &specs)?;
                self.affix(resources, End::Suffix, "suffix", &specs)
            }
            "HashTransformer" => {
                hash::add_to_names(resources);
                Ok(())
            }
            "ValueAddTransformer" => value_add::run(cx, root, resources, node),
            "LabelTransformer" => transform::pairs(cx, resources, entries("labels"), &specs),
            "AnnotationsTransformer" => {
                transform::pairs(cx, resources, entries("annotations"), &specs)
            }
            "ImageTagTransformer" => node
                .get("imageTag")
                .map_or(Ok(()), |image| transform::image(resources, image, &specs)),
            "ReplicaCountTransformer" => node
                .get("replica")
                .map_or(Ok(()), |replica| transform::replicas(resources, replica, &specs)),
            "PatchTransformer" => patch::apply(cx, root, resources, node),
            "PatchJson6902Transformer" => patch::json6902(cx, root, resources, node),
            "PatchStrategicMergeTransformer" => self.strategic_merge(cx, root, resources),
            "ReplacementTransformer" => {
                let list = node.get("replacements").map_or(&[][..], YamlNode::items);
                replace::run(cx, root, resources, list)
            }
            "HelmChartInflationGenerator"
            | "IAMPolicyGenerator"
            | "ConfigMapGenerator"
            | "SecretGenerator" => {
                self.wrong(text!("{} is not a transformer", name(self.config.kind())))
            }
            other => self.wrong(text!("unknown transformer {}", name(other))),
        }
    }

    fn wrong(&self, message: impl Into<Text>) -> Result<(), BuildProblem> {
        Err(BuildProblem::broken(self.config.node.at.first(), message))
    }

    fn namespace(
        &self,
        resources: &mut [Resource],
        specs: &[FieldSpec],
    ) -> Result<(), BuildProblem> {
        let node = &self.config.node;
        let Some(namespace) = node.at_path(&["metadata", "namespace"]) else { return Ok(()) };
        let unset_only = node.get("unsetOnly").and_then(YamlNode::as_bool) == Some(true);
        let subjects = match node.get("setRoleBindingSubjects").map_or("", YamlNode::text) {
            "allServiceAccounts" => Subjects::All,
            "none" => Subjects::None,
            "" | "defaultOnly" => Subjects::NamedDefault,
            other => {
                return self.wrong(text!(
                    "`setRoleBindingSubjects` must be defaultOnly, none or allServiceAccounts, \
                     not `{}`",
                    other
                ));
            }
        };
        transform::namespace(resources, namespace, specs, unset_only, subjects)
    }

    fn strategic_merge(
        &self,
        cx: &mut BuildContext,
        root: &BuildRoot,
        resources: &mut [Resource],
    ) -> Result<(), BuildProblem> {
        let node = &self.config.node;
        let paths = node.get("paths").map_or(&[][..], YamlNode::items);
        let inline = node.get("patches").filter(|inline| !inline.text().is_empty());
        if paths.is_empty() && inline.is_none() {
            return self.wrong("the transformer must set `paths` or `patches`");
        }
        let mut patches = paths.iter().chain(inline);
        patches.try_for_each(|entry| patch::strategic_merge(cx, root, resources, entry))
    }

    fn affix(
        &self,
        resources: &mut [Resource],
        end: End,
        field: &str,
        specs: &[FieldSpec],
    ) -> Result<(), BuildProblem> {
        let node = &self.config.node;
        if node.get("fieldSpecs").is_none_or(YamlNode::is_null) {
            return self.wrong("the transformer requires `fieldSpecs`");
        }
        match node.get(field) {
            Some(affix) => transform::name_affix(resources, end, affix, specs),
            None => Ok(()),
        }
    }
}

fn unknown(node: &YamlNode, kind: &str) -> BuildProblem {
    let message = text!("kubevet does not run the generator {}", name(kind));
    BuildProblem::new(BuildProblemKind::LeftOut, node.at.first(), message)
}
