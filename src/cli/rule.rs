//! `kubevet rule`: what a rule checks, why, and how to fix its findings.

use std::io::Write;

use clap::Args;
use serde_json::{Value, json};

use super::{CommandEnv, error::CliError, ui};
use crate::{
    findings::{named, suggest},
    report::wrap,
    rules::{self, Fixable, Rule},
};

#[derive(Args, Debug)]
pub(super) struct RuleArgs {
    /// Code or name of a rule, or its name in another linter
    #[arg(value_name = "RULE")]
    rule: Option<String>,
    /// Explain all rules
    #[arg(long, conflicts_with = "rule")]
    all: bool,
    /// Output format: text, json or markdown
    #[arg(
        short,
        long,
        value_name = "FORMAT",
        default_value = "text",
        hide_possible_values = true,
        hide_default_value = true
    )]
    output: RuleFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum RuleFormat {
    Text,
    Json,
    Markdown,
}

pub(super) fn run(args: &RuleArgs, run: &CommandEnv) -> Result<u8, CliError> {
    let mut out = ui::stdout();
    let width = run.ui.style().width.min(WIDEST);
    match &args.rule {
        Some(word) => explain(&find(word)?, args.output, width, &mut out)?,
        None if args.all => explain(&sorted(), args.output, width, &mut out)?,
        None => list(args.output, &mut out)?,
    }
    out.flush()?;
    Ok(0)
}

fn sorted() -> Vec<&'static Rule> {
    let mut rules: Vec<&'static Rule> = rules::all().collect();
    rules.sort_by_key(|rule| rule.code);
    rules
}

/// The rules that one word means; several where another linter's check became several.
fn find(word: &str) -> Result<Vec<&'static Rule>, CliError> {
    let upper = word.to_uppercase();
    let word = if upper.starts_with("KV") { &upper } else { word };
    match named(word) {
        Ok(rules) if !rules.is_empty() => Ok(rules),
        Ok(_) => {
            Err(CliError::not_found(format!("no rule code of this release starts with `{word}`"))
                .hint("run `kubevet rule` to list the rules"))
        }
        Err(unknown) => {
            let error = CliError::not_found(format!("unknown rule `{word}`"));
            let names = || rules::all().flat_map(|rule| [rule.code.as_str(), rule.name]);
            match unknown.nearest.or_else(|| suggest(word, names()).map(str::to_owned)) {
                Some(near) => Err(error.hint(format!("did you mean `{near}`?"))),
                None => Err(error.hint("run `kubevet rule` to list the rules")),
            }
        }
    }
}

/// Wider text is hard to read.
const WIDEST: usize = 100;

fn explain(
    rules: &[&'static Rule],
    output: RuleFormat,
    width: usize,
    out: &mut impl Write,
) -> Result<(), CliError> {
    match output {
        RuleFormat::Json => {
            if let [rule] = rules {
                return write_json(&json_of(rule), out);
            }
            write_json(&rules.iter().map(|rule| json_of(rule)).collect(), out)
        }
        RuleFormat::Markdown => {
            for (index, rule) in rules.iter().enumerate() {
                let gap = if index > 0 { "\n" } else { "" };
                write!(out, "{gap}{}", rule.doc)?;
            }
            Ok(())
        }
        RuleFormat::Text => {
            for (index, rule) in rules.iter().enumerate() {
                if index > 0 {
                    writeln!(out, "\n")?;
                }
                wrap(&headline(rule), width).iter().try_for_each(|line| writeln!(out, "{line}"))?;
                wrap(rule.title, width).iter().try_for_each(|line| writeln!(out, "{line}"))?;
                write!(out, "{}", text_of(rule.doc, width))?;
            }
            Ok(())
        }
    }
}

/// `unknown-kind (KV1002)  error · schema · core · sometimes fixable · also: kubeconform`.
fn headline(rule: &Rule) -> String {
    let mut parts = vec![rule.severity.name(), rule.category(), rule.preset.name(), fixable(rule)];
    let also = format!("also: {}", rule.aliases.join(", ").replace(':', " "));
    if !rule.aliases.is_empty() {
        parts.push(&also);
    }
    format!("{} ({})  {}", rule.name, rule.code, parts.join(" · "))
}

fn fixable(rule: &Rule) -> &'static str {
    match rule.fix {
        Fixable::Never => "not fixable",
        Fixable::Sometimes => "fixable",
    }
}

/// A rule's document for a terminal: headings without marks, code indented, text in lines of at
/// most so many columns.
fn text_of(doc: &str, width: usize) -> String {
    let mut out = String::new();
    let mut paragraph = String::new();
    let mut in_code = false;
    for line in doc.lines().skip(1) {
        let is_fence = line.starts_with("```");
        let goes_on = !line.is_empty() && !line.starts_with(['#', '-', '|']);
        if in_code || is_fence || !goes_on {
            break_into(&mut out, &mut paragraph, width);
        }
        if is_fence {
            in_code = !in_code;
        } else if in_code && !line.is_empty() {
            out.push_str(&format!("    {line}\n"));
        } else if in_code || line.is_empty() {
            out.push('\n');
        } else if line.starts_with('|') {
            out.push_str(&format!("{line}\n"));
        } else {
            let gap = if paragraph.is_empty() { "" } else { " " };
            paragraph.push_str(gap);
            paragraph.push_str(line.trim_start_matches('#').trim_start_matches(' '));
        }
        if line.starts_with('#') {
            break_into(&mut out, &mut paragraph, width);
        }
    }
    break_into(&mut out, &mut paragraph, width);
    out
}

/// Moves a paragraph or an item of a list to the text, in lines.
fn break_into(out: &mut String, paragraph: &mut String, width: usize) {
    let (mark, text) = match paragraph.strip_prefix("- ") {
        Some(item) => ("- ", item),
        None => ("", paragraph.as_str()),
    };
    if !text.is_empty() {
        for (index, line) in wrap(text, width - mark.len()).iter().enumerate() {
            let start = if index == 0 { mark } else { &"  "[..mark.len()] };
            out.push_str(&format!("{start}{line}\n"));
        }
    }
    paragraph.clear();
}

fn list(output: RuleFormat, out: &mut impl Write) -> Result<(), CliError> {
    let rules = sorted();
    match output {
        RuleFormat::Json => write_json(&rules.iter().map(|rule| json_of(rule)).collect(), out),
        RuleFormat::Markdown => {
            writeln!(out, "| code | name | title | severity | preset | fixable |")?;
            writeln!(out, "|---|---|---|---|---|---|")?;
            for rule in rules {
                let fix = if rule.fix == Fixable::Never { "" } else { "yes" };
                let Rule { code, name, title, severity, preset: set, .. } = rule;
                let set = set.name();
                writeln!(out, "| {code} | {name} | {title} | {severity} | {set} | {fix} |")?;
            }
            Ok(())
        }
        RuleFormat::Text => {
            let widest = rules.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
            for rule in rules {
                let fix = if rule.fix == Fixable::Never { "" } else { "fixable" };
                let Rule { code, name, title, severity, preset: set, .. } = rule;
                let set = set.name();
                writeln!(out, "{code}  {name:widest$}  {severity:7}  {set:14}  {fix:7}  {title}")?;
            }
            Ok(())
        }
    }
}

fn json_of(rule: &Rule) -> Value {
    json!({
        "code": rule.code,
        "name": rule.name,
        "title": rule.title,
        "category": rule.category(),
        "severity": rule.severity.name(),
        "set": rule.preset.name(),
        "fixable": rule.fix != Fixable::Never,
        "since": rule.since,
        "aliases": rule.aliases,
        "doc": rule.doc,
    })
}

fn write_json(value: &Value, out: &mut impl Write) -> Result<(), CliError> {
    serde_json::to_writer_pretty(&mut *out, value).map_err(std::io::Error::from)?;
    writeln!(out)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_read_well_in_a_terminal() {
        let doc = "# name\n\nWhy.\n\n## Bad\n\n```yaml\na: 1\n```\n";
        assert_eq!(text_of(doc, 80), "\nWhy.\n\nBad\n\n    a: 1\n");
        let doc = "# name\n\nWhy it is\nso.\n\n- one two\n  three\n- four\n\n## See also\n";
        let text = "\nWhy it\nis so.\n\n- one two\n  three\n- four\n\nSee also\n";
        assert_eq!(text_of(doc, 8), text);
    }
}
