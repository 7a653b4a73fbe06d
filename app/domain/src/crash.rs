//! A crash of the app on a phone, as the server hears of it: what failed, where and in which build. Nothing that anybody
//! has recorded or typed is in it.

use serde::{Deserialize, Serialize};

/// Crashes that a phone stores until its next contact, and that the server takes from a phone in a day.
pub const CRASHES: usize = 5;
/// Bytes of each text, less than a kilobyte in all.
const BUILD_BYTES: usize = 64;
const LOCATION_BYTES: usize = 200;
const MESSAGE_BYTES: usize = 500;
/// Folders of a path that name a file well enough; those above it belong to the machine that built the app.
const FOLDERS: usize = 4;

/// See the module.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Crash {
    pub build: String,
    /// File and line of the code.
    pub location: String,
    pub message: String,
}

/// `POST /api/v1/crashes`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CrashRequest {
    pub crashes: Vec<Crash>,
}

impl Crash {
    /// The same within its bounds, and without what a message may say about values.
    #[must_use]
    pub fn bounded(&self) -> Self {
        Self {
            build: shortened(&self.build, BUILD_BYTES),
            location: shortened(short_path(&self.location), LOCATION_BYTES),
            message: shortened(without_values(&self.message), MESSAGE_BYTES),
        }
    }
}

/// Adds a crash to those that wait for the next contact; the oldest make room.
pub fn add(crashes: &mut Vec<Crash>, crash: &Crash) {
    crashes.push(crash.bounded());
    let too_many = crashes.len().saturating_sub(CRASHES);
    crashes.drain(..too_many);
}

/// A message up to where it begins to show a value: an error's content, or a text that was being cut.
fn without_values(message: &str) -> &str {
    // "called `Option::unwrap()` on a `None` value": these marks are around code.
    let marks: &[char] = if message.starts_with("called `") { &[':', '"'] } else { &[':', ';', '"', '\'', '`'] };
    let is_path = |at: usize| message[at..].starts_with("::") || message[..at].ends_with(':');
    let end = message.match_indices(marks).map(|(at, _)| at).find(|at| !is_path(*at));
    message[..end.unwrap_or(message.len())].trim_end()
}

fn short_path(path: &str) -> &str {
    path.rmatch_indices(['/', '\\']).nth(FOLDERS).map_or(path, |(at, _)| &path[at + 1..])
}

fn shortened(text: &str, bytes: usize) -> String {
    text[..text.floor_char_boundary(bytes)].chars().filter(|c| !c.is_control()).collect()
}
