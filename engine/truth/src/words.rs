//! Names and texts for worlds: made of syllables and of lists, so that every seed has its own and
//! none is anybody's.

use crate::seed::Seed;

const ONSETS: [&str; 24] = [
    "b", "br", "c", "ch", "d", "f", "fl", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "qu", "r",
    "s", "st", "t", "tr", "v", "z",
];
const VOWELS: [&str; 10] = ["a", "e", "i", "o", "u", "ai", "ea", "ia", "io", "ou"];
const ENDS: [&str; 14] =
    ["", "", "l", "n", "r", "s", "m", "nd", "rt", "ck", "x", "th", "lin", "ra"];

const GIVEN: [&str; 32] = [
    "Ada", "Amir", "Bela", "Chen", "Dina", "Elif", "Emil", "Farid", "Grace", "Hana", "Ines", "Ivo",
    "Jonas", "Kaja", "Lena", "Luis", "Mira", "Nadia", "Noor", "Olga", "Pavel", "Priya", "Quinn",
    "Rosa", "Sami", "Tariq", "Uma", "Vera", "Wanda", "Xenia", "Yuki", "Zoe",
];

const THINGS: [&str; 40] = [
    "anchor", "apron", "basket", "bell", "blanket", "bottle", "bowl", "brush", "candle", "chair",
    "clock", "compass", "cushion", "desk", "drum", "easel", "fan", "flask", "globe", "hammer",
    "jacket", "jar", "kettle", "ladder", "lamp", "lantern", "map", "mirror", "mug", "notebook",
    "pan", "pencil", "plate", "radio", "rope", "scarf", "shelf", "stool", "tent", "vase",
];

const QUALITIES: [&str; 28] = [
    "amber", "big", "blue", "brass", "bright", "calm", "clear", "cosy", "dark", "fine", "folding",
    "green", "grey", "heavy", "light", "little", "long", "narrow", "old", "plain", "quiet", "red",
    "round", "silver", "small", "soft", "tall", "wooden",
];

const DEEDS: [&str; 20] = [
    "call", "bring", "fix", "find", "paint", "pack", "sell", "wash", "order", "return", "clean",
    "count", "carry", "check", "mend", "move", "borrow", "wrap", "sort", "measure",
];

/// A made-up word of `syllables` syllables, lower case.
pub fn word(seed: &mut Seed, syllables: usize) -> String {
    let mut word = String::new();
    for _ in 0..syllables {
        word += seed.pick(&ONSETS);
        word += seed.pick(&VOWELS);
        word += seed.pick(&ENDS);
    }
    word
}

/// The text with its first letter in upper case.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A made-up family name.
pub fn family(seed: &mut Seed) -> String {
    let syllables = 1 + seed.below(2);
    capital(&word(seed, syllables))
}

/// A person's whole name.
pub fn person(seed: &mut Seed) -> String {
    format!("{} {}", seed.pick(&GIVEN), family(seed))
}

/// A telephone number of the kind that belongs to nobody: 555 01…
pub fn phone(seed: &mut Seed) -> String {
    format!("555 {:04}", 100 + seed.below(100))
}

/// A thing: "amber lamp".
pub fn thing(seed: &mut Seed) -> String {
    format!("{} {}", seed.pick(&QUALITIES), seed.pick(&THINGS))
}

/// Something to be done: "paint the tall shelf".
pub fn deed(seed: &mut Seed) -> String {
    format!("{} the {}", seed.pick(&DEEDS), thing(seed))
}

/// A sentence: "Please wash the red jar for Pavel".
pub fn sentence(seed: &mut Seed) -> String {
    let start = seed.pick(&["Please", "Could you", "I will", "Do not", "Remember to", "We should"]);
    let end = match seed.below(4) {
        0 => format!(" for {}", seed.pick(&GIVEN)),
        1 => format!(" by {}", seed.pick(&["Monday", "Tuesday", "noon", "tonight", "the weekend"])),
        2 => format!(" in {}", capital(&word(seed, 2))),
        _ => String::new(),
    };
    format!("{start} {}{end}", deed(seed))
}

/// A host name of the kind that is reserved for examples: "brunal.example".
pub fn host(seed: &mut Seed) -> String {
    format!("{}.example", word(seed, 2))
}

/// A time of day in steps of five minutes: "07:35".
pub fn time(seed: &mut Seed) -> String {
    format!("{:02}:{:02}", seed.below(24), 5 * seed.below(12))
}
