//! How fast models are on this device: what their last steps came to, kept between visits.

use crate::protocol::{End, ExecutorKind, Speed};
use diorama_world::number::decimal;
use std::fmt::Write as _;

/// How much a new step counts against those before it.
const WEIGHT: f64 = 0.3;
/// Most models that are remembered.
const MOST: usize = 32;

/// How fast a model was in its last steps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    /// Seconds a step took.
    pub step: f64,
    /// Tokens written a second; 0 where nobody counted.
    pub rate: f64,
}

impl Pace {
    /// The pace after another step. One that was stopped tells nothing.
    pub fn after(before: Option<Self>, speed: Speed, end: End) -> Option<Self> {
        if !matches!(end, End::Complete | End::Length) {
            return None;
        }
        let rate = f64::from(speed.tokens) * 1000.0 / speed.decode_ms;
        let now = Self {
            step: (speed.prefill_ms + speed.decode_ms) / 1000.0,
            rate: if rate.is_finite() { rate } else { 0.0 },
        };
        let mixed = |before: f64, now: f64| before + WEIGHT * (now - before);
        Some(before.map_or(now, |before| Self {
            step: mixed(before.step, now.step),
            rate: mixed(before.rate, now.rate),
        }))
    }
}

/// What is remembered of a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// The model's sha256, lower-case hex.
    pub sha256: String,
    /// Where it ran last.
    pub executor: ExecutorKind,
    /// How fast.
    pub pace: Pace,
    /// Memory it took, in bytes.
    pub memory: u64,
}

/// What is remembered of the models that ran on this device, the one that ran last first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Paces(Vec<Measured>);

impl Paces {
    /// What is remembered of a model.
    pub fn of(&self, sha256: Option<&str>) -> Option<&Measured> {
        let sha256 = sha256?;
        self.0.iter().find(|it| it.sha256 == sha256)
    }

    /// Remembers another step of a model. What was measured elsewhere on the device goes.
    pub fn add(
        &mut self,
        sha256: &str,
        executor: ExecutorKind,
        memory: u64,
        speed: Speed,
        end: End,
    ) {
        let before = self.of(Some(sha256)).filter(|it| it.executor == executor).map(|it| it.pace);
        let Some(pace) = Pace::after(before, speed, end) else { return };
        self.0.retain(|it| it.sha256 != sha256);
        self.0.insert(0, Measured { sha256: sha256.to_owned(), executor, pace, memory });
        self.0.truncate(MOST);
    }

    /// As text: a model a line.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for Measured { sha256, executor, pace, memory } in &self.0 {
            let place = match executor {
                ExecutorKind::Gpu => "gpu",
                ExecutorKind::Cpu => "cpu",
            };
            // Writing into a text cannot fail.
            let _ = writeln!(text, "{sha256} {place} {} {} {memory}", pace.step, pace.rate);
        }
        text
    }

    /// Reads [`text`](Self::text); lines that make no sense are left out.
    pub fn read(text: &str) -> Self {
        Self(text.lines().filter_map(measured).take(MOST).collect())
    }
}

/// Reads a line.
fn measured(line: &str) -> Option<Measured> {
    let mut parts = line.split(' ');
    let sha256 = parts.next().filter(|it| it.len() == 64)?.to_owned();
    let executor = match parts.next()? {
        "gpu" => ExecutorKind::Gpu,
        "cpu" => ExecutorKind::Cpu,
        _ => return None,
    };
    let mut number = || decimal(parts.next()?).filter(|it| (0.0..1e12).contains(it));
    let pace = Pace { step: number()?, rate: number()? };
    let memory = number()? as u64;
    Some(Measured { sha256, executor, pace, memory })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speed(tokens: u32, milliseconds: f64) -> Speed {
        Speed { tokens, decode_ms: milliseconds, ..Speed::default() }
    }

    #[test]
    fn a_pace_follows_the_last_steps() {
        let first = Pace::after(None, speed(10, 500.0), End::Complete).unwrap();
        assert_eq!(first, Pace { step: 0.5, rate: 20.0 });
        let next = Pace::after(Some(first), speed(30, 500.0), End::Length).unwrap();
        assert!((next.rate - 32.0).abs() < 1e-9, "{next:?}");
        assert_eq!(Pace::after(Some(next), speed(1, 1.0), End::Stopped), None);
        assert!(Pace::after(None, speed(0, 0.0), End::Complete).unwrap().rate.abs() < 1e-9);
    }

    #[test]
    fn what_is_remembered_is_read_again() {
        let mut paces = Paces::default();
        let names = ["a", "b", "c"].map(|name| name.repeat(64));
        for name in &names {
            paces.add(name, ExecutorKind::Cpu, 7, speed(10, 500.0), End::Complete);
        }
        paces.add(&names[0], ExecutorKind::Gpu, 7, speed(10, 100.0), End::Complete);
        assert_eq!(Paces::read(&paces.text()), paces);
        let first = &paces.0[0];
        assert_eq!((first.sha256.as_str(), first.executor), (names[0].as_str(), ExecutorKind::Gpu));
        assert!((first.pace.rate - 100.0).abs() < 1e-6);
        assert_eq!(paces.of(Some(&names[2])).unwrap().memory, 7);
        assert_eq!(paces.of(None), None);
    }

    #[test]
    fn nonsense_is_left_out() {
        let hash = "f".repeat(64);
        for line in ["", "x cpu 1 1 1", "NaN", "a b c d e"] {
            assert_eq!(Paces::read(line), Paces::default(), "{line}");
        }
        for rest in ["tpu 1 1 1", "cpu NaN 1 1", "cpu 1 -1 1", "cpu 1 inf 1", "cpu 1 1", "gpu"] {
            assert_eq!(Paces::read(&format!("{hash} {rest}")), Paces::default(), "{rest}");
        }
        let many = format!("{hash} cpu 1 1 1\n").repeat(1000);
        assert_eq!(Paces::read(&many).0.len(), MOST);
    }
}
