//! The worlds that can be chosen: the page has their cards, and fetches a world when it is wanted.

use super::{Effect, Open, Over, Phase, Stage, State, World};
use crate::beside::{Card, WORLDS};
use crate::page::say::{say, say_with};
use diorama_world::Control;
use std::{borrow::Cow, rc::Rc};

/// A world that can be chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// What is said of it.
    pub card: Card,
    /// The world, once it is here.
    pub world: Option<Rc<World>>,
}

/// A world that was chosen and is not here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Fetching {
    /// None is.
    #[default]
    Nothing,
    /// It is on its way; its identifier.
    Asked(String),
    /// It could not be fetched.
    Failed {
        /// Its identifier.
        id: String,
        /// What happened, in a sentence.
        why: String,
    },
}

impl Listed {
    /// A world that does not come with the page.
    fn new(world: Rc<World>) -> Self {
        let scenario = &world.scenario;
        let card = Card {
            id: Cow::Owned(scenario.id.clone()),
            title: Cow::Owned(scenario.title.clone()),
            summary: Cow::Owned(scenario.summary.clone()),
            domain: scenario.domain,
            steps: world.trace.as_ref().map_or(0, |trace| trace.steps.len()),
            task: Cow::Owned(scenario.task.clone()),
            controls: scenario.controls.iter().map(told).collect(),
            reference: scenario.reference.is_some(),
            keyframe: world.keyframe.is_some(),
            built_in: false,
        };
        Self { card, world: Some(world) }
    }

    /// The cards of the worlds beside the page.
    pub(super) fn beside_the_page() -> Vec<Self> {
        WORLDS.0.iter().map(|card| Self { card: card.clone(), world: None }).collect()
    }
}

/// The name of a control, or what it says.
fn told(control: &Control) -> Cow<'static, str> {
    match control {
        Control::Named(named) => Cow::Borrowed(named.definition().name),
        Control::Text(text) => Cow::Owned(text.clone()),
    }
}

impl State {
    /// The world of an identifier, as it is listed.
    pub(super) fn listed(&self, id: &str) -> Option<&Listed> {
        self.worlds.iter().find(|it| it.card.id == id)
    }

    /// Keeps a world of the page that is here now.
    pub(super) fn keep_world(&mut self, world: Rc<World>) {
        match self.worlds.iter_mut().find(|it| it.card.id == world.scenario.id) {
            Some(listed) => listed.world = Some(world),
            None => self.worlds.push(Listed::new(world)),
        }
    }

    /// Lists a world that was made here; those that come with the page keep their identifiers.
    pub(super) fn list_world(&mut self, world: Rc<World>) {
        match self.worlds.iter_mut().find(|it| it.card.id == world.scenario.id) {
            Some(listed) if listed.card.built_in => {}
            Some(listed) => *listed = Listed::new(world),
            None => self.worlds.push(Listed::new(world)),
        }
    }

    /// Lists a world that is the person's own, beside those it may have the identifier of.
    pub(super) fn list_own(&mut self, world: Rc<World>) {
        let mut listed = Listed::new(world);
        // No identifier of a scenario has this sign.
        let id = format!("{}~{}", listed.card.id, self.worlds.len());
        listed.card.id = Cow::Owned(id);
        self.worlds.push(listed);
    }

    /// The worlds that were made or brought on this visit, in order.
    pub fn own_worlds(&self) -> impl Iterator<Item = &Rc<World>> {
        let own = self.worlds.iter().filter(|listed| !listed.card.built_in);
        own.filter_map(|listed| listed.world.as_ref())
    }

    /// The worlds in the page came: the first is opened, unless a link is.
    pub(super) fn worlds_came(&mut self, worlds: Result<Vec<World>, String>) -> Vec<Effect> {
        let worlds = match worlds {
            Ok(worlds) => worlds,
            Err(why) => {
                self.stage = Stage::Empty(why);
                return Vec::new();
            }
        };
        let first = worlds.first().map(|world| world.scenario.id.clone());
        for world in worlds {
            self.keep_world(Rc::new(world));
        }
        if self.opening.is_under_way() {
            return Vec::new();
        }
        self.open_first(first.as_deref())
    }

    /// Opens a world that is here: the one named, or else the first.
    pub(super) fn open_first(&mut self, id: Option<&str>) -> Vec<Effect> {
        let named = id.and_then(|id| self.listed(id)?.world.clone());
        let world = named.or_else(|| self.worlds.iter().find_map(|it| it.world.clone()));
        let Some(world) = world else {
            self.stage = Stage::Empty(say("There are no worlds beside this page.").into());
            return Vec::new();
        };
        self.open_world(world)
    }

    /// Opens a world, now or once it is fetched.
    pub(super) fn choose(&mut self, id: &str) -> Vec<Effect> {
        let Some(listed) = self.listed(id) else { return Vec::new() };
        let Some(world) = listed.world.clone() else {
            let card = listed.card.clone();
            self.said = say_with("Fetching {1}…", &[&card.title]);
            return match std::mem::replace(&mut self.fetching, Fetching::Asked(id.to_owned())) {
                Fetching::Asked(asked) if asked == id => Vec::new(),
                _ => vec![Effect::FetchWorld(Box::new(card))],
            };
        };
        self.fetching = Fetching::Nothing;
        let mut effects = self.stop();
        self.over = Over::Nothing;
        effects.extend(self.open_world(world));
        effects
    }

    /// A world came, or did not.
    pub(super) fn world_came(&mut self, id: &str, came: Result<World, String>) -> Vec<Effect> {
        let chosen = matches!(&self.fetching, Fetching::Asked(asked) if asked == id);
        match came {
            Ok(world) => {
                self.keep_world(Rc::new(world));
                let mut effects = self.link_can_go_on(id);
                effects.extend(self.world_of_walk_came(id, None));
                effects.extend(self.world_to_edit_came(id, None));
                if chosen {
                    effects.extend(self.choose(id));
                }
                effects
            }
            Err(why) => {
                if chosen {
                    self.said.clone_from(&why);
                    self.fetching = Fetching::Failed { id: id.to_owned(), why: why.clone() };
                }
                let mut effects = self.world_of_walk_came(id, Some(&why));
                effects.extend(self.world_to_edit_came(id, Some(&why)));
                effects.extend(self.link_cannot_go_on(id, why));
                effects
            }
        }
    }

    /// Opens a world that is here.
    pub(super) fn open_world(&mut self, world: Rc<World>) -> Vec<Effect> {
        self.said = say_with("World: {1}. {2}", &[&world.scenario.title, &world.scenario.summary]);
        self.prepared = None;
        let open = Open::new(world);
        let playing = matches!(open.phase, Phase::Playing { .. });
        self.stage = Stage::Open(Box::new(open));
        let mut effects = self.wake_default();
        if playing {
            effects.extend(self.tick_later());
        }
        effects
    }
}
