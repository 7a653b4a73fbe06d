//! What the audit log's page says: each deed as a clause, and what it was about.

pub const AUDIT: &str = "Logg";
pub const LEAD: &str = "Vem som har gjort, ändrat och läst vad, det nyaste först. Inget här kan ändras eller tas bort. Även läsning av loggen loggas.";
pub const FILTER: &str = "Visa i loggen";
pub const DEED: &str = "Vad";
pub const PERSON: &str = "Vem";
pub const FROM: &str = "Från och med";
pub const TO: &str = "Till och med";
pub const ALL: &str = "Alla";
pub const SHOW: &str = "Visa rader";
pub const COLUMNS: [&str; 5] = ["När", "Vem", "Vad", "Om", "Rad"];
pub const NO_ROWS: &str = "Inga rader stämmer med det du valt. Ta bort något villkor, eller välj fler dagar.";
pub const OLDER: &str = "Äldre rader";
pub const SERVER: &str = "Servern";
pub const NOBODY_KNOWN: &str = "Okänd";
pub const WHICH: &str = "Vilka poster";

/// "och 980 till; alla står i den exporterade loggen".
#[must_use]
pub fn and_more(n: usize) -> String {
    format!("och {n} till; alla står i den exporterade loggen")
}

/// A deed by its word in the log; the word itself for one that a later version knows.
#[must_use]
pub fn deed(word: &str) -> &str {
    match word {
        "sign_in" => "loggade in",
        "sign_in_refused" => "släpptes inte in",
        "sign_out" => "loggade ut",
        "choose_password" => "valde lösenord",
        "enrol" => "anslöt en telefon",
        "enrol_refused" => "skrev en kod som inte gällde",
        "revoke" => "spärrade en telefon",
        "read_entries" => "läste poster",
        "export_entries" => "tog ut poster till en fil",
        "create_person" => "lade till en person",
        "change_person" => "ändrade en person",
        "disable_person" => "stängde av en person",
        "enable_person" => "släppte in en person igen",
        "end_sessions" => "avslutade inloggningar",
        "add_passkey" => "lade till en inloggningsnyckel",
        "remove_passkey" => "tog bort en inloggningsnyckel",
        "passkey_synced" => "har en inloggningsnyckel som nu finns på flera enheter",
        "link_identity" => "kopplade en inloggning från organisationen",
        "give_code" => "gav en engångskod",
        "give_link" => "gav en inloggningslänk",
        "load_promise" => "läste in ett löfte",
        "draft_promise" => "laddade upp ett löfte som utkast",
        "drop_promise" => "kastade ett utkast till löfte",
        "put_in_force" => "satte ett löfte i kraft",
        "unload_promise" => "tog bort ett löfte",
        "set_up" => "startade partnerskapet med dess första löfte",
        "remove_partnership" => "tog bort partnerskapet",
        "rebuild" => "räknade om alla siffror",
        "restore" => "tog tillbaka en säkerhetskopia",
        "sync" => "sände poster",
        "join" => "räknade ihop två poster",
        "separate" => "räknade två poster var för sig",
        "accept" => "godkände poster",
        "decide" => "valde mellan versioner",
        "close_gap" => "stängde en lucka",
        "map_area" => "läste ett områdes namn som ett annat",
        "map_activity" => "läste en aktivitets namn som en annan",
        "return" => "skickade åter en post",
        "void" => "tog bort en post ur siffrorna",
        "put_back" => "räknade en borttagen post igen",
        "draft_report" => "började en rapport",
        "write_report" => "skrev i en rapport",
        "choose_row" => "valde en rad i en rapport",
        "read_report" => "läste en rapport",
        "freeze_report" => "fryste en rapport",
        "approve_report" => "godkände en rapport",
        "publish_report" => "publicerade en rapport",
        "reopen_report" => "öppnade en rapport igen",
        "withdraw_report" => "återkallade en rapport",
        "forget_names" => "gallrade namn",
        "import_rescue" => "läste in en räddningsfil",
        "recover_key" => "låste upp en telefon",
        "leave_phone" => "lämnade en telefon",
        "refused" => "nekades",
        "read_audit" => "läste loggen",
        "export_audit" => "tog ut loggen till en fil",
        other => other,
    }
}

/// What a part of a row is called; none for what says nothing to people.
#[must_use]
pub fn label(name: &str) -> Option<&'static str> {
    Some(match name {
        "activity" => "Aktivitet",
        "area" => "Område",
        "commit_no" => "Ändring nr",
        "commitment" => "Löftesrad",
        "count" => "Antal",
        "day" => "Dag",
        "deed" => "Vad",
        "device" => "Telefon",
        "devices" => "Telefoner",
        "entries" => "Poster",
        "file" => "Som fil",
        "from" | "from_ms" => "Från",
        "id" => "Post",
        "journal" => "Journal",
        "journals" => "Journaler",
        "method" => "Metod",
        "occasion" | "root" => "Post",
        "occasions" => "Poster som räknades",
        "organisation" => "Organisation",
        "party" => "Part",
        "path" => "Adress",
        "people" => "Personer",
        "person" => "Person",
        "promise" => "Löfte",
        "quarantined" => "Hölls tillbaka",
        "refused" => "Avvisade",
        "replaces" => "Ersätter rapport",
        "report" => "Rapport",
        "role" => "Roll",
        "rows" => "Rader",
        "since_ms" => "Sedan",
        "target" => "Mål",
        "times" => "Ytterligare gånger",
        "to" | "to_ms" => "Till",
        "version" => "Version",
        "waits" => "Väntar på en person",
        "why" => "Varför",
        _ => return None,
    })
}

/// Why something was refused.
#[must_use]
pub fn why(word: &str) -> &str {
    match word {
        "not_allowed" => "rollen når inte dit",
        "cross_site" => "begäran kom från en annan webbplats",
        "not_yours" => "posten är någon annans",
        "wrong_code" => "koden var fel, använd eller för gammal",
        "wrong_password" => "fel lösenord",
        "unknown_name" => "okänt namn",
        other => other,
    }
}
