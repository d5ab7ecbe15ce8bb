//! How the program of a container, probe or hook is started.

use super::prelude::*;

mod command_in_one_string;
mod config_map_script_not_executable;
mod init_container_never_ends;
mod shell_syntax_without_shell;
mod shell_without_c;
mod volume_hides_program;

pub(super) static RULES: &[&CheckedRule] = &[
    &shell_syntax_without_shell::RULE,
    &command_in_one_string::RULE,
    &shell_without_c::RULE,
    &config_map_script_not_executable::RULE,
    &volume_hides_program::RULE,
    &init_container_never_ends::RULE,
];

const SHELLS: [&str; 6] = ["ash", "bash", "dash", "ksh", "sh", "zsh"];

/// Where a container has programs besides its own.
const HANDLERS: [&[&str]; 5] = [
    &["livenessProbe", "exec"],
    &["readinessProbe", "exec"],
    &["startupProbe", "exec"],
    &["lifecycle", "postStart", "exec"],
    &["lifecycle", "preStop", "exec"],
];

/// A program with its arguments, as a container, a probe or a hook starts it.
struct Start<'a> {
    /// What is written as the command.
    command: Place<'a>,
    /// The program, and all arguments; never empty.
    items: Vec<Place<'a>>,
}

impl<'a> Start<'a> {
    /// Those of a container; programs that only the image names are left out.
    fn all(container: InPod<'a>) -> Vec<Start<'a>> {
        let place = container.place();
        // Most start none: nodes tell that, which cost less than places.
        let starts = |path: &&&[&'static str]| place.node().is_some_and(|n| n.at(path).is_some());
        let inside = HANDLERS.iter().filter(starts).map(|path| place.at(path).get("command"));
        let inside = inside.map(|command| Start { command, items: command.items().collect() });
        let inside = inside.filter(|start| !start.items.is_empty());
        Start::own(container).into_iter().chain(inside).collect()
    }

    /// That of a container itself, where it does not leave it to the image.
    fn own(container: InPod<'a>) -> Option<Start<'a>> {
        let command = container.field("command");
        let items: Vec<Place<'a>> =
            command.items().chain(container.field("args").items()).collect();
        (!command.is_empty() && !items.is_empty()).then_some(Start { command, items })
    }

    fn program(&self) -> &'a str {
        self.items.first().map_or("", |item| item.str())
    }
}

fn is_shell(program: &str) -> bool {
    SHELLS.contains(&program.rsplit('/').next().unwrap_or(program))
}

/// Whether a word is the same to a shell and without one: a name, a path, an option.
fn is_plain_word(word: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:=,@+%".contains(c);
    !word.is_empty() && word.chars().all(plain)
}

/// The volume that holds a file, as a container sees it.
struct Mounted<'a> {
    mount: Place<'a>,
    volume: Place<'a>,
    /// The path of the file in the volume.
    file: &'a str,
}

/// The volume in which an absolute path is; `None` where it is in the image, or a part of a volume
/// is mounted there.
fn mounted_at<'a>(container: InPod<'a>, path: &'a str) -> Option<Mounted<'a>> {
    let inside = |mount: Place<'a>| {
        let directory = mount.get("mountPath").str().trim_end_matches('/');
        let rest = path.strip_prefix(directory)?;
        let file = rest.strip_prefix('/').or(rest.is_empty().then_some(""))?;
        (!directory.is_empty()).then_some((directory.len(), mount, file))
    };
    let mounts = container.field("volumeMounts").items().filter_map(inside);
    let (_, mount, file) = mounts.max_by_key(|(length, ..)| *length)?;
    if mount.get("subPath").is_set() || mount.get("subPathExpr").is_set() {
        return None;
    }
    let of = mount.get("name").str();
    let mut volumes = container.pod.spec.field("volumes").items();
    let volume = volumes.find(|volume| volume.get("name").str() == of)?;
    Some(Mounted { mount: mount.get("mountPath"), volume, file })
}
