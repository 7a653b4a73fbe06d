//! A paper as a PDF that everybody can read: tagged whole (PDF/UA-1), with its letters in it, and fit for archives
//! (PDF/A-2a). What would break either is refused while it is written, so no such file leaves the server.

use super::flow::{Flow, Headed, PAGE_HEIGHT, PAGE_WIDTH};
use super::ink::{Ink, Leaf, Of, Pen, Tone};
use super::lettering::Lettering;
use super::tags::Drawn;
use super::{Paper, pages};
use anyhow::{Context, Result, anyhow};
use domain::moment::Moment;
use krilla::configure::validate::{Accessibility, Archival};
use krilla::configure::{Configuration, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, LineCap, LineJoin, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ContentTag, SpanTag};
use krilla::{Document, SerializeSettings};

/// Sets a paper as the bytes of a PDF.
///
/// # Errors
/// When a rule of PDF/UA-1 or PDF/A-2a would be broken; the message names it.
pub fn pdf(paper: &Paper) -> Result<Vec<u8>> {
    let lettering = Lettering::new()?;
    let mut flow = Flow::new(&lettering);
    pages::fill(paper, &mut flow);
    let mut document =
        Document::new_with(SerializeSettings { configuration: conforming()?, ..SerializeSettings::default() });
    document.set_metadata(metadata(paper));
    let Flow { tags, leaves, headings, .. } = flow;
    let mut drawn = tags.drawn();
    for leaf in &leaves {
        draw(&mut document, leaf, &lettering, &mut drawn)?;
    }
    document.set_outline(outline(&headings));
    document.set_tag_tree(tags.tree(&drawn, &paper.language));
    document.finish().map_err(|e| anyhow!("the paper can't be set as an accessible PDF: {e:?}"))
}

fn conforming() -> Result<Configuration> {
    ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .with_archival_validator(Archival::A2_A)
        .finish()
        .map_err(|e| anyhow!("PDF/UA-1 and PDF/A-2a don't go together: {e:?}"))
}

fn metadata(paper: &Paper) -> Metadata {
    Metadata::new()
        .title(format!("{}, {}", paper.title, paper.over))
        .description(paper.lead.clone())
        .language(paper.language.clone())
        .creator("Rond".to_owned())
        .producer("Rond".to_owned())
        .creation_date(date(paper.made_at))
        .document_id(format!("{} {} {}", paper.over, paper.title, paper.made_at))
}

fn date(at: Moment) -> DateTime {
    let (year, month, day) = at.day().date();
    let (hour, minute) = at.clock();
    let offset = at.offset_min;
    DateTime::new(u16::try_from(year).unwrap_or(0))
        .month(month as u8)
        .day(day as u8)
        .hour(hour as u8)
        .minute(minute as u8)
        .second((at.unix_ms / 1000).rem_euclid(60) as u8)
        .utc_offset_hour((offset / 60) as i8)
        .utc_offset_minute(offset.unsigned_abs() as u8 % 60)
}

/// The headings as a tree: each under the last one of a higher level.
fn outline(headings: &[Headed]) -> Outline {
    let mut outline = Outline::new();
    let mut rest = headings;
    while let Some((node, after)) = branch(rest) {
        outline.push_child(node);
        rest = after;
    }
    outline
}

fn branch(headings: &[Headed]) -> Option<(OutlineNode, &[Headed])> {
    let (first, mut rest) = headings.split_first()?;
    let there = XyzDestination::new(first.page, Point::from_xy(0.0, (first.y - 8.0).max(0.0)));
    let mut node = OutlineNode::new(first.text.clone(), there).with_open(first.level < 2);
    while rest.first().is_some_and(|next| next.level > first.level) {
        let Some((child, after)) = branch(rest) else { break };
        node.push_child(child);
        rest = after;
    }
    Some((node, rest))
}

fn draw(document: &mut Document, leaf: &Leaf, lettering: &Lettering, drawn: &mut Drawn) -> Result<()> {
    let size = PageSettings::from_wh(PAGE_WIDTH, PAGE_HEIGHT).context("A4 has a size")?;
    let mut page = document.start_page_with(size);
    let mut surface = page.surface();
    for part in &leaf.parts {
        let tag = match part.of {
            Of::Artifact(kind) => ContentTag::Artifact(Artifact::with_kind(kind)),
            Of::Content(_) if part.ink.iter().all(|ink| matches!(ink, Ink::Words { .. })) => {
                ContentTag::Span(SpanTag::empty())
            }
            Of::Content(_) => ContentTag::Other,
        };
        let identifier = surface.start_tagged(tag);
        for ink in &part.ink {
            put(&mut surface, ink, lettering);
        }
        surface.end_tagged();
        if let Of::Content(content) = part.of {
            drawn.keep(content, identifier);
        }
    }
    surface.finish();
    page.finish();
    Ok(())
}

fn put(surface: &mut Surface<'_>, ink: &Ink, lettering: &Lettering) {
    match ink {
        Ink::Words { words, x, y, size, tone } => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(*tone)));
            let font = lettering.font(words.face);
            surface.draw_glyphs(Point::from_xy(*x, *y), &words.glyphs, font, &words.text, *size, false);
        }
        Ink::Shape { path, fill: inside, pen } => {
            surface.set_fill(inside.map(fill));
            surface.set_stroke(pen.map(stroke));
            surface.draw_path(path);
        }
    }
}

fn fill(tone: Tone) -> Fill {
    let color: krilla::color::rgb::Color = tone.into();
    Fill { paint: color.into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

fn stroke(pen: Pen) -> Stroke {
    let color: krilla::color::rgb::Color = pen.tone.into();
    Stroke {
        paint: color.into(),
        width: pen.width,
        line_cap: LineCap::Butt,
        line_join: LineJoin::Round,
        dash: pen.dash.map(|length| StrokeDash { array: vec![length, length], offset: 0.0 }),
        ..Stroke::default()
    }
}
