//! Carriers: programs as text in classic scripts.
//!
//! In a sandbox without an origin, nothing but classic scripts, styles and pictures can be had from
//! a host that sends no CORS headers. So a carrier has the bytes of a program as the letters of a
//! string, each byte the letter of its number. As brotli that is 3 % more than the program; base64
//! would be 42 %.

use anyhow::{Context, Result};

/// Puts the bytes back together.
const BYTES: &str = "((text) => { const bytes = new Uint8Array(text.length); \
     for (let i = 0; i < bytes.length; i += 1) bytes[i] = text.charCodeAt(i); return bytes; })";

/// A script that leaves a program in `dioramaCarried`, by its name.
pub fn carrier(name: &str, glue: Option<&str>, wasm: &[u8]) -> Result<String> {
    let glue = serde_json::to_string(&glue).context("glue is text")?;
    // A byte order mark would be cut off, other than at the beginning.
    let mut script =
        format!("(self.dioramaCarried ??= {{}}).{name} = {{ glue: {glue}, wasm: {BYTES}(\"");
    script.reserve(wasm.len() * 3 / 2);
    for (at, &byte) in wasm.iter().enumerate() {
        match byte {
            b'"' => script.push_str("\\\""),
            b'\\' => script.push_str("\\\\"),
            b'\n' => script.push_str("\\n"),
            b'\r' => script.push_str("\\r"),
            // Not before a digit, where it would be an octal number.
            0 if !wasm.get(at + 1).is_some_and(u8::is_ascii_digit) => script.push_str("\\0"),
            0 => script.push_str("\\x00"),
            byte => script.push(char::from(byte)),
        }
    }
    script.push_str("\") };\n");
    Ok(script)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    #[test]
    fn every_byte_arrives_in_a_script_engine() {
        let mut bytes: Vec<u8> = (0..=255).collect();
        bytes.extend(b"\0\x31\0\0\\\"\r\n</script>\xe2\x80\xa8");
        let glue = "export default \"</script>\u{2028}\";";
        let script = carrier("page", Some(glue), &bytes).unwrap();
        let check = format!(
            "{script};const {{ glue, wasm }} = self.dioramaCarried.page;\
             console.log(glue.length, [...wasm].join(','));"
        );
        let file = std::env::temp_dir().join(format!("diorama-carrier-{}.js", std::process::id()));
        std::fs::write(&file, format!("globalThis.self = globalThis;{check}")).unwrap();
        let output = Command::new("node").arg(&file).output().unwrap();
        std::fs::remove_file(&file).unwrap();
        let told = String::from_utf8_lossy(&output.stdout);
        let expected: Vec<String> = bytes.iter().map(u8::to_string).collect();
        assert_eq!(
            told.trim(),
            format!("{} {}", glue.chars().count(), expected.join(",")),
            "{output:?}"
        );
    }
}
