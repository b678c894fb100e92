//! The worker that asks a server for predictions.

fn main() {
    diorama_app::remote::start();
}
