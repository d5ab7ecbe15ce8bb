//! What an evaluation may use besides its cost, so that every expression ends soon: cel-go counts
//! the cost of a string or list only after it was made.

use indexmap::IndexMap;

use super::{Fault, pattern::Pattern};

/// So many bytes and items may be made.
const MEMORY: u64 = 64_000_000;
/// What an item of a list takes.
const ITEM: u64 = 32;
/// So many patterns that are not constant may be read, and are kept.
const PATTERNS: usize = 200;

/// What is left to an evaluation.
pub(super) struct Budget {
    memory: u64,
    patterns: IndexMap<String, Pattern>,
}

impl Default for Budget {
    fn default() -> Budget {
        Budget { memory: MEMORY, patterns: IndexMap::new() }
    }
}

impl Budget {
    /// Takes memory for a string; a limit of the server, which has memory for more, but not time.
    pub(super) fn bytes(&mut self, bytes: usize) -> Result<(), Fault> {
        self.memory = self.memory.checked_sub(bytes as u64).ok_or(Fault::TooCostly)?;
        Ok(())
    }

    /// Takes memory for items of a list or map.
    pub(super) fn items(&mut self, items: usize) -> Result<(), Fault> {
        let bytes = (items as u64).saturating_mul(ITEM);
        self.memory = self.memory.checked_sub(bytes).ok_or(Fault::TooCostly)?;
        Ok(())
    }

    /// A pattern, which is read once.
    pub(super) fn pattern(&mut self, text: &str) -> Result<&Pattern, Fault> {
        if !self.patterns.contains_key(text) {
            if self.patterns.len() >= PATTERNS {
                return Err(Fault::Unknown("too many different patterns"));
            }
            self.patterns.insert(text.to_owned(), Pattern::new(text)?);
        }
        self.patterns.get(text).ok_or(Fault::Unknown("a pattern is lost"))
    }
}
