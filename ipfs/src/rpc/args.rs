//! The query string of a call.

use super::{answer::Failure, duration};
use axum::{extract::Query, http::Uri};
use postern_primitives::Cid;
use std::{str::FromStr, time::Duration};

/// Names and values, in order; names may repeat.
#[derive(Debug, Default)]
pub(super) struct Args(Vec<(String, String)>);

impl Args {
    /// Splits a query string of at most `limit` bytes.
    pub(super) fn parse(query: &str, limit: usize) -> Result<Self, Failure> {
        if query.len() > limit {
            return Err(Failure::bad_request("the query string is too long"));
        }
        let uri = Uri::from_str(&format!("/?{query}")).map_err(Failure::bad_request)?;
        let Query(pairs) = Query::try_from_uri(&uri).map_err(Failure::bad_request)?;
        Ok(Self(pairs))
    }

    /// An option; given twice, the last counts.
    pub(super) fn option(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .rev()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// An option that is on or off. A name without a value means on.
    pub(super) fn flag(&self, name: &str, default: bool) -> Result<bool, Failure> {
        match self.option(name) {
            None => Ok(default),
            Some("" | "true" | "1") => Ok(true),
            Some("false" | "0") => Ok(false),
            Some(value) => Err(Failure::bad_request(format!(
                "option `{name}` is `{value}`, which is neither true nor false"
            ))),
        }
    }

    /// Refuses an option that would change the outcome and is not implemented, unless it
    /// has one of the values that mean no change.
    pub(super) fn unsupported(&self, name: &str, harmless: &[&str]) -> Result<(), Failure> {
        match self.option(name) {
            Some(value) if !harmless.contains(&value) => Err(Failure::bad_request(format!(
                "option `{name}={value}` is not supported"
            ))),
            _ => Ok(()),
        }
    }

    /// Every `arg`.
    pub(super) fn args(&self) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter(|(key, _)| key == "arg")
            .map(|(_, value)| value.as_str())
    }

    /// The one `arg`.
    pub(super) fn arg(&self, meaning: &str) -> Result<&str, Failure> {
        let mut args = self.args();
        match (args.next(), args.next()) {
            (Some(arg), None) => Ok(arg),
            (None, _) => Err(required(meaning)),
            (Some(_), Some(_)) => Err(Failure::bad_request("too many arguments: one is expected")),
        }
    }

    /// The one `arg`, a CID.
    pub(super) fn cid(&self) -> Result<Cid, Failure> {
        cid(self.arg("ipfs-path")?)
    }

    /// Every `arg`, at least one, as CIDs.
    pub(super) fn cids(&self) -> Result<Vec<Cid>, Failure> {
        let cids = self.args().map(cid).collect::<Result<Vec<_>, _>>()?;
        if cids.is_empty() {
            return Err(required("ipfs-path"));
        }
        Ok(cids)
    }

    /// The caller's own deadline.
    pub(super) fn timeout(&self) -> Result<Option<Duration>, Failure> {
        self.option("timeout")
            .map(|text| {
                duration::parse(text).ok_or_else(|| {
                    Failure::bad_request(format!(
                        "`timeout={text}` is not a duration such as 500ms, 2s or 1m30s"
                    ))
                })
            })
            .transpose()
    }
}

fn required(meaning: &str) -> Failure {
    Failure::bad_request(format!("argument \"{meaning}\" is required"))
}

/// Reads a CID, or the path of nothing but a CID.
fn cid(text: &str) -> Result<Cid, Failure> {
    let cid = text
        .strip_prefix("/ipfs/")
        .unwrap_or(text)
        .trim_end_matches('/');
    if cid.contains('/') {
        let why = "names below a CID are not resolved; read the directory's block instead";
        return Err(Failure::error(format!("invalid path: {why}")));
    }
    Ok(cid.parse()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use postern_primitives::Codec;

    fn args(query: &str) -> Args {
        Args::parse(query, 1000).unwrap()
    }

    #[test]
    fn arguments_repeat_and_options_are_decoded() {
        let args = args("arg=a&x=1&arg=b%2Fc&x=2&flag");
        assert_eq!(args.args().collect::<Vec<_>>(), ["a", "b/c"]);
        assert_eq!(args.option("x"), Some("2"));
        assert!(args.flag("flag", false).unwrap());
        assert!(args.flag("other", true).unwrap());
        assert!(args.arg("thing").is_err());
    }

    #[test]
    fn a_flag_is_true_or_false() {
        assert!(args("pin=maybe").flag("pin", true).is_err());
    }

    #[test]
    fn long_queries_are_refused_unread() {
        assert!(Args::parse(&"a".repeat(11), 10).is_err());
    }

    #[test]
    fn a_cid_may_be_written_as_a_path_without_names() {
        let expected = Cid::of_block(Codec::Raw, b"");
        for form in ["{}", "/ipfs/{}", "/ipfs/{}/"] {
            assert_eq!(
                cid(&form.replace("{}", &expected.to_string())).unwrap(),
                expected
            );
        }
        assert!(cid(&format!("/ipfs/{expected}/name")).is_err());
        assert!(cid(&format!("/ipns/{expected}")).is_err());
        assert!(cid("").is_err());
    }
}
