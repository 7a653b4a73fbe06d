//! The door's markup: whose phone is it now, and how somebody gets onto it. What it does are two scripts (`public/door.js`,
//! `public/enrol.js`), since nobody waits for the client, or needs it, to tap a PIN.

use super::languages::switch;
use crate::web::parts::icons::Icon;
use leptos::prelude::*;
use texts::language::Language;
use texts::{ROND, door as words};

/// Asks for the PIN; on the app's own page, so that it is there at once.
pub(crate) fn unlock(language: Language) -> AnyView {
    let digits = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
    let digit = |digit: &'static str| {
        view! {
            <button class="key" type="button" data-digit=digit>
                {digit}
            </button>
        }
    };
    view! {
        <dialog class="phone" data-door="" data-screen="unlock" aria-labelledby="locked">
            <header class="display">
                <h1 id="locked" tabindex="-1" autofocus=true>
                    {words::locked(language)}
                </h1>
                <p>{words::locked_why(language)}</p>
                <p class="dots fig" data-dots="" aria-live="polite"></p>
                <p data-opening="" role="status"></p>
            </header>
            <main class="body low">
                {wrong(language)}
                <fieldset data-who="">
                    <legend>{words::who(language)}</legend>
                    <div class="choice wide">
                        <label>
                            <input type="radio" name="person" />
                            <span></span>
                        </label>
                    </div>
                </fieldset>
                <button class="quiet" type="button" data-do="new">
                    {words::forgotten_or_new(language)}
                </button>
                <a class="quiet" href="/telefon">
                    {words::the_phone(language)}
                </a>
                {switch(language)}
                <template data-unsent="">{words::unsent(language)}</template>
                <template data-opens="">{words::opens(language)}</template>
            </main>
            <div class="keys pad">
                {digits.map(digit).into_iter().collect_view()}
                <button class="key" type="button" data-do="erase" aria-label=words::erase(language)>
                    <Icon name="left" />
                </button>
                {digit("0")}
                <button class="key go" type="button" data-do="unlock">
                    {words::open(language)}
                </button>
            </div>
        </dialog>
    }
    .into_any()
}

fn wrong(language: Language) -> AnyView {
    view! {
        <div class="alert" role="alert" tabindex="-1" data-wrong="" hidden=true>
            <h2>{words::still_locked(language)}</h2>
            <p>{words::wrong_pin(language)} " " <span data-wait=""></span></p>
            <template data-later="">{words::wait(language)}</template>
        </div>
    }
    .into_any()
}

/// Asks for a code and a PIN; on the phone's page, from where it is taken when somebody is to be enrolled.
pub(crate) fn enrol(language: Language) -> AnyView {
    view! {
        <template data-enrol="">
            <dialog class="phone" data-screen="enrol" aria-labelledby="enrol">
                <form novalidate=true>
                    {enrol_top(language)}
                    <main class="body">
                        {failed(language)}
                        {code(language)}
                        {pin(language)}
                        {switch(language)}
                        <details data-for="code">
                            <summary class="quiet">{words::no_code(language)}</summary>
                            <p>{words::no_code_why(language)}</p>
                        </details>
                    </main>
                    <div class="keys">
                        <button class="key go" type="submit" data-do="enrol">
                            <span>{words::enrol(language)} <small class="busy">{words::enrolling(language)}</small></span>
                        </button>
                    </div>
                </form>
            </dialog>
        </template>
    }
    .into_any()
}

fn enrol_top(language: Language) -> AnyView {
    view! {
        <header class="display">
            <button class="back row" type="button" data-back="" data-do="back">
                {words::back(language)}
            </button>
            <h1 id="enrol" tabindex="-1" autofocus=true>
                {ROND}
            </h1>
            <p data-for="code">{words::what_it_is(language)}</p>
        </header>
    }
    .into_any()
}

/// Why nobody was enrolled, by the server's status or by what stands in its place.
fn why_not_enrolled(language: Language) -> [(&'static str, &'static str); 12] {
    [
        ("0", words::no_contact(language)),
        ("400", words::no_code_written(language)),
        ("unread", words::code_unread(language)),
        ("401", words::code_refused(language)),
        ("429", words::too_many_tries(language)),
        ("short", words::pin_short(language)),
        ("guessable", words::pin_guessable(language)),
        ("differs", words::pin_differs(language)),
        ("unopened", words::unopened(language)),
        ("other", words::code_of_another(language)),
        ("storage", words::storage_broken(language)),
        ("503", words::server_busy(language)),
    ]
}

/// Why nobody was enrolled; the script shows the one that holds.
fn failed(language: Language) -> AnyView {
    let why = |(of, text): (&'static str, &'static str)| view! { <p data-why=of>{text}</p> };
    view! {
        <div class="alert" role="note" data-insecure="" hidden=true>
            <h2>{words::insecure(language)}</h2>
            <p>{words::insecure_why(language)}</p>
        </div>
        <p class="note" data-ios="" hidden=true>
            {words::on_ios(language)}
        </p>
        <div class="alert" role="alert" tabindex="-1" data-failed="" hidden=true>
            <h2>{words::not_enrolled(language)}</h2>
            {why_not_enrolled(language).map(why).into_iter().collect_view()}
        </div>
    }
    .into_any()
}

/// A line of the form. `optional` ones are passed over by the keyboard's key for going on.
fn line(name: &'static str, label: &'static str, hint: &'static str, secret: bool) -> AnyView {
    let optional = matches!(name, "device" | "mark").then_some("true");
    let kind = if secret { "password" } else { "text" };
    let mode = if secret { "numeric" } else { "text" };
    view! {
        <div class="field" data-field=name>
            <label>{label} <small>{hint}</small> <input type=kind inputmode=mode autocomplete="off" data-optional=optional enterkeyhint="next" /></label>
        </div>
    }
    .into_any()
}

fn code(language: Language) -> AnyView {
    view! {
        <div data-for="code" class="fields">
            {line("code", words::code(language), words::code_hint(language), false)}
            <button class="quiet" type="button" data-do="scan">
                {words::scan(language)}
            </button>
            {line("device", words::device(language), words::device_hint(language), false)}
        </div>
    }
    .into_any()
}

fn pin(language: Language) -> AnyView {
    view! {
        <div data-for="pin" class="fields">
            {line("pin", words::pin(language), words::pin_hint(language), true)} {line("again", words::pin_again(language), "", true)}
            {line("mark", words::mark(language), words::mark_hint(language), false)}
        </div>
    }
    .into_any()
}
