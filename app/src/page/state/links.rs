//! Opening links: to what they recorded, at once and without a model. The open work stays until the
//! link is known to be in order, and the person has agreed to lose what is theirs.

use super::{
    Effect, Open, Over, Phase, Stage, State, World,
    act::capitalised,
    truth,
    walk::{Linked, Origin, Walk},
};
use crate::page::say::say_with;
use crate::protocol::{
    desk::{
        ToDesk,
        links::{Asked, Opened, Recorded, Start},
    },
    truth::Deed,
};
use diorama_world::{link::By, timeline::Place};
use std::rc::Rc;

/// Who an edit of a link is by.
pub(super) const SIGNATURE: &str = "a link";

/// A link on its way to being opened.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Opening {
    /// None is.
    #[default]
    Nothing,
    /// The desk reads it.
    Asked {
        /// The number of the question.
        id: u64,
        /// The link.
        text: Rc<str>,
    },
    /// The built-in world that it builds on is being fetched.
    Fetching {
        /// The world's identifier.
        world: String,
        /// The link.
        text: Rc<str>,
    },
    /// It is read, and would take the place of steps of the person's own.
    Read(Box<Opened>),
    /// It could not be opened; a sentence says why.
    Failed(String),
}

impl Opening {
    /// Whether a link is being read.
    pub fn is_under_way(&self) -> bool {
        matches!(self, Self::Asked { .. } | Self::Fetching { .. })
    }
}

/// What a link that is open says besides its steps.
#[derive(Debug, Clone, PartialEq)]
pub struct Came {
    /// How its model was asked.
    pub asked: Asked,
    /// What was done in it, from the start.
    pub deeds: Rc<[Deed]>,
    /// Whether some screens look otherwise than when it was made.
    pub redrawn: bool,
}

impl Came {
    /// What its model is called.
    pub fn model(&self) -> &str {
        self.asked.model.as_ref().map_or("a model", |model| &model.name)
    }
}

impl State {
    /// Opens a link.
    pub(super) fn open_link(&mut self, text: Result<String, String>) -> Vec<Effect> {
        match text {
            Ok(text) => self.ask_for_link(text.into(), None),
            Err(why) => self.link_failed(why),
        }
    }

    fn ask_for_link(&mut self, text: Rc<str>, built_in: Option<&World>) -> Vec<Effect> {
        self.asked += 1;
        let id = self.asked;
        let built_in = built_in.map(|world| Box::new(world.start()));
        let message = ToDesk::OpenLink { id, text: text.to_string(), built_in };
        self.opening = Opening::Asked { id, text };
        self.desk.tell(message)
    }

    /// A link builds on a world, which may have to be fetched first.
    pub(super) fn world_wanted(&mut self, id: u64, world: &str, message: String) -> Vec<Effect> {
        let Some(text) = self.being_opened(Some(id)) else { return Vec::new() };
        let Some(listed) = self.listed(world).filter(|listed| listed.card.built_in) else {
            return self.link_failed(message);
        };
        if let Some(world) = listed.world.clone() {
            return self.ask_for_link(text, Some(&world));
        }
        let card = Box::new(listed.card.clone());
        self.opening = Opening::Fetching { world: world.to_owned(), text };
        vec![Effect::FetchWorld(card)]
    }

    /// The world that a link builds on came.
    pub(super) fn link_can_go_on(&mut self, id: &str) -> Vec<Effect> {
        match &self.opening {
            Opening::Fetching { world, text } if world == id => {
                let text = Rc::clone(text);
                let world = self.listed(id).and_then(|listed| listed.world.clone());
                world.map_or_else(Vec::new, |world| self.ask_for_link(text, Some(&world)))
            }
            _ => Vec::new(),
        }
    }

    /// The world that a link builds on did not come.
    pub(super) fn link_cannot_go_on(&mut self, id: &str, why: String) -> Vec<Effect> {
        match &self.opening {
            Opening::Fetching { world, .. } if world == id => self.link_failed(why),
            _ => Vec::new(),
        }
    }

    /// A link was read. It is opened, unless that would lose steps of the person's own.
    pub(super) fn link_opened(&mut self, id: u64, opened: Opened) -> Vec<Effect> {
        if self.being_opened(Some(id)).is_none() {
            return Vec::new();
        }
        if self.open().is_some_and(|open| open.own_steps() > 0) {
            self.opening = Opening::Read(Box::new(opened));
            self.over = Over::Replace;
            return Vec::new();
        }
        self.show_link(opened)
    }

    /// The person agrees.
    pub(super) fn take_link(&mut self) -> Vec<Effect> {
        match std::mem::take(&mut self.opening) {
            Opening::Read(opened) => self.show_link(*opened),
            other => {
                self.opening = other;
                Vec::new()
            }
        }
    }

    pub(super) fn drop_link(&mut self) -> Vec<Effect> {
        self.opening = Opening::Nothing;
        Vec::new()
    }

    /// The link of this number, or any, could not be opened.
    pub(super) fn link_not_opened(&mut self, id: Option<u64>, why: String) -> Vec<Effect> {
        if self.being_opened(id).is_none() { Vec::new() } else { self.link_failed(why) }
    }

    /// The text of the link that the desk reads, if its question has this number.
    fn being_opened(&self, id: Option<u64>) -> Option<Rc<str>> {
        match &self.opening {
            Opening::Asked { id: asked, text } if id.is_none_or(|id| id == *asked) => {
                Some(Rc::clone(text))
            }
            _ => None,
        }
    }

    /// A link cannot be opened: what is open stays, and a page that was opened with the link shows
    /// its first world.
    fn link_failed(&mut self, why: String) -> Vec<Effect> {
        let effects = match self.stage {
            Stage::Loading if self.widget.is_none() => self.open_first(None),
            _ => Vec::new(),
        };
        self.said.clone_from(&why);
        self.opening = Opening::Failed(why);
        effects
    }

    fn show_link(&mut self, opened: Opened) -> Vec<Effect> {
        let effects = self.stop();
        let world = self.world_of(opened.start.clone());
        match open(world, opened) {
            Ok(open) => {
                let title = &open.world.scenario.title;
                let steps = open.walk.timeline().len();
                self.said = say_with("A link opened: {1}. It has {2} steps.", &[&title, &steps]);
                self.stage = Stage::Open(Box::new(open));
                self.opening = Opening::Nothing;
                self.over = Over::Nothing;
                self.prepared = None;
                effects
            }
            Err(why) => self.link_failed(why),
        }
    }

    /// A world as it is listed, if it is the same; else as it is told.
    fn world_of(&self, start: Start) -> Rc<World> {
        let Start { scenario, keyframe } = start;
        let listed = self.listed(&scenario.id).and_then(|listed| listed.world.as_ref());
        match listed.filter(|it| it.scenario == scenario && it.keyframe == keyframe) {
            Some(world) => Rc::clone(world),
            None => Rc::new(World { scenario, trace: None, keyframe }),
        }
    }
}

/// A world with the steps of a link, at its place.
fn open(world: Rc<World>, opened: Opened) -> Result<Open, String> {
    let Opened { asked, steps, place, redrawn, .. } = opened;
    let deed = |step: &Recorded| match step {
        Recorded::Action { action, .. } => Deed::Act(action.clone()),
        Recorded::Edit(edit) => Deed::Edit(edit.clone()),
    };
    let came = Came { asked, deeds: steps.iter().map(deed).collect(), redrawn };
    let mut open = Open { phase: Phase::Idle, ..Open::new(world) };
    let mut places = vec![Place::START];
    for step in steps {
        let from = open.walk.here();
        let (action, observation, by, known) = match step {
            Recorded::Action { action, observation, by, known } => (action, observation, by, known),
            Recorded::Edit(edit) => {
                let edited = open.walk.edit(&open.world.scenario, from, *edit, SIGNATURE);
                places.push(edited.map_err(|error| capitalised(&error.to_string()))?);
                continue;
            }
        };
        let signed = match by {
            By::Model | By::Stopped => came.model(),
            By::Reference => truth::SIGNATURE,
            By::Recording => "a recording",
        };
        let origin = Origin::Linked(Rc::new(Linked { by, known }));
        let appended = open.walk.append(from, &action, &observation, signed, origin);
        places.push(appended.map_err(|error| capitalised(&error.to_string()))?);
    }
    if let Some(&place) = places.get(place) {
        open.walk.jump(place);
    }
    open.link = Some(Rc::new(came));
    Ok(open)
}

impl Open {
    /// How many steps would be lost with this world that are nowhere else: those that were asked
    /// for here, the one under way included.
    pub fn own_steps(&self) -> usize {
        let own = |walk: &Walk, place| match walk.sight(place).origin {
            Origin::Predicted(_) | Origin::Reference(_) => true,
            Origin::Edited(_) => walk.timeline().step(place).is_some_and(|it| it.by != SIGNATURE),
            Origin::Recorded(_) | Origin::Linked(_) => false,
        };
        let steps = self.walk.timeline().places().filter(|&place| own(&self.walk, place)).count();
        steps + usize::from(self.is_busy())
    }
}
