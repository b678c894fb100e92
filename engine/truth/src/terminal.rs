//! A terminal: a shell over a file system in memory. It imitates bash and the programs around it.
//!
//! The screen is the last lines of what was said, then what is being typed. Everything else that
//! matters is in the tables: `shell` (folder, exit code, what is typed, what waits), `files`, `env`,
//! `hosts` and, in some worlds, `history`.

mod commands;
pub(crate) mod disk;
mod expand;
mod generate;
pub(crate) mod line;
pub(crate) mod pattern;
mod run;
mod state;
mod suggest;
mod syntax;
mod window;

pub(crate) use generate::Files;
pub use generate::facts;

use crate::{Environment, Seed, World};
use diorama_world::{
    Action, Control, Domain, Edit, Facts, Screen,
    action::Keys,
    control::{Effect, Event},
};
use run::{Given, Stop};
use state::{At, Waits};
use syntax::Flaw;
use window::Window;

/// Width of the window in letters.
const COLUMNS: usize = 80;
/// Longest line that is typed, in bytes.
const MAX_TYPED: usize = 400;
/// Most that a command is given, over several lines, in bytes.
const MAX_GIVEN: usize = 4096;
/// Most letters that are typed in one step.
const MAX_KEYS: usize = 4096;

/// A terminal.
pub struct Terminal {
    world: World,
    window: Window,
    screen: Screen,
}

/// A key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Letter(char),
    Enter,
    Erase,
    /// A letter with Control.
    Control(char),
}

impl Terminal {
    /// A terminal with some facts, at its prompt.
    pub fn new(facts: Facts, controls: &[Control]) -> Self {
        let world = World::new(facts, controls);
        let mut terminal = Self { world, window: Window::default(), screen: Screen::default() };
        terminal.draw();
        terminal
    }

    fn draw(&mut self) {
        let rows = state::number(&self.world, At::Rows).clamp(5, 40) as usize;
        let lines = self.window.show(&self.live(), rows);
        self.screen = crate::text::screen(diorama_world::Dialect::Terminal, lines);
    }

    /// The line that is not over: what waits for keys, and what was typed so far.
    fn live(&self) -> String {
        let world = &self.world;
        let typed = state::text(world, At::Typed);
        match state::waits(world) {
            Waits::Command => state::prompt(world) + typed,
            Waits::Input if state::text(world, At::Until).is_empty() => typed.to_owned(),
            Waits::Rest | Waits::Input => format!("> {typed}"),
            Waits::Network => {
                let left = state::number(world, At::Left).clamp(0, 9) as usize;
                format!("Loading{}", ".".repeat(left))
            }
            Waits::More => "--More--".to_owned(),
        }
    }

    /// Puts the live line among those that are over, and what is typed next on a new one.
    fn end_line(&mut self, mark: &str) {
        let live = self.live() + mark + "\n";
        self.window.say(&live);
        state::set(&mut self.world, At::Typed, "");
    }

    /// One key; says whether the rest of what is typed still counts.
    fn press(&mut self, key: Key) -> bool {
        let waits = state::waits(&self.world);
        match (waits, key) {
            (Waits::Network, _) => return false,
            (Waits::More, Key::Letter('q') | Key::Control(_)) => self.rest(),
            (Waits::More, Key::Letter(' ') | Key::Enter) => {
                let text = state::text(&self.world, At::Text).to_owned();
                self.rest();
                self.page(&text);
            }
            (Waits::More, _) => {}
            (_, Key::Letter(letter)) => {
                let mut typed = state::text(&self.world, At::Typed).to_owned();
                if typed.len() < MAX_TYPED && !letter.is_control() {
                    typed.push(letter);
                    state::set(&mut self.world, At::Typed, typed);
                }
            }
            (_, Key::Erase) => {
                let mut typed = state::text(&self.world, At::Typed).to_owned();
                typed.pop();
                state::set(&mut self.world, At::Typed, typed);
            }
            (_, Key::Enter) => self.enter(waits),
            (_, Key::Control('c')) => {
                self.end_line("^C");
                self.rest();
                state::set(&mut self.world, At::Code, 130);
            }
            (_, Key::Control('l')) => self.window.clear(),
            (_, Key::Control('u')) => state::set(&mut self.world, At::Typed, ""),
            (Waits::Input, Key::Control('d')) => {
                let given = state::text(&self.world, At::Text).to_owned();
                let line = state::text(&self.world, At::Typed).to_owned();
                self.window.say(&self.live());
                state::set(&mut self.world, At::Typed, "");
                self.go_on(Given { input: Some(given + &line), loaded: false });
            }
            (Waits::Command, Key::Control('d'))
                if state::text(&self.world, At::Typed).is_empty() =>
            {
                self.end_line("");
                self.window.say("Use \"exit\" to leave the shell.\n");
            }
            (_, Key::Control(_)) => {}
        }
        true
    }

    fn enter(&mut self, waits: Waits) {
        let typed = state::text(&self.world, At::Typed).to_owned();
        self.end_line("");
        if waits == Waits::Input {
            let given = state::text(&self.world, At::Text).to_owned();
            if typed == state::text(&self.world, At::Until) && !typed.is_empty() {
                self.go_on(Given { input: Some(given), loaded: false });
            } else if given.len() + typed.len() < MAX_GIVEN {
                state::set(&mut self.world, At::Text, format!("{given}{typed}\n"));
            }
            return;
        }
        let before = state::text(&self.world, At::Command).to_owned();
        let whole = if waits == Waits::Rest { format!("{before}\n{typed}") } else { typed };
        self.rest();
        if whole.trim().is_empty() {
            return;
        }
        match syntax::parse(&whole) {
            Err(Flaw::Unfinished) if whole.len() < MAX_GIVEN => {
                state::set(&mut self.world, At::Waits, Waits::Rest.word());
                state::set(&mut self.world, At::Command, whole);
            }
            Err(flaw) => {
                let what = if let Flaw::Unexpected(what) = flaw { what } else { "newline".into() };
                self.window.say(&format!("bash: syntax error near unexpected token `{what}'\n"));
                state::set(&mut self.world, At::Code, 2);
            }
            Ok(_) => {
                state::note(&mut self.world, &whole);
                if let Some(Effect::Interrupt { title, text }) = self.world.open() {
                    self.window.say(&format!("{title}: {text}\n"));
                }
                self.run(&whole, Given::default());
            }
        }
    }

    /// Goes on with the command that waits.
    fn go_on(&mut self, given: Given) {
        let command = state::text(&self.world, At::Command).to_owned();
        self.rest();
        self.run(&command, given);
    }

    fn run(&mut self, line: &str, given: Given) {
        // What cannot be read was refused before it could wait.
        let Ok(list) = syntax::parse(line) else { return };
        let ran = run::run(&mut self.world, &list, given);
        let Some((stop, start)) = ran.stop else {
            self.page(&ran.text);
            return;
        };
        self.window.say(&ran.text);
        let world = &mut self.world;
        let (waits, until, left) = match stop {
            Stop::Reads { until } => (Waits::Input, until, 0),
            Stop::Loads { steps } => (Waits::Network, String::new(), i64::from(steps)),
        };
        state::set(world, At::Waits, waits.word());
        state::set(world, At::Command, line.get(start..).unwrap_or_default().trim_start());
        state::set(world, At::Until, until);
        state::set(world, At::Left, left);
    }

    /// Says a text, page by page where a control asks for it.
    fn page(&mut self, text: &str) {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        match self.world.effect(&Event::List { rows: lines.len() }) {
            Some(Effect::Split { rows }) if rows < lines.len() => {
                self.window.say(&lines[..rows].concat());
                state::set(&mut self.world, At::Waits, Waits::More.word());
                state::set(&mut self.world, At::Text, lines[rows..].concat());
            }
            _ => self.window.say(text),
        }
    }

    /// Nothing waits any more but the prompt.
    fn rest(&mut self) {
        let world = &mut self.world;
        state::set(world, At::Waits, Waits::Command.word());
        for at in [At::Command, At::Text, At::Until] {
            state::set(world, at, "");
        }
        state::set(world, At::Left, 0);
    }

    /// A moment passes; so much of what the network brings has come.
    fn load(&mut self) {
        let left = state::number(&self.world, At::Left) - 1;
        if left > 0 {
            state::set(&mut self.world, At::Left, left);
        } else {
            self.go_on(Given { input: None, loaded: true });
        }
    }

    fn keys(&mut self, keys: &[Key]) {
        if state::waits(&self.world) == Waits::Network {
            // Keys are not heard meanwhile, but for the one that breaks off.
            if keys.contains(&Key::Control('c')) {
                self.window.say("^C\n");
                self.rest();
                state::set(&mut self.world, At::Code, 130);
            } else {
                self.load();
            }
            return;
        }
        for &key in keys.iter().take(MAX_KEYS) {
            if !self.press(key) {
                break;
            }
        }
    }
}

impl Environment for Terminal {
    fn domain(&self) -> Domain {
        Domain::Terminal
    }

    fn facts(&self) -> &Facts {
        &self.world.facts
    }

    fn screen(&self) -> &Screen {
        &self.screen
    }

    fn step(&mut self, action: &Action) {
        let actions = match action {
            Action::Sequence { actions } => actions,
            other => std::slice::from_ref(other),
        };
        for action in actions {
            if let Some(keys) = keys_of(action) {
                self.keys(&keys);
            }
        }
        self.draw();
    }

    fn edit(&mut self, edit: &Edit) {
        self.world.edit(edit);
    }

    fn suggest(&self, seed: &mut Seed) -> Action {
        suggest::suggest(&self.world, seed)
    }

    fn task(&self) -> String {
        format!("Find out what is in {} and keep it tidy.", state::folder(&self.world))
    }
}

/// The keys that an action presses; `None` for what can do nothing here.
fn keys_of(action: &Action) -> Option<Vec<Key>> {
    let letters = |text: &str| -> Vec<Key> { text.chars().take(MAX_KEYS).map(key).collect() };
    match action {
        Action::Keystrokes { keys } => Some(keys.iter().flat_map(piece).collect()),
        Action::Type { text, submit, .. } => {
            let enter = if *submit { vec![Key::Enter] } else { Vec::new() };
            Some([letters(text), enter].concat())
        }
        Action::Press { key } => match (key.as_str(), key.strip_prefix("Control+")) {
            ("Enter", _) => Some(vec![Key::Enter]),
            ("Backspace", _) => Some(vec![Key::Erase]),
            (_, Some(letter)) => {
                let letter = letter.chars().next()?;
                Some(vec![Key::Control(letter.to_ascii_lowercase())])
            }
            _ => None,
        },
        Action::Wait => Some(Vec::new()),
        _ => None,
    }
}

fn piece(keys: &Keys) -> Vec<Key> {
    match (keys.control(), keys.keystrokes.as_str()) {
        (Some(letter), _) => vec![Key::Control(letter)],
        (None, "Enter") => vec![Key::Enter],
        (None, text) => text.chars().take(MAX_KEYS).map(key).collect(),
    }
}

fn key(letter: char) -> Key {
    match letter {
        '\n' | '\r' => Key::Enter,
        '\u{8}' | '\u{7f}' => Key::Erase,
        '\u{1}'..='\u{1a}' if letter != '\t' => {
            Key::Control(char::from(b'a' - 1 + u8::try_from(letter).unwrap_or(1)))
        }
        letter => Key::Letter(letter),
    }
}

#[cfg(test)]
mod tests;
