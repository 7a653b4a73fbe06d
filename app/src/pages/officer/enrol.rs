//! Anslut: a one-time code, scanned or typed inside the installed app, and the PIN that locks what is recorded. Also when the
//! credential has expired, the PIN is forgotten or the phone gets one more person; nothing that waits is touched then.

use super::app::{App, Screen};
use super::known::Identity;
use super::{fields, place, send, sheet, start};
use crate::device::journal_store::{self, Change};
use crate::device::keys::{self, Choice};
use crate::device::{line, phone, seal};
use crate::parts::phone::key::{alert, back, go, heading, icon_of, note, quiet};
use crate::parts::phone::piece::{Piece, el, live, says, text};
use crate::words::officer as words;
use domain::id::PersonId;
use domain::wire::{EnrolAnswer, EnrolRequest};

/// Digits of a PIN.
const PIN_SHORTEST: usize = 6;
pub(crate) const PIN_LONGEST: usize = 12;
const MARK_CHARS: usize = 20;

/// What is filled in, and how it goes. Also while unlocking.
#[derive(Default)]
pub(crate) struct Enrolling {
    pub(crate) person: Option<PersonId>,
    pub(crate) pin: String,
    pub(crate) step: Step,
    again: String,
    mark: String,
    code: String,
    device: String,
}

impl Enrolling {
    /// For the one who is asked for the PIN first.
    pub(crate) fn of(person: Option<PersonId>) -> Self {
        Self { person, ..Self::default() }
    }
}

/// How it goes.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Step {
    #[default]
    Asked,
    Busy,
    /// The PIN doesn't open anything; so long until the next try.
    Wrong {
        wait_ms: i64,
    },
    Failed(u16),
}

/// Stand for what isn't the server's answer, beside its statuses: a phone that can't keep who it is,
pub(crate) const STORAGE: u16 = 1;
/// a PIN that is too short,
const SHORT: u16 = 2;
/// or typed differently the second time,
const DIFFERS: u16 = 3;
/// what lies locked here and the server can't open,
const UNOPENED: u16 = 4;
/// and a code for somebody else than the one who has unlocked the phone.
const OTHER: u16 = 5;

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asks {
    Both,
    /// Who it is has unlocked the app already.
    Code,
    /// The phone was enrolled before there were PINs.
    Pin,
}

fn asks(app: App) -> Asks {
    app.model.with_untracked(|m| match (&m.identity, &m.unsealed) {
        (Some(_), _) => Asks::Code,
        (None, Some(_)) => Asks::Pin,
        (None, None) => Asks::Both,
    })
}

/// The screen.
pub(crate) fn screen(app: App) -> Vec<Piece> {
    app.enrolling.set(Enrolling::default());
    let asks = asks(app);
    let locked = app.model.with_untracked(|m| !m.people.is_empty());
    let (title, lead) = match asks {
        Asks::Both => (words::ROND, words::WHAT_IT_IS),
        Asks::Code => (words::NEW_CODE, words::NEW_CODE_WHY),
        Asks::Pin => (words::CHOOSE_PIN, words::CHOOSE_PIN_WHY),
    };
    let mut display = Vec::new();
    if asks == Asks::Code {
        display.push(back("left", words::BACK, "back").taps(move || app.leave()));
    } else if locked {
        display.push(back("left", words::BACK, "back").taps(move || app.show(Screen::Unlock)));
    }
    display.extend([icon_of("rond", "i mark"), heading("", title), el("p", "", vec![text(lead)])]);
    let mut body = sheet::insecure();
    body.push(live(move || failed(app.enrolling.with(|e| e.step))));
    if asks != Asks::Pin {
        body.extend(code_fields(app));
    }
    if asks != Asks::Code {
        body.extend(pin_fields(app));
    }
    if phone::is_uninstalled_on_ios() {
        body.push(note("tel", "i", words::ON_IOS));
    }
    if asks != Asks::Pin {
        let summary = el("summary", "quiet", vec![text(words::NO_CODE)]);
        body.push(el("details", "", vec![summary, el("p", "", vec![text(words::NO_CODE_WHY)])]));
    }
    let busy =
        says(move || if app.enrolling.with(|e| e.step == Step::Busy) { words::ENROLLING } else { "" }.to_owned());
    let word = if asks == Asks::Pin { words::LOCK_IN } else { words::ENROL };
    let enrol = go("enrol", "check", word, Some(busy)).taps(move || begin(app));
    vec![sheet::display(display), el("main", "body", body), el("div", "keys", vec![enrol])]
}

fn code_fields(app: App) -> Vec<Piece> {
    let typed = says(move || app.enrolling.with(|e| words::scanned(&e.code)));
    let scan = quiet("tel", words::SCAN, "scan").taps(move || {
        leptos::task::spawn_local(async move {
            if let Some(code) = phone::scan().await {
                app.enrolling.update(|e| e.code = code);
                begin(app);
            }
        });
    });
    vec![
        fields::line("code", words::CODE, words::CODE_HINT, "text", "", move |t| app.enrolling.update(|e| e.code = t)),
        el("p", "row", vec![scan, el("small", "", vec![typed])]),
        fields::line("device", words::DEVICE, words::DEVICE_HINT, "text", "", move |t| {
            app.enrolling.update(|e| e.device = t);
        }),
    ]
}

fn pin_fields(app: App) -> Vec<Piece> {
    vec![
        fields::line("pin", words::PIN, words::PIN_HINT, "password", "", move |t| app.enrolling.update(|e| e.pin = t)),
        fields::line("again", words::PIN_AGAIN, "", "password", "", move |t| app.enrolling.update(|e| e.again = t)),
        fields::line("mark", words::MARK, words::MARK_HINT, "text", "", move |t| app.enrolling.update(|e| e.mark = t)),
    ]
}

fn failed(step: Step) -> Vec<Piece> {
    let Step::Failed(status) = step else { return Vec::new() };
    let why = match status {
        SHORT => words::PIN_SHORT,
        DIFFERS => words::PIN_DIFFERS,
        UNOPENED => words::UNOPENED,
        OTHER => words::CODE_OF_ANOTHER,
        status => words::why_not_enrolled(status),
    };
    vec![alert(words::NOT_ENROLLED, vec![el("p", "", vec![text(why)])])]
}

/// What is wrong with the PIN as it is filled in.
fn unfit(pin: &str, again: &str) -> Option<u16> {
    let fits = (PIN_SHORTEST..=PIN_LONGEST).contains(&pin.len()) && pin.bytes().all(|b| b.is_ascii_digit());
    match fits {
        false => Some(SHORT),
        true => (pin != again).then_some(DIFFERS),
    }
}

fn begin(app: App) {
    let asks = asks(app);
    let wrong = app.enrolling.with_untracked(|e| match asks {
        _ if e.step == Step::Busy => Some(0),
        Asks::Both | Asks::Code if e.code.trim().is_empty() => Some(400),
        Asks::Both | Asks::Pin => unfit(&e.pin, &e.again),
        Asks::Code => None,
    });
    match wrong {
        Some(0) => {}
        Some(status) => fail(app, status),
        None => {
            app.enrolling.update(|e| e.step = Step::Busy);
            leptos::task::spawn_local(async move {
                let done = if asks == Asks::Pin { seal_over(app).await } else { enrol(app).await };
                if let Err(status) = done {
                    fail(app, status);
                }
            });
        }
    }
}

fn fail(app: App, status: u16) {
    app.enrolling.update(|e| e.step = Step::Failed(status));
    phone::screen_changed("[role=alert]");
}

async fn enrol(app: App) -> Result<(), u16> {
    let (code, device_name) =
        app.enrolling.with_untracked(|e| (e.code.trim().to_ascii_uppercase(), e.device.trim().to_owned()));
    let escrows = app.model.with_untracked(|m| m.people.iter().filter_map(|one| one.escrow.clone()).collect());
    let answer = line::enrol(&EnrolRequest { code, device_name, escrows }).await?;
    match seal::person() {
        Some(person) if person != answer.person => return Err(OTHER),
        Some(_) => {}
        None => open_key(app, &answer).await?,
    }
    taken_in(app, answer).await?;
    start::open(app).await;
    place::ask_again(app);
    send::resume(app);
    Ok(())
}

/// Gives the person a key here, or the one they have another PIN.
async fn open_key(app: App, answer: &EnrolAnswer) -> Result<(), u16> {
    let here = app.model.with_untracked(|m| m.people.iter().any(|one| one.person == answer.person));
    if here && answer.opened.is_none() {
        // Another key would shut what lies here for ever.
        return Err(UNOPENED);
    }
    choose(app, answer.person, &answer.partnership, answer.seal.clone(), answer.opened.clone()).await
}

async fn choose(
    app: App,
    person: PersonId,
    partnership: &domain::id::PartnershipId,
    server: Option<String>,
    old: Option<String>,
) -> Result<(), u16> {
    let (pin, mark) = app.enrolling.with_untracked(|e| (e.pin.clone(), e.mark.clone()));
    let others = app.model.with_untracked(|m| m.people.len());
    let mark: String = mark.trim().chars().take(MARK_CHARS).collect();
    let mark = if mark.is_empty() { words::person_no(others + 1) } else { mark };
    let choice = Choice { person, partnership, mark: &mark, pin: &pin, server, old };
    let key = keys::choose(choice).await.map_err(|_| STORAGE)?;
    if seal::unlock(person, &key) { Ok(()) } else { Err(STORAGE) }
}

/// Keeps who the phone records for, and the promises, before anything is said to be ready.
async fn taken_in(app: App, answer: EnrolAnswer) -> Result<(), u16> {
    let identity = Identity {
        device: answer.device,
        person: answer.person,
        partnership: answer.partnership,
        organisation: answer.organisation,
    };
    start::reload(app).await;
    let mut contact = app.model.with_untracked(|m| m.contact.clone());
    contact.promises = answer.promises;
    contact.revoked = false;
    let fetched = send::fetch_missing(app, &contact).await;
    let mut change = Change::default();
    change.know("identity", &identity);
    change.know("contact", &contact);
    change.enrolled_as(identity.device);
    send::know_promises(&mut change, fetched);
    journal_store::settle(change).await.map_err(|_| STORAGE)
}

/// Locks what the phone kept in plain, as earlier versions did.
async fn seal_over(app: App) -> Result<(), u16> {
    let Some(identity) = app.model.with_untracked(|m| m.unsealed.clone()) else { return Err(STORAGE) };
    choose(app, identity.person, &identity.partnership, None, None).await?;
    start::seal_over(&identity).await.map_err(|_| STORAGE)?;
    start::open(app).await;
    Ok(())
}
