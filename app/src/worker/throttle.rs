//! Not saying things more often than anyone can look.

/// Shortest time between two pieces of text sent to the page, in milliseconds.
pub const WRITING_MS: f64 = 33.0;
/// Shortest time between two reports of how far the prompt is read, in milliseconds.
pub const READING_MS: f64 = 100.0;

/// Lets something happen at most once per interval.
#[derive(Debug, Clone)]
pub struct Throttle {
    interval_ms: f64,
    last_ms: f64,
}

impl Throttle {
    /// The first call of [`ready`](Self::ready) says yes.
    pub fn every_ms(interval_ms: f64) -> Self {
        Self { interval_ms, last_ms: f64::NEG_INFINITY }
    }

    /// Like [`every_ms`](Self::every_ms), but the first interval begins at `now_ms`.
    pub fn starting_at(interval_ms: f64, now_ms: f64) -> Self {
        Self { interval_ms, last_ms: now_ms }
    }

    /// Whether it is time again; if so, a new interval begins.
    pub fn ready(&mut self, now_ms: f64) -> bool {
        let due = now_ms - self.last_ms >= self.interval_ms;
        if due {
            self.last_ms = now_ms;
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_most_once_per_interval() {
        let mut throttle = Throttle::every_ms(100.0);
        let said = (0..1000).filter(|&ms| throttle.ready(f64::from(ms))).count();
        assert_eq!(said, 10);
    }

    #[test]
    fn the_first_interval_can_wait() {
        let mut throttle = Throttle::starting_at(10.0, 5.0);
        assert!(!throttle.ready(14.9));
        assert!(throttle.ready(15.0));
    }
}
