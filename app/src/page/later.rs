//! What of the page comes when it is first looked at: a second part of its program, which holds the
//! sheets over the page, most of the inspector, the comparison of steps, the truth beside a prediction,
//! other futures, files of walks, the worlds of text, the page on paper, and what makes the page a
//! widget.
//!
//! The page is one program to write. `cargo xtask` splits it where its `main` says: what can be
//! reached through [`Views::new`] only goes into a file of its own, which is fetched when somebody
//! asks for it. Until then words stand in its place.

use super::{
    app::Event,
    draw::{DrawingProps, Past, Still, StillProps, past},
    export,
    line::Line,
    state::{Effect, Msg, Open, Over, State, compare::Compare, keep::Kept, widget::Told},
    style,
    text::{TextWorld, TextWorldProps},
    view::{self, stage::Scene},
    widget,
};
use crate::page::say::say;
use crate::protocol::{ModelSource, desk::ToDesk, remote::ToRemote, truth::ToTruth};
use std::{cell::Cell, pin::Pin};
use wasm_bindgen_futures::spawn_local;
use web_sys::File;
use yew::prelude::*;

/// What can be drawn once the second part is there.
#[derive(Clone, Copy)]
#[allow(missing_docs)] // the names say it
pub struct Views {
    pub sheet: fn(Over, &State, &Callback<Msg>, &Callback<File>) -> Html,
    pub panel: fn(&State, &Open, &Callback<Msg>) -> Html,
    pub compare: fn(&Open, &Compare, &Callback<Msg>) -> Html,
    pub text_world: fn(TextWorldProps) -> Html,
    pub details: fn(&State, &Open, &Callback<Msg>) -> Html,
    pub notice: fn(&Open, &Callback<Msg>) -> Option<Html>,
    pub scene: fn(&State, &Open) -> Scene,
    pub still: fn(StillProps) -> Html,
    pub past: fn(&DrawingProps) -> Past,
    pub print: fn(&State, &Callback<Msg>) -> Html,
    pub update: fn(&mut State, Msg) -> Vec<Effect>,
    pub keep: fn(&mut State) -> Vec<Kept>,
    pub restore: fn(&mut State, &[String]) -> bool,
    pub save: fn(String, String, Callback<Msg>),
    pub(super) widget: WidgetPart,
    pub(super) truth: Starter<ToTruth>,
    pub(super) desk: Starter<ToDesk>,
    pub(super) remote: Starter<ToRemote>,
}

/// What the page does where it is a widget.
#[derive(Clone, Copy)]
pub(super) struct WidgetPart {
    pub open: fn(Option<ModelSource>) -> State,
    pub listen: fn(Callback<Msg>) -> Option<widget::Listener>,
    pub update: fn(&mut State, Msg) -> Vec<Effect>,
    pub tell: fn(&Told),
    pub view: fn(&State, &Callback<Msg>) -> Html,
}

/// What starts a worker whose messages go to the root of the page.
pub(super) type Starter<To> = fn(Callback<Event>) -> Result<Line<To>, String>;

/// Where the code of the workers is that are not needed at once.
const TRUTH: &str = "./truth_loader.js";
const DESK: &str = "./desk_loader.js";
const REMOTE: &str = "./remote_loader.js";

/// Fetches the second part; `None` where it cannot be had.
pub type FetchViews = fn() -> Pin<Box<dyn Future<Output = Option<Views>>>>;

thread_local! {
    /// How the second part is fetched.
    static FETCH: Cell<Option<FetchViews>> = const { Cell::new(None) };
    /// Whether code is there is no state of the page: it comes once and never goes.
    static HERE: Cell<Option<Views>> = const { Cell::new(None) };
}

impl Views {
    /// All of them: who calls this needs the second part.
    #[allow(clippy::new_without_default)] // nothing is made by default: this is where code is cut
    pub fn new() -> Self {
        Self {
            sheet: view::sheets::sheet,
            panel: view::panel::panel,
            compare: view::compare::compare,
            text_world: |props| html! { <TextWorld ..props /> },
            details: view::details::details,
            notice: |open, send| {
                view::futures::notice(open, send).or_else(|| view::links::shown(open, send))
            },
            scene: view::truth::scene,
            still: |props| html! { <Still ..props /> },
            past,
            print: view::print::print,
            update: State::update_whole,
            keep: State::keep,
            restore: |state, records| state.restore(records),
            save: export::save,
            widget: WidgetPart {
                open: widget::open,
                listen: widget::listen,
                update: State::update_widget,
                tell: widget::tell,
                view: view::widget::widget,
            },
            truth: |heard| Line::start(TRUTH, move |it| heard.emit(Event::Truth(it))),
            desk: |heard| Line::start(DESK, move |it| heard.emit(Event::Desk(it))),
            remote: |heard| Line::start(REMOTE, move |it| heard.emit(Event::Remote(it))),
        }
    }
}

/// Says how the second part is fetched.
pub(super) fn fetch_with(fetch: FetchViews) {
    FETCH.set(Some(fetch));
}

/// The second part, fetched where it is not there yet.
pub async fn fetched() -> Option<Views> {
    if HERE.get().is_none()
        && let Some(fetch) = FETCH.get()
    {
        let views = fetch().await;
        if views.is_some() {
            style::fetch().await;
        }
        HERE.set(views);
    }
    HERE.get()
}

/// The second part, if it is there.
pub fn here() -> Option<Views> {
    HERE.get()
}

/// Whether the second part is there; who draws with it draws anew when that changes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// It is there.
    Here,
    /// It is to be fetched.
    Away,
    /// It could not be fetched.
    Failed,
}

impl Part {
    /// How it is now.
    pub fn now(state: &State) -> Self {
        match HERE.get() {
            Some(_) => Self::Here,
            None if state.without_later => Self::Failed,
            None => Self::Away,
        }
    }
}

/// Draws with the second part, or fetches it and says so.
pub fn draw(part: Part, send: &Callback<Msg>, with: impl FnOnce(Views) -> Html) -> Html {
    match HERE.get() {
        Some(views) => with(views),
        None if part == Part::Failed => {
            let again = send.reform(|_: MouseEvent| Msg::Later(true));
            html! {
                <div class="later" role="alert">
                    <p>{ say("This part of the page could not be fetched. The timeline is safe.") }</p>
                    <button type="button" class="primary" onclick={again}>{ say("Try again") }</button>
                </div>
            }
        }
        None => html! { <Fetch send={send.clone()} /> },
    }
}

#[derive(Properties, PartialEq)]
struct FetchProps {
    send: Callback<Msg>,
}

/// Words in the place of what is being fetched.
#[component(Fetch)]
fn fetch(props: &FetchProps) -> Html {
    let send = props.send.clone();
    use_effect_with((), move |()| {
        spawn_local(async move {
            send.emit(Msg::Later(fetched().await.is_some()));
        });
    });
    html! { <p class="later muted" role="status">{ say("Fetching this part of the page…") }</p> }
}
