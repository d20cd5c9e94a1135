//! Where IPFS nodes are to be found: what anybody may have registered, made fit to be called.

use alloc::string::String;

/// A multiaddress with the peer id of whom it leads to, as Kubo's `swarm/connect` takes it;
/// one that names a peer already stays as it is.
///
/// `None` for what would not stay one argument of a query: anybody can register anything.
pub fn with_peer_id(address: &[u8], peer_id: &[u8]) -> Option<String> {
    let mut full = plain(address)?;
    if !full.contains("/p2p/") {
        full.push_str("/p2p/");
        full.push_str(&plain(peer_id)?);
    }
    Some(full)
}

fn plain(bytes: &[u8]) -> Option<String> {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"/.:-_".contains(byte);
    let text = bytes.iter().all(is_plain).then(|| bytes.to_vec())?;
    String::from_utf8(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_gets_its_peer_id_unless_it_has_one() {
        let full = |address: &str| with_peer_id(address.as_bytes(), b"12D3KooW");
        let direct = "/ip4/203.0.113.7/tcp/4001";
        assert_eq!(
            full(direct),
            Some("/ip4/203.0.113.7/tcp/4001/p2p/12D3KooW".into())
        );
        let relayed = "/ip6/::1/udp/1/quic-v1/p2p/Qm/p2p-circuit/p2p/12D3KooW";
        assert_eq!(full(relayed), Some(relayed.into()));
    }

    #[test]
    fn what_would_be_more_than_one_argument_is_left_out() {
        for text in [
            "/ip4/1&arg=x",
            "/a?b",
            "/a#b",
            "/a%26",
            "/a b",
            "/a+b",
            "/a\"b",
        ] {
            assert_eq!(with_peer_id(text.as_bytes(), b"Qm"), None, "{text}");
            assert_eq!(with_peer_id(b"/a", text.as_bytes()), None, "{text}");
        }
        assert_eq!(with_peer_id(&[0xff], b"Qm"), None);
    }
}
