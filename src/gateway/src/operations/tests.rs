use super::*;

const PAGE: &str = include_str!("../../../../docs/SANDBOX-DIFFERENCES.md");

/// The table of the page, as it must be.
fn table() -> String {
    let mut out = String::from("| product | simulated | known, but not simulated |\n|---|---|---|\n");
    for product in Product::ALL {
        let cell = |simulated| {
            let names = names(product, simulated);
            let names = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>();
            if names.is_empty() { "none".to_owned() } else { names.join(", ") }
        };
        let _ = writeln!(out, "| {} | {} | {} |", product.as_str(), cell(true), cell(false));
    }
    out
}

#[test]
fn the_page_lists_what_is_simulated() {
    let (_, rest) = PAGE.split_once("<!-- operations -->\n").expect("the mark before the table");
    let (found, _) = rest.split_once("<!-- end of operations -->").expect("the mark after the table");
    assert_eq!(found, table(), "docs/SANDBOX-DIFFERENCES.md must have this table:\n{}", table());
}

#[test]
fn the_list_names_every_operation_once() {
    let text = list();
    for known in operations() {
        let line = format!("  {} {}\n", known.product.as_str(), known.name);
        assert_eq!(text.matches(&line).count(), 1, "{line}");
    }
    let all: Vec<_> = operations().into_iter().map(|known| (known.product, known.name)).collect();
    for simulated in kms_sandbox::simulated_operations() {
        assert!(all.contains(&simulated), "{simulated:?} is not in the catalogue");
    }
}
