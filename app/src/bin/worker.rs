//! The inference worker.

fn main() {
    diorama_app::worker::start();
}
