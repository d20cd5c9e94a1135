use crate::{until, Node};

/// Number of a node's best block.
pub async fn best(node: &Node) -> u64 {
    until("a best block", || node.best_block()).await
}

/// Number of the last block that is final for a node.
pub async fn last_final(node: &Node) -> u64 {
    until("a final block", || node.finalized_block()).await
}

/// Waits until all of them have made one more block final than the first has now.
///
/// # Panics
/// When it is not the same block.
pub async fn agree(nodes: &[Node]) {
    agree_on(nodes, last_final(&nodes[0]).await + 1).await;
}

/// Waits until all of them have made the block of this number final.
///
/// # Panics
/// When it is not the same block.
pub async fn agree_on(nodes: &[Node], number: u64) {
    let mut hashes = Vec::new();
    for node in nodes {
        node.finalizes(number).await;
        hashes.push(node.hash_of(number).await);
    }
    assert!(hashes[0].is_some());
    assert!(hashes.iter().all(|hash| *hash == hashes[0]), "{hashes:?}");
}
