use super::*;
use crate::{Config, Vocabulary, vocabulary::id};
use diorama_world::delta::context::Marker;
use std::path::Path;

/// Sequences of the configuration that comes with the crate, in bytes.
fn sequences(batch: usize) -> Sequences {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/default.toml");
    let mut config = Config::read(&path).unwrap();
    config.data.sequence = 4096;
    Sequences::new(config.seed, batch, &config.data, Vocabulary::bytes().tokenizer().unwrap())
}

#[test]
fn a_batch_is_a_function_of_the_step() {
    let sequences = sequences(3);
    let batch = sequences.batch(7).unwrap();
    assert_eq!(batch, sequences.batch(7).unwrap());
    assert_ne!(batch, sequences.batch(8).unwrap());
    let streamed: Vec<_> = sequences.clone().stream(6).iter().take(2).collect();
    assert_eq!(streamed[1], (7, Ok(batch)));
}

#[test]
fn targets_are_the_inputs_shifted_and_what_the_world_says_is_learned() {
    let batch = sequences(8).batch(1).unwrap();
    let length = batch.inputs.len() / 8;
    assert_eq!(batch.targets.len(), batch.inputs.len());
    assert_eq!(batch.weights.len(), batch.inputs.len());
    let mark = |known| id(known) as i32;
    for row in 0..8 {
        let range = row * length..(row + 1) * length;
        let (inputs, targets) = (&batch.inputs[range.clone()], &batch.targets[range.clone()]);
        assert_eq!(inputs[1..], targets[..length - 1]);
        assert_eq!(inputs[0], mark(Marker::World));
        // What comes after <|now|> is learned up to the next <|do|>, and nothing else.
        let mut says = false;
        for ((input, target), weight) in inputs.iter().zip(targets).zip(&batch.weights[range]) {
            says = *input == mark(Marker::Now) || (says && *input != mark(Marker::Do));
            assert_eq!(*weight > 0.0, says, "{input} {target}");
        }
        assert!(batch.weights.iter().sum::<f32>() > 0.0);
    }
}

#[test]
fn a_sequence_too_short_for_any_world_is_refused() {
    let mut sequences = sequences(1);
    sequences.data.sequence = 16;
    assert_eq!(sequences.batch(0), Err(DataError::Room(16)));
}

#[test]
fn recorded_walks_are_told_and_held_out_ones_are_not_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../world/tests/recordings");
    let recordings = Recordings::read(&folder).unwrap();
    assert!(recordings.len() > 50);
    let mut sequences = sequences(6);
    sequences.data.recordings = 1.0;
    sequences.data.recorded_from = 3;
    let recorded = sequences.clone().with(recordings);
    let batch = recorded.batch(3).unwrap();
    assert_eq!(batch, recorded.batch(3).unwrap());
    assert!(batch.domains.iter().all(|domain| ["web", "os", "terminal"].contains(&domain.name())));
    assert!(batch.weights.contains(&1.0));
    // Before they are to come in, and without any, made-up walks take their place.
    assert_eq!(recorded.batch(2), sequences.batch(2));
    assert!(sequences.batch(3).is_ok());
    assert!(Recordings::read(Path::new("/nowhere")).unwrap().is_empty());
}
