//! The drawings: 24 grid, 1.75 stroke, round ends. A page carries the ones it uses, once, and refers to them by name.

use leptos::prelude::*;

/// One drawing of the page's [`Sprite`]. Always beside its word, so it is hidden from those who listen.
#[component]
pub fn Icon(name: &'static str, #[prop(default = "i")] class: &'static str) -> impl IntoView {
    view! {
        <svg class=class aria-hidden="true">
            <use_ href=format!("#{name}") />
        </svg>
    }
}

/// The drawings and marks that the page refers to, by name, in one hidden element. Unknown names are left out.
#[component]
pub fn Sprite(names: Vec<&'static str>) -> impl IntoView {
    let inside: String = names.into_iter().filter_map(drawing).collect();
    view! { <svg class="vh" width="0" height="0" aria-hidden="true" inner_html=format!("<defs>{inside}</defs>")></svg> }
}

/// What every gauge refers to: the hatch of what is missing, the mark for where we should be, the tertials.
pub const GAUGE: [&str; 3] = ["hatch", "bug", "notch"];

/// The five statuses' silhouettes.
pub const STATUS: [&str; 5] = ["done", "on", "near", "gap", "text"];

fn drawing(name: &str) -> Option<String> {
    if let Some((_, mark)) = MARKS.iter().find(|(id, _)| *id == name) {
        return Some((*mark).to_owned());
    }
    let (_, inside) = DRAWINGS.iter().find(|(id, _)| *id == name)?;
    Some(format!(r#"<symbol id="{name}" viewBox="0 0 24 24">{inside}</symbol>"#))
}

const MARKS: [(&str, &str); 3] = [
    (
        "hatch",
        r#"<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M0 3h6"/></pattern>"#,
    ),
    ("bug", r#"<path id="bug" class="bug" d="M-6 0H6L0 10z"/>"#),
    (
        "notch",
        r#"<g id="notch"><line x1="32.9%" x2="32.9%" y1="21" y2="26"/><line x1="66.6%" x2="66.6%" y1="21" y2="26"/></g>"#,
    ),
];

const DRAWINGS: &[(&str, &str)] = &[
    ("act", r#"<path d="M8.5 3.5h7l5 5v7l-5 5h-7l-5-5v-7zM12 8v4.8M12 16.1v.1"/>"#),
    ("add", r#"<circle cx="12" cy="12" r="8.5"/><path d="M12 8.2v7.6M8.2 12h7.6"/>"#),
    ("again", r#"<path d="M19.5 12a7.5 7.5 0 1 1-2.3-5.4M19.5 3.5v4.2h-4.2"/>"#),
    ("book", r#"<path d="M6 3.5h12v17H6zM9.3 8h5.4M9.3 12h5.4M9.3 16h2.7"/>"#),
    (
        "car",
        r#"<path d="M3.8 17.2v-4.4l2-5.3A2.3 2.3 0 0 1 8 6h8a2.3 2.3 0 0 1 2.2 1.5l2 5.3v4.4a.9.9 0 0 1-.9.9h-1.6a.9.9 0 0 1-.9-.9v-1.1H7.2v1.1a.9.9 0 0 1-.9.9H4.7a.9.9 0 0 1-.9-.9zM4.2 12h15.6M7 14.1h.6M16.4 14.1h.6"/>"#,
    ),
    ("check", r#"<path d="m4.5 12.5 5 5 10-11"/>"#),
    ("doc", r#"<path d="M6 3.5h8l4 4v13H6zM14 3.5v4h4M9.3 12h5.4M9.3 16h5.4"/>"#),
    ("done", r#"<circle class="f" cx="12" cy="12" r="9.5"/><path class="ko" d="m7.8 12.3 2.9 2.9 5.4-6.1"/>"#),
    ("down", r#"<path d="m6 9.5 6 6 6-6"/>"#),
    ("find", r#"<circle cx="10.8" cy="10.8" r="6.3"/><path d="m15.5 15.5 5 5"/>"#),
    (
        "foot",
        r#"<path d="M7.2 8.6c1.9 0 2.9 1.7 2.8 3.8-.1 1.4-.5 2.2-.7 3.2H5c-.2-1-.7-1.8-.7-3.2 0-2.1 1-3.8 2.9-3.8zM5.2 17.8h4v1.1a2 2 0 0 1-4 0zM16.8 3c1.9 0 2.9 1.7 2.9 3.8 0 1.4-.5 2.2-.7 3.2h-4.3c-.2-1-.6-1.8-.7-3.2C13.9 4.7 14.9 3 16.8 3zM14.8 12.2h4v1.1a2 2 0 0 1-4 0z"/>"#,
    ),
    ("gap", r#"<path class="f" d="M2.5 5h19L12 20.5z"/>"#),
    ("key", r#"<circle cx="8" cy="15.5" r="4.5"/><path d="M11.2 12.3 20 3.5M15.3 8.2l3 3M18 5.5l2 2"/>"#),
    ("left", r#"<path d="m14.5 6-6 6 6 6"/>"#),
    ("lock", r#"<rect x="5" y="10.5" width="14" height="10" rx="2"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5"/>"#),
    ("minus", r#"<path d="M5 12h14"/>"#),
    ("near", r#"<path d="m12 2.9 9.1 9.1-9.1 9.1L2.9 12zM8.8 12h6.4"/>"#),
    ("nosig", r#"<path d="M4.5 20v-3.5M9.5 20v-7M14.5 20v-4.5M14.5 10.5v-1M19.5 15V5M4 4.5l15.5 15.5"/>"#),
    ("on", r#"<circle cx="12" cy="12" r="8.5"/><path d="M7.8 12h8M12.8 8.8 16 12l-3.2 3.2"/>"#),
    ("pace", r#"<path d="M4.3 17.5a9 9 0 1 1 15.4 0M12 14l3.8-4.6M12 5.3v1.9M5.3 12.5h1.5M17.2 12.5h1.5"/>"#),
    ("pen", r#"<path d="M4.5 19.5l1-4.2L16.3 4.5l3.2 3.2L8.7 18.5zM14 6.8l3.2 3.2"/>"#),
    ("pill", r#"<path d="M10.3 20a4.45 4.45 0 0 1-6.3-6.3L13.7 4A4.45 4.45 0 0 1 20 10.3zM8.85 8.85l6.3 6.3"/>"#),
    (
        "pin",
        r#"<path d="M12 21c4.2-4.7 6.5-7.9 6.5-11a6.5 6.5 0 0 0-13 0c0 3.1 2.3 6.3 6.5 11z"/><circle cx="12" cy="10" r="2.2"/>"#,
    ),
    ("plus", r#"<path d="M12 5v14M5 12h14"/>"#),
    ("right", r#"<path d="m9.5 6 6 6-6 6"/>"#),
    (
        "rond",
        r#"<path d="M14.400 3.850A8.500 8.500 0 1 0 20.150 9.6"/><circle class="dot" cx="18.3" cy="5.7" r="2.2"/>"#,
    ),
    ("saved", r#"<rect x="6.5" y="2.9" width="11" height="18.2" rx="2.3"/><path d="m9.4 12 1.9 1.9 3.4-3.9"/>"#),
    ("send", r#"<path d="M12 19.5v-14M6 11.5l6-6 6 6"/>"#),
    ("sent", r#"<circle cx="12" cy="12" r="8.5"/><path d="m8.2 12.3 2.7 2.7 5-5.6"/>"#),
    ("stop", r#"<rect x="6" y="6" width="12" height="12" rx="1.5"/>"#),
    ("tel", r#"<rect x="6.5" y="2.9" width="11" height="18.2" rx="2.3"/><path d="M11 18h2"/>"#),
    ("text", r#"<path d="M4.5 7h15M4.5 12h15M4.5 17h8"/>"#),
    ("undo", r#"<path d="m8.5 5-4 4 4 4M4.5 9H14a5.3 5.3 0 0 1 0 10.6h-4"/>"#),
    ("wait", r#"<circle cx="12" cy="12" r="8.5"/><path d="M12 7.3V12l3 2"/>"#),
    ("x", r#"<path d="m6 6 12 12M18 6 6 18"/>"#),
];
