//! How an answer leaves: whole, or as a fault of the world wants it.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use http_body_util::Full;
use hyper::body::{Body, Frame, SizeHint};
use kms_sandbox::faults::Delivery;

use crate::answer::Answer;

/// What a middlebox writes that knows nothing of the cloud.
const GARBAGE: &str =
    "<html><head><title>502 Bad Gateway</title></head><body>\u{fffd}{\"Code\":</body></html>";

/// The connection ends without an answer.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the answer is lost, as a fault wants it")]
pub(crate) struct Lost;

/// An answer on its way.
pub(crate) type Sent = Response<Carried>;

/// Sends an answer the way that is wanted.
pub(crate) async fn send(answer: Answer, delivery: Delivery) -> Result<Sent, Lost> {
    match delivery {
        Delivery::Whole => Ok(answer.map(Carried::Whole)),
        Delivery::Late(millis) => {
            tokio::time::sleep(Duration::from_millis(millis.into())).await;
            Ok(answer.map(Carried::Whole))
        }
        Delivery::Lost => Err(Lost),
        Delivery::Half => Ok(answer.map(Carried::half)),
        Delivery::Garbage => {
            let mut garbage = Response::new(Carried::Whole(Full::from(GARBAGE)));
            *garbage.status_mut() = StatusCode::BAD_GATEWAY;
            garbage.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html"));
            Ok(garbage)
        }
    }
}

/// The body of an answer.
pub(crate) enum Carried {
    /// All of it.
    Whole(Full<Bytes>),
    /// The beginning, then an error in place of the rest; the length that is announced is that of the whole.
    Half {
        /// Not sent yet.
        first: Option<Bytes>,
        /// Announced.
        length: u64,
    },
}

impl Carried {
    fn half(body: Full<Bytes>) -> Self {
        let length = body.size_hint().exact().unwrap_or(0);
        let whole = take(body);
        let middle = whole.len() / 2;
        Self::Half { first: Some(whole.slice(..middle)), length }
    }
}

/// The one frame of a body that has no other.
fn take(body: Full<Bytes>) -> Bytes {
    let mut body = body;
    let mut context = Context::from_waker(std::task::Waker::noop());
    match Pin::new(&mut body).poll_frame(&mut context) {
        Poll::Ready(Some(Ok(frame))) => frame.into_data().unwrap_or_default(),
        _ => Bytes::new(),
    }
}

impl Body for Carried {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match self.get_mut() {
            Self::Whole(body) => Pin::new(body).poll_frame(context).map_err(|never| match never {}),
            Self::Half { first, .. } => Poll::Ready(Some(match first.take() {
                Some(bytes) => Ok(Frame::data(bytes)),
                None => Err(io::Error::other(Lost)),
            })),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Whole(body) => body.is_end_stream(),
            Self::Half { .. } => false,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(body) => body.size_hint(),
            Self::Half { length, .. } => SizeHint::with_exact(*length),
        }
    }
}
