//! ConfigMaps and Secrets (`ValidateConfigMap` and `ValidateSecret` in
//! `pkg/apis/core/validation/validation.go`).

use serde_json::{Map, Value, error::Category};

use crate::{
    code,
    model::{
        Place,
        value::{pem, x509},
    },
    syntax::base64,
    text,
    text::Text,
    validate::{Cause, Checker, Reason, cause::FILLED_IN, names},
};

/// The most that all values of one object may hold together.
const MAX: usize = 1 << 20;

pub(in crate::validate) fn config_map<'a>(map: Place<'a>, cx: &mut Checker<'a>) {
    let (data, binary) = (map.get("data"), map.get("binaryData"));
    let mut size = 0;
    for (key, value) in data.entries() {
        config_key(key, value, cx);
        if let Some((_, other)) = binary.entries().find(|(other, _)| *other == key) {
            cx.invalid(
                code::INVALID_CONFIG_KEY,
                value,
                text!("`{}` is in `data` and in `binaryData`", text::key(names::shown(key))),
            )
            .related(other, "also set here");
        }
        size += value.str().len();
    }
    for (key, value) in binary.entries() {
        config_key(key, value, cx);
        size += base64::decode(value.str()).map_or(0, |bytes| bytes.len());
    }
    too_large(size, data, "[]", cx);
}

pub(in crate::validate) fn secret<'a>(secret: Place<'a>, cx: &mut Checker<'a>) {
    let (data, plain) = (secret.get("data"), secret.get("stringData"));
    for (key, value) in data.entries().chain(plain.entries()) {
        if let Some(cause) = config_key(key, value, cx) {
            cause.path(format!("data[{key}]"));
        }
    }
    let held = SecretKeys { data, plain };
    too_large(held.size(), data, "data", cx);
    secret_type(secret, held, cx);
}

/// A key becomes the name of a file.
fn config_key<'c, 'a>(
    key: &str,
    value: Place<'a>,
    cx: &'c mut Checker<'a>,
) -> Option<&'c mut Cause> {
    let fault = names::config_map_key(key).err()?;
    let cause = cx.invalid(
        code::INVALID_CONFIG_KEY,
        value,
        text!("key `{}` {}", text::key(names::shown(key)), fault.what),
    );
    cause.at = value.object().location(value.key_span());
    cause.help(fault.allowed);
    Some(cause)
}

fn too_large<'a>(size: usize, data: Place<'a>, path: &str, cx: &mut Checker<'a>) {
    if size > MAX {
        let message = text!(
            "the values have {} bytes in total, at most {} are allowed",
            text::name(size),
            text::name(MAX)
        );
        cx.refuse(code::CONFIG_TOO_LARGE, Reason::TooLong, data, message)
            .path(path)
            .help("split the object, or keep large files in a volume or an image");
    }
}

/// What a Secret holds: `stringData` overwrites `data`.
#[derive(Clone, Copy)]
struct SecretKeys<'a> {
    data: Place<'a>,
    plain: Place<'a>,
}

impl<'a> SecretKeys<'a> {
    fn place(self, key: &str) -> Option<Place<'a>> {
        let mut entries = self.plain.entries().chain(self.data.entries());
        entries.find(|(other, _)| *other == key).map(|(_, value)| value)
    }

    /// The value of a key; `None` where it is absent or not base64, which the decoder reports.
    fn bytes(self, key: &str) -> Option<Vec<u8>> {
        match self.plain.entries().find(|(other, _)| *other == key) {
            Some((_, value)) => Some(value.str().as_bytes().to_vec()),
            None => base64::decode(self.place(key)?.str()),
        }
    }

    /// Bytes of all values, decoded.
    fn size(self) -> usize {
        let plain: usize = self.plain.entries().map(|(_, value)| value.str().len()).sum();
        let data = self.data.entries().filter(|(key, _)| !self.plain.get(key).is_present());
        plain
            + data
                .filter_map(|(_, value)| base64::decode(value.str()))
                .map(|b| b.len())
                .sum::<usize>()
    }
}

/// Each known type requires its keys.
fn secret_type<'a>(secret: Place<'a>, held: SecretKeys<'a>, cx: &mut Checker<'a>) {
    match secret.get("type").str() {
        "kubernetes.io/service-account-token" => {
            const ACCOUNT: &str = "kubernetes.io/service-account.name";
            let name = secret.get("metadata").get("annotations").get(ACCOUNT);
            if name.is_empty() {
                cx.required(
                    code::SECRET_TYPE_MISMATCH,
                    name,
                    text!("annotation `{}` is missing", text::name(ACCOUNT)),
                )
                .path(format!("metadata.annotations[{ACCOUNT}]"))
                .related(secret.get("type"), "this type requires a ServiceAccount")
                .help("set the annotation to the name of the ServiceAccount");
            }
        }
        "kubernetes.io/dockercfg" => json_key(secret, held, ".dockercfg", cx),
        "kubernetes.io/dockerconfigjson" => json_key(secret, held, ".dockerconfigjson", cx),
        "kubernetes.io/basic-auth" => {
            if held.place("username").is_none() && held.place("password").is_none() {
                missing_key(secret, "username", cx);
                missing_key(secret, "password", cx);
            }
        }
        "kubernetes.io/ssh-auth" => {
            if held.place("ssh-privatekey").is_none_or(Place::is_empty) {
                missing_key(secret, "ssh-privatekey", cx);
            }
        }
        "kubernetes.io/tls" => tls(secret, held, cx),
        _ => {}
    }
}

fn missing_key<'a>(secret: Place<'a>, key: &str, cx: &mut Checker<'a>) {
    let kind = secret.get("type");
    let message =
        text!("Secret of type {} requires the key `{}`", text::name(kind.str()), text::name(key));
    let data = secret.get(if secret.get("data").is_set() { "data" } else { "stringData" });
    cx.required(code::SECRET_TYPE_MISMATCH, data, message)
        .path(format!("data[{key}]"))
        .related(kind, "required by this type");
}

/// The value must be a JSON object.
fn json_key<'a>(secret: Place<'a>, held: SecretKeys<'a>, key: &str, cx: &mut Checker<'a>) {
    let Some(place) = held.place(key) else {
        missing_key(secret, key, cx);
        return;
    };
    let Some(bytes) = held.bytes(key) else { return };
    let text = String::from_utf8_lossy(&bytes);
    let Err(error) = serde_json::from_str::<Option<Map<String, Value>>>(&text) else { return };
    // The error's own text could show a part of the secret.
    let message = match error.classify() {
        Category::Data => text!("`{}` must be a JSON object", text::name(key)),
        _ if text.is_empty() => text!("`{}` is empty", text::key(key)),
        _ => {
            text!("`{}` is not valid JSON (line {})", text::key(key), text::name(error.line()))
        }
    };
    cx.invalid(code::SECRET_TYPE_MISMATCH, place, message)
        .path(format!("data[{key}]"))
        .help("write the content of ~/.docker/config.json, as `docker login` creates it");
}

/// The server tries the pair, and warns where it does not fit (`tls.X509KeyPair` of Go).
fn tls<'a>(secret: Place<'a>, held: SecretKeys<'a>, cx: &mut Checker<'a>) {
    let [certificate, key] = ["tls.crt", "tls.key"];
    for name in [certificate, key] {
        if held.place(name).is_none() {
            missing_key(secret, name, cx);
        }
    }
    let read = |name| {
        let value = String::from_utf8_lossy(&held.bytes(name)?).into_owned();
        Some((held.place(name)?, value))
    };
    let (Some(first), Some(second)) = (read(certificate), read(key)) else { return };
    let found = [(certificate, &first.1, "CERTIFICATE"), (key, &second.1, "PRIVATE KEY")].map(
        |(name, held, label)| match pem::blocks(held).find(|b| b.label.ends_with(label)) {
            Some(block) if block.is_sequence() => Ok(block.bytes),
            Some(_) => {
                Err(text!("the {} block of `{}` is malformed", text::name(label), text::name(name)))
            }
            None => Err(text!(
                "`{}` contains no {} block in PEM form",
                text::name(name),
                text::name(label)
            )),
        },
    );
    let (place, message) = match found {
        [Ok(certificate), Ok(key)] => {
            if x509::belong_together(&certificate, &key) != Some(false) {
                return;
            }
            let message = "the private key in `tls.key` does not belong to the certificate";
            (second.0, Text::words(message))
        }
        [Err(message), _] => (first.0, message),
        [_, Err(message)] => (second.0, message),
    };
    let cause = cx.warn(code::TLS_SECRET_PAIR_MISMATCH, place, message);
    cause.path("").help("replace the certificate or the key; no server can load this pair");
    // Controllers fill in what is empty, as `lookup` does once a chart is installed.
    if is_to_be_filled_in(&first.1) || is_to_be_filled_in(&second.1) {
        cause.unless(FILLED_IN);
    }
}

/// Whether a value is empty, or a PEM block in it contains a placeholder.
fn is_to_be_filled_in(text: &str) -> bool {
    let content = text.lines().filter(|line| !line.starts_with("-----"));
    let is_base64 = |c: char| c.is_ascii_alphanumeric() || "+/=: ,-\r".contains(c);
    text.trim().is_empty()
        || text.contains("-----BEGIN ") && !content.collect::<String>().chars().all(is_base64)
}
