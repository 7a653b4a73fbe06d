//! What the page of one person says, and the search among all.

use crate::language::Language::Swedish;
use domain::moment::Moment;

/// What was just done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Done {
    Changed { signed_out: bool },
    TakenBack,
    Disabled,
    Enabled,
}

pub const NAME_HAS: &str = "Namn, eller en del av det";
pub const ALL_ROLES: &str = "Alla roller";
pub const ACCESS: &str = "Tillgång";
pub const ALL: &str = "Alla";
pub const HAS_ACCESS: &str = "Har tillgång";
pub const HAS_NONE: &str = "Avstängda";
pub const SHOW: &str = "Visa personer";
pub const MORE: &str = "Fler personer";
pub const NOBODY_FITS: &str = "Ingen passar in på det. Sök på färre bokstäver, eller visa alla.";
pub const ALL_PEOPLE: &str = "Till alla personer";

pub const DONE: &str = "Klart";
pub const LETTING_IN: &str = "In i Rond";
pub const NOTHING_WAITS: &str = "Ingen kod och ingen länk väntar på att användas.";
pub const TAKE_BACK: &str = "Ta tillbaka det som väntar";
pub const PHONE_COLUMNS: [&str; 4] = ["Telefon", "Hördes senast", "Väntar i den", "Spärr"];
pub const NO_PHONES: &str = "Personen finns inte på någon telefon.";

pub const CHANGE: &str = "Ändra";
pub const CHANGE_MEANS: &str = "En annan roll eller organisation avslutar personens inloggningar, och koder och länkar som väntar. Det som redan är registrerat står kvar hos den organisation som det gjordes för.";
pub const SAVE: &str = "Spara ändringarna";
pub const ENABLE_MEANS: &str =
    "Personen loggar in på nytt, och telefoner ansluts med en ny engångskod. Det som spärrades förblir spärrat.";
pub const DISABLE_CONSEQUENCES: [&str; 4] = [
    "Personen loggas ut överallt med en gång. Koder och länkar som väntar slutar gälla.",
    "Det som servern redan har tagit emot står kvar och räknas.",
    "Det som kommer från personens telefoner efteråt läggs åt sidan och räknas inte förrän en gruppchef har godtagit det.",
    "Personens journaler i telefonerna är spärrade för alltid. Får personen tillgång igen börjar telefonen nya med en ny engångskod.",
];
pub const BACK_TO_PERSON: &str = "Tillbaka utan att stänga av";
pub const IS_DISABLED: &str = "Personen är avstängd. Ge tillgång igen innan du ger en kod eller länk.";
pub const OVERTAKEN: &str = "Någon annan har ändrat personen sedan du öppnade sidan. Ingenting är sparat än.";
pub const ONESELF: &str =
    "Du kan inte ta rollen eller tillgången från dig själv. Be en annan administratör om du verkligen vill det.";
pub const LAST_ADMINISTRATOR: &str =
    "Det här är den enda administratören med tillgång. Gör först någon annan till administratör.";

/// "Gruppchef, Polisen i Jönköping."
/// "Nu gäller: Patrull 41, Polis i yttre tjänst, Polisen. Spara för att ersätta det med det du har skrivit."
#[must_use]
pub fn is_now(name: &str, role: &str, organisation: &str) -> String {
    format!(
        "Nu gäller: {name}, {}, {organisation}. Spara för att ersätta det med det du har skrivit.",
        super::inside(role)
    )
}

#[must_use]
pub fn is(role: &str, organisation: &str) -> String {
    format!("{role}, {organisation}.")
}

#[must_use]
pub fn code_waits(until: Moment) -> String {
    format!("En engångskod väntar på att användas. Den gäller till {}.", Swedish.clock(until))
}

#[must_use]
pub fn link_waits(until: Moment) -> String {
    format!("En inloggningslänk väntar på att användas. Den gäller till {}.", Swedish.stamp(until))
}

#[must_use]
pub fn sessions(n: u32) -> String {
    match n {
        0 => "Inte inloggad i någon webbläsare.".to_owned(),
        1 => "Inloggad i 1 webbläsare.".to_owned(),
        n => format!("Inloggad i {n} webbläsare."),
    }
}

#[must_use]
pub fn disable_title(name: &str) -> String {
    format!("Stänga av {name}?")
}

#[must_use]
pub fn disable_button(name: &str) -> String {
    format!("Stäng av {name}")
}

#[must_use]
pub fn enable_button(name: &str) -> String {
    format!("Ge {name} tillgång igen")
}

/// Said on the page once it is done.
#[must_use]
pub fn done(done: Done, name: &str) -> String {
    match done {
        Done::Changed { signed_out: false } => "Ändringarna är sparade.".to_owned(),
        Done::Changed { signed_out: true } => {
            format!("Ändringarna är sparade. {name} är utloggad och loggar in på nytt.")
        }
        Done::TakenBack => "Det som väntade går inte längre att använda.".to_owned(),
        Done::Disabled => format!("{name} är avstängd och utloggad överallt."),
        Done::Enabled => {
            format!("{name} har tillgång igen. Ge en ny engångskod om personen registrerar på en telefon.")
        }
    }
}
