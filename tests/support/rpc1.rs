//! What an older client does: everything is a parameter, the signature too.

use crate::{SdkClient, SdkRequest, sdk::new_nonce};
use kms_api::Product;
use kms_signer::{
    encode::{encode_pairs, parse_form},
    rpc1,
};

/// A call, before it is signed.
#[derive(Clone, Copy, Debug)]
pub struct Rpc1Call<'a> {
    /// Product; its host is used.
    pub product: Product,
    /// API version, the product's own as a rule.
    pub version: &'a str,
    /// Operation.
    pub action: &'a str,
    /// HTTP method.
    pub method: &'a str,
    /// `Format`, when one is asked for.
    pub format: Option<&'a str>,
    /// Own parameters in the query.
    pub query: &'a [(&'a str, &'a str)],
    /// Own parameters in the form body.
    pub form: &'a [(&'a str, &'a str)],
    /// Whether the common parameters, the signature among them, stand in the form body too.
    pub common_in_form: bool,
    /// Whether the call has a nonce.
    pub nonce: bool,
}

impl<'a> Rpc1Call<'a> {
    /// A POST with all parameters in the query and JSON back, as most older clients do it.
    pub fn new(product: Product, action: &'a str, query: &'a [(&'a str, &'a str)]) -> Self {
        Self {
            product,
            version: product.version(),
            action,
            method: "POST",
            format: Some("JSON"),
            query,
            form: &[],
            common_in_form: false,
            nonce: true,
        }
    }
}

impl SdkClient {
    /// Signs a call by its parameters.
    pub fn sign_rpc1(&self, call: &Rpc1Call<'_>) -> SdkRequest {
        let protocol = rpc1::Call { action: call.action, version: call.version, format: call.format };
        let nonce = call.nonce.then(new_nonce);
        let common = protocol.parameters(&self.credential, self.clock.now(), nonce.as_deref());
        let owned = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        let (mut query, mut form) = (owned(call.query), owned(call.form));
        if call.common_in_form {
            form.extend(common)
        } else {
            query.extend(common)
        }
        let all: Vec<_> = query.iter().chain(&form).cloned().collect();
        let signed = rpc1::sign(call.method, &all, &self.credential).unwrap();
        let place = if call.common_in_form { &mut form } else { &mut query };
        place.push(("Signature".to_owned(), signed.signature));

        let mut headers = vec![("host".to_owned(), self.host(call.product.host_label()))];
        if !form.is_empty() {
            headers.push(("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned()));
        }
        SdkRequest {
            method: call.method.to_owned(),
            path: "/".to_owned(),
            query: encode_pairs(&query),
            headers,
            body: encode_pairs(&form).into_bytes(),
        }
    }
}

impl SdkRequest {
    /// Replaces a parameter of the query, adds it, or takes it out; the signature stays as it was.
    pub fn set_parameter(&mut self, name: &str, value: Option<&str>) {
        let mut pairs = parse_form(self.query.as_bytes());
        pairs.retain(|(candidate, _)| candidate != name.as_bytes());
        pairs.extend(value.map(|value| (name.into(), value.into())));
        self.query = encode_pairs(&pairs);
    }
}
