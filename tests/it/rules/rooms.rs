//! The walls between rooms: which folder may not import from which.

use super::File;

/// A folder, and the modules that nothing in it may name. Each room knows only those below it.
const WALLS: [(&str, &[&str]); 7] = [
    ("app/src/device/", &["crate::state", "crate::actions", "crate::parts", "crate::screens"]),
    ("app/src/state/", &["crate::actions", "crate::parts", "crate::screens"]),
    ("app/src/actions/", &["crate::parts", "crate::screens"]),
    ("app/src/parts/", &["crate::actions", "crate::screens"]),
    ("server/src/store/", &["crate::http", "crate::api", "crate::web"]),
    ("server/src/http/", &["crate::api", "crate::web"]),
    ("server/src/api/", &["crate::web"]),
];

/// Where a room names one that it may not know; what comments refer to is no import.
pub(super) fn crossed(file: &File) -> Vec<String> {
    let Some((_, others)) = WALLS.iter().find(|(room, _)| file.path.starts_with(room)) else { return Vec::new() };
    let code = file.text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
    let names = |line: &str, module: &&&str| line.split(**module).skip(1).any(|rest| !rest.starts_with(is_of_a_name));
    code.filter_map(|(number, line)| {
        let module = others.iter().find(|module| names(line, module))?;
        Some(format!("{}:{}: {module} is above this room", file.path, number + 1))
    })
    .collect()
}

fn is_of_a_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    #[test]
    fn an_import_from_above_is_caught() {
        assert_eq!(said(crossed, "server/src/http/a.rs", "use crate::web::b;\n").len(), 1);
        assert_eq!(said(crossed, "server/src/store/a/b.rs", "fn f() { crate::http::g() }\n").len(), 1);
        assert_eq!(said(crossed, "server/src/web/a.rs", "use crate::http::b;\n"), [""; 0]);
        assert_eq!(said(crossed, "server/src/http/a.rs", "/// See [`crate::web::b`].\nuse crate::website;\n"), [""; 0]);
        assert_eq!(said(crossed, "app/src/state/a.rs", "use crate::actions::{b, c};\n").len(), 1);
    }
}
