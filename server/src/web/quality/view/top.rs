//! The display on top: how many patterns there are to ask about, and which.

use super::{QualityPage, patterns, switches};
use crate::web::document::{self, Frame};
use crate::web::menu::Section;
use crate::web::parts::live::{Stand, live};
use leptos::prelude::*;
use texts::{quality, staff};

pub(super) fn header(data: &QualityPage, frame: &Frame) -> AnyView {
    let found = patterns::patterns(data);
    let line = |pattern: patterns::Pattern| {
        view! { <li><a href=pattern.link>{pattern.said}</a></li> }
    };
    let stand = Stand { promise: data.promise.id.clone(), commit: data.commit, as_of: data.as_of };
    let headline = quality::headline(found.len());
    let listed = (!found.is_empty()).then(|| {
        view! {
            <ul class="lines" role="list" aria-label=quality::PATTERNS>
                {found.into_iter().map(line).collect_view()}
            </ul>
        }
    });
    view! {
        <header class="display">
            <div class="in">
                {document::bar(frame, Section::Quality, None)}
                <div class="split top">
                    <div>
                        <p>{data.promise.title.clone()}</p>
                        <h1>{headline}</h1>
                        <p class="lead">{quality::LEAD}</p>
                    </div>
                    <section aria-labelledby="stand">
                        <h2 id="stand">{staff::as_of(data.as_of)}</h2>
                        {live(&stand)}
                        {listed}
                    </section>
                </div>
                {switches(data, data.shown())}
            </div>
        </header>
    }
    .into_any()
}
