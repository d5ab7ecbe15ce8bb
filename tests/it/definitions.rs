//! Definitions of custom resources that nobody would write: whatever they hold, a run ends soon, and
//! reports nothing of an object that it cannot check.

use std::time::{Duration, Instant};

use kubevet::{
    input::{Mode, Source},
    lint::{Settings, lint},
};

/// What is refused of an object by a schema, in a few seconds.
fn refused(schema: &str, spec: &str) -> Vec<String> {
    let text = format!(
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n\
         metadata: {{name: odds.example.com}}\nspec:\n  group: example.com\n  scope: Namespaced\n  \
         names: {{plural: odds, kind: Odd}}\n  versions:\n  - name: v1\n    served: true\n    \
         storage: true\n    schema: {{openAPIV3Schema: {{type: object, properties: {{spec: \
         {schema}}}}}}}\n---\napiVersion: example.com/v1\nkind: Odd\nmetadata: {{name: a}}\n\
         spec: {spec}\n"
    );
    let mut source = Source::new("a.yaml", text);
    source.mode = Mode::Objects;
    let start = Instant::now();
    let findings = lint(vec![source], &Settings::default()).findings;
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
    let of_object = |finding: &kubevet::rules::Finding| finding.document == 1;
    let path = |finding: kubevet::rules::Finding| {
        Some(format!("{} {}", finding.field_path.unwrap_or_default(), finding.reason?.name()))
    };
    findings.into_iter().filter(of_object).filter_map(path).collect()
}

#[test]
fn schemas_and_objects_may_be_deep() {
    let depth = 400;
    let schema =
        "{type: object, properties: {a: ".repeat(depth) + "{type: string}" + &"}}".repeat(depth);
    let object = "{a: ".repeat(depth) + "1" + &"}".repeat(depth);
    assert_eq!(refused(&schema, &object), Vec::<String>::new());
    let open = "{type: object, x-kubernetes-preserve-unknown-fields: true}";
    let object = "[".repeat(2000) + &"]".repeat(2000);
    assert_eq!(refused(open, &format!("{{a: {object}}}")), Vec::<String>::new());
    let conditions = "{not: ".repeat(depth) + "{}" + &"}".repeat(depth);
    refused(&format!("{{type: object, not: {conditions}}}"), "{a: 1}");
}

#[test]
fn many_conditions_and_many_values_end() {
    let branch = "{items: {maximum: 1}}, ".repeat(2000);
    let schema = format!(
        "{{type: object, properties: {{list: {{type: array, items: {{type: integer}}, anyOf: \
         [{branch}]}}}}}}"
    );
    let list = "2, ".repeat(5000);
    assert_eq!(refused(&schema, &format!("{{list: [{list}]}}")), Vec::<String>::new());
    let set = "{type: object, properties: {list: {type: array, x-kubernetes-list-type: set, items: \
               {type: integer}}}}";
    let items: Vec<String> = (0..50_000).map(|n| n.to_string()).collect();
    let found = refused(set, &format!("{{list: [{}, 7]}}", items.join(", ")));
    assert_eq!(found, ["spec.list[50000] FieldValueDuplicate"]);
}

#[test]
fn patterns_end() {
    let long = "a".repeat(60_000);
    for pattern in ["(a*)*b", "(a|aa)+$b", "(((a{30}){30})?){1}b", "((a?){9}){9}b", "[", "a{1001}"]
    {
        let schema = format!(
            "{{type: object, properties: {{text: {{type: string, pattern: \"{pattern}\"}}}}}}"
        );
        refused(&schema, &format!("{{text: {long}}}"));
    }
}

#[test]
fn definitions_of_other_forms_define_nothing() {
    for schema in ["3", "[]", "null", "{properties: 3}", "{type: [object]}", "{items: [{}]}"] {
        let found = refused(schema, "{a: 1}");
        let is_unknown = |path: &String| path.ends_with("UnknownField");
        assert!(found.iter().all(is_unknown), "{schema}: {found:?}");
    }
}
