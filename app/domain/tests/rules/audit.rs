//! The audit log: whatever is done to a row of the chain is found, and the row is named.

use crate::support::person;
use domain::audit::{BEGINNING, Fault, Hash, Head, Link, Row, Walk, Wrong, since};
use domain::id::PersonId;
use proptest::prelude::*;
use sha2::{Digest, Sha256};

fn sha256(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

fn row(number: u64, by: u8, deed: &str, about: &str) -> Row {
    Row {
        partnership: "jonkoping".into(),
        number,
        at_ms: 1_614_862_000_000 + number as i64,
        person: (by > 0).then(|| person(by)),
        deed: deed.to_owned(),
        about: about.to_owned(),
    }
}

fn chain(rows: &[(u8, String, String)]) -> Vec<Link> {
    let mut chain: Vec<Link> = Vec::new();
    for (place, (by, deed, about)) in rows.iter().enumerate() {
        let previous = chain.last().map_or(BEGINNING.to_vec(), |link| link.hash.clone());
        chain.push(Link::after(&previous, row(place as u64 + 1, *by, deed, about), &sha256));
    }
    chain
}

fn walk(chain: &[Link]) -> Walk {
    let mut walk = Walk::default();
    chain.iter().for_each(|link| walk.step(link, &sha256));
    walk
}

fn faults(chain: &[Link]) -> Vec<Fault> {
    walk(chain).faults
}

fn fault(number: u64, wrong: Wrong) -> Fault {
    Fault { number, wrong }
}

/// A row that stands alone, so that a change of any of its bytes is a change of the chain.
fn rows() -> impl Strategy<Value = Vec<(u8, String, String)>> {
    prop::collection::vec((0u8..5, "[a-z_]{1,12}", "\\{[a-z0-9\":,]{0,30}\\}"), 2..14)
}

/// Another byte in one of the parts of a row; answers whether the row is another one then.
fn change(link: &mut Link, part: usize, place: usize, by: u8) -> bool {
    let was = link.clone();
    let turn = |text: &mut String| {
        let mut bytes = text.clone().into_bytes();
        if let Some(len) = bytes.len().checked_sub(1) {
            // Within ASCII, so that it stays text.
            bytes[place % (len + 1)] ^= by & 0x1f;
            *text = String::from_utf8_lossy(&bytes).into_owned();
        }
    };
    match part {
        0 => turn(&mut link.row.partnership.0),
        1 => turn(&mut link.row.deed),
        2 => turn(&mut link.row.about),
        3 => link.row.at_ms ^= i64::from(by) << (place % 56),
        4 => match &mut link.row.person {
            Some(person) => person.0[place % 16] ^= by,
            None => link.row.person = Some(person(by)),
        },
        5 => link.row.person = None,
        6 => link.previous[place % 32] ^= by,
        7 => link.hash[place % 32] ^= by,
        // What one text loses the next one gets: the whole reads the same without its lengths.
        _ => {
            let last = link.row.deed.pop();
            last.into_iter().for_each(|c| link.row.about.insert(0, c));
        }
    }
    *link != was
}

proptest! {
    #[test]
    fn a_chain_that_was_left_alone_is_whole(rows in rows()) {
        let chain = chain(&rows);
        let walk = walk(&chain);
        prop_assert!(walk.is_whole(), "{:?}", walk.faults);
        prop_assert_eq!((walk.rows, walk.last), (rows.len() as u64, rows.len() as u64));
        prop_assert_eq!(Some(&walk.head), chain.last().map(|link| &link.hash));
    }

    #[test]
    fn any_change_of_any_row_is_found_and_named(rows in rows(), at in any::<prop::sample::Index>(),
        part in 0usize..9, place in 0usize..64, by in 1u8..=255) {
        let mut chain = chain(&rows);
        let at = at.index(chain.len());
        prop_assume!(change(&mut chain[at], part, place, by));
        prop_assert_eq!(faults(&chain).first().copied(), Some(fault(at as u64 + 1, Wrong::Changed)));
    }

    #[test]
    fn a_changed_row_that_was_hashed_anew_is_found_by_the_next(rows in rows(), at in any::<prop::sample::Index>()) {
        let mut chain = chain(&rows);
        // The last one has no next: that is what heads are for.
        let at = at.index(chain.len() - 1);
        let mut forged = chain[at].row.clone();
        forged.about.push(' ');
        chain[at] = Link::after(&chain[at].previous, forged, &sha256);
        prop_assert_eq!(faults(&chain), vec![fault(at as u64 + 2, Wrong::Unlinked)]);
    }

    #[test]
    fn a_removed_row_is_found_and_named(rows in rows(), from in any::<prop::sample::Index>(), many in 1usize..4) {
        let mut chain = chain(&rows);
        let from = from.index(chain.len() - 1);
        let through = (from + many).min(chain.len() - 1);
        chain.drain(from..through);
        prop_assert_eq!(faults(&chain), vec![fault(from as u64 + 1, Wrong::Missing { through: through as u64 })]);
    }

    #[test]
    fn rows_that_changed_places_are_found_and_named(rows in rows(), one in any::<prop::sample::Index>(),
        other in any::<prop::sample::Index>()) {
        let mut chain = chain(&rows);
        let (one, other) = (one.index(chain.len()), other.index(chain.len()));
        prop_assume!(one < other);
        chain.swap(one, other);
        let (low, high) = (one as u64 + 1, other as u64 + 1);
        (chain[one].row.number, chain[other].row.number) = (low, high);
        let found = faults(&chain);
        prop_assert_eq!(found[0], fault(low, Wrong::Moved { from: high }));
        prop_assert!(found.contains(&fault(high, Wrong::Moved { from: low })), "{:?}", found);
    }

    #[test]
    fn a_row_that_was_put_in_is_found_and_named(rows in rows(), at in any::<prop::sample::Index>()) {
        let mut chain = chain(&rows);
        let at = at.index(chain.len() - 1);
        // Whole in itself, after the row before it; the later ones are numbered anew.
        let forged = Link::after(&chain[at].hash, row(at as u64 + 2, 1, "sign_in", "{}"), &sha256);
        chain.insert(at + 1, forged.clone());
        chain[at + 2..].iter_mut().for_each(|link| link.row.number += 1);
        let number = at as u64 + 3;
        prop_assert_eq!(faults(&chain)[0], fault(number, Wrong::Moved { from: number - 1 }));
        // And with nothing numbered anew, its number has come before.
        let mut chain = self::chain(&rows);
        chain.insert(at + 2, forged);
        prop_assert_eq!(faults(&chain), vec![fault(at as u64 + 2, Wrong::Repeated)]);
    }

    /// What a chain can't tell by itself, a head that was taken elsewhere does.
    #[test]
    fn a_cut_end_and_a_chain_written_anew_are_found_by_a_head(rows in rows(), cut in any::<prop::sample::Index>()) {
        let whole = chain(&rows);
        let kept = |chain: &[Link], number: u64| chain.get(number as usize - 1).map(|link| link.hash.clone());
        let exported = whole.last().expect("rows").clone();
        let number = exported.row.number;
        let last = 1 + cut.index(whole.len() - 1);
        prop_assert!(walk(&whole[..last]).is_whole(), "nothing tells by itself");
        let wrong = since(number, &exported.hash, kept(&whole[..last], number).as_deref(), last as u64);
        prop_assert_eq!(wrong, Some(Wrong::CutOff { last: last as u64 }));
        let mut other = rows.clone();
        other[0].2.push(' ');
        let anew = chain(&other);
        prop_assert!(walk(&anew).is_whole(), "nothing tells by itself");
        prop_assert_eq!(since(number, &exported.hash, kept(&anew, number).as_deref(), number), Some(Wrong::Replaced));
        prop_assert_eq!(since(number, &exported.hash, kept(&whole, number).as_deref(), number), None);
    }
}

/// Logs are verified for years, by later versions too: these bytes never change. The hash was reckoned by another program.
#[test]
fn what_is_hashed_stays_the_same_for_ever() {
    let of = |number, person, deed: &str, about: &str| Row {
        person,
        at_ms: 1_614_861_999_999 + number as i64,
        ..row(number, 0, deed, about)
    };
    let first = of(1, None, "load_promise", "{\"promise\":\"jonkoping-2021-2022\"}");
    let first = Link::after(&BEGINNING, first, &sha256);
    let second = Link::after(&first.hash, of(2, Some(PersonId([7; 16])), "sign_in", "{}"), &sha256);
    let hex: String = second.hash.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, "806a55bbcfe593fc4bfb2434ead402decf13f30acbc96f36dc218ac5f14cb34c");
}

#[test]
fn what_is_signed_differs_in_every_part() {
    let head = Head { partnership: "jonkoping".into(), number: 7, hash: sha256(b"x"), at_ms: 1 };
    let others = [
        Head { partnership: "jonkopin".into(), ..head.clone() },
        Head { number: 8, ..head.clone() },
        Head { hash: sha256(b"y"), ..head.clone() },
        Head { at_ms: 2, ..head.clone() },
    ];
    for other in others {
        assert_ne!(other.canonical(), head.canonical(), "{other:?}");
    }
    let row = row(7, 1, "sign_in", "{}");
    assert_ne!(row.canonical(&head.hash)[..24], head.canonical()[..24], "a row is no head");
}

#[test]
fn a_row_that_cannot_be_read_is_named_and_so_many_faults_are_counted() {
    let rows: Vec<_> = (0..300).map(|n| (1, "sync".to_owned(), format!("{{\"n\":{n}}}"))).collect();
    let mut chain = chain(&rows);
    let mut walk = Walk::default();
    chain[..5].iter().for_each(|link| walk.step(link, &sha256));
    walk.unreadable(6);
    chain[6..].iter().for_each(|link| walk.step(link, &sha256));
    assert_eq!(walk.faults, [fault(6, Wrong::Unreadable)]);
    chain.iter_mut().for_each(|link| link.row.deed.push('x'));
    let all = self::walk(&chain);
    assert_eq!((all.faults.len() as u64 + all.more, all.rows), (300, 300));
    assert_eq!(all.faults[0], fault(1, Wrong::Changed));
}
