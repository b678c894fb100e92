//! The worlds of text, each in a view of its own: a terminal, tool calls, a search engine, a
//! software project. Made from the lines of the observation and what each line is.

mod call;
mod compose;
mod json;
mod lines;
mod pages;
mod project;
mod terminal;
pub mod tools;

use diorama_world::{Action, Domain, Screen, diff::Diff};
use std::rc::Rc;
use tools::Tool;
use yew::prelude::*;

/// What is shown, and where its actions go.
#[derive(Properties, PartialEq)]
pub struct TextWorldProps {
    /// The kind of world.
    pub domain: Domain,
    /// The screen as it stands.
    pub screen: Rc<Screen>,
    /// How it differs from the one before.
    pub diff: Rc<Diff>,
    /// Tells one shown place from another.
    pub place: usize,
    /// The next screen, as far as it is written.
    pub partial: Option<Rc<Screen>>,
    /// What was done to get here.
    pub last: Option<Action>,
    /// What was typed on the way here, oldest first.
    pub typed: Rc<Vec<String>>,
    /// The tools that can be called, as far as the world told.
    pub tools: Rc<Vec<Tool>>,
    /// Whether the world answers now.
    pub busy: bool,
    /// What is done to the world.
    pub act: Callback<Action>,
}

/// A world of text that can be acted on.
#[component(TextWorld)]
pub fn text_world(props: &TextWorldProps) -> Html {
    let glass = use_node_ref();
    {
        // A terminal is read from its end, everything else from its beginning.
        let end = props.domain == Domain::Terminal;
        let length = props.partial.as_ref().map_or(0, |screen| screen.nodes.len());
        let glass = glass.clone();
        use_effect_with((props.place, length), move |_| {
            if let Some(glass) = glass.cast::<web_sys::Element>() {
                glass.set_scroll_top(if end { glass.scroll_height() } else { 0 });
            }
        });
    }
    let lines = lines::Lines::new(props);
    let (what, above, inside, below) = match props.domain {
        Domain::Terminal => terminal::parts(props, &lines),
        Domain::Search => pages::parts(props, &lines),
        Domain::Swe => project::parts(props, &lines),
        Domain::Mcp | Domain::Android | Domain::Web | Domain::Os => call::parts(props, &lines),
    };
    let growing = props.partial.is_some().then_some("growing");
    html! {
        <section class={classes!("frame", "text-world", props.domain.name())} aria-label={what}>
            { above }
            <div ref={glass} class={classes!("glass", growing)} tabindex="0" role="group"
                aria-label={format!("{what}: what it shows")}
                aria-busy={props.busy.then_some("true")}>
                { inside }
            </div>
            { below }
        </section>
    }
}

/// A view's name, what stands above its text, the text, and what stands below.
type Parts = (&'static str, Html, Html, Html);
