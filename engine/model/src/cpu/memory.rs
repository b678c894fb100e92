//! Allocation that reports instead of aborting.

use crate::ExecuteError;

/// Room for `length` values, or [`ExecuteError::OutOfMemory`] when the memory is not there; `what`
/// names it for people. The length is 64-bit because what a file asks for may not fit a `usize`.
pub fn reserved<T>(length: u64, what: &str) -> Result<Vec<T>, ExecuteError> {
    let refused = || {
        let bytes = length.saturating_mul(size_of::<T>() as u64);
        ExecuteError::OutOfMemory(format!("{} MiB for {what}", bytes.div_ceil(1 << 20)))
    };
    let length = usize::try_from(length).map_err(|_| refused())?;
    let mut values = Vec::new();
    values.try_reserve_exact(length).map_err(|_| refused())?;
    Ok(values)
}

/// `length` times `value`; see [`reserved`].
pub fn filled<T: Clone>(value: T, length: u64, what: &str) -> Result<Vec<T>, ExecuteError> {
    let mut values = reserved(length, what)?;
    values.resize(length as usize, value);
    Ok(values)
}
