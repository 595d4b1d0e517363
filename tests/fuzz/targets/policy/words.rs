//! What policies and requests of the fuzzer are made of.

pub(super) const PRINCIPALS: [&str; 14] = [
    "acs:ram::1111222233334444:*",
    "acs:ram::1111222233334444:user/a",
    "acs:ram::1111222233334444:user/ab",
    "acs:ram::1111222233334444:user/a*",
    "acs:ram::1111222233334444:role/r",
    "acs:ram::1111222233334444:role/R?",
    "acs:ram::2222333344445555:*",
    "acs:ram::2222333344445555:user/a",
    "acs:ram::2222333344445555:role/R",
    "acs:ram::3333444455556666:user/*b",
    "acs:ram::1111222233334444:user/x",
    "acs:ram::1111222233334444:user/*a*",
    "*",
    "acs:ram::*:user/?",
];

pub(super) const ODD_PRINCIPALS: [&str; 12] = [
    "",
    "acs:ram::1111222233334444:root",
    "acs:ram::119285303511****:*",
    "acs:ram::1111222233334444:group/dev",
    "acs:sts::1111222233334444:assumed-role/r/s",
    "acs:ram:cn-hangzhou:1111222233334444:user/a",
    "acs:ram::111:user/a",
    "arn:aws:iam::123456789012:root",
    "ecs.aliyuncs.com",
    " acs:ram::1111222233334444:user/a",
    "acs:ram::1111222233334444:user/",
    "acs:ram::1111222233334444:user/\\u0430\u{200b}",
];

pub(super) const ACTIONS: [&str; 16] = [
    "kms:*",
    "kms:Decrypt",
    "kms:Encrypt",
    "kms:decrypt",
    "kms:De*",
    "kms:*Key",
    "kms:Describe*",
    "kms:SetKeyPolicy",
    "kms:SetSecretPolicy",
    "kms:Set*",
    "kms:Get*",
    "kms:?crypt",
    "kms:GetSecretValue",
    "kms:Delete*",
    "kms:AsymmetricSign",
    "kms:Zz",
];

pub(super) const ODD_ACTIONS: [&str; 10] =
    ["*", "", "kms:", "KMS:Decrypt", "kms:Decrpt", "ecs:*", "*:*", "Decrypt", "kms:**", "kms:\\u0044ecrypt"];

/// Operators and values that go together, by key, with values of requests that tell them apart.
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) operators: &'static [&'static str],
    pub(super) values: &'static [&'static str],
    pub(super) asked: &'static [&'static str],
}

pub(super) const STRINGS: &[&str] = &[
    "StringEquals",
    "StringNotEquals",
    "StringLike",
    "StringNotLike",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
];

pub(super) const KEYS: [Key; 7] = [
    Key {
        name: "acs:SourceVpc",
        operators: STRINGS,
        values: &["vpc-1", "vpc-2", "vpc-*", "VPC-1", "*", "?pc-2"],
        asked: &["vpc-1", "vpc-2", "VPC-1", "vpc-", "", "vpc-*", "x"],
    },
    Key {
        name: "kms:tag/k",
        operators: STRINGS,
        values: &["a", "A", "ab", "a*", "*b", "?", "b"],
        asked: &["a", "A", "ab", "b", "x", "aB", "a*", "?"],
    },
    Key {
        name: "acs:SourceIp",
        operators: &["IpAddress", "NotIpAddress"],
        values: &[
            "10.0.0.0/8",
            "10.0.0.0/9",
            "0.0.0.0/0",
            "203.0.113.7",
            "2001:db8::/32",
            "::/0",
            "47.1.1.1/24",
        ],
        asked: &["10.0.0.1", "10.200.0.1", "203.0.113.7", "2001:db8::1", "47.1.1.9", "::ffff:10.0.0.1", "x"],
    },
    Key {
        name: "acs:VpcSourceIp",
        operators: &["IpAddress", "NotIpAddress"],
        values: &["10.0.0.0/8", "192.168.0.0/16", "172.16.0.1"],
        asked: &["10.0.0.1", "192.168.3.4", "172.16.0.1", ""],
    },
    Key {
        name: "acs:CurrentTime",
        operators: &["DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan"],
        values: &["2026-01-01T00:00:00Z", "2026-02-01T00:00:00+08:00", "2027-01-01T00:00:00Z", "2026-02-01"],
        asked: &["2026-01-01T00:00:00Z", "2026-01-15T00:00:00Z", "2028-01-01T00:00:00.5Z", "x"],
    },
    Key {
        name: "acs:MFAPresent",
        operators: &["Bool"],
        values: &["true", "false", "True"],
        asked: &["true", "false", "TRUE", "x"],
    },
    Key {
        name: "n",
        operators: &["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericGreaterThanEquals"],
        values: &["1", "2", "2.0", "-3", "1e3"],
        asked: &["0", "1", "1.5", "2", "1000", "-3", "x"],
    },
];

pub(super) const ELEMENTS: [&str; 6] = ["Sid", "Effect", "Principal", "Action", "Resource", "Condition"];

pub(super) const ODD_OPERATORS: [&str; 5] =
    ["", "StringEqual", "stringlike", "ForAllValues:StringLike", "Null"];
pub(super) const ODD_VALUES: [&str; 8] =
    ["", "10.0.0.0/33", "10.0.0.1/8", "tru", "2026-13-01", "1e99999", "vpc-*?", "\\ud83d"];

/// Pieces that the grammar of JSON knows, and pieces that look like them.
pub(super) const PIECES: [&[u8]; 52] = [
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b",",
    b"\"",
    b"'",
    b"\\",
    b"\\u",
    b"\\ud800",
    b"\\udc00",
    b"\\u0041",
    b"\\n",
    b"//",
    b"/*",
    b"*/",
    b"#",
    b"\n",
    b"\r",
    b"\r\n",
    b"\t",
    b" ",
    b"\x00",
    b"\x1f",
    b"\x7f",
    b"\xef\xbb\xbf",
    b"\xff",
    b"\xc3",
    b"\xe4\xb8\xad",
    b"\xf0\x9f\x94\x91",
    b"\xc2\xa0",
    b"\xe2\x80\x8b",
    b"0",
    b"-",
    b"1.",
    b"1e",
    b"true",
    b"false",
    b"null",
    b"nul",
    b"{}",
    b"[]",
    b",,",
    b"}]",
    b"\"\"",
    b"\"a\":",
    b"\"Statement\":[",
    b"\"Effect\":\"Deny\",",
    b"\"Condition\":{",
    b"'a'",
    b"Allow",
];

pub(super) const WORDS: [&str; 26] = [
    "Version",
    "Statement",
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "RAM",
    "Action",
    "NotAction",
    "Resource",
    "Condition",
    "Allow",
    "Deny",
    "deny",
    "1",
    "*",
    "kms:*",
    "StringEquals",
    "IpAddress",
    "acs:SourceVpc",
    "version",
    "ram",
    "effect",
    "Actions",
    "Service",
    "Id",
];
