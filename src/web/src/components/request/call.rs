//! A call as the forms of "Show request" take it: what the page sends, and nothing of where it sends it.

use kms_api::{Parameters, Product};

/// One call.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// The product that owns the operation.
    pub product: Product,
    /// The cloud's name of the operation.
    pub operation: &'a str,
    /// Region of the call.
    pub region: &'a str,
    /// Parameters as the wire has them.
    pub parameters: &'a Parameters,
}

impl Call<'_> {
    /// A parameter's text; empty when the call has none of this name.
    pub fn parameter(&self, name: &str) -> &str {
        self.parameters.get(name).map_or("", String::as_str)
    }

    /// The public endpoint, with its scheme.
    pub fn endpoint(&self) -> String {
        format!("https://{}", self.product.public_host(self.region))
    }

    /// The environment variable by which the generated programs are sent to another endpoint.
    pub fn endpoint_variable(&self) -> String {
        format!("{}_ENDPOINT", self.product.host_label().to_ascii_uppercase())
    }
}

/// Why a form cannot hold a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unwritable {
    /// A value has a control character that the shell cannot pass on.
    Control,
    /// The command would be longer than this many characters.
    Longer(usize),
    /// There is no resource that does what the call does.
    NoResource,
}
