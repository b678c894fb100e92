//! The inference worker for the default model and its like.

use diorama_app::worker::{Lean, start};

fn main() {
    start::<Lean>();
}
