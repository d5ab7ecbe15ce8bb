//! The hash that generated names end in (`api/hasher`): of the object's JSON, as Go writes it.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};

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
    let hash = Sha256::digest(json.as_bytes());
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
