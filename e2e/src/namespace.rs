use nix::sched::{setns, unshare, CloneFlags};
use std::{fs::File, io, os::fd::AsRawFd, process::Command, sync::Arc, thread};

/// A network namespace: interfaces, addresses and ports of its own.
///
/// It has no name anywhere and goes with its last handle and the last process in it, so
/// nothing of it stays behind, however a test ends.
#[derive(Clone)]
pub(crate) struct Namespace {
    handle: Arc<File>,
}

impl Namespace {
    /// An empty one, with its loopback interface up.
    ///
    /// # Errors
    /// When this process may not make any, or `ip` is not installed.
    pub fn new() -> io::Result<Self> {
        // Only this thread moves into it, and ends.
        let made = thread::spawn(|| {
            unshare(CloneFlags::CLONE_NEWNET)?;
            File::open("/proc/thread-self/ns/net")
        });
        let handle = made.join().expect("the thread does not panic")?;
        let namespace = Self {
            handle: Arc::new(handle),
        };
        namespace.ip("link set lo up")?;
        Ok(namespace)
    }

    /// Does something inside: sockets that are opened and processes that are started belong
    /// to this namespace from then on.
    ///
    /// # Panics
    /// When the namespace cannot be entered, or `job` panics.
    pub fn run<T: Send>(&self, job: impl FnOnce() -> T + Send) -> T {
        let inside = || {
            setns(&self.handle, CloneFlags::CLONE_NEWNET).expect("own namespaces can be entered");
            job()
        };
        thread::scope(|scope| scope.spawn(inside).join()).expect("nothing panics inside")
    }

    /// Runs `ip` inside, with these arguments.
    ///
    /// # Errors
    /// What it says on standard error.
    pub fn ip(&self, arguments: &str) -> io::Result<()> {
        let output = self.run(|| Command::new("ip").args(arguments.split(' ')).output());
        let output =
            output.map_err(|error| io::Error::new(error.kind(), format!("`ip`: {error}")))?;
        if output.status.success() {
            return Ok(());
        }
        let reason = String::from_utf8_lossy(&output.stderr);
        let reason = format!("`ip {arguments}`: {}", reason.trim());
        Err(io::Error::other(reason))
    }

    /// Where `ip` finds it, while there is a handle.
    pub fn path(&self) -> String {
        format!(
            "/proc/{}/fd/{}",
            std::process::id(),
            self.handle.as_raw_fd()
        )
    }
}
