#[test]
fn every_guess_is_told_to_users() {
    let page = include_str!("../../../../docs/SANDBOX-DIFFERENCES.md");
    let source = include_str!("../guesses.rs");
    let names: Vec<&str> =
        source.lines().filter_map(|line| line.strip_prefix("pub const ")?.split(':').next()).collect();
    assert!(names.len() > 5, "the constants are not found any more");
    let untold: Vec<&&str> = names.iter().filter(|name| !page.contains(&format!("`{name}`"))).collect();
    assert_eq!(untold, Vec::<&&str>::new());
    let named = page.split('`').skip(1).step_by(2);
    let gone: Vec<&str> = named
        .filter(|word| {
            word.len() > 8 && word.contains('_') && word.chars().all(|c| c.is_ascii_uppercase() || c == '_')
        })
        .filter(|word| !names.contains(word))
        .collect();
    assert_eq!(gone, Vec::<&str>::new(), "the page names constants that do not exist");
}
