//! A desktop: a panel with a menu, and windows in which programs run.

mod panel;
mod programs;
mod suggest;
mod windows;

use crate::{
    Environment, Seed, World,
    ui::{self, App, Do, Drawn, Manners, Page, Stage, Surface, View, apps_table, pages_table},
};
use diorama_world::{Action, Domain, Edit, Facts, Node, Role, Screen};
use panel::{Panel, Shell};
use windows::{MAX_WINDOWS, Spot, Window};

/// Nodes that are told of a window behind others: itself, its button, and what comes first in it.
const NODES_BEHIND: usize = 4;

/// The facts of a seed: some of the programs, each with its tables.
pub fn facts(seed: u64) -> Facts {
    let seed = &mut Seed::new(seed, "desktop");
    let (always, others) = programs::ALL.split_at(2);
    let count = 1 + seed.below(others.len());
    let mut chosen = always.to_vec();
    chosen.extend(seed.some(count, others.len()).into_iter().map(|i| others[i]));
    let mut apps = chosen.clone();
    apps.push(&Panel);
    let mut tables = vec![apps_table(&apps, seed)];
    for program in &chosen {
        tables.extend(program.tables(seed));
    }
    tables.extend([windows::table(seed, &chosen), pages_table()]);
    Facts { tables }
}

/// A desktop.
pub struct Desktop {
    world: World,
    /// The lowest first.
    windows: Vec<Window>,
    /// Whether the menu is open.
    menu: bool,
    /// What lies under the windows.
    desk: Surface,
    drawn: Drawn,
    /// What the desktop's own nodes do.
    shell: Vec<(usize, Shell)>,
}

impl Desktop {
    /// A desktop with some facts. Its windows are those that the facts say are open.
    pub fn new(facts: Facts, controls: &[diorama_world::Control]) -> Self {
        let mut desktop = Self {
            windows: windows::restore(&facts, &programs::ALL),
            world: World::new(facts, controls),
            menu: false,
            desk: Surface::new(Page::new(Panel.name(), Panel.home())),
            drawn: Drawn::default(),
            shell: Vec::new(),
        };
        desktop.draw();
        desktop
    }

    fn draw(&mut self) {
        let (facts, top) = (&mut self.world.facts, self.windows.len().saturating_sub(1));
        windows::stack(facts, &self.windows);
        for (i, window) in self.windows.iter_mut().enumerate() {
            window.surface.manners = Manners::Desk;
            window.surface.behind = i < top;
            window.surface.settle();
            window.surface.note(facts);
        }
        let mut view = View::new(&self.world, &self.desk, 0);
        let mut shell = std::mem::take(&mut self.shell);
        shell.clear();
        panel::panel(&mut view, &self.windows, &mut shell);
        for (i, window) in self.windows.iter().enumerate() {
            let at = view.nodes.len();
            view.turn_to(&window.surface, i + 1);
            view.within(Role::Window, window.name(&self.world), |view| {
                shell.push((view.nodes.len(), Shell::Close(window.row)));
                view.button("Close");
                if !view.dialog() {
                    view.page_of(&programs::ALL);
                }
            });
            view.nodes[at].bounds = Some(windows::bounds(&self.world.facts, window.row));
            view.nodes[at].states.focused = i == top;
            if i < top && window.surface.dialog.is_none() {
                view.truncate(at + NODES_BEHIND);
            }
            if i == top {
                view.header.title = Some(view.nodes[at].name.clone());
            }
        }
        if self.menu {
            view.turn_to(&self.desk, 0);
            panel::menu(&mut view, &mut shell);
        }
        self.shell = shell;
        self.drawn = view.finish();
        if let Some(window) = self.windows.last_mut().filter(|window| !window.surface.covered()) {
            window.surface.forget(&self.drawn.starts, top + 1);
            if window.surface.focus.is_none() {
                window.surface.focus = focus_first(&mut self.drawn, top + 1);
            }
        }
    }

    /// What the desktop itself does for an action.
    fn own(&self, action: &Action) -> Option<Shell> {
        match action {
            Action::Click { node } | Action::DoubleClick { node } => {
                self.shell.iter().find(|(own, _)| own == node).map(|(_, shell)| *shell)
            }
            Action::Press { key } => {
                let top = self.windows.last().map(|window| window.row);
                match key.as_str() {
                    "Meta" => Some(Shell::Menu),
                    "Alt+F4" | "Control+w" => top.map(Shell::Close),
                    "Alt+Tab" => self.windows.iter().nth_back(1).map(|w| Shell::Raise(w.row)),
                    "Meta+ArrowLeft" => top.map(|row| Shell::Put(row, Spot::Left)),
                    "Meta+ArrowRight" => top.map(|row| Shell::Put(row, Spot::Right)),
                    "Meta+ArrowUp" => top.map(|row| Shell::Put(row, Spot::Full)),
                    "Meta+ArrowDown" => top.map(|row| Shell::Put(row, Spot::Free(row))),
                    "Escape" => top.map(Shell::Escape),
                    _ => None,
                }
            }
            Action::Drag { node, onto } => {
                let row = self.window_of_frame(*node)?;
                match self.window_around(*onto) {
                    Some(other) if other != row => Some(Shell::PutBeside(row, other)),
                    None if *onto == 0 => Some(Shell::Put(row, Spot::Full)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The row of the window whose frame a node is.
    fn window_of_frame(&self, node: usize) -> Option<u32> {
        let frame = self.drawn.screen.nodes.get(node).is_some_and(|n| n.role == Role::Window);
        self.window_around(node).filter(|_| frame)
    }

    /// The row of the window that a node is in.
    fn window_around(&self, node: usize) -> Option<u32> {
        let place = self.drawn.hands.get(node)?.place;
        self.windows.get(place.checked_sub(1)?).map(|window| window.row)
    }

    fn at(&self, row: u32) -> Option<usize> {
        self.windows.iter().position(|window| window.row == row)
    }

    fn raise(&mut self, row: u32) {
        if let Some(at) = self.at(row) {
            self.windows[at..].rotate_left(1);
        }
    }

    fn run(&mut self, shell: Shell, menu: bool) {
        match shell {
            Shell::Menu => self.menu = !menu,
            Shell::Launch(name) => {
                let open = self.windows.iter().find(|window| window.program.name() == name);
                if let Some(window) = open {
                    self.raise(window.row);
                } else if let Some(program) = programs::ALL.iter().find(|app| app.name() == name) {
                    let page = Page::new(program.name(), program.home());
                    let mut surface = Surface::new(page);
                    Do::Replace(page)
                        .run(&mut Stage { world: &mut self.world, surface: &mut surface });
                    self.open(*program, surface);
                }
            }
            Shell::Raise(row) => self.raise(row),
            Shell::Close(row) => self.close(row),
            Shell::Escape(row) => {
                let Some(at) = self.at(row).filter(|_| !menu) else { return };
                let surface = &mut self.windows[at].surface;
                if surface.dialog.take().is_none() {
                    surface.pop();
                }
            }
            Shell::Put(row, spot) => {
                self.raise(row);
                windows::put(&mut self.world.facts, row, spot);
            }
            Shell::PutBeside(row, other) => {
                self.raise(row);
                windows::put_beside(&mut self.world.facts, row, other);
            }
        }
    }

    /// Opens a window, if there is room for one more.
    fn open(&mut self, program: &'static dyn App, mut surface: Surface) {
        let full = self.windows.len() >= MAX_WINDOWS;
        match self.windows.last_mut() {
            Some(window) if full => {
                window.surface.toast = Some("Too many windows are open".to_owned());
            }
            _ => {
                let layer = self.windows.len();
                let row = windows::open(&mut self.world.facts, program, layer);
                surface.number = row.into();
                self.windows.push(Window { row, program, surface });
            }
        }
    }

    /// Closes a window, or shows what its program asks first.
    fn close(&mut self, row: u32) {
        let Some(at) = self.at(row) else { return };
        let window = &mut self.windows[at];
        let question = window.program.closing(&self.world, &window.surface);
        if let Some(question) = question.filter(|_| !window.surface.closed) {
            window.surface.loading = 0;
            window.surface.dialog = Some(question);
            self.raise(row);
        } else {
            self.windows.remove(at);
            windows::close(&mut self.world.facts, row);
        }
    }

    /// Does an action in the window of a row, which comes to the front.
    fn act(&mut self, row: u32, action: &Action) {
        let Some(at) = self.at(row) else { return };
        self.raise(row);
        let Some(window) = self.windows.last_mut() else { return };
        let mut stage = Stage { world: &mut self.world, surface: &mut window.surface };
        ui::act(&mut stage, &self.drawn, at + 1, action);
        let page = window.surface.top().page;
        if window.surface.closed {
            self.close(row);
        } else if page.app != window.program.name()
            && let Some(program) = programs::ALL.iter().find(|app| app.name() == page.app)
        {
            // A page of another program gets a window of its own.
            let mut surface = Surface::new(page);
            surface.dialog = window.surface.dialog.take();
            window.surface.pop();
            let same = |window: &&Window| window.surface.entries()[0].page == page;
            match self.windows.iter().find(same).map(|window| window.row) {
                Some(open) => self.raise(open),
                None => self.open(*program, surface),
            }
        }
    }

    /// Does one action.
    fn do_one(&mut self, action: &Action) {
        let own = self.own(action);
        let menu = std::mem::take(&mut self.menu);
        if let Some(window) = self.windows.last_mut() {
            window.surface.toast = None;
        }
        let row = match action.targets().first() {
            Some(node) => self.window_around(*node),
            None => self.windows.last().map(|window| window.row),
        };
        match (own, row) {
            (Some(shell), _) => self.run(shell, menu),
            (None, Some(row)) => self.act(row, action),
            (None, None) => {}
        }
        self.draw();
    }
}

/// Puts the focus on the first text box of a place, if it has one, so that people can type at once.
fn focus_first(drawn: &mut Drawn, place: usize) -> Option<&'static str> {
    let mut nodes = drawn.screen.nodes.iter_mut().zip(&drawn.hands);
    let first = |(node, hand): &(&mut Node, &ui::Hand)| {
        hand.place == place && hand.field.is_some() && node.role == Role::TextBox
    };
    let (node, hand) = nodes.find(first)?;
    node.states.focused = true;
    hand.field
}

impl Environment for Desktop {
    fn domain(&self) -> Domain {
        Domain::Os
    }

    fn facts(&self) -> &Facts {
        &self.world.facts
    }

    fn screen(&self) -> &Screen {
        &self.drawn.screen
    }

    fn step(&mut self, action: &Action) {
        let Action::Sequence { actions } = action else { return self.do_one(action) };
        let before = self.drawn.screen.nodes.clone();
        for action in actions {
            // All point at what was there at first; what is no longer there is not hit.
            let stays = |&node: &usize| {
                let now = self.drawn.screen.nodes.get(node);
                let is = |node: &Node| {
                    now.is_some_and(|now| {
                        (now.role, &now.name, now.parent) == (node.role, &node.name, node.parent)
                    })
                };
                before.get(node).is_some_and(is)
            };
            if action.targets().iter().all(stays) {
                self.do_one(action);
            }
        }
    }

    fn edit(&mut self, edit: &Edit) {
        let before = std::mem::take(&mut self.world.facts);
        self.world.edit(edit);
        windows::stay(&mut self.world.facts, before);
    }

    fn suggest(&self, seed: &mut Seed) -> Action {
        suggest::suggest(&self.world, &self.drawn.screen, seed)
    }

    fn task(&self) -> String {
        let titles: Vec<&str> =
            ui::find(&self.world, &programs::ALL).map(|(_, title)| title).collect();
        format!("Look around on this desktop: {}.", titles.join(", "))
    }
}
