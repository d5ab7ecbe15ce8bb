//! Formats of credentials that begin in a certain way.

/// A token: what it begins with, how many letters follow, and what it is called.
struct TokenFormat {
    start: &'static str,
    rest: std::ops::RangeInclusive<usize>,
    what: &'static str,
}

const fn token(start: &'static str, least: usize, most: usize, what: &'static str) -> TokenFormat {
    TokenFormat { start, rest: least..=most, what }
}

const TOKENS: [TokenFormat; 18] = [
    token("AKIA", 16, 16, "an access key ID of AWS"),
    token("ghp_", 36, 36, "a token of GitHub"),
    token("gho_", 36, 36, "a token of GitHub"),
    token("ghs_", 36, 36, "a token of GitHub"),
    token("ghu_", 36, 36, "a token of GitHub"),
    token("github_pat_", 82, 82, "a token of GitHub"),
    token("glpat-", 20, 20, "a token of GitLab"),
    token("xoxb-", 40, 80, "a token of Slack"),
    token("xoxp-", 40, 80, "a token of Slack"),
    token("sk_live_", 24, 99, "a secret key of Stripe"),
    token("rk_live_", 24, 99, "a secret key of Stripe"),
    token("npm_", 36, 36, "a token of npm"),
    token("pypi-AgEIcHlwaS5vcmc", 50, 250, "a token of PyPI"),
    token("SG.", 66, 66, "an API key of SendGrid"),
    token("dop_v1_", 64, 64, "a token of DigitalOcean"),
    token("dckr_pat_", 27, 27, "a token of Docker Hub"),
    token("hvs.", 90, 120, "a token of Vault"),
    token("AGE-SECRET-KEY-1", 58, 58, "a private key of age"),
];

/// Fewer different letters than this are an example.
const LEAST_VARIED: usize = 10;

/// A private key with fewer letters is an example.
const LEAST_IN_KEY: usize = 100;

/// What the lines around a private key in PEM contain.
const IN_FRAME: &str = "PRIVATE KEY-----";

/// What examples contain, in lower case.
const EXAMPLES: [&str; 4] = ["example", "xxxx", "0000", "12345678"];

/// No credential is shorter.
pub(super) const SHORTEST: u32 = 20;

/// What kind of credential a text contains.
pub(super) fn credential(text: &str) -> Option<&'static str> {
    let of_token = long_words(text).find_map(of_word);
    of_token.or_else(|| has_private_key(text).then_some("a private key"))
}

/// The words of a text that are long enough for a credential. Where its letters from here on are
/// fewer, the look goes on behind the last break among them: most of a text is never looked at.
fn long_words(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let is_break = |byte: &u8| !byte.is_ascii_alphanumeric() && !matches!(byte, b'_' | b'-' | b'.');
    let mut start = 0;
    std::iter::from_fn(move || {
        while let Some(next) = bytes.get(start..start + SHORTEST as usize) {
            if let Some(last) = next.iter().rposition(is_break) {
                start += last + 1;
                continue;
            }
            let end = bytes[start..].iter().position(is_break);
            let end = end.map_or(bytes.len(), |end| start + end);
            let word = text.get(start..end);
            start = end;
            return word;
        }
        None
    })
}

fn of_word(word: &str) -> Option<&'static str> {
    let first = word.as_bytes().first();
    let fits = |format: &&TokenFormat| {
        if format.start.as_bytes().first() != first {
            return false;
        }
        let rest = word.strip_prefix(format.start);
        rest.is_some_and(|rest| format.rest.contains(&rest.len()) && is_varied(rest))
    };
    TOKENS.iter().find(fits).map(|format| format.what)
}

fn is_varied(text: &str) -> bool {
    let mut letters: Vec<u8> = text.bytes().collect();
    letters.sort_unstable();
    letters.dedup();
    let lower = text.to_ascii_lowercase();
    letters.len() >= LEAST_VARIED && !EXAMPLES.iter().any(|example| lower.contains(example))
}

/// A private key in PEM that is not encrypted, with enough letters to be one.
fn has_private_key(text: &str) -> bool {
    // Splitting is slower than a look for whether there is anything to split.
    if text.len() < LEAST_IN_KEY || !text.contains(IN_FRAME) {
        return false;
    }
    let mut parts = text.split(IN_FRAME);
    let Some(before) = parts.next().filter(|before| before.contains("-----BEGIN ")) else {
        return false;
    };
    let body = parts.next().unwrap_or_default();
    let is_letter = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
    let letters: Vec<u8> = body.bytes().filter(is_letter).collect();
    let letters = String::from_utf8_lossy(&letters);
    let is_encrypted = before.trim_end().ends_with("ENCRYPTED") || body.contains("Proc-Type: 4");
    !is_encrypted && letters.len() >= LEAST_IN_KEY && is_varied(&letters) && !body.contains("{{")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_known_by_how_they_begin() {
        let github = format!("ghp_{}", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8");
        assert_eq!(credential(&format!("token={github};")), Some("a token of GitHub"));
        assert_eq!(credential(&github[..39]), None);
        assert_eq!(credential(&format!("a longer text, ten words or so: {github}")), {
            Some("a token of GitHub")
        });
        assert_eq!(credential(&format!("{}\n{github} is it", "a.b-c_d ".repeat(9))), {
            Some("a token of GitHub")
        });
        assert_eq!(credential("AKIAIOSFODNN7EXAMPLE"), None);
        assert_eq!(
            credential(&format!("AKIA{}", "IOSFODNN7QWRTPLM")),
            Some("an access key ID of AWS")
        );
        assert_eq!(credential("ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"), None);
        assert_eq!(credential("-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----"), None);
    }
}
