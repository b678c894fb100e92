//! The colours of the page, light and dark, read from its own stylesheet.

use std::fmt::Write as _;

use super::svg::Ink;

/// A style for SVG: the classes that [`super::svg::Svg`] uses.
#[derive(Debug)]
pub struct Palette {
    light: Vec<(Ink, String)>,
    dark: Vec<(Ink, String)>,
    /// Of a terminal, in light and in dark; it has no other than these.
    night: Vec<(Ink, String)>,
}

impl Palette {
    /// Reads the custom properties of `base.css`, and those of a terminal in `text.css`; `None` where
    /// one is missing.
    pub fn read(base: &str, text: &str) -> Option<Self> {
        let all = |block| colours(base, block)?.collect::<Option<Vec<_>>>();
        Some(Self {
            light: all(":root {")?,
            dark: all(":root[data-theme=\"dark\"] {")?,
            night: colours(text, ".terminal {")?.flatten().collect(),
        })
    }

    /// The style of a picture that is light whatever surrounds it.
    pub fn light(&self) -> String {
        let mut style = common();
        rules("", &self.light, &mut style);
        rules(".night ", &self.night, &mut style);
        style
    }

    /// The style of a picture that is dark whatever surrounds it.
    pub fn dark(&self) -> String {
        let mut style = common();
        rules("", &self.dark, &mut style);
        rules(".night ", &self.night, &mut style);
        style.push_str(DARK_CASE);
        style
    }

    /// The style of a picture that is dark where its surroundings are.
    pub fn either(&self) -> String {
        let mut style = self.light();
        style.push_str("@media(prefers-color-scheme:dark){");
        rules("", &self.dark, &mut style);
        style.push_str(DARK_CASE);
        style.push('}');
        style
    }
}

/// A phone's case in the dark.
const DARK_CASE: &str = ".case{fill:#0a0b0d}";

fn common() -> String {
    "text{font-family:Inter,system-ui,-apple-system,Segoe UI,Roboto,DejaVu Sans,sans-serif}\
     .m{font-family:JetBrains Mono,ui-monospace,Menlo,Consolas,DejaVu Sans Mono,monospace;\
     white-space:pre}\
     .case{fill:#1c2024}.no{fill:none}.r{stroke-linecap:round;stroke-linejoin:round}"
        .to_owned()
}

fn rules(within: &str, colours: &[(Ink, String)], style: &mut String) {
    for (ink, colour) in colours {
        let name = ink.name();
        // Writing to a String cannot fail.
        let _ =
            write!(style, "{within}.{name}{{fill:{colour}}}{within}.e-{name}{{stroke:{colour}}}");
    }
}

/// Every colour with its value in a block of a stylesheet; `None` for those it lacks.
fn colours<'a>(
    css: &'a str,
    block: &str,
) -> Option<impl Iterator<Item = Option<(Ink, String)>> + use<'a>> {
    let from = css.find(block)?;
    let block = &css[from + block.len()..];
    let block = &block[..block.find('}')?];
    Some(Ink::ALL.into_iter().map(move |ink| {
        let property = format!("--{}:", ink.name());
        let mut lines = block.split(';').map(str::trim);
        let value = lines.find_map(|line| line.strip_prefix(&property))?;
        Some((ink, value.trim().to_owned()))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_every_colour_in_light_and_in_dark() {
        let base = include_str!("../../../web/styles/base.css");
        let text = include_str!("../../../web/styles/text.css");
        let palette = Palette::read(base, text).unwrap();
        assert!(palette.light().contains(".accent{fill:#474bc0}"));
        assert!(palette.light().contains(".night .surface{fill:#17191c}"));
        assert!(
            palette.either().contains("@media(prefers-color-scheme:dark){.paper{fill:#16181b}")
        );
        assert!(palette.dark().contains(".surface{fill:#1e2125}"));
        assert!(Palette::read("", text).is_none());
        assert!(Palette::read(":root { --paper: #fff; }", text).is_none());
    }
}
