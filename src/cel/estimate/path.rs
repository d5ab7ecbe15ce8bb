//! Where a value is in the object.
//!
//! The server keeps paths in slices that it appends to, and slices with room at their end share it:
//! a path that is appended to a second time changes the first result. Estimates depend on that, so
//! paths are kept in the same way here.

/// A path: the first steps of a buffer. An empty one is not in the object.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SizePath {
    buffer: usize,
    length: usize,
}

impl SizePath {
    pub(super) fn is_empty(self) -> bool {
        self.length == 0
    }
}

/// The buffers of paths.
#[derive(Debug, Default)]
pub(super) struct Paths {
    /// Each with how many steps it has room for.
    buffers: Vec<(Vec<String>, usize)>,
}

impl Paths {
    /// The path of a variable.
    pub(super) fn of(&mut self, name: &str) -> SizePath {
        self.buffers.push((vec![name.to_owned()], 1));
        SizePath { buffer: self.buffers.len() - 1, length: 1 }
    }

    /// A path with one more step.
    pub(super) fn append(&mut self, path: SizePath, step: &str) -> SizePath {
        if path.is_empty() {
            return self.of(step);
        }
        let Some((steps, room)) = self.buffers.get_mut(path.buffer) else { return path };
        if path.length < *room {
            match steps.get_mut(path.length) {
                Some(place) => step.clone_into(place),
                None => steps.push(step.to_owned()),
            }
            return SizePath { length: path.length + 1, ..path };
        }
        let (mut copy, room) = (steps[..path.length.min(steps.len())].to_vec(), *room * 2);
        copy.push(step.to_owned());
        self.buffers.push((copy, room));
        SizePath { buffer: self.buffers.len() - 1, length: path.length + 1 }
    }

    pub(super) fn steps(&self, path: SizePath) -> &[String] {
        let steps = self.buffers.get(path.buffer).and_then(|(steps, _)| steps.get(..path.length));
        steps.unwrap_or_default()
    }
}
