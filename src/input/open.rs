//! The only place where files are opened: what is read must end, and must not be too large.

use std::{
    collections::BTreeMap,
    fs::{self, File, FileType, Metadata},
    io::{self, Read},
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

/// What files will hold, by their path without links.
static EDITED: RwLock<BTreeMap<PathBuf, Arc<[u8]>>> = RwLock::new(BTreeMap::new());

/// From now on a file reads as these bytes, though nothing is written: all that is read sees files
/// as fixes will leave them.
pub fn edit(path: &Path, bytes: impl Into<Arc<[u8]>>) -> io::Result<()> {
    let path = path.canonicalize()?;
    let mut edited = EDITED.write().unwrap_or_else(PoisonError::into_inner);
    edited.insert(path, bytes.into());
    Ok(())
}

/// What a file reads as, if it was edited.
fn edited(path: &Path) -> Option<Arc<[u8]>> {
    let edited = EDITED.read().unwrap_or_else(PoisonError::into_inner);
    if edited.is_empty() {
        return None;
    }
    edited.get(&path.canonicalize().ok()?).cloned()
}

/// Whether a path is an open file that the shell hands over: `/dev/stdin`, or one of `<(command)`.
fn is_handed_over(path: &Path) -> bool {
    let is_below = |dir| path.parent() == Some(Path::new(dir));
    cfg!(unix)
        && (path == Path::new("/dev/stdin") || is_below("/dev/fd") || is_below("/proc/self/fd"))
}

/// Opens a file, with its length. Pipes, sockets and devices are refused: they may give bytes
/// without end, or none at all.
fn open(path: &Path) -> io::Result<(File, u64)> {
    if !is_handed_over(path) {
        // Before it is opened, since opening a pipe waits and opening a device may do something.
        require_file(&fs::metadata(path)?)?;
        return open_found(path);
    }
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(refusal("a directory"));
    }
    Ok((file, 0))
}

/// As [`open`], for what is known to be a regular file.
fn open_found(path: &Path) -> io::Result<(File, u64)> {
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    require_file(&metadata)?;
    Ok((file, metadata.len()))
}

/// What a file holds; `None` where that is more than `most` bytes.
pub fn bytes(path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
    read(path, most, open)
}

/// As [`bytes`], for what is known to be a regular file.
pub(super) fn bytes_of_found(path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
    read(path, most, open_found)
}

fn read(
    path: &Path,
    most: u64,
    open: fn(&Path) -> io::Result<(File, u64)>,
) -> io::Result<Option<Vec<u8>>> {
    if let Some(edited) = edited(path) {
        return Ok(Some(edited.to_vec()));
    }
    let (file, length) = open(path)?;
    bytes_of(file, length, most)
}

/// The text that a file holds, which is longer than `most` bytes only by mistake.
pub fn text(path: &Path, most: u64) -> io::Result<String> {
    let bytes = bytes(path, most)?
        .ok_or_else(|| io::Error::other(format!("the file is larger than {}", size(most))))?;
    String::from_utf8(bytes).map_err(|_| io::Error::other("the file is not valid UTF-8"))
}

/// Everything up to a limit; `None` beyond it. `length` is what the system says it is, which may
/// be wrong (pipes, /proc), but saves most reads.
pub fn bytes_of(from: impl Read, length: u64, most: u64) -> io::Result<Option<Vec<u8>>> {
    // One byte more shows that there is more.
    let one_more = most.saturating_add(1);
    let mut bytes = Vec::with_capacity(length.min(most) as usize + 1);
    from.take(one_more).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= most).then_some(bytes))
}

/// `10 MB`, `1234 bytes`.
pub fn size(bytes: u64) -> String {
    match bytes {
        0 => "0 bytes".to_owned(),
        _ if bytes.is_multiple_of(1 << 20) => format!("{} MB", bytes >> 20),
        _ if bytes.is_multiple_of(1 << 10) => format!("{} KB", bytes >> 10),
        _ => format!("{bytes} bytes"),
    }
}

/// What the system says, in the words of its own tools: "permission denied".
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn require_file(metadata: &Metadata) -> io::Result<()> {
    match irregular(metadata.file_type()) {
        Some(what) => Err(refusal(what)),
        None => Ok(()),
    }
}

fn refusal(what: &str) -> io::Error {
    io::Error::other(format!("it is {what}, not a file"))
}

pub const DEVICE: &str = "a device";

/// What else than a file something is.
pub fn irregular(kind: FileType) -> Option<&'static str> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        if kind.is_fifo() {
            return Some("a named pipe");
        }
        if kind.is_socket() {
            return Some("a socket");
        }
        if kind.is_char_device() || kind.is_block_device() {
            return Some(DEVICE);
        }
    }
    if kind.is_dir() {
        return Some("a directory");
    }
    (!kind.is_file()).then_some("something else")
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn refused(path: &str) -> String {
        open(Path::new(path)).err().map_or_else(String::new, |error| reason(&error))
    }

    #[test]
    fn only_files_are_opened() {
        assert_eq!(refused("/dev/zero"), "it is a device, not a file");
        assert_eq!(refused("/dev/null"), "it is a device, not a file");
        assert_eq!(refused("/dev"), "it is a directory, not a file");
        assert_eq!(refused("/dev/fd/.."), "it is a directory, not a file");
        assert_eq!(refused("/nowhere"), "no such file or directory");
        assert_eq!(refused("Cargo.toml"), "");
    }

    #[test]
    fn longer_files_are_not_read() {
        let path = Path::new("Cargo.toml");
        let length = fs::metadata(path).unwrap().len();
        assert_eq!(bytes(path, length).unwrap().unwrap().len() as u64, length);
        assert_eq!(bytes(path, length - 1).unwrap(), None);
        assert_eq!(text(path, 1 << 4).unwrap_err().to_string(), "the file is larger than 16 bytes");
        assert_eq!([10 << 20, 3 << 10, 5].map(size), ["10 MB", "3 KB", "5 bytes"]);
    }
}
