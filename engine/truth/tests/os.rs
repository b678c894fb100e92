//! The desktop, acted on as people do: with a pointer and keys.

use diorama_truth::{Environment, Seed, Walk, desktop};
use diorama_world::{Action, Control, Dialect, Domain, Node, Role, Screen, facts::Cell, layout};

/// A click by coordinates is for the node that is drawn there.
#[test]
fn clicks_in_the_middle_of_nodes_are_for_them() {
    let mut clicked = 0;
    for seed in 0..40 {
        let mut walk = Walk::new(Domain::Os, seed, &[]);
        for _ in 0..40 {
            let screen = Dialect::OsA11y.dress(walk.environment().screen());
            let nodes = screen.nodes.iter().enumerate();
            let top = nodes.clone().rfind(|(_, node)| node.role == Role::Window);
            let top = top.map_or(0, |(top, _)| top);
            let menu = nodes.clone().any(|(_, node)| node.role == Role::Menu);
            for (index, node) in nodes.filter(|(_, node)| layout::acts(node)) {
                // What lies in windows behind may be covered, and an open menu covers windows.
                if index > top && !menu || node.parent == Some(0) {
                    let (x, y) = node.bounds.expect("it was laid out").center();
                    let click = format!("pyautogui.click({x}, {y})");
                    let read = Dialect::OsA11y.read_action(&click, &screen);
                    let name = &node.name;
                    assert_eq!(read, Ok(Action::Click { node: index }), "{name}: {screen:#?}");
                    clicked += 1;
                }
            }
            let action = walk.suggest();
            let spelled = Dialect::OsA11y.spell(&action, &screen);
            let spelled = spelled.unwrap_or_else(|error| panic!("{action:?}: {error}"));
            assert_eq!(Dialect::OsA11y.read_action(&spelled, &screen), Ok(action.clone()));
            walk.step(&action);
        }
    }
    assert!(clicked > 5000, "{clicked}");
}

/// Somebody at a desktop that has all programs.
struct Desk(desktop::Desktop);

impl Desk {
    fn new(controls: &[&str]) -> Self {
        let read = |text: &&str| Control::read(text).expect("a control");
        let controls: Vec<Control> = controls.iter().map(read).collect();
        let all = |facts: &diorama_world::Facts| {
            facts.table("apps").is_some_and(|apps| apps.rows().len() == 6)
        };
        let mut facts = (0..1000).map(desktop::facts).find(all).expect("some seed has all");
        // It begins with nothing open, and with the first look of each program.
        let windows = facts.table_mut("windows").expect("windows");
        for row in [0, 1] {
            windows.remove(row);
        }
        let apps = facts.table_mut("apps").expect("programs");
        for row in 0..6 {
            apps.set(row, 2, Cell::Number(0));
        }
        let files = facts.table_mut("files").expect("files");
        files.push([Cell::from("/"), "list.txt".into(), "file".into(), 644.into(), "one".into()]);
        Self(desktop::Desktop::new(facts, &controls))
    }

    fn screen(&self) -> &Screen {
        self.0.screen()
    }

    /// The last node of that name: what is in front.
    fn find(&self, name: &str) -> Option<usize> {
        self.screen().nodes.iter().rposition(|node| node.name == name)
    }

    fn node(&self, name: &str) -> &Node {
        &self.screen().nodes
            [self.find(name).unwrap_or_else(|| panic!("{name}: {:#?}", self.screen()))]
    }

    fn value(&self, name: &str) -> &str {
        let node = self.find(name).map(|node| &self.screen().nodes[node]);
        node.and_then(|node| node.value.as_deref()).unwrap_or_default()
    }

    /// Does an action as it is spelled.
    fn says(&mut self, spelled: &str) -> &mut Self {
        let screen = Dialect::OsA11y.dress(self.screen());
        self.0.step(&Dialect::OsA11y.read_action(spelled, &screen).expect("an action"));
        self
    }

    /// Clicks where the node of that name is drawn.
    fn clicks(&mut self, name: &str) -> &mut Self {
        let node = self.find(name).unwrap_or_else(|| panic!("{name}: {:#?}", self.screen()));
        let screen = Dialect::OsA11y.dress(self.screen());
        let (x, y) = screen.nodes[node].bounds.expect("it was laid out").center();
        self.says(&format!("pyautogui.click({x}, {y})"))
    }

    fn double_clicks(&mut self, name: &str) -> &mut Self {
        let action = Action::DoubleClick { node: self.find(name).expect(name) };
        let spelled = Dialect::OsA11y.spell(&action, &Dialect::OsA11y.dress(self.screen()));
        self.says(&spelled.expect("it can be pointed at"))
    }

    fn writes(&mut self, text: &str) -> &mut Self {
        self.says(&format!("pyautogui.write('{text}')"))
    }

    fn presses(&mut self, keys: &str) -> &mut Self {
        self.says(&format!("pyautogui.hotkey({keys})"))
    }

    /// Starts a program with the menu.
    fn starts(&mut self, program: &str) -> &mut Self {
        let title = |program: &str| {
            let apps = self.0.facts().table("apps").expect("programs");
            let row = apps.rows().iter().find(|row| row.cells[0].text() == program);
            row.expect(program).cells[1].text().to_owned()
        };
        let (menu, title) = (title("panel"), title(program));
        self.clicks(&menu).clicks(&title)
    }

    /// What a file holds.
    fn file(&self, name: &str) -> Option<&str> {
        let files = self.0.facts().table("files")?;
        let row = files.rows().iter().find(|row| row.cells[1].text() == name)?;
        Some(row.cells[4].text())
    }

    fn windows(&self) -> Vec<&str> {
        let windows = self.screen().nodes.iter().filter(|node| node.role == Role::Window);
        windows.map(|window| window.name.as_str()).collect()
    }
}

#[test]
fn a_text_is_written_and_saved() {
    let mut desk = Desk::new(&[]);
    desk.starts("editor").writes("wash the jar").presses("'enter'").writes("and the pan");
    assert_eq!(desk.value(""), "wash the jar\nand the pan");
    assert!(desk.find("Modified").is_some());
    // It has no name yet: the dialog asks for one.
    desk.presses("'ctrl', 's'").writes("jobs.txt").presses("'enter'");
    assert_eq!(desk.file("jobs.txt"), Some("wash the jar\nand the pan"));
    assert_eq!(desk.windows(), ["jobs.txt"]);
    assert!(desk.find("Saved").is_some() && desk.find("Modified").is_none());
    // Now it has one.
    desk.writes("!").presses("'ctrl', 's'");
    assert_eq!(desk.file("jobs.txt"), Some("wash the jar\nand the pan!"));
}

#[test]
fn saving_over_another_file_asks_first() {
    let mut desk = Desk::new(&[]);
    desk.starts("editor").writes("two").presses("'ctrl', 's'").writes("list.txt").clicks("Save");
    assert!(desk.find("Replace the file?").is_some());
    desk.clicks("Cancel");
    assert_eq!(desk.file("list.txt"), Some("one"));
    desk.clicks("Save").clicks("Replace");
    assert_eq!(desk.file("list.txt"), Some("two"));
    assert_eq!(desk.windows(), ["list.txt"]);
}

#[test]
fn closing_asks_to_save() {
    let mut desk = Desk::new(&[]);
    desk.starts("editor").writes("two").presses("'alt', 'f4'");
    assert!(desk.find("Save changes?").is_some());
    desk.presses("'esc'");
    assert_eq!(desk.windows(), ["Untitled"]);
    desk.clicks("Close").clicks("Discard");
    assert_eq!(desk.windows(), [""; 0]);
    // What was not changed is closed at once.
    desk.starts("editor").presses("'ctrl', 'w'");
    assert_eq!(desk.windows(), [""; 0]);
}

#[test]
fn windows_are_moved_and_clicked_into() {
    let mut desk = Desk::new(&[]);
    desk.starts("editor").writes("two").starts("calculator");
    let bounds = |desk: &Desk| {
        let windows = desk.screen().nodes.iter().filter(|node| node.role == Role::Window);
        windows.map(|window| window.bounds.expect("windows have a place")).collect::<Vec<_>>()
    };
    desk.presses("'win', 'left'");
    let editor = bounds(&desk)[0];
    assert_eq!((bounds(&desk)[1].x, bounds(&desk)[1].width), (0, 640));
    // A click on what is seen of the editor brings it to the front.
    let (x, y) = (editor.x + editor.width - 20, editor.y + editor.height - 20);
    desk.says(&format!("pyautogui.click({x}, {y})"));
    assert_eq!(desk.windows().last(), Some(&"Untitled"));
    assert_eq!(desk.value(""), "two");
    // The other one, by its button on the panel; then dragged by its title.
    let calculator = desk.windows()[0].to_owned();
    let task = desk.screen().nodes.iter().position(|node| node.name == calculator).expect("a task");
    desk.0.step(&Action::Click { node: task });
    assert_eq!(desk.windows().last(), Some(&calculator.as_str()));
    desk.presses("'win', 'down'");
    let before = bounds(&desk);
    let (from, to) = (before[1], before[0]);
    let (x, y) = (to.x + 20, to.y + to.height - 20);
    let title = format!("pyautogui.moveTo({}, {})", from.x + 300, from.y + 8);
    desk.says(&format!("{title}\npyautogui.dragTo({x}, {y})"));
    let after = bounds(&desk);
    assert_eq!(after[0], before[0]);
    assert_eq!((after[1].x, after[1].y), (to.x + 40, to.y + 40));
    // Its keys have moved along.
    desk.clicks("7").clicks("+").clicks("5").clicks("=");
    assert_eq!(desk.value("Result"), "12");
    desk.presses("'alt', 'tab'");
    assert_eq!(desk.windows().last(), Some(&"Untitled"));
}

/// A block of calls: each is done, if what it points at is still there.
#[test]
fn several_calls_are_one_step() {
    let mut desk = Desk::new(&[]);
    desk.starts("editor");
    desk.says(
        "pyautogui.write('two')\npyautogui.hotkey('ctrl', 's')\npyautogui.write('a.txt')\n\
         pyautogui.press('enter')\npyautogui.hotkey('ctrl', 'w')",
    );
    assert_eq!((desk.file("a.txt"), desk.windows().len()), (Some("two"), 0));
}

#[test]
fn the_calculator_calculates() {
    let mut desk = Desk::new(&[]);
    desk.starts("calculator");
    let mut shows = |typed: &str, result: &str| {
        desk.clicks("C").writes(typed);
        assert_eq!(desk.value("Result"), result, "{typed}");
    };
    shows("12+30=", "42");
    shows("7*8-6=", "50");
    shows("9/2=", "4");
    shows("3-5=", "-2");
    shows("3+*5=", "15");
    shows("123", "12");
    shows("4/0=", "Error");
    shows("99*99*99=", "Error");
}

#[test]
fn files_are_managed() {
    let mut desk = Desk::new(&[]);
    desk.starts("files").clicks("New folder").writes("Plans").presses("'enter'");
    assert!(desk.node("Plans").role == Role::ListItem);
    desk.clicks("list.txt").clicks("Rename").writes(".old").clicks("Rename");
    assert_eq!((desk.file("list.txt"), desk.file("list.txt.old")), (None, Some("one")));
    desk.double_clicks("list.txt.old");
    assert_eq!(desk.windows().last(), Some(&"list.txt.old"));
    assert_eq!(desk.value(""), "one");
    desk.presses("'alt', 'tab'").clicks("list.txt.old").presses("'delete'");
    assert!(
        desk.find("list.txt.old")
            .is_none_or(|node| desk.screen().nodes[node].role != Role::ListItem)
    );
    let files = desk.0.facts().table("files").expect("files");
    let row = files.rows().iter().find(|row| row.cells[1].text() == "list.txt.old").expect("kept");
    assert_eq!(row.cells[0].text(), format!("/{}", files.rows()[0].cells[1].text()));
}

#[test]
fn the_terminal_works_on_the_same_files() {
    let mut desk = Desk::new(&[]);
    desk.starts("terminal").writes("cat list.txt").presses("'enter'");
    assert!(desk.find("one").is_some());
    desk.writes("echo four > new.txt").presses("'enter'");
    assert_eq!(desk.file("new.txt"), Some("four\n"));
    desk.starts("files");
    assert_eq!(desk.node("new.txt").role, Role::ListItem);
}

/// What each control changes on a desktop: what leads there, and what is to be seen then with the
/// control but not without.
#[test]
fn every_control_changes_a_step() {
    type Scene = (&'static str, fn(&mut Desk), fn(&Desk) -> bool);
    let edit: fn(&mut Desk) = |desk| {
        desk.starts("editor").writes("a").presses("'enter'").writes("b").presses("'ctrl', 's'");
        desk.writes("ab.txt").presses("'enter'");
    };
    let check: fn(&mut Desk) = |desk| {
        desk.starts("settings").clicks("Network").clicks("Check for updates");
    };
    let make: fn(&mut Desk) = |desk| {
        desk.starts("files").clicks("New folder").writes("Plans").presses("'enter'");
    };
    let scenes: [Scene; 11] = [
        ("disk-full", edit, |desk| desk.find("Storage full").is_some()),
        ("read-only", edit, |desk| desk.find("Read only").is_some()),
        ("partial-save", edit, |desk| desk.value("") == "a\n"),
        ("permission-dialogs", edit, |desk| desk.find("Allow access to files?").is_some()),
        ("offline", check, |desk| desk.find("No connection").is_some()),
        ("flaky-api:every=1", check, |desk| desk.find("Something went wrong").is_some()),
        ("slow-network:steps=2", check, |desk| desk.value("Loading") == "2"),
        ("stale-list", make, |desk| desk.find("Plans").is_none()),
        (
            "unexpected-dialog:every=1",
            |desk| _ = desk.starts("files"),
            |desk| desk.find("What is new").is_some(),
        ),
        (
            "forced-pagination:rows=2",
            |desk| _ = desk.starts("files"),
            |desk| desk.find("Next").is_some(),
        ),
        (
            "low-battery-saver",
            |desk| {
                desk.starts("settings").clicks("Network");
                let off = desk.node("Background sync").states.checked == Some(false);
                if !off {
                    desk.clicks("Background sync");
                }
                desk.clicks("Background sync");
            },
            |desk| desk.find("Battery saver is on").is_some(),
        ),
    ];
    let names = || scenes.iter().map(|(control, ..)| control.split(':').next().expect("a name"));
    for definition in diorama_world::control::of(Domain::Os) {
        assert!(names().any(|name| name == definition.name), "{}", definition.name);
    }
    for (control, scene, shows) in scenes {
        let (mut with, mut without) = (Desk::new(&[control]), Desk::new(&[]));
        scene(&mut without);
        assert!(!shows(&without), "{control}: {:#?}", without.screen());
        scene(&mut with);
        assert!(shows(&with), "{control}: {:#?}", with.screen());
    }
    // Lists are up to date after F5.
    let mut desk = Desk::new(&["stale-list"]);
    make(&mut desk);
    assert!(desk.presses("'f5'").find("Plans").is_some());
}

/// Screens stay small, whatever is open.
#[test]
fn screens_are_small() {
    let mut most = 0;
    for seed in 0..60 {
        let mut walk = Walk::new(Domain::Os, seed, &[]);
        let mut random = Seed::new(seed, "small");
        for _ in 0..60 {
            let action = walk.environment().suggest(&mut random);
            walk.step(&action);
            most = most.max(walk.environment().screen().nodes.len());
        }
    }
    assert!((20..=48).contains(&most), "{most}");
}
