//! Observations and actions in `android-droidbot`.
#![no_main]

use diorama_world::Dialect;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| diorama_fuzz::dialect(Dialect::AndroidDroidbot, data));
