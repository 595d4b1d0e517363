# terraform import alicloud_kms_key.this key-hzzow0705u9kapvdvintt

terraform {
  required_version = ">= 1.5"
  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = ">= 1.240.0"
    }
  }
}

provider "alicloud" {
  region = "cn-hangzhou"
}

import {
  to = alicloud_kms_key.this
  id = "key-hzzow0705u9kapvdvintt"
}

resource "alicloud_kms_key" "this" {
  policy = jsonencode({
    Version = "1"
    Statement = [
      {
        Sid    = "kms default key policy"
        Effect = "Allow"
        Principal = {
          RAM = ["acs:ram::1147203918250263:*"]
        }
        Action   = ["kms:*"]
        Resource = ["*"]
      },
      {
        Sid    = "read from the office"
        Effect = "Allow"
        Principal = {
          RAM = [
            "acs:ram::1147203918250263:user/zhang.min",
            "acs:ram::1192583047163511:role/etl",
          ]
        }
        Action = [
          "kms:Decrypt",
          "kms:DescribeKey",
        ]
        Resource = ["*"]
        Condition = {
          IpAddress = {
            "acs:SourceIp" = ["203.0.113.0/24"]
          }
        }
      },
    ]
  })

  lifecycle {
    prevent_destroy = true
    ignore_changes = [
      deletion_protection_description,
      description,
      pending_window_in_days,
      protection_level,
      rotation_interval,
      tags,
    ]
  }
}
