//! The home folder: its owner's alone.

use crate::{Error, Result};
use std::{fs::DirBuilder, path::Path};

/// Makes the folder unless it is there. Others on this machine need not know whom somebody
/// writes to, so they cannot look into it.
pub(crate) fn make(home: &Path) -> Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(home).map_err(Error::file(home))
}
