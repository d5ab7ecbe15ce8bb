//! What went wrong in a build, as findings and as lines of text.

use super::Placed;
use crate::{
    code,
    diagnostic::Severity,
    findings::secrets::{Searched, Secrets},
    input::{Location, Source, SourceId, Span},
    kustomize::{Build, BuildProblem, BuildProblemKind, File, FileId},
    rules::{self, Finding},
    text,
};

impl Placed<'_> {
    /// The first problem because of which kustomize builds nothing.
    pub(super) fn why_broken(&self) -> Option<Finding> {
        // Directories without a kustomization hold all kinds of files.
        if self.build.by_gitops && self.build.outermost() == FileId(0) {
            return None;
        }
        let problem = self.build.problems.iter().find(|problem| problem.kind.breaks())?;
        if problem.kind == BuildProblemKind::Ignored {
            return None;
        }
        let at = problem.at.and_then(|span| self.location(span));
        let at = at.unwrap_or(Location { source: *self.ids.first()?, span: Span::at(0) });
        if problem.kind == BuildProblemKind::Internal {
            return Some(Finding::new(
                rules::of(code::INTERNAL_ERROR),
                at,
                problem.message.clone(),
            ));
        }
        let code = if problem.kind == BuildProblemKind::NoFile {
            code::KUSTOMIZE_FILE_MISSING
        } else {
            code::KUSTOMIZATION_DOES_NOT_BUILD
        };
        let message = text!("{}, so `kustomize build` fails", problem.message);
        let mut finding = Finding::new(rules::of(code), at, message);
        if let Some(help) = &problem.help {
            finding.help(help.clone());
        } else if code == code::KUSTOMIZE_FILE_MISSING {
            finding.help("write a path relative to the directory of this file, or remove the line");
        }
        Some(finding)
    }

    /// What kustomize builds, but not as it was meant.
    pub(super) fn warnings(&self, restricted: bool) -> Vec<Finding> {
        let one = |problem: &BuildProblem| {
            let at = self.location(problem.at?)?;
            let (code, message) = match problem.kind {
                BuildProblemKind::Twice => (code::DUPLICATE_KEY, problem.message.clone()),
                BuildProblemKind::Outside if restricted => {
                    let so = text!("{}, so `kubectl apply -k` fails", problem.message.clone());
                    (code::KUSTOMIZATION_DOES_NOT_BUILD, so)
                }
                _ => return None,
            };
            let mut finding = Finding::new(rules::of(code), at, message);
            finding.severity = Severity::Warning;
            if code == code::KUSTOMIZATION_DOES_NOT_BUILD {
                finding.help(
                    "move the file into that directory, or list it in a kustomization next to it",
                );
            }
            Some(finding)
        };
        self.build.problems.iter().filter_map(one).collect()
    }

    /// Why what delivers the build applies nothing of it.
    pub(super) fn not_applied(&self) -> Option<Finding> {
        let is_it = |problem: &&BuildProblem| problem.kind == BuildProblemKind::NotApplied;
        let problem = self.build.problems.iter().find(is_it)?;
        let at = self.location(problem.at?)?;
        let message = text!("{}, so Flux applies nothing", problem.message);
        let mut finding = Finding::new(rules::of(code::KUSTOMIZATION_DOES_NOT_BUILD), at, message);
        let is_name = self.build.files.locate(problem.at?)?.0 == FileId(0);
        finding.help(if is_name {
            "use only letters, digits and `_`, and do not start with a digit"
        } else {
            "write `$${` for a literal `${`, or annotate the object with \
             kustomize.toolkit.fluxcd.io/substitute: disabled"
        });
        Some(finding)
    }
}

/// A problem with its file, line and column in front; without values where these may be secret.
pub fn in_one_line(build: &Build, problem: &BuildProblem) -> String {
    let found = problem.at.and_then(|span| build.files.locate(span));
    let Some((id, span)) = found else { return problem.message.with_values().to_owned() };
    let file = build.files.get(id);
    let at = file.to_source().line_column(span.start);
    let message = if problem.message.has_values() && is_secret(build, id, span) {
        problem.message.without_values()
    } else {
        problem.message.with_values().into()
    };
    format!("{}:{}:{}: {}", file.name, at.line, at.column, message)
}

/// Whether a message about a place in a file of a build may quote secret values.
fn is_secret(build: &Build, FileId(file): FileId, span: Span) -> bool {
    let sources: Vec<Source> = build.files.all().iter().map(File::to_source).collect();
    let secrets = Secrets::in_sources(&sources, vec![SourceId(file)], &[], &Searched::default());
    secrets.is_wary(Location { source: SourceId(file), span })
}
