//! Policies with many faults, from a seed: what people mistype, what tools mangle, and what is hardly JSON any more.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::random::Random;

const PRINCIPALS: &[&str] = &[
    "acs:ram::1111222233334444:*",
    "acs:ram::1111222233334444:root",
    "acs:ram::1111222233334444:user/li.wei",
    "acs:ram::1111222233334444:user/Li.Wei",
    "acs:ram::1111222233334444:user/li*",
    "acs:ram::1111222233334444:role/KeyAdmin",
    "acs:ram::1111222233334444:role/keyadmin",
    "acs:ram::1111222233334444:assumed-role/KeyAdmin/session",
    "acs:ram::1111222233334444:group/admins",
    "acs:ram::2222333344445555:user/budi",
    "acs:ram::2222333344445555:role/Reader",
    "acs:ram::2222333344445555:*",
    "acs:ram::*:user/?",
    "acs:ram:cn-hangzhou:1111222233334444:user/a",
    "acs:kms::1111222233334444:*",
    "ACS:RAM::1111222233334444:USER/A",
    "arn:aws:iam::123456789012:root",
    "acs:ram::111122223333:user/short",
    "1111222233334444",
    " acs:ram::1111222233334444:*",
    "*",
    "",
    "acs:ram::1111222233334444:user/张伟",
    "acs:ram::1111222233334444:user/e\u{301}",
];

const ACTIONS: &[&str] = &[
    "kms:*",
    "*",
    "kms:Decrypt",
    "kms:decrypt",
    "KMS:Encrypt",
    "kms:Decryp",
    "kms:De*",
    "kms:Describe*",
    "kms:?crypt",
    "kms:Get*",
    "kms:List*",
    "kms:GetSecretValue",
    "kms:PutSecretValue",
    "kms:SetKeyPolicy",
    "kms:GetKeyPolicy",
    "kms:SetSecretPolicy",
    "kms:ScheduleKeyDeletion",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:AsymmetricSign",
    "kms:AsymmetricVerify",
    "kms:CreateKey",
    "kms:TagResource",
    "kms:*Key*",
    "kms:",
    "ram:GetUser",
    "kms:ConnectKmsInstance",
    "kms:Deskrypt",
    "kms.Decrypt",
    "Decrypt",
    "",
    "kms:解密",
    "kms:**",
    "kms:D?scribeKey",
];

const OPERATORS: &[&str] = &[
    "StringEquals",
    "StringNotEquals",
    "StringLike",
    "StringNotLike",
    "StringEqualsIgnoreCase",
    "IpAddress",
    "NotIpAddress",
    "DateGreaterThan",
    "DateLessThan",
    "NumericEquals",
    "NumericLessThan",
    "NumericGreaterThan",
    "Bool",
    "stringequals",
    "StringEqual",
    "ForAnyValue:StringEquals",
    "StringEqualsIfExists",
    "Null",
    "",
];

const KEYS: &[&str] = &[
    "acs:SourceIp",
    "acs:SourceVpc",
    "acs:CurrentTime",
    "acs:SecureTransport",
    "acs:MFAPresent",
    "acs:VpcSourceIp",
    "kms:EncryptionContext:project",
    "kms:EncryptionContext:",
    "kms:tag/env",
    "kms:Tag",
    "acs:sourceip",
    "aws:SourceIp",
    "acs:SourceVPC",
    "acs:PrincipalTag",
    "kms:ViaService",
    "",
];

const VALUES: &[&str] = &[
    "10.0.0.0/8",
    "10.1.2.3/8",
    "192.168.0.0/16",
    "203.0.113.7",
    "0.0.0.0/0",
    "::/0",
    "2001:db8::/32",
    "256.0.0.1",
    "10.0.0.0/33",
    "vpc-bp1a2b3c",
    "vpc-*",
    "VPC-1",
    "2026-01-01T00:00:00Z",
    "2026-01-01T00:00:00+08:00",
    "2026-01-01",
    "2019-12-31T23:59:59Z",
    "true",
    "false",
    "True",
    "1",
    "1.50",
    "1e3",
    "-0",
    "99999999999999999999",
    "x",
    "*",
    "",
    "a*b?",
    "münchen",
    "\u{1f511}",
];

const ELEMENTS: &[&str] = &["Sid", "Effect", "Principal", "Action", "Resource", "Condition"];
const MISNAMED: &[&str] = &[
    "sid",
    "effect",
    "Principals",
    "Actions",
    "action",
    "NotAction",
    "NotPrincipal",
    "NotResource",
    "Conditions",
    "Id",
    "Comment",
    "Ressource",
    "",
];
const SCRAPS: &[&str] = &[
    "{", "}", "[", "]", ",", ":", "\"", "'", "\\", "//x\n", "/*x*/", "\\u12", "\\ud800", "nul", "true", "-",
    "0x1", "1e", "\u{feff}", "\t", "\r\n", "\0", "…", "\\q", "{}", "[[", "\u{2028}",
];

/// What is known beside the text; documents take them in turn.
pub(crate) fn contexts() -> Vec<Value> {
    let saved = text(&mut Random::new(7), "key");
    let around = json!({
        "res": {
            "instance": {"id": "kst-hzz1", "state": "Connected"},
            "key": {"usage": "ENCRYPT/DECRYPT", "spec": "Aliyun_AES_256", "origin": "Aliyun_KMS"},
            "policy_name": "default",
        },
        "me": {"principal": "acs:ram::1111222233334444:user/li.wei", "session": {"acs:SourceIp": "10.0.0.9"}},
        "dir": {"users": ["li.wei", "a"], "roles": ["KeyAdmin"]},
        "net": {"bound_vpcs": ["vpc-bp1a2b3c"], "quota": {"limit": 10, "used": 9}, "egress": "203.0.113.7"},
        "cfg": {"trustedAccounts": ["2222333344445555"], "disabled": ["KPL-X01"]},
        "clock": "2026-03-01T12:00:00Z",
    });
    vec![
        json!({"kind": "key", "owner": "1111222233334444"}),
        json!({"kind": "secret", "owner": "1111222233334444"}),
        json!({"kind": "key"}),
        json!({"kind": "key", "owner": "1111222233334444", "base": saved, "around": around}),
        json!({"kind": "secret", "owner": "2222333344445555", "base": "{", "around": around}),
    ]
}

/// The document of a place in the sequence that a seed stands for.
pub(crate) fn document(seed: u64, place: u64) -> Vec<u8> {
    let mut random = Random::new(seed ^ place.wrapping_mul(0xa076_1d64_78bd_642f));
    let kind = random.of(&["key", "secret"]);
    let mut bytes = text(&mut random, kind).into_bytes();
    if random.percent(25) {
        mangle(&mut random, &mut bytes);
    }
    bytes
}

fn text(random: &mut Random, kind: &str) -> String {
    let mut out = Writer { random, text: String::new() };
    out.policy(kind);
    out.text
}

/// Puts scraps in, takes bytes away, and copies ranges.
fn mangle(random: &mut Random, bytes: &mut Vec<u8>) {
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len() + 1);
        let end = (at + random.below(9)).min(bytes.len());
        match random.below(5) {
            0 => drop(bytes.drain(at..end)),
            1 => bytes.truncate(at.max(2)),
            2 => {
                let copied: Vec<u8> = bytes.get(at..end).unwrap_or_default().to_vec();
                let to = random.below(bytes.len() + 1);
                bytes.splice(to..to, copied);
            }
            3 => bytes.insert(at, random.of(&[0xff, 0xc3, 0x80, 0xf0, 0x7f])),
            _ => drop(bytes.splice(at..at, random.of(SCRAPS).bytes())),
        }
    }
}

struct Writer<'a> {
    random: &'a mut Random,
    text: String,
}

impl Writer<'_> {
    fn policy(&mut self, kind: &str) {
        let version = self.random.of(&["\"1\"", "\"1\"", "\"1\"", "1", "\"2012-10-17\"", "null"]);
        let _ = write!(self.text, "{{\"Version\":{version},");
        self.blank();
        self.text.push_str("\"Statement\":[");
        if self.random.percent(60) {
            let _ = write!(
                self.text,
                r#"{{"Sid":"kms default {kind} policy","Effect":"Allow","Principal":{{"RAM":["acs:ram::1111222233334444:*"]}},"Action":["kms:*"],"Resource":["*"]}},"#
            );
        }
        // Mostly few statements: a hundred thousand documents have to be read twice.
        let most = if self.random.percent(3) { 12 } else { 2 };
        for at in 0..=self.random.below(most) {
            if at > 0 {
                self.text.push(',');
            }
            self.blank();
            self.statement();
        }
        self.text.push_str("]}");
    }

    fn blank(&mut self) {
        let blank = self.random.of(&["", "", "", " ", "\n  ", "\r\n", "\t"]);
        self.text.push_str(blank);
    }

    fn statement(&mut self) {
        if self.random.percent(2) {
            return self.stray();
        }
        self.text.push('{');
        let mut first = true;
        for element in ELEMENTS {
            let times = match self.random.below(40) {
                0 => 0,
                1 => 2,
                _ => usize::from(*element != "Condition" || self.random.percent(50)),
            };
            for _ in 0..times {
                if !first {
                    self.text.push(',');
                }
                first = false;
                self.blank();
                let name = if self.random.percent(3) { self.random.of(MISNAMED) } else { element };
                self.quoted(name);
                self.text.push(':');
                if self.random.percent(3) {
                    self.stray();
                } else {
                    self.value(element);
                }
            }
        }
        self.text.push('}');
    }

    fn value(&mut self, element: &str) {
        match element {
            "Sid" => {
                let sid = self.random.of(&[
                    "a",
                    "a",
                    "b",
                    "",
                    "kms default key policy",
                    "a very long name of a statement",
                ]);
                self.quoted(sid);
            }
            "Effect" => {
                let effect = self.random.of(&["Allow", "Allow", "Allow", "Deny", "allow", "DENY", "Permit"]);
                self.quoted(effect);
            }
            "Principal" => {
                let name =
                    self.random.of(&["RAM", "RAM", "RAM", "RAM", "RAM", "RAM", "AWS", "Service", "ram"]);
                self.text.push('{');
                self.quoted(name);
                self.text.push(':');
                self.list(PRINCIPALS);
                self.text.push('}');
            }
            "Action" => self.list(ACTIONS),
            "Resource" => {
                self.list(&["*", "*", "*", "acs:kms:*:*:key/*", "acs:kms:cn-hangzhou:1111222233334444:key/x"])
            }
            _ => self.condition(),
        }
    }

    fn condition(&mut self) {
        self.text.push('{');
        for at in 0..=self.random.below(2) {
            if at > 0 {
                self.text.push(',');
            }
            let operator = self.random.of(OPERATORS);
            self.quoted(operator);
            self.text.push_str(":{");
            for at in 0..=self.random.below(2) {
                if at > 0 {
                    self.text.push(',');
                }
                let key = self.random.of(KEYS);
                self.quoted(key);
                self.text.push(':');
                self.list(VALUES);
            }
            self.text.push('}');
        }
        self.text.push('}');
    }

    fn list(&mut self, of: &[&str]) {
        if self.random.percent(15) {
            let alone = self.random.of(of);
            return self.quoted(alone);
        }
        self.text.push('[');
        for at in 0..self.random.below(4) {
            if at > 0 {
                self.text.push(',');
            }
            if self.random.percent(2) {
                self.stray();
            } else {
                let item = self.random.of(of);
                self.quoted(item);
            }
        }
        self.text.push(']');
    }

    /// A value that fits nowhere.
    fn stray(&mut self) {
        let value = self.random.of(&[
            "null",
            "true",
            "1",
            "-0.5e7",
            "\"*\"",
            "[]",
            "{}",
            "[[\"*\"]]",
            "{\"a\":{\"b\":[]}}",
        ]);
        self.text.push_str(value);
    }

    fn quoted(&mut self, text: &str) {
        self.text.push('"');
        for letter in text.chars() {
            if self.random.below(200) == 0 {
                let mut units = [0; 2];
                for unit in letter.encode_utf16(&mut units) {
                    let _ = write!(self.text, "\\u{unit:04x}");
                }
            } else {
                self.text.push(letter);
            }
        }
        self.text.push('"');
    }
}
