//! The program as its users meet it: transcripts under `testdata/cli/`, one directory each, and what
//! no transcript can hold (permissions, links, closed pipes).
//!
//! A directory's `console.txt` holds lines `$ [NAME=value …] kubevet … [< file]`, each followed by what
//! the program prints: standard output as it is, standard error behind `! `, the exit code behind
//! `? ` unless it is 0. Lines behind `; ` are comments. All other files of the directory are copied to
//! a place of their own, where the commands run, those with `PWD=FOLDER` in a folder of it; `dot.` in
//! a name stands for a leading dot. `$ cat file` shows what was written.
//! `UPDATE=1 cargo test` rewrites the transcripts.

#![expect(clippy::unwrap_used, reason = "a test may stop anywhere")]

use std::{
    fs,
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use kubevet::input;

use crate::golden;

const PROGRAM: &str = env!("CARGO_BIN_EXE_kubevet");

#[test]
fn transcripts() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cli");
    let mut dirs: Vec<PathBuf> =
        fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).collect();
    dirs.sort();
    assert!(!dirs.is_empty());
    for dir in dirs {
        let name = dir.file_name().unwrap().to_str().unwrap().to_owned();
        let script = fs::read_to_string(dir.join("console.txt")).unwrap_or_default();
        let place = Place::new(&format!("transcript-{name}"));
        copy(&dir, &place.0);
        let mut actual = String::new();
        for line in script.lines() {
            if let Some(command) = line.strip_prefix("$ ") {
                actual += &format!("$ {command}\n");
                play(command, &place.0, &mut actual);
            } else if line.starts_with("; ") {
                actual += &format!("{line}\n");
            }
        }
        golden::assert(&format!("cli/{name}/console.txt"), &actual);
    }
}

/// Files and directories that are named, from the root or from where they are, get the findings that
/// the whole project gives them.
#[test]
fn parts_say_what_the_whole_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cli");
    let mut compared = 0;
    for project in ["base", "overlays", "missing"] {
        let place = Place::new(&format!("parts-{project}"));
        copy(&root.join(project), &place.0);
        let whole = findings(&place.0, &place.0, &[]);
        let mut open = vec![place.0.clone()];
        while let Some(dir) = open.pop() {
            for entry in fs::read_dir(&dir).unwrap() {
                let path = entry.unwrap().path();
                let is_manifest = path.extension().is_some_and(|end| end == "yaml");
                if !is_manifest && (path.is_file() || path.ends_with(".git")) {
                    continue;
                }
                let expected: Vec<&String> = whole
                    .iter()
                    .filter(|finding| {
                        let file = finding.split(':').next().unwrap();
                        place.0.join(file).starts_with(&path)
                    })
                    .collect();
                let name = path.file_name().unwrap().to_str().unwrap();
                let from_root = path.strip_prefix(&place.0).unwrap().to_str().unwrap();
                for (here, argument) in [(&place.0, from_root), (&dir, name)] {
                    let mut part = findings(&place.0, here, &[argument]);
                    part.retain(|finding| {
                        place.0.join(finding.split(':').next().unwrap()).starts_with(&path)
                    });
                    assert_eq!(part.iter().collect::<Vec<_>>(), expected, "{project}: {argument}");
                    compared += expected.len();
                }
                if path.is_dir() {
                    open.push(path);
                }
            }
        }
    }
    assert!(compared > 20, "{compared}");
}

/// `file:line:column: code` of all findings, with files as seen from `root`.
fn findings(root: &Path, here: &Path, args: &[&str]) -> Vec<String> {
    let output = program(here).args(["lint", "-o", "concise"]).args(args).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let mut found = Vec::new();
    for line in text.lines().filter(|line| line.contains(": error[") || line.contains(": warning["))
    {
        let (place, message) = line.split_once(": ").unwrap();
        let (file, at) = place.split_once(':').unwrap();
        let file = input::clean(&here.join(file));
        let file = file.strip_prefix(root).unwrap().display().to_string();
        found.push(format!("{file}:{at}: {}", message.split(']').next().unwrap()));
    }
    found.sort();
    found
}

/// A directory that is removed at the end.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Place {
        let path = std::env::temp_dir().join(format!("kubevet-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        // A root of its own, so that nothing above it is looked at.
        fs::create_dir_all(path.join(".git")).unwrap();
        Place(path)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn run(&self, args: &[&str]) -> Output {
        program(&self.0).args(args).stdin(Stdio::null()).output().unwrap()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if name == "console.txt" {
            continue;
        }
        let target = to.join(name.replacen("dot.", ".", usize::from(name.starts_with("dot."))));
        if path.is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// The program in a place, with an environment of its own.
fn program(place: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    command.current_dir(place).env_clear().env("HOME", place.join("home")).env("LANG", "C.UTF-8");
    command
}

fn play(command: &str, place: &Path, transcript: &mut String) {
    if let Some(file) = command.strip_prefix("cat ") {
        let text = fs::read_to_string(place.join(file)).unwrap_or_else(|e| format!("{e}\n"));
        transcript.push_str(&end_line(&text));
        transcript.push('\n');
        return;
    }
    let (command, input) = command.split_once(" < ").map_or((command, None), |(c, f)| (c, Some(f)));
    let words = words(command);
    let start = words.iter().position(|word| !word.contains('=')).unwrap();
    let mut child = program(place);
    if words[start] != "kubevet" {
        // The program under another name.
        let link = place.join(&words[start]);
        let _ = fs::remove_file(&link);
        fs::hard_link(PROGRAM, &link).or_else(|_| fs::copy(PROGRAM, &link).map(|_| ())).unwrap();
        child = Command::new(link);
        child.current_dir(place).env_clear().env("LANG", "C.UTF-8");
    }
    for variable in &words[..start] {
        let (name, value) = variable.split_once('=').unwrap();
        child.env(name, value);
        if name == "PWD" {
            child.current_dir(place.join(value));
        }
    }
    child.args(&words[start + 1..]).stdout(Stdio::piped()).stderr(Stdio::piped());
    child.stdin(match input {
        Some(file) => Stdio::from(fs::File::open(place.join(file)).unwrap()),
        None => Stdio::null(),
    });
    let output = child.output().unwrap();
    transcript.push_str(&end_line(&String::from_utf8_lossy(&output.stdout)));
    for line in String::from_utf8_lossy(&output.stderr).lines() {
        transcript.push_str(format!("! {line}").trim_end());
        transcript.push('\n');
    }
    match output.status.code() {
        Some(0) => {}
        code => *transcript += &format!("? {}\n", code.unwrap_or(-1)),
    }
    transcript.push('\n');
}

fn end_line(text: &str) -> String {
    if text.is_empty() || text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") }
}

/// Splits a command line as a shell does, with both kinds of quotes and nothing else.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![];
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in line.chars() {
        match quote {
            Some(q) if c == q => quote = None,
            None if c == '\'' || c == '"' => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            None if c == ' ' => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

const GOOD: &str = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n";
const BAD: &str = "apiVersion: v1\nkind: Namespace\nmetadata:\n  nam: shop\n";

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_a_finding_and_the_rest_is_judged() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let place = Place::new("unreadable");
    place.write("bad.yaml", BAD);
    place.write("big.yaml", &format!("# {}\n{GOOD}", "x".repeat(4096)));
    place.write("latin.yaml", "x");
    fs::write(
        place.0.join("latin.yaml"),
        b"apiVersion: v1\nkind: Namespace\nmetadata:\n  name: caf\xE9\n",
    )
    .unwrap();
    symlink("loop.yaml", place.0.join("loop.yaml")).unwrap();
    symlink("gone.yaml", place.0.join("dangling.yaml")).unwrap();
    symlink(".", place.0.join("folder")).unwrap();
    let output = place.run(&["lint", "-o", "concise", "--max-file-size", "4KB"]);
    let shown = text(&output.stdout);
    for line in [
        "bad.yaml:4:3: error[KV1004]",
        "big.yaml:1:1: error[KV0025] the file is larger than 4 KB",
        "dangling.yaml:1:1: error[KV0026] no such file or directory",
        "latin.yaml:4:12: error[KV0010] this is not valid UTF-8",
        "loop.yaml:1:1: error[KV0026] too many levels of symbolic links",
    ] {
        assert!(shown.contains(line), "{line}\n{shown}");
    }
    assert!(!shown.contains("folder/"), "{shown}");
    assert_eq!(output.status.code(), Some(2));

    fs::set_permissions(place.0.join("bad.yaml"), fs::Permissions::from_mode(0o000)).unwrap();
    fs::create_dir(place.0.join("closed")).unwrap();
    fs::set_permissions(place.0.join("closed"), fs::Permissions::from_mode(0o000)).unwrap();
    let open_for_root = fs::read(place.0.join("bad.yaml")).is_ok();
    let output = place.run(&["lint", "-o", "concise", "--select", "KV1004"]);
    let shown = text(&output.stdout);
    assert_eq!(output.status.code(), Some(2));
    if !open_for_root {
        assert!(shown.contains("bad.yaml:1:1: error[KV0026] permission denied"), "{shown}");
        assert!(
            shown.contains("closed:1:1: error[KV0027] the directory cannot be read"),
            "{shown}"
        );
    }
    fs::set_permissions(place.0.join("closed"), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_closed_pipe_ends_the_program_quietly() {
    let place = Place::new("pipe");
    for n in 0..400 {
        place.write(&format!("{n}.yaml"), BAD);
    }
    let mut child = program(&place.0)
        .args(["lint"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 16];
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut first).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
}

/// Where nobody can be told anything, the exit code still tells.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_no_crash() {
    let place = Place::new("full");
    place.write("bad.yaml", BAD);
    let full = || Stdio::from(fs::File::options().write(true).open("/dev/full").unwrap());
    let code = |args: &[&str], stdout: Stdio, stderr: Stdio| {
        let mut command = program(&place.0);
        command.args(args).stdin(Stdio::null()).stdout(stdout).stderr(stderr);
        command.status().unwrap().code()
    };
    assert_eq!(code(&["lint", "-v"], Stdio::null(), full()), Some(1));
    assert_eq!(code(&["lint", "--select", "KV99"], Stdio::null(), full()), Some(2));
    assert_eq!(code(&["lint", "--what"], Stdio::null(), full()), Some(2));
    assert_eq!(code(&["lint", "-o", "json", "gone.yaml"], Stdio::null(), full()), Some(2));
    assert_eq!(code(&["kustomize", "gone"], Stdio::null(), full()), Some(2));
    for args in [&["lint"][..], &["rule"], &["lint", "--show-files"], &["config", "show"]] {
        assert_eq!(code(args, full(), full()), Some(2), "{args:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn standard_input_without_a_dash_is_looked_at_only() {
    let place = Place::new("waiting");
    place.write("good.yaml", GOOD);
    let lint = |input: Option<&[u8]>, close: bool| {
        let mut child = program(&place.0)
            .arg("lint")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut pipe = child.stdin.take();
        if let (Some(bytes), Some(pipe)) = (input, pipe.as_mut()) {
            let _ = pipe.write_all(bytes);
        }
        if close {
            pipe = None;
        }
        // Not `wait_with_output`, which closes the pipe first.
        let mut errors = String::new();
        child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
        let code = child.wait().unwrap().code();
        drop(pipe);
        (code, errors)
    };
    // A pipe that is open and empty, a closed one, and a list of git's hooks.
    assert_eq!(lint(None, false), (Some(0), String::new()));
    assert_eq!(lint(None, true), (Some(0), String::new()));
    let refs = b"refs/heads/main 67890 refs/heads/main 12345\n";
    assert_eq!(lint(Some(refs), true), (Some(0), String::new()));
    assert_eq!(lint(Some(b"set -e\nkubevet lint\n"), false), (Some(0), String::new()));
    // What waits before the program starts is seen for sure.
    let mut manifest = program(&place.0);
    let (reader, mut writer) = std::io::pipe().unwrap();
    writer.write_all(GOOD.as_bytes()).unwrap();
    let output = manifest.arg("lint").stdin(reader).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("kubevet lint -"), "{}", text(&output.stderr));
    assert!(output.stdout.is_empty());
}

/// The same files in any order, repeated, and by any name give the same bytes.
#[test]
fn the_order_of_arguments_changes_nothing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cli");
    for project in ["base", "overlays", "circles", "missing"] {
        let place = Place::new(&format!("order-{project}"));
        copy(&root.join(project), &place.0);
        let mut names: Vec<String> = fs::read_dir(&place.0)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name != ".git")
            .collect();
        names.sort();
        let run = |names: &[String]| {
            let args = ["lint", "-o", "json"].into_iter().map(str::to_owned);
            let output = program(&place.0).args(args.chain(names.iter().cloned())).output();
            text(&output.unwrap().stdout)
        };
        let expected = run(&names);
        let mut other: Vec<String> = names.iter().rev().map(|name| format!("./{name}")).collect();
        other.push(place.0.join(&names[0]).display().to_string());
        other.push(format!("{}/../{}", names[0], names[0]));
        assert_eq!(run(&other), expected, "{project}");
    }
}

/// What could not be read is never left out.
#[test]
fn an_override_hides_no_failure() {
    let place = Place::new("override");
    place.write("good.yaml", GOOD);
    place.write(
        "kubevet.toml",
        "[[override]]\npaths = [\"**\"]\nignore = [\"ALL\"]\n[lint.severity]\nKV0025 = \"info\"\n",
    );
    let output = place.run(&["lint", "gone.yaml", "good.yaml"]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stdout));
    assert!(text(&output.stdout).contains("KV0026"));
    let output = place.run(&["lint", "--max-file-size", "4", "good.yaml"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stdout));
    assert_eq!(place.run(&["lint", "-j", "100000", "good.yaml"]).status.code(), Some(0));
}

#[test]
fn a_report_file_appears_whole_and_alone() {
    let place = Place::new("files");
    place.write("a.yaml", BAD);
    place.write("out.sarif", "old");
    let output =
        place.run(&["lint", "-q", "-o", "sarif=out.sarif", "-o", "json=out.json", "-o", "concise"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).starts_with("a.yaml:4:3: error[KV1004]"));
    for file in ["out.sarif", "out.json"] {
        let report = fs::read_to_string(place.0.join(file)).unwrap();
        assert!(serde_json::from_str::<serde_json::Value>(&report).is_ok(), "{file}");
    }
    let mut names: Vec<String> = fs::read_dir(&place.0)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, [".git", "a.yaml", "out.json", "out.sarif"]);
    let output = place.run(&["lint", "-o", "json=no/such/folder.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("cannot write no/such/folder.json"));
}

#[test]
fn lists_of_paths() {
    let place = Place::new("lists");
    place.write("a.yaml", BAD);
    place.write("b c.yaml", BAD);
    let list = |paths: &str| {
        let mut child = program(&place.0)
            .args(["lint", "-q", "-o", "concise", "--files-from", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(paths.as_bytes()).unwrap();
        text(&child.wait_with_output().unwrap().stdout).lines().count()
    };
    assert_eq!(list("a.yaml\r\nb c.yaml\n"), 2);
    assert_eq!(list("a.yaml\0b c.yaml\0"), 2);
    assert_eq!(list("./a.yaml\na.yaml\n"), 1);
}

/// Git in a directory, with nothing of the user's own.
fn git(dir: &Path, words: &str) {
    let mut command = Command::new("git");
    command
        .current_dir(dir)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null");
    command.args(["-c", "user.name=a", "-c", "user.email=a@example.com"]);
    let output = command.args(words.split(' ')).output().expect("git runs");
    assert!(output.status.success(), "{words}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn changed_and_staged_files_are_those_of_git() {
    let place = Place::new("changed");
    let dir = &place.0;
    let lint = |words: &str| {
        let mut text = String::new();
        play(&format!("kubevet lint -o concise -q {words}"), dir, &mut text);
        text.trim_end().to_owned()
    };
    let write = |name: &str, text: &str| fs::write(dir.join(name), text).unwrap();
    let config = |name: &str, value: &str| {
        format!(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\ndata: {{a: {value}}}\n"
        )
    };
    let found = |name: &str| {
        format!("{name}:4:11: error[KV0015] `a` must be a string, not the number `1` [*]")
    };
    assert!(
        lint("--changed").starts_with("! error: git: not a git repository"),
        "{}",
        lint("--changed")
    );
    git(dir, "init -q -b main");
    assert!(lint("--changed").contains("has no commit to compare with"));
    write("old.yaml", &config("old", "1"));
    write("gone.yaml", &config("gone", "1"));
    write(".gitignore", "ignored.yaml\n");
    git(dir, "add .");
    assert_eq!(lint("--staged"), format!("{}\n{}\n? 1", found("gone.yaml"), found("old.yaml")));
    git(dir, "commit -q -m first");
    assert_eq!((lint("--staged"), lint("--changed")), (String::new(), String::new()));
    git(dir, "checkout -q -b work");
    write("new.yaml", &config("new", "1"));
    write("ignored.yaml", &config("ignored", "1"));
    write("text.txt", "a: 1\n");
    fs::remove_file(dir.join("gone.yaml")).unwrap();
    assert_eq!(lint("--changed"), format!("{}\n? 1", found("new.yaml")));
    assert_eq!(lint("--staged"), "");
    git(dir, "add new.yaml");
    assert_eq!(lint("--staged"), format!("{}\n? 1", found("new.yaml")));
    git(dir, "commit -q -m second");
    // The branch has changed it since it left `main`.
    assert_eq!(lint("--changed"), format!("{}\n? 1", found("new.yaml")));
    assert_eq!(lint("--changed=HEAD"), "");
    assert_eq!(lint("--changed=main old.yaml"), "");
    assert!(lint("--changed=nothing").contains("git does not know the revision `nothing`"));
    assert!(lint("--changed=--output=x").contains("git does not know the revision"));
    assert!(!dir.join("x").exists());
}

/// What a changed file breaks elsewhere is reported as well.
#[test]
fn files_that_a_change_breaks_are_reported() {
    let place = Place::new("changed-beside");
    let dir = &place.0;
    git(dir, "init -q -b main");
    let write = |name: &str, text: &str| fs::write(dir.join(name), text).unwrap();
    let selector = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n\
                    spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}\n";
    let pod = |port: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: web, labels: {{app: web}}}}\n\
                 spec: {{containers: [{{name: a, image: \"a:1\", ports: [{{name: {port}, containerPort: 80}}]}}]}}\n"
        )
    };
    write("service.yaml", selector);
    write("pod.yaml", &pod("http"));
    git(dir, "add service.yaml pod.yaml");
    git(dir, "commit -q -m first");
    write("pod.yaml", &pod("https"));
    let mut broken = String::new();
    play("kubevet lint -o concise -q --changed=HEAD", dir, &mut broken);
    assert!(broken.contains("service.yaml:4:") && broken.contains("KV3103"), "{broken}");
}

/// Kills a program that runs until it is interrupted.
struct Running(std::process::Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_watched_project_is_linted_whenever_it_changes() {
    let place = Place::new("watch");
    let write = |name: &str, text: &str| fs::write(place.0.join(name), text).unwrap();
    let config = |value: &str| {
        format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\ndata: {{a: {value}}}\n")
    };
    write("a.yaml", &config("1"));
    let mut command = Command::new(PROGRAM);
    command.args(["lint", "--watch", "--isolated", "-o", "concise"]).current_dir(&place.0);
    command.stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    let mut running = Running(command.spawn().unwrap());
    let out = running.0.stdout.take().unwrap();
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(out));
    // The closing line of each run.
    let mut next = || loop {
        let line = lines.next().expect("a line").unwrap();
        if line.starts_with("Found") || line.starts_with("No problems") {
            return line;
        }
    };
    assert_eq!(next(), "Found 1 error in 1 file (1 object). 1 fixable with --fix.");
    write("a.yaml", &config("b"));
    assert_eq!(next(), "No problems found in 1 file (1 object).");
    // It goes on after a broken configuration.
    write("b.yaml", &config("2"));
    assert_eq!(next(), "Found 1 error in 2 files (2 objects). 1 fixable with --fix.");
}

#[test]
fn completions_are_up_to_date() {
    use kubevet::cli::completion::{CompletionTarget, script};

    let made = script(CompletionTarget::Powershell);
    golden::assert("../completions/kubevet.ps1", &made);
    assert!(made.contains("'--context-root'") && !made.contains("'--context'"), "{made}");
}

#[test]
fn the_schema_knows_every_key_and_the_template_is_valid() {
    use kubevet::config::{SCHEMA, TEMPLATE, keys};

    let schema: serde_json::Value = serde_json::from_str(SCHEMA).unwrap();
    for key in keys::KEYS {
        let mut here = &schema;
        for part in key.name.split('.') {
            here = &here["properties"][part];
        }
        assert!(here.is_object(), "{} is not in the schema", key.name);
    }
    let validator = jsonschema::validator_for(&schema).unwrap();
    // The template with its examples switched on.
    let examples = TEMPLATE.replace("KV4404", "KV1004").replace("KV41", "KV1004");
    let switched_on: String = examples
        .lines()
        .map(|line| {
            line.strip_prefix("# ")
                .filter(|l| l.contains(" = ") || l.starts_with("[["))
                .unwrap_or(line)
        })
        .filter(|line| !line.starts_with('#'))
        .flat_map(|line| [line, "\n"])
        .collect();
    for text in [TEMPLATE, &switched_on] {
        let value: toml::Value = toml::from_str(text).unwrap_or_else(|e| panic!("{e}\n{text}"));
        let value = serde_json::to_value(value).unwrap();
        let errors: Vec<String> = validator.iter_errors(&value).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
        let place = Place::new("schema");
        place.write("kubevet.toml", text);
        place.write("a.yaml", GOOD);
        place.write("crds/a.yaml", GOOD);
        let output = place.run(&["lint"]);
        assert_eq!(output.status.code(), Some(0), "{}", crate::cli::text(&output.stderr));
    }
    for wrong in [
        "[lint]\nselekt = []",
        "exclude = 1",
        "[[override]]\nignore = []",
        "[lint]\nfail-on = \"x\"",
    ] {
        let value: toml::Value = toml::from_str(wrong).unwrap();
        assert!(!validator.is_valid(&serde_json::to_value(value).unwrap()), "{wrong}");
        let place = Place::new("schema-wrong");
        place.write("kubevet.toml", wrong);
        assert_eq!(place.run(&["config", "show"]).status.code(), Some(2), "{wrong}");
    }
}

#[test]
fn an_extended_configuration_must_be_there_and_inside() {
    let place = Place::new("extended");
    place.write("a.yaml", GOOD);
    place.write("inner/kubevet.toml", "extend = \"../gone.toml\"\n");
    place.write("repo/.git/HEAD", "");
    place.write("repo/outer.toml", "extend = \"../outside.toml\"\n");
    place.write("outside.toml", "");
    place.write("inside.toml", "extend = \"inner/../base.toml\"\n");
    place.write("base.toml", "[lint]\nselect = [\"KV1\"]\n");
    let lint = |config: &str| {
        let output = place.run(&["lint", "-q", "--config", config, "a.yaml"]);
        (output.status.code(), text(&output.stderr))
    };
    let (code, error) = lint("inner/kubevet.toml");
    assert_eq!(code, Some(2));
    assert!(error.starts_with("error: inner/kubevet.toml:1:1: the path \""), "{error}");
    assert!(error.contains("gone.toml\" does not exist"), "{error}");
    let (code, error) = lint("repo/outer.toml");
    assert_eq!(code, Some(2));
    let refused = "repo/outer.toml:1:1: `../outside.toml` is outside of the git repository";
    assert!(error.contains(refused), "{error}");
    assert_eq!(lint("inside.toml"), (Some(0), String::new()));
}
