//! The same operations by libtorch, which has kernels for each and derives them itself: burn sees one
//! operation, and libtorch a graph that begins and ends with it.

#![allow(deprecated)] // burn would have CubeCL instead, which is what `--device wgpu` is

use super::{Heads, Rotation};
use burn::{
    backend::{
        Autodiff, LibTorch,
        autodiff::{
            checkpoint::{base::Checkpointer, strategy::NoCheckpointing},
            grads::Gradients,
            ops::{Backward, Ops, OpsKind},
        },
        libtorch::TchTensor,
        tensor::FloatTensor,
    },
    tensor::Tensor,
};
use tch::Reduction;

/// A tensor of burn's graph.
type Tracked = FloatTensor<Autodiff<LibTorch>>;

/// See [`norm`](super::norm); nothing, if the tensors are not libtorch's.
pub fn norm(x: &Tensor<2>, weight: &Tensor<1>, epsilon: f32) -> Option<Tensor<2>> {
    let inputs = [parts(x)?, parts(weight)?];
    Some(differentiable(inputs, |[x, weight]| {
        x.rms_norm(weight.size(), Some(weight), f64::from(epsilon))
    }))
}

/// See [`attention`](super::attention); nothing, if the tensor is not libtorch's.
pub fn attention(mixed: &Tensor<2>, heads: Heads, rotation: &Rotation) -> Option<Tensor<2>> {
    let angles = parts(&rotation.table(&mixed.device()))?.into_parts().0;
    let angles = angles.tensor.view_as_complex().unsqueeze(1);
    let length = rotation.length() as i64;
    let Heads { queries, keys, size } = heads;
    let (queries, keys, size) = (queries as i64, keys as i64, size as i64);
    Some(differentiable([parts(mixed)?], |[mixed]| {
        let split = mixed.reshape([-1, length, queries + 2 * keys, size]);
        // A pair of numbers turns as a complex number does.
        let pairs = split.narrow(2, 0, queries + keys).unflatten(3, [size / 2, 2]);
        let turned = (pairs.view_as_complex() * &angles).view_as_real().flatten(3, 4);
        let query = turned.narrow(2, 0, queries).transpose(1, 2);
        let shared = |keys_or_values: tch::Tensor| {
            let each = keys_or_values.transpose(1, 2).unsqueeze(2);
            each.expand([-1, -1, queries / keys, -1, -1], false).flatten(1, 2)
        };
        let key = shared(turned.narrow(2, queries, keys));
        let value = shared(split.narrow(2, queries + keys, keys));
        let mask = None::<tch::Tensor>;
        let output = tch::Tensor::scaled_dot_product_attention(
            &query, &key, &value, mask, 0.0, true, None, false,
        );
        output.transpose(1, 2).reshape([-1, queries * size])
    }))
}

/// See [`gate`](super::gate); nothing, if the tensor is not libtorch's.
pub fn gate(both: &Tensor<2>) -> Option<Tensor<2>> {
    Some(differentiable([parts(both)?], |[both]| {
        let halves = both.chunk(2, 1);
        halves[0].silu() * &halves[1]
    }))
}

/// See [`entropy`](super::entropy); nothing, if the tensor is not libtorch's.
pub fn entropy(logits: &Tensor<2>, targets: &[i32]) -> Option<Tensor<1>> {
    /// A token that does not count; there are none here.
    const NONE: i64 = -100;
    let logits = parts(logits)?;
    let targets = tch::Tensor::from_slice(targets).to_kind(tch::Kind::Int64);
    Some(differentiable([logits], |[logits]| {
        let targets = targets.to_device(logits.device());
        let weights = None::<tch::Tensor>;
        logits.cross_entropy_loss(&targets, weights, Reduction::Mean, NONE, 0.0).reshape([1])
    }))
}

/// A tensor as the libtorch backend has it; `None` if it lives elsewhere or is not tracked.
fn parts<const D: usize>(tensor: &Tensor<D>) -> Option<Tracked> {
    tensor.clone().try_into_primitive::<Autodiff<LibTorch>>().ok()
}

/// Computes, and notes it in burn's graph as one operation.
fn differentiable<const N: usize, const D: usize>(
    inputs: [Tracked; N],
    compute: impl Fn([&tch::Tensor; N]) -> tch::Tensor,
) -> Tensor<D> {
    let nodes = inputs.each_ref().map(Tracked::node);
    let inputs = inputs.map(|input| {
        let input = input.into_parts().0;
        let leaf = input.tensor.detach().set_requires_grad(true);
        TchTensor::from_existing(leaf, input.storage)
    });
    let graph = compute(inputs.each_ref().map(|input| &input.tensor));
    let output = TchTensor::new(graph.detach());
    // That they share the storage keeps burn from writing to it while the graph needs it.
    let graph = TchTensor::from_existing(graph, output.storage.clone());
    let prepared = Node.prepare::<NoCheckpointing>(nodes).compute_bound().stateful();
    Tensor::from_primitive::<Autodiff<LibTorch>>(match prepared {
        OpsKind::Tracked(prepared) => prepared.finish((inputs, graph), output),
        OpsKind::UnTracked(prepared) => prepared.finish(output),
    })
}

/// An operation as a node of burn's graph.
#[derive(Debug)]
struct Node;

impl<const N: usize> Backward<LibTorch, N> for Node {
    /// Where libtorch's graph begins, and where it ends.
    type State = ([TchTensor; N], TchTensor);

    fn backward(self, ops: Ops<Self::State, N>, gradients: &mut Gradients, _: &mut Checkpointer) {
        let (inputs, output) = ops.state;
        let gradient = gradients.consume::<LibTorch>(&ops.node).tensor;
        // LibTorch begins with a single number, tch's interface has no other way: this one's
        // derivative by the output is the gradient.
        let whole = (output.tensor * gradient).sum(tch::Kind::Float);
        let inputs = inputs.each_ref().map(|input| &input.tensor);
        let found = tch::Tensor::run_backward(&[whole], &inputs, false, false);
        for (parent, found) in ops.parents.into_iter().zip(found) {
            if let Some(parent) = parent {
                gradients.register::<LibTorch>(parent.id, TchTensor::new(found));
            }
        }
    }
}
