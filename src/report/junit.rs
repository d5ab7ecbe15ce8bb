//! `junit`: XML in which each finding is a test case that failed, as Jenkins, GitLab and others read
//! it. A file without findings is one that passed, and advice of severity info fails nothing.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use super::{
    Reporter,
    fold::{self, FindingGroup},
    place, words, xml,
};
use crate::{
    diagnostic::Severity,
    findings::{Outcome, secrets::Secrets},
    input::SourceId,
};

pub(super) struct Junit;

impl Reporter for Junit {
    fn report(&self, run: &Outcome, out: &mut dyn Write) -> io::Result<()> {
        let masks = Secrets::of(run);
        let groups = fold::groups(run);
        let mut by_file: BTreeMap<SourceId, Vec<&FindingGroup<'_>>> = BTreeMap::new();
        let reported = (0..).map(SourceId).zip(&run.sources).filter(|(_, source)| source.reported);
        by_file.extend(reported.map(|(id, _)| (id, Vec::new())));
        for group in &groups {
            by_file.entry(group.head.at.source).or_default().push(group);
        }
        let mut files: Vec<_> = by_file.into_iter().collect();
        files.sort_by_key(|(id, _)| &run.sources[id.0 as usize].name);
        let tests: usize = files.iter().map(|(_, groups)| groups.len().max(1)).sum();
        let head = [
            ("name", "kubevet"),
            ("tests", &tests.to_string()),
            ("failures", &failures(&groups.iter().collect::<Vec<_>>()).to_string()),
        ];
        writeln!(out, "{}{}>", xml::HEAD, xml::open("testsuites", &head))?;
        for (id, groups) in &files {
            let name = &run.sources[id.0 as usize].name;
            let head = [
                ("name", name.as_str()),
                ("tests", &groups.len().max(1).to_string()),
                ("failures", &failures(groups).to_string()),
            ];
            writeln!(out, "  {}>", xml::open("testsuite", &head))?;
            if groups.is_empty() {
                let case = [("name", name.as_str()), ("classname", "kubevet"), ("file", name)];
                writeln!(out, "    {}/>", xml::open("testcase", &case))?;
            }
            for group in groups {
                write_case(run, group, &masks, out)?;
            }
            writeln!(out, "  </testsuite>")?;
        }
        writeln!(out, "</testsuites>")
    }
}

fn failures(groups: &[&FindingGroup<'_>]) -> usize {
    groups.iter().filter(|group| group.head.severity > Severity::Info).count()
}

fn write_case(
    run: &Outcome,
    group: &FindingGroup<'_>,
    masks: &Secrets,
    out: &mut dyn Write,
) -> io::Result<()> {
    let finding = group.head;
    let source = run.source(finding.at);
    let start = source.line_column(finding.at.span.start);
    let (line, column) = (start.line.to_string(), start.column.to_string());
    let name = format!("{} at {line}:{column}", finding.rule.name);
    let class = format!("kubevet.{}", finding.rule.code);
    let case = [
        ("name", name.as_str()),
        ("classname", &class),
        ("file", &source.name),
        ("line", &line),
        ("column", &column),
    ];
    writeln!(out, "    {}>", xml::open("testcase", &case))?;
    let mut lines = words::lines(run, group, masks, |at| place(run, at));
    lines[0] = format!("{}: {}", place(run, finding.at), lines[0]);
    let text = lines.join("\n");
    let text = text.split('\n').map(xml::escaped).collect::<Vec<_>>().join("\n");
    if finding.severity > Severity::Info {
        let message = words::message(run, group, masks);
        let head = [("type", finding.severity.name()), ("message", &message)];
        writeln!(out, "      {}>{text}</failure>", xml::open("failure", &head))?;
    } else {
        writeln!(out, "      <system-out>{text}</system-out>")?;
    }
    writeln!(out, "    </testcase>")
}
