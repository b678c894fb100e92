//! Scenario and trace files: what is accepted is written and read back the same.
#![no_main]

use diorama_world::{Scenario, Trace};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|json: &str| {
    if let Ok(scenario) = Scenario::from_json(json) {
        let written = serde_json::to_string(&scenario).expect("a scenario is JSON");
        let read = Scenario::from_json(&written).expect("what was written reads");
        assert_eq!(read, scenario);
        assert!(scenario.first_screen().is_ok(), "checked when it was read");
    }
    if let Ok(trace) = Trace::from_json(json) {
        let written = serde_json::to_string(&trace).expect("a trace is JSON");
        let read = Trace::from_json(&written).expect("what was written reads");
        assert_eq!(read, trace);
    }
});
