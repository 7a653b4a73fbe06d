//! What is said on a report's way: what each step means, who approves, what two windows wrote, what was taken back.

use crate::language::Language::Swedish;
use domain::moment::Moment;
use domain::report::{Act, Approver};

pub const WITHDRAW_REASON: &str = "Vad är fel?";
pub const WITHDRAW_HINT: &str = "Läses av alla på rapportens adress. Högst 500 tecken. Inga namn.";
pub const WITHDRAWN_LEAD: &str = "Rapporten visas inte längre.";
pub const WITHDRAWN_WHY: &str = "Varför";
pub const REPLACED_BY: &str = "En nyare rapport för samma dagar";
pub const TO_PROMISE: &str = "Till löftet och de rapporter som gäller";
pub const OWN_WORK: &str =
    "Löftet kräver att en annan person än den som har skrivit eller fryst rapporten godkänner den. Be en kollega.";
pub const TEXT_OVERTAKEN: &str = "Texten har ändrats sedan du öppnade sidan. Ingenting är sparat än.";
pub const TEXT_OVERTAKEN_NEXT: &str =
    "Spara för att ersätta den med din, eller öppna rapporten igen för att behålla den.";

/// The button that does it, and the heading of the page that asks first.
#[must_use]
pub fn act(act: Act) -> (&'static str, &'static str) {
    match act {
        Act::Freeze => ("Frys siffrorna", "Frysa rapporten?"),
        Act::Approve => ("Godkänn", "Godkänna rapporten?"),
        Act::Publish => ("Publicera", "Publicera rapporten?"),
        Act::Reopen => ("Öppna igen", "Öppna rapporten igen?"),
        Act::Withdraw => ("Återkalla", "Återkalla rapporten?"),
    }
}

/// What it means, point by point.
#[must_use]
pub fn consequences(act: Act) -> &'static [&'static str] {
    match act {
        Act::Freeze => &[
            "Siffrorna läses en sista gång och står sedan stilla, liksom texterna.",
            "Det som kommer in efteråt ändrar ingenting i rapporten; det listas som rättelser.",
            "Rapporten kan öppnas igen tills den är publicerad.",
        ],
        Act::Approve => &[
            "Siffror och texter är granskade.",
            "Varje part godkänner sin del. När alla har godkänt kan rapporten publiceras.",
            "Rapporten kan öppnas igen tills den är publicerad.",
        ],
        Act::Publish => &[
            "Alla kan läsa den på löftets sida, som sida och som PDF.",
            "Känsliga tal visas i steg om fem, utan områden för sig.",
            "En tidigare rapport för samma dagar ersätts, och dess adress leder hit.",
            "Rättelser listas öppet. Blir något fel kan rapporten återkallas, och det syns för alla.",
        ],
        Act::Reopen => &[
            "Rapporten blir ett utkast igen: siffrorna följer loggen och texterna kan ändras.",
            "Den måste frysas och godkännas på nytt.",
        ],
        Act::Withdraw => &[
            "Rapporten visas inte längre. På dess adress står att den är återkallad, när och varför.",
            "Skälet läses av alla.",
            "Det går inte att ångra. En ny rapport för samma dagar kan göras, och den gamla adressen leder dit.",
        ],
    }
}

/// Whose part somebody approves.
#[must_use]
pub fn own_part(party: Approver) -> &'static str {
    match party {
        Approver::Police => "Du godkänner polisens del, och det som parterna har lovat tillsammans.",
        Approver::Municipality => "Du godkänner kommunens del, och det som parterna har lovat tillsammans.",
    }
}

/// "Polisens del godkänd 4 maj 2021 kl. 09:00 av Gruppchef Ett", "Kommunens del väntar på godkännande".
#[must_use]
pub fn approval(party: Approver, approved: Option<(Moment, &str)>) -> String {
    let part = match party {
        Approver::Police => "Polisens del",
        Approver::Municipality => "Kommunens del",
    };
    match approved {
        Some((at, by)) => format!("{part} godkänd {} av {by}", Swedish.full(at)),
        None => format!("{part} väntar på godkännande"),
    }
}

/// "Tertial 1 2021 (återkallad 4 maj 2021)".
#[must_use]
pub fn withdrawn_name(name: &str, at: Moment) -> String {
    format!("{name} (återkallad {})", Swedish.long(at.day()))
}

/// "Återkallad 4 maj 2021 kl. 09:00.", or that it was replaced.
#[must_use]
pub fn withdrawn_at(at: Moment, has_reason: bool) -> String {
    format!("{} {}.", if has_reason { "Återkallad" } else { "Ersatt" }, Swedish.full(at))
}

/// "Gruppchef Ett har sparat en annan text 4 mars 2021 kl. 13:05. Den säger:"
#[must_use]
pub fn overtaken_by(by: &str, at: Moment) -> String {
    format!("{by} har sparat en annan text {}. Den säger:", Swedish.full(at))
}

/// The same where the other text was taken away.
pub const OVERTAKEN_BY_NONE: &str = "Någon annan har tagit bort texten. Rapporten säger nu det som loggen vet:";
