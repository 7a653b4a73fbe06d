//! What the steps came to: counted, timed and summed.

use std::fmt::Write;
use std::ops::Add;
use std::time::Duration;

use super::steps::Name;

/// Tests that passed and failed.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }
}

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Outcome {
    Passed,
    Failed,
    /// What it needs was not built.
    Skipped,
}

impl Outcome {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Passed => "ok",
            Self::Failed => "FAILED",
            Self::Skipped => "skipped, since the build failed",
        }
    }
}

/// One line of the summary.
pub(crate) struct Report {
    pub(crate) step: Name,
    pub(crate) outcome: Outcome,
    pub(crate) counts: Counts,
    pub(crate) took: Duration,
}

/// What one line of a test run's output adds: nothing, unless it is the line with a test program's result.
pub(crate) fn counts(line: &str) -> Counts {
    let Some(result) = line.trim_start().strip_prefix("test result: ") else {
        return Counts::default();
    };
    let number_of = |word: &str| {
        let parts = result.split(['.', ';']);
        let found =
            parts.filter_map(|part| part.trim().strip_suffix(word)).find_map(|number| number.trim().parse().ok());
        found.unwrap_or(0)
    };
    Counts { passed: number_of(" passed"), failed: number_of(" failed") }
}

/// The whole name of the test that failed, where a line of a test run's output says so.
pub(crate) fn failed(line: &str) -> Option<&str> {
    line.trim_end().strip_prefix("test ")?.strip_suffix(" ... FAILED")
}

/// The table, and below it the sums alone on the last line.
pub(crate) fn summary(reports: &[Report]) -> String {
    let mut out = String::from("\nsteps\n");
    for Report { step, outcome, counts, took } in reports {
        let name = format!("{step:?}").to_lowercase();
        let tests = if *counts == Counts::default() {
            String::new()
        } else {
            format!("{} of {}", counts.passed, counts.passed + counts.failed)
        };
        // Writing into a String can't fail.
        writeln!(out, "  {name:<12}{:>9}  {tests:<12}{}", seconds(*took), outcome.word()).ok();
    }
    let sum = reports.iter().fold(Counts::default(), |sum, report| sum + report.counts);
    let took = reports.iter().map(|report| report.took).sum();
    writeln!(out, "  {:<12}{:>9}", "in all", seconds(took)).ok();
    writeln!(out, "{} passed, {} failed", sum.passed, sum.failed).ok();
    out
}

/// A time with one decimal.
pub(crate) fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn result_lines_are_read() {
        let line =
            "test result: FAILED. 41 passed; 2 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.52s\n";
        assert_eq!(counts(line), Counts { passed: 41, failed: 2 });
        let line = "test result: ok. 7 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.00s";
        assert_eq!(counts(line), Counts { passed: 7, failed: 0 });
        assert_eq!(counts("test tally::result ... ok"), Counts::default());
        assert_eq!(counts("running 7 tests, 3 failed;"), Counts::default());
    }

    #[test]
    fn failed_tests_are_named() {
        assert_eq!(
            failed("test faults::disk::a_full_disk::sqlite ... FAILED\n"),
            Some("faults::disk::a_full_disk::sqlite")
        );
        assert_eq!(failed("test faults::disk::a_full_disk::sqlite ... ok\n"), None);
        assert_eq!(failed("test result: FAILED. 41 passed; 2 failed\n"), None);
    }

    #[test]
    fn the_last_line_is_the_sum() {
        let report = |step, outcome, passed, failed| Report {
            step,
            outcome,
            counts: Counts { passed, failed },
            took: Duration::from_millis(1250),
        };
        let reports = [
            report(Name::Fmt, Outcome::Passed, 0, 0),
            report(Name::Domain, Outcome::Passed, 30, 0),
            report(Name::It, Outcome::Failed, 9, 1),
        ];
        let text = summary(&reports);
        assert_eq!(text.lines().last(), Some("39 passed, 1 failed"));
        assert!(text.contains("  it              1.2 s  9 of 10     FAILED\n"), "{text}");
    }
}
