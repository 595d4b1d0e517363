//! The call as a program with the official Python SDK: its generic call, which knows every operation.

use super::call::Call;
use super::letters::is_hidden;

/// The program. It takes credentials from the environment alone.
pub fn program(call: &Call<'_>) -> String {
    let parameters: String = call
        .parameters
        .iter()
        .map(|(name, value)| format!("    {}: {},\n", literal(name), value_literal(value)))
        .collect();
    let (action, version, region) =
        (literal(call.operation), literal(call.product.version()), literal(call.region));
    let rpc = literal("RPC");
    let (variable, endpoint) = (literal(&call.endpoint_variable()), literal(&call.endpoint()));
    format!(
        r#"# pip install alibabacloud_tea_openapi
import json
import os
from urllib.parse import urlsplit

from alibabacloud_tea_openapi.client import Client
from alibabacloud_tea_openapi.models import Config, OpenApiRequest, Params
from darabonba.runtime import RuntimeOptions

endpoint = urlsplit(os.environ.get({variable}, {endpoint}))
client = Client(
    Config(
        access_key_id=os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"],
        access_key_secret=os.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
        security_token=os.environ.get("ALIBABA_CLOUD_SECURITY_TOKEN"),
        region_id={region},
        protocol=endpoint.scheme,
        endpoint=endpoint.netloc,
    )
)
operation = Params(
    action={action},
    version={version},
    protocol="HTTPS",
    method="POST",
    auth_type="AK",
    style={rpc},
    pathname="/",
    req_body_type="formData",
    body_type="json",
)
parameters = {{
{parameters}}}
answer = client.call_api(operation, OpenApiRequest(body=parameters), RuntimeOptions())
print(json.dumps(answer["body"], indent=2))
"#
    )
}

/// A text with line breaks has a literal for each line, which Python joins.
fn value_literal(value: &str) -> String {
    if !value.trim_end_matches('\n').contains('\n') {
        return literal(value);
    }
    let lines: String =
        value.split_inclusive('\n').map(|line| format!("        {}\n", literal(line))).collect();
    format!("(\n{lines}    )")
}

fn literal(text: &str) -> String {
    let quote = if text.contains('"') && !text.contains('\'') { '\'' } else { '"' };
    let mut out = String::from(quote);
    for letter in text.chars() {
        match letter {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            _ if letter == quote => out.extend(['\\', quote]),
            _ if is_hidden(letter) => match u32::from(letter) {
                code @ ..=0xffff => out.push_str(&format!("\\u{code:04x}")),
                code => out.push_str(&format!("\\U{code:08x}")),
            },
            _ => out.push(letter),
        }
    }
    out.push(quote);
    out
}
