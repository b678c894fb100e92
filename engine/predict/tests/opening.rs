//! Which model files are predictors.

mod common;

use common::{TINY, file, head};
use diorama_model::gguf::GgufWriter;
use diorama_predict::{Language, OpenError, Protocol, ProtocolError};
use diorama_world::{
    Domain,
    delta::{Context, context::Marker},
};

fn opened(alter: impl FnOnce(&mut GgufWriter)) -> Result<Language, OpenError> {
    Language::from_gguf(&head(&file(TINY, 1, alter)))
}

fn refusal(alter: impl FnOnce(&mut GgufWriter)) -> OpenError {
    opened(alter).expect_err("it is no predictor")
}

#[test]
fn a_file_says_which_protocol_it_speaks() {
    let of = |alter: fn(&mut GgufWriter)| Protocol::of(&head(&file(TINY, 1, alter)));
    assert_eq!(of(|_| ()), Ok(Protocol::Delta));
    assert_eq!(of(|file| file.set("diorama.protocol", "full")), Ok(Protocol::Full));
    let smoke = of(|file| file.set("diorama.protocol", "smoke"));
    assert_eq!(smoke, Err(ProtocolError::Name("smoke".to_owned())));
    let newer = of(|file| file.set("diorama.protocol.version", 2_u32));
    assert_eq!(newer, Err(ProtocolError::Version(2)));
    let odd = of(|file| file.set("diorama.protocol.version", "one"));
    assert!(matches!(odd, Err(ProtocolError::Lookup(_))));
    let mut other = head(&file(TINY, 1, |_| ()));
    other.metadata.remove("diorama.protocol");
    assert_eq!(Protocol::of(&other), Ok(Protocol::Full));
    assert_eq!(Language::from_gguf(&other).err(), Some(OpenError::NotDelta));
}

#[test]
fn the_markers_are_control_tokens() {
    let kinds = |kind: i64| (0..500).map(|id| if id < 2 { 3 } else { kind }).collect::<Vec<i64>>();
    let language = opened(|_| ()).expect("a predictor");
    assert_eq!(language.domains(), [Domain::Android, Domain::Web]);
    let tokens = language.tokenizer().vocabulary() as usize;
    let text = refusal(|file| file.set("tokenizer.ggml.token_type", kinds(1)[..tokens].to_vec()));
    assert_eq!(text, OpenError::NoMarker("<|now|>"));
}

/// A model that was never trained on the protocol spells markers as text, after what it was shown;
/// no line of a delta begins as the marker does that ends one.
#[test]
fn any_model_can_be_shown_examples() {
    let world = common::World::new(Domain::Android, 1, 0);
    let example = Context::new(world.domain, &world.controls, &world.facts, &world.first)
        .expect("facts in order");
    let mut language = Language::untrained(&head(&file(TINY, 1, |_| ()))).expect("a language");
    let marker = language.marker(Marker::Do).to_vec();
    assert_eq!(language.tokenizer().decode(&marker), Marker::Do.text());
    let stop = language.stop().expect("it is text");
    let first = language.tokenizer().token_bytes(stop)[0];
    assert!(!example.acceptor().accept(first));
    assert!(language.preamble().is_empty());
    language.show(std::slice::from_ref(&example));
    assert_eq!(language.tokenizer().decode(language.preamble()), example.to_string());
}
