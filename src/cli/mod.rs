//! The command line: its flags, and the command that runs. Only this module prints, reads the
//! environment and decides exit codes.

mod apply;
pub mod complete;
pub mod completion;
mod config;
mod error;
mod git;
mod help;
mod kustomize;
mod lint;
mod objects;
mod rule;
mod stdin;
mod ui;
mod unknown;
mod verbosity;
mod version;
mod write;

use std::{
    env,
    ffi::{OsStr, OsString},
    panic,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::OnceLock,
};

use clap::{
    Args, CommandFactory, FromArgMatches, Parser, Subcommand,
    error::{ContextKind, ContextValue},
};

use crate::panics;
use error::CliError;
use ui::{ColourChoice, Ui};

/// Lints Kubernetes manifests offline, as strictly as the API server.
#[derive(Debug, Parser)]
#[command(
    name = "kubevet",
    version,
    help_template = help::TEMPLATE,
    disable_help_subcommand = true,
    allow_external_subcommands = true,
    subcommand_value_name = "COMMAND",
    infer_long_args = false
)]
pub struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    verb: Option<CliCommand>,
}

/// The commands, in the order of the help.
#[derive(Debug, Subcommand)]
enum CliCommand {
    /// Check manifests and report findings
    #[command(alias = "check")]
    Lint(Box<lint::LintArgs>),
    /// Apply the fixes of findings to manifests
    Fix(Box<lint::FixArgs>),
    /// Explain a rule, or list all rules
    #[command(visible_alias = "explain")]
    Rule(rule::RuleArgs),
    /// Show how the API server would answer an apply, and what it would store
    Apply(Box<apply::ApplyArgs>),
    /// Like apply, for objects that must not exist yet
    Create(Box<apply::ApplyArgs>),
    /// Build a kustomization and print its objects
    Kustomize(kustomize::KustomizeArgs),
    /// Show or create the configuration
    #[command(subcommand)]
    Config(config::ConfigVerb),
    /// Print the completion script for a shell
    Completion(completion::CompletionArgs),
    /// Print the version of kubevet and the supported Kubernetes versions
    Version(version::VersionArgs),
    /// Print help for a command
    Help(help::HelpArgs),
    #[command(external_subcommand)]
    Other(Vec<OsString>),
}

/// Flags of every command.
#[derive(Args, Debug)]
#[command(next_help_heading = "Global options")]
struct Global {
    /// Use only this configuration file
    #[arg(long, global = true, value_name = "FILE", env = "KUBEVET_CONFIG", hide_env = true)]
    config: Option<PathBuf>,
    /// Ignore all configuration files
    #[arg(long, global = true, conflicts_with = "config")]
    isolated: bool,
    /// Kubernetes version to validate against, such as 1.36 or 1.31-1.36 [default: 1.37]
    #[arg(
        long,
        global = true,
        value_name = "VERSION",
        alias = "kube-version",
        value_delimiter = ',',
        env = "KUBEVET_KUBERNETES_VERSION",
        hide_env = true
    )]
    kubernetes_version: Vec<String>,
    /// File or directory with CustomResourceDefinitions to check custom resources by; repeatable
    #[arg(long, global = true, value_name = "PATH")]
    crds: Vec<PathBuf>,
    /// When to color the output: auto, always, never
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true
    )]
    color: ColourChoice,
    /// Print only results, warnings and errors
    #[arg(short, long, global = true)]
    quiet: bool,
    #[command(flatten)]
    verbosity: verbosity::Verbosity,
    /// Also read files that .gitignore excludes
    #[arg(long, global = true)]
    no_ignore: bool,
    /// Number of threads
    #[arg(short = 'j', long, global = true, value_name = "N")]
    threads: Option<usize>,
    #[command(flatten)]
    kubectl: Kubectl,
}

/// Flags of kubectl that are accepted and ignored, so that pasted command lines work.
#[derive(Args, Debug)]
struct Kubectl {
    #[arg(long, global = true, hide = true)]
    context: Option<String>,
    #[arg(long, global = true, hide = true)]
    cluster: Option<String>,
    #[arg(long, global = true, hide = true)]
    kubeconfig: Option<String>,
    #[arg(long, global = true, hide = true)]
    user: Option<String>,
    #[arg(short = 's', long, global = true, hide = true)]
    server: Option<String>,
    #[arg(long, global = true, hide = true)]
    request_timeout: Option<String>,
    #[arg(long = "as", global = true, hide = true)]
    as_user: Option<String>,
    #[arg(long, global = true, hide = true)]
    as_group: Vec<String>,
    #[arg(long, global = true, hide = true)]
    chunk_size: Option<String>,
    #[arg(long, global = true, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "")]
    server_print: Option<String>,
    #[arg(long, global = true, hide = true)]
    field_manager: Option<String>,
    #[arg(long, global = true, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "")]
    validate: Option<String>,
    #[arg(long, global = true, hide = true)]
    cache_dir: Option<String>,
}

/// What a command knows of its environment.
struct CommandEnv {
    ui: Ui,
    global: Global,
    working_directory: PathBuf,
}

/// Runs the program on the process's arguments.
pub fn main() -> ExitCode {
    // A panic is caught where it happens, or below.
    panics::watch();
    match panic::catch_unwind(start) {
        Ok(code) => ExitCode::from(code),
        Err(_) => {
            let error = CliError::new(format!("internal error at {}", panics::place()))
                .hint("this is a bug in kubevet; please report it, with the command line");
            Ui::new(ColourChoice::Auto, false, 0).error(&error);
            ExitCode::from(error.exit_code)
        }
    }
}

fn start() -> u8 {
    let args: Vec<OsString> = env::args_os().collect();
    if args.first().is_some_and(|name| stem(name).starts_with("kubectl_complete-")) {
        return complete::main(&args[1..]);
    }
    if let [_, word, rest @ ..] = &args[..]
        && word == complete::HIDDEN_VERB
    {
        return complete::main(rest);
    }
    let matches = match command(program()).try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error) => return usage(without_hidden(error, &command(program()))),
    };
    match Cli::from_arg_matches(&matches) {
        Ok(cli) => dispatch(cli),
        Err(error) => usage(error),
    }
}

/// Takes out of an error what it suggests, where that is a flag that is accepted and ignored.
fn without_hidden(mut error: clap::Error, command: &clap::Command) -> clap::Error {
    let Some(ContextValue::String(flag)) = error.get(ContextKind::SuggestedArg) else {
        return error;
    };
    let verbs = command.get_subcommands().flat_map(clap::Command::get_arguments);
    let name = flag.trim_start_matches('-').to_owned();
    let mut named =
        command.get_arguments().chain(verbs).filter(|arg| arg.get_long() == Some(&*name));
    if named.all(clap::Arg::is_hide_set) {
        error.remove(ContextKind::SuggestedArg);
    }
    error
}

/// What is typed to run the program: `kubevet` or, as a plugin, `kubectl vet`.
fn program() -> &'static str {
    static NAME: OnceLock<String> = OnceLock::new();
    NAME.get_or_init(|| {
        let called = env::args_os().next().map(|name| stem(&name)).unwrap_or_default();
        match called.strip_prefix("kubectl-") {
            Some(plugin) => format!("kubectl {}", plugin.replace('-', " ")),
            None => "kubevet".to_owned(),
        }
    })
}

/// The command line of a program that is run by this name.
pub fn command(program: &str) -> clap::Command {
    Cli::command().color(clap_colours()).bin_name(program)
}

/// The file name of a program, without directory and `.exe`.
fn stem(program: &OsStr) -> String {
    let path = Path::new(program);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.trim_end_matches(".exe").to_owned()
}

/// Help and errors of usage are coloured by the same rules as everything else.
fn clap_colours() -> clap::ColorChoice {
    let mut when = ColourChoice::Auto;
    let args = env::args_os().skip(1);
    let mut args = args.map(|arg| arg.to_string_lossy().into_owned()).peekable();
    while let Some(arg) = args.next() {
        let value = match arg.strip_prefix("--color") {
            Some("") => args.peek().map(String::as_str),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        };
        match value {
            Some("always") => when = ColourChoice::Always,
            Some("never") => when = ColourChoice::Never,
            _ => {}
        }
    }
    let is_terminal = std::io::IsTerminal::is_terminal(&std::io::stdout());
    if ui::colours(when, is_terminal) {
        clap::ColorChoice::Always
    } else {
        clap::ColorChoice::Never
    }
}

/// Prints help, or what is wrong with the command line.
fn usage(error: clap::Error) -> u8 {
    // A closed pipe is not an error: whoever asked for help has read enough.
    let _ = error.print();
    if error.use_stderr() { error::FAILED } else { 0 }
}

fn dispatch(cli: Cli) -> u8 {
    let ui = Ui::new(cli.global.color, cli.global.quiet, cli.global.verbosity.count());
    let result = env::current_dir()
        .map_err(|error| CliError::new(format!("cannot determine the working directory: {error}")))
        .and_then(|working_directory| {
            run(cli.verb, &CommandEnv { ui, global: cli.global, working_directory })
        });
    match result {
        Ok(code) => code,
        Err(error) if error.pipe_closed => 0,
        Err(error) => {
            ui.error(&error);
            error.exit_code
        }
    }
}

fn run(verb: Option<CliCommand>, run: &CommandEnv) -> Result<u8, CliError> {
    match verb {
        Some(CliCommand::Lint(args)) => lint::run(&args, run),
        Some(CliCommand::Fix(args)) => lint::run_fix(*args, run),
        Some(CliCommand::Rule(args)) => rule::run(&args, run),
        Some(CliCommand::Apply(args)) => apply::run(apply::ApplyVerb::Apply, &args, run),
        Some(CliCommand::Create(args)) => apply::run(apply::ApplyVerb::Create, &args, run),
        Some(CliCommand::Kustomize(args)) => kustomize::run(&args, run),
        Some(CliCommand::Config(verb)) => config::run(&verb, run),
        Some(CliCommand::Completion(args)) => completion::run(&args),
        Some(CliCommand::Version(args)) => version::run(&args),
        Some(CliCommand::Help(args)) => help::of_command(&args, run),
        Some(CliCommand::Other(words)) => Err(unknown::error(&words)),
        None => help::print(run),
    }
}
