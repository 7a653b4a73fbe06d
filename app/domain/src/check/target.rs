//! Reading a target of a promise file.

use super::Node;
use super::read::Group;
use super::reader::{Mention, Named, Reader, Table};
use crate::calendar::{Day, Span};
use crate::promise::{Answer, Per, Scope, Share, Target, TargetKind, Window};

const WEEKDAYS: [(&str, u32); 7] = [("mon", 1), ("tue", 2), ("wed", 3), ("thu", 4), ("fri", 5), ("sat", 6), ("sun", 7)];

impl Reader {
    pub(super) fn target(&mut self, t: &mut Table<'_>, groups: &[Group]) -> Target {
        self.targets.push(t.places());
        let (areas, areas_name) = self.target_areas(t, groups);
        Target {
            id: self.id(t, "mål").as_str().into(),
            kind: {
                let node = self.need(t, "kind");
                self.choice(node, TargetKind::ALL, TargetKind::as_str).unwrap_or(TargetKind::Narrative)
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
                self.choice(node, Scope::ALL, Scope::as_str).unwrap_or_default()
            },
            goal: {
                let node = self.get(t, "goal");
                self.int(node, 1, 10_000_000)
            },
            per: {
                let node = self.get(t, "per");
                self.choice(node, Per::ALL, Per::as_str).unwrap_or_default()
            },
            within: self.get(t, "within").map(|node| self.within(node)),
            min_minutes: {
                let node = self.get(t, "min_minutes");
                self.int(node, 1, 10_080)
            },
            window: self.get(t, "window").map(|node| self.window(node)),
            only: self.each(t, "only", Self::answer),
            done: self.get(t, "done").map(|node| {
                let mut d = self.table(node);
                let done = self.answer(&mut d);
                self.close(&d);
                done
            }),
            by: self.day_or_none(t, "by"),
            sum: self.text_or_none(t, "sum"),
            pace: self.pace(t),
            share: self.get(t, "share").map(|node| self.share(node)),
            sensitive: self.flag(t, "sensitive", false),
        }
    }

    fn answer(&mut self, t: &mut Table<'_>) -> Answer {
        Answer { field: self.text(t, "field"), value: self.text(t, "value") }
    }

    fn within(&mut self, node: &Node) -> Span {
        let mut t = self.table(node);
        let span = Span { from: self.day(&mut t, "from"), to: self.day(&mut t, "to") };
        self.close(&t);
        if span.to < span.from && span.to != Day(0) {
            self.report(node.at, format!("tiden slutar ({}) innan den börjar ({})", span.to, span.from));
        }
        span
    }

    fn window(&mut self, node: &Node) -> Window {
        let mut t = self.table(node);
        let mut weekdays = Vec::new();
        let named = self.get(&mut t, "weekdays");
        for item in self.list(named) {
            weekdays.extend(self.choice(Some(item), &WEEKDAYS, |(word, _)| word).map(|(_, number)| number));
        }
        let from_min = self.minute(&mut t, "from").unwrap_or(0);
        let to_min = self.minute(&mut t, "to").unwrap_or(24 * 60);
        self.close(&t);
        Window { weekdays, from_min, to_min }
    }

    /// A time of day as minutes after midnight; "24:00" is the end of the day.
    fn minute(&mut self, t: &mut Table<'_>, name: &'static str) -> Option<u32> {
        let node = self.get(t, name)?;
        let text = self.text_of(Some(node));
        let two_digits = |text: &str| -> Option<u32> {
            (text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
        };
        let read = text.split_once(':').and_then(|(hour, minute)| {
            let (hour, minute) = (two_digits(hour)?, two_digits(minute)?);
            (minute < 60 && hour * 60 + minute <= 24 * 60).then_some(hour * 60 + minute)
        });
        if read.is_none() {
            self.report(node.at, "här ska stå ett klockslag, som \"20:00\"");
        }
        read
    }

    fn pace(&mut self, t: &mut Table<'_>) -> Vec<u32> {
        let Some(node) = self.get(t, "pace") else { return Vec::new() };
        let mut weights = Vec::new();
        for item in self.list(Some(node)) {
            weights.extend(self.int(Some(item), 0, 1_000));
        }
        if weights.len() != 12 || weights.iter().all(|w| *w == 0) {
            self.report(node.at, "\"pace\" är tolv tal, ett för varje månad från januari, inte alla noll");
        }
        weights
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
            self.report(node.at, "ange antingen \"areas\" eller \"group\", inte båda");
        }
        let word = self.text_of(Some(node));
        self.mentions.push(Mention { at: node.at, kind: Named::Group, word: word.clone() });
        let group = groups.iter().find(|g| g.id == word);
        (group.map(|g| g.areas.clone()).unwrap_or_default(), group.map(|g| g.name.clone()))
    }
}
