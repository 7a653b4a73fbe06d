//! What the last publication said, beside the figures since: frozen, so that what citizens have read stays as it was.

use super::PublicPage;
use domain::calendar::Day;
use domain::figure::Figure;
use domain::promise::{Commitment, Target};
use domain::report::{Report, Row};
use leptos::prelude::*;
use texts::{kinds, public};

/// The last published report whose days are over on the page's day.
#[derive(Clone, Debug)]
pub struct Published {
    pub href: String,
    pub report: Report,
}

impl Published {
    fn row(&self, of: &Figure) -> Option<&Row> {
        let mut rows = self.report.commitments.iter().flat_map(|c| &c.public.rows);
        rows.find(|row| row.target.target == of.target && row.target.area.as_ref() == of.area())
    }

    /// The last day that it tells of.
    fn through(&self) -> Day {
        self.report.period.days.to
    }
}

/// "Publicerat till och med 31 aug: 540. Sedan dess 62." Where a figure begins anew within the year, or stands in steps,
/// the difference isn't what has been done since.
pub(super) fn beside(data: &PublicPage, of: &Target, figure: &Figure) -> Option<AnyView> {
    let published = data.published.as_ref()?;
    let row = published.row(figure).filter(|row| row.counted)?;
    let was = kinds::value(data.language, row.value());
    let both = figure.done().exact().zip(row.value().exact()).filter(|_| !of.by_day());
    let since = both.map(|(is, was)| is - was);
    let said = public::published(data.language, published.through(), &was, since);
    Some(view! { <small class="was">{said}</small> }.into_any())
}

/// What was told in words, with the way to the report that it stands in.
pub(super) fn text(data: &PublicPage, of: &Commitment) -> Option<AnyView> {
    let published = data.published.as_ref()?;
    let reported = published.report.commitments.iter().find(|c| c.commitment == of.id)?;
    let lines: Vec<String> =
        reported.narrative.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
    let line = |line: String| view! { <p lang=data.language.of_signed()>{line}</p> };
    (!lines.is_empty()).then(|| {
        view! {
            <div class="told">
                {lines.into_iter().map(line).collect_view()}
                <p>
                    <a href=published.href.clone() lang=data.language.of_signed()>{published.report.name.clone()}</a>
                </p>
            </div>
        }
        .into_any()
    })
}
