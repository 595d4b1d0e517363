//! Parts of the app that the first page does without. In the finished build each lies in a file of its own, which
//! arrives when it is needed or when the browser has nothing else to do; in a development build all of it is there.
//!
//! A part gives the function that builds its view, and not the view: views are built inside their owner, where
//! the shared state is in reach.

use std::cell::RefCell;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;

use crate::bindings::{after_render, focus_selector, later_styles};
use crate::frame::account::AccountFacts;
use crate::frame::call_bar::CallDrawer;
use crate::frame::messages::ToastList;
use crate::frame::region_panel::RegionPanel;
use crate::frame::shortcuts::Help;
use crate::frame::use_frame;
use crate::i18n::{k, t};
use crate::pages::instances::detail::InstancePage;
use crate::pages::not_found::NotFoundPage;
use crate::pages::policy::editor::PolicyEditorPage;
use crate::pages::regions::RegionsPage;
use crate::pages::resources::ResourcesPage;
use crate::ui::dialog::Dialog;
use crate::ui::menu::entries::MenuEntries;
use crate::ui::view::view;
use crate::ui::{glyph, icon};

/// Builds the view of a part that lies in a file.
type Make = fn(Part) -> AnyView;

/// A file of the finished build could not be loaded.
#[derive(Clone, Copy, Debug)]
struct NotLoaded;

impl From<SplitLoaderError> for NotLoaded {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

/// `file => make` puts the code that only `make` needs into that file; what several files need and the first page does
/// not becomes a file that is loaded with each of them.
macro_rules! files {
    ($($file:ident => $make:expr;)*) => {$(
        #[cfg(feature = "split")]
        #[::leptos::wasm_split::wasm_split($file, wasm_split_path = ::leptos::wasm_split, fallible)]
        fn $file() -> Result<Make, NotLoaded> {
            Ok($make)
        }

        #[cfg(not(feature = "split"))]
        async fn $file() -> Result<Make, NotLoaded> {
            Ok($make)
        }
    )*};
}

files! {
    instance => |_| view! { <InstancePage/> };
    resources => |_| view! { <ResourcesPage/> };
    policy_editor => |_| view! { <PolicyEditorPage/> };
    extras => |part| match part {
        Part::Instance | Part::Resources | Part::PolicyEditor => ().into_any(),
        Part::Regions => view! { <RegionsPage/> },
        Part::CallDrawer => view! { <CallDrawer/> },
        Part::Help => view! { <Help/> },
        Part::Menu => view! { <MenuEntries/> },
        Part::RegionPanel => view! { <RegionPanel/> },
        Part::AccountFacts => view! { <AccountFacts/> },
        Part::Toasts => view! { <ToastList/> },
        Part::NotFound => view! { <NotFoundPage/> },
    };
}

/// What can be loaded later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// One instance with its tabs and the Configure VPC panel.
    Instance,
    /// Keys and secrets: the lists, and one of them with its tabs.
    Resources,
    /// The editor of policies.
    PolicyEditor,
    /// The list of regions.
    Regions,
    /// The calls of this visit.
    CallDrawer,
    /// The list of keys.
    Help,
    /// What stands in a menu.
    Menu,
    /// The regions to choose from.
    RegionPanel,
    /// The account and who calls.
    AccountFacts,
    /// The short messages.
    Toasts,
    /// An address that is none.
    NotFound,
}

/// Where parts lie.
#[derive(Clone, Copy, Debug)]
enum File {
    Instance,
    Extras,
    Resources,
    PolicyEditor,
}

thread_local! {
    /// By [`File`].
    static LOADED: RefCell<[Option<Make>; 4]> = const { RefCell::new([None; 4]) };
}

fn file_of(part: Part) -> File {
    match part {
        Part::Instance => File::Instance,
        Part::Resources => File::Resources,
        Part::PolicyEditor => File::PolicyEditor,
        _ => File::Extras,
    }
}

fn loaded(file: File) -> Option<Make> {
    LOADED.with_borrow(|all| all.get(file as usize).copied().flatten())
}

/// A failure is not remembered: the next call tries again.
async fn load(file: File) -> Result<Make, NotLoaded> {
    if let Some(make) = loaded(file) {
        return Ok(make);
    }
    later_styles().await.map_err(|_| NotLoaded)?;
    let make = match file {
        File::Instance => instance().await,
        File::Extras => extras().await,
        File::Resources => resources().await,
        File::PolicyEditor => policy_editor().await,
    }?;
    LOADED.with_borrow_mut(|all| {
        if let Some(slot) = all.get_mut(file as usize) {
            *slot = Some(make);
        }
    });
    Ok(make)
}

/// Loads the files but for the editor, one after the other, as soon as the browser has nothing else to do. Where
/// browsers know no idle time, each file is loaded when it is needed.
pub fn load_when_idle() {
    request_idle_callback(|| {
        spawn_local(async {
            for file in [File::Extras, File::Instance, File::Resources] {
                if load(file).await.is_err() {
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
        let outcome = load(file_of(part)).await;
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

/// A part that is loaded when it is wanted, which is at once.
#[component]
pub fn LazyPart(
    /// The part.
    part: Part,
    /// Class of the box that stands in its place meanwhile.
    place: &'static str,
) -> impl IntoView {
    let progress = Progress::new(loaded(file_of(part)).map(Ok));
    if progress.with_untracked(Option::is_none) {
        start(part, progress);
    }
    let frame = use_frame();
    move || match progress.get() {
        Some(Ok(make)) => {
            if frame.heading_wanted.get_value() {
                frame.heading_wanted.set_value(false);
                after_render(|| {
                    focus_selector("#content h1");
                });
            }
            make(part)
        }
        Some(Err(NotLoaded)) => view! { <div class=place>{failure(part, progress)}</div> },
        None => view! {
            <div class=place aria-busy="true">
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
        Ok(make) => Some(make(part)),
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
