//! What has become of an entry, and what the figures say, in plain words.

use super::NO_FIGURES;
use crate::{left as left_to_do, list, share as share_of, time};
use domain::calendar::Day;
use domain::entry::How;
use domain::figure::{Left, Percent};
use domain::form::Problem;
use domain::tally::NotCounted;
use domain::wire::Flag;

/// Why an entry was refused, and what to do.
#[must_use]
pub fn refused_because(code: &str, message: Option<&str>) -> String {
    let why = match code {
        "conflicting" => "Kräver åtgärd: två versioner finns. Gruppchefen väljer, båda är sparade.",
        "not_yours" => "Kunde inte tas emot: posten hör till en annan person än den som telefonen är ansluten för.",
        "over_limit" => "Kunde inte tas emot: något i posten är för långt. Rätta och registrera på nytt.",
        _ => "Kunde inte tas emot: servern kunde inte läsa posten. Registrera på nytt.",
    };
    match message {
        Some(message) if !message.is_empty() => format!("{why} ({message})"),
        _ => why.to_owned(),
    }
}

/// What a received entry is marked with.
#[must_use]
pub fn flag(flag: Flag) -> &'static str {
    match flag {
        Flag::ClockOff => "Märkt: telefonens klocka avvek.",
        Flag::InvalidToday => "Märkt: formuläret har ändrats sedan dess.",
        Flag::Cloned => "Märkt: från en återställd telefon.",
        Flag::UnknownArea => "Räknas inte än: området är okänt. Kontoret kopplar det.",
        Flag::UnknownActivity => "Räknas inte än: aktiviteten är okänd. Kontoret kopplar den.",
        Flag::OutsidePeriod => "Räknas inte: inget löfte gällde den dagen.",
        Flag::NotPermitted => "Räknas inte: aktiviteten registreras av en annan organisation.",
        Flag::Implausible => "Räknas inte än: tiden eller antalet är ovanligt högt. Gruppchefen avgör.",
        Flag::MayNotCorrect => "Rättningen gäller någon annans post. Gruppchefen avgör.",
        Flag::Orphan => "Väntar på posten som den rättar.",
        Flag::Unknown => "Märkt av servern.",
    }
}

/// Why a received entry doesn't count.
#[must_use]
pub fn not_counted(why: &NotCounted) -> String {
    let why = match why {
        NotCounted::TooShort { minutes: Some(minutes), needed } => format!("{minutes} min < {needed} min"),
        NotCounted::TooShort { minutes: None, needed } => format!("längden är inte angiven, {needed} min behövs"),
        NotCounted::OutsidePeriod => "inget löfte gällde den dagen".to_owned(),
        NotCounted::UnknownArea | NotCounted::NoArea => "området är okänt".to_owned(),
        NotCounted::UnknownActivity | NotCounted::OtherActivity => "löftet har inget mål för aktiviteten".to_owned(),
        NotCounted::NotPermitted => "aktiviteten registreras av en annan organisation".to_owned(),
        NotCounted::Implausible => "tiden eller antalet är ovanligt högt, gruppchefen avgör".to_owned(),
        NotCounted::OtherArea => "området ingår inte i målet".to_owned(),
        NotCounted::OtherDays | NotCounted::OtherHours => "målet gäller andra tider".to_owned(),
        NotCounted::OtherWeek => "veckan räknas till ett år som inget löfte gäller".to_owned(),
        NotCounted::OtherAnswer { .. } => "målet gäller andra svar".to_owned(),
    };
    format!(" Räknas inte: {why}.")
}

/// What a person decided about an occasion.
#[must_use]
pub fn decision(change: &str, message: Option<&str>) -> String {
    let what = match change {
        "returned" => "Åter för rättning",
        "voided" => "Borttagen av gruppchef",
        "amended" => "Rättad av gruppchef",
        "joined" => "Räknas ihop med en annan post",
        "separated" => "Räknas för sig igen",
        "accepted" => "Godkänd av gruppchef",
        _ => "Avgjord av gruppchef",
    };
    message.map_or_else(|| format!(" {what}."), |message| format!(" {what}: {message}"))
}

/// Where the time of an entry comes from.
#[must_use]
pub fn how(how: How) -> &'static str {
    match how {
        How::Tap => "direkt",
        How::Timer => "med mätning",
        How::Afterwards => "i efterhand",
    }
}

/// What is wrong with a form, and what to do.
#[must_use]
pub fn problem(problem: &Problem) -> String {
    let text = match problem {
        Problem::UnknownActivity => "Aktiviteten finns inte i löftet. Vänta tills löftet har hämtats.",
        Problem::NoArea => "Välj område.",
        Problem::UnknownArea => "Området finns inte i löftet. Välj ett annat.",
        Problem::DayInTheFuture => "Den dagen har inte varit än. Välj i dag eller tidigare.",
        Problem::InTheFuture => "Starten ligger framåt i tiden. Flytta den bakåt.",
        Problem::NoMinutes => "Ange hur länge det varade.",
        Problem::TooManyMinutes => "Så länge kan det inte ha varat.",
        Problem::ImplausibleMinutes { minutes, .. } => {
            let ran = time::span(i64::from(*minutes) * 60_000);
            return format!("Mätningen gick i {ran}. Ange hur länge det egentligen varade.");
        }
        Problem::EndsInTheFuture => "Den slutar framåt i tiden. Flytta starten eller korta ned.",
        Problem::Unanswered { .. } => "Svara på frågan.",
        Problem::NotANumber { .. } => "Ange ett helt tal.",
        Problem::TextTooLong { .. } | Problem::NoteTooLong => "Texten är för lång.",
        Problem::UnitTooLong => "Enhetens namn är för långt.",
        Problem::NoteNotAllowed => "Här skrivs ingen anteckning.",
    };
    text.to_owned()
}

/// Over the figures.
#[must_use]
pub fn figures_as_of(at: Option<String>) -> String {
    at.map_or_else(|| NO_FIGURES.to_owned(), |at| format!("Siffror per {at}."))
}

/// A gauge for those who listen.
#[must_use]
pub fn gauge(done: i64, goal: i64, expected: i64) -> String {
    format!("{done} av {goal}, förväntat i dag {expected}")
}

/// "Förväntat i dag 142. 58 till på 33 dagar."
#[must_use]
pub fn expected(expected: Option<i64>, left: Option<Left>) -> String {
    let expected = expected.map(|n| format!("Förväntat i dag {n}."));
    let left = left.map(|left| format!(" {}.", left_to_do(left)));
    format!("{}{}", expected.unwrap_or_default(), left.unwrap_or_default())
}

/// "Senast 22 nov.", or that it should have been done.
#[must_use]
pub fn due_by(by: Day, late: bool) -> String {
    format!("{} {}.", if late { "Skulle ha varit klart" } else { "Senast" }, time::short(by))
}

/// "Öxnehaga 120, Österängen 98 och Ekhagen 41".
#[must_use]
pub fn parts(parts: &[(String, i64)]) -> String {
    let each: Vec<String> = parts.iter().map(|(name, n)| format!("{name} {n}")).collect();
    list(&each)
}

/// "Förstagångsanvändare 14 av 61 (23 %), målet är minst 20 %."
#[must_use]
pub fn share(numerator: i64, denominator: i64, percent: Option<Percent>, least: i64) -> String {
    format!("Varav förstagångsanvändare {}, målet är minst {least} %.", share_of(numerator, denominator, percent))
}

/// "3 var för korta för att räknas."
#[must_use]
pub fn too_short(n: i64) -> String {
    if n == 0 { String::new() } else { format!("{n} var för korta för att räknas.") }
}

/// "Visa fler, 270 till".
#[must_use]
pub fn show_more(more: usize) -> String {
    format!("Visa fler, {more} till")
}
