//! A text that was read.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use super::{
    location::{LineColumn, Span},
    rendered::MarkedOutput,
};

/// What a text was given as, which decides what is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Part of a project: patches, charts, tool configuration and files of other kinds lie about.
    Project,
    /// What kubectl would send (`-f`): every document as it is.
    Objects,
}

/// Why a text could not be read, or not whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The file or stream: what the system says of it.
    Unreadable(String),
    /// A directory whose entries could not be listed.
    Directory(String),
    /// Longer than `limit` bytes.
    TooLarge { limit: u64 },
    /// Bytes from this offset of the text on are not in the encoding; they were replaced.
    Encoding { at: Span, name: &'static str },
}

/// Where in a Helm chart a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chart {
    /// Below `templates/` or `files/` of the chart in this directory.
    Template(String),
    /// Its description or values.
    File,
}

/// One file or stream.
#[derive(Debug)]
pub struct Source {
    /// As shown to the user: relative to the working directory, with `/`.
    pub name: String,
    /// Decoded text without byte order mark; all spans are byte ranges of it.
    pub text: Arc<str>,
    /// Bytes of the file in front of `text` (a UTF-8 byte order mark).
    pub skipped: u32,
    /// False for a file that is read only so that references resolve: nothing is reported for it.
    pub reported: bool,
    /// Given by name or as standard input, not found in a directory.
    pub named: bool,
    pub mode: Mode,
    pub failure: Option<Failure>,
    /// `None` outside charts.
    pub chart: Option<Chart>,
    /// The stream that its findings were found in, where that is not itself.
    pub stream: Option<String>,
    /// Set for what kustomize builds: by kind and name, what an object was called where it was
    /// written, if that is another name.
    pub former_names: Option<Arc<BTreeMap<(String, String), String>>>,
    pub(super) lines: OnceLock<Vec<u32>>,
    /// How many characters start before each [`BLOCK`] of the text.
    pub(super) characters: OnceLock<Vec<u32>>,
    pub(super) rendered: OnceLock<MarkedOutput>,
}

/// Bytes between two counts of characters, so that a column far into a long line is found fast.
const BLOCK: usize = 4096;

/// The directory in the name of a source; empty at the top.
pub fn dir_of(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(dir, _)| dir)
}

impl Source {
    pub fn new(name: impl Into<String>, text: impl Into<Arc<str>>) -> Source {
        Source {
            name: name.into(),
            text: text.into(),
            skipped: 0,
            reported: true,
            named: false,
            mode: Mode::Project,
            failure: None,
            chart: None,
            stream: None,
            former_names: None,
            lines: OnceLock::new(),
            characters: OnceLock::new(),
            rendered: OnceLock::new(),
        }
    }

    /// The same source with another text.
    #[must_use]
    pub fn with_text(&self, text: impl Into<Arc<str>>) -> Source {
        Source {
            skipped: self.skipped,
            reported: self.reported,
            named: self.named,
            mode: self.mode,
            failure: self.failure.clone(),
            chart: self.chart.clone(),
            stream: self.stream.clone(),
            ..Source::new(self.name.as_str(), text)
        }
    }

    /// One of which nothing could be read.
    pub fn failed(name: impl Into<String>, failure: Failure) -> Source {
        Source { failure: Some(failure), ..Source::new(name, "") }
    }

    /// The directory part of the name, without a final `/`; empty for a bare name.
    pub fn dir(&self) -> &str {
        dir_of(&self.name)
    }

    /// What belongs together with it: its directory or, if `helm template --output-dir` wrote it,
    /// that of the chart.
    pub fn unit(&self) -> &str {
        let chart = |file: &str| {
            let below = self.name.strip_suffix(file)?;
            let chart = file.split('/').next().unwrap_or("");
            (below.is_empty() || below.ends_with('/'))
                .then(|| &self.name[..below.len() + chart.len()])
        };
        self.rendered().first(&self.text).and_then(chart).unwrap_or_else(|| self.dir())
    }

    /// The file of a chart (`web/templates/service.yaml`) from which `helm template` rendered what
    /// is at a byte offset.
    pub fn rendered_from(&self, at: u32) -> Option<&str> {
        self.rendered().file_at(&self.text, at)
    }

    /// The files of a chart from which `helm template` rendered the text, each with what it became.
    pub fn rendered_parts(&self) -> Vec<(&str, Span)> {
        self.rendered().parts(&self.text)
    }

    /// Whether nothing of another source belongs to the cluster that it is rendered for: it holds
    /// all of a chart, or what the other holds too, made with other values.
    pub fn is_rendered_apart(&self, other: &Source) -> bool {
        let first = self.rendered().first(&self.text);
        self.rendered().is_stream
            || first.is_some_and(|file| other.rendered().first(&other.text) == Some(file))
    }

    /// Whether a tool has made it that puts its objects in an order: kustomize or Helm.
    pub fn is_made(&self) -> bool {
        self.former_names.is_some() || self.rendered().first(&self.text).is_some()
    }

    fn rendered(&self) -> &MarkedOutput {
        self.rendered.get_or_init(|| MarkedOutput::new(&self.text))
    }

    /// The byte offsets at which lines start.
    pub fn line_starts(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let breaks = memchr::memchr_iter(b'\n', self.text.as_bytes());
            std::iter::once(0).chain(breaks.map(|at| at as u32 + 1)).collect()
        })
    }

    /// The index (from 0) of the line that holds a byte offset.
    pub fn line_of(&self, offset: u32) -> usize {
        self.line_starts().partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// The bytes of a line (index from 0), without its line break.
    pub fn line_span(&self, line: usize) -> Span {
        let starts = self.line_starts();
        let start = starts.get(line).copied().unwrap_or(self.text.len() as u32);
        let end = starts.get(line + 1).map_or(self.text.len() as u32, |next| next - 1);
        let text = self.text.get(start as usize..end as usize).unwrap_or("");
        Span::new(start, start + text.trim_end_matches('\r').len() as u32)
    }

    /// Where a byte offset is, for people.
    pub fn line_column(&self, offset: u32) -> LineColumn {
        let line = self.line_of(offset);
        let start = self.line_starts()[line] as usize;
        let mut end = (offset as usize).clamp(start, self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let column = if end - start <= BLOCK {
            self.text[start..end].chars().count() as u32
        } else {
            self.characters_before(end) - self.characters_before(start)
        };
        LineColumn { line: line as u32 + 1, column: column + 1 }
    }

    fn characters_before(&self, offset: usize) -> u32 {
        let starts = |bytes: &[u8]| bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        let blocks = self.characters.get_or_init(|| {
            let mut before = 0;
            let count = |block: &[u8]| {
                before += starts(block) as u32;
                before
            };
            std::iter::once(0).chain(self.text.as_bytes().chunks(BLOCK).map(count)).collect()
        });
        let block = offset / BLOCK;
        blocks[block] + starts(&self.text.as_bytes()[block * BLOCK..offset]) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let source = Source::new("x", "a: b\r\n웹: 서버\n");
        let at = source.text.find('서').map_or(0, |at| at as u32);
        assert_eq!(source.line_column(at), LineColumn { line: 2, column: 4 });
        assert_eq!(source.line_span(0), Span::new(0, 4));
        assert_eq!(source.line_column(u32::MAX).line, 3);
    }

    #[test]
    fn columns_of_long_lines_count_characters() {
        let source = Source::new("x", format!("# 웹\n{}", "서버: a, ".repeat(5000)));
        for (offset, character) in source.text.char_indices().skip(4).step_by(997) {
            let column = source.text[6..offset].chars().count() as u32 + 1;
            let at = source.line_column(offset as u32);
            assert_eq!(at, LineColumn { line: 2, column }, "{character}");
        }
    }
}
