//! `-v`, counted; kubectl's `-v=4` means `-vvvv`.

use clap::Args;

#[derive(Args, Debug)]
pub(super) struct Verbosity {
    /// Print more details to standard error
    #[arg(
        short,
        long,
        global = true,
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "1",
        value_name = "N",
        hide_default_value = true,
        action = clap::ArgAction::Append
    )]
    verbose: Vec<u8>,
}

impl Verbosity {
    pub(super) fn count(&self) -> u8 {
        self.verbose.iter().fold(0, |sum, count| sum.saturating_add(*count))
    }
}
