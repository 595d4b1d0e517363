//! Bytes on a socket, for what no HTTP library would send.

use std::{net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// Sends text and reads until the other side closes or `patience` is over; tells which by `closed`.
pub async fn exchange(address: SocketAddr, text: &str, patience: Duration) -> Exchange {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut received = Vec::new();
    let reading = stream.read_to_end(&mut received);
    let closed = tokio::time::timeout(patience, reading).await.is_ok();
    Exchange { received: String::from_utf8_lossy(&received).into_owned(), closed }
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// All bytes as text.
    pub received: String,
    /// Whether the other side closed the connection.
    pub closed: bool,
}
