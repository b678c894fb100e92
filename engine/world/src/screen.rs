//! A parsed observation of a drawn domain: a header and a tree of nodes, whatever the dialect.

use serde::{Deserialize, Serialize};

/// What is on the screen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Screen {
    /// What stands around the nodes.
    pub header: Header,
    /// The nodes in document order; a child comes after its parent.
    pub nodes: Vec<Node>,
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
}

/// The kind of an element, dialect-neutral.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)] // the names say it
pub enum Role {
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
    Radio,
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

/// Boolean states of a node.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
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
