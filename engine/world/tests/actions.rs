//! Actions: what a dialect spells it reads again, and it refuses what cannot be done.

use diorama_world::{
    Action, Dialect, Node, Screen,
    action::{ActionError, Direction},
    screen::Bounds,
};
use proptest::prelude::*;

/// A screen with references, and places that partly cover each other.
fn screen(dialect: Dialect) -> impl Strategy<Value = Screen> {
    let place = (0..60i32, 0..60i32, 1..40i32, 1..40i32);
    let kind = prop::sample::select(vec!["frame", "dialog", "push-button", "label"]);
    let node = (place, kind, "[a-zA-Z \"'\\\\]{0,8}");
    prop::collection::vec(node, 1..10).prop_map(move |nodes| Screen {
        nodes: nodes
            .into_iter()
            .enumerate()
            .map(|(i, ((x, y, width, height), kind, name))| Node {
                reference: match dialect {
                    Dialect::WebPlaywright => Some(format!("e{i}")),
                    Dialect::OsA11y => None,
                    _ => Some(i.to_string()),
                },
                kind: kind.to_owned(),
                name,
                bounds: Some(Bounds { x, y, width, height }),
                ..Node::default()
            })
            .collect(),
        ..Screen::default()
    })
}

fn action(nodes: usize) -> impl Strategy<Value = Action> {
    let node = 0..nodes;
    let text = "\\PC{0,12}|[a\"'\\\\\\n\\t]{0,6}";
    let direction = prop::sample::select(vec![
        Direction::Up,
        Direction::Down,
        Direction::Left,
        Direction::Right,
    ]);
    let key = prop::sample::select(vec![
        "Enter",
        "Control+s",
        "Alt+F4",
        "Control+Shift+ArrowLeft",
        "Control++",
        "+",
        "a",
        "Escape",
        "é",
    ]);
    prop_oneof![
        node.clone().prop_map(|node| Action::Click { node }),
        node.clone().prop_map(|node| Action::DoubleClick { node }),
        node.clone().prop_map(|node| Action::LongPress { node }),
        (prop::option::of(node.clone()), text, any::<bool>())
            .prop_map(|(node, text, submit)| Action::Type { node, text, submit }),
        (node.clone(), text).prop_map(|(node, option)| Action::Select { node, option }),
        key.prop_map(|key| Action::Press { key: key.to_owned() }),
        (prop::option::of(node), direction)
            .prop_map(|(node, direction)| Action::Scroll { node, direction }),
        text.prop_map(|target| Action::Open { target }),
        Just(Action::Back),
        Just(Action::Home),
        Just(Action::Wait),
    ]
}

fn check(dialect: Dialect, screen: &Screen, action: Action) -> Result<(), TestCaseError> {
    match dialect.spell(&action, screen) {
        Ok(spelled) => {
            prop_assert_eq!(dialect.read_action(&spelled, screen), Ok(action), "{}", spelled);
        }
        Err(error) => {
            prop_assert!(matches!(error, ActionError::NotInDialect(_)), "{:?}: {}", action, error);
        }
    }
    Ok(())
}

fn case(dialect: Dialect) -> impl Strategy<Value = (Screen, Action)> {
    screen(dialect).prop_flat_map(|screen| {
        let action = action(screen.nodes.len());
        (Just(screen), action)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn android_reads_what_it_spells((screen, action) in case(Dialect::AndroidJson)) {
        check(Dialect::AndroidJson, &screen, action)?;
    }

    #[test]
    fn web_reads_what_it_spells((screen, action) in case(Dialect::WebPlaywright)) {
        check(Dialect::WebPlaywright, &screen, action)?;
    }

    #[test]
    fn os_reads_what_it_spells((screen, action) in case(Dialect::OsA11y)) {
        check(Dialect::OsA11y, &screen, action)?;
    }

    #[test]
    fn any_text_is_read_or_refused(
        text in "\\PC{0,40}|(browser_click|pyautogui\\.click|\\{\"action_type\":)[-(){}\\[\\]\"'a-z0-9=,:]{0,30}"
    ) {
        for dialect in [Dialect::AndroidJson, Dialect::WebPlaywright, Dialect::OsA11y] {
            let screen = Screen::default();
            if let Ok(action) = dialect.read_action(&text, &screen) {
                prop_assert!(dialect.spell(&action, &screen).is_ok());
            }
        }
    }
}

fn sample(dialect: Dialect, text: &str) -> Screen {
    dialect.parse(text, false).expect("a screen")
}

#[test]
fn spellings_are_those_of_the_tools() {
    let android = sample(
        Dialect::AndroidJson,
        "[ 0] | a.TextView | text=\"x\"\n[ 1] | android.widget.Button | text=\"OK\" | disabled",
    );
    let spell = |action: &Action| Dialect::AndroidJson.spell(action, &android);
    // Disabled nodes may be clicked; what then happens is for the world to say.
    let click = Action::Click { node: 1 };
    assert_eq!(spell(&click).as_deref(), Ok(r#"{"action_type":"click","index":1}"#));
    assert_eq!(spell(&Action::Back).as_deref(), Ok(r#"{"action_type":"navigate_back"}"#));

    let web = sample(Dialect::WebPlaywright, "- link \"Sign In\" [ref=e12]");
    assert_eq!(
        Dialect::WebPlaywright.spell(&Action::Click { node: 0 }, &web).as_deref(),
        Ok(r#"browser_click(element="Sign In link", ref="e12")"#)
    );

    let os = sample(Dialect::OsA11y, "push-button\tOK\t\"\"\t\t\t(100, 20)\t(60, 30)");
    assert_eq!(
        Dialect::OsA11y.spell(&Action::Click { node: 0 }, &os).as_deref(),
        Ok("pyautogui.click(130, 35)")
    );
}

#[test]
fn nodes_that_are_not_there_are_named() {
    let missing = |dialect: Dialect, text: &str| match dialect.read_action(text, &Screen::default())
    {
        Err(ActionError::NoSuchNode(name)) => name,
        other => panic!("{text}: {other:?}"),
    };
    let click = r#"{"action_type":"click","index":7}"#;
    assert_eq!(missing(Dialect::AndroidJson, click), "7");
    let click = r#"browser_click(element="x", ref="e7")"#;
    assert_eq!(missing(Dialect::WebPlaywright, click), "e7");
    for dialect in [Dialect::AndroidJson, Dialect::WebPlaywright, Dialect::OsA11y] {
        let error = dialect.spell(&Action::Click { node: 3 }, &Screen::default());
        assert_eq!(error, Err(ActionError::NoSuchNode("3".to_owned())));
    }
}

#[test]
fn unknown_actions_pass_as_they_stand_and_broken_ones_do_not() {
    let screen = Screen::default();
    for (dialect, raw, broken) in [
        (
            Dialect::AndroidJson,
            r#"{"action_type":"status","goal_status":"done"}"#,
            r#"{"action_type":"#,
        ),
        (Dialect::WebPlaywright, "browser_tabs(action=\"list\")", "browser_click(element="),
        (Dialect::OsA11y, "pyautogui.rightClick(3, 4)", "pyautogui.click(3,"),
    ] {
        let read = dialect.read_action(raw, &screen);
        assert_eq!(read, Ok(Action::Raw { text: raw.to_owned() }));
        let read = dialect.read_action(broken, &screen);
        assert!(matches!(read, Err(ActionError::Malformed(_))), "{broken}: {read:?}");
        assert!(matches!(dialect.read_action("  ", &screen), Err(ActionError::Malformed(_))));
    }
}

#[test]
fn a_click_goes_to_the_topmost_window() {
    let os = sample(
        Dialect::OsA11y,
        "frame\tEditor\t\"\"\t\t\t(0, 0)\t(800, 600)\n\
         push-button\tBeneath\t\"\"\t\t\t(300, 300)\t(20, 20)\n\
         dialog\tSave\t\"\"\t\t\t(200, 200)\t(400, 300)\n\
         push-button\tOK\t\"\"\t\t\t(500, 440)\t(80, 40)",
    );
    let click = |text| Dialect::OsA11y.read_action(text, &os);
    assert_eq!(click("pyautogui.click(310, 310)"), Ok(Action::Click { node: 2 }));
    assert_eq!(click("pyautogui.click(510, 450)"), Ok(Action::Click { node: 3 }));
    assert_eq!(click("pyautogui.click(x=10, y=10)"), Ok(Action::Click { node: 0 }));
    // What lies wholly under another cannot be pointed at.
    let beneath = Dialect::OsA11y.spell(&Action::Click { node: 1 }, &os);
    assert!(matches!(beneath, Err(ActionError::NotInDialect(_))));
}
