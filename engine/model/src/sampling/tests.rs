use super::{Sampler, Sampling, SamplingError};
use proptest::prelude::*;

fn sampler(temperature: f32, top_k: u32, top_p: f32, min_p: f32) -> Sampler {
    Sampler::new(Sampling { temperature, top_k, top_p, min_p, seed: 7 }).unwrap()
}

/// Every token that 2,000 draws give.
fn drawn(sampler: &Sampler, logits: &[f32]) -> Vec<u32> {
    let mut tokens: Vec<u32> = (0..2000).map(|at| sampler.choose(logits, at)).collect();
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}

/// Computed by a few lines of Python from the published definition of pcg4d.
#[test]
fn random_numbers_are_the_published_ones() {
    let cases: [(u64, u64, u32); 5] = [
        (0, 0, 983_800),
        (0, 1, 3_070_572),
        (1, 0, 736_495),
        (42, 1000, 4_686_409),
        (u64::MAX, 1 << 40, 9_657_501),
    ];
    for (seed, position, bits) in cases {
        let sampler = Sampler::new(Sampling { seed, ..Sampling::default() }).unwrap();
        let expected = f64::from(bits) / f64::from(1 << 24);
        assert!(
            (f64::from(sampler.uniform(position)) - expected).abs() < 1e-12,
            "{seed} {position}"
        );
    }
}

#[test]
fn random_numbers_are_even() {
    let sampler = Sampler::greedy();
    let mut counts = [0u32; 16];
    for position in 0..16_000 {
        counts[(sampler.uniform(position) * 16.0) as usize] += 1;
    }
    // Each of 16 bins expects 1,000; 31 is the standard deviation.
    assert!(counts.iter().all(|&count| (850..1150).contains(&count)), "{counts:?}");
}

#[test]
fn greedy_takes_the_first_of_the_best() {
    let greedy = Sampler::greedy();
    assert_eq!(greedy.choose(&[0.0, 3.0, 3.0, -1.0], 0), 1);
    assert_eq!(greedy.choose(&[f32::NAN, f32::NEG_INFINITY, -5.0, f32::INFINITY], 0), 2);
    assert_eq!(greedy.choose(&[f32::NAN, f32::NAN], 0), 0);
    assert_eq!(greedy.choose(&[], 0), 0);
}

#[test]
fn nothing_finite_is_token_0_at_any_temperature() {
    assert_eq!(sampler(1.0, 0, 1.0, 0.0).choose(&[f32::NAN, f32::NEG_INFINITY], 3), 0);
    assert_eq!(sampler(1.0, 0, 1.0, 0.0).choose(&[], 3), 0);
}

#[test]
fn filters_keep_the_likely() {
    // Probabilities 0.5, 0.25, 0.125, 0.125, out of order.
    let logits = [0.125f32, 0.5, 0.125, 0.25].map(f32::ln);
    assert_eq!(drawn(&sampler(1.0, 0, 1.0, 0.0), &logits), [0, 1, 2, 3]);
    assert_eq!(drawn(&sampler(1.0, 2, 1.0, 0.0), &logits), [1, 3]);
    assert_eq!(drawn(&sampler(1.0, 3, 1.0, 0.0), &logits), [0, 1, 3], "of equals the lower id");
    assert_eq!(drawn(&sampler(1.0, 0, 0.7, 0.0), &logits), [1, 3]);
    assert_eq!(drawn(&sampler(1.0, 0, 0.0, 0.0), &logits), [1]);
    assert_eq!(drawn(&sampler(1.0, 0, 1.0, 0.4), &logits), [1, 3]);
    assert_eq!(drawn(&sampler(1.0, 0, 1.0, 1.0), &logits), [1]);
    // top-k comes first: of the two kept, 0.6 of their sum is the first alone.
    assert_eq!(drawn(&sampler(1.0, 2, 0.6, 0.0), &logits), [1]);
}

#[test]
fn draws_follow_the_probabilities() {
    let logits = [0.125f32, 0.5, 0.125, 0.25].map(f32::ln);
    let sampler = sampler(1.0, 0, 1.0, 0.0);
    let mut counts = [0i32; 4];
    for position in 0..16_000 {
        counts[sampler.choose(&logits, position) as usize] += 1;
    }
    let far = counts.iter().zip([2000, 8000, 2000, 4000]).any(|(a, b)| (a - b).abs() > 250);
    assert!(!far, "{counts:?}");
}

#[test]
fn low_temperature_is_greedy_and_high_is_even() {
    let logits = [1.0, 2.0, 1.5];
    assert_eq!(drawn(&sampler(1e-30, 0, 1.0, 0.0), &logits), [1]);
    assert_eq!(drawn(&sampler(1e30, 0, 1.0, 0.0), &logits), [0, 1, 2]);
}

/// The same on every machine: computed by a few lines of Python, in double precision, from the
/// module's definition.
#[test]
fn golden_draws() {
    let logits: Vec<f32> = (0..512u32).map(|id| (id * 7919 % 997) as f32 / 130.0).collect();
    let draws = |sampler: Sampler| -> Vec<u32> {
        (0..8).map(|position| sampler.choose(&logits, position)).collect()
    };
    assert_eq!(draws(sampler(0.8, 0, 1.0, 0.0)), [302, 210, 195, 337, 263, 285, 54, 491]);
    assert_eq!(draws(sampler(1.5, 40, 0.9, 0.05)), [106, 105, 438, 141, 385, 141, 158, 158]);
}

#[test]
fn numbers_without_meaning_are_refused() {
    let new = |temperature, top_p, min_p| {
        Sampler::new(Sampling { temperature, top_p, min_p, ..Sampling::default() }).unwrap_err()
    };
    assert_eq!(new(-1.0, 1.0, 0.0), SamplingError::Temperature(-1.0));
    assert_eq!(new(f32::INFINITY, 1.0, 0.0), SamplingError::Temperature(f32::INFINITY));
    assert!(matches!(new(f32::NAN, 1.0, 0.0), SamplingError::Temperature(_)));
    assert_eq!(new(1.0, 1.5, 0.0), SamplingError::TopP(1.5));
    assert!(matches!(new(1.0, f32::NAN, 0.0), SamplingError::TopP(_)));
    assert_eq!(new(1.0, 1.0, -0.1), SamplingError::MinP(-0.1));
}

proptest! {
    #[test]
    fn draws_are_of_the_vocabulary_and_finite(
        logits in proptest::collection::vec(proptest::num::f32::ANY, 1..50),
        temperature in 0.0f32..4.0, top_k in 0u32..60, top_p in 0.0f32..=1.0, min_p in 0.0f32..=1.0,
        position: u64,
    ) {
        let token = sampler(temperature, top_k, top_p, min_p).choose(&logits, position);
        if logits.iter().any(|logit| logit.is_finite()) {
            prop_assert!(logits[token as usize].is_finite());
        } else {
            prop_assert_eq!(token, 0);
        }
    }
}
