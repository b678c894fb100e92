//! Walks through the sites that say what should be seen, and what each control changes.

use diorama_truth::{Environment, browser, browser::Browser};
use diorama_world::{Action, Control, Domain, Facts, Role, control, facts::Cell};

/// A step: what is done, by the names on the screen.
enum Step {
    Open(&'static str),
    Click(&'static str),
    Type(&'static str, &'static str),
    Enter(&'static str, &'static str),
    Choose(&'static str, &'static str),
    Press(&'static str),
    Back,
    Forward,
    NewTab,
    Tab(usize),
    Wait,
}
use Step::{Back, Choose, Click, Enter, Forward, NewTab, Open, Press, Tab, Type, Wait};

/// A world with all sites, its first look, and a few numbers that are known.
fn world() -> Facts {
    let complete = |facts: &Facts| facts.table("hosts").is_some_and(|t| t.rows().len() == 4);
    let mut facts = (0..100).map(browser::facts).find(complete).expect("some world has all sites");
    for row in 0..4 {
        facts.table_mut("apps").expect("apps").set(row, 2, Cell::from(0));
    }
    let products = facts.table_mut("products").expect("products");
    for (row, price, left) in [(0, 200, 3), (1, 450, 1), (2, 100, 0), (3, 300, 1)] {
        products.set(row, 2, Cell::from(price));
        products.set(row, 3, Cell::from(left));
    }
    for row in 4..products.next_number() {
        products.remove(row);
    }
    facts.table_mut("coupons").expect("coupons").set(0, 1, Cell::from(100));
    facts.table_mut("cart").expect("cart").remove(0);
    facts.table_mut("account").expect("account").set(0, 8, Cell::from(true));
    facts
}

/// The text with `{table.row.column}` and `{site}`, for its host, filled in.
fn fill(text: &str, facts: &Facts) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (key, after) = after.split_once('}').expect("a closing brace");
        out += before;
        let parts: Vec<&str> = key.split('.').collect();
        out += &match parts.as_slice() {
            [site] => {
                let hosts = facts.table("hosts").expect("hosts");
                let row = hosts.rows().iter().find(|row| row.cells[0].text() == *site);
                row.expect("a site").cells[1].to_string()
            }
            [table, row, column] => {
                let table = facts.table(table).expect("a table");
                let column = table.column(column).expect("a column");
                table.cell(row.parse().expect("a row"), column).expect("a cell").to_string()
            }
            _ => panic!("{key}"),
        };
        rest = after;
    }
    out + rest
}

fn act(browser: &mut Browser, step: &Step, facts: &Facts) {
    let find = |name: &str, is_field: bool| {
        let (nodes, name) = (&browser.screen().nodes, fill(name, facts));
        let fits = |role: Role| matches!(role, Role::TextBox | Role::ComboBox) == is_field;
        let found = nodes
            .iter()
            .position(|node| node.name == name && node.states.clickable && fits(node.role));
        found.unwrap_or_else(|| panic!("no “{name}” on {}", told(browser)))
    };
    let action = match *step {
        Open(target) => Action::Open { target: fill(target, facts) },
        Click(name) => Action::Click { node: find(name, false) },
        Type(name, text) => {
            Action::Type { node: Some(find(name, true)), text: fill(text, facts), submit: false }
        }
        Enter(name, text) => {
            Action::Type { node: Some(find(name, true)), text: fill(text, facts), submit: true }
        }
        Choose(name, option) => {
            Action::Select { node: find(name, true), option: fill(option, facts) }
        }
        Press(key) => Action::Press { key: key.to_owned() },
        Back => Action::Back,
        Forward => Action::Forward,
        NewTab => Action::NewTab,
        Tab(tab) => Action::SelectTab { tab },
        Wait => Action::Wait,
    };
    browser.step(&action);
}

/// The address, and what each node says, a line each.
fn told(browser: &Browser) -> String {
    let screen = browser.screen();
    let mut text = format!("{}\n", screen.header.url.as_deref().unwrap_or_default());
    for node in &screen.nodes {
        text += &node.name;
        if let Some(value) = &node.value {
            text.extend([" = ", value]);
        }
        text.push('\n');
    }
    text
}

/// Does the steps; after each, a line has to be there, or with `!` must not.
fn walk(controls: &[&str], steps: &[(Step, &str)]) -> Browser {
    let controls: Vec<Control> =
        controls.iter().map(|text| Control::read(text).expect("a control")).collect();
    let facts = world();
    let mut browser = Browser::new(facts.clone(), &controls);
    for (number, (step, seen)) in steps.iter().enumerate() {
        act(&mut browser, step, &facts);
        let text = told(&browser);
        let wanted = seen.strip_prefix('!').unwrap_or(seen);
        let there = text.lines().any(|line| line == fill(wanted, &facts));
        assert_eq!(there, wanted == *seen, "step {}: “{seen}” in\n{text}", number + 1);
    }
    browser
}

#[test]
fn things_are_bought() {
    let browser = walk(
        &[],
        &[
            (Open("https://{shop}/product/0"), "{products.0.name}"),
            (Type("Quantity", "5"), "Quantity = 5"),
            (Click("Add to cart"), "Not so many left"),
            (Type("Quantity", "two"), "!Not so many left"),
            (Press("Enter"), "Enter a number"),
            (Enter("Quantity", "2"), "Added"),
            (Open("{shop}/product/1"), "1 left"),
            (Click("Add to cart"), "Added"),
            (Click("Add to cart"), "Not so many left"),
            (Click("Cart"), "Total: $8.50"),
            (Enter("Coupon", "nonsense"), "No such coupon"),
            (Enter("Coupon", "{coupons.0.coupon}"), "Total: $7.50"),
            (Click("Checkout"), "https://{shop}/checkout"),
            (Click("Place order"), "Enter a name"),
            (Type("Name", "Ada"), "!Enter a name"),
            (Click("Use my location"), "City = {account.0.city}"),
            (Click("Card"), "!Enter a city"),
            (Click("Place order"), "Accept the terms first"),
            (Click("I accept the terms"), "I accept the terms"),
            (Click("Place order"), "Order 1"),
            (Click("Continue shopping"), "https://{shop}/"),
            (Open("https://{shop}/order/0"), "Total: $7.50"),
            (Open("https://{shop}/product/1"), "Sold out"),
            (Click("Cart"), "Nothing here"),
        ],
    );
    let order = &browser.facts().table("orders").expect("orders").rows()[0];
    assert_eq!((order.cells[0].text(), order.cells[2].number()), ("Ada", 750));
}

#[test]
fn products_are_sorted_filtered_and_found() {
    let browser = walk(
        &["forced-pagination:rows=2"],
        &[
            (Open("https://{shop}/"), "Page 1 of 2"),
            (Click("Next"), "https://{shop}/?page=2"),
            (Click("By price"), "https://{shop}/?sort=price"),
            (Click("Next"), "https://{shop}/?page=2&sort=price"),
            (Click("Previous"), "https://{shop}/?sort=price"),
        ],
    );
    let list = browser.screen().nodes.iter().position(|node| node.role == Role::List);
    let prices: Vec<_> = browser
        .screen()
        .children(list)
        .map(|node| browser.screen().nodes[node].value.clone().unwrap_or_default())
        .collect();
    assert_eq!(prices, ["$1.00", "$2.00"]);
    walk(
        &[],
        &[
            (Open("https://{shop}/?q={products.3.name}"), "{products.3.name} = $3.00"),
            (Enter("Search", "{products.1.name}"), "{products.1.name} = $4.50"),
            (Enter("Search", "zzz"), "Nothing here"),
            (Open("https://{shop}/"), "{products.0.name} = $2.00"),
            (Choose("Kind", "{products.0.kind}"), "Kind = {products.0.kind}"),
            (Click("Search"), "https://{shop}/?show={products.0.kind}"),
            (Choose("Kind", "any"), "Kind = any"),
            (Click("Search"), "https://{shop}/"),
        ],
    );
}

#[test]
fn addresses_that_are_not_there() {
    walk(
        &[],
        &[
            (Open("https://{shop}/nowhere"), "Error 404"),
            (Back, "about:start"),
            (Open("https://{shop}/product/99"), "https://{shop}/product/99"),
            (Wait, "Page not found"),
            (Open("nobody.example/x"), "Site not found"),
            (Click("Start"), "about:start"),
            (Open("http://{forum}"), "https://{forum}/"),
        ],
    );
}

#[test]
fn people_sign_in_and_out() {
    walk(
        &[],
        &[
            (Open("https://{account}/"), "{account.0.name}"),
            (Click("Sign out"), "You are signed out"),
            (Open("https://{forum}/thread/0"), "Sign in to reply"),
            (Click("Sign in to reply"), "https://{account}/sign-in"),
            (Click("Sign in"), "Enter your password"),
            (Enter("User name", "nobody"), "Enter your password"),
            (Enter("Password", "wrong"), "Unknown user"),
            (Type("User name", "{account.0.user}"), "Password = wrong"),
            (Press("Enter"), "Wrong password"),
            (Enter("Password", "{account.0.password}"), "You are signed in"),
            (Wait, "https://{forum}/thread/0"),
            (Enter("Reply", "Well said"), "Reply posted"),
            (Wait, "Well said = {account.0.name}"),
            (Click("Upvote"), "{threads.0.title}"),
        ],
    );
}

#[test]
fn settings_are_kept() {
    let browser = walk(
        &[],
        &[
            (Open("https://{account}/settings"), "Name = {account.0.name}"),
            (Enter("Name", ""), "Enter your name"),
            (Type("Name", "Ada"), "Name = Ada"),
            (Choose("Language", "Español"), "Language = Español"),
            (Click("Dark"), "Dark"),
            (Click("Save"), "Settings saved"),
            (Open("https://{account}/"), "Ada"),
            (Open("https://{account}/password"), "New password"),
            (Type("Password", "{account.0.password}"), "!Wrong password"),
            (Type("New password", "a"), "!Wrong password"),
            (Enter("Again", "b"), "The passwords differ"),
            (Enter("Again", "a"), "Password changed"),
        ],
    );
    let account = &browser.facts().table("account").expect("account").rows()[0].cells;
    assert_eq!([account[0].text(), account[2].text()], ["Ada", "Español"]);
    assert_eq!([account[3].text(), account[7].text()], ["Dark", "a"]);
}

#[test]
fn threads_and_issues_are_written() {
    walk(
        &[],
        &[
            (Open("https://{forum}/new"), "New thread"),
            (Enter("Title", "{threads.1.title}"), "There is such a thread"),
            (Enter("Title", "Where is the lamp"), "{account.0.name}"),
            (Click("Delete"), "Delete thread"),
            (Click("Cancel"), "Where is the lamp"),
            (Click("Delete"), "Delete thread"),
            (Click("Delete"), "Thread deleted"),
            (Open("https://{tracker}/new"), "Assignee = nobody"),
            (Enter("Title", "It rings"), "Choose a label"),
            (Choose("Assignee", "{people.1.name}"), "Assignee = {people.1.name}"),
            (Click("bug"), "Title = It rings"),
            (Click("Save"), "Issue saved"),
            (Click("Close"), "closed"),
            (Click("Edit"), "Edit issue"),
            (Enter("Title", "It still rings"), "It still rings"),
            (Click("Reopen"), "open"),
            (Enter("Comment", "At noon"), "At noon"),
            (Open("https://{tracker}/?q=rings"), "It still rings"),
            (Open("https://{tracker}/?q=rings&show=closed"), "Nothing here"),
        ],
    );
}

#[test]
fn tabs_keep_their_pages() {
    let browser = walk(
        &[],
        &[
            (Open("https://{forum}/new"), "New thread"),
            (Type("Title", "Half a"), "Title = Half a"),
            (NewTab, "about:start"),
            (Open("https://{shop}/"), "https://{shop}/"),
            (Tab(0), "Title = Half a"),
            (Tab(1), "https://{shop}/"),
            (Tab(7), "https://{shop}/"),
            (Click("Cart"), "https://{shop}/cart"),
            (Back, "https://{shop}/"),
            (Back, "about:start"),
            (Forward, "https://{shop}/"),
            (Forward, "https://{shop}/cart"),
            (Forward, "https://{shop}/cart"),
            (Back, "https://{shop}/"),
            (Open("https://{forum}/"), "Threads"),
            (Forward, "Threads"),
            (Back, "https://{shop}/"),
            (Back, "about:start"),
        ],
    );
    let tabs = browser.screen().nodes.iter().filter(|node| node.role == Role::Tab);
    assert_eq!(tabs.map(|tab| tab.states.selected).collect::<Vec<_>>(), [false, true]);
    let mut browser = browser;
    browser.step(&Action::CloseTab { tab: Some(0) });
    assert!(browser.screen().nodes.iter().all(|node| node.role != Role::Tab));
    assert_eq!(browser.screen().header.url.as_deref(), Some("about:start"));
}

/// Each control that can do something on the web, and what it then does.
#[test]
fn controls_change_what_happens() {
    let table: &[(&str, &[(Step, &str)])] = &[
        (
            "disk-full",
            &[
                (Open("https://{shop}/product/0"), "3 left"),
                (Click("Add to cart"), "Storage full"),
                (Click("OK"), "3 left"),
                (Click("Cart"), "Nothing here"),
            ],
        ),
        (
            "read-only",
            &[
                (Open("https://{account}/settings"), "Settings"),
                (Enter("Name", "Ada"), "Read only"),
                (Click("OK"), "Name = Ada"),
                (Open("https://{account}/"), "{account.0.name}"),
            ],
        ),
        (
            "offline",
            &[
                (Open("https://{shop}/"), "No connection"),
                (Click("Retry"), "Error 503"),
                (Back, "about:start"),
            ],
        ),
        (
            "flaky-api:every=2",
            &[
                (Open("https://{shop}/"), "Products"),
                (Click("Cart"), "Something went wrong"),
                (Wait, "https://{shop}/cart"),
                (Click("Retry"), "Nothing here"),
            ],
        ),
        (
            "slow-network:steps=2",
            &[(Open("https://{shop}/"), "Loading = 2"), (Wait, "Loading = 1"), (Wait, "Products")],
        ),
        (
            "session-expired:after=2",
            &[
                (Open("https://{shop}/"), "Products"),
                (Click("Cart"), "Sign in"),
                (Type("User name", "{account.0.user}"), "https://{shop}/cart"),
                (Enter("Password", "{account.0.password}"), "Nothing here"),
            ],
        ),
        (
            "permission-dialogs",
            &[
                (Open("https://{account}/"), "Notifications"),
                (Click("Notifications"), "Allow access to notifications?"),
                (Click("Deny"), "Notifications"),
                (Click("Notifications"), "Allow access"),
                (Click("Allow"), "!Allow access"),
                (Click("Notifications"), "!Allow access"),
            ],
        ),
        (
            "stale-list",
            &[
                (Open("https://{tracker}/issue/0"), "{issues.0.title}"),
                (Enter("Comment", "At noon"), "!At noon"),
                (Open("https://{tracker}/issue/0"), "At noon"),
            ],
        ),
        (
            "partial-save:cells=1",
            &[
                (Open("https://{account}/settings"), "Settings"),
                (Type("Name", "Ada"), "Name = Ada"),
                (Enter("City", "Elsewhere"), "City = {account.0.city}"),
                (Wait, "Name = Ada"),
            ],
        ),
        (
            "forced-pagination:rows=1",
            &[
                (Open("https://{shop}/"), "Page 1 of 4"),
                (Click("Next"), "{products.1.name} = $4.50"),
            ],
        ),
        (
            "unexpected-dialog:every=2",
            &[
                (Open("https://{shop}/"), "Products"),
                (Click("Cart"), "What is new"),
                (Click("OK"), "Nothing here"),
            ],
        ),
    ];
    for (control, steps) in table {
        walk(&[control], steps);
    }
    let named = |definition: &control::Definition| {
        table.iter().any(|(control, _)| control.split(':').next() == Some(definition.name))
    };
    assert!(control::of(Domain::Web).all(named), "a control is not in the table");
}
