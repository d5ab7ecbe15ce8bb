//! `kubevet completion SHELL`.

use std::{collections::BTreeSet, io::Write as _};

use clap::{Arg, Args, Command};
use clap_complete::{Shell, generate};

use super::{command, error::CliError, ui};

#[derive(Args, Debug)]
pub(super) struct CompletionArgs {
    /// Shell: bash, zsh, fish, powershell, or kubectl for the script that kubectl runs
    #[arg(value_name = "SHELL", hide_possible_values = true)]
    shell: CompletionTarget,
}

/// What a completion script is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum CompletionTarget {
    Bash,
    Zsh,
    Fish,
    Powershell,
    Kubectl,
}

/// kubectl runs `kubectl_complete-vet` with the words after `vet` and reads one value a line.
const KUBECTL: &str = "\
#!/bin/sh
# Completion of `kubectl vet`: save it as kubectl_complete-vet on the PATH, executable.
exec kubectl-vet __complete \"$@\"
";

/// The scripts of these shells ask kubevet itself, as kubectl does, so that they offer values too.
const BASH: &str = include_str!("../../completions/kubevet.bash");
const ZSH: &str = include_str!("../../completions/kubevet.zsh");
const FISH: &str = include_str!("../../completions/kubevet.fish");

/// The script, as it is printed.
pub fn script(target: CompletionTarget) -> String {
    match target {
        CompletionTarget::Bash => BASH.to_owned(),
        CompletionTarget::Zsh => ZSH.to_owned(),
        CompletionTarget::Fish => FISH.to_owned(),
        CompletionTarget::Powershell => powershell(),
        CompletionTarget::Kubectl => KUBECTL.to_owned(),
    }
}

/// Without the flags of kubectl that are accepted and ignored.
fn powershell() -> String {
    let mut command = command("kubevet");
    let mut text = Vec::new();
    generate(Shell::PowerShell, &mut command, "kubevet", &mut text);
    let hidden = hidden(&command);
    let text = String::from_utf8_lossy(&text);
    let is_offered = |line: &&str| {
        let flag = line.trim_start().strip_prefix("[CompletionResult]::new('-");
        let name = flag.and_then(|rest| rest.split('\'').next()).unwrap_or("");
        !hidden.contains(name.trim_start_matches('-').trim_end())
    };
    text.split_inclusive('\n').filter(is_offered).collect()
}

/// The names of flags that no help lists.
fn hidden(command: &Command) -> BTreeSet<String> {
    let verbs = command.get_subcommands().flat_map(Command::get_arguments);
    let flags = command.get_arguments().chain(verbs);
    let (hidden, shown): (Vec<&Arg>, Vec<&Arg>) = flags.partition(|flag| flag.is_hide_set());
    let names = |flag: &&Arg| {
        let short = flag.get_short().map(String::from);
        flag.get_long().map(str::to_owned).into_iter().chain(short).collect::<Vec<_>>()
    };
    let shown: BTreeSet<String> = shown.iter().flat_map(names).collect();
    hidden.iter().flat_map(names).filter(|name| !shown.contains(name)).collect()
}

pub(super) fn run(args: &CompletionArgs) -> Result<u8, CliError> {
    let mut out = ui::stdout();
    out.write_all(script(args.shell).as_bytes())?;
    out.flush()?;
    Ok(0)
}
