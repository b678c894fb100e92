//! Attention: kernel variants, and how they divide the heads.

use crate::{
    pipelines::Access,
    source::{Source, plain},
};

/// How a kernel divides attention among invocations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Attend {
    /// Each invocation attends to positions of its own.
    Thread,
    /// The invocations of a workgroup attend to the same positions together.
    Group,
}

/// The shape of the heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Heads {
    /// Query heads that share their keys and values.
    pub shared: u32,
    /// Numbers in a head, a multiple of 4.
    pub width: u32,
}

/// Invocations of [`Attend::Thread`] that share a token row: as many as a vector unit is wide.
const THREAD_LANES: u32 = 8;
/// Sums of four numbers that one of them holds at most.
const MOST_SUMS: u32 = 32;
/// The widest head that one of them takes: what they join has to fit into a workgroup's memory.
const WIDEST: u32 = 256;
/// Invocations of [`Attend::Group`].
const GROUP_LANES: u32 = 64;

/// Bindings of every variant: shape, q, keys, values, out.
pub const ACCESSES: [Access; 5] =
    [Access::Shape, Access::Read, Access::Read, Access::Read, Access::Write];

impl Attend {
    /// Query heads that a workgroup covers.
    pub fn together(self, heads: Heads) -> u32 {
        match self {
            Self::Thread => {
                let most = (MOST_SUMS * 4 / heads.width).clamp(1, heads.shared.max(1));
                (1..=most).rev().find(|&some| heads.shared.is_multiple_of(some)).unwrap_or(1)
            }
            Self::Group => 1,
        }
    }

    /// This, or what takes its place where the heads are too wide for it.
    pub fn fitting(self, heads: Heads) -> Self {
        if heads.width > WIDEST { Self::Group } else { self }
    }

    /// The kernel.
    pub fn source(self, heads: Heads) -> Source {
        let Heads { width, .. } = heads;
        match self {
            Self::Thread => plain()
                .number("LANES", THREAD_LANES)
                .number("QUERIES", self.together(heads))
                .number("QUADS", width / 4)
                .part(include_str!("kernels/attention_thread.wgsl")),
            Self::Group => plain()
                .number("HEAD_WIDTH", width)
                .number("DIMENSIONS", width.div_ceil(GROUP_LANES))
                .part(include_str!("kernels/attention_group.wgsl")),
        }
    }
}
