//! What several fuzz targets share.

use diorama_world::{Action, Dialect, Screen, dialect::MAX_TEXT};

/// Nodes of a screen whose actions are tried.
const NODES: usize = 8;

/// What holds for every text in a dialect: it reads without a panic, whole or cut off; a screen
/// prints back as the text it was read from; what an action is spelled as reads back.
pub fn dialect(dialect: Dialect, data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if text.len() > MAX_TEXT {
        return;
    }
    let reading = dialect.read(text, false);
    assert_eq!(dialect.print(&reading.screen), text, "prints back");
    let half = text.floor_char_boundary(text.len() / 2);
    dialect.read(&text[..half], true);

    let screen = &reading.screen;
    for node in 0..screen.nodes.len().min(NODES) {
        spells(dialect, &Action::Click { node }, screen);
        let typed = Action::Type { node: Some(node), text: "a \"b\"\n".into(), submit: true };
        spells(dialect, &typed, screen);
    }
    // What a dialect shows of a screen without its own marks, it shows again.
    let shown = |screen: &Screen| {
        dialect.read(&dialect.print(&dialect.dress(screen)), false).screen.canonical()
    };
    let once = shown(&screen.canonical());
    assert_eq!(shown(&once), once, "dressed again");

    // The last line as an action.
    action(dialect, text.lines().last().unwrap_or_default(), screen);
}

/// Whatever a text is read as can be spelled and read again.
pub fn action(dialect: Dialect, text: &str, screen: &Screen) {
    if let Ok(action) = dialect.read_action(text, screen)
        && !matches!(action, Action::Raw { .. })
    {
        spells(dialect, &action, screen);
    }
}

/// What an action is spelled as reads back.
fn spells(dialect: Dialect, action: &Action, screen: &Screen) {
    let Ok(spelled) = dialect.spell(action, screen) else { return };
    assert_eq!(dialect.read_action(&spelled, screen).as_ref(), Ok(action), "{spelled}");
}
