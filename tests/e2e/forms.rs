//! What a form says and keeps: its time, its day, what is wrong with it, and what is left of it.

use crate::steps::{PIN, counts, enrol, patrol, starts, unlock, waits};
use anyhow::Result;
use harness::{Backend, Browser, Engine, Intruder, Profile, Station};

in_browsers!(
    a_form_that_was_only_looked_at_leaves_nothing,
    the_day_and_the_clock_of_a_form_are_one,
    what_is_missing_is_told_at_its_question,
    what_was_thrown_or_withdrawn_is_taken_back,
    keys_stay_under_the_finger_while_a_timer_runs,
    a_patrol_outside_the_focus_areas_is_recorded_where_it_was,
    a_promise_of_a_newer_kind_works_as_far_as_it_is_known,
    an_answer_of_a_newer_kind_works_as_far_as_it_is_known,
    what_a_translator_does_to_the_page_hides_no_figure,
    the_stop_key_lies_elsewhere_than_the_start_key,
);

async fn begun(engine: Engine, before: Option<&str>) -> Result<(Station, Profile, Browser)> {
    let station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = engine.opens(&profile, before).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    Ok((station, profile, browser))
}

async fn opens(browser: &Browser, activity: &str) -> Result<()> {
    browser.taps(&format!("[data-activity={activity}]")).await?;
    browser.is_on("form").await
}

async fn a_form_that_was_only_looked_at_leaves_nothing(engine: Engine) -> Result<()> {
    let (station, _profile, browser) = begun(engine, None).await?;
    let left = "document.querySelector('[data-do=resume]') !== null";
    opens(&browser, "foot_patrol").await?;
    browser.taps("[data-do=back]").await?;
    browser.is_on("record").await?;
    browser.sees(&format!("!({left})")).await?;
    // Nor after the page dies with it open.
    opens(&browser, "narcotics_offence").await?;
    browser.goes_to(&station.url()).await?;
    unlock(&browser, PIN).await?;
    browser.is_on("record").await?;
    browser.sees(&format!("!({left})")).await?;
    // What somebody has answered stays, and says when it is from.
    opens(&browser, "narcotics_offence").await?;
    browser.value("(document.querySelector('[name=first_time_user][value=no]').click(), true)").await?;
    browser.taps("[data-do=back]").await?;
    browser.sees("/Utkast från \\d\\d:\\d\\d: Narkotika/.test(document.body.innerText.replaceAll('\\u00ad', ''))").await
}

/// Puts a day in the field, so many days from today.
fn chooses(days: i32) -> String {
    format!(
        "(() => {{
            const now = new Date();
            const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + {days}, 12);
            const field = document.querySelector('[data-field=day] input');
            field.value = day.toLocaleDateString('sv');
            field.dispatchEvent(new Event('input', {{ bubbles: true }}));
            return true;
        }})()"
    )
}
const DAY: &str = "document.querySelector('[data-field=day] input')";
const CLOCK: &str = "document.querySelector('[data-step=start]').innerText";
/// The day in the field is so many days from today.
fn is_day(days: i32) -> String {
    format!(
        "(() => {{
            const now = new Date();
            const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + {days}, 12);
            return {DAY}.value === day.toLocaleDateString('sv');
        }})()"
    )
}

async fn the_day_and_the_clock_of_a_form_are_one(engine: Engine) -> Result<()> {
    let (_station, _profile, browser) = begun(engine, None).await?;
    opens(&browser, "foot_patrol").await?;
    browser.taps("[data-do=afterwards]").await?;
    browser.sees(&format!("{DAY}?.max !== ''")).await?;
    // A day that hasn't been is told at once, at its question.
    browser.value(&chooses(1)).await?;
    browser.sees("document.querySelector('#problem-day').innerText.includes('har inte varit än')").await?;
    browser.sees(&format!("{DAY}.getAttribute('aria-invalid') === 'true' && {CLOCK}.includes('i morgon')")).await?;
    let border = format!("getComputedStyle({DAY}).borderTopColor");
    let wrong = browser.value(&border).await?;
    // The steps of the clock come back to now, and the day with them.
    browser.taps("[data-step=start] [data-do=less]").await?;
    browser.sees(&is_day(0)).await?;
    browser.sees(&format!("{DAY}.getAttribute('aria-invalid') === 'false'")).await?;
    browser.sees(&format!("{border} !== {wrong}")).await?;
    browser.sees("document.querySelector('#problem-day').innerText === ''").await?;
    browser.value(&chooses(-1)).await?;
    browser.sees(&format!("{CLOCK}.includes('i går')")).await?;
    // Over midnight, step by step: the day follows.
    let steps = "(() => { const less = document.querySelector('[data-step=start] [data-do=less]'); for (let n = 0; n < 288; n += 1) { less.click(); } return true })()";
    browser.value(steps).await?;
    browser.sees(&is_day(-2)).await?;
    browser.taps("[data-do=save]").await?;
    browser.is_on("record").await?;
    // What wasn't today says its day.
    browser.sees("/ kl\\. \\d\\d:\\d\\d/.test(document.querySelector('[data-last] b').innerText)").await
}

async fn what_is_missing_is_told_at_its_question(engine: Engine) -> Result<()> {
    let (_station, _profile, browser) = begun(engine, None).await?;
    opens(&browser, "narcotics_offence").await?;
    let question = "document.querySelector('[data-field=first_time_user]')";
    assert_eq!(browser.value(&format!("{question}.getAttribute('aria-invalid')")).await?, "false");
    browser.taps("[data-do=save]").await?;
    browser.sees(&format!("{question}.getAttribute('aria-invalid') === 'true'")).await?;
    browser
        .sees(&format!(
            "document.getElementById({question}.getAttribute('aria-describedby')).textContent.trim() === 'Svara på frågan.'"
        ))
        .await?;
    let in_sight = "(({ top, bottom }) => top >= document.querySelector('header').getBoundingClientRect().bottom \
                    && bottom <= document.querySelector('.keys').getBoundingClientRect().top)\
                    (document.querySelector('#problem-first_time_user').getBoundingClientRect())";
    browser.sees(in_sight).await?;
    browser.sees(&format!("{question}.contains(document.activeElement)")).await?;
    // The summary leads to it, and nowhere out of the form.
    browser.value("(document.querySelector('.body').scrollTo(0, 0), document.activeElement.blur(), true)").await?;
    browser.taps("[role=alert] a[href='#question-first_time_user']").await?;
    browser.sees(&format!("{question}.contains(document.activeElement)")).await?;
    browser.is_on("form").await?;
    browser.value("(document.querySelector('[name=first_time_user][value=no]').click(), true)").await?;
    browser.sees("document.querySelector('[role=alert]') === null").await?;
    browser.sees(&format!("{question}.getAttribute('aria-invalid') === 'false'")).await
}

async fn what_was_thrown_or_withdrawn_is_taken_back(engine: Engine) -> Result<()> {
    let (station, _profile, browser) = begun(engine, None).await?;
    let supervisor = station.supervisor().await?;
    starts(&browser, "traffic_check").await?;
    browser.taps("[data-do=drop]").await?;
    browser.is_on("record").await?;
    let runs = "document.querySelector('[data-activity=traffic_check]').innerText.includes('Pågår')";
    browser.sees(&format!("!{runs}")).await?;
    browser.taps("[data-do=take-back]").await?;
    browser.sees(runs).await?;
    // A form likewise, with what was answered in it.
    opens(&browser, "narcotics_offence").await?;
    browser.value("(document.querySelector('[name=first_time_user][value=no]').click(), true)").await?;
    browser.taps("[data-do=back]").await?;
    browser.taps("[data-do=discard]").await?;
    browser.sees("document.querySelector('[data-do=resume]') === null").await?;
    browser.taps("[data-do=take-back]").await?;
    browser.taps("[data-do=resume]").await?;
    browser.sees("document.querySelector('[name=first_time_user][value=no]')?.checked === true").await?;
    browser.taps("[data-do=back]").await?;
    browser.taps("[data-do=discard]").await?;
    // An entry that is withdrawn says so, and comes back.
    let first = patrol(&browser, "").await?;
    counts(&supervisor, 1).await?;
    browser.taps("[data-tab=journal]").await?;
    let row = format!("li[data-entry='{first}']");
    browser.taps(&format!("{row} button")).await?;
    browser.is_on("entry").await?;
    browser.taps("[data-do=withdraw]").await?;
    let second = browser.saves(&first).await?;
    counts(&supervisor, 0).await?;
    let says = |word: &str| format!("document.querySelector(\"{row}\").innerText.includes('{word}')");
    browser.sees(&says("Makulerad")).await?;
    assert_eq!(browser.value(&says("Ersatt")).await?, false);
    browser.taps("[data-do=undo]").await?;
    let third = browser.saves(&second).await?;
    counts(&supervisor, 1).await?;
    browser.sees(&says("Ersatt av rättning")).await?;
    // And what was taken back can be withdrawn once more, from its own page brought back again.
    browser.taps("[data-do=undo]").await?;
    let fourth = browser.saves(&third).await?;
    counts(&supervisor, 0).await?;
    browser.taps(&format!("{row} button")).await?;
    browser.taps("[data-do=bring-back]").await?;
    browser.saves(&fourth).await?;
    counts(&supervisor, 1).await?;
    waits(&browser, 0).await
}

/// A key that is replaced between press and release takes no tap.
async fn keys_stay_under_the_finger_while_a_timer_runs(engine: Engine) -> Result<()> {
    let (_station, _profile, browser) = begun(engine, None).await?;
    patrol(&browser, "").await?;
    starts(&browser, "traffic_check").await?;
    browser.taps("[data-do=back]").await?;
    browser.is_on("record").await?;
    opens(&browser, "narcotics_offence").await?;
    browser.value("(document.querySelector('[name=first_time_user][value=no]').click(), true)").await?;
    browser.taps("[data-do=back]").await?;
    browser.is_on("record").await?;
    waits(&browser, 0).await?;
    let keys =
        "['undo', 'resume', 'discard', 'place', 'open'].map((does) => document.querySelector(`[data-do=${does}]`))";
    let clock = "[...document.querySelectorAll('.runs')].map((runs) => runs.innerText).join('')";
    let minute = "Math.floor(Date.now() / 60_000)";
    browser
        .sees(&format!(
            "(() => {{
                // Once a minute it says anew how long ago everything was: all is looked at within one.
                if (window.minute !== {minute}) {{
                    Object.assign(window, {{ minute: {minute}, keys: {keys}, clocks: new Set() }});
                }}
                window.clocks.add({clock});
                return window.clocks.size > 3;
            }})()"
        ))
        .await?;
    assert_eq!(browser.value("window.keys.every((key) => key.isConnected)").await?, true);
    Ok(())
}

async fn a_patrol_outside_the_focus_areas_is_recorded_where_it_was(engine: Engine) -> Result<()> {
    let (station, _profile, browser) = begun(engine, None).await?;
    browser.taps("[data-do=place]").await?;
    browser.is_on("place").await?;
    let names = "[...document.querySelectorAll('[data-area]')].map((key) => key.dataset.area).join()";
    let all = "raslatt,oxnehaga,osterangen,ekhagen,huskvarna,ovriga";
    assert_eq!(browser.value(names).await?, all, "those of the promise first");
    browser.taps("[data-area=huskvarna]").await?;
    browser.is_on("record").await?;
    opens(&browser, "foot_patrol").await?;
    browser.sees("document.querySelector('[data-do=start]').innerText.includes('räknas inte i löftet')").await?;
    browser.taps("[data-do=save]").await?;
    browser.saves("").await?;
    waits(&browser, 0).await?;
    let held = Intruder::at(station.database_url()).await?.entries().await?;
    assert_eq!(held.len(), 1);
    browser.taps("[data-tab=journal]").await?;
    browser.sees("document.querySelector('li[data-entry]').innerText.includes('Huskvarna')").await?;
    browser.sees("document.querySelector('li[data-entry]').innerText.includes('området ingår inte i målet')").await
}

/// The promise comes from a server that knows more: a target, a question, an organisation, a scope, a period, a duration and
/// a drawing of other kinds.
const NEWER: &str = "
    const own = window.fetch;
    window.fetch = async (asked, ...rest) => {
        const answer = await own.call(window, asked, ...rest);
        if (!String(asked.url ?? asked).includes('/api/v1/promises/')) {
            return answer;
        }
        const promise = await answer.json();
        promise.season = { of: 'the year' };
        promise.organisations.push({ id: 'skolan', name: 'Skolan', kind: 'school', pupils: 400 });
        const [first] = promise.commitments;
        const target = first.targets[0];
        first.targets.push({ ...target, id: 'ny', kind: 'streak' }, { ...target, id: 'ny2', scope: 'rotating' });
        first.targets.push({ id: 'ny3', kind: 'mood' }, { ...target, id: 'ny4', per: 'fortnight' });
        for (const activity of promise.activities) {
            activity.fields.push({ id: 'spår', label: 'Rita rundan', kind: 'drawing', required: true });
        }
        promise.activities.push({ id: 'flight' });
        const offence = promise.activities.find(({ id }) => id === 'narcotics_offence');
        Object.assign(offence, { duration: 'repeated', icon: 'hologram' });
        offence.fields[0].options = [{ value: 'later' }];
        return Response.json(promise, { status: answer.status });
    };";

async fn a_promise_of_a_newer_kind_works_as_far_as_it_is_known(engine: Engine) -> Result<()> {
    let (station, _profile, browser) = begun(engine, Some(NEWER)).await?;
    browser.sees("document.querySelectorAll('[data-activity]').length === 3").await?;
    opens(&browser, "narcotics_offence").await?;
    browser.sees("!document.body.innerText.includes('Rita rundan')").await?;
    browser.value("(document.querySelector('[name=first_time_user][value=no]').click(), true)").await?;
    browser.taps("[data-do=save]").await?;
    let saved = browser.saves("").await?;
    patrol(&browser, &saved).await?;
    counts(&station.supervisor().await?, 1).await?;
    waits(&browser, 0).await?;
    browser.taps("[data-tab=pace]").await?;
    browser.sees("document.querySelectorAll('[data-line]').length > 3").await
}

/// The answer to a sync comes from a server that knows more: a verdict until it is told to stop, then a flag, and a decision
/// of other kinds.
const NEWER_ANSWER: &str = "
    const own = window.fetch;
    window.fetch = async (asked, ...rest) => {
        const answer = await own.call(window, asked, ...rest);
        if (!String(asked.url ?? asked).includes('/api/v1/sync') || !answer.ok) {
            return answer;
        }
        const body = await answer.json();
        body.season = { of: 'the year' };
        for (const verdict of body.verdicts) {
            if (sessionStorage.plain) {
                verdict.flags.push('moonlit');
                const decided = { id: verdict.id, change: 'weighed', at: body.server_time, message: 'Vägd', heads: [] };
                body.changes.push({ ...decided, entries: [{ kind: 'weighed', id: verdict.id }] });
            } else {
                verdict.verdict = 'pondered';
            }
        }
        return Response.json(body, { status: answer.status });
    };";

async fn an_answer_of_a_newer_kind_works_as_far_as_it_is_known(engine: Engine) -> Result<()> {
    let (station, _profile, browser) = begun(engine, Some(NEWER_ANSWER)).await?;
    patrol(&browser, "").await?;
    counts(&station.supervisor().await?, 1).await?;
    // What the verdict says isn't known: the entry isn't said to be sent, and nothing else is held up.
    waits(&browser, 1).await?;
    browser.value("(sessionStorage.plain = '1', window.dispatchEvent(new Event('online')), true)").await?;
    waits(&browser, 0).await?;
    browser.taps("[data-tab=journal]").await?;
    browser.sees("document.querySelectorAll('[data-state=received]').length === 1").await?;
    browser.sees("document.body.innerText.includes('Vägd')").await
}

/// What a browser's translator does: each text gives way to an element with another one.
const TRANSLATES: &str = "(() => {
    const texts = [];
    const walker = document.createTreeWalker(document.querySelector('.phone'), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) { texts.push(walker.currentNode); }
    for (const text of texts.filter(({ data }) => data.trim())) {
        const font = document.createElement('font');
        font.textContent = text.data;
        text.replaceWith(font);
    }
    return texts.length > 5;
})()";

async fn what_a_translator_does_to_the_page_hides_no_figure(engine: Engine) -> Result<()> {
    let (_station, _profile, browser) = begun(engine, None).await?;
    assert_eq!(browser.value("document.documentElement.translate").await?, false, "it isn't asked for");
    opens(&browser, "traffic_check").await?;
    browser.taps("[data-do=afterwards]").await?;
    browser.sees("document.querySelector('[data-step=minutes]')?.innerText.includes('20 min')").await?;
    assert_eq!(browser.value(TRANSLATES).await?, true);
    let minutes = "document.querySelector('[data-step=minutes] output').innerText";
    browser.taps("[data-step=minutes] [data-do=less]").await?;
    browser.sees(&format!("{minutes} === '15 min'")).await?;
    browser.taps("[data-step=minutes] [data-do=less]").await?;
    browser.sees(&format!("{minutes} === '10 min'")).await?;
    browser.sees("document.querySelector('[data-step=minutes] small').innerText.startsWith('räknas från 20 min')").await
}

async fn the_stop_key_lies_elsewhere_than_the_start_key(engine: Engine) -> Result<()> {
    let (_station, _profile, browser) = begun(engine, None).await?;
    let place = |key: &str| {
        format!(
            "(({{ top, bottom }}) => [top, bottom])(document.querySelector('[data-do={key}]').getBoundingClientRect())"
        )
    };
    for activity in ["foot_patrol", "traffic_check"] {
        opens(&browser, activity).await?;
        let start = browser.value(&place("start")).await?;
        browser.taps("[data-do=start]").await?;
        browser.is_on("run").await?;
        let stop = browser.value(&place("stop")).await?;
        assert!(start[1].as_f64() <= stop[0].as_f64(), "{activity}: start {start}, stop {stop}");
        // Whoever taps it all the same, this early, is asked.
        browser.sees("document.querySelector('[data-hasty]') === null").await?;
        browser.taps("[data-do=stop]").await?;
        browser.sees("document.querySelector('[data-hasty]') !== null").await?;
        browser.is_on("run").await?;
        browser.taps("[data-do=drop]").await?;
        browser.is_on("record").await?;
    }
    Ok(())
}
