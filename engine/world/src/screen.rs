//! A parsed observation of a drawn domain: a header and a tree of nodes, whatever the dialect.

use crate::spelling::Spelling;
use serde::{Deserialize, Serialize};

/// What is on the screen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Screen {
    /// What stands around the nodes.
    pub header: Header,
    /// The nodes in document order; a child comes after its parent.
    pub nodes: Vec<Node>,
    /// Spelling of what stands before the nodes, where it is not the canonical one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<Box<Spelling>>,
    /// Spelling of what stands after the nodes, where it is not the canonical one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Box<Spelling>>,
}

impl Screen {
    /// The children of a node, or the top-level nodes for `None`, in document order.
    pub fn children(&self, parent: Option<usize>) -> impl Iterator<Item = usize> + '_ {
        let first = parent.map_or(0, |p| p + 1);
        (first..self.nodes.len()).filter(move |&i| self.nodes[i].parent == parent)
    }

    /// How many ancestors a node has; at most [`MAX_DEPTH`](crate::dialect::MAX_DEPTH), whatever
    /// the parents say.
    pub fn depth(&self, node: usize) -> usize {
        let parent = |&i: &usize| self.nodes.get(i).and_then(|n| n.parent);
        std::iter::successors(Some(node), parent).skip(1).take(crate::dialect::MAX_DEPTH).count()
    }

    /// What is on the screen when this observation follows `previous`. Browser tools answer some
    /// actions without a snapshot: the page then shows what it showed, with what the answer says
    /// of it.
    #[must_use]
    pub fn over(mut self, previous: &Self) -> Self {
        if self.nodes.is_empty() {
            self.nodes.clone_from(&previous.nodes);
            let header = &mut self.header;
            header.url = header.url.take().or_else(|| previous.header.url.clone());
            header.title = header.title.take().or_else(|| previous.header.title.clone());
        }
        self
    }

    /// What the screen says, whatever the dialect: roles, names, values, hints, states, tree, and
    /// app, title and address. Without references, kinds, bounds, attributes and spelling, which
    /// [`Dialect::dress`](crate::Dialect::dress) gives back.
    #[must_use]
    pub fn canonical(&self) -> Self {
        let Header { app, title, url, .. } = &self.header;
        let (app, title, url) = (app.clone(), title.clone(), url.clone());
        let bare = |node: &Node| Node {
            parent: node.parent,
            role: node.role,
            name: node.name.clone(),
            value: node.value.clone(),
            hint: node.hint.clone(),
            states: node.states,
            ..Node::default()
        };
        Self {
            header: Header { app, title, url, ..Header::default() },
            nodes: self.nodes.iter().map(bare).collect(),
            ..Self::default()
        }
    }

    /// The index of the node the dialect calls `reference`.
    pub fn find(&self, reference: &str) -> Option<usize> {
        self.nodes.iter().position(|n| n.reference.as_deref() == Some(reference))
    }
}

/// What stands around the nodes: the address bar, the title bar.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Package or program.
    pub app: Option<String>,
    /// Title of the page or of the focused window.
    pub title: Option<String>,
    /// Address of the page.
    pub url: Option<String>,
    /// The code a browser tool reports to have run (`web-playwright`).
    pub code: Option<String>,
    /// Column names of a tabular dialect (`os-a11y`); empty for its usual ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
}

/// One element of the screen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// How the dialect points at the node: `3` (index), `e12` (ref); `None` where nodes have no
    /// name of their own and are pointed at by position.
    pub reference: Option<String>,
    /// Index of the parent in [`Screen::nodes`].
    pub parent: Option<usize>,
    /// What kind of element it is, the same in every dialect.
    pub role: Role,
    /// The kind in the dialect's own word: `android.widget.EditText`, `textbox`, `push-button`.
    pub kind: String,
    /// What it is called or says.
    pub name: String,
    /// What it holds: typed text, a chosen option.
    pub value: Option<String>,
    /// The prompt shown while it is empty.
    pub hint: Option<String>,
    /// States that are set.
    pub states: States,
    /// Where it is, in the dialect's pixels.
    pub bounds: Option<Bounds>,
    /// Everything else the dialect says, in order: resource id, level, URL, …
    pub attributes: Vec<(String, String)>,
    /// The dialect's spelling of this node, where it is not the canonical one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spelling: Option<Box<Spelling>>,
}

impl Node {
    /// The value of an attribute.
    pub fn attribute(&self, key: &str) -> Option<&str> {
        self.attributes.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str())
    }
}

/// The kind of an element, dialect-neutral.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)] // the names say it
pub enum Role {
    /// A line that was put in (text domains).
    Added,
    Alert,
    Button,
    Cell,
    CheckBox,
    ComboBox,
    Dialog,
    #[default]
    Group,
    Heading,
    Image,
    Link,
    List,
    ListItem,
    Menu,
    MenuItem,
    Option,
    Panel,
    Paragraph,
    ProgressBar,
    /// A line that waits for a command (text domains).
    Prompt,
    Radio,
    /// A line that was taken out (text domains).
    Removed,
    Row,
    ScrollBar,
    Separator,
    Slider,
    Switch,
    Tab,
    TabList,
    Table,
    Text,
    TextBox,
    ToolBar,
    Window,
}

impl Role {
    /// Whether an element of this kind is there to be clicked, so that its states need not say it.
    pub fn acts(self) -> bool {
        matches!(
            self,
            Self::Button
                | Self::CheckBox
                | Self::ComboBox
                | Self::Link
                | Self::MenuItem
                | Self::Option
                | Self::Radio
                | Self::Slider
                | Self::Switch
                | Self::Tab
                | Self::TextBox
        )
    }
}

/// Boolean states of a node.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)] // the names say it
#[allow(clippy::struct_excessive_bools)] // independent facts, each with its own word
pub struct States {
    pub clickable: bool,
    pub long_clickable: bool,
    pub scrollable: bool,
    pub focused: bool,
    pub disabled: bool,
    pub selected: bool,
    pub expanded: bool,
    pub password: bool,
    /// `None` where the element cannot be checked.
    pub checked: Option<bool>,
}

/// A rectangle in the dialect's pixels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Bounds {
    /// Left edge.
    pub x: i32,
    /// Top edge.
    pub y: i32,
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
}

impl Bounds {
    /// The middle.
    pub fn center(self) -> (i32, i32) {
        (self.x.saturating_add(self.width / 2), self.y.saturating_add(self.height / 2))
    }

    /// Whether a point lies inside; right and bottom edges do not belong to it.
    pub fn contains(self, x: i32, y: i32) -> bool {
        let inside = |at: i32, from: i32, size: i32| {
            i64::from(at) >= i64::from(from)
                && i64::from(at) < i64::from(from).saturating_add(size.into())
        };
        inside(x, self.x, self.width) && inside(y, self.y, self.height)
    }

    /// Width times height in square pixels; 0 where a side is negative.
    pub fn area(self) -> i64 {
        i64::from(self.width.max(0)) * i64::from(self.height.max(0))
    }
}
