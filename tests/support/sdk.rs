//! What an official client does: one signed HTTP request to the cloud, which a test may spoil before it is sent.

use crate::{Answer, KEY_ID, KEY_SECRET, TestClock};
use kms_api::{Parameters, Product};
use kms_signer::{Call, Credential, Signable, encode::encode_pairs, sign};
use reqwest::{Client, Method};

/// A client of the gateway.
#[derive(Clone, Debug)]
pub struct SdkClient {
    client: Client,
    port: u16,
    pub(crate) clock: TestClock,
    /// What it signs with.
    pub credential: Credential,
    /// Region in the host name.
    pub region: String,
}

/// A signed request, before it is sent.
#[derive(Clone, Debug)]
pub struct SdkRequest {
    /// Method.
    pub method: String,
    /// Path.
    pub path: String,
    /// Query as it goes on the wire.
    pub query: String,
    /// Headers, `Authorization` among them.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
}

/// 32 digits that nobody used before.
pub(crate) fn new_nonce() -> String {
    format!("{:032x}", u128::from_be_bytes(rand::random()))
}

impl SdkRequest {
    /// Replaces a header or adds it.
    pub fn set(&mut self, name: &str, value: &str) -> &mut Self {
        self.headers.retain(|(candidate, _)| !candidate.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The request as text, for a socket: the target, then headers, then all that a test adds.
    pub fn head(&self, target: &str) -> String {
        let mut text = format!("{} {target} HTTP/1.1\r\nconnection: close\r\n", self.method);
        for (name, value) in &self.headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text
    }

    /// A header's value.
    pub fn get(&self, name: &str) -> String {
        self.headers.iter().find(|(candidate, _)| candidate.eq_ignore_ascii_case(name)).unwrap().1.clone()
    }
}

impl SdkClient {
    pub(crate) fn new(port: u16, clock: TestClock) -> Self {
        let client = Client::builder().no_proxy().pool_max_idle_per_host(0).build().unwrap();
        let credential = Credential {
            access_key_id: KEY_ID.to_owned(),
            access_key_secret: KEY_SECRET.into(),
            security_token: None,
        };
        Self { client, port, clock, credential, region: "cn-hangzhou".to_owned() }
    }

    /// Signs a call: query and form parameters apart, as the client chooses.
    pub fn sign(
        &self,
        product: Product,
        action: &str,
        query: &[(&str, &str)],
        form: &[(&str, &str)],
    ) -> SdkRequest {
        self.sign_as(product.host_label(), product.version(), action, "POST", query, form)
    }

    /// Signs a call with host label, version and method of one's own.
    pub fn sign_as(
        &self,
        host_label: &str,
        version: &str,
        action: &str,
        method: &str,
        query: &[(&str, &str)],
        form: &[(&str, &str)],
    ) -> SdkRequest {
        let host = self.host(host_label);
        let body = encode_pairs(form).into_bytes();
        let content_type = (!form.is_empty()).then_some("application/x-www-form-urlencoded");
        let call = Call { host: &host, action, version, content_type, body: &body };
        let nonce = new_nonce();
        let mut headers = call.headers(&self.credential, self.clock.now(), &nonce);
        let query: Parameters = query.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        let query: Vec<_> = query.into_iter().collect();
        let signable = Signable { method, path: "/", query: &query, headers: &headers, body: &body };
        let signed = sign(&signable, &self.credential, &[]).unwrap();
        headers.push(("authorization".to_owned(), signed.authorization));
        SdkRequest {
            method: method.to_owned(),
            path: "/".to_owned(),
            query: encode_pairs(&query),
            headers,
            body,
        }
    }

    /// The host name of a product in the client's region.
    pub(crate) fn host(&self, label: &str) -> String {
        format!("{label}.{}.localhost:{}", self.region, self.port)
    }

    /// Sends a request as it is, to the gateway whatever its host says.
    pub async fn send(&self, request: &SdkRequest) -> Answer {
        Answer::read(self.start(request).await.unwrap()).await
    }

    /// Sends a request whose answer may not come, or not to its end: status and body.
    ///
    /// # Errors
    /// When the connection ends early.
    pub async fn try_send(&self, request: &SdkRequest) -> reqwest::Result<(u16, Vec<u8>)> {
        let response = self.start(request).await?;
        Ok((response.status().as_u16(), response.bytes().await?.to_vec()))
    }

    async fn start(&self, request: &SdkRequest) -> reqwest::Result<reqwest::Response> {
        let question_mark = if request.query.is_empty() { "" } else { "?" };
        let url = format!("http://127.0.0.1:{}{}{question_mark}{}", self.port, request.path, request.query);
        let method: Method = request.method.parse().unwrap();
        let mut builder = self.client.request(method, url);
        for (name, value) in &request.headers {
            builder = builder.header(name, value.as_bytes());
        }
        builder.body(request.body.clone()).send().await
    }

    /// Signs and sends.
    pub async fn call(&self, product: Product, action: &str, query: &[(&str, &str)]) -> Answer {
        self.send(&self.sign(product, action, query, &[])).await
    }
}
