//! Any bytes are linted with every rule without a panic, and every finding can be printed.
#![no_main]

use kubevet::{
    findings::Selection,
    input,
    lint::{Settings, lint},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let settings = Settings { selection: Selection::all(), ..Settings::default() };
    let mut source = input::decode("fuzz.yaml", bytes.to_vec());
    source.mode = input::Mode::Objects;
    let outcome = lint(vec![source], &settings);
    for finding in &outcome.findings {
        assert_ne!(finding.rule.code, "KV0099", "{}", finding.message.with_values());
        let source = outcome.source(finding.at);
        assert!(source.text.get(finding.at.span.range()).is_some(), "{finding:?}");
        source.line_column(finding.at.span.end);
    }
});
