//! The tree of steps: columns count steps from the start, branches lie below each other. One stop
//! of the Tab key; the arrow keys walk it.

use crate::page::say::{say, say_with};
use crate::page::{
    apart,
    draw::thumbnail::Thumbnail,
    state::{
        Msg, Open, Phase,
        tree::Task,
        walk::{Kind, Lane, View},
    },
    view::{sure, thumbnail::thumbnail},
};
use diorama_world::{Domain, diff::Verdict, timeline::Place};
use std::{collections::HashSet, rc::Rc};
use yew::prelude::*;

/// A step as it stands in the tree.
#[derive(Clone, PartialEq)]
struct Knot {
    place: Place,
    lane: Lane,
    /// Lanes up to the step before.
    up: usize,
    /// What it is called.
    name: AttrValue,
    /// The action as it is spelled.
    action: AttrValue,
    kind: Kind,
    /// What it changed.
    verdict: Option<Verdict>,
    /// The same in a line, with a comma before it; empty where nothing is known.
    did: AttrValue,
    unsure: bool,
    /// Whether it is exactly right, where that is known.
    exact: Option<bool>,
    pinned: bool,
    /// Off the branch that is shown.
    aside: bool,
    thumbnail: Rc<Thumbnail>,
}

/// The tree.
pub fn tree(open: &Open, send: &Callback<Msg>) -> Html {
    let walk = &open.walk;
    let ask = match &open.phase {
        Phase::Predicting(it) => Some(&it.ask),
        _ => None,
    };
    let lanes = walk.lanes(ask.map(|ask| ask.from));
    let coming = ask.zip(lanes.last()).map(|(ask, lane)| {
        let lane = *lane;
        let up = lane.lane - lanes[ask.from.number()].lane;
        Coming { lane, up, name: walk.spoken(ask.from, &ask.action).into() }
    });
    let branch: HashSet<Place> = walk.timeline().branch(walk.here()).into_iter().collect();
    let knots = walk.timeline().places().map(|place| Knot {
        exact: open.is_exact(place),
        aside: !branch.contains(&place),
        ..Knot::new(open, place, &lanes)
    });
    let other = match &open.task {
        Task::Comparing(compare) => Some(compare.right.at),
        _ => None,
    };
    html! {
        <Steps knots={knots.collect::<Vec<_>>()} here={walk.here()} of={branch.len() - 1} {other}
            {coming} busy={open.is_busy()} domain={open.world.scenario.domain} send={send.clone()} />
    }
}

impl Knot {
    fn new(open: &Open, place: Place, lanes: &[Lane]) -> Self {
        let walk = &open.walk;
        let sight = walk.sight(place);
        let step = walk.timeline().step(place);
        let lane = lanes[place.number()];
        let edited = sight.kind() == Kind::Edited;
        let diff = match &sight.view {
            View::Drawn { diff, .. } if step.is_some() && !edited => Some(diff),
            _ => None,
        };
        let did = diff.map(|it| format!(", {}", apart::verdict(it, open.world.scenario.domain)));
        Self {
            place,
            lane,
            up: step.map_or(0, |step| lane.lane - lanes[step.from.number()].lane),
            name: walk.name(place).to_owned().into(),
            action: step.map_or("", |it| walk.spelled(it.from, &it.action)).to_owned().into(),
            kind: sight.kind(),
            verdict: diff.map(|it| it.verdict()),
            did: did.unwrap_or_default().into(),
            unsure: sure::is_unsure(walk, place),
            exact: None,
            pinned: walk.is_pinned(place),
            aside: false,
            thumbnail: Rc::clone(&sight.thumbnail),
        }
    }

    /// All of it in words; of how many steps is known of the one that is shown, and a letter of
    /// those that are compared.
    fn label(&self, of: Option<usize>, side: Option<&str>) -> String {
        let Lane { column, branch, .. } = self.lane;
        let mut label = if column == 0 {
            say("The start").to_owned()
        } else {
            let of = of.map(|of| say_with(" of {1}", &[&of])).unwrap_or_default();
            say_with("Step {1}{2}, {3}{4}", &[&column, &of, &self.name, &self.did])
        };
        if branch > 0 {
            label.push_str(&say_with(", branch {1}", &[&(branch + 1)]));
        }
        let marks = [
            (column > 0).then(|| self.kind.word()),
            self.unsure.then(|| say("unsure")),
            self.exact.map(|exact| if exact { say("right") } else { say("wrong") }),
            self.pinned.then(|| say("pinned")),
            side,
        ];
        for word in marks.into_iter().flatten() {
            label.push_str(", ");
            label.push_str(word);
        }
        label
    }

    /// What it changed, in short.
    fn news(&self) -> AttrValue {
        match self.verdict {
            _ if self.kind == Kind::Edited => say("by hand").into(),
            Some(Verdict::Unchanged) => say("no change").into(),
            Some(Verdict::Header) => say("header only").into(),
            Some(Verdict::NewScreen) => say("new screen").into(),
            Some(Verdict::Changed(count)) => say_with("{1} changed", &[&count]).into(),
            None if self.kind == Kind::Failed => say("unreadable").into(),
            None => "".into(),
        }
    }
}

/// A step that is being predicted.
#[derive(Clone, PartialEq)]
struct Coming {
    lane: Lane,
    up: usize,
    name: AttrValue,
}

#[derive(Properties, PartialEq)]
struct StepsProps {
    knots: Vec<Knot>,
    here: Place,
    /// Steps on the branch that is shown.
    of: usize,
    /// What the one shown is compared with.
    other: Option<Place>,
    coming: Option<Coming>,
    busy: bool,
    domain: Domain,
    send: Callback<Msg>,
}

/// Drawn again only when something in it is another, and then only the steps that are.
#[component(Steps)]
fn steps(props: &StepsProps) -> Html {
    let StepsProps { here, other, domain, .. } = *props;
    let shape = match domain {
        Domain::Android => "tall",
        Domain::Terminal => "broad shell",
        _ => "broad",
    };
    let knots = props.knots.iter().map(|knot| {
        let of = (knot.place == here).then_some(props.of);
        let side = match other {
            Some(_) if knot.place == here => Some("A"),
            Some(other) if knot.place == other => Some("B"),
            _ => None,
        };
        html! {
            <Step key={knot.place.number()} knot={knot.clone()} {of} {side}
                send={props.send.clone()} />
        }
    });
    let coming = props.coming.iter().map(|Coming { lane, up, name }| {
        html! {
            <li class="step coming" role="none" key="coming" style={style(*lane, *up)}>
                <span class="bead" aria-hidden="true" />
                <span class="name">{ name.clone() }</span>
            </li>
        }
    });
    // One list in which everything has a key: otherwise a new step would shift, and make anew, all
    // others.
    html! {
        <ol class={classes!("steps", shape)} role="listbox" aria-label={say("Steps")}
            aria-orientation="horizontal" aria-disabled={props.busy.then_some("true")}>
            { for knots.chain(coming) }
        </ol>
    }
}

#[derive(Properties, PartialEq)]
struct StepProps {
    knot: Knot,
    /// Steps on the branch, if this is the one that is shown.
    of: Option<usize>,
    /// The letter of its side, if it is compared.
    side: Option<&'static str>,
    send: Callback<Msg>,
}

#[component(Step)]
fn step(props: &StepProps) -> Html {
    let StepProps { knot, of, side, send } = props;
    let here = of.is_some();
    let class = classes!(
        "step",
        class(knot.kind),
        knot.unsure.then_some("unsure"),
        knot.exact.map(|exact| if exact { "right" } else { "wrong" }),
        here.then_some("here"),
        knot.aside.then_some("aside"),
        (knot.lane.column == 0).then_some("first"),
        side.map(|_| "compared"),
    );
    let place = knot.place;
    html! {
        <li {class} role="none" style={style(knot.lane, knot.up)}
            title={[&*knot.name, " (", knot.kind.word(), ")\n", &*knot.action].concat()}>
            <div class="knot" role="option" tabindex={if here { "0" } else { "-1" }}
                aria-selected={if here { "true" } else { "false" }}
                aria-current={here.then_some("step")} aria-label={knot.label(*of, *side)}
                onclick={send.reform(move |_| Msg::Visit(place))}>
                { thumbnail(&knot.thumbnail) }
                <span class="caption">
                    <span class="name">{ knot.name.clone() }</span>
                    if knot.lane.column > 0 {
                        <small><span class="bead" /><span class="news">{ knot.news() }</span></small>
                    }
                </span>
                if knot.pinned { <span class="pin" /> }
                if let Some(letter) = *side { <b class="letter">{ letter }</b> }
            </div>
        </li>
    }
}

/// The place of a step in the tree.
fn style(lane: Lane, up: usize) -> String {
    format!("grid-column:{};grid-row:{};--up:{up}", lane.column + 1, lane.lane + 1)
}

fn class(kind: Kind) -> &'static str {
    match kind {
        Kind::Recorded => "recorded",
        Kind::Predicted => "predicted",
        Kind::Reference => "reference",
        Kind::Edited => "edited",
        Kind::Stopped => "stopped",
        Kind::Failed => "failed",
    }
}
