//! The weights of a decoder as burn has it, there and back.

use super::{ExportError, Weights, tensors};
use crate::{
    config::Shape,
    decoder::{Block, Decoder},
};
use burn::{
    module::Param,
    tensor::{DataError, Device, Tensor, TensorData},
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
        all.extend(of_block(block)?.map(named));
    }
    Ok(all.into_iter().collect())
}

fn of_block(block: &Block) -> Result<[(&'static str, Vec<f32>); 9], DataError> {
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

impl Weights {
    /// The decoder that has these weights, which must be those of the shape's
    /// [`tensors`].
    pub fn decoder(
        &self,
        shape: &Shape,
        vocabulary: usize,
        device: &Device,
    ) -> Result<Decoder, ExportError> {
        let &Shape { width, hidden, .. } = shape;
        let vector = |name: String| {
            let data = TensorData::new(self.get(&format!("{name}.weight"))?.to_vec(), [width]);
            Ok::<_, ExportError>(Param::from_tensor(Tensor::<1>::from_data(data, device)))
        };
        let matrix = |name: String, inputs: usize| {
            let numbers = self.get(&format!("{name}.weight"))?;
            let data = TensorData::new(numbers.to_vec(), [numbers.len() / inputs, inputs]);
            Ok::<_, ExportError>(Tensor::<2>::from_data(data, device))
        };
        // Matrices that read the same input, side by side.
        let beside = |layer: usize, names: &[&str], inputs: usize| {
            let each = names.iter().map(|name| matrix(format!("blk.{layer}.{name}"), inputs));
            let rows = Tensor::cat(each.collect::<Result<_, _>>()?, 0);
            Ok::<_, ExportError>(Param::from_tensor(rows.transpose()))
        };
        let block = |layer: usize| {
            Ok::<_, ExportError>(Block {
                attention_norm: vector(format!("blk.{layer}.attn_norm"))?,
                mixed: beside(layer, &["attn_q", "attn_k", "attn_v"], width)?,
                output: beside(layer, &["attn_output"], width)?,
                feed_norm: vector(format!("blk.{layer}.ffn_norm"))?,
                both: beside(layer, &["ffn_gate", "ffn_up"], width)?,
                down: beside(layer, &["ffn_down"], hidden)?,
            })
        };
        self.check(&tensors(shape, vocabulary))?;
        Ok(Decoder {
            embedding: Param::from_tensor(matrix("token_embd".to_owned(), width)?),
            blocks: (0..shape.layers).map(block).collect::<Result<_, _>>()?,
            norm: vector("output_norm".to_owned())?,
        })
    }
}
