//! How much of a file is read, and how: the head, in few reads.

use diorama_model::{
    ByteSource, Gguf, SourceError,
    gguf::{GgufError, GgufWriter, LookupError, Strings, TensorError, Value, optional},
    quant::TensorType,
};
use std::cell::RefCell;

/// Bytes in memory, and the reads so far as (offset, length).
struct Watched {
    file: Vec<u8>,
    reads: RefCell<Vec<(u64, usize)>>,
}

impl ByteSource for Watched {
    fn len(&self) -> u64 {
        self.file.len() as u64
    }

    async fn read(&self, offset: u64, length: usize) -> Result<Vec<u8>, SourceError> {
        self.reads.borrow_mut().push((offset, length));
        self.file.as_slice().read(offset, length).await
    }
}

/// A file with `tokens` tokens and as many merges, and a tensor of 8 MiB.
fn file(tokens: usize) -> Vec<u8> {
    let list = |name: &str| (0..tokens).map(|i| format!("{name}{i}")).collect::<Strings>();
    let mut writer = GgufWriter::default();
    writer.set("tokenizer.ggml.tokens", list("token "));
    writer.set("tokenizer.ggml.merges", list("merge "));
    writer.set("tokenizer.ggml.token_type", vec![1_i64; tokens]);
    writer.set("tokenizer.ggml.scores", vec![0.5_f32; tokens]);
    writer.set("general.name", "watched");
    writer.set("layers", 3_u64);
    writer
        .add("matrix", &[1 << 10, 1 << 11], TensorType::F32, vec![7; 8 << 20])
        .expect("a small file");
    let mut file = Vec::new();
    writer.write(&mut file).expect("a small file");
    file
}

fn read(file: Vec<u8>) -> (Result<Gguf, GgufError>, Vec<(u64, usize)>) {
    let source = Watched { file, reads: RefCell::default() };
    let gguf = pollster::block_on(Gguf::read(&source));
    (gguf, source.reads.into_inner())
}

#[test]
fn a_small_head_takes_one_read_of_a_chunk() {
    let (gguf, reads) = read(file(10));
    assert!(gguf.is_ok());
    assert_eq!(reads, [(0, 256 << 10)]);
}

#[test]
fn a_large_vocabulary_takes_few_reads_that_go_on_from_each_other() {
    let (gguf, reads) = read(file(300_000));
    let gguf = gguf.unwrap();
    let tokens = gguf.strings("tokenizer.ggml.tokens").unwrap();
    assert_eq!(tokens.get(299_999), Some("token 299999"));
    assert_eq!(gguf.ints("tokenizer.ggml.token_type").unwrap().len(), 300_000);
    let mut end = 0;
    for &(offset, length) in &reads {
        assert_eq!(offset, end, "nothing is read twice or left out");
        end += length as u64;
    }
    let data = gguf.tensor("matrix").unwrap().offset;
    assert!(end < data + (4 << 20), "at most a chunk beyond the head");
    assert!(reads.len() <= 8, "{} reads of {data} bytes", reads.len());
}

#[test]
fn a_failing_source_is_told() {
    struct Failing;
    impl ByteSource for Failing {
        fn len(&self) -> u64 {
            1 << 20
        }
        async fn read(&self, _: u64, _: usize) -> Result<Vec<u8>, SourceError> {
            Err(SourceError::Medium("the network is gone".into()))
        }
    }
    let error = pollster::block_on(Gguf::read(&Failing));
    let medium = SourceError::Medium("the network is gone".into());
    assert_eq!(error, Err(GgufError::Source(medium)));
}

#[test]
fn values_are_looked_up_by_type() {
    let gguf = read(file(1)).0.unwrap();
    assert_eq!(gguf.string("general.name"), Ok("watched"));
    assert_eq!(gguf.u32("layers"), Ok(3), "integers of any width");
    let missing = LookupError::MissingKey("none".into());
    assert_eq!(gguf.u32("none"), Err(missing));
    assert_eq!(optional(gguf.u32("none")), Ok(None));
    let wrong = LookupError::WrongType { key: "layers".into(), expected: "string", found: "u64" };
    assert_eq!(gguf.string("layers"), Err(wrong.clone()));
    assert_eq!(optional(gguf.string("layers")), Err(wrong));
    let mut gguf = gguf;
    gguf.metadata.insert("layers".into(), Value::I64(-1));
    let range = LookupError::OutOfRange { key: "layers".into(), expected: "u32", value: -1 };
    assert_eq!(gguf.u32("layers"), Err(range));
    assert_eq!(gguf.i64("layers"), Ok(-1));
    let missing = LookupError::MissingTensor("none".into());
    assert_eq!(gguf.tensor("none").map(|_| ()), Err(missing));
}

#[test]
#[allow(clippy::reversed_empty_ranges)] // what a careless caller might ask for
fn rows_that_are_not_there_are_refused() {
    let file = file(1);
    let gguf = read(file.clone()).0.unwrap();
    let matrix = gguf.tensor("matrix").unwrap();
    let rows = |rows| pollster::block_on(matrix.read_rows(&file.as_slice(), rows));
    assert_eq!(rows(0..1).unwrap().len(), 4 << 10);
    assert_eq!(rows(5..5).unwrap().len(), 0);
    let refused = |start, end| Err(TensorError::NoSuchRows { start, end, rows: 1 << 11 });
    assert_eq!(rows(0..2049), refused(0, 2049));
    assert_eq!(rows(3..2), refused(3, 2));
    assert_eq!(rows(u64::MAX - 1..u64::MAX), refused(u64::MAX - 1, u64::MAX));
}
