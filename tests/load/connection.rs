//! One HTTP/1.1 connection, as little as a load generator needs, so that the server is what is measured.

use std::{io, net::SocketAddr};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// The largest answer that is read, in bytes.
const MAX_ANSWER: usize = 1 << 20;

pub(crate) struct Connection {
    stream: TcpStream,
    read: Vec<u8>,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) keeps_open: bool,
    pub(crate) body: Vec<u8>,
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, read: Vec::with_capacity(8_192) })
    }

    /// Sends a whole request and reads its answer, which must have a length.
    pub(crate) async fn exchange(&mut self, request: &[u8]) -> io::Result<Answer> {
        self.stream.write_all(request).await?;
        self.read.clear();
        let (head, length, status, keeps_open) = loop {
            self.more().await?;
            let Some(end) = self.read.windows(4).position(|bytes| bytes == b"\r\n\r\n") else { continue };
            let head = String::from_utf8_lossy(self.read.get(..end).unwrap_or_default()).to_ascii_lowercase();
            let status = head.split(' ').nth(1).and_then(|text| text.parse().ok());
            let header = |name: &str| {
                head.lines()
                    .filter_map(|line| line.split_once(':'))
                    .find(|(key, _)| *key == name)
                    .map(|(_, value)| value.trim().to_owned())
            };
            let length = header("content-length").and_then(|text| text.parse::<usize>().ok());
            let (Some(status), Some(length)) = (status, length) else {
                return Err(io::Error::other("an answer without status or length"));
            };
            let keeps_open =
                !head.starts_with("http/1.0") && header("connection").is_none_or(|value| value != "close");
            break (end + 4, length, status, keeps_open);
        };
        while self.read.len() < head + length {
            self.more().await?;
        }
        let body = self.read.get(head..head + length).unwrap_or_default().to_vec();
        Ok(Answer { status, keeps_open, body })
    }

    async fn more(&mut self) -> io::Result<()> {
        let got = self.stream.read_buf(&mut self.read).await?;
        if got == 0 || self.read.len() > MAX_ANSWER {
            return Err(io::Error::other("the answer ended early or does not end"));
        }
        Ok(())
    }
}
