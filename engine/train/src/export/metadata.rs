//! What a model file says of its model.

use super::{ExportError, Plan};
use crate::Config;
use diorama_model::{
    gguf::{GgufWriter, Strings},
    quant::TensorType,
};

/// The version of `delta` that models are trained on.
const PROTOCOL_VERSION: u32 = 1;
/// ggml's version of the layouts of the quantized types.
const QUANTIZATION_VERSION: u32 = 2;

/// Sets all metadata but the tokenizer's.
pub(super) fn describe(
    config: &Config,
    plan: &Plan,
    writer: &mut GgufWriter,
) -> Result<(), ExportError> {
    general(config, plan, writer);
    architecture(config, writer);
    let domains: Strings = config.data.domains.keys().map(|domain| domain.name()).collect();
    writer.set("diorama.protocol", "delta");
    writer.set("diorama.protocol.version", PROTOCOL_VERSION);
    writer.set("diorama.domains", domains);
    writer.set("diorama.types", plan.to_string());
    writer.set("diorama.training", toml::to_string(config)?);
    writer.set("diorama.data.seed", config.seed);
    Ok(())
}

fn general(config: &Config, plan: &Plan, writer: &mut GgufWriter) {
    let domains: Vec<&str> = config.data.domains.keys().map(|domain| domain.name()).collect();
    writer.set("general.architecture", "llama");
    writer.set("general.type", "model");
    writer.set("general.name", config.name.as_str());
    let recordings = if config.data.recordings > 0.0 {
        " and a few recorded walks through real ones"
    } else {
        ""
    };
    writer.set(
        "general.description",
        format!(
            "A world model that predicts what synthetic environments ({}) show next. Trained on \
             programs that imitate such environments{recordings}.",
            domains.join(", ")
        ),
    );
    writer.set("general.license", env!("CARGO_PKG_LICENSE"));
    writer.set("general.quantization_version", QUANTIZATION_VERSION);
    writer.set("general.file_type", file_type(plan.main_type()));
}

/// llama.cpp's number of a file whose tensors are mostly of a type.
fn file_type(main: TensorType) -> u32 {
    match main {
        TensorType::F16 => 1,
        TensorType::Q4_0 => 2,
        TensorType::Q4_1 => 3,
        TensorType::Q8_0 => 7,
        _ => 0,
    }
}

fn architecture(config: &Config, writer: &mut GgufWriter) {
    let shape = &config.model;
    for (key, size) in [
        ("vocab_size", config.vocabulary),
        ("context_length", config.data.context),
        ("embedding_length", shape.width),
        ("block_count", shape.layers),
        ("feed_forward_length", shape.hidden),
        ("attention.head_count", shape.heads),
        ("attention.head_count_kv", shape.kv_heads),
        ("rope.dimension_count", shape.head()),
    ] {
        writer.set(format!("llama.{key}"), size as u32);
    }
    writer.set("llama.attention.layer_norm_rms_epsilon", shape.epsilon as f32);
    writer.set("llama.rope.freq_base", shape.rope_base as f32);
}
