//! Reading a tree member by member. What is missing or of another shape leaves a mark and a stand-in, so that a reader
//! is a straight line; whether everything fitted is asked once, at its end.
//!
//! The readers that serde derives do the same with a branch for every member of every type: a fifth of the client.

use domain::calendar::Day;
use domain::json::Json;
use domain::moment::Moment;
use std::cell::Cell;

static NOTHING: Json = Json::Null;

/// A tree that is being read.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    pub(super) tree: &'a Json,
    fits: &'a Cell<bool>,
}

/// Reads a whole value; `None` if anything in it didn't fit.
pub(crate) fn whole<T>(tree: &Json, read: impl FnOnce(Reader<'_>) -> T) -> Option<T> {
    let fits = Cell::new(true);
    let value = read(Reader { tree, fits: &fits });
    fits.get().then_some(value)
}

impl<'a> Reader<'a> {
    /// It doesn't fit.
    pub(crate) fn unfit(self) {
        self.fits.set(false);
    }

    /// A member; null where there is none.
    pub(crate) fn at(self, name: &str) -> Reader<'a> {
        Reader { tree: self.tree.get(name).unwrap_or(&NOTHING), ..self }
    }

    pub(crate) fn is_there(self) -> bool {
        *self.tree != Json::Null
    }

    /// Text as a value of its own.
    pub(crate) fn str(self) -> &'a str {
        self.tree.text().unwrap_or_else(|| {
            self.unfit();
            ""
        })
    }

    pub(crate) fn text(self, name: &str) -> String {
        self.at(name).str().to_owned()
    }

    pub(crate) fn text_if(self, name: &str) -> Option<String> {
        self.tree.get(name).and_then(Json::text).map(str::to_owned)
    }

    pub(crate) fn int(self, name: &str) -> i64 {
        self.at(name).tree.int().unwrap_or_else(|| {
            self.unfit();
            0
        })
    }

    pub(crate) fn int_if(self, name: &str) -> Option<i64> {
        self.at(name).tree.int()
    }

    /// A small number that is never negative.
    pub(crate) fn small(self, name: &str) -> u32 {
        u32::try_from(self.int(name)).unwrap_or_else(|_| {
            self.unfit();
            0
        })
    }

    pub(crate) fn small_if(self, name: &str) -> Option<u32> {
        self.int_if(name).and_then(|int| u32::try_from(int).ok())
    }

    /// Whether something is said to be so; what isn't said isn't.
    pub(crate) fn is(self, name: &str) -> bool {
        self.tree.get(name) == Some(&Json::Bool(true))
    }

    pub(crate) fn day(self, name: &str) -> Day {
        Day::read(self.at(name).str()).unwrap_or_else(|| {
            self.unfit();
            Day(0)
        })
    }

    pub(crate) fn moment(self, name: &str) -> Moment {
        Moment::read(self.at(name).str()).unwrap_or_else(|| {
            self.unfit();
            Moment { unix_ms: 0, offset_min: 0 }
        })
    }

    /// An id of sixteen bytes.
    pub(crate) fn id<T>(self, read: fn(&str) -> Option<T>, none: T) -> T {
        read(self.str()).unwrap_or_else(|| {
            self.unfit();
            none
        })
    }

    /// The items of a list; none where nothing is said.
    pub(crate) fn items(self) -> impl Iterator<Item = Reader<'a>> {
        let items: &[Json] = match self.tree {
            Json::List(items) => items,
            Json::Null => &[],
            _ => {
                self.unfit();
                &[]
            }
        };
        items.iter().map(move |tree| Reader { tree, ..self })
    }

    pub(crate) fn list<T>(self, name: &str, mut read: impl FnMut(Reader<'a>) -> T) -> Vec<T> {
        let mut list = Vec::new();
        for item in self.at(name).items() {
            list.push(read(item));
        }
        list
    }

    /// The items of a list that this build can read. What a newer server adds is left out, not what stands beside it.
    pub(crate) fn readable<T>(self, name: &str, read: impl Fn(Reader<'_>) -> T) -> Vec<T> {
        let mut list = Vec::new();
        for item in self.at(name).items() {
            list.extend(whole(item.tree, &read));
        }
        list
    }

    /// The members of an object, by name.
    pub(crate) fn members(self) -> impl Iterator<Item = (&'a str, Reader<'a>)> {
        let map = match self.tree {
            Json::Map(map) => Some(map),
            _ => None,
        };
        map.into_iter().flatten().map(move |(name, tree)| (name.as_str(), Reader { tree, ..self }))
    }

    /// The value of a word; `None` for a word that this build doesn't know.
    pub(crate) fn parse<T>(self, parse: fn(&str) -> Option<T>) -> Option<T> {
        parse(self.str())
    }

    /// The value of a word that doesn't fit where this build doesn't know it.
    pub(crate) fn parse_or<T>(self, parse: fn(&str) -> Option<T>, none: T) -> T {
        self.parse(parse).unwrap_or_else(|| {
            self.unfit();
            none
        })
    }

    /// One of a few words; `None` for another one.
    pub(crate) fn known<T: Copy>(self, words: &[(&str, T)]) -> Option<T> {
        let word = self.str();
        words.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
    }

    /// One of a few words.
    pub(crate) fn one_of<T: Copy>(self, words: &[(&str, T)], none: T) -> T {
        self.known(words).unwrap_or_else(|| {
            self.unfit();
            none
        })
    }
}
