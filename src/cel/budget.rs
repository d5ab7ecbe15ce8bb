//! What an evaluation may use besides its cost, so that every expression ends soon: cel-go counts
//! the cost of a string or list only after it was made.

use indexmap::IndexMap;

use super::{CelFault, pattern::Pattern};

/// So many bytes and items may be made.
const MEMORY: u64 = 64_000_000;
/// What an item of a list takes.
const ITEM: u64 = 32;
/// So many patterns that are not constant may be read, and are kept.
const PATTERNS: usize = 200;

/// What is left to an evaluation.
pub(super) struct MemoryBudget {
    memory: u64,
    patterns: IndexMap<String, Pattern>,
}

impl Default for MemoryBudget {
    fn default() -> MemoryBudget {
        MemoryBudget { memory: MEMORY, patterns: IndexMap::new() }
    }
}

impl MemoryBudget {
    /// Takes memory for a string; a limit of the server, which has memory for more, but not time.
    pub(super) fn bytes(&mut self, bytes: usize) -> Result<(), CelFault> {
        self.memory = self.memory.checked_sub(bytes as u64).ok_or(CelFault::TooCostly)?;
        Ok(())
    }

    /// Takes memory for items of a list or map.
    pub(super) fn items(&mut self, items: usize) -> Result<(), CelFault> {
        let bytes = (items as u64).saturating_mul(ITEM);
        self.memory = self.memory.checked_sub(bytes).ok_or(CelFault::TooCostly)?;
        Ok(())
    }

    /// A pattern, which is read once.
    pub(super) fn pattern(&mut self, text: &str) -> Result<&Pattern, CelFault> {
        if !self.patterns.contains_key(text) {
            if self.patterns.len() >= PATTERNS {
                return Err(CelFault::Unknown("too many different patterns"));
            }
            self.patterns.insert(text.to_owned(), Pattern::new(text)?);
        }
        self.patterns.get(text).ok_or(CelFault::Unknown("a pattern is lost"))
    }
}
