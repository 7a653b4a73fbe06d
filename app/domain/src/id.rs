//! Ids as types of their own, so that an entry's id can't be handed over where a journal's is meant.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Reads a UUID in its hyphenated text form (RFC 9562), either letter case.
fn read_uuid(text: &str) -> Option<[u8; 16]> {
    let mut bytes = [0; 16];
    let text = text.as_bytes();
    if text.len() != 36 {
        return None;
    }
    let mut at = 0;
    for (place, byte) in bytes.iter_mut().enumerate() {
        if matches!(place, 4 | 6 | 8 | 10) {
            if text[at] != b'-' {
                return None;
            }
            at += 1;
        }
        let high = (text[at] as char).to_digit(16)?;
        let low = (text[at + 1] as char).to_digit(16)?;
        *byte = (high << 4 | low) as u8;
        at += 2;
    }
    Some(bytes)
}

fn write_uuid(bytes: &[u8; 16], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (place, byte) in bytes.iter().enumerate() {
        if matches!(place, 4 | 6 | 8 | 10) {
            f.write_str("-")?;
        }
        write!(f, "{byte:02x}")?;
    }
    Ok(())
}

/// Makes the bytes of a UUIDv7 from a time in unix milliseconds and ten random bytes (RFC 9562, section 5.7).
/// Time order is what keeps an index flat, however many entries it holds.
#[must_use]
pub fn uuid_v7(unix_ms: i64, random: [u8; 10]) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[..6].copy_from_slice(&unix_ms.to_be_bytes()[2..]);
    bytes[6..].copy_from_slice(&random);
    bytes[6] = bytes[6] & 0x0f | 0x70;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    bytes
}

macro_rules! uuid_id {
    ($(#[$doc:meta] $name:ident),+ $(,)?) => {$(
        #[$doc]
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; 16]);

        impl $name {
            /// Reads the hyphenated text form; `None` for anything else.
            #[must_use]
            pub fn read(text: &str) -> Option<Self> {
                read_uuid(text).map(Self)
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_uuid(&self.0, f)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_uuid(&self.0, f)
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = String::deserialize(from)?;
                Self::read(&text).ok_or_else(|| serde::de::Error::custom("not a UUID"))
            }
        }
    )+};
}

uuid_id! {
    /// One entry, made when its form opens, so that a double tap is one entry.
    EntryId,
    /// One numbered series of entries, for ever of one partnership and one person.
    JournalId,
    /// A person; the name lives elsewhere, so that forgetting it changes no entry.
    PersonId,
    /// One phone or browser profile.
    DeviceId,
    /// A report of a promise for a period.
    ReportId,
    /// A passkey of a member of staff.
    PasskeyId,
}

macro_rules! word_id {
    ($(#[$doc:meta] $name:ident),+ $(,)?) => {$(
        #[$doc]
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The id as it stands in promise files, URLs and on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

word_id! {
    /// The parties that promise together over the years; first in every key.
    PartnershipId,
    /// A party of a partnership: police area, municipality, housing company.
    OrganisationId,
    /// A promise, unique on a server.
    PromiseId,
    /// A line of a promise in the words that were signed.
    CommitmentId,
    /// One thing of a commitment that can be counted or followed.
    TargetId,
    /// A place that the promise speaks of.
    AreaId,
    /// What officers do and record.
    ActivityId,
}

/// Whether a word may be an id in a promise file: lower-case letters, digits, `_` and `-`, at most 64, a letter first.
#[must_use]
pub fn is_word(text: &str) -> bool {
    text.len() <= 64
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_is_written_as_it_was_read() {
        let text = "0178a5c0-1e2f-7a3b-8c4d-0123456789ab";
        assert_eq!(EntryId::read(text).map(|id| id.to_string()).as_deref(), Some(text));
        for wrong in ["", "0178a5c0", "0178a5c0x1e2f-7a3b-8c4d-0123456789ab", "0178a5c0-1e2f-7a3b-8c4d-0123456789ag"] {
            assert_eq!(EntryId::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_made_id_carries_its_version_and_sorts_by_time() {
        let early = EntryId(uuid_v7(1_614_862_000_000, [0xff; 10]));
        let late = EntryId(uuid_v7(1_614_862_000_001, [0; 10]));
        assert!(early < late);
        assert_eq!(&early.to_string()[14..15], "7");
        assert_eq!(&early.to_string()[19..20], "b");
    }
}
