//! Who may ask. The RPC has no password: what keeps a web page from using it through a
//! browser on this machine is what browsers say about the page.

use super::answer::Failure;
use axum::http::{
    header::{ORIGIN, REFERER, USER_AGENT},
    HeaderMap, HeaderName, Method,
};
use std::net::SocketAddr;

/// Refuses anything but POST, and requests that a browser sends for somebody else's page.
pub(super) fn check(method: &Method, headers: &HeaderMap, api: SocketAddr) -> Result<(), Failure> {
    if method != Method::POST {
        return Err(Failure::method());
    }
    if allowed(headers, api) {
        Ok(())
    } else {
        Err(Failure::forbidden())
    }
}

fn allowed(headers: &HeaderMap, api: SocketAddr) -> bool {
    let mut named = false;
    for name in [ORIGIN, REFERER] {
        for value in headers.get_all(&name) {
            named = true;
            if !value.to_str().is_ok_and(|value| ours(value, &name, api)) {
                return false;
            }
        }
    }
    // A browser that names no page hides it.
    named
        || !headers
            .get(USER_AGENT)
            .is_some_and(|agent| agent.as_bytes().starts_with(b"Mozilla"))
}

/// Whether a page came from the RPC's own address.
fn ours(value: &str, name: &HeaderName, api: SocketAddr) -> bool {
    let port = api.port();
    ["127.0.0.1", "localhost", "[::1]"].iter().any(|host| {
        let origin = format!("http://{host}:{port}");
        match value.strip_prefix(&origin) {
            Some("") => true,
            Some(rest) => name == REFERER && rest.starts_with('/'),
            None => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(headers: &[(HeaderName, &str)]) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(name, value.parse().unwrap());
        }
        check(&Method::POST, &map, "127.0.0.1:5001".parse().unwrap()).is_ok()
    }

    #[test]
    fn programs_are_let_in() {
        assert!(answer(&[]));
        assert!(answer(&[(USER_AGENT, "curl/8")]));
    }

    #[test]
    fn pages_of_the_node_itself_are_let_in() {
        assert!(answer(&[(ORIGIN, "http://127.0.0.1:5001")]));
        assert!(answer(&[
            (ORIGIN, "http://localhost:5001"),
            (USER_AGENT, "Mozilla/5.0")
        ]));
        assert!(answer(&[(REFERER, "http://localhost:5001/webui")]));
    }

    #[test]
    fn pages_from_elsewhere_are_kept_out() {
        for origin in [
            "http://example.com",
            "null",
            "",
            "https://127.0.0.1:5001",
            "http://127.0.0.1:5002",
            "http://127.0.0.1:50010",
            "http://127.0.0.1:5001.example.com",
            "http://127.0.0.1:5001@example.com",
        ] {
            assert!(!answer(&[(ORIGIN, origin)]), "{origin}");
            assert!(!answer(&[(REFERER, origin)]), "{origin}");
        }
    }

    #[test]
    fn one_foreign_origin_among_several_is_enough_to_be_kept_out() {
        assert!(!answer(&[
            (ORIGIN, "http://localhost:5001"),
            (ORIGIN, "http://example.com")
        ]));
    }

    #[test]
    fn browsers_that_hide_the_page_are_kept_out() {
        assert!(!answer(&[(USER_AGENT, "Mozilla/5.0")]));
    }

    #[test]
    fn every_method_but_post_is_refused() {
        for method in [
            Method::GET,
            Method::HEAD,
            Method::PUT,
            Method::OPTIONS,
            Method::DELETE,
        ] {
            let api = "127.0.0.1:5001".parse().unwrap();
            assert!(check(&method, &HeaderMap::new(), api).is_err(), "{method}");
        }
    }
}
