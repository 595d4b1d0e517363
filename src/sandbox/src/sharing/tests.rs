mod lists;
mod refusals;
mod use_cases;

use std::collections::BTreeMap;

use jiff::SignedDuration;
use kms_api::Product;
use serde_json::{Value, json};

use super::Sharing;
use crate::call::Call;
use crate::error::CloudError;
use crate::seed::Seed;
use crate::testing::{call, now};
use crate::world::World;

/// Somebody of each account who may share: at home, in the data account of the same company, at the partner's.
const HOME: &str = "li.wei";
const DATA: &str = "liu.yan@1192583047163511";
const PARTNER: &str = "ops@1385720946158274";
const HOME_ID: &str = "1147203918250263";
const DATA_ID: &str = "1192583047163511";
const PARTNER_ID: &str = "1385720946158274";

/// The default seed with a clock and fresh bits for each call.
struct Scene {
    world: World,
    calls: u8,
    minutes: i64,
}

impl Scene {
    fn new() -> Self {
        Self { world: World::seed(Seed::Default, now()), calls: 0, minutes: 0 }
    }

    fn call(&mut self, product: Product, who: &str, operation: &str, parameters: &[(&str, &str)]) -> Call {
        let mut call = call(product, operation, parameters);
        call.caller = self.world.caller(who).expect(who);
        call.now = now().checked_add(SignedDuration::from_mins(self.minutes)).unwrap();
        self.calls += 1;
        call.entropy = [self.calls; 32].into();
        call
    }

    fn ask(&mut self, who: &str, operation: &str, parameters: &[(&str, &str)]) -> Result<Value, CloudError> {
        let call = self.call(Product::ResourceSharing, who, operation, parameters);
        self.world.call(&call)
    }

    fn share(&mut self, who: &str, operation: &str, parameters: &[(&str, &str)]) -> Value {
        self.ask(who, operation, parameters)
            .unwrap_or_else(|error| panic!("{operation} {parameters:?}: {error}"))
    }

    /// Creates a share and returns its id.
    fn create(&mut self, who: &str, parameters: &[(&str, &str)]) -> String {
        let parameters: Vec<_> = [("ResourceShareName", "new")].iter().chain(parameters).copied().collect();
        let answer = self.share(who, "CreateResourceShare", &parameters);
        answer["ResourceShare"]["ResourceShareId"].as_str().unwrap().to_owned()
    }

    /// `AssociationStatus` by id of the entity.
    fn links(&mut self, who: &str, share: &str) -> BTreeMap<String, String> {
        let mut links = BTreeMap::new();
        for kind in ["Resource", "Target"] {
            let parameters = [("AssociationType", kind), ("ResourceShareIds.1", share)];
            let answer = self.share(who, "ListResourceShareAssociations", &parameters);
            for one in answer["ResourceShareAssociations"].as_array().unwrap() {
                let text = |member: &str| one[member].as_str().unwrap().to_owned();
                links.insert(text("EntityId"), text("AssociationStatus"));
            }
        }
        links
    }

    /// Id of a share of the seed.
    fn share_id(&self, name: &str) -> String {
        self.world.sharing.shares.iter().find(|share| share.name == name).expect(name).id.clone()
    }

    /// Id of an instance of the seed.
    fn instance_id(&self, name: &str) -> String {
        self.world.instances.all().iter().find(|instance| instance.name == name).expect(name).id.to_string()
    }

    /// Ids of a vSwitch of the seed and of its VPC.
    fn v_switch(&self, name: &str) -> (String, String) {
        let found = (0..).map_while(|at| self.world.network.v_switch_at(at)).find(|one| one.name == name);
        found.map(|one| (one.id.to_string(), one.vpc_id.to_string())).expect(name)
    }

    /// `ShareType` of a vSwitch as an account sees it; none when it does not.
    fn share_type(&mut self, who: &str, v_switch: &str) -> Option<String> {
        let parameters = [("RegionId", "cn-hangzhou"), ("VSwitchId", v_switch)];
        let call = self.call(Product::Vpc, who, "DescribeVSwitchAttributes", &parameters);
        Some(self.world.call(&call).ok()?["ShareType"].as_str().unwrap().to_owned())
    }

    /// Units of an instance in use.
    fn units(&mut self, instance: &str) -> i64 {
        let parameters = [("KmsInstanceId", instance), ("ResourceType", "vpc")];
        let call = self.call(Product::Kms, HOME, "GetKmsInstanceQuotaInfos", &parameters);
        self.world.call(&call).unwrap()["KmsInstanceQuotaInfos"][0]["UsedQuantity"].as_i64().unwrap()
    }

    fn set_quota(&mut self, instance: &str, quota: i64) {
        self.world.instances.get_mut(&instance.into()).unwrap().vpc_num = quota;
    }
}

#[test]
fn state_survives_json() {
    let mut scene = Scene::new();
    let edge = scene.instance_id("edge-signing");
    let parameters = [
        ("Resources.1.ResourceId", edge.as_str()),
        ("Resources.1.ResourceType", "KMSInstance"),
        ("Targets.1", DATA_ID),
    ];
    scene.create(HOME, &parameters);
    let share = scene.share_id("ledger-core");
    scene.share(HOME, "DeleteResourceShare", &[("ResourceShareId", &share)]);
    let sharing = &scene.world.sharing;
    let text = serde_json::to_string(sharing).unwrap();
    assert_eq!(serde_json::from_str::<Sharing>(&text).unwrap(), *sharing);
}

#[test]
fn the_management_account_switches_sharing_on() {
    let status = |scene: &mut Scene, who: &str| {
        scene.share(who, "CheckSharingWithResourceDirectoryStatus", &[])["EnableSharingWithRd"].clone()
    };
    let mut scene = Scene::new();
    scene.world.sharing.directory.shares = false;
    assert_eq!(status(&mut scene, HOME), json!(false));
    scene.share(HOME, "EnableSharingWithResourceDirectory", &[]);
    for (who, on) in [(HOME, true), (DATA, true), (PARTNER, false)] {
        assert_eq!(status(&mut scene, who), json!(on), "{who}");
    }
}
