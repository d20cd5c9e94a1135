//! Builds the WebAssembly form of the runtime, which is what the chain stores and runs.

fn main() {
    #[cfg(feature = "std")]
    build_wasm();
}

#[cfg(feature = "std")]
fn build_wasm() {
    let builder = substrate_wasm_builder::WasmBuilder::init_with_defaults();
    #[cfg(feature = "metadata-hash")]
    let builder = builder.enable_metadata_hash("PST", 12);
    builder.build();
}
