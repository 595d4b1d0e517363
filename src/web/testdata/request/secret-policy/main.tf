# terraform import alicloud_kms_secret.this payments/prod/redis-auth

terraform {
  required_version = ">= 1.5"
  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = ">= 1.224.0"
    }
  }
}

provider "alicloud" {
  region = "cn-hangzhou"
}

import {
  to = alicloud_kms_secret.this
  id = "payments/prod/redis-auth"
}

resource "alicloud_kms_secret" "this" {
  secret_name = "payments/prod/redis-auth"
  secret_data = "ignored"
  version_id  = "ignored"

  policy = jsonencode({
    Version = "1"
    Statement = [
      {
        Sid    = "the owner"
        Effect = "Allow"
        Principal = {
          RAM = ["acs:ram::1147203918250263:*"]
        }
        Action   = ["kms:*"]
        Resource = ["*"]
      },
    ]
  })

  lifecycle {
    prevent_destroy = true
    ignore_changes = [
      description,
      dkms_instance_id,
      enable_automatic_rotation,
      encryption_key_id,
      extended_config,
      force_delete_without_recovery,
      recovery_window_in_days,
      rotation_interval,
      secret_data,
      secret_data_type,
      tags,
      version_id,
    ]
  }
}
