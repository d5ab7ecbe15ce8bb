//! What git says of the files of a project. Nothing that a repository configures is run.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use super::error::CliError;

/// Which files count as changed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Since<'a> {
    /// They differ from a revision, or from where the current branch left the default branch.
    Revision(Option<&'a str>),
    /// They differ in the index from the last commit.
    Staged,
}

/// The files below a directory that changed and are still there, relative to it.
pub(super) fn changed(dir: &Path, since: Since<'_>) -> Result<Vec<PathBuf>, CliError> {
    let diff = ["diff", "--name-only", "-z", "--relative", "--diff-filter=d", "--no-ext-diff"];
    let mut names = match since {
        Since::Staged => git(dir, &[&diff[..], &["--cached"]].concat())?,
        Since::Revision(revision) => {
            let base = base(dir, revision)?;
            let mut names = git(dir, &[&diff[..], &[&base]].concat())?;
            // What git does not know yet is new.
            names += &git(dir, &["ls-files", "--others", "--exclude-standard", "-z"])?;
            names
        }
    };
    if names.ends_with('\0') {
        names.pop();
    }
    let names = names.split('\0').filter(|name| !name.is_empty());
    let mut paths: Vec<PathBuf> = names.map(PathBuf::from).collect();
    paths.sort();
    paths.dedup();
    Ok(paths.into_iter().filter(|path| dir.join(path).is_file()).collect())
}

/// The commit to compare with.
fn base(dir: &Path, revision: Option<&str>) -> Result<String, CliError> {
    let commit = |revision: &str| {
        let revision = format!("{revision}^{{commit}}");
        git(dir, &["rev-parse", "--verify", "--quiet", "--end-of-options", &revision])
    };
    if let Some(revision) = revision {
        let found = commit(revision).map_err(|error| match error.message.as_str() {
            "" => CliError::new(format!("git does not know the revision `{revision}`")),
            _ => error,
        })?;
        return Ok(found.trim().to_owned());
    }
    let head = commit("HEAD").map_err(|error| match error.message.as_str() {
        "" => CliError::new("the git repository has no commit to compare with"),
        _ => error,
    })?;
    let remote = git(dir, &["symbolic-ref", "--quiet", "refs/remotes/origin/HEAD"]);
    let remote = remote.unwrap_or_default();
    let branches = [remote.trim(), "origin/main", "origin/master", "main", "master"];
    let mut branches = branches.into_iter().filter(|branch| !branch.is_empty());
    let default = branches.find_map(|branch| commit(branch).ok());
    let fork =
        default.and_then(|default| git(dir, &["merge-base", head.trim(), default.trim()]).ok());
    Ok(fork.unwrap_or(head).trim().to_owned())
}

/// What git prints; the error is empty where git says nothing.
fn git(dir: &Path, arguments: &[&str]) -> Result<String, CliError> {
    let output = Command::new("git")
        .current_dir(dir)
        // Both name programs that git would run.
        .args(["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "--no-pager"])
        .args(arguments)
        .output()
        .map_err(|error| CliError::new(format!("cannot run git: {error}")))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.trim().trim_start_matches("fatal: ");
        return Err(CliError::new(match said {
            "" => String::new(),
            said => format!("git: {said}"),
        }));
    }
    String::from_utf8(output.stdout)
        .map_err(|_| CliError::new("git names a file whose name is not valid UTF-8"))
}
