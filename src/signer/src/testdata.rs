//! The signature vectors, made with official clients of three languages; five are published examples.
//! All keys and tokens in them are invented.

use crate::{Credential, Signable};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Vector {
    pub(crate) name: String,
    method: String,
    path: String,
    query: BTreeMap<String, String>,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
    access_key_id: String,
    access_key_secret: String,
    pub(crate) security_token: Option<String>,
    pub(crate) nonce: String,
    pub(crate) date: String,
    pub(crate) canonical_request: String,
    pub(crate) string_to_sign: String,
    pub(crate) signature: String,
    pub(crate) authorization: String,
    #[serde(skip)]
    query_pairs: Vec<(String, String)>,
    #[serde(skip)]
    header_pairs: Vec<(String, String)>,
}

impl Vector {
    pub(crate) fn signable(&self) -> Signable<'_> {
        Signable {
            method: &self.method,
            path: &self.path,
            query: &self.query_pairs,
            headers: &self.header_pairs,
            body: self.body.as_bytes(),
        }
    }

    pub(crate) fn credential(&self) -> Credential {
        credential(&self.access_key_id, &self.access_key_secret, self.security_token.as_deref())
    }
}

/// A vector of the scheme RPC1: `query` and `body_params` are signed, headers are not.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Rpc1Vector {
    pub(crate) name: String,
    pub(crate) method: String,
    pub(crate) query: BTreeMap<String, String>,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
    #[serde(default)]
    pub(crate) body_params: BTreeMap<String, String>,
    access_key_id: String,
    access_key_secret: String,
    security_token: Option<String>,
    pub(crate) nonce: Option<String>,
    pub(crate) date: String,
    pub(crate) canonical_request: String,
    pub(crate) string_to_sign: String,
    pub(crate) signature: String,
    pub(crate) authorization: String,
}

impl Rpc1Vector {
    pub(crate) fn parameters(&self) -> Vec<(String, String)> {
        self.query.clone().into_iter().chain(self.body_params.clone()).collect()
    }

    pub(crate) fn credential(&self) -> Credential {
        credential(&self.access_key_id, &self.access_key_secret, self.security_token.as_deref())
    }
}

fn credential(id: &str, secret: &str, token: Option<&str>) -> Credential {
    Credential {
        access_key_id: id.to_owned(),
        access_key_secret: secret.into(),
        security_token: token.map(Into::into),
    }
}

pub(crate) fn rpc1_vectors() -> Vec<Rpc1Vector> {
    serde_json::from_str(include_str!("../testdata/rpc1-vectors.json")).unwrap()
}

pub(crate) fn vectors() -> Vec<Vector> {
    let mut vectors: Vec<Vector> =
        serde_json::from_str(include_str!("../testdata/acs3-vectors.json")).unwrap();
    for vector in &mut vectors {
        vector.query_pairs = vector.query.clone().into_iter().collect();
        vector.header_pairs = vector.headers.clone().into_iter().collect();
    }
    vectors
}
