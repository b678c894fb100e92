//! Small line drawings for what a node's name says it does. They are chosen by words, so they say
//! no more than the model wrote. Posters are drawn with the same ones.

/// Words in a name or resource id, and the strokes that stand for them on a 24 × 24 grid.
const ICONS: [(&[&str], &str); 25] = [
    (&["navigate up", "back", "zurück"], "M15 5l-7 7 7 7"),
    (&["forward", "next"], "M9 5l7 7-7 7"),
    (&["search", "find"], "M10 4a6 6 0 1 0 0 12 6 6 0 0 0 0-12M14.5 14.5L20 20"),
    (&["more", "options", "overflow"], "M12 5v.01M12 12v.01M12 19v.01"),
    (&["add", "new", "create", "compose", "plus"], "M12 5v14M5 12h14"),
    (&["close", "dismiss", "clear", "cancel"], "M6 6l12 12M18 6L6 18"),
    (&["menu", "drawer"], "M4 7h16M4 12h16M4 17h16"),
    (&["delete", "trash", "remove", "bin"], "M5 7h14M9 7V5h6v2M7 7l1 13h8l1-13"),
    (&["share"], "M12 15V4M8 8l4-4 4 4M5 13v7h14v-7"),
    (
        &["star", "favourite", "favorite"],
        "M12 4l2.5 5.2 5.5.8-4 4 1 5.7-5-2.7-5 2.7 1-5.7-4-4 5.5-.8z",
    ),
    (&["check", "done", "save", "ok"], "M5 13l4 4L19 7"),
    (&["edit", "rename", "pencil"], "M5 19l1-4L16 5l3 3L9 18zM14 7l3 3"),
    (&["call", "phone", "dial"], "M6 4l3 1 1 4-2 2a10 10 0 0 0 5 5l2-2 4 1 1 3c-7 4-18-7-14-14z"),
    (&["home"], "M4 12l8-7 8 7M6 10v9h12v-9"),
    (&["camera", "photo", "picture", "image", "avatar"], "M4 6h16v12H4zM4 16l5-5 4 4 3-3 4 4"),
    (&["mail", "message", "inbox", "chat", "send"], "M4 6h16v12H4zM4 7l8 6 8-6"),
    (&["calendar", "date"], "M5 6h14v13H5zM5 10h14M9 4v4M15 4v4"),
    (&["folder", "files"], "M4 6h6l2 2h8v11H4z"),
    (&["settings", "preferences", "tune"], "M4 8h8M16 8h4M14 6v4M4 16h4M12 16h8M10 14v4"),
    (&["lock", "password"], "M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3"),
    (&["wi-fi", "wifi", "network"], "M4 10a12 12 0 0 1 16 0M7 13.5a8 8 0 0 1 10 0M12 18v.01"),
    (
        &["person", "contact", "account", "profile"],
        "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M5 20a7 7 0 0 1 14 0",
    ),
    (&["sort", "filter"], "M5 7h14M8 12h8M10 17h4"),
    (&["refresh", "reload", "sync"], "M19 12a7 7 0 1 1-2-5M19 4v4h-4"),
    (&["cart", "basket", "shop"], "M4 5h3l2 10h9l2-7H8M10 19v.01M17 19v.01"),
];

/// Strokes for a name, if one of its words has a drawing.
pub fn strokes(name: &str) -> Option<&'static str> {
    // Names come from a model; only their beginning is looked at.
    let name: String = name.chars().take(64).collect::<String>().to_ascii_lowercase();
    let icon = ICONS.iter().find(|(words, _)| words.iter().any(|word| name.contains(word)));
    icon.map(|(_, strokes)| *strokes).or_else(|| is_file(&name).then_some(FILE))
}

/// A sheet of paper with a turned corner.
const FILE: &str = "M6 3h8l4 4v14H6zM14 3v4h4";

/// Whether a name ends as file names do.
fn is_file(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(stem, ending)| {
        !stem.is_empty()
            && (1..=4).contains(&ending.len())
            && ending.chars().all(|c| c.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::strokes;

    #[test]
    fn names_find_their_drawing_whatever_their_case() {
        assert_eq!(strokes("Search contacts"), strokes("search"));
        assert!(strokes("Navigate up").is_some());
        assert_eq!(strokes("letter.odt"), strokes("plan.txt"));
        assert!(strokes("letter.odt").is_some());
        assert_eq!(strokes("zzz"), None);
    }
}
