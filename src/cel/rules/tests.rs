//! Held to what apiextensions-apiserver 0.36.3 reports (`testdata/cel`).

use std::sync::Arc;

use super::Validator;
use crate::{
    cel::{CelData, RuleSchema},
    syntax::parse,
};

fn recorded(name: &str) -> Arc<str> {
    let path = format!("{}/testdata/cel/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).expect("a file").into()
}

fn validator(schema: &Arc<str>) -> Validator {
    let schema = parse(schema);
    let schema = CelData::of(schema[0].tree.as_ref().expect("a tree").root())
        .map(|data| RuleSchema::read(&data))
        .expect("a schema");
    Validator::new(&Arc::new(schema), true).expect("rules")
}

#[test]
fn rules_fail_where_the_server_says_so() {
    let validator = validator(&recorded("rules.json"));
    let pairs = parse(&recorded("pairs.json"));
    let mut reported = Vec::new();
    let pairs = pairs[0].tree.as_ref().expect("a tree").root().items();
    for (number, pair) in pairs.enumerate() {
        let data = |name| pair.get(name).and_then(CelData::of);
        let (new, old) = (data("new").expect("an object"), data("old"));
        let report = validator.validate(&new, old.as_ref());
        assert!(report.unknown.is_empty(), "{:?}", report.unknown);
        let mut failures: Vec<String> = report
            .failures
            .iter()
            .map(|failure| {
                let path = failure.path();
                let path = if path.is_empty() { "-" } else { &path };
                let line = format!("  {path} {:?} {}", failure.reason, failure.message);
                // A duplicate has no message.
                line.split(" Duplicate ").next().map_or_else(String::new, |start| {
                    if start == line { line.clone() } else { format!("{start} Duplicate") }
                })
            })
            .collect();
        failures.sort();
        reported.push(number.to_string());
        reported.extend(failures);
    }
    let expected = recorded("rules.txt");
    let expected: Vec<&str> = expected.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(reported.join("\n"), expected.join("\n"));
}

#[test]
fn budgets_are_those_of_the_server() {
    let validator = validator(
        &"
type: object
properties:
  l:
    type: array
    items: { type: integer, x-kubernetes-validations: [{ rule: 'self >= 0' }] }
x-kubernetes-validations:
  - rule: 'self.l.all(x, self.l.all(y, x != y || x == y))'
    message: quadratic
"
        .into(),
    );
    let report = |count: i64| {
        let items = (0..count).map(|item| item.to_string()).collect::<Vec<_>>().join(",");
        let object = parse(&format!("l: [{items}]").into());
        let data = CelData::of(object[0].tree.as_ref().expect("a tree").root()).expect("an object");
        let report = validator.validate(&data, None);
        report.failures.iter().map(|failure| failure.message.clone()).collect::<Vec<_>>()
    };
    assert!(report(100).is_empty());
    assert_eq!(
        report(1000),
        ["'operation cancelled: actual cost limit exceeded': no further validation rules will \
             be run due to call cost exceeds limit for rule: quadratic"]
    );
}
