//! Label selectors in text, as `-l` and kustomize's targets take them
//! (`k8s.io/apimachinery/pkg/labels/selector.go`).

use std::str::FromStr;

/// `app=web,tier in (a, b),!old`; without requirements it matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Requirements(Vec<Requirement>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Requirement {
    key: String,
    test: Test,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Test {
    Exists,
    Absent,
    In(Vec<String>),
    NotIn(Vec<String>),
    Above(i64),
    Below(i64),
}

impl Requirements {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether labels fulfil all; `label` gives the value of a key.
    pub fn match_all<'s, 'l>(&'s self, label: impl Fn(&'s str) -> Option<&'l str>) -> bool {
        self.0.iter().all(|requirement| {
            let held = label(&requirement.key);
            let number = || held.and_then(|value| value.parse::<i64>().ok());
            let one_of =
                |values: &[String]| held.is_some_and(|held| values.iter().any(|v| v == held));
            match &requirement.test {
                Test::Exists => held.is_some(),
                Test::Absent => held.is_none(),
                Test::In(values) => one_of(values),
                Test::NotIn(values) => !one_of(values),
                Test::Above(limit) => number().is_some_and(|number| number > *limit),
                Test::Below(limit) => number().is_some_and(|number| number < *limit),
            }
        })
    }
}

impl FromStr for Requirements {
    type Err = String;

    fn from_str(text: &str) -> Result<Requirements, String> {
        let parts = parts(text).into_iter().map(str::trim).filter(|part| !part.is_empty());
        let read = |part| {
            requirement(part)
                .ok_or_else(|| format!("`{part}` is not a valid label selector; use key=value"))
        };
        parts.map(read).collect::<Result<_, _>>().map(Requirements)
    }
}

/// The text between commas that are in no parentheses.
fn parts(text: &str) -> Vec<&str> {
    let (mut parts, mut from, mut inside) = (Vec::new(), 0, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => inside = true,
            b')' => inside = false,
            b',' if !inside => {
                parts.push(&text[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[from..]);
    parts
}

fn requirement(text: &str) -> Option<Requirement> {
    let make = |key: &str, test| Some(Requirement { key: word(key, "-_./")?, test });
    if let Some(key) = text.strip_prefix('!') {
        return make(key, Test::Absent);
    }
    if let Some((head, values)) = text.split_once('(') {
        let values = values.strip_suffix(')')?.split(',').map(value).collect::<Option<_>>()?;
        let (key, operator) = head.trim_end().rsplit_once(char::is_whitespace)?;
        return match operator {
            "in" => make(key, Test::In(values)),
            "notin" => make(key, Test::NotIn(values)),
            _ => None,
        };
    }
    if let Some((key, text)) = text.split_once("!=") {
        return make(key, Test::NotIn(vec![value(text)?]));
    }
    if let Some((key, text)) = text.split_once("==").or_else(|| text.split_once('=')) {
        return make(key, Test::In(vec![value(text)?]));
    }
    if let Some((key, limit)) = text.split_once('>') {
        return make(key, Test::Above(limit.trim().parse().ok()?));
    }
    if let Some((key, limit)) = text.split_once('<') {
        return make(key, Test::Below(limit.trim().parse().ok()?));
    }
    make(text, Test::Exists)
}

/// A word of letters, digits and the signs given; `None` without one.
fn word(text: &str, signs: &str) -> Option<String> {
    let text = text.trim();
    let fits = |c: char| c.is_ascii_alphanumeric() || signs.contains(c);
    (!text.is_empty() && text.chars().all(fits)).then(|| text.to_owned())
}

fn value(text: &str) -> Option<String> {
    if text.trim().is_empty() { Some(String::new()) } else { word(text, "-_.") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn against_labels() {
        let labels = [("app", "web"), ("tier", "front"), ("level", "3")];
        let label = |key: &str| labels.iter().find(|(k, _)| *k == key).map(|(_, value)| *value);
        let matches = |text: &str| text.parse::<Requirements>().unwrap().match_all(label);
        for yes in [
            "",
            "app=web",
            "app==web , tier",
            "app in (db, web)",
            "!old",
            "!x.y/z",
            "level>2",
            "old!=x",
            "tier notin (back),app",
        ] {
            assert!(matches(yes), "{yes}");
        }
        for no in
            ["app=db", "app=", "!app", "tier in (back)", "level<3", "app,old", "tier notin (front)"]
        {
            assert!(!matches(no), "{no}");
        }
    }

    #[test]
    fn what_is_none() {
        for wrong in
            ["a b", "=b", "a in b", "a>b", "a near (b)", "a=b c", "app in web)(", "a in (b"]
        {
            assert!(wrong.parse::<Requirements>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn each_operator_matches_as_in_kubernetes() {
        let matches = |text: &str, value: Option<&str>| {
            let requirements: Requirements = text.parse().expect("a selector");
            requirements.match_all(|key| value.filter(|_| key == "a"))
        };
        for (text, held, others) in [
            ("a=b", [Some("b"), Some("b")], [Some("c"), None]),
            ("a==b", [Some("b"), Some("b")], [Some("c"), None]),
            ("a!=b", [Some("c"), None], [Some("b"), Some("b")]),
            ("a", [Some(""), Some("b")], [None, None]),
            ("!a", [None, None], [Some(""), Some("b")]),
            ("a in (b, c)", [Some("b"), Some("c")], [Some("d"), None]),
            ("a notin (b,c)", [Some("d"), None], [Some("b"), Some("c")]),
            ("a>5", [Some("6"), Some("70")], [Some("5"), Some("x")]),
            ("a<5", [Some("4"), Some("-1")], [Some("5"), None]),
            ("a,a!=c", [Some("b"), Some("d")], [Some("c"), None]),
        ] {
            assert!(held.iter().all(|value| matches(text, *value)), "{text}");
            assert!(!others.iter().any(|value| matches(text, *value)), "{text}");
        }
        assert!("a b".parse::<Requirements>().is_err());
        assert!("a>x".parse::<Requirements>().is_err());
    }
}
