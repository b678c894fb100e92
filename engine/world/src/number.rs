//! Numbers with a fraction as people and programs write them.
//!
//! They are read by JSON's reader, which is linked anyhow: the standard library's brings tables of
//! eleven incompressible kilobytes into a page.

/// Reads a finite decimal number: JSON's, with a sign of either kind and a digit left out on one side
/// of the point (`.5`, `1.`). `None` for anything else, `inf` and `nan` among it.
pub fn decimal(text: &str) -> Option<f64> {
    let (sign, text) = match text.as_bytes().first()? {
        b'-' => (-1.0, &text[1..]),
        b'+' => (1.0, &text[1..]),
        _ => (1.0, text),
    };
    let (whole, rest) =
        text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let (fraction, power) = match rest.strip_prefix('.') {
        Some(rest) => rest.split_at(rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())),
        None => ("", rest),
    };
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    if power.contains(char::is_whitespace) {
        return None;
    }
    // JSON knows no number that begins with zeros.
    let whole = whole.trim_start_matches('0');
    let zero = |digits| if str::is_empty(digits) { "0" } else { digits };
    let written = [zero(whole), ".", zero(fraction), power].concat();
    serde_json::from_str::<f64>(&written).ok().map(|number| sign * number)
}

#[cfg(test)]
mod tests {
    use super::decimal;
    use proptest::prelude::*;

    #[test]
    fn what_is_a_number() {
        for (text, number) in
            [("0", 0.0), ("12", 12.0), ("-0.5", -0.5), (".5", 0.5), ("1.", 1.0), ("+1e3", 1000.0)]
        {
            assert_eq!(decimal(text), Some(number), "{text}");
        }
        assert_eq!(decimal("007.250"), Some(7.25));
        for text in [
            "", ".", "-", "+-1", "--1", "inf", "NaN", "1e", "1e999", "0x1", "1 ", " 1", "1e2 ",
            "1,5",
        ] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn as_the_standard_library_reads_it(text in "[-+]?[0-9]{0,6}(\\.[0-9]{0,4})?(e[-+]?[0-9])?") {
            let expected = text.parse::<f64>().ok();
            match (decimal(&text), expected) {
                (Some(here), Some(there)) => {
                    prop_assert!((here - there).abs() <= there.abs() * 1e-15, "{here} {there}");
                }
                (here, there) => prop_assert_eq!(here, there),
            }
        }
    }
}
