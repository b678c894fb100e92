//! Putting a kernel's WGSL together.

use std::fmt::Write;

/// A WGSL source in the making.
///
/// Kernels are WGSL with two additions: names such as `TOKENS` are constants set here, and the
/// lines between `// repeat NAME` and `// end` are repeated `NAME` times with `#` standing for the
/// number of the repetition, since compilers keep arrays of sums in memory but names in registers.
#[derive(Debug, Clone, Default)]
pub struct Source {
    constants: Vec<(&'static str, u32)>,
    text: String,
}

impl Source {
    /// Sets an unsigned constant.
    #[must_use]
    pub fn number(mut self, name: &'static str, value: u32) -> Self {
        let _ = writeln!(self.text, "const {name} = {value}u;"); // writing to a String cannot fail
        self.constants.push((name, value));
        self
    }

    /// Sets a truth value.
    #[must_use]
    pub fn flag(mut self, name: &'static str, value: bool) -> Self {
        let _ = writeln!(self.text, "const {name} = {value};"); // writing to a String cannot fail
        self
    }

    /// Appends WGSL.
    #[must_use]
    pub fn part(mut self, wgsl: &str) -> Self {
        let mut lines = wgsl.lines();
        while let Some(line) = lines.next() {
            if let Some(name) = line.trim().strip_prefix("// repeat ") {
                let body: Vec<&str> = lines.by_ref().take_while(|l| l.trim() != "// end").collect();
                let body = body.join("\n");
                let known = self.constants.iter().find(|(constant, _)| *constant == name);
                for number in 0..known.map_or(0, |(_, count)| *count) {
                    self.text.push_str(&body.replace('#', &number.to_string()));
                    self.text.push('\n');
                }
            } else {
                self.text.push_str(line);
                self.text.push('\n');
            }
        }
        self
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeats_lines_and_sets_constants() {
        let source = Source::default()
            .number("N", 2)
            .flag("BIASED", true)
            .part("a\n  // repeat N\n  let x_# = #u;\n  // end\nb");
        assert_eq!(
            source.text(),
            "const N = 2u;\nconst BIASED = true;\na\n  let x_0 = 0u;\n  let x_1 = 1u;\nb\n"
        );
    }
}
