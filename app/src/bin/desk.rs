//! The worker that carries what the page seldom needs.

fn main() {
    diorama_app::desk::start();
}
