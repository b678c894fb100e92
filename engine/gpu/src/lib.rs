//! Runs a `diorama-model` decoder on the GPU through wgpu and WGSL.
