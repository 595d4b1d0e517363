//! Where the calls of a product and region go. No text of a request ever takes part in a host name.

use kms_api::{Product, RegionId, regions};
use reqwest::Url;
use std::collections::BTreeMap;

/// Host patterns by product.
#[derive(Clone, Debug, Default)]
pub struct Endpoints {
    patterns: BTreeMap<Product, Pattern>,
}

#[derive(Clone, Debug)]
struct Pattern {
    scheme: &'static str,
    /// `host` or `host:port`, with `{region}` where the region id goes.
    host: String,
}

/// Why a text is no endpoint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// Not a bare lower-case host.
    #[error(
        "cannot use endpoint `{0}`: it must be a bare lower-case host, such as `kms.{{region}}.example.com`"
    )]
    NotAHost(String),
    /// Credentials would sign a request that anyone on the way can read.
    #[error("cannot use endpoint `{0}`: plain http is for loopback hosts only")]
    PlainHttp(String),
    /// A region that is not in the table.
    #[error("cannot find region `{0}`")]
    UnknownRegion(String),
}

impl Endpoints {
    /// The public hosts of the real cloud.
    pub fn cloud() -> Self {
        // RAM and STS have one global host each, which also serves the regions where STS has no own one.
        let host = |product: Product| match product {
            Product::Ram | Product::Sts => format!("{}.aliyuncs.com", product.host_label()),
            Product::Kms | Product::Vpc | Product::ResourceSharing => {
                format!("{}.{{region}}.aliyuncs.com", product.host_label())
            }
        };
        let patterns = Product::ALL
            .into_iter()
            .map(|product| (product, Pattern { scheme: "https", host: host(product) }))
            .collect();
        Self { patterns }
    }

    /// A simulated cloud on this machine: `{product}.{region}.localhost`.
    pub fn simulated(port: u16) -> Self {
        let host = |product: Product| format!("{}.{{region}}.localhost:{port}", product.host_label());
        let patterns = Product::ALL
            .into_iter()
            .map(|product| (product, Pattern { scheme: "http", host: host(product) }))
            .collect();
        Self { patterns }
    }

    /// Replaces the host of one product: a bare host, with a port and `{region}` as needed. Loopback hosts are
    /// spoken to by http, all others by https; `http://` and `https://` in front may say so openly.
    ///
    /// # Errors
    /// Anything but a lower-case host, or plain http to a host that is not on this machine.
    pub fn set(&mut self, product: Product, text: &str) -> Result<(), EndpointError> {
        let (scheme, host) = match text.split_once("://") {
            Some(("http", host)) => (Some("http"), host),
            Some(("https", host)) => (Some("https"), host),
            Some(_) => return Err(EndpointError::NotAHost(text.to_owned())),
            None => (None, text),
        };
        let sample = host.replace("{region}", "cn-hangzhou");
        let is_bare = sample.bytes().all(|b| {
            b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-' | b':' | b'[' | b']')
        });
        let url = Url::parse(&format!("https://{sample}/"));
        let (true, Ok(url)) = (is_bare && !sample.is_empty(), url) else {
            return Err(EndpointError::NotAHost(text.to_owned()));
        };
        let loopback = is_loopback(url.host_str().unwrap_or_default());
        let scheme = match scheme {
            Some("http") if !loopback => return Err(EndpointError::PlainHttp(text.to_owned())),
            Some(scheme) => scheme,
            None if loopback => "http",
            None => "https",
        };
        self.patterns.insert(product, Pattern { scheme, host: host.to_owned() });
        Ok(())
    }

    /// Whether the calls of a product stay on this machine.
    pub fn is_local(&self, product: Product) -> bool {
        let region = RegionId::from("cn-hangzhou");
        self.url(product, &region).is_ok_and(|url| is_loopback(url.host_str().unwrap_or_default()))
    }

    /// The URL of a product in a region, path `/`.
    ///
    /// # Errors
    /// The region is not in the table.
    pub(crate) fn url(&self, product: Product, region: &RegionId) -> Result<Url, EndpointError> {
        if !regions::is_known(region) {
            return Err(EndpointError::UnknownRegion(region.to_string()));
        }
        let pattern = self
            .patterns
            .get(&product)
            .ok_or_else(|| EndpointError::NotAHost(product.host_label().to_owned()))?;
        let host = pattern.host.replace("{region}", region);
        Url::parse(&format!("{}://{host}/", pattern.scheme)).map_err(|_| EndpointError::NotAHost(host))
    }
}

/// Whether a host name means this machine, without asking anyone.
pub(crate) fn is_loopback(host: &str) -> bool {
    let name = host.trim_start_matches('[').trim_end_matches(']');
    name == "localhost"
        || name.ends_with(".localhost")
        || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// The host as the HTTP client will send it, with the port unless it is the scheme's own.
pub(crate) fn host_header(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

#[cfg(test)]
mod tests;
