//! `/`: opens the instances of the last region.

use leptos::prelude::*;

use crate::app::use_go;
use crate::frame::nav::use_region;
use crate::paths;

/// Moves on to the instances.
#[component]
pub fn StartPage() -> impl IntoView {
    let (go, region) = (use_go(), use_region());
    // Moving on is no rendering, so it is an effect.
    Effect::new(move |_| go.replace(&paths::instances(&region.get_untracked())));
}
