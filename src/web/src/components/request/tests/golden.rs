//! Whole texts, each in a file of its own beside its call in `testdata/request`. The Python and Rust programs among
//! them are run against the simulated cloud by `tests/sdk` and `tests/wire`.
//!
//! With `KMSC_WRITE_TESTDATA` set, the files are written instead of compared.

use std::path::Path;
use std::{env, fs};

use kms_api::{Parameters, Product};
use serde::Deserialize;

use crate::components::request::call::{Call, Unwritable};
use crate::components::request::form::Form;
use crate::components::request::quote::Shell;

const FILES: [(&str, Form); 8] = [
    ("decoded.txt", Form::Decoded),
    ("encoded.txt", Form::Encoded),
    ("aliyun.sh", Form::Command(Shell::Posix)),
    ("aliyun.ps1", Form::Command(Shell::PowerShell)),
    ("aliyun.cmd.txt", Form::Command(Shell::Cmd)),
    ("main.tf", Form::Terraform),
    ("program.py", Form::Python),
    ("program.rs", Form::Rust),
];

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Given {
    product: Product,
    operation: String,
    region: String,
    parameters: Parameters,
}

fn check(case: &str, without: &[(Form, Unwritable)]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/request").join(case);
    let given: Given = serde_json::from_str(&fs::read_to_string(folder.join("call.json")).unwrap()).unwrap();
    let call = Call {
        product: given.product,
        operation: &given.operation,
        region: &given.region,
        parameters: &given.parameters,
    };
    for (file, form) in FILES {
        let expected = without.iter().find(|(other, _)| *other == form).map(|(_, why)| *why);
        let path = folder.join(file);
        match (form.write(&call), expected) {
            (Ok(written), None) => {
                // Files end in a line break, which texts to copy need not.
                let written = format!("{}\n", written.trim_end_matches('\n'));
                if env::var_os("KMSC_WRITE_TESTDATA").is_some() {
                    fs::write(&path, &written).unwrap();
                }
                assert_eq!(written, fs::read_to_string(&path).unwrap_or_default(), "{}", path.display());
            }
            (written, expected) => assert_eq!(written.err(), expected, "{case} as {form:?}"),
        }
    }
}

#[test]
fn whole_texts() {
    check("bind-vpcs", &[]);
    check("key-policy", &[]);
    check("secret-policy", &[]);
    check("hostile", &[(Form::Terraform, Unwritable::NoResource)]);
}
