//! Everything that is tested through kubevet's own doors, in one binary.

mod golden;
mod layers;
mod report;
