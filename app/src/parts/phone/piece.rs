//! A view with its type forgotten, for building only.
//!
//! Leptos' own `AnyView` also carries how to take over server-rendered HTML, for every view it ever held: a quarter of
//! the client. The officer's app is mounted, never taken over, so a piece knows how to be built, and is replaced whole.

use leptos::prelude::*;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::types::{Element, Node};
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::{Mountable, Position, PositionState};

/// Something to show.
pub(crate) struct Piece(Box<dyn FnOnce() -> Built + Send>);

/// A piece on the page.
pub(crate) struct Built(Box<dyn Mountable>);

/// Forgets a view's type.
pub(crate) fn piece<V>(view: V) -> Piece
where
    V: Render + Send + 'static,
    V::State: 'static,
{
    Piece(Box::new(move || Built(Box::new(view.build()))))
}

/// Nothing to see; still something that a later piece can take the place of.
pub(crate) fn nothing() -> Piece {
    piece("")
}

/// A piece, or nothing.
pub(crate) fn perhaps(some: Option<Piece>) -> Piece {
    some.unwrap_or_else(nothing)
}

/// A piece that is made anew whenever what it reads changes.
pub(crate) fn live(make: impl FnMut() -> Piece + Send + 'static) -> Piece {
    piece(Box::new(make) as Box<dyn FnMut() -> Piece + Send>)
}

/// Text, also as an attribute, that is said anew whenever what it reads changes.
pub(crate) fn said(say: impl FnMut() -> String + Send + 'static) -> Box<dyn FnMut() -> String + Send> {
    Box::new(say)
}

impl Render for Piece {
    type State = Built;

    fn build(self) -> Built {
        (self.0)()
    }

    fn rebuild(self, state: &mut Built) {
        let mut new = self.build();
        state.insert_before_this(&mut new);
        state.unmount();
        *state = new;
    }
}

impl Mountable for Built {
    fn unmount(&mut self) {
        self.0.unmount();
    }
    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.0.mount(parent, marker);
    }
    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.0.insert_before_this(child)
    }
    fn elements(&self) -> Vec<Element> {
        self.0.elements()
    }
}

impl AddAnyAttr for Piece {
    type Output<A: Attribute> = Piece;
    fn add_any_attr<A: Attribute>(self, _: A) -> Piece {
        self
    }
}

impl RenderHtml for Piece {
    type AsyncOutput = Piece;
    type Owned = Piece;
    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}
    async fn resolve(self) -> Piece {
        self
    }
    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}
    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Built {
        self.build()
    }
    fn into_owned(self) -> Piece {
        self
    }
}
