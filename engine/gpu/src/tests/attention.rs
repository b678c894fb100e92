//! Attention by every variant against plain arithmetic.

use super::{Random, context, parameters, read};
use crate::{
    GpuContext,
    attention::{Attend, Heads},
    kernels::Kernels,
    parameters::{AttentionShape, Parameters},
    pipelines::bind,
};

/// Heads, a window, and token rows at the end of a cache.
#[derive(Debug, Clone, Copy)]
struct Case {
    kv_heads: u32,
    heads: Heads,
    window: u32,
    start: u32,
    rows: u32,
}

impl Case {
    fn query_heads(&self) -> u32 {
        self.kv_heads * self.heads.shared
    }

    fn random(&self, seed: u64, numbers: u32) -> Vec<f32> {
        let mut random = Random(seed);
        (0..numbers).map(|_| random.next()).collect()
    }

    fn queries(&self) -> Vec<f32> {
        // Far enough apart that some positions weigh a lot and some next to nothing.
        let queries = self.random(3, self.rows * self.query_heads() * self.heads.width);
        queries.into_iter().map(|number| number * 3.0).collect()
    }

    fn cache(&self, seed: u64) -> Vec<f32> {
        self.random(seed, (self.start + self.rows) * self.kv_heads * self.heads.width)
    }

    async fn found(&self, context: &GpuContext, kernels: &Kernels<'_>, by: Attend) -> Vec<f32> {
        let heads = self.query_heads();
        let q_stride = heads * self.heads.width;
        let shape = context.uniform(&AttentionShape {
            heads,
            kv_heads: self.kv_heads,
            window: self.window,
            q_stride,
            scale: 0.5,
        });
        let holding = |name, numbers: &[f32]| context.storage_of(name, numbers).expect("a buffer");
        let (queries, keys, values) = (
            holding("queries", &self.queries()),
            holding("keys", &self.cache(4)),
            holding("values", &self.cache(5)),
        );
        let out = context.storage("out", u64::from(self.rows * q_stride) * 4).expect("a buffer");
        let parameters = parameters(
            context,
            Parameters { start: self.start, rows: self.rows, ..Parameters::default() },
        );
        let make = |_: &GpuContext| kernels.attention(by, self.heads);
        let kernel = context.guarded(make).await.expect("a kernel");
        let buffers = [&shape, &queries, &keys, &values, &out];
        let bindings = bind(context, &kernel.1, &parameters, &buffers);
        context.submit(|pass| {
            pass.set_pipeline(&kernel.0);
            pass.set_bind_group(0, &bindings, &[0]);
            pass.dispatch_workgroups(heads / by.together(self.heads), self.rows, 1);
        });
        read(context, &out).await
    }

    /// The same on the CPU, in f64.
    fn expected(&self) -> Vec<f64> {
        let (queries, keys, values) = (self.queries(), self.cache(4), self.cache(5));
        let width = self.heads.width as usize;
        let mut out = Vec::new();
        for (index, query) in queries.chunks(width).enumerate() {
            let (row, head) =
                (index as u32 / self.query_heads(), index as u32 % self.query_heads());
            let end = self.start + row + 1;
            let seen = end - end.min(self.window)..end;
            let at = |position: u32| {
                let from = (position * self.kv_heads + head / self.heads.shared) as usize * width;
                from..from + width
            };
            let dot = |a: &[f32], b: &[f32]| -> f64 {
                a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum()
            };
            let weigh = |position| (0.5 * dot(query, &keys[at(position)])).exp();
            let total: f64 = seen.clone().map(weigh).sum();
            let element = |i: usize| -> f64 {
                let weighed = |position| weigh(position) * f64::from(values[at(position)][i]);
                seen.clone().map(weighed).sum::<f64>() / total
            };
            out.extend((0..width).map(element));
        }
        out
    }
}

#[test]
fn every_variant_attends() {
    let case = |kv_heads, shared, width, window, start, rows| Case {
        kv_heads,
        heads: Heads { shared, width },
        window,
        start,
        rows,
    };
    pollster::block_on(async {
        let context = context(|_| {}).await;
        let kernels = Kernels::new(&context);
        for case in [
            // The default model's heads; fewer positions than invocations; more than a chunk.
            case(2, 3, 32, u32::MAX, 0, 3),
            case(2, 3, 32, u32::MAX, 200, 2),
            // A window; heads that one invocation takes two at a time, and one at a time.
            case(1, 4, 64, 9, 130, 3),
            case(2, 5, 24, 70, 66, 1),
            case(1, 2, 256, u32::MAX, 77, 2),
        ] {
            let expected = case.expected();
            for by in [Attend::Thread, Attend::Group] {
                let found = case.found(&context, &kernels, by).await;
                assert_eq!(found.len(), expected.len());
                for (i, (found, expected)) in found.iter().zip(&expected).enumerate() {
                    let off = (f64::from(*found) - expected).abs();
                    assert!(off < 1e-4, "{by:?}, {case:?}: {found} is not {expected} at {i}");
                }
            }
        }
    });
}

#[test]
fn heads_are_divided_evenly() {
    for (shared, width, together) in [(3, 32, 3), (4, 64, 2), (5, 24, 5), (7, 64, 1), (1, 256, 1)] {
        assert_eq!(Attend::Thread.together(Heads { shared, width }), together);
        assert_eq!(Attend::Group.together(Heads { shared, width }), 1);
    }
    let wide = Heads { shared: 2, width: 512 };
    assert_eq!(Attend::Thread.fitting(wide), Attend::Group);
    assert_eq!(Attend::Thread.fitting(Heads { shared: 2, width: 256 }), Attend::Thread);
}
