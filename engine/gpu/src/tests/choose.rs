//! Sampling kernels against `Sampler::choose`.

use super::{Random, context, read};
use crate::{
    GpuContext,
    kernels::Kernels,
    parameters::{Parameters, TopShape},
    pipelines::bind,
    sample,
};
use diorama_model::{Sampler, Sampling};

/// The token chosen from `logits` among the `kept` best.
async fn choose(
    context: &GpuContext,
    kernels: &Kernels<'_>,
    logits: &[f32],
    kept: u32,
    parameters: Parameters,
) -> u32 {
    let parameters = super::parameters(context, parameters);
    let logits_buffer = context.storage_of("logits", logits).expect("a buffer");
    let tokens = context.storage("tokens", 64).expect("a buffer");
    let mut count = logits.len() as u32;
    let mut input = None;
    loop {
        let chunks = count.div_ceil(1024);
        let best = context.storage("best", u64::from(chunks * kept) * 8).expect("a buffer");
        let top = context.guarded(|_| kernels.top(input.is_none(), kept)).await.expect("a kernel");
        let shape = context.uniform(&TopShape { count, stride: count, chunks });
        let candidates = input.as_ref().unwrap_or(&logits_buffer);
        let buffers = [&shape, &logits_buffer, candidates, &best];
        let bindings = bind(context, &top.1, &parameters, &buffers);
        context.submit(|pass| {
            pass.set_pipeline(&top.0);
            pass.set_bind_group(0, &bindings, &[0]);
            pass.dispatch_workgroups(chunks, 1, 1);
        });
        count = chunks * kept;
        input = Some(best);
        if chunks == 1 {
            break;
        }
    }
    let kernel = context.guarded(|_| kernels.choose(kept)).await.expect("a kernel");
    let best = input.as_ref().expect("at least one round");
    let bindings = bind(context, &kernel.1, &parameters, &[best, &tokens]);
    context.submit(|pass| {
        pass.set_pipeline(&kernel.0);
        pass.set_bind_group(0, &bindings, &[0]);
        pass.dispatch_workgroups(1, 1, 1);
    });
    read::<u32>(context, &tokens).await[5]
}

fn arg_max(logits: &[f32]) -> u32 {
    Sampler::greedy().choose(logits, 0)
}

fn logits(count: usize) -> Vec<f32> {
    let mut random = Random(count as u64);
    (0..count).map(|_| (random.next() * 8.0).round() + random.next()).collect()
}

#[test]
fn the_best_of_any_number() {
    pollster::block_on(async {
        let context = context(|_| {}).await;
        let kernels = Kernels::new(&context);
        let parameters = Parameters { start: 5, rows: 1, ..Parameters::default() };
        for count in [1, 2, 1023, 1025, 70_001] {
            let logits = logits(count);
            let found = choose(&context, &kernels, &logits, 1, parameters).await;
            assert_eq!(found, arg_max(&logits), "of {count}");
        }
        // Equal ones, and ones that are no numbers.
        let mut odd = vec![1.0; 3000];
        odd[7] = f32::NAN;
        odd[8] = f32::INFINITY;
        odd[1500] = 2.0;
        odd[2900] = 2.0;
        assert_eq!(choose(&context, &kernels, &odd, 1, parameters).await, 1500);
        assert_eq!(choose(&context, &kernels, &[f32::NAN; 9], 1, parameters).await, 0);
    });
}

#[test]
fn draws_are_those_of_the_sampler() {
    let samplings = [
        Sampling { temperature: 1.0, top_k: 64, top_p: 1.0, min_p: 0.0, seed: 1 },
        Sampling { temperature: 3.0, top_k: 40, top_p: 0.8, min_p: 0.0, seed: 2 },
        Sampling { temperature: 0.5, top_k: 20, top_p: 0.95, min_p: 0.05, seed: 3 },
        Sampling { temperature: 2.0, top_k: 1, top_p: 0.5, min_p: 0.0, seed: 4 },
        Sampling { temperature: 2.0, top_k: 64, top_p: 0.0, min_p: 1.0, seed: 5 },
    ];
    pollster::block_on(async {
        let context = context(|_| {}).await;
        let kernels = Kernels::new(&context);
        let mut different = 0;
        for sampling in samplings {
            let sampler = Sampler::new(sampling).expect("valid numbers");
            for count in [40, 5000] {
                let logits = logits(count);
                for seed_position in 0..8 {
                    let parameters = sample::parameters(&sampler, 5, 0);
                    let chance = sampler.uniform(seed_position);
                    let parameters = Parameters { chance, ..parameters };
                    let found =
                        choose(&context, &kernels, &logits, sample::MAX_TOP_K, parameters).await;
                    assert_eq!(found, sampler.choose(&logits, seed_position), "{sampling:?}");
                    different += u32::from(found != arg_max(&logits));
                }
            }
        }
        assert!(different > 10, "{different} of the draws were not simply the best");
    });
}
