# pip install alibabacloud_tea_openapi
import json
import os
from urllib.parse import urlsplit

from alibabacloud_tea_openapi.client import Client
from alibabacloud_tea_openapi.models import Config, OpenApiRequest, Params
from darabonba.runtime import RuntimeOptions

endpoint = urlsplit(os.environ.get("KMS_ENDPOINT", "https://kms.cn-hangzhou.aliyuncs.com"))
client = Client(
    Config(
        access_key_id=os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"],
        access_key_secret=os.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
        security_token=os.environ.get("ALIBABA_CLOUD_SECURITY_TOKEN"),
        region_id="cn-hangzhou",
        protocol=endpoint.scheme,
        endpoint=endpoint.netloc,
    )
)
operation = Params(
    action="UpdateSecret",
    version="2016-01-20",
    protocol="HTTPS",
    method="POST",
    auth_type="AK",
    style="RPC",
    pathname="/",
    req_body_type="formData",
    body_type="json",
)
parameters = {
    "Description": "it's \"100 %\" of $HOME `id` %PATH% !x! \\ ^ & 环境 \u202e <b> ${a} %{b}",
    "SecretName": "payments/prod/webhook-key",
}
answer = client.call_api(operation, OpenApiRequest(body=parameters), RuntimeOptions())
print(json.dumps(answer["body"], indent=2))
