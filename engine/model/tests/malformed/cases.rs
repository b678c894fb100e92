//! The kinds of malformed file.

use crate::file::{File, array, claimed_string, string};
use diorama_model::gguf::{GgufError, GgufError::*, limits};

/// A kind of malformed file and the error it gives.
pub struct Case {
    pub name: &'static str,
    pub file: Vec<u8>,
    pub error: GgufError,
}

/// Numbers of value types in files.
const BOOL: u32 = 7;
const STRING: u32 = 8;
const ARRAY: u32 = 9;
const U64: u32 = 10;
/// Numbers of tensor types in files.
const F32: u32 = 0;
const Q8_0: u32 = 8;

const HUGE: u64 = 1 << 63;
const NOT_UTF8: [u8; 2] = [b'a', 0xff];

/// All kinds.
pub fn all() -> Vec<Case> {
    [beginnings(), entries(), arrays(), alignments(), tensors(), places(), large()]
        .into_iter()
        .flatten()
        .collect()
}

fn case(name: &'static str, file: Vec<u8>, error: GgufError) -> Case {
    Case { name, file, error }
}

/// A case whose file ends inside `what`.
fn cut(name: &'static str, file: Vec<u8>, what: &'static str) -> Case {
    let length = file.len() as u64;
    case(name, file, Truncated { what, length })
}

/// A file with one metadata entry.
fn entry(value_type: u32, value: &[u8]) -> Vec<u8> {
    File::new(0, 1).entry("key", value_type, value).end()
}

/// A file with one tensor and `data` bytes.
fn tensor(dimensions: &[u64], tensor_type: u32, offset: u64, data: usize) -> Vec<u8> {
    File::new(1, 0).tensor("t", dimensions, tensor_type, offset).data(data)
}

fn key() -> String {
    "key".to_owned()
}

fn t() -> String {
    "t".to_owned()
}

fn beginnings() -> Vec<Case> {
    let version = |version| File::of_version(version, 0, 0).end();
    let too_many = |what, count, limit| TooMany { what, count, limit };
    vec![
        cut("no bytes", vec![], "magic number"),
        cut("only the magic number", b"GGUF".to_vec(), "version"),
        case("another format", b"PK\x03\x04 and more".to_vec(), Magic(*b"PK\x03\x04")),
        case("an older format", b"tjgg\x01\0\0\0".to_vec(), Magic(*b"tjgg")),
        case("version 0", version(0), Version(0)),
        case("version 1", version(1), Version(1)),
        case("version 4", version(4), Version(4)),
        case("big-endian", version(3_u32.swap_bytes()), BigEndian),
        case("2^63 tensors", File::new(HUGE, 0).end(), too_many("tensors", HUGE, limits::TENSORS)),
        case(
            "2^64 - 1 entries",
            File::new(0, u64::MAX).end(),
            too_many("metadata entries", u64::MAX, limits::METADATA),
        ),
        cut("more tensors than bytes", File::new(60_000, 0).end(), "tensors"),
        cut("more entries than bytes", File::new(0, 60_000).end(), "metadata entries"),
    ]
}

fn entries() -> Vec<Case> {
    let first_key = |key: &[u8]| File::new(0, 1).raw(key).zeros_to(64);
    let too_long = |what, length, limit| StringTooLong { what, length, limit };
    vec![
        case(
            "a key of 2^63 bytes",
            first_key(&claimed_string(HUGE, b"key")),
            too_long("metadata key", HUGE, limits::NAME),
        ),
        cut("a key past the end", first_key(&claimed_string(1000, b"key")), "metadata key"),
        case(
            "a key that is not UTF-8",
            first_key(&claimed_string(2, &NOT_UTF8)),
            NotUtf8 { what: "metadata key", offset: 34 },
        ),
        case(
            "a key twice",
            File::new(0, 2).entry("key", BOOL, &[1]).entry("key", BOOL, &[0]).end(),
            DuplicateKey(key()),
        ),
        case("value type 13", entry(13, &[0; 8]), UnknownValueType { key: key(), id: 13 }),
        case(
            "value type 2^32 - 1",
            entry(u32::MAX, &[0; 8]),
            UnknownValueType { key: key(), id: u32::MAX },
        ),
        case("a bool of 2", entry(BOOL, &[2]), Bool { key: key(), byte: 2 }),
        case(
            "a string of 2^63 bytes",
            entry(STRING, &claimed_string(HUGE, b"x")),
            too_long("metadata value", HUGE, limits::STRING),
        ),
        cut(
            "a string past the end",
            entry(STRING, &claimed_string(1 << 20, b"x")),
            "metadata value",
        ),
        case(
            "a string that is not UTF-8",
            entry(STRING, &claimed_string(2, &NOT_UTF8)),
            NotUtf8 { what: "metadata value", offset: 49 },
        ),
    ]
}

fn arrays() -> Vec<Case> {
    let of = |element_type, count, bytes: &[u8]| entry(ARRAY, &array(element_type, count, bytes));
    let too_many = |count| TooMany { what: "array elements", count, limit: limits::ARRAY };
    vec![
        case("an array of arrays", of(ARRAY, 1, &[0; 16]), NestedArray(key())),
        case("an array of type 14", of(14, 1, &[0; 8]), UnknownValueType { key: key(), id: 14 }),
        case("an array of 2^63 bytes", of(0, HUGE, &[]), too_many(HUGE)),
        case("an array whose size wraps", of(U64, 1 << 61, &[]), too_many(1 << 61)),
        case("an array of 2^63 strings", of(STRING, HUGE, &[]), too_many(HUGE)),
        cut("numbers past the end", of(U64, 1 << 22, &[0; 64]), "array elements"),
        cut("strings past the end", of(STRING, 1 << 22, &[0; 64]), "array elements"),
        case(
            "an element of 2^63 bytes",
            of(STRING, 1, &claimed_string(HUGE, b"x")),
            StringTooLong { what: "array element", length: HUGE, limit: limits::STRING },
        ),
        case(
            "an element that is not UTF-8",
            of(STRING, 1, &claimed_string(2, &NOT_UTF8)),
            NotUtf8 { what: "array element", offset: 61 },
        ),
        case("a bool of 255 in an array", of(BOOL, 2, &[1, 255]), Bool { key: key(), byte: 255 }),
        case("2^64 - 1 in an array", of(U64, 1, &u64::MAX.to_le_bytes()), IntegerTooLarge(key())),
    ]
}

fn alignments() -> Vec<Case> {
    let aligned = |alignment: u32| {
        File::new(0, 1).entry("general.alignment", 4, &alignment.to_le_bytes()).end()
    };
    let wide = File::new(0, 1).entry("general.alignment", U64, &32_u64.to_le_bytes()).end();
    vec![
        case("alignment 0", aligned(0), Alignment(0)),
        case("alignment 3", aligned(3), Alignment(3)),
        case("alignment 1", aligned(1), Alignment(1)),
        case("alignment 2^31", aligned(1 << 31), Alignment(1 << 31)),
        case("alignment of another type", wide, AlignmentType("u64")),
    ]
}

fn tensors() -> Vec<Case> {
    let name = |name: &[u8]| File::new(1, 0).raw(name).zeros_to(128);
    let dimensions = |count| DimensionCount { tensor: t(), count };
    let many = File::new(1, 0).raw(&string("t")).raw(&u32::MAX.to_le_bytes()).zeros_to(128);
    vec![
        case(
            "a name of 2^63 bytes",
            name(&claimed_string(HUGE, b"t")),
            StringTooLong { what: "tensor name", length: HUGE, limit: limits::NAME },
        ),
        case(
            "a name that is not UTF-8",
            name(&claimed_string(2, &NOT_UTF8)),
            NotUtf8 { what: "tensor name", offset: 34 },
        ),
        case(
            "a tensor twice",
            File::new(2, 0).tensor("t", &[8], F32, 0).tensor("t", &[8], F32, 32).data(64),
            DuplicateTensor(t()),
        ),
        case("no dimension", tensor(&[], F32, 0, 32), dimensions(0)),
        case("5 dimensions", tensor(&[1; 5], F32, 0, 32), dimensions(5)),
        case("2^32 - 1 dimensions", many, dimensions(u32::MAX)),
        case("a dimension of 0", tensor(&[8, 0], F32, 0, 32), EmptyTensor(t())),
        case("a size that wraps to 0", tensor(&[1 << 32, 1 << 32], F32, 0, 32), TensorSize(t())),
        case("a size that wraps to 32", tensor(&[32, HUGE + 1], F32, 0, 128), TensorSize(t())),
        case("bytes that wrap to 0", tensor(&[1 << 62], F32, 0, 32), TensorSize(t())),
        case(
            "tensor type 1000",
            tensor(&[32], 1000, 0, 32),
            UnknownTensorType { tensor: t(), id: 1000 },
        ),
        case(
            "a tensor type that was removed",
            tensor(&[32], 4, 0, 32),
            UnknownTensorType { tensor: t(), id: 4 },
        ),
        case(
            "a tensor type that is not supported",
            tensor(&[256], 10, 0, 84),
            UnsupportedTensorType { tensor: t(), type_name: "Q2_K" },
        ),
        case(
            "rows of half a block",
            tensor(&[16, 2], Q8_0, 0, 34),
            PartialBlock { tensor: t(), row: 16, block: 32 },
        ),
        cut(
            "a tensor list past the end",
            File::new(2, 0).tensor(&"t".repeat(64), &[8], F32, 0).end(),
            "tensor name",
        ),
    ]
}

fn places() -> Vec<Case> {
    let past_end = |name, file: Vec<u8>| {
        let length = file.len() as u64;
        case(name, file, TensorPastEnd { tensor: t(), length })
    };
    let two = |second| File::new(2, 0).tensor("t", &[16], F32, 0).tensor("u", &[8], F32, second);
    let overlap = || Overlap { first: t(), second: "u".to_owned() };
    vec![
        case(
            "data off the alignment",
            tensor(&[8], F32, 8, 64),
            Misaligned { tensor: t(), offset: 8, alignment: 32 },
        ),
        past_end("an offset past the end", tensor(&[8], F32, 1 << 40, 32)),
        past_end("an offset that wraps", tensor(&[8], F32, u64::MAX - 31, 32)),
        past_end("data one byte past the end", tensor(&[8], F32, 0, 31)),
        past_end("no data at all", File::new(1, 0).tensor("t", &[8], F32, 0).end()),
        past_end("a tensor of 2^62 bytes", tensor(&[1 << 60], F32, 0, 32)),
        case("two tensors in one place", two(0).data(64), overlap()),
        case("two tensors that overlap", two(32).data(64), overlap()),
    ]
}

/// Files of 40 to 70 MB that hold to every limit but one.
fn large() -> Vec<Case> {
    let zeros = |length: usize| vec![0; length];
    let doubles = array(12, limits::ARRAY, &zeros(8 * limits::ARRAY as usize));
    let bytes = array(1, limits::ARRAY, &zeros(limits::ARRAY as usize));
    let text = string(&"x".repeat(limits::STRING as usize));
    let too_large = || HeadTooLarge { limit: limits::HEAD_MEMORY };
    vec![
        case(
            "a head of 64 MiB",
            File::new(0, 2).entry("a", ARRAY, &doubles).entry("b", ARRAY, &doubles).end(),
            HeadTooLong { limit: limits::HEAD_BYTES },
        ),
        case("integers of 1 byte", entry(ARRAY, &bytes), too_large()),
        case("40 MiB of text", entry(ARRAY, &array(STRING, 40, &text.repeat(40))), too_large()),
    ]
}
