//! Measures the reader over files: `cargo run --release --example throughput -- PATH…`.
//!
//! Reads all files into memory first, then prints the best of several rounds for events alone and
//! for trees with places, on one core.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use std::{fs, path::Path, sync::Arc, time::Instant};

use kubevet::{
    input::decode,
    syntax::{count_events, parse},
};

fn main() -> std::io::Result<()> {
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build_global();
    one.map_err(std::io::Error::other)?;
    let mut texts = Vec::new();
    for path in std::env::args().skip(1) {
        gather(Path::new(&path), &mut texts)?;
    }
    let bytes: usize = texts.iter().map(|text| text.len()).sum();
    println!("{} files, {bytes} bytes", texts.len());
    let events: usize = texts.iter().map(|text| count_events(text)).sum();
    let nodes: usize = texts
        .iter()
        .flat_map(parse)
        .filter_map(|document| document.tree.map(|tree| tree.len()))
        .sum();
    println!("{events} events, {nodes} nodes");
    best("events", bytes, || texts.iter().map(|text| count_events(text)).sum());
    best("trees", bytes, || texts.iter().map(|text| parse(text).len()).sum());
    Ok(())
}

fn best(what: &str, bytes: usize, run: impl Fn() -> usize) {
    let mut fastest = f64::MAX;
    for _ in 0..9 {
        let start = Instant::now();
        std::hint::black_box(run());
        fastest = fastest.min(start.elapsed().as_secs_f64());
    }
    #[expect(clippy::cast_precision_loss, reason = "a rate to read")]
    let rate = bytes as f64 / fastest / 1e6;
    println!("{what}: {:.1} ms, {rate:.0} MB/s", fastest * 1e3);
}

fn gather(path: &Path, texts: &mut Vec<Arc<str>>) -> std::io::Result<()> {
    if !path.is_dir() {
        if path.extension().is_some_and(|e| e == "yaml" || e == "yml") {
            texts.push(decode("", fs::read(path)?).text);
        }
        return Ok(());
    }
    let mut entries: Vec<_> =
        fs::read_dir(path)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    entries.sort();
    entries.iter().try_for_each(|entry| gather(entry, texts))
}
