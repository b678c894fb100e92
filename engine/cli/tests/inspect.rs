//! `diorama inspect` on small files.

use diorama_model::{
    gguf::{GgufWriter, Strings},
    quant::TensorType,
};
use serde_json::Value as Json;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// A file in the folder cargo gives to tests, of an architecture that nothing runs.
fn model(name: &str) -> PathBuf {
    let mut writer = GgufWriter::default();
    writer.set("general.architecture", "abacus");
    writer.set("general.name", "Bell \u{7}and \u{9b}escape");
    writer.set("tokens", (0..100).map(|i| format!("t{i}")).collect::<Strings>());
    writer.set("epsilon", 1e-5_f32);
    writer.add("blk.0.a", &[32, 2], TensorType::Q8_0, vec![0; 68]).expect("a small file");
    writer.add("bias", &[4], TensorType::F32, vec![0; 16]).expect("a small file");
    let mut bytes = Vec::new();
    writer.write(&mut bytes).expect("a small file");
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, bytes).expect("a small file");
    path
}

fn inspect(path: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diorama"));
    command.arg("inspect").arg(path).args(more).output().expect("the command starts")
}

#[test]
fn prints_json() {
    let output = inspect(&model("json.gguf"), &["--json"]);
    assert!(output.status.success());
    let report: Json = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["architecture"], "abacus");
    assert_eq!(report["parameters"], 68);
    assert_eq!(report["quantization"], "Q8_0");
    assert_eq!(report["stored"][0]["bytes"], 68);
    assert_eq!(report["tensors"][1]["name"], "bias");
    assert_eq!(report["metadata"]["epsilon"], 1e-5);
    assert_eq!(report["metadata"]["tokens"]["length"], 100);
    assert_eq!(report["metadata"]["tokens"]["first"].as_array().unwrap().len(), 8);
    assert!(report["unsupported"].as_str().unwrap().contains("abacus"));
}

#[test]
fn prints_no_control_characters_of_the_file() {
    let output = inspect(&model("text.gguf"), &[]);
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("blk.0.a"), "{text}");
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
}

#[test]
fn says_what_is_wrong_with_a_file() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("broken.gguf");
    fs::write(&path, b"GGUF\x09\0\0\0").unwrap();
    let output = inspect(&path, &[]);
    assert!(!output.status.success());
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains("broken.gguf") && error.contains("version 9"), "{error}");
}
