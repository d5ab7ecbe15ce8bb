//! Functions of strings (cel-go's `ext/strings.go` and `common/types/string.go`,
//! `k8s.io/apiserver/pkg/cel/library/regex.go` and `jsonpatch.go`).

use super::{Function, format, one_text, operators::text, two_texts};
use crate::cel::{
    CelFault,
    budget::MemoryBudget,
    go,
    pattern::Pattern,
    value::{CelResult, CelValue, show},
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
        ("contains", _) => |_, args, _| two_texts(args).map(|(a, b)| CelValue::Bool(a.contains(b))),
        ("startsWith", _) => {
            |_, args, _| two_texts(args).map(|(a, b)| CelValue::Bool(a.starts_with(b)))
        }
        ("endsWith", _) => {
            |_, args, _| two_texts(args).map(|(a, b)| CelValue::Bool(a.ends_with(b)))
        }
        ("charAt", _) => |_, args, _| char_at(args),
        ("format", _) => |budget, args, _| match args {
            [CelValue::Str(pattern), CelValue::List(args)] => {
                let made = format::format(pattern, args)?;
                budget.bytes(made.len())?;
                text(made)
            }
            _ => Err(CelFault::no_overload()),
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

fn matches<'a>(
    budget: &mut MemoryBudget,
    args: &[CelValue<'a>],
    known: Option<&Pattern>,
) -> CelResult<'a> {
    let (subject, pattern) = two_texts(args)?;
    let pattern = match known {
        Some(known) => known,
        None => budget.pattern(pattern)?,
    };
    Ok(CelValue::Bool(pattern.is_match(subject)))
}

fn find_first<'a>(
    budget: &mut MemoryBudget,
    args: &[CelValue<'a>],
    known: Option<&Pattern>,
) -> CelResult<'a> {
    let (subject, pattern) = two_texts(args)?;
    let pattern = match known {
        Some(known) => known,
        None => budget.pattern(pattern)?,
    };
    text(pattern.find_all(subject, 1).first().copied().unwrap_or_default())
}

fn find_all<'a>(
    budget: &mut MemoryBudget,
    args: &[CelValue<'a>],
    known: Option<&Pattern>,
) -> CelResult<'a> {
    let (subject, pattern) = two_texts(args)?;
    let limit = match args.get(2) {
        Some(CelValue::Int(limit)) => usize::try_from(*limit).unwrap_or(usize::MAX),
        Some(_) => return Err(CelFault::no_overload()),
        None => usize::MAX,
    };
    budget.items(subject.len())?;
    let pattern = match known {
        Some(known) => known,
        None => budget.pattern(pattern)?,
    };
    Ok(CelValue::list(pattern.find_all(subject, limit).into_iter().map(CelValue::text).collect()))
}

fn out_of_range(index: i64) -> CelFault {
    CelFault::from(format!("index out of range: {index}"))
}

/// Where a character begins; the end counts as one more.
fn offset(text: &str, index: i64) -> Result<usize, CelFault> {
    let fault = || out_of_range(index);
    let at = usize::try_from(index).map_err(|_| fault())?;
    if text.is_ascii() {
        return if at <= text.len() { Ok(at) } else { Err(fault()) };
    }
    let mut starts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    starts.nth(at).ok_or_else(fault)
}

fn char_at<'a>(args: &[CelValue<'a>]) -> CelResult<'a> {
    let [CelValue::Str(of), CelValue::Int(index)] = args else {
        return Err(CelFault::no_overload());
    };
    let at = offset(of, *index)?;
    text(of[at..].chars().take(1).collect::<String>())
}

/// The place of a text in another one, in characters.
pub(super) fn index_of<'a>(args: &[CelValue<'a>]) -> CelResult<'a> {
    let (of, sub) = two_texts(args)?;
    let from = match args.get(2) {
        Some(CelValue::Int(from)) => *from,
        Some(_) => return Err(CelFault::no_overload()),
        None => 0,
    };
    if sub.is_empty() {
        return Ok(CelValue::Int(from));
    }
    if from < 0 {
        return Err(out_of_range(from));
    }
    let found = offset(of, from).ok().and_then(|start| {
        let found = of[start..].find(sub)?;
        Some(from + of[start..start + found].chars().count() as i64)
    });
    Ok(CelValue::Int(found.unwrap_or(-1)))
}

pub(super) fn last_index_of<'a>(args: &[CelValue<'a>]) -> CelResult<'a> {
    let (of, sub) = two_texts(args)?;
    let length = of.chars().count() as i64;
    let Some(from) = args.get(2) else {
        let found = of.rfind(sub).map(|at| of[..at].chars().count() as i64);
        return Ok(CelValue::Int(found.unwrap_or(-1)));
    };
    let CelValue::Int(from) = *from else { return Err(CelFault::no_overload()) };
    if sub.is_empty() {
        return Ok(CelValue::Int(from));
    }
    if from < 0 {
        return Err(out_of_range(from));
    }
    let last = length - sub.chars().count() as i64;
    if from >= length || last < 0 {
        return Ok(CelValue::Int(-1));
    }
    let end = offset(of, from.min(last))? + sub.len();
    let found = of.get(..end.min(of.len())).and_then(|before| before.rfind(sub));
    Ok(CelValue::Int(found.map_or(-1, |at| of[..at].chars().count() as i64)))
}

fn replace<'a>(budget: &mut MemoryBudget, args: &[CelValue<'a>]) -> CelResult<'a> {
    let [CelValue::Str(of), CelValue::Str(old), CelValue::Str(new), ..] = args else {
        return Err(CelFault::no_overload());
    };
    let most = match args.get(3) {
        Some(CelValue::Int(count)) => usize::try_from(*count).unwrap_or(usize::MAX),
        Some(_) => return Err(CelFault::no_overload()),
        None => usize::MAX,
    };
    let places =
        if old.is_empty() { str::chars(of).count() + 1 } else { of.matches(&**old).count() };
    budget.bytes(of.len().saturating_add(places.min(most).saturating_mul(new.len())))?;
    text(of.replacen(&**old, new, most))
}

/// The parts of a text; by nothing, its characters (`strings.SplitN`).
fn split<'a>(budget: &mut MemoryBudget, args: &[CelValue<'a>]) -> CelResult<'a> {
    let (of, separator) = two_texts(args)?;
    let most = match args.get(2) {
        Some(CelValue::Int(0)) => return Ok(CelValue::list(Vec::new())),
        Some(CelValue::Int(count)) => usize::try_from(*count).unwrap_or(usize::MAX),
        Some(_) => return Err(CelFault::no_overload()),
        None => usize::MAX,
    };
    budget.items(of.len() + 1)?;
    if !separator.is_empty() {
        return Ok(CelValue::list(of.splitn(most, separator).map(CelValue::text).collect()));
    }
    let mut parts = Vec::new();
    let mut rest = of;
    while let Some(next) = rest.chars().next() {
        let end = if parts.len() + 1 < most { next.len_utf8() } else { rest.len() };
        parts.push(CelValue::text(&rest[..end]));
        rest = &rest[end..];
    }
    Ok(CelValue::list(parts))
}

fn substring<'a>(args: &[CelValue<'a>]) -> CelResult<'a> {
    match args {
        [CelValue::Str(of), CelValue::Int(start)] => text(&of[offset(of, *start)?..]),
        [CelValue::Str(_), CelValue::Int(start), CelValue::Int(end)] if start > end => {
            let message = format!("invalid substring range. start: {start}, end: {end}");
            Err(CelFault::from(message))
        }
        [CelValue::Str(of), CelValue::Int(start), CelValue::Int(end)] => {
            let start = offset(of, *start)?;
            text(of.get(start..offset(of, *end)?).unwrap_or_default())
        }
        _ => Err(CelFault::no_overload()),
    }
}

fn join<'a>(budget: &mut MemoryBudget, args: &[CelValue<'a>]) -> CelResult<'a> {
    let (list, separator) = match args {
        [CelValue::List(list)] => (list, ""),
        [CelValue::List(list), CelValue::Str(separator)] => (list, &**separator),
        _ => return Err(CelFault::no_overload()),
    };
    let mut joined = String::new();
    for (index, item) in list.iter().enumerate() {
        let item = item?;
        let CelValue::Str(part) = &item else {
            let shown = show(&item);
            return Err(CelFault::from(format!("join: invalid input: {shown}")));
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
