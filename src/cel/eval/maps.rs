//! Maps that are written out.

use super::{EvaluationRun, MAP_COST};
use crate::cel::{
    CelFault,
    plan::{ItemStep, PlanStep},
    value::{CelResult, CelValue},
};

impl<'a> EvaluationRun<'a> {
    pub(super) fn map(&mut self, entries: &'a [(PlanStep, ItemStep)]) -> CelResult<'a> {
        let made = self.entries(entries);
        // The cost of a map is counted even if an entry of it fails.
        if made.as_ref().err().is_none_or(CelFault::is_failure) {
            self.charge(MAP_COST)?;
        }
        made.map(CelValue::map)
    }

    fn entries(
        &mut self,
        entries: &'a [(PlanStep, ItemStep)],
    ) -> Result<Vec<(CelValue<'a>, CelValue<'a>)>, CelFault> {
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
