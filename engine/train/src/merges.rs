//! Learning byte-pair merges from counted words (Sennrich et al. 2016).
//!
//! Written out, since it is short: the usual library's trainer brings a regex engine and a thread
//! pool, and breaks ties by the order of a hash map. Here equal counts go to the lower ids, so that
//! the same words give the same merges everywhere.

use std::collections::{BTreeSet, HashMap};

/// Two neighbours.
type Pair = (u32, u32);

/// A merge: two tokens, the first 256 of which are the bytes; the `n`th merge makes token `256 + n`.
pub type Merge = Pair;

/// A word as the tokens that it is made of so far.
struct Word {
    tokens: Vec<u32>,
    count: u64,
}

impl Word {
    fn pairs(&self) -> impl Iterator<Item = Pair> {
        self.tokens.windows(2).map(|pair| (pair[0], pair[1]))
    }

    fn merge(&mut self, pair: Pair, into: u32) {
        let mut merged = Vec::with_capacity(self.tokens.len());
        let mut rest = self.tokens.as_slice();
        while let Some((&first, after)) = rest.split_first() {
            let joins = first == pair.0 && after.first() == Some(&pair.1);
            merged.push(if joins { into } else { first });
            rest = &after[usize::from(joins)..];
        }
        self.tokens = merged;
    }
}

/// How often a pair occurs, and in which words it may.
#[derive(Default)]
struct Seen {
    count: u64,
    words: BTreeSet<usize>,
}

/// The best `count` merges; fewer when no pair occurs twice any more.
pub fn learn<'a>(words: impl IntoIterator<Item = (&'a str, u64)>, count: usize) -> Vec<Merge> {
    let word =
        |(text, count): (&str, u64)| Word { tokens: text.bytes().map(u32::from).collect(), count };
    let mut words: Vec<Word> = words.into_iter().map(word).collect();
    let mut seen: HashMap<Pair, Seen> = HashMap::new();
    for (index, word) in words.iter().enumerate() {
        for pair in word.pairs() {
            let seen = seen.entry(pair).or_default();
            seen.count += word.count;
            seen.words.insert(index);
        }
    }
    let mut merges = Vec::with_capacity(count);
    for into in (256..).take(count) {
        let best = seen.iter().max_by_key(|(pair, seen)| (seen.count, std::cmp::Reverse(**pair)));
        let Some((&pair, _)) = best.filter(|(_, seen)| seen.count > 1) else { break };
        let Some(Seen { words: holders, .. }) = seen.remove(&pair) else { break };
        for index in holders {
            let word = &mut words[index];
            for old in word.pairs() {
                if let Some(seen) = seen.get_mut(&old) {
                    seen.count -= word.count;
                }
            }
            word.merge(pair, into);
            for new in word.pairs() {
                let seen = seen.entry(new).or_default();
                seen.count += word.count;
                seen.words.insert(index);
            }
        }
        merges.push(pair);
    }
    merges
}

#[cfg(test)]
mod tests {
    use super::learn;

    #[test]
    fn the_most_frequent_pair_merges_first() {
        let merges = learn([("low", 5), ("lower", 2), ("newest", 6), ("west", 1)], 4);
        let byte = |byte: u8| u32::from(byte);
        // "we" and "es"/"st": "we" is in lower, newest and west, nine times.
        assert_eq!(merges[0], (byte(b'w'), byte(b'e')));
        assert_eq!(
            merges[1],
            (byte(b'l'), byte(b'o')),
            "seven times, as (s, t) is; lower ids first"
        );
        assert_eq!(merges[2], (byte(b's'), byte(b't')));
        assert_eq!(merges[3], (256, 258), "“we” and “st”");
    }

    #[test]
    fn pairs_that_overlap_are_taken_from_the_left_and_rare_ones_not_at_all() {
        assert_eq!(learn([("aaaaa", 1)], 9), [(97, 97)]);
        // Of pairs as frequent as each other, the one of lower ids.
        assert_eq!(learn([("aaaaa", 2)], 9), [(97, 97), (256, 97), (256, 257)]);
        assert_eq!(learn([("abc", 1)], 9), []);
    }
}
