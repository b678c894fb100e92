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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_an_error() {
        for length in [u64::MAX, u64::MAX / 8, 1 << 61] {
            let error = filled([0.0_f32; 8], length, "keys").unwrap_err();
            assert!(matches!(error, ExecuteError::OutOfMemory(_)), "{error}");
        }
        let error = reserved::<[f32; 8]>(1 << 58, "keys").unwrap_err();
        assert_eq!(error.to_string(), "out of memory: 8796093022208 MiB for keys");
        assert_eq!(filled(1_u8, 3, "bytes"), Ok(vec![1; 3]));
    }
}
