//! The hash that generated names end in (`api/hasher`): of the object's JSON, as Go writes it.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use super::{
    resource::Resource,
    value::{YamlNode, YamlValue},
};
use crate::{input::Span, print};

/// Puts a hash of its content after the name of each object that asks for it.
pub(super) fn add_to_names(resources: &mut [Resource]) {
    for resource in resources.iter_mut().filter(|resource| resource.hashed) {
        let name = format!("{}-{}", resource.name(), of(&resource.node));
        // The hash is made of everything in it.
        let content: Vec<Span> = ["data", "binaryData", "type"]
            .iter()
            .filter_map(|field| resource.node.get(field))
            .flat_map(places_below)
            .collect();
        resource.remember_id();
        resource.set_name(&name, content);
    }
}

fn places_below(node: &YamlNode) -> Vec<Span> {
    match &node.value {
        YamlValue::Scalar(_) => node.at.all().collect(),
        _ => node.entries().iter().flat_map(|entry| places_below(&entry.value)).collect(),
    }
}

/// The ten characters after a ConfigMap's or Secret's name.
fn of(object: &YamlNode) -> String {
    let kind = object.get("kind").map_or("", YamlNode::text);
    let (always, where_written): (&[&str], &str) = match kind {
        "ConfigMap" => (&["data"], "binaryData"),
        "Secret" => (&["data", "type"], "stringData"),
        _ => (&[], ""),
    };
    let json = if always.is_empty() {
        print::compact(&object.to_json())
    } else {
        // The name is not in it: kustomize looks for a field called `metadata/name`.
        let mut hashed = json!({"kind": kind, "name": ""});
        for field in always {
            hashed[*field] = part(object.get(field));
        }
        if let Some(node) = object.get(where_written).filter(|node| node.is_map()) {
            hashed[where_written] = node.to_json();
        }
        print::compact(&hashed)
    };
    let hash = sha256(json.as_bytes());
    let mut hex = String::new();
    for byte in &hash[..5] {
        // A String takes everything.
        let _ = write!(hex, "{byte:02x}");
    }
    // Letters and digits that could make words or be mixed up are others.
    let harmless = |c| match c {
        '0' => 'g',
        '1' => 'h',
        '3' => 'k',
        'a' => 'm',
        'e' => 't',
        c => c,
    };
    hex.chars().map(harmless).collect()
}

/// A field that is hashed.
fn part(value: Option<&YamlNode>) -> Json {
    match value {
        None => Json::from(""),
        // A scalar is taken as the text that it is written as.
        Some(node) if node.as_scalar().is_some() => Json::from(node.text()),
        Some(node) if node.is_list() => Json::Null,
        Some(node) => node.to_json(),
    }
}

/// FIPS 180-4.
fn sha256(data: &[u8]) -> [u8; 32] {
    let mut padded = data.to_vec();
    padded.push(0x80);
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    padded.extend((data.len() as u64 * 8).to_be_bytes());
    let mut state: [u32; 8] = [
        0x6a09_e667,
        0xbb67_ae85,
        0x3c6e_f372,
        0xa54f_f53a,
        0x510e_527f,
        0x9b05_688c,
        0x1f83_d9ab,
        0x5be0_cd19,
    ];
    for block in padded.chunks_exact(64) {
        compress(&mut state, block);
    }
    let mut hash = [0; 32];
    for (bytes, word) in hash.chunks_exact_mut(4).zip(state) {
        bytes.copy_from_slice(&word.to_be_bytes());
    }
    hash
}

fn compress(state: &mut [u32; 8], block: &[u8]) {
    let mut w = [0_u32; 64];
    for (word, bytes) in w.iter_mut().zip(block.chunks_exact(4)) {
        *word = bytes.iter().fold(0, |word, byte| word << 8 | u32::from(*byte));
    }
    for i in 16..64 {
        let (a, b) = (w[i - 15], w[i - 2]);
        let s0 = a.rotate_right(7) ^ a.rotate_right(18) ^ (a >> 3);
        let s1 = b.rotate_right(17) ^ b.rotate_right(19) ^ (b >> 10);
        w[i] = w[i - 16].wrapping_add(s0).wrapping_add(w[i - 7]).wrapping_add(s1);
    }
    let mut v = *state;
    for (word, constant) in w.iter().zip(ROUNDS) {
        let s1 = v[4].rotate_right(6) ^ v[4].rotate_right(11) ^ v[4].rotate_right(25);
        let choice = (v[4] & v[5]) ^ (!v[4] & v[6]);
        let sum = v[7].wrapping_add(s1).wrapping_add(choice);
        let first = sum.wrapping_add(constant).wrapping_add(*word);
        let s0 = v[0].rotate_right(2) ^ v[0].rotate_right(13) ^ v[0].rotate_right(22);
        let second = s0.wrapping_add((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
        v.rotate_right(1);
        v[4] = v[4].wrapping_add(first);
        v[0] = first.wrapping_add(second);
    }
    for (word, new) in state.iter_mut().zip(v) {
        *word = word.wrapping_add(new);
    }
}

/// The first 32 bits of the fractions of the cube roots of the first 64 primes.
#[rustfmt::skip]
const ROUNDS: [u32; 64] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sha256_of_known_texts() {
        let hex = |text: &str| -> String {
            let bytes = sha256(text.as_bytes()).map(|byte| format!("{byte:02x}"));
            bytes.concat()
        };
        assert_eq!(hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(
            hex(&"abc".repeat(50)),
            "97ca5175ac60b081b919120849da7d71fb00456ac6c32ebe96581ce34cfe2596"
        );
    }
}
