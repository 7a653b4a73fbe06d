//! What the pages about people and phones say.

use crate::language::Language::Swedish;
use domain::moment::Moment;

pub const SIGN_IN: &str = "Logga in";
pub const NAME: &str = "Namn";

pub const PEOPLE: &str = "Personer";
pub const PEOPLE_LEAD: &str =
    "Den som registrerar på en telefon behöver en engångskod. Den som arbetar vid en skärm behöver en inloggningslänk.";
pub const PEOPLE_COLUMNS: [&str; 5] = ["Namn", "Roll", "Organisation", "Telefoner", "Ge"];
pub const NO_PEOPLE: &str = "Här finns ingen än. Lägg till den första nedan.";
pub const NEW_PERSON: &str = "Ny person";
pub const ROLE: &str = "Roll";
pub const ORGANISATION: &str = "Organisation";
pub const ADD_PERSON: &str = "Lägg till";
pub const NEW_CODE: &str = "Ny engångskod";
pub const NEW_LINK: &str = "Ny inloggningslänk";
pub const DISABLED: &str = "Avstängd";
pub const PERSON_NAME_MISSING: &str = "Skriv personens namn.";
pub const NAME_HINT: &str = "Som kollegorna känner igen. Syns aldrig på den publika sidan.";
pub const NAME_TAKEN: &str = "Det finns redan någon med det namnet. Lägg till något som skiljer dem åt.";
pub const NAME_UNFIT: &str = "Namnet har ett tecken som inte syns eller som vänder på texten. Skriv namnet för hand.";
pub const NAME_TOO_LONG: &str = "Namnet är för långt. Högst 80 tecken.";
pub const ROLE_NOT_ALLOWED: &str = "Du får inte ge den rollen.";
pub const UNKNOWN_ORGANISATION: &str = "Organisationen finns inte i löftet. Välj en i listan.";
pub const CODE_STEPS: [&str; 4] = [
    "Öppna den här adressen på telefonen:",
    "Lägg till sidan på hemskärmen och öppna den därifrån.",
    "Läs av QR-koden i appen, eller skriv koden.",
    "Vänta tills det står Klar för offline.",
];
pub const QR: &str = "QR-kod med engångskoden. Koden står också i text här intill.";
pub const ONCE: &str = "Visas bara nu. Gäller en gång.";
pub const LINK_HOW: &str = "Skicka länken till personen på en väg som ingen annan läser. Den som öppnar den väljer ett lösenord och är sedan inloggad.";

pub const DEVICES: &str = "Telefoner";
pub const DEVICES_LEAD: &str =
    "Vilka som inte hörs av, vad som väntar i dem och vad som saknas. En borttappad telefon spärras här.";
pub const DEVICE_COLUMNS: [&str; 5] = ["Telefon", "Personer", "Hördes senast", "Vi vet", "Spärr"];
/// Revoked phones that aren't listed.
#[must_use]
pub fn more_revoked(count: usize) -> String {
    format!("De spärrade telefoner som hördes senast visas. {count} äldre spärrade visas inte här.")
}

pub const NO_DEVICES: &str = "Ingen telefon är ansluten än. Ge någon en engångskod på sidan Personer.";
pub const REVOKE: &str = "Spärra";
pub const REVOKED: &str = "Spärrad";
pub const NOTHING_KNOWN: &str = "Inget än";
pub const NOTHING_WRONG: &str = "Allt har kommit fram";
pub const NEVER_HEARD: &str = "Aldrig";
pub const REVOKE_FINAL: &str =
    "En spärr går inte att ta bort. Kommer telefonen till rätta ansluts den på nytt med en engångskod.";
pub const REVOKE_CONSEQUENCES: [&str; 3] = [
    "Det som servern redan har tagit emot står kvar och räknas.",
    "Det som kommer från telefonen efter spärren läggs åt sidan och räknas inte förrän du har godtagit det.",
    "Telefonen får inte veta något mer, och visar att den är spärrad.",
];
pub const BACK_TO_DEVICES: &str = "Tillbaka utan att spärra";

#[must_use]
pub fn code_for(name: &str) -> String {
    format!("Engångskod för {name}")
}

#[must_use]
pub fn link_for(name: &str) -> String {
    format!("Inloggningslänk för {name}")
}

#[must_use]
pub fn valid_until(moment: Moment) -> String {
    format!("Gäller till {}.", Swedish.stamp(moment))
}

/// Of a code, which lasts for minutes.
#[must_use]
pub fn valid_until_clock(moment: Moment) -> String {
    format!("Gäller till {}.", Swedish.clock(moment))
}

/// The button's whole name for those who listen: which of the many it is.
#[must_use]
pub fn for_person(button: &str, name: &str) -> String {
    format!("{button} för {name}")
}

#[must_use]
pub fn revoke_title(device: &str) -> String {
    format!("Spärra {device}?")
}

#[must_use]
pub fn revoke_button(device: &str) -> String {
    format!("Spärra {device}")
}

/// Said on the list once it is done.
#[must_use]
pub fn revoked_now(device: &str) -> String {
    format!("{device} är spärrad. Telefonen får inte veta något mer.")
}

#[must_use]
pub fn used_by(names: &str) -> String {
    format!("På telefonen: {names}.")
}

/// What is lost to sight if it is revoked now.
#[must_use]
pub fn revoke_waiting(n: u64) -> String {
    match n {
        0 => "Telefonen hade ingenting som väntade när den senast hördes.".to_owned(),
        1 => "När telefonen senast hördes väntade 1 post i den.".to_owned(),
        n => format!("När telefonen senast hördes väntade {n} poster i den."),
    }
}

/// What will be held back if the person is disabled now.
#[must_use]
pub fn revoke_waiting_of_person(n: u64) -> String {
    match n {
        0 => "Personens telefoner hade ingenting som väntade när de senast hördes.".to_owned(),
        1 => "När personens telefoner senast hördes väntade 1 post i dem.".to_owned(),
        n => format!("När personens telefoner senast hördes väntade {n} poster i dem."),
    }
}
