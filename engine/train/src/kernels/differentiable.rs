//! Puts an operation with a derivative of its own into burn's graph.

use burn::{
    backend::{
        Autodiff, Flex,
        autodiff::{
            checkpoint::{base::Checkpointer, strategy::NoCheckpointing},
            grads::Gradients,
            ops::{Backward, Ops, OpsKind},
        },
        tensor::FloatTensor,
    },
    tensor::{Shape, Tensor, TensorData},
};
use std::fmt::Debug;

/// A tensor of the graph.
pub type Tracked = FloatTensor<Autodiff<Flex>>;
/// Its numbers.
pub type Untracked = FloatTensor<Flex>;

/// Numbers in rows.
pub struct Rows<'a> {
    /// The numbers, row by row.
    pub data: &'a [f32],
    /// Numbers in a row.
    pub width: usize,
}

/// What an operation gives.
pub struct Outcome<S> {
    /// The numbers.
    pub data: Vec<f32>,
    /// Their shape: `[rows, width]`, or `[width]`.
    pub shape: Vec<usize>,
    /// What the derivative wants to know.
    pub saved: S,
}

/// An operation of `N` tensors with a derivative of its own.
pub trait Operation<const N: usize>: Clone + Debug + Send + 'static {
    /// What is kept for the derivative.
    type Saved: Clone + Debug + Send + 'static;

    /// Computes.
    fn forward(&self, inputs: [Rows<'_>; N]) -> Outcome<Self::Saved>;

    /// The derivatives by each input, from that by the output.
    fn backward(
        &self,
        inputs: [Rows<'_>; N],
        saved: Self::Saved,
        gradient: &[f32],
    ) -> [Vec<f32>; N];
}

/// A tensor as the processor backend has it; `None` if it lives elsewhere or is not tracked.
pub fn parts<const D: usize>(tensor: &Tensor<D>) -> Option<Tracked> {
    tensor.clone().try_into_primitive::<Autodiff<Flex>>().ok()
}

/// Runs an operation and notes it in the graph.
pub fn differentiable<O: Operation<N>, const N: usize, const D: usize>(
    operation: O,
    inputs: [Tracked; N],
) -> Tensor<D> {
    let nodes = inputs.each_ref().map(Tracked::node);
    let inputs = inputs.map(|input| whole(input.into_parts().0));
    let outcome = operation.forward(inputs.each_ref().map(rows));
    let output = tensor(outcome.data, outcome.shape);
    let prepared = Node(operation).prepare::<NoCheckpointing>(nodes).compute_bound().stateful();
    Tensor::from_primitive::<Autodiff<Flex>>(match prepared {
        OpsKind::Tracked(prepared) => prepared.finish((inputs, outcome.saved), output),
        OpsKind::UnTracked(prepared) => prepared.finish(output),
    })
}

/// An operation as a node of the graph.
#[derive(Debug)]
struct Node<O>(O);

impl<O: Operation<N>, const N: usize> Backward<Flex, N> for Node<O> {
    type State = ([Untracked; N], O::Saved);

    fn backward(self, ops: Ops<Self::State, N>, gradients: &mut Gradients, _: &mut Checkpointer) {
        let (inputs, saved) = ops.state;
        let gradient = whole(gradients.consume::<Flex>(&ops.node));
        let found = self.0.backward(inputs.each_ref().map(rows), saved, rows(&gradient).data);
        for ((parent, found), input) in ops.parents.into_iter().zip(found).zip(&inputs) {
            if let Some(parent) = parent {
                let shape = input.layout().shape().to_vec();
                gradients.register::<Flex>(parent.id, tensor(found, shape));
            }
        }
    }
}

/// The same tensor with its numbers in one piece from the beginning of its storage.
fn whole(tensor: Untracked) -> Untracked {
    let at_start = tensor.layout().contiguous_offsets().is_some_and(|(start, _)| start == 0);
    if at_start { tensor } else { tensor.to_contiguous() }
}

fn rows(tensor: &Untracked) -> Rows<'_> {
    let shape = tensor.layout().shape();
    let count = shape.num_elements();
    Rows { data: &tensor.storage()[..count], width: shape.last().copied().unwrap_or(1) }
}

fn tensor(data: Vec<f32>, shape: Vec<usize>) -> Untracked {
    Untracked::from_data(TensorData::new(data, Shape::from(shape)))
}
