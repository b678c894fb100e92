//! Texts that carry a link into other pages.

use crate::page::address;

/// HTML of the widget with a link. Its frame stays within its own origin, where it may keep a model,
/// and what it opens in a new tab is a page like any other.
pub fn widget(link: &str, title: &str) -> String {
    let place = address("embed.html");
    let title = escaped(title);
    format!(
        "<iframe src=\"{place}#{link}\" title=\"{title}\" width=\"100%\" height=\"640\" \
         loading=\"lazy\" sandbox=\"allow-scripts allow-same-origin allow-popups \
         allow-popups-to-escape-sandbox\" style=\"border:0\"></iframe>"
    )
}

/// Markdown of a badge that leads to a link.
pub fn badge(address_of_link: &str) -> String {
    format!("[![Open in Diorama]({})]({address_of_link})", address("badge.svg"))
}

/// A text as it stands in an attribute's quotation marks.
fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut escaped, character| {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            character => escaped.push(character),
        }
        escaped
    })
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn a_title_stays_within_its_quotation_marks() {
        assert_eq!(
            escaped("\"><script>alert('&')</script>"),
            "&quot;&gt;&lt;script&gt;alert('&amp;')&lt;/script&gt;"
        );
        assert_eq!(escaped("Contacts, disk full"), "Contacts, disk full");
    }
}
