//! The questions of a form, from the promise: when, for how long, and what the activity asks.

use super::problem::{Message, is_invalid};
use crate::actions::draft;
use crate::device::clock;
use crate::parts::choice::{Answer, Choice};
use crate::parts::note::Note;
use crate::parts::step::Step;
use crate::state::AppState;
use crate::state::area::choices;
use crate::state::form::{Question, Sheet, below_length};
use crate::state::problem::{message_id, question_id};
use domain::calendar::Day;
use domain::form::Form;
use domain::id::AreaId;
use domain::moment::Moment;
use domain::promise::{Field, Input};
use leptos::prelude::*;
use texts::officer as words;
use texts::{common, time};

/// A question of the form.
pub(crate) fn question_view(app: AppState, sheet: &Sheet, question: &Question) -> AnyView {
    let language = app.language();
    let form = &sheet.form;
    match question {
        Question::NoNames => view! { <Note icon="lock" sentence=words::no_names(language) /> }.into_any(),
        Question::Area => view! { <AreaQuestion chosen=form.area.clone() /> }.into_any(),
        Question::Start => view! { <StartQuestion /> }.into_any(),
        Question::Day => view! { <DayQuestion /> }.into_any(),
        Question::Minutes => view! { <MinutesQuestion most_minutes=sheet.most_minutes /> }.into_any(),
        Question::Field(field) => field_view(app, form, field),
        Question::Note => {
            let write = move |text| draft::change(app, |form| form.note = text);
            let note = form.note.clone();
            view! { <LineQuestion name="note" label=words::note(language) hint=words::note_hint(language) input_type="text" input_mode="text" value=note write /> }
                .into_any()
        }
    }
}

/// One of the activity's own questions, by its kind.
fn field_view(app: AppState, form: &Form, field: &Field) -> AnyView {
    let language = app.language();
    let answer = form.answers.get(&field.id).cloned().unwrap_or_default();
    let id = field.id.clone();
    let write = move |text: String| {
        let id = id.clone();
        draft::change(app, |form| _ = form.answers.insert(id, text));
    };
    let (name, label, hint) = (field.id.clone(), field.label.clone(), field.hint.clone().unwrap_or_default());
    let (class, answers) = match field.kind.input() {
        Input::YesNoUnknown => {
            let answers =
                [("yes", common::yes(language)), ("no", common::no(language)), ("unknown", common::unknown(language))];
            ("choice", answers.map(|(value, word)| Answer::new(value, word)).to_vec())
        }
        Input::Options => {
            ("choice wide", field.options.iter().map(|o| Answer::signed(language, &o.value, &o.label)).collect())
        }
        Input::Line { input_type, input_mode } => {
            let lang = language.of_signed();
            return view! { <LineQuestion name label lang hint input_type input_mode value=answer write /> }.into_any();
        }
    };
    view! {
        <ChoiceQuestion name label lang=language.of_signed() class answers chosen=answer write>
            <small lang=language.of_signed()>{hint}</small>
        </ChoiceQuestion>
    }
    .into_any()
}

/// Where it was, when that is what was wrong.
#[component]
fn AreaQuestion(chosen: Option<AreaId>) -> impl IntoView {
    let app = AppState::from_context();
    let language = app.language();
    let areas = app.model.with_untracked(|m| choices(m, app.minute.get_untracked().day()));
    let answers = areas.into_iter().map(|area| Answer::signed(language, &area.id.0, &area.name)).collect();
    let chosen = chosen.map(|area| area.0).unwrap_or_default();
    let write = move |id: String| draft::change(app, |form| form.area = Some(AreaId(id)));
    view! { <ChoiceQuestion name="area" label=words::which_place(language) class="choice wide" answers chosen write /> }
}

/// When the form says that it began, were it saved now.
fn starts_at(app: AppState) -> Option<Moment> {
    app.form.with(|form| form.as_ref().map(|form| form.starts_at(app.now.get())))
}

#[component]
fn StartQuestion() -> impl IntoView {
    let app = AppState::from_context();
    let language = app.language();
    let by = move |steps| draft::change(app, |form| form.move_start(steps, clock::now(), &clock::at));
    let value = move || starts_at(app).map(time::digits).unwrap_or_default();
    let below = move || starts_at(app).map(|at| words::day_and_age(language, at, app.now.get())).unwrap_or_default();
    view! {
        <Step
            label=words::when(language)
            name="start"
            less=words::earlier(language)
            more=words::later(language)
            by
            value=Signal::derive(value)
            below=Signal::derive(below)
            attr:id=question_id("start")
            attr:aria-describedby=message_id("start")
            attr:aria-invalid=is_invalid(app, "start")
        >
            <Message question="start" />
        </Step>
    }
}

/// The day, for what wasn't today: the steps of the clock are for minutes. It follows them over midnight.
#[component]
fn DayQuestion() -> impl IntoView {
    let app = AppState::from_context();
    let language = app.language();
    let write = move |text: String| {
        if let Some(day) = Day::read(&text) {
            draft::change(app, |form| form.move_to_day(day, clock::now(), &clock::at));
        }
    };
    let day = move || starts_at(app).map(|at| at.day().to_string()).unwrap_or_default();
    view! {
        <div class="field" data-field="day" id=question_id("day")>
            <label>
                {words::which_day(language)} <small></small>
                <input
                    type="date"
                    inputmode="date"
                    autocomplete="off"
                    max=move || app.now.get().day().to_string()
                    prop:value=day
                    aria-describedby=message_id("day")
                    aria-invalid=is_invalid(app, "day")
                    on:input=move |event| write(event_target_value(&event))
                />
            </label>
            <Message question="day" />
        </div>
    }
}

#[component]
fn MinutesQuestion(most_minutes: u32) -> impl IntoView {
    let app = AppState::from_context();
    let language = app.language();
    let minutes = move || app.form.with(|form| form.as_ref().and_then(|form| form.minutes));
    let value =
        move || minutes().map_or_else(|| words::no_minutes(language).to_owned(), |minutes| language.minutes(minutes));
    let below = move || {
        let end = starts_at(app).zip(minutes()).map(|(from, m)| clock::at(from.unix_ms + i64::from(m) * 60_000));
        let say = |form: &Form| app.model.with(|m| below_length(form, m, most_minutes, app.now.get(), end));
        app.form.with(|form| form.as_ref().map(say).unwrap_or_default())
    };
    view! {
        <Step
            label=words::how_long(language)
            name="minutes"
            less=words::shorter(language)
            more=words::longer(language)
            by=move |steps| draft::move_length(app, steps)
            value=Signal::derive(value)
            below=Signal::derive(below)
            attr:id=question_id("minutes")
            attr:aria-describedby=message_id("minutes")
            attr:aria-invalid=is_invalid(app, "minutes")
        >
            <Message question="minutes" />
        </Step>
    }
}

/// A question with answers to choose from; `children` stand between them and what is wrong.
#[component]
fn ChoiceQuestion(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// Of the label, where it is the promise's own.
    #[prop(optional_no_strip)]
    lang: Option<&'static str>,
    class: &'static str,
    answers: Vec<Answer>,
    chosen: String,
    write: impl Fn(String) + Clone + Send + 'static,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let app = AppState::from_context();
    let (id, described_by, invalid) = (question_id(&name), message_id(&name), is_invalid(app, &name));
    let question = name.clone();
    view! {
        <Choice
            name
            label
            lang
            class
            answers
            chosen
            pick=write
            attr:id=id
            attr:aria-describedby=described_by
            attr:aria-invalid=invalid
        >
            {children.map(|children| children())}
            <Message question />
        </Choice>
    }
}

/// A question that is answered in a line. The field is the browser's while somebody types in it, and read at every letter.
#[component]
fn LineQuestion(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// Of the label and the hint, where they are the promise's own.
    #[prop(optional_no_strip)]
    lang: Option<&'static str>,
    #[prop(into)] hint: String,
    input_type: &'static str,
    /// Which keyboard the phone shows.
    input_mode: &'static str,
    value: String,
    write: impl Fn(String) + 'static,
) -> impl IntoView {
    let app = AppState::from_context();
    let (id, described_by, invalid) = (question_id(&name), message_id(&name), is_invalid(app, &name));
    let question = name.clone();
    view! {
        <div class="field" data-field=name id=id>
            <label>
                <bdi lang=lang>{label}</bdi> <small lang=lang>{hint}</small>
                <input
                    type=input_type
                    inputmode=input_mode
                    autocomplete="off"
                    value=value
                    aria-describedby=described_by
                    aria-invalid=invalid
                    on:input=move |event| write(event_target_value(&event))
                />
            </label>
            <Message question />
        </div>
    }
}
