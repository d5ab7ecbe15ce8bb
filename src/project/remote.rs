//! Whether an address is that of the repository that is being linted.

use std::path::Path;

use crate::input;

/// The addresses that git knows for the repository of which a directory is the root; none where it
/// is none, or was never cloned.
pub(super) fn addresses_of(root: &Path) -> Vec<String> {
    let git = root.join(".git");
    // A file leads to where the rest of a second work tree is.
    let linked = input::text(&git, MAX_BYTES).ok();
    let linked = linked.as_deref().and_then(|text| text.strip_prefix("gitdir:"));
    let dir = linked.and_then(|path| root.join(path.trim()).ancestors().nth(2).map(Path::to_owned));
    let config = dir.unwrap_or(git).join("config");
    let text = input::text(&config, MAX_BYTES).unwrap_or_default();
    let urls = text.lines().filter_map(|line| line.trim().strip_prefix("url"));
    let urls = urls.filter_map(|rest| rest.trim_start().strip_prefix('='));
    urls.map(str::trim).filter(|url| is_whole(url)).map(str::to_owned).collect()
}

/// Longer ones are none of git's.
const MAX_BYTES: u64 = 1 << 20;

/// Whether an address names a host, an owner and a repository.
pub(super) fn is_whole(address: &str) -> bool {
    let plain = plain(address);
    let mut parts = plain.split('/').filter(|part| !part.is_empty());
    parts.next().is_some_and(|host| host.contains('.')) && parts.count() >= 2
}

pub(super) fn is_same(a: &str, b: &str) -> bool {
    plain(a) == plain(b)
}

/// `https://github.com/a/b.git`, `ssh://git@github.com/a/b` and `git@github.com:a/b` are the same.
fn plain(address: &str) -> String {
    let address = address.split_once("://").map_or(address, |(_, rest)| rest);
    let address = match address.split_once('@') {
        Some((user, rest)) if !user.contains('/') => rest,
        _ => address,
    };
    let (host, path) = address.split_at(address.find(['/', ':']).unwrap_or(address.len()));
    let path = path.trim_start_matches(':').trim_start_matches(|c: char| c.is_ascii_digit());
    let path = path.trim_matches('/').trim_end_matches(".git");
    format!("{host}/{path}").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_repository() {
        for address in [
            "https://github.com/Acme/shop",
            "https://github.com/acme/shop.git",
            "https://token@github.com/acme/shop/",
            "ssh://git@github.com/acme/shop.git",
            "ssh://git@github.com:22/acme/shop",
            "git@github.com:acme/shop.git",
        ] {
            assert!(is_whole(address), "{address}");
            assert!(is_same(address, "https://github.com/acme/shop"), "{address}");
        }
        assert!(!is_same("https://github.com/acme/shop", "https://github.com/acme/web"));
        for address in ["https://x", "../shop.git", "/srv/git/shop", "file:///srv/shop.git", ""] {
            assert!(!is_whole(address), "{address}");
        }
    }
}
