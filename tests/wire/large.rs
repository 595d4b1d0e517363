//! The seed `large` through the whole chain: pages fit together, and no answer passes its limits.

use kms_api::operations::{instances::ListKmsInstances, vpcs::DescribeVSwitches};
use kms_gateway::Limits;
use kms_sandbox::Seed;
use kms_tests::{TestApp, TestCloud};
use std::collections::HashSet;

#[tokio::test]
async fn pages_of_a_large_account_fit_together() {
    let cloud = TestCloud::start_with(Seed::Large, Limits::default()).await;
    let app = TestApp::start(&cloud).await;
    let console = app.console();

    let mut instances = HashSet::new();
    for page_number in 1..=10 {
        let page = console.call(&ListKmsInstances { page_number, page_size: 100 }).await.unwrap();
        assert_eq!((page.total_count, page.kms_instances.kms_instance.len()), (1_000, 100));
        instances.extend(page.kms_instances.kms_instance.into_iter().map(|found| found.kms_instance_id));
    }
    assert_eq!(instances.len(), 1_000);

    let vpcs: HashSet<_> = console.vpcs().await.into_iter().map(|vpc| vpc.vpc_id).collect();
    assert_eq!(vpcs.len(), 10_000);

    // Of the 30,000 vSwitches some are other accounts' and not shared.
    let page = |page_number| DescribeVSwitches {
        region_id: "cn-hangzhou".into(),
        vpc_id: None,
        v_switch_id: None,
        page_number,
        page_size: 50,
    };
    let total = console.call(&page(1)).await.unwrap().total_count;
    assert!((29_000..=30_000).contains(&total), "{total}");
    let last = console.call(&page(total.div_ceil(50))).await.unwrap().v_switches.v_switch.len();
    assert_eq!(last, usize::try_from((total - 1) % 50 + 1).unwrap());
    assert!(console.call(&page(total.div_ceil(50) + 1)).await.unwrap().v_switches.v_switch.is_empty());
}
