//! Puts load on one server at loopback and says how it did: closed loop, so many connections, so many seconds.
//!
//! Prints one JSON object: `requests` answered with 200, `errors`, `seconds`, `p50` and `p99` in microseconds.

mod aws;
mod cloud;
mod connection;

use std::{io::Write as _, net::SocketAddr, sync::Arc, time::Duration};

use serde_json::json;
use tokio::time::Instant;

use connection::Connection;

/// Makes the bytes of the next request; each must be new, for no nonce counts twice.
type Make = Arc<dyn Fn() -> Vec<u8> + Send + Sync>;

/// What one connection saw.
#[derive(Default)]
struct Seen {
    latencies: Vec<u32>,
    errors: u64,
}

#[tokio::main]
async fn main() -> Result<(), String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name);
        at.and_then(|at| arguments.get(at + 1)).cloned().ok_or_else(|| format!("{name} is missing"))
    };
    let number = |name: &str| value(name)?.parse::<u64>().map_err(|_| format!("{name} is no number"));
    let address: SocketAddr = value("--address")?.parse().map_err(|_| "--address is no address")?;
    if !address.ip().is_loopback() {
        return Err("load goes to loopback addresses only".to_owned());
    }
    let operation = value("--operation")?;
    let key = |made: Option<String>| made.map_or_else(|| value("--key-id"), Ok);
    let make: Make = match value("--peer")?.as_str() {
        "cloud" => {
            let credential = cloud::credential(value("--access-key-id")?, &value("--access-key-secret")?);
            cloud::requests(address, credential, &operation, &key(None)?)?
        }
        "aws" => aws::requests(address, &operation, &key(Some(aws::create_key(address).await?))?)?,
        other => return Err(format!("`{other}` is no peer: cloud or aws")),
    };
    let length = Duration::from_secs(number("--seconds")?.min(60));
    let connections = number("--connections")?.min(1_000);

    let started = Instant::now();
    let workers: Vec<_> =
        (0..connections).map(|_| tokio::spawn(work(address, Arc::clone(&make), started + length))).collect();
    let mut all = Seen::default();
    for worker in workers {
        let seen = worker.await.map_err(|error| error.to_string())?;
        all.latencies.extend(seen.latencies);
        all.errors += seen.errors;
    }
    let seconds = started.elapsed().as_secs_f64();
    all.latencies.sort_unstable();
    let at = |share: f64| {
        // A share of a length fits; nothing here is near the limits of the types.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "see above"
        )]
        let index = (all.latencies.len() as f64 * share) as usize;
        all.latencies.get(index).copied().unwrap_or(0)
    };
    let report = json!({
        "requests": all.latencies.len(),
        "errors": all.errors,
        "seconds": seconds,
        "p50": at(0.50),
        "p99": at(0.99),
    });
    writeln!(std::io::stdout(), "{report}").map_err(|error| error.to_string())
}

async fn work(address: SocketAddr, make: Make, end: Instant) -> Seen {
    let mut seen = Seen::default();
    let mut connection = None;
    while Instant::now() < end {
        let request = make();
        let begun = Instant::now();
        let mut open = match connection.take() {
            Some(open) => open,
            None => match Connection::open(address).await {
                Ok(open) => open,
                Err(_) => {
                    seen.errors += 1;
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    continue;
                }
            },
        };
        match open.exchange(&request).await {
            Ok(answer) => {
                if answer.status == 200 {
                    seen.latencies.push(u32::try_from(begun.elapsed().as_micros()).unwrap_or(u32::MAX));
                } else {
                    seen.errors += 1;
                }
                connection = answer.keeps_open.then_some(open);
            }
            Err(_) => seen.errors += 1,
        }
    }
    seen
}
