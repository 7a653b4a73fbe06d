//! What stopping a timer comes to: a form, a question, or nothing yet.

use crate::support::{PROMISE, entry_id, moment};
use domain::entry::How;
use domain::form::{Form, Problem};
use domain::moment::Moment;
use domain::promise::Activity;
use domain::timer::{Stop, Timer};

const START: &str = "2026-11-04T22:19:00+01:00";

fn timer() -> Timer {
    Timer {
        id: entry_id(1),
        activity: "traffic_check".into(),
        area: Some("raslatt".into()),
        unit: None,
        started_at: moment(START),
        jumped: false,
    }
}
fn check() -> Activity {
    PROMISE.activity(&"traffic_check".into()).expect("an activity").clone()
}
fn after(ms: i64) -> Moment {
    moment(START).plus_ms(ms)
}
fn stopped(timer: &Timer, activity: &Activity, ms: i64) -> Option<Form> {
    match timer.stop(activity, after(ms)) {
        Stop::JustBegun => None,
        Stop::Form(form) => Some(*form),
    }
}

#[test]
fn a_stop_within_five_seconds_of_the_start_stops_nothing() {
    for ms in [0, 40, 600, 4_999] {
        assert_eq!(stopped(&timer(), &check(), ms), None, "{ms}");
    }
    let form = stopped(&timer(), &check(), 5_000).expect("a form");
    assert_eq!((form.how, form.minutes, form.started_at), (How::Timer, Some(0), moment(START)));
    assert!(form.is_draft(), "what was measured is not lost with a save that fails");
}

#[test]
fn minutes_are_rounded_down() {
    let minutes = |ms| stopped(&timer(), &check(), ms).and_then(|form| form.minutes);
    assert_eq!((minutes(1_199_999), minutes(1_200_000)), (Some(19), Some(20)));
}

#[test]
fn a_forgotten_timer_asks_when_it_ended() {
    let nine_hours_ms = 9 * 3_600_000;
    let form = stopped(&timer(), &check(), nine_hours_ms).expect("a form");
    let now = after(nine_hours_ms);
    let asked = Problem::ImplausibleMinutes { minutes: 540, most: 480 };
    assert_eq!(form.problems(&PROMISE, now), [asked]);
    assert!(timer().is_forgotten(&check(), now.unix_ms));
    // The first step states a length, and then it is saved as a stated one.
    let mut stated = form.clone();
    stated.move_length(1, &check(), now);
    assert_eq!((stated.minutes, stated.how, stated.started_at), (Some(20), How::Afterwards, moment(START)));
    assert_eq!(stated.problems(&PROMISE, now), []);
    // Whoever states that it really took nine hours is believed by the phone; the server lets a person look.
    stated.minutes = Some(540);
    assert_eq!(stated.problems(&PROMISE, now), []);
    // Weeks later it is the same question.
    let weeks_ms = 21 * 24 * 3_600_000;
    let form = stopped(&timer(), &check(), weeks_ms).expect("a form");
    assert_eq!(form.problems(&PROMISE, after(weeks_ms)), [Problem::ImplausibleMinutes { minutes: 30_240, most: 480 }]);
}

#[test]
fn a_promise_says_how_long_an_activity_takes_at_most() {
    let short = Activity { max_minutes: Some(60), ..check() };
    let mut promise = PROMISE.clone();
    let of_promise = promise.activities.iter_mut().find(|a| a.id == short.id).expect("there");
    of_promise.max_minutes = short.max_minutes;
    for (minutes, problems) in [(60, 0), (61, 1)] {
        let form = stopped(&timer(), &short, minutes * 60_000).expect("a form");
        assert_eq!(form.problems(&promise, after(minutes * 60_000)).len(), problems, "{minutes}");
        assert_eq!(timer().is_forgotten(&short, after(minutes * 60_000).unix_ms), problems == 1);
    }
}

#[test]
fn a_clock_that_jumped_tells_no_minutes() {
    let jumped = Timer { jumped: true, ..timer() };
    for ms in [-60_000, 1_000, 3_600_000] {
        let form = stopped(&jumped, &check(), ms).expect("a form");
        assert_eq!((form.how, form.minutes), (How::Afterwards, None), "{ms}");
        assert!(form.started_at.unix_ms <= after(ms).unix_ms);
        assert_eq!(form.problems(&PROMISE, after(ms)), [Problem::NoMinutes]);
    }
}
