//! Held to cel-go 0.26 in the environment of a Kubernetes 1.36 API server.

use proptest::prelude::*;

use super::{CelType, Env, check, parse};
use crate::model::version::Version;

fn env(minor: u8) -> Env {
    let spec = CelType::object(
        "spec",
        [
            ("replicas", CelType::Int),
            ("names", CelType::list(CelType::String)),
            ("any", CelType::Dyn),
        ],
    );
    let labels = CelType::map(CelType::String);
    let self_ = CelType::object(
        "self",
        [("spec", spec.clone()), ("items", CelType::list(spec)), ("labels", labels)],
    );
    let variables = [
        ("object", CelType::Dyn),
        ("any", CelType::Any),
        ("s", CelType::String),
        ("i", CelType::Int),
        ("u", CelType::Uint),
        ("b", CelType::Bool),
        ("by", CelType::Bytes),
        ("ts", CelType::Timestamp),
        ("dur", CelType::Duration),
        ("l", CelType::list(CelType::Int)),
        ("m", CelType::map(CelType::Int)),
        ("opt", CelType::optional(CelType::String)),
        ("self", self_),
        ("authorizer", CelType::Opaque("kubernetes.authorization.Authorizer")),
        ("authorizer.requestResource", CelType::Opaque("kubernetes.authorization.ResourceCheck")),
    ];
    let variables = variables.into_iter().map(|(name, type_)| (name.to_owned(), type_)).collect();
    let version = Version::new(minor).unwrap_or_default();
    Env { variables, patches: true, bindings: true, ..Env::new(version) }
}

/// The type of an expression or, in braces, where its fault is and what it says.
fn verdict(text: &str) -> String {
    verdict_at(36, text)
}

fn verdict_at(minor: u8, text: &str) -> String {
    let env = env(minor);
    match parse(text, &env).and_then(|tree| check(&tree, &env)) {
        Ok(Some(type_)) => type_.to_string(),
        Ok(None) => "?".to_owned(),
        Err(fault) => format!(
            "{{{}}} {}",
            &text[fault.diagnostic.at.clone()],
            fault.diagnostic.message.with_values()
        ),
    }
}

fn all(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(verdict(text), *expected, "{text}");
    }
}

#[test]
fn literals_are_read_as_cel_go_reads_them() {
    all(&[
        ("1", "int"),
        ("-1", "int"),
        ("007", "int"),
        ("0x1F", "int"),
        ("0x1Fu", "uint"),
        ("1e3", "double"),
        (".5", "double"),
        ("-9223372036854775808", "int"),
        ("9223372036854775808", "{9223372036854775808} the number is too large"),
        ("1e400", "{1e400} the number is too large"),
        ("0X1F", "{X1F} unexpected `X1F`"),
        ("1_000", "{_000} unexpected `_000`"),
        ("1..5", "{.5} unexpected `.5`"),
        ("'한글' + \"é\"", "string"),
        ("'\\u00e9\\101\\x41\\n\\?'", "string"),
        ("'\\ud800'", "{\\ud800} `\\ud800` is not a valid character"),
        ("'\\u12'", "{\\u12} `\\u12` is too short for an escape sequence"),
        ("'\\d+'", "{\\d} `\\d` is not a valid escape; write a backslash as `\\\\`"),
        ("r'\\d+'", "string"),
        ("b'\\xff'", "bytes"),
        ("b'\\u00e9'", "{\\u} `\\u` is not a valid escape; write a backslash as `\\\\`"),
        ("'''a\n'b\\''''", "string"),
        ("'a\nb'", "{'a} unclosed '"),
        ("'abc", "{'abc} unclosed '"),
        ("\"\"\"a", "{\"a} unclosed \""),
        ("// nothing but a comment", "{} unexpected end of the expression"),
        ("i // a comment\n + 1", "int"),
    ]);
}

#[test]
fn operators_bind_as_in_the_grammar() {
    all(&[
        ("1 + 2 * 3 - 4 / 5 % 6", "int"),
        ("1 < 2 == true != b", "bool"),
        ("b ? 1 : b ? 2 : 3", "int"),
        ("b ? b ? 1 : 2 : 3", "{?} unexpected `?`"),
        ("b || b ? b : b && b", "bool"),
        ("!!b && !-1 == 1", "{!-1} `!` cannot be applied to an int"),
        ("!-i", "{i} unexpected `i`"),
        ("- 1 - -1", "int"),
        ("[1, 2,]", "list(int)"),
        ("[1,,]", "{,} unexpected `,`"),
        ("{'a': 1,}", "map(string, int)"),
        ("size('a',)", "{)} unexpected `)`"),
        ("(1", "{(} unclosed `(`"),
        ("s.size()[", "{[} unexpected end of the expression"),
        ("object.in", "{in} unexpected `in`"),
        ("object.namespace == 'a'", "bool"),
        ("namespace == 'a'", "{namespace} reserved word `namespace` cannot be used as a variable"),
        ("b and b", "{and} unexpected `and`"),
        ("s = 'a'", "{=} unexpected character `=`"),
        ("i\u{a0}+ 1", "{\u{a0}} unexpected non-ASCII space U+00A0"),
        ("“a” == s", "{“} unexpected character `“`"),
    ]);
}

#[test]
fn nesting_ends_where_cel_go_ends_it() {
    let nested = |open: &str, close: &str, depth| {
        verdict(&format!("{}1{}", open.repeat(depth), close.repeat(depth)))
    };
    assert_eq!(nested("(", ")", 249), "int");
    assert!(nested("(", ")", 250).contains("levels deep"));
    assert_eq!(verdict(&format!("1{}", "+1".repeat(249))), "int");
    assert!(verdict(&format!("1{}", "+1".repeat(251))).contains("levels deep"));
    assert_eq!(verdict(&format!("b{}", " && b".repeat(5000))), "bool");
    for open in ["(", "[", "{1:", "!", "-", "a.", "f(", "a?", "[].map(x,", "'"] {
        verdict(&open.repeat(30_000));
    }
}

#[test]
fn variables_fields_and_functions_are_known() {
    all(&[
        ("object.spec.x.y", "dyn"),
        ("self.spec.replicas > 1", "bool"),
        ("self.spec.replica", "{replica} `self.spec` has no field `replica`"),
        ("has(self.spec.replica)", "{replica} `self.spec` has no field `replica`"),
        ("self.?spec.?replicas.orValue(1)", "int"),
        ("self.labels.app", "string"),
        ("selff.spec", "{selff} undeclared variable `selff`"),
        ("s.length", "{s.length} a string has no field `length`"),
        ("s.startWith('a')", "{startWith} unknown function `startWith`"),
        ("s.size() + size(s)", "int"),
        ("startsWith(s, 'a')", "{startsWith} `startsWith` must be called on a value"),
        ("i.size()", "{i.size()} an int has no function `size()`"),
        ("authorizer.requestResource.check('get').allowed()", "bool"),
        (
            "authorizer.group('').check('get')",
            "{authorizer.group('').check('get')} a kubernetes.authorization.GroupCheck has no function `check(string)`",
        ),
        ("sets.contains([1], l)", "bool"),
        ("quantity('1Gi').isGreaterThan(quantity('1'))", "bool"),
        ("type(i) == int && type(ip('::1')) == net.IP", "bool"),
        ("Object{spec: Object.spec{replicas: 1}}", "Object"),
        ("[JSONPatch{op: 'add', path: '/a', value: 1}]", "list(JSONPatch)"),
        ("JSONPatch{op: 1}", "{1} `op` must be a string, not an int"),
        ("Deployment{}", "{Deployment} unknown type `Deployment`"),
        ("cel.bind(x, l[0], x + 1)", "int"),
    ]);
}

#[test]
fn macros_bind_variables() {
    all(&[
        ("l.all(x, x > 0) && l.exists(i, i == 1)", "bool"),
        ("l.all(x, x)", "{x} this must be a bool, not an int"),
        ("l.all(x.y, true)", "{x.y} the first argument of `all` must be the name of a variable"),
        ("l.all(true)", "{all} wrong arguments for `all`"),
        ("m.all(k, v, v > 1 && k == 'a')", "bool"),
        ("m.all(k, k, true)", "{k} variable `k` is already defined"),
        ("l.map(x, {'a': x}).filter(y, y.a > 1)", "list(map(string, int))"),
        ("l.map(x, x > 1, string(x)).join(',')", "string"),
        ("[].map(x, x)", "list(dyn)"),
        ("object.items.map(x, x.name)", "list(dyn)"),
        ("s.all(c, true)", "{s} a string cannot be iterated over"),
        ("any.all(c, true)", "{any} a value known only at run time cannot be iterated over"),
        ("m.transformMap(k, v, string(v))", "map(string, string)"),
        ("m.transformMapEntry(k, v, {v: k})", "map(int, string)"),
        ("m.transformMapEntry(k, v, v)", "{v} this must be a map, not an int"),
        ("opt.optMap(x, x.size())", "optional(int)"),
        ("self.items.sortBy(x, x.replicas)[0].replicas", "int"),
        ("self.items.sortBy(x, x.names)", "{x.names} a list(string) cannot be used as a sort key"),
        ("has(object)", "{object} the argument of `has` must be a field, as in has(self.name)"),
        (
            "has(object['a'])",
            "{object['a']} the argument of `has` must be a field, as in has(self.name)",
        ),
    ]);
}

#[test]
fn types_must_go_together() {
    all(&[
        ("i + s", "{i + s} `+` cannot be applied to an int and a string"),
        ("i < 1.5", "bool"),
        ("i == s", "{i == s} an int cannot be compared with a string"),
        ("s == null", "{s == null} a string cannot be compared with null"),
        ("self == null && dur == null && object == null", "bool"),
        ("ts - ts > dur", "bool"),
        ("ts + ts", "{ts + ts} `+` cannot be applied to a timestamp and a timestamp"),
        ("s in l", "{s in l} `in` cannot find a string in a list(int)"),
        ("l['a']", "{l['a']} a list(int) cannot be indexed with a string"),
        (
            "b ? 1 : 'a'",
            "{b ? 1 : 'a'} both results of `?` must have one type, not an int and a string",
        ),
        ("i ? 1 : 2", "{i ? 1 : 2} the condition of `?` must be a bool, not an int"),
        ("[1, 'a']", "{'a'} items have different types: a string and an int"),
        (
            "[1, dyn('a')]",
            "{dyn('a')} items have different types: a value known only at run time and an int",
        ),
        ("'%d %s'.format([1, 'a'])", "string"),
        (
            "'%d %s'.format([1])",
            "{[1]} the number of placeholders (2) differs from the number of arguments (1)",
        ),
        ("[[], [1]] == [[]]", "bool"),
        ("s.find('a(')", "string"),
        (
            "s.matches('a(')",
            "{'a('} the pattern is not a valid regular expression: missing closing `)`",
        ),
        ("duration('1d') == dur", "{'1d'} `1d` is not a valid duration"),
        ("timestamp('2026-01-01') == ts", "{'2026-01-01'} `2026-01-01` is not a valid timestamp"),
    ]);
}

#[test]
fn types_that_grow_without_end_are_not_judged() {
    let text = format!("l{}", ".map(x, {x: x})".repeat(40));
    assert_eq!(verdict(&text), "?");
}

/// Pieces that expressions are made of, whole and broken.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "object",
        "self",
        "spec",
        "l",
        "m",
        "x",
        "opt",
        "has",
        "all",
        "map",
        "size",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ".",
        "?",
        ":",
        ",",
        "+",
        "-",
        "!",
        "&&",
        "||",
        "==",
        "in",
        "1",
        "1.5",
        "'a'",
        "'",
        "\"\"\"",
        "\\",
        "r'",
        "b",
        "//",
        "\n",
        " ",
        "é",
        "\u{a0}",
        ".all(x,",
        "true",
        "null",
        "JSONPatch{",
        "%",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_judged(pieces in prop::collection::vec(piece(), 0..40)) {
        let (text, env) = (pieces.concat(), env(36));
        if let Err(fault) = parse(&text, &env).and_then(|tree| check(&tree, &env)) {
            let at = &fault.diagnostic.at;
            prop_assert!(at.start <= at.end && at.end <= text.len(), "{text}");
        }
    }
}

/// What new expressions have since a version, and what they do not have before it.
#[test]
fn versions() {
    let all = [
        (27, "authorizer.path('/healthz').check('get').allowed()"),
        (28, "matches(s, '^a$')"),
        (28, "authorizer.path('/').check('get').errored()"),
        (29, "quantity('1Gi').isGreaterThan(quantity('1Mi'))"),
        (29, "i < 1.5"),
        (29, "m.?key.orValue(0) == 1"),
        (29, "l[?0].hasValue()"),
        (29, "[?optional.of(1)]"),
        (29, "{?'a': optional.of(1)}"),
        (29, "opt.optMap(x, x + 'a')"),
        (30, "sets.contains([1, 2], [1])"),
        (30, "'%d items'.format([i])"),
        (31, "isCIDR('10.0.0.0/8') && ip('10.0.0.1').family() == 4"),
        (31, "type(object) == net.IP"),
        (32, "format.dns1123Label().validate(s)"),
        (32, "authorizer.requestResource.fieldSelector('metadata.name=a')"),
        (33, "l.all(at, x, x > at)"),
        (33, "l.exists(at, x, x > at)"),
        (33, "m.transformMap(key, value, value + 1)"),
        (34, "semver('1.2.3').major() == 1"),
        (35, "l.sortBy(x, -x)"),
        (35, "lists.range(3)"),
        (37, "object.`app.kubernetes.io/name`"),
        (38, "l.includes(1)"),
    ];
    let versions = all.map(|(_, text)| {
        let good: Vec<u8> =
            (25..=37).filter(|minor| !verdict_at(*minor, text).starts_with('{')).collect();
        let since = good.first().copied().unwrap_or(38);
        assert!(good.iter().copied().eq(since..=37), "{text}: {good:?}");
        (since, text)
    });
    assert_eq!(versions, all);
}

#[test]
fn messages_name_the_version() {
    let all = [
        ("isCIDR(s)", "{isCIDR} `isCIDR` can be used in new expressions since Kubernetes 1.31"),
        (
            "opt.orValue('a')",
            "{orValue} `orValue` can be used in new expressions since Kubernetes 1.29",
        ),
        (
            "l[?0]",
            "{?} `?` for optional values can be used in new expressions since Kubernetes 1.29",
        ),
        (
            "l.all(at, x, x > at)",
            "{all} `all` with two variables can be used in new expressions since Kubernetes 1.33",
        ),
        (
            "object.`a-b`",
            "{`a-b`} a field name in backquotes can be used in new expressions since Kubernetes 1.37",
        ),
    ];
    for (text, said) in all {
        assert_eq!(verdict_at(28, text), said, "{text}");
    }
}
