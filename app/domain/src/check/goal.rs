//! Whether a target can be judged: each kind has what it needs, and nothing that would never count.

use super::instead;
use super::judge::has_days;
use super::part::part_period_fault;
use super::sensitive::sensitive_faults;
use crate::calendar::{Day, Span};
use crate::field_kind::Answers;
use crate::promise::{Activity, Duration, Field, Per, Promise, Scope, Target};
use crate::target_kind::{Key, Keys, PerKey};

/// What is wrong with a target: the member at fault by its path ("goal", "share.field"), and what to write instead.
pub(super) struct Fault {
    pub(super) member: String,
    /// The members that it speaks of: where one of them couldn't be read, that has been said, and this may not be true.
    pub(super) about: &'static [&'static str],
    pub(super) message: String,
}

pub(super) fn target_faults(promise: &Promise, target: &Target) -> Vec<Fault> {
    let mut faults = Faults { kind: target.kind.as_str(), all: Vec::new() };
    let (first, last) = (promise.from, promise.to);
    let keys = &target.kind.rules().keys;
    faults.check_needed_keys(promise, target, keys);
    faults.check_refused_keys(target, keys);
    faults.check_counting(promise, target, keys);
    let has_days = has_days(promise);
    if has_days && target.within.is_some_and(|days| days.meet(promise.span()).is_none()) {
        faults.push("within", format!("målets tid ligger utanför löftets: välj dagar mellan {first} och {last}"));
    }
    if let Some(by) = target.by.filter(|_| has_days) {
        faults.check_promised_day(promise, target, by);
    }
    if let Some(activity) = target.activity.as_ref().and_then(|a| promise.activity(a)) {
        faults.check_activity(target, activity);
    }
    faults.all.extend(sensitive_faults(promise, target));
    faults.all.extend(part_period_fault(promise, target).filter(|_| has_days));
    faults.all
}

/// "välj bland check, patrol".
fn activities(promise: &Promise) -> String {
    let ids: Vec<&str> = promise.activities.iter().map(|a| a.id.as_str()).collect();
    format!("välj bland {}", ids.join(", "))
}

/// Whether a period is one of those that a cadence is kept in.
fn is_slot(per: Per) -> bool {
    !matches!(per, Per::Year | Per::Whole)
}

struct Faults {
    kind: &'static str,
    all: Vec<Fault>,
}

impl Faults {
    fn push(&mut self, member: impl Into<String>, message: impl Into<String>) {
        self.all.push(Fault { member: member.into(), about: &[], message: message.into() });
    }

    fn push_if(&mut self, wrong: bool, member: &str, what: &str) {
        if wrong {
            self.push(member, format!("ett mål av slaget {} {what}", self.kind));
        }
    }

    /// That the kind can't do without a member; told at the kind, which is what asks for it.
    fn push_lack(&mut self, wrong: bool, about: &'static [&'static str], what: &str) {
        if wrong {
            let message = format!("ett mål av slaget {} {what}", self.kind);
            self.all.push(Fault { member: "kind".to_owned(), about, message });
        }
    }

    /// What the kind can't do without.
    fn check_needed_keys(&mut self, promise: &Promise, target: &Target, keys: &Keys) {
        let activity = format!("behöver en \"activity\": {}", activities(promise));
        let lacks_activity = keys.activity == Key::Needed && target.activity.is_none();
        self.push_lack(lacks_activity, &["activity"], &activity);
        let goal = "behöver ett \"goal\": skriv hur många, som goal = 10";
        self.push_lack(keys.goal == Key::Needed && target.goal.is_none(), &["goal"], goal);
        let per = "behöver \"per\": skriv day, week, month, quarter eller tertial";
        self.push_if(keys.per == PerKey::Slots && !is_slot(target.per), "per", per);
        let by = format!("behöver ett datum \"by\": skriv dagen, som by = {}", promise.to);
        self.push_lack(keys.by == Key::Needed && target.by.is_none(), &["by"], &by);
        let done = "behöver \"done\", svaret som betyder att det är gjort: skriv dess field och value";
        self.push_lack(keys.done == Key::Needed && target.done.is_none(), &["done"], done);
    }

    /// What means nothing for the kind.
    fn check_refused_keys(&mut self, target: &Target, keys: &Keys) {
        let per = "har \"per\" year eller whole: skriv ett av dem, eller välj slaget cadence";
        self.push_if(keys.per == PerKey::Whole && is_slot(target.per), "per", per);
        let refused = [
            (keys.goal, target.goal.is_some(), "goal", "har inget \"goal\": ta bort raden, eller välj slaget count"),
            (keys.by, target.by.is_some(), "by", "har inget \"by\": ta bort raden, eller välj slaget milestone"),
            (
                keys.done,
                target.done.is_some(),
                "done",
                "har inget \"done\": ta bort det, eller välj poster efter svar med \"only\"",
            ),
            (keys.share, target.share.is_some(), "share", "har ingen \"share\": ta bort den, eller välj slaget count"),
            (
                keys.sum,
                target.sum.is_some(),
                "sum",
                "har ingen \"sum\": ta bort raden, eller välj slaget count eller indicator",
            ),
            (keys.pace, !target.pace.is_empty(), "pace", "har ingen \"pace\": ta bort raden, eller välj slaget count"),
            (keys.every, target.scope == Scope::Every, "scope", "har inte \"scope\" every: skriv each eller sum"),
        ];
        for (key, is_there, member, what) in refused {
            self.push_if(key == Key::Refused && is_there, member, what);
        }
        let both = "har inte både \"sum\" och \"share\": ta bort den ena";
        self.push_if(target.sum.is_some() && target.share.is_some(), "share", both);
        let sensitive = "kan inte vara \"sensitive\", för det följs dag för dag: ta bort raden, eller räkna per year";
        self.push_if(target.sensitive && target.by_day(), "sensitive", sensitive);
    }

    /// A promised day on which nothing counts any more, or yet.
    fn check_promised_day(&mut self, promise: &Promise, target: &Target, by: Day) {
        let (days, own) = (promise.span(), promise.days_of(target));
        if !days.holds(by) {
            let Span { from, to } = days;
            self.push("by", format!("\"by\" ligger utanför löftets tid: välj en dag mellan {from} och {to}"));
        } else if !own.holds(by) {
            let Span { from, to } = own;
            let message = format!("\"by\" ligger utanför målets egna dagar: välj en dag mellan {from} och {to}");
            self.all.push(Fault { member: "by".to_owned(), about: &["within"], message });
        }
    }

    /// What would never count.
    fn check_counting(&mut self, promise: &Promise, target: &Target, keys: &Keys) {
        let asks = [
            ("min_minutes", target.min_minutes.is_some()),
            ("window", target.window.is_some()),
            ("only.0", !target.only.is_empty()),
        ];
        let nothing = format!("utan \"activity\" har inget att välja bland: skriv activity, {}", activities(promise));
        for (member, asked) in asks {
            let is_in_vain = target.activity.is_none() && keys.activity != Key::Needed && asked;
            self.push_if(is_in_vain, member, &nothing);
        }
        if target.scope == Scope::Every && target.areas.len() < 2 {
            let more = "skriv dem i \"areas\", eller nämn en \"group\" med flera";
            let message = format!("\"scope\" every behöver flera områden: {more}");
            self.all.push(Fault { member: "scope".to_owned(), about: &["areas", "group"], message });
        }
    }

    fn check_activity(&mut self, target: &Target, activity: &Activity) {
        let id = activity.id.as_str();
        if !target.areas.is_empty() && !activity.in_area {
            let away = format!("ta bort områdena, eller in_area = false på aktiviteten \"{id}\"");
            self.push("areas", format!("aktiviteten har inget område; då räknas den aldrig här: {away}"));
        }
        if target.min_minutes.is_some() && activity.duration == Duration::None {
            let timed = format!("ta bort raden, eller skriv duration = \"timed\" på aktiviteten \"{id}\"");
            self.push(
                "min_minutes",
                format!("aktiviteten har ingen längd; då når den aldrig \"min_minutes\": {timed}"),
            );
        }
        let shorter = |most: &u32| target.min_minutes.is_some_and(|least| least > *most);
        if let Some(most) = activity.max_minutes.filter(shorter) {
            let longer = format!("sänk \"min_minutes\", eller höj \"max_minutes\" på aktiviteten \"{id}\"");
            self.push("min_minutes", format!("aktiviteten varar högst {most} minuter; då räknas den aldrig: {longer}"));
        }
        if let Some(share) = &target.share {
            self.check_answer("share", &share.field, &share.value, activity);
        }
        for (place, only) in target.only.iter().enumerate() {
            self.check_answer(&format!("only.{place}"), &only.field, &only.value, activity);
        }
        if let Some(done) = &target.done {
            self.check_answer("done", &done.field, &done.value, activity);
        }
        if let Some(name) = &target.sum
            && let Some(field) = self.field(name, activity, "sum")
            && !field.kind.rules().is_number
        {
            let numbers = fields(activity, |field| field.kind.rules().is_number);
            let other = instead(name, &numbers, "ett fält av slaget number på aktiviteten");
            self.push("sum", format!("fältet \"{name}\" är inget tal och kan inte summeras{other}"));
        }
    }

    /// The field that a member names; told where it names none.
    fn field<'a>(&mut self, name: &str, activity: &'a Activity, member: &str) -> Option<&'a Field> {
        let found = activity.fields.iter().find(|f| f.id == name);
        if found.is_none() && !name.is_empty() {
            let fields: Vec<&str> = activity.fields.iter().map(|f| f.id.as_str()).collect();
            let other = instead(name, &fields, "det som [[activity.field]] på den");
            self.push(member, format!("fältet \"{name}\" finns inte på aktiviteten{other}"));
        }
        found
    }

    fn check_answer(&mut self, member: &str, name: &str, value: &str, activity: &Activity) {
        let Some(field) = self.field(name, activity, &format!("{member}.field")) else { return };
        let known: Vec<&str> = match (field.kind.rules().answers)(field) {
            Answers::Listed(answers) => answers,
            Answers::Any => return,
            Answers::None => {
                let listed =
                    fields(activity, |field| matches!((field.kind.rules().answers)(field), Answers::Listed(_)));
                let other = instead(name, &listed, "ett fält av slaget yes_no_unknown eller choice på aktiviteten");
                let message = format!("fältet \"{name}\" har inga svar att välja bland{other}");
                return self.push(format!("{member}.field"), message);
            }
        };
        if !value.is_empty() && !known.contains(&value) {
            let other = instead(value, &known, "dess [[activity.field.option]]");
            self.push(format!("{member}.value"), format!("\"{value}\" är inget svar på fältet \"{name}\"{other}"));
        }
    }
}

/// The ids of an activity's fields of some kinds.
fn fields(activity: &Activity, is_such: impl Fn(&Field) -> bool) -> Vec<&str> {
    activity.fields.iter().filter(|field| is_such(field)).map(|field| field.id.as_str()).collect()
}
