//! The objects that are in a cluster already, as `kubectl get -o yaml` printed them.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::why;
use crate::{
    input::{Source, SourceId},
    model::{Object, object::DocumentForm, schema, version::Version},
    project::{Classification, Survey, classify},
    syntax,
};

/// What an object is found by: group, kind, namespace and name.
type LiveId = (String, String, String, String);

/// Objects by what they are found by.
#[derive(Debug, Default)]
pub struct Live(IndexMap<LiveId, Object>);

impl Live {
    /// Reads documents and lists; of several states of one object the last counts. Says why what
    /// was given is none.
    pub fn read(sources: &[Source], version: Version) -> Result<Live, String> {
        let survey = Survey::new(sources, BTreeSet::new());
        let mut live = Live::default();
        for (index, source) in sources.iter().enumerate() {
            if let Some(failure) = source.failure.as_ref() {
                return Err(why(source, failure));
            }
            let id = SourceId(index as u32);
            for document in syntax::parse(&source.text) {
                let at = |offset| source.line_of(offset) + 1;
                if let Some(complaint) = document.refusal() {
                    let line = at(complaint.at.start);
                    return Err(format!(
                        "{}:{line}: {}",
                        source.name,
                        super::masked(source, complaint)
                    ));
                }
                let Classification::Objects(objects, _) = classify(&survey, id, source, &document)
                else {
                    continue;
                };
                for object in objects {
                    if object.gvk.kind.is_empty() || object.name.is_empty() {
                        let line = at(document.span.start);
                        let file = &source.name;
                        return Err(format!("{file}:{line}: an object without kind or name"));
                    }
                    live.add(object, version);
                }
            }
        }
        Ok(live)
    }

    fn add(&mut self, mut object: Object, version: Version) {
        object.form = DocumentForm::Live;
        let id = id(&object, "default", version);
        self.0.insert(id, object);
    }

    /// The object that another one would take the place of.
    pub(super) fn find(
        &self,
        object: &Object,
        namespace: &str,
        version: Version,
    ) -> Option<&Object> {
        if self.0.is_empty() {
            return None;
        }
        let mut id = id(object, namespace, version);
        self.0.get(&id).or_else(|| {
            // A custom kind of the whole cluster.
            id.2 = String::new();
            let custom = schema::kind_at_any_version(
                &object.gvk.group,
                &object.gvk.version,
                &object.gvk.kind,
            );
            self.0.get(&id).filter(|_| custom.is_none())
        })
    }

    pub(super) fn objects(&self) -> impl Iterator<Item = &Object> {
        self.0.values()
    }
}

fn id(object: &Object, namespace: &str, version: Version) -> LiveId {
    let gvk = &object.gvk;
    let kind = schema::kind(&gvk.group, &gvk.version, &gvk.kind, version);
    let own = object.namespace.as_deref();
    let namespace = match kind {
        Some(kind) if !kind.namespaced() => "",
        Some(_) => own.unwrap_or(namespace),
        // A dump names the namespace of what is in one.
        None if object.is_live() => own.unwrap_or(""),
        None => own.unwrap_or(namespace),
    };
    (gvk.group.clone(), gvk.kind.clone(), namespace.to_owned(), object.name.clone())
}
