//! Carriers: programs as text in classic scripts.
//!
//! In a sandbox without an origin, nothing but classic scripts, styles and pictures can be had from
//! a host that sends no CORS headers. So a carrier has the bytes of a program as the letters of a
//! string, each byte the letter of its number. As brotli that is 3 % more than the program; base64
//! would be 42 %.

use anyhow::{Context, Result, bail};

/// Puts the bytes back together.
const BYTES: &str = "((text) => { const bytes = new Uint8Array(text.length); \
     for (let i = 0; i < bytes.length; i += 1) bytes[i] = text.charCodeAt(i); return bytes; })";

/// A script that leaves texts in `dioramaCarried`, by a name.
pub fn texts(name: &str, texts: &serde_json::Value) -> String {
    format!("(self.dioramaCarried ??= {{}})[\"{name}\"] = {texts};\n")
}

/// The glue of the page's program together with what fetches its second part: one module, since
/// modules that are made in a page cannot name each other. The second part comes by `dioramaCarry`.
pub fn joined(glue: &str, later: &str) -> Result<String> {
    let once = |text: &str, mark: &str| -> Result<()> {
        let count = text.matches(mark).count();
        if count == 1 { Ok(()) } else { bail!("the page's glue has {count} of {mark}") }
    };
    let import = "import * as import1 from ";
    once(glue, import)?;
    once(later, "import {")?;
    once(later, "export const ")?;
    once(later, "fetch(new URL(\"./")?;
    let without = |text: &str, start: &str| -> String {
        text.lines()
            .filter(|line| !line.starts_with(start))
            .map(|line| [line, "\n"].concat())
            .collect()
    };
    let exported = later.split_once("export const ").and_then(|(_, rest)| rest.split_once(' '));
    let (exported, _) = exported.context("the second part is exported")?;
    let later = without(later, "import {")
        .replace("export const ", "const ")
        .replace("fetch(new URL(\"./", "self.dioramaCarry((\"")
        .replace(", import.meta.url))", "))");
    let glue = without(glue, import);
    Ok(format!("{glue}\nconst import1 = (() => {{\n{later}\nreturn {{ {exported} }};\n}})();\n"))
}

/// A script that leaves a program, or a model, in `dioramaCarried`, by its name.
pub fn carrier(name: &str, glue: Option<&str>, bytes: &[u8]) -> Result<String> {
    let glue = serde_json::to_string(&glue).context("glue is text")?;
    // A byte order mark would be cut off, other than at the beginning.
    let mut script =
        format!("(self.dioramaCarried ??= {{}})[\"{name}\"] = {{ glue: {glue}, bytes: {BYTES}(\"");
    script.reserve(bytes.len() * 3 / 2);
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'"' => script.push_str("\\\""),
            b'\\' => script.push_str("\\\\"),
            b'\n' => script.push_str("\\n"),
            b'\r' => script.push_str("\\r"),
            // Not before a digit, where it would be an octal number.
            0 if !bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => script.push_str("\\0"),
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
    fn the_glue_and_what_fetches_the_second_part_are_one_module() {
        let glue = "import * as import1 from \"./page-1-later.js\"\nfunction a() { import1; }\n\
                    export { initSync };\n";
        let later = "import { initSync } from \"./page-1.js\";\nexport const load = () => {\n\
                     fetch(new URL(\"./later-1-x.wasm\", import.meta.url));\n};\n";
        let whole = joined(glue, later).unwrap();
        assert!(!whole.contains("import ") && !whole.contains("import.meta"), "{whole}");
        assert!(whole.contains("self.dioramaCarry((\"later-1-x.wasm\"))"), "{whole}");
        assert!(whole.contains("return { load };"), "{whole}");
        assert!(joined("", later).is_err());
    }

    #[test]
    fn every_byte_arrives_in_a_script_engine() {
        let mut bytes: Vec<u8> = (0..=255).collect();
        bytes.extend(b"\0\x31\0\0\\\"\r\n</script>\xe2\x80\xa8");
        let glue = "export default \"</script>\u{2028}\";";
        let script = carrier("page", Some(glue), &bytes).unwrap();
        let check = format!(
            "{script};const {{ glue, bytes }} = self.dioramaCarried.page;\
             console.log(glue.length, [...bytes].join(','));"
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
