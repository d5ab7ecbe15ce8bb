//! Lists, of the data or made by an expression (`common/types/list.go`, `unstructuredList`).

use std::sync::Arc;

use super::{native, view_item};
use crate::cel::{
    CelData,
    schema::{ListType, RuleSchema},
    value::{CelResult, CelValue},
};

/// A list. How it compares and adds up depends on where it comes from.
#[derive(Clone, Debug)]
pub(crate) enum ListValue<'a> {
    /// A list of the data, with the schema of the list, if it has one.
    View { items: &'a [CelData<'a>], schema: Option<&'a RuleSchema> },
    /// A list that an expression made. With a schema, it is a sum that begins with a list of the
    /// data.
    Made { items: Arc<Vec<CelValue<'a>>>, schema: Option<&'a RuleSchema> },
}

impl<'a> ListValue<'a> {
    pub(in crate::cel) fn new(items: Vec<CelValue<'a>>) -> ListValue<'a> {
        ListValue::Made { items: Arc::new(items), schema: None }
    }

    pub(in crate::cel) fn len(&self) -> usize {
        match self {
            ListValue::View { items, .. } => items.len(),
            ListValue::Made { items, .. } => items.len(),
        }
    }

    pub(in crate::cel) fn schema(&self) -> Option<&'a RuleSchema> {
        match self {
            ListValue::View { schema, .. } | ListValue::Made { schema, .. } => *schema,
        }
    }

    /// Whether it is a list of CEL's own.
    pub(in crate::cel::value) fn is_native(&self) -> bool {
        self.schema().is_none()
    }

    /// How the items of a list with a schema belong together.
    pub(in crate::cel) fn list_type(&self) -> ListType {
        self.schema().map_or(ListType::Atomic, |schema| schema.list_type)
    }

    /// An item; `None` out of bounds.
    pub(in crate::cel) fn get(&self, index: usize) -> Option<CelResult<'a>> {
        match self {
            ListValue::View { items, schema: None } => items.get(index).map(native).map(Ok),
            ListValue::View { items, schema: Some(schema) } => {
                let item = items.get(index)?;
                Some(view_item(item, schema))
            }
            ListValue::Made { items, .. } => items.get(index).cloned().map(Ok),
        }
    }

    pub(in crate::cel) fn iter(&self) -> impl Iterator<Item = CelResult<'a>> + use<'a, '_> {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    pub(in crate::cel::value) fn without_schema(&self) -> ListValue<'a> {
        match self {
            ListValue::View { items, .. } => ListValue::View { items, schema: None },
            ListValue::Made { items, .. } => ListValue::Made { items: items.clone(), schema: None },
        }
    }
}
