//! What the page does: JSON to the proxy, typed answers back.

use kms_api::{
    ApiError, Operation, Parameters, Product, RegionId,
    operation::to_parameters,
    operations::instances::{
        BindVpc, Empty, GetKmsInstance, GetKmsInstanceQuotaInfos, KmsInstance, ListKmsInstances, QuotaInfo,
        UpdateKmsInstanceBindVpc,
    },
    operations::vpcs::{DescribeVSwitches, DescribeVpcs, VSwitch, Vpc},
};
use reqwest::{
    Client, StatusCode,
    header::{HeaderMap, HeaderName, HeaderValue},
};
use serde_json::{Value, json};
use std::net::SocketAddr;

/// A client in a region.
#[derive(Clone, Debug)]
pub struct Console {
    client: Client,
    address: SocketAddr,
    region: RegionId,
}

/// An answer of the proxy.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Vec<u8>,
}

impl Answer {
    /// Reads an answer to its end.
    pub async fn read(response: reqwest::Response) -> Self {
        let (status, headers) = (response.status(), response.headers().clone());
        Self { status, headers, body: response.bytes().await.unwrap().to_vec() }
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| Value::String(self.text()))
    }

    /// A header as text, empty when absent.
    pub fn header(&self, name: &str) -> String {
        self.headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    }

    /// A member of the answer as text, be it JSON or XML; of XML a child of the root.
    pub fn member(&self, name: &str) -> Option<String> {
        if self.header("content-type").starts_with("text/xml") {
            let text = self.text();
            let document = roxmltree::Document::parse(&text).unwrap();
            let child = document.root_element().children().find(|child| child.has_tag_name(name))?;
            return Some(child.text().unwrap_or_default().to_owned());
        }
        match self.json().get(name)? {
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        }
    }

    /// The first member of this name, however deep it lies, as text.
    pub fn first(&self, name: &str) -> Option<String> {
        if self.header("content-type").starts_with("text/xml") {
            let text = self.text();
            let document = roxmltree::Document::parse(&text).unwrap();
            let found = document.descendants().find(|node| node.has_tag_name(name))?;
            return Some(found.text().unwrap_or_default().to_owned());
        }
        first_in(&self.json(), name)
    }

    /// Status and error code, `OK` for a success: what most tests compare.
    pub fn verdict(&self) -> (u16, String) {
        (self.status.as_u16(), self.member("Code").unwrap_or_else(|| "OK".to_owned()))
    }
}

fn first_in(value: &Value, name: &str) -> Option<String> {
    match value {
        Value::Object(members) => match members.get(name) {
            Some(Value::String(text)) => Some(text.clone()),
            _ => members.values().find_map(|member| first_in(member, name)),
        },
        Value::Array(items) => items.iter().find_map(|item| first_in(item, name)),
        _ => None,
    }
}

impl Console {
    pub(crate) fn new(address: SocketAddr) -> Self {
        let client = Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .pool_max_idle_per_host(0)
            .build()
            .unwrap();
        Self { client, address, region: "cn-hangzhou".into() }
    }

    /// The same client in another region.
    pub fn in_region(&self, region: &str) -> Self {
        Self { region: region.into(), ..self.clone() }
    }

    /// A typed call.
    ///
    /// # Errors
    /// What the proxy answers as an error.
    pub async fn call<O: Operation>(&self, operation: &O) -> Result<O::Output, ApiError> {
        let answer = self.call_raw(O::PRODUCT, O::NAME, to_parameters(operation).unwrap()).await;
        if answer.status.is_success() {
            Ok(serde_json::from_slice(&answer.body).unwrap())
        } else {
            Err(serde_json::from_slice(&answer.body).unwrap())
        }
    }

    /// A call by name and wire parameters.
    pub async fn call_raw(&self, product: Product, operation: &str, parameters: Parameters) -> Answer {
        let body = json!({"Product": product, "Region": self.region, "Parameters": parameters});
        self.post(&format!("/api/call/{operation}"), &body.to_string(), &[]).await
    }

    /// A POST as the page sends it, with further headers or, under the same names, others.
    pub async fn post(&self, path: &str, body: &str, headers: &[(&str, &str)]) -> Answer {
        let mut all = HeaderMap::new();
        for (name, value) in
            [("content-type", "application/json"), ("x-kmsc", "1"), ("sec-fetch-site", "same-origin")]
                .iter()
                .chain(headers)
        {
            all.insert(HeaderName::try_from(*name).unwrap(), HeaderValue::from_str(value).unwrap());
        }
        all.retain_filled();
        let url = format!("http://{}{path}", self.address);
        Answer::read(self.client.post(url).headers(all).body(body.to_owned()).send().await.unwrap()).await
    }

    /// A GET with headers.
    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(reqwest::Method::GET, path, headers).await
    }

    /// Any method without a body.
    pub async fn send(&self, method: reqwest::Method, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.client.request(method, format!("http://{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Answer::read(request.send().await.unwrap()).await
    }

    /// One page of instances, as large as allowed.
    pub async fn instances(&self) -> Vec<KmsInstance> {
        let page = self.call(&ListKmsInstances { page_number: 1, page_size: 100 }).await.unwrap();
        let mut found = Vec::new();
        for reference in page.kms_instances.kms_instance {
            found.push(self.instance(&reference.kms_instance_id).await);
        }
        found
    }

    /// The instance of a name.
    pub async fn instance_named(&self, name: &str) -> KmsInstance {
        self.instances().await.into_iter().find(|instance| instance.instance_name == name).unwrap()
    }

    /// The instance of an id.
    pub async fn instance(&self, id: &str) -> KmsInstance {
        self.call(&GetKmsInstance { kms_instance_id: id.into() }).await.unwrap().kms_instance
    }

    /// Quota and use of access management.
    pub async fn vpc_quota(&self, id: &str) -> QuotaInfo {
        let request =
            GetKmsInstanceQuotaInfos { kms_instance_id: id.into(), resource_type: Some("vpc".to_owned()) };
        self.call(&request).await.unwrap().of("vpc").unwrap().clone()
    }

    /// All VPCs of the region, page by page.
    pub async fn vpcs(&self) -> Vec<Vpc> {
        let mut found = Vec::new();
        for page_number in 1.. {
            let request =
                DescribeVpcs { region_id: self.region.clone(), vpc_id: None, page_number, page_size: 50 };
            let page = self.call(&request).await.unwrap();
            found.extend(page.vpcs.vpc);
            if found.len() >= usize::try_from(page.total_count).unwrap() {
                break;
            }
        }
        found
    }

    /// The VPC of a name.
    pub async fn vpc_named(&self, name: &str) -> Vpc {
        self.vpcs().await.into_iter().find(|vpc| vpc.vpc_name == name).unwrap()
    }

    /// The visible vSwitches of a VPC.
    pub async fn v_switches(&self, vpc: &Vpc) -> Vec<VSwitch> {
        let request = DescribeVSwitches {
            region_id: self.region.clone(),
            vpc_id: Some(vpc.vpc_id.clone()),
            v_switch_id: None,
            page_number: 1,
            page_size: 50,
        };
        self.call(&request).await.unwrap().v_switches.v_switch
    }

    /// The vSwitch of a name, with the binding that would use it.
    pub async fn v_switch_named(&self, vpc: &str, v_switch: &str) -> (VSwitch, BindVpc) {
        let vpc = self.vpc_named(vpc).await;
        let found = self.v_switches(&vpc).await.into_iter().find(|s| s.v_switch_name == v_switch).unwrap();
        let binding = BindVpc {
            vpc_id: vpc.vpc_id,
            v_switch_id: found.v_switch_id.clone(),
            region_id: self.region.clone(),
            vpc_owner_id: found.owner_id.clone(),
        };
        (found, binding)
    }

    /// Replaces all additional VPCs.
    ///
    /// # Errors
    /// What the cloud refuses.
    pub async fn bind(&self, id: &str, wanted: &[BindVpc]) -> Result<Empty, ApiError> {
        let bind_vpcs = wanted.iter().cloned().map(Into::into).collect();
        self.call(&UpdateKmsInstanceBindVpc { kms_instance_id: id.into(), bind_vpcs }).await
    }
}

/// An empty value stands for "do not send this header".
trait RetainFilled {
    fn retain_filled(&mut self);
}

impl RetainFilled for HeaderMap {
    fn retain_filled(&mut self) {
        let empty: Vec<_> =
            self.iter().filter(|(_, value)| value.is_empty()).map(|(name, _)| name.clone()).collect();
        for name in empty {
            self.remove(name);
        }
    }
}
