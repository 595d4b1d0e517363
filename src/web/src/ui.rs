//! Parts that know nothing of KMS, of addresses or of calls.

pub mod code_editor;
pub mod dialog;
pub mod fold;
pub mod icon;
pub mod listbox;
pub mod menu;
pub mod popover;
pub mod segmented;
pub mod tabs;
pub mod view;
pub mod virtual_list;

pub use icon::{glyph, icon, icon_sized};
