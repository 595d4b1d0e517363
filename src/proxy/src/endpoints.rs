//! Where the calls of a product and region go. No text of a request ever takes part in a host name.

mod custom;

pub(crate) use custom::is_loopback;

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
    /// `host`, or `host:port` on this machine, with `{region}` where the region id goes.
    host: String,
    /// Regions where the pattern does not hold.
    exceptions: &'static [Exception],
}

/// What holds in some regions instead of the pattern.
#[derive(Clone, Copy, Debug)]
struct Exception {
    regions: &'static [&'static str],
    /// The host there; `None` where the product is not offered.
    host: Option<&'static str>,
}

/// Regions without a host of Resource Sharing.
const NO_SHARING: [Exception; 1] = [Exception {
    regions: &[
        "me-east-1",
        "cn-beijing-finance-1",
        "cn-hangzhou-finance",
        "cn-shanghai-finance-1",
        "cn-shenzhen-finance-1",
        "cn-fuzhou",
        "cn-zhengzhou-jva",
    ],
    host: None,
}];

/// Regions that reach STS by its global host only, also from inside a VPC.
const GLOBAL_STS: [Exception; 1] = [Exception {
    regions: &["cn-hangzhou-finance", "cn-shenzhen-finance-1"],
    host: Some("sts.aliyuncs.com"),
}];

/// Why a text is no endpoint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// The text says a host, but with parts that would end up in the signature.
    #[error("cannot use endpoint `{given}`: it must be a bare lower-case host{}, write `{corrected}`",
        if *.local { "" } else { " without scheme, port or path" })]
    NotBare {
        /// What was given.
        given: String,
        /// What it should be.
        corrected: String,
        /// Whether it is on this machine, where a port may follow.
        local: bool,
    },
    /// No host at all.
    #[error(
        "cannot use endpoint `{0}`: it must be a bare lower-case host, such as `kms.{{region}}.example.com`"
    )]
    NotAHost(String),
    /// A region that is not in the table.
    #[error("cannot find region `{0}`")]
    UnknownRegion(String),
    /// The product has no host in the region.
    #[error("{product} is not offered in region `{region}`")]
    NotOffered {
        /// The product.
        product: &'static str,
        /// The region.
        region: String,
    },
}

impl Endpoints {
    /// The public hosts of the real cloud.
    pub fn cloud() -> Self {
        Self::https(|product| {
            let exceptions: &'static [Exception] =
                if product == Product::ResourceSharing { &NO_SHARING } else { &[] };
            (product.public_host("{region}"), exceptions)
        })
    }

    /// The hosts of the real cloud that are reached from inside a VPC, without a way to the internet.
    pub fn cloud_vpc() -> Self {
        Self::https(|product| match product {
            Product::Ram => ("ram.vpc-proxy.aliyuncs.com".to_owned(), &[]),
            Product::Sts => ("sts-vpc.{region}.aliyuncs.com".to_owned(), &GLOBAL_STS),
            Product::Kms | Product::Vpc => {
                (format!("{}-vpc.{{region}}.aliyuncs.com", product.host_label()), &[])
            }
            Product::ResourceSharing => ("resourcesharing-vpc.{region}.aliyuncs.com".to_owned(), &NO_SHARING),
        })
    }

    /// The public hosts, with STS in its region instead of at its global host.
    pub(crate) fn cloud_regional_sts() -> Self {
        let mut endpoints = Self::cloud();
        let host = "sts.{region}.aliyuncs.com".to_owned();
        endpoints.patterns.insert(Product::Sts, Pattern { scheme: "https", host, exceptions: &GLOBAL_STS });
        endpoints
    }

    fn https(host: impl Fn(Product) -> (String, &'static [Exception])) -> Self {
        let pattern = |product| {
            let (host, exceptions) = host(product);
            (product, Pattern { scheme: "https", host, exceptions })
        };
        Self { patterns: Product::ALL.into_iter().map(pattern).collect() }
    }

    /// A simulated cloud on this machine: `{product}.{region}.localhost`.
    pub fn simulated(port: u16) -> Self {
        let host = |product: Product| format!("{}.{{region}}.localhost:{port}", product.host_label());
        let patterns = Product::ALL
            .into_iter()
            .map(|product| (product, Pattern { scheme: "http", host: host(product), exceptions: &[] }))
            .collect();
        Self { patterns }
    }

    /// Replaces the host of one product: a bare host, with `{region}` as needed. Hosts of this machine are spoken to
    /// by http and may have a port; all others are spoken to by https, so that no signature can be read on the way.
    ///
    /// # Errors
    /// Anything but a bare lower-case host; the error names what was probably meant.
    pub fn set(&mut self, product: Product, text: &str) -> Result<(), EndpointError> {
        let host = custom::bare_host(text)?;
        let scheme = if custom::is_local(&host) { "http" } else { "https" };
        self.patterns.insert(product, Pattern { scheme, host, exceptions: &[] });
        Ok(())
    }

    /// Whether the calls of a product stay on this machine.
    pub fn is_local(&self, product: Product) -> bool {
        self.patterns.get(&product).is_some_and(|pattern| custom::is_local(&pattern.host))
    }

    /// The URL of a product in a region, path `/`.
    ///
    /// # Errors
    /// The region is not in the table, or the product is not offered there.
    pub(crate) fn url(&self, product: Product, region: &RegionId) -> Result<Url, EndpointError> {
        if !regions::is_known(region) {
            return Err(EndpointError::UnknownRegion(region.to_string()));
        }
        let not_offered =
            || EndpointError::NotOffered { product: product.as_str(), region: region.to_string() };
        let pattern = self.patterns.get(&product).ok_or_else(not_offered)?;
        let exception =
            pattern.exceptions.iter().find(|exception| exception.regions.contains(&region.as_str()));
        let host = match exception {
            None => pattern.host.replace("{region}", region),
            Some(exception) => exception.host.ok_or_else(not_offered)?.to_owned(),
        };
        Url::parse(&format!("{}://{host}/", pattern.scheme)).map_err(|_| EndpointError::NotAHost(host))
    }
}

/// The host as the HTTP client will send it, with the port unless it is the scheme's own.
pub(crate) fn host_header(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

#[cfg(test)]
mod tests;
