//! From nodes to a promise: what is missing, unknown or of the wrong kind. Goes on after every problem.

use super::Node;
use super::reader::{Mention, Named, Places, Reader, Table};
use crate::limits;
use crate::promise::{
    Activity, Area, Choice, Commitment, Duration, Field, FieldKind, ICONS, InterpretationNote, Near, Organisation,
    OrganisationKind, PREPOSITIONS, Promise,
};

/// A running extension is called by the partnership and its year; that is an id too.
const PARTNERSHIP_CHARS: usize = limits::WORD_CHARS - "-2021".len();

/// What every form asks by itself: a field of that name would be answered by the form's own question.
const FORM_QUESTIONS: [&str; 6] = ["area", "day", "minutes", "note", "start", "unit"];

/// A promise with the places of what refers to something else.
pub(super) struct Placed {
    pub(super) promise: Promise,
    pub(super) groups: Vec<Group>,
    pub(super) mentions: Vec<Mention>,
    /// Of the file's own members.
    pub(super) top: Places,
    /// Of each target, in the order of the promise's.
    pub(super) targets: Vec<Places>,
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
        let top = t.places();
        let groups = self.each(&mut t, "group", |r, t| Group {
            id: r.id(t, "grupp"),
            name: r.text(t, "name"),
            areas: {
                let node = r.need(t, "areas");
                let areas = r.words(node, Named::Area);
                // A target of no areas would count everywhere.
                if let Some(node) = node.filter(|_| areas.is_empty()) {
                    r.report(node.at, "gruppen har inga områden");
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
            names_kept_months: {
                let node = self.get(&mut t, "names_kept_months");
                self.int(node, 0, limits::NAMES_KEPT_MONTHS)
            },
            approval_by_another: self.flag(&mut t, "approval_by_another", false),
            near: self.near(&mut t),
            organisations: self.each(&mut t, "organisation", Self::organisation),
            areas: self.each(&mut t, "area", |r, t| Area {
                id: r.id(t, "område").as_str().into(),
                name: r.text(t, "name"),
                focus: r.flag(t, "focus", false),
                preposition: {
                    let node = r.get(t, "preposition");
                    r.choice(node, &PREPOSITIONS, |word| word).map(str::to_owned)
                },
            }),
            activities: self.each(&mut t, "activity", Self::activity),
            commitments: self.each(&mut t, "commitment", |r, t| r.commitment(t, &groups)),
        };
        self.close(&t);
        let (mentions, targets) = (std::mem::take(&mut self.mentions), std::mem::take(&mut self.targets));
        Placed { promise, groups, mentions, top, targets }
    }

    /// What counts as *strax efter*: what isn't said is as in every promise.
    fn near(&mut self, t: &mut Table<'_>) -> Near {
        let usual = Near::default();
        let Some(node) = self.get(t, "near") else { return usual };
        let mut n = self.table(node);
        let (weeks, missed) = (self.get(&mut n, "weeks"), self.get(&mut n, "missed_one_in"));
        let near = Near {
            weeks: self.int(weeks, 0, 52).unwrap_or(usual.weeks),
            missed_one_in: self.int(missed, 1, 1_000).unwrap_or(usual.missed_one_in),
        };
        self.close(&n);
        near
    }

    fn organisation(&mut self, t: &mut Table<'_>) -> Organisation {
        Organisation {
            id: self.id(t, "organisation").as_str().into(),
            name: self.text(t, "name"),
            kind: {
                let node = self.need(t, "kind");
                self.choice(node, OrganisationKind::ALL, OrganisationKind::as_str).unwrap_or(OrganisationKind::Police)
            },
        }
    }

    fn activity(&mut self, t: &mut Table<'_>) -> Activity {
        let mut fields = Vec::new();
        Activity {
            id: self.id(t, "aktivitet").as_str().into(),
            name: self.text(t, "name"),
            plural: self.text(t, "plural"),
            icon: {
                let node = self.get(t, "icon");
                self.choice(node, &ICONS, |word| word).map(str::to_owned)
            },
            organisations: {
                let node = self.need(t, "organisations");
                self.some_words(node, Named::Organisation).iter().map(|w| w.as_str().into()).collect()
            },
            duration: {
                let node = self.get(t, "duration");
                self.choice(node, Duration::ALL, Duration::as_str).unwrap_or_default()
            },
            max_minutes: {
                let node = self.get(t, "max_minutes");
                self.int(node, 1, limits::MINUTES)
            },
            in_area: self.flag(t, "in_area", true),
            note: self.flag(t, "note", false),
            fields: {
                let fields = self.each(t, "field", |r, t| r.field(t, &mut fields));
                if let Some(at) = t.places().of("field").filter(|_| fields.len() > limits::FIELDS) {
                    self.report(at, format!("för många fält; en post har plats för högst {} svar", limits::FIELDS));
                }
                fields
            },
        }
    }

    fn field(&mut self, t: &mut Table<'_>, others: &mut Vec<String>) -> Field {
        Field {
            id: {
                let id = self.word_within(t, "id", limits::FIELD_NAME_CHARS, others);
                if let Some(at) = t.places().of("id").filter(|_| FORM_QUESTIONS.contains(&id.as_str())) {
                    self.report(at, format!("\"{id}\" frågar formuläret redan efter; välj ett annat id"));
                }
                id
            },
            label: self.text(t, "label"),
            kind: {
                let node = self.need(t, "kind");
                self.choice(node, FieldKind::ALL, FieldKind::as_str).unwrap_or(FieldKind::Text)
            },
            required: self.flag(t, "required", false),
            hint: self.text_or_none(t, "hint"),
            max: {
                let node = self.get(t, "max");
                self.int(node, 1, limits::AMOUNT)
            },
            options: {
                let mut values = Vec::new();
                self.each(t, "option", |r, t| Choice {
                    value: r.word_within(t, "value", limits::FIELD_NAME_CHARS, &mut values),
                    label: r.text(t, "label"),
                })
            },
        }
    }

    fn commitment(&mut self, t: &mut Table<'_>, groups: &[Group]) -> Commitment {
        Commitment {
            id: self.id(t, "löftesrad").as_str().into(),
            number: {
                let node = self.need(t, "number");
                let number = self.int(node, 0, 999).unwrap_or(0);
                // What stands around the numbered lines has the number 0.
                if let Some(node) = node.filter(|_| number > 0) {
                    let word = number.to_string();
                    self.mentions.push(Mention { at: node.at, kind: Named::Defines("nummer"), word });
                }
                number
            },
            section: self.text(t, "section"),
            owners: {
                let node = self.need(t, "owners");
                self.some_words(node, Named::Organisation).iter().map(|w| w.as_str().into()).collect()
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
}
