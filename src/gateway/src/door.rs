//! One request: from bytes to a verified call, and from the sandbox's result to bytes.

use crate::{
    answer::{self, Answer},
    fault::{Envelope, Fault},
    parameters,
    server::Limits,
};
use bytes::Bytes;
use http::{HeaderMap, Method, Request, header, request::Parts};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Body, Incoming};
use jiff::Timestamp;
use kms_api::{Product, RegionId, catalog, regions};
use kms_sandbox::{Call, Caller, World};
use kms_signer::{ALGORITHM, NonceLog, Received, StoredKey, verify};
use std::{
    fmt,
    net::Ipv4Addr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

/// Where the gateway takes the time from.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Parameters of the query protocol; they say how a call travels, not what it is.
const COMMON_PARAMETERS: [&str; 10] = [
    "Action",
    "Version",
    "Format",
    "AccessKeyId",
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
        Self { inside: Mutex::new(Inside { world, nonces: NonceLog::default() }), clock, default_region }
    }

    /// Looks at, or prepares, the world behind the door. Calls wait meanwhile.
    pub fn with_world<T>(&self, look: impl FnOnce(&mut World) -> T) -> T {
        look(&mut self.lock().world)
    }

    /// Answers one HTTP request; never fails, every fault is an answer.
    pub(crate) async fn answer(&self, request: Request<Incoming>, limits: &Limits) -> Answer {
        let started = Instant::now();
        let request_id = answer::new_request_id();
        let (parts, body) = request.into_parts();
        let mut seen = Seen::default();
        let result = match read_body(&parts, body, limits).await {
            Ok(body) => self.call(&parts, &body, &request_id, &mut seen),
            Err(fault) => Err(fault),
        };
        let (answer, code) = match result {
            Ok(value) => (answer::success(value, &request_id), "OK".into()),
            Err(fault) => (answer::failure(&fault, host_of(&parts.headers), &request_id), fault.code),
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
        answer
    }

    fn call(
        &self,
        parts: &Parts,
        body: &[u8],
        request_id: &str,
        seen: &mut Seen,
    ) -> Result<serde_json::Value, Fault> {
        let query = parts.uri.query().unwrap_or_default();
        let content_type = text_of(&parts.headers, header::CONTENT_TYPE.as_str());
        refuse_other_schemes(&parts.headers, query, content_type, body)?;
        let headers = owned_headers(&parts.headers)?;
        let received = Received {
            method: parts.method.as_str(),
            path: parts.uri.path(),
            query,
            headers: &headers,
            body,
        };

        let now = (self.clock)();
        let mut inside = self.lock();
        let Inside { world, nonces } = &mut *inside;
        let stored = |id: &str| {
            world.access_key(id).map(|key| StoredKey {
                secret: key.secret.as_str().into(),
                active: true,
                session: None,
            })
        };
        let verified = verify(&received, &stored, nonces, now)?;
        let caller =
            world.access_key(&verified.access_key_id).map(|key| key.caller.clone()).ok_or_else(internal)?;
        seen.caller = Caller::name(&caller).to_owned();

        if parts.uri.path() != "/" {
            return Err(Fault::gateway(
                404,
                "InvalidApi.NotFound",
                "Specified api is not found, please check your url and method.",
            ));
        }
        let product = Product::from_version(&verified.version).ok_or_else(|| {
            Fault::gateway(400, "InvalidVersion", "Specified parameter Version is not valid.")
        })?;
        seen.product = Some(product);
        let spec = catalog::find(product, &verified.action).ok_or_else(Fault::unknown_action)?;
        seen.action.clone_from(&verified.action);
        let (host_label, host_region) = split_host(&verified.host);
        if host_region.is_some() && host_label != product.host_label() {
            return Err(Fault::unknown_action());
        }
        if !kms_sandbox::simulated_operations().any(|known| known == (product, &verified.action)) {
            return Err(not_simulated(&verified.action));
        }

        let mut own = parameters::collect(query, content_type, body)?;
        own.retain(|name, _| !COMMON_PARAMETERS.contains(&name.as_str()));
        parameters::check_required(spec, &own)?;
        let region = host_region
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
        world.call(&call).map_err(|error| Fault {
            status: error.status,
            code: error.code.into(),
            message: error.message.into(),
            envelope: if error.kms_own { Envelope::Kms } else { Envelope::Gateway },
        })
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        // A panic inside the world must not take the whole simulated cloud down with it.
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn read_body(parts: &Parts, body: Incoming, limits: &Limits) -> Result<Bytes, Fault> {
    // The largest possible policy in a query; beyond 65,534 bytes the HTTP library gives up by itself.
    if parts.uri.query().map_or(0, str::len) > limits.query_bytes {
        return Err(Fault::gateway(414, "RequestURITooLong", "Put long parameters into the form body."));
    }
    if !matches!(parts.method, Method::GET | Method::POST) {
        return Err(Fault::gateway(400, "UnsupportedHTTPMethod", "This http method is not supported."));
    }
    let too_large = || Fault::gateway(413, "RequestBodyTooLarge", "The request body is too large.");
    if body.size_hint().lower() > limits.body_bytes as u64 {
        return Err(too_large());
    }
    let reading = Limited::new(body, limits.body_bytes).collect();
    match tokio::time::timeout(limits.body_timeout, reading).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large()),
        Ok(Err(_)) => Err(Fault::gateway(400, "InvalidRequest", "The request body cannot be read.")),
        Err(_) => Err(Fault::gateway(408, "RequestTimeout", "The request body did not arrive in time.")),
    }
}

/// Says clearly which of the other schemes a request uses, before the ACS3 verifier calls it incomplete.
fn refuse_other_schemes(
    headers: &HeaderMap,
    query: &str,
    content_type: Option<&str>,
    body: &[u8],
) -> Result<(), Fault> {
    let unsupported = |scheme: &str| {
        Fault::gateway(
            400,
            "InvalidSignatureMethod",
            format!(
                "Specified signature method is not valid. This endpoint verifies {ALGORITHM}, not {scheme}."
            ),
        )
    };
    match text_of(headers, header::AUTHORIZATION.as_str()) {
        Some(authorization) => match authorization.split(' ').next() {
            Some("acs") => Err(unsupported("the ROA signature with HMAC-SHA1")),
            Some("ACS4-HMAC-SHA256" | "ACS3-HMAC-SM3" | "ACS3-RSA-SHA256" | "Bearer") => {
                Err(unsupported("the scheme of this Authorization header"))
            }
            _ => Ok(()),
        },
        None if headers.contains_key("x-acs-bearer-token") => Err(unsupported("bearer tokens")),
        None => {
            let form = if content_type.is_some_and(parameters::is_form) { body } else { b"" };
            let is_signed_query = [query.as_bytes(), form]
                .into_iter()
                .flat_map(kms_signer::encode::parse_form)
                .any(|(name, _)| name == b"Signature" || name == b"SignatureMethod");
            if is_signed_query { Err(unsupported("signatures in parameters (HMAC-SHA1)")) } else { Ok(()) }
        }
    }
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

/// First label, and the second one when it is a region.
fn split_host(host: &str) -> (&str, Option<&str>) {
    let name = host.split(':').next().unwrap_or_default();
    let mut labels = name.split('.');
    let first = labels.next().unwrap_or_default();
    (first, labels.next().filter(|label| regions::is_known(label)))
}

fn host_of(headers: &HeaderMap) -> &str {
    text_of(headers, header::HOST.as_str()).unwrap_or_default()
}

fn text_of<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn owned_headers(headers: &HeaderMap) -> Result<Vec<(String, String)>, Fault> {
    headers
        .iter()
        .map(|(name, value)| {
            let value = std::str::from_utf8(value.as_bytes()).map_err(|_| {
                Fault::gateway(400, "IncompleteSignature", format!("The header {name} is not UTF-8."))
            })?;
            Ok((name.as_str().to_owned(), value.to_owned()))
        })
        .collect()
}

#[cfg(test)]
mod tests;
