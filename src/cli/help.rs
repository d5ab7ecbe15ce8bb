//! The overview of all commands, and the help of one.

use std::{ffi::OsString, io::Write as _};

use clap::Args;

use super::{CommandEnv, error::CliError, ui, unknown};

#[derive(Args, Debug)]
pub(super) struct HelpArgs {
    /// Command and subcommand, such as config show
    #[arg(value_name = "COMMAND")]
    path: Vec<String>,
}

/// The commands in groups, which clap does not support; a test compares it with the commands.
pub(super) const TEMPLATE: &str = "\
{about}

{usage-heading} {usage}

Check:
  lint        Check manifests and report findings
  fix         Apply the fixes of findings to manifests
  rule        Explain a rule, or list all rules

Dry run:
  apply       Show how the API server would answer an apply, and what it would store
  create      Like apply, for objects that must not exist yet

Build:
  kustomize   Build a kustomization and print its objects

Other:
  config      Show or create the configuration
  completion  Print the completion script for a shell
  version     Print the version of kubevet and the supported Kubernetes versions
  help        Print help for a command

{options}

Examples:
  kubevet lint                              check the whole project
  kubevet lint -f k8s/ -R                   check what `kubectl apply` would send
  helm template web | kubevet lint -        check rendered templates
  kubevet apply --dry-run=server -f k8s/    show what the API server would answer
  kubevet rule KV3101                       explain a rule and how to fix its findings
";

/// Prints the overview, as for `--help`.
pub(super) fn print(run: &CommandEnv) -> Result<u8, CliError> {
    show(&mut super::command(super::program()), run)
}

/// Prints the help of one command, as for `COMMAND --help`.
pub(super) fn of_command(args: &HelpArgs, run: &CommandEnv) -> Result<u8, CliError> {
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

fn show(command: &mut clap::Command, run: &CommandEnv) -> Result<u8, CliError> {
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
    fn the_overview_lists_every_command() {
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

    #[test]
    fn the_default_version_is_the_newest() {
        let command = super::super::Cli::command();
        let named = |arg: &&clap::Arg| arg.get_long() == Some("kubernetes-version");
        let flag = command.get_arguments().find(named).expect("a flag");
        let newest = format!("[default: {}]", crate::model::version::Version::NEWEST);
        assert!(flag.get_help().expect("help").to_string().ends_with(&newest), "{newest}");
    }
}
