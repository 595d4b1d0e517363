#Requires -Version 7.3
aliyun kms SetSecretPolicy --region cn-hangzhou `
  --Policy '{"Version": "1", "Statement": [{"Sid": "the owner", "Effect": "Allow", "Principal": {"RAM": ["acs:ram::1147203918250263:*"]}, "Action": ["kms:*"], "Resource": ["*"]}]}' `
  --PolicyName default `
  --SecretName 'payments/prod/redis-auth'
