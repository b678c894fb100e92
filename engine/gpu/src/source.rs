//! Putting a kernel's WGSL together.

use std::fmt::Write;

/// A WGSL source in the making.
///
/// Kernels are WGSL with two additions: names such as `TOKENS` are constants set here, and what
/// stands between `// repeat TOKENS as t` and `// end t` is repeated `TOKENS` times, with `$t` for
/// the number of the repetition. Repetitions nest. Compilers keep arrays of sums in memory, but
/// names in registers.
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
        self.expand(wgsl);
        self
    }

    fn expand(&mut self, wgsl: &str) {
        let mut lines = wgsl.lines();
        while let Some(line) = lines.next() {
            let Some((name, counter)) =
                line.trim().strip_prefix("// repeat ").and_then(|rest| rest.split_once(" as "))
            else {
                self.text.push_str(line);
                self.text.push('\n');
                continue;
            };
            let end = format!("// end {counter}");
            let body: Vec<&str> = lines.by_ref().take_while(|line| line.trim() != end).collect();
            let body = body.join("\n");
            let known = self.constants.iter().find(|(constant, _)| *constant == name);
            for number in 0..known.map_or(0, |(_, count)| *count) {
                self.expand(&body.replace(&format!("${counter}"), &number.to_string()));
            }
        }
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// The beginning of every kernel that reads no weights.
pub fn plain() -> Source {
    Source::default().part(include_str!("kernels/parameters.wgsl"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_constants_and_repeats() {
        let source = Source::default().number("N", 2).number("M", 1).flag("BIASED", true).part(
            "a\n// repeat N as n\nlet x_$n = $nu;\n// repeat M as m\n$n $m\n// end m\n// end n\nb",
        );
        assert_eq!(
            source.text(),
            "const N = 2u;\nconst M = 1u;\nconst BIASED = true;\n\
             a\nlet x_0 = 0u;\n0 0\nlet x_1 = 1u;\n1 0\nb\n"
        );
    }
}
