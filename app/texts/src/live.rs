//! What a page says that keeps itself up to date. `{}` stands for the time of its figures, which the script knows.

use domain::moment::Moment;

pub const FRESH: &str = "Uppdaterad {}";
/// As many pages follow the figures as the server lets.
pub const FULL: &str = "Siffrorna följs redan i så många fönster som servern klarar. Här hämtas de en gång i minuten.";
/// Something between the server and the page holds the stream back.
pub const HELD: &str = "Nya siffror kommer inte fram löpande i det här nätverket. De hämtas en gång i minuten.";
pub const LOST: &str = "Ingen kontakt med servern. Siffrorna är från {}. Sidan försöker igen.";
pub const OVER: &str = "Du är utloggad. Siffrorna är från {}. Ladda om sidan för att logga in.";

/// "14:05".
#[must_use]
pub fn clock(moment: Moment) -> String {
    let (hour, minute) = moment.clock();
    format!("{hour:02}:{minute:02}")
}
