//! Names of the catalogue, with the nearest ones for those that are not in it.

use anyhow::{Result, anyhow};
use kms_api::{
    Parameters, Product,
    catalog::{self, OperationSpec},
};

/// Names that an error proposes.
const PROPOSALS: usize = 3;
/// Likeness from which a name is proposed; 1 is the same.
const LIKENESS: f64 = 0.8;

/// Parameters that carry a secret to the cloud.
const SECRET_PARAMETERS: [&str; 3] = ["SecretData", "Plaintext", "Password"];

/// The operation of this name.
///
/// # Errors
/// No product has it, or several have and none is named.
pub(super) fn operation(name: &str, product: Option<&str>) -> Result<&'static OperationSpec> {
    let product = product.map(find_product).transpose()?;
    let of_product = |spec: &&OperationSpec| product.is_none_or(|product| spec.product == product);
    let named: Vec<_> =
        catalog::operations().iter().filter(of_product).filter(|spec| spec.name == name).collect();
    match named.as_slice() {
        [spec] => Ok(spec),
        [] => {
            let names = catalog::operations().iter().filter(of_product).map(|spec| spec.name.as_str());
            let of = product.map(|product| format!(" of {}", product.as_str())).unwrap_or_default();
            Err(anyhow!("cannot find operation `{name}`{of}{}", proposals(name, names)))
        }
        several => {
            let options: Vec<String> =
                several.iter().map(|spec| format!("--product {}", spec.product.as_str())).collect();
            Err(anyhow!("cannot tell which {name} is meant: say {}", options.join(" or ")))
        }
    }
}

fn find_product(name: &str) -> Result<Product> {
    let found = Product::ALL.into_iter().find(|product| product.as_str().eq_ignore_ascii_case(name));
    found.ok_or_else(|| {
        let names = Product::ALL.map(Product::as_str).join(", ");
        anyhow!("cannot find product `{name}`: there are {names}")
    })
}

/// The error for a parameter that the operation does not have.
pub(super) fn unknown_parameter(spec: &OperationSpec, name: &str) -> anyhow::Error {
    let names: Vec<&str> = spec.request.iter().map(|param| param.name.as_str()).collect();
    let hint = match names.as_slice() {
        [] => ", it has none".to_owned(),
        names => match proposals(name, names.iter().copied()) {
            hint if hint.is_empty() => format!(", it has {}", names.join(", ")),
            hint => hint,
        },
    };
    anyhow!("{} has no parameter `{name}`{hint}", spec.name)
}

/// Whether secrets go either way.
pub(super) fn is_sensitive(spec: &OperationSpec, parameters: &Parameters) -> bool {
    spec.sensitive_response || SECRET_PARAMETERS.iter().any(|name| parameters.contains_key(*name))
}

/// `, did you mean A or B?`, or nothing when no name is near.
fn proposals<'a>(given: &str, names: impl Iterator<Item = &'a str>) -> String {
    let lower = given.to_ascii_lowercase();
    let mut near: Vec<(f64, &str)> = names
        .map(|name| (strsim::jaro_winkler(&lower, &name.to_ascii_lowercase()), name))
        .filter(|(likeness, _)| *likeness >= LIKENESS)
        .collect();
    near.sort_by(|(a, left), (b, right)| b.total_cmp(a).then_with(|| left.cmp(right)));
    near.dedup_by_key(|(_, name)| *name);
    let names: Vec<&str> = near.into_iter().take(PROPOSALS).map(|(_, name)| name).collect();
    if names.is_empty() { String::new() } else { format!(", did you mean {}?", names.join(" or ")) }
}
