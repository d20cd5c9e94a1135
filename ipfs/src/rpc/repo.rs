//! `repo/gc`, `repo/stat`: the store as a whole.

use super::{
    answer::{json, text, Answer, Failure},
    call::Call,
};
use serde::Serialize;

/// Layout of what is on disk.
const VERSION: &str = concat!("postern-ipfs@", env!("CARGO_PKG_VERSION_MAJOR"));

/// Answer of `repo/stat`.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Stat {
    repo_size: u64,
    storage_max: u64,
    num_objects: u64,
    repo_path: String,
    version: &'static str,
}

/// With `size-only=true`, Kubo leaves the rest empty, and so is much quicker.
pub(super) async fn stat(call: Call) -> Result<Answer, Failure> {
    let store = &call.store;
    let storage_max = store.usage().quota();
    if call.args.flag("size-only", false)? {
        return json(&Stat {
            repo_size: store.usage().used(),
            storage_max,
            num_objects: 0,
            repo_path: String::new(),
            version: "",
        });
    }
    let (num_objects, repo_size) = store.size().await?;
    json(&Stat {
        repo_size,
        storage_max,
        num_objects,
        repo_path: store.path().display().to_string(),
        version: VERSION,
    })
}

pub(super) async fn gc(call: Call) -> Result<Answer, Failure> {
    let mut lines = String::new();
    for cid in call.store.collect_garbage().await? {
        lines.push_str(&format!("{{\"Key\":{{\"/\":\"{cid}\"}}}}\n"));
    }
    Ok(text("application/json", lines))
}
