//! `cargo xtask serve`: build the release page and serve it on this machine.

use std::io::ErrorKind;
use std::net::Ipv4Addr;
use std::process::Command;

use anyhow::{Context, Result};
use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use axum::middleware::map_response;
use axum::response::Response;
use tokio::net::TcpListener;
use tower_http::services::ServeDir;

use crate::page::Finish;
use crate::setup::{self, Cache};
use crate::{page, shell, workspace};

const PORT: u16 = 8080;

/// How to serve.
#[derive(clap::Args)]
pub struct Arguments {
    /// The port [default: 8080, or a free one when it is taken].
    #[arg(long)]
    port: Option<u16>,
    /// Open the page in the browser.
    #[arg(long)]
    open: bool,
    /// Build a large and slow page, but in seconds: for trying a change.
    #[arg(long)]
    quick: bool,
}

/// Sets up, builds, serves until Ctrl-C.
pub fn main(arguments: &Arguments) -> Result<()> {
    page::build(if arguments.quick { Finish::Quick } else { Finish::Published }, None)?;
    let model = setup::test_model(&Cache::open()?)?;
    page::put_beside(Some(&model))?;
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("cannot start the server")?
        .block_on(serve(arguments))
}

async fn serve(arguments: &Arguments) -> Result<()> {
    let listener = listen(arguments.port).await?;
    let address = format!("http://{}/", listener.local_addr()?);
    println!("Diorama is at {address} (Ctrl-C ends it)");
    if arguments.open {
        open(&address)?;
    }
    let files = Router::new()
        .fallback_service(ServeDir::new(workspace::dist()))
        .layer(map_response(with_caching));
    axum::serve(listener, files)
        .with_graceful_shutdown(async {
            // Without a signal handler Ctrl-C ends the program by itself.
            let _ = tokio::signal::ctrl_c().await;
            println!();
        })
        .await
        .context("the server stopped")
}

async fn listen(port: Option<u16>) -> Result<TcpListener> {
    let here = Ipv4Addr::LOCALHOST;
    match TcpListener::bind((here, port.unwrap_or(PORT))).await {
        Err(error) if port.is_none() && error.kind() == ErrorKind::AddrInUse => {
            TcpListener::bind((here, 0)).await.context("no port is free")
        }
        other => other.with_context(|| format!("cannot serve on port {}", port.unwrap_or(PORT))),
    }
}

/// A page that is rebuilt is seen at the next reload; file names carry hashes where they can.
async fn with_caching(mut response: Response) -> Response {
    let html = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let caching = HeaderValue::from_static(if html { "no-store" } else { "no-cache" });
    response.headers_mut().insert(CACHE_CONTROL, caching);
    response
}

fn open(address: &str) -> Result<()> {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        Command::new("explorer")
    } else {
        Command::new("xdg-open")
    };
    shell::run(command.arg(address))
}
