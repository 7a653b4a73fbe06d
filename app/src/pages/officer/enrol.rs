//! Anslut: a one-time code, typed inside the installed app. Also when the credential has expired; nothing is touched
//! then, and recording goes on.

use super::app::{App, Screen};
use super::known::Identity;
use super::{fields, place, send, sheet, start};
use crate::device::journal_store::{self, Change};
use crate::device::{first_line, line, phone};
use crate::parts::phone::key::{alert, back, go, heading, icon_of, note};
use crate::parts::phone::piece::{Piece, el, live, says, text};
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
pub(crate) fn screen(app: App) -> Vec<Piece> {
    let code = StoredValue::new(String::new());
    let name = StoredValue::new(first_line::preference("device").unwrap_or_default());
    let step = RwSignal::new(Step::Asked);
    let enrolled = app.model.with_untracked(|m| m.identity.is_some());
    let (title, lead) =
        if enrolled { (words::NEW_CODE, words::NEW_CODE_WHY) } else { (words::ROND, words::WHAT_IT_IS) };
    let mut display = Vec::new();
    if enrolled {
        display.push(back("left", words::BACK, "back").taps(move || app.leave()));
    }
    display.extend([icon_of("rond", "i mark"), heading("", title), el("p", "", vec![text(lead)])]);
    let mut body = sheet::insecure();
    body.push(live(move || failed(step.get())));
    body.push(asked("code", words::CODE, words::CODE_HINT, code));
    body.push(asked("device", words::DEVICE, words::DEVICE_HINT, name));
    if phone::is_uninstalled_on_ios() {
        body.push(note("tel", "i", words::ON_IOS));
    }
    body.push(note("saved", "i", words::WHAT_ENROLLING_DOES));
    let summary = el("summary", "quiet", vec![text(words::NO_CODE)]);
    body.push(el("details", "", vec![summary, el("p", "", vec![text(words::NO_CODE_WHY)])]));
    let busy = says(move || if step.get() == Step::Busy { words::ENROLLING } else { "" }.to_owned());
    let act = move || {
        if step.get_untracked() != Step::Busy {
            step.set(Step::Busy);
            let code = code.with_value(|c| c.trim().to_uppercase());
            let request = EnrolRequest { code, device_name: name.with_value(|n| n.trim().to_owned()) };
            leptos::task::spawn_local(enrol(app, request, step));
        }
    };
    let enrol = go("enrol", "check", words::ENROL, Some(busy)).taps(act);
    vec![sheet::display(display), el("main", "body", body), el("div", "keys", vec![enrol])]
}

fn asked(name: &str, label: &str, hint: &str, held: StoredValue<String>) -> Piece {
    fields::line(name, label, hint, "text", &held.get_value(), move |text| held.set_value(text))
}

fn failed(step: Step) -> Vec<Piece> {
    let Step::Failed(status) = step else { return Vec::new() };
    vec![alert(words::NOT_ENROLLED, vec![el("p", "", vec![text(words::why_not_enrolled(status))])])]
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
    send::know_promises(&mut change, fetched);
    journal_store::settle(change).await.map_err(|_| STORAGE)?;
    app.model.update(|m| m.identity = Some(identity));
    start::reload(app).await;
    Ok(())
}

/// Stands for a phone that can't keep who it is.
pub(crate) const STORAGE: u16 = 1;
