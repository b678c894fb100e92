//! A phone: a launcher and apps, one page at a time.

mod apps;
mod launcher;

use crate::{
    Environment, Seed, World,
    ui::{self, App, Do, Drawn, Page, Stage, Surface, View, apps_table, pages_table},
};
use diorama_world::{Action, Domain, Edit, Facts, Screen};

/// Where a phone starts, and where Home leads.
const LAUNCHER: Page = Page::new("launcher", "home");

/// The facts of a seed: some of the apps, each with its tables.
pub fn facts(seed: u64) -> Facts {
    let seed = &mut Seed::new(seed, "phone");
    let all = apps::ALL;
    let count = 3 + seed.below(all.len().saturating_sub(2));
    let chosen: Vec<&dyn App> = seed.some(count, all.len()).into_iter().map(|i| all[i]).collect();
    let mut tables = vec![apps_table(&chosen, seed)];
    for app in &chosen {
        tables.extend(app.tables(seed));
    }
    tables.push(pages_table());
    Facts { tables }
}

/// A phone.
pub struct Phone {
    world: World,
    surface: Surface,
    drawn: Drawn,
}

impl Phone {
    /// A phone with some facts, at its launcher.
    pub fn new(facts: Facts, controls: &[diorama_world::Control]) -> Self {
        let world = World::new(facts, controls);
        let mut phone = Self { world, surface: Surface::new(LAUNCHER), drawn: Drawn::default() };
        phone.draw();
        phone
    }

    fn draw(&mut self) {
        self.surface.settle();
        self.surface.note(&mut self.world.facts);
        let mut view = View::new(&self.world, &self.surface, 0);
        let page = self.surface.top().page;
        view.header.app = Some(page.app.to_owned());
        // A dialog hides what is under it, as it does in Android's element lists.
        if !view.dialog() {
            if page == LAUNCHER {
                launcher::view(&mut view);
            } else {
                view.page_of(&apps::ALL);
            }
        }
        self.drawn = view.finish();
        self.surface.forget(&self.drawn.starts, 0);
    }

    fn do_own(&mut self, action: &Action) {
        let surface = &mut self.surface;
        match action {
            // The keyboard goes first, then a dialog, then the page.
            Action::Back if surface.focus.is_some() => surface.focus = None,
            Action::Back if surface.dialog.is_some() => surface.dialog = None,
            Action::Back => {
                surface.loading = 0;
                surface.pop();
            }
            Action::Home => {
                surface.loading = 0;
                surface.pop_all();
            }
            Action::Open { target } => {
                let found = ui::find(&self.world, &apps::ALL).find(|(app, title)| {
                    title.eq_ignore_ascii_case(target) || app.name() == target
                });
                if let Some((app, _)) = found {
                    let page = Page::new(app.name(), app.home());
                    surface.pop_all();
                    Do::Go(page).run(&mut Stage { world: &mut self.world, surface });
                }
            }
            _ => {}
        }
    }
}

impl Environment for Phone {
    fn domain(&self) -> Domain {
        Domain::Android
    }

    fn facts(&self) -> &Facts {
        &self.world.facts
    }

    fn screen(&self) -> &Screen {
        &self.drawn.screen
    }

    fn step(&mut self, action: &Action) {
        let mut stage = Stage { world: &mut self.world, surface: &mut self.surface };
        let leaves = matches!(action, Action::Back | Action::Home);
        if leaves {
            stage.surface.toast = None;
        }
        if leaves || !ui::act(&mut stage, &self.drawn, 0, action) {
            self.do_own(action);
        }
        self.draw();
    }

    fn edit(&mut self, edit: &Edit) {
        self.world.edit(edit);
    }

    fn suggest(&self, seed: &mut Seed) -> Action {
        ui::suggest(self.screen(), &self.world, seed).unwrap_or_else(|| match seed.below(8) {
            0 => Action::Home,
            1 => {
                let apps: Vec<&str> =
                    ui::find(&self.world, &apps::ALL).map(|(_, title)| title).collect();
                let target = seed.choose(&apps).map_or("Camera", |title| *title);
                Action::Open { target: target.to_owned() }
            }
            _ => Action::Back,
        })
    }

    fn task(&self) -> String {
        let titles: Vec<&str> = ui::find(&self.world, &apps::ALL).map(|(_, title)| title).collect();
        format!("Look around on this phone: {}.", titles.join(", "))
    }
}
