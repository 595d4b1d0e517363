//! A cloud that answers whatever a test writes, and keeps what it was asked.

use kms_proxy::Endpoints;
use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// The answer to a request, by its text and its number from 0: pieces, each after a pause.
type Script = Arc<dyn Fn(&str, usize) -> Vec<(Duration, String)> + Send + Sync>;

/// A listener that answers what a test writes.
#[derive(Debug)]
pub struct ScriptedCloud {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Drop for ScriptedCloud {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl ScriptedCloud {
    /// Answers with a status and a body.
    pub async fn answering(status: &str, headers: &str, body: &str) -> Self {
        Self::sending(vec![(Duration::ZERO, whole(status, headers, body))]).await
    }

    /// Sends pieces, each after a pause, then closes.
    pub async fn sending(pieces: Vec<(Duration, String)>) -> Self {
        Self::start(Arc::new(move |_, _| pieces.clone())).await
    }

    /// Answers each request by its text and its number from 0: status, headers, body.
    pub async fn deciding(
        answer: impl Fn(&str, usize) -> (&'static str, String, String) + Send + Sync + 'static,
    ) -> Self {
        Self::start(Arc::new(move |request, number| {
            let (status, headers, body) = answer(request, number);
            vec![(Duration::ZERO, whole(status, &headers, &body))]
        }))
        .await
    }

    async fn start(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&requests);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&script), Arc::clone(&kept)));
            }
        });
        Self { address, requests, task }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Endpoints that lead here for every product.
    pub fn endpoints(&self) -> Endpoints {
        Endpoints::simulated(self.address.port())
    }

    /// The requests so far, head and body.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

fn whole(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\nconnection: close\r\n{headers}content-length: {length}\r\n\r\n{body}")
}

async fn serve(mut stream: TcpStream, script: Script, kept: Arc<Mutex<Vec<String>>>) {
    let mut request = Vec::new();
    while !is_whole(&request) {
        let mut buffer = [0; 4096];
        match stream.read(&mut buffer).await {
            Ok(count) if count > 0 => request.extend(buffer.into_iter().take(count)),
            _ => return,
        }
    }
    let text = String::from_utf8_lossy(&request).into_owned();
    let number = {
        let mut kept = kept.lock().unwrap();
        kept.push(text.clone());
        kept.len() - 1
    };
    for (pause, piece) in script(&text, number) {
        tokio::time::sleep(pause).await;
        if stream.write_all(piece.as_bytes()).await.is_err() {
            return;
        }
    }
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(0, |(_, value)| value.trim().parse::<usize>().unwrap());
    body.len() >= length
}
