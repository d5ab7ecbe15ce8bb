//! What no report shows of texts that hold Secrets: `testdata/masked.txt`.
//!
//! A case is a line `== NAME`, a text, and below a line `--` the text as reports show it: `***` for
//! what is masked, and `~` in front of a line whose values no message may quote.
//! `UPDATE=1 cargo test` rewrites what is below the lines.

use std::{fs, path::Path};

use kubevet::{
    findings::secrets::{Searched, Secrets},
    input::{Location, Source, SourceId, Span},
};

use crate::golden;

#[test]
fn masks_cover_values_only() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/masked.txt");
    let cases = fs::read_to_string(file).expect("the cases");
    let mut actual = String::new();
    for case in format!("\n{cases}").split("\n== ").skip(1) {
        let (name, rest) = case.split_once('\n').expect("a name");
        let (text, _) = rest.split_once("\n--\n").expect("a line `--`");
        actual += &format!("== {name}\n{text}\n--\n{}\n", masked(name, &format!("{text}\n")));
    }
    golden::assert("masked.txt", &actual);
}

/// The lines of a file, masked.
fn masked(name: &str, text: &str) -> String {
    let id = SourceId(0);
    let file = name.split(' ').next().unwrap_or(name);
    let secrets =
        Secrets::in_sources(&[Source::new(file, text)], vec![id], &[], &Searched::default());
    let mut shown = String::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(start, start + line.trim_end().len() as u32);
        start += line.len() as u32;
        let wary = secrets.is_wary(Location { source: id, span });
        let mut rest = line.trim_end().to_owned();
        for range in secrets.masked(id, span).iter().rev() {
            let from = range.start.max(span.start) - span.start;
            let to = range.end.min(span.end) - span.start;
            if from < to {
                rest.replace_range(from as usize..to as usize, "***");
            }
        }
        shown += format!("{} {rest}", if wary { '~' } else { ' ' }).trim_end();
        shown.push('\n');
    }
    shown
}
