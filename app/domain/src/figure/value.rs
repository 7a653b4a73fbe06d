//! A number as an audience may know it, and a percentage that never crosses the line it is judged by.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Sensitive figures move by so many at a time, so that subtraction shows no single case (protocol, section 7).
pub const STEP: i64 = 5;

/// A number, or the bounds that it lies within where it is hidden.
///
/// As JSON `{"count": 7, "low": 7, "high": 7}`, and `{"count": null, "low": 5, "high": 9}` where it is hidden.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(into = "Bounds", from = "Bounds")]
pub enum Value {
    Exact(i64),
    /// From `low` to `high`, both included.
    Hidden {
        low: i64,
        high: i64,
    },
}

#[derive(Serialize, Deserialize)]
struct Bounds {
    count: Option<i64>,
    low: i64,
    high: i64,
}

impl From<Value> for Bounds {
    fn from(value: Value) -> Self {
        Self { count: value.exact(), low: value.low(), high: value.high() }
    }
}

impl From<Bounds> for Value {
    fn from(bounds: Bounds) -> Self {
        bounds.count.map_or(Self::Hidden { low: bounds.low, high: bounds.high }, Self::Exact)
    }
}

impl Value {
    /// The step that a number lies in, and nothing else of it.
    #[must_use]
    pub fn hidden(n: i64) -> Self {
        let low = n.max(0) / STEP * STEP;
        Self::Hidden { low, high: low + STEP - 1 }
    }

    /// The number itself; `None` where it is hidden.
    #[must_use]
    pub fn exact(self) -> Option<i64> {
        match self {
            Self::Exact(n) => Some(n),
            Self::Hidden { .. } => None,
        }
    }

    #[must_use]
    pub fn low(self) -> i64 {
        match self {
            Self::Exact(n) | Self::Hidden { low: n, .. } => n,
        }
    }

    #[must_use]
    pub fn high(self) -> i64 {
        match self {
            Self::Exact(n) | Self::Hidden { high: n, .. } => n,
        }
    }

    #[must_use]
    pub fn is_hidden(self) -> bool {
        matches!(self, Self::Hidden { .. })
    }
}

/// A percentage in whole percent, or in tenths where whole percent would stand on the other side of the line that the
/// exact share is judged by: 39 of 200 is 19.5 beside "at least 20", not 20.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Percent {
    tenths: i64,
}

impl Percent {
    /// `numerator` of `denominator`, to be shown beside `min_percent`; `None` of nothing.
    #[must_use]
    pub fn of(numerator: i64, denominator: i64, min_percent: i64) -> Option<Self> {
        if denominator <= 0 {
            return None;
        }
        let whole = (numerator * 200 + denominator) / (denominator * 2);
        let crosses = whole >= min_percent && numerator * 100 < min_percent * denominator;
        // Rounded down, a share below the line stays below it however near it is.
        Some(Self { tenths: if crosses { numerator * 1000 / denominator } else { whole * 10 } })
    }

    /// In tenths of a percent.
    #[must_use]
    pub fn tenths(self) -> i64 {
        self.tenths
    }

    /// "23" or "19,5", with the given sign before the tenth.
    #[must_use]
    pub fn text(self, decimal_sign: char) -> String {
        match (self.tenths / 10, self.tenths % 10) {
            (whole, 0) => whole.to_string(),
            (whole, tenth) => format!("{whole}{decimal_sign}{tenth}"),
        }
    }
}

/// As a JSON number: 23, or 19.5.
impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if self.tenths % 10 == 0 {
            to.serialize_i64(self.tenths / 10)
        } else {
            to.serialize_f64(self.tenths as f64 / 10.0)
        }
    }
}

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let percent = f64::deserialize(from)?;
        Ok(Self { tenths: (percent * 10.0).round() as i64 })
    }
}
