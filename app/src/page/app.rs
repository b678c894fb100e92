//! The root of the page: hands messages to the state, carries out its effects, draws it.

use super::{
    fetch,
    gather::Gather,
    keys,
    link::{Heard, Link},
    state::{Effect, Msg, Over, Program, State, Theme, widget::Told},
    view, widget,
};
use crate::protocol::{
    FromWorker, ModelSource, ToWorker,
    truth::{FromTruth, ToTruth},
};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{CustomEvent, File, KeyboardEvent};
use yew::prelude::*;

/// Where the programs of the inference worker are, beside the page.
const LEAN: &str = "./lean_loader.js";
const WHOLE: &str = "./worker_loader.js";
/// Where the code of the reference environments is.
const TRUTH: &str = "./truth_loader.js";
/// Where the theme is kept between visits.
const THEME: &str = "diorama.theme";

/// The page.
pub struct App {
    state: State,
    /// Where what is drawn sends its messages and files. Made once: parts whose properties stay the
    /// same are not drawn again, and a text that is being typed stays.
    send: Callback<Msg>,
    give: Callback<File>,
    worker: Option<Link<ToWorker>>,
    truth: Option<Link<ToTruth>>,
    /// Files the person gave, newest last: the worker reads them where they lie.
    files: Vec<File>,
    /// The place that the strip of steps was last scrolled to.
    place: Option<usize>,
    /// The timer of the playing recording.
    timer: Option<i32>,
    _keys: Option<Closure<dyn FnMut(KeyboardEvent)>>,
    _asked: Option<Closure<dyn FnMut(CustomEvent)>>,
}

/// What reaches the root.
pub enum Event {
    /// Something for the state.
    Msg(Msg),
    /// Something from the inference worker.
    Worker(Heard<FromWorker>),
    /// Something from the worker of the reference environments.
    Truth(Heard<FromTruth>),
    /// A file to load.
    File(File),
}

impl From<Msg> for Event {
    fn from(msg: Msg) -> Self {
        Self::Msg(msg)
    }
}

impl Component for App {
    type Message = Event;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        ctx.link().send_message(Msg::Worlds(fetch::worlds()));
        let keys = keys::listen(ctx.link().callback(Event::Msg));
        let (state, effects) = match widget::asked() {
            Some(widget) => (State::open_widget(widget, fetch::default_model()), Vec::new()),
            None => State::open_page(kept_theme(), fetch::default_model()),
        };
        let asked = widget::listen(ctx.link().callback(|it| Event::Msg(Msg::Asked(it))));
        let mut app = Self {
            state,
            send: ctx.link().callback(Event::Msg),
            give: ctx.link().callback(Event::File),
            worker: None,
            truth: None,
            files: Vec::new(),
            place: None,
            timer: None,
            _keys: keys,
            _asked: asked,
        };
        app.run(ctx, effects);
        app
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        let msg = match event {
            Event::Msg(msg) => msg,
            Event::Worker(Heard::Message(message)) => Msg::Heard(Box::new(message), now()),
            Event::Worker(Heard::Broke(why)) => {
                self.worker = None;
                Msg::Broke(why)
            }
            Event::Truth(Heard::Message(message)) => Msg::HeardTruth(Box::new(message)),
            Event::Truth(Heard::Broke(why)) => {
                self.truth = None;
                Msg::TruthBroke(why)
            }
            Event::File(file) => {
                let name = file.name();
                self.files.retain(|other| other.name() != name);
                self.files.push(file);
                let effects = self.state.update(Msg::Over(Over::Models));
                self.run(ctx, effects);
                Msg::Look(ModelSource::File { name })
            }
        };
        let effects = self.state.update(msg);
        self.run(ctx, effects);
        true
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        let place = self.state.open().map(|open| open.walk.here().number());
        let before = std::mem::replace(&mut self.place, place);
        if before != place {
            show_step();
        }
        if before.is_none() && place.is_some() && self.state.widget.is_some() {
            widget::tell(&Told::Ready);
        }
    }

    fn view(&self, _: &Context<Self>) -> Html {
        view::page(&self.state, &self.send, &self.give)
    }
}

impl App {
    fn run(&mut self, ctx: &Context<Self>, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Spawn => self.spawn(ctx),
                Effect::Send(message) => self.send(ctx, &message),
                Effect::SpawnTruth => self.spawn_truth(ctx),
                Effect::SendTruth(message) => self.send_truth(ctx, &message),
                Effect::EndTruth => self.truth = None,
                Effect::End => self.worker = None,
                Effect::Tell(told) => widget::tell(&told),
                Effect::TickAfter(milliseconds) => self.tick_after(ctx, milliseconds),
                Effect::FetchBeside => {
                    ctx.link().send_future(async { Msg::Beside(fetch::beside().await) });
                }
                Effect::KeepTheme(theme) => {
                    show_theme(theme);
                    // Where nothing may be kept, the theme lasts as long as the page.
                    let _ = local().map(|it| it.set_item(THEME, theme.word()));
                }
            }
        }
    }

    fn spawn(&mut self, ctx: &Context<Self>) {
        self.worker = None;
        let gather = Gather::new(ctx.link().callback(Event::Worker));
        let script = match self.state.program {
            Program::Lean => LEAN,
            Program::Whole => WHOLE,
        };
        match Link::start(&widget::worker(script), move |heard| gather.take(heard)) {
            Ok(link) => self.worker = Some(link),
            Err(why) => ctx.link().send_message(Msg::Broke(why)),
        }
    }

    fn spawn_truth(&mut self, ctx: &Context<Self>) {
        self.truth = None;
        let heard = ctx.link().callback(Event::Truth);
        match Link::start(&widget::worker(TRUTH), move |it| heard.emit(it)) {
            Ok(link) => self.truth = Some(link),
            Err(why) => ctx.link().send_message(Msg::TruthBroke(why)),
        }
    }

    fn send(&self, ctx: &Context<Self>, message: &ToWorker) {
        let Some(link) = &self.worker else { return };
        let file = match message {
            ToWorker::Inspect { source } | ToWorker::Load { source, .. } => self.file(source),
            _ => None,
        };
        if let Err(why) = link.send(message, file) {
            ctx.link().send_message(Msg::Broke(why));
        }
    }

    fn send_truth(&self, ctx: &Context<Self>, message: &ToTruth) {
        let Some(link) = &self.truth else { return };
        if let Err(why) = link.send(message, None) {
            ctx.link().send_message(Msg::TruthBroke(why));
        }
    }

    fn file(&self, source: &ModelSource) -> Option<&File> {
        let ModelSource::File { name } = source else { return None };
        self.files.iter().find(|file| file.name() == *name)
    }

    fn tick_after(&mut self, ctx: &Context<Self>, milliseconds: u32) {
        let Some(window) = web_sys::window() else { return };
        if let Some(timer) = self.timer.take() {
            window.clear_timeout_with_handle(timer);
        }
        let tick = ctx.link().callback(|()| Event::Msg(Msg::Tick));
        let tick = Closure::once_into_js(move || tick.emit(()));
        let milliseconds = i32::try_from(milliseconds).unwrap_or(i32::MAX);
        self.timer = window
            .set_timeout_with_callback_and_timeout_and_arguments_0(
                tick.unchecked_ref(),
                milliseconds,
            )
            .ok();
    }
}

/// Milliseconds since the page opened.
fn now() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}

/// Scrolls the strip of steps to the one that is shown.
fn show_step() {
    let document = web_sys::window().and_then(|window| window.document());
    let find = |selector: &str| document.as_ref()?.query_selector(selector).ok().flatten();
    if let (Some(steps), Some(step)) = (find(".steps"), find(".step.here")) {
        let (outer, inner) = (steps.get_bounding_client_rect(), step.get_bounding_client_rect());
        let across = inner.right() - outer.right();
        let back = inner.left() - outer.left();
        let by = if across > 0.0 { across + 8.0 } else { back.min(0.0) };
        steps.set_scroll_left(steps.scroll_left() + by as i32);
    }
}

fn local() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// The theme of the last visit, shown at once.
fn kept_theme() -> Theme {
    let theme = local().and_then(|it| it.get_item(THEME).ok().flatten());
    let theme = Theme::read(theme.as_deref().unwrap_or_default());
    show_theme(theme);
    theme
}

fn show_theme(theme: Theme) {
    let root = web_sys::window().and_then(|it| it.document()).and_then(|it| it.document_element());
    // A page without a root element shows nothing anyway.
    let _ = root.map(|root| root.set_attribute("data-theme", theme.word()));
}
