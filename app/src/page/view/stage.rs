//! The stage: the drawn world and the lines beneath it.

use super::{futures::preview, notice::notice, sure, truth::true_screen};
use crate::page::{
    draw::{Drawing, Pointed, Still, StillProps},
    state::{
        Msg, Open, Phase, State, Tab,
        grades::{Compare, Standing},
        walk::View,
    },
    text::{
        TextWorld,
        tools::{self, Tool},
    },
};
use diorama_world::{Action, Domain, Screen, action::Direction, diff::Diff};
use std::rc::Rc;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// The stage.
pub fn stage(state: &State, open: &Open, send: &Callback<Msg>) -> Html {
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
    let scene = if busy { Scene::Alone } else { scene(state, open) };
    // Held against the truth, what counts is how the two differ.
    let (diff, before) = match &scene {
        Scene::Beside(_, back) | Scene::Against(back) => (Rc::clone(back), None),
        Scene::Alone | Scene::Instead(..) => (diff, open.walk.screen_before(here).cloned()),
    };
    html! {
        <section class="stage" aria-label="World">
            { notice(state, open, send) }
            <World {domain} screen={open.walk.screen(here).cloned()} {diff} place={here.number()}
                {before} {scene} sure={sure::nodes(&open.walk, here).to_vec()}
                {partial} {next} {busy} told={told(open)} resting={resting(open)}
                last={last(open).to_owned()} slip={open.slip.clone()} send={send.clone()} />
        </section>
    }
}

/// What stands on the table.
#[derive(Clone, PartialEq)]
enum Scene {
    /// The world.
    Alone,
    /// The world, and in words and signs how it differs from the truth.
    Against(Rc<Diff>),
    /// The same, and the truth beside it.
    Beside(StillProps, Rc<Diff>),
    /// Something else, and what it is called.
    Instead(StillProps, &'static str),
}

fn scene(state: &State, open: &Open) -> Scene {
    if let Some(preview) = preview(open) {
        return Scene::Instead(preview, "preview");
    }
    match open.standing() {
        Standing::Graded(_, Some(truth)) if state.tab == Tab::Truth => {
            let (shown, back) = (true_screen(open, truth), Rc::clone(&truth.back));
            match state.compare {
                Compare::Beside => Scene::Beside(shown, back),
                Compare::Predicted => Scene::Against(back),
                Compare::True => Scene::Instead(shown, "true"),
            }
        }
        _ => Scene::Alone,
    }
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
    send: Callback<Msg>,
}

#[component(World)]
fn world(props: &WorldProps) -> Html {
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
                    if beside { <p class="caption">{ "predicted" }</p> }
                    <div class="hold">{ live(props, point) }</div>
                </div>
                if let Some((other, what)) = other {
                    <div class="seat" key="other">
                        <p class="caption">{ what }</p>
                        <div class="hold"><Still ..other.clone() /></div>
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
    let style = format!("--left:{:.0}px;--edge:{edge:.0}px", tip.left);
    html! {
        <p class={classes!("tip", above.then_some("above"))} {style} aria-hidden="true">{ &tip.words }</p>
    }
}

/// The world, to act on.
fn live(props: &WorldProps, point: Callback<Pointed>) -> Html {
    html! {
        <>
                if let Some(screen) = props.screen.as_ref().filter(|_| !props.domain.is_drawn()) {
                    <TextWorld domain={props.domain} screen={Rc::clone(screen)}
                        diff={Rc::clone(&props.diff)} place={props.place}
                        partial={props.partial.clone()} last={props.told.last.clone()}
                        typed={Rc::clone(&props.told.typed)} tools={Rc::clone(&props.told.tools)}
                        busy={props.busy} act={props.send.reform(Msg::Do)} />
                } else if let Some(screen) = &props.screen {
                    <Drawing domain={props.domain} screen={Rc::clone(screen)}
                        diff={Rc::clone(&props.diff)} before={props.before.clone()}
                        sure={props.sure.clone()} place={props.place} partial={props.partial.clone()} next={props.next.clone()}
                        busy={props.busy} act={props.send.reform(Msg::Do)} {point} />
                }
        </>
    }
}

/// What was told on the way to a place of a world of text.
#[derive(Clone, PartialEq)]
struct Told {
    /// What was done to get here.
    last: Option<Action>,
    /// What was typed on the way, oldest first.
    typed: Rc<Vec<String>>,
    /// The tools that can be called.
    tools: Rc<Vec<Tool>>,
}

fn told(open: &Open) -> Told {
    let (walk, here) = (&open.walk, open.walk.here());
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
    let say = props.send.reform(Msg::Say);
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let runs = event.key() == "Enter" && !event.shift_key() && !event.is_composing();
        if let Some(field) = event.target_dyn_into::<HtmlTextAreaElement>().filter(|_| runs) {
            event.prevent_default();
            say.emit(field.value());
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
            <label class="sr" for="action-line">{ "Action, in the dialect's spelling" }</label>
            <textarea id="action-line" {key} {rows} value={props.last.clone()}
                placeholder={example(props.domain)} spellcheck="false" autocomplete="off"
                aria-describedby="slip" aria-invalid={props.slip.is_some().then_some("true")}
                title="Any action in the dialect's spelling; Enter runs it (/)" {onkeydown} />
            if props.domain.is_drawn() {
                { scroll("Scroll up", "↑", Direction::Up) }
                { scroll("Scroll down", "↓", Direction::Down) }
            }
        </div>
    }
}

/// The last or running action.
fn last(open: &Open) -> &str {
    let timeline = open.walk.timeline();
    match &open.phase {
        Phase::Predicting(it) => &it.ask.action,
        Phase::Asking { ask, .. } | Phase::Waiting(ask) | Phase::Failed { ask, .. } => &ask.action,
        Phase::Idle | Phase::Playing { .. } => {
            timeline.step(timeline.current()).map_or("", |step| &step.action)
        }
    }
}

/// What is said beneath the drawing while nothing is pointed at.
fn resting(open: &Open) -> String {
    match &open.walk.sight(open.walk.here()).view {
        View::Drawn { carried: true, .. } => {
            "The page was not described again; it stands as before.".to_owned()
        }
        View::Drawn { .. } => format!("Task: {}", open.world.scenario.task),
        View::Unreadable => "The last readable screen is shown.".to_owned(),
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
