# terraform import alicloud_kms_instance.this kst-hzz65aea77egdlsikd9a1

terraform {
  required_version = ">= 1.5"
  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = ">= 1.277.0"
    }
  }
}

provider "alicloud" {
  region = "cn-hangzhou"
}

import {
  to = alicloud_kms_instance.this
  id = "kst-hzz65aea77egdlsikd9a1"
}

resource "alicloud_kms_instance" "this" {
  vpc_id      = "ignored"
  vswitch_ids = ["ignored"]
  zone_ids    = ["ignored"]

  bind_vpcs {
    vpc_id       = "vpc-bp1cfptjoa19unetviq03"
    vswitch_id   = "vsw-bp9r36iz4mtfk8d5hlo42"
    region_id    = "cn-hangzhou"
    vpc_owner_id = "1192583047163511"
  }

  lifecycle {
    prevent_destroy = true
    ignore_changes = [
      deletion_protection,
      force_delete_without_backup,
      key_num,
      period,
      renew_period,
      renewal_period_unit,
      secret_num,
      spec,
      tags,
      vpc_id,
      vpc_num,
      vswitch_ids,
      zone_ids,
    ]
  }
}
