//! The worker that plays the reference environments.

fn main() {
    diorama_app::truth::start();
}
