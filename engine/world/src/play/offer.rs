//! What a screen offers to do, spelled: a hint for agents, not a limit.

use crate::{
    Action, Dialect, Domain, Node, Role, Screen,
    action::{Direction, Keys},
};
use serde_json::Map;

/// Most offers.
pub const MAX_OFFERS: usize = 200;
/// How many of them are kept for what can be done anywhere.
const ANYWHERE: usize = 8;

/// What is typed in an example.
const TEXT: &str = "text";

/// Actions that make sense on a screen, as the dialect spells them: on each node what it is there
/// for, then what can be done anywhere; not that the task is done. Typed text is an example. The domains of
/// text say only how an action looks, since what there is to call or to ask stands in the observations.
pub fn offers(dialect: Dialect, screen: &Screen) -> Vec<String> {
    let nodes = (0..).zip(&screen.nodes).filter(|(_, node)| !node.states.disabled);
    let own = nodes.flat_map(|(at, node)| of_node(screen, at, node));
    let mut offers: Vec<String> = Vec::new();
    let own = own.take(MAX_OFFERS - ANYWHERE);
    for action in own.chain(anywhere(dialect.domain(), screen).into_iter().take(ANYWHERE)) {
        // Not every dialect can say everything; the phone's have no word for what others have.
        if let Ok(text) = dialect.spell(&action, screen)
            && !offers.contains(&text)
        {
            offers.push(text);
        }
    }
    offers
}

/// What a node is there for.
fn of_node(screen: &Screen, at: usize, node: &Node) -> Vec<Action> {
    match node.role {
        Role::TextBox => {
            vec![Action::Type { node: Some(at), text: TEXT.to_owned(), submit: false }]
        }
        Role::ComboBox => {
            let options = screen.children(Some(at)).filter_map(|child| screen.nodes.get(child));
            let options: Vec<Action> = options
                .filter(|option| option.role == Role::Option && !option.name.is_empty())
                .map(|option| Action::Select { node: at, option: option.name.clone() })
                .collect();
            if options.is_empty() { vec![Action::Click { node: at }] } else { options }
        }
        _ if node.states.clickable => vec![Action::Click { node: at }],
        _ => Vec::new(),
    }
}

/// What can be done wherever one is.
fn anywhere(domain: Domain, screen: &Screen) -> Vec<Action> {
    let call = |tool: &str| Action::Call { tool: tool.to_owned(), arguments: Map::new() };
    let mut actions = match domain {
        Domain::Android => vec![Action::Back, Action::Home],
        Domain::Web => vec![Action::Back, Action::Forward],
        Domain::Os => vec![Action::Press { key: "Enter".to_owned() }],
        Domain::Terminal => {
            let keys = vec![Keys { keystrokes: "ls\n".to_owned(), wait: 100 }];
            vec![Action::Keystrokes { keys }]
        }
        Domain::Mcp => vec![call("list_tools")],
        Domain::Search => vec![Action::Query { queries: vec![TEXT.to_owned()] }],
        Domain::Swe => vec![call("list_files")],
    };
    if domain.is_drawn() && screen.nodes.iter().any(|node| node.states.scrollable) {
        let scroll = |direction| Action::Scroll { node: None, direction };
        actions.extend([Direction::Down, Direction::Up].map(scroll));
    }
    actions.push(Action::Wait);
    actions
}
