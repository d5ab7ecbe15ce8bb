//! Functions of strings (cel-go's `ext/strings.go` and `common/types/string.go`,
//! `k8s.io/apiserver/pkg/cel/library/regex.go` and `jsonpatch.go`).

use super::{Function, format, one_text, operators::text, two_texts};
use crate::cel::{
    Fault,
    budget::Budget,
    go,
    pattern::Pattern,
    value::{Outcome, Value, show},
};

pub(super) fn find(name: &str, receiver: bool) -> Option<Function> {
    Some(match (name, receiver) {
        ("matches", _) => matches,
        ("strings.quote", false) => |_, args, _| text(quote(one_text(args)?)),
        ("jsonpatch.escapeKey", false) => {
            |_, args, _| text(one_text(args)?.replace('~', "~0").replace('/', "~1"))
        }
        (_, false) => return None,
        ("find", _) => find_first,
        ("findAll", _) => find_all,
        ("contains", _) => |_, args, _| two_texts(args).map(|(a, b)| Value::Bool(a.contains(b))),
        ("startsWith", _) => {
            |_, args, _| two_texts(args).map(|(a, b)| Value::Bool(a.starts_with(b)))
        }
        ("endsWith", _) => |_, args, _| two_texts(args).map(|(a, b)| Value::Bool(a.ends_with(b))),
        ("charAt", _) => |_, args, _| char_at(args),
        ("format", _) => |budget, args, _| match args {
            [Value::Str(pattern), Value::List(args)] => {
                let made = format::format(pattern, args)?;
                budget.bytes(made.len())?;
                text(made)
            }
            _ => Err(Fault::no_overload()),
        },
        ("lowerAscii", _) => |_, args, _| text(one_text(args)?.to_ascii_lowercase()),
        ("upperAscii", _) => |_, args, _| text(one_text(args)?.to_ascii_uppercase()),
        ("replace", _) => |budget, args, _| replace(budget, args),
        ("split", _) => |budget, args, _| split(budget, args),
        ("substring", _) => |_, args, _| substring(args),
        ("trim", _) => |_, args, _| text(one_text(args)?.trim_matches(is_space)),
        ("join", _) => |budget, args, _| join(budget, args),
        _ => return None,
    })
}

/// What Go's `unicode.IsSpace` calls a space.
fn is_space(c: char) -> bool {
    c.is_whitespace()
}

fn matches<'a>(budget: &mut Budget, args: &[Value<'a>], known: Option<&Pattern>) -> Outcome<'a> {
    let (subject, pattern) = two_texts(args)?;
    let pattern = match known {
        Some(known) => known,
        None => budget.pattern(pattern)?,
    };
    Ok(Value::Bool(pattern.is_match(subject)))
}

fn find_first<'a>(budget: &mut Budget, args: &[Value<'a>], known: Option<&Pattern>) -> Outcome<'a> {
    let (subject, pattern) = two_texts(args)?;
    let pattern = match known {
        Some(known) => known,
        None => budget.pattern(pattern)?,
    };
    text(pattern.find_all(subject, 1).first().copied().unwrap_or_default())
}

fn find_all<'a>(budget: &mut Budget, args: &[Value<'a>], known: Option<&Pattern>) -> Outcome<'a> {
    let (subject, pattern) = two_texts(args)?;
    let limit = match args.get(2) {
        Some(Value::Int(limit)) => usize::try_from(*limit).unwrap_or(usize::MAX),
        Some(_) => return Err(Fault::no_overload()),
        None => usize::MAX,
    };
    budget.items(subject.len())?;
    let pattern = match known {
        Some(known) => known,
        None => budget.pattern(pattern)?,
    };
    Ok(Value::list(pattern.find_all(subject, limit).into_iter().map(Value::text).collect()))
}

fn out_of_range(index: i64) -> Fault {
    Fault::from(format!("index out of range: {index}"))
}

/// Where a character begins; the end counts as one more.
fn offset(text: &str, index: i64) -> Result<usize, Fault> {
    let fault = || out_of_range(index);
    let at = usize::try_from(index).map_err(|_| fault())?;
    if text.is_ascii() {
        return if at <= text.len() { Ok(at) } else { Err(fault()) };
    }
    let mut starts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    starts.nth(at).ok_or_else(fault)
}

fn char_at<'a>(args: &[Value<'a>]) -> Outcome<'a> {
    let [Value::Str(of), Value::Int(index)] = args else { return Err(Fault::no_overload()) };
    let at = offset(of, *index)?;
    text(of[at..].chars().take(1).collect::<String>())
}

/// The place of a text in another one, in characters.
pub(super) fn index_of<'a>(args: &[Value<'a>]) -> Outcome<'a> {
    let (of, sub) = two_texts(args)?;
    let from = match args.get(2) {
        Some(Value::Int(from)) => *from,
        Some(_) => return Err(Fault::no_overload()),
        None => 0,
    };
    if sub.is_empty() {
        return Ok(Value::Int(from));
    }
    if from < 0 {
        return Err(out_of_range(from));
    }
    let found = offset(of, from).ok().and_then(|start| {
        let found = of[start..].find(sub)?;
        Some(from + of[start..start + found].chars().count() as i64)
    });
    Ok(Value::Int(found.unwrap_or(-1)))
}

pub(super) fn last_index_of<'a>(args: &[Value<'a>]) -> Outcome<'a> {
    let (of, sub) = two_texts(args)?;
    let length = of.chars().count() as i64;
    let Some(from) = args.get(2) else {
        let found = of.rfind(sub).map(|at| of[..at].chars().count() as i64);
        return Ok(Value::Int(found.unwrap_or(-1)));
    };
    let Value::Int(from) = *from else { return Err(Fault::no_overload()) };
    if sub.is_empty() {
        return Ok(Value::Int(from));
    }
    if from < 0 {
        return Err(out_of_range(from));
    }
    let last = length - sub.chars().count() as i64;
    if from >= length || last < 0 {
        return Ok(Value::Int(-1));
    }
    let end = offset(of, from.min(last))? + sub.len();
    let found = of.get(..end.min(of.len())).and_then(|before| before.rfind(sub));
    Ok(Value::Int(found.map_or(-1, |at| of[..at].chars().count() as i64)))
}

fn replace<'a>(budget: &mut Budget, args: &[Value<'a>]) -> Outcome<'a> {
    let [Value::Str(of), Value::Str(old), Value::Str(new), ..] = args else {
        return Err(Fault::no_overload());
    };
    let most = match args.get(3) {
        Some(Value::Int(count)) => usize::try_from(*count).unwrap_or(usize::MAX),
        Some(_) => return Err(Fault::no_overload()),
        None => usize::MAX,
    };
    let places =
        if old.is_empty() { str::chars(of).count() + 1 } else { of.matches(&**old).count() };
    budget.bytes(of.len().saturating_add(places.min(most).saturating_mul(new.len())))?;
    text(of.replacen(&**old, new, most))
}

/// The parts of a text; by nothing, its characters (`strings.SplitN`).
fn split<'a>(budget: &mut Budget, args: &[Value<'a>]) -> Outcome<'a> {
    let (of, separator) = two_texts(args)?;
    let most = match args.get(2) {
        Some(Value::Int(0)) => return Ok(Value::list(Vec::new())),
        Some(Value::Int(count)) => usize::try_from(*count).unwrap_or(usize::MAX),
        Some(_) => return Err(Fault::no_overload()),
        None => usize::MAX,
    };
    budget.items(of.len() + 1)?;
    if !separator.is_empty() {
        return Ok(Value::list(of.splitn(most, separator).map(Value::text).collect()));
    }
    let mut parts = Vec::new();
    let mut rest = of;
    while let Some(next) = rest.chars().next() {
        let end = if parts.len() + 1 < most { next.len_utf8() } else { rest.len() };
        parts.push(Value::text(&rest[..end]));
        rest = &rest[end..];
    }
    Ok(Value::list(parts))
}

fn substring<'a>(args: &[Value<'a>]) -> Outcome<'a> {
    match args {
        [Value::Str(of), Value::Int(start)] => text(&of[offset(of, *start)?..]),
        [Value::Str(_), Value::Int(start), Value::Int(end)] if start > end => {
            let message = format!("invalid substring range. start: {start}, end: {end}");
            Err(Fault::from(message))
        }
        [Value::Str(of), Value::Int(start), Value::Int(end)] => {
            let start = offset(of, *start)?;
            text(of.get(start..offset(of, *end)?).unwrap_or_default())
        }
        _ => Err(Fault::no_overload()),
    }
}

fn join<'a>(budget: &mut Budget, args: &[Value<'a>]) -> Outcome<'a> {
    let (list, separator) = match args {
        [Value::List(list)] => (list, ""),
        [Value::List(list), Value::Str(separator)] => (list, &**separator),
        _ => return Err(Fault::no_overload()),
    };
    let mut joined = String::new();
    for (index, item) in list.iter().enumerate() {
        let item = item?;
        let Value::Str(part) = &item else {
            let shown = show(&item);
            return Err(Fault::from(format!("join: invalid input: {shown}")));
        };
        if index > 0 {
            joined.push_str(separator);
        }
        budget.bytes(part.len() + separator.len())?;
        joined.push_str(part);
    }
    text(joined)
}

fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match go::escape(c) {
            Some(escape) => quoted.push_str(escape),
            None => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
