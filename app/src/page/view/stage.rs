//! The stage: the drawn world and the lines beneath it.

use super::{notice::notice, sure};
use crate::page::say::{say, say_with};
use crate::page::{
    draw::{Drawing, Pointed, StillProps},
    later::{self, Part, draw},
    state::{Msg, Open, Phase, State, tree::Task, walk::View},
    text::{
        TextWorldProps,
        tools::{self, Tool},
    },
};
use diorama_world::{Action, Domain, Screen, action::Direction, diff::Diff, timeline::Place};
use std::rc::Rc;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// The stage.
pub fn stage(state: &State, open: &Open, send: &Callback<Msg>) -> Html {
    html! {
        <section class="stage" aria-label={say("World")}>
            { notice(state, open, send) }
            { world(state, open, send) }
        </section>
    }
}

/// The world as it stands, with the lines beneath it.
pub fn world(state: &State, open: &Open, send: &Callback<Msg>) -> Html {
    let domain = open.world.scenario.domain;
    let here = open.walk.here();
    let diff = match &open.walk.sight(here).view {
        View::Drawn { diff, .. } => Rc::clone(diff),
        View::Unreadable => Rc::new(Diff::default()),
    };
    let (busy, partial) = match &open.phase {
        Phase::Predicting(it) => (true, it.partial.clone()),
        _ => (false, None),
    };
    let shows_next = !busy && !state.answers();
    let next = shows_next.then(|| open.next_action()).flatten();
    let views = later::here().filter(|_| !busy);
    let scene = views.map_or(Scene::Alone, |views| (views.scene)(state, open));
    // Held against the truth, what counts is how the two differ.
    let (diff, before) = match &scene {
        Scene::Beside(_, back) | Scene::Against(back) => (Rc::clone(back), None),
        Scene::Alone | Scene::Instead(..) => (diff, open.walk.screen_before(here).cloned()),
    };
    html! {
        <World {domain} screen={open.walk.screen(here).cloned()} {diff} place={here.number()}
            {before} sure={sure::nodes(&open.walk, here).to_vec()} {scene}
            {partial} {next} {busy} told={told(open, here)} resting={resting(open)}
            last={last(open).to_owned()} slip={open.slip.clone()}
            later={Part::now(state)} send={send.clone()} />
    }
}

/// What stands on the table.
#[derive(Clone, PartialEq)]
pub enum Scene {
    /// The world.
    Alone,
    /// The world, with how it differs from the truth.
    Against(Rc<Diff>),
    /// The same, and another screen beside it.
    Beside(StillProps, Rc<Diff>),
    /// Another screen, and what it is called.
    Instead(StillProps, &'static str),
}

/// The drawn world with the lines beneath it.
#[derive(Properties, PartialEq)]
struct WorldProps {
    domain: Domain,
    screen: Option<Rc<Screen>>,
    diff: Rc<Diff>,
    /// The screen before, if something of it is to be told and shown.
    before: Option<Rc<Screen>>,
    /// Nodes that the model spoke of, and how sure it was of each.
    sure: Vec<(usize, f32)>,
    scene: Scene,
    place: usize,
    partial: Option<Rc<Screen>>,
    next: Option<Action>,
    busy: bool,
    told: Told,
    /// What is said beneath while nothing is pointed at.
    resting: String,
    /// The last or running action.
    last: String,
    slip: Option<String>,
    /// What worlds of text are drawn with, and what was before is told and shown.
    later: Part,
    send: Callback<Msg>,
}

/// A world of text.
fn text_world(props: &WorldProps, screen: &Rc<Screen>) -> Html {
    let world = TextWorldProps {
        domain: props.domain,
        screen: Rc::clone(screen),
        diff: Rc::clone(&props.diff),
        place: props.place,
        partial: props.partial.clone(),
        last: props.told.last.clone(),
        typed: Rc::clone(&props.told.typed),
        tools: Rc::clone(&props.told.tools),
        busy: props.busy,
        act: props.send.reform(Msg::Do),
    };
    draw(props.later, &props.send, |views| (views.text_world)(world))
}

#[component(World)]
fn world_and_lines(props: &WorldProps) -> Html {
    let pointed = use_state(Pointed::default);
    let point = {
        let pointed = pointed.clone();
        Callback::from(move |words: Pointed| {
            if *pointed != words {
                pointed.set(words);
            }
        })
    };
    let words = if pointed.words.is_empty() { &props.resting } else { &pointed.words };
    let (class, other) = match &props.scene {
        Scene::Alone => ("", None),
        Scene::Against(_) => ("apart", None),
        Scene::Beside(other, _) => ("apart two", Some((other, "true"))),
        Scene::Instead(other, what) => (*what, Some((other, *what))),
    };
    let beside = matches!(props.scene, Scene::Beside(..));
    html! {
        <>
            <div class={classes!("table", class, props.domain.name())}>
                // Hidden rather than left out: what was typed into it and not entered stays.
                <div class="seat" key="world" hidden={other.is_some() && !beside}>
                    if beside { <p class="placard">{ say("predicted") }</p> }
                    <div class="hold">{ live(props, point) }</div>
                </div>
                if let Some((other, what)) = other {
                    <div class="seat" key="other">
                        <p class="placard">{ what }</p>
                        <div class="hold">
                            { draw(props.later, &props.send, |views| (views.still)(other.clone())) }
                        </div>
                    </div>
                }
            </div>
            <div class="acting">
                <p class="pointed" aria-hidden="true">{ words }</p>
                { line(props) }
                <p id="slip" class="slip" role={props.slip.is_some().then_some("alert")}>
                    { props.slip.clone().unwrap_or_default() }
                </p>
            </div>
            { tip(&pointed) }
        </>
    }
}

/// What is told of the node that is pointed at, beside it. People who do not see it hear it as the
/// node's description.
fn tip(pointed: &Pointed) -> Html {
    let Some(tip) = &pointed.tip else { return Html::default() };
    let above = tip.top > 96.0;
    let edge = if above { tip.top } else { tip.bottom };
    let style = format!("--across:{:.3};--edge:{edge:.0}px", tip.across);
    html! {
        <p class={classes!("tip", above.then_some("above"))} {style} aria-hidden="true">{ &tip.words }</p>
    }
}

/// The world, to act on.
fn live(props: &WorldProps, point: Callback<Pointed>) -> Html {
    html! {
        if let Some(screen) = props.screen.as_ref().filter(|_| !props.domain.is_drawn()) {
            { text_world(props, screen) }
        } else if let Some(screen) = &props.screen {
            <Drawing domain={props.domain} screen={Rc::clone(screen)}
                diff={Rc::clone(&props.diff)} before={props.before.clone()}
                sure={props.sure.clone()} later={props.later}
                place={props.place} partial={props.partial.clone()} next={props.next.clone()}
                busy={props.busy} act={props.send.reform(Msg::Do)} {point} />
        }
    }
}

/// What was told on the way to a place of a world of text.
#[derive(Clone, PartialEq)]
pub struct Told {
    /// What was done to get here.
    pub last: Option<Action>,
    /// What was typed on the way, oldest first.
    pub typed: Rc<Vec<String>>,
    /// The tools that can be called.
    pub tools: Rc<Vec<Tool>>,
}

/// What was told on the way to a place.
pub fn told(open: &Open, here: Place) -> Told {
    let walk = &open.walk;
    let path = walk.timeline().path(here);
    let domain = open.world.scenario.domain;
    let typed = if domain == Domain::Terminal {
        path.iter().filter_map(|&place| typed(&walk.action(place)?)).collect()
    } else {
        Vec::new()
    };
    let tools = match domain {
        Domain::Swe if open.world.scenario.reference.is_some() => tools::of_project(),
        Domain::Mcp | Domain::Swe => {
            tools::known(path.iter().map(|&place| walk.observation(place)))
        }
        _ => Vec::new(),
    };
    let last = if domain.is_drawn() { None } else { walk.action(here) };
    Told { last, typed: Rc::new(typed), tools: Rc::new(tools) }
}

/// A line that was typed at a terminal.
fn typed(action: &Action) -> Option<String> {
    let Action::Keystrokes { keys } = action else { return None };
    let line = keys.last()?.keystrokes.strip_suffix('\n')?;
    (!line.is_empty()).then(|| line.to_owned())
}

/// The action line: the last or running action in the dialect's spelling, and room for any other.
fn line(props: &WorldProps) -> Html {
    let run = props.send.reform(Msg::Say);
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let runs = event.key() == "Enter" && !event.shift_key() && !event.is_composing();
        if let Some(field) = event.target_dyn_into::<HtmlTextAreaElement>().filter(|_| runs) {
            event.prevent_default();
            run.emit(field.value());
        }
    });
    let scroll = |label: &'static str, sign: &'static str, direction| {
        let act = props
            .send
            .reform(move |_: MouseEvent| Msg::Do(Action::Scroll { node: None, direction }));
        html! {
            <button type="button" class="quiet round" aria-label={label} title={label}
                disabled={props.busy} onclick={act}>{ sign }</button>
        }
    };
    // An action of a desktop may be several lines.
    let rows = props.last.lines().count().clamp(1, 3).to_string();
    let key = format!("{}-{}", props.place, props.last);
    html! {
        <div class="line">
            <label class="sr" for="action-line">{ say("Action, in the dialect's spelling") }</label>
            <textarea id="action-line" {key} {rows} value={props.last.clone()}
                placeholder={example(props.domain)} spellcheck="false" autocomplete="off"
                aria-describedby="slip" aria-invalid={props.slip.is_some().then_some("true")}
                title={say("Any action in the dialect's spelling; Enter runs it (/)")} {onkeydown} />
            if props.domain.is_drawn() {
                { scroll(say("Scroll up"), "↑", Direction::Up) }
                { scroll(say("Scroll down"), "↓", Direction::Down) }
            }
        </div>
    }
}

/// The last or running action, or the one that another is to take the place of.
fn last(open: &Open) -> &str {
    if let Task::Forking(action) = &open.task {
        return action;
    }
    let timeline = open.walk.timeline();
    let (from, action) = match &open.phase {
        Phase::Predicting(it) => (it.ask.from, &it.ask.action),
        Phase::Asking { ask, .. } | Phase::Waiting(ask) | Phase::Failed { ask, .. } => {
            (ask.from, &ask.action)
        }
        Phase::Idle | Phase::Playing { .. } => match timeline.step(timeline.current()) {
            Some(step) => (step.from, &step.action),
            None => return "",
        },
    };
    open.walk.spelled(from, action)
}

/// What is said beneath the drawing while nothing is pointed at.
fn resting(open: &Open) -> String {
    match &open.walk.sight(open.walk.here()).view {
        View::Drawn { carried: true, .. } => {
            say("The page was not described again; it stands as before.").to_owned()
        }
        View::Drawn { .. } => say_with("Task: {1}", &[&open.world.scenario.task]),
        View::Unreadable => say("The last readable screen is shown.").to_owned(),
    }
}

fn example(domain: Domain) -> &'static str {
    match domain {
        Domain::Android => r#"{"action_type":"click","index":1}"#,
        Domain::Web => r#"browser_click(element="Sign in", ref="e12")"#,
        Domain::Os => "pyautogui.click(129, 392)",
        Domain::Mcp => r#"{"name":"list_orders","arguments":{"page":1}}"#,
        Domain::Search => "history of the lighthouse",
        Domain::Terminal => r#"[{"keystrokes":"ls\n","duration":0.1}]"#,
        Domain::Swe => r#"{"name":"read_file","arguments":{"path":"src/main.py"}}"#,
    }
}
