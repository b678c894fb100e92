//! Milliseconds, in the page too, where `std::time::Instant` does not work.

/// A moment.
#[derive(Debug, Clone, Copy)]
#[cfg(not(target_arch = "wasm32"))]
pub struct Moment(std::time::Instant);

#[cfg(not(target_arch = "wasm32"))]
impl Moment {
    /// This one.
    pub fn now() -> Self {
        Self(std::time::Instant::now())
    }

    /// Milliseconds since.
    pub fn elapsed_ms(self) -> f64 {
        self.0.elapsed().as_secs_f64() * 1e3
    }
}

/// A moment, to the millisecond.
#[derive(Debug, Clone, Copy)]
#[cfg(target_arch = "wasm32")]
pub struct Moment(f64);

#[cfg(target_arch = "wasm32")]
impl Moment {
    /// This one.
    pub fn now() -> Self {
        Self(js_sys::Date::now())
    }

    /// Milliseconds since; never negative, though the clock may be set back.
    pub fn elapsed_ms(self) -> f64 {
        (js_sys::Date::now() - self.0).max(0.0)
    }
}
