//! A value between minus and plus: no keyboard, no wheel, one large target on each side.

use super::key::{Tap, icon};
use super::piece::{Piece, piece, said};
use leptos::prelude::*;

/// A value with its steps.
pub(crate) struct Step {
    pub(crate) label: &'static str,
    /// "start" or "minutes": how tests and styles find it.
    pub(crate) name: &'static str,
    pub(crate) less: (&'static str, Tap),
    pub(crate) more: (&'static str, Tap),
}

impl Step {
    /// Draws it; `value` and what stands below it follow what they read.
    pub(crate) fn with(
        self,
        value: impl FnMut() -> String + Send + 'static,
        below: impl FnMut() -> String + Send + 'static,
    ) -> Piece {
        let (less, less_tap) = self.less;
        let (more, more_tap) = self.more;
        piece(view! {
            <div role="group" aria-label=self.label data-step=self.name>
                <p class="legend">{self.label}</p>
                <div class="step">
                    <button type="button" aria-label=less data-do="less" on:click=less_tap>
                        {icon("minus")}
                    </button>
                    <p aria-live="polite">
                        <output class="big">{said(value)}</output>
                        <small>{said(below)}</small>
                    </p>
                    <button type="button" aria-label=more data-do="more" on:click=more_tap>
                        {icon("plus")}
                    </button>
                </div>
            </div>
        })
    }
}
