//! Something that screens show, held for as long as the page lives.
//!
//! A signal of one's own: the value in a cell that is never freed, and one of Leptos' triggers to say that it changed.
//! Leptos' own signals lock and count for threads that a phone's page doesn't have, anew for each type and each use.

use leptos::prelude::*;
use std::cell::RefCell;

/// A value that tells when it changes.
pub(crate) struct Held<T: 'static> {
    value: &'static RefCell<T>,
    changed: Trigger,
}

impl<T> Clone for Held<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Held<T> {}

impl<T> Held<T> {
    /// Made once for each page: it is never let go.
    pub(crate) fn new(value: T) -> Self {
        Self { value: Box::leak(Box::new(RefCell::new(value))), changed: Trigger::new() }
    }

    /// Reads it, and follows it.
    pub(crate) fn with<U>(self, read: impl FnOnce(&T) -> U) -> U {
        self.changed.track();
        read(&self.value.borrow())
    }

    /// Reads it as it is now.
    pub(crate) fn with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> U {
        read(&self.value.borrow())
    }

    /// Changes it, and tells.
    pub(crate) fn update<U>(self, change: impl FnOnce(&mut T) -> U) -> U {
        let result = change(&mut self.value.borrow_mut());
        self.changed.notify();
        result
    }

    pub(crate) fn set(self, value: T) {
        self.update(|held| *held = value);
    }
}

impl<T: Clone> Held<T> {
    pub(crate) fn get(self) -> T {
        self.with(T::clone)
    }

    pub(crate) fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }
}
