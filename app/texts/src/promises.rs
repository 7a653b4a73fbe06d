//! What the pages say on which an administrator loads a promise, previews it and puts it in force.

use crate::kinds;
use crate::language::Language::Swedish;
use domain::calendar::Span;
use domain::promise::{Promise, Scope, Target};

pub const PROMISES: &str = "Löften";
pub const LEAD: &str =
    "Löften som gäller, ska gälla eller har gällt. De är publika. Utkast ser bara ni som är administratörer.";
pub const IN_FORCE: &str = "Löften i kraft";
pub const COLUMNS: [&str; 5] = ["Löfte", "Gäller", "Läge", "Version", "Gör"];
pub const SEE_PUBLIC: &str = "Publik sida";
pub const GET_FILE: &str = "Ladda ner filen";
pub const TAKE_AWAY: &str = "Ta bort";
pub const EARLIER: &str = "Tidigare versioner";
pub const EARLIER_COLUMNS: [&str; 4] = ["Löfte", "Version", "Lästes in", "Fil"];
pub const DRAFTS: &str = "Utkast";
pub const DRAFT_COLUMNS: [&str; 3] = ["Löfte", "Version", "Laddades upp"];
pub const NO_DRAFTS: &str = "Inga utkast väntar.";
pub const CONTINUED: &str = "fortsättning";

pub const RUNS: &str = "Gäller nu";
pub const COMES: &str = "Kommande";
pub const HAS_ENDED: &str = "Avslutat";
pub const TAKEN_OVER: &str = "Ersatt av ett annat";

pub const LOAD: &str = "Ladda upp ett löfte";
pub const LOAD_LEAD: &str =
    "Filen granskas först och blir ett utkast. Ingenting blir publikt förrän du sätter löftet i kraft.";
pub const FILE: &str = "Löftesfil";
pub const FILE_HINT: &str = "En TOML-fil. Väljer du ingen fil läses texten nedanför.";
pub const TEXT: &str = "Löftets text";
pub const TEXT_HINT: &str = "Klistra in, eller ändra det du laddade upp. Raderna räknas från 1.";
pub const CHECK: &str = "Granska";
pub const START_FROM: &str = "Börja från ett löfte som någon annan har gett";
pub const START_HINT: &str = "Texten läggs i rutan. Byt namn, dagar, områden och ord mot era egna.";
pub const START: &str = "Hämta texten";
pub const CHOOSE: &str = "Välj";
pub const DOWNLOAD_ALL: &str = "Ladda ner dem som filer i stället";

pub const PROBLEMS: &str = "Filen behöver rättas";
pub const PROBLEMS_LEAD: &str = "Ingenting är sparat. Rätta raderna och granska igen.";
pub const EMPTY: &str = "Välj en fil eller skriv löftets text.";
pub const TOO_LARGE: &str = "Filen är för stor. En löftesfil är högst 256 kB.";
pub const NOT_TEXT: &str = "Filen är ingen text i UTF-8. Spara den om som UTF-8 och ladda upp den igen.";
pub const TOO_MANY_DRAFTS: &str = "Det finns för många utkast. Kasta några först.";

pub const PREVIEW: &str = "Så här blir löftet";
pub const PREVIEW_LEAD: &str =
    "Granskat utan fel. Ingen annan än ni som är administratörer ser det förrän det sätts i kraft.";
pub const SETUP_PREVIEW_LEAD: &str = "Granskat utan fel. Ingen annan än du ser det förrän det sätts i kraft.";
pub const AS_CITIZENS: &str = "Se sidan som medborgare får den";
pub const FACTS: [&str; 6] = ["Gäller", "Plats", "Parter", "Områden i fokus", "Övriga områden", "Det som registreras"];
pub const COMMITMENTS: &str = "Löftena och målen";
pub const PUT_IN_FORCE: &str = "Sätt löftet i kraft";
pub const PUT_IN_FORCE_LEAD: &str = "Löftet blir publikt direkt och räknar det som registreras under sina dagar. Det går att ersätta med en ny version.";
pub const DROP: &str = "Kasta utkastet";
pub const CHANGES: &str = "Vad som ändras";
pub const NO_CHANGES: &str = "Ingen siffra ändras.";
pub const CHANGE_COLUMNS: [&str; 4] = ["Mål", "Område", "Nu", "Blir"];
pub const CANNOT: &str = "Löftet kan inte sättas i kraft";
pub const BACK: &str = "Tillbaka till Löften";
pub const CHANGE_TEXT: &str = "Ändra texten";

pub const SETUP: &str = "Starta med ert löfte";
pub const SETUP_LEAD: &str = "Servern är tom. Ladda upp ert löfte, se hur det blir och sätt det i kraft. Sedan väljer du lösenord och lägger till personer.";
pub const ADMINISTRATOR: &str = "Du blir administratör";
pub const ADMINISTRATOR_LEAD: &str = "Med löftet skapas ditt konto. På nästa sida väljer du lösenord.";
pub const YOUR_NAME: &str = "Ditt namn";
pub const YOUR_ORGANISATION: &str = "Din organisation";
pub const SETUP_EXPIRED: &str = "Länken gäller inte längre";
pub const SETUP_EXPIRED_WHY: &str =
    "En startlänk fungerar tills servern har ett löfte och en administratör, och högst tre dygn.";
pub const SETUP_EXPIRED_NEXT: &str = "Är servern startad loggar du in. Annars skriver den som sköter servern ut en ny länk med kommandot server people link.";

pub const REMOVE: &str = "Ta bort löftet?";
pub const REMOVE_BUTTON: &str = "Ta bort löftet";
pub const KEEP: &str = "Behåll det";
pub const STAYS: &str = "Löftet kan inte tas bort";

/// "1 januari 2027–31 december 2028".
#[must_use]
pub fn days(days: Span) -> String {
    format!("{}–{}", Swedish.long(days.from), Swedish.long(days.to))
}

/// "Rad 12, tecken 7".
#[must_use]
pub fn place(line: usize, column: usize) -> String {
    format!("Rad {line}, tecken {column}")
}

/// "12 problem".
#[must_use]
pub fn problems(n: usize) -> String {
    if n == 1 { "Ett problem".to_owned() } else { format!("{n} problem") }
}

#[must_use]
pub fn more_problems(n: usize) -> String {
    format!("Och {n} till. De syns när de här är rättade.")
}

/// What the file says of the partnership, where it is another one's.
#[must_use]
pub fn foreign(theirs: &str, own: &str) -> String {
    format!("partnerskapet är \"{theirs}\", men ert är \"{own}\"; skriv partnership = \"{own}\"")
}

/// The day on which a promise ended that was loaded afterwards.
#[must_use]
pub fn has_ended(days: Span) -> String {
    let to = Swedish.long(days.to);
    format!("Löftet tog slut {to}. Det som registreras i dag räknas inte. Ändra from och to om det ska gälla nu.")
}

/// The day on which a promise will begin.
#[must_use]
pub fn begins_later(days: Span) -> String {
    let from = Swedish.long(days.from);
    format!("Löftet börjar gälla {from}. Det som registreras innan dess räknas inte.")
}

/// What a promise does that ended and continues by the year.
#[must_use]
pub fn continues(year: i32) -> String {
    format!("Löftet har tagit slut men fortsätter av sig självt: samma åtaganden räknas även för år {year}.")
}

/// "1 240 poster räknas om."
#[must_use]
pub fn counted_anew(n: u64) -> String {
    format!("{n} poster räknas om när löftet sätts i kraft.")
}

#[must_use]
pub fn done(title: &str) -> String {
    format!("{title} är i kraft.")
}

#[must_use]
pub fn removed(id: &str) -> String {
    format!("{id} är borttaget. Ingen ser det längre.")
}

#[must_use]
pub fn remove_lead(title: &str) -> String {
    format!(
        "{title} försvinner i alla versioner, också från den publika sidan. Inget är registrerat under dess dagar, så inga siffror ändras."
    )
}

pub const ALREADY: &str = "Den här versionen är redan i kraft. Höj version för att ändra något.";

#[must_use]
pub fn older(in_force: u32) -> String {
    format!("Version {in_force} är redan i kraft. Skriv en högre version.")
}

#[must_use]
pub fn overlaps(with: &str, area: &str, days: Span) -> String {
    format!("{with} gäller redan i {area} {}. Ändra dagarna i ett av dem.", self::days(days))
}

/// The time zone that the partnership's days are told apart by.
#[must_use]
pub fn other_time_zone(with: &str, time_zone: &str) -> String {
    format!("{with} räknar dagar efter tidszonen {time_zone}. Skriv time_zone = \"{time_zone}\".")
}

pub const UNDER_WAY: &str = "Allt räknas om just nu efter ett annat löfte. Försök igen om en stund.";
pub const TAKEN_ID: &str = "Namnet i raden id används redan av ett annat partnerskap på servern. Välj ett annat id.";

pub const ONLY_ONE: &str = "Det är ert enda löfte. Sätt ett annat i kraft först.";

#[must_use]
pub fn made_anew(origin: &str) -> String {
    format!("Det fortsätter {origin} och skulle skapas igen. Ta bort {origin} först.")
}

#[must_use]
pub fn has_entries(n: u64) -> String {
    format!("{n} poster ligger inom dess dagar. Det som är registrerat ska gå att läsa.")
}

#[must_use]
pub fn has_reports(n: u64) -> String {
    format!("{n} rapporter handlar om det. De ska gå att läsa.")
}

/// A target in words: "Fotpatrull: 800 om året, i vart och ett av Råslätt och Ekhagen, minst 20 minuter".
#[must_use]
pub fn target(promise: &Promise, of: &Target) -> String {
    let mut parts = vec![kinds::promised(of)];
    parts.extend(areas(promise, of));
    parts.extend(of.within.map(days));
    parts.extend(of.min_minutes.map(|minutes| format!("minst {minutes} minuter")));
    parts.extend(
        of.share.as_ref().map(|share| format!("varav minst {} % {}", share.min_percent, super::inside(&share.label))),
    );
    format!("{}: {}", of.label, parts.join(", "))
}

fn areas(promise: &Promise, of: &Target) -> Option<String> {
    let name = |id| promise.area(id).map_or_else(|| format!("{id}"), |area| area.name.clone());
    let names: Vec<String> = of.areas.iter().map(name).collect();
    let all = of.areas_name.clone().unwrap_or_else(|| Swedish.list(&names));
    match (names.len(), of.scope) {
        (0, _) => None,
        (1, _) => names.into_iter().next(),
        (_, Scope::Sum) => Some(format!("{all} tillsammans")),
        (_, Scope::Each | Scope::Every) => Some(format!("i vart och ett av {}", Swedish.list(&names))),
    }
}
