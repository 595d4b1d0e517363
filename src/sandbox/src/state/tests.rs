use super::*;
use crate::seed::Seed;
use crate::testing::now;

#[test]
fn a_world_comes_back_as_it_was() {
    for seed in [Seed::Default, Seed::Large] {
        let mut world = World::seed(seed, now());
        world.add_access_key("LTAI-kept", "secret", "li.wei").unwrap();
        world.faults().add("throttle on GetKeyPolicy after 3 times 2".parse().unwrap());
        let text = world.save().unwrap();
        let back = World::restore(&text).unwrap();
        assert!(back == world, "{seed}");
    }
}

#[test]
fn other_texts_are_refused() {
    let good = World::seed(Seed::Default, now()).save().unwrap();
    let text = String::from_utf8(good.clone()).unwrap();
    for (text, part) in [
        (String::new(), "cannot be read"),
        ("{}".to_owned(), "cannot be read"),
        (text.replacen("\"format\":1", "\"format\":2", 1), "has format 2"),
        (text.chars().take(text.len() / 2).collect(), "cannot be read"),
        (text.replacen("\"world\"", "\"earth\"", 1), "cannot be read"),
    ] {
        let error = World::restore(text.as_bytes()).expect_err(part).to_string();
        assert!(error.contains(part), "{error}");
    }
}
