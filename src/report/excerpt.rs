//! The lines of a manifest that a frame shows: cut to the width, tabs spread, secrets masked,
//! controls made visible; and where the labelled bytes are in that text.
//!
//! miette reads a frame's text from here, so that the cost of a frame does not grow with its place
//! in the file nor with the length of its lines.

use std::ops::Range;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use unicode_width::UnicodeWidthChar;

use super::{TextStyle, clean};
use crate::{
    findings::secrets::Secrets,
    input::{LineColumn, Source, SourceId, Span},
    text::MASK,
};

const TAB: usize = 4;

/// Some whole lines of a source, as shown.
#[derive(Debug)]
pub(super) struct Excerpt {
    name: String,
    text: String,
    /// The number of its first line, from 0.
    first_line: usize,
    lines: usize,
    /// Where the marks are in `text`, and where in the source.
    marks: Vec<(Range<usize>, LineColumn)>,
}

/// What an excerpt is cut from.
pub(super) struct Cut<'a> {
    pub source: &'a Source,
    pub id: SourceId,
    pub masks: &'a Secrets,
    pub style: TextStyle,
    /// Columns for the text of a line.
    pub columns: usize,
}

/// A piece of a line and what is shown for it.
struct ShownPiece {
    span: Span,
    shown: Shown,
    width: usize,
}

enum Shown {
    Char(char),
    Text(String),
}

impl Cut<'_> {
    /// Cuts out lines (indexes from 0) with their marks. A mark has the place in the answer that
    /// it has in `marks`; `None` if it did not fit next to the earlier ones.
    pub(super) fn excerpt(
        &self,
        lines: Range<usize>,
        marks: &[Span],
    ) -> (Excerpt, Vec<Option<Range<usize>>>) {
        let mut text = String::new();
        let mut placed: Vec<Option<Range<usize>>> = vec![None; marks.len()];
        for line in lines.clone() {
            let span = self.source.line_span(line);
            let here: Vec<usize> = (0..marks.len())
                .filter(|index| self.source.line_of(marks[*index].start) == line)
                .collect();
            self.push_line(span, marks, &here, &mut text, &mut placed);
            text.push('\n');
        }
        drop_overlaps(&mut placed);
        let marks = marks
            .iter()
            .zip(&placed)
            .filter_map(|(mark, at)| Some((at.clone()?, self.source.line_column(mark.start))))
            .collect();
        let name = clean::line(&self.source.name).into_owned();
        (Excerpt { name, text, first_line: lines.start, lines: lines.len(), marks }, placed)
    }

    fn push_line(
        &self,
        line: Span,
        marks: &[Span],
        here: &[usize],
        text: &mut String,
        placed: &mut [Option<Range<usize>>],
    ) {
        let raw = &self.source.text[line.range()];
        let plain = raw.len() <= self.columns
            && raw.bytes().all(|byte| (b' '..=b'~').contains(&byte))
            && !raw.contains("##")
            && self.masks.masked(self.id, line).is_empty();
        let base = text.len();
        if plain {
            text.push_str(raw);
            for index in here {
                let at =
                    |offset: u32| base + (offset.clamp(line.start, line.end) - line.start) as usize;
                placed[*index] = Some(at(marks[*index].start)..at(marks[*index].end));
            }
            return;
        }
        // The first mark is the one to keep in sight.
        let focus = here.first().map_or(Span::at(line.start), |index| marks[*index]);
        let (near, whole) = self.near(line, focus.start);
        let cells = self.cells(near, line.start, marks);
        let window = self.window(&cells, focus, near.start > line.start, !whole);
        self.push_cells(&cells, window, near, line, text, |span_of| {
            for index in here {
                placed[*index] = span_of(marks[*index]);
            }
        });
    }

    /// The part of a line around an offset that can come into sight, and whether the line ends
    /// with it.
    fn near(&self, line: Span, focus: u32) -> (Span, bool) {
        let text = &*self.source.text;
        // Four bytes a character, and some room for those that take no column.
        let reach = 4 * self.columns as u32 + 64;
        let focus = focus.clamp(line.start, line.end);
        let mut start = focus.saturating_sub(reach).max(line.start);
        let mut end = focus.saturating_add(reach).min(line.end);
        while !text.is_char_boundary(start as usize) {
            start += 1;
        }
        while !text.is_char_boundary(end as usize) {
            end -= 1;
        }
        (Span::new(start, end.max(start)), end == line.end)
    }

    fn cells(&self, near: Span, line_start: u32, marks: &[Span]) -> Vec<ShownPiece> {
        let text = &self.source.text[near.range()];
        let mut masked = self.masks.masked(self.id, near).iter().peekable();
        let mut cells: Vec<ShownPiece> = Vec::with_capacity(text.len());
        let mut column = 0;
        let mut indent = near.start == line_start;
        for (at, c) in text.char_indices() {
            let start = near.start + at as u32;
            let span = Span::new(start, start + c.len_utf8() as u32);
            indent &= c == ' ' || c == '\t';
            while masked.next_if(|mask| mask.end <= start).is_some() {}
            if cells.last().is_some_and(|cell| cell.span.end > start) {
                // After the first character of a masked range, which has one cell.
                continue;
            }
            let mask = masked.peek().filter(|mask| mask.contains(start) && !indent);
            let cell = match mask {
                Some(mask) => {
                    let span = Span::new(start, mask.end.min(near.end));
                    ShownPiece { span, shown: Shown::Text(MASK.into()), width: MASK.len() }
                }
                None => self.cell(c, span, &text[at..], column, marks),
            };
            column += cell.width;
            cells.push(cell);
        }
        cells
    }

    fn cell(&self, c: char, span: Span, rest: &str, column: usize, marks: &[Span]) -> ShownPiece {
        let shown = match c {
            '\t' => {
                let width = TAB - column % TAB;
                let marked = self.style.unicode && marks.iter().any(|mark| mark.covers(span));
                let first = if marked { "→" } else { " " };
                Shown::Text(format!("{first}{:1$}", "", width - 1))
            }
            '#' if clean::is_hash_command(rest.as_bytes()) => Shown::Text("# ".into()),
            c if clean::is_hidden(c) => {
                let mut shown = String::new();
                clean::push_hidden(c, &mut shown);
                Shown::Text(shown)
            }
            c => Shown::Char(c),
        };
        let width = match &shown {
            Shown::Char(c) => c.width().unwrap_or(0),
            Shown::Text(text) => super::style::width(text),
        };
        ShownPiece { span, shown, width }
    }

    /// Which cells come into sight: all if they fit, else as many as fit around the focus.
    fn window(
        &self,
        cells: &[ShownPiece],
        focus: Span,
        cut_left: bool,
        cut_right: bool,
    ) -> Range<usize> {
        let width = |cells: &[ShownPiece]| cells.iter().map(|cell| cell.width).sum::<usize>();
        let total = width(cells);
        if total <= self.columns && !cut_left && !cut_right {
            return 0..cells.len();
        }
        let dots = self.style.ellipsis().chars().count();
        let room = self.columns.saturating_sub(2 * dots).max(1);
        let first = cells.partition_point(|cell| cell.span.end <= focus.start);
        let last = cells.partition_point(|cell| cell.span.start < focus.end).max(first);
        let before = width(&cells[..first]);
        let focused = width(&cells[first..last]);
        let lead = if cut_left || before + focused > room {
            // What is before the focus tells its key; the rest of the line goes on after it.
            room.saturating_sub(focused).min(room / 2).max(room / 8)
        } else {
            before
        };
        let mut start = first;
        let mut used = 0;
        while start > 0 && used + cells[start - 1].width <= lead {
            start -= 1;
            used += cells[start].width;
        }
        let mut end = start;
        let mut used = 0;
        while end < cells.len() && used + cells[end].width <= room {
            used += cells[end].width;
            end += 1;
        }
        while start > 0 && end == cells.len() && used + cells[start - 1].width <= room {
            start -= 1;
            used += cells[start].width;
        }
        start..end
    }

    /// Appends the cells in sight; then asks for the places of marks.
    fn push_cells(
        &self,
        cells: &[ShownPiece],
        window: Range<usize>,
        near: Span,
        line: Span,
        text: &mut String,
        place: impl FnOnce(&dyn Fn(Span) -> Option<Range<usize>>),
    ) {
        let goes_on = window.end < cells.len() || near.end < line.end;
        if window.start > 0 || near.start > line.start {
            text.push_str(self.style.ellipsis());
        }
        let shown = &cells[window];
        let mut starts = Vec::with_capacity(shown.len() + 1);
        for cell in shown {
            starts.push(text.len());
            match &cell.shown {
                Shown::Char(c) => text.push(*c),
                Shown::Text(shown) => text.push_str(shown),
            }
        }
        starts.push(text.len());
        if goes_on {
            text.push_str(self.style.ellipsis());
        }
        place(&|mark| {
            let mark = Span::new(mark.start.min(line.end), mark.end.min(line.end));
            let first = shown.partition_point(|cell| cell.span.end <= mark.start);
            let last = shown.partition_point(|cell| cell.span.start < mark.end).max(first);
            let before = shown.first().is_some_and(|cell| mark.start < cell.span.start);
            let behind = first == shown.len() && goes_on;
            let unseen = behind || (before && last == 0);
            (!unseen).then(|| starts[first]..starts[last])
        });
    }
}

/// Of marks that overlap on a line, which a frame cannot draw, only the first stays.
fn drop_overlaps(placed: &mut [Option<Range<usize>>]) {
    for index in 1..placed.len() {
        let (before, rest) = placed.split_at_mut(index);
        let overlaps = |a: &Range<usize>, b: &Range<usize>| {
            a.start < b.end.max(b.start + 1) && b.start < a.end.max(a.start + 1)
        };
        if let Some(mark) = &rest[0]
            && before.iter().flatten().any(|earlier| overlaps(earlier, mark))
        {
            rest[0] = None;
        }
    }
}

impl Excerpt {
    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

impl SourceCode for Excerpt {
    /// The whole excerpt as the surroundings of any mark; the mark alone, with its true place,
    /// where no surroundings are asked for.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let mark = self.marks.iter().find(|(at, _)| before == 0 && at.start == span.offset());
        let (range, line, column) = match mark {
            Some((at, place)) => (at.clone(), place.line as usize - 1, place.column as usize - 1),
            None => (0..self.text.len(), self.first_line, 0),
        };
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            self.text[range.clone()].as_bytes(),
            range.into(),
            line,
            column,
            self.lines,
        )))
    }
}
