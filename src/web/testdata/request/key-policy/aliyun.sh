aliyun kms SetKeyPolicy --region cn-hangzhou \
  --KeyId key-hzzow0705u9kapvdvintt \
  --Policy '{
  "Version": "1",
  "Statement": [
    {
      "Sid": "kms default key policy",
      "Effect": "Allow",
      "Principal": {
        "RAM": [
          "acs:ram::1147203918250263:*"
        ]
      },
      "Action": [
        "kms:*"
      ],
      "Resource": [
        "*"
      ]
    },
    {
      "Sid": "read from the office",
      "Effect": "Allow",
      "Principal": {
        "RAM": [
          "acs:ram::1147203918250263:user/zhang.min",
          "acs:ram::1192583047163511:role/etl"
        ]
      },
      "Action": [
        "kms:Decrypt",
        "kms:DescribeKey"
      ],
      "Resource": [
        "*"
      ],
      "Condition": {
        "IpAddress": {
          "acs:SourceIp": [
            "203.0.113.0/24"
          ]
        }
      }
    }
  ]
}' \
  --PolicyName default
