//! The kernels give what burn's own operations give, and so do their derivatives.

use super::{Heads, Rotation, attention, entropy, gate, norm, plain};
use burn::tensor::{Device, Distribution, Int, Tensor, Tolerance};

fn random<const D: usize>(shape: [usize; D], device: &Device) -> Tensor<D> {
    Tensor::random(shape, Distribution::Normal(0.0, 1.0), device).require_grad()
}

/// Both ways of computing agree, and their derivatives by all inputs, weighed at random.
macro_rules! agree {
    ([$($input:ident),+], $ours:expr, $theirs:expr) => {{
        let (ours, theirs) = ($ours, $theirs);
        let near = Tolerance::<f32>::rel_abs(2e-4, 2e-5);
        ours.to_data().assert_approx_eq::<f32>(&theirs.to_data(), near);
        let weigh = Tensor::random(ours.shape(), Distribution::Default, &ours.device());
        let by_ours = (ours * weigh.clone()).sum().backward();
        let by_theirs = (theirs * weigh).sum().backward();
        $(
            let (a, b) = ($input.grad(&by_ours).unwrap(), $input.grad(&by_theirs).unwrap());
            a.to_data().assert_approx_eq::<f32>(&b.to_data(), near);
        )+
    }};
}

fn device() -> Device {
    let device = Device::flex().autodiff();
    device.seed(7);
    device
}

/// Libtorch gives what burn's operations give there.
#[cfg(feature = "torch")]
#[test]
#[allow(deprecated)] // as in `torch`
fn torch_agrees() {
    use super::torch;
    let device = Device::libtorch().autodiff();
    device.seed(7);
    let (x, weight) = (random([130, 96], &device), random([96], &device));
    let theirs = plain::norm(x.clone(), weight.clone(), 1e-5);
    agree!([x, weight], torch::norm(&x, &weight, 1e-5).unwrap(), theirs);
    let both = random([70, 128], &device);
    agree!([both], torch::gate(&both).unwrap(), plain::gate(both.clone()));
    let logits = random([40, 300], &device);
    let targets: Vec<i32> = (0..40).map(|i| i * 7 % 300).collect();
    let tensor = Tensor::<1, Int>::from_data(targets.as_slice(), &device);
    let theirs = plain::entropy(logits.clone(), tensor);
    agree!([logits], torch::entropy(&logits, &targets).unwrap(), theirs);
    for (queries, keys, size, length) in [(6, 2, 32, 130), (4, 4, 16, 64), (2, 1, 8, 3)] {
        let heads = Heads { queries, keys, size };
        let rotation = Rotation::new(size, length, 10_000.0);
        let mixed = random([2 * length, (queries + 2 * keys) * size], &device);
        let theirs = plain::attention(mixed.clone(), heads, &rotation);
        agree!([mixed], torch::attention(&mixed, heads, &rotation).unwrap(), theirs);
    }
}

#[test]
fn norms_agree() {
    let device = device();
    let (x, weight) = (random([130, 96], &device), random([96], &device));
    let theirs = plain::norm(x.clone(), weight.clone(), 1e-5);
    agree!([x, weight], norm(x.clone(), weight.clone(), 1e-5), theirs);
}

#[test]
fn gates_agree() {
    let device = device();
    let both = random([70, 128], &device) * 4.0;
    let both = both.detach().require_grad();
    agree!([both], gate(both.clone()), plain::gate(both.clone()));
}

#[test]
fn losses_agree() {
    let device = device();
    let logits = (random([40, 300], &device) * 5.0).detach().require_grad();
    let targets: Vec<i32> = (0..40).map(|i| i * 7 % 300).collect();
    let tensor = Tensor::<1, Int>::from_data(targets.as_slice(), &device);
    agree!([logits], entropy(logits.clone(), &targets), plain::entropy(logits.clone(), tensor));
}

#[test]
fn attentions_agree() {
    let device = device();
    for (queries, keys, size, length) in [(6, 2, 32, 130), (4, 4, 16, 64), (2, 1, 8, 3)] {
        let heads = Heads { queries, keys, size };
        let rotation = Rotation::new(size, length, 10_000.0);
        let mixed = random([2 * length, (queries + 2 * keys) * size], &device);
        let theirs = plain::attention(mixed.clone(), heads, &rotation);
        agree!([mixed], attention(mixed.clone(), heads, &rotation), theirs);
    }
}

#[test]
fn exponentials_are_exact_enough() {
    for i in -8700..8800 {
        let x = i as f32 / 100.0;
        let (ours, exact) = (super::simd::exp(x), f64::from(x).exp());
        assert!((f64::from(ours) / exact - 1.0).abs() < 3e-7, "{x}: {ours} is not {exact}");
    }
    assert!(super::simd::exp(-100.0) == 0.0);
}
