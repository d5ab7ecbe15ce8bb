//! The overview of all commands, and the help of one.

use std::{ffi::OsString, io::Write as _};

use clap::Args;

use super::{Run, error::CliError, ui, unknown};

#[derive(Args, Debug)]
pub(super) struct HelpArgs {
    /// The command, and the one below it: config show
    #[arg(value_name = "COMMAND")]
    path: Vec<String>,
}

/// The verbs stand in groups, which clap cannot make by itself; a test holds it to the verbs.
pub(super) const TEMPLATE: &str = "\
{about}

{usage-heading} {usage}

Check:
  lint        Report what is wrong with manifests
  rule        Explain a rule, or list all of them

Try:
  apply       Say what an API server would answer to manifests, and what it makes of them
  create      The same for objects that are new

Build:
  kustomize   Print the objects that a kustomization makes

Tool:
  config      Show or write the configuration
  completion  Print the completion script of a shell
  version     Print the versions of kubevet and of Kubernetes
  help        Print the help of a command

{options}

Examples:
  kubevet lint                              the whole project
  kubevet lint -f k8s/ -R                   what `kubectl apply` would send
  helm template web | kubevet lint -        rendered templates
  kubevet apply --dry-run=server -f k8s/    what an API server would answer
  kubevet rule KV3101                       why a rule exists, and what to do
";

/// Prints the overview, as for `--help`.
pub(super) fn print(run: &Run) -> Result<u8, CliError> {
    show(&mut super::command(super::program()), run)
}

/// Prints the help of one command, as for `COMMAND --help`.
pub(super) fn of_command(args: &HelpArgs, run: &Run) -> Result<u8, CliError> {
    let mut command = super::command(super::program());
    command.build();
    let mut here = &mut command;
    for word in &args.path {
        if here.find_subcommand(word).is_none() {
            return Err(unknown::error(&[OsString::from(word)]));
        }
        here = here.find_subcommand_mut(word).expect("it was found");
    }
    show(here, run)
}

fn show(command: &mut clap::Command, run: &Run) -> Result<u8, CliError> {
    let text = command.render_help();
    let mut out = ui::stdout();
    if run.ui.style().colour {
        write!(out, "{}", text.ansi())?;
    } else {
        write!(out, "{text}")?;
    }
    out.flush()?;
    Ok(0)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_overview_lists_every_verb() {
        let command = super::super::Cli::command();
        let mut listed = 0;
        for verb in command.get_subcommands() {
            let about = verb.get_about().map(ToString::to_string).unwrap_or_default();
            let line = format!("  {:<11} {about}\n", verb.get_name());
            assert!(TEMPLATE.contains(&line), "{line}");
            listed += 1;
        }
        let lines = TEMPLATE.split("Examples:").next().unwrap_or("").lines();
        assert_eq!(lines.filter(|line| line.starts_with("  ")).count(), listed);
    }
}
