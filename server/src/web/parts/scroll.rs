//! What is wider than a phone: a drawing that scrolls in a region of its own, and its figures as a table below.

use leptos::prelude::*;
use texts::drawings;

/// A region that keyboards reach and that is named after its heading.
#[must_use]
pub fn scroll(heading: &str, inside: AnyView) -> AnyView {
    view! { <div class="scroll" tabindex="0" role="group" aria-labelledby=heading.to_owned()>{inside}</div> }.into_any()
}

/// A table that unfolds.
#[must_use]
pub fn as_table(id: &str, table: AnyView) -> AnyView {
    view! {
        <details class="more" id=id.to_owned()>
            <summary>{drawings::AS_TABLE}</summary>
            <div class="scroll">{table}</div>
        </details>
    }
    .into_any()
}
