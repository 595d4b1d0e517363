//! Parts that know KMS: states, quotas, ids, times, errors.

pub mod copy;
pub mod error_view;
pub mod facts;
pub mod list_head;
pub mod loaded;
pub mod menus;
pub mod meter;
pub mod object_head;
pub mod pager;
pub mod request;
pub mod status;
pub mod time;
