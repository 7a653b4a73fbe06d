//! The code or link that lets a person in, shown this once: large, since it is read aloud or copied across a room, and for
//! the phone's camera.

use domain::moment::Moment;
use leptos::prelude::*;
use texts::people;

/// What lets a person in. The server keeps no readable copy, so it is shown once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Given {
    /// A one-time code, read by the camera or typed on the phone inside the installed app.
    Code { code: String, qr: Qr, address: String, expires: Moment },
    /// A link behind which a password is chosen.
    Link { link: String, expires: Moment },
}

/// A QR code as it is drawn.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Qr {
    /// Modules from edge to edge, the light ones around it included.
    pub side: u32,
    /// The dark modules as the path of an SVG.
    pub path: String,
}

pub(super) fn sheet(given: Given, name: &str) -> AnyView {
    match given {
        Given::Code { code, qr, address, expires } => {
            let [open, add, write, wait] = people::CODE_STEPS;
            let how = view! {
                <ol class="steps">
                    <li>
                        {open} " "
                        <b class="mono">{address}</b>
                    </li>
                    <li>{add}</li>
                    <li>{write}</li>
                    <li>{wait}</li>
                </ol>
            };
            let what = view! {
                {drawn(qr)}
                <p class="code">{code}</p>
            };
            let until = people::valid_until_clock(expires);
            framed(people::code_for(name), what.into_any(), until, how.into_any())
        }
        Given::Link { link, expires } => {
            let what = view! { <p class="mono big">{link}</p> };
            let how = view! { <p>{people::LINK_HOW}</p> };
            framed(people::link_for(name), what.into_any(), people::valid_until(expires), how.into_any())
        }
    }
}

/// Dark on light whatever the page's colours are: cameras look for that, and so few read the reverse.
fn drawn(qr: Qr) -> AnyView {
    let side = qr.side;
    view! {
        <svg class="qr" viewBox=format!("0 0 {side} {side}") role="img" aria-label=people::QR shape-rendering="crispEdges">
            <rect width=side height=side fill="#fff" />
            <path d=qr.path fill="#000" />
        </svg>
    }
    .into_any()
}

fn framed(heading: String, what: AnyView, until: String, how: AnyView) -> AnyView {
    view! {
        <section class="sheet given" aria-labelledby="given" role="status">
            <h2 id="given">{heading}</h2>
            {what}
            <p class="near">
                <b>{people::ONCE}</b>
                " "
                {until}
            </p>
            {how}
        </section>
    }
    .into_any()
}
