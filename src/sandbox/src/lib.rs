//! The simulated cloud: a pure world of instances, VPCs and accounts. Knows no HTTP.
