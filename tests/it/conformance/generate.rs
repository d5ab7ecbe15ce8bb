//! Documents of every built-in kind, made from the schemas: a base that says as little as possible,
//! and one document for each value of each field, good and bad.
//!
//! The same version gives the same documents in the same order; `examples/conformance.rs` asks a
//! server about them, and the tests compare.

use std::collections::{BTreeMap, BTreeSet};

use kubevet::model::{
    schema::{self, ElementShape, Field, Kind, Shape, Type},
    version::Version,
};
use serde_json::{Map, Value, json};

/// One object to be created, and how it differs from the base of its kind.
pub(crate) struct Document {
    /// `apps/v1 Deployment spec.replicas -1`; unique.
    pub(crate) id: String,
    pub(crate) object: Value,
}

/// What stands for a type where any instance will do, as JSON; other types are made of their
/// required fields. A line of a field, `TYPE.FIELD`, says what else its struct needs for it.
const INSTANCES: &str = include_str!("../../../testdata/conformance/instances.txt");

/// These are walked again in each place: what the server says of them hangs on where they are.
const AGAIN: [&str; 4] =
    ["core.v1.PodSpec", "core.v1.Container", "core.v1.Probe", "meta.v1.LabelSelector"];

/// Of the structs in these, one alone may be set.
const UNIONS: [&str; 16] = [
    "core.v1.Volume",
    "core.v1.PersistentVolumeSpec",
    "core.v1.LifecycleHandler",
    "core.v1.Probe",
    "core.v1.EnvFromSource",
    "core.v1.EnvVarSource",
    "core.v1.VolumeProjection",
    "autoscaling.v2.MetricSpec",
    "networking.v1.IngressBackend",
    "networking.v1.NetworkPolicyPeer",
    "admissionregistration.v1.WebhookClientConfig",
    "resource.v1.DeviceRequest",
    "resource.v1.DeviceSelector",
    "resource.v1.OpaqueDeviceConfiguration",
    "flowcontrol.v1.Subject",
    "storage.v1.VolumeAttachmentSource",
];

/// Deeper fields are those of schemas inside of schemas.
const DEEPEST: usize = 14;

pub(crate) fn documents(version: Version) -> Vec<Document> {
    let mut walk =
        Walk { version, instances: instances(), seen: BTreeSet::new(), made: Vec::new() };
    // A server serves others only when it is told to.
    let is_stable = |kind: &Kind| !kind.version().contains(['a', 'b']);
    let is_created =
        |kind: &Kind| kind.verbs().any(|verb| verb == "create") && kind.kind() != "Binding";
    for kind in schema::kinds(version).filter(is_stable).filter(is_created) {
        walk.kind(kind);
    }
    let mut ids = BTreeSet::new();
    walk.made.retain(|document| ids.insert(document.id.clone()));
    walk.made
}

fn instances() -> BTreeMap<&'static str, Value> {
    let lines = INSTANCES.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let pairs = lines.map(|line| line.split_once(' ').expect("a type and its instance"));
    pairs.map(|(ty, json)| (ty, serde_json::from_str(json).expect(ty))).collect()
}

struct Walk {
    version: Version,
    instances: BTreeMap<&'static str, Value>,
    /// Types that were walked, and from where if that matters.
    seen: BTreeSet<String>,
    made: Vec<Document>,
}

/// A struct of a document: the way to it.
#[derive(Clone)]
struct Place {
    /// Its type was walked elsewhere: a part of the values will do.
    again: bool,
    kind: Kind,
    base: Value,
    steps: Vec<Step>,
}

#[derive(Clone)]
enum Step {
    Key(String),
    Item(usize),
}

impl Walk {
    fn kind(&mut self, kind: Kind) {
        let mut base = self.instance(kind.type_(), 0);
        let head = json!({"apiVersion": kind.api_version(), "kind": kind.kind()});
        let object = base.as_object_mut().expect("an object");
        object.extend(head.as_object().expect("a head").clone());
        object.entry("metadata").or_insert_with(|| json!({"name": "a"}));
        let place = Place { again: false, kind, base, steps: Vec::new() };
        self.emit(&place, String::new(), place.base.clone());
        for name in ["A", "a.b", "a_b", "a:b", "a/b", "..", "1", &"a".repeat(63), &"a".repeat(64)] {
            let mut object = place.base.clone();
            object["metadata"]["name"] = json!(name);
            self.emit(&place, format!("metadata.name {}", brief(&json!(name))), object);
        }
        self.fields(kind.type_(), &place);
    }

    fn fields(&mut self, ty: Type, place: &Place) {
        let version = self.version;
        let fields: Vec<Field> = ty.fields(version).collect();
        let at_root = place.steps.is_empty();
        let is_left = |field: &&Field| {
            let name = field.name();
            !(at_root && ["apiVersion", "kind", "status"].contains(&name))
        };
        self.set(place, "nope", json!(1));
        for field in fields.iter().filter(is_left) {
            self.remove(place, field.name());
            for value in self.values(*field).into_iter().step_by(if place.again { 4 } else { 1 }) {
                self.set(place, field.name(), value);
            }
            self.descend(ty, *field, place);
        }
        // Of several structs often one alone may be set.
        let structs: Vec<&Field> =
            fields.iter().filter(|field| matches!(field.shape(), Shape::Object(_))).collect();
        for pair in structs.windows(2) {
            let both = pair.iter().map(|field| (field.name(), self.of_shape(field.shape(), 0)));
            let both: Vec<_> = both.collect();
            let mut object = place.base.clone();
            let Some(holder) = holder(&mut object, &place.steps) else { continue };
            let names: Vec<&str> = both.iter().map(|(name, _)| *name).collect();
            for (name, value) in both.clone() {
                holder.insert(name.to_owned(), value);
            }
            self.emit(place, format!("{}{} both", path(&place.steps), names.join("+")), object);
        }
    }

    /// Walks the struct behind a field, if it holds one.
    fn descend(&mut self, holder_type: Type, field: Field, place: &Place) {
        let (name, shape) = (field.name(), field.shape());
        let mut inner = place.clone();
        let Some(object) = holder(&mut inner.base, &place.steps) else { return };
        let (ty, behind) = match shape {
            Shape::Object(ty) => (ty, None),
            Shape::List(of) => match of.shape() {
                Shape::Object(ty) => (ty, Some(Step::Item(0))),
                _ => return,
            },
            Shape::Map(of) => match of.shape() {
                Shape::Object(ty) => (ty, Some(Step::Key("a".to_owned()))),
                _ => return,
            },
            _ => return,
        };
        let is_first = self.seen.insert(ty.name().to_owned());
        let here = format!("{} {} {name}", ty.name(), place.kind.kind());
        let is_new = is_first || AGAIN.contains(&ty.name()) && self.seen.insert(here);
        if place.steps.len() > DEEPEST || !is_new {
            return;
        }
        inner.again = !is_first;
        if UNIONS.contains(&holder_type.name()) {
            for sibling in holder_type.fields(self.version) {
                if matches!(sibling.shape(), Shape::Object(_)) && sibling.name() != name {
                    object.remove(sibling.name());
                }
            }
        }
        let with = self.instances.get(format!("{}.{name}", holder_type.name()).as_str());
        for (key, value) in with.and_then(Value::as_object).into_iter().flatten() {
            match value {
                Value::Null => drop(object.remove(key)),
                value => drop(object.insert(key.clone(), value.clone())),
            }
        }
        let entry = object.entry(name).or_insert(Value::Null);
        let is_there = match &behind {
            None => entry.is_object(),
            Some(Step::Item(_)) => entry.get(0).is_some(),
            Some(Step::Key(key)) => entry.get(key).is_some(),
        };
        if !is_there {
            *entry = self.of_shape(shape, 0);
        }
        inner.steps.push(Step::Key(name.to_owned()));
        inner.steps.extend(behind);
        self.fields(ty, &inner);
    }

    fn set(&mut self, place: &Place, name: &str, value: Value) {
        let mut object = place.base.clone();
        let Some(holder) = holder(&mut object, &place.steps) else { return };
        let id = format!("{}{name} {}", path(&place.steps), brief(&value));
        holder.insert(name.to_owned(), value);
        self.emit(place, id, object);
    }

    fn remove(&mut self, place: &Place, name: &str) {
        let mut object = place.base.clone();
        let Some(holder) = holder(&mut object, &place.steps) else { return };
        if holder.remove(name).is_some() {
            self.emit(place, format!("{}{name} missing", path(&place.steps)), object);
        }
    }

    fn emit(&mut self, place: &Place, id: String, object: Value) {
        let Place { kind, .. } = place;
        let id = format!("{} {} {id}", kind.api_version(), kind.kind());
        self.made.push(Document { id: id.trim_end().to_owned(), object });
    }

    /// What a field is set to, in turn.
    fn values(&self, field: Field) -> Vec<Value> {
        let names: Vec<&str> = field.enum_values().collect();
        match field.shape() {
            Shape::Map(of) => self.maps(of),
            Shape::List(of) => self.lists(of, &names),
            shape => self.scalars(shape, &names),
        }
    }

    fn scalars(&self, shape: Shape, names: &[&str]) -> Vec<Value> {
        match shape {
            Shape::Str => texts(names),
            Shape::Int32 | Shape::Int64 => {
                let mut all = vec![
                    -2_147_483_648_i64,
                    -1,
                    0,
                    1,
                    2,
                    10,
                    11,
                    63,
                    64,
                    100,
                    101,
                    255,
                    256,
                    420,
                    512,
                    600,
                    601,
                    1000,
                    1001,
                    3600,
                    65_535,
                    65_536,
                    86_400,
                    2_147_483_647,
                ];
                if matches!(shape, Shape::Int32) {
                    all.push(2_147_483_648);
                }
                all.into_iter().map(|n| json!(n)).chain([json!("1"), json!(1.5)]).collect()
            }
            Shape::Double => vec![json!(0), json!(-1.5), json!("1")],
            Shape::Bool => vec![json!(true), json!(false), json!("true")],
            Shape::IntOrString => {
                let texts = ["", "a", "A", "1", "0%", "50%", "100%", "101%", "a-b-c-d-e-f-g-h"];
                let numbers = [-1, 0, 1, 2, 100, 65_535, 65_536];
                texts.map(|text| json!(text)).into_iter().chain(numbers.map(|n| json!(n))).collect()
            }
            Shape::Quantity => {
                let texts = ["", "1", "0", "-1", "100m", "1500m", "1Mi", "1.5", "x"];
                texts.map(|text| json!(text)).into_iter().chain([json!(1), json!(0.5)]).collect()
            }
            Shape::Time | Shape::MicroTime => {
                let texts = ["2024-05-06T07:08:09Z", "2024-05-06T07:08:09.000000Z", "x"];
                texts.map(|text| json!(text)).to_vec()
            }
            Shape::Bytes => vec![json!("YQ=="), json!("x"), json!("")],
            Shape::Object(_) => vec![json!({}), json!("x"), self.of_shape(shape, 0)],
            _ => vec![json!({}), json!("x"), json!(1), json!([]), json!({"a": "b"})],
        }
    }

    fn lists(&self, of: ElementShape, names: &[&str]) -> Vec<Value> {
        let one = self.of_shape(of.shape(), 0);
        let mut all = vec![json!([]), json!([one, one]), json!("x")];
        match of.shape() {
            Shape::Object(_) => all.push(json!([{}])),
            Shape::List(_) | Shape::Map(_) => {}
            shape => {
                let items = self.scalars(shape, names);
                all.extend(items.into_iter().map(|item| json!([item])));
            }
        }
        all
    }

    fn maps(&self, of: ElementShape) -> Vec<Value> {
        let one = self.of_shape(of.shape(), 0);
        let keys = ["a", "A", "a.b/c", "a/b/c", "a b", "a_b", "-a", "cpu", "memory", "pods"];
        let pairs =
            keys.into_iter().map(str::to_owned).chain([63, 64, 253, 254].map(|n| "a".repeat(n)));
        let mut all: Vec<Value> = pairs.map(|key| json!({ (key): one.clone() })).collect();
        all.extend([json!({}), json!([])]);
        if !matches!(of.shape(), Shape::Object(_) | Shape::List(_) | Shape::Map(_)) {
            let values = self.scalars(of.shape(), &[]);
            all.extend(values.into_iter().map(|value| json!({ "a": value })));
        }
        all
    }

    fn of_shape(&self, shape: Shape, depth: usize) -> Value {
        match shape {
            Shape::Object(ty) => self.instance(ty, depth),
            Shape::List(of) => json!([self.of_shape(of.shape(), depth)]),
            Shape::Map(of) => json!({"a": self.of_shape(of.shape(), depth)}),
            Shape::Str | Shape::IntOrString => json!("a"),
            Shape::Int32 | Shape::Int64 | Shape::Double => json!(1),
            Shape::Bool => json!(true),
            Shape::Quantity => json!("1"),
            Shape::Time => json!("2024-05-06T07:08:09Z"),
            Shape::MicroTime => json!("2024-05-06T07:08:09.000000Z"),
            Shape::Bytes => json!("YQ=="),
            _ => json!({}),
        }
    }

    /// An instance of a type, with its required fields alone.
    fn instance(&self, ty: Type, depth: usize) -> Value {
        if let Some(value) = self.instances.get(ty.name()) {
            return value.clone();
        }
        let mut object = Map::new();
        if depth < 8 {
            for field in ty.fields(self.version).filter(|f| f.required() || f.name() == "spec") {
                let value = match field.enum_values().next() {
                    Some(first) if matches!(field.shape(), Shape::Str) => json!(first),
                    Some(first) if matches!(field.shape(), Shape::List(_)) => json!([first]),
                    _ => self.of_shape(field.shape(), depth + 1),
                };
                object.insert(field.name().to_owned(), value);
            }
        }
        Value::Object(object)
    }
}

/// What a string is set to; `names` are those of its enum.
fn texts(names: &[&str]) -> Vec<Value> {
    if !names.is_empty() {
        let all = names.iter().copied().chain(["", "Nope"]);
        return all.map(|name| json!(name)).chain([json!(1)]).collect();
    }
    let short = [
        "",
        "a",
        "A",
        "a.b",
        "a.b/c",
        "a_b",
        "a b",
        "-a",
        "/a",
        "../a",
        "*",
        "a:1",
        "1",
        "10%",
        "1.2.3.4",
        "::1",
        "10.0.0.0/8",
        "https://a.b/c",
        "k8s.io/a",
        "true",
    ];
    let long = [15, 16, 63, 64, 253, 254].map(|count| "a".repeat(count));
    let all = short.into_iter().map(str::to_owned).chain(long);
    all.map(|text| json!(text)).chain([json!(1)]).collect()
}

/// The object that a way leads to.
fn holder<'v>(root: &'v mut Value, steps: &[Step]) -> Option<&'v mut Map<String, Value>> {
    let mut value = root;
    for step in steps {
        value = match step {
            Step::Key(key) => value.get_mut(key)?,
            Step::Item(index) => value.get_mut(index)?,
        };
    }
    value.as_object_mut()
}

fn path(steps: &[Step]) -> String {
    let parts = steps.iter().map(|step| match step {
        Step::Key(key) => format!("{key}."),
        Step::Item(index) => format!("{index}."),
    });
    parts.collect()
}

/// A value in a few characters: of long texts their length.
fn brief(value: &Value) -> String {
    let text = value.to_string();
    if text.len() <= 60 {
        return text;
    }
    let run = text.match_indices("aaaaaaaaaaaaaaaa").next().map(|(at, _)| at);
    let Some(at) = run else {
        return format!("{}…{}", text.chars().take(50).collect::<String>(), text.len());
    };
    let count = text[at..].chars().take_while(|c| *c == 'a').count();
    format!("{}a*{count}{}", &text[..at], &text[at + count..])
}
