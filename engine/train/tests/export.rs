//! Exported weights, loaded again, compute what was exported.

#![allow(clippy::print_stdout)] // the differences are worth seeing
#![allow(clippy::unwrap_used)] // a test's panic is its failure, in helpers too

mod common;
mod forward;

use burn::tensor::{Device, Distribution, Int, Tensor};
use common::{config, weights};
use diorama_model::{Decoder, Executor, Gguf, Tokenizer, cpu::CpuExecutor, quant};
use diorama_train::{
    Config, Vocabulary, beginning,
    config::Shape,
    decoder::{Decoder as Trained, Frame},
    export::{ExportError, Part, Plan, Row, Weights, export, report, tensors},
};
use std::iter;

const TOKENS: [u32; 12] = [0, 70, 99, 258, 30, 1, 72, 72, 5, 2, 200, 41];

fn file(config: &Config, weights: &Weights, types: &str) -> Vec<u8> {
    let plan: Plan = types.parse().unwrap();
    let mut file = Vec::new();
    export(weights, config, &Vocabulary::bytes(), &plan).unwrap().write(&mut file).unwrap();
    file
}

fn read(file: &[u8]) -> Gguf {
    pollster::block_on(Gguf::read(&file)).unwrap()
}

/// The logits after each of the tokens, by the executor.
fn logits(file: &[u8]) -> Vec<Vec<f32>> {
    let head = read(file);
    let decoder = Decoder::from_gguf(&head).unwrap();
    pollster::block_on(async {
        let load = CpuExecutor::load(&file, &head, decoder, TOKENS.len(), |_, _| ());
        let mut executor = load.await.unwrap();
        let mut all = Vec::new();
        for token in TOKENS {
            executor.feed(&[token]).await.unwrap();
            all.push(executor.logits().await.unwrap());
        }
        all
    })
}

/// The weights that are in a file.
fn stored(file: &[u8]) -> Weights {
    let tensors = read(file).tensors.into_iter();
    tensors
        .map(|(name, info)| {
            let bytes = &file[info.offset as usize..][..info.length as usize];
            let mut numbers = vec![0.0; info.elements() as usize];
            quant::dequantize(info.tensor_type, bytes, &mut numbers).unwrap();
            (name, numbers)
        })
        .collect()
}

fn farthest(a: &[Vec<f32>], b: &[Vec<f32>]) -> f32 {
    let pairs = a.iter().flatten().zip(b.iter().flatten());
    pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

#[test]
fn the_file_computes_what_the_weights_compute() {
    let (config, weights) = (config(), weights(&config(), 1));
    let plain = forward::logits(&weights, &config, &TOKENS);
    let spread = plain.iter().flatten().fold(0.0_f32, |most, x| most.max(x.abs()));
    assert!(spread > 5.0, "logits up to {spread} tell little");
    for (types, most) in [("f32", 1e-3), ("f16", 1e-3), ("q8", 0.02), ("q4_1,embedding=q8", 0.02)] {
        let file = file(&config, &weights, types);
        let stored = forward::logits(&stored(&file), &config, &TOKENS);
        let (found, moved) = (logits(&file), farthest(&plain, &stored));
        let difference = farthest(&stored, &found);
        println!("{types}: logits up to {spread}, off by {difference}, moved by {moved}");
        assert!(difference < most, "{types}");
        assert!(types != "f32" || moved == 0.0);
    }
}

/// As it is after a step of training has made all of it count.
fn trained(config: &Config, device: &Device) -> Trained {
    let mut trained = Trained::new(&config.model, config.vocabulary, device);
    for block in &mut trained.blocks {
        let norm = |tensor: Tensor<1>| tensor.random_like(Distribution::Uniform(0.5, 1.5));
        let matrix = |tensor: Tensor<2>| tensor.random_like(Distribution::Normal(0.0, 0.1));
        block.attention_norm = block.attention_norm.clone().map(norm);
        block.feed_norm = block.feed_norm.clone().map(norm);
        for parameter in [&mut block.mixed, &mut block.output, &mut block.both, &mut block.down] {
            *parameter = parameter.clone().map(matrix);
        }
    }
    trained
}

#[test]
fn the_file_computes_what_was_trained() {
    let (config, device) = (config(), Device::flex());
    let trained = trained(&config, &device);
    let tokens = TOKENS.map(|token| token as i32);
    let inputs = Tensor::<1, Int>::from_data(tokens, &device);
    let wanted = Tensor::<1, Int>::arange(0..TOKENS.len() as i64, &device);
    let frame = Frame::new(&config.model, TOKENS.len());
    let theirs: Vec<f32> =
        trained.forward(&frame, inputs, wanted).into_data().try_into_vec().unwrap();
    let theirs: Vec<Vec<f32>> = theirs.chunks(config.vocabulary).map(<[f32]>::to_vec).collect();
    let spread = theirs.iter().flatten().fold(0.0_f32, |most, x| most.max(x.abs()));
    let ours = logits(&file(&config, &Weights::try_from(&trained).unwrap(), "f32"));
    let difference = farthest(&theirs, &ours);
    println!("logits up to {spread}, off by {difference}");
    assert!(spread > 0.5 && difference < 1e-4 * spread);
}

#[test]
fn a_training_begins_with_the_weights_of_a_file() {
    let (config, weights) = (config(), weights(&config(), 1));
    let path = std::env::temp_dir().join(format!("diorama-beginning-{}.gguf", std::process::id()));
    std::fs::write(&path, file(&config, &weights, "f32")).unwrap();
    let begin = |shape| beginning::read(&path, shape, config.vocabulary, &Device::flex());
    let begun = begin(&config.model).unwrap();
    let other = begin(&Shape { layers: config.model.layers + 1, ..config.model });
    std::fs::remove_file(&path).unwrap();
    assert_eq!(Weights::try_from(&begun).unwrap(), weights);
    assert!(other.unwrap_err().to_string().contains("shape"));
}

#[test]
fn the_comparison_sees_every_tensor() {
    let (config, right) = (config(), weights(&config(), 1));
    let plain = forward::logits(&right, &config, &TOKENS);
    for tensor in tensors(&config.model, config.vocabulary).into_iter().take(10) {
        let mut numbers = right.get(&tensor.name).unwrap().to_vec();
        for x in &mut numbers {
            *x *= 1.1;
        }
        let wrong = right.clone().into_iter().chain(iter::once((tensor.name.clone(), numbers)));
        let difference = farthest(&plain, &logits(&file(&config, &wrong.collect(), "f32")));
        assert!(difference > 0.01, "{}: {difference}", tensor.name);
    }
}

#[test]
fn the_file_says_what_it_is() {
    let (config, weights) = (config(), weights(&config(), 1));
    let head = read(&file(&config, &weights, "q4,embedding=q8"));
    assert_eq!(head.string("general.name"), Ok("diorama-default"));
    assert!(head.string("general.description").unwrap().contains("synthetic environments"));
    assert_eq!(head.string("general.license"), Ok("MIT OR Apache-2.0"));
    assert_eq!(head.string("diorama.protocol"), Ok("delta"));
    assert_eq!(head.u32("diorama.protocol.version"), Ok(1));
    assert_eq!(head.string("diorama.types"), Ok("q4_0,embedding=q8_0"));
    assert_eq!(head.strings("diorama.domains").unwrap().len(), 7);
    let training: Config = toml::from_str(head.string("diorama.training").unwrap()).unwrap();
    assert_eq!(training, config);
    let tokenizer = Tokenizer::from_gguf(&head).unwrap();
    assert_eq!(tokenizer.vocabulary() as usize, config.vocabulary);
}

/// Changes the weights or the configuration and gives the error of the export.
fn refused(change: impl FnOnce(&mut Config, &mut Vec<(String, Vec<f32>)>)) -> ExportError {
    let mut config = config();
    let mut weights = weights(&config, 1).into_iter().collect();
    change(&mut config, &mut weights);
    let weights = weights.into_iter().collect();
    export(&weights, &config, &Vocabulary::bytes(), &"f16".parse().unwrap()).unwrap_err()
}

#[test]
fn other_weights_are_refused() {
    let name = "token_embd.weight";
    let error = refused(|_, weights| weights.retain(|tensor| tensor.0 != name));
    assert!(matches!(error, ExportError::Missing(missing) if missing == name));
    let error = refused(|_, weights| weights.push(("output.weight".to_owned(), vec![])));
    assert!(matches!(error, ExportError::Unknown(unknown) if unknown == "output.weight"));
    let error = refused(|_, weights| weights[3].1.truncate(7));
    assert!(matches!(error, ExportError::Length { found: 7, .. }));
    let error = refused(|_, weights| weights[3].1[7] = f32::NAN);
    assert!(matches!(error, ExportError::NotFinite(_)));
    let error = refused(|config, _| config.vocabulary = 2048);
    assert!(matches!(error, ExportError::Vocabulary { expected: 2048, found: 259 }));
}

#[test]
fn the_report_tells_the_error_of_each_matrix() {
    let (config, weights) = (config(), weights(&config(), 1));
    let types = ["f16", "q8_0", "q4_1", "q4_0"];
    let types = types.map(|name| name.parse::<Plan>().unwrap().tensor_type(Part::Key));
    let rows = report(&weights, &config, &types).unwrap();
    assert_eq!(rows.len(), 1 + 7 * config.model.layers);
    let total = Row::total(&rows);
    assert_eq!(total.elements, rows.iter().map(|row| row.elements).sum::<usize>());
    let errors = rows.iter().map(|row| row.errors[3]);
    assert!(total.errors[3] > errors.clone().fold(f64::INFINITY, f64::min));
    assert!(total.errors[3] < errors.fold(0.0, f64::max));
    for row in rows {
        assert!(row.errors.is_sorted(), "{row:?}");
        assert!(row.errors[0] > 0.0 && row.errors[3] < 0.1, "{row:?}");
    }
}
