//! Malformed files: each kind gives its own error, soon and in little memory.

mod allocated;
mod cases;
mod file;

use cases::Case;
use diorama_model::{Gguf, gguf::GgufError};
use file::File;
use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

/// Time for one file.
const TIME: Duration = Duration::from_secs(1);
/// Bytes that may be allocated at any moment while a file is read.
const MEMORY: usize = 64_000_000;

fn read(file: &[u8]) -> Result<Gguf, GgufError> {
    pollster::block_on(Gguf::read(&file))
}

#[test]
fn each_kind_gives_its_error() {
    let cases = cases::all();
    let names: BTreeSet<_> = cases.iter().map(|case| case.name).collect();
    assert_eq!(names.len(), cases.len(), "every kind has its own name");
    let mut most = 0;
    for Case { name, file, error } in cases {
        let begin = Instant::now();
        let (result, peak) = allocated::peak(|| read(&file));
        let time = begin.elapsed();
        assert_eq!(result, Err(error), "{name}");
        assert!(time < TIME, "{name}: {time:?}");
        assert!(peak < MEMORY, "{name}: {peak} bytes");
        most = most.max(peak);
    }
    eprintln!("{} kinds, at most {most} bytes", names.len());
}

/// A small file with a value of each kind and two tensors.
fn valid() -> Vec<u8> {
    File::new(2, 4)
        .entry("general.architecture", 8, &file::string("llama"))
        .entry("tokens", 9, &file::array(8, 2, &[file::string("a"), file::string("b")].concat()))
        .entry("types", 9, &file::array(5, 2, &[1, 0, 0, 0, 3, 0, 0, 0]))
        .entry("add", 7, &[1])
        .tensor("norm", &[4], 0, 0)
        .tensor("embedding", &[32, 2], 8, 32)
        .data(32 + 68)
}

#[test]
fn every_truncation_is_told() {
    let file = valid();
    assert!(read(&file).is_ok());
    for length in 0..file.len() {
        let error = read(&file[..length]);
        let told = matches!(
            error,
            Err(GgufError::Truncated { length: told, .. } | GgufError::TensorPastEnd { length: told, .. })
            if told == length as u64
        );
        assert!(told, "cut to {length} bytes: {error:?}");
    }
}

/// Whatever a byte is changed to, reading ends in a result within the bounds.
#[test]
fn every_changed_byte_is_survived() {
    let file = valid();
    for position in 0..file.len() {
        for change in [0x01, 0x80, 0xff] {
            let mut file = file.clone();
            file[position] ^= change;
            let begin = Instant::now();
            let (_, peak) = allocated::peak(|| read(&file));
            assert!(begin.elapsed() < TIME && peak < MEMORY, "byte {position} by {change:#x}");
        }
    }
}
