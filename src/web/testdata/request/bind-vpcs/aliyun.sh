aliyun kms UpdateKmsInstanceBindVpc --region cn-hangzhou \
  --BindVpcs '[{"VpcId":"vpc-bp1cfptjoa19unetviq03","VSwitchId":"vsw-bp9r36iz4mtfk8d5hlo42","RegionId":"cn-hangzhou","VpcOwnerId":1192583047163511}]' \
  --KmsInstanceId kst-hzz65aea77egdlsikd9a1
