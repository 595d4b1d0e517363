//! The listener: own accept loop, so that slow headers, slow bodies and floods of connections have limits.

use crate::{door::Gateway, worded::Worded};
use hyper::{server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use std::{io, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, oneshot},
    task::JoinHandle,
};

/// Limits of the listener. The defaults are the console's; tests shorten them.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// From connecting, or the last answer, to the end of the request's head.
    pub header_timeout: Duration,
    /// From the head to the end of the body.
    pub body_timeout: Duration,
    /// For running requests when the listener stops.
    pub drain_timeout: Duration,
    /// Largest body, after transfer coding.
    pub body_bytes: usize,
    /// Longest query.
    pub query_bytes: usize,
    /// Connections at one time; more wait in the system's queue.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            header_timeout: Duration::from_secs(5),
            body_timeout: Duration::from_secs(10),
            drain_timeout: Duration::from_secs(5),
            body_bytes: 256 * 1024,
            query_bytes: 64_000,
            connections: 256,
        }
    }
}

/// Why the gateway does not listen.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The simulated cloud is for this machine only.
    #[error("cannot listen on {0}: the simulated cloud listens on loopback addresses only")]
    NotLoopback(SocketAddr),
    /// The system refused.
    #[error("cannot listen on {0}")]
    Bind(SocketAddr, #[source] io::Error),
}

/// A listening gateway. Dropping it stops the listener too; [`Running::stop`] also waits for it.
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

    /// Stops accepting, waits for running calls up to the drain time-out.
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
pub async fn start(
    address: SocketAddr,
    gateway: Arc<Gateway>,
    limits: Limits,
) -> Result<Running, StartError> {
    if !address.ip().is_loopback() {
        return Err(StartError::NotLoopback(address));
    }
    let failed = |error| StartError::Bind(address, error);
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let (stop, stopped) = oneshot::channel();
    let task = tokio::spawn(accept(listener, gateway, limits, stopped));
    Ok(Running { address, stop, task })
}

async fn accept(
    listener: TcpListener,
    gateway: Arc<Gateway>,
    limits: Limits,
    mut stopped: oneshot::Receiver<()>,
) {
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
        let connection = graceful.watch(connection(stream, Arc::clone(&gateway), limits));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(limits.drain_timeout, graceful.shutdown()).await.is_err() {
        tracing::warn!("calls were still running when the gateway stopped");
    }
}

fn connection(
    stream: TcpStream,
    gateway: Arc<Gateway>,
    limits: Limits,
) -> impl hyper_util::server::graceful::GracefulConnection<Error = hyper::Error> {
    let service = service_fn(move |request| {
        let gateway = Arc::clone(&gateway);
        async move { gateway.answer(request, &limits).await }
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_timeout)
        .serve_connection(TokioIo::new(Worded::new(stream)), service)
}
