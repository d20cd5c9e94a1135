//! `repo/gc`, `repo/stat`: the store as a whole.

use super::{
    answer::{json, text, Answer, Failure},
    call::Call,
};
use serde::Serialize;

/// Answer of `repo/stat`.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Stat {
    repo_size: u64,
    num_objects: u64,
}

pub(super) async fn stat(call: Call) -> Result<Answer, Failure> {
    let (num_objects, repo_size) = call.store.size().await?;
    json(&Stat {
        repo_size,
        num_objects,
    })
}

pub(super) async fn gc(call: Call) -> Result<Answer, Failure> {
    let mut lines = String::new();
    for cid in call.store.collect_garbage().await? {
        lines.push_str(&format!("{{\"Key\":{{\"/\":\"{cid}\"}}}}\n"));
    }
    Ok(text("application/json", lines))
}
