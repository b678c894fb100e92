//! The loop's body: a batch in, a slightly better decoder out.

use crate::{
    Config,
    data::Batch,
    decoder::{Decoder, Frame},
    kernels::entropy,
    schedule,
};
use burn::{
    grad_clipping::GradientClippingConfig,
    module::ParamGroup,
    optim::{
        AdamWConfig, AdjustLrFn, GradientsParams, ModuleOptimizer, MuonConfig,
        decay::WeightDecayConfig,
    },
    tensor::{Device, Int, Tensor},
};

/// The matrices of the blocks, by the names of the module's fields.
const MATRICES: [&str; 4] = ["mixed", "output", "both", "down"];

/// A decoder that is being trained.
pub struct Trainer {
    config: Config,
    device: Device,
    frame: Frame,
    /// The decoder so far.
    pub decoder: Decoder,
    /// What the optimizers remember.
    pub optimizer: ModuleOptimizer,
    /// Batches that were learned from.
    pub step: usize,
}

/// How well the decoder writes what it should have written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// Mean cross entropy, in nats a token.
    pub loss: f32,
    /// Tokens that count.
    pub tokens: usize,
}

impl Trainer {
    /// A new decoder.
    pub fn new(config: Config, device: Device) -> Self {
        device.seed(config.seed);
        Self {
            frame: Frame::new(&config.model, config.data.sequence),
            decoder: Decoder::new(&config.model, config.vocabulary, &device),
            optimizer: optimizer(&config),
            config,
            device,
            step: 0,
        }
    }

    /// The configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Where the decoder is.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// Learns from a batch; gives the score before.
    pub fn learn(&mut self, batch: &Batch) -> Score {
        let (logits, targets) = self.logits(batch);
        let loss = entropy(logits, &targets);
        let gradients = GradientsParams::from_grads(loss.backward(), &self.decoder);
        let training = &self.config.training;
        let rate = training.rate * schedule::rate(training, self.step);
        self.decoder = self.optimizer.step(rate, self.decoder.clone(), gradients);
        self.step += 1;
        // Last, because to read it is to wait for a GPU, which until here has had the next thing to do.
        Score { loss: loss.into_scalar(), tokens: targets.len() }
    }

    /// The logits at the tokens that count, `[count, vocabulary]`, and the tokens that come there.
    pub fn logits(&self, batch: &Batch) -> (Tensor<2>, Vec<i32>) {
        let counting = || batch.weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0);
        let wanted: Vec<i32> = counting().map(|(at, _)| at as i32).collect();
        let targets = counting().map(|(at, _)| batch.targets[at]).collect();
        let inputs = Tensor::<1, Int>::from_data(batch.inputs.as_slice(), &self.device);
        let wanted = Tensor::<1, Int>::from_data(wanted.as_slice(), &self.device);
        (self.decoder.forward(&self.frame, inputs, wanted), targets)
    }
}

/// Muon (Jordan et al. 2024) for the matrices of the blocks, AdamW for the embedding and the norms.
fn optimizer(config: &Config) -> ModuleOptimizer {
    let training = &config.training;
    let clipping = GradientClippingConfig::Norm(training.clip as f32);
    let muon = MuonConfig::new()
        .with_weight_decay(Some(WeightDecayConfig::new(training.decay as f32)))
        .with_adjust_lr_fn(AdjustLrFn::MatchRmsAdamW)
        .build();
    AdamWConfig::new()
        .with_beta_2(0.95)
        .with_epsilon(1e-8)
        .with_weight_decay(0.0)
        .with_grad_clipping(Some(clipping))
        .init()
        .with_group(ParamGroup::from_any_predicates(MATRICES.to_vec()), muon, None)
}
