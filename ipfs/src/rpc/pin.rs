//! `pin/add`, `pin/ls`, `pin/rm`: what must stay.

use super::{
    answer::{json, text, Answer, Failure},
    args::Args,
    call::Call,
};
use crate::node::{dag::Reach, Store};
use axum::body::Body;
use bytes::Bytes;
use futures::{stream, StreamExt};
use postern_primitives::Cid;
use rust_ipfs::{PinKind, PinMode};
use serde::Serialize;
use std::{collections::BTreeMap, io};

/// Answer of `pin/add` and `pin/rm`.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Pins {
    pins: Vec<Cid>,
}

/// Answer of `pin/ls` about certain CIDs.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct List {
    keys: BTreeMap<Cid, Kind>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Kind {
    r#type: String,
    name: &'static str,
}

pub(super) async fn add(call: Call) -> Result<Answer, Failure> {
    let pins = call.args.cids()?;
    let recursive = call.args.flag("recursive", true)?;
    for cid in &pins {
        if recursive {
            call.store.pin(*cid, Reach::Network).await
        } else {
            call.store.pin_block(*cid).await
        }
        .map_err(|error| Failure::error(format!("pin: {error}")))?;
    }
    json(&Pins { pins })
}

pub(super) async fn rm(call: Call) -> Result<Answer, Failure> {
    let pins = call.args.cids()?;
    let recursive = call.args.flag("recursive", true)?;
    for cid in &pins {
        call.store.unpin(*cid, recursive).await?;
    }
    json(&Pins { pins })
}

pub(super) async fn ls(call: Call) -> Result<Answer, Failure> {
    let mode = mode(&call.args)?;
    call.args.unsupported("stream", &["false"])?;
    if call.args.args().next().is_none() {
        return Ok(all(&call.store, mode).await);
    }
    let mut keys = BTreeMap::new();
    for cid in call.args.cids()? {
        let kind = call.store.pinned(cid, mode).await?;
        let kind = kind.ok_or_else(|| Failure::error(format!("path '{cid}' is not pinned")))?;
        keys.insert(
            cid,
            Kind {
                r#type: describe(kind),
                name: "",
            },
        );
    }
    json(&List { keys })
}

fn mode(args: &Args) -> Result<Option<PinMode>, Failure> {
    match args.option("type") {
        None | Some("" | "all") => Ok(None),
        Some("recursive") => Ok(Some(PinMode::Recursive)),
        Some("direct") => Ok(Some(PinMode::Direct)),
        Some("indirect") => Ok(Some(PinMode::Indirect)),
        Some(other) => Err(Failure::error(format!(
            "invalid type '{other}', must be one of {{direct, indirect, recursive, all}}"
        ))),
    }
}

fn describe(kind: PinKind<cid::Cid>) -> String {
    match kind {
        PinKind::Direct => "direct".into(),
        PinKind::Recursive(_) | PinKind::RecursiveIntention => "recursive".into(),
        PinKind::IndirectFrom(root) => format!("indirect through {root}"),
    }
}

/// The list is written as it is read: there are as many indirect pins as blocks.
async fn all(store: &Store, mode: Option<PinMode>) -> Answer {
    let mut separator = "";
    let entries = store.pins(mode).await.map(move |entry| {
        let (cid, mode) = entry.map_err(io::Error::other)?;
        let kind = match mode {
            PinMode::Direct => "direct",
            PinMode::Recursive => "recursive",
            PinMode::Indirect => "indirect",
        };
        let line = format!(r#"{separator}"{cid}":{{"Type":"{kind}","Name":""}}"#);
        separator = ",";
        Ok(Bytes::from(line))
    });
    let piece = |text: &'static str| stream::iter([Ok::<_, io::Error>(Bytes::from(text))]);
    let body = piece(r#"{"Keys":{"#).chain(entries).chain(piece("}}\n"));
    text("application/json", Body::from_stream(body))
}
