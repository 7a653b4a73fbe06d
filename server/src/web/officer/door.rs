//! The door's markup: whose phone is it now, and how somebody gets onto it. What it does are two scripts (`public/door.js`,
//! `public/enrol.js`), since nobody waits for the client, or needs it, to tap a PIN.

use crate::web::parts::icons::Icon;
use leptos::prelude::*;
use texts::officer as words;

/// Asks for the PIN; on the app's own page, so that it is there at once.
pub(super) fn unlock() -> AnyView {
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
                    {words::LOCKED}
                </h1>
                <p>{words::LOCKED_WHY}</p>
                <p class="dots fig" data-dots="" aria-live="polite"></p>
                <p data-opening="" role="status"></p>
            </header>
            <main class="body low">
                {wrong()}
                <fieldset data-who="">
                    <legend>{words::WHO}</legend>
                    <div class="choice wide">
                        <label>
                            <input type="radio" name="person" />
                            <span></span>
                        </label>
                    </div>
                </fieldset>
                <button class="quiet" type="button" data-do="new">
                    {words::FORGOTTEN_OR_NEW}
                </button>
                <a class="quiet" href="/telefon">
                    {words::THE_PHONE}
                </a>
                <template data-unsent="">{words::UNSENT}</template>
                <template data-opens="">{words::OPENS}</template>
            </main>
            <div class="keys pad">
                {digits.map(digit).into_iter().collect_view()}
                <button class="key" type="button" data-do="erase" aria-label=words::ERASE>
                    <Icon name="left" />
                </button>
                {digit("0")}
                <button class="key go" type="button" data-do="unlock">
                    {words::OPEN}
                </button>
            </div>
        </dialog>
    }
    .into_any()
}

fn wrong() -> AnyView {
    view! {
        <div class="alert" role="alert" tabindex="-1" data-wrong="" hidden=true>
            <h2>{words::STILL_LOCKED}</h2>
            <p>{words::WRONG_PIN} " " <span data-wait=""></span></p>
            <template data-later="">{words::WAIT}</template>
        </div>
    }
    .into_any()
}

/// Asks for a code and a PIN; on the phone's page, from where it is taken when somebody is to be enrolled.
pub(crate) fn enrol() -> AnyView {
    view! {
        <template data-enrol="">
            <dialog class="phone" data-screen="enrol" aria-labelledby="enrol">
                <form novalidate=true>
                    {enrol_top()}
                    <main class="body">
                        {failed()}
                        {code()}
                        {pin()}
                        <details data-for="code">
                            <summary class="quiet">{words::NO_CODE}</summary>
                            <p>{words::NO_CODE_WHY}</p>
                        </details>
                    </main>
                    <div class="keys">
                        <button class="key go" type="submit" data-do="enrol">
                            <span>{words::ENROL} <small class="busy">{words::ENROLLING}</small></span>
                        </button>
                    </div>
                </form>
            </dialog>
        </template>
    }
    .into_any()
}

fn enrol_top() -> AnyView {
    view! {
        <header class="display">
            <button class="back row" type="button" data-back="" data-do="back">
                {words::BACK}
            </button>
            <h1 id="enrol" tabindex="-1" autofocus=true>
                {words::ROND}
            </h1>
            <p data-for="code">{words::WHAT_IT_IS}</p>
        </header>
    }
    .into_any()
}

/// Why nobody was enrolled; the script shows the one that holds.
fn failed() -> AnyView {
    let why = |(of, text): (&'static str, &'static str)| view! { <p data-why=of>{text}</p> };
    view! {
        <div class="alert" role="note" data-insecure="" hidden=true>
            <h2>{words::INSECURE}</h2>
            <p>{words::INSECURE_WHY}</p>
        </div>
        <p class="note" data-ios="" hidden=true>
            {words::ON_IOS}
        </p>
        <div class="alert" role="alert" tabindex="-1" data-failed="" hidden=true>
            <h2>{words::NOT_ENROLLED}</h2>
            {words::WHY_NOT_ENROLLED.map(why).into_iter().collect_view()}
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

fn code() -> AnyView {
    view! {
        <div data-for="code" class="fields">
            {line("code", words::CODE, words::CODE_HINT, false)}
            <button class="quiet" type="button" data-do="scan">
                {words::SCAN}
            </button>
            {line("device", words::DEVICE, words::DEVICE_HINT, false)}
        </div>
    }
    .into_any()
}

fn pin() -> AnyView {
    view! {
        <div data-for="pin" class="fields">
            {line("pin", words::PIN, words::PIN_HINT, true)} {line("again", words::PIN_AGAIN, "", true)}
            {line("mark", words::MARK, words::MARK_HINT, false)}
        </div>
    }
    .into_any()
}
