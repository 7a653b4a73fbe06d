//! From nodes to a promise: what is missing, unknown or of the wrong kind. Goes on after every problem.

use super::{At, Node, Problem, Value, meant};
use crate::calendar::Day;
use crate::id::is_word;
use crate::promise::{
    Activity, Area, Commitment, Duration, Field, FieldKind, InterpretationNote, Organisation, OrganisationKind, Per,
    Promise, Scope, Share, Target, TargetKind,
};

/// A promise with the places of what refers to something else.
pub(super) struct Placed {
    pub(super) promise: Promise,
    pub(super) groups: Vec<Group>,
    pub(super) mentions: Vec<Mention>,
}

/// A named set of areas: files say it once, targets name it.
#[derive(Clone)]
pub(super) struct Group {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) areas: Vec<String>,
}

/// Something named in one place that must exist in another.
pub(super) struct Mention {
    pub(super) at: At,
    pub(super) kind: Named,
    pub(super) word: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    Organisation,
    Area,
    Group,
    Activity,
    /// A definition, which must be the only one of its name and kind.
    Defines(&'static str),
}

#[derive(Default)]
pub(super) struct Reader {
    pub(super) problems: Vec<Problem>,
    mentions: Vec<Mention>,
}

/// A table being read: which members have been asked for, so that the rest are unknown.
struct Table<'a> {
    at: At,
    members: &'a [(String, At, Node)],
    asked: Vec<&'static str>,
}

impl Reader {
    pub(super) fn say(&mut self, at: At, message: impl Into<String>) {
        self.problems.push(Problem { at, message: message.into() });
    }

    fn table<'a>(&mut self, node: &'a Node) -> Table<'a> {
        let members: &[_] = match &node.value {
            Value::Table(members) => members,
            _ => {
                self.say(node.at, "här ska stå en tabell");
                &[]
            }
        };
        Table { at: node.at, members, asked: Vec::new() }
    }

    fn get<'a>(&self, table: &mut Table<'a>, name: &'static str) -> Option<&'a Node> {
        table.asked.push(name);
        table.members.iter().find(|m| m.0 == name).map(|m| &m.2)
    }

    fn need<'a>(&mut self, table: &mut Table<'a>, name: &'static str) -> Option<&'a Node> {
        let found = self.get(table, name);
        if found.is_none() {
            self.say(table.at, format!("\"{name}\" saknas"));
        }
        found
    }

    /// Says which members nobody asked for.
    fn close(&mut self, table: &Table<'_>) {
        for (name, at, _) in table.members.iter().filter(|m| !table.asked.contains(&m.0.as_str())) {
            self.say(*at, format!("okänt namn \"{name}\"{}", meant(name, table.asked.iter().copied())));
        }
    }

    fn text_of(&mut self, node: Option<&Node>) -> String {
        match node.map(|n| (n.at, &n.value)) {
            Some((_, Value::Text(text))) if !text.trim().is_empty() => text.clone(),
            Some((at, Value::Text(_))) => {
                self.say(at, "texten är tom");
                String::new()
            }
            Some((at, _)) => {
                self.say(at, "här ska stå text inom citattecken");
                String::new()
            }
            None => String::new(),
        }
    }

    fn text(&mut self, table: &mut Table<'_>, name: &'static str) -> String {
        let node = self.need(table, name);
        self.text_of(node)
    }

    fn text_or_none(&mut self, table: &mut Table<'_>, name: &'static str) -> Option<String> {
        let node = self.get(table, name)?;
        Some(self.text_of(Some(node)))
    }

    /// An id of its own: well-formed, and unique among those of its kind.
    fn id(&mut self, table: &mut Table<'_>, kind: &'static str) -> String {
        let node = self.need(table, "id");
        let word = self.text_of(node);
        if let Some(node) = node.filter(|_| !word.is_empty()) {
            if !is_word(&word) {
                self.say(node.at, "ett id är små bokstäver a–z, siffror, _ och -, högst 64 tecken, först en bokstav");
            }
            self.mentions.push(Mention { at: node.at, kind: Named::Defines(kind), word: word.clone() });
        }
        word
    }

    fn int(&mut self, node: Option<&Node>, least: i64, most: i64) -> Option<u32> {
        match node.map(|n| (n.at, &n.value))? {
            (_, Value::Int(n)) if (least..=most).contains(n) => u32::try_from(*n).ok(),
            (at, Value::Int(_)) => {
                self.say(at, format!("talet ska ligga mellan {least} och {most}"));
                None
            }
            (at, _) => {
                self.say(at, "här ska stå ett heltal");
                None
            }
        }
    }

    fn flag(&mut self, table: &mut Table<'_>, name: &'static str, absent: bool) -> bool {
        match self.get(table, name).map(|n| (n.at, &n.value)) {
            None => absent,
            Some((_, Value::Bool(b))) => *b,
            Some((at, _)) => {
                self.say(at, "här ska stå true eller false");
                absent
            }
        }
    }

    fn day(&mut self, table: &mut Table<'_>, name: &'static str) -> Day {
        let Some(node) = self.need(table, name) else { return Day(0) };
        let read = match &node.value {
            Value::Date(text) => Day::read(text),
            _ => None,
        };
        read.unwrap_or_else(|| {
            self.say(node.at, "här ska stå ett datum, som 2021-01-01 utan citattecken");
            Day(0)
        })
    }

    fn choice<T: Copy>(&mut self, node: Option<&Node>, choices: &[(&str, T)]) -> Option<T> {
        let node = node?;
        let word = self.text_of(Some(node));
        let found = choices.iter().find(|c| c.0 == word).map(|c| c.1);
        if found.is_none() && !word.is_empty() {
            let all: Vec<&str> = choices.iter().map(|c| c.0).collect();
            let near = meant(&word, all.iter().copied());
            self.say(node.at, format!("\"{word}\" finns inte här; välj bland {}{near}", all.join(", ")));
        }
        found
    }

    fn list<'a>(&mut self, node: Option<&'a Node>) -> &'a [Node] {
        match node.map(|n| (n.at, &n.value)) {
            None => &[],
            Some((_, Value::List(list))) => list,
            Some((at, _)) => {
                self.say(at, "här ska stå en lista");
                &[]
            }
        }
    }

    /// A list of words that are defined elsewhere.
    fn words(&mut self, node: Option<&Node>, kind: Named) -> Vec<String> {
        let mut words = Vec::new();
        for item in self.list(node) {
            let word = self.text_of(Some(item));
            self.mentions.push(Mention { at: item.at, kind, word: word.clone() });
            words.push(word);
        }
        words
    }

    fn each<T>(
        &mut self,
        table: &mut Table<'_>,
        name: &'static str,
        mut read: impl FnMut(&mut Self, &mut Table<'_>) -> T,
    ) -> Vec<T> {
        let node = self.get(table, name);
        let mut all = Vec::new();
        for item in self.list(node) {
            let mut inner = self.table(item);
            all.push(read(self, &mut inner));
            self.close(&inner);
        }
        all
    }

    pub(super) fn promise(&mut self, root: &Node) -> Placed {
        let mut t = self.table(root);
        let groups = self.each(&mut t, "group", |r, t| Group {
            id: r.id(t, "grupp"),
            name: r.text(t, "name"),
            areas: {
                let node = r.need(t, "areas");
                r.words(node, Named::Area)
            },
        });
        let promise = Promise {
            id: self.id(&mut t, "löfte").as_str().into(),
            version: {
                let node = self.need(&mut t, "version");
                self.int(node, 1, 1_000_000).unwrap_or(1)
            },
            partnership: self.text(&mut t, "partnership").as_str().into(),
            title: self.text(&mut t, "title"),
            place: self.text(&mut t, "place"),
            preamble: self.text(&mut t, "preamble"),
            from: self.day(&mut t, "from"),
            to: self.day(&mut t, "to"),
            time_zone: self.text(&mut t, "time_zone"),
            extends: self.text_or_none(&mut t, "extends").map(|w| w.as_str().into()),
            continues: self.flag(&mut t, "continues", false),
            organisations: self.each(&mut t, "organisation", Self::organisation),
            areas: self.each(&mut t, "area", |r, t| Area {
                id: r.id(t, "område").as_str().into(),
                name: r.text(t, "name"),
                focus: r.flag(t, "focus", false),
            }),
            activities: self.each(&mut t, "activity", Self::activity),
            commitments: self.each(&mut t, "commitment", |r, t| r.commitment(t, &groups)),
        };
        self.close(&t);
        Placed { promise, groups, mentions: std::mem::take(&mut self.mentions) }
    }

    fn organisation(&mut self, t: &mut Table<'_>) -> Organisation {
        use OrganisationKind::{HousingCompany, Municipality, Police};
        let kinds = [("police", Police), ("municipality", Municipality), ("housing_company", HousingCompany)];
        Organisation {
            id: self.id(t, "organisation").as_str().into(),
            name: self.text(t, "name"),
            kind: {
                let node = self.need(t, "kind");
                self.choice(node, &kinds).unwrap_or(Police)
            },
        }
    }

    fn activity(&mut self, t: &mut Table<'_>) -> Activity {
        Activity {
            id: self.id(t, "aktivitet").as_str().into(),
            name: self.text(t, "name"),
            plural: self.text(t, "plural"),
            icon: self.text_or_none(t, "icon"),
            organisations: {
                let node = self.need(t, "organisations");
                self.words(node, Named::Organisation).iter().map(|w| w.as_str().into()).collect()
            },
            duration: {
                let node = self.get(t, "duration");
                self.choice(node, &[("none", Duration::None), ("timed", Duration::Timed)]).unwrap_or_default()
            },
            in_area: self.flag(t, "in_area", true),
            note: self.flag(t, "note", false),
            fields: self.each(t, "field", |r, t| {
                use FieldKind::{Number, Text, YesNoUnknown};
                Field {
                    id: r.text(t, "id"),
                    label: r.text(t, "label"),
                    kind: {
                        let node = r.need(t, "kind");
                        let kinds = [("yes_no_unknown", YesNoUnknown), ("number", Number), ("text", Text)];
                        r.choice(node, &kinds).unwrap_or(Text)
                    },
                    required: r.flag(t, "required", false),
                    hint: r.text_or_none(t, "hint"),
                }
            }),
        }
    }

    fn commitment(&mut self, t: &mut Table<'_>, groups: &[Group]) -> Commitment {
        Commitment {
            id: self.id(t, "löftesrad").as_str().into(),
            number: {
                let node = self.need(t, "number");
                self.int(node, 0, 999).unwrap_or(0)
            },
            section: self.text(t, "section"),
            owners: {
                let node = self.need(t, "owners");
                self.words(node, Named::Organisation).iter().map(|w| w.as_str().into()).collect()
            },
            text: self.text(t, "text"),
            note: self.get(t, "note").map(|node| {
                let mut n = self.table(node);
                let note = InterpretationNote {
                    text: self.text(&mut n, "text"),
                    by: self.text(&mut n, "by"),
                    on: self.day(&mut n, "on"),
                };
                self.close(&n);
                note
            }),
            targets: self.each(t, "target", |r, t| r.target(t, groups)),
        }
    }

    fn target(&mut self, t: &mut Table<'_>, groups: &[Group]) -> Target {
        use TargetKind::{Cadence, Count, Deliverable, Narrative};
        let kinds = [("count", Count), ("cadence", Cadence), ("deliverable", Deliverable), ("narrative", Narrative)];
        let periods =
            [("year", Per::Year), ("whole", Per::Whole), ("month", Per::Month), ("week", Per::Week), ("day", Per::Day)];
        let (areas, areas_name) = self.target_areas(t, groups);
        Target {
            id: self.id(t, "mål").as_str().into(),
            kind: {
                let node = self.need(t, "kind");
                self.choice(node, &kinds).unwrap_or(Narrative)
            },
            label: self.text(t, "label"),
            activity: self.get(t, "activity").map(|node| {
                let word = self.text_of(Some(node));
                self.mentions.push(Mention { at: node.at, kind: Named::Activity, word: word.clone() });
                word.as_str().into()
            }),
            areas: areas.iter().map(|w| w.as_str().into()).collect(),
            areas_name,
            scope: {
                let node = self.get(t, "scope");
                self.choice(node, &[("each", Scope::Each), ("sum", Scope::Sum)]).unwrap_or_default()
            },
            goal: {
                let node = self.get(t, "goal");
                self.int(node, 1, 10_000_000)
            },
            per: {
                let node = self.get(t, "per");
                self.choice(node, &periods).unwrap_or_default()
            },
            min_minutes: {
                let node = self.get(t, "min_minutes");
                self.int(node, 1, 10_080)
            },
            share: self.get(t, "share").map(|node| self.share(node)),
            sensitive: self.flag(t, "sensitive", false),
        }
    }

    fn share(&mut self, node: &Node) -> Share {
        let mut s = self.table(node);
        let percent = self.need(&mut s, "min_percent");
        let floor = self.need(&mut s, "floor");
        let share = Share {
            field: self.text(&mut s, "field"),
            value: self.text(&mut s, "value"),
            label: self.text(&mut s, "label"),
            min_percent: self.int(percent, 1, 100).unwrap_or(1),
            floor: self.int(floor, 1, 1000).unwrap_or(5),
        };
        self.close(&s);
        share
    }

    fn target_areas(&mut self, t: &mut Table<'_>, groups: &[Group]) -> (Vec<String>, Option<String>) {
        let named = self.get(t, "areas");
        let areas = self.words(named, Named::Area);
        let Some(node) = self.get(t, "group") else { return (areas, None) };
        if named.is_some() {
            self.say(node.at, "ange antingen \"areas\" eller \"group\", inte båda");
        }
        let word = self.text_of(Some(node));
        self.mentions.push(Mention { at: node.at, kind: Named::Group, word: word.clone() });
        let group = groups.iter().find(|g| g.id == word);
        (group.map(|g| g.areas.clone()).unwrap_or_default(), group.map(|g| g.name.clone()))
    }
}
