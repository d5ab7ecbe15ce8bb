//! What objects refer to by name: ConfigMaps, Secrets, claims, accounts, Services and classes.

use std::collections::BTreeSet;

use indexmap::{IndexMap, IndexSet};
use k8s_openapi::api::{core::v1::Service, networking::v1::Ingress};

use super::{At, Object, ObjectId, Place, PodTemplate, Workspace, schema};
use crate::syntax::tree::Node;

/// No name is longer.
const LONGEST_NAME: usize = 253;

/// A name of another object, and what is taken from that object.
#[derive(Clone, Copy)]
pub struct Reference<'a> {
    /// What is meant.
    pub kind: &'static str,
    /// What holds the name.
    holder: Place<'a>,
    field: &'static str,
    pub use_: Use,
}

/// What a reference is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Environment variables, files of a volume.
    Content,
    /// The credentials for a registry.
    Pull,
    /// Anything else.
    Other,
}

impl<'a> Reference<'a> {
    fn new(kind: &'static str, holder: Place<'a>, field: &'static str, use_: Use) -> Reference<'a> {
        Reference { kind, holder, field, use_ }
    }

    /// The ConfigMap or Secret of an item of `envFrom`.
    pub fn of_env_source(source: Place<'a>) -> Option<Reference<'a>> {
        ENV_SOURCES.into_iter().find_map(|(kind, field)| {
            let holder = source.get(field);
            holder.is_set().then(|| Reference::new(kind, holder, "name", Use::Content))
        })
    }

    /// The Secrets with the certificates of a Gateway's listeners.
    pub fn of_listeners(gateway: &'a Object) -> Vec<Reference<'a>> {
        let listeners = gateway.field("spec").get("listeners").items();
        let named = listeners.flat_map(|listener| listener.at(&["tls", "certificateRefs"]).items());
        let is_secret = |named: &Place<'a>| {
            matches!(named.get("kind").str(), "" | "Secret") && named.get("namespace").is_empty()
        };
        named
            .filter(is_secret)
            .map(|named| Reference::new("Secret", named, "name", Use::Other))
            .collect()
    }

    /// The place of the name.
    pub fn place(self) -> Place<'a> {
        self.holder.get(self.field)
    }

    pub fn name(self) -> &'a str {
        self.place().str()
    }

    /// Whether the object or its keys may be missing.
    pub fn is_optional(self) -> bool {
        self.holder.get("optional").bool() == Some(true)
    }

    /// The paths of the files that a volume makes of it, where they are listed.
    pub fn paths(self) -> Option<impl Iterator<Item = &'a str>> {
        let items = self.holder.get("items");
        (!items.is_empty()).then(|| items.items().map(|item| item.get("path").str()))
    }

    /// Whether a volume with it cannot be written to.
    pub fn is_read_only(self) -> bool {
        self.holder.get("readOnly").bool() == Some(true)
    }

    /// The keys that are taken from the object by name: of a variable, or items of a volume.
    pub fn keys(self) -> Vec<Place<'a>> {
        let items = self.holder.get("items").items().map(|item| item.get("key"));
        let own = Some(self.holder.get("key")).filter(|key| key.is_set());
        own.into_iter().chain(items).filter(|key| !key.is_empty()).collect()
    }
}

const ENV_SOURCES: [(&str, &str); 2] = [("ConfigMap", "configMapRef"), ("Secret", "secretRef")];

/// A part of a volume that makes files.
#[derive(Clone, Copy)]
pub enum VolumeSource<'a> {
    /// The keys of an object, or those of its items.
    Object(Reference<'a>),
    /// Files whose paths are items of a list.
    Paths(Place<'a>),
    /// One file.
    Path(Place<'a>),
}

impl<'a> VolumeSource<'a> {
    /// What a ConfigMap, Secret or projected volume consists of; none for other volumes.
    pub fn of_volume(volume: Place<'a>) -> Vec<VolumeSource<'a>> {
        let own = [("ConfigMap", "configMap", "name"), ("Secret", "secret", "secretName")];
        let own = own.into_iter().filter_map(|(kind, field, name)| {
            let holder = volume.get(field);
            let reference = Reference::new(kind, holder, name, Use::Content);
            holder.is_set().then_some(VolumeSource::Object(reference))
        });
        let projected = volume.get("projected").get("sources").items().flat_map(|source| {
            let objects = [("ConfigMap", "configMap"), ("Secret", "secret")];
            let objects = objects.into_iter().map(move |(kind, field)| {
                let reference = Reference::new(kind, source.get(field), "name", Use::Content);
                VolumeSource::Object(reference)
            });
            let paths = VolumeSource::Paths(source.get("downwardAPI").get("items"));
            let token = VolumeSource::Path(source.get("serviceAccountToken").get("path"));
            let bundle = VolumeSource::Path(source.get("clusterTrustBundle").get("path"));
            objects.chain([paths, token, bundle])
        });
        own.chain(projected).filter(|source| source.is_set()).collect()
    }

    fn is_set(self) -> bool {
        match self {
            VolumeSource::Object(reference) => reference.holder.is_set(),
            VolumeSource::Paths(place) | VolumeSource::Path(place) => place.is_set(),
        }
    }
}

/// Every kind that is referred to.
const KINDS: &[&str] = &[
    "ConfigMap",
    "IngressClass",
    "PersistentVolumeClaim",
    "PriorityClass",
    "ResourceClaim",
    "ResourceClaimTemplate",
    "RuntimeClass",
    "Secret",
    "Service",
    "ServiceAccount",
    "StorageClass",
    "VolumeAttributesClass",
];

/// The kinds of objects that name Secrets with which images are pulled.
pub const PULLING: &[&str] = &[
    "Pod",
    "Deployment",
    "StatefulSet",
    "DaemonSet",
    "ReplicaSet",
    "ReplicationController",
    "PodTemplate",
    "Job",
    "CronJob",
    "ServiceAccount",
];

/// The kinds of objects with claims, which name classes of volumes.
pub const CLAIMING: &[&str] = &["PersistentVolumeClaim", "StatefulSet"];

impl<'a> PodTemplate<'a> {
    /// Every object that a pod refers to by name; those without a name are left out.
    pub(super) fn references(self) -> Vec<Reference<'a>> {
        self.references_to(KINDS)
    }

    /// As `references`, of some kinds.
    pub fn references_to(self, kinds: &[&str]) -> Vec<Reference<'a>> {
        let wants = |some: &[&str]| some.iter().any(|kind| kinds.contains(kind));
        let spec = self.spec.place();
        let mut found = Vec::new();
        if wants(&["ServiceAccount"]) {
            let fields = ["serviceAccountName", "serviceAccount"];
            let field = fields.into_iter().find(|field| !spec.get(field).is_empty());
            found.extend(field.map(|f| Reference::new("ServiceAccount", spec, f, Use::Other)));
        }
        let classes =
            [("PriorityClass", "priorityClassName"), ("RuntimeClass", "runtimeClassName")];
        found.extend(classes.map(|(kind, f)| Reference::new(kind, spec, f, Use::Other)));
        if wants(&["Secret"]) {
            found.extend(pull_secrets(spec));
        }
        if wants(&["ResourceClaim", "ResourceClaimTemplate"]) {
            found.extend(spec.get("resourceClaims").items().flat_map(of_resource_claim));
        }
        if wants(&["ConfigMap", "Secret", "PersistentVolumeClaim"]) {
            found.extend(spec.get("volumes").items().flat_map(of_volume));
        }
        if wants(&["ConfigMap", "Secret"]) {
            found.extend(self.containers().flat_map(|container| of_env(container.place())));
        }
        found.retain(|reference| kinds.contains(&reference.kind) && !reference.place().is_empty());
        found
    }
}

fn of_resource_claim<'a>(claim: Place<'a>) -> [Reference<'a>; 2] {
    [
        Reference::new("ResourceClaim", claim, "resourceClaimName", Use::Other),
        Reference::new("ResourceClaimTemplate", claim, "resourceClaimTemplateName", Use::Other),
    ]
}

fn pull_secrets<'a>(holder: Place<'a>) -> impl Iterator<Item = Reference<'a>> {
    let secrets = holder.get("imagePullSecrets").items();
    secrets.map(|secret| Reference::new("Secret", secret, "name", Use::Pull))
}

fn of_volume<'a>(volume: Place<'a>) -> Vec<Reference<'a>> {
    let content = VolumeSource::of_volume(volume).into_iter().filter_map(|source| match source {
        VolumeSource::Object(reference) => Some(reference),
        VolumeSource::Paths(_) | VolumeSource::Path(_) => None,
    });
    let claim = volume.get("persistentVolumeClaim");
    let claim = Reference::new("PersistentVolumeClaim", claim, "claimName", Use::Other);
    let driver = volume.get("csi").get("nodePublishSecretRef");
    content.chain([claim, Reference::new("Secret", driver, "name", Use::Other)]).collect()
}

fn of_env<'a>(container: Place<'a>) -> Vec<Reference<'a>> {
    let single = container.get("env").items().flat_map(|variable| {
        let from = variable.get("valueFrom");
        [("ConfigMap", "configMapKeyRef"), ("Secret", "secretKeyRef")]
            .map(|(kind, field)| Reference::new(kind, from.get(field), "name", Use::Content))
    });
    let whole = container.get("envFrom").items().filter_map(Reference::of_env_source);
    single.chain(whole).collect()
}

impl Object {
    /// Every object of its namespace or the cluster that it refers to by name.
    pub fn references(&self) -> Vec<Reference<'_>> {
        self.references_to(KINDS)
    }

    /// As [`Object::references`], of some kinds.
    pub fn references_to(&self, kinds: &[&str]) -> Vec<Reference<'_>> {
        let spec = self.field("spec");
        let mut found = PodTemplate::of(self).map_or_else(Vec::new, |pod| pod.references_to(kinds));
        match self.gvk.kind.as_str() {
            "StatefulSet" => {
                found.push(Reference::new("Service", spec, "serviceName", Use::Other));
                let claims = spec.get("volumeClaimTemplates").items();
                found.extend(claims.flat_map(|claim| of_claim(claim.get("spec"))));
            }
            "PersistentVolumeClaim" => found.extend(of_claim(spec)),
            "ServiceAccount" => {
                let secrets = self.field("secrets").items();
                found.extend(pull_secrets(self.place()));
                found.extend(secrets.map(|s| Reference::new("Secret", s, "name", Use::Other)));
            }
            "Ingress" => found.extend(of_ingress(self)),
            _ => {}
        }
        found.retain(|reference| kinds.contains(&reference.kind) && !reference.place().is_empty());
        found
    }

    /// The Secrets with which its pods, or those of an account, pull images.
    pub fn pull_secrets(&self) -> Vec<Reference<'_>> {
        let holder = match PodTemplate::of(self) {
            Some(pod) => pod.spec.place(),
            None if self.gvk.is("", "ServiceAccount") => self.place(),
            None => return Vec::new(),
        };
        pull_secrets(holder).filter(|secret| !secret.place().is_empty()).collect()
    }
}

fn of_claim<'a>(spec: Place<'a>) -> [Reference<'a>; 2] {
    [
        Reference::new("StorageClass", spec, "storageClassName", Use::Other),
        Reference::new("VolumeAttributesClass", spec, "volumeAttributesClassName", Use::Other),
    ]
}

fn of_ingress(object: &Object) -> Vec<Reference<'_>> {
    let backends = object.get::<Ingress>().map(At::<Ingress>::backends).unwrap_or_default();
    let services = backends
        .into_iter()
        .map(|backend| Reference::new("Service", backend.field("service"), "name", Use::Other));
    let tls = object.field("spec").get("tls").items();
    let secrets = tls.map(|tls| Reference::new("Secret", tls, "secretName", Use::Other));
    let class =
        Reference::new("IngressClass", object.field("spec"), "ingressClassName", Use::Other);
    services.chain(secrets).chain([class]).collect()
}

impl Workspace {
    /// Whether something in the file of an object refers to an object of a kind by name.
    pub(super) fn is_used_beside(&self, from: &Object, kind: &str, name: &str) -> bool {
        let used = self.used.get_or_init(|| {
            let all = self.all().iter();
            let used = all.flat_map(|object| {
                let references = object.references().into_iter();
                references.map(|r| (object.source, format!("{}/{}", r.kind, r.name())))
            });
            used.collect()
        });
        used.contains(&(from.source, format!("{kind}/{name}")))
    }

    /// The keys of the ConfigMap or Secret that a reference means and of all others of its name,
    /// which may be meant instead; `None` where none is in sight, or others may add keys.
    pub fn keys_meant<'a>(&'a self, reference: Reference<'a>) -> Option<Vec<&'a str>> {
        let (from, name) = (reference.place().object(), reference.name());
        let is_held = |kind: &&&str| !self.find_all(from, kind, name).is_empty();
        let holders: &[&str] = match reference.kind {
            "Secret" => &["Secret", "SealedSecret", "ExternalSecret"],
            _ => &["ConfigMap"],
        };
        let kind = holders.iter().find(is_held)?;
        let mut keys = Vec::new();
        for object in self.all_named(from, kind, name) {
            keys.extend(content_keys(object)?);
        }
        keys.sort_unstable();
        keys.dedup();
        (!keys.is_empty()).then_some(keys)
    }

    /// The Services in sight of a name; none where one of them is not whole.
    pub fn services_named<'a>(&'a self, from: &Object, name: &str) -> Vec<At<'a, Service>> {
        let found = self.find_all(from, "Service", name);
        let whole = found.iter().all(|service| service.is_whole());
        let services: Option<Vec<_>> = found.into_iter().map(|service| service.get()).collect();
        services.filter(|_| whole).unwrap_or_default()
    }

    /// The object that a reference means but for its namespace: in the same file, of another
    /// namespace that has no object like `from` itself, and that no controller copies.
    pub fn find_elsewhere<'a>(
        &'a self,
        from: &Object,
        kind: &str,
        name: &str,
    ) -> Option<&'a Object> {
        let has_twin = |namespace: &Option<String>| {
            let mut twins = self.named_in_source(from, &from.gvk.kind, &from.name);
            twins.any(|twin| twin.namespace == *namespace)
        };
        let mut named = self.named_in_source(from, kind, name);
        named.find(|object| object.is_whole() && !is_filled(object) && !has_twin(&object.namespace))
    }

    /// Whether a StatefulSet in the run makes a claim of a name: that of its template, its own, and a
    /// number.
    pub fn is_made_claim(&self, from: &Object, name: &str) -> bool {
        let Some((stem, number)) = name.rsplit_once('-') else { return false };
        if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return false;
        }
        let sets = self.of_kind("StatefulSet").filter(|set| set.shares_namespace(from));
        let mut sets = sets.filter(|set| stem.ends_with(&set.name));
        sets.any(|set| {
            let mut templates = set.field("spec").get("volumeClaimTemplates").items();
            let claim = |template: Place<'_>| template.get("metadata").get("name").str().to_owned();
            templates.any(|template| stem == format!("{}-{}", claim(template), set.name))
        })
    }

    /// How many custom resources mention a name: what makes or fills the object of that name.
    pub fn mentions(&self, name: &str) -> usize {
        let mentions = self.mentions.get_or_init(|| {
            let mut mentions: IndexMap<String, usize> = IndexMap::new();
            for object in self.all().iter().filter(|o| !schema::is_builtin_group(&o.gvk.group)) {
                let texts = object.node().values().filter_map(Node::as_str);
                let mut names: Vec<&str> = texts.filter(|text| is_name(text)).collect();
                names.sort_unstable();
                names.dedup();
                for name in names {
                    match mentions.get_mut(name) {
                        Some(count) => *count += 1,
                        None => drop(mentions.insert(name.to_owned(), 1)),
                    }
                }
            }
            mentions
        });
        mentions.get(name).copied().unwrap_or(0)
    }

    /// Whether an object other than this one has its name anywhere in its texts.
    pub fn is_in_words_of_others(&self, object: &Object) -> bool {
        let words = self.words.get_or_init(|| {
            // Other words are never asked for.
            let names: IndexSet<&str> = self.all().iter().map(|o| o.name.as_str()).collect();
            let mut words: IndexMap<String, Option<ObjectId>> = IndexMap::new();
            for object in self.all() {
                let own = object.place().at(&["metadata", "name"]).node();
                let texts = object.node().inside().filter(|node| Some(*node) != own);
                let texts = texts.filter_map(Node::as_str);
                for word in texts.flat_map(words_of).filter(|word| names.contains(word)) {
                    match words.get_mut(word) {
                        Some(first) if *first != Some(object.id) => *first = None,
                        Some(_) => {}
                        None => drop(words.insert(word.to_owned(), Some(object.id))),
                    }
                }
            }
            words
        });
        words.get(&object.name).is_some_and(|only| *only != Some(object.id))
    }

    /// Whether a binding of the run grants rights to a ServiceAccount of a name; a namespace that is
    /// not written may be any.
    pub fn is_bound(&self, account: &str, namespace: Option<&str>) -> bool {
        let bound = self.bound.get_or_init(|| {
            let mut bound: IndexMap<String, BTreeSet<Option<String>>> = IndexMap::new();
            let bindings = ["RoleBinding", "ClusterRoleBinding"];
            for binding in bindings.into_iter().flat_map(|kind| self.of_kind(kind)) {
                let subjects = binding.field("subjects").items();
                for subject in subjects.filter(|s| s.get("kind").str() == "ServiceAccount") {
                    let namespaces = bound.entry(subject.get("name").str().to_owned()).or_default();
                    namespaces.insert(subject.get("namespace").text().map(str::to_owned));
                }
            }
            bound
        });
        let fits = |written: &Option<String>| {
            written.is_none() || namespace.is_none() || written.as_deref() == namespace
        };
        bound.get(account).is_some_and(|namespaces| namespaces.iter().any(fits))
    }

    /// Whether custom resources may add keys to what a reference means, besides those that make it.
    pub fn is_filled_by_others(&self, reference: Reference<'_>) -> bool {
        let (from, name) = (reference.place().object(), reference.name());
        let made =
            ["SealedSecret", "ExternalSecret"].map(|maker| self.all_named(from, maker, name));
        self.mentions(name) > made.iter().map(Vec::len).sum()
    }
}

/// The parts of a text that can be names of objects.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii() || !is_in_names(c as u8))
        .filter(|word| !word.is_empty() && word.len() <= LONGEST_NAME)
}

/// Whether a text can be the name of an object.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.len() <= LONGEST_NAME && text.bytes().all(is_in_names)
}

fn is_in_names(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.')
}

/// The keys of a ConfigMap or Secret, or of what one is made of; `None` where there may be others.
fn content_keys(object: &Object) -> Option<Vec<&str>> {
    if !object.is_whole() || object.node().damaged() || is_filled(object) {
        return None;
    }
    let spec = object.field("spec");
    let maps = match object.gvk.kind.as_str() {
        "ExternalSecret" => {
            let made = spec.get("target");
            let others = [spec.get("dataFrom"), made.get("template"), made.get("name")];
            let items = spec.get("data").items().map(|item| item.get("secretKey"));
            let whole = others.iter().all(|other| other.is_empty());
            return whole.then(|| items.map(Place::str).collect());
        }
        "SealedSecret" if !spec.get("template").get("data").is_empty() => return None,
        "SealedSecret" => vec![spec.get("encryptedData")],
        _ => ["data", "binaryData", "stringData"].map(|field| object.field(field)).into(),
    };
    if maps.iter().any(|map| map.node().is_some_and(|node| !node.is_map() || node.damaged())) {
        return None;
    }
    let keys: Vec<&str> = maps.into_iter().flat_map(Place::entries).map(|(key, _)| key).collect();
    // Without any it is filled by others.
    (!keys.is_empty()).then_some(keys)
}

/// Whether a controller adds keys to an object: tokens, bundles of certificates, copies.
fn is_filled(object: &Object) -> bool {
    let meta = object.field("metadata");
    let mut pairs = ["labels", "annotations"].into_iter().flat_map(|f| meta.get(f).entries());
    let fills = ["inject", "replicat", "reflect", "copy", "sync"];
    object.field("type").str() == "kubernetes.io/service-account-token"
        || pairs.any(|(key, _)| fills.iter().any(|word| key.contains(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_letters_and_an_end() {
        let longest = "a".repeat(LONGEST_NAME);
        let text = format!("  web, db-1.x  {longest} {longest}a Ä");
        assert_eq!(words_of(&text).collect::<Vec<_>>(), ["web", "db-1.x", &longest]);
        assert!(is_name(&longest) && is_name("a"));
        assert!(!is_name("") && !is_name(&format!("{longest}a")) && !is_name("a b"));
    }
}
