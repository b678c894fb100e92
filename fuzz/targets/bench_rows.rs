//! Rows of AgentWorldBench: what is accepted is written and read back the same, and a walk that
//! is found in a row is exported and imported the same.
#![no_main]

use diorama_world::bench::{self, Rows};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|file: &[u8]| {
    for row in Rows::new(file).flatten() {
        let mut written = Vec::new();
        bench::write(&mut written, &row).expect("memory takes all");
        let again = Rows::new(written.as_slice()).next().expect("one row").expect("it was one");
        assert_eq!(again, row);
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
