//! Rows of AgentWorldBench: what is accepted is written and read back the same, and a walk that
//! is found in a row is exported and imported the same.
#![no_main]

use diorama_world::bench::{self, Id, Row, Rows};
use libfuzzer_sys::fuzz_target;
use serde_json::{Number, Value};

fuzz_target!(|file: &[u8]| {
    for row in Rows::new(file).flatten() {
        let mut written = Vec::new();
        bench::write(&mut written, &row).expect("memory takes all");
        let again = Rows::new(written.as_slice()).next().expect("one row").expect("it was one");
        if !has_fractions(&row) {
            assert_eq!(again, row);
        }
        row.prediction();

        let Ok((scenario, trace)) = bench::import(&row) else { continue };
        if scenario.check().is_err() || trace.steps.is_empty() {
            continue;
        }
        let steps = trace.steps.len();
        let exported = bench::row(&scenario, &trace, row.id, steps).expect("it has the step");
        assert_eq!(bench::import(&exported).expect("a walk"), (scenario, trace));
    }
});

/// Whether a number with a fraction is in a row: those are read to within one unit of their last
/// digit, so they may change when they are written and read again.
fn has_fractions(row: &Row) -> bool {
    let id = matches!(&row.id, Id::Number(number) if number.is_f64());
    id || row.other.values().any(has_fraction)
}

fn has_fraction(value: &Value) -> bool {
    match value {
        Value::Number(number) => Number::is_f64(number),
        Value::Array(values) => values.iter().any(has_fraction),
        Value::Object(values) => values.values().any(has_fraction),
        _ => false,
    }
}
