//! The order of a build (`api/internal/target/kusttarget.go`, `api/krusty/kustomizer.go`).

use std::sync::Arc;

use super::{
    BuildContext, BuildProblem, BuildProblemKind,
    fields::{self, FieldSpec, FieldSpecs, add, add_all},
    files::{BuildRoot, FileId, NoKustomization, join},
    generate::{self, GeneratorKind},
    gitops::{GitOpsApp, GitOpsSpec},
    hash,
    id::GvkPattern,
    kustomization::Kustomization,
    manifests, names,
    openapi::OpenApi,
    order, patch,
    plugin::Plugin,
    replace,
    resource::{Resource, ResourceOrigin, append, is_internal},
    transform::{self, End, Subjects},
    value::{YamlEntry, YamlNode, YamlScalar, YamlValue, check_key, may_be_refused},
    vars::{self, Vars},
};
use crate::{
    input::Span,
    text,
    text::{Text, name},
};

/// Annotations that kustomize keeps for itself while it builds.
const ORIGIN: &str = "config.kubernetes.io/origin";
const TRANSFORMATIONS: &str = "alpha.config.kubernetes.io/transformations";
const LOCAL_CONFIG: &str = "config.kubernetes.io/local-config";
/// What opening a kustomization costs, in values.
const VALUES_OF_A_LEVEL: usize = 1000;
/// What kubectl 1.34 and later say of themselves under `managedByLabel`.
const MANAGED_BY: (&str, &str) = ("app.kubernetes.io/managed-by", "kustomize-v5.8.1");

/// What a kustomization has gathered so far.
struct Accumulator {
    resources: Vec<Resource>,
    config: Arc<FieldSpecs>,
    vars: Vars,
}

impl Accumulator {
    fn new() -> Accumulator {
        Accumulator { resources: Vec::new(), config: fields::built_in(), vars: Vars::new() }
    }

    fn merge_config(&mut self, other: &Arc<FieldSpecs>) -> Result<(), Text> {
        if Arc::ptr_eq(&self.config, other) {
            return Ok(());
        }
        Arc::make_mut(&mut self.config).merge(other)
    }
}

/// One kustomization while it is built.
struct BuildLevel<'a> {
    root: &'a BuildRoot,
    /// What holds the kustomization.
    file: FileId,
    kustomization: Kustomization,
    /// The path from the outermost kustomization, where `buildMetadata` asks for it.
    path: Option<String>,
}

/// Builds the outermost kustomization of a run.
pub(super) fn whole(
    cx: &mut BuildContext,
    root: &BuildRoot,
    app: Option<&GitOpsApp>,
) -> Vec<Resource> {
    let app_spec = match app.map(|app| GitOpsSpec::read(cx, app)).transpose() {
        Ok(app_spec) => app_spec,
        Err(problem) => {
            cx.problems.push(problem);
            return Vec::new();
        }
    };
    let from = app_spec.as_ref().map(GitOpsSpec::path_at);
    let made = app_spec.as_ref().and_then(GitOpsSpec::made);
    // One that is made is in what has the directory delivered, which was read first.
    let made = made.map(|made| (FileId(0), made));
    let Some((file, mut kustomization)) = made.or_else(|| open(cx, root, from)) else {
        return Vec::new();
    };
    if let Some(app_spec) = &app_spec {
        app_spec.extend(&mut kustomization);
    }
    let path = (!kustomization.items("buildMetadata").is_empty()).then(String::new);
    let level = BuildLevel { root, file, kustomization, path };
    let mut target = Accumulator::new();
    level.accumulate(cx, &mut target);
    level.complete(cx, &mut target);
    level.describe(cx, &mut target.resources);
    if cx.files.all().iter().any(|file| may_be_refused(file.bytes())) {
        for resource in &mut target.resources {
            let done = resource.node.finish().map_err(BuildProblem::from);
            cx.note(done);
        }
    }
    if let Some(app_spec) = &app_spec {
        cx.problems.extend(app_spec.finish(&mut target.resources));
    }
    target.resources
}

/// What `buildMetadata` asks for.
struct BuildMetadata {
    managed_by: bool,
    origins: bool,
    transformations: bool,
}

impl BuildMetadata {
    fn of(kustomization: &Kustomization) -> BuildMetadata {
        let options = kustomization.items("buildMetadata");
        let asks = |option: &str| options.iter().any(|item| item.text() == option);
        BuildMetadata {
            managed_by: asks("managedByLabel"),
            origins: asks("originAnnotations"),
            transformations: asks("transformerAnnotations"),
        }
    }
}

/// Adds the label that says what has built an object.
fn label_managed_by(cx: &mut BuildContext, resource: &mut Resource, at: Span) {
    let (key, value) = MANAGED_BY;
    let entry = YamlEntry { key: key.into(), key_at: at, value: YamlNode::string(value, at) };
    let spec = FieldSpec::new(GvkPattern::default(), "metadata/labels", true);
    // A label on an object without a map for labels fails as any other transformer.
    let done = transform::pairs(cx, std::slice::from_mut(resource), &[entry], &[spec]);
    cx.problems.extend(done.err());
}

/// Leaves in the annotations what was asked for. All of them become strings on the way.
fn finish(resource: &mut Resource, at: Span, asked: &BuildMetadata) -> Result<(), BuildProblem> {
    if let Some(annotations) =
        resource.node.get_mut("metadata").and_then(|meta| meta.get_mut("annotations"))
    {
        if let YamlValue::Map(entries) = &mut annotations.value {
            entries.retain(|entry| {
                !matches!(&*entry.key, ORIGIN | TRANSFORMATIONS) && !is_internal(&entry.key)
            });
            for entry in entries {
                check_key(&entry.key, entry.key_at)?;
                let text = entry.value.text().to_owned();
                entry.value.value = YamlValue::Scalar(YamlScalar::string(text));
            }
        }
        if annotations.is_empty()
            && let Some(meta) = resource.node.get_mut("metadata")
        {
            meta.remove("annotations");
        }
    }
    if let Some(origin) = resource.origin.take().filter(|_| asked.origins) {
        resource.annotate(ORIGIN, &origin_text(&origin, ""), at);
    }
    let steps = std::mem::take(&mut resource.transformations);
    if asked.transformations && !steps.is_empty() {
        let text: String = steps.iter().map(|step| origin_text(step, "- ")).collect();
        resource.annotate(TRANSFORMATIONS, &text, at);
    }
    Ok(())
}

fn origin_text(origin: &ResourceOrigin, dash: &str) -> String {
    let mut lines = Vec::new();
    for (key, value) in [("path", &origin.path), ("configuredIn", &origin.configured_in)] {
        if !value.is_empty() {
            lines.push(format!("{key}: {value}"));
        }
    }
    if let Some(by) = &origin.configured_by {
        lines.push("configuredBy:".to_owned());
        for (key, value) in ["apiVersion", "kind", "name", "namespace"].iter().zip(by) {
            if !value.is_empty() {
                lines.push(format!("  {key}: {value}"));
            }
        }
    }
    let indent = " ".repeat(dash.len());
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate() {
        text.push_str(if index == 0 { dash } else { &indent });
        text.push_str(line);
        text.push('\n');
    }
    text
}

/// Reads the kustomization of a directory; what is wrong with it is noted. `from` is where the
/// directory is named.
fn open(
    cx: &mut BuildContext,
    root: &BuildRoot,
    from: Option<Span>,
) -> Option<(FileId, Kustomization)> {
    let file = match root.kustomization(&mut cx.files, from) {
        Ok(file) => file,
        Err(missing) => {
            let (kind, message) = match missing {
                NoKustomization::None => (
                    BuildProblemKind::Missing,
                    text!(
                        "unable to find one of 'kustomization.yaml', 'kustomization.yml' or \
                         'Kustomization' in directory '{}'",
                        name(&root.name)
                    ),
                ),
                NoKustomization::Unreadable(message) => (BuildProblemKind::Broken, message),
            };
            let kind = if from.is_some() { BuildProblemKind::Broken } else { kind };
            cx.problems.push(BuildProblem::new(kind, from, message));
            return None;
        }
    };
    match Kustomization::load(cx, file, &root.name) {
        Ok(kustomization) => Some((file, kustomization)),
        Err(problem) => {
            cx.problems.push(problem);
            None
        }
    }
}

/// Whether a path looks like something to be fetched.
fn is_remote(path: &str) -> bool {
    let host = path.split('/').next().unwrap_or("");
    path.contains("://")
        || path.starts_with("git::")
        || path.starts_with("git@")
        || path.contains("?ref=")
        || path.contains("?version=")
        || path.contains(".git")
        || (host.contains('.') && !host.starts_with('.') && path.contains("//"))
        || ["github.com", "gitlab.com", "bitbucket.org"].contains(&host)
}

impl BuildLevel<'_> {
    /// Adds what this kustomization makes to the target: an empty one, or that of the
    /// kustomization which this one is a component of.
    fn accumulate(&self, cx: &mut BuildContext, target: &mut Accumulator) {
        let kustomization = &self.kustomization;
        self.load_open_api(cx);
        let loaded: Vec<Option<Result<FileId, BuildProblem>>> =
            kustomization.resources().map(|item| self.load(cx, item)).collect();
        cx.files.read_ahead(loaded.iter().flatten().flatten().copied());
        for (item, loaded) in kustomization.resources().zip(loaded) {
            self.resource(cx, target, item, loaded);
        }
        let before = cx.problems.len();
        self.configure(cx, target);
        self.generate(cx, target);
        let own = breaking(&cx.problems[before..]);
        for item in kustomization.items("components") {
            self.component(cx, target, item);
        }
        let before = cx.problems.len();
        self.transform(cx, target);
        if own || breaking(&cx.problems[before..]) {
            // What is done here is not done, or only in part.
            target.resources.iter_mut().for_each(|resource| resource.doubtful = true);
        }
        if let Some(entry) = kustomization.entry("validators") {
            let message = "kubevet does not run validators";
            cx.problems.push(BuildProblem::left_out(entry.key_at, message));
        }
        let declared =
            vars::declare(&mut target.vars, &mut target.resources, kustomization.items("vars"));
        cx.note(declared);
    }

    /// What is done once, to all that was gathered.
    fn complete(&self, cx: &mut BuildContext, target: &mut Accumulator) {
        let resources = &mut target.resources;
        hash::add_to_names(resources);
        let named = names::update(resources, &target.config);
        cx.note(named);
        let resolved = vars::resolve(resources, &target.vars, &target.config);
        cx.note(resolved);
        resources.retain(|resource| {
            let local = resource.pairs("annotations").get(LOCAL_CONFIG).copied();
            local.is_none_or(|value| value == "false")
        });
        let sorted = order::sort(resources, &self.kustomization);
        cx.note(sorted);
    }

    /// Adds what `buildMetadata` asks for.
    fn describe(&self, cx: &mut BuildContext, resources: &mut [Resource]) {
        let asked = BuildMetadata::of(&self.kustomization);
        let at = cx.files.get(self.file).whole();
        for resource in resources {
            if asked.managed_by {
                label_managed_by(cx, resource, at);
            }
            let done = finish(resource, at, &asked);
            cx.note(done);
        }
    }

    fn load_open_api(&self, cx: &mut BuildContext) {
        let Some(path) = self.kustomization.get("openapi").and_then(|api| api.get("path")) else {
            return;
        };
        let read = self.root.load(&mut cx.files, path.text(), path.at.first());
        let read = read.and_then(|id| Ok(cx.files.configuration(id)?));
        match read {
            Ok(documents) if cx.open_api.is_none() => {
                cx.open_api = documents.into_iter().next().map(OpenApi::new);
            }
            Ok(_) => {}
            Err(problem) => cx.problems.push(problem),
        }
    }

    /// Reads an entry of `resources` that is a file.
    fn load(&self, cx: &mut BuildContext, item: &YamlNode) -> Option<Result<FileId, BuildProblem>> {
        let path = item.text();
        let is_file = !path.is_empty() && !self.root.is_dir(path);
        is_file.then(|| self.root.load(&mut cx.files, path, item.at.first()))
    }

    /// An entry of `resources`: a file, if one was loaded, or a directory.
    fn resource(
        &self,
        cx: &mut BuildContext,
        target: &mut Accumulator,
        item: &YamlNode,
        loaded: Option<Result<FileId, BuildProblem>>,
    ) {
        let (path, at) = (item.text(), item.at.first());
        match loaded {
            None if path.is_empty() => {
                cx.problems.push(BuildProblem::broken(at, "the path is empty"));
            }
            None => self.base(cx, target, item, false),
            Some(Ok(file)) => self.file(cx, target, file, path, at),
            Some(Err(_)) if is_remote(path) => {
                let message = text!("remote path `{}` is not fetched", name(path));
                cx.problems.push(BuildProblem::left_out(at, message));
            }
            Some(Err(problem)) => cx.problems.push(problem),
        }
    }

    fn file(
        &self,
        cx: &mut BuildContext,
        target: &mut Accumulator,
        file: FileId,
        path: &str,
        at: Span,
    ) {
        let read = cx.files.take_resources(file).map_err(BuildProblem::from);
        let read = read.and_then(|read| {
            cx.spend(read.iter().map(YamlNode::size).sum(), at)?;
            manifests::objects(read, at)
        });
        match read {
            Ok(nodes) => {
                let mut list: Vec<Resource> = nodes.into_iter().map(Resource::new).collect();
                if let Some(outer) = &self.path {
                    for resource in &mut list {
                        resource.origin = Some(ResourceOrigin {
                            path: join(outer, path),
                            ..ResourceOrigin::default()
                        });
                    }
                }
                cx.note_twice(append(&mut target.resources, list));
            }
            Err(problem) => cx.problems.push(problem),
        }
    }

    fn component(&self, cx: &mut BuildContext, target: &mut Accumulator, item: &YamlNode) {
        let path = item.text();
        if !self.root.is_dir(path) && is_remote(path) {
            let message = text!("remote path `{}` is not fetched", name(path));
            cx.problems.push(BuildProblem::left_out(item.at.first(), message));
        } else {
            self.base(cx, target, item, true);
        }
    }

    /// Another kustomization: a base, which is built on its own, or a component, which continues
    /// with what is there.
    fn base(
        &self,
        cx: &mut BuildContext,
        target: &mut Accumulator,
        item: &YamlNode,
        component: bool,
    ) {
        let at = item.at.first();
        if let Err(problem) = cx.spend(VALUES_OF_A_LEVEL, at) {
            return cx.problems.push(problem);
        }
        let root = match self.root.enter(item.text()) {
            Ok(root) => root,
            Err(message) => return cx.problems.push(BuildProblem::broken(at, message)),
        };
        let Some((file, kustomization)) = open(cx, &root, Some(at)) else { return };
        if kustomization.is_component() != component {
            let message = if component {
                text!("`{}` is not a Component; move it to `resources`", name(&root.name))
            } else {
                text!("`{}` is a Component; move it to `components`", name(&root.name))
            };
            return cx.problems.push(BuildProblem::broken(at, message));
        }
        let path = self.path.as_ref().map(|outer| join(outer, item.text()));
        let level = BuildLevel { root: &root, file, kustomization, path };
        if component {
            return level.accumulate(cx, target);
        }
        let mut inner = Accumulator::new();
        level.accumulate(cx, &mut inner);
        cx.note_twice(append(&mut target.resources, inner.resources));
        let merged = target.merge_config(&inner.config);
        cx.note(merged.map_err(|error| BuildProblem::broken(at, error)));
        let merged = vars::merge(&mut target.vars, inner.vars);
        cx.note(merged);
    }

    /// `configurations` and `crds`.
    fn configure(&self, cx: &mut BuildContext, target: &mut Accumulator) {
        if let Some(entry) = self.kustomization.entry("configurations") {
            match fields::load(cx, self.root, &entry.value) {
                Ok(config) => {
                    let merged = target.merge_config(&Arc::new(config));
                    cx.note(merged.map_err(|error| BuildProblem::broken(entry.key_at, error)));
                }
                Err(problem) => cx.problems.push(problem),
            }
        }
        for item in self.kustomization.items("crds") {
            let at = item.at.first();
            let read = self.root.load(&mut cx.files, item.text(), at);
            let read = read.and_then(|id| Ok(cx.files.configuration(id)?));
            match read {
                Ok(documents) => {
                    let config = documents.first().map(fields::of_open_api).unwrap_or_default();
                    let merged = target.merge_config(&Arc::new(config));
                    cx.note(merged.map_err(|error| BuildProblem::broken(at, error)));
                }
                Err(problem) => cx.problems.push(problem),
            }
        }
    }

    fn generate(&self, cx: &mut BuildContext, target: &mut Accumulator) {
        let kustomization = &self.kustomization;
        let options = kustomization.get("generatorOptions");
        for (field, kind, name) in [
            ("configMapGenerator", GeneratorKind::ConfigMap, "ConfigMapGenerator"),
            ("secretGenerator", GeneratorKind::Secret, "SecretGenerator"),
        ] {
            for item in kustomization.items(field) {
                let made = generate::resource(cx, self.root, kind, item, options);
                let origin = self.own_origin(cx, name);
                let done = made.and_then(|mut made| {
                    made.origin = origin;
                    generate::absorb(&mut target.resources, made)
                });
                cx.note(done);
            }
        }
        for field in ["helmCharts", "helmChartInflationGenerator"] {
            for chart in kustomization.items(field) {
                let chart_name =
                    chart.get("name").or(chart.get("chartName")).map_or("", YamlNode::text);
                let message = text!("Helm chart `{}` is not rendered", name(chart_name));
                cx.problems.push(BuildProblem::left_out(chart.at.first(), message));
            }
        }
        for plugin in self.plugins(cx, "generators") {
            let made = plugin.generate(cx, self.root);
            let done = made.and_then(|mut made| {
                made.origin = self.path.as_ref().and_then(|_| plugin.origin());
                generate::absorb(&mut target.resources, made)
            });
            cx.note(done);
        }
    }

    /// The plugins that a field of the kustomization configures, in place or in files of their own.
    fn plugins(&self, cx: &mut BuildContext, field: &str) -> Vec<Plugin> {
        let list = self.kustomization.items(field);
        let is_inline = |item: &&YamlNode| patch::is_inline(item.text());
        let mut configs = Vec::new();
        // Those that are in the list itself come first.
        for item in list.iter().filter(is_inline) {
            let inline = self.inline_objects(cx, item).unwrap_or_else(|problem| {
                cx.problems.push(problem);
                Vec::new()
            });
            cx.note_twice(append(&mut configs, inline));
        }
        for item in list.iter().filter(|item| !is_inline(item)) {
            let mut files = Accumulator::new();
            let loaded = self.load(cx, item);
            self.resource(cx, &mut files, item, loaded);
            cx.note_twice(append(&mut configs, files.resources));
        }
        configs.into_iter().filter_map(|config| Plugin::new(cx, config)).collect()
    }

    /// The objects in a text of the kustomization.
    fn inline_objects(
        &self,
        cx: &BuildContext,
        item: &YamlNode,
    ) -> Result<Vec<Resource>, BuildProblem> {
        let documents = cx.files.inline(item)?;
        let mut objects: Vec<Resource> = manifests::objects(documents, item.at.first())?
            .into_iter()
            .map(Resource::new)
            .collect();
        let origin = self.own_path(cx);
        objects.iter_mut().for_each(|object| object.origin.clone_from(&origin));
        Ok(objects)
    }

    /// For `buildMetadata`: the file of this kustomization.
    fn own_path(&self, cx: &BuildContext) -> Option<ResourceOrigin> {
        let path = self.path.as_ref()?;
        let file = &cx.files.get(self.file).name;
        let file = file.rsplit('/').next().unwrap_or(file);
        Some(ResourceOrigin { path: join(path, file), ..ResourceOrigin::default() })
    }

    /// For `buildMetadata`: a field of this kustomization.
    fn own_origin(&self, cx: &BuildContext, kind: &str) -> Option<ResourceOrigin> {
        let none = String::new;
        Some(ResourceOrigin {
            path: none(),
            configured_in: self.own_path(cx)?.path,
            configured_by: Some(["builtin".to_owned(), kind.to_owned(), none(), none()]),
        })
    }

    fn transform(&self, cx: &mut BuildContext, target: &mut Accumulator) {
        let config = Arc::clone(&target.config);
        for step in self.steps(cx, &config) {
            let done = step.run(cx, self.root, &mut target.resources, &config);
            cx.note(done);
            let origin = self.own_origin(cx, step.kind());
            settle(target, origin);
        }
        for plugin in self.plugins(cx, "transformers") {
            let done = plugin.transform(cx, self.root, &mut target.resources);
            cx.note(done);
            settle(target, self.path.as_ref().and_then(|_| plugin.origin()));
        }
    }

    /// The transformers that the fields of the kustomization ask for, in kustomize's order.
    fn steps<'a>(&'a self, cx: &mut BuildContext, config: &FieldSpecs) -> Vec<Transformer<'a>> {
        let kustomization = &self.kustomization;
        let mut steps = Vec::new();
        if let Some(entry) = kustomization.entry("patchesStrategicMerge") {
            steps.push(Transformer::StrategicMerge(entry.value.items()));
        }
        steps.extend(kustomization.items("patches").iter().map(Transformer::Patch));
        steps.extend(kustomization.text("namespace").map(Transformer::Namespace));
        steps.extend(
            kustomization.text("namePrefix").map(|node| Transformer::Name(End::Prefix, node)),
        );
        steps.extend(
            kustomization.text("nameSuffix").map(|node| Transformer::Name(End::Suffix, node)),
        );
        for label in kustomization.items("labels") {
            match label_fields(label, config) {
                Ok(specs) => {
                    let pairs = label.get("pairs").map_or(&[][..], YamlNode::entries);
                    steps.push(Transformer::Labels(pairs, specs));
                }
                Err(error) => cx.problems.push(BuildProblem::broken(label.at.first(), error)),
            }
        }
        let common = kustomization.get("commonLabels").map_or(&[][..], YamlNode::entries);
        if !kustomization.items("labels").is_empty() || !common.is_empty() {
            steps.push(Transformer::Labels(common, config.common_labels.clone()));
        }
        if let Some(entry) = kustomization.entry("commonAnnotations") {
            steps.push(Transformer::Annotations(entry.value.entries()));
        }
        steps.extend(kustomization.items("patchesJson6902").iter().map(Transformer::Json6902));
        steps.extend(kustomization.items("replicas").iter().map(Transformer::Replicas));
        steps.extend(kustomization.images().map(Transformer::Image));
        if let Some(entry) = kustomization.entry("replacements") {
            steps.push(Transformer::Replacements(entry.value.items()));
        }
        steps
    }
}

/// Whether something went wrong that does not follow from what is missing.
fn breaking(problems: &[BuildProblem]) -> bool {
    let is_own = |problem: &BuildProblem| {
        problem.kind.breaks() && problem.kind != BuildProblemKind::Unmatched
    };
    problems.iter().any(is_own)
}

/// Drops what a transformer deleted, and remembers that it ran.
fn settle(target: &mut Accumulator, origin: Option<ResourceOrigin>) {
    target.resources.retain(|resource| !resource.is_gone());
    let Some(origin) = origin else { return };
    for resource in &mut target.resources {
        if resource.origin.is_none() {
            resource.origin = Some(origin.clone());
        } else {
            resource.transformations.push(origin.clone());
        }
    }
}

/// The fields that an entry of `labels` reaches.
fn label_fields(label: &YamlNode, config: &FieldSpecs) -> Result<Vec<FieldSpec>, Text> {
    let is = |key| label.get(key).and_then(YamlNode::as_bool) == Some(true);
    let mut specs = fields::read_list(label.get("fields"));
    add_all(&mut specs, &config.labels)?;
    if is("includeSelectors") {
        add_all(&mut specs, &config.common_labels)?;
        return Ok(specs);
    }
    if is("includeTemplates") {
        add_all(&mut specs, &config.template_labels)?;
    }
    add(&mut specs, &FieldSpec::new(GvkPattern::default(), "metadata/labels", true))?;
    Ok(specs)
}

/// One transformer of a kustomization.
enum Transformer<'a> {
    StrategicMerge(&'a [YamlNode]),
    Patch(&'a YamlNode),
    Namespace(&'a YamlNode),
    Name(End, &'a YamlNode),
    Labels(&'a [YamlEntry], Vec<FieldSpec>),
    Annotations(&'a [YamlEntry]),
    Json6902(&'a YamlNode),
    Replicas(&'a YamlNode),
    Image(&'a YamlNode),
    Replacements(&'a [YamlNode]),
}

impl Transformer<'_> {
    /// kustomize's name for it.
    const fn kind(&self) -> &'static str {
        match self {
            Transformer::StrategicMerge(_) => "PatchStrategicMergeTransformer",
            Transformer::Patch(_) => "PatchTransformer",
            Transformer::Namespace(_) => "NamespaceTransformer",
            Transformer::Name(End::Prefix, _) => "PrefixTransformer",
            Transformer::Name(End::Suffix, _) => "SuffixTransformer",
            Transformer::Labels(..) => "LabelTransformer",
            Transformer::Annotations(_) => "AnnotationsTransformer",
            Transformer::Json6902(_) => "PatchJson6902Transformer",
            Transformer::Replicas(_) => "ReplicaCountTransformer",
            Transformer::Image(_) => "ImageTagTransformer",
            Transformer::Replacements(_) => "ReplacementTransformer",
        }
    }

    fn run(
        &self,
        cx: &mut BuildContext,
        root: &BuildRoot,
        resources: &mut Vec<Resource>,
        config: &FieldSpecs,
    ) -> Result<(), BuildProblem> {
        match self {
            Transformer::StrategicMerge(list) => {
                for entry in *list {
                    let done = patch::strategic_merge(cx, root, resources, entry);
                    cx.note(done);
                    resources.retain(|resource| !resource.is_gone());
                }
                Ok(())
            }
            Transformer::Patch(entry) => patch::apply(cx, root, resources, entry),
            Transformer::Namespace(node) => {
                let subjects = Subjects::NamedDefault;
                transform::namespace(resources, node, &config.namespace, false, subjects)
            }
            Transformer::Name(End::Prefix, node) => {
                transform::name_affix(resources, End::Prefix, node, &config.name_prefix)
            }
            Transformer::Name(End::Suffix, node) => {
                transform::name_affix(resources, End::Suffix, node, &config.name_suffix)
            }
            Transformer::Labels(pairs, specs) => transform::pairs(cx, resources, pairs, specs),
            Transformer::Annotations(pairs) => {
                transform::pairs(cx, resources, pairs, &config.common_annotations)
            }
            Transformer::Json6902(entry) => patch::json6902(cx, root, resources, entry),
            Transformer::Replicas(entry) => transform::replicas(resources, entry, &config.replicas),
            Transformer::Image(entry) => transform::image(resources, entry, &config.images),
            Transformer::Replacements(list) => replace::run(cx, root, resources, list),
        }
    }
}
