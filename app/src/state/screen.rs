//! The screens, and which of them are tabs.

use domain::id::{ActivityId, EntryId};

/// What the officer looks at.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Screen {
    Starting,
    Area,
    Record,
    Journal,
    Pace,
    Feedback,
    Form,
    /// Something is being timed.
    Run(ActivityId),
    Entry(EntryId),
}

impl Screen {
    /// The name of the screen for tests and styles: `data-screen`.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Screen::Starting => "starting",
            Screen::Area => "place",
            Screen::Record => "record",
            Screen::Journal => "journal",
            Screen::Pace => "pace",
            Screen::Feedback => "feedback",
            Screen::Form => "form",
            Screen::Run(_) => "run",
            Screen::Entry(_) => "entry",
        }
    }

    /// Whether the tabs stand below it.
    pub(crate) fn is_tab(&self) -> bool {
        matches!(self, Screen::Starting | Screen::Record | Screen::Journal | Screen::Pace)
    }

    /// Whether the way back from another screen may lead to it.
    pub(crate) fn is_origin(&self) -> bool {
        self.is_tab() && *self != Screen::Starting
    }

    /// Whether something on it changes by the second while a timer runs.
    pub(crate) fn shows_timers(&self) -> bool {
        matches!(self, Screen::Run(_) | Screen::Record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_leads_to_tabs_that_can_be_used() {
        assert!(Screen::Starting.is_tab() && !Screen::Starting.is_origin());
        for tab in [Screen::Record, Screen::Journal, Screen::Pace] {
            assert!(tab.is_tab() && tab.is_origin(), "{tab:?}");
        }
        for above in [Screen::Area, Screen::Form, Screen::Feedback, Screen::Run("patrol".into())] {
            assert!(!above.is_tab() && !above.is_origin(), "{above:?}");
        }
    }

    #[test]
    fn seconds_are_shown_where_timers_are() {
        assert!(Screen::Record.shows_timers() && Screen::Run("patrol".into()).shows_timers());
        assert!(!Screen::Journal.shows_timers() && !Screen::Form.shows_timers());
    }
}
