//! `full`: each finding with the lines of the manifest, labels, help and where to read on.

use std::{
    borrow::Cow,
    collections::BTreeSet,
    fmt,
    io::{self, Write},
    ops::Range,
    panic::{AssertUnwindSafe, catch_unwind},
};

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, ThemeCharacters,
    ThemeStyles,
};

use super::{
    Reporter, TextStyle, clean, concise,
    excerpt::{Cut, Excerpt},
    fold::{self, FindingGroup},
    json::url,
    place,
    style::{Ink, as_called, width, wrap},
    write_summary,
};
use crate::{
    diagnostic::Severity,
    findings::{Outcome, secrets::Secrets},
    input::{Location, Span},
    rules::Finding,
    text::Text,
    validate::WHOLE_OBJECT,
};

pub(super) struct Full(pub(super) TextStyle);

/// Below this a frame has no room.
const NARROWEST: usize = 40;
/// Wider text is hard to read.
const WIDEST_TEXT: usize = 100;
/// A label that would be narrower is told below the frame.
const NARROWEST_LABEL: usize = 24;
/// More places than these are counted, not shown.
const MAX_LABELS: usize = 6;
/// Folded causes and alike findings beyond these are counted.
const MAX_ALSO: usize = 6;
/// Labels of one file share a frame if at most this many lines lie from one to the next.
const NEAR: usize = 4;

impl Reporter for Full {
    fn report(&self, run: &Outcome, out: &mut dyn Write) -> io::Result<()> {
        let printer = Printer::new(run, self.0);
        for group in fold::first_groups(run) {
            if self.0.width < NARROWEST {
                out.write_all(concise::line(run, &group, &printer.masks, self.0).as_bytes())?;
            } else {
                match catch_unwind(AssertUnwindSafe(|| printer.group(&group))) {
                    Ok(text) => writeln!(out, "{text}")?,
                    // What cannot be drawn is said all the same.
                    Err(_) => {
                        let line = concise::line(run, &group, &printer.masks, self.0);
                        writeln!(out, "{line}")?;
                    }
                }
            }
        }
        write_summary(run, self.0, out)
    }
}

struct Printer<'a> {
    run: &'a Outcome,
    style: TextStyle,
    masks: Secrets,
    characters: ThemeCharacters,
}

/// A labelled place.
struct LabelledSpan<'a> {
    at: Location,
    /// Empty for the finding's own place, which its message explains.
    text: Cow<'a, str>,
    /// Its line, from 0.
    line: usize,
}

impl<'a> Printer<'a> {
    fn new(run: &'a Outcome, style: TextStyle) -> Printer<'a> {
        let characters =
            if style.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() };
        Printer { run, style, masks: Secrets::of(run), characters }
    }

    fn clean(&self, finding: &Finding, text: &Text) -> String {
        clean::line(&self.masks.text(finding, text)).into_owned()
    }

    fn message(&self, finding: &Finding) -> String {
        clean::line(&concise::message(self.run, finding, &self.masks)).into_owned()
    }

    fn group(&self, group: &FindingGroup<'_>) -> String {
        let finding = group.head;
        let mut text = self.header(finding);
        let notes = self.frames(finding, &mut text);
        for note in notes {
            self.line("note", &note, &mut text);
        }
        self.also(group, &mut text);
        let arrow = if self.style.unicode { " → " } else { " -> " };
        // The place itself is the file that a stream was made of.
        let is_there = self.run.source(finding.at).stream.is_some();
        if let Some(provenance) = finding
            .provenance
            .as_ref()
            .filter(|_| !is_there)
            .and_then(|provenance| provenance.in_words(arrow))
        {
            self.line("via", &clean::line(&provenance), &mut text);
        }
        if let Some(named) = concise::depends_on(finding) {
            self.line(
                "note",
                &format!("this file was not named on the command line, but it {named}"),
                &mut text,
            );
        }
        // What a fix does is told where no help says what to type.
        let title = finding.fix.as_ref().map(|fix| &fix.title);
        if let Some(help) = finding.help.as_ref().or(title) {
            let help = self.clean(finding, help);
            self.line("help", &as_called(&help, self.style.program), &mut text);
        }
        let docs = match url(self.run, finding.rule) {
            Some(url) => url,
            None => format!("{} rule {}", self.style.program, finding.rule.code),
        };
        let named = format!("docs: {docs} ({})", finding.rule.name);
        let fits = width(&named) + 2 <= self.style.width;
        let docs = if fits { named } else { format!("docs: {docs}") };
        text.push_str("  ");
        text.push_str(&self.style.paint(Ink::Quiet, &clean::line(&docs)));
        text.push('\n');
        text
    }

    fn text_width(&self) -> usize {
        self.style.width.min(WIDEST_TEXT)
    }

    /// `error[KV3101]: message`, with further lines below the message.
    fn header(&self, finding: &Finding) -> String {
        let head = concise::head(finding);
        let message = self.message(finding);
        let indent = head.len() + 2;
        let mut text = String::new();
        for (index, line) in wrap(&message, self.text_width() - indent).iter().enumerate() {
            if index == 0 {
                text.push_str(&self.style.paint(Ink::Severity(finding.severity), &head));
                text.push_str(": ");
            } else {
                text.push_str(&" ".repeat(indent));
            }
            text.push_str(&self.style.paint(Ink::Strong, line));
            text.push('\n');
        }
        text
    }

    /// A line below the frames: `  help: text`.
    fn line(&self, name: &str, words: &str, to: &mut String) {
        let indent = "  help: ".len();
        for (index, line) in wrap(words, self.text_width() - indent).iter().enumerate() {
            if index == 0 {
                let name = format!("{name}:");
                to.push_str("  ");
                to.push_str(&self.style.paint(Ink::Help, &name));
                to.push_str(&" ".repeat(indent - 2 - name.len()));
            } else {
                to.push_str(&" ".repeat(indent));
            }
            to.push_str(line);
            to.push('\n');
        }
    }

    /// The causes that were folded in, each different text once; of many the first few.
    fn also(&self, group: &FindingGroup<'_>, text: &mut String) {
        let message = |finding: &Finding| self.message(finding);
        let mut shown = BTreeSet::from([(group.head.rule.code, message(group.head))]);
        let mut repeated: Vec<&Finding> = Vec::new();
        let mut more = 0;
        for finding in &group.also {
            let message = message(finding);
            if !shown.insert((finding.rule.code, message.clone())) {
                repeated.push(finding);
                continue;
            }
            if shown.len() > MAX_ALSO + 1 {
                more += 1;
                continue;
            }
            let mut words = format!("{} {message}", concise::head(finding));
            if finding.at != group.head.at {
                words = format!("{}: {words}", self.place_from(group.head, finding.at));
            }
            self.line("also", &words, text);
        }
        if more > 0 {
            self.line("also", &super::count(more, "more finding"), text);
        }
        match &*repeated {
            [] => {}
            [one] if one.field_path != group.head.field_path => {
                let path = one.field_path.as_deref().unwrap_or("");
                self.line("also", &format!("the same at {}", clean::line(path)), text);
            }
            more => {
                let again = format!("the same {}", super::count(more.len(), "more time"));
                self.line("also", &again, text);
            }
        }
        self.alike(&group.alike, text);
    }

    /// Where the findings are that are like the one shown: the first few lines, then a count.
    fn alike(&self, alike: &[&Finding], text: &mut String) {
        let line = |finding: &&Finding| {
            let start = self.run.source(finding.at).line_column(finding.at.span.start);
            start.line.to_string()
        };
        let lines: Vec<String> = alike.iter().take(MAX_ALSO).map(line).collect();
        let Some((last, others)) = lines.split_last() else { return };
        let words = match alike.len() - lines.len() {
            0 if others.is_empty() => format!("the same on line {last}"),
            0 => format!("the same on lines {} and {last}", others.join(", ")),
            more => {
                let more = super::count(more, "more place");
                format!("the same on lines {}, {last} and {more}", others.join(", "))
            }
        };
        self.line("also", &words, text);
    }

    /// How a place is named next to a finding: without the file's name if it is the same.
    fn place_from(&self, finding: &Finding, at: Location) -> String {
        if at.source != finding.at.source {
            return place(self.run, at);
        }
        let start = self.run.source(at).line_column(at.span.start);
        format!("line {}, column {}", start.line, start.column)
    }

    /// The frames with the labelled lines, the finding's own first; gives what they have no room
    /// for.
    fn frames(&self, finding: &Finding, text: &mut String) -> Vec<String> {
        let mut notes = Vec::new();
        let labels = self.labels(finding);
        let clusters = clusters(labels);
        let numbers = clusters.iter().filter_map(|c| c.iter().map(|l| l.line + 2).max()).max();
        let gutter = numbers.unwrap_or(1).to_string().len();
        for (index, cluster) in clusters.iter().enumerate() {
            let source = self.run.source(cluster[0].at);
            if source.text.is_empty() {
                self.line("file", &clean::line(&source.name), text);
                continue;
            }
            let frame = self.frame(finding, cluster, gutter, &mut notes);
            text.push_str(&if index == 0 { self.with_subject(finding, frame) } else { frame });
        }
        if let Some(more) = finding.related.len().checked_sub(MAX_LABELS).filter(|n| *n > 0) {
            notes.push(format!("and {}", super::count(more, "more place")));
        }
        notes
    }

    fn labels<'l>(&self, finding: &'l Finding) -> Vec<LabelledSpan<'l>> {
        let line = |at: Location| self.run.source(at).line_of(at.span.start);
        let mut labels =
            vec![LabelledSpan { at: finding.at, text: "".into(), line: line(finding.at) }];
        for related in finding.related.iter().take(MAX_LABELS) {
            let text = self.clean(finding, &related.text);
            if related.at == finding.at && labels[0].text.is_empty() {
                labels[0].text = text.into();
            } else {
                labels.push(LabelledSpan {
                    at: related.at,
                    text: text.into(),
                    line: line(related.at),
                });
            }
        }
        labels
    }

    /// One frame; its first label is the one that its head names.
    fn frame(
        &self,
        finding: &Finding,
        labels: &[LabelledSpan<'_>],
        gutter: usize,
        notes: &mut Vec<String>,
    ) -> String {
        let source = self.run.source(labels[0].at);
        // ` 12 │ `, and a column for a mark after the line's end.
        let margin = gutter + 5;
        let columns = self.style.width.saturating_sub(margin).max(16);
        let cut =
            Cut { source, id: labels[0].at.source, masks: &self.masks, style: self.style, columns };
        let span = |at: Span| Span::new(at.start, at.end.max(at.start));
        let spans: Vec<Span> = labels.iter().map(|label| span(label.at.span)).collect();
        let (excerpt, placed) = cut.excerpt(self.lines(labels), &spans);
        let mut marks = Vec::new();
        for (index, (label, at)) in labels.iter().zip(placed).enumerate() {
            let words = if index == 0 { first_words(labels) } else { &label.text };
            let text = at.as_ref().and_then(|at| label_text(&excerpt, at, words, columns));
            if text.is_none() && !label.text.is_empty() {
                notes.push(format!("{}: {}", self.place_from(finding, label.at), label.text));
            }
            if let Some(at) = at {
                marks.push(match index {
                    0 => LabeledSpan::new_primary_with_span(text, at.start..at.end),
                    _ => LabeledSpan::new_with_span(text, at.start..at.end),
                });
            }
        }
        let own = labels[0].at == finding.at;
        self.render(own.then_some(finding.severity), &RenderedSnippet { excerpt, marks }, gutter)
    }

    /// The lines to show: those with labels, one before and one after unless they are blank.
    fn lines(&self, labels: &[LabelledSpan<'_>]) -> Range<usize> {
        let source = self.run.source(labels[0].at);
        let first = labels.iter().map(|label| label.line).min().unwrap_or(0);
        let last = labels.iter().map(|label| label.line).max().unwrap_or(0);
        let shown = |line: usize| {
            let text = source.text[source.line_span(line).range()].trim();
            !text.is_empty() && text != "---"
        };
        let start = if first > 0 && shown(first - 1) { first - 1 } else { first };
        let end = if shown(last + 1) { last + 1 } else { last };
        start..end + 1
    }

    /// Draws a frame; its first label in the colour of the severity, if it has one.
    fn render(&self, severity: Option<Severity>, frame: &RenderedSnippet, gutter: usize) -> String {
        let mut styles = if self.style.colour { ThemeStyles::ansi() } else { ThemeStyles::none() };
        styles.link = ThemeStyles::none().link;
        let primary = match severity {
            Some(Severity::Error) => styles.error,
            Some(Severity::Warning) => styles.warning,
            Some(Severity::Info) | None => styles.help,
        };
        // miette hands out styles to labels in the order of their places.
        let mut marks: Vec<&LabeledSpan> = frame.marks.iter().collect();
        marks.sort_by_key(|mark| mark.offset());
        styles.highlights =
            marks.iter().map(|mark| if mark.primary() { primary } else { styles.help }).collect();
        if styles.highlights.is_empty() {
            styles.highlights.push(primary);
        }
        let theme = GraphicalTheme { characters: self.characters.clone(), styles };
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_context_lines(1)
            .with_wrap_lines(false)
            .without_cause_chain()
            .without_syntax_highlighting()
            .with_urls(false);
        let mut text = String::new();
        handler.render_report(&mut text, frame).expect("writing to a string does not fail");
        self.indented(&text, gutter)
    }

    /// Without miette's first line (the empty message), and with line numbers set as wide as those
    /// of the finding's other frames.
    fn indented(&self, text: &str, gutter: usize) -> String {
        let lines = text.trim_start_matches('\n').lines();
        let corner = [self.characters.ltop, self.characters.hbar];
        let found = lines.clone().next().and_then(|line| line.find(corner)).unwrap_or(gutter + 2);
        let indent = " ".repeat((gutter + 2).saturating_sub(found));
        lines.flat_map(|line| [&indent, line.trim_end(), "\n"]).collect()
    }

    /// Names the object and field after the frame's place, as far as there is room.
    fn with_subject(&self, finding: &Finding, frame: String) -> String {
        let Some(object) = &finding.object else { return frame };
        let Some((head, rest)) = frame.split_once('\n') else { return frame };
        let name = object.name.as_deref().unwrap_or("");
        let subject = clean::line(format!("{} {name}", object.kind).trim_end()).into_owned();
        // The server has no path for an object as a whole.
        let path = finding.field_path.as_deref().filter(|path| *path != WHOLE_OBJECT);
        let path = clean::line(path.unwrap_or(""));
        let room = self.style.width.saturating_sub(width(head) + 1);
        let words = if path.is_empty() { subject } else { self.with_path(subject, &path, room) };
        if width(&words) > room {
            return frame;
        }
        format!("{head} {}\n{rest}", self.style.paint(Ink::Quiet, &words))
    }

    /// `Deployment web: spec.replicas`; of a path too long for the room its last fields, if at
    /// least two of them fit.
    fn with_path(&self, subject: String, path: &str, room: usize) -> String {
        let whole = format!("{subject}: {path}");
        if width(&whole) <= room {
            return whole;
        }
        let dots = self.style.ellipsis();
        let cut =
            path.match_indices('.').map(|(at, _)| format!("{subject}: {dots}{}", &path[at + 1..]));
        cut.into_iter().find(|words| width(words) <= room).unwrap_or(subject)
    }
}

/// The labels that share a frame: of one source and near each other. The first frame has the first
/// label; others follow in the order of their places.
fn clusters(labels: Vec<LabelledSpan<'_>>) -> Vec<Vec<LabelledSpan<'_>>> {
    let mut order: Vec<usize> = (0..labels.len()).collect();
    order.sort_by_key(|index| (labels[*index].at.source, labels[*index].line, *index));
    let chunks = order.chunk_by(|a, b| {
        let (a, b) = (&labels[*a], &labels[*b]);
        a.at.source == b.at.source && b.line - a.line <= NEAR
    });
    let mut chunks: Vec<Vec<usize>> = chunks.map(<[usize]>::to_vec).collect();
    for chunk in &mut chunks {
        chunk.sort_unstable();
    }
    chunks.sort_by_key(|chunk| chunk[0] != 0);
    let mut labels: Vec<Option<LabelledSpan<'_>>> = labels.into_iter().map(Some).collect();
    chunks
        .into_iter()
        .map(|chunk| chunk.into_iter().filter_map(|index| labels[index].take()).collect())
        .collect()
}

/// What the first label says. miette draws a stem below each mark that is left of one with a text;
/// so that no stem hangs loose, a mark without words says that it is the one.
fn first_words<'l>(labels: &'l [LabelledSpan<'_>]) -> &'l str {
    let first = &labels[0];
    let beside = |other: &LabelledSpan<'_>| {
        other.line == first.line && other.at.span.start > first.at.span.start
    };
    let stem = first.text.is_empty() && labels.iter().any(beside);
    if stem { "here" } else { &first.text }
}

/// A label's text in lines that fit after its place; `None` where there is no room for it, or
/// nothing to say.
fn label_text(excerpt: &Excerpt, at: &Range<usize>, text: &str, columns: usize) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    let line = excerpt.text()[..at.start].rfind('\n').map_or(0, |end| end + 1);
    let mark = width(&excerpt.text()[at.clone()]).max(1);
    // It hangs by `╰── ` from the middle of the mark.
    let used = width(&excerpt.text()[line..at.start]) + mark / 2 + "`-- ".len();
    let room = columns.saturating_sub(used);
    if width(text) <= room {
        return Some(text.to_owned());
    }
    let lines = wrap(text, room);
    (room >= NARROWEST_LABEL && lines.len() <= 4).then(|| lines.join("\n"))
}

/// What miette draws.
#[derive(Debug)]
struct RenderedSnippet {
    excerpt: Excerpt,
    marks: Vec<LabeledSpan>,
}

impl fmt::Display for RenderedSnippet {
    /// Nothing: the message is above the frame.
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for RenderedSnippet {}

impl Diagnostic for RenderedSnippet {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.marks.iter().cloned()))
    }
}
