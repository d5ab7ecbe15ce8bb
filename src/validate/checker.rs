//! What every validation function is given: the version that judges, and a list for causes.

use super::{Cause, Reason};
use crate::model::{Object, Place, version::Version};

/// The state of validating one object.
pub struct Checker<'a> {
    pub object: &'a Object,
    pub version: Version,
    causes: Vec<Cause>,
}

impl<'a> Checker<'a> {
    pub fn new(object: &'a Object, version: Version) -> Checker<'a> {
        Checker { object, version, causes: Vec::new() }
    }

    pub fn push(&mut self, cause: Cause) {
        self.causes.push(cause);
    }

    /// A refusal at a place, with the place's own path; returned to be given help, labels or a fix.
    pub fn refuse(
        &mut self,
        code: &'static str,
        reason: Reason,
        place: Place<'a>,
        message: impl Into<String>,
    ) -> &mut Cause {
        self.add(Cause::new(code, reason, place, message))
    }

    /// A server warning: the object is accepted, with a `Warning` header.
    pub fn warn(
        &mut self,
        code: &'static str,
        place: Place<'a>,
        message: impl Into<String>,
    ) -> &mut Cause {
        self.add(Cause::new(code, None, place, message))
    }

    /// A value that must be there and is not (or is empty).
    pub fn required(
        &mut self,
        code: &'static str,
        place: Place<'a>,
        message: impl Into<String>,
    ) -> &mut Cause {
        self.refuse(code, Reason::Required, place, message)
    }

    pub fn invalid(
        &mut self,
        code: &'static str,
        place: Place<'a>,
        message: impl Into<String>,
    ) -> &mut Cause {
        self.refuse(code, Reason::Invalid, place, message)
    }

    pub fn forbidden(
        &mut self,
        code: &'static str,
        place: Place<'a>,
        message: impl Into<String>,
    ) -> &mut Cause {
        self.refuse(code, Reason::Forbidden, place, message)
    }

    pub fn duplicate(
        &mut self,
        code: &'static str,
        place: Place<'a>,
        message: impl Into<String>,
    ) -> &mut Cause {
        self.refuse(code, Reason::Duplicate, place, message)
    }

    /// A value outside a closed set; the nearest allowed one is offered by the help.
    pub fn not_supported(
        &mut self,
        code: &'static str,
        place: Place<'a>,
        allowed: &[&str],
    ) -> &mut Cause {
        let message = format!("`{}` is not one of {}", place.str(), allowed.join(", "));
        self.refuse(code, Reason::NotSupported, place, message)
    }

    fn add(&mut self, cause: Cause) -> &mut Cause {
        self.causes.push(cause);
        self.causes.last_mut().expect("one was pushed")
    }

    pub fn finish(self) -> Vec<Cause> {
        self.causes
    }
}
