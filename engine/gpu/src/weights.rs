//! Streaming weights from the file to the GPU: a slice at a time is read, repacked, uploaded and
//! dropped, so that memory stays small whatever the model's size.

use crate::{context::GpuContext, layout::Layout, repack::Packed};
use diorama_model::{
    ByteSource, ExecuteError, SourceError,
    gguf::{TensorError, TensorInfo},
    quant::{TensorType, dequantize},
};

/// Bytes of the file read at once.
const SLICE: u64 = 1 << 20;
/// Rows in one dispatch at most: two a workgroup must stay within 65,535 workgroups.
const MAX_TILE_ROWS: u64 = 1 << 16;

/// Neighbouring rows of a matrix that lie in one pair of buffers.
#[derive(Debug)]
pub struct Tile {
    /// The first row.
    pub first_row: u32,
    /// Number of rows.
    pub rows: u32,
    /// See [`crate::layout`].
    pub quants: wgpu::Buffer,
    /// See [`crate::layout`].
    pub scales: wgpu::Buffer,
}

/// A matrix `[rows][inputs]` on the GPU, in as many tiles as the binding limit asks for.
#[derive(Debug)]
pub struct Matrix {
    /// How the file stored it.
    pub tensor_type: TensorType,
    /// Length of a row.
    pub inputs: u32,
    /// Number of rows.
    pub rows: u32,
    /// The rows, in order.
    pub tiles: Vec<Tile>,
}

/// How several tensors become one matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// One after the other.
    Joined,
    /// A row of each in turn.
    Alternating,
}

impl Matrix {
    /// Loads `tensors`, of one type and row length, as one matrix. `progress` hears of the bytes
    /// of each slice read.
    ///
    /// Where tensors are joined, all but the last have an even number of rows; alternating ones
    /// have as many rows as each other.
    pub async fn load(
        context: &GpuContext,
        source: &impl ByteSource,
        tensors: &[&TensorInfo],
        order: Order,
        progress: &mut impl FnMut(u64),
    ) -> Result<Self, ExecuteError> {
        let Some(first) = tensors.first() else {
            return Err(ExecuteError::Model("a matrix of no tensors".to_owned()));
        };
        let tensor_type = first.tensor_type;
        let rows = tensors.iter().map(|tensor| tensor.rows()).sum::<u64>();
        let (Ok(inputs), Ok(rows)) = (u32::try_from(first.row_elements()), u32::try_from(rows))
        else {
            return Err(ExecuteError::Model("a matrix of more than 2^32 rows".to_owned()));
        };
        let tiles = tiles(context, tensor_type, inputs, rows).await?;
        let matrix = Self { tensor_type, inputs, rows, tiles };

        let row_bytes = first.row_bytes().max(1);
        // Even, so that a slice begins on a whole word of scales.
        let slice_rows = (SLICE / row_bytes / 2 * 2).max(2);
        match order {
            Order::Joined => {
                let mut to = 0;
                for tensor in tensors {
                    for (start, end) in slices(tensor.rows(), slice_rows) {
                        let bytes = read_rows(source, tensor, start, end).await?;
                        matrix.upload(context, to + start, &[&bytes]);
                        context.check()?;
                        progress(bytes.len() as u64);
                    }
                    to += tensor.rows();
                }
            }
            Order::Alternating => {
                for (start, end) in slices(first.rows(), slice_rows) {
                    let mut parts = Vec::new();
                    for tensor in tensors {
                        parts.push(read_rows(source, tensor, start, end).await?);
                    }
                    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
                    matrix.upload(context, start * tensors.len() as u64, &parts);
                    context.check()?;
                    progress(parts.iter().map(ByteSource::len).sum());
                }
            }
        }
        Ok(matrix)
    }

    /// Blocks of 32 weights in a row.
    pub fn blocks(&self) -> u32 {
        Layout::of(self.tensor_type).blocks(self.inputs)
    }

    /// Writes rows from `first` on: a row of each of `parts` in turn.
    fn upload(&self, context: &GpuContext, first: u64, parts: &[&[u8]]) {
        let layout = Layout::of(self.tensor_type);
        let row_bytes = self.tensor_type.bytes_for(u64::from(self.inputs)).unwrap_or(0) as usize;
        let total = parts.iter().map(|part| <[u8]>::len(part)).sum::<usize>() / row_bytes.max(1);
        let end = first + total as u64;
        for tile in &self.tiles {
            let tile_first = u64::from(tile.first_row);
            let begin = first.max(tile_first);
            let end = end.min(tile_first + u64::from(tile.rows));
            if begin >= end {
                continue;
            }
            let mut packed = Packed::default();
            for row in begin - first..end - first {
                let (part, at) = (row as usize % parts.len(), row as usize / parts.len());
                packed.push_row(self.tensor_type, &parts[part][at * row_bytes..][..row_bytes]);
            }
            let block = (begin - tile_first) * u64::from(self.blocks());
            let queue = context.queue();
            queue.write_buffer(&tile.quants, layout.quants_bytes(block), packed.quants_bytes());
            let scales = packed.scales_bytes();
            if !scales.is_empty() {
                queue.write_buffer(&tile.scales, layout.scales_bytes(block), scales);
            }
        }
        // What is written waits in memory for the next submission.
        context.queue().submit([]);
    }
}

/// Makes the buffers for a matrix, in tiles that kernels can see whole.
async fn tiles(
    context: &GpuContext,
    tensor_type: TensorType,
    inputs: u32,
    rows: u32,
) -> Result<Vec<Tile>, ExecuteError> {
    let layout = Layout::of(tensor_type);
    let row_blocks = u64::from(layout.blocks(inputs));
    let limit = context.facts().max_binding.min(context.facts().max_buffer);
    let row_bytes = layout.quants_bytes(row_blocks).max(layout.scales_bytes(row_blocks)).max(1);
    // Even, so that a tile begins on a whole word of scales and keeps pairs of rows together.
    let tile_rows = (limit / row_bytes).min(MAX_TILE_ROWS) / 2 * 2;
    if tile_rows == 0 {
        return Err(ExecuteError::OutOfMemory(format!(
            "two rows of a matrix take {} bytes, and the GPU allows {limit} in one piece",
            2 * row_bytes
        )));
    }
    let make = |context: &GpuContext| {
        slices(u64::from(rows), tile_rows)
            .map(|(start, end)| {
                let blocks = (end - start) * row_blocks;
                Ok(Tile {
                    first_row: start as u32,
                    rows: (end - start) as u32,
                    quants: context.storage("weights", layout.quants_bytes(blocks))?,
                    scales: context.storage("scales", layout.scales_bytes(blocks))?,
                })
            })
            .collect()
    };
    context.guarded(make).await?
}

/// Loads a vector (a norm's weight, a bias, factors) as f32.
pub async fn load_vector(
    source: &impl ByteSource,
    tensor: &TensorInfo,
) -> Result<Vec<f32>, ExecuteError> {
    let bytes = read_rows(source, tensor, 0, tensor.rows()).await?;
    let mut values = vec![0.0; tensor.elements() as usize];
    dequantize(tensor.tensor_type, &bytes, &mut values)
        .map_err(|error| ExecuteError::Model(error.to_string()))?;
    Ok(values)
}

async fn read_rows(
    source: &impl ByteSource,
    tensor: &TensorInfo,
    start: u64,
    end: u64,
) -> Result<Vec<u8>, ExecuteError> {
    tensor.read_rows(source, start..end).await.map_err(|error| match error {
        TensorError::Source(error) => ExecuteError::Source(error),
        other => ExecuteError::Source(SourceError::Medium(other.to_string())),
    })
}

/// `0..count` in pieces of `length`.
fn slices(count: u64, length: u64) -> impl Iterator<Item = (u64, u64)> {
    (0..count.div_ceil(length)).map(move |i| (i * length, ((i + 1) * length).min(count)))
}
