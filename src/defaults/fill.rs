//! Sets what is not set, as `SetDefaults_*` of the API groups do: from the table of the schema, and
//! by the functions of the types for which that is not enough.

use serde_json::Value;

use super::{Fields, apiextensions, apps, autoscaling, core, is_empty, networking, resource};
use crate::model::{
    schema::{Field, Shape, Type},
    version::Version,
};

/// Sets fields of a struct that depend on others; the defaults of the table are set already, those
/// of the structs inside it are not.
type SetDefaults = fn(&mut Fields);

/// The same, where releases differ.
type SetDefaultsAs = fn(&mut Fields, Version);

/// The types with defaults that no table can say, by name.
const TYPES: &[(&str, SetDefaults)] = &[
    ("apiextensions.v1.CustomResourceConversion", apiextensions::conversion),
    ("apiextensions.v1.CustomResourceDefinitionNames", apiextensions::names),
    ("apps.v1.StatefulSetUpdateStrategy", apps::stateful_set_strategy),
    ("autoscaling.v2.HorizontalPodAutoscalerBehavior", autoscaling::behavior),
    ("autoscaling.v2.HorizontalPodAutoscalerSpec", autoscaling::spec),
    ("core.v1.Container", core::container),
    ("core.v1.EphemeralContainer", core::container),
    ("core.v1.ImageVolumeSource", core::image_volume),
    ("core.v1.LimitRangeItem", core::limit_range_item),
    ("core.v1.Namespace", core::namespace),
    ("core.v1.Pod", core::pod),
    ("core.v1.ReplicationController", core::replication_controller),
    ("core.v1.Volume", core::volume),
    ("networking.v1.NetworkPolicySpec", networking::policy),
    ("resource.v1.Device", resource::device),
    ("resource.v1beta1.BasicDevice", resource::device),
    ("resource.v1beta1.DeviceRequest", resource::device_request),
    ("resource.v1beta2.Device", resource::device),
];

/// Those whose defaults depend on the release, by name.
const TYPES_BY_RELEASE: &[(&str, SetDefaultsAs)] =
    &[("batch.v1.Job", apps::job), ("core.v1.ServiceSpec", core::service)];

/// Sets what is not set in a struct and in everything inside it.
pub(super) fn fill(fields: &mut Fields, type_: Type, version: Version) {
    from_table(fields, type_, version);
    if let Ok(found) = TYPES.binary_search_by_key(&type_.name(), |(name, _)| name) {
        TYPES[found].1(fields);
    }
    if let Some((_, set)) = TYPES_BY_RELEASE.iter().find(|(name, _)| *name == type_.name()) {
        set(fields, version);
    }
    let core = type_.name().starts_with("core.");
    for field in type_.fields(version) {
        // A struct that is not a pointer is always there.
        if let (Shape::Object(_), false) = (field.shape(), field.pointer()) {
            fields.entry(field.name()).or_insert_with(|| Value::Object(Fields::new()));
        }
        if let Some(value) = fields.get_mut(field.name()) {
            match (field.shape(), &mut *value) {
                (Shape::Map(of), Value::Object(amounts))
                    if core && of.shape() == Shape::Quantity =>
                {
                    core::round_up(amounts);
                }
                _ => inside(value, field.shape(), version),
            }
        }
    }
}

fn inside(value: &mut Value, shape: Shape, version: Version) {
    match (shape, value) {
        (Shape::Object(type_), Value::Object(fields)) => fill(fields, type_, version),
        (Shape::List(of), Value::Array(items)) => {
            items.iter_mut().for_each(|item| inside(item, of.shape(), version));
        }
        (Shape::Map(of), Value::Object(entries)) => {
            entries.values_mut().for_each(|value| inside(value, of.shape(), version));
        }
        _ => {}
    }
}

/// Sets what the table says: first what depends on nothing.
fn from_table(fields: &mut Fields, type_: Type, version: Version) {
    for dependent in [false, true] {
        for field in type_.fields(version) {
            let Some(default) = field.default() else { continue };
            let off = field.dropped_by(version).is_some();
            if off || default.when.is_some() != dependent || is_set(fields, field) {
                continue;
            }
            let holds = |(other, values): (&str, &str)| {
                values.split('|').any(|value| super::text(fields, other) == value)
            };
            if default.when.is_none_or(holds)
                && let Ok(value) = serde_json::from_str(default.json)
            {
                fields.insert(field.name().to_owned(), value);
            }
        }
    }
}

/// Whether a field is set: a pointer to zero is, a plain zero is not.
fn is_set(fields: &Fields, field: Field) -> bool {
    fields.get(field.name()).is_some_and(|value| field.pointer() || !is_empty(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schema;

    #[test]
    fn types_are_sorted_and_exist() {
        assert!(TYPES.is_sorted_by_key(|(name, _)| name));
        let by_release = TYPES_BY_RELEASE.iter().map(|(name, _)| name);
        for name in TYPES.iter().map(|(name, _)| name).chain(by_release) {
            assert!(schema::type_named(name).is_some(), "{name}");
        }
    }
}
