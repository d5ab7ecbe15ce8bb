//! `# kubevet: ignore[…]` in comments.

use super::{
    Finding, FoundSuppressions, Suppression, SuppressionScope, item, without_reason, words,
};
use crate::{
    code,
    diagnostic::Edit,
    findings::suggest,
    input::{Location, Source, SourceId, Span},
    rules,
    syntax::Document,
    text,
    text::{Text, name},
};

const MARK: &str = "kubevet:";
const FORMS: [&str; 3] = ["ignore", "document-ignore", "file-ignore"];

/// The suppressions in the comments of a file.
pub fn in_comments(id: SourceId, source: &Source, documents: &[Document]) -> FoundSuppressions {
    let mut found = FoundSuppressions::default();
    if memchr::memmem::find(source.text.as_bytes(), MARK.as_bytes()).is_none() {
        return found;
    }
    let contents = Contents::of(source);
    for (at, document) in documents.iter().enumerate() {
        for comment in &document.comments {
            let reader =
                CommentReader { id, source, documents, contents: &contents, at, comment: *comment };
            reader.read(&mut found);
        }
    }
    found
}

/// The lines of a source that hold more than blanks and comments, counted from 0, in order.
struct Contents(Vec<usize>);

impl Contents {
    fn of(source: &Source) -> Contents {
        let is_content = |line: &usize| {
            let text = source.text.get(source.line_span(*line).range()).unwrap_or("").trim_start();
            !text.is_empty() && !text.starts_with('#')
        };
        Contents((0..source.line_starts().len()).filter(is_content).collect())
    }

    /// Those from a line on.
    fn from(&self, line: usize) -> &[usize] {
        &self.0[self.0.partition_point(|content| *content < line)..]
    }
}

/// One comment: a `#` and what follows on its line.
struct CommentReader<'a> {
    id: SourceId,
    source: &'a Source,
    documents: &'a [Document],
    contents: &'a Contents,
    /// The index of the document that contains the comment.
    at: usize,
    comment: Span,
}

/// A comment's parts.
struct CommentParts<'a> {
    form: &'a str,
    form_at: Span,
    list: Option<(&'a str, Span)>,
    reason: &'a str,
}

impl CommentReader<'_> {
    fn location(&self, span: Span) -> Location {
        Location { source: self.id, span }
    }

    fn read(&self, found: &mut FoundSuppressions) {
        let Some(parts) = self.parts() else { return };
        let mut findings = Vec::new();
        let Some((list, list_at)) = parts.list.filter(|(list, _)| !list.trim().is_empty()) else {
            let help = "name the rules, as in `ignore[latest-tag]`";
            self.wrong(parts.form_at, "the suppression does not name a rule".into(), help, found);
            return;
        };
        let scope = match self.scope(parts.form) {
            Ok(scope) => scope,
            Err((message, help)) => {
                self.wrong(parts.form_at, message, help, found);
                return;
            }
        };
        let at = self.location(self.comment);
        let items = words(list, list_at.start)
            .map(|(word, span)| item(word, self.location(span), &mut findings))
            .collect();
        if parts.reason.is_empty() {
            without_reason(at, "add a reason after the `]`", &mut findings);
        }
        for finding in &mut findings {
            finding.document = self.document();
        }
        found.findings.append(&mut findings);
        found.suppressions.push(Suppression {
            at,
            document: self.document(),
            object: None,
            scope,
            items,
            everything: false,
            foreign: false,
            removal: Some(Edit { at: self.location(self.removal()), text: String::new() }),
            list: Some((self.location(list_at), "")),
        });
    }

    /// What follows the mark, if it is meant as a suppression.
    fn parts(&self) -> Option<CommentParts<'_>> {
        let text = self.source.text.get(self.comment.range())?;
        let mark = text.find(MARK)?;
        if !text[..mark].trim_end().ends_with('#') {
            return None;
        }
        let behind = mark + MARK.len();
        let rest = text[behind..].trim_start();
        let start = self.comment.start + (text.len() - rest.len()) as u32;
        let length =
            rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len());
        let form = &rest[..length];
        let form_at = Span::new(start, start + length as u32);
        let tail = &rest[length..];
        let open = tail.starts_with('[');
        // Prose may begin with the name of the program.
        if !FORMS.contains(&form) && !open {
            return None;
        }
        let (list, reason) = match tail.strip_prefix('[').and_then(|tail| tail.split_once(']')) {
            Some((list, reason)) => {
                let from = form_at.end + 1;
                (Some((list, Span::new(from, from + list.len() as u32))), reason.trim())
            }
            None => (None, ""),
        };
        Some(CommentParts { form, form_at, list, reason })
    }

    /// What it covers, or what is wrong with it and how to fix that.
    fn scope(&self, form: &str) -> Result<SuppressionScope, (Text, Text)> {
        let before_content = |document: usize| {
            let tree = self.documents[document].tree.as_ref();
            tree.is_none_or(|tree| self.comment.start < tree.root().span().start)
        };
        match form {
            "ignore" => Ok(SuppressionScope::Range(self.range())),
            "document-ignore" if before_content(self.at) => {
                Ok(SuppressionScope::Document(self.document()))
            }
            "file-ignore" if (0..=self.at).all(before_content) => Ok(SuppressionScope::File),
            "document-ignore" => Err((
                "`document-ignore` must be before the first key of its document".into(),
                "move it to the top of the document".into(),
            )),
            "file-ignore" => Err((
                "`file-ignore` must be before the first object of the file".into(),
                "move it to the top of the file".into(),
            )),
            _ => Err((
                text!("unknown suppression `{}`", form),
                match suggest(form, FORMS) {
                    Some(near) => text!("did you mean `{}`?", name(near)),
                    None => "use `ignore[…]`".into(),
                },
            )),
        }
    }

    /// The document that it is about: its own or, if that contains only comments, the next.
    fn document(&self) -> u32 {
        let next = self.documents[self.at..].iter().find(|document| document.tree.is_some());
        next.unwrap_or(&self.documents[self.at]).index
    }

    fn wrong(&self, at: Span, message: Text, help: impl Into<Text>, found: &mut FoundSuppressions) {
        let rule = rules::of(code::UNKNOWN_RULE_IN_SUPPRESSION);
        let mut finding = Finding::new(rule, self.location(at), message);
        finding.document = self.document();
        finding.help(help);
        found.findings.push(finding);
    }

    /// The line of the comment (index from 0), and whether the comment is alone on it.
    fn line(&self) -> (usize, bool) {
        let line = self.source.line_of(self.comment.start);
        let start = self.source.line_span(line).start;
        let before = self.source.text.get(start as usize..self.comment.start as usize);
        (line, before.is_some_and(|text| text.trim().is_empty()))
    }

    /// What an `ignore` covers: its own line or, alone on a line, the key or list item below with
    /// everything inside.
    fn range(&self) -> Span {
        let (line, alone) = self.line();
        if !alone {
            return self.source.line_span(line);
        }
        let text =
            |line: usize| self.source.text.get(self.source.line_span(line).range()).unwrap_or("");
        let lines = self.source.line_starts().len();
        let Some((&first, rest)) = self.contents.from(line + 1).split_first() else {
            return self.comment;
        };
        let head = text(first);
        if head.starts_with("---") {
            return self.comment;
        }
        let indent = |text: &str| text.len() - text.trim_start().len();
        let is_item = |text: &str| text.trim_start() == "-" || text.trim_start().starts_with("- ");
        // A list may have the indentation of its key.
        let inside = |line: usize| {
            let text = text(line);
            indent(text) > indent(head)
                || (!is_item(head) && is_item(text) && indent(text) == indent(head))
        };
        let outside = rest.iter().copied().find(|line| !inside(*line));
        let last = outside.unwrap_or(lines) - 1;
        Span::new(self.source.line_span(first).start, self.source.line_span(last).end + 1)
    }

    /// The comment with the blanks in front of it, or its whole line.
    fn removal(&self) -> Span {
        let (line, alone) = self.line();
        let span = self.source.line_span(line);
        if alone {
            let next = self.source.line_starts().get(line + 1).copied();
            return Span::new(span.start, next.unwrap_or(self.source.text.len() as u32));
        }
        let before = self.source.text.get(span.start as usize..self.comment.start as usize);
        let kept = before.unwrap_or("").trim_end().len() as u32;
        Span::new(span.start + kept, self.comment.end)
    }
}
