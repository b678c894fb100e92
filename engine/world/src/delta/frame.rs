//! A canonical screen whose nodes have lasting numbers.

use super::Flaw;
use crate::{
    Node, Role, Screen,
    dialect::{MAX_DEPTH, MAX_NODES},
    screen::{Header, States},
};

/// What `delta` says of one node: no references, bounds or attributes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Element {
    /// How many ancestors it has.
    pub depth: usize,
    /// What kind of element it is.
    pub role: Role,
    /// What it is called or says.
    pub name: String,
    /// What it holds.
    pub value: Option<String>,
    /// The prompt shown while it is empty.
    pub hint: Option<String>,
    /// States that are set.
    pub states: States,
}

/// What stands around the nodes, as far as `delta` tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heading {
    /// Package or program.
    pub app: Option<String>,
    /// Title of the page or of the focused window.
    pub title: Option<String>,
    /// Address of the page.
    pub url: Option<String>,
}

/// A screen as an outline: elements in document order, with their depths and lasting numbers.
///
/// A fresh frame numbers its nodes 0, 1, 2, …; what deltas insert gets the next numbers, and what
/// they remove leaves gaps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frame {
    pub(super) heading: Heading,
    /// In document order; each at most one deeper than the one before, the first at depth 0.
    pub(super) elements: Vec<Element>,
    /// One an element.
    pub(super) ids: Vec<u32>,
    /// The number of the next node; above all of `ids`.
    pub(super) next: u32,
}

/// Where nodes are put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// At the top, before all others.
    Top,
    /// In a node, before its other children.
    Inside(u32),
    /// After a node and all that is in it, as its sibling.
    After(u32),
}

impl Frame {
    /// A screen with its nodes numbered anew. What `delta` does not tell is left out; a node whose
    /// parent does not stand open before it becomes a child of the nearest ancestor that does.
    pub fn new(screen: &Screen) -> Self {
        let mut open: Vec<usize> = Vec::new();
        let nodes = screen.nodes.iter().take(MAX_NODES).enumerate();
        let elements = nodes.map(|(index, node)| {
            let mut parent = node.parent;
            while let Some(at) = parent {
                if let Ok(place) = open.binary_search(&at) {
                    open.truncate(place + 1);
                    break;
                }
                // Parents come first; anything else is no parent.
                parent = screen.nodes.get(at).and_then(|node| node.parent).filter(|&up| up < at);
            }
            if parent.is_none() {
                open.clear();
            }
            open.truncate(MAX_DEPTH);
            let depth = open.len();
            open.push(index);
            Element { depth, ..Element::from(node) }
        });
        let elements: Vec<Element> = elements.collect();
        let header = &screen.header;
        let heading = Heading {
            app: header.app.clone(),
            title: header.title.clone(),
            url: header.url.clone(),
        };
        Self::fresh(heading, elements)
    }

    /// Elements numbered anew.
    pub(super) fn fresh(heading: Heading, elements: Vec<Element>) -> Self {
        let next = elements.len() as u32;
        Self { heading, elements, ids: (0..next).collect(), next }
    }

    /// What stands around the nodes.
    pub fn heading(&self) -> &Heading {
        &self.heading
    }

    /// The nodes in document order.
    pub fn elements(&self) -> &[Element] {
        &self.elements
    }

    /// The numbers of the nodes, in document order.
    pub fn ids(&self) -> &[u32] {
        &self.ids
    }

    /// The canonical screen.
    pub fn screen(&self) -> Screen {
        let Heading { app, title, url } = self.heading.clone();
        let mut open: Vec<usize> = Vec::new();
        let nodes = self.elements.iter().enumerate().map(|(index, element)| {
            open.truncate(element.depth);
            let parent = open.last().copied();
            open.push(index);
            let Element { role, name, value, hint, states, .. } = element.clone();
            Node { parent, role, name, value, hint, states, ..Node::default() }
        });
        Screen {
            nodes: nodes.collect(),
            header: Header { app, title, url, ..Header::default() },
            ..Screen::default()
        }
    }

    /// The index of the node with a number.
    pub fn index(&self, id: u32) -> Option<usize> {
        self.ids.iter().position(|&other| other == id)
    }

    /// The node with a number.
    pub fn element(&self, id: u32) -> Option<&Element> {
        self.index(id).map(|index| &self.elements[index])
    }

    /// Where the part of the outline ends that begins with a node: behind all that is in it.
    pub(super) fn end(&self, index: usize) -> usize {
        end(&self.elements, index)
    }

    fn find(&self, id: u32) -> Result<usize, Flaw> {
        self.index(id).ok_or(Flaw::NoSuchNode(id))
    }

    /// Changes a node.
    pub(super) fn set(&mut self, id: u32, change: impl FnOnce(&mut Element)) -> Result<(), Flaw> {
        let index = self.find(id)?;
        let element = &mut self.elements[index];
        let depth = element.depth;
        change(element);
        element.depth = depth;
        Ok(())
    }

    /// Takes siblings out, from the first to the last, with all that is in them.
    pub(super) fn remove(&mut self, first: u32, last: u32) -> Result<(), Flaw> {
        let (from, to) = (self.find(first)?, self.find(last)?);
        let depth = self.elements[from].depth;
        let end = self.end(to);
        let between = self.elements.get(from..end).ok_or(Flaw::NotSiblings(first, last))?;
        if from > to
            || self.elements[to].depth != depth
            || between.iter().any(|element| element.depth < depth)
        {
            return Err(Flaw::NotSiblings(first, last));
        }
        self.elements.drain(from..end);
        self.ids.drain(from..end);
        Ok(())
    }

    /// Where in the outline a place is, and how deep.
    pub(super) fn place(&self, place: Place) -> Result<(usize, usize), Flaw> {
        Ok(match place {
            Place::Top => (0, 0),
            Place::Inside(id) => {
                let index = self.find(id)?;
                (index + 1, self.elements[index].depth + 1)
            }
            Place::After(id) => {
                let index = self.find(id)?;
                (self.end(index), self.elements[index].depth)
            }
        })
    }

    /// Puts a node in at a place in the outline; the caller knows that its depth fits there.
    pub(super) fn insert(&mut self, at: usize, element: Element) -> Result<(), Flaw> {
        if self.elements.len() >= MAX_NODES || self.next == u32::MAX {
            return Err(Flaw::TooMany("nodes"));
        }
        if element.depth > MAX_DEPTH {
            return Err(Flaw::Depth);
        }
        self.elements.insert(at, element);
        self.ids.insert(at, self.next);
        self.next += 1;
        Ok(())
    }
}

/// Where the part of an outline ends that begins with an element.
pub(super) fn end(elements: &[Element], index: usize) -> usize {
    let depth = elements[index].depth;
    let inside = elements[index + 1..].iter().take_while(|element| element.depth > depth).count();
    index + 1 + inside
}

impl From<&Node> for Element {
    fn from(node: &Node) -> Self {
        Self {
            depth: 0,
            role: node.role,
            name: node.name.clone(),
            value: node.value.clone(),
            hint: node.hint.clone(),
            states: node.states,
        }
    }
}
