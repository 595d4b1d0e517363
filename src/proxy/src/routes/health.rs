//! `GET healthz`: the process answers. It does not ask the cloud, whose troubles no restart would heal.

pub(crate) async fn healthz() -> &'static str {
    "ok\n"
}
