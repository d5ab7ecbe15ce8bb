//! `kubevet completion SHELL`.

use std::io::Write as _;

use clap::Args;
use clap_complete::{Shell, generate};

use super::{command, error::CliError, ui};

#[derive(Args, Debug)]
pub(super) struct CompletionArgs {
    /// bash, zsh, fish, powershell, or kubectl for the script that kubectl calls
    #[arg(value_name = "SHELL", hide_possible_values = true)]
    shell: Target,
}

/// What a completion script is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Target {
    Bash,
    Zsh,
    Fish,
    Powershell,
    Kubectl,
}

/// kubectl runs `kubectl_complete-vet` with the words behind `vet` and reads one value a line.
const KUBECTL: &str = "\
#!/bin/sh
# Completion of `kubectl vet`: save it as kubectl_complete-vet on the PATH, executable.
exec kubectl-vet __complete \"$@\"
";

/// The script, as it is printed.
pub fn script(target: Target) -> String {
    let shell = match target {
        Target::Bash => Shell::Bash,
        Target::Zsh => Shell::Zsh,
        Target::Fish => Shell::Fish,
        Target::Powershell => Shell::PowerShell,
        Target::Kubectl => return KUBECTL.to_owned(),
    };
    let mut text = Vec::new();
    generate(shell, &mut command("kubevet"), "kubevet", &mut text);
    String::from_utf8_lossy(&text).into_owned()
}

pub(super) fn run(args: &CompletionArgs) -> Result<u8, CliError> {
    let mut out = ui::stdout();
    out.write_all(script(args.shell).as_bytes())?;
    out.flush()?;
    Ok(0)
}
