//! Patterns of shells, as Go's `path.Match` reads them but for `/`, which is a character as any
//! other (`github.com/fluxcd/pkg/envsubst/path`).

/// A pattern that Go refuses.
struct Bad;

/// Where the longest or shortest start of a text ends that matches a pattern; 0 without any.
pub(super) fn start(pattern: &[u8], text: &[u8], longest: bool) -> usize {
    let mut found = 0;
    for end in (1..=text.len()).rev() {
        match matches(pattern, &text[..end]) {
            Err(Bad) => return 0,
            Ok(true) if longest => return end,
            Ok(true) => found = end,
            Ok(false) => {}
        }
    }
    found
}

fn matches(mut pattern: &[u8], mut text: &[u8]) -> Result<bool, Bad> {
    'pattern: while !pattern.is_empty() {
        let (star, chunk, rest) = split(pattern);
        pattern = rest;
        if star && chunk.is_empty() {
            return Ok(true);
        }
        if let Some(left) = behind(chunk, text)?.filter(|l| l.is_empty() || !pattern.is_empty()) {
            text = left;
            continue;
        }
        if star {
            for at in 1..=text.len() {
                let left = behind(chunk, &text[at..])?;
                if let Some(left) = left.filter(|l| l.is_empty() || !pattern.is_empty()) {
                    text = left;
                    continue 'pattern;
                }
            }
        }
        return Ok(false);
    }
    Ok(text.is_empty())
}

/// The stars in front of a pattern, what is up to the next one, and the rest.
fn split(pattern: &[u8]) -> (bool, &[u8], &[u8]) {
    let stars = pattern.iter().take_while(|byte| **byte == b'*').count();
    let pattern = &pattern[stars..];
    let (mut at, mut in_range) = (0, false);
    while at < pattern.len() {
        match pattern[at] {
            b'\\' if at + 1 < pattern.len() => at += 1,
            b'[' => in_range = true,
            b']' => in_range = false,
            b'*' if !in_range => break,
            _ => {}
        }
        at += 1;
    }
    (stars > 0, &pattern[..at], &pattern[at..])
}

/// What is left of a text that begins with what a pattern without stars describes.
fn behind<'t>(mut chunk: &[u8], mut text: &'t [u8]) -> Result<Option<&'t [u8]>, Bad> {
    while let Some(first) = chunk.first() {
        if text.is_empty() {
            return Ok(None);
        }
        match first {
            b'[' => {
                let (c, length) = decode(text);
                text = &text[length..];
                if !in_class(&mut chunk, c)? {
                    return Ok(None);
                }
            }
            b'?' => {
                text = &text[decode(text).1..];
                chunk = &chunk[1..];
            }
            _ => {
                if *first == b'\\' {
                    chunk = &chunk[1..];
                }
                if *chunk.first().ok_or(Bad)? != text[0] {
                    return Ok(None);
                }
                (chunk, text) = (&chunk[1..], &text[1..]);
            }
        }
    }
    Ok(Some(text))
}

/// Reads `[…]`, and whether a character is in it.
fn in_class(chunk: &mut &[u8], c: u32) -> Result<bool, Bad> {
    *chunk = &chunk[1..];
    let negated = chunk.first() == Some(&b'^');
    if negated {
        *chunk = &chunk[1..];
    }
    let (mut found, mut ranges) = (false, 0);
    while ranges == 0 || chunk.first() != Some(&b']') {
        let low = member(chunk)?;
        let high = if chunk[0] == b'-' {
            *chunk = &chunk[1..];
            member(chunk)?
        } else {
            low
        };
        found |= low <= c && c <= high;
        ranges += 1;
    }
    *chunk = &chunk[1..];
    Ok(found != negated)
}

/// Reads a character of a class, after which there is more.
fn member(chunk: &mut &[u8]) -> Result<u32, Bad> {
    match chunk.first() {
        None | Some(b'-' | b']') => return Err(Bad),
        Some(b'\\') => *chunk = &chunk[1..],
        _ => {}
    }
    if chunk.is_empty() {
        return Err(Bad);
    }
    let (c, length) = decode(chunk);
    *chunk = &chunk[length..];
    let is_bad = chunk.is_empty() || (c == REPLACEMENT && length == 1);
    if is_bad { Err(Bad) } else { Ok(c) }
}

const REPLACEMENT: u32 = 0xfffd;

/// The first character and its length; a byte that begins none is one by itself.
fn decode(text: &[u8]) -> (u32, usize) {
    let most = text.len().min(4);
    let valid = (1..=most).find_map(|length| std::str::from_utf8(&text[..length]).ok());
    let first = valid.and_then(|text| text.chars().next());
    first.map_or((REPLACEMENT, 1), |c| (c as u32, c.len_utf8()))
}
