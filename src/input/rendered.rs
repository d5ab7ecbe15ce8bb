//! Which files of a chart a text was rendered from: `helm template` puts a line
//! `# Source: web/templates/service.yaml` at the head of each document.

use memchr::memmem;

use super::Span;

/// The parts of a text that are under such lines, in order.
#[derive(Debug, Default)]
pub(super) struct MarkedOutput {
    parts: Vec<MarkedPart>,
    /// Whether they are of several files.
    pub(super) is_stream: bool,
}

#[derive(Debug)]
struct MarkedPart {
    /// Where the file is named.
    file: Span,
    /// After the last byte.
    end: u32,
}

const HEAD: &str = "# Source: ";

impl MarkedOutput {
    pub(super) fn new(text: &str) -> MarkedOutput {
        let mut rendered = MarkedOutput::default();
        let mut looked_at = 0;
        for at in memmem::find_iter(text.as_bytes(), HEAD) {
            if at < rendered.parts.last().map_or(0, |part| part.end as usize) {
                continue;
            }
            // The same line names a file already.
            let Some(before) = text.get(looked_at..at) else { continue };
            let is_head = is_head_of_document(before);
            let start = at + HEAD.len();
            let line = text[start..].split(['\n', '\r']).next().unwrap_or("");
            looked_at = start + line.len();
            let file = line.trim_end();
            if is_head && is_of_chart(file) {
                let end = memmem::find(&text.as_bytes()[looked_at..], b"\n---");
                let end = end.map_or(text.len(), |end| looked_at + end + 1);
                let file = Span::new(start as u32, (start + file.len()) as u32);
                rendered.parts.push(MarkedPart { file, end: end as u32 });
            }
        }
        let name = |part: &MarkedPart| &text[part.file.range()];
        rendered.is_stream = rendered.parts.windows(2).any(|two| name(&two[0]) != name(&two[1]));
        rendered
    }

    /// The file of the chart, as Helm names it, from which what is at a byte was rendered.
    pub(super) fn file_at<'t>(&self, text: &'t str, at: u32) -> Option<&'t str> {
        let next = self.parts.partition_point(|part| part.file.start <= at);
        let part = self.parts.get(next.checked_sub(1)?)?;
        let file = &text[part.file.range()];
        // The files of `crds/` are printed whole, however many documents they hold.
        (at < part.end || file.contains("/crds/")).then_some(file)
    }

    /// The files of the chart, each with where what it renders to is, in order; a file that
    /// makes several documents has several.
    pub(super) fn parts<'t>(&self, text: &'t str) -> Vec<(&'t str, Span)> {
        let heads = self.parts.iter().map(|part| part.file.start as usize - HEAD.len());
        let ends = heads.skip(1).chain([text.len()]);
        let one = |(part, next): (&MarkedPart, usize)| {
            let file = &text[part.file.range()];
            let start = line_end(text, part.file.end as usize);
            let end = match file.contains("/crds/") {
                true => text[..next].rfind("\n---").map_or(next, |at| at + 1).max(start),
                false => part.end as usize,
            };
            (file, Span::new(start as u32, end.max(start) as u32))
        };
        self.parts.iter().zip(ends).map(one).collect()
    }

    /// The first file of the chart that is named.
    pub(super) fn first<'t>(&self, text: &'t str) -> Option<&'t str> {
        Some(&text[self.parts.first()?.file.range()])
    }
}

/// After the line break that follows an offset.
fn line_end(text: &str, at: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |end| at + end + 1)
}

/// Whether nothing but comments is between the last separator line and the end of a text, which
/// begins where a line begins or after another line of this kind.
fn is_head_of_document(before: &str) -> bool {
    if !(before.is_empty() || before.ends_with('\n')) {
        return false;
    }
    let mut lines = before.lines().rev();
    let stop = lines.find(|line| !(line.trim().is_empty() || line.starts_with('#')));
    stop.is_none_or(|line| line.starts_with("---"))
}

/// Whether a name is one that Helm gives to files of charts.
fn is_of_chart(name: &str) -> bool {
    let is_name = !name.contains([' ', ':', '\\']) && !name.starts_with('/');
    is_name && (name.contains("/templates/") || name.contains("/crds/"))
}

/// Blanks out what Helm prints around the manifests when it does not only render them
/// (`helm install --dry-run`, `helm get all`): what is installed, by which values, and notes.
/// Places stay as they are.
pub fn without_notes(text: &str) -> Option<String> {
    let line = |name: &str, from: usize| {
        let ends =
            |at: &usize| matches!(text.as_bytes().get(at + name.len()), None | Some(b'\r' | b'\n'));
        let starts = |at: &usize| *at == 0 || text.as_bytes()[at - 1] == b'\n';
        let mut found = memmem::find_iter(&text.as_bytes()[from..], name).map(|at| from + at);
        found.find(|at| starts(at) && ends(at))
    };
    let manifest = line("MANIFEST:", 0)?;
    let mut bytes = text.as_bytes().to_vec();
    let mut blank = |from: usize, to: usize| {
        let seen = bytes[from..to].iter_mut().filter(|byte| !matches!(byte, b'\r' | b'\n'));
        seen.for_each(|byte| *byte = b' ');
    };
    let behind_head = line("HOOKS:", 0).map_or(manifest, |at| at + "HOOKS:".len());
    blank(0, behind_head.min(manifest));
    blank(manifest, manifest + "MANIFEST:".len());
    blank(line("NOTES:", manifest).unwrap_or(text.len()), text.len());
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file_at<'t>(text: &'t str, mark: &str) -> Option<&'t str> {
        MarkedOutput::new(text).file_at(text, text.find(mark)? as u32)
    }

    #[test]
    fn documents_know_their_files() {
        let text = "---\n# Source: a/templates/x.yaml\nk: 1\n---\n\n# note\n# Source: \
                    a/charts/b/templates/y.yaml\n# more\nk: 2\n---\nk: 3\n---\n# Source: \
                    a/crds/z.yaml\nk: 4\n---\nk: 5\n---\n# Source: a/templates/x.yaml\r\nk: 6\n";
        for (mark, file) in [
            ("k: 1", Some("a/templates/x.yaml")),
            ("k: 2", Some("a/charts/b/templates/y.yaml")),
            ("k: 3", None),
            ("k: 4", Some("a/crds/z.yaml")),
            ("k: 5", Some("a/crds/z.yaml")),
            ("k: 6", Some("a/templates/x.yaml")),
        ] {
            assert_eq!(file_at(text, mark), file, "{mark}");
        }
        assert!(MarkedOutput::new(text).is_stream);
    }

    #[test]
    fn parts_are_what_files_render_to() {
        let text = "---\n# Source: a/templates/x.yaml\nk: 1\n---\n# Source: a/crds/z.yaml\r\nk: 2\n\
                    ---\nk: 3\n---\n# Source: a/templates/x.yaml\nk: 4\n---\nk: 5\n";
        let parts = MarkedOutput::new(text).parts(text);
        let parts: Vec<_> = parts.into_iter().map(|(f, span)| (f, &text[span.range()])).collect();
        assert_eq!(
            parts,
            [
                ("a/templates/x.yaml", "k: 1\n"),
                ("a/crds/z.yaml", "k: 2\n---\nk: 3\n"),
                ("a/templates/x.yaml", "k: 4\n"),
            ]
        );
    }

    #[test]
    fn other_comments_are_no_heads() {
        for text in [
            "# Source: https://example.org/templates/x.yaml\nk: 1",
            "# Source: the upstream /templates/ folder\nk: 1",
            "a: b\n# Source: a/templates/x.yaml\nk: 1",
            "data: |\n  # Source: a/templates/x.yaml\n  k: 1",
            "# Source: x.yaml\nk: 1",
            "# Source: a # Source: b\nk: 1",
            "# Source: a\r# Source: b\rk: 1",
            "# Source: a/templates/x.yaml # Source: a/templates/y.yaml\nk: 1",
        ] {
            assert_eq!(file_at(text, "k: 1"), None, "{text}");
        }
    }

    #[test]
    fn what_stands_around_manifests_is_blanked() {
        let text = "NAME: web\nHOOKS:\n---\na: 1\nMANIFEST:\n---\nb: 2\n\nNOTES:\nOpen it: <url>\n";
        let blanked = without_notes(text).unwrap_or_default();
        assert_eq!(blanked.len(), text.len());
        assert_eq!(blanked.split_whitespace().collect::<String>(), "---a:1---b:2");
        assert_eq!(blanked.find("b: 2"), text.find("b: 2"));
        assert_eq!(without_notes("a: |\n  MANIFEST:\n"), None);
    }
}
