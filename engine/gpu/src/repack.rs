//! From GGUF's blocks to the layout of [`crate::layout`].

use crate::layout::BLOCK;
use diorama_model::quant::TensorType;

/// Repacked rows: what goes into the two buffers of a matrix.
#[derive(Debug, Default)]
pub struct Packed {
    /// Words of quants.
    pub quants: Vec<u32>,
    /// Scales, two to a word.
    pub scales: Vec<u16>,
}

impl Packed {
    /// The bytes of the quants.
    pub fn quants_bytes(&self) -> &[u8] {
        bytemuck::cast_slice(&self.quants)
    }

    /// The bytes of the scales, filled up to a whole word.
    pub fn scales_bytes(&mut self) -> &[u8] {
        if self.scales.len() % 2 == 1 {
            self.scales.push(0);
        }
        bytemuck::cast_slice(&self.scales)
    }

    /// Appends one row of the file, `bytes`, of a tensor of `tensor_type`.
    ///
    /// `bytes` holds whole blocks; bytes that do not make up a block are ignored.
    pub fn push_row(&mut self, tensor_type: TensorType, bytes: &[u8]) {
        match tensor_type {
            TensorType::F32 => self.push_words(bytes),
            TensorType::F16 | TensorType::BF16 => self.push_halves(bytes),
            _ => {
                for block in bytes.chunks_exact(tensor_type.block_bytes() as usize) {
                    self.push_block(tensor_type, block);
                }
            }
        }
    }

    fn push_words(&mut self, bytes: &[u8]) {
        self.quants.extend(bytes.as_chunks::<4>().0.iter().map(|b| u32::from_le_bytes(*b)));
        let blocks = self.quants.len().div_ceil(BLOCK);
        self.quants.resize(blocks * BLOCK, 0);
    }

    fn push_halves(&mut self, bytes: &[u8]) {
        let words = BLOCK / 2;
        self.quants.extend(bytes.chunks(4).map(|chunk| {
            let mut word = [0; 4];
            word[..chunk.len()].copy_from_slice(chunk);
            u32::from_le_bytes(word)
        }));
        let blocks = self.quants.len().div_ceil(words);
        self.quants.resize(blocks * words, 0);
    }

    fn push_block(&mut self, tensor_type: TensorType, b: &[u8]) {
        match tensor_type {
            TensorType::F32 | TensorType::F16 | TensorType::BF16 => {}
            TensorType::Q4_0 => {
                self.scales.push(half(b, 0));
                self.push_4(&halves_of_nibbles(&b[2..18]));
            }
            TensorType::Q4_1 => {
                self.scales.extend([half(b, 0), half(b, 2)]);
                self.push_4(&halves_of_nibbles(&b[4..20]));
            }
            TensorType::Q5_0 => {
                self.scales.push(half(b, 0));
                self.push_4(&halves_of_nibbles(&b[6..22]));
                self.quants.push(u32::from_le_bytes([b[2], b[3], b[4], b[5]]));
            }
            TensorType::Q5_1 => {
                self.scales.extend([half(b, 0), half(b, 2)]);
                self.push_4(&halves_of_nibbles(&b[8..24]));
                self.quants.push(u32::from_le_bytes([b[4], b[5], b[6], b[7]]));
            }
            TensorType::Q8_0 => {
                self.scales.push(half(b, 0));
                let words = b[2..34].as_chunks::<4>().0;
                self.quants.extend(words.iter().map(|word| u32::from_le_bytes(*word)));
            }
            TensorType::Q4_K => {
                self.push_super_scales(b);
                for block in 0..8 {
                    self.push_4(&k_nibbles(&b[16..144], block));
                }
            }
            TensorType::Q5_K => {
                self.push_super_scales(b);
                let high = &b[16..48];
                for block in 0..8 {
                    self.push_4(&k_nibbles(&b[48..176], block));
                    let bits = high.iter().enumerate();
                    self.quants.push(
                        bits.fold(0, |word, (i, byte)| word | (u32::from(byte >> block) & 1) << i),
                    );
                }
            }
            TensorType::Q6_K => self.push_q6_k(b),
        }
    }

    /// Packs the low four bits of 32 numbers.
    fn push_4(&mut self, numbers: &[u8; BLOCK]) {
        self.quants.extend(numbers.as_chunks::<8>().0.iter().map(|eight| {
            let nibbles = eight.iter().enumerate();
            nibbles.fold(0, |word, (i, q)| word | (u32::from(*q) & 15) << (4 * i))
        }));
    }

    /// The scales of `Q4_K` and `Q5_K`: 6-bit scales and minimums, spread over 12 bytes.
    fn push_super_scales(&mut self, b: &[u8]) {
        self.scales.extend([half(b, 0), half(b, 2)]);
        let s = &b[4..16];
        for j in 0..8 {
            let (scale, minimum) = if j < 4 {
                (s[j] & 63, s[j + 4] & 63)
            } else {
                (s[j + 4] & 15 | s[j - 4] >> 6 << 4, s[j + 4] >> 4 | s[j] >> 6 << 4)
            };
            self.scales.push(u16::from_le_bytes([scale, minimum]));
        }
    }

    fn push_q6_k(&mut self, b: &[u8]) {
        let (low, high, scales) = (&b[..128], &b[128..192], &b[192..208]);
        self.scales.extend([half(b, 208), 0]);
        let pairs = scales.as_chunks::<2>().0;
        self.scales.extend(pairs.iter().map(|pair| u16::from_le_bytes(*pair)));
        for block in 0..8 {
            // A half of 128 weights is four blocks: the low nibbles of 64 bytes, then the high
            // ones; each of 32 bytes holds two more bits for every one of the four.
            let (part, quarter) = (block / 4, block % 4);
            let low = &low[part * 64 + quarter % 2 * 32..][..32];
            let high = &high[part * 32..][..32];
            let mut nibbles = [0; BLOCK];
            for (nibble, byte) in nibbles.iter_mut().zip(low) {
                *nibble = if quarter < 2 { byte & 15 } else { byte >> 4 };
            }
            self.push_4(&nibbles);
            self.quants.extend(high.as_chunks::<16>().0.iter().map(|sixteen| {
                let bits = sixteen.iter().enumerate();
                bits.fold(0, |word, (i, byte)| {
                    word | (u32::from(byte >> (2 * quarter)) & 3) << (2 * i)
                })
            }));
        }
    }
}

fn half(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

/// 16 bytes: weights 0–15 in the low nibbles, 16–31 in the high ones.
fn halves_of_nibbles(bytes: &[u8]) -> [u8; BLOCK] {
    std::array::from_fn(|i| if i < 16 { bytes[i] & 15 } else { bytes[i - 16] >> 4 })
}

/// Block `block` of 8 in a K type's 128 bytes: 32 bytes hold two blocks, low nibbles first.
fn k_nibbles(bytes: &[u8], block: usize) -> [u8; BLOCK] {
    let bytes = &bytes[block / 2 * 32..][..32];
    std::array::from_fn(|i| if block.is_multiple_of(2) { bytes[i] & 15 } else { bytes[i] >> 4 })
}
