//! The Configure VPC panel and the vSwitch dialog on top of it.

pub mod add_by_id;
pub mod available;
pub mod foot;
pub mod habits;
pub mod leave;
pub mod panel;
pub mod plan;
pub mod propose;
pub mod save;
pub mod selected;
pub mod selection;
pub mod strip;
pub mod v_switch;
pub mod v_switch_group;
