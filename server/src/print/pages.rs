//! A paper on its pages: the cover's display, the blocks one after another, what stands on top and at the foot.

use super::flow::{Flow, Headed, LEFT, PAGE_HEIGHT, PAGE_WIDTH, ROOM, ascent, placed};
use super::ink::{DISPLAY, INK_2, Ink, LINE, ON, ON_2, Of, Pen, filled, rule};
use super::lettering::{Face, Style};
use super::marks::{self, At, Ground};
use super::set::{Set, set, style};
use super::{Count, Paper, Run};
use krilla::tagging::{ArtifactType, ListNumbering, Tag};
use std::num::NonZeroU16;

const OVER: Style = style(Face::Plain, 11.0, 15.0, ON_2);
const TITLE: Style = style(Face::Strong, 31.0, 35.0, ON);
const LEAD: Style = style(Face::Plain, 12.5, 17.0, ON);
const NUMBER: Style = style(Face::Strong, 19.0, 22.0, ON);
const WORD: Style = style(Face::Plain, 9.5, 13.0, ON);
const RUNNING: Style = style(Face::Plain, 8.5, 11.0, INK_2);
/// The cover's text isn't set wider.
const COVER_ROOM: f32 = 440.0;

/// Sets the whole paper.
pub(super) fn fill(paper: &Paper, flow: &mut Flow<'_>) {
    cover(paper, flow);
    let sets: Vec<Set<'_>> = paper.blocks.iter().map(|block| set(block, flow.lettering)).collect();
    // What each block needs after it on its page: all that follows up to the first that may stand last.
    let mut next = vec![0.0; sets.len()];
    for at in (0..sets.len().saturating_sub(1)).rev() {
        if sets[at].keeps_next() {
            let after = &sets[at + 1];
            next[at] = after.start() + if after.keeps_next() { next[at + 1] + 8.0 } else { 0.0 };
        }
    }
    for (set, next) in sets.into_iter().zip(next) {
        set.place(flow, next);
    }
    running(paper, flow);
}

/// The display on top of the first page: what the paper tells, and how many of each status.
fn cover(paper: &Paper, flow: &mut Flow<'_>) {
    let lettering = flow.lettering;
    let lines = |text: &str, style| lettering.lines(&[Run::plain(text)], style, COVER_ROOM);
    let texts = [(&paper.over, OVER, 4.0), (&paper.title, TITLE, 8.0), (&paper.lead, LEAD, 0.0)];
    let set: Vec<_> = texts.map(|(text, style, after)| (lines(text, style), style, after)).into();
    let words: f32 = set.iter().map(|(lines, style, after)| lines.len() as f32 * style.leading + after).sum();
    let counts = if paper.counts.is_empty() { 0.0 } else { 66.0 };
    let height = 44.0 + words + counts + 26.0;
    flow.lay(Of::Artifact(ArtifactType::Layout), filled(0.0, 0.0, PAGE_WIDTH, height, DISPLAY));
    flow.y = 44.0;
    for (at, (lines, style, after)) in set.into_iter().enumerate() {
        let tag = if at == 1 {
            let (text, page, y) = (paper.title.clone(), flow.page(), 0.0);
            flow.headings.push(Headed { level: 1, text: text.clone(), page, y });
            flow.tags.open(None, Tag::Hn(NonZeroU16::MIN, Some(text)))
        } else {
            flow.tags.open(None, Tag::P)
        };
        for line in lines {
            flow.say(tag, placed(&line, style, LEFT, flow.y + ascent(style)));
            flow.y += style.leading;
        }
        flow.y += after;
    }
    flow.y += 24.0;
    annunciator(&paper.counts, flow);
    flow.y = height + 12.0;
}

fn annunciator(counts: &[Count], flow: &mut Flow<'_>) {
    const GAP: f32 = 10.0;
    if counts.is_empty() {
        return;
    }
    let list = flow.tags.open(None, Tag::L(ListNumbering::None));
    let width = ((ROOM + GAP) / counts.len() as f32 - GAP).min(110.0);
    for (at, count) in counts.iter().enumerate() {
        let (x, y) = (LEFT + at as f32 * (width + GAP), flow.y);
        let tone = marks::tone(count.mark, Ground::Display);
        let mut signs: Vec<Ink> = filled(x, y, width, 2.4, tone).into_iter().collect();
        signs.extend(marks::draw(count.mark, At { x, y: y + 9.0, side: 18.0 }, Ground::Display));
        flow.lay(Of::Artifact(ArtifactType::Layout), signs);
        let number = Style { tone, ..NUMBER };
        let word = Style { tone, ..WORD };
        let mut ink =
            placed(&flow.lettering.one_line(&format!("{} ", count.number), number), number, x + 25.0, y + 25.0);
        ink.extend(placed(&flow.lettering.one_line(&count.word, word), word, x, y + 41.0));
        let item = flow.tags.open(Some(list), Tag::LI);
        flow.say_line(Some(item), Tag::LBody, ink);
    }
}

/// What stands on top of later pages and at the foot of all.
fn running(paper: &Paper, flow: &mut Flow<'_>) {
    let pages = flow.leaves.len();
    let lettering = flow.lettering;
    for (at, leaf) in flow.leaves.iter_mut().enumerate() {
        let mut lay = |kind, ink: Vec<Ink>| leaf.parts.push(super::ink::Part { of: Of::Artifact(kind), ink });
        if at > 0 {
            let left = lettering.one_line(&paper.title, Style { face: Face::Strong, ..RUNNING });
            let right = lettering.one_line(&paper.over, RUNNING);
            let mut ink = placed(&left, RUNNING, LEFT, 38.0);
            ink.extend(placed(&right, RUNNING, LEFT + ROOM - right.width, 38.0));
            ink.extend(rule(LEFT, 46.0, ROOM, Pen::of(LINE, 0.7)));
            lay(ArtifactType::Header, ink);
        }
        let y = PAGE_HEIGHT - 34.0;
        let foot = lettering.lines(&[Run::plain(&paper.foot)], RUNNING, ROOM - 80.0);
        let mut ink: Vec<Ink> = rule(LEFT, y - 14.0, ROOM, Pen::of(LINE, 0.7)).into_iter().collect();
        ink.extend(foot.first().into_iter().flat_map(|line| placed(line, RUNNING, LEFT, y)));
        lay(ArtifactType::Footer, ink);
        let number = lettering.one_line(&(paper.page_of)(at + 1, pages), Style { tabular: true, ..RUNNING });
        lay(ArtifactType::PageNumber, placed(&number, RUNNING, LEFT + ROOM - number.width, y));
    }
}
