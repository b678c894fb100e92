//! The weights of a decoder as burn has it.

use super::{ExportError, Weights};
use crate::decoder::{Block, Decoder};
use burn::{
    module::Param,
    tensor::{DataError, Tensor},
};

impl TryFrom<&Decoder> for Weights {
    type Error = ExportError;

    fn try_from(decoder: &Decoder) -> Result<Self, ExportError> {
        weights(decoder).map_err(|error| ExportError::Numbers(format!("{error:?}")))
    }
}

fn weights(decoder: &Decoder) -> Result<Weights, DataError> {
    let mut all = vec![
        ("token_embd.weight".to_owned(), numbers(&decoder.embedding)?),
        ("output_norm.weight".to_owned(), numbers(&decoder.norm)?),
    ];
    for (layer, block) in decoder.blocks.iter().enumerate() {
        let named = |(name, numbers)| (format!("blk.{layer}.{name}.weight"), numbers);
        all.extend(tensors(block)?.map(named));
    }
    Ok(all.into_iter().collect())
}

fn tensors(block: &Block) -> Result<[(&'static str, Vec<f32>); 9], DataError> {
    let [hidden, width] = block.down.dims();
    let [_, mixed] = block.mixed.dims();
    let keys = (mixed - width) / 2;
    let columns = |matrix: &Param<Tensor<2>>, first, count| {
        numbers_of(matrix.val().narrow(1, first, count).transpose())
    };
    Ok([
        ("attn_norm", numbers(&block.attention_norm)?),
        ("attn_q", columns(&block.mixed, 0, width)?),
        ("attn_k", columns(&block.mixed, width, keys)?),
        ("attn_v", columns(&block.mixed, width + keys, keys)?),
        ("attn_output", columns(&block.output, 0, width)?),
        ("ffn_norm", numbers(&block.feed_norm)?),
        ("ffn_gate", columns(&block.both, 0, hidden)?),
        ("ffn_up", columns(&block.both, hidden, hidden)?),
        ("ffn_down", columns(&block.down, 0, width)?),
    ])
}

fn numbers<const D: usize>(parameter: &Param<Tensor<D>>) -> Result<Vec<f32>, DataError> {
    numbers_of(parameter.val())
}

fn numbers_of<const D: usize>(tensor: Tensor<D>) -> Result<Vec<f32>, DataError> {
    tensor.into_data().convert::<f32>().try_into_vec()
}
