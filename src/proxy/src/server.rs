//! The listener: own accept loop, because the router's own server has no time-out for slow headers.

use axum::Router;
use hyper::{rt, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use std::{io, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    net::TcpListener,
    sync::{Semaphore, oneshot},
    task::JoinHandle,
};

/// Limits of the listener. The defaults are the console's; tests shorten them.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// From connecting, or the last answer, to the end of the request's head.
    pub header_timeout: Duration,
    /// For running requests when the listener stops.
    pub drain_timeout: Duration,
    /// Connections at one time; more wait in the system's queue.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            header_timeout: Duration::from_secs(5),
            drain_timeout: Duration::from_secs(20),
            connections: 1024,
        }
    }
}

/// Largest head of a request that is read; the target alone is limited further.
const HEAD_BYTES: usize = 24 * 1024;
const HEADER_LINES: usize = 64;

/// Why the proxy does not listen.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Whoever can reach the listener acts with its credentials, and there is no sign-in.
    #[error("cannot listen on {0}: without a sign-in the console listens on loopback addresses only")]
    NotLoopback(SocketAddr),
    /// The system refused.
    #[error("cannot listen on {0}")]
    Bind(SocketAddr, #[source] io::Error),
}

/// A listening proxy. Dropping it stops the listener too; [`Running::stop`] also waits for it.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Running {
    /// The address it listens on, with the real port.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops accepting, waits for running requests up to the drain time-out.
    pub async fn stop(self) {
        drop(self.stop);
        // The task ends by itself; a panic in it has been reported by then.
        self.task.await.ok();
    }
}

/// Binds a loopback address (port 0 for a free one) and serves until stopped.
///
/// # Errors
/// The address is not a loopback address, or cannot be bound.
pub async fn start(address: SocketAddr, router: Router, limits: Limits) -> Result<Running, StartError> {
    if !address.ip().is_loopback() {
        return Err(StartError::NotLoopback(address));
    }
    let failed = |error| StartError::Bind(address, error);
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let (stop, stopped) = oneshot::channel();
    let task = tokio::spawn(accept(listener, router, limits, stopped));
    Ok(Running { address, stop, task })
}

async fn accept(listener: TcpListener, router: Router, limits: Limits, mut stopped: oneshot::Receiver<()>) {
    let places = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (listener.accept().await, place)
        };
        let (stream, place) = tokio::select! {
            (accepted, place) = next => match accepted {
                Ok((stream, _)) => (stream, place),
                // Out of file handles or a connection gone already: wait a little, then go on.
                Err(error) => {
                    tracing::warn!(%error, "cannot accept a connection");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            _ = &mut stopped => break,
        };
        stream.set_nodelay(true).ok();
        let connection = graceful.watch(connection(TokioIo::new(stream), router.clone(), limits));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(limits.drain_timeout, graceful.shutdown()).await.is_err() {
        tracing::warn!("requests were still running when the console stopped");
    }
}

fn connection<I: rt::Read + rt::Write + Unpin + Send + 'static>(
    stream: I,
    router: Router,
    limits: Limits,
) -> impl hyper_util::server::graceful::GracefulConnection<Error = hyper::Error> {
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_timeout)
        .max_buf_size(HEAD_BYTES)
        .max_headers(HEADER_LINES)
        .serve_connection(stream, TowerToHyperService::new(router))
}
