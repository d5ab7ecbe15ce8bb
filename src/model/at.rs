//! A typed value that knows where it was written.

use std::{any::Any, ops::Deref};

use k8s_openapi::Resource;
use serde::de::DeserializeOwned;

use super::{Object, Place, read::fields_of};
use crate::input::Location;

/// A typed value next to its place. Each step goes down both the value and the text, so a rule
/// that holds a value can point at it. Dereferences to the value.
pub struct At<'a, T> {
    value: &'a T,
    place: Place<'a>,
}

impl Object {
    /// The typed reading, if it is of kind `T`.
    /// Fields of a wrong type are left out; the decoder reports them.
    pub fn get<T>(&self) -> Option<At<'_, T>>
    where
        T: Resource + DeserializeOwned + Default + Any + Send + Sync,
    {
        Some(At::new(self.typed()?, self.place()))
    }
}

impl<T> Clone for At<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for At<'_, T> {}

impl<T> Deref for At<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.value
    }
}

impl<'a, T> At<'a, T> {
    pub(super) fn new(value: &'a T, place: Place<'a>) -> At<'a, T> {
        At { value, place }
    }

    /// The value for as long as its object lives.
    pub fn value(self) -> &'a T {
        self.value
    }

    pub fn object(self) -> &'a Object {
        self.place.object()
    }

    pub fn place(self) -> Place<'a> {
        self.place
    }
}

impl<'a, T: DeserializeOwned + 'static> At<'a, T> {
    /// The place of one of its fields, by the API's name for it.
    pub fn field(self, name: &'static str) -> Place<'a> {
        debug_assert!(
            fields_of::<T>().is_empty() || fields_of::<T>().contains(&name),
            "{} has no field `{name}`",
            std::any::type_name::<T>()
        );
        self.place.get(name)
    }

    /// A field that is written, typed.
    pub fn get<U: 'static>(
        self,
        name: &'static str,
        pick: impl FnOnce(&'a T) -> Option<&'a U>,
    ) -> Option<At<'a, U>> {
        Some(At { value: pick(self.value)?, place: self.field(name) })
    }

    /// The items of a list field, typed. Items that could not be typed are left out on both sides.
    pub fn list<U: 'static>(
        self,
        name: &'static str,
        pick: fn(&'a T) -> Option<&'a Vec<U>>,
    ) -> impl Iterator<Item = At<'a, U>> + use<'a, T, U> {
        let values: &'a [U] = pick(self.value).map_or(&[], Vec::as_slice);
        let errors = self.object().type_errors();
        let places = self.field(name).items().filter(move |item| {
            item.node().is_none_or(|node| errors.iter().all(|error| error.node != node.id()))
        });
        values.iter().zip(places).map(|(value, place)| At { value, place })
    }
}

impl<T> From<At<'_, T>> for Location {
    fn from(at: At<'_, T>) -> Location {
        at.place.location()
    }
}

impl<'a, T> From<At<'a, T>> for Place<'a> {
    fn from(at: At<'a, T>) -> Place<'a> {
        at.place
    }
}
