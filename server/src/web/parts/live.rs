//! Where a page says that it has been brought up to date; `public/live.js` does it. Empty, and of no use, without
//! scripts.

use domain::id::PromiseId;
use domain::moment::Moment;
use leptos::prelude::*;
use texts::live;

/// What a page's figures stand at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stand {
    pub promise: PromiseId,
    /// The partnership's last commit when they were read.
    pub commit: i64,
    pub as_of: Moment,
}

/// The place, with the words that the script says there.
#[must_use]
pub fn live(stand: &Stand) -> AnyView {
    let stream = format!("/api/v1/promises/{}/tallies/stream", stand.promise);
    view! {
        <p
            class="live"
            role="status"
            data-live=stream
            data-commit=stand.commit.to_string()
            data-at=live::clock(stand.as_of)
            data-fresh=live::FRESH
            data-full=live::FULL
            data-held=live::HELD
            data-lost=live::LOST
            data-over=live::OVER
        ></p>
    }
    .into_any()
}
