//! Anslut: a one-time code, typed inside the installed app. Also when the credential has expired; nothing is touched
//! then, and recording goes on.

use super::app::{App, Screen};
use super::known::Identity;
use super::{fields, place, send, sheet, start};
use crate::device::journal_store::{self, Change};
use crate::device::{first_line, line, phone};
use crate::parts::phone::key::{Key, back, icon, icon_of, note, tap};
use crate::parts::phone::piece::{Piece, live, nothing, perhaps, piece};
use crate::words::officer as words;
use domain::wire::EnrolRequest;
use leptos::prelude::*;

/// How enrolling goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Asked,
    Busy,
    Failed(u16),
}

/// The screen.
pub(crate) fn screen(app: App) -> Piece {
    let code = StoredValue::new(String::new());
    let name = StoredValue::new(first_line::preference("device").unwrap_or_default());
    let step = RwSignal::new(Step::Asked);
    let enrolled = app.model.with_untracked(|m| m.identity.is_some());
    let way_back = enrolled.then(|| back("left", words::BACK, "back", tap(move || app.leave())));
    let act = tap(move || {
        if step.get_untracked() != Step::Busy {
            step.set(Step::Busy);
            let request = EnrolRequest {
                code: code.with_value(|c| c.trim().to_uppercase()),
                device_name: name.with_value(|n| n.trim().to_owned()),
            };
            leptos::task::spawn_local(enrol(app, request, step));
        }
    });
    piece(view! {
        <header class="display">
            {perhaps(way_back)}
            {icon_of("rond", "i mark")}
            <h1 tabindex="-1" data-focus="">{if enrolled { words::NEW_CODE } else { words::ROND }}</h1>
            <p>{if enrolled { words::NEW_CODE_WHY } else { words::WHAT_IT_IS }}</p>
        </header>
        <main class="body">
            {sheet::insecure()}
            {live(move || failed(step.get()))}
            {asked("code", words::CODE, words::CODE_HINT, "", code)}
            {asked("device", words::DEVICE, words::DEVICE_HINT, &name.get_value(), name)}
            {perhaps(phone::is_uninstalled_on_ios().then(|| note("tel", "i", words::ON_IOS)))}
            {note("saved", "i", words::WHAT_ENROLLING_DOES)}
            <details>
                <summary class="quiet">{words::NO_CODE}</summary>
                <p>{words::NO_CODE_WHY}</p>
            </details>
        </main>
        <div class="keys">
            {Key::new("check", words::ENROL)
                .below(live(move || piece(if step.get() == Step::Busy { words::ENROLLING } else { "" })))
                .go("enrol", act)}
        </div>
    })
}

fn asked(name: &'static str, label: &'static str, hint: &'static str, now: &str, held: StoredValue<String>) -> Piece {
    let write = move |text: String| held.set_value(text);
    piece(view! {
        <div class="field" data-field=name>
            <label>
                {label}
                <small>{hint}</small>
                {fields::input(now.to_owned(), "text", write)}
            </label>
        </div>
    })
}

fn failed(step: Step) -> Piece {
    let Step::Failed(status) = step else { return nothing() };
    piece(view! {
        <div class="alert" role="alert" tabindex="-1">
            <h2 class="note gap big">{icon("act")} {words::NOT_ENROLLED}</h2>
            <p>{words::why_not_enrolled(status)}</p>
        </div>
    })
}

async fn enrol(app: App, request: EnrolRequest, step: RwSignal<Step>) {
    if request.code.is_empty() {
        step.set(Step::Failed(400));
        phone::screen_changed("[role=alert]");
        return;
    }
    first_line::prefer("device", &request.device_name);
    let done = match line::enrol(&request).await {
        Ok(enrolled) => taken_in(app, enrolled).await,
        Err(status) => Err(status),
    };
    match done {
        Ok(()) => {
            app.show(Screen::Record);
            place::ask_again(app);
            send::resume(app);
        }
        Err(status) => {
            step.set(Step::Failed(status));
            phone::screen_changed("[role=alert]");
        }
    }
}

/// Keeps who the phone records for, and the promises, before anything is said to be ready.
async fn taken_in(app: App, enrolled: line::Enrolled) -> Result<(), u16> {
    let answer = enrolled.answer;
    let identity = Identity {
        device: answer.device,
        person: answer.person,
        partnership: answer.partnership,
        organisation: enrolled.organisation,
    };
    let mut contact = app.model.with_untracked(|m| m.contact.clone());
    contact.promises = answer.promises;
    contact.revoked = false;
    let fetched = send::fetch_missing(app, &contact).await;
    let mut change = Change::default();
    change.know("identity", &identity);
    change.know("contact", &contact);
    fetched.iter().for_each(|p| change.know(&format!("promise/{}", p.id), p));
    journal_store::settle(change).await.map_err(|_| STORAGE)?;
    app.model.update(|m| m.identity = Some(identity));
    start::reload(app).await;
    Ok(())
}

/// Stands for a phone that can't keep who it is.
pub(crate) const STORAGE: u16 = 1;
