"""What the door refuses, and which spellings it takes."""

import asyncio
import json
import socket
import unittest

from alibabacloud_kms20160120 import models
from support import CloudCase, call


class Door(CloudCase):
    def test_wrong_secret(self):
        client = self.cloud.client("kms", access_key_secret="wrong")
        with self.refused(400, "SignatureDoesNotMatch"):
            call(client, "ListKmsInstances")

    def test_unknown_key(self):
        client = self.cloud.client("kms", access_key_id="LTAInobody")
        with self.refused(404, "InvalidAccessKeyId.NotFound"):
            call(client, "ListKmsInstances")

    def test_identity(self):
        answer = call(self.cloud.client("sts"), "GetCallerIdentity")
        self.assertEqual(answer["Arn"], "acs:ram::1147203918250263:user/li.wei")

    def test_async(self):
        async def page():
            return await self.kms.list_kms_instances_async(models.ListKmsInstancesRequest(page_size=2))

        answer = asyncio.run(page())
        self.assertEqual(len(answer.body.kms_instances.kms_instance), 2)

    def test_async_with_odd_letters(self):
        async def get():
            await self.kms.get_kms_instance_async(models.GetKmsInstanceRequest(kms_instance_id="kst-é +*~/?!'()@:,$"))

        with self.refused(403, "Forbidden.DKMSInstanceNotFound"):
            asyncio.run(get())

    def test_the_second_of_two_equal_requests_is_refused(self):
        """Takes a request off the wire and sends it again."""
        first, second = replay(self.cloud)
        self.assertTrue(first.startswith("HTTP/1.1 200"), first)
        self.assertIn('"Code":"SignatureNonceUsed"', second)


def replay(cloud):
    """Lets the SDK talk to a listener of ours, then sends what came twice to the cloud."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        host, port = cloud.endpoint.split(":")
        seen = []

        def take():
            connection, _ = listener.accept()
            with connection:
                seen.append(connection.recv(65_536))
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")

        import threading

        thread = threading.Thread(target=take)
        thread.start()
        # The host that is signed is the listener's; the cloud takes the region from nowhere else than a known label.
        here = f"127.0.0.1:{listener.getsockname()[1]}"
        cloud.client("kms", endpoint=here).list_kms_instances(models.ListKmsInstancesRequest())
        thread.join()
    answers = []
    for _ in range(2):
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(seen[0].replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1))
            data = b""
            while chunk := connection.recv(65_536):
                data += chunk
        answers.append(data.decode())
    return answers


if __name__ == "__main__":
    unittest.main()
