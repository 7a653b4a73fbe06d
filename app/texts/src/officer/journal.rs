//! What has become of an entry, and what the figures say, in plain words.

use crate::language::Language;
use crate::messages::officer as messages;
use domain::calendar::Day;
use domain::entry::How;
use domain::figure::{Left, Percent};
use domain::form::Problem;
use domain::tally::NotCounted;
use domain::wire::Flag;

/// Why an entry was refused, and what to do.
#[must_use]
pub fn refused_because(language: Language, code: &str, message: Option<&str>) -> String {
    let why = match code {
        "conflicting" => messages::refused_conflicting(language),
        "not_yours" => messages::refused_not_yours(language),
        "over_limit" => messages::refused_over_limit(language),
        _ => messages::refused_unreadable(language),
    };
    match message {
        Some(message) if !message.is_empty() => format!("{why} ({message})"),
        _ => why.to_owned(),
    }
}

/// What a received entry is marked with.
#[must_use]
pub fn flag(language: Language, flag: Flag) -> &'static str {
    match flag {
        Flag::ClockOff => messages::flag_clock_off(language),
        Flag::InvalidToday => messages::flag_invalid_today(language),
        Flag::Cloned => messages::flag_cloned(language),
        Flag::UnknownArea => messages::flag_unknown_area(language),
        Flag::UnknownActivity => messages::flag_unknown_activity(language),
        Flag::OutsidePeriod => messages::flag_outside_period(language),
        Flag::NotPermitted => messages::flag_not_permitted(language),
        Flag::Implausible => messages::flag_implausible(language),
        Flag::MayNotCorrect => messages::flag_may_not_correct(language),
        Flag::Orphan => messages::flag_orphan(language),
        Flag::Unknown => messages::flag_unknown(language),
    }
}

/// Why a received entry doesn't count.
#[must_use]
pub fn not_counted(language: Language, why: &NotCounted) -> String {
    let why = match why {
        NotCounted::TooShort { minutes: Some(minutes), needed } => &messages::too_short_by(language, *minutes, *needed),
        NotCounted::TooShort { minutes: None, needed } => &messages::no_length(language, *needed),
        NotCounted::OutsidePeriod => messages::outside_period(language),
        NotCounted::UnknownArea | NotCounted::NoArea => messages::area_unknown(language),
        NotCounted::UnknownActivity | NotCounted::OtherActivity => messages::no_target(language),
        NotCounted::NotPermitted => messages::not_permitted(language),
        NotCounted::Implausible => messages::implausible(language),
        NotCounted::OtherArea => messages::other_area(language),
        NotCounted::OtherDays | NotCounted::OtherHours => messages::other_hours(language),
        NotCounted::OtherWeek => messages::other_week(language),
        NotCounted::OtherAnswer { .. } => messages::another_answer(language),
    };
    messages::not_counted_because(language, why)
}

/// What a person decided about an occasion.
#[must_use]
pub fn decision(language: Language, change: &str, message: Option<&str>) -> String {
    let what = match change {
        "returned" => messages::returned(language),
        "voided" => messages::voided(language),
        "amended" => messages::amended(language),
        "joined" => messages::joined(language),
        "separated" => messages::separated(language),
        "accepted" => messages::accepted(language),
        _ => messages::decided(language),
    };
    match message {
        None => messages::decision_alone(language, what),
        Some(message) => messages::decision_because(language, what, message),
    }
}

/// Where the time of an entry comes from.
#[must_use]
pub fn how(language: Language, how: How) -> &'static str {
    match how {
        How::Tap => messages::by_tap(language),
        How::Timer => messages::by_timer(language),
        How::Afterwards => messages::from_memory(language),
    }
}

/// What is wrong with a form, and what to do.
#[must_use]
pub fn problem(language: Language, problem: &Problem) -> String {
    let text = match problem {
        Problem::UnknownActivity => messages::problem_unknown_activity(language),
        Problem::NoArea => messages::problem_no_area(language),
        Problem::UnknownArea => messages::problem_unknown_area(language),
        Problem::DayInTheFuture => messages::problem_day_in_the_future(language),
        Problem::InTheFuture => messages::problem_in_the_future(language),
        Problem::NoMinutes => messages::problem_no_minutes(language),
        Problem::TooManyMinutes => messages::problem_too_many_minutes(language),
        Problem::ImplausibleMinutes { minutes, .. } => {
            &messages::problem_implausible_minutes(language, &language.span(i64::from(*minutes) * 60_000))
        }
        Problem::EndsInTheFuture => messages::problem_ends_in_the_future(language),
        Problem::Unanswered { .. } => messages::problem_unanswered(language),
        Problem::NotANumber { .. } => messages::problem_not_a_number(language),
        Problem::TextTooLong { .. } | Problem::NoteTooLong => messages::problem_text_too_long(language),
        Problem::UnitTooLong => messages::problem_unit_too_long(language),
        Problem::NoteNotAllowed => messages::problem_note_not_allowed(language),
    };
    text.to_owned()
}

/// Over the figures.
#[must_use]
pub fn figures_at(language: Language, at: Option<String>) -> String {
    at.map_or_else(|| messages::no_figures(language).to_owned(), |at| messages::figures_as_of(language, &at))
}

/// "Förväntat i dag 142. 58 till på 33 dagar."
#[must_use]
pub fn expected(language: Language, expected: Option<i64>, left: Option<Left>) -> String {
    let expected = expected.map(|n| messages::expected_today(language, n));
    let left = left.map(|left| format!(" {}.", language.left(left)));
    [expected.unwrap_or_default(), left.unwrap_or_default()].concat()
}

/// "Senast 22 nov.", or that it should have been done.
#[must_use]
pub fn due_by(language: Language, by: Day, late: bool) -> String {
    let day = language.short(by);
    if late { messages::late_since_day(language, &day) } else { messages::due_by_day(language, &day) }
}

/// "Öxnehaga 120, Österängen 98 och Ekhagen 41".
#[must_use]
pub fn parts(language: Language, parts: &[(String, i64)]) -> String {
    let each: Vec<String> = parts.iter().map(|(name, n)| format!("{name} {n}")).collect();
    language.list(&each)
}

/// "Varav förstagångsanvändare 14 av 61 (23 %), målet är minst 20 %."
#[must_use]
pub fn share(language: Language, numerator: i64, denominator: i64, percent: Option<Percent>, least: i64) -> String {
    messages::share_of_first_timers(language, &language.share(numerator, denominator, percent), least)
}

/// "3 var för korta för att räknas."
#[must_use]
pub fn too_short(language: Language, n: i64) -> String {
    if n == 0 { String::new() } else { messages::were_too_short(language, n) }
}
