//! Which files are read, and how files are written: names that are no text, what is no file, links.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test may stop anywhere")]

use std::{
    ffi::{OsStr, OsString},
    fs,
    os::unix::{
        ffi::OsStrExt as _,
        fs::{FileTypeExt as _, PermissionsExt as _, symlink},
        net::UnixListener,
    },
    path::Path,
    process::{Command, Output, Stdio},
};

use crate::temp_dir::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_kubevet");

const BAD: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndaata: {}\n";

/// Runs the program, which a pipe would stop for ever; 124 says that it was stopped after a while.
fn run<A: AsRef<OsStr>>(place: &TempDir, args: &[A]) -> Output {
    let mut command = Command::new("timeout");
    command.args(["60", PROGRAM]).args(args).current_dir(&place.0).env_clear();
    command.env("LANG", "C.UTF-8").stdin(Stdio::null()).output().unwrap()
}

/// Standard output and standard error.
fn said(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    text(&output.stdout) + &text(&output.stderr)
}

fn place(name: &str) -> TempDir {
    let place = TempDir::new(name);
    // A root of its own, so that nothing above it is looked at.
    fs::create_dir_all(place.0.join(".git")).unwrap();
    place
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

fn bytes(name: &[u8]) -> OsString {
    OsStr::from_bytes(name).to_owned()
}

#[test]
fn arguments_need_not_be_text() {
    let place = place("no-text");
    let at = |name: &[u8]| place.0.join(OsStr::from_bytes(name));
    fs::write(at(b"\xff.yaml"), BAD).unwrap();
    fs::create_dir(at(b"\xfe")).unwrap();
    fs::write(at(b"\xfe/a.yaml"), BAD).unwrap();
    fs::write(at(b"\xfe/kustomization.yaml"), "resources: [a.yaml]\n").unwrap();
    let overrides = "[[override]]\npaths = [\"*.yaml\"]\nignore = [\"KV1004\"]\n";
    fs::write(at(b"\xfd.toml"), overrides).unwrap();
    let lint = |args: &[&[u8]]| {
        let args = [b"lint".as_slice(), b"-oconcise"].into_iter().chain(args.iter().copied());
        let output = run(&place, &args.map(bytes).collect::<Vec<_>>());
        (output.status.code(), said(&output))
    };
    let found = |args: &[&[u8]], name: &str| {
        let (code, said) = lint(args);
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains(&format!("{name}:4:1: error[KV1004]")), "{said}");
    };
    found(&[b"\xff.yaml"], "\u{fffd}.yaml");
    found(&[b"-f", b"\xff.yaml"], "\u{fffd}.yaml");
    found(&[b"."], "\u{fffd}.yaml");
    // The kustomization of the directory is found and built.
    found(&[b"\xfe"], "\u{fffd}/a.yaml");
    found(&[b"-k", b"\xfe"], "\u{fffd}/a.yaml");
    let (code, said) = lint(&[b"--config", b"\xfd.toml", b"\xff.yaml"]);
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = lint(&[b"--stdin-filename", b"\xff.yaml", b"-"]);
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = lint(&[b"-o", b"json=\xfc.json", b"\xff.yaml"]);
    assert_eq!(code, Some(1), "{said}");
    let report = fs::read_to_string(at(b"\xfc.json")).unwrap();
    assert!(report.contains("\"file\":\"\u{fffd}.yaml\""), "{report}");
    fs::write(at(b"list"), b"\xff.yaml\0\xfe/a.yaml\0").unwrap();
    found(&[b"--files-from", b"list"], "\u{fffd}/a.yaml");
    let output = run(&place, &[bytes(b"kustomize"), bytes(b"\xfe")]);
    assert!(output.status.success(), "{}", self::said(&output));
    let output = run(&place, &[bytes(b"\xff\x1b[31m")]);
    assert_eq!(output.status.code(), Some(2));
}

/// A path has one name, however it is written and whichever command shows it: relative to where
/// the command runs, without steps that lead nowhere, and on one line.
#[test]
fn a_path_is_shown_the_same_everywhere() {
    let place = place("one-name");
    let at = |name: &[u8]| place.0.join(OsStr::from_bytes(name));
    let under = |name: &[u8]| at(name).into_os_string();
    for dir in [b"plain".as_slice(), b"\xff"] {
        fs::create_dir(at(dir)).unwrap();
        let inside = |name: &str| at(dir).join(name);
        fs::create_dir(inside("empty")).unwrap();
        fs::write(inside("x.yaml"), BAD).unwrap();
        fs::write(inside("kustomization.yaml"), "resources: [gone.yaml]\n").unwrap();
        fs::write(inside("x.toml"), "colour = 1\n").unwrap();
        let shown = if dir == b"plain" { "plain" } else { "\u{fffd}" };
        let written = |name: &str| {
            let path = [dir, b"/", name.as_bytes()].concat();
            let dotted = [b"./", path.as_slice()].concat();
            let round = [b"plain/..//", path.as_slice()].concat();
            [bytes(&path), bytes(&dotted), bytes(&round), under(&path)]
        };
        let check = |before: &[&str], name: &str, expected: &str| {
            let expected = expected.replace("DIR", shown);
            for path in written(name) {
                let mut args: Vec<OsString> = before.iter().map(OsString::from).collect();
                match args.last_mut().filter(|last| last.as_bytes().ends_with(b"=")) {
                    Some(flag) => flag.push(path),
                    None => args.push(path),
                }
                args.push("-q".into());
                let output = run(&place, &args);
                assert!(said(&output).contains(&expected), "{args:?}: {}", said(&output));
            }
        };
        let gone = "the path \"DIR/gone.yaml\" does not exist";
        check(
            &["lint", "-oconcise"],
            "gone.yaml",
            &format!("DIR/gone.yaml:1:1: error[KV0026] {gone}"),
        );
        check(&["lint", "-oconcise"], "x.yaml", "DIR/x.yaml:4:1: error[KV1004]");
        check(&["apply", "--dry-run=server", "-f"], "gone.yaml", &format!("error: {gone}"));
        check(&["apply", "--dry-run=server", "-f"], "x.yaml", "when creating \"DIR/x.yaml\":");
        check(&["apply", "--dry-run=server", "-f"], "x.toml", "error parsing DIR/x.toml:");
        check(&["apply", "--dry-run=server", "-f"], "empty", "error reading [DIR/empty]:");
        let no_file = "DIR/kustomization.yaml:1:13: file `DIR/gone.yaml` does not exist";
        check(&["kustomize"], "", no_file);
        check(&["lint", "-k"], "", no_file);
        check(&["apply", "--dry-run=server", "-k"], "", no_file);
        check(&["config", "show", "--config"], "gone.yaml", gone);
        check(&["config", "show", "--config"], "x.toml", "DIR/x.toml:1:1: unknown key");
        check(&["lint", "--files-from"], "gone.list", "--files-from DIR/gone.list: ");
        let no_dir = "cannot write DIR/none/x.json";
        check(&["lint", "plain/x.yaml", "-ojson="], "none/x.json", no_dir);
    }
    fs::create_dir(at(b"whole")).unwrap();
    let gone = place.0.canonicalize().unwrap().join("whole/gone.yaml");
    let kustomization = format!("resources: [\"{}\"]\n", gone.display());
    fs::write(at(b"whole/kustomization.yaml"), kustomization).unwrap();
    let output = run(&place, &["kustomize", "whole"]);
    assert!(said(&output).contains(": file `whole/gone.yaml` does not exist"), "{}", said(&output));
}

#[test]
fn only_files_are_read() {
    let place = place("no-files");
    pipe(&place.0.join("pipe.yaml"));
    symlink("/dev/zero", place.0.join("zero.yaml")).unwrap();
    let _socket = UnixListener::bind(place.0.join("socket.yaml")).unwrap();
    fs::create_dir(place.0.join("directory.yaml")).unwrap();
    place.write("good.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");
    for (kind, what) in [("pipe", "a named pipe"), ("zero", "a device"), ("socket", "a socket")] {
        let file = format!("{kind}.yaml");
        let refused = |args: &[&str], message: &str| {
            let output = run(&place, args);
            assert_eq!(output.status.code(), Some(2), "{args:?}: {}", said(&output));
            assert!(said(&output).contains(message), "{args:?}: {}", said(&output));
        };
        let message = format!("it is {what}, not a file");
        let finding = format!("{file}:1:1: error[KV0026] {message}");
        refused(&["lint", "-o", "concise", &file], &finding);
        refused(&["lint", "-o", "concise", "-f", &file], &finding);
        refused(&["apply", "--dry-run=server", "-f", &file], &message);
        refused(&["lint", "--config", &file], &message);
        refused(&["lint", "--files-from", &file], &message);
        let template = format!("jsonpath-file={file}");
        let apply = ["apply", "--dry-run=server", "-f", "good.yaml", "-o", &template];
        refused(&apply, &message);
        for (name, text) in [
            ("resource", format!("resources: [../{file}]\n")),
            ("generator", format!("configMapGenerator: [{{name: a, files: [../{file}]}}]\n")),
        ] {
            place.write(&format!("{name}/kustomization.yaml"), &text);
            let args = ["kustomize", name, "--load-restrictor=LoadRestrictionsNone"];
            let output = run(&place, &args);
            assert_eq!(output.status.code(), Some(2), "{name} {}", said(&output));
            // Where a link is followed out of the directory, it is not opened at all.
            assert!(said(&output).contains(&file), "{name} {}", said(&output));
        }
    }
    // In a directory they are no manifests.
    let output = run(&place, &["lint", "-f", "."]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let output = run(&place, &["lint", "--config", "directory.yaml"]);
    assert!(said(&output).contains("it is a directory, not a file"), "{}", said(&output));
}

#[test]
fn ignore_files_are_files() {
    let place = place("ignore");
    place.write("a/bad.yaml", BAD);
    place.write("b/bad.yaml", BAD);
    pipe(&place.0.join("a/.gitignore"));
    let output = run(&place, &["lint", "-o", "concise"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    let message =
        "a:1:1: error[KV0027] the directory cannot be read: its .gitignore is a named pipe";
    assert!(said(&output).contains(message), "{}", said(&output));
    assert!(said(&output).contains("b/bad.yaml:4:1"), "{}", said(&output));
    // As --no-ignore does not look.
    let output = run(&place, &["lint", "-o", "concise", "--no-ignore"]);
    assert!(said(&output).contains("a/bad.yaml:4:1"), "{}", said(&output));
    symlink("/dev/zero", place.0.join(".ignore")).unwrap();
    let output = run(&place, &["lint", "-o", "concise", "b"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("its .ignore is a device"), "{}", said(&output));
}

#[test]
fn what_the_shell_hands_over_is_read() {
    let place = place("handed-over");
    place.write("bad.yaml", BAD);
    let script = format!("{PROGRAM} lint -o concise <(cat bad.yaml)");
    let output = Command::new("bash").args(["-c", &script]).current_dir(&place.0).output();
    let output = output.unwrap();
    assert!(said(&output).contains("4:1: error[KV1004]"), "{}", said(&output));
    let script = format!("cat bad.yaml | {PROGRAM} lint -o concise /dev/stdin");
    let output = Command::new("bash").args(["-c", &script]).current_dir(&place.0).output();
    let output = output.unwrap();
    assert!(said(&output).contains("/dev/stdin:4:1: error[KV1004]"), "{}", said(&output));
}

#[test]
fn configurations_stay_in_their_project() {
    let outside = place("extended");
    outside.write("kubevet.toml", "kubernetes-version = \"1.30\"\n");
    let place = place("extending");
    let extend = format!("\nextend = \"{}/kubevet.toml\"\n", outside.0.display());
    place.write("kubevet.toml", &extend);
    let refused = |message: &str| {
        let output = run(&place, &["config", "show"]);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).contains(message), "{}", said(&output));
    };
    refused("kubevet.toml:2:1: `");
    refused("is outside of the git repository of this configuration");
    symlink(outside.0.join("kubevet.toml"), place.0.join("link.toml")).unwrap();
    place.write("kubevet.toml", "extend = \"link.toml\"\n");
    refused("is outside of the git repository");
    symlink("/dev/zero", place.0.join("zero.toml")).unwrap();
    place.write("kubevet.toml", "extend = \"zero.toml\"\n");
    refused("is outside of the git repository");
    pipe(&place.0.join("pipe.toml"));
    place.write("kubevet.toml", "extend = \"pipe.toml\"\n");
    refused("pipe.toml: it is a named pipe, not a file");
    place.write("kubevet.toml", "#".repeat((1 << 20) + 1));
    refused("kubevet.toml: the file is larger than 1 MB");
    place.write("base/kubevet.toml", "kubernetes-version = \"1.31\"\n");
    place.write("kubevet.toml", "extend = \"base/kubevet.toml\"\n");
    let output = run(&place, &["config", "show"]);
    assert!(said(&output).contains("kubernetes-version = \"1.31\""), "{}", said(&output));
}

#[test]
fn reports_are_written_whole() {
    let place = place("written");
    place.write("bad.yaml", BAD);
    let at = |name: &str| place.0.join(name);
    let lint = |outputs: &[&str]| {
        let mut args = vec!["lint", "bad.yaml", "-o", "concise"];
        outputs.iter().for_each(|output| args.extend(["-o", output]));
        run(&place, &args)
    };
    let mode = |name: &str| fs::metadata(at(name)).unwrap().permissions().mode() & 0o777;
    place.write("kept", "old");
    fs::set_permissions(at("kept"), fs::Permissions::from_mode(0o600)).unwrap();
    symlink("kept", at("link")).unwrap();
    assert_eq!(lint(&["json=link", "sarif=new"]).status.code(), Some(1));
    assert!(fs::read_to_string(at("kept")).unwrap().starts_with('{'));
    assert!(fs::symlink_metadata(at("link")).unwrap().is_symlink());
    assert_eq!((mode("kept"), mode("new") & 0o600), (0o600, 0o600));

    // One file twice.
    fs::write(at("kept"), "old").unwrap();
    for two in [["json=x", "sarif=x"], ["json=x", "sarif=./x"], ["json=kept", "sarif=link"]] {
        let output = lint(&two);
        assert_eq!(output.status.code(), Some(2), "{two:?}: {}", said(&output));
        assert!(
            said(&output).contains("two formats are written to the same file"),
            "{}",
            said(&output)
        );
    }
    assert_eq!(fs::read_to_string(at("kept")).unwrap(), "old");
    let script = format!("{PROGRAM} lint bad.yaml -o json=kept > kept");
    let output = Command::new("bash").args(["-c", &script]).current_dir(&place.0).output();
    assert_eq!(output.unwrap().status.code(), Some(2));

    // Devices and pipes are written to, and stay.
    assert_eq!(lint(&["json=/dev/null", "sarif=/dev/null"]).status.code(), Some(1));
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
    let script = format!("{PROGRAM} lint bad.yaml -o concise -o json=/dev/fd/3 3> three");
    Command::new("bash").args(["-c", &script]).current_dir(&place.0).output().unwrap();
    assert!(fs::read_to_string(at("three")).unwrap().starts_with('{'));
    let output = run(&place, &["lint", "bad.yaml", "-o", "json=/dev/stdout"]);
    assert!(output.stdout.starts_with(b"{") && output.stdout.ends_with(b"}\n"));

    // What cannot be written is told when all else is.
    let output = lint(&["json=/dev/full", "sarif=after"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("bad.yaml:4:1: error[KV1004]"), "{}", said(&output));
    assert!(said(&output).contains("cannot write /dev/full: no space left"), "{}", said(&output));
    assert!(at("after").exists());
    let rest: Vec<_> = fs::read_dir(&place.0).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(rest.iter().all(|name| !name.to_string_lossy().starts_with(".kubevet")), "{rest:?}");
}
