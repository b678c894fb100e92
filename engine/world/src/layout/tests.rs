//! What holds for every screen that is laid out, and what known screens look like.

use super::*;
use crate::Role;
use proptest::prelude::*;
use tree::{Item, Mode, Over};

const DOMAINS: [Domain; 3] = [Domain::Android, Domain::Web, Domain::Os];
const ROLES: [Role; 32] = [
    Role::Alert,
    Role::Button,
    Role::Cell,
    Role::CheckBox,
    Role::ComboBox,
    Role::Dialog,
    Role::Group,
    Role::Heading,
    Role::Image,
    Role::Link,
    Role::List,
    Role::ListItem,
    Role::Menu,
    Role::MenuItem,
    Role::Option,
    Role::Panel,
    Role::Paragraph,
    Role::ProgressBar,
    Role::Radio,
    Role::Row,
    Role::ScrollBar,
    Role::Separator,
    Role::Slider,
    Role::Switch,
    Role::Tab,
    Role::TabList,
    Role::Table,
    Role::Text,
    Role::TextBox,
    Role::ToolBar,
    Role::Window,
    Role::Group,
];

/// Builds a screen from `(depth, role, name)` lines.
fn screen(lines: &[(usize, Role, &str)]) -> Screen {
    let mut open: Vec<usize> = Vec::new();
    let mut screen = Screen::default();
    for &(depth, role, name) in lines {
        open.truncate(depth);
        let parent = open.last().copied();
        open.push(screen.nodes.len());
        screen.nodes.push(Node { role, name: name.to_owned(), parent, ..Node::default() });
    }
    screen
}

fn placed(lines: &[(usize, Role, &str)], domain: Domain) -> Screen {
    let mut screen = screen(lines);
    place(&mut screen, domain);
    screen
}

fn bounds(screen: &Screen, name: &str) -> Bounds {
    let node = screen.nodes.iter().find(|node| node.name == name).expect(name);
    node.bounds.expect("it was placed")
}

fn at(x: i32, y: i32, width: i32, height: i32) -> Bounds {
    Bounds { x, y, width, height }
}

#[test]
fn a_phone_has_bar_list_button_and_tabs() {
    use Role::{Button, Heading, List, ListItem, Switch, Tab, TabList, Text, ToolBar};
    let mut screen = screen(&[
        (0, ToolBar, ""),
        (1, Button, "Back"),
        (1, Heading, "Alarms"),
        (1, Button, "Search"),
        (0, List, ""),
        (1, ListItem, "row"),
        (2, Text, "07:30"),
        (2, Text, "Weekdays"),
        (2, Switch, ""),
        (0, Button, "Add"),
        (0, TabList, ""),
        (1, Tab, "Clock"),
        (1, Tab, "Timer"),
    ]);
    screen.nodes[5].states.clickable = true;
    place(&mut screen, Domain::Android);
    assert_eq!(bounds(&screen, "Back"), at(12, 134, 126, 135));
    assert_eq!(bounds(&screen, "Search"), at(942, 134, 126, 135));
    assert_eq!(bounds(&screen, "Alarms").x, 150);
    assert_eq!(bounds(&screen, "row").width, 1080);
    assert!(bounds(&screen, "07:30").y < bounds(&screen, "Weekdays").y);
    let add = bounds(&screen, "Add");
    assert_eq!(add.x + add.width, 1080);
    // The tabs end where the screen does, the list takes what is left.
    assert_eq!(bounds(&screen, "Clock"), at(0, 2190, 540, 138));
    assert!(screen.nodes[4].bounds.expect("placed").height > 1600);
    let (x, y) = bounds(&screen, "row").center();
    assert_eq!(hit(&screen, Domain::Android, x, y), Some(5), "texts leave the click to their row");
}

#[test]
fn controls_stand_at_the_end_of_their_row() {
    use Role::{Button, CheckBox, Link, List, ListItem, Switch};
    let lines = [
        (0, List, "rows"),
        (1, ListItem, "07:30"),
        (1, Switch, "on"),
        (1, Button, "Remove"),
        (1, Link, "More"),
        (1, Link, "Less"),
        (0, List, "choices"),
        (1, CheckBox, "red"),
        (1, CheckBox, "blue"),
    ];
    for domain in DOMAINS {
        let screen = placed(&lines, domain);
        let [row, on, remove, more] =
            ["07:30", "on", "Remove", "More"].map(|name| bounds(&screen, name));
        assert!(row.x + row.width <= on.x && on.x + on.width <= remove.x);
        let rows = bounds(&screen, "rows");
        assert!(remove.x + remove.width <= rows.x + rows.width && row.width > rows.width * 2 / 3);
        assert!((row.center().1 - on.center().1).abs() <= 1);
        assert!(more.y >= row.y + row.height && more.width == rows.width);
        assert!(bounds(&screen, "Less").y > more.y);
        assert!(bounds(&screen, "blue").y > bounds(&screen, "red").y);
    }
}

#[test]
fn the_keyboard_takes_the_lower_third() {
    use Role::{Button, Dialog, List, TextBox};
    let lines = [(0, TextBox, "Name"), (0, List, "rows"), (0, Dialog, "Save?"), (1, Button, "Yes")];
    let mut screen = screen(&lines);
    place(&mut screen, Domain::Android);
    let without = (bounds(&screen, "rows"), bounds(&screen, "Save?"));
    screen.nodes[0].states.focused = true;
    place(&mut screen, Domain::Android);
    let with = (bounds(&screen, "rows"), bounds(&screen, "Save?"));
    assert_eq!(without.0.y + without.0.height, 2328);
    assert_eq!(with.0.y + with.0.height, 1528);
    assert_eq!(without.1.center().1 - with.1.center().1, 400);
}

#[test]
fn a_dialog_lies_over_the_middle() {
    use Role::{Button, Dialog, List, Text};
    let screen = placed(
        &[(0, List, "rows"), (0, Dialog, "Full"), (1, Text, "No room left"), (1, Button, "OK")],
        Domain::Android,
    );
    let dialog = bounds(&screen, "Full");
    assert_eq!(dialog.center(), (540, 1228));
    let ok = bounds(&screen, "OK");
    assert_eq!(ok.x + ok.width, dialog.x + dialog.width - 42, "buttons stand at the end");
    assert_eq!(hit(&screen, Domain::Android, 540, dialog.y + 1), Some(1));
    assert_eq!(hit(&screen, Domain::Android, ok.center().0, ok.center().1), Some(3));
}

#[test]
fn windows_keep_their_bounds_and_lie_over_one_another() {
    use Role::{Button, Menu, MenuItem, Panel, TextBox, Window};
    let mut screen = screen(&[
        (0, Panel, "Top bar"),
        (1, Button, "Applications"),
        (0, Window, "Files"),
        (1, Button, "Close"),
        (1, Button, "Open"),
        (0, Window, "Notes"),
        (1, Menu, ""),
        (2, Menu, "File"),
        (3, MenuItem, "Save"),
        (2, Menu, "Edit"),
        (1, TextBox, ""),
        (1, Role::Text, "Ln 1"),
    ]);
    let given = at(100, 60, 700, 500);
    screen.nodes[5].bounds = Some(given);
    place(&mut screen, Domain::Os);
    assert_eq!(bounds(&screen, "Top bar"), at(0, 0, 1280, 40));
    assert_eq!(bounds(&screen, "Notes"), given);
    assert_eq!(bounds(&screen, "Files"), at(160, 56, 920, 600));
    let (file, save, edit) =
        (bounds(&screen, "File"), bounds(&screen, "Save"), bounds(&screen, "Edit"));
    assert_eq!(file.y + file.height, save.y, "the menu hangs below its title");
    assert!(file.x + file.width <= edit.x);
    let (x, y) = save.center();
    assert_eq!(hit(&screen, Domain::Os, x, y), Some(8), "and over the text");
    let area = screen.nodes[10].bounds.expect("placed");
    assert!(area.height > 350 && area.width == 676, "the text area fills the window: {area:?}");
    let (close, open) = (bounds(&screen, "Close"), bounds(&screen, "Open"));
    assert!(inside(close, bounds(&screen, "Files")) && inside(open, bounds(&screen, "Files")));
    assert!(close.x + close.width <= open.x && open.y + open.height <= 56 + 38, "{close:?}");
    assert_eq!(hit(&screen, Domain::Os, open.center().0, open.center().1), Some(4));
    assert_eq!(hit(&screen, Domain::Os, 300, 300), Some(10), "the later window is on top");
    let again = screen.clone();
    place(&mut screen, Domain::Os);
    assert_eq!(screen, again);
}

#[test]
fn a_flat_desktop_fills_its_windows_all_the_same() {
    use Role::{Button, Panel, TextBox, Window};
    let screen = placed(
        &[(0, Panel, "Bar"), (0, Window, "Notes"), (0, Button, "Save"), (0, TextBox, "")],
        Domain::Os,
    );
    assert!(inside(bounds(&screen, "Save"), bounds(&screen, "Notes")));
}

#[test]
fn a_page_grows_with_what_is_on_it() {
    use Role::{Button, Group, Heading, Link, Paragraph, TextBox};
    let mut lines = vec![
        (0, Group, "page"),
        (1, Heading, "Sign in"),
        (1, TextBox, "Name"),
        (1, Button, "Go"),
        (1, Link, "Help"),
    ];
    lines.extend([(1, Paragraph, "words"); 60]);
    let screen = placed(&lines, Domain::Web);
    assert_eq!(bounds(&screen, "Name").center().1, bounds(&screen, "Go").center().1);
    let page = bounds(&screen, "page");
    assert!(page.height > 800 && page.width == 1264);
}

fn inside(inner: Bounds, outer: Bounds) -> bool {
    inner.x >= outer.x
        && inner.y >= outer.y
        && inner.x + inner.width <= outer.x + outer.width
        && inner.y + inner.height <= outer.y + outer.height
}

fn overlap(a: Bounds, b: Bounds) -> bool {
    a.area() > 0
        && b.area() > 0
        && a.x < b.x + b.width
        && b.x < a.x + a.width
        && a.y < b.y + b.height
        && b.y < a.y + a.height
}

/// Whether an item stands in its place within its parent.
fn stands(items: &[Item], i: usize) -> bool {
    items[i].over == Over::Nothing && items[items[i].parent as usize].mode != Mode::Hang
}

fn check(screen: &mut Screen, domain: Domain) -> Result<(), TestCaseError> {
    place(screen, domain);
    let placed = screen.clone();
    place(screen, domain);
    prop_assert_eq!(screen.nodes.len(), placed.nodes.len());
    prop_assert!(*screen == placed, "placing again changes nothing");
    let items = tree::grow(&screen.nodes, domain);
    let bounds = |i: usize| screen.nodes[i - 1].bounds.expect("it was placed");
    for i in 1..items.len() {
        let own = bounds(i);
        prop_assert!(own.width >= 0 && own.height >= 0, "{} {:?}", i, own);
        let parent = items[i].parent as usize;
        if stands(&items, i) && parent > 0 {
            prop_assert!(inside(own, bounds(parent)), "{} {:?} {:?}", i, own, bounds(parent));
        }
        let later = tree::children(&items, parent).filter(|&j| j > i);
        for j in later.filter(|&j| stands(&items, i) && stands(&items, j)) {
            prop_assert!(!overlap(own, bounds(j)), "{} {:?} {} {:?}", i, own, j, bounds(j));
        }
        if own.area() == 0 || !acts(&screen.nodes[i - 1]) {
            continue;
        }
        let (x, y) = own.center();
        let Some(found) = hit(screen, domain, x, y) else {
            return Err(TestCaseError::fail(format!("nothing at {i}")));
        };
        let outwards = |&i: &usize| Some(items[i].parent as usize);
        let within = std::iter::successors(Some(found + 1), outwards)
            .take_while(|&i| i > 0)
            .any(|outer| outer == i);
        let covered = items[found + 1].surface > items[i].surface;
        let told = || screen.nodes.iter().map(|n| (n.role, n.parent)).collect::<Vec<_>>();
        prop_assert!(within || covered, "{} {:?} hits {} of {:?}", i, own, found, told());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_screens_are_laid_out(
        nodes in prop::collection::vec(
            (0..ROLES.len(), 0..80usize, 0..5u8, prop::option::of(0..40usize)), 1..60),
    ) {
        let nodes = nodes.into_iter().enumerate().map(|(i, (role, letters, states, back))| {
            let mut node = Node { role: ROLES[role], name: "a".repeat(letters), ..Node::default() };
            node.parent = back.and_then(|back| i.checked_sub(back + 1));
            node.states.clickable = states == 1;
            node.states.focused = states == 2;
            node.states.scrollable = states == 3;
            node.states.expanded = states == 4;
            node
        });
        let screen = Screen { nodes: nodes.collect(), ..Screen::default() };
        for domain in DOMAINS {
            check(&mut screen.clone(), domain)?;
        }
    }
}

#[test]
fn what_nobody_would_build_is_laid_out_too() {
    let deep: Vec<_> = (0..2000).map(|depth| (depth, Role::Dialog, "deep")).collect();
    let long = "word ".repeat(100_000);
    let wide: Vec<_> = (0..20_000).map(|_| (0, Role::Paragraph, &long[..5000])).collect();
    for domain in DOMAINS {
        placed(&deep, domain);
        placed(&wide, domain);
        placed(&[(0, Role::Text, &long)], domain);
        placed(&[], domain);
    }
    let mut far = screen(&[(0, Role::Window, "w"), (1, Role::List, "l")]);
    for bounds in [at(i32::MIN, i32::MAX, i32::MAX, i32::MAX), at(-500, 700, 1, 1), at(0, 0, 0, 0)]
    {
        far.nodes[0].bounds = Some(bounds);
        place(&mut far, Domain::Os);
    }
}

/// Prints what placing 30 nodes costs. Run it with
/// `cargo test --release -p diorama-world layout -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement"]
#[allow(clippy::print_stdout)] // it is there to print
fn cost() {
    let mut lines =
        vec![(0, Role::ToolBar, ""), (1, Role::Heading, "Contacts"), (0, Role::List, "")];
    for _ in 0..9 {
        lines.extend([
            (1, Role::ListItem, ""),
            (2, Role::Text, "Ada Brandt"),
            (2, Role::Button, "Call"),
        ]);
    }
    for domain in DOMAINS {
        let mut screen = screen(&lines);
        let start = std::time::Instant::now();
        for _ in 0..100_000 {
            place(std::hint::black_box(&mut screen), domain);
        }
        let each = start.elapsed().as_nanos() / 100_000;
        println!("{domain:?}: {} nodes in {each} ns", screen.nodes.len());
    }
}
