//! Which type each tensor is stored as.

use super::Part;
use diorama_model::quant::TensorType;
use std::{fmt, str::FromStr};
use thiserror::Error;

/// The types of a file's tensors. Spelled as a type for all, then exceptions by part:
/// `q4_0,embedding=q8_0,down=q4_1`. `q4` is short for `q4_0`, `q8` for `q8_0`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    all: TensorType,
    /// In the order of [`Part::MATRICES`], each part once at most, none with the type of all.
    exceptions: Vec<(Part, TensorType)>,
}

/// Why something is no plan.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PlanError {
    /// A type that nothing can be stored as.
    #[error("“{0}” is none of f32, f16, q8_0 (q8), q4_0 (q4), q4_1")]
    Type(String),
    /// A part that the model has not.
    #[error("“{given}” is none of {}", Part::MATRICES.map(Part::name).join(", "))]
    Part {
        /// The name as given.
        given: String,
    },
    /// An exception without a type, or a type for all that is not first.
    #[error("“{0}” is no part=type")]
    Exception(String),
}

impl Plan {
    /// The type of a part's tensors.
    pub fn tensor_type(&self, part: Part) -> TensorType {
        if part == Part::Norm {
            return TensorType::F32;
        }
        let exception = self.exceptions.iter().find(|(excepted, _)| *excepted == part);
        exception.map_or(self.all, |&(_, tensor_type)| tensor_type)
    }

    /// The type that most tensors have.
    pub fn main_type(&self) -> TensorType {
        self.all
    }
}

impl From<TensorType> for Plan {
    fn from(all: TensorType) -> Self {
        Self { all, exceptions: Vec::new() }
    }
}

fn tensor_type(name: &str) -> Result<TensorType, PlanError> {
    Ok(match name {
        "f32" => TensorType::F32,
        "f16" => TensorType::F16,
        "q8" | "q8_0" => TensorType::Q8_0,
        "q4" | "q4_0" => TensorType::Q4_0,
        "q4_1" => TensorType::Q4_1,
        _ => return Err(PlanError::Type(name.to_owned())),
    })
}

fn part(name: &str) -> Result<Part, PlanError> {
    let mut parts = Part::MATRICES.into_iter();
    parts.find(|part| part.name() == name).ok_or_else(|| PlanError::Part { given: name.to_owned() })
}

impl FromStr for Plan {
    type Err = PlanError;

    fn from_str(text: &str) -> Result<Self, PlanError> {
        let mut words = text.split(',');
        let all = tensor_type(words.next().unwrap_or_default())?;
        let mut types = Part::MATRICES.map(|part| (part, all));
        for word in words {
            let (name, value) =
                word.split_once('=').ok_or_else(|| PlanError::Exception(word.to_owned()))?;
            let (part, tensor_type) = (part(name)?, tensor_type(value)?);
            for entry in types.iter_mut().filter(|entry| entry.0 == part) {
                entry.1 = tensor_type;
            }
        }
        let exceptions = types.into_iter().filter(|&(_, tensor_type)| tensor_type != all).collect();
        Ok(Self { all, exceptions })
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |tensor_type: TensorType| tensor_type.name().to_lowercase();
        f.write_str(&name(self.all))?;
        for &(part, tensor_type) in &self.exceptions {
            write!(f, ",{}={}", part.name(), name(tensor_type))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_are_spelled_as_they_are_read() {
        for (text, spelled) in [
            ("q4", "q4_0"),
            ("f32", "f32"),
            ("q4_1,down=q8,embedding=f16", "q4_1,embedding=f16,down=q8_0"),
            ("q8,key=q8_0", "q8_0"),
        ] {
            let plan: Plan = text.parse().unwrap();
            assert_eq!(plan.to_string(), spelled);
            assert_eq!(spelled.parse(), Ok(plan));
        }
    }

    #[test]
    fn exceptions_are_for_their_part_alone() {
        let plan: Plan = "q4,embedding=q8".parse().unwrap();
        assert_eq!(plan.tensor_type(Part::Embedding), TensorType::Q8_0);
        assert_eq!(plan.tensor_type(Part::Query), TensorType::Q4_0);
        assert_eq!(plan.tensor_type(Part::Norm), TensorType::F32);
    }

    #[test]
    fn what_is_no_plan_is_refused() {
        let refused = |text: &str| text.parse::<Plan>().unwrap_err();
        assert_eq!(refused("q3"), PlanError::Type("q3".to_owned()));
        assert_eq!(refused(""), PlanError::Type(String::new()));
        assert_eq!(refused("q4,q8"), PlanError::Exception("q8".to_owned()));
        assert_eq!(refused("q4,norm=q8"), PlanError::Part { given: "norm".to_owned() });
        assert_eq!(refused("q4,key=bf16"), PlanError::Type("bf16".to_owned()));
    }
}
