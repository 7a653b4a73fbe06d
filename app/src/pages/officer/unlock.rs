//! Låst: whose phone is it now? What was recorded is opened by a PIN, tapped on keys that gloves hit.

use super::app::{App, Screen};
use super::enrol::{Enrolling, PIN_LONGEST, STORAGE, Step};
use super::{fields, sheet, start};
use crate::device::keys::{self, OnPhone, Tried};
use crate::device::{phone, seal};
use crate::parts::phone::key::{alert, button, go, heading, icon, icon_of, quiet};
use crate::parts::phone::piece::{Piece, el, live, says, text};
use crate::words::officer as words;
use domain::id::PersonId;

/// The screen.
pub(crate) fn screen(app: App) -> Vec<Piece> {
    let people = app.model.with_untracked(|m| m.people.clone());
    app.enrolling.set(Enrolling::of(people.first().map(|one| one.person)));
    let dots = says(move || "●".repeat(app.enrolling.with(|e| e.pin.len())));
    let typed = el("p", "pin", vec![dots]).set("aria-hidden", "true");
    let heard = el("p", "vh", vec![says(move || words::typed(app.enrolling.with(|e| e.pin.len())))]);
    let display = vec![
        icon_of("rond", "i mark"),
        heading("", words::LOCKED),
        el("p", "", vec![text(words::LOCKED_WHY)]),
        typed,
        heard.set("role", "status"),
    ];
    let mut body = vec![live(move || failed(app.enrolling.with(|e| e.step)))];
    if people.len() > 1 {
        body.push(who(app, &people));
    } else {
        body.extend(people.first().map(|one| el("p", "", vec![text(&words::on_phone(&one.mark, one.waiting))])));
    }
    let other = quiet("lock", words::FORGOTTEN_OR_NEW, "new").taps(move || app.show(Screen::Enrol));
    let phone = el("a", "quiet", vec![icon("tel"), text(words::THE_PHONE)]).set("href", "/telefon");
    body.extend([other, phone]);
    vec![sheet::display(display), el("main", "body", body), pad(app)]
}

fn who(app: App, people: &[OnPhone]) -> Piece {
    let options = people.iter().map(|one| (one.person.to_string(), words::on_phone(&one.mark, one.waiting))).collect();
    let first = people.first().map(|one| one.person.to_string()).unwrap_or_default();
    let pick = move |id: String| app.enrolling.update(|e| e.person = PersonId::read(&id));
    fields::choice("person", words::WHO, "choice wide", options, &first, pick)
}

/// Ten keys, one to take back, one to open.
fn pad(app: App) -> Piece {
    let digit = |digit: char| {
        let type_it = move || {
            app.enrolling.update(|e| {
                if e.pin.len() < PIN_LONGEST {
                    e.pin.push(digit);
                }
            });
        };
        let name = digit.to_string();
        button("key", "digit", vec![text(&name)]).set("data-digit", &name).taps(type_it)
    };
    let mut keys: Vec<Piece> = "1234567890".chars().map(digit).collect();
    let back = button("key", "erase", vec![icon("undo")]).set("aria-label", words::ERASE);
    keys.push(back.taps(move || app.enrolling.update(|e| _ = e.pin.pop())));
    let busy =
        says(move || if app.enrolling.with(|e| e.step == Step::Busy) { words::UNLOCKING } else { "" }.to_owned());
    keys.push(go("unlock", "check", words::UNLOCK, Some(busy)).taps(move || unlock(app)));
    el("div", "keys pad", keys)
}

fn failed(step: Step) -> Vec<Piece> {
    let why = match step {
        Step::Wrong { wait_ms } => words::wrong_pin(wait_ms),
        Step::Failed(_) => words::STORAGE_UNAVAILABLE.to_owned(),
        Step::Asked | Step::Busy => return Vec::new(),
    };
    vec![alert(words::STILL_LOCKED, vec![el("p", "", vec![text(&why)])])]
}

fn unlock(app: App) {
    let tried = app.enrolling.update(|e| {
        let pin = std::mem::take(&mut e.pin);
        let person = e.person.filter(|_| e.step != Step::Busy && !pin.is_empty())?;
        e.step = Step::Busy;
        Some((person, pin))
    });
    let Some((person, pin)) = tried else { return };
    leptos::task::spawn_local(async move {
        let step = match keys::unlock(person, &pin).await {
            Ok(Tried::Fits(key)) if seal::unlock(person, &key) => return start::open(app).await,
            Ok(Tried::Wrong { wait_ms }) => Step::Wrong { wait_ms },
            Ok(Tried::Fits(_)) | Err(_) => Step::Failed(STORAGE),
        };
        app.enrolling.update(|e| e.step = step);
        phone::screen_changed("[role=alert]");
    });
}
