//! Answers every message with its own text: the smallest program that lives in Postern.
//!
//! ```sh
//! export POSTERN_PASSPHRASE='only for the bot'
//! postern --home bot init --suri //Ferdie
//! postern --home bot register --handle echo
//! cargo run --release -p postern-client --example echo_bot -- bot
//! ```
//!
//! `POSTERN_NODE` and `POSTERN_IPFS` say where those are, as for `postern`.

use postern_client::{
    client::{Arrival, Client, ReceiveOptions, Received, Request, Settings},
    content::Silent,
    defaults,
};
use std::{env, error::Error};
use tokio::sync::mpsc::{unbounded_channel, UnboundedReceiver};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let home = env::args_os()
        .nth(1)
        .ok_or("name the bot's home folder, in which `postern init` has made a keystore")?;
    let settings = Settings {
        home: home.into(),
        node: env::var("POSTERN_NODE").unwrap_or(defaults::NODE_URL.into()),
        ipfs: env::var("POSTERN_IPFS").unwrap_or(postern_ipfs::defaults::API_URL.into()),
    };
    let client = Client::open(&settings, &env::var("POSTERN_PASSPHRASE")?).await?;
    println!("{} answers everybody", client.address());

    // Messages are shown as they come, and answered one after the other. What waits for an
    // answer has lain in the inbox, which the chain bounds.
    let (arrived, waiting) = unbounded_channel();
    let mut show = |arrival| {
        if let Arrival::Received(message) = arrival {
            // The other end stays as long as this program.
            let _ = arrived.send(message);
        }
    };
    let options = ReceiveOptions::default();
    tokio::select! {
        ended = client.follow(&options, &Silent, &mut show) => ended?,
        () = answer(&client, waiting) => {}
    }
    Ok(())
}

/// Answers what comes. One answer that cannot be sent does not keep others from being.
async fn answer(client: &Client, mut waiting: UnboundedReceiver<Box<Received>>) {
    while let Some(message) = waiting.recv().await {
        // Talking to oneself would never end.
        if message.from == client.address() || message.text.is_empty() {
            continue;
        }
        let reply = Request {
            to: vec![message.from.clone()],
            text: message.text,
            ..Request::default()
        };
        match client.send(&reply, &Silent).await {
            Ok(sent) => println!("answered {} with {}", message.from, sent.id),
            Err(error) => eprintln!("{} gets no answer: {error}", message.from),
        }
    }
}
