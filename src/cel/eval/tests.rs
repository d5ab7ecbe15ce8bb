//! Held to what cel-go 0.26 gives with the libraries of a Kubernetes 1.36 API server
//! (`testdata/cel`).

use std::sync::Arc;

use crate::{
    cel::{
        CelData, CelType, Env, Program, RuleSchema,
        estimate::{Sizes, estimate},
        eval::CALL_LIMIT,
        go,
        value::{CelResult, CelValue, Opaque, view::view},
    },
    model::version::Version,
    syntax::parse,
};

/// A file of `testdata/cel`.
fn recorded(name: &str) -> Arc<str> {
    let path = format!("{}/testdata/cel/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).expect("a file").into()
}

/// A value, as the recorded ones are written.
fn shown(value: &CelResult<'_>) -> String {
    let value = match value {
        Ok(value) => value,
        Err(fault) => return format!("!{}", fault.message()),
    };
    let of = |value: &CelValue<'_>| shown(&Ok(value.clone()));
    match value {
        CelValue::Null => "null".to_owned(),
        CelValue::Bool(value) => value.to_string(),
        CelValue::Int(value) => value.to_string(),
        CelValue::Uint(value) => format!("{value}u"),
        CelValue::Double(value) => format!("{}f", go::general(*value, 6)),
        CelValue::Str(text) => serde_json::to_string(&**text).expect("a string"),
        CelValue::Bytes(bytes) => {
            format!("b{}", go::hexadecimal(bytes))
        }
        CelValue::Timestamp(time) => format!("t{}", time.print()),
        CelValue::Duration(nanos) => format!("d{nanos}"),
        CelValue::Type(name) => format!("type:{name}"),
        CelValue::List(list) => {
            format!("[{}]", list.iter().map(|item| shown(&item)).collect::<Vec<_>>().join(","))
        }
        CelValue::Map(map) => {
            let entries = map.entries();
            let entry =
                |(key, value): &(CelValue<'_>, CelResult<'_>)| of(key) + ":" + &shown(value);
            let mut entries: Vec<String> = entries.iter().map(entry).collect();
            entries.sort();
            format!("{{{}}}", entries.join(","))
        }
        CelValue::Optional(None) => "none".to_owned(),
        CelValue::Optional(Some(value)) => format!("some({})", of(value)),
        CelValue::Opaque(opaque) => match &**opaque {
            Opaque::Ip(address) => format!("ip:{address}"),
            Opaque::Cidr(address, bits) => format!("cidr:{address}/{bits}"),
            Opaque::Url(url) => format!("url:{}", url.text),
            Opaque::Semver(version) => format!("semver:{version}"),
            Opaque::Format(_) => "format".to_owned(),
            Opaque::Quantity { .. } => "kubernetes.Quantity".to_owned(),
        },
        CelValue::Preserved(_) => "unknown".to_owned(),
    }
}

fn compiled(text: &str, env: &Env) -> Option<Program> {
    let tree = crate::cel::parse(text, env).ok()?;
    let type_ = crate::cel::check(&tree, env).ok()??;
    Program::compile(text, &type_, env)
}

#[test]
fn expressions_have_the_values_and_costs_of_cel_go() {
    let schema = parse(&recorded("schema.json"));
    let schema = CelData::of(schema[0].tree.as_ref().expect("a tree").root())
        .map(|data| RuleSchema::read(&data))
        .expect("a schema");
    let objects = parse(&recorded("objects.json"));
    let objects = objects[0].tree.as_ref().expect("a tree").root().items();
    let objects: Vec<CelData<'_>> = objects.filter_map(CelData::of).collect();
    let self_ = schema.cel_type(false, "self").expect("a type");
    let env = Env { variables: vec![("self".to_owned(), self_)], ..Env::new(Version::NEWEST) };
    let sizes = Sizes::of(&schema, false).expect("sizes");
    let mut program = Err("");
    let (mut count, mut wrong) = (0, Vec::new());
    let recorded = recorded("expressions.txt");
    for line in recorded.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let Some(expected) = line.strip_prefix("  ") else {
            program = compiled(line, &env).map(|program| (line, program)).ok_or(line);
            continue;
        };
        let (text, program) = match &program {
            Ok((text, program)) => (text, program),
            Err(text) => {
                wrong.push(format!("{text} does not compile"));
                continue;
            }
        };
        if let Some(most) = expected.strip_prefix("* ") {
            let tree = crate::cel::parse(text, &env).expect("it compiles");
            let estimate = estimate(&tree, &env, &sizes).map(|estimate| estimate.cost);
            if estimate != most.parse().ok() {
                wrong.push(format!("{text}\n  estimate {estimate:?}, not {most}"));
            }
            continue;
        }
        let (numbers, expected) = expected.split_once(' ').expect("numbers and a value");
        for number in numbers.split(',') {
            let object = &objects[number.parse::<usize>().expect("a number")];
            let (value, cost) = program.evaluate(vec![Some(view(object, &schema))], CALL_LIMIT);
            let value = format!("({cost}) {}", shown(&value));
            count += 1;
            if value != expected {
                wrong.push(format!("{text}\n  {number} {value}\n    {expected}"));
            }
        }
    }
    assert!(count > 3000, "only {count} values are recorded");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// An expression without variables.
fn evaluated(text: &str) -> (String, u64) {
    let env = Env { bindings: true, ..Env::new(Version::NEWEST) };
    let program = compiled(text, &env).expect(text);
    let (value, cost) = program.evaluate(Vec::new(), CALL_LIMIT);
    (shown(&value), cost)
}

#[test]
fn variables_are_bound_when_they_are_first_read() {
    assert_eq!(evaluated("cel.bind(x, 1/0, true)").0, "true");
    assert_eq!(evaluated("cel.bind(x, 'a', x + x)").0, "\"aa\"");
    assert_eq!(evaluated("cel.bind(x, 2, [1, 2].map(y, cel.bind(z, x + y, z * z)))").0, "[9,16]");
}

#[test]
fn every_expression_ends() {
    let grown = |step: &str, count| format!("[[1]]{}.size() > 0", step.repeat(count));
    let costly = "!operation cancelled: actual cost limit exceeded";
    assert_eq!(evaluated(&grown(".map(x, x + x)", 60)).0, costly);
    assert_eq!(evaluated("lists.range(9000000000000)").0, costly);
    let text = "'0123456789'.split('')";
    let long = format!("{text}.map(x, {text}.map(y, {text}.join('aaaaaaaaaaaaaaaaaaaaaaaa')))");
    assert!(evaluated(&long).1 < CALL_LIMIT);
    let replaced = format!("'aaaaaaaaaa'{}.size() > 0", ".replace('', 'aaaaaaaaaa')".repeat(20));
    assert_eq!(evaluated(&replaced).0, costly);
    let nested = format!("{}1{}", "[1].map(x, ".repeat(40), ")".repeat(40));
    let env = Env::new(Version::NEWEST);
    assert!(compiled(&nested, &env).is_some());
    let doubled = format!("optional.of(1){}", ".optMap(x, x)".repeat(40));
    assert_eq!(evaluated(&doubled).0, costly);
}

#[test]
fn what_only_a_cluster_knows_is_not_a_verdict() {
    let authorizer = CelType::Opaque("kubernetes.authorization.Authorizer");
    let variables = vec![("authorizer".to_owned(), authorizer)];
    let env = Env { variables, ..Env::new(Version::NEWEST) };
    let text = "authorizer.group('').resource('pods').check('get').allowed()";
    assert!(compiled(text, &env).is_none());
    let zone = "timestamp('2024-01-01T00:00:00Z').getHours('Europe/Berlin')";
    assert_eq!(evaluated(zone).0, "!the rules of a time zone");
}
