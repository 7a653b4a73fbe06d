//! What a phone loads, as a table.

use std::fmt::Write;

use super::record::{Record, Sized};

/// A line for each file, and the sum of what the officer's page loads.
pub(crate) fn table(record: &Record) -> String {
    let mut out = String::new();
    let (phone, other): (Vec<&Sized>, Vec<&Sized>) = record.files.iter().partition(|file| file.phone);
    // Writing into a String can't fail.
    let mut row = |name: &str, bytes: &str, brotli: &str| {
        writeln!(out, "  {name:<30}{bytes:>11}{brotli:>11}").ok();
    };
    row(&format!("build {}", record.build), "bytes", "brotli");
    for file in &phone {
        row(short(file, record), &grouped(file.bytes), &grouped(file.brotli));
    }
    let sum = |size: fn(&Sized) -> usize| grouped(phone.iter().map(|file| size(file)).sum());
    row("the officer's page loads", &sum(|file| file.bytes), &sum(|file| file.brotli));
    row("  (HTML not included)", "", "");
    for file in &other {
        row(short(file, record), &grouped(file.bytes), &grouped(file.brotli));
    }
    out
}

fn short<'a>(file: &'a Sized, record: &Record) -> &'a str {
    let name = file.path.strip_prefix("/pkg/").and_then(|rest| rest.strip_prefix(&record.build));
    name.unwrap_or(&file.path).trim_start_matches('/')
}

/// Thousands apart, as they are written in Swedish.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(["0", "999", "1 000", "1 234 567"].map(String::from), [0, 999, 1000, 1_234_567].map(grouped));
    }

    #[test]
    fn only_what_the_phone_loads_is_summed() {
        let file = |path: &str, bytes, brotli, phone| Sized { path: path.into(), bytes, brotli, phone };
        let record = Record {
            build: "0123456789ab".into(),
            files: vec![
                file("/pkg/0123456789ab/app.js", 20_000, 5_000, true),
                file("/pkg/0123456789ab/staff.css", 900, 300, false),
                file("/pkg/0123456789ab/app_bg.wasm", 100_000, 40_000, true),
            ],
        };
        let table = table(&record);
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines[1], "  app.js                             20 000      5 000");
        assert_eq!(lines[3], "  the officer's page loads          120 000     45 000");
        assert!(lines[5].contains("staff.css"));
    }
}
