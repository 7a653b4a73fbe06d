//! Promise files of other places, made from those that ship.

/// A promise that ships as the file of another partnership for a calendar year: `ortnas-2027`.
///
/// # Panics
/// When no promise of that id ships.
#[must_use]
pub fn shipped_as(id: &str, partnership: &str, year: u32) -> String {
    let (_, text) = server::promise_file::shipped().find(|(known, _)| *known == id).expect("it ships");
    let line = |line: &str| {
        let key = line.split(" = ").next().unwrap_or_default();
        match key {
            "id" => format!("id = \"{partnership}-{year}\""),
            "partnership" => format!("partnership = \"{partnership}\""),
            "title" => format!("title = \"Medborgarlöfte {partnership} {year}\""),
            "from" => format!("from = {year}-01-01"),
            "to" => format!("to = {year}-12-31"),
            "extends" => String::new(),
            _ => line.to_owned(),
        }
    };
    // The promise's own lines come before its first table.
    let (head, rest) = text.split_once("\n[[").expect("tables");
    let head: Vec<String> = head.lines().map(line).collect();
    format!("{}\n[[{rest}", head.join("\n"))
}
