//! What the first page does without and outlives a screen all the same: made when it is first asked for, by region.

use std::cell::RefCell;
use std::collections::HashMap;
use std::thread::LocalKey;

use kms_api::RegionId;

use super::App;

/// One of a kind for each region.
pub type Kept<T> = LocalKey<RefCell<HashMap<RegionId, T>>>;

/// The one of a region; its signals belong to the app and not to the screen that asks first.
pub fn kept<T: Copy>(
    all: &'static Kept<T>,
    app: App,
    region: &RegionId,
    make: impl FnOnce(App, &RegionId) -> T,
) -> T {
    if let Some(known) = all.with_borrow(|all| all.get(region).copied()) {
        return known;
    }
    let made = app.owner().with(|| make(app, region));
    all.with_borrow_mut(|all| all.insert(region.clone(), made));
    made
}
