//! What an evaluation comes to.

use super::{
    calibration::{Calibration, Summary},
    predictor::Guess,
};
use diorama_predict::Work;
use diorama_world::{
    Domain,
    metrics::{Group, Metrics, Ratio},
};
use serde::Serialize;
use std::{
    collections::BTreeMap,
    fmt::{self, Display, Formatter},
};

/// What was counted.
#[derive(Default)]
pub struct Report {
    /// Screens and facts.
    pub metrics: Metrics,
    calibration: BTreeMap<Domain, Calibration>,
    speed: Speed,
    /// What another predictor's steps came to.
    against: Option<Box<Against>>,
}

/// Another predictor on the same steps.
#[derive(Default)]
struct Against {
    metrics: Metrics,
    /// Steps of which both say the same.
    agree: BTreeMap<Domain, Ratio>,
}

/// What predictions cost.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Speed {
    steps: u64,
    tokens_read: u64,
    tokens_written: u64,
    read_s: f64,
    write_s: f64,
}

impl Report {
    /// Counts how sure a prediction was.
    pub fn calibrate(&mut self, domain: Domain, sure: f32, right: bool) {
        self.calibration.entry(domain).or_default().add(sure, right);
    }

    /// Counts what a prediction cost.
    pub fn cost(&mut self, work: &Work) {
        self.speed.add(&Speed {
            steps: 1,
            tokens_read: work.read as u64,
            tokens_written: work.written as u64,
            read_s: work.read_ms / 1000.0,
            write_s: work.write_ms / 1000.0,
        });
    }

    /// Counts another predictor's steps of the same walk.
    pub fn compare(&mut self, domain: Domain, other: &Self, mine: &[Guess], theirs: &[Guess]) {
        let against = self.against.get_or_insert_default();
        against.metrics.merge(&other.metrics);
        let agree = against.agree.entry(domain).or_default();
        for (mine, theirs) in mine.iter().zip(theirs) {
            let same = mine.screen.canonical() == theirs.screen.canonical();
            agree.count(same && mine.facts == theirs.facts);
        }
    }

    /// Adds what others counted.
    pub fn merge(&mut self, other: &Self) {
        self.metrics.merge(&other.metrics);
        for (&domain, calibration) in &other.calibration {
            self.calibration.entry(domain).or_default().merge(calibration);
        }
        self.speed.add(&other.speed);
        if let Some(other) = &other.against {
            let against = self.against.get_or_insert_default();
            against.metrics.merge(&other.metrics);
            for (&domain, agree) in &other.agree {
                against.agree.entry(domain).or_default().merge(*agree);
            }
        }
    }

    /// What is written down.
    pub fn summary(&self) -> Written {
        let mut all = Calibration::default();
        self.calibration.values().for_each(|calibration| all.merge(calibration));
        let calibration = (!self.calibration.is_empty()).then(|| Calibrated {
            all: all.summary(),
            domains: self.calibration.iter().map(|(&domain, it)| (domain, it.summary())).collect(),
        });
        let against = self.against.as_ref().map(|against| {
            let difference = |(&domain, &agree): (&Domain, &Ratio)| {
                let exact = |metrics: &Metrics| {
                    metrics.group(domain, &Group::All).map_or(0.0, |it| share(it.predictor.exact))
                };
                let points = 100.0 * (exact(&self.metrics) - exact(&against.metrics));
                Difference { domain, points, agree: share(agree) }
            };
            against.agree.iter().map(difference).collect()
        });
        Written { metrics: self.metrics.clone(), calibration, against, speed: self.speed }
    }
}

impl Speed {
    fn add(&mut self, other: &Self) {
        self.steps += other.steps;
        self.tokens_read += other.tokens_read;
        self.tokens_written += other.tokens_written;
        self.read_s += other.read_s;
        self.write_s += other.write_s;
    }
}

/// A report, summed up.
#[derive(Serialize)]
pub struct Written {
    metrics: Metrics,
    /// Where the predictor says how sure it is.
    calibration: Option<Calibrated>,
    /// Where there is another to compare with.
    against: Option<Vec<Difference>>,
    speed: Speed,
}

#[derive(Serialize)]
struct Calibrated {
    all: Summary,
    domains: BTreeMap<Domain, Summary>,
}

/// A predictor beside another.
#[derive(Serialize)]
struct Difference {
    domain: Domain,
    /// Percentage points of exact screens more than the other's.
    points: f64,
    /// The share of steps of which both say the same.
    agree: f64,
}

fn share(ratio: Ratio) -> f64 {
    if ratio.of == 0 { 0.0 } else { ratio.right as f64 / ratio.of as f64 }
}

impl Display for Written {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.metrics)?;
        if let Some(Calibrated { all, domains }) = &self.calibration {
            writeln!(f, "\nall domains: {all}")?;
            for (domain, summary) in domains {
                let error = summary.to_string();
                writeln!(f, "{domain}: {}", error.lines().next().unwrap_or_default())?;
            }
        }
        for Difference { domain, points, agree } in self.against.iter().flatten() {
            let agree = agree * 100.0;
            writeln!(
                f,
                "{domain}: {points:+.2} points of exact screens; both agree on {agree:.2} %"
            )?;
        }
        let Speed { steps, tokens_read, tokens_written, read_s, write_s } = self.speed;
        if tokens_written > 0 {
            let rate = |tokens: u64, seconds: f64| tokens as f64 / seconds.max(1e-9);
            let ms = 1000.0 * (read_s + write_s) / steps.max(1) as f64;
            writeln!(
                f,
                "\n{steps} steps, {ms:.1} ms each: {tokens_read} tokens read at {:.0} tokens/s, \
                 {tokens_written} written at {:.0} tokens/s",
                rate(tokens_read, read_s),
                rate(tokens_written, write_s)
            )?;
        }
        Ok(())
    }
}
