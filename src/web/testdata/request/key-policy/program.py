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
    action="SetKeyPolicy",
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
    "KeyId": "key-hzzow0705u9kapvdvintt",
    "Policy": (
        "{\n"
        '  "Version": "1",\n'
        '  "Statement": [\n'
        "    {\n"
        '      "Sid": "kms default key policy",\n'
        '      "Effect": "Allow",\n'
        '      "Principal": {\n'
        '        "RAM": [\n'
        '          "acs:ram::1147203918250263:*"\n'
        "        ]\n"
        "      },\n"
        '      "Action": [\n'
        '        "kms:*"\n'
        "      ],\n"
        '      "Resource": [\n'
        '        "*"\n'
        "      ]\n"
        "    },\n"
        "    {\n"
        '      "Sid": "read from the office",\n'
        '      "Effect": "Allow",\n'
        '      "Principal": {\n'
        '        "RAM": [\n'
        '          "acs:ram::1147203918250263:user/zhang.min",\n'
        '          "acs:ram::1192583047163511:role/etl"\n'
        "        ]\n"
        "      },\n"
        '      "Action": [\n'
        '        "kms:Decrypt",\n'
        '        "kms:DescribeKey"\n'
        "      ],\n"
        '      "Resource": [\n'
        '        "*"\n'
        "      ],\n"
        '      "Condition": {\n'
        '        "IpAddress": {\n'
        '          "acs:SourceIp": [\n'
        '            "203.0.113.0/24"\n'
        "          ]\n"
        "        }\n"
        "      }\n"
        "    }\n"
        "  ]\n"
        "}"
    ),
    "PolicyName": "default",
}
answer = client.call_api(operation, OpenApiRequest(body=parameters), RuntimeOptions())
print(json.dumps(answer["body"], indent=2))
