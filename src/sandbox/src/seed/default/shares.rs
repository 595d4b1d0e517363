//! Shares of the default seed: what stands in VPCs and instances, told as Resource Sharing tells it.

use jiff::Timestamp;
use kms_api::{AccountId, RegionId};

use super::instances;
use crate::seed::builder::{DATA, HANGZHOU, HOME, Numbers, PARTNER, account, days};
use crate::sharing::invitations::{Answer, Invitation};
use crate::sharing::{Link, LinkState, ResourceKind, Share, SharedResource, SharedTarget};
use crate::world::World;

/// A vSwitch of the partner that waits for an answer: VPC and vSwitch by name.
const OFFERED: (&str, &str) = ("partner-hub", "hub-internal");

/// A share to be.
struct Draft {
    name: String,
    owner: AccountId,
    resources: Vec<(ResourceKind, String)>,
    targets: Vec<AccountId>,
    state: LinkState,
    /// How many days ago it was made and last changed.
    days: (i64, i64),
}

/// Adds a share for every vSwitch and instance of the world that reaches another account.
pub(super) fn add(world: &mut World, now: Timestamp) {
    let mut drafts: Vec<Draft> = Vec::new();
    for owner in [DATA, PARTNER] {
        drafts.extend(of_vpcs(world, &account(owner)));
    }
    drafts.extend(instances::outside().map(|(id, name, outside)| Draft {
        name: format!("kms-{name}"),
        owner: account(HOME),
        resources: vec![(ResourceKind::KmsInstance, id.to_string())],
        targets: outside.iter().map(|digits| account(digits)).collect(),
        state: LinkState::Associated,
        days: (150, 150),
    }));
    for draft in drafts {
        draft.add(world, now);
    }
}

/// One share for each VPC with vSwitches that are, were or may soon be shared with the home account.
fn of_vpcs(world: &World, owner: &AccountId) -> Vec<Draft> {
    let network = &world.network;
    let home = account(HOME);
    let mut drafts = Vec::new();
    let visible = network.visible(owner, &RegionId::from(HANGZHOU));
    for vpc in visible.vpcs.iter().filter_map(|position| network.vpc_at(*position)) {
        let inside: Vec<_> =
            vpc.v_switches.iter().filter_map(|position| network.v_switch_at(*position)).collect();
        let kinds = [
            ("vpc", LinkState::Associated, (180, 180)),
            ("vpc", LinkState::Disassociated, (240, 35)),
            ("offer", LinkState::Associating, (2, 2)),
        ];
        for (word, state, days) in kinds {
            let wanted = inside.iter().filter(|v_switch| match state {
                LinkState::Associated => v_switch.shared_with.contains(&home),
                LinkState::Disassociated => v_switch.share_ended_with.contains(&home),
                LinkState::Associating => (vpc.name.as_str(), v_switch.name.as_str()) == OFFERED,
                LinkState::Failed(_) => false,
            });
            let resources: Vec<_> =
                wanted.map(|v_switch| (ResourceKind::VSwitch, v_switch.id.to_string())).collect();
            if !resources.is_empty() {
                let name = format!("{}-{word}", vpc.name);
                drafts.push(Draft {
                    name,
                    owner: owner.clone(),
                    resources,
                    targets: vec![home.clone()],
                    state,
                    days,
                });
            }
        }
    }
    drafts
}

impl Draft {
    fn add(self, world: &mut World, now: Timestamp) {
        let Self { name, owner, resources, targets, state, days: (made, changed) } = self;
        let id = format!("rs-{}", random(&[owner.as_str(), &name], 12));
        let (created, updated) = (days(now, -made), days(now, -changed));
        let link = |state| Link { state, created, updated };
        let directory = &world.sharing.directory;
        let is_external = |target: &AccountId| !(directory.has(&owner) && directory.has(target));
        let external: Vec<AccountId> = targets.iter().filter(|target| is_external(target)).cloned().collect();
        let deleted = state == LinkState::Disassociated;
        // The target of an offer waits; the resource is in the share already.
        let of_resources = if state == LinkState::Associating { LinkState::Associated } else { state };
        let permission = match resources.first() {
            Some((ResourceKind::KmsInstance, _)) => "AliyunRSDefaultPermissionKMSInstance",
            _ => "AliyunRSDefaultPermissionVSwitch",
        };
        let share = Share {
            id: id.clone(),
            name,
            owner: owner.clone(),
            region: RegionId::from(HANGZHOU),
            allows_external: !external.is_empty(),
            deleted,
            created,
            updated,
            permissions: vec![permission.to_owned()],
            resources: resources
                .into_iter()
                .map(|(kind, id)| SharedResource { kind, id, link: link(of_resources) })
                .collect(),
            targets: targets
                .into_iter()
                .map(|account| {
                    let external = external.contains(&account);
                    SharedTarget { account, external, link: link(state) }
                })
                .collect(),
        };
        world.sharing.shares.push(share);
        for receiver in external {
            world.sharing.invitations.push(Invitation {
                id: format!("i-{}", random(&[&id, receiver.as_str()], 16)),
                share: id.clone(),
                sender: owner.clone(),
                receiver,
                created,
                answer: (state != LinkState::Associating).then_some(Answer::Accepted),
            });
        }
    }
}

fn random(texts: &[&str], count: usize) -> String {
    Numbers::from_texts(texts).letters(count)
}
