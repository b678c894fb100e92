//! Numbers with units, for people.

/// Bytes in decimal units: `98.4 MB`.
pub fn bytes(count: u64) -> String {
    const UNITS: [(f64, &str); 3] = [(1e9, "GB"), (1e6, "MB"), (1e3, "KB")];
    let count = count as f64;
    for (unit, name) in UNITS {
        if count >= unit {
            let value = count / unit;
            let digits = usize::from(value < 100.0);
            return format!("{value:.digits$} {name}");
        }
    }
    format!("{count} bytes")
}

/// A duration given in seconds: `38 ms`, `0.8 s`, `42 s`, `3 min 20 s`.
pub fn seconds(time: f64) -> String {
    if time < 0.095 {
        return format!("{:.0} ms", time * 1000.0);
    }
    if time < 10.0 {
        return format!("{time:.1} s");
    }
    let whole = time.round() as u64;
    match (whole / 3600, whole / 60 % 60, whole % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes} min {seconds} s"),
        (hours, minutes, _) => format!("{hours} h {minutes} min"),
    }
}

/// Counts in short: `135 M`.
pub fn count(value: u64) -> String {
    const UNITS: [(f64, &str); 3] = [(1e9, "B"), (1e6, "M"), (1e3, "K")];
    let number = value as f64;
    for (unit, name) in UNITS {
        if number >= unit {
            let value = number / unit;
            let digits = usize::from(value < 10.0);
            return format!("{value:.digits$} {name}");
        }
    }
    value.to_string()
}

/// Tokens written in a time, as a rate.
pub fn per_second(tokens: u32, milliseconds: f64) -> Option<String> {
    rate(f64::from(tokens) * 1000.0 / milliseconds)
}

/// A rate: `75.9 tokens/s`; none of nothing.
pub fn rate(tokens: f64) -> Option<String> {
    (tokens > 0.0 && tokens.is_finite()).then(|| {
        let digits = usize::from(tokens < 100.0);
        format!("{tokens:.digits$} tokens/s")
    })
}

/// `1 step`, `2 steps`.
pub fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_carry_their_unit() {
        assert_eq!(bytes(999), "999 bytes");
        assert_eq!(bytes(98_400_000), "98.4 MB");
        assert_eq!(bytes(2_000_000_000), "2.0 GB");
        assert_eq!(seconds(0.038), "38 ms");
        assert_eq!(seconds(0.84), "0.8 s");
        assert_eq!(seconds(200.0), "3 min 20 s");
        assert_eq!(seconds(7_260.0), "2 h 1 min");
        assert_eq!(count(134_515_008), "135 M");
        assert_eq!(per_second(0, 0.0), None);
        assert_eq!(per_second(20, 1000.0).as_deref(), Some("20.0 tokens/s"));
        assert_eq!(plural(1, "step", "steps"), "1 step");
    }
}
