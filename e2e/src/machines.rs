//! Machines on a private network, made of network namespaces, and a switch whose links
//! can be cut.

use crate::namespace::Namespace;
use std::{
    io,
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::atomic::{AtomicU8, Ordering::Relaxed},
};
use tokio::{io::copy_bidirectional, task::JoinHandle};

/// The two sides of the switch, each a bridge. Everything is plugged into the first one.
const SIDES: [&str; 2] = ["near", "far"];

/// A switch that machines are plugged into. It is in a namespace of its own: nothing of it
/// is seen from, or reaches, the network of the test.
pub(crate) struct Switch {
    namespace: Namespace,
    plugged: AtomicU8,
}

/// A machine as far as its network goes: a loopback interface, and a cable to the switch.
#[derive(Clone)]
pub(crate) struct Machine {
    namespace: Namespace,
    number: u8,
}

impl Switch {
    /// One without machines.
    ///
    /// # Errors
    /// When network namespaces or bridges are not to be had here.
    pub fn new() -> io::Result<Self> {
        let namespace = Namespace::new()?;
        for side in SIDES {
            namespace.ip(&format!("link add {side} type bridge"))?;
            namespace.ip(&format!("link set {side} up"))?;
        }
        Ok(Self {
            namespace,
            plugged: AtomicU8::new(0),
        })
    }

    /// Another machine, connected to all others.
    ///
    /// # Panics
    /// When the system gives no more.
    pub fn plug_in(&self) -> Machine {
        let machine = Machine {
            namespace: Namespace::new().expect("a namespace like the switch's can be made"),
            number: self.plugged.fetch_add(1, Relaxed) + 1,
        };
        let (port, inside) = (machine.port(), machine.namespace.path());
        self.ip(&format!(
            "link add {port} type veth peer name eth0 netns {inside}"
        ));
        self.ip(&format!("link set {port} master {} up", SIDES[0]));
        let address = machine.address();
        let inside = |arguments: &str| machine.namespace.ip(arguments);
        inside(&format!("address add {address}/24 dev eth0")).expect("the address is free");
        inside("link set eth0 up").expect("the interface is there");
        machine
    }

    /// Moves these machines to the far side: they reach each other, and nobody else.
    pub fn cut_off(&self, machines: &[&Machine]) {
        for machine in machines {
            self.move_to(SIDES[1], &machine.port());
        }
    }

    /// Brings all machines together again.
    pub fn heal(&self) {
        for number in 1..=self.plugged.load(Relaxed) {
            self.move_to(SIDES[0], &port(number));
        }
    }

    fn move_to(&self, side: &str, port: &str) {
        self.ip(&format!("link set {port} master {side}"));
    }

    fn ip(&self, arguments: &str) {
        self.namespace
            .ip(arguments)
            .expect("the switch obeys whoever made it");
    }
}

impl Machine {
    /// Its address on the private network.
    pub fn address(&self) -> Ipv4Addr {
        Ipv4Addr::new(10, 0, 0, self.number)
    }

    /// Does something on it.
    pub fn run<T: Send>(&self, job: impl FnOnce() -> T + Send) -> T {
        self.namespace.run(job)
    }

    fn port(&self) -> String {
        port(self.number)
    }

    /// Makes a port of its loopback interface reachable as the same port of the test's own,
    /// until the result is dropped. So nothing has to listen for more than its own machine.
    ///
    /// # Panics
    /// When the port is taken here, and outside of a runtime.
    pub fn forward(&self, port: u16) -> Forward {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).expect("the port is free");
        listener.set_nonblocking(true).expect("a listener can wait");
        let listener = tokio::net::TcpListener::from_std(listener).expect("there is a runtime");
        let machine = self.clone();
        Forward(tokio::spawn(async move {
            while let Ok((outside, _)) = listener.accept().await {
                // A connection that breaks, or is refused inside, ends outside too.
                tokio::spawn(machine.clone().serve(outside, port));
            }
        }))
    }

    async fn serve(self, mut outside: tokio::net::TcpStream, port: u16) -> io::Result<()> {
        let connect = move || self.run(|| TcpStream::connect((Ipv4Addr::LOCALHOST, port)));
        let inside = tokio::task::spawn_blocking(connect).await??;
        inside.set_nonblocking(true)?;
        let mut inside = tokio::net::TcpStream::from_std(inside)?;
        copy_bidirectional(&mut outside, &mut inside).await?;
        Ok(())
    }
}

fn port(number: u8) -> String {
    format!("port{number}")
}

/// A port of a machine that can be reached from the test.
pub(crate) struct Forward(JoinHandle<()>);

impl Drop for Forward {
    fn drop(&mut self) {
        self.0.abort();
    }
}
