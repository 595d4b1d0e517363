use super::{insert, remove, remove_all};
use crate::text::{NodeId, Tree, apply};

fn items(tree: &Tree) -> (NodeId, Vec<NodeId>) {
    let root = tree.root().expect("a root");
    (root, tree.children(root).to_vec())
}

#[test]
fn removing_leaves_the_rest() {
    for (text, places, expected) in [
        (r#"["a", "b", "c"]"#, &[1][..], r#"["a", "c"]"#),
        (r#"["a", "b", "c"]"#, &[2], r#"["a", "b"]"#),
        (r#"["a", "b", "c"]"#, &[1, 2], r#"["a"]"#),
        (r#"["a", "b", "c"]"#, &[0, 1, 2], "[]"),
        (r#"["a", "b", "c", "d"]"#, &[0, 2], r#"["b", "d"]"#),
        ("[\n  \"a\",\n  \"b\"\n]", &[1], "[\n  \"a\"\n]"),
        ("[\n  \"a\",\n  \"b\"\n]", &[0], "[\n  \"b\"\n]"),
        (r#"{"a":1,"b":2}"#, &[0], r#"{"b":2}"#),
    ] {
        let tree = Tree::parse(text);
        let (root, children) = items(&tree);
        let nodes: Vec<_> = places.iter().map(|place| children[*place]).collect();
        let edits = remove_all(&tree, root, &nodes);
        assert_eq!(String::from_utf8_lossy(&apply(text.as_bytes(), &edits)), expected, "{text}");
        if let [one] = nodes[..] {
            assert_eq!(edits, [remove(&tree, one)]);
        }
    }
}

#[test]
fn inserting_follows_the_neighbours() {
    for (text, place, expected) in [
        ("[]", 0, "[9]"),
        ("[1]", 9, "[1,9]"),
        ("[1, 2]", 9, "[1, 2, 9]"),
        ("[1, 2]", 0, "[9, 1, 2]"),
        ("[1, 2]", 1, "[1, 9, 2]"),
        ("[\n  1\n]", 9, "[\n  1,\n  9\n]"),
        ("[\n  1\n]", 0, "[\n  9,\n  1\n]"),
        ("[1,]", 9, "[1,9]"),
    ] {
        let tree = Tree::parse(text);
        let edit = insert(&tree, tree.root().expect("a root"), place, "9");
        assert_eq!(String::from_utf8_lossy(&apply(text.as_bytes(), &[edit])), expected, "{text} {place}");
    }
}
