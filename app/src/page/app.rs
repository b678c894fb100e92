//! The root of the page: hands messages to the state, carries out its effects, draws it.

use super::{
    fetch, files, focus,
    gather::Gather,
    keep::Keeper,
    keys,
    later::{self, Starter, Views, WidgetPart},
    line::{Heard, Line},
    place,
    state::{
        Effect, Msg, Over, Program, Spot, State, Theme,
        pace::Paces,
        remote::{RemoteEffect, RemoteMsg},
        widget::Told,
    },
    view, widget,
};
use crate::page::say::say;
use crate::protocol::{
    FromWorker, ModelSource, ToWorker,
    desk::{FromDesk, ToDesk},
    remote::{FromRemote, ToRemote},
    truth::{FromTruth, ToTruth},
};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{File, KeyboardEvent};
use yew::prelude::*;

/// Where the programs of the inference worker are, beside the page.
const LEAN: &str = "./lean_loader.js";
const WHOLE: &str = "./worker_loader.js";
/// Where the theme is kept between visits.
const THEME: &str = "diorama.theme";
/// Where it is kept how fast models are.
const PACES: &str = "diorama.paces";

/// The page.
pub struct App {
    state: State,
    /// Where what is drawn sends its messages and files. Made once: parts whose properties stay the
    /// same are not drawn again, and a text that is being typed stays.
    send: Callback<Msg>,
    give: Callback<File>,
    worker: Option<Line<ToWorker>>,
    truth: Option<Line<ToTruth>>,
    desk: Option<Line<ToDesk>>,
    remote: Option<Line<ToRemote>>,
    /// Files the person gave, newest last: the worker reads them where they lie.
    files: Vec<File>,
    /// What keeps the walk for a reload, where the browser allows it.
    keeper: Option<Keeper>,
    /// Whether the second part of the page was asked for, to keep something.
    later_asked: bool,
    /// The place that the strip of steps was last scrolled to.
    place: Option<usize>,
    /// Where the focus goes once the page is drawn.
    focus: Option<Spot>,
    /// The timer of what plays by itself.
    timer: Option<i32>,
    _keys: Option<Closure<dyn FnMut(KeyboardEvent)>>,
    _links: Option<Closure<dyn FnMut(web_sys::Event)>>,
    _resized: Option<Closure<dyn FnMut()>>,
    /// What the page does besides where it is a widget.
    widget: Option<WidgetPart>,
    _asked: Option<widget::Listener>,
}

/// What reaches the root.
pub enum Event {
    /// Something for the state.
    Msg(Msg),
    /// Something from the inference worker.
    Worker(Heard<FromWorker>),
    /// Something from the worker of the reference environments.
    Truth(Heard<FromTruth>),
    /// Something from the desk.
    Desk(Heard<FromDesk>),
    /// Something from the worker that asks a server.
    Remote(Heard<FromRemote>),
    /// The line to the worker of the reference environments.
    TruthLine(Line<ToTruth>),
    /// The line to the desk.
    DeskLine(Line<ToDesk>),
    /// The line to the worker that asks a server.
    RemoteLine(Line<ToRemote>),
    /// What was kept of this tab's walk.
    Restore(Vec<String>),
    /// A file that the person gave.
    File(File),
    /// What was asked for needs the second part of the page, which could not be fetched.
    Missed,
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
        let keys = keys::listen(ctx.link().callback(Event::Msg));
        let default = fetch::default_model();
        let worlds = Msg::Worlds(fetch::worlds());
        // A widget has no address to follow, keeps nothing, and looks as its own script says.
        let widget = later::here().filter(|_| widget::is_one()).map(|views| views.widget);
        let alone = widget.is_none();
        let links = alone.then(|| place::listen(ctx.link().callback(Event::Msg))).flatten();
        let (mut state, effects) = match (&widget, place::link()) {
            (Some(widget), _) => ((widget.open)(default), Vec::new()),
            (None, Some(link)) => State::open_with_link(kept_theme(), default, link),
            (None, None) => State::open_page(kept_theme(), default),
        };
        let asked = widget.and_then(|widget| (widget.listen)(ctx.link().callback(Event::Msg)));
        let paces = local().and_then(|it| it.get_item(PACES).ok().flatten());
        state.paces = Paces::read(&paces.unwrap_or_default());
        let (keeper, had) = alone.then(Keeper::of_this_tab).flatten().unzip();
        match &keeper {
            // A link goes before what was there.
            Some(keeper) if had == Some(true) && place::link().is_none() => {
                let (read, link) = (keeper.read(), ctx.link().clone());
                wasm_bindgen_futures::spawn_local(async move {
                    let records = read.await;
                    if !records.is_empty() {
                        later::fetched().await;
                    }
                    link.send_message_batch(vec![worlds.into(), Event::Restore(records)]);
                });
            }
            _ => ctx.link().send_message(worlds),
        }
        let mut app = Self {
            state,
            send: ctx.link().callback(Event::Msg),
            give: ctx.link().callback(Event::File),
            worker: None,
            truth: None,
            desk: None,
            remote: None,
            files: Vec::new(),
            keeper,
            later_asked: false,
            place: None,
            focus: None,
            timer: None,
            _keys: keys,
            _links: links,
            _resized: focus::keep_step_shown(),
            widget,
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
            Event::Desk(Heard::Message(message)) => Msg::HeardDesk(Box::new(message)),
            Event::Desk(Heard::Broke(why)) => {
                self.desk = None;
                Msg::DeskBroke(why)
            }
            Event::Remote(Heard::Message(message)) => {
                Msg::Remote(RemoteMsg::Heard(Box::new(message)))
            }
            Event::Remote(Heard::Broke(why)) => Msg::Remote(RemoteMsg::Broke(why)),
            Event::TruthLine(line) => {
                self.truth = Some(line);
                return false;
            }
            Event::DeskLine(line) => {
                self.desk = Some(line);
                return false;
            }
            Event::RemoteLine(line) => {
                self.remote = Some(line);
                return false;
            }
            Event::Restore(records) => {
                self.restore(&records);
                return true;
            }
            Event::File(file) if files::is_text(&file) => {
                ctx.link().send_future(async { Msg::Bring(files::text(file).await) });
                return false;
            }
            Event::File(file) => {
                let name = file.name();
                self.files.retain(|other| other.name() != name);
                self.files.push(file);
                self.take(ctx, Msg::Over(Over::Models));
                Msg::Look(ModelSource::File { name })
            }
            Event::Missed => {
                self.state
                    .warn(say("This part of the page could not be fetched. The timeline is safe."));
                return true;
            }
        };
        self.take(ctx, msg);
        self.keep(ctx);
        true
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        let place = self.state.open().map(|open| open.walk.here().number());
        let before = std::mem::replace(&mut self.place, place);
        if before != place {
            focus::show_step();
        }
        if let Some(spot) = self.focus.take() {
            focus::put(spot);
        }
        if let Some(widget) = self.widget.filter(|_| before.is_none() && place.is_some()) {
            (widget.tell)(&Told::Ready);
        }
    }

    fn view(&self, _: &Context<Self>) -> Html {
        match self.widget {
            Some(widget) => (widget.view)(&self.state, &self.send),
            None => view::page(&self.state, &self.send, &self.give),
        }
    }
}

impl App {
    /// Has the state take in a message with as much of the page as is there, and does what comes of it.
    fn take(&mut self, ctx: &Context<Self>, msg: Msg) {
        let effects = match (self.widget, later::here()) {
            (Some(widget), _) => (widget.update)(&mut self.state, msg),
            (None, Some(views)) => (views.update)(&mut self.state, msg),
            (None, None) => self.state.update(msg),
        };
        self.run(ctx, effects);
    }

    /// Opens the walk that was kept. What cannot be opened now is not written over.
    fn restore(&mut self, records: &[String]) {
        if records.is_empty() {
            return;
        }
        match later::here() {
            Some(views) if (views.restore)(&mut self.state, records) => {}
            Some(_) => {
                self.state.warn(say("What was kept of your steps cannot be read by this version."));
                self.keeper = Keeper::anew();
            }
            None => {
                self.state.warn(
                    say("Your steps are kept, but what opens them could not be fetched. Reload the page \
                     to have them back; what you do until then is not kept."),
                );
                self.keeper = None;
            }
        }
    }

    /// Keeps what changed. What does that comes with the second part of the page, once there is
    /// something to keep.
    fn keep(&mut self, ctx: &Context<Self>) {
        let Some(keeper) = self.keeper.as_ref().filter(|_| self.state.has_to_keep()) else {
            return;
        };
        if let Some(views) = later::here() {
            keeper.keep((views.keep)(&mut self.state));
        } else if !std::mem::replace(&mut self.later_asked, true) {
            let link = ctx.link().clone();
            wasm_bindgen_futures::spawn_local(async move {
                if later::fetched().await.is_some() {
                    link.send_message(Msg::Later(true));
                }
            });
        }
    }

    fn run(&mut self, ctx: &Context<Self>, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Later(msg) => send_later(ctx, *msg),
                Effect::Spawn => self.spawn(ctx),
                Effect::Send(message) => self.send(ctx, &message),
                Effect::SpawnTruth => self.spawn_truth(ctx),
                Effect::SendTruth(message) => self.send_truth(ctx, &message),
                Effect::EndTruth => self.truth = None,
                Effect::SpawnDesk => self.spawn_desk(ctx),
                Effect::SendDesk(message) => self.send_desk(ctx, &message),
                Effect::EndDesk => self.desk = None,
                Effect::Save { name, file } => {
                    _ = later::here().map(|views| (views.save)(name, file, self.send.clone()));
                }
                Effect::FetchWorld(card) => ctx.link().send_future(async move {
                    let came = fetch::listed(&card).await;
                    Msg::WorldCame(card.id.into_owned(), Box::new(came))
                }),
                Effect::Remote(effect) => self.remote(ctx, effect),
                Effect::KeepPaces(text) => _ = local().map(|it| it.set_item(PACES, &text)),
                Effect::End => self.worker = None,
                Effect::Tell(told) => _ = self.widget.map(|widget| (widget.tell)(&told)),
                Effect::TickAfter(milliseconds) => self.tick_after(ctx, milliseconds),
                Effect::Focus(spot) => self.focus = Some(spot),
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
        match Line::start(script, move |heard| gather.take(heard)) {
            Ok(line) => self.worker = Some(line),
            Err(why) => ctx.link().send_message(Msg::Broke(why)),
        }
    }

    fn spawn_truth(&mut self, ctx: &Context<Self>) {
        self.truth = None;
        start(ctx, |views| views.truth, Event::TruthLine, |why| Msg::TruthBroke(why).into());
    }

    fn send(&self, ctx: &Context<Self>, message: &ToWorker) {
        let Some(line) = &self.worker else { return };
        let file = match message {
            ToWorker::Inspect { source } | ToWorker::Load { source, .. } => self.file(source),
            _ => None,
        };
        if let Err(why) = line.send(message, file) {
            ctx.link().send_message(Msg::Broke(why));
        }
    }

    fn send_truth(&self, ctx: &Context<Self>, message: &ToTruth) {
        let Some(line) = &self.truth else { return };
        if let Err(why) = line.send(message, None) {
            ctx.link().send_message(Msg::TruthBroke(why));
        }
    }

    fn spawn_desk(&mut self, ctx: &Context<Self>) {
        self.desk = None;
        start(ctx, |views| views.desk, Event::DeskLine, |why| Msg::DeskBroke(why).into());
    }

    fn send_desk(&self, ctx: &Context<Self>, message: &ToDesk) {
        let Some(line) = &self.desk else { return };
        if let Err(why) = line.send(message, None) {
            ctx.link().send_message(Msg::DeskBroke(why));
        }
    }

    fn remote(&mut self, ctx: &Context<Self>, effect: RemoteEffect) {
        let done = match effect {
            RemoteEffect::Spawn => {
                self.remote = None;
                let broke = |why| Msg::Remote(RemoteMsg::Broke(why)).into();
                start(ctx, |views| views.remote, Event::RemoteLine, broke);
                Ok(())
            }
            RemoteEffect::Send(message) => {
                self.remote.as_ref().map_or(Ok(()), |line| line.send(&message, None))
            }
            RemoteEffect::End => {
                self.remote = None;
                Ok(())
            }
        };
        if let Err(why) = done {
            ctx.link().send_message(Msg::Remote(RemoteMsg::Broke(why)));
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

/// Sends a message again once the second part of the page is there.
fn send_later(ctx: &Context<App>, msg: Msg) {
    let link = ctx.link().clone();
    wasm_bindgen_futures::spawn_local(async move {
        let came = later::fetched().await.is_some();
        let then = if came { Event::Msg(msg) } else { Event::Missed };
        link.send_message_batch(vec![Msg::Later(came).into(), then]);
    });
}

/// Starts a worker that is not needed at once: what reads its messages comes with the second part of
/// the page.
fn start<To: 'static>(
    ctx: &Context<App>,
    which: fn(&Views) -> Starter<To>,
    up: fn(Line<To>) -> Event,
    broke: fn(String) -> Event,
) {
    let link = ctx.link().clone();
    wasm_bindgen_futures::spawn_local(async move {
        let line = match later::fetched().await {
            Some(views) => which(&views)(link.callback(|event: Event| event)),
            None => Err(say("what reads its messages could not be fetched.").to_owned()),
        };
        link.send_message(line.map_or_else(broke, up));
    });
}

/// Milliseconds since the page opened.
fn now() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
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
