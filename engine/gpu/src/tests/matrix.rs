//! Products with matrices of every type, by every variant, in odd shapes.

use super::{Random, context, parameters, read};
use crate::{
    GpuContext,
    kernels::Kernels,
    layout::Layout,
    matrix::{Gate, Store, Variant},
    parameters::{EmbedShape, MatrixShape, Parameters},
    pipelines::bind,
    state::stride,
    weights::{Matrix, Order},
};
use diorama_model::{
    gguf::TensorInfo,
    quant::{TensorType, dequantize, quantize},
};

const VARIANTS: [Variant; 5] = [
    Variant::Thread { pairs: 4, tokens: 1 },
    Variant::Thread { pairs: 4, tokens: 4 },
    Variant::Group(1),
    Variant::Group(4),
    Variant::Tile,
];

/// A tensor in memory, and what it holds.
struct Tensor {
    info: TensorInfo,
    bytes: Vec<u8>,
    values: Vec<f32>,
}

impl Tensor {
    fn random(tensor_type: TensorType, inputs: u32, rows: u32) -> Self {
        let mut random = Random(u64::from(inputs * rows) + 1);
        let elements = inputs as usize * rows as usize;
        let floats: Vec<f32> = (0..elements).map(|_| random.next()).collect();
        let bytes = quantize(tensor_type, &floats).unwrap_or_else(|_| {
            // No quantizer: any bytes are weights, with scales that are not too wild.
            let length = tensor_type.bytes_for(elements as u64).expect("whole blocks") as usize;
            let mut bytes: Vec<u8> = (0..length).map(|_| random.bits() as u8).collect();
            let block = tensor_type.block_bytes() as usize;
            let scales = if tensor_type == TensorType::Q6_K { 208..210 } else { 0..4 };
            for block in bytes.chunks_mut(block) {
                for half in block[scales.clone()].chunks_mut(2) {
                    // 0.0005 to 0.002
                    half.copy_from_slice(&(0x1000 | half[0] as u16).to_le_bytes());
                }
            }
            bytes
        });
        let mut values = vec![0.0; elements];
        dequantize(tensor_type, &bytes, &mut values).expect("whole blocks");
        let info = TensorInfo {
            dimensions: vec![u64::from(inputs), u64::from(rows)],
            tensor_type,
            offset: 0,
            length: bytes.len() as u64,
        };
        Self { info, bytes, values }
    }

    async fn load(&self, context: &GpuContext) -> Matrix {
        let source = self.bytes.as_slice();
        Matrix::load(context, &source, &[&self.info], Order::Joined, &mut |_| {})
            .await
            .expect("a loaded matrix")
    }
}

/// `y = W x` by a variant, for `tokens` token rows of `x`.
async fn product(
    context: &GpuContext,
    matrix: &Matrix,
    (variant, store): (Variant, Store),
    x: &[f32],
    tokens: u32,
) -> Vec<f32> {
    let kernels = Kernels::new(context);
    let library = kernels.matrices();
    let make = |_: &GpuContext| library.kernel(matrix.tensor_type, store, variant);
    let kernel = context.guarded(make).await.expect("a kernel");
    let x_stride = stride(matrix.inputs);
    let mut padded = vec![0.0; (x_stride * tokens) as usize];
    for (to, from) in padded.chunks_mut(x_stride as usize).zip(x.chunks(matrix.inputs as usize)) {
        to[..from.len()].copy_from_slice(from);
    }
    let x = context.storage_of("x", &padded).expect("a buffer");
    let bytes = u64::from(matrix.rows * tokens) * 4;
    let y = context.storage("y", bytes).expect("a buffer");
    let parameters = parameters(context, Parameters { rows: tokens, ..Parameters::default() });
    for tile in &matrix.tiles {
        let shape = context.uniform(&MatrixShape {
            blocks: matrix.blocks(),
            rows: tile.rows,
            x_stride: x_stride / 4,
            y_stride: matrix.rows,
            y_offset: 0,
            first_row: tile.first_row,
            biased: 0,
        });
        let buffers = [&shape, &x, &tile.quants, &tile.scales, &tile.scales, &y];
        let bindings = bind(context, &library.layout, &parameters, &buffers);
        context.submit(|pass| {
            pass.set_bind_group(0, &bindings, &[0]);
            kernel.dispatch(pass, tile.rows, tokens);
        });
    }
    let mut y = read(context, &y).await;
    y.truncate((matrix.rows * tokens) as usize);
    y
}

/// The same on the CPU, in f64.
fn expected(tensor: &Tensor, x: &[f32]) -> Vec<f64> {
    let inputs = tensor.info.row_elements() as usize;
    let dot = |row: &[f32], x: &[f32]| -> f64 {
        row.iter().zip(x).map(|(w, x)| f64::from(*w) * f64::from(*x)).sum()
    };
    x.chunks(inputs)
        .flat_map(|x| tensor.values.chunks(inputs).map(move |row| dot(row, x)))
        .collect()
}

fn assert_close(found: &[f32], expected: &[f64], what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}");
    let scale = expected.iter().fold(0.0_f64, |most, y| most.max(y.abs()));
    assert!(scale > 0.01, "{what}: nothing to compare");
    for (i, (found, expected)) in found.iter().zip(expected).enumerate() {
        let error = (f64::from(*found) - expected).abs();
        assert!(error < 1e-5 * scale, "{what}: number {i} is {found}, not {expected}");
    }
}

async fn check(context: &GpuContext, tensor: &Tensor, variant: Variant, tokens: u32) {
    let matrix = tensor.load(context).await;
    let mut random = Random(u64::from(tokens));
    let x: Vec<f32> = (0..matrix.inputs * tokens).map(|_| random.next()).collect();
    let y = product(context, &matrix, (variant, Store::Plain), &x, tokens).await;
    let what = format!("{:?}, {variant:?}, {tokens} tokens", tensor.info);
    assert_close(&y, &expected(tensor, &x), &what);
}

#[test]
fn every_type() {
    pollster::block_on(async {
        let context = context(|_| {}).await;
        for tensor_type in TensorType::ALL {
            let tensor = Tensor::random(tensor_type, 768, 70);
            check(&context, &tensor, Variant::Group(1), 1).await;
        }
    });
}

#[test]
fn every_variant_in_odd_shapes() {
    pollster::block_on(async {
        let context = context(|_| {}).await;
        let q4 = Tensor::random(TensorType::Q4_0, 96, 71);
        let f16 = Tensor::random(TensorType::F16, 42, 7);
        for variant in VARIANTS {
            for tokens in [1, 2, 5, 16, 33] {
                check(&context, &q4, variant, tokens).await;
            }
            check(&context, &f16, variant, 3).await;
        }
    });
}

#[test]
fn a_big_matrix_lies_in_tiles() {
    pollster::block_on(async {
        let limit = 1 << 16;
        let context = context(|limits| {
            limits.max_storage_buffer_binding_size = limit;
            limits.max_buffer_size = limit;
        })
        .await;
        // 1024 rows of 3 blocks of 8 words; the scales of an odd number of blocks a row.
        let tensor = Tensor::random(TensorType::Q8_0, 96, 1023);
        let matrix = tensor.load(&context).await;
        assert_eq!(matrix.tiles.len(), 2);
        let rows: Vec<_> = matrix.tiles.iter().map(|tile| (tile.first_row, tile.rows)).collect();
        assert_eq!(rows, [(0, 682), (682, 341)]);
        check(&context, &tensor, Variant::Group(1), 2).await;
        check_embedding(&context, &tensor).await;
    });
}

/// Looks up rows of both tiles.
async fn check_embedding(context: &GpuContext, tensor: &Tensor) {
    let matrix = tensor.load(context).await;
    let kernels = Kernels::new(context);
    let kernel = context.guarded(|_| kernels.embed(matrix.tensor_type)).await.expect("a kernel");
    let ids = [9_u32, 1022, 0, 681, 682];
    let tokens = context.storage_of("tokens", &ids).expect("a buffer");
    let x = context.storage("x", 5 * 96 * 4).expect("a buffer");
    // The tokens at positions 1 to 4.
    let parameters = parameters(context, Parameters { start: 1, rows: 4, ..Parameters::default() });
    for tile in &matrix.tiles {
        let shape = context.uniform(&EmbedShape {
            blocks: matrix.blocks(),
            first_token: tile.first_row,
            rows: tile.rows,
            x_stride: 96 / 4,
            scale: 2.0,
        });
        let buffers = [&shape, &tokens, &tile.quants, &tile.scales, &x];
        let bindings = bind(context, &kernel.1, &parameters, &buffers);
        context.submit(|pass| {
            pass.set_pipeline(&kernel.0);
            pass.set_bind_group(0, &bindings, &[0]);
            pass.dispatch_workgroups(1, 4, 1);
        });
    }
    let found: Vec<f32> = read(context, &x).await;
    let expected: Vec<f32> = ids[1..]
        .iter()
        .flat_map(|&id| &tensor.values[id as usize * 96..][..96])
        .map(|weight| 2.0 * weight)
        .collect();
    assert_eq!(found[..expected.len()], expected);
}

#[test]
fn alternating_rows_are_gated() {
    pollster::block_on(async {
        let context = context(|_| {}).await;
        let gate = Tensor::random(TensorType::Q4_1, 64, 35);
        let up = Tensor::random(TensorType::Q4_1, 64, 35);
        let bytes = [gate.bytes.as_slice(), &up.bytes].concat();
        let up_info = TensorInfo { offset: gate.bytes.len() as u64, ..up.info.clone() };
        let tensors = [&gate.info, &up_info];
        let source = bytes.as_slice();
        let matrix = Matrix::load(&context, &source, &tensors, Order::Alternating, &mut |_| {})
            .await
            .expect("a loaded matrix");
        let mut random = Random(3);
        let x: Vec<f32> = (0..64).map(|_| random.next()).collect();
        let pairs: Vec<(f64, f64)> =
            expected(&gate, &x).into_iter().zip(expected(&up, &x)).collect();
        let silu = |v: f64| v / (1.0 + (-v).exp());
        let gelu =
            |v: f64| 0.5 * v * (1.0 + (0.797_884_560_8 * (v + 0.044_715 * v * v * v)).tanh());
        let silu: Vec<f64> = pairs.iter().map(|(gate, up)| silu(*gate) * up).collect();
        let gelu: Vec<f64> = pairs.iter().map(|(gate, up)| gelu(*gate) * up).collect();
        for (gate, expected) in [(Gate::Silu, silu), (Gate::GeluTanh, gelu)] {
            let kernel = (Variant::Group(1), Store::Gated(gate));
            let y = product(&context, &matrix, kernel, &x, 1).await;
            assert_close(&y[..35], &expected, &format!("{gate:?}"));
        }
    });
}

#[test]
fn layouts_take_little_more_than_the_file() {
    for tensor_type in TensorType::ALL {
        let layout = Layout::of(tensor_type);
        let blocks = 256 * 8;
        let ours = layout.quants_bytes(blocks) + layout.scales_bytes(blocks);
        let files = tensor_type.bytes_for(blocks * 32).expect("whole blocks");
        assert!(ours as f64 <= files as f64 * 1.04, "{tensor_type}: {ours} for {files} bytes");
        assert!(ours >= files, "{tensor_type}");
    }
}
