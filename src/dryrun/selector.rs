//! `-l`: which objects are meant, by their labels (`k8s.io/apimachinery/pkg/labels/selector.go`).

use std::str::FromStr;

use crate::model::Object;

/// `app=web,tier in (a,b),!old`; without requirements it matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selector {
    requirements: Vec<Requirement>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Requirement {
    In(String, Vec<String>),
    NotIn(String, Vec<String>),
    Exists(String),
    Missing(String),
}

impl Selector {
    pub fn matches(&self, object: &Object) -> bool {
        let labels = object.field("metadata").get("labels");
        self.requirements.iter().all(|requirement| {
            let label = |key: &String| {
                labels.entries().find(|(name, _)| name == key).map(|(_, value)| value.str())
            };
            let one_of = |key, values: &[String]| {
                label(key).map(|label| values.iter().any(|value| value == label))
            };
            match requirement {
                Requirement::In(key, values) => one_of(key, values) == Some(true),
                Requirement::NotIn(key, values) => one_of(key, values) != Some(true),
                Requirement::Exists(key) => label(key).is_some(),
                Requirement::Missing(key) => label(key).is_none(),
            }
        })
    }
}

impl FromStr for Selector {
    type Err = String;

    fn from_str(text: &str) -> Result<Selector, String> {
        let mut requirements = Vec::new();
        for part in parts(text) {
            requirements.push(requirement(part.trim()).ok_or_else(|| {
                format!("`{}` is no requirement of labels; write key=value", part.trim())
            })?);
        }
        Ok(Selector { requirements })
    }
}

/// The text between commas that stand in no brackets.
fn parts(text: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0_usize, 0, Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts.retain(|part| !part.trim().is_empty());
    parts
}

fn requirement(text: &str) -> Option<Requirement> {
    if let Some(key) = text.strip_prefix('!') {
        return key_of(key).map(Requirement::Missing);
    }
    if let Some((head, values)) = text.strip_suffix(')').and_then(|text| text.split_once('(')) {
        let values = values.split(',').map(|value| value.trim().to_owned()).collect();
        let (key, operator) = head.trim_end().rsplit_once([' ', '\t'])?;
        return match operator {
            "in" => key_of(key).map(|key| Requirement::In(key, values)),
            "notin" => key_of(key).map(|key| Requirement::NotIn(key, values)),
            _ => None,
        };
    }
    for (sign, equal) in [("!=", false), ("==", true), ("=", true)] {
        if let Some((key, value)) = text.split_once(sign) {
            let values = vec![value_of(value)?];
            let key = key_of(key)?;
            return Some(match equal {
                true => Requirement::In(key, values),
                false => Requirement::NotIn(key, values),
            });
        }
    }
    key_of(text).map(Requirement::Exists)
}

fn key_of(text: &str) -> Option<String> {
    let text = text.trim();
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    (!text.is_empty() && text.chars().all(fits)).then(|| text.to_owned())
}

fn value_of(text: &str) -> Option<String> {
    let text = text.trim();
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    text.chars().all(fits).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_kubectl_reads_them() {
        let of = |text: &str| text.parse::<Selector>().map(|selector| selector.requirements);
        let one = |text: &str| vec![text.to_owned()];
        assert_eq!(of("a=b"), Ok(vec![Requirement::In("a".into(), one("b"))]));
        assert_eq!(of("a==b , c"), of("a=b,c"));
        assert_eq!(of("a!=b"), Ok(vec![Requirement::NotIn("a".into(), one("b"))]));
        assert_eq!(of("!x.y/z"), Ok(vec![Requirement::Missing("x.y/z".into())]));
        let both = vec!["b".to_owned(), "c".to_owned()];
        assert_eq!(of("a in (b, c)"), Ok(vec![Requirement::In("a".into(), both.clone())]));
        assert_eq!(of("a notin (b,c),d").map(|all| all.len()), Ok(2));
        assert_eq!(of(""), Ok(Vec::new()));
        for wrong in ["a b", "=b", "a in b", "a>1", "a near (b)", "a=b c"] {
            assert!(of(wrong).is_err(), "{wrong}");
        }
    }
}
