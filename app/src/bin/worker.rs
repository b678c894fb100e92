//! The inference worker for every model.

use diorama_app::worker::{Whole, start};

fn main() {
    start::<Whole>();
}
