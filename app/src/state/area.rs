//! Where the officer is: chosen once for a shift, asked again after ten hours.

use super::model::Model;
use super::screen::Screen;
use domain::calendar::Day;
use domain::id::AreaId;

/// A shift, with what may be left of the one before.
const ASK_AGAIN_MS: i64 = 10 * 3_600_000;

/// The area and the time at which it was chosen, as the phone remembers them.
pub(crate) fn shift_text(area: &AreaId, now_ms: i64) -> String {
    format!("{area}|{now_ms}")
}

/// The area that the phone remembers; `None` when it was chosen in an earlier shift.
pub(crate) fn remembered_area(text: &str, now_ms: i64) -> Option<AreaId> {
    let (id, since) = text.split_once('|')?;
    let age_ms = now_ms - since.parse::<i64>().ok()?;
    (0..ASK_AGAIN_MS).contains(&age_ms).then(|| AreaId::from(id))
}

/// Whether an area must be chosen now: none is, an activity needs one, and nothing else is being done.
pub(crate) fn must_be_chosen(model: &Model, screen: &Screen, day: Day) -> bool {
    let is_needed = || model.activities(day).iter().any(|activity| activity.in_area);
    model.area.is_none() && screen.is_origin() && is_needed()
}

/// An area that can be chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Choice {
    pub(crate) id: AreaId,
    pub(crate) name: String,
}

/// The areas that can be chosen: those that the promise is about first. Patrols go elsewhere too, and are recorded truly.
pub(crate) fn choices(model: &Model, day: Day) -> Vec<Choice> {
    let Some(promise) = model.promise(day) else { return Vec::new() };
    let with = |focus: bool| promise.areas.iter().filter(move |area| area.focus == focus);
    with(true).chain(with(false)).map(|area| Choice { id: area.id.clone(), name: area.name.clone() }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, NOON};
    use super::*;

    #[test]
    fn an_area_is_remembered_for_a_shift() {
        let text = shift_text(&"centre".into(), 1_000);
        assert_eq!(remembered_area(&text, 1_000), Some("centre".into()));
        assert_eq!(remembered_area(&text, 999 + ASK_AGAIN_MS), Some("centre".into()));
        assert_eq!(remembered_area(&text, 1_000 + ASK_AGAIN_MS), None);
        assert_eq!(remembered_area(&text, 999), None, "it can't be chosen later than now");
        assert_eq!(remembered_area("centre", 1_000), None);
    }

    #[test]
    fn the_area_must_be_chosen_on_tabs_alone() {
        let mut model = sample::model();
        assert!(!must_be_chosen(&model, &Screen::Record, NOON.day()));
        model.area = None;
        assert!(must_be_chosen(&model, &Screen::Record, NOON.day()));
        assert!(!must_be_chosen(&model, &Screen::Form, NOON.day()));
        assert!(!must_be_chosen(&model, &Screen::Starting, NOON.day()));
        model.catalogue.active.clear();
        assert!(!must_be_chosen(&model, &Screen::Record, NOON.day()), "there is nothing to choose from");
    }

    #[test]
    fn the_areas_of_the_promise_come_first() {
        let names: Vec<String> = choices(&sample::model(), NOON.day()).into_iter().map(|choice| choice.id.0).collect();
        assert_eq!(names, ["centre", "elsewhere"]);
    }
}
