//! The HTTP library's own refusals, in words.
//!
//! What it cannot read as a request (an address beyond 65,534 bytes, a header without end, no HTTP at all) it refuses
//! by itself, with a status and an empty body. Official clients can do nothing with that, so such an answer is
//! exchanged for the cloud's envelope on its way out. All answers of the gateway have a request id; these have none.

use crate::{answer, fault::Fault};
use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// A connection whose bare refusals get a body.
#[derive(Debug)]
pub(crate) struct Worded<S> {
    stream: S,
    /// What is written in place of a bare refusal, and how much of it has been.
    exchanged: Option<(Vec<u8>, usize)>,
}

impl<S> Worded<S> {
    pub(crate) fn new(stream: S) -> Self {
        Self { stream, exchanged: None }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Worded<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Worded<S> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let Self { stream, exchanged } = self.get_mut();
        if exchanged.is_none() {
            *exchanged = worded(bytes).map(|text| (text, 0));
        }
        let Some((text, written)) = exchanged else {
            return Pin::new(stream).poll_write(context, bytes);
        };
        while let Some(rest) = text.get(*written..).filter(|rest| !rest.is_empty()) {
            match ready!(Pin::new(&mut *stream).poll_write(context, rest))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                count => *written += count,
            }
        }
        *exchanged = None;
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// The answer in place of a bare refusal; nothing when the bytes are anything else.
fn worded(bytes: &[u8]) -> Option<Vec<u8>> {
    // Heads are written in one piece, and no body of the gateway holds a bare carriage return, be it JSON or XML.
    let head = bytes.strip_prefix(b"HTTP/1.1 4")?.strip_suffix(b"\r\n\r\n")?;
    let head = format!("HTTP/1.1 4{}", std::str::from_utf8(head).ok()?);
    let status = head.split(' ').nth(1)?;
    let has_id = head.lines().any(|line| line.starts_with(answer::REQUEST_ID_HEADER));
    if has_id || !head.contains("content-length: 0") {
        return None;
    }
    let fault = match status {
        "400" => Fault::gateway(400, "InvalidRequest", "The request cannot be read."),
        "414" => Fault::uri_too_long(),
        "431" => Fault::gateway(431, "RequestHeaderTooLarge", "The request header is too large."),
        _ => return None,
    };
    let id = answer::new_request_id();
    let body = answer::envelope(&fault, "", &id).1.to_string();
    let length = format!("content-length: {}", body.len());
    let head = head.replace("content-length: 0", &length);
    let (id_name, json) = (answer::REQUEST_ID_HEADER, answer::JSON);
    Some(format!("{head}\r\ncontent-type: {json}\r\n{id_name}: {id}\r\n\r\n{body}").into_bytes())
}

#[cfg(test)]
mod tests;
