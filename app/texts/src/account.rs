//! What the page of one's own account says, and the ways of signing in beside a password.

use crate::time;
use domain::moment::Moment;

/// How somebody signed in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WayIn {
    Password,
    Passkey,
    Provider,
}

pub const TITLE: &str = "Ditt konto";
pub const LEAD: &str = "Hur du loggar in, var du är inloggad och vilka telefoner som är dina.";

pub const SIGN_IN_WITH_KEY: &str = "Logga in med nyckel";
pub const KEY_FAILED: &str = "Det blev inget av. Pröva igen, eller använd lösenordet.";
pub const USE_IDENTITY_WHY: &str = "Då behövs inget lösenord här: du loggar in som i organisationens andra system.";

pub const CONFIRM: &str = "Bekräfta att det är du";
pub const CONFIRM_WHY: &str =
    "Det var en stund sedan du visade vem du är. Gör det igen innan du ändrar hur du loggar in.";
pub const CONFIRM_FIRST: &str = "Bekräfta först att det är du.";
pub const CONFIRM_BUTTON: &str = "Bekräfta";
pub const CONFIRM_WITH_KEY: &str = "Bekräfta med nyckel";
pub const WRONG_PASSWORD: &str = "Lösenordet stämmer inte. Pröva igen.";

pub const KEYS: &str = "Nycklar";
pub const KEYS_WHY: &str = "En nyckel finns i din telefon, din dator eller en säkerhetsnyckel och låses upp med finger, \
                            ansikte eller pinkod. Den går inte att lura av dig.";
pub const KEY_COLUMNS: [&str; 4] = ["Nyckel", "Tillagd", "Användes senast", "Ändra"];
pub const NO_KEYS: &str = "Du har ingen nyckel än.";
pub const KEY_NAME: &str = "Namn på nyckeln";
pub const KEY_NAME_HINT: &str = "Så att du känner igen den, till exempel Tjänstedatorn.";
pub const ADD_KEY: &str = "Lägg till nyckel";
pub const REMOVE: &str = "Ta bort";
pub const KEYS_NEED_SCRIPTS: &str =
    "Den här webbläsaren kan inte lägga till nycklar, eller så är skript avstängda för sidan.";
pub const NO_KEYS_HERE: &str =
    "Nycklar går inte att använda på den här adressen. Säg till din administratör att servern behöver ett namn.";
pub const NEVER_USED: &str = "Aldrig";

pub const PASSWORD: &str = "Lösenord";
pub const HAS_PASSWORD: &str = "Du har ett lösenord. Byter du det avslutas alla andra inloggningar.";
pub const HAS_NO_PASSWORD: &str = "Du har inget lösenord och behöver inget så länge du kan logga in på annat sätt.";
pub const NEW_PASSWORD: &str = "Nytt lösenord";
pub const CHANGE_PASSWORD: &str = "Byt lösenord";

pub const SESSIONS: &str = "Här är du inloggad";
pub const SESSIONS_WHY: &str =
    "En inloggning avslutas av sig själv efter två timmar utan användning, och senast efter tolv timmar.";
pub const SESSION_COLUMNS: [&str; 5] = ["Webbläsare", "Loggade in med", "Började", "Användes senast", "Ändra"];
pub const THIS_ONE: &str = "Den här";
pub const UNKNOWN_BROWSER: &str = "Okänd webbläsare";
pub const END: &str = "Avsluta";
pub const END_OTHERS: &str = "Avsluta alla andra";

pub const PHONES: &str = "Dina telefoner";
pub const PHONE_COLUMNS: [&str; 3] = ["Telefon", "Hördes senast", "Spärr"];

pub const DONE: &str = "Klart";
pub const PASSWORD_CHANGED: &str = "Lösenordet är bytt. Alla andra inloggningar är avslutade.";
pub const KEY_ADDED: &str = "Nyckeln är tillagd. Nästa gång kan du logga in med den.";
pub const KEY_REMOVED: &str = "Nyckeln är borttagen och släpper inte in någon mer. Ta bort den i din enhet också.";
pub const PROVED_UNTIMED: &str =
    "Du är bekräftad. Inloggningstjänsten säger inte när du loggade in där, så Rond litar på att den frågade dig nyss.";
pub const SESSION_ENDED: &str = "Inloggningen är avslutad.";
pub const SESSIONS_ENDED: &str = "Alla andra inloggningar är avslutade.";
pub const PHONE_REVOKED: &str = "Telefonen är spärrad. Den får inte veta något mer.";

pub const NOTHING_CHANGED: &str = "Ingen har loggats in, och ingenting har ändrats.";
pub const UNREACHABLE: [&str; 2] =
    ["Inloggningen svarar inte", "Pröva igen om en stund, eller logga in med lösenord eller nyckel om du har det."];
pub const STALE: [&str; 2] = [
    "Inloggningen gäller inte längre",
    "Den tog för lång tid, är redan använd eller började i en annan webbläsare. Börja om.",
];
pub const NOT_GIVEN: [&str; 2] =
    ["Inloggningen avbröts", "Du blev inte inloggad där. Pröva igen, eller fråga dem som sköter inloggningen."];
pub const NOT_GENUINE: [&str; 2] = [
    "Svaret gick inte att lita på",
    "Det som kom tillbaka var inte äkta eller hörde inte hit. Pröva igen, och säg till din administratör om det händer på nytt.",
];
pub const UNKNOWN_IDENTITY: [&str; 2] = [
    "Här finns ingen som är kopplad till dig",
    "Du är inloggad där, men ingen här är kopplad till det kontot. Be din administratör om en inloggningslänk, och öppna den först.",
];
pub const IDENTITY_TAKEN: [&str; 2] = [
    "Kontot är kopplat till någon annan",
    "Det konto som du loggade in med är redan kopplat till en annan person här. Säg till din administratör.",
];

/// The button of an organisation with a sign-in of its own.
#[must_use]
pub fn sign_in_with(organisation: &str) -> String {
    format!("Logga in med {organisation}")
}

/// On the page behind a one-time link, beside choosing a password.
#[must_use]
pub fn use_identity(organisation: &str) -> String {
    format!("Använd inloggningen från {organisation}")
}

#[must_use]
pub fn confirm_with(organisation: &str) -> String {
    format!("Bekräfta med {organisation}")
}

#[must_use]
pub fn identity_of(organisation: &str) -> String {
    format!("Inloggningen från {organisation}")
}

/// Where it stands with the organisation's own sign-in.
#[must_use]
pub fn linked(since: Option<Moment>) -> String {
    match since {
        Some(since) => format!("Kopplad {}.", time::full(since)),
        None => "Inte kopplad än. Be din administratör om en inloggningslänk, och välj den vägen när du öppnar den."
            .to_owned(),
    }
}

/// What to do next, with whose sign-in it is about.
#[must_use]
pub fn at_provider(organisation: Option<&str>, next: &str) -> String {
    match organisation {
        Some(organisation) => format!("Det gällde inloggningen från {organisation}. {next}"),
        None => next.to_owned(),
    }
}

/// The button's whole name for those who listen: which of the many it is.
#[must_use]
pub fn of_row(button: &str, row: &str) -> String {
    format!("{button}: {row}")
}

/// How somebody signed in.
#[must_use]
pub fn way(way: WayIn) -> &'static str {
    match way {
        WayIn::Password => "Lösenord",
        WayIn::Passkey => "Nyckel",
        WayIn::Provider => "Organisationens inloggning",
    }
}
