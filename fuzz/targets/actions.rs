//! Actions: the name of a dialect, the action, and after a line `---` the screen it is done to.
#![no_main]

use diorama_world::Dialect;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Some((name, rest)) = text.split_once('\n') else { return };
    let Ok(dialect) = name.parse::<Dialect>() else { return };
    let (action, screen) = rest.split_once("\n---\n").unwrap_or((rest, ""));
    diorama_fuzz::action(dialect, action, &dialect.read(screen, false).screen);
});
