//! A real model, token by token, against the CPU executor.

mod common;

use diorama_model::{Executor, Sampler, source::FileSource};
use std::time::Instant;

#[test]
fn greedy_tokens_are_the_cpus() {
    pollster::block_on(async {
        let source = FileSource::open(common::smollm2()).expect("a readable model");
        let context = common::gpu().await;
        println!("{:?}", context.facts());
        let t = Instant::now();
        let mut gpu = common::on_gpu(&context, &source, 512).await.expect("a loaded model");
        println!(
            "cpu {} load {:?} dispatches {} {:?}",
            0,
            t.elapsed(),
            gpu.dispatches_per_token(),
            gpu
        );
        let mut cpu = common::on_cpu(&source, 512).await;
        let prompt: Vec<u32> = (0..40).map(|i| (i * 977 + 13) % 49152).collect();
        let t = Instant::now();
        gpu.feed(&prompt).await.expect("fed");
        let a = gpu.logits().await.expect("logits");
        println!("gpu feed {:?}", t.elapsed());
        let t = Instant::now();
        cpu.feed(&prompt).await.expect("fed");
        println!("cpu feed {:?}", t.elapsed());
        let b = cpu.logits().await.expect("logits");
        let worst = a.iter().zip(&b).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        println!("{worst} {:?} {:?}", &a[..5], &b[..5]);
        let t = Instant::now();
        let x = gpu.draw(&Sampler::greedy(), 8).await.expect("drawn");
        println!("gpu draw {:?}", t.elapsed());
        let t = Instant::now();
        let y = cpu.draw(&Sampler::greedy(), 8).await.expect("drawn");
        println!("cpu draw {:?}", t.elapsed());
        println!("{x:?}\n{y:?}");
        assert_eq!(x, y);
    });
}
