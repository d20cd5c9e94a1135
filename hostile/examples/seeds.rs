//! Writes bytes that each decoder takes into a folder of its own, for fuzzers to begin with:
//! `seeds FOLDER`.

use postern_hostile::DECODERS;
use std::{env, fs, io, path::Path};

fn main() -> io::Result<()> {
    let folder = env::args_os()
        .nth(1)
        .unwrap_or_else(|| "fuzz/corpus".into());
    for decoder in &DECODERS {
        let folder = Path::new(&folder).join(decoder.name);
        fs::create_dir_all(&folder)?;
        for (number, example) in (decoder.examples)().into_iter().enumerate() {
            fs::write(folder.join(format!("seed-{number}")), example)?;
        }
    }
    Ok(())
}
