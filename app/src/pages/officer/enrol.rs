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
use domain::wire::{EnrolAnswer, EnrolRequest};

/// What is filled in, and how it goes.
#[derive(Default)]
pub(crate) struct Enrolling {
    code: String,
    device: String,
    step: Step,
}

/// How enrolling goes.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Step {
    #[default]
    Asked,
    Busy,
    Failed(u16),
}

/// The screen.
pub(crate) fn screen(app: App) -> Vec<Piece> {
    let name = first_line::preference("device").unwrap_or_default();
    app.enrolling.set(Enrolling { device: name.clone(), ..Enrolling::default() });
    let enrolled = app.model.with_untracked(|m| m.identity.is_some());
    let (title, lead) =
        if enrolled { (words::NEW_CODE, words::NEW_CODE_WHY) } else { (words::ROND, words::WHAT_IT_IS) };
    let mut display = Vec::new();
    if enrolled {
        display.push(back("left", words::BACK, "back").taps(move || app.leave()));
    }
    display.extend([icon_of("rond", "i mark"), heading("", title), el("p", "", vec![text(lead)])]);
    let mut body = sheet::insecure();
    body.push(live(move || failed(app.enrolling.with(|e| e.step))));
    let write_code = move |text| app.enrolling.update(|e| e.code = text);
    let write_name = move |text| app.enrolling.update(|e| e.device = text);
    body.push(fields::line("code", words::CODE, words::CODE_HINT, "text", "", write_code));
    body.push(fields::line("device", words::DEVICE, words::DEVICE_HINT, "text", &name, write_name));
    if phone::is_uninstalled_on_ios() {
        body.push(note("tel", "i", words::ON_IOS));
    }
    body.push(note("saved", "i", words::WHAT_ENROLLING_DOES));
    let summary = el("summary", "quiet", vec![text(words::NO_CODE)]);
    body.push(el("details", "", vec![summary, el("p", "", vec![text(words::NO_CODE_WHY)])]));
    let busy = move || if app.enrolling.with(|e| e.step == Step::Busy) { words::ENROLLING } else { "" };
    let busy = says(move || busy().to_owned());
    let act = move || {
        let request = app.enrolling.update(|e| {
            let request =
                EnrolRequest { code: e.code.trim().to_ascii_uppercase(), device_name: e.device.trim().to_owned() };
            (std::mem::replace(&mut e.step, Step::Busy) != Step::Busy).then_some(request)
        });
        if let Some(request) = request {
            leptos::task::spawn_local(enrol(app, request));
        }
    };
    let enrol = go("enrol", "check", words::ENROL, Some(busy)).taps(act);
    vec![sheet::display(display), el("main", "body", body), el("div", "keys", vec![enrol])]
}

fn failed(step: Step) -> Vec<Piece> {
    let Step::Failed(status) = step else { return Vec::new() };
    vec![alert(words::NOT_ENROLLED, vec![el("p", "", vec![text(words::why_not_enrolled(status))])])]
}

async fn enrol(app: App, request: EnrolRequest) {
    if request.code.is_empty() {
        fail(app, 400);
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
            fail(app, status);
        }
    }
}

fn fail(app: App, status: u16) {
    app.enrolling.update(|e| e.step = Step::Failed(status));
    phone::screen_changed("[role=alert]");
}

/// Keeps who the phone records for, and the promises, before anything is said to be ready.
async fn taken_in(app: App, answer: EnrolAnswer) -> Result<(), u16> {
    let identity = Identity {
        device: answer.device,
        person: answer.person,
        partnership: answer.partnership,
        organisation: answer.organisation,
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
