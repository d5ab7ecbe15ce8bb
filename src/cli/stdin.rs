//! Standard input that was not requested. It is not read, only inspected: what calls kubevet may
//! need it still, as a shell does that reads its script from there.

#[cfg(unix)]
use std::{fs::File, io, os::fd::AsFd as _};

/// What is known of standard input that is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Waiting {
    Nothing,
    /// Data that is not a manifest, or an open pipe without data.
    Something,
    Manifests,
}

/// What waits on standard input; never waits for it.
#[cfg(unix)]
pub(super) fn waiting() -> Waiting {
    let stdin = io::stdin();
    let Ok(file) = stdin.as_fd().try_clone_to_owned().map(File::from) else {
        return Waiting::Nothing;
    };
    let Ok(metadata) = file.metadata() else { return Waiting::Nothing };
    use std::os::unix::fs::FileTypeExt as _;
    match metadata.file_type() {
        kind if kind.is_file() => of_bytes(&file_ahead(&file).unwrap_or_default()),
        kind if kind.is_fifo() => of_pipe(&file),
        _ => Waiting::Nothing,
    }
}

#[cfg(not(unix))]
pub(super) fn waiting() -> Waiting {
    Waiting::Nothing
}

/// So much is looked at: as much as a pipe holds.
#[cfg(unix)]
const AHEAD: usize = 1 << 16;

/// What follows in a file; its position stays.
#[cfg(unix)]
fn file_ahead(mut file: &File) -> io::Result<Vec<u8>> {
    use std::{io::Seek as _, os::unix::fs::FileExt as _};
    let mut bytes = vec![0; AHEAD];
    let length = file.read_at(&mut bytes, file.stream_position()?)?;
    bytes.truncate(length);
    Ok(bytes)
}

/// What a pipe holds, which a second pipe can show without taking it out.
#[cfg(target_os = "linux")]
fn of_pipe(pipe: &File) -> Waiting {
    use rustix::pipe::{PipeFlags, SpliceFlags, pipe_with, tee};
    use std::io::Read as _;

    let Ok((shown, copy)) = pipe_with(PipeFlags::CLOEXEC) else { return Waiting::Nothing };
    match tee(pipe, &copy, AHEAD, SpliceFlags::NONBLOCK) {
        Ok(0) => Waiting::Nothing,
        Ok(_) => {
            drop(copy);
            let mut bytes = Vec::new();
            let _ = File::from(shown).read_to_end(&mut bytes);
            of_bytes(&bytes)
        }
        Err(rustix::io::Errno::AGAIN) => Waiting::Something,
        Err(_) => Waiting::Nothing,
    }
}

/// Only whether there is data can be known here, not whether it is meant for kubevet.
#[cfg(all(unix, not(target_os = "linux")))]
fn of_pipe(pipe: &File) -> Waiting {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    let mut one = [PollFd::new(pipe, PollFlags::IN)];
    let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
    match poll(&mut one, Some(&at_once)) {
        Ok(1..) if one[0].revents().contains(PollFlags::IN) => Waiting::Something,
        _ => Waiting::Nothing,
    }
}

/// Whether data is a manifest: scripts and lists of git's hooks wait there as well.
#[cfg(unix)]
fn of_bytes(bytes: &[u8]) -> Waiting {
    let text = String::from_utf8_lossy(bytes);
    let is_head = |line: &str| {
        let line = line.trim_start().trim_start_matches(['{', '"', ' ']);
        let key = line.split([':', '"']).next().unwrap_or("");
        key.eq_ignore_ascii_case("apiVersion") || key == "kind"
    };
    match text.lines().any(is_head) {
        true => Waiting::Manifests,
        false if bytes.is_empty() => Waiting::Nothing,
        false => Waiting::Something,
    }
}
