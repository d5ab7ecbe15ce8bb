//! Names of credentials, and values that may be one.

/// Words at the end of the name of a credential.
const LAST: [&str; 11] = [
    "PASSWORD",
    "PASSWD",
    "PASSPHRASE",
    "SECRET",
    "TOKEN",
    "APIKEY",
    "CREDENTIAL",
    "CREDENTIALS",
    "PRIVATEKEY",
    "ACCESSKEY",
    "SECRETKEY",
];

/// Words before "KEY" at the end of such a name.
const BEFORE_KEY: [&str; 5] = ["API", "ACCESS", "PRIVATE", "SECRET", "ENCRYPTION"];

/// Values that are none, in lower case.
const HARMLESS: [&str; 14] = [
    "true", "false", "yes", "no", "on", "off", "none", "null", "nil", "enabled", "disabled",
    "required", "optional", "redacted",
];

/// What placeholders begin with or contain, in lower case.
const PLACEHOLDERS: [&str; 10] = [
    "changeme",
    "change-me",
    "change_me",
    "replace",
    "your",
    "example",
    "dummy",
    "todo",
    "xxx",
    "__",
];

/// Whether a name is that of a credential: `DB_PASSWORD`, `apiKey`, `github.token`.
pub(super) fn is_credential(name: &str) -> bool {
    let words = words(name);
    let [before @ .., last] = &words[..] else { return false };
    let is_key = last == "KEY" && before.last().is_some_and(|word| BEFORE_KEY.contains(&&**word));
    LAST.contains(&&**last) || is_key
}

/// The words of a name, in upper case and without numbers at its end.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut was_lower = false;
    for c in name.chars() {
        let is_new = words.is_empty() || !c.is_alphanumeric() || was_lower && c.is_uppercase();
        if is_new {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_uppercase());
        }
        was_lower = c.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    if words.last().is_some_and(|word| word.bytes().all(|b| b.is_ascii_digit())) {
        words.pop();
    }
    words
}

/// Whether a text may be a credential: no path, address, number, switch, reference or placeholder.
pub(super) fn is_secret_value(text: &str) -> bool {
    let lower = text.trim().to_ascii_lowercase();
    let is_filled_in = lower.contains("$(") || lower.contains("${") || lower.contains("{{");
    let is_marked = lower.starts_with('<') || lower.starts_with("enc[") || lower.contains('*');
    let is_path = lower.starts_with(['/', '.', '~', '$', '@']);
    let is_address = lower.contains("://") && !lower.contains('@');
    let is_word = HARMLESS.contains(&&*lower)
        || PLACEHOLDERS.iter().any(|placeholder| lower.contains(placeholder));
    lower.len() > 2
        && !lower.contains(['\n', ' '])
        && !is_filled_in
        && !is_marked
        && !is_path
        && !is_address
        && !is_word
        && lower.parse::<f64>().is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_credentials() {
        for name in ["PASSWORD", "dbPassword", "API_KEY", "aws.secret-access-key", "TOKEN_1"] {
            assert!(is_credential(name), "{name}");
        }
        for name in ["PASSWORD_FILE", "TOKEN_TTL", "SECRET_NAME", "KEY", "MAX_TOKENS", "", "_"] {
            assert!(!is_credential(name), "{name}");
        }
    }

    #[test]
    fn values_of_credentials() {
        for value in ["v3ry-s3cret", "postgres://shop:pw@db/shop", "hunter2"] {
            assert!(is_secret_value(value), "{value}");
        }
        for value in [
            "",
            "true",
            "3600",
            "/run/secrets/db",
            "https://example.org",
            "$(DB)",
            "${DB}",
            "changeme",
            "<token>",
            "ENC[AES256]",
            "your-token",
        ] {
            assert!(!is_secret_value(value), "{value}");
        }
    }
}
