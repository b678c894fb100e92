//! Actions: what a dialect spells it reads again, and it refuses what cannot be done.

use diorama_world::{
    Action, Dialect, Node, Role, Screen,
    action::{ActionError, Direction, Keys},
    dialect::MAX_ACTION,
    screen::Bounds,
};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A screen with references, and places that partly cover each other.
fn screen(dialect: Dialect) -> impl Strategy<Value = Screen> {
    let place = (0..60i32, 0..60i32, 1..40i32, 1..40i32);
    let kind = prop::sample::select(vec!["frame", "dialog", "push-button", "label"]);
    let role = prop::sample::select(vec![Role::Button, Role::TextBox, Role::CheckBox, Role::Text]);
    let node = (place, kind, role, "[a-zA-Z \"'\\\\<>]{0,8}", any::<bool>());
    prop::collection::vec(node, 1..10).prop_map(move |nodes| Screen {
        nodes: nodes
            .into_iter()
            .enumerate()
            .map(|(i, ((x, y, width, height), kind, role, name, disabled))| Node {
                reference: match dialect {
                    Dialect::WebPlaywright => Some(format!("e{i}")),
                    Dialect::OsA11y | Dialect::AndroidDroidbot => None,
                    _ => Some(i.to_string()),
                },
                kind: kind.to_owned(),
                role,
                name,
                states: diorama_world::screen::States { disabled, ..Default::default() },
                bounds: Some(Bounds { x, y, width, height }),
                ..Node::default()
            })
            .collect(),
        ..Screen::default()
    })
}

fn single(nodes: usize) -> impl Strategy<Value = Action> {
    let node = 0..nodes;
    let text = "\\PC{0,12}|[a\"'\\\\\\n\\t]{0,6}|</?[a-z]{1,9}>|C-[cd]";
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
    let value = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        text.prop_map(Value::from),
        prop::collection::vec(text, 0..3).prop_map(Value::from),
    ];
    let arguments = prop::collection::btree_map("[a-z_]{1,6}", value, 0..4);
    let piece = (text, 0..100_000u32).prop_map(|(keystrokes, wait)| Keys { keystrokes, wait });
    let pointed = prop_oneof![
        node.clone().prop_map(|node| Action::Click { node }),
        node.clone().prop_map(|node| Action::DoubleClick { node }),
        node.clone().prop_map(|node| Action::RightClick { node }),
        node.clone().prop_map(|node| Action::Hover { node }),
        (node.clone(), node.clone()).prop_map(|(node, onto)| Action::Drag { node, onto }),
        node.clone().prop_map(|node| Action::LongPress { node }),
        (prop::option::of(node.clone()), text, any::<bool>())
            .prop_map(|(node, text, submit)| Action::Type { node, text, submit }),
        prop::collection::vec((node.clone(), text), 0..3)
            .prop_map(|fields| Action::Fill { fields }),
        (node.clone(), any::<bool>()).prop_map(|(node, on)| Action::Check { node, on }),
        (node.clone(), text).prop_map(|(node, option)| Action::Select { node, option }),
        (prop::option::of(node), direction)
            .prop_map(|(node, direction)| Action::Scroll { node, direction }),
    ];
    let other = prop_oneof![
        key.prop_map(|key| Action::Press { key: key.to_owned() }),
        text.prop_map(|target| Action::Open { target }),
        Just(Action::Back),
        Just(Action::Forward),
        Just(Action::NewTab),
        (0..9usize).prop_map(|tab| Action::SelectTab { tab }),
        prop::option::of(0..9usize).prop_map(|tab| Action::CloseTab { tab }),
        Just(Action::Home),
        Just(Action::Wait),
        prop::collection::vec(piece, 0..3).prop_map(|keys| Action::Keystrokes { keys }),
        ("[a-zA-Z_.]{1,9}", arguments).prop_map(|(tool, arguments)| Action::Call {
            tool,
            arguments: arguments.into_iter().collect()
        }),
        prop::collection::vec(text, 0..3).prop_map(|queries| Action::Query { queries }),
        text.prop_map(|text| Action::Say { text }),
        Just(Action::Finish),
        text.prop_map(|reason| Action::GiveUp { reason }),
    ];
    prop_oneof![pointed, other]
}

fn action(nodes: usize) -> impl Strategy<Value = Action> {
    let sequence = prop::collection::vec(single(nodes), 0..4);
    prop_oneof![
        8 => single(nodes),
        1 => sequence.prop_map(|actions| Action::Sequence { actions }),
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

/// A dialect reads what it spells, as a test named after it.
macro_rules! reads_what_it_spells {
    ($($name:ident: $dialect:ident,)*) => {
        proptest! {
            #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

            $(#[test]
            fn $name((screen, action) in case(Dialect::$dialect)) {
                check(Dialect::$dialect, &screen, action)?;
            })*

            #[test]
            fn any_text_is_read_or_refused(
                text in "\\PC{0,40}|(browser_click|pyautogui\\.click|fill|\\{\"action_type\":|\\[\\{\"keystrokes\":|touch <button)[-(){}\\[\\]\"'a-z0-9=,:<>/]{0,30}"
            ) {
                for dialect in Dialect::ALL {
                    let screen = Screen::default();
                    if let Ok(action) = dialect.read_action(&text, &screen) {
                        prop_assert!(dialect.spell(&action, &screen).is_ok(), "{}: {:?}", dialect, action);
                    }
                }
            }
        }
    };
}

reads_what_it_spells! {
    android_json_reads_what_it_spells: AndroidJson,
    android_phone_reads_what_it_spells: AndroidPhone,
    android_droidbot_reads_what_it_spells: AndroidDroidbot,
    web_playwright_reads_what_it_spells: WebPlaywright,
    web_axtree_reads_what_it_spells: WebAxtree,
    os_a11y_reads_what_it_spells: OsA11y,
    mcp_reads_what_it_spells: Mcp,
    search_reads_what_it_spells: Search,
    terminal_reads_what_it_spells: Terminal,
    swe_reads_what_it_spells: Swe,
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
    for dialect in Dialect::ALL {
        let error = dialect.spell(&Action::Click { node: 3 }, &Screen::default());
        assert_eq!(error, Err(ActionError::NoSuchNode("3".to_owned())));
    }
}

/// A screen with an element of each kind, under the dialect's own references.
fn form(dialect: Dialect) -> Screen {
    let node = |role, name: &str| Node { role, name: name.to_owned(), ..Node::default() };
    let nodes = vec![
        node(Role::Text, "Trip"),
        node(Role::TextBox, ""),
        node(Role::Button, "Save"),
        node(Role::CheckBox, "Quiet"),
        node(Role::ComboBox, "Harbour"),
    ];
    dialect.dress(&Screen { nodes, ..Screen::default() })
}

fn call(tool: &str, arguments: Value) -> Action {
    let Value::Object(arguments) = arguments else { panic!("arguments have names") };
    Action::Call { tool: tool.to_owned(), arguments }
}

fn keys(pieces: &[(&str, u32)]) -> Action {
    let piece = |&(keystrokes, wait): &(&str, u32)| Keys { keystrokes: keystrokes.into(), wait };
    Action::Keystrokes { keys: pieces.iter().map(piece).collect() }
}

fn typed(node: Option<usize>, text: &str, submit: bool) -> Action {
    Action::Type { node, text: text.to_owned(), submit }
}

fn scroll(direction: Direction) -> Action {
    Action::Scroll { node: None, direction }
}

/// The forms of the tools' own descriptions, and other agents' variants of them.
#[test]
#[allow(clippy::too_many_lines)] // a table
fn actions_are_read_in_all_their_forms() {
    let click = Action::Click { node: 2 };
    let key = |key: &str| Action::Press { key: key.to_owned() };
    let open = |target: &str| Action::Open { target: target.to_owned() };
    let say = |text: &str| Action::Say { text: text.to_owned() };
    let give_up = |reason: &str| Action::GiveUp { reason: reason.to_owned() };
    let select = Action::Select { node: 4, option: "North".to_owned() };
    let query = |text: &str| Action::Query { queries: vec![text.to_owned()] };
    let phone = |rest: &str| format!("<invoke name=\"phone\">{rest}</invoke>");
    let place = |screen: &Screen, node: usize| {
        let b = screen.nodes[node].bounds.expect("dressed");
        (b.center(), format!("{},{},{},{}", b.x, b.y, b.x + b.width, b.y + b.height))
    };

    let d = Dialect::AndroidJson;
    let ((x, y), _) = place(&form(d), 2);
    let android: Vec<(String, Action)> = vec![
        (r#"{"action_type":"click","index":2}"#.into(), click.clone()),
        (r#"{"action_type":"long_press","index":2}"#.into(), Action::LongPress { node: 2 }),
        (r#"{"action_type":"double_tap","index":2}"#.into(), Action::DoubleClick { node: 2 }),
        (r#"{"action_type":"input_text","text":"a","index":1}"#.into(), typed(Some(1), "a", false)),
        (r#"{"action_type":"scroll","direction":"down"}"#.into(), scroll(Direction::Down)),
        (r#"{"action_type":"swipe","direction":"up"}"#.into(), scroll(Direction::Down)),
        (r#"{"action_type":"open_app","app_name":"Clock"}"#.into(), open("Clock")),
        (r#"{"action_type":"navigate_home"}"#.into(), Action::Home),
        (r#"{"action_type":"keyboard_enter"}"#.into(), key("Enter")),
        (r#"{"action_type":"wait"}"#.into(), Action::Wait),
        (r#"{"action_type":"answer","text":"Two"}"#.into(), say("Two")),
        (r#"{"action_type":"status","goal_status":"complete"}"#.into(), Action::Finish),
        (r#"{"action_type":"status","goal_status":"infeasible"}"#.into(), give_up("")),
        (format!(r#"{{"action":"click","coordinate":[{x}, {y}]}}"#), click.clone()),
        (r#"{"action":"type","text":"a"}"#.into(), typed(None, "a", false)),
        (
            r#"{"action":"swipe","coordinate":[500,900],"coordinate2":[500,1500]}"#.into(),
            scroll(Direction::Up),
        ),
        (r#"{"action":"system_button","button":"Back"}"#.into(), Action::Back),
        (r#"{"action":"wait","time":2}"#.into(), Action::Wait),
    ];
    let parameter =
        |name: &str, value: &str| format!("<parameter name=\"{name}\">{value}</parameter>");
    let taps = |action: &str, rest: String| phone(&(parameter("action", action) + &rest));
    let phones = vec![
        (taps("click", parameter("index", "3")), click.clone()),
        (taps("click", "\n".to_owned() + &parameter("index", " 3 ")), click.clone()),
        (taps("long_press", parameter("index", "3")), Action::LongPress { node: 2 }),
        (taps("type", parameter("text", "a < b")), typed(None, "a < b", false)),
        (taps("open_app", parameter("text", "Files")), open("Files")),
        (taps("system_button", parameter("button", "back")), Action::Back),
        (taps("system_button", parameter("button", "home")), Action::Home),
        (taps("system_button", parameter("button", "enter")), key("Enter")),
        (
            taps(
                "swipe",
                parameter("coordinate", "[540, 1700]") + &parameter("coordinate2", "[540, 700]"),
            ),
            scroll(Direction::Down),
        ),
        (
            "<invoke name=\"remember\"><parameter name=\"note\">x</parameter></invoke>\n"
                .to_owned()
                + &taps("click", parameter("index", "3")),
            click.clone(),
        ),
    ];
    let (_, save) = place(&form(Dialect::AndroidDroidbot), 2);
    let (_, field) = place(&form(Dialect::AndroidDroidbot), 1);
    let (_, quiet) = place(&form(Dialect::AndroidDroidbot), 3);
    let droidbot = vec![
        (format!("touch <button id=2 bound_box={save}>Save</button>"), click.clone()),
        (format!("touch <button bound_box={save}>Save</button>"), click.clone()),
        (format!("touch <p id=77 alt='it' bound_box={save}></p>"), click.clone()),
        (
            format!("long_touch <button bound_box={save}>Save</button>"),
            Action::LongPress { node: 2 },
        ),
        (format!("set_text <input bound_box={field}>x</input> y z"), typed(Some(1), "y z", false)),
        (
            format!("select <checkbox bound_box={quiet}>Quiet</checkbox>"),
            Action::Check { node: 3, on: true },
        ),
        (
            format!("unselect <checkbox bound_box={quiet}>Quiet</checkbox>"),
            Action::Check { node: 3, on: false },
        ),
        (
            format!("scroll up <scrollbar bound_box={save}></scrollbar>"),
            Action::Scroll { node: Some(2), direction: Direction::Up },
        ),
        ("intent am start org.example/.Main".into(), open("org.example/.Main")),
        ("kill_app".into(), Action::Raw { text: "kill_app".into() }),
    ];
    let fill = Action::Fill { fields: vec![(1, "a".into()), (3, "true".into())] };
    let web = vec![
        (r#"browser_click(element="Save", ref="e3")"#.into(), click.clone()),
        (r#"browser_click(element="Save", target="e3")"#.into(), click.clone()),
        (r#"browser_click(ref="e3", button="right")"#.into(), Action::RightClick { node: 2 }),
        (r#"browser_type(ref="e2", text="a", submit=true)"#.into(), typed(Some(1), "a", true)),
        (
            r#"browser_fill_form(fields=[{"name": "x", "type": "textbox", "ref": "e2", "value": "a"}, {"name": "y", "type": "checkbox", "ref": "e4", "value": true}])"#.into(),
            fill,
        ),
        (r#"browser_select_option(ref="e5", values=["North"])"#.into(), select.clone()),
        (r#"browser_press_key(key="Enter")"#.into(), key("Enter")),
        (r#"browser_hover(element="x", ref="e3")"#.into(), Action::Hover { node: 2 }),
        (
            r#"browser_drag(startElement="a", startRef="e3", endElement="b", endRef="e2")"#.into(),
            Action::Drag { node: 2, onto: 1 },
        ),
        (r#"browser_navigate(url="http://a.example")"#.into(), open("http://a.example")),
        ("browser_navigate_back()".into(), Action::Back),
        (r#"browser_tabs(action="new")"#.into(), Action::NewTab),
        (r#"browser_tabs(action="select", index=1)"#.into(), Action::SelectTab { tab: 1 }),
        (r#"browser_tabs(action="close", index=0)"#.into(), Action::CloseTab { tab: Some(0) }),
        (r#"browser_tabs(action="close")"#.into(), Action::CloseTab { tab: None }),
        (r#"browser_wait_for(text="Saved")"#.into(), Action::Wait),
    ];
    let axtree = vec![
        ("noop()".into(), Action::Wait),
        ("noop(1000)".into(), Action::Wait),
        ("click('3')".into(), click.clone()),
        ("click(bid=\"3\", button='right')".into(), Action::RightClick { node: 2 }),
        ("dblclick('3')".into(), Action::DoubleClick { node: 2 }),
        ("hover('3')".into(), Action::Hover { node: 2 }),
        ("fill('2', 'it\\'s')".into(), typed(Some(1), "it's", false)),
        ("fill('2', 'x')\nkeyboard_press('Enter')".into(), typed(Some(1), "x", true)),
        ("clear('2')".into(), typed(Some(1), "", false)),
        ("select_option('5', 'North')".into(), select.clone()),
        ("select_option('5', ['North'])".into(), select),
        ("keyboard_press('Control+a')".into(), key("Control+a")),
        ("keyboard_type('abc')".into(), typed(None, "abc", false)),
        ("scroll(0, 200)".into(), scroll(Direction::Down)),
        ("scroll(-50.2, 0)".into(), scroll(Direction::Left)),
        ("drag_and_drop('3', '2')".into(), Action::Drag { node: 2, onto: 1 }),
        ("mouse_click(5, 6)".into(), Action::Raw { text: "mouse_click(5, 6)".into() }),
        ("tab_focus(2)".into(), Action::SelectTab { tab: 2 }),
        ("new_tab()".into(), Action::NewTab),
        ("tab_close()".into(), Action::CloseTab { tab: None }),
        ("go_back()".into(), Action::Back),
        ("go_forward()".into(), Action::Forward),
        ("goto('http://a.example')".into(), open("http://a.example")),
        ("send_msg_to_user('Two')".into(), say("Two")),
        ("report_infeasible('no such trip')".into(), give_up("no such trip")),
    ];
    let os_form = form(Dialect::OsA11y);
    let (((x, y), _), ((a, b), _)) = (place(&os_form, 2), place(&os_form, 1));
    let written = typed(Some(1), "a", true);
    let os = vec![
        (format!("pyautogui.click({x}, {y})"), click.clone()),
        (format!("pyautogui.click(x={x}, y={y}, clicks=2)"), Action::DoubleClick { node: 2 }),
        (format!("pyautogui.rightClick({x}, {y})"), Action::RightClick { node: 2 }),
        (format!("pyautogui.moveTo({x}, {y})"), Action::Hover { node: 2 }),
        (
            format!("pyautogui.moveTo({x}, {y})\npyautogui.dragTo({a}, {b}, duration=0.5)"),
            Action::Drag { node: 2, onto: 1 },
        ),
        (format!("Agent.click(coordinates=[{x}, {y}])"), click.clone()),
        ("pyautogui.hotkey('ctrl','s')".into(), key("Control+s")),
        ("pyautogui.scroll(-3)".into(), scroll(Direction::Down)),
        (
            format!(
                "import pyautogui\npyautogui.click({a}, {b}); pyautogui.write('a'); pyautogui.press('enter')"
            ),
            written.clone(),
        ),
        (
            format!(
                "pyautogui.click({x}, {y})\ntime.sleep(1)\npyautogui.click({a}, {b})\npyautogui.write('a')\npyautogui.press('enter')"
            ),
            Action::Sequence { actions: vec![click, Action::Wait, written] },
        ),
        (
            "CalcTools.set_cell_value('B2', value=7)".into(),
            call("CalcTools.set_cell_value", json!({ "args": ["B2"], "value": 7 })),
        ),
        ("WAIT".into(), Action::Wait),
        ("DONE".into(), Action::Finish),
        ("FAIL".into(), give_up("")),
        (
            "for i in range(3):\n    pyautogui.press('a')".into(),
            Action::Raw { text: "for i in range(3):\n    pyautogui.press('a')".into() },
        ),
    ];
    let terminal = vec![
        (r#"[{"keystrokes":"pwd\n","duration":0.1}]"#.into(), keys(&[("pwd\n", 100)])),
        (r#"{"keystrokes":"C-c"}"#.into(), keys(&[("C-c", 0)])),
        (
            r#"{"analysis":"…","plan":"…","commands":[{"keystrokes":"ls\n","duration":1}]}"#.into(),
            keys(&[("ls\n", 1000)]),
        ),
        (r#"[{"keystrokes":"","duration":10}]"#.into(), Action::Wait),
        ("ls".into(), Action::Raw { text: "ls".into() }),
    ];
    let read = call("read", json!({ "path": "a" }));
    let tools = vec![
        (r#"{"name":"read","arguments":{"path":"a"}}"#.into(), read.clone()),
        (r#"{"name":"read","arguments":"{\"path\":\"a\"}"}"#.into(), read.clone()),
        (r#"[{"name":"read","arguments":{"path":"a"}}]"#.into(), read.clone()),
        (r#"{"name":"list"}"#.into(), call("list", json!({}))),
    ];
    let search = vec![
        ("lamp oil".into(), query("lamp oil")),
        (r#"{"query":"lamp oil"}"#.into(), query("lamp oil")),
        (r#"{"name":"search","arguments":{"query":["lamp oil"]}}"#.into(), query("lamp oil")),
        ("https://atlas.example/oil".into(), open("https://atlas.example/oil")),
        (
            r#"{"name":"visit","arguments":{"url":"http://a.example"}}"#.into(),
            open("http://a.example"),
        ),
        (r#"{"name":"read","arguments":{"path":"a"}}"#.into(), read),
    ];
    for (dialect, forms) in [
        (Dialect::AndroidJson, android),
        (Dialect::AndroidPhone, phones),
        (Dialect::AndroidDroidbot, droidbot),
        (Dialect::WebPlaywright, web),
        (Dialect::WebAxtree, axtree),
        (Dialect::OsA11y, os),
        (Dialect::Terminal, terminal),
        (Dialect::Mcp, tools.clone()),
        (Dialect::Swe, tools),
        (Dialect::Search, search),
    ] {
        let screen = form(dialect);
        for (text, action) in forms {
            assert_eq!(dialect.read_action(&text, &screen).as_ref(), Ok(&action), "{text}");
            // What was read can be spelled, and is then read as the same.
            dialect.spell(&action, &screen).unwrap_or_else(|e| panic!("{dialect}: {text}: {e}"));
        }
    }
}

#[test]
fn hostile_actions_are_refused() {
    let deep = |open: &str, close: &str| open.repeat(100_000) + &close.repeat(100_000);
    let cases = [
        (Dialect::AndroidJson, r#"{"action_type":"#.to_owned()),
        (Dialect::AndroidJson, r#"{"action_type":"click","index":99999999999999999999999}"#.into()),
        (Dialect::AndroidJson, r#"{"action_type":"answer","text":"\ud800"}"#.into()),
        (Dialect::AndroidJson, r#"{"action":"click","coordinate":[1]}"#.into()),
        (Dialect::AndroidPhone, r#"<invoke name="phone"><parameter name="action">click"#.into()),
        (Dialect::AndroidPhone, r#"<invoke name="phone"></invoke>"#.into()),
        (Dialect::AndroidDroidbot, "touch <button bound_box=1,2".into()),
        (Dialect::AndroidDroidbot, "scroll sideways".into()),
        (Dialect::AndroidDroidbot, "touch <a bound_box=99999999999,0,0,0></a>".into()),
        (Dialect::WebPlaywright, "browser_click(element=".into()),
        (Dialect::WebPlaywright, format!("browser_click(ref={})", deep("[", "]"))),
        (Dialect::WebAxtree, "click(".into()),
        (Dialect::WebAxtree, format!("click({})", deep("{'a':", "}"))),
        (Dialect::OsA11y, "pyautogui.click(3,".into()),
        (Dialect::Terminal, r#"[{"keystrokes":"a","duration":-1}]"#.into()),
        (Dialect::Terminal, r#"[{"keystrokes":"a","duration":1e999}]"#.into()),
        (Dialect::Terminal, r#"[{"keystrokes":"\udc00"}]"#.into()),
        (Dialect::Mcp, r#"{"name":"a","arguments":[1]}"#.into()),
        (Dialect::Mcp, r#"{"name":"a","arguments":"{"}"#.into()),
        (Dialect::Swe, format!("{{\"name\":{}}}", deep("[", "]"))),
        (Dialect::Search, r#"{"query":"#.into()),
    ];
    let long = Dialect::ALL.map(|dialect| (dialect, "a".repeat(MAX_ACTION + 1)));
    let blank = Dialect::ALL.map(|dialect| (dialect, " \n".to_owned()));
    for (dialect, text) in cases.into_iter().chain(long).chain(blank) {
        let read = dialect.read_action(&text, &Screen::default());
        let start: String = text.chars().take(60).collect();
        assert!(matches!(read, Err(ActionError::Malformed(_))), "{dialect}: {start}: {read:?}");
    }
}

#[test]
fn unknown_actions_pass_as_they_stand() {
    for (dialect, text) in [
        (Dialect::AndroidJson, r#"{"action_type":"shake","times":3}"#),
        (Dialect::AndroidPhone, "tap the button"),
        (Dialect::AndroidDroidbot, "kill_app"),
        (Dialect::WebPlaywright, "browser_tabs(action=\"list\")"),
        (Dialect::WebAxtree, "mouse_move(3, 4)"),
        (Dialect::OsA11y, "pyautogui.click(3, 4)"),
        (Dialect::Terminal, "exit"),
        (Dialect::Mcp, "[1, 2]"),
        (Dialect::Search, "{}"),
        (Dialect::Swe, "read a"),
    ] {
        let read = dialect.read_action(text, &Screen::default());
        assert_eq!(read, Ok(Action::Raw { text: text.to_owned() }), "{dialect}");
    }
}

#[test]
fn what_is_disabled_or_gone_does_nothing() {
    let mut screen = form(Dialect::WebPlaywright);
    let click = Action::Click { node: 2 };
    assert!(click.can_act(&screen));
    screen.nodes[2].states.disabled = true;
    // Still an action of the dialect.
    assert!(Dialect::WebPlaywright.spell(&click, &screen).is_ok());
    assert!(!click.can_act(&screen));
    assert!(!Action::Drag { node: 1, onto: 2 }.can_act(&screen));
    assert!(!Action::Click { node: 99 }.can_act(&screen));
    assert!(!Action::Sequence { actions: vec![click.clone()] }.can_act(&screen));
    assert!(Action::Sequence { actions: vec![click, Action::Back] }.can_act(&screen));
    assert!(Action::Wait.can_act(&Screen::default()));
    let fields = vec![(2, String::new()), (1, "a".to_owned())];
    assert!(Action::Fill { fields }.can_act(&screen));
}

#[test]
fn control_keys_are_told_from_text() {
    let key = |keystrokes: &str| Keys { keystrokes: keystrokes.to_owned(), wait: 0 }.control();
    assert_eq!(key("C-c"), Some('c'));
    assert_eq!(key("C-d"), Some('d'));
    assert_eq!(key("C-c\n"), None);
    assert_eq!(key("c"), None);
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
