//! Exporting: the open walk as files.

use super::numbers::{bytes, plural};
use crate::{
    page::say::{say, say_with, to_say},
    page::state::{
        Msg, Open, State,
        export::{ExportMsg, Exporting, Made, Saved},
        share::Scope,
    },
    protocol::desk::exports::What,
};
use yew::prelude::*;

/// What can be had: what it becomes, what it is called, and what it is for.
const KINDS: [(What, &str, &str); 6] = [
    (
        What::Picture,
        to_say("Picture (PNG)"),
        to_say("The screen that is shown, for a page or a paper."),
    ),
    (
        What::Film,
        to_say("Animation (GIF)"),
        to_say("Step after step, for a README, slides or a chat."),
    ),
    (
        What::Replay,
        to_say("Replay (HTML)"),
        to_say(
            "One file that plays the walk in any browser. It needs no server and fetches nothing.",
        ),
    ),
    (
        What::Rows,
        to_say("AgentWorldBench (JSONL)"),
        to_say("A row a step, as the benchmark's own scripts read them."),
    ),
    (
        What::Trace,
        to_say("Trace (JSON)"),
        to_say("Actions and observations, for the diorama command."),
    ),
    (
        What::Scenario,
        to_say("World (JSON)"),
        to_say("The world that the trace belongs to, without the steps."),
    ),
];

/// The sheet's content.
pub fn export(state: &State, send: &Callback<Msg>) -> Html {
    let Some(open) = state.open() else {
        return html! { <p class="muted">{ say("No world is open.") }</p> };
    };
    let exporting = state.exports.last.as_ref();
    let busy = exporting.is_some_and(Exporting::is_under_way);
    html! {
        <div class="export">
            <p class="muted">{ say("Files are made in this page, on your device.") }</p>
            { scope(state, open, send) }
            <ul class="file-kinds">
                { for KINDS.into_iter().map(|(what, name, words)| html! {
                    <li>
                        <div><b>{ say(name) }</b><p class="muted">{ say(words) }</p></div>
                        <button type="button" aria-disabled={busy.then_some("true")} aria-label={say_with("Download: {1}", &[&say(name)])}
                            onclick={send.reform(move |_| Msg::Export(ExportMsg::Make(what)))}>{ say("Download") }</button>
                    </li>
                }) }
            </ul>
            { outcome(exporting) }
        </div>
    }
}

/// How much goes into the files, where there is a choice.
fn scope(state: &State, open: &Open, send: &Callback<Msg>) -> Html {
    let timeline = open.walk.timeline();
    let here = timeline.path(open.walk.here()).len() - 1;
    let all = timeline.branch(open.walk.here()).len() - 1;
    if all == here {
        return html! { <p>{ say_with("{1} so far.", &[&plural(here, say("step"), say("steps"))]) }</p> };
    }
    let choices =
        [(Scope::Here, say("Up to this step"), here), (Scope::Branch, say("Whole branch"), all)];
    html! {
        <fieldset class="segments">
            <legend>{ say("Export") }</legend>
            { for choices.into_iter().map(|(choice, name, steps)| html! {
                <label>
                    <input type="radio" name="export-scope" checked={state.exports.scope == choice}
                        onchange={send.reform(move |_| Msg::Export(ExportMsg::Scope(choice)))} />
                    <span>{ format!("{name} ({steps})") }</span>
                </label>
            }) }
        </fieldset>
    }
}

/// What became of the last file.
fn outcome(exporting: Option<&Exporting>) -> Html {
    let Some(Exporting { what, made }) = exporting else {
        return html! { <p role="status" /> };
    };
    let words = match made {
        Made::Asked(_) => say("Making the file…").to_owned(),
        Made::Saving if *what == What::Film => say("Drawing each step…").to_owned(),
        Made::Saving => say("Saving…").to_owned(),
        Made::Saved(Saved { name, bytes: length }) => {
            say_with("Saved “{1}”, {2}.", &[name, &bytes(*length)])
        }
        Made::Failed(why) => return html! { <p class="slip" role="alert">{ why }</p> },
    };
    html! { <p role="status">{ words }</p> }
}
