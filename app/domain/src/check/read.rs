//! From nodes to a promise: what is missing, unknown or of the wrong kind. Goes on after every problem.

use super::Node;
use super::reader::{Mention, Named, Reader, Table};
use crate::limits;
use crate::promise::{
    Activity, Area, Commitment, Duration, Field, FieldKind, InterpretationNote, Organisation, OrganisationKind, Per,
    Promise, Scope, Share, Target, TargetKind,
};

/// A running extension is called by the partnership and its year; that is an id too.
const PARTNERSHIP_CHARS: usize = limits::WORD_CHARS - "-2021".len();

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

impl Reader {
    pub(super) fn promise(&mut self, root: &Node) -> Placed {
        let mut t = self.table(root);
        let groups = self.each(&mut t, "group", |r, t| Group {
            id: r.id(t, "grupp"),
            name: r.text(t, "name"),
            areas: {
                let node = r.need(t, "areas");
                let areas = r.words(node, Named::Area);
                // A target of no areas would count everywhere.
                if let Some(node) = node.filter(|_| areas.is_empty()) {
                    r.say(node.at, "gruppen har inga områden");
                }
                areas
            },
        });
        let promise = Promise {
            id: self.id(&mut t, "löfte").as_str().into(),
            version: {
                let node = self.need(&mut t, "version");
                self.int(node, 1, 1_000_000).unwrap_or(1)
            },
            partnership: {
                let node = self.need(&mut t, "partnership");
                let word = self.text_of(node);
                self.well_formed(node.map(|n| n.at).unwrap_or_default(), &word, PARTNERSHIP_CHARS);
                word.as_str().into()
            },
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
        let mut fields = Vec::new();
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
            fields: self.each(t, "field", |r, t| r.field(t, &mut fields)),
        }
    }

    fn field(&mut self, t: &mut Table<'_>, others: &mut Vec<String>) -> Field {
        use FieldKind::{Number, Text, YesNoUnknown};
        Field {
            id: self.id_within(t, limits::FIELD_NAME_CHARS, others),
            label: self.text(t, "label"),
            kind: {
                let node = self.need(t, "kind");
                let kinds = [("yes_no_unknown", YesNoUnknown), ("number", Number), ("text", Text)];
                self.choice(node, &kinds).unwrap_or(Text)
            },
            required: self.flag(t, "required", false),
            hint: self.text_or_none(t, "hint"),
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
