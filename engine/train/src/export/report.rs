//! What storing weights as a type costs.

use super::{ExportError, Part, Weights, tensors};
use crate::Config;
use diorama_model::quant::{self, TensorType};

/// A tensor and how far its numbers move.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The tensor's name.
    pub name: String,
    /// Numbers in it.
    pub elements: usize,
    /// The root of their mean square.
    pub size: f64,
    /// For each type: the root of the squared error, in parts of the root of the squares.
    pub errors: Vec<f64>,
}

impl Row {
    /// All rows as if they were one tensor.
    pub fn total(rows: &[Self]) -> Self {
        let elements: usize = rows.iter().map(|row| row.elements).sum();
        let squares = |row: &Self| row.size * row.size * row.elements as f64;
        let sum: f64 = rows.iter().map(squares).sum();
        let types = rows.first().map_or(0, |row| row.errors.len());
        let error = |index: usize| {
            let errors = rows.iter().map(|row| row.errors[index].powi(2) * squares(row));
            (errors.sum::<f64>() / sum.max(f64::MIN_POSITIVE)).sqrt()
        };
        Self {
            name: "all".to_owned(),
            elements,
            size: (sum / elements.max(1) as f64).sqrt(),
            errors: (0..types).map(error).collect(),
        }
    }
}

/// The relative error of each matrix for each of `types`.
pub fn report(
    weights: &Weights,
    config: &Config,
    types: &[TensorType],
) -> Result<Vec<Row>, ExportError> {
    let tensors = tensors(&config.model, config.vocabulary);
    weights.check(&tensors)?;
    let matrices = tensors.into_iter().filter(|tensor| tensor.part != Part::Norm);
    matrices
        .map(|tensor| {
            let numbers = weights.get(&tensor.name)?;
            let errors = types.iter().map(|&tensor_type| relative_error(numbers, tensor_type));
            let errors = errors
                .collect::<Result<_, _>>()
                .map_err(|error| ExportError::Quant { name: tensor.name.clone(), error })?;
            let size = (squares(numbers.iter().copied()) / numbers.len() as f64).sqrt();
            Ok(Row { name: tensor.name, elements: numbers.len(), size, errors })
        })
        .collect()
}

fn relative_error(numbers: &[f32], tensor_type: TensorType) -> Result<f64, quant::QuantError> {
    let mut stored = vec![0.0; numbers.len()];
    quant::dequantize(tensor_type, &quant::fit(tensor_type, numbers)?, &mut stored)?;
    let error = squares(numbers.iter().zip(&stored).map(|(x, y)| x - y));
    Ok((error / squares(numbers.iter().copied()).max(f64::MIN_POSITIVE)).sqrt())
}

fn squares(numbers: impl Iterator<Item = f32>) -> f64 {
    numbers.map(|x| f64::from(x) * f64::from(x)).sum()
}
