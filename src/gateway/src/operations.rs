//! What the simulated cloud carries out, and what it only knows by name.

use std::fmt::Write as _;

use kms_api::{Product, catalog};

/// One operation of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Owner.
    pub product: Product,
    /// The cloud's name.
    pub name: &'static str,
    /// Whether it is carried out; else it answers 501 `OperationNotSimulated`.
    pub simulated: bool,
}

/// Every operation of the catalogue, by product in the order of [`Product::ALL`], then by name.
pub fn operations() -> Vec<Known> {
    let mut all: Vec<Known> = catalog::operations()
        .iter()
        .map(|spec| Known {
            product: spec.product,
            name: &spec.name,
            simulated: kms_sandbox::simulated_operations().any(|known| known == (spec.product, &spec.name)),
        })
        .collect();
    all.sort_by_key(|known| (known.product, known.name));
    all
}

/// Both lists for a person, one product after the other.
pub fn list() -> String {
    let mut out = String::new();
    for (simulated, title) in
        [(true, "Simulated"), (false, "Known, but not simulated (501 OperationNotSimulated)")]
    {
        let _ = writeln!(out, "{title}:");
        for product in Product::ALL {
            for name in names(product, simulated) {
                let _ = writeln!(out, "  {} {name}", product.as_str());
            }
        }
    }
    out
}

fn names(product: Product, simulated: bool) -> Vec<&'static str> {
    let all = operations().into_iter();
    all.filter(|known| known.product == product && known.simulated == simulated)
        .map(|known| known.name)
        .collect()
}

#[cfg(test)]
mod tests;
