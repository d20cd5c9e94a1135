//! The flags about content.

use bytesize::ByteSize;
use postern_ipfs::{client::Client, node::QUOTA};
use std::{fmt, path::PathBuf, str::FromStr};

/// Port of the embedded IPFS node's RPC: Kubo's own, so that its tools find it.
const API_PORT: u16 = 5001;

/// Port at which other IPFS nodes reach the embedded one: Kubo's own.
const SWARM_PORT: u16 = 4001;

/// Longest URL that the off-chain worker reads.
const MAX_URL: usize = 256;

/// Least that the embedded node may keep: a few messages with files. Less is more likely a
/// unit that was forgotten.
const MIN_QUOTA: ByteSize = ByteSize::mb(100);

/// The flags about content.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Content (IPFS)")]
pub struct IpfsArgs {
    /// Keep the content of undelivered messages available for everybody.
    ///
    /// What the chain wants kept is pinned in this node's IPFS and unpinned once it is
    /// delivered or has expired: what is assigned to its pinner, once an account has
    /// registered the worker key that the node shows at start, and everything before that.
    /// Turns the off-chain worker on.
    #[arg(long)]
    pub pinner: bool,

    /// Which IPFS this node uses: `embedded`, the URL of a Kubo RPC, or `off`.
    #[arg(long, value_name = "embedded|URL|off", default_value_t = IpfsSource::Embedded)]
    pub ipfs: IpfsSource,

    /// Port of the embedded IPFS node's RPC, on this machine only.
    #[arg(long, value_name = "PORT", default_value_t = API_PORT)]
    pub ipfs_api_port: u16,

    /// Port at which other IPFS nodes reach the embedded one.
    #[arg(long, value_name = "PORT", default_value_t = SWARM_PORT)]
    pub ipfs_swarm_port: u16,

    /// Where the embedded IPFS node listens for others, instead of on 127.0.0.1.
    ///
    /// As multiaddresses, for example `/ip4/0.0.0.0/tcp/4001`. Needed where pinners on
    /// other machines shall fetch from this node.
    #[arg(long, value_name = "MULTIADDR", num_args = 1..)]
    pub ipfs_listen: Vec<String>,

    /// IPFS nodes that the embedded one stays connected to.
    ///
    /// As multiaddresses with an IP address and a peer id, for example
    /// `/ip4/192.0.2.7/tcp/4001/p2p/12D3Koo…`. Content travels between connected nodes
    /// only, so name at least one pinner.
    #[arg(long, value_name = "MULTIADDR", num_args = 1..)]
    pub ipfs_peers: Vec<String>,

    /// Bytes that the embedded IPFS node keeps at most, for example `50GB`. [default: 10GB]
    ///
    /// What is not pinned is deleted as soon as nine tenths are in use. What would not fit
    /// beside what is pinned is refused. A pinner gives more than the capacity that it was
    /// registered with, because what it fetches for others is kept here as well.
    #[arg(long, value_name = "SIZE")]
    pub ipfs_quota: Option<ByteSize>,

    /// Key of a private IPFS network, as Kubo's `swarm.key`.
    ///
    /// Only nodes with the same key can connect with the embedded one then, and it with them.
    #[arg(long, value_name = "FILE")]
    pub ipfs_swarm_key: Option<PathBuf>,
}

impl IpfsArgs {
    /// Whether the flags can be obeyed together.
    ///
    /// # Errors
    /// The contradiction.
    pub fn check(&self, worker_is_off: bool) -> Result<(), ArgsError> {
        if self.pinner && self.ipfs == IpfsSource::Off {
            return Err(ArgsError::PinnerWithoutIpfs);
        }
        if self.pinner && worker_is_off {
            return Err(ArgsError::PinnerWithoutWorker);
        }
        if self.is_about_embedded() && self.ipfs != IpfsSource::Embedded {
            return Err(ArgsError::NotEmbedded);
        }
        if self.ipfs_quota.is_some_and(|quota| quota < MIN_QUOTA) {
            return Err(ArgsError::SmallQuota);
        }
        Ok(())
    }

    fn is_about_embedded(&self) -> bool {
        let lists = [&self.ipfs_peers, &self.ipfs_listen];
        lists.into_iter().any(|list| !list.is_empty())
            || self.ipfs_quota.is_some()
            || self.ipfs_swarm_key.is_some()
    }

    /// Bytes that the embedded node keeps at most.
    pub fn quota(&self) -> u64 {
        self.ipfs_quota.map_or(QUOTA, |quota| quota.as_u64())
    }
}

/// Flags that contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArgsError {
    /// A pinner keeps content in IPFS.
    #[error("`--pinner` needs IPFS to keep content in; leave out `--ipfs off`")]
    PinnerWithoutIpfs,
    /// A pinner works in the off-chain worker.
    #[error("`--pinner` works in the off-chain worker; leave out `--offchain-worker never`")]
    PinnerWithoutWorker,
    /// Another IPFS node has settings of its own.
    #[error(
        "`--ipfs-peers`, `--ipfs-listen`, `--ipfs-quota` and `--ipfs-swarm-key` are about the \
         embedded IPFS node; leave them out, and configure your own one itself"
    )]
    NotEmbedded,
    /// Hardly anything would fit.
    #[error("`--ipfs-quota` takes 100MB at least, written with its unit, such as `50GB`")]
    SmallQuota,
}

/// Where a node's IPFS is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IpfsSource {
    /// In this process.
    Embedded,
    /// Behind the RPC at this URL, which does not end in a slash.
    Url(String),
    /// Nowhere.
    Off,
}

/// A text that names no IPFS.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "write `embedded`, `off`, or the http:// URL of an IPFS RPC, such as http://127.0.0.1:5001"
)]
pub struct NotAnIpfs;

impl FromStr for IpfsSource {
    type Err = NotAnIpfs;

    fn from_str(text: &str) -> Result<Self, NotAnIpfs> {
        match text {
            "embedded" => Ok(Self::Embedded),
            "off" => Ok(Self::Off),
            url if url.len() <= MAX_URL => {
                let client = Client::new(url).map_err(|_| NotAnIpfs)?;
                Ok(Self::Url(client.url().into()))
            }
            _ => Err(NotAnIpfs),
        }
    }
}

impl fmt::Display for IpfsSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Embedded => "embedded",
            Self::Url(url) => url,
            Self::Off => "off",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        ipfs: IpfsArgs,
    }

    fn parse(flags: &[&str]) -> Result<IpfsArgs, clap::Error> {
        let flags = ["postern-node"].iter().chain(flags);
        Command::try_parse_from(flags).map(|command| command.ipfs)
    }

    #[test]
    fn a_node_has_an_embedded_ipfs_on_the_usual_ports_unless_told_otherwise() {
        let args = parse(&[]).expect("no flag is needed");
        assert_eq!(args.ipfs, IpfsSource::Embedded);
        assert_eq!((args.ipfs_api_port, args.ipfs_swarm_port), (5001, 4001));
        assert!(!args.pinner);
        assert!(args.ipfs_peers.is_empty());
        assert_eq!(args.quota(), 10_000_000_000);
    }

    #[test]
    fn a_quota_is_written_with_its_unit() {
        for (text, bytes) in [
            ("50GB", 50_000_000_000),
            ("1.5 TB", 1_500_000_000_000),
            ("1GiB", 1 << 30),
            ("200000000", 200_000_000),
        ] {
            let args = parse(&["--ipfs-quota", text]).expect(text);
            assert_eq!((args.quota(), args.check(false)), (bytes, Ok(())), "{text}");
        }
        let forgotten = parse(&["--ipfs-quota", "50"]).expect("a number of bytes");
        assert_eq!(forgotten.check(false), Err(ArgsError::SmallQuota));
        for text in ["", "much", "-1GB", "10 potatoes"] {
            assert!(parse(&["--ipfs-quota", text]).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_shown_of_a_source_reads_as_that_source() {
        for text in [
            "embedded",
            "off",
            "http://127.0.0.1:5001",
            "http://ipfs.example:80/",
        ] {
            let source: IpfsSource = text.parse().expect(text);
            assert_eq!(source.to_string().parse(), Ok(source));
        }
        let source: IpfsSource = "http://127.0.0.1:5001/".parse().expect("a URL");
        assert_eq!(source, IpfsSource::Url("http://127.0.0.1:5001".into()));
    }

    #[test]
    fn what_is_no_ipfs_is_refused_and_the_choices_are_named() {
        let long = format!("http://{}.example", "a".repeat(MAX_URL));
        for text in [
            "",
            "on",
            "127.0.0.1:5001",
            "ftp://127.0.0.1",
            "http://",
            &long,
        ] {
            assert_eq!(text.parse::<IpfsSource>(), Err(NotAnIpfs), "{text}");
        }
        let error = parse(&["--ipfs", "on"])
            .err()
            .map(|error| error.to_string());
        assert!(error.is_some_and(|error| error.contains("write `embedded`, `off`, or")));
    }

    #[test]
    fn contradicting_flags_have_their_own_errors() {
        let check = |flags: &[&str], never| parse(flags).expect("flags parse").check(never);
        assert_eq!(check(&["--pinner"], false), Ok(()));
        assert_eq!(
            check(&["--pinner", "--ipfs", "off"], false),
            Err(ArgsError::PinnerWithoutIpfs)
        );
        assert_eq!(
            check(&["--pinner"], true),
            Err(ArgsError::PinnerWithoutWorker)
        );
        assert_eq!(
            check(
                &["--ipfs", "off", "--ipfs-peers", "/ip4/127.0.0.1/tcp/1"],
                false
            ),
            Err(ArgsError::NotEmbedded)
        );
        assert_eq!(
            check(
                &["--ipfs", "http://127.0.0.1:5001", "--ipfs-quota", "1GB"],
                false
            ),
            Err(ArgsError::NotEmbedded)
        );
        assert_eq!(
            check(
                &["--ipfs", "http://127.0.0.1:5001", "--ipfs-swarm-key", "key"],
                false
            ),
            Err(ArgsError::NotEmbedded)
        );
    }
}
