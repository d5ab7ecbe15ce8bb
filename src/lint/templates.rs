//! Findings in what `helm template` printed, at the templates of the chart that it was rendered
//! from.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use indexmap::IndexMap;
use memchr::memmem;

use crate::{
    diagnostic::Diagnostic,
    findings::{Outcome, secrets::Secrets},
    input::{self, Limits, Location, Source, SourceId, Span, Walked},
    rules::Finding,
    syntax, text,
    text::Text,
};

/// The charts that output may be rendered from.
#[derive(Debug)]
pub struct RenderedCharts<'a> {
    /// The directory of one, where the user names it.
    pub named: Option<&'a Path>,
    /// Names of files are relative to this; it is also where charts are looked for.
    pub working_directory: &'a Path,
    /// Where they are looked for, too.
    pub repository: Option<&'a Path>,
}

/// Longer templates are not looked into.
const MAX_BYTES: u64 = Limits::DEFAULT.file_size;

/// So many lines are compared with those of a template that have actions in them.
const MAX_COMPARED: usize = 10_000_000;

/// Moves the findings of a stream to the files of charts that it names, and there to the line that
/// was rendered to that of the finding, as far as one can tell.
pub fn to_templates(outcome: &mut Outcome, charts: &RenderedCharts<'_>) {
    let is_of_chart =
        |id: &SourceId| charts.named.is_some() || is_stream(&outcome.sources[id.0 as usize].name);
    let found = outcome.findings.iter().map(|finding| finding.at.source);
    let streams: BTreeSet<SourceId> = found.filter(is_of_chart).collect();
    if streams.is_empty() {
        return;
    }
    let mut dirs = ChartDirs { charts, known: BTreeMap::new(), walked: None };
    for id in streams {
        of_stream(outcome, id, &mut dirs);
    }
    outcome.sort();
}

fn is_stream(name: &str) -> bool {
    name == "<stdin>"
        || name == "/dev/stdin"
        || ["/dev/fd/", "/proc/self/fd/"].iter().any(|dir| name.starts_with(dir))
}

fn of_stream(outcome: &mut Outcome, id: SourceId, dirs: &mut ChartDirs<'_>) {
    let stream = RenderedStream::new(outcome, id, dirs);
    // What may quote a secret value is known by its place, which it now leaves.
    let secrets = Secrets::of(outcome);
    for finding in &mut outcome.findings {
        if secrets.hides(finding) {
            drop_values(finding);
        }
        let Diagnostic { at, message, related, root, .. } = &mut finding.diagnostic;
        stream.lead_back(at, Some(message));
        for label in related {
            stream.lead_back(&mut label.at, Some(&mut label.text));
        }
        if let Some(root) = root {
            stream.lead_back(root, None);
        }
    }
    let secrets = lines_of_secrets(outcome, id, &secrets);
    outcome.secrets.extend(secrets.into_iter().filter_map(|span| stream.hidden(span)));
    let name = outcome.sources[id.0 as usize].name.clone();
    for file in stream.files {
        let mut source = file.into_source();
        source.stream = Some(name.clone());
        outcome.sources.push(source);
    }
}

/// A stream, and the files of charts that it was rendered from.
struct RenderedStream {
    id: SourceId,
    files: Vec<RenderedFile>,
    /// The id of the first of the files.
    first: u32,
    /// The parts of the stream, by where they begin: the index of the file, and where in all that
    /// it renders to. What lies between two of them is of the one before.
    parts: Vec<(Span, usize, u32)>,
}

impl RenderedStream {
    fn new(outcome: &Outcome, id: SourceId, dirs: &mut ChartDirs<'_>) -> RenderedStream {
        let stream = &outcome.sources[id.0 as usize];
        let mut spans_of: IndexMap<&str, Vec<Span>> = IndexMap::new();
        for (file, span) in stream.rendered_parts() {
            spans_of.entry(file).or_default().push(span);
        }
        let (mut files, mut parts) = (Vec::new(), Vec::new());
        for (index, (file, spans)) in spans_of.into_iter().enumerate() {
            let mut text = String::new();
            for span in spans {
                if !text.is_empty() {
                    text.push_str("---\n");
                }
                parts.push((span, index, text.len() as u32));
                text.push_str(&stream.text[span.range()]);
            }
            files.push(RenderedFile::new(file, text, dirs));
        }
        parts.sort_by_key(|(span, ..)| span.start);
        RenderedStream { id, files, first: outcome.sources.len() as u32, parts }
    }

    /// The index of the file that a place was rendered from, and the place in all that the file
    /// renders to.
    fn place(&self, at: Location) -> Option<(usize, Span)> {
        if at.source != self.id {
            return None;
        }
        let next = self.parts.partition_point(|(span, ..)| span.start <= at.span.start);
        let (span, index, start) = *self.parts.get(next.checked_sub(1)?)?;
        let within = |offset: u32| start + offset.clamp(span.start, span.end) - span.start;
        (at.span.start < span.end.max(span.start + 1))
            .then(|| (index, Span::new(within(at.span.start), within(at.span.end))))
    }

    fn location(&self, index: usize, span: Span) -> Location {
        Location { source: SourceId(self.first + index as u32), span }
    }

    /// Moves a place of the stream into the file that it was rendered from; a text says the line of
    /// the output where the file has no such line.
    fn lead_back(&self, at: &mut Location, text: Option<&mut Text>) {
        let Some((index, span)) = self.place(*at) else { return };
        let (span, line) = self.files[index].place(span);
        *at = self.location(index, span);
        if let (Some(line), Some(text)) = (line, text) {
            text.push(&text!(" (line {} of the rendered output)", text::name(line)));
        }
    }

    /// Where a secret value of the stream is, if that is in a file as it is.
    fn hidden(&self, span: Span) -> Option<Location> {
        let (index, span) = self.place(Location { source: self.id, span })?;
        Some(self.location(index, self.files[index].hidden(span)?))
    }
}

/// Takes the values out of all texts of a finding, once and for all.
fn drop_values(finding: &mut Finding) {
    let masked = |text: &mut Text| *text = Text::open(text.without_values().into_owned());
    let Diagnostic { message, help, related, .. } = &mut finding.diagnostic;
    let texts = related.iter_mut().map(|label| &mut label.text);
    texts.chain(help).chain([message]).for_each(masked);
}

/// What is secret in a source, line by line.
fn lines_of_secrets(outcome: &Outcome, id: SourceId, secrets: &Secrets) -> Vec<Span> {
    let stream = &outcome.sources[id.0 as usize];
    let whole = Span::new(0, stream.text.len() as u32);
    let lines = secrets.masked(id, whole).iter().flat_map(|span| {
        let lines = stream.line_of(span.start)..=stream.line_of(span.end);
        lines.map(|line| {
            let line = stream.line_span(line);
            Span::new(line.start.max(span.start), line.end.min(span.end))
        })
    });
    lines.collect()
}

/// All that one file of a chart renders to.
struct RenderedFile {
    rendered: Source,
    template: Option<TemplateLines>,
    /// As shown.
    name: String,
}

impl RenderedFile {
    fn new(file: &str, text: String, dirs: &mut ChartDirs<'_>) -> RenderedFile {
        let rendered = Source::new(file, text);
        let path = dirs.file(file);
        let name = path.as_ref().map(|path| input::shown(path, dirs.charts.working_directory));
        let text = path.and_then(|path| input::text(&path, MAX_BYTES).ok());
        let template = text.map(|text| TemplateLines::new(&text, &rendered.text));
        RenderedFile { name: name.unwrap_or_else(|| file.to_owned()), rendered, template }
    }

    /// Where in the file a range of what it renders to comes from; with the line of that, where
    /// the file has no such line.
    fn place(&self, span: Span) -> (Span, Option<usize>) {
        let Some(template) = &self.template else { return (span, None) };
        let line = self.rendered.line_of(span.start);
        let whole = self.rendered.line_span(line);
        match template.line(line) {
            Some((at, true)) => {
                // The same text: also the same columns.
                let text = &self.rendered.text[whole.range()];
                let indent = (text.len() - text.trim_start().len()) as u32;
                let shift = |offset: u32| {
                    let offset = offset.saturating_sub(whole.start + indent);
                    (at.start + offset).min(at.end)
                };
                (Span::new(shift(span.start), shift(span.end)), None)
            }
            Some((at, false)) => (self.part_of(at, span, &template.text), None),
            None => (template.above(line, &self.rendered), Some(line + 1)),
        }
    }

    /// The part of a template's line that is the same as a range of the rendered one, if there is
    /// one; else all of the line.
    fn part_of(&self, line: Span, rendered: Span, template: &str) -> Span {
        let same = self.rendered.text.get(rendered.range()).unwrap_or("");
        let mut found = template[line.range()].match_indices(same).map(|(at, _)| at as u32);
        match (found.next(), found.next()) {
            (Some(at), None) if !same.is_empty() => {
                Span::new(line.start + at, line.start + at + rendered.len())
            }
            _ => line,
        }
    }

    /// Where a secret value is, if that is in the file as it is.
    fn hidden(&self, span: Span) -> Option<Span> {
        match self.place(span) {
            (_, Some(_)) => None,
            (span, None) => Some(span),
        }
    }

    fn into_source(self) -> Source {
        let text = self.template.map_or_else(|| self.rendered.text.to_string(), |t| t.text);
        Source::new(self.name, text)
    }
}

/// A template, and which of its lines was rendered to which.
struct TemplateLines {
    text: String,
    /// For each rendered line, the text of the template's line, and whether it is the same.
    lines: Vec<Option<(Span, bool)>>,
}

impl TemplateLines {
    fn new(text: &str, rendered: &str) -> TemplateLines {
        let mut exact: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
        let mut patterns: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let trimmed = line.trim();
            let start = at + (line.len() - line.trim_start().len());
            let span = Span::new(start as u32, (start + trimmed.len()) as u32);
            at += line.len();
            if trimmed.contains("{{") {
                patterns.entry(trimmed).or_default().push(span);
            } else if !trimmed.is_empty() {
                exact.entry(trimmed).or_default().push(span);
            }
        }
        let patterns: Vec<(LinePattern<'_>, Vec<Span>)> = patterns
            .into_iter()
            .filter_map(|(line, spans)| Some((LinePattern::new(line)?, spans)))
            .collect();
        let few = patterns.len() * rendered.lines().count() < MAX_COMPARED;
        let patterns = if few { patterns } else { Vec::new() };
        // What the lines were rendered from, and so how often.
        let from: Vec<Option<(&[Span], bool)>> = rendered
            .lines()
            .map(|line| {
                let line = line.trim();
                match exact.get(line) {
                    Some(spans) => Some((spans.as_slice(), true)),
                    None => best(line, &patterns).map(|spans| (spans, false)),
                }
            })
            .collect();
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for (spans, _) in from.iter().flatten() {
            *counts.entry(spans[0].start).or_default() += 1;
        }
        let mut seen: BTreeMap<u32, usize> = BTreeMap::new();
        let lines = from.into_iter().map(|from| {
            let (spans, same) = from?;
            let nth = seen.entry(spans[0].start).or_default();
            *nth += 1;
            match spans {
                [one] => Some((*one, same)),
                // As often there as here: in the same order.
                _ if counts[&spans[0].start] == spans.len() => Some((spans[*nth - 1], same)),
                _ => None,
            }
        });
        TemplateLines { lines: lines.collect(), text: text.to_owned() }
    }

    fn line(&self, rendered: usize) -> Option<(Span, bool)> {
        self.lines.get(rendered).copied().flatten()
    }

    /// The nearest line around a rendered one that the template has, else its first.
    fn above(&self, line: usize, rendered: &Source) -> Span {
        let text = |line| &rendered.text[rendered.line_span(line).range()];
        let indent = |line: usize| text(line).len() - text(line).trim_start().len();
        let mut deepest = indent(line);
        for above in (0..line).rev() {
            if text(above).trim().is_empty() || indent(above) >= deepest {
                continue;
            }
            deepest = indent(above);
            if let Some((span, _)) = self.line(above) {
                return span;
            }
        }
        let end = self.text.find('\n').unwrap_or(self.text.len());
        Span::new(0, end as u32)
    }
}

/// The constant parts of a line with actions in it.
struct LinePattern<'t> {
    parts: Vec<&'t str>,
    /// How much of it is constant.
    weight: usize,
}

impl<'t> LinePattern<'t> {
    /// `None` where nothing is constant, or an action goes on in the next line.
    fn new(line: &'t str) -> Option<LinePattern<'t>> {
        let mut parts = Vec::new();
        let mut rest = line;
        while let Some((before, action)) = rest.split_once("{{") {
            parts.push(before);
            rest = action.split_once("}}")?.1;
        }
        parts.push(rest);
        let letters = |part: &&str| part.chars().filter(|c| c.is_alphanumeric()).count();
        let weight = parts.iter().map(letters).sum();
        (weight > 0).then_some(LinePattern { parts, weight })
    }

    fn matches(&self, line: &str) -> bool {
        let (Some((first, middle)), Some(last)) = (self.parts.split_first(), self.parts.last())
        else {
            return false;
        };
        let Some(mut rest) = line.strip_prefix(first.trim_end()) else { return false };
        let middle = &middle[..middle.len().saturating_sub(1)];
        for part in middle {
            let Some(at) = memmem::find(rest.as_bytes(), part.as_bytes()) else { return false };
            rest = &rest[at + part.len()..];
        }
        rest.ends_with(last.trim_end())
    }
}

/// The lines whose pattern fits best.
fn best<'p>(line: &str, patterns: &'p [(LinePattern<'_>, Vec<Span>)]) -> Option<&'p [Span]> {
    let fitting = patterns.iter().filter(|(pattern, _)| pattern.matches(line));
    let weights: Vec<usize> = fitting.clone().map(|(pattern, _)| pattern.weight).collect();
    let most = weights.iter().max()?;
    if line.is_empty() || weights.iter().filter(|weight| *weight == most).count() > 1 {
        return None;
    }
    fitting.max_by_key(|(pattern, _)| pattern.weight).map(|(_, spans)| spans.as_slice())
}

/// The directories of charts, each looked for once.
struct ChartDirs<'a> {
    charts: &'a RenderedCharts<'a>,
    known: BTreeMap<String, Option<PathBuf>>,
    /// All charts that there are, each with its name.
    walked: Option<Vec<(String, PathBuf)>>,
}

impl ChartDirs<'_> {
    /// The file that Helm names by its chart: `web/templates/service.yaml`.
    fn file(&mut self, name: &str) -> Option<PathBuf> {
        let (chart, file) = name.split_once('/')?;
        if file.split('/').any(|step| step == "..") {
            return None;
        }
        let dir = match self.known.get(chart) {
            Some(known) => known.clone(),
            None => {
                let found = self.dir(chart);
                self.known.insert(chart.to_owned(), found.clone());
                found
            }
        };
        Some(dir?.join(file)).filter(|path| path.is_file())
    }

    fn dir(&mut self, chart: &str) -> Option<PathBuf> {
        let here = self.charts.working_directory;
        if let Some(named) = self.charts.named {
            return Some(here.join(named));
        }
        let near = [here.join(chart), here.to_owned(), here.join("charts").join(chart)];
        if let Some(dir) = near.into_iter().find(|path| name_of(path).as_deref() == Some(chart)) {
            return Some(dir);
        }
        let all = self.walked.get_or_insert_with(|| walk(self.charts.repository.unwrap_or(here)));
        let mut found = all.iter().filter(|(name, _)| name == chart).map(|(_, path)| path);
        let (first, second) = (found.next()?, found.next());
        // One of several would be a guess.
        second.is_none().then(|| first.clone())
    }
}

/// The charts below a directory.
fn walk(root: &Path) -> Vec<(String, PathBuf)> {
    let mut walked = Walked::default();
    input::project(root, false, &mut walked);
    let charts = walked.files.iter().filter(|found| found.path.ends_with("Chart.yaml"));
    let dirs = charts.filter_map(|found| found.path.parent());
    dirs.filter_map(|dir| Some((name_of(dir)?, dir.to_owned()))).collect()
}

/// The name of the chart in a directory.
fn name_of(dir: &Path) -> Option<String> {
    let path = dir.join("Chart.yaml");
    let text = path.is_file().then(|| input::text(&path, MAX_BYTES).ok()).flatten()?;
    let document = syntax::parse(&text.into()).into_iter().next()?;
    document.tree?.root().get("name")?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = "\
{{- if .Values.enabled }}
kind: Service
metadata:
  name: {{ .Release.Name }}-web
  labels:
    app: web
spec:
  selector:
    app: web
  ports:
{{- range .Values.ports }}
    - name: {{ .name }}
      port: {{ .port }}
{{- end }}
  {{- toYaml .Values.more | nindent 2 }}
{{- end }}
";

    const RENDERED: &str = "\
kind: Service
metadata:
  name: x-web
  labels:
    app: web
spec:
  selector:
    app: web
  ports:
    - name: http
      port: 80
    - name: https
      port: 443
  type: ClusterIP
";

    fn line(rendered: &str) -> Option<(String, bool)> {
        let template = TemplateLines::new(TEMPLATE, RENDERED);
        let line = RENDERED.lines().position(|line| line == rendered)?;
        let (span, same) = template.line(line)?;
        Some((TEMPLATE[span.range()].to_owned(), same))
    }

    #[test]
    fn lines_are_found_by_their_constant_parts() {
        let found = |text: &str, same| Some((text.to_owned(), same));
        assert_eq!(line("kind: Service"), found("kind: Service", true));
        assert_eq!(line("  name: x-web"), found("name: {{ .Release.Name }}-web", false));
        assert_eq!(line("    - name: https"), found("- name: {{ .name }}", false));
        assert_eq!(line("      port: 443"), found("port: {{ .port }}", false));
        assert_eq!(line("  type: ClusterIP"), None);
        let template = TemplateLines::new(TEMPLATE, RENDERED);
        // The second of two equal lines is the second of two.
        let second = TEMPLATE.rfind("app: web");
        assert_eq!(template.line(7).map(|(span, _)| span.start as usize), second);
    }

    #[test]
    fn other_lines_are_at_what_holds_them() {
        let part = RenderedFile {
            rendered: Source::new("x", RENDERED),
            template: Some(TemplateLines::new(TEMPLATE, RENDERED)),
            name: "x".to_owned(),
        };
        let at = RENDERED.find("type").unwrap_or(0) as u32;
        let (span, line) = part.place(Span::new(at, at + 4));
        assert_eq!((&TEMPLATE[span.range()], line), ("spec:", Some(14)));
        let at = RENDERED.find("app: web").unwrap_or(0) as u32 + 5;
        let (span, line) = part.place(Span::new(at, at + 3));
        assert_eq!((&TEMPLATE[span.range()], line), ("web", None));
    }
}
