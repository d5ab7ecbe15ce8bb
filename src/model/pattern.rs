//! Patterns for objects: `Deployment/web-*`, `Secret/prod/tls-*`.

use regex::Regex;

use globset::{GlobBuilder, GlobMatcher};

use super::Object;

/// A kind, an optional namespace, and a name, each with `*` and `?` as wildcards.
#[derive(Clone, Debug)]
pub struct ObjectPattern {
    kind: GlobMatcher,
    namespace: Option<GlobMatcher>,
    name: GlobMatcher,
}

impl ObjectPattern {
    /// From `Kind/name` or `Kind/namespace/name`.
    pub fn parse(text: &str) -> Result<ObjectPattern, String> {
        let parts: Vec<&str> = text.split('/').collect();
        let (kind, namespace, name) = match parts[..] {
            [kind, name] => (kind, None, name),
            [kind, namespace, name] => (kind, Some(namespace), name),
            _ => return Err(format!("`{text}` must be `Kind/name` or `Kind/namespace/name`")),
        };
        let glob = |part: &str| {
            let glob = GlobBuilder::new(part).literal_separator(true).build();
            glob.map(|glob| glob.compile_matcher()).map_err(|e| format!("`{text}`: {}", e.kind()))
        };
        Ok(ObjectPattern {
            kind: glob(kind)?,
            namespace: namespace.map(glob).transpose()?,
            name: glob(name)?,
        })
    }

    /// A namespace that the object does not name may be any.
    pub fn matches(&self, kind: &str, namespace: Option<&str>, name: &str) -> bool {
        let in_namespace = match (&self.namespace, namespace) {
            (Some(pattern), Some(namespace)) => pattern.is_match(namespace),
            _ => true,
        };
        in_namespace && self.kind.is_match(kind) && self.name.is_match(name)
    }

    pub fn matches_object(&self, object: &Object) -> bool {
        self.matches(&object.gvk.kind, object.namespace.as_deref(), &object.name)
    }
}

/// A label or annotation that every object must have.
#[derive(Clone, Debug)]
pub struct RequiredKey {
    pub key: String,
    /// What the whole value must match; any value if empty.
    pub pattern: String,
    regex: Option<Regex>,
}

impl RequiredKey {
    /// A key with a regular expression for its value; an error says what is wrong with that.
    pub fn new(key: &str, pattern: &str) -> Result<RequiredKey, String> {
        let regex = match pattern {
            "" => None,
            _ => Some(Regex::new(&format!("^(?:{pattern})$")).map_err(|_| {
                format!("`{pattern}` is not a valid regular expression for the value of `{key}`")
            })?),
        };
        Ok(RequiredKey { key: key.to_owned(), pattern: pattern.to_owned(), regex })
    }

    /// Whether a value is one that it may have.
    pub fn allows(&self, value: &str) -> bool {
        self.regex.as_ref().is_none_or(|regex| regex.is_match(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        let tls = ObjectPattern::parse("Secret/prod/tls-*").unwrap();
        assert!(tls.matches("Secret", Some("prod"), "tls-web"));
        assert!(tls.matches("Secret", None, "tls-web"));
        assert!(!tls.matches("Secret", Some("test"), "tls-web"));
        assert!(!tls.matches("ConfigMap", Some("prod"), "tls-web"));
        assert!(ObjectPattern::parse("StorageClass/*").unwrap().matches("StorageClass", None, "x"));
        assert!(ObjectPattern::parse("web").is_err());
        assert!(ObjectPattern::parse("Secret/[").is_err());
    }
}
