//! Products of matrices.

use gemm::{Parallelism, gemm};

/// A matrix in a slice, with any strides.
#[derive(Debug, Clone, Copy)]
pub struct Matrix<'a> {
    data: &'a [f32],
    rows: usize,
    columns: usize,
    row_stride: usize,
    column_stride: usize,
}

impl<'a> Matrix<'a> {
    /// Rows that stand one after the other, `columns` numbers each.
    pub fn new(data: &'a [f32], columns: usize) -> Self {
        Self { data, rows: data.len() / columns, columns, row_stride: columns, column_stride: 1 }
    }

    /// Rows become columns.
    pub fn turned(self) -> Self {
        let Self { data, rows, columns, row_stride, column_stride } = self;
        Self {
            data,
            rows: columns,
            columns: rows,
            row_stride: column_stride,
            column_stride: row_stride,
        }
    }

    /// The index after the last number, that is, how long the slice must be.
    fn end(&self) -> usize {
        match (self.rows, self.columns) {
            (0, _) | (_, 0) => 0,
            (r, c) => (r - 1) * self.row_stride + (c - 1) * self.column_stride + 1,
        }
    }
}

/// `out = a b`, or `out += a b` if it is to be added. `out`'s rows are `stride` numbers apart.
pub fn multiply(out: &mut [f32], stride: usize, a: Matrix<'_>, b: Matrix<'_>, add: bool) {
    let (m, n, k) = (a.rows, b.columns, a.columns);
    assert_eq!(k, b.rows);
    assert!(n <= stride && (m == 0 || out.len() >= (m - 1) * stride + n));
    assert!(a.end() <= a.data.len() && b.end() <= b.data.len());
    // SAFETY: all three matrices lie within their slices, as the assertions say, and `out` is
    // borrowed exclusively.
    #[allow(unsafe_code)] // the library's interface is one of pointers
    unsafe {
        gemm(
            m,
            n,
            k,
            out.as_mut_ptr(),
            1,
            stride as isize,
            add,
            a.data.as_ptr(),
            a.column_stride as isize,
            a.row_stride as isize,
            b.data.as_ptr(),
            b.column_stride as isize,
            b.row_stride as isize,
            1.0,
            1.0,
            false,
            false,
            false,
            Parallelism::None,
        );
    }
}
