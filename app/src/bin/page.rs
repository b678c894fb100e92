//! The page.

fn main() {
    diorama_app::page::open();
}
