//! What GPU the browser offers, asked without opening a device.

use crate::{
    protocol::{Adapter, Gpu},
    worker::js,
};
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Names of programs that draw with the CPU, as browsers tell them.
const SOFTWARE: [&str; 5] = ["swiftshader", "llvmpipe", "lavapipe", "basic render", "warp"];

/// Asks the browser for its adapter.
pub async fn probe() -> Gpu {
    let missing = |reason: &str| Gpu::Missing { reason: reason.into() };
    let gpu = js::get(&js::scope().navigator(), "gpu");
    let Ok(request) = js::get(&gpu, "requestAdapter").dyn_into::<Function>() else {
        return missing("This browser does not offer WebGPU here.");
    };
    let options = Object::new();
    Reflect::set(&options, &"powerPreference".into(), &"high-performance".into()).ok();
    let promise = request.call1(&gpu, &options).and_then(JsCast::dyn_into::<Promise>);
    let adapter = match promise {
        Ok(promise) => JsFuture::from(promise).await,
        Err(thrown) => Err(thrown),
    };
    match adapter {
        Ok(adapter) if adapter.is_object() => describe(&adapter),
        _ => missing("This browser has WebGPU but found no GPU that it may use."),
    }
}

fn describe(adapter: &JsValue) -> Gpu {
    let info = js::get(adapter, "info");
    let word = |name| js::get(&info, name).as_string().unwrap_or_default();
    let name = name(&word("vendor"), &word("architecture"), &word("description"));
    let limits = js::get(adapter, "limits");
    let limit = |name| js::get(&limits, name).as_f64().unwrap_or(0.0) as u64;
    // The specification moved the mark from the adapter to its info.
    let fallback =
        [&info, adapter].iter().any(|object| js::get(object, "isFallbackAdapter").is_truthy());
    let software = fallback || is_software(&name);
    let adapter = Adapter {
        name,
        max_buffer: limit("maxBufferSize"),
        max_binding: limit("maxStorageBufferBindingSize"),
    };
    if software { Gpu::Software(adapter) } else { Gpu::Hardware(adapter) }
}

/// The description says it best; where the browser hides it, vendor and architecture.
fn name(vendor: &str, architecture: &str, description: &str) -> String {
    let words = [vendor, architecture].into_iter().filter(|word| !word.is_empty());
    let short = words.collect::<Vec<_>>().join(" ");
    match (description.is_empty(), short.is_empty()) {
        (false, _) => description.into(),
        (true, false) => short,
        (true, true) => "GPU".into(),
    }
}

fn is_software(name: &str) -> bool {
    let name = name.to_lowercase();
    SOFTWARE.iter().any(|software| name.contains(software))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_what_the_browser_tells() {
        assert_eq!(name("nvidia", "ampere", ""), "nvidia ampere");
        assert_eq!(name("", "", ""), "GPU");
        assert_eq!(name("apple", "", "Apple M2"), "Apple M2");
    }

    #[test]
    fn knows_software_by_name() {
        assert!(is_software("google swiftshader"));
        assert!(is_software("llvmpipe (LLVM 19.1.7, 256 bits)"));
        assert!(!is_software("NVIDIA GeForce RTX 3060"));
    }
}
