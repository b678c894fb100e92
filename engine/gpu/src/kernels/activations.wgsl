fn silu(v: f32) -> f32 {
    return v / (1.0 + exp(-v));
}

fn gelu(v: f32) -> f32 {
    let inner = 0.7978845608 * (v + 0.044715 * v * v * v);
    // Some tanh overflow to NaN; from 10 on it is 1 in f32.
    return 0.5 * v * (1.0 + tanh(clamp(inner, -10.0, 10.0)));
}
