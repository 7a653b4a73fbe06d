//! What a page says that keeps itself up to date. `{}` stands for the time of its figures, which the script knows.

use domain::moment::Moment;

pub const FRESH: &str = "Uppdaterad {}";
pub const LOST: &str = "Ingen kontakt med servern. Siffrorna är från {}. Sidan försöker igen.";
pub const OVER: &str = "Du är utloggad. Siffrorna är från {}. Ladda om sidan för att logga in.";

/// "14:05".
#[must_use]
pub fn clock(moment: Moment) -> String {
    let (hour, minute) = moment.clock();
    format!("{hour:02}:{minute:02}")
}
