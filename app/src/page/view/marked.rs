//! Two texts compared line by line: which lines stayed, which came, which went, which changed.

/// Most pairs of lines that are compared; what differs beyond that counts as another text.
const MOST: usize = 1 << 20;

/// A line of the two texts together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line<'a> {
    /// In both.
    Kept(&'a str),
    /// In the new one only.
    Added(&'a str),
    /// In the old one only.
    Removed(&'a str),
    /// In both, but not the same.
    Changed {
        /// What both begin with.
        head: &'a str,
        /// What stood then.
        old: &'a str,
        /// What stands now.
        new: &'a str,
        /// What both end with.
        tail: &'a str,
    },
}

/// The lines of the new text, with those of the old one that went where they stood.
pub fn compare<'a>(old: &'a str, new: &'a str) -> Vec<Line<'a>> {
    let (olds, news): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let same = |(a, b): &(&&str, &&str)| key(a) == key(b);
    let start = olds.iter().zip(&news).take_while(same).count();
    let room = olds.len().min(news.len()) - start;
    let end = olds.iter().rev().zip(news.iter().rev()).take(room).take_while(same).count();
    let (old_middle, new_middle) = (&olds[start..olds.len() - end], &news[start..news.len() - end]);
    let kept = |lines: &[&'a str]| lines.iter().map(|&line| Line::Kept(line)).collect::<Vec<_>>();
    let mut lines = kept(&news[..start]);
    middle(old_middle, new_middle, &mut lines);
    lines.extend(kept(&news[news.len() - end..]));
    lines
}

/// What tells one line from another: all but the running number or reference, which every screen
/// gives anew.
fn key(line: &str) -> (&str, &str) {
    let line = match line.split_once("] | ") {
        Some((number, rest)) if number.trim_start().starts_with('[') => rest,
        _ => line,
    };
    match line.split_once(" [ref=") {
        Some((head, rest)) => (head, rest.split_once(']').map_or(rest, |(_, tail)| tail)),
        None => (line, ""),
    }
}

/// Aligns lines by their longest common subsequence.
fn middle<'a>(olds: &[&'a str], news: &[&'a str], lines: &mut Vec<Line<'a>>) {
    let width = news.len() + 1;
    let mut table = Vec::new();
    if olds.len().saturating_mul(news.len()) <= MOST {
        table = vec![0_u16; (olds.len() + 1) * width];
        for (i, old) in olds.iter().enumerate().rev() {
            for (j, new) in news.iter().enumerate().rev() {
                table[i * width + j] = if key(old) == key(new) {
                    table[(i + 1) * width + j + 1] + 1
                } else {
                    table[(i + 1) * width + j].max(table[i * width + j + 1])
                };
            }
        }
    }
    let at = |i: usize, j: usize| table.get(i * width + j).copied().unwrap_or_default();
    let (mut i, mut j) = (0, 0);
    let (mut gone, mut came) = (Vec::new(), Vec::new());
    while i < olds.len() || j < news.len() {
        if i < olds.len() && j < news.len() && key(olds[i]) == key(news[j]) {
            run(&mut gone, &mut came, lines);
            lines.push(Line::Kept(news[j]));
            (i, j) = (i + 1, j + 1);
        } else if j == news.len() || (i < olds.len() && at(i + 1, j) >= at(i, j + 1)) {
            gone.push(olds[i]);
            i += 1;
        } else {
            came.push(news[j]);
            j += 1;
        }
    }
    run(&mut gone, &mut came, lines);
}

/// Lines that went and came between two that stayed: those that look alike are one that changed.
fn run<'a>(gone: &mut Vec<&'a str>, came: &mut Vec<&'a str>, lines: &mut Vec<Line<'a>>) {
    let mut news = came.drain(..).peekable();
    for old in gone.drain(..) {
        match news.peek().and_then(|new| changed(old, new)) {
            Some(line) => {
                news.next();
                lines.push(line);
            }
            None => lines.push(Line::Removed(old)),
        }
    }
    lines.extend(news.map(Line::Added));
}

/// Two lines as one that changed, if more than half of it stayed.
fn changed<'a>(old: &'a str, new: &'a str) -> Option<Line<'a>> {
    let common = |a: &mut dyn Iterator<Item = (char, char)>| {
        a.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum::<usize>()
    };
    let start = common(&mut old.chars().zip(new.chars()));
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let end = common(&mut old_rest.chars().rev().zip(new_rest.chars().rev()));
    let alike = (start + end) * 2 > old.len().max(new.len());
    alike.then(|| Line::Changed {
        head: &new[..start],
        old: &old_rest[..old_rest.len() - end],
        new: &new_rest[..new_rest.len() - end],
        tail: &new_rest[new_rest.len() - end..],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_went_and_changed() {
        let old = "title\nname: Ada\nphone: 1\nhelp";
        let new = "title\nname: Ida\nnote: none at all\nphone: 1";
        let changed = Line::Changed { head: "name: ", old: "A", new: "I", tail: "da" };
        let expected = [
            Line::Kept("title"),
            changed,
            Line::Added("note: none at all"),
            Line::Kept("phone: 1"),
            Line::Removed("help"),
        ];
        assert_eq!(compare(old, new), expected);
    }

    #[test]
    fn running_numbers_make_no_difference() {
        let old = "[ 0] | text=\"a\"\n[ 1] | text=\"b\"\n- button \"c\" [ref=e1] [cursor]";
        let new = "[ 0] | text=\"b\"\n- button \"c\" [ref=e7] [cursor]";
        let lines = compare(old, new);
        assert_eq!(lines[0], Line::Removed("[ 0] | text=\"a\""));
        assert!(lines[1..].iter().all(|it| matches!(it, Line::Kept(_))), "{lines:?}");
        // The new text is shown with its own numbers.
        assert_eq!(lines[1], Line::Kept("[ 0] | text=\"b\""));
    }

    #[test]
    fn both_texts_can_be_read_back() {
        let texts = ["", "a", "a\nb\nc", "b\nc\nd", "äb\nüb", "äc\nüb\nx", "c\nb\na"];
        for old in texts {
            for new in texts {
                let (mut olds, mut news) = (Vec::new(), Vec::new());
                for line in compare(old, new) {
                    match line {
                        Line::Kept(it) => {
                            olds.push(it.to_owned());
                            news.push(it.to_owned());
                        }
                        Line::Added(it) => news.push(it.to_owned()),
                        Line::Removed(it) => olds.push(it.to_owned()),
                        Line::Changed { head, old, new, tail } => {
                            olds.push(format!("{head}{old}{tail}"));
                            news.push(format!("{head}{new}{tail}"));
                        }
                    }
                }
                assert_eq!((olds.join("\n"), news.join("\n")), (old.to_owned(), new.to_owned()));
            }
        }
    }

    #[test]
    fn texts_too_long_to_align_are_another_text() {
        let text =
            |word: &str| (0..1100).map(|n| format!("{word} {n}")).collect::<Vec<_>>().join("\n");
        let (old, new) = (text("one"), text("another"));
        let lines = compare(&old, &new);
        assert_eq!(lines.iter().filter(|it| matches!(it, Line::Added(_))).count(), 1100);
        assert_eq!(lines.len(), 2200);
    }
}
