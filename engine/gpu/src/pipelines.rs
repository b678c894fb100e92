//! Compiled kernels and the bindings they take.

use crate::{context::GpuContext, parameters::Parameters, source::Source};
use wgpu::{BindGroupLayout, BindingType, BufferBindingType, ComputePipeline};

/// What binds where in a kernel. Binding 0 is always the pass's [`Parameters`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// A uniform buffer: the shape.
    Shape,
    /// A storage buffer that is read.
    Read,
    /// A storage buffer that is written, perhaps read too.
    Write,
}

/// The bind group layout for `accesses`, which bind from 1 on.
pub fn bindings(context: &GpuContext, label: &str, accesses: &[Access]) -> BindGroupLayout {
    let parameters = BindingType::Buffer {
        ty: BufferBindingType::Uniform,
        has_dynamic_offset: true,
        min_binding_size: std::num::NonZeroU64::new(size_of::<Parameters>() as u64),
    };
    let others = accesses.iter().map(|access| BindingType::Buffer {
        ty: match access {
            Access::Shape => BufferBindingType::Uniform,
            Access::Read => BufferBindingType::Storage { read_only: true },
            Access::Write => BufferBindingType::Storage { read_only: false },
        },
        has_dynamic_offset: false,
        min_binding_size: None,
    });
    let entries: Vec<_> = std::iter::once(parameters)
        .chain(others)
        .zip(0..)
        .map(|(ty, binding)| wgpu::BindGroupLayoutEntry {
            binding,
            visibility: wgpu::ShaderStages::COMPUTE,
            ty,
            count: None,
        })
        .collect();
    context.device().create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
        label: Some(label),
        entries: &entries,
    })
}

/// Compiles `source`, whose entry point is `main`. Errors appear where the caller
/// [guards](GpuContext::guarded); on the web they would else go unseen.
pub fn compile(
    context: &GpuContext,
    label: &str,
    source: &Source,
    layout: &BindGroupLayout,
) -> ComputePipeline {
    let device = context.device();
    let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
        label: Some(label),
        source: wgpu::ShaderSource::Wgsl(source.text().into()),
    });
    let layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
        label: Some(label),
        bind_group_layouts: &[Some(layout)],
        immediate_size: 0,
    });
    device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
        label: Some(label),
        layout: Some(&layout),
        module: &module,
        entry_point: Some("main"),
        compilation_options: wgpu::PipelineCompilationOptions::default(),
        cache: None,
    })
}

/// Binds `buffers` from 1 on, and the pass's parameters at 0.
pub fn bind(
    context: &GpuContext,
    layout: &BindGroupLayout,
    parameters: &wgpu::Buffer,
    buffers: &[&wgpu::Buffer],
) -> wgpu::BindGroup {
    let parameters = wgpu::BindingResource::Buffer(wgpu::BufferBinding {
        buffer: parameters,
        offset: 0,
        size: std::num::NonZeroU64::new(size_of::<Parameters>() as u64),
    });
    let others = buffers.iter().map(|buffer| buffer.as_entire_binding());
    let entries: Vec<_> = std::iter::once(parameters)
        .chain(others)
        .zip(0..)
        .map(|(resource, binding)| wgpu::BindGroupEntry { binding, resource })
        .collect();
    context.device().create_bind_group(&wgpu::BindGroupDescriptor {
        label: None,
        layout,
        entries: &entries,
    })
}
