//! A value between minus and plus: no keyboard, no wheel, one large target on each side.

use super::key::{button, icon};
use super::piece::{Piece, el, says, text};

/// A value with its steps: what it is called, how it is found (`data-step`), what less and more are called.
pub(crate) struct Step {
    pub(crate) label: &'static str,
    pub(crate) name: &'static str,
    pub(crate) less: &'static str,
    pub(crate) more: &'static str,
}

impl Step {
    /// Draws it. `moved` takes the steps; the value and what stands below it follow what they read.
    pub(crate) fn with(
        self,
        moved: impl Fn(i64) + Copy + 'static,
        value: impl FnMut() -> String + 'static,
        below: impl FnMut() -> String + 'static,
    ) -> Piece {
        let less = button("", "less", vec![icon("minus")]).set("aria-label", self.less).taps(move || moved(-1));
        let more = button("", "more", vec![icon("plus")]).set("aria-label", self.more).taps(move || moved(1));
        let middle = vec![el("output", "big", vec![says(value)]), el("small", "", vec![says(below)])];
        let row = vec![less, el("p", "", middle).set("aria-live", "polite"), more];
        el("div", "", vec![el("p", "legend", vec![text(self.label)]), el("div", "step", row)])
            .set("role", "group")
            .set("aria-label", self.label)
            .set("data-step", self.name)
    }
}
