//! Commands that ask the network.

use super::path_of;
use crate::{
    World,
    terminal::{
        disk,
        run::{Exit, Io, Stop},
        state::HOSTS,
    },
};
use diorama_world::{control::Effect, control::Refusal, facts::Row};

/// Asks the network, unless that was done before the wait.
fn request(world: &mut World, io: &Io) -> Result<Option<Refusal>, Stop> {
    if io.loaded {
        return Ok(None);
    }
    match world.request() {
        Some(Effect::Refuse(refusal)) => Ok(Some(refusal)),
        Some(Effect::Load { steps }) => Err(Stop::Loads { steps }),
        _ => Ok(None),
    }
}

fn host<'w>(world: &'w World, name: &str) -> Option<&'w Row> {
    let rows = world.facts.table(HOSTS)?.rows();
    rows.iter().find(|row| row.cells[0].text() == name || row.cells[1].text() == name)
}

pub(super) fn curl(world: &mut World, io: &mut Io) -> Exit {
    let options = match super::options(io, "sSfLo:I", 2) {
        Ok(options) => options,
        Err(code) => return Ok(code),
    };
    let Some(url) = options.rest.first() else {
        io.plain_error("curl: (2) no URL specified");
        return Ok(2);
    };
    let rest = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
    let (name, page) = rest.split_once('/').unwrap_or((rest, ""));
    match request(world, io)? {
        Some(refusal) if refusal.status == 500 => {
            io.error(&format!("(22) The requested URL returned error: {}", refusal.status));
            return Ok(22);
        }
        Some(refusal) => {
            io.error(&format!("(7) Failed to connect to {name} port 80: {}", refusal.error));
            return Ok(7);
        }
        None => {}
    }
    let Some(row) = host(world, name) else {
        io.error(&format!("(6) Could not resolve host: {name}"));
        return Ok(6);
    };
    let (known, text) = (row.cells[2].text(), row.cells[3].text());
    let said = if page == known { format!("{text}\n") } else { "404 Not Found\n".to_owned() };
    match options.value('o') {
        None => io.out(&said),
        Some(file) => {
            if disk::write(world, &path_of(world, file), &said).is_err() {
                io.error("(23) Failure writing output to destination");
                return Ok(23);
            }
        }
    }
    Ok(0)
}

pub(super) fn ping(world: &mut World, io: &mut Io) -> Exit {
    let options = match super::options(io, "c:", 2) {
        Ok(options) => options,
        Err(code) => return Ok(code),
    };
    let Some(name) = options.rest.first() else {
        io.plain_error("ping: usage error: Destination address required");
        return Ok(1);
    };
    let refusal = request(world, io)?;
    if let Some(refusal) = refusal.filter(|refusal| refusal.status != 500) {
        io.error(&format!("connect: {}", refusal.error));
        return Ok(2);
    }
    let Some(address) = host(world, name).map(|row| row.cells[1].text().to_owned()) else {
        io.error(&format!("{name}: Name or service not known"));
        return Ok(2);
    };
    io.line(&format!("PING {name} ({address}) 56 bytes of data."));
    let came = refusal.is_none();
    if came {
        io.line(&format!("64 bytes from {address}: icmp_seq=1 ttl=64"));
    }
    let (received, lost) = if came { (1, 0) } else { (0, 100) };
    io.line(&format!("1 packets transmitted, {received} received, {lost}% packet loss"));
    Ok(u8::from(!came))
}
