//! One request: from bytes to a verified call, and from the sandbox's result to bytes.

use crate::{
    answer, arrival,
    delivery::{self, Lost, Sent},
    fault::Fault,
    parameters,
    scheme::{Format, Scheme},
    server::Limits,
};
use bytes::Bytes;
use http::{Request, header, request::Parts};
use hyper::body::Incoming;
use jiff::Timestamp;
use kms_api::{
    Product, RegionId,
    catalog::{self, Access, OperationSpec},
};
use kms_sandbox::{AccessKey, Call, Caller, CloudError, World, faults::Delivery};
use kms_signer::{NonceLog, Received, SessionToken, StoredKey, Verified, encode::Pair, rpc1, verify};
use serde_json::Value;
use std::{
    fmt,
    net::Ipv4Addr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};
use tokio::sync::watch;

/// Where the gateway takes the time from.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Parameters of the query protocol; they say how a call travels, not what it is.
const COMMON_PARAMETERS: [&str; 11] = [
    "Action",
    "Version",
    "Format",
    "AccessKeyId",
    "SecurityToken",
    "Signature",
    "SignatureMethod",
    "SignatureNonce",
    "SignatureType",
    "SignatureVersion",
    "Timestamp",
];

/// The simulated cloud behind its front door.
pub struct Gateway {
    inside: Mutex<Inside>,
    clock: Clock,
    /// Region of calls that name none, neither by host nor by parameter.
    default_region: RegionId,
    changes: watch::Sender<u64>,
}

struct Inside {
    world: World,
    nonces: NonceLog,
}

impl fmt::Debug for Gateway {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Gateway").field("default_region", &self.default_region).finish_non_exhaustive()
    }
}

/// What the access line says about a call. No parameter, no message, no key.
#[derive(Default)]
struct Seen {
    action: String,
    product: Option<Product>,
    region: String,
    caller: String,
}

impl Gateway {
    /// A gateway in front of `world`. Access keys are the world's.
    pub fn new(world: World, clock: Clock) -> Self {
        let default_region = world.default_region().clone();
        let inside = Mutex::new(Inside { world, nonces: NonceLog::default() });
        Self { inside, clock, default_region, changes: watch::Sender::new(0) }
    }

    /// Looks at, or prepares, the world behind the door. Calls wait meanwhile.
    pub fn with_world<T>(&self, look: impl FnOnce(&mut World) -> T) -> T {
        look(&mut self.lock().world)
    }

    /// Counts the writes that changed the world; whoever keeps the world elsewhere waits for the next one.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Answers one HTTP request. Every refusal is an answer; only a fault of the world can end the connection instead.
    pub(crate) async fn answer(&self, request: Request<Incoming>, limits: &Limits) -> Result<Sent, Lost> {
        let started = Instant::now();
        let request_id = answer::new_request_id();
        let (parts, body) = request.into_parts();
        let (body, read) = match arrival::read_body(&parts, body, limits).await {
            Ok(body) => (body, Ok(())),
            Err(fault) => (Bytes::new(), Err(fault)),
        };
        let arrived = Arrived::new(&parts, &body);
        let scheme = Scheme::of(&parts.headers, &arrived.pairs);
        // Also a refused request is answered as it asked to be.
        let format = match scheme {
            Ok(Scheme::Rpc1) => Format::of(&arrived.pairs).unwrap_or(Format::Xml),
            Ok(Scheme::Acs3) | Err(_) => Format::Json,
        };
        let mut seen = Seen::default();
        let result = read.and(scheme).and_then(|scheme| self.call(&arrived, scheme, &request_id, &mut seen));
        let (result, delivery) = match result {
            Ok((spec, result, delivery)) => {
                (result.map(|value| (spec, value)).map_err(Fault::from), delivery)
            }
            Err(fault) => (Err(fault), Delivery::Whole),
        };
        let (answer, code) = match result {
            Ok((spec, value)) => {
                let root = spec.xml_root.clone().unwrap_or_else(|| format!("{}Response", spec.name));
                (answer::success(value, &root, format, &request_id), "OK".into())
            }
            Err(fault) => (answer::failure(&fault, arrived.host, format, &request_id), fault.code),
        };
        tracing::info!(
            target: "kms_gateway::access",
            %request_id,
            action = %seen.action,
            product = seen.product.map_or("", Product::as_str),
            region = %seen.region,
            caller = %seen.caller,
            status = answer.status().as_u16(),
            %code,
            milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        );
        delivery::send(answer, delivery).await
    }

    fn call(
        &self,
        arrived: &Arrived<'_>,
        scheme: Scheme,
        request_id: &str,
        seen: &mut Seen,
    ) -> Result<(&'static OperationSpec, Result<Value, CloudError>, Delivery), Fault> {
        let mut inside = self.lock();
        let Inside { world, nonces } = &mut *inside;
        let now = (self.clock)();
        let now = now.checked_add(world.faults().skew()).unwrap_or(now);
        let verified = arrived.verify(scheme, world, nonces, now)?;
        let caller =
            world.access_key(&verified.access_key_id).map(|key| key.caller.clone()).ok_or_else(internal)?;
        seen.caller = Caller::name(&caller).to_owned();
        if scheme == Scheme::Rpc1 {
            Format::of(&arrived.pairs)?;
        }
        let (product, spec) = operation(arrived, &verified)?;
        seen.product = Some(product);
        seen.action.clone_from(&verified.action);
        if !kms_sandbox::simulated_operations().any(|known| known == (product, &verified.action)) {
            return Err(not_simulated(&verified.action));
        }

        let mut own = parameters::collect(arrived.query, arrived.content_type, arrived.body)?;
        own.retain(|name, _| !COMMON_PARAMETERS.contains(&name.as_str()));
        parameters::check_required(spec, &own)?;
        parameters::normalise(spec, &mut own);
        let region = arrival::split_host(arrived.host)
            .1
            .or_else(|| own.get("RegionId").map(String::as_str))
            .map_or_else(|| self.default_region.clone(), RegionId::from);
        seen.region = region.to_string();

        let call = Call {
            product,
            operation: verified.action,
            region,
            parameters: own,
            caller,
            now,
            request_id: request_id.to_owned(),
            // The listener takes connections of this machine only.
            source_ip: Ipv4Addr::LOCALHOST.into(),
            entropy: rand::random::<[u8; 32]>().into(),
        };
        let (result, delivery) = world.answer(&call);
        if result.is_ok() && spec.access == Access::Write {
            self.changes.send_modify(|count| *count += 1);
        }
        Ok((spec, result, delivery))
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        // A panic inside the world must not take the whole simulated cloud down with it.
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request in the pieces that are looked at.
struct Arrived<'a> {
    parts: &'a Parts,
    host: &'a str,
    query: &'a str,
    content_type: Option<&'a str>,
    body: &'a [u8],
    /// Decoded parameters in the order of the wire, not yet trusted.
    pairs: Vec<Pair>,
}

impl<'a> Arrived<'a> {
    fn new(parts: &'a Parts, body: &'a [u8]) -> Self {
        let query = parts.uri.query().unwrap_or_default();
        let content_type = arrival::text_of(&parts.headers, header::CONTENT_TYPE.as_str());
        let pairs = parameters::pairs(query, content_type, body);
        Self { parts, host: arrival::host_of(parts), query, content_type, body, pairs }
    }

    fn verify(
        &self,
        scheme: Scheme,
        world: &mut World,
        nonces: &mut NonceLog,
        now: Timestamp,
    ) -> Result<Verified, Fault> {
        let headers = arrival::owned_headers(&self.parts.headers)?;
        let received = Received {
            method: self.parts.method.as_str(),
            path: self.parts.uri.path(),
            query: self.query,
            headers: &headers,
            body: self.body,
        };
        let expired = world.faults().tokens_expired(now);
        let keys = |id: &str| world.access_key(id).map(|key| stored_key(key, expired));
        let verified = match scheme {
            Scheme::Acs3 => verify(&received, &keys, nonces, now),
            Scheme::Rpc1 => rpc1::verify(&received, &keys, nonces, now),
        };
        Ok(verified?)
    }
}

/// `expired`: a fault lets every token count as expired.
fn stored_key(key: &AccessKey, expired: bool) -> StoredKey {
    let session = key.session.as_ref().map(|session| SessionToken {
        token: session.token.as_str().into(),
        expires_at: if expired { Timestamp::UNIX_EPOCH } else { session.expires },
    });
    StoredKey { secret: key.secret.as_str().into(), active: true, session }
}

/// The operation that a verified request is for.
fn operation(arrived: &Arrived<'_>, verified: &Verified) -> Result<(Product, &'static OperationSpec), Fault> {
    if arrived.parts.uri.path() != "/" {
        return Err(Fault::gateway(
            404,
            "InvalidApi.NotFound",
            "Specified api is not found, please check your url and method.",
        ));
    }
    let product = Product::from_version(&verified.version)
        .ok_or_else(|| Fault::gateway(400, "InvalidVersion", "Specified parameter Version is not valid."))?;
    let spec = catalog::find(product, &verified.action).ok_or_else(Fault::unknown_action)?;
    let method = arrived.parts.method.as_str();
    if !spec.methods.is_empty() && !spec.methods.iter().any(|known| known == method) {
        return Err(Fault::gateway(400, "UnsupportedHTTPMethod", "This http method is not supported."));
    }
    let (host_label, host_region) = arrival::split_host(arrived.host);
    if host_region.is_some() && host_label != product.host_label() {
        return Err(Fault::unknown_action());
    }
    // KMS alone has no nonce among its common parameters.
    if !verified.has_nonce && product != Product::Kms {
        return Err(Fault::mandatory("SignatureNonce"));
    }
    Ok((product, spec))
}

fn not_simulated(action: &str) -> Fault {
    Fault::gateway(
        501,
        "OperationNotSimulated",
        format!("The simulated cloud knows {action} but does not carry it out yet."),
    )
}

fn internal() -> Fault {
    Fault::gateway(500, "InternalError", "The request processing has failed due to some unknown error.")
}

#[cfg(test)]
mod tests;
