//! The structure of a paper for those who listen: headings, paragraphs, tables with their heading cells, figures with
//! what they say. Built in reading order while the pages are set; what lies on them is hung in when they are drawn.

use krilla::tagging::{Identifier, Node, TagGroup, TagKind, TagTree};

/// A place in the structure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct TagAt(usize);

/// Something on a page that belongs to a place in the structure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct ContentAt(usize);

enum Child {
    Tag(TagAt),
    Content(ContentAt),
}

struct Tag {
    kind: TagKind,
    children: Vec<Child>,
}

/// The structure as it grows.
#[derive(Default)]
pub(super) struct Tags {
    tags: Vec<Tag>,
    roots: Vec<TagAt>,
    contents: usize,
}

impl Tags {
    /// A place under another, or on the first level.
    pub(super) fn open(&mut self, under: Option<TagAt>, kind: impl Into<TagKind>) -> TagAt {
        let at = TagAt(self.tags.len());
        self.tags.push(Tag { kind: kind.into(), children: Vec::new() });
        match under.and_then(|u| self.tags.get_mut(u.0)) {
            Some(tag) => tag.children.push(Child::Tag(at)),
            None => self.roots.push(at),
        }
        at
    }

    /// Something that will lie on one page.
    pub(super) fn content(&mut self, of: TagAt) -> ContentAt {
        let content = ContentAt(self.contents);
        self.contents += 1;
        if let Some(tag) = self.tags.get_mut(of.0) {
            tag.children.push(Child::Content(content));
        }
        content
    }

    /// What the drawn pages are to keep, one place for each content.
    pub(super) fn drawn(&self) -> Drawn {
        Drawn(vec![None; self.contents])
    }

    /// The whole structure, once the pages are drawn.
    pub(super) fn tree(self, drawn: &Drawn, language: &str) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
        for root in &self.roots {
            if let Some(node) = self.node(*root, drawn) {
                tree.push(node);
            }
        }
        tree
    }

    fn node(&self, at: TagAt, drawn: &Drawn) -> Option<Node> {
        let tag = self.tags.get(at.0)?;
        let mut group = TagGroup::new(tag.kind.clone());
        for child in &tag.children {
            match child {
                Child::Tag(tag) => group.children.extend(self.node(*tag, drawn)),
                Child::Content(content) => {
                    group.children.extend(drawn.0.get(content.0).copied().flatten().map(Node::from));
                }
            }
        }
        Some(group.into())
    }
}

/// Which identifier each content got when it was drawn.
pub(super) struct Drawn(Vec<Option<Identifier>>);

impl Drawn {
    pub(super) fn keep(&mut self, content: ContentAt, identifier: Identifier) {
        if let Some(place) = self.0.get_mut(content.0) {
            *place = Some(identifier);
        }
    }
}
