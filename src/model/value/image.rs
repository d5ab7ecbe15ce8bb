//! Image references: `registry.example.com:5000/team/web:1.4@sha256:…`.
//!
//! Parsed as container runtimes and the kubelet do (`github.com/distribution/reference`); the API
//! server accepts any string.

use crate::{text, text::Text};

/// A reference in its parts, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImageReference<'t> {
    /// The host in front; `None` means Docker Hub.
    pub registry: Option<&'t str>,
    pub repository: &'t str,
    pub tag: Option<&'t str>,
    pub digest: Option<&'t str>,
}

/// Why a string is not a valid reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImageError {
    Empty,
    /// `https://` or the like in front.
    Scheme(String),
    /// A repository is written in lower case.
    UpperCase,
    /// A character that is not allowed in any part.
    Character(char),
    EmptyTag,
    BadTag,
    BadDigest,
    /// A part of the repository is empty or begins or ends with a separator.
    BadRepository,
    TooLong,
}

impl ImageError {
    pub fn text(&self) -> Text {
        match self {
            ImageError::Empty => "is empty".into(),
            ImageError::Scheme(scheme) => text!("starts with `{}`", scheme),
            ImageError::UpperCase => "contains upper-case letters in its repository".into(),
            ImageError::Character(' ') => "contains a space".into(),
            ImageError::Character(c) => {
                text!("contains the invalid character `{}`", c.escape_debug().to_string())
            }
            ImageError::EmptyTag => "has an empty tag".into(),
            ImageError::BadTag => "has an invalid tag".into(),
            ImageError::BadDigest => "has an invalid digest".into(),
            ImageError::BadRepository => "has an invalid repository".into(),
            ImageError::TooLong => "has a repository longer than 255 characters".into(),
        }
    }
}

impl<'t> ImageReference<'t> {
    pub fn parse(text: &'t str) -> Result<ImageReference<'t>, ImageError> {
        if text.is_empty() {
            return Err(ImageError::Empty);
        }
        if let Some(end) = text.as_bytes().windows(3).position(|three| three == b"://") {
            return Err(ImageError::Scheme(text[..end + 3].to_owned()));
        }
        let (rest, digest) = match text.split_once('@') {
            Some((rest, digest)) => (rest, Some(digest)),
            None => (text, None),
        };
        let (registry, path) = split_registry(rest);
        let (repository, tag) = match path.split_once(':') {
            Some((repository, tag)) => (repository, Some(tag)),
            None => (path, None),
        };
        if let Some(bad) = text.chars().find(|c| !is_reference_character(*c)) {
            return Err(ImageError::Character(bad));
        }
        check_repository(repository)?;
        match tag {
            Some("") => return Err(ImageError::EmptyTag),
            Some(tag) if !is_tag(tag) => return Err(ImageError::BadTag),
            _ => {}
        }
        if digest.is_some_and(|digest| !is_digest(digest)) {
            return Err(ImageError::BadDigest);
        }
        if registry.is_some_and(|registry| !is_registry(registry)) {
            return Err(ImageError::BadRepository);
        }
        Ok(ImageReference { registry, repository, tag, digest })
    }

    /// Whether it means whatever `latest` is when it is pulled.
    pub fn is_latest(self) -> bool {
        self.digest.is_none() && matches!(self.tag, None | Some("latest"))
    }

    /// What the API server makes of an absent `imagePullPolicy` (`SetDefaults_Container`).
    pub fn default_policy(self) -> &'static str {
        if self.is_latest() || self.tag == Some("latest") { "Always" } else { "IfNotPresent" }
    }

    /// With registry, as it is pulled: `docker.io/library/nginx`.
    pub fn full_name(self) -> String {
        match self.registry {
            None | Some("docker.io" | "index.docker.io") if !self.repository.contains('/') => {
                format!("docker.io/library/{}", self.repository)
            }
            None | Some("index.docker.io") => format!("docker.io/{}", self.repository),
            Some(registry) => format!("{registry}/{}", self.repository),
        }
    }
}

/// The first part is a registry if it looks like a host.
fn split_registry(text: &str) -> (Option<&str>, &str) {
    match text.split_once('/') {
        Some((host, path))
            if host.contains(['.', ':'])
                || host == "localhost"
                || host.chars().any(char::is_uppercase) =>
        {
            (Some(host), path)
        }
        _ => (None, text),
    }
}

fn is_reference_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '/' | '@' | '+' | '[' | ']')
}

fn check_repository(repository: &str) -> Result<(), ImageError> {
    if repository.bytes().any(|b| b.is_ascii_uppercase()) {
        return Err(ImageError::UpperCase);
    }
    if !repository.split('/').all(is_path_part) || is_bare_id(repository) {
        return Err(ImageError::BadRepository);
    }
    if repository.len() > 255 { Err(ImageError::TooLong) } else { Ok(()) }
}

/// Letters and digits, with `.`, `_`, `__` or any number of `-` between them.
fn is_path_part(part: &str) -> bool {
    let word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let bytes = part.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    word(*first)
        && word(*last)
        && bytes.split(u8::is_ascii_alphanumeric).all(|separator| {
            matches!(separator, b"" | b"." | b"_" | b"__") || separator.iter().all(|b| *b == b'-')
        })
}

/// 64 hexadecimal digits alone would be taken for an image id.
fn is_bare_id(repository: &str) -> bool {
    repository.len() == 64 && repository.bytes().all(|b| b.is_ascii_hexdigit())
}

fn is_tag(tag: &str) -> bool {
    tag.len() <= 128
        && tag.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b))
}

fn is_digest(digest: &str) -> bool {
    let Some((algorithm, hex)) = digest.split_once(':') else { return false };
    let length = match algorithm {
        "sha256" => 64..=64,
        "sha384" => 96..=96,
        "sha512" => 128..=128,
        _ => 32..=usize::MAX,
    };
    algorithm.starts_with(|c: char| c.is_ascii_alphabetic())
        && length.contains(&hex.len())
        && hex.bytes().all(|b| b.is_ascii_hexdigit())
}

/// A host name or address, with or without a port.
fn is_registry(registry: &str) -> bool {
    let (host, port) = match registry.rsplit_once(':') {
        Some((host, port)) if !registry.ends_with(']') => (host, Some(port)),
        _ => (registry, None),
    };
    let in_brackets = host.starts_with('[') && host.ends_with(']');
    let parts = host.split('.').all(|part| {
        !part.is_empty()
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    });
    (in_brackets || parts)
        && port.is_none_or(|port| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts() {
        let image = ImageReference::parse("localhost:5000/team/web_app:1.4").expect("a reference");
        assert_eq!(image.registry, Some("localhost:5000"));
        assert_eq!((image.repository, image.tag), ("team/web_app", Some("1.4")));
        let image = ImageReference::parse("host:5000/web").expect("a reference");
        assert!(image.is_latest() && image.registry == Some("host:5000"));
        assert_eq!(
            ImageReference::parse("nginx").expect("a name").full_name(),
            "docker.io/library/nginx"
        );
        assert_eq!(ImageReference::parse("a/b:1").expect("a name").full_name(), "docker.io/a/b");
        let digest = format!("nginx@sha256:{}", "a".repeat(64));
        assert!(!ImageReference::parse(&digest).expect("a digest").is_latest());
        assert_eq!(
            ImageReference::parse("nginx:latest").expect("a tag").default_policy(),
            "Always"
        );
    }

    #[test]
    fn refusals() {
        for (text, error) in [
            ("", ImageError::Empty),
            ("https://ghcr.io/a/b", ImageError::Scheme("https://".to_owned())),
            ("MyApp:1.0", ImageError::UpperCase),
            ("my app:1.0", ImageError::Character(' ')),
            ("nginx:", ImageError::EmptyTag),
            ("nginx:1.0:2.0", ImageError::BadTag),
            ("nginx@sha256:abc", ImageError::BadDigest),
            ("nginx@", ImageError::BadDigest),
            ("a//b", ImageError::BadRepository),
            ("-a", ImageError::BadRepository),
            ("a---b___c", ImageError::BadRepository),
        ] {
            assert_eq!(ImageReference::parse(text), Err(error), "{text}");
        }
    }
}
