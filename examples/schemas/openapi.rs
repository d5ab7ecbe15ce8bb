//! Types and fields from a release's OpenAPI documents, enums from its generated Go.

use std::{collections::BTreeMap, fs, path::Path};

use serde::Deserialize;
use serde_json::Value;

use crate::{
    Result,
    format::{Facts, Omit},
};

/// Types by short name (`core.v1.Pod`); fields by name.
pub type Types = BTreeMap<String, BTreeMap<String, (String, Facts)>>;

#[derive(Deserialize)]
pub struct Swagger {
    pub definitions: BTreeMap<String, Definition>,
    pub paths: BTreeMap<String, BTreeMap<String, Value>>,
}

#[derive(Deserialize)]
pub struct Definition {
    #[serde(default)]
    properties: BTreeMap<String, Property>,
    #[serde(default)]
    required: Vec<String>,
    #[serde(default, rename = "x-kubernetes-group-version-kind")]
    pub kinds: Vec<GroupVersionKind>,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub struct GroupVersionKind {
    pub group: String,
    pub version: String,
    pub kind: String,
}

#[derive(Deserialize)]
struct Property {
    #[serde(rename = "$ref")]
    reference: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    format: Option<String>,
    items: Option<Box<Property>>,
    #[serde(rename = "additionalProperties")]
    values: Option<Box<Property>>,
    #[serde(rename = "x-kubernetes-list-type")]
    list_type: Option<String>,
    #[serde(default, rename = "x-kubernetes-list-map-keys")]
    list_keys: Vec<String>,
    #[serde(rename = "x-kubernetes-patch-merge-key")]
    merge_key: Option<String>,
}

/// Defaults by type and field; only OpenAPI v3 has them.
type Defaults = BTreeMap<String, BTreeMap<String, Value>>;
/// Enums by `core_v1_Container` and field.
type Enums = BTreeMap<(String, String), Vec<String>>;

pub fn read(kubernetes: &Path) -> Result<Swagger> {
    let text = fs::read_to_string(kubernetes.join("api/openapi-spec/swagger.json"))?;
    Ok(serde_json::from_str(&text)?)
}

pub fn types(swagger: &Swagger, kubernetes: &Path) -> Result<Types> {
    let defaults = defaults(kubernetes)?;
    let generated = kubernetes.join("pkg/generated/openapi/zz_generated.openapi.go");
    let enums = enums(&fs::read_to_string(generated)?)?;
    let mut types = Types::new();
    for (name, definition) in &swagger.definitions {
        if special(name).is_some() {
            continue;
        }
        let mut fields = BTreeMap::new();
        for (field, property) in &definition.properties {
            let default = defaults.get(name).and_then(|of_type| of_type.get(field));
            let facts = Facts {
                required: definition.required.contains(field),
                enum_values: enums
                    .get(&(go_name(name), field.clone()))
                    .cloned()
                    .unwrap_or_default(),
                default: default.filter(|d| !is_zero(d)).map(Value::to_string),
                list: list(property),
                merge: property.merge_key.clone(),
                gate: None,
                pointer: false,
                omit: Omit::Empty,
            };
            if facts.default.as_ref().is_some_and(|d| d.contains(char::is_whitespace)) {
                return Err(
                    format!("{name}.{field}: a default with blanks has no text form").into()
                );
            }
            fields.insert(field.clone(), (shape(property)?, facts));
        }
        types.insert(short(name), fields);
    }
    Ok(types)
}

/// `io.k8s.api.core.v1.Pod` → `core.v1.Pod`.
pub fn short(name: &str) -> String {
    let mut last = name.rsplit('.').take(3).collect::<Vec<_>>();
    last.reverse();
    last.join(".")
}

/// The tail of the Go function that the generator names after a type.
fn go_name(name: &str) -> String {
    short(name).replace('.', "_")
}

/// Types with a decoder of their own in Go, whatever OpenAPI says of them.
fn special(name: &str) -> Option<&'static str> {
    Some(match name.rsplit('.').next()? {
        "Quantity" => "quantity",
        "IntOrString" => "intstr",
        "Time" => "time",
        "MicroTime" => "microtime",
        "Duration" => "duration",
        "RawExtension" => "raw",
        "FieldsV1" => "fields",
        "JSON" => "any",
        "JSONSchemaPropsOrArray" => "schema-or-list",
        "JSONSchemaPropsOrBool" => "schema-or-bool",
        "JSONSchemaPropsOrStringArray" => "schema-or-strings",
        _ => return None,
    })
}

fn shape(property: &Property) -> Result<String> {
    if let Some(reference) = &property.reference {
        let name = reference.trim_start_matches("#/definitions/");
        return Ok(special(name).map_or_else(|| short(name), str::to_owned));
    }
    let shape = match (property.kind.as_deref(), property.format.as_deref()) {
        (Some("array"), _) => {
            let item = property.items.as_deref().ok_or("an array without items")?;
            return Ok(format!("[{}]", shape(item)?));
        }
        (Some("object"), _) => {
            let value = property.values.as_deref().ok_or("an object without a type")?;
            return Ok(format!("{{{}}}", shape(value)?));
        }
        (Some("string"), None) => "str",
        (Some("string"), Some("byte")) => "bytes",
        (Some("integer"), Some("int32")) => "int32",
        (Some("integer"), Some("int64")) => "int64",
        (Some("number"), Some("double")) => "double",
        (Some("boolean"), None) => "bool",
        (None, None) => "any",
        other => return Err(format!("no shape for {other:?}").into()),
    };
    Ok(shape.to_owned())
}

/// Lists are atomic unless said otherwise, so that word is left out.
fn list(property: &Property) -> Option<String> {
    match property.list_type.as_deref()? {
        "map" => Some(format!("map={}", property.list_keys.join(","))),
        "set" => Some("set".to_owned()),
        _ => None,
    }
}

/// Go's zero value, which OpenAPI v3 gives as the default of everything that has no other.
fn is_zero(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(b) => !b,
        Value::Number(n) => n.as_f64() == Some(0.0),
        Value::String(s) => s.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(map) => map.is_empty(),
    }
}

fn defaults(kubernetes: &Path) -> Result<Defaults> {
    #[derive(Deserialize)]
    struct Document {
        #[serde(default)]
        components: Components,
    }
    #[derive(Default, Deserialize)]
    struct Components {
        #[serde(default)]
        schemas: BTreeMap<String, Schema>,
    }
    #[derive(Deserialize)]
    struct Schema {
        #[serde(default)]
        properties: BTreeMap<String, Defaulted>,
    }
    #[derive(Deserialize)]
    struct Defaulted {
        default: Option<Value>,
    }
    let mut defaults = Defaults::new();
    for entry in fs::read_dir(kubernetes.join("api/openapi-spec/v3"))? {
        let path = entry?.path();
        if path.extension().is_none_or(|e| e != "json") {
            continue;
        }
        let document: Document = serde_json::from_str(&fs::read_to_string(path)?)?;
        for (name, schema) in document.components.schemas {
            let fields = schema.properties.into_iter();
            let set = fields.filter_map(|(field, d)| Some((field, d.default?))).collect();
            defaults.insert(name, set);
        }
    }
    Ok(defaults)
}

/// Reads the enums line by line: the file is made by a generator and has one fact a line.
fn enums(go: &str) -> Result<Enums> {
    let mut enums = Enums::new();
    let (mut of_type, mut field) = (None, None);
    for line in go.lines() {
        if let Some(rest) = line.strip_prefix("func schema_") {
            let function = rest.split('(').next().unwrap_or(rest);
            let mut last = function.rsplit('_').take(3).collect::<Vec<_>>();
            last.reverse();
            (of_type, field) = (Some(last.join("_")), None);
        } else if let Some(name) =
            line.strip_prefix("\t\t\t\t\t\"").and_then(|l| l.strip_suffix("\": {"))
        {
            field = Some(name.to_owned());
        } else if let Some(values) = line.trim_start().strip_prefix("Enum:")
            && let (Some(of_type), Some(field)) = (&of_type, &field)
        {
            enums.insert((of_type.clone(), field.clone()), go_strings(values)?);
        }
    }
    Ok(enums)
}

/// The strings of `[]interface{}{"A", "B"}`; Go's and JSON's escapes agree for what occurs.
fn go_strings(text: &str) -> Result<Vec<String>> {
    let list = text.find('"').zip(text.rfind('"')).map(|(first, last)| &text[first..=last]);
    let list = list.ok_or_else(|| format!("no list of strings: {text}"))?;
    let values: Vec<String> = serde_json::from_str(&format!("[{list}]"))?;
    match values.iter().find(|v| v.contains(['|', '%'])) {
        Some(value) => Err(format!("the enum value `{value}` has no text form").into()),
        None => Ok(values),
    }
}
