//! What is wrong with the form, and which question each problem is about.

use super::model::Model;
use domain::form::{Form, Problem};
use domain::moment::Moment;
use texts::officer as words;

/// The problems to show. Before somebody has tried to save the form, only what is wrong whatever else is filled in.
pub(crate) fn problems(form: Option<&Form>, model: &Model, tried: bool, now: Moment) -> Vec<Problem> {
    let Some((form, promise)) = form.zip(model.promise(now.day())) else { return Vec::new() };
    let mut problems = form.problems(promise, now);
    problems.retain(|problem| tried || problem.is_told_at_once());
    problems
}

/// The id of a question's element.
pub(crate) fn question_id(question: &str) -> String {
    ["question-", question].concat()
}

/// The id of the element with what is wrong with a question.
pub(crate) fn message_id(question: &str) -> String {
    ["problem-", question].concat()
}

/// The first question that keeps a form from being saved; `None` when no answer puts it right.
pub(crate) fn first_question(problems: &[Problem]) -> Option<&str> {
    problems.iter().map(Problem::question).find(|question| !question.is_empty())
}

/// A problem as the summary says it: with its question, where it has one.
pub(crate) fn summary(problem: &Problem, form: Option<&Form>, model: &Model) -> String {
    let label = form.and_then(|form| label(problem.question(), form, model));
    let label = label.map(|label| [" ", &label].concat()).unwrap_or_default();
    words::problem(model.language, problem) + &label
}

/// What a question is called.
fn label(question: &str, form: &Form, model: &Model) -> Option<String> {
    let own = match question {
        "area" => words::which_place(model.language),
        "day" => words::which_day(model.language),
        "start" => words::when(model.language),
        "minutes" => words::how_long(model.language),
        "note" => words::note(model.language),
        _ => {
            let field = model.activity(&form.activity)?.fields.iter().find(|field| field.id == *question)?;
            return Some(field.label.clone());
        }
    };
    Some(own.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, NOON, entry_id};
    use super::*;

    fn finding(model: &Model) -> Form {
        let activity = model.activity(&"finding".into()).unwrap();
        Form::open(entry_id(1), activity, model.area.clone(), None, NOON)
    }

    #[test]
    fn what_is_not_answered_yet_is_a_problem_only_once_somebody_tried_to_save() {
        let model = sample::model();
        let form = finding(&model);
        assert_eq!(problems(Some(&form), &model, false, NOON), []);
        let shown = problems(Some(&form), &model, true, NOON);
        assert_eq!(first_question(&shown), Some("first"));
        assert!(summary(&shown[0], Some(&form), &model).ends_with(" First time?"));
        assert_eq!(problems(None, &model, true, NOON), []);
    }

    #[test]
    fn what_no_answer_puts_right_has_no_question() {
        let model = sample::model();
        let form = Form { activity: "gone".into(), ..finding(&model) };
        let shown = problems(Some(&form), &model, false, NOON);
        assert_eq!(shown, [Problem::UnknownActivity], "it is shown at once");
        assert_eq!(first_question(&shown), None);
    }
}
