//! Records what an API server says of the documents that the conformance test makes.
//!
//! ```console
//! $ kubectl proxy &
//! $ cargo run --release --example conformance -- http://127.0.0.1:8001
//! ```
//!
//! Sends each document as a strict dry-run create to the server behind the proxy, an empty cluster
//! of default settings, and writes `testdata/conformance/MINOR.txt`. Needs `curl`.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "printing is what it is for")]

#[path = "../tests/it/conformance/generate.rs"]
mod generate;
#[path = "../tests/it/conformance/verdicts.rs"]
mod verdicts;

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::Path,
    process::{Command, ExitCode},
};

use generate::Document;
use kubevet::model::{schema, version::Version};
use serde_json::Value;
use verdicts::{Cause, Verdict};

/// So many documents are sent by one process.
const BATCH: usize = 250;

fn main() -> ExitCode {
    let Some(url) = std::env::args().nth(1) else {
        eprintln!("usage: conformance URL, such as http://127.0.0.1:8001 of `kubectl proxy`");
        return ExitCode::from(2);
    };
    match record(url.trim_end_matches('/')) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn record(url: &str) -> Result<(), String> {
    let minor = minor_of(url)?;
    let version: Version =
        format!("1.{minor}").parse().map_err(|_| format!("what is 1.{minor}?"))?;
    let documents = generate::documents(version);
    let dir = std::env::temp_dir().join(format!("conformance-{}", std::process::id()));
    fs::create_dir_all(&dir).map_err(|error| error.to_string())?;
    let mut verdicts = Vec::new();
    for batch in documents.chunks(BATCH) {
        for (document, answer) in batch.iter().zip(ask(url, &dir, batch, version)?) {
            verdicts.extend(verdict(&answer).map(|verdict| (document.id.clone(), verdict)));
        }
    }
    let _ = fs::remove_dir_all(&dir);
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("testdata/conformance/1.{minor}.txt"));
    let known = verdicts::parse(&fs::read_to_string(&file).unwrap_or_default());
    let known: BTreeMap<String, Verdict> = known.into_iter().collect();
    let changed = verdicts.iter().filter(|(id, verdict)| known.get(id) != Some(verdict)).count();
    fs::write(&file, verdicts::print(&verdicts)).map_err(|error| error.to_string())?;
    println!(
        "{}: of {} documents {} not accepted, {changed} verdicts are new",
        file.display(),
        documents.len(),
        verdicts.len()
    );
    Ok(())
}

fn minor_of(url: &str) -> Result<u32, String> {
    let output = Command::new("curl").args(["-sS", "--fail", &format!("{url}/version")]).output();
    let output = output.map_err(|error| format!("curl: {error}"))?;
    let version: Value = serde_json::from_slice(&output.stdout)
        .map_err(|_| format!("{url}: {}", String::from_utf8_lossy(&output.stderr)))?;
    let minor = version["minor"].as_str().unwrap_or_default().trim_end_matches('+');
    minor.parse().map_err(|_| format!("{url} does not say its version"))
}

/// What the server answers to each document.
fn ask(url: &str, dir: &Path, batch: &[Document], at: Version) -> Result<Vec<Value>, String> {
    let mut config = String::new();
    for (index, document) in batch.iter().enumerate() {
        let (input, output) = (dir.join(format!("{index}.json")), dir.join(format!("{index}.out")));
        fs::write(&input, document.object.to_string()).map_err(|error| error.to_string())?;
        let _ = fs::remove_file(&output);
        let next = if index == 0 { "" } else { "next\n" };
        writeln!(
            config,
            "{next}url = \"{url}{}?dryRun=All&fieldValidation=Strict\"\nheader = \"Content-Type: application/json\"\n\
             data-binary = \"@{}\"\noutput = \"{}\"\nsilent\nshow-error",
            path_of(&document.object, at)?,
            input.display(),
            output.display()
        )
        .map_err(|error| error.to_string())?;
    }
    let file = dir.join("curl.config");
    fs::write(&file, config).map_err(|error| error.to_string())?;
    let status = Command::new("curl").arg("-K").arg(&file).status();
    if !status.map_err(|error| format!("curl: {error}"))?.success() {
        return Err("curl has failed".to_owned());
    }
    let answer = |index| {
        let text = fs::read(dir.join(format!("{index}.out"))).map_err(|e| e.to_string())?;
        serde_json::from_slice(&text).map_err(|_| String::from_utf8_lossy(&text).into_owned())
    };
    (0..batch.len()).map(answer).collect()
}

fn path_of(object: &Value, at: Version) -> Result<String, String> {
    let text = |key: &str| object[key].as_str().unwrap_or_default();
    let (api_version, name) = (text("apiVersion"), text("kind"));
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    let kind = schema::kind(group, version, name, at).ok_or_else(|| format!("no {name}"))?;
    let root = if group.is_empty() { "api" } else { "apis" };
    let namespace = if kind.namespaced() { "namespaces/default/" } else { "" };
    Ok(format!("/{root}/{api_version}/{namespace}{}", kind.plural()))
}

/// What an answer says, unless it is that the document is accepted.
fn verdict(answer: &Value) -> Option<Verdict> {
    if answer["kind"] != "Status" || answer["status"] == "Success" {
        return None;
    }
    let message = one_line(answer["message"].as_str().unwrap_or_default());
    let code = answer["code"].as_u64().unwrap_or_default();
    let of_cluster = [
        "failed to allocate",
        "already allocated",
        "provided range does not match",
        "not in the valid range",
        "does not match the namespace sent on the request",
        "no namespace on request",
    ];
    if code >= 500 || code == 409 || of_cluster.iter().any(|words| message.contains(words)) {
        return Some(Verdict::Unclear);
    }
    let causes = answer["details"]["causes"].as_array().map_or(&[][..], Vec::as_slice);
    if causes.is_empty() {
        let behind = message.split_once("cannot be handled as a ");
        let reason = behind.and_then(|(_, behind)| behind.split_once(": "));
        return Some(Verdict::Failed(reason.map_or(message.as_str(), |(_, text)| text).to_owned()));
    }
    let cause = |cause: &Value| {
        let text = |key: &str| one_line(cause[key].as_str().unwrap_or_default());
        let detail = detail(&text("message")).to_owned();
        Cause { field: text("field"), reason: text("reason"), detail }
    };
    Some(Verdict::Refused(causes.iter().map(cause).collect()))
}

/// What a message says behind the value that it quotes: `must be …` of
/// `Invalid value: "a": must be …`.
fn detail(message: &str) -> &str {
    let Some((_, rest)) = message.split_once(" value") else { return message };
    let Some(rest) = rest.strip_prefix(": ") else { return rest };
    if message.starts_with("Required") {
        return rest;
    }
    if rest.starts_with('"') {
        let mut escaped = true;
        let end = rest.find(|c: char| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        });
        let behind = end.and_then(|end| rest.get(end + 1..)).unwrap_or_default();
        return behind.strip_prefix(": ").unwrap_or(behind);
    }
    rest.split_once(": ").map_or("", |(_, detail)| detail)
}

fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split(['\n', '\t']).map(str::trim).collect();
    words.join(" ")
}
