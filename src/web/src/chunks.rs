//! Parts of the app that the first page does without. In the finished build each lies in a file of its own, which
//! arrives when it is needed or when the browser has nothing else to do; in a development build all of it is there.
//!
//! A part gives the function that builds its view, and not the view: views are built inside their owner, where
//! the shared state is in reach.

use std::cell::RefCell;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;

use crate::frame::call_bar::CallDrawer;
use crate::frame::shortcuts::Help;
use crate::i18n::{k, t};
use crate::pages::instances::detail::InstancePage;
use crate::pages::regions::RegionsPage;
use crate::ui::dialog::Dialog;
use crate::ui::view::view;
use crate::ui::{glyph, icon};

/// Builds the view of a part.
type Make = fn() -> AnyView;

/// A file of the finished build could not be loaded.
#[derive(Clone, Copy, Debug)]
struct NotLoaded;

impl From<SplitLoaderError> for NotLoaded {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

/// `chunk: part => view` puts the code that only `view` needs into the file of `chunk`; what several chunks need and
/// the first page does not becomes a file that is loaded with each of them.
macro_rules! parts {
    ($($chunk:ident: $part:ident => $view:expr;)*) => {$(
        #[cfg(feature = "split")]
        #[::leptos::wasm_split::wasm_split($chunk, wasm_split_path = ::leptos::wasm_split, fallible)]
        fn $part() -> Result<Make, NotLoaded> {
            Ok(|| $view)
        }

        #[cfg(not(feature = "split"))]
        async fn $part() -> Result<Make, NotLoaded> {
            Ok(|| $view)
        }
    )*};
}

parts! {
    instance: instance_page => view! { <InstancePage/> };
    extras: regions_page => view! { <RegionsPage/> };
    extras: call_drawer => view! { <CallDrawer/> };
    extras: help => view! { <Help/> };
}

/// What can be loaded later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// One instance with its tabs and the Configure VPC panel.
    Instance,
    /// The list of regions.
    Regions,
    /// The calls of this visit.
    CallDrawer,
    /// The list of keys.
    Help,
}

impl Part {
    /// In the order in which the browser fetches them ahead.
    const ALL: [Self; 4] = [Self::Instance, Self::CallDrawer, Self::Help, Self::Regions];
}

thread_local! {
    static LOADED: RefCell<Vec<(Part, Make)>> = const { RefCell::new(Vec::new()) };
}

fn loaded(part: Part) -> Option<Make> {
    LOADED.with_borrow(|all| all.iter().find(|(one, _)| *one == part).map(|(_, make)| *make))
}

/// A failure is not remembered: the next call tries again.
async fn load(part: Part) -> Result<Make, NotLoaded> {
    if let Some(make) = loaded(part) {
        return Ok(make);
    }
    let make = match part {
        Part::Instance => instance_page().await,
        Part::Regions => regions_page().await,
        Part::CallDrawer => call_drawer().await,
        Part::Help => help().await,
    }?;
    LOADED.with_borrow_mut(|all| all.push((part, make)));
    Ok(make)
}

/// Loads everything, one part after the other, as soon as the browser has nothing else to do. Where browsers know no
/// idle time, each part is loaded when it is needed.
pub fn load_when_idle() {
    request_idle_callback(|| {
        spawn_local(async {
            for part in Part::ALL {
                if load(part).await.is_err() {
                    break;
                }
            }
        });
    });
}

/// Where a part is on its way into the page: nothing while it is loaded.
type Progress = RwSignal<Option<Result<Make, NotLoaded>>>;

fn start(part: Part, progress: Progress) {
    spawn_local(async move {
        let outcome = load(part).await;
        // The reader may have gone elsewhere meanwhile.
        progress.try_set(Some(outcome));
    });
}

/// What went wrong, with Try again.
fn failure(part: Part, progress: Progress) -> AnyView {
    let retry = move || {
        progress.set(None);
        start(part, progress);
    };
    view! {
        <div class="state-view" data-kind="error" role="alert">
            {glyph("state-error", "error")}
            <div class="state-view__body">
                <div>
                    <h2 class="state-view__title">{t(k::frame::PART_FAILED)}</h2>
                    <p class="state-view__text">{t(k::frame::PART_FAILED_WHY)}</p>
                </div>
                <div class="state-view__actions">
                    <button class="button" type="button" on:click=move |_| retry()>
                        {icon("refresh")}
                        {t(k::common::TRY_AGAIN)}
                    </button>
                </div>
            </div>
        </div>
    }
}

/// A page that is loaded when it is opened.
#[component]
pub fn LazyPage(
    /// The page.
    part: Part,
) -> impl IntoView {
    let progress = Progress::new(loaded(part).map(Ok));
    if progress.with_untracked(Option::is_none) {
        start(part, progress);
    }
    move || match progress.get() {
        Some(Ok(make)) => make(),
        Some(Err(NotLoaded)) => view! { <div class="page__body">{failure(part, progress)}</div> },
        None => view! {
            <div class="page__body" aria-busy="true">
                <span class="skeleton" data-width="long"></span>
                <span class="skeleton"></span>
                <span class="skeleton" data-width="short"></span>
            </div>
        },
    }
}

/// A part above the page that shows itself while `open` is true.
#[component]
pub fn LazyOverlay(
    /// The part.
    part: Part,
    /// Whether it is wanted.
    open: RwSignal<bool>,
) -> impl IntoView {
    let progress = Progress::new(None);
    // Loading is no value, so it is an effect.
    Effect::new(move |_| {
        if open.get() && progress.with_untracked(Option::is_none) {
            start(part, progress);
        }
    });
    move || match progress.get()? {
        Ok(make) => Some(make()),
        Err(NotLoaded) => {
            // The next opening begins anew.
            let close = move |()| {
                open.set(false);
                progress.set(None);
            };
            Some(view! {
                <Dialog
                    title=Signal::derive(t(k::common::MESSAGES))
                    id="part-failed-title"
                    on_close=close
                    close_label=Signal::derive(t(k::common::CLOSE))
                >
                    <div class="dialog__body">{failure(part, progress)}</div>
                </Dialog>
            })
        }
    }
}
