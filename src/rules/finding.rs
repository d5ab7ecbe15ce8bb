//! What a run finds: plain owned data, from which every format is printed.

use std::ops::{Deref, DerefMut};

use super::rule::Rule;
use crate::{
    diagnostic::{Diagnostic, Severity},
    input::{Location, dir_of},
    kustomize,
    model::{Object, version::Versions},
    text::Text,
    validate::Reason,
};

/// The object that a finding is about, as written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectRef {
    pub api_version: String,
    pub kind: String,
    pub namespace: Option<String>,
    pub name: Option<String>,
}

impl From<&Object> for ObjectRef {
    fn from(object: &Object) -> ObjectRef {
        ObjectRef {
            api_version: object.written_gvk().api_version(),
            kind: object.written_gvk().kind.clone(),
            namespace: object.namespace.clone(),
            name: (!object.name.is_empty()).then(|| object.name.clone()),
        }
    }
}

/// How the place of a finding comes into what is built of several files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// The names of files, the one with the place last: from the outermost kustomization that
    /// leads to it or, where another tool printed it, from the file that the tool made it of.
    pub via: Vec<String>,
    /// In so many builds it was found …
    pub variants: u32,
    /// … of so many that are made of the file.
    pub of: u32,
}

impl Provenance {
    /// The files that lead to the place, and in how many builds it is found; `None` where
    /// the only one is that of the same directory. `arrow` separates the names.
    pub fn in_words(&self, arrow: &str) -> Option<String> {
        let (file, above) = self.via.split_last()?;
        let beside = above.iter().all(|name| dir_of(name) == dir_of(file));
        // People know a kustomization by its directory.
        let short = |name: &String| match dir_of(name) {
            _ if !kustomize::is_file_name(name) => name.clone(),
            "" => ".".to_owned(),
            dir => dir.to_owned(),
        };
        let shown = if above.is_empty() { std::slice::from_ref(file) } else { above };
        let path = shown.iter().map(short).collect::<Vec<_>>().join(arrow);
        match self.shares() {
            None if beside => None,
            None => Some(path),
            Some(shares) => Some(format!("{path}, {shares}")),
        }
    }

    /// In how many builds it is found, where there are several.
    fn shares(&self) -> Option<String> {
        match (self.variants, self.of) {
            (_, 1) => None,
            (2, 2) => Some("in both builds of the file".to_owned()),
            (variants, of) if variants == of => Some(format!("in all {of} builds of the file")),
            (variants, of) => Some(format!("in {variants} of {of} builds of the file")),
        }
    }
}

/// One finding about one place.
#[derive(Clone, Debug)]
pub struct Finding {
    pub rule: &'static Rule,
    pub severity: Severity,
    pub diagnostic: Diagnostic,
    /// Counts the documents of the file from 0.
    pub document: u32,
    pub object: Option<ObjectRef>,
    /// The API machinery's path; `None` for syntax.
    pub field_path: Option<String>,
    /// Set exactly where an API server refuses the document for this.
    pub reason: Option<Reason>,
    /// Set for what is checked as kustomizations build it, or as other tools printed it.
    pub provenance: Option<Provenance>,
    /// The names of the files that were named and that it hangs on, where it is in another.
    pub depends_on: Vec<String>,
    /// The versions that it holds for, of those that were asked for.
    pub versions: Versions,
}

impl Finding {
    pub fn new(rule: &'static Rule, at: impl Into<Location>, message: impl Into<Text>) -> Finding {
        Finding::of(rule, Diagnostic::new(at, message))
    }

    pub fn of(rule: &'static Rule, diagnostic: Diagnostic) -> Finding {
        Finding {
            rule,
            severity: rule.severity,
            diagnostic,
            document: 0,
            object: None,
            field_path: None,
            reason: None,
            provenance: None,
            depends_on: Vec::new(),
            versions: Versions::ALL,
        }
    }

    /// Whether an API server of the chosen version refuses the document.
    pub fn rejected(&self) -> bool {
        self.reason.is_some()
    }

    pub fn severity(&mut self, severity: Severity) -> &mut Finding {
        self.severity = severity;
        self
    }

    pub fn path(&mut self, path: impl Into<String>) -> &mut Finding {
        self.field_path = Some(path.into());
        self
    }
}

impl Deref for Finding {
    type Target = Diagnostic;

    fn deref(&self) -> &Diagnostic {
        &self.diagnostic
    }
}

impl DerefMut for Finding {
    fn deref_mut(&mut self) -> &mut Diagnostic {
        &mut self.diagnostic
    }
}
