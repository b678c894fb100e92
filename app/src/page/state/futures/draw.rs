//! Drawing futures, looking at them and taking one.

use super::{DRAWS, Drawing, Future, FutureMsg, Futures, Others};
use crate::page::say::{say, say_with};
use crate::page::{
    apart::verdict,
    state::{
        Ask, Effect, Open, Phase, State,
        act::{Answer, capitalised},
        remote,
        tree::Task,
        truth::Predictor,
        walk::{Origin, View},
    },
};
use crate::protocol::{End, ToWorker, remote::ToRemote};

impl State {
    pub(in crate::page::state) fn future(&mut self, msg: FutureMsg) -> Vec<Effect> {
        match msg {
            FutureMsg::Draw => self.draw_futures(),
            FutureMsg::Stop => self.stop_futures(),
            FutureMsg::Look(number) => self.look_at_future(number),
            FutureMsg::Leave => {
                if self.futures_mut().is_some_and(|it| it.looked.take().is_some()) {
                    self.announce();
                }
                Vec::new()
            }
            FutureMsg::Take(number) => self.take_future(number),
        }
    }

    fn futures_mut(&mut self) -> Option<&mut Futures> {
        self.open_mut()?.futures.as_mut()
    }

    /// Whether a predictor can be asked that says something else when it is asked again.
    pub fn can_draw(&self) -> bool {
        self.can_ask(self.predictor())
    }

    fn can_ask(&self, predictor: Predictor) -> bool {
        match predictor {
            Predictor::Reference => false,
            Predictor::Model => self.engine.ready().is_some(),
            Predictor::Server => self.remote.connected().is_some(),
        }
    }

    fn draw_futures(&mut self) -> Vec<Effect> {
        let Some(open) = self.open_mut() else { return Vec::new() };
        if open.is_busy() || open.draws() || open.predicted().is_none() {
            return Vec::new();
        }
        let Some(ask) = open.another() else { return Vec::new() };
        if !open.futures.as_ref().is_some_and(|it| it.are_of(ask.from, &ask.action)) {
            open.futures = Some(Futures::new(ask.from, ask.action));
        }
        self.said = say("Drawing other futures.").into();
        self.draw(DRAWS)
    }

    /// Asks for so many futures more, one at a time.
    fn draw(&mut self, left: u32) -> Vec<Effect> {
        // What the model reads for them takes the place of what it had read.
        self.prepared = None;
        if left == 0 || !self.can_draw() {
            if let Some(futures) = self.futures_mut() {
                futures.drawing = Drawing::Rest;
            }
            self.announce_futures();
            return Vec::new();
        }
        self.asked += 1;
        let (id, of) = (self.asked, self.predictor());
        let Some(open) = self.open_mut() else { return Vec::new() };
        let Some(futures) = &open.futures else { return Vec::new() };
        let (from, action) = (futures.from, futures.action.clone());
        let seed = open.highest_seed(from, &action).unwrap_or_default() + 1;
        if let Some(futures) = &mut open.futures {
            futures.seed = seed;
            futures.drawing = Drawing::Asked { id, left, of };
        }
        let ask = Ask { from, action, seed };
        let question = match of {
            Predictor::Server => self.question_to_server(id, &ask).map(remote::send),
            Predictor::Model | Predictor::Reference => {
                self.open().map(|open| Effect::send(open.question(id, &ask)))
            }
        };
        question.into_iter().collect()
    }

    /// How many futures are to come, if this is the number of the next one.
    fn left(&self, drawn: u64) -> Option<u32> {
        match self.open()?.futures.as_ref()?.drawing {
            Drawing::Asked { id, left, .. } if id == drawn => Some(left),
            _ => None,
        }
    }

    /// Whether a number is that of a draw.
    pub(in crate::page::state) fn is_draw(&self, id: u64) -> bool {
        self.left(id).is_some()
    }

    /// Takes in a draw; `by` is what the model is called.
    pub(in crate::page::state) fn drawn(
        &mut self,
        id: u64,
        answer: Answer,
        by: String,
    ) -> Vec<Effect> {
        let Some(left) = self.left(id) else { return Vec::new() };
        let Some(open) = self.open_mut() else { return Vec::new() };
        let Some(futures) = &open.futures else { return Vec::new() };
        let (seed, from) = (futures.seed, futures.from);
        let (observation, prediction) = answer.told(seed);
        let view = open.walk.imagine(from, &observation, prediction.end != End::Complete);
        if let Some(futures) = &mut open.futures {
            futures.add(Future { observation, view, prediction, by, draws: 1 });
        }
        self.draw(left - 1)
    }

    /// A draw failed.
    pub(in crate::page::state) fn draw_failed(&mut self, message: String) {
        self.prepared = None;
        self.said.clone_from(&message);
        if let Some(futures) = self.futures_mut() {
            futures.drawing = Drawing::Failed(message);
        }
    }

    /// Whatever a person does goes before what else might have been: drawing stops, and what was
    /// looked at is let go.
    pub(in crate::page::state) fn mind_futures(&mut self) -> Vec<Effect> {
        let asked = match self.open().and_then(|open| open.futures.as_ref()).map(|it| &it.drawing) {
            Some(Drawing::Asked { of, .. }) => Some(*of),
            _ => None,
        };
        let Some(open) = self.open_mut() else { return Vec::new() };
        let (here, busy) = (open.walk.here(), open.is_busy());
        if let Some(futures) = &mut open.futures
            && (busy || futures.looked.is_some_and(|(place, _)| place != here))
        {
            futures.looked = None;
        }
        match asked {
            Some(of) if !self.can_ask(of) => {
                self.draw_failed(say("Whoever drew them is gone. What came is kept.").to_owned());
                Vec::new()
            }
            Some(_) if busy => self.stop_futures(),
            _ => Vec::new(),
        }
    }

    /// Draws no more; those that came stay.
    pub(in crate::page::state) fn stop_futures(&mut self) -> Vec<Effect> {
        let Some(futures) = self.futures_mut() else { return Vec::new() };
        let Drawing::Asked { of, .. } = futures.drawing else { return Vec::new() };
        futures.drawing = Drawing::Rest;
        self.said = say("Stopped drawing.").into();
        match of {
            Predictor::Server => vec![remote::send(ToRemote::Stop)],
            Predictor::Model | Predictor::Reference => vec![Effect::send(ToWorker::Stop)],
        }
    }

    /// Stops drawing, or else looks at the timeline again.
    pub(in crate::page::state) fn leave_futures(&mut self) -> Vec<Effect> {
        if self.open().is_some_and(Open::draws) {
            return self.stop_futures();
        }
        self.future(FutureMsg::Leave)
    }

    fn look_at_future(&mut self, number: usize) -> Vec<Effect> {
        let Some(open) = self.open_mut() else { return Vec::new() };
        let (here, domain) = (open.walk.here(), open.world.scenario.domain);
        if open.is_busy() || open.futures_here().is_none() {
            return Vec::new();
        }
        let Some(futures) = &mut open.futures else { return Vec::new() };
        let Some(future) = futures.drawn.get(number) else { return Vec::new() };
        futures.looked = Some((here, number));
        let told = match &future.view {
            View::Drawn { diff, .. } => verdict(diff, domain),
            View::Unreadable => say("it cannot be drawn").to_owned(),
        };
        self.said =
            say_with("Preview of another future: {1}. It is not on the timeline.", &[&told]);
        Vec::new()
    }

    fn take_future(&mut self, number: usize) -> Vec<Effect> {
        let Some(open) = self.open_mut() else { return Vec::new() };
        if open.is_busy() || open.futures_here().is_none() {
            return Vec::new();
        }
        let Some(futures) = &mut open.futures else { return Vec::new() };
        let Some(future) = futures.drawn.get(number) else { return Vec::new() };
        let Future { observation, prediction, by, .. } = future;
        let origin = Origin::Predicted(prediction.clone());
        let taken = open.walk.append(futures.from, &futures.action, observation, by, origin);
        match taken {
            Ok(_) => {
                futures.looked = None;
                (open.phase, open.task, open.gone) = (Phase::Idle, Task::Nothing, None);
                self.announce();
            }
            Err(error) => {
                futures.drawing = Drawing::Failed(capitalised(&error.to_string()));
            }
        }
        Vec::new()
    }

    /// Says what was drawn to people who listen to the page.
    fn announce_futures(&mut self) {
        let Some(others) = self.open().and_then(Open::others) else { return };
        let Others { draws, same, rows, .. } = others;
        self.said = match rows.len() {
            0 => say("No other future came: all draws are what is shown.").to_owned(),
            1 => say_with("1 other future. {1} of {2} draws are what is shown.", &[&same, &draws]),
            count => say_with(
                "{1} other futures. {2} of {3} draws are what is shown.",
                &[&count, &same, &draws],
            ),
        };
    }
}
