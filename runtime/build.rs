//! Builds the WebAssembly form of the runtime, which is what the chain stores and runs.

fn main() {
    #[cfg(feature = "std")]
    build_wasm();
}

#[cfg(feature = "std")]
fn build_wasm() {
    builder().build();
    // The later version that tests upgrade to.
    #[cfg(feature = "upgrade-rehearsal")]
    builder()
        .enable_feature("rehearsal")
        .set_file_name("rehearsal_binary.rs")
        .build();
}

#[cfg(feature = "std")]
fn builder() -> substrate_wasm_builder::WasmBuilder {
    let builder = substrate_wasm_builder::WasmBuilder::init_with_defaults();
    #[cfg(feature = "metadata-hash")]
    let builder = builder.enable_metadata_hash("PST", 12);
    builder
}
