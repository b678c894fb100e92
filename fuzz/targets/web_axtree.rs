//! Observations and actions in `web-axtree`.
#![no_main]

use diorama_world::Dialect;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| diorama_fuzz::dialect(Dialect::WebAxtree, data));
