//! The definitions of custom resources that a run knows: those among its files, and those that the
//! settings name.

use std::collections::BTreeMap;

use memchr::memmem;

use super::{Classification, Survey, classify};
use crate::{
    input::{Failure, Mode, Source, SourceId},
    model::{
        Object,
        custom::{self, Definitions},
        object::DocumentForm,
    },
    parallel,
    syntax::Documents,
};

/// The documents of sources that were read already.
pub type ParsedSources<'k> = BTreeMap<SourceId, &'k Documents>;

/// The texts with definitions, and the objects in them.
#[derive(Debug, Default)]
pub struct DefinitionFiles {
    /// Those of the sources that nobody else has read.
    pub read: Vec<(SourceId, Documents)>,
    objects: Vec<FoundDefinition>,
}

#[derive(Debug)]
struct FoundDefinition {
    object: Object,
    dir: String,
    rank: u8,
}

impl DefinitionFiles {
    /// Looks for definitions in sources, of which some are `known` already, and in those that the
    /// settings name.
    pub fn find(
        sources: &[Source],
        known: &ParsedSources<'_>,
        survey: &Survey,
        named: &[Source],
    ) -> DefinitionFiles {
        let mut files = DefinitionFiles::default();
        let holding: BTreeMap<SourceId, &Source> =
            numbered(sources).filter(|(_, source)| holds(source)).collect();
        let unread = holding.iter().filter(|(id, _)| !known.contains_key(id));
        files.read = parsed(unread.map(|(id, source)| (*id, *source)).collect());
        let own = files.read.iter().map(|(id, documents)| (*id, documents));
        let all: Vec<_> = own.chain(known.iter().map(|(id, known)| (*id, *known))).collect();
        let objects = all.into_iter().filter_map(|(id, documents)| {
            let source = holding.get(&id)?;
            Some(definitions_in(id, source, documents, survey, custom::OF_RUN))
        });
        files.objects = objects.flatten().collect();
        files.add_named(named);
        files
    }

    /// Takes in the definitions that the settings name.
    fn add_named(&mut self, sources: &[Source]) {
        let holding = numbered(sources).filter(|(_, source)| holds(source)).collect();
        for (id, documents) in parsed(holding) {
            let source = &sources[id.0 as usize];
            let survey = Survey::default();
            let found = definitions_in(id, source, &documents, &survey, custom::BESIDE_RUN);
            self.objects.extend(found);
        }
    }

    pub fn definitions(&self) -> Definitions<'_> {
        let mut definitions = Definitions::default();
        for FoundDefinition { object, dir, rank } in &self.objects {
            definitions.add(object, dir, *rank);
        }
        definitions
    }
}

fn numbered(sources: &[Source]) -> impl Iterator<Item = (SourceId, &Source)> {
    sources.iter().enumerate().map(|(at, source)| (SourceId(at as u32), source))
}

/// A cheap look before a text is read.
fn holds(source: &Source) -> bool {
    let is_read =
        source.failure.as_ref().is_none_or(|failure| matches!(failure, Failure::Encoding { .. }));
    is_read && memmem::find(source.text.as_bytes(), b"CustomResourceDefinition").is_some()
}

fn parsed(sources: Vec<(SourceId, &Source)>) -> Vec<(SourceId, Documents)> {
    let bytes: usize = sources.iter().map(|(_, source)| source.text.len()).sum();
    parallel::map(sources, bytes > parallel::MANY_BYTES, |(id, source)| {
        let documents = Documents::of(source.text.clone());
        documents.all();
        (id, documents)
    })
}

/// The definitions among the objects of a source.
fn definitions_in(
    id: SourceId,
    source: &Source,
    documents: &Documents,
    survey: &Survey,
    rank: u8,
) -> Vec<FoundDefinition> {
    let is_left = source.mode == Mode::Project && survey.leaves(id, source).is_some();
    let documents = if is_left { &[] } else { documents.all() };
    let objects =
        documents.iter().flat_map(|document| match classify(survey, id, source, document) {
            Classification::Objects(objects, _) => objects,
            _ => Vec::new(),
        });
    let is_one = |object: &Object| {
        object.gvk.is("apiextensions.k8s.io", "CustomResourceDefinition")
            && object.form != DocumentForm::Patch
    };
    let dir = source.dir();
    let found = objects.filter(is_one);
    found.map(|object| FoundDefinition { object, dir: dir.to_owned(), rank }).collect()
}
