//! Schemas that a kustomization brings along (`openapi: path:`), for the keys by which lists of
//! custom resources merge.

use super::{id::GvkPattern, value::YamlNode};

/// An OpenAPI document with `definitions`.
#[derive(Debug)]
pub(super) struct OpenApi {
    document: YamlNode,
}

/// One schema of it.
pub(super) type OpenApiSchema<'a> = &'a YamlNode;

/// References are followed so far; a longer chain leads in a circle.
const MAX_REFERENCES: usize = 32;

impl OpenApi {
    pub(super) fn new(document: YamlNode) -> OpenApi {
        OpenApi { document }
    }

    pub(super) fn kind(&self, group: &str, version: &str, kind: &str) -> Option<OpenApiSchema<'_>> {
        let definitions = self.document.get("definitions")?.entries();
        let is_it = |schema: &YamlNode| {
            let kinds = schema.get("x-kubernetes-group-version-kind");
            kinds.map_or(&[][..], YamlNode::items).iter().any(|known| {
                let known = super::fields::gvk_of_node(known);
                known
                    == GvkPattern {
                        group: group.into(),
                        version: version.into(),
                        kind: kind.into(),
                    }
            })
        };
        definitions.iter().map(|entry| &entry.value).find(|schema| is_it(schema))
    }

    fn resolve<'a>(&'a self, mut schema: OpenApiSchema<'a>) -> Option<OpenApiSchema<'a>> {
        for _ in 0..MAX_REFERENCES {
            let Some(reference) = schema.get("$ref").and_then(YamlNode::as_str) else {
                return Some(schema);
            };
            let name = reference.strip_prefix("#/definitions/")?;
            schema = self.document.get("definitions")?.get(name)?;
        }
        None
    }

    pub(super) fn field<'a>(
        &'a self,
        schema: OpenApiSchema<'a>,
        name: &str,
    ) -> Option<OpenApiSchema<'a>> {
        let known = schema.get("properties").and_then(|properties| properties.get(name));
        let any = || schema.get("additionalProperties").filter(|node| node.is_map());
        self.resolve(known.or_else(any)?)
    }

    pub(super) fn elements<'a>(&'a self, schema: OpenApiSchema<'a>) -> Option<OpenApiSchema<'a>> {
        let is_list = schema.get("type").and_then(YamlNode::as_str) == Some("array");
        self.resolve(schema.get("items").filter(|_| is_list)?)
    }
}

/// The keys by which a list merges; `None` where it does not.
pub(super) fn merge_keys(schema: OpenApiSchema<'_>) -> Option<Vec<String>> {
    let strategy = schema.get("x-kubernetes-patch-strategy")?.as_str()?;
    if !strategy.split(',').any(|word| word == "merge") {
        return None;
    }
    let text = |node: &YamlNode| node.text().to_owned();
    if let Some(keys) = schema.get("x-kubernetes-list-map-keys") {
        return Some(keys.items().iter().map(text).collect());
    }
    Some(schema.get("x-kubernetes-patch-merge-key").map(text).into_iter().collect())
}
