//! Writing under the grammar.

use crate::{Draft, End, Flow, Language, Observer, PredictError};
use diorama_model::{Executor, Sampler, Session};
use diorama_world::delta::grammar::{Acceptor, BitSet};
use std::str;

/// How to write.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// How tokens are chosen among those that the grammar allows.
    pub sampler: Sampler,
    /// Tokens to write at most for a step.
    pub max_tokens: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { sampler: Sampler::greedy(), max_tokens: 2048 }
    }
}

/// What was written.
#[derive(Debug)]
pub struct Written {
    /// The delta; if it did not end, up to the end of its last whole line.
    pub text: String,
    /// Logarithms of the probabilities of its lines.
    pub lines: Vec<f32>,
    /// Logarithm of the probability of the end; of a delta that did not end, that of nothing.
    pub end_log: f32,
    pub end: End,
    pub tokens: usize,
    pub forced: usize,
}

/// Writes a delta token by token; the session has read `prompt`. `draft` shows a text to the
/// observer.
pub async fn write<E: Executor>(
    session: &mut Session<E>,
    language: &Language,
    prompt: Vec<u32>,
    mut acceptor: Acceptor,
    options: &Options,
    observer: &mut impl Observer,
    draft: Draft<'_>,
) -> Result<Written, PredictError> {
    let stop = language.stop().ok_or(PredictError::Stuck)?;
    let capacity = session.executor().capacity();
    let mut sequence = prompt;
    let mut text = Text::default();
    let (mut end_log, mut tokens, mut forced) = (f32::NEG_INFINITY, 0, 0);
    let mut mask = BitSet::new();
    let end = loop {
        if tokens >= options.max_tokens {
            break End::MaxTokens;
        }
        language.trie().mask(&acceptor, &mut mask);
        if acceptor.may_end() {
            mask.insert(stop);
        }
        let Choice { token, log } = if let Some(token) = only(&mask) {
            forced += 1;
            Choice { token, log: 0.0 }
        } else {
            if sequence.len() > capacity {
                break End::ContextFull;
            }
            // What had no alternative was not read yet.
            if session.cached().len() < sequence.len() {
                session.read(&sequence, async |_, _| Flow::Continue).await?;
            }
            let logits = session.logits().await?;
            choose(logits, &mask, &options.sampler, sequence.len())?
        };
        tokens += 1;
        if token == stop {
            end_log = log;
            break End::Complete;
        }
        let bytes = language.tokenizer().token_bytes(token);
        if !bytes.iter().all(|&byte| acceptor.accept(byte)) {
            return Err(PredictError::Stuck);
        }
        text.push(bytes, log);
        sequence.push(token);
        if observer.wrote(Draft { text: text.so_far(), ..draft }).await == Flow::Stop {
            break End::Stopped;
        }
    };
    let (text, lines) = text.finish();
    Ok(Written { text, lines, end_log, end, tokens, forced })
}

/// A token and the logarithm of its probability.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Choice {
    token: u32,
    log: f32,
}

/// The only member of a set.
fn only(mask: &BitSet) -> Option<u32> {
    (mask.len() == 1).then(|| members(mask).next())?
}

fn members(mask: &BitSet) -> impl Iterator<Item = u32> {
    (0..).zip(mask.words()).flat_map(|(index, &word)| {
        (0..u64::BITS)
            .filter(move |bit| word >> bit & 1 == 1)
            .map(move |bit| index * u64::BITS + bit)
    })
}

/// Chooses among the tokens of a mask.
fn choose(
    mut logits: Vec<f32>,
    mask: &BitSet,
    sampler: &Sampler,
    position: usize,
) -> Result<Choice, PredictError> {
    for (token, logit) in (0..).zip(&mut logits) {
        if !mask.contains(token) {
            *logit = f32::NEG_INFINITY;
        }
    }
    let token = sampler.choose(&logits, position as u64);
    let chosen = logits.get(token as usize).copied().filter(|logit| logit.is_finite());
    let chosen = chosen.ok_or(PredictError::Stuck)?;
    let best = logits.iter().copied().filter(|logit| logit.is_finite()).fold(chosen, f32::max);
    let weights = logits.iter().filter(|logit| logit.is_finite());
    let sum: f32 = weights.map(|logit| libm::expf(logit - best)).sum();
    Ok(Choice { token, log: chosen - best - libm::logf(sum) })
}

/// The bytes written, and the probabilities of their lines.
#[derive(Debug, Default)]
struct Text {
    bytes: Vec<u8>,
    lines: Vec<f32>,
    /// Where the line that is being written begins.
    line: usize,
    /// Logarithm of the probability of what stands in it.
    log: f32,
}

impl Text {
    fn push(&mut self, bytes: &[u8], log: f32) {
        self.log += log;
        for &byte in bytes {
            self.bytes.push(byte);
            if byte == b'\n' {
                // A token that goes on into the next line counts for the line that it begins in.
                self.lines.push(self.log);
                (self.log, self.line) = (0.0, self.bytes.len());
            }
        }
    }

    /// The text, short of a character that is not complete.
    fn so_far(&self) -> &str {
        self.bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid())
    }

    /// The whole lines.
    fn finish(self) -> (String, Vec<f32>) {
        let whole = str::from_utf8(&self.bytes[..self.line]).unwrap_or_default();
        (whole.to_owned(), self.lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use diorama_model::Sampling;

    fn mask(tokens: &[u32]) -> BitSet {
        let mut mask = BitSet::new();
        for &token in tokens {
            mask.insert(token);
        }
        mask
    }

    #[test]
    fn the_only_member_is_found() {
        assert_eq!(only(&mask(&[200])), Some(200));
        assert_eq!(only(&mask(&[63, 64])), None);
        assert_eq!(only(&mask(&[])), None);
        assert_eq!(members(&mask(&[0, 63, 64, 700])).collect::<Vec<u32>>(), [0, 63, 64, 700]);
    }

    /// Each allowed token is drawn, others never; their probabilities sum to one.
    #[test]
    fn probabilities_are_among_what_is_allowed() {
        let logits: Vec<f32> = (0..12).map(|id| (id * 7 % 5) as f32 * 0.5).collect();
        let mask = mask(&[2, 3, 7, 11, 40]);
        let mut drawn = std::collections::BTreeMap::new();
        for position in 0..400 {
            let sampling = Sampling { temperature: 2.0, seed: 9, ..Sampling::default() };
            let sampler = Sampler::new(sampling).expect("numbers in order");
            let choice = choose(logits.clone(), &mask, &sampler, position).expect("a choice");
            drawn.insert(choice.token, choice.log.exp());
        }
        assert_eq!(drawn.keys().copied().collect::<Vec<u32>>(), [2, 3, 7, 11]);
        assert!((drawn.values().sum::<f32>() - 1.0).abs() < 1e-5, "{drawn:?}");
        let greedy = choose(logits, &mask, &Sampler::greedy(), 0).expect("a choice");
        assert_eq!(greedy.token, 2);
    }

    #[test]
    fn without_numbers_there_is_no_choice() {
        let broken = vec![f32::NAN; 4];
        let choice = choose(broken, &mask(&[1, 2]), &Sampler::greedy(), 0);
        assert_eq!(choice, Err(PredictError::Stuck));
    }

    #[test]
    fn a_token_counts_for_the_line_that_it_begins_in() {
        let mut text = Text::default();
        for (bytes, log) in [("12", -1.0), (" on\n-", -2.0), ("3\n", -4.0), ("after", -8.0)] {
            text.push(bytes.as_bytes(), log);
        }
        text.push(&[0xC3], 0.0);
        assert_eq!(text.so_far(), "12 on\n-3\nafter");
        assert_eq!(text.finish(), ("12 on\n-3\n".to_owned(), vec![-3.0, -4.0]));
    }
}
