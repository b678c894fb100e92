//! Matrix products: kernel variants and which one runs when.

use crate::{
    attention::Attend,
    context::GpuContext,
    layout::Layout,
    pipelines::{Access, bindings, compile},
    source::Source,
};
use diorama_model::{decoder::Activation, quant::TensorType};
use std::{cell::RefCell, collections::HashMap, rc::Rc};

/// How a kernel divides a product among invocations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Variant {
    /// An invocation computes so many pairs of rows for so many tokens.
    Thread {
        /// Pairs of rows.
        pairs: u32,
        /// Tokens.
        tokens: u32,
    },
    /// A workgroup computes four rows for so many tokens, at most 32.
    Group(u32),
    /// A workgroup computes 64 rows for 32 tokens through shared memory.
    Tile,
}

impl Variant {
    /// Rows of the matrix and tokens that a workgroup covers.
    pub fn extent(self) -> (u32, u32) {
        match self {
            Self::Thread { pairs, tokens } => (2 * pairs * THREAD_LANES, tokens),
            Self::Group(tokens) => (4, tokens),
            Self::Tile => (64, 32),
        }
    }
}

/// The variant for each number of token rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variants {
    /// For one row: decoding.
    pub one: Variant,
    /// For 2 to [`FEW`] rows: checking a draft.
    pub few: Variant,
    /// For more: reading a prompt.
    pub many: Variant,
    /// For attention, whatever the number of rows.
    pub attend: Attend,
}

/// Variants that are fast on the same devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Every invocation for itself: for programs that play a GPU.
    Threads,
    /// The invocations of a workgroup together: for chips.
    Groups,
}

impl Family {
    /// Its variants.
    pub(crate) const fn variants(self) -> Variants {
        match self {
            Self::Threads => Variants::THREADS,
            Self::Groups => Variants::GROUPS,
        }
    }
}

impl Variants {
    const THREADS: Self = Self {
        one: Variant::Thread { pairs: 4, tokens: 1 },
        few: Variant::Thread { pairs: 4, tokens: 4 },
        many: Variant::Thread { pairs: 4, tokens: 4 },
        attend: Attend::Thread,
    };
    const GROUPS: Self = Self {
        one: Variant::Group(1),
        few: Variant::Group(4),
        many: Variant::Tile,
        attend: Attend::Group,
    };
}

/// Invocations of a workgroup of [`Variant::Thread`]: few, so that there is work for every core.
const THREAD_LANES: u32 = 8;

/// The most rows that count as few.
pub const FEW: u32 = 16;

/// What happens to a pair of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Store {
    /// They are stored, with the bias added.
    Plain,
    /// The rows alternate gate and up; `activation(gate) * up` is stored.
    Gated(Gate),
}

/// [`Activation`], hashable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // as in `Activation`
pub enum Gate {
    Silu,
    GeluTanh,
}

impl From<Activation> for Gate {
    fn from(activation: Activation) -> Self {
        match activation {
            Activation::Silu => Self::Silu,
            Activation::GeluTanh => Self::GeluTanh,
        }
    }
}

/// A compiled variant.
#[derive(Debug, Clone)]
pub struct MatrixKernel {
    variant: Variant,
    pipeline: wgpu::ComputePipeline,
}

impl MatrixKernel {
    /// Dispatches the product of a matrix of `rows` rows with `tokens` token rows.
    pub fn dispatch(&self, pass: &mut wgpu::ComputePass<'_>, rows: u32, tokens: u32) {
        let (tile_rows, tile_tokens) = self.variant.extent();
        pass.set_pipeline(&self.pipeline);
        pass.dispatch_workgroups(rows.div_ceil(tile_rows), tokens.div_ceil(tile_tokens), 1);
    }
}

/// The kernels for one tensor type and way of storing.
#[derive(Debug)]
pub struct MatrixKernels {
    one: MatrixKernel,
    few: MatrixKernel,
    many: MatrixKernel,
}

impl MatrixKernels {
    /// The kernel for `tokens` token rows.
    pub fn for_tokens(&self, tokens: u32) -> &MatrixKernel {
        match tokens {
            0 | 1 => &self.one,
            2..=FEW => &self.few,
            _ => &self.many,
        }
    }
}

/// Compiles matrix kernels as they are asked for, each once.
#[derive(Debug)]
pub struct MatrixLibrary<'a> {
    context: &'a GpuContext,
    /// Bindings of every matrix kernel, whatever the variant.
    pub layout: wgpu::BindGroupLayout,
    compiled: RefCell<HashMap<(TensorType, Store, Variant), MatrixKernel>>,
}

impl<'a> MatrixLibrary<'a> {
    /// An empty library.
    pub fn new(context: &'a GpuContext) -> Self {
        use Access::{Read, Shape, Write};
        let layout = bindings(context, "matrix", &[Shape, Read, Read, Read, Read, Write]);
        Self { context, layout, compiled: RefCell::default() }
    }

    /// The kernels for matrices of `tensor_type`.
    pub fn kernels(
        &self,
        tensor_type: TensorType,
        store: Store,
        variants: Variants,
    ) -> Rc<MatrixKernels> {
        Rc::new(MatrixKernels {
            one: self.kernel(tensor_type, store, variants.one),
            few: self.kernel(tensor_type, store, variants.few),
            many: self.kernel(tensor_type, store, variants.many),
        })
    }

    /// One kernel.
    pub fn kernel(&self, tensor_type: TensorType, store: Store, variant: Variant) -> MatrixKernel {
        let mut compiled = self.compiled.borrow_mut();
        let kernel = compiled.entry((tensor_type, store, variant)).or_insert_with(|| {
            let label = format!("{tensor_type} matrix, {variant:?}, {store:?}");
            let source = source(tensor_type, store, variant);
            let pipeline = compile(self.context, &label, &source, &self.layout);
            MatrixKernel { variant, pipeline }
        });
        kernel.clone()
    }
}

fn source(tensor_type: TensorType, store: Store, variant: Variant) -> Source {
    let store = match store {
        Store::Plain => include_str!("kernels/store/plain.wgsl"),
        Store::Gated(Gate::Silu) => include_str!("kernels/store/silu.wgsl"),
        Store::Gated(Gate::GeluTanh) => include_str!("kernels/store/gelu.wgsl"),
    };
    let source = weights_source(tensor_type)
        .part(include_str!("kernels/matrix_shape.wgsl"))
        .part(include_str!("kernels/activations.wgsl"))
        .part(store);
    match variant {
        Variant::Thread { pairs, tokens } => source
            .number("LANES", THREAD_LANES)
            .number("PAIRS", pairs)
            .number("TOKENS", tokens)
            .part(include_str!("kernels/matrix_thread.wgsl")),
        Variant::Group(tokens) => {
            source.number("TOKENS", tokens).part(include_str!("kernels/matrix_group.wgsl"))
        }
        Variant::Tile => source.part(include_str!("kernels/matrix_tile.wgsl")),
    }
}

/// The beginning of every kernel that reads weights.
pub fn weights_source(tensor_type: TensorType) -> Source {
    let layout = Layout::of(tensor_type);
    Source::default()
        .number("ZERO", layout.zero())
        .part(include_str!("kernels/parameters.wgsl"))
        .part(include_str!("kernels/weights.wgsl"))
        .part(layout.quants_source)
        .part(layout.scales_source)
}
