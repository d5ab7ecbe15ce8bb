//! Paths to fields (`ValidFieldPath` of `validation.go`, `field.Path` of
//! `k8s.io/apimachinery/pkg/util/validation/field`).

use std::fmt::Write as _;

use crate::cel::schema::RuleSchema;

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RulePathStep {
    Field(String),
    /// The key of a map.
    Key(String),
    Index(usize),
}

/// The `fieldPath` of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RelativePath(pub(super) Vec<RulePathStep>);

/// A path as the server prints it.
pub(super) fn print(steps: &[RulePathStep], relative: Option<&RelativePath>) -> String {
    let mut path = String::new();
    steps.iter().for_each(|step| push(&mut path, step));
    if let Some(RelativePath(steps)) = relative.filter(|relative| !relative.0.is_empty()) {
        let mut inner = String::new();
        steps.iter().for_each(|step| push(&mut inner, step));
        push(&mut path, &RulePathStep::Field(inner));
    }
    path
}

fn push(path: &mut String, step: &RulePathStep) {
    match step {
        RulePathStep::Field(name) => {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(name);
        }
        RulePathStep::Key(key) => {
            let _ = write!(path, "[{key}]");
        }
        RulePathStep::Index(index) => {
            let _ = write!(path, "[{index}]");
        }
    }
}

/// The path of a rule, relative to its schema; `None` if it is not valid there.
pub(super) fn parse(text: &str, schema: &RuleSchema) -> Option<RelativePath> {
    let mut steps = Vec::new();
    let mut schema = schema;
    let mut rest = text;
    while !rest.is_empty() {
        let name;
        (name, rest) = match rest.strip_prefix('[') {
            Some(quoted) => bracketed(quoted)?,
            None => {
                let after = rest.strip_prefix('.')?;
                let end = after.find(['.', '[', ']']).unwrap_or(after.len());
                let (name, behind) = after.split_at(end);
                (name.to_owned(), behind)
            }
        };
        if name.is_empty() {
            return None;
        }
        schema = match &schema.properties {
            Some(properties) => {
                steps.push(RulePathStep::Field(name.clone()));
                properties.get(&name)?
            }
            None => {
                steps.push(RulePathStep::Key(name));
                schema.additional.as_ref()?
            }
        };
    }
    (!steps.is_empty()).then_some(RelativePath(steps))
}

/// A name in quotes and the bracket after it, and what follows them.
fn bracketed(text: &str) -> Option<(String, &str)> {
    let mut name = String::new();
    let mut letters = text.strip_prefix('\'')?.chars();
    loop {
        match letters.next()? {
            '\'' => break,
            '\\' => name.push(match letters.next()? {
                'a' => '\x07',
                'b' => '\x08',
                'f' => '\x0c',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'v' => '\x0b',
                same @ ('\'' | '\\') => same,
                _ => return None,
            }),
            letter => name.push(letter),
        }
    }
    Some((name, letters.as_str().strip_prefix(']')?))
}
