aliyun kms UpdateSecret --region cn-hangzhou \
  --Description 'it'\''s "100 %" of $HOME `id` %PATH% !x! \ ^ & 环境 ‮ <b> ${a} %{b}' \
  --SecretName payments/prod/webhook-key
