//! Network files as they are read, and as they are changed for a test.

use anyhow::{bail, Context, Result};
use std::{net::TcpListener, ops::Range, path::Path};
use toml::{Table, Value};
use zombienet_sdk::NetworkConfig;

/// Ports that zombienet has fields for.
const PORT_FIELDS: [&str; 3] = ["rpc_port", "p2p_port", "prometheus_port"];

/// Ports that it passes on to the node unread.
const PORT_FLAGS: [&str; 2] = ["--ipfs-api-port=", "--ipfs-swarm-port="];

/// Ports outside of the range that outgoing connections are given.
const FREE_PORTS: Range<u16> = 20_000..32_000;

/// What a network file says.
#[derive(Clone, Debug)]
pub struct Description(Table);

impl Description {
    /// Reads a network file.
    ///
    /// # Errors
    /// When it cannot be read, or describes no nodes.
    pub fn read(path: &Path) -> Result<Self> {
        let shown = path.display();
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?;
        let mut table: Table = text
            .parse()
            .with_context(|| format!("{shown} is not TOML"))?;
        if nodes(&mut table).next().is_none() {
            bail!("{shown} describes no nodes: they are tables `[[relaychain.nodes]]`");
        }
        Ok(Self(table))
    }

    /// The same network on ports that are free now, so that it starts beside others.
    ///
    /// # Errors
    /// When no ports are left.
    pub fn on_free_ports(mut self) -> Result<Self> {
        // Processes at the same time begin at different places.
        let count = FREE_PORTS.end - FREE_PORTS.start;
        let first = FREE_PORTS.start + (std::process::id() % u32::from(count)) as u16;
        let mut free = (first..FREE_PORTS.end)
            .chain(FREE_PORTS.start..first)
            .filter(|port| is_free(*port));
        for port in ports(&mut self.0) {
            port.set(free.next().context("no port is free on 127.0.0.1")?);
        }
        Ok(self)
    }

    /// What zombienet makes of it, with all files below `folder`.
    ///
    /// # Errors
    /// When a port is taken, or zombienet does not understand the description.
    pub(crate) fn config(mut self, folder: &Path) -> Result<NetworkConfig> {
        for port in ports(&mut self.0) {
            if !is_free(port.number) {
                let taken = port.number;
                bail!("port {taken} is taken; end what listens on it, and start again");
            }
        }
        let folder = folder
            .to_str()
            .context("the temporary folder is not UTF-8")?;
        let settings = self.0.entry("settings").or_insert(Table::new().into());
        let settings = settings.as_table_mut().context("`settings` is no table")?;
        settings.insert("base_dir".into(), folder.into());
        NetworkConfig::load_from_toml_string(&self.0.to_string())
            .context("zombienet does not understand the network file")
    }
}

/// A port, where it stands in the description.
struct Port<'a> {
    /// Stands before the number.
    flag: Option<&'static str>,
    number: u16,
    value: &'a mut Value,
}

impl<'a> Port<'a> {
    fn field(value: &'a mut Value) -> Option<Self> {
        let number = value.as_integer()?.try_into().ok()?;
        Some(Self {
            flag: None,
            number,
            value,
        })
    }

    fn argument(value: &'a mut Value) -> Option<Self> {
        let text = value.as_str()?;
        let (flag, number) = PORT_FLAGS
            .into_iter()
            .find_map(|flag| Some((flag, text.strip_prefix(flag)?.parse().ok()?)))?;
        Some(Self {
            flag: Some(flag),
            number,
            value,
        })
    }

    fn set(self, number: u16) {
        *self.value = match self.flag {
            None => i64::from(number).into(),
            Some(flag) => format!("{flag}{number}").into(),
        };
    }
}

/// Asked as zombienet asks once more: of all addresses, so that nobody else is answered by
/// what listens on another one.
fn is_free(port: u16) -> bool {
    TcpListener::bind(("::", port)).is_ok()
}

fn nodes(description: &mut Table) -> impl Iterator<Item = &mut Table> {
    description
        .get_mut("relaychain")
        .and_then(|chain| chain.get_mut("nodes")?.as_array_mut())
        .into_iter()
        .flatten()
        .filter_map(Value::as_table_mut)
}

fn ports(description: &mut Table) -> impl Iterator<Item = Port<'_>> {
    nodes(description)
        .flat_map(Table::iter_mut)
        .flat_map(|(name, value)| match name.as_str() {
            "args" => {
                let arguments = value.as_array_mut().into_iter().flatten();
                arguments.filter_map(Port::argument).collect()
            }
            name if PORT_FIELDS.contains(&name) => Port::field(value).into_iter().collect(),
            _ => Vec::new(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn shipped(name: &str) -> Description {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        Description::read(&folder.join(name)).expect(name)
    }

    fn numbers(mut description: Description) -> Vec<u16> {
        ports(&mut description.0).map(|port| port.number).collect()
    }

    #[test]
    fn every_server_of_a_network_has_a_port_of_its_own() {
        for (file, count) in [("small.toml", 2), ("local.toml", 6)] {
            let used = numbers(shipped(file));
            assert_eq!(used.len(), count * (PORT_FIELDS.len() + PORT_FLAGS.len()));
            let different: BTreeSet<_> = used.iter().collect();
            assert_eq!(different.len(), used.len(), "{file}: {used:?}");
        }
    }

    #[test]
    fn every_node_listens_on_loopback_only() {
        for file in ["small.toml", "local.toml"] {
            for node in nodes(&mut shipped(file).0) {
                let arguments = node["args"].as_array().expect("a list");
                for needed in [
                    "-:--prometheus-external",
                    "--listen-addr=/ip4/127.0.0.1/tcp/0",
                ] {
                    assert!(arguments.contains(&needed.into()), "{file}: {arguments:?}");
                }
            }
        }
    }

    #[test]
    fn on_free_ports_only_the_ports_are_others() {
        let description = shipped("local.toml");
        let moved = description.clone().on_free_ports().expect("ports are free");
        let (before, after) = (numbers(description.clone()), numbers(moved.clone()));
        assert!(after.iter().all(|port| FREE_PORTS.contains(port)));
        assert_eq!(after.iter().collect::<BTreeSet<_>>().len(), before.len());
        let mut back = moved;
        for (port, number) in ports(&mut back.0).zip(before) {
            port.set(number);
        }
        assert_eq!(back.0, description.0);
    }

    #[test]
    fn a_taken_port_is_named_before_anything_starts() {
        let description = shipped("small.toml").on_free_ports().expect("free ports");
        let port = numbers(description.clone())[0];
        let _taken = TcpListener::bind(("127.0.0.1", port)).expect("it was free");
        let error = description
            .config(Path::new("/nowhere"))
            .expect_err("taken");
        assert!(error.to_string().contains(&format!("port {port} is taken")));
    }

    #[test]
    fn a_file_without_nodes_is_refused() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        let error = Description::read(&file).expect_err("no network");
        assert!(error.to_string().contains("describes no nodes"));
    }
}
