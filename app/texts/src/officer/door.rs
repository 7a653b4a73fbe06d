//! The door: the PIN, whose phone it is, and how somebody gets onto it.

// Locked
pub const LOCKED: &str = "Låst";
pub const LOCKED_WHY: &str = "Det som är registrerat öppnas med din pinkod. En mätning som pågår fortsätter.";
pub const WHO: &str = "Vem är du?";
pub const UNSENT: &str = "osända";
pub const OPEN: &str = "Öppna";
pub const OPENS: &str = "Öppnar …";
pub const ERASE: &str = "Ta bort siffra";
pub const STILL_LOCKED: &str = "Fortfarande låst.";
pub const WRONG_PIN: &str = "Pinkoden stämmer inte. Pröva igen, eller be gruppchefen om en kod.";
/// The script puts the seconds in the nought's place.
pub const WAIT: &str = "Vänta 0 sekunder till nästa försök.";
pub const FORGOTTEN_OR_NEW: &str = "Glömt pinkoden, eller ny på telefonen";

// Enrolment
pub const CODE: &str = "Engångskod";
pub const CODE_HINT: &str =
    "Från din gruppchef eller administratör. Gäller en gång, i tio minuter. Går att klistra in.";
pub const SCAN: &str = "Skanna koden";
pub const DEVICE: &str = "Telefonens namn";
pub const DEVICE_HINT: &str = "Syns för gruppchefen om telefonen tystnar.";
pub const PIN: &str = "Välj en pinkod";
pub const PIN_HINT: &str = "Sex till tolv siffror. Låser det du registrerar på telefonen.";
pub const PIN_AGAIN: &str = "Pinkoden en gång till";
pub const MARK: &str = "Märke på låsskärmen";
pub const MARK_HINT: &str = "Behövs om ni är flera på telefonen. Skriv inte ditt namn.";
pub const ON_IOS: &str = "Lägg till på hemskärmen först, och ange koden där: appen och fliken har var sin lagring.";
pub const INSECURE: &str = "Adressen saknar https";
pub const INSECURE_WHY: &str = "Utan https kan telefonen varken låsa det du registrerar, installera Rond eller starta utan täckning. Be den som driver servern om en adress som börjar med https.";
pub const NO_CODE: &str = "Jag har ingen kod";
pub const NO_CODE_WHY: &str =
    "Din gruppchef eller administratör skapar en kod åt dig under Personer i Rond. Den kan läsas upp i telefon.";
pub const ENROL: &str = "Anslut telefonen";
pub const ENROLLING: &str = "Ansluter …";
pub const NOT_ENROLLED: &str = "Inte ansluten.";

/// Why nobody was enrolled, by the server's status or by what stands in its place: told with what to do.
pub const WHY_NOT_ENROLLED: [(&str, &str); 12] = [
    ("0", "Ingen kontakt med servern. Pröva samma kod igen när du har täckning. Gäller den inte längre, be om en ny."),
    ("400", "Skriv koden som du har fått av gruppchefen."),
    ("unread", "Ingen kod syns på bilden. Fotografera den rakt framifrån och nära, eller skriv den."),
    ("401", "Koden är fel, använd eller för gammal. Be gruppchefen om en ny."),
    ("429", "För många försök. Vänta en minut och pröva igen."),
    ("short", "Pinkoden ska vara sex till tolv siffror."),
    ("guessable", "Den pinkoden är den första någon skulle pröva. Välj en som inte är en rad eller en upprepning."),
    ("differs", "Pinkoderna är inte lika. Skriv dem en gång till."),
    (
        "unopened",
        "Servern kunde inte öppna det som redan är låst på telefonen. Inget är borttaget. Pröva din gamla pinkod, eller spara en räddningsfil.",
    ),
    ("other", "Koden var till någon annan. Be om en ny, lås telefonen och välj Ny på telefonen."),
    ("storage", "Telefonens lagring svarar inte. Stäng andra flikar, ladda om sidan och be om en ny kod."),
    ("503", "Servern har mycket att göra. Vänta en stund och pröva igen."),
];
