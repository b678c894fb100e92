//! Observations and actions in the dialects of text.
#![no_main]

use diorama_world::Dialect;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    for dialect in [Dialect::Terminal, Dialect::Mcp, Dialect::Search, Dialect::Swe] {
        diorama_fuzz::dialect(dialect, data);
    }
});
