//! Reading lists of which this build may not know every item: what a newer server adds is left out, not what stands
//! beside it.

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Deserializer};

#[derive(Deserialize)]
#[serde(untagged, bound = "T: DeserializeOwned")]
enum Item<T> {
    Readable(T),
    Unreadable(IgnoredAny),
}

/// The items of a list that this build can read, for `#[serde(deserialize_with)]`.
///
/// # Errors
/// When it isn't a list at all.
pub fn items<'de, T: DeserializeOwned, D: Deserializer<'de>>(from: D) -> Result<Vec<T>, D::Error> {
    let all = Vec::<Item<T>>::deserialize(from)?;
    let readable = all.into_iter().filter_map(|item| match item {
        Item::Readable(item) => Some(item),
        Item::Unreadable(_) => None,
    });
    Ok(readable.collect())
}

/// A list that is a whole text by itself.
#[derive(Deserialize)]
#[serde(transparent, bound = "T: DeserializeOwned")]
pub struct Items<T>(#[serde(deserialize_with = "items")] pub Vec<T>);
