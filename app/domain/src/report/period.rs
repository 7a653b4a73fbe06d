//! The days that a report tells of.

use crate::calendar::{Day, Span};
use crate::period::Per;
use serde::{Deserialize, Serialize};

/// A report's days, and what they are called.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Period {
    pub kind: PeriodKind,
    pub days: Span,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodKind {
    Tertial,
    Quarter,
    /// Half a year.
    Half,
    Year,
    /// The promise from its first day to its last.
    Whole,
    /// From one day to another.
    Custom,
}

impl PeriodKind {
    const ALL: [Self; 6] = [Self::Tertial, Self::Quarter, Self::Half, Self::Year, Self::Whole, Self::Custom];

    /// The word that forms and the database have for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Tertial => "tertial",
            Self::Quarter => "quarter",
            Self::Half => "half",
            Self::Year => "year",
            Self::Whole => "whole",
            Self::Custom => "custom",
        }
    }

    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

impl Period {
    /// Every period of a promise that has begun by a day: the newest year first, its tertials before what is longer.
    #[must_use]
    pub fn choices(promise: Span, today: Day) -> Vec<Self> {
        /// A promise is for a year or two; the bound keeps one with a mistaken year from filling the page.
        const YEARS: i32 = 10;
        let begun = Span { from: promise.from, to: promise.to.min(today) };
        let last = begun.to.year();
        let mut choices = Vec::new();
        for year in (begun.from.year().max(last - YEARS)..=last).rev() {
            let Some(year) = Span::of_year(year) else { continue };
            let mut add = |kind, days: Span| {
                let period = days.meet(promise).map(|days| Self { kind, days });
                choices.extend(period.filter(|p| p.days.from <= today));
            };
            Per::Tertial.slots(year, year).into_iter().for_each(|days| add(PeriodKind::Tertial, days));
            add(PeriodKind::Year, year);
            for half in Per::Quarter.slots(year, year).chunks(2) {
                if let [first, second] = half {
                    add(PeriodKind::Half, Span { from: first.from, to: second.to });
                }
            }
            Per::Quarter.slots(year, year).into_iter().for_each(|days| add(PeriodKind::Quarter, days));
        }
        if promise.from.year() < promise.to.year() && promise.from <= today {
            choices.push(Self { kind: PeriodKind::Whole, days: promise });
        }
        choices
    }

    /// From one day to another within a promise; `None` when they are turned around or meet none of its days.
    #[must_use]
    pub fn custom(from: Day, to: Day, promise: Span) -> Option<Self> {
        let days = (from <= to).then_some(Span { from, to })?.meet(promise)?;
        Some(Self { kind: PeriodKind::Custom, days })
    }

    /// Whether all of its days are over on a day.
    #[must_use]
    pub fn ended(&self, today: Day) -> bool {
        self.days.to < today
    }
}
