//! A scenario and a trace, each on a line: if they fit, they survive the way through bench rows.
#![no_main]

use diorama_world::{
    Scenario, Trace,
    bench::{self, Id},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|file: &str| {
    let Some((scenario, trace)) = file.split_once('\n') else { return };
    let (Ok(scenario), Ok(trace)) = (Scenario::from_json(scenario), Trace::from_json(trace)) else {
        return;
    };
    if trace.check(&scenario).is_err() {
        return;
    }
    let id = Id::Text(scenario.id.clone());
    for row in bench::rows(&scenario, &trace, &id) {
        let row = row.expect("it has the step");
        let (read, walked) = bench::import(&row).expect("a walk");
        assert_eq!(read, scenario);
        assert_eq!(walked.steps, trace.steps[..walked.steps.len()]);
    }
});
