//! The page. Its program is cut in two here: see `diorama_app::page::later`.

use diorama_app::page::{self, later::Views};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

fn main() {
    page::open(|| Box::pin(async { views().await.ok() }));
}

// In this binary and not in the library: the workers, which share that, have nothing to split.
#[wasm_split(later, fallible)]
fn views() -> Result<Views, SplitLoaderError> {
    Ok(Views::new())
}
