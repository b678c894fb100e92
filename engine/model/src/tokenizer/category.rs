//! What pre-tokenizers ask of a character, by Unicode 16. llama.cpp has older tables: scripts added
//! since (Egyptian Hieroglyphs Extended-A) are letters here and symbols there.

use unicode_general_category::{GeneralCategory as G, get_general_category};

/// The classes that the pre-tokenizers' patterns tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Category {
    /// `\p{L}`
    Letter,
    /// `\p{M}`
    Mark,
    /// `\p{N}`
    Number,
    /// `\s`: Unicode's `White_Space`
    Space,
    /// `\p{P}`
    Punctuation,
    /// Everything else, unassigned code points included.
    Other,
}

impl Category {
    /// The class of `c`.
    pub(super) fn of(c: char) -> Self {
        if c.is_ascii() {
            return Self::of_ascii(c);
        }
        if c.is_whitespace() {
            return Self::Space;
        }
        match get_general_category(c) {
            G::UppercaseLetter
            | G::LowercaseLetter
            | G::TitlecaseLetter
            | G::ModifierLetter
            | G::OtherLetter => Self::Letter,
            G::NonspacingMark | G::SpacingMark | G::EnclosingMark => Self::Mark,
            G::DecimalNumber | G::LetterNumber | G::OtherNumber => Self::Number,
            G::ConnectorPunctuation
            | G::DashPunctuation
            | G::OpenPunctuation
            | G::ClosePunctuation
            | G::InitialPunctuation
            | G::FinalPunctuation
            | G::OtherPunctuation => Self::Punctuation,
            _ => Self::Other,
        }
    }

    /// [`of`](Self::of) for ASCII, without the table.
    fn of_ascii(c: char) -> Self {
        match c {
            'a'..='z' | 'A'..='Z' => Self::Letter,
            '0'..='9' => Self::Number,
            '\t'..='\r' | ' ' => Self::Space,
            // ASCII's symbols (`\p{S}`) are not punctuation to Unicode.
            '$' | '+' | '<' | '=' | '>' | '^' | '`' | '|' | '~' => Self::Other,
            '!'..='~' => Self::Punctuation,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Category;

    #[test]
    fn classes_follow_unicode() {
        let cases = [
            ('é', Category::Letter),
            ('漢', Category::Letter),
            ('ª', Category::Letter),
            ('\u{0e31}', Category::Mark),
            ('\u{0301}', Category::Mark),
            ('Ⅷ', Category::Number),
            ('½', Category::Number),
            ('٣', Category::Number),
            ('\u{a0}', Category::Space),
            ('\u{85}', Category::Space),
            ('\u{200b}', Category::Other),
            ('_', Category::Punctuation),
            ('—', Category::Punctuation),
            ('€', Category::Other),
            ('🙂', Category::Other),
            ('\u{e000}', Category::Other),
        ];
        for (c, category) in cases {
            assert_eq!(Category::of(c), category, "{c:?}");
        }
    }
}
