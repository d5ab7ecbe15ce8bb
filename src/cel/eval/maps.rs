//! Maps that are written out.

use super::{Evaluation, MAP_COST};
use crate::cel::{
    Fault,
    plan::{ItemStep, Step},
    value::{Outcome, Value},
};

impl<'a> Evaluation<'a> {
    pub(super) fn map(&mut self, entries: &'a [(Step, ItemStep)]) -> Outcome<'a> {
        let made = self.entries(entries);
        // The cost of a map is counted even if an entry of it fails.
        if made.as_ref().err().is_none_or(Fault::is_failure) {
            self.charge(MAP_COST)?;
        }
        made.map(Value::map)
    }

    fn entries(
        &mut self,
        entries: &'a [(Step, ItemStep)],
    ) -> Result<Vec<(Value<'a>, Value<'a>)>, Fault> {
        let mut made = Vec::with_capacity(entries.len());
        for (key, item) in entries {
            let key = self.step(key)?;
            if let Some(value) = self.item(item)? {
                made.push((key, value));
            }
        }
        Ok(made)
    }
}
