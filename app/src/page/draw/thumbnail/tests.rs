use super::{Look, MOST, Thumbnail};
use diorama_world::{
    Dialect, Domain, Node, Role, Screen,
    diff::{Changed, Diff, Field},
    screen::Bounds,
};

fn node(role: Role, name: &str, bounds: Option<(i32, i32, i32, i32)>) -> Node {
    let bounds = bounds.map(|(x, y, width, height)| Bounds { x, y, width, height });
    Node { role, name: name.into(), bounds, ..Node::default() }
}

fn screen(nodes: Vec<Node>) -> Screen {
    Screen { nodes, ..Screen::default() }
}

fn looks(thumbnail: &Thumbnail) -> Vec<Look> {
    thumbnail.paths.iter().map(|(look, _)| *look).collect()
}

/// The rectangles of a path, as x, y, width and height.
fn rectangles(path: &str) -> Vec<[i32; 4]> {
    let whole = path.split('z').filter(|it| !it.is_empty());
    whole
        .map(|it| {
            let numbers: Vec<i32> =
                it.split(['M', ' ', 'h', 'v']).filter_map(|it| it.parse().ok()).collect();
            [numbers[0], numbers[1], numbers[2], numbers[3]]
        })
        .collect()
}

#[test]
fn what_lies_above_is_drawn_later() {
    let screen = screen(vec![
        node(Role::Heading, "Contacts", Some((0, 100, 1080, 200))),
        node(Role::Dialog, "Storage full", Some((100, 900, 880, 600))),
        node(Role::Button, "Close", Some((600, 1300, 300, 150))),
    ]);
    let small = Thumbnail::new(&screen, &Diff::default(), Domain::Android);
    let expected = [Look::Heading, Look::Surface, Look::Control, Look::Text, Look::Heading];
    assert_eq!(looks(&small), expected);
}

#[test]
fn what_the_step_changed_is_marked_unless_all_is_new() {
    let screen = screen(vec![
        node(Role::Text, "Wi-Fi", Some((0, 100, 1080, 200))),
        node(Role::Text, "Sound", Some((0, 300, 1080, 200))),
    ]);
    let changed = Changed { old: 1, new: 1, fields: vec![Field::Name] };
    let mut diff = Diff { changed: vec![changed], ..Diff::default() };
    let small = Thumbnail::new(&screen, &diff, Domain::Android);
    assert_eq!(looks(&small), [Look::News, Look::Text]);
    assert_eq!(rectangles(&small.paths[0].1).len(), 1);
    diff.new_screen = true;
    assert_eq!(looks(&Thumbnail::new(&screen, &diff, Domain::Android)), [Look::Text]);
}

#[test]
fn every_domain_has_one_within_its_frame_and_not_too_much_in_it() {
    let domains = [
        Domain::Android,
        Domain::Web,
        Domain::Os,
        Domain::Mcp,
        Domain::Search,
        Domain::Terminal,
        Domain::Swe,
    ];
    let roles = [Role::Text, Role::Button, Role::Window, Role::TextBox, Role::Switch, Role::Image];
    let long = "much ".repeat(2000);
    let nodes = (0..400).map(|i| {
        let far = i32::MAX - 400 + i;
        let bounds = if i % 7 == 0 { (far, far, far, far) } else { (i * 3, i * 5, 300, 40) };
        let name = if i % 5 == 0 { &long } else { "short" };
        let parent = if i % 3 == 0 { None } else { Some(400 - i as usize) };
        Node { parent, ..node(roles[i as usize % roles.len()], name, Some(bounds)) }
    });
    let screen = screen(nodes.collect());
    for domain in domains {
        let small = Thumbnail::new(&screen, &Diff::default(), domain);
        let shapes: Vec<_> = small.paths.iter().flat_map(|(_, path)| rectangles(path)).collect();
        assert!(!shapes.is_empty() && shapes.len() <= MOST, "{domain:?}: {}", shapes.len());
        for [x, y, width, height] in shapes {
            assert!(x >= 0 && y >= 0 && width > 0 && height > 0, "{domain:?}");
            assert!(x + width <= small.width && y + height <= small.height, "{domain:?}");
        }
    }
}

#[test]
fn a_terminal_shows_its_end() {
    let mut text = "x".repeat(60);
    text.push_str(&"\n".repeat(40));
    text.push_str("$ ls");
    let read = Dialect::Terminal.read(&text, false).screen;
    let small = Thumbnail::new(&read, &Diff::default(), Domain::Terminal);
    let widest = small.paths.iter().flat_map(|(_, path)| rectangles(path)).map(|it| it[2]).max();
    assert_eq!(widest, Some(8));
}
