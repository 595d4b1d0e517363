"""A simulated cloud for a test class, and the official SDKs pointed at it."""

import contextlib
import json
import os
import re
import secrets
import subprocess
import unittest

from alibabacloud_kms20160120 import models as kms_models
from alibabacloud_kms20160120.client import Client as KmsClient
from alibabacloud_ram20150501 import models as ram_models
from alibabacloud_ram20150501.client import Client as RamClient
from alibabacloud_resourcesharing20200110 import models as sharing_models
from alibabacloud_resourcesharing20200110.client import Client as SharingClient
from alibabacloud_sts20150401 import models as sts_models
from alibabacloud_sts20150401.client import Client as StsClient
from alibabacloud_tea_openapi.models import Config
from alibabacloud_vpc20160428 import models as vpc_models
from alibabacloud_vpc20160428.client import Client as VpcClient

REGION = "cn-hangzhou"
HOME = "1147203918250263"
DATA = "1192583047163511"

PRODUCTS = {
    "kms": (KmsClient, kms_models),
    "vpc": (VpcClient, vpc_models),
    "ram": (RamClient, ram_models),
    "sts": (StsClient, sts_models),
    "resourcesharing": (SharingClient, sharing_models),
}


def snake(name):
    """The name of an SDK method or attribute: `ListVSwitches` is `list_vswitches`, `KmsInstanceId` `kms_instance_id`."""
    name = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name)
    return re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", name).lower()


def document(*statements):
    """A policy text."""
    return json.dumps({"Version": "1", "Statement": list(statements)})


def statement(principals, actions, effect="Allow", **more):
    """A statement of a key or secret policy."""
    return {"Effect": effect, "Principal": {"RAM": principals}, "Action": actions, "Resource": ["*"], **more}


OWNER = statement([f"acs:ram::{HOME}:*"], ["kms:*"])


class Cloud:
    """A running simulated cloud with keys of its own."""

    def __init__(self, *options):
        self.key_id = f"LTAI{secrets.token_hex(6)}"
        self.key_secret = secrets.token_hex(15)
        self.process = subprocess.Popen(
            [
                os.environ["KMSC_BINARY"],
                "sandbox",
                "--listen",
                "127.0.0.1:0",
                "--access-key-id",
                self.key_id,
                "--access-key-secret",
                self.key_secret,
                *options,
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        line = self.process.stdout.readline()
        self.endpoint = line.rsplit("http://", 1)[-1].strip()
        assert re.fullmatch(r"127\.0\.0\.1:\d+", self.endpoint), line

    def stop(self):
        self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()

    def config(self, who=None, **changes):
        """Settings for a client; `who` is a caller of the seed as `name` or `name@account`, else the persona."""
        key_id = self.key_id if who is None else f"{self.key_id}.{who if '@' in who else f'{who}@{HOME}'}"
        settings = {
            "access_key_id": key_id,
            "access_key_secret": self.key_secret,
            "endpoint": self.endpoint,
            "protocol": "http",
            "region_id": REGION,
        }
        settings.update(changes)
        return Config(**settings)

    def client(self, product, who=None, **changes):
        return PRODUCTS[product][0](self.config(who, **changes))


def request_of(product, operation, parameters):
    """The SDK's own request object; none for operations without one."""
    model = getattr(PRODUCTS[product][1], f"{operation}Request", None)
    if model is None:
        assert not parameters, operation
        return None
    return model().from_map(parameters)


# The operations that were answered, by product, over all tests.
ANSWERED = set()


def call(client, operation, **parameters):
    """Makes a call by its wire names and gives the body as the SDK read it, as wire names again."""
    product = next(name for name, (kind, _) in PRODUCTS.items() if isinstance(client, kind))
    request = request_of(product, operation, parameters)
    # The SDK has one spelling rule for methods, with exceptions; the method is found by its letters.
    wanted = operation.lower()
    method = next(name for name in dir(client) if name.replace("_", "") == wanted)
    answer = getattr(client, method)(*([] if request is None else [request]))
    assert answer.status_code == 200, answer
    ANSWERED.add((product, operation))
    return answer.body.to_map()


class CloudCase(unittest.TestCase):
    """Tests with one simulated cloud for the whole class."""

    options = ()

    @classmethod
    def setUpClass(cls):
        cls.cloud = Cloud(*cls.options)
        cls.addClassCleanup(cls.cloud.stop)
        cls.kms = cls.cloud.client("kms")

    def instance(self, name):
        """The id of the instance with this name."""
        answer = call(self.kms, "ListKmsInstances", Filters=json.dumps([{"Key": "InstanceName", "Values": [name]}]))
        [one] = answer["KmsInstances"]["KmsInstance"]
        return one["KmsInstanceId"]

    @contextlib.contextmanager
    def refused(self, status, code, part=""):
        with self.assertRaises(Exception) as caught:
            yield caught
        error = caught.exception
        self.assertEqual((error.status_code, error.code), (status, code), error)
        self.assertIn(part, str(error.message))
        self.assertRegex(error.data["RequestId"], r"^[0-9A-F-]{36}$")
