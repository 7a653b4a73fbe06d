//! What a screen is made of: an element that is built at once, and what keeps it alive.
//!
//! Built with Leptos' renderer and signals, but not with `view!`: a typed view is compiled for every nesting of elements
//! anew, and so made two thirds of the client. The phone loads that over the worst network there is. Here a screen is a
//! few calls with constants; what it reads is followed by effects, as everywhere in Leptos.

use crate::device::value;
use leptos::prelude::*;
use leptos::tachys::renderer::Rndr;
use leptos::tachys::renderer::types::{Element, Event, Node};
use std::any::Any;

/// Something on a screen. Thin, since screens hand over hundreds of them.
pub(crate) struct Piece(Box<Inside>);

struct Inside {
    node: Node,
    element: Option<Element>,
    /// Effects and listeners, for as long as the piece lives.
    keep: Vec<Box<dyn Any>>,
}

/// Text that follows what it reads.
type Say = Box<dyn FnMut() -> String>;

/// An element with what is in it.
pub(crate) fn el(tag: &str, class: &str, inside: Vec<Piece>) -> Piece {
    of(Rndr::create_element(tag, None), class, inside)
}

/// A drawing, from what stands inside its element.
pub(crate) fn svg(class: &str, inside: &str) -> Piece {
    let element = Rndr::create_element("svg", Some("http://www.w3.org/2000/svg"));
    Rndr::set_inner_html(&element, inside);
    of(element, class, Vec::new())
}

fn of(element: Element, class: &str, inside: Vec<Piece>) -> Piece {
    if !class.is_empty() {
        Rndr::set_attribute(&element, "class", class);
    }
    let keep = put(&element, inside);
    Piece(Box::new(Inside { node: element.clone().into(), element: Some(element), keep }))
}

fn put(into: &Element, pieces: Vec<Piece>) -> Vec<Box<dyn Any>> {
    let mut keep = Vec::new();
    for piece in pieces {
        Rndr::insert_node(into, &piece.0.node, None);
        keep.extend(piece.0.keep);
    }
    keep
}

/// Text as it is.
pub(crate) fn text(text: &str) -> Piece {
    Piece(Box::new(Inside { node: Rndr::create_text_node(text).into(), element: None, keep: Vec::new() }))
}

/// Text that is said anew whenever what it reads changes.
pub(crate) fn says(say: impl FnMut() -> String + 'static) -> Piece {
    saying(Box::new(say))
}

/// The text has an element of its own, and the element is what is remembered: a text node that something else on the page
/// has replaced, as translators do, would be written to in vain.
fn saying(mut say: Say) -> Piece {
    let mut piece = el("bdi", "", Vec::new());
    if let Some(host) = piece.0.element.clone() {
        let mut told = None;
        piece.0.keep.push(follow(Box::new(move || {
            let now = say();
            if told.as_ref() != Some(&now) {
                Rndr::clear_children(&host);
                if !now.is_empty() {
                    Rndr::insert_node(&host, &Rndr::create_text_node(&now).into(), None);
                }
                told = Some(now);
            }
        })));
    }
    piece
}

/// Pieces that are made anew whenever what they read changes. They stand in an element without a box of its own.
pub(crate) fn live(make: impl FnMut() -> Vec<Piece> + 'static) -> Piece {
    living(Box::new(make))
}

fn living(mut make: Box<dyn FnMut() -> Vec<Piece>>) -> Piece {
    let mut piece = el("div", "live", Vec::new());
    if let Some(host) = piece.0.element.clone() {
        let mut keep: Vec<Box<dyn Any>> = Vec::new();
        piece.0.keep.push(follow(Box::new(move || {
            let new = make();
            // What the old pieces keep goes with them.
            keep.clear();
            Rndr::set_inner_html(&host, "");
            keep = put(&host, new);
        })));
    }
    piece
}

/// Pieces that are made anew only when their key changes, whatever else they read.
pub(crate) fn live_of(key: impl FnMut() -> String + 'static, make: impl FnMut() -> Vec<Piece> + 'static) -> Piece {
    keyed(Box::new(key), Box::new(make))
}

fn keyed(mut key: Say, mut make: Box<dyn FnMut() -> Vec<Piece>>) -> Piece {
    let changed = Trigger::new();
    let mut last = None;
    let watch = follow(Box::new(move || {
        let now = Some(key());
        if now != last {
            last = now;
            changed.notify();
        }
    }));
    let mut piece = living(Box::new(move || {
        changed.track();
        untrack(&mut make)
    }));
    piece.0.keep.push(watch);
    piece
}

/// Runs now, and again whenever what it read has changed.
fn follow(mut act: Box<dyn FnMut()>) -> Box<dyn Any> {
    Box::new(RenderEffect::new(move |_: Option<()>| act()))
}

impl Piece {
    /// Sets an attribute; an empty value is an attribute too.
    pub(crate) fn set(self, name: &str, value: &str) -> Self {
        if let Some(element) = &self.0.element {
            Rndr::set_attribute(element, name, value);
        }
        self
    }

    /// Sets an attribute that follows what it reads.
    pub(crate) fn says(self, name: &'static str, say: impl FnMut() -> String + 'static) -> Self {
        self.saying(name, Box::new(say))
    }

    fn saying(mut self, name: &'static str, mut say: Say) -> Self {
        if let Some(element) = self.0.element.clone() {
            self.0.keep.push(follow(Box::new(move || Rndr::set_attribute(&element, name, &say()))));
        }
        self
    }

    /// Keeps a field's value at what it reads, whatever has been typed in it.
    pub(crate) fn keeps_value(mut self, say: impl FnMut() -> String + 'static) -> Self {
        let mut say: Say = Box::new(say);
        if let Some(element) = self.0.element.clone() {
            self.0.keep.push(follow(Box::new(move || value::set_field_text(&element, &say()))));
        }
        self
    }

    /// Draws what follows what it reads.
    pub(crate) fn draws(mut self, draw: impl FnMut() -> String + 'static) -> Self {
        let mut draw: Say = Box::new(draw);
        if let Some(element) = self.0.element.clone() {
            self.0.keep.push(follow(Box::new(move || Rndr::set_inner_html(&element, &draw()))));
        }
        self
    }

    /// Takes in one more piece, behind the others.
    pub(crate) fn holds(mut self, more: Piece) -> Self {
        if let Some(element) = &self.0.element {
            self.0.keep.extend(put(element, vec![more]));
        }
        self
    }

    /// Listens to the element.
    pub(crate) fn hears(mut self, what: &str, act: Box<dyn FnMut(Event)>) -> Self {
        if let Some(element) = &self.0.element {
            self.0.keep.push(Box::new(Rndr::add_event_listener(element, what, act)));
        }
        self
    }

    /// Listens to taps.
    pub(crate) fn taps(self, mut act: impl FnMut() + 'static) -> Self {
        self.hears("click", Box::new(move |_| act()))
    }

    /// Puts it on the page, where it stays as long as the page lives.
    pub(crate) fn stay(self, into: &Element) {
        std::mem::forget(put(into, vec![self]));
    }
}
