//! Kubo's RPC, as far as Postern needs it. The table below is all there is.

mod add;
mod answer;
mod args;
mod block;
mod call;
mod cat;
mod duration;
mod form;
mod guard;
mod node_info;
mod pin;
mod repo;
mod swarm;

use crate::node::{
    defaults::{
        FETCH_TIMEOUT, LOCAL_TIMEOUT, MAX_QUERY, MAX_REQUESTS, MAX_TIMEOUT, MAX_UPLOAD,
        TRANSFER_TIMEOUT,
    },
    Store,
};
use answer::{Answer, Failure};
use args::Args;
use axum::{
    extract::{DefaultBodyLimit, Request, State},
    response::{IntoResponse, Response},
    Router,
};
use call::Call;
use futures::{future::BoxFuture, FutureExt};
use std::{net::SocketAddr, panic::AssertUnwindSafe, sync::Arc, time::Duration};
use tokio::{net::TcpListener, sync::Semaphore, time::Instant};
use tokio_util::sync::CancellationToken;

const PREFIX: &str = "/api/v0/";

type Handler = fn(Call) -> BoxFuture<'static, Result<Answer, Failure>>;

/// One endpoint: its name, how long it may take unless the caller says, what it does.
struct Route(&'static str, Duration, Handler);

const ROUTES: &[Route] = &[
    Route("add", TRANSFER_TIMEOUT, |call| add::add(call).boxed()),
    Route("block/get", FETCH_TIMEOUT, |call| block::get(call).boxed()),
    Route("block/put", LOCAL_TIMEOUT, |call| block::put(call).boxed()),
    Route("block/stat", FETCH_TIMEOUT, |call| {
        block::stat(call).boxed()
    }),
    Route("cat", TRANSFER_TIMEOUT, |call| cat::cat(call).boxed()),
    Route("id", LOCAL_TIMEOUT, |call| node_info::id(call).boxed()),
    Route("pin/add", TRANSFER_TIMEOUT, |call| pin::add(call).boxed()),
    Route("pin/ls", LOCAL_TIMEOUT, |call| pin::ls(call).boxed()),
    Route("pin/rm", LOCAL_TIMEOUT, |call| pin::rm(call).boxed()),
    // A large store is long to look through.
    Route("repo/gc", TRANSFER_TIMEOUT, |call| repo::gc(call).boxed()),
    Route("repo/stat", LOCAL_TIMEOUT, |call| repo::stat(call).boxed()),
    Route("swarm/connect", LOCAL_TIMEOUT, |call| {
        swarm::connect(call).boxed()
    }),
    Route("swarm/peers", LOCAL_TIMEOUT, |call| {
        swarm::peers(call).boxed()
    }),
    Route("version", LOCAL_TIMEOUT, |call| {
        node_info::version(call).boxed()
    }),
];

/// What all requests share.
struct Shared {
    store: Store,
    api: SocketAddr,
    stopping: CancellationToken,
    running: Arc<Semaphore>,
}

/// Answers requests until `stopping`.
pub(crate) async fn serve(
    listener: TcpListener,
    api: SocketAddr,
    store: Store,
    stopping: CancellationToken,
) {
    let running = Arc::new(Semaphore::new(MAX_REQUESTS));
    let shared = Arc::new(Shared {
        store,
        api,
        stopping: stopping.clone(),
        running,
    });
    let router = Router::new()
        .fallback(respond)
        .layer(DefaultBodyLimit::max(MAX_UPLOAD))
        .with_state(shared);
    let server = axum::serve(listener, router)
        .with_graceful_shutdown(async move { stopping.cancelled().await });
    if let Err(error) = server.await {
        tracing::error!(%error, "the IPFS RPC ended");
    }
}

async fn respond(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    match run(shared, request).await {
        Ok(response) => response,
        Err(failure) => failure.into_response(),
    }
}

async fn run(shared: Arc<Shared>, request: Request) -> Result<Response, Failure> {
    guard::check(request.method(), request.headers(), shared.api)?;
    let Route(name, patience, handler) = route(request.uri().path())?;
    let permit = shared
        .running
        .clone()
        .try_acquire_owned()
        .map_err(|_| Failure::busy())?;
    let permit = Arc::new(permit);
    let args = Args::parse(request.uri().query().unwrap_or_default(), MAX_QUERY)?;
    let patience = args.timeout()?.unwrap_or(*patience).min(MAX_TIMEOUT);
    let deadline = Instant::now() + patience;
    let store = shared.store.clone();
    let stopping = shared.stopping.clone();
    let call = Call {
        store,
        args,
        request,
        deadline,
        stopping,
        permit: permit.clone(),
    };

    // The library walks bytes that others made: if it panics, one request fails.
    let handled = AssertUnwindSafe(handler(call)).catch_unwind();
    let handled = tokio::select! {
        handled = tokio::time::timeout_at(deadline, handled) => handled,
        () = shared.stopping.cancelled() => return Err(Failure::stopping()),
    };
    match handled {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) => {
            tracing::error!(call = name, "a request to the IPFS RPC panicked");
            Err(Failure::error("internal error; the node's log says more"))
        }
        Err(_) => Err(Failure::deadline()),
    }
}

fn route(path: &str) -> Result<&'static Route, Failure> {
    path.strip_prefix(PREFIX)
        .and_then(|name| ROUTES.iter().find(|route| route.0 == name))
        .ok_or_else(Failure::not_found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn these_endpoints_exist_and_no_others() {
        let names: Vec<_> = ROUTES.iter().map(|route| route.0).collect();
        assert_eq!(
            names,
            [
                "add",
                "block/get",
                "block/put",
                "block/stat",
                "cat",
                "id",
                "pin/add",
                "pin/ls",
                "pin/rm",
                "repo/gc",
                "repo/stat",
                "swarm/connect",
                "swarm/peers",
                "version",
            ]
        );
    }

    #[test]
    fn only_whole_paths_lead_somewhere() {
        assert!(route("/api/v0/pin/add").is_ok());
        for path in [
            "/",
            "/api/v0/",
            "/api/v0/pin",
            "/api/v0/pin/add/",
            "/version",
            "/api/v1/id",
        ] {
            assert!(route(path).is_err(), "{path}");
        }
    }

    #[test]
    fn no_endpoint_waits_longer_than_any_may() {
        assert!(ROUTES.iter().all(|route| route.1 <= MAX_TIMEOUT));
    }
}
