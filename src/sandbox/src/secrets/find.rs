//! Which secret a call is about: by name or ARN.

use crate::authorize::Target;
use crate::call::Call;
use crate::error::CloudError;
use crate::parameters::required;
use crate::policy::Keys;
use crate::secrets::Secret;
use crate::world::World;

/// `acs:kms:<region>:<account>:secret/<name>`.
pub(crate) fn secret_arn(secret: &Secret) -> String {
    format!("acs:kms:{}:{}:secret/{}", secret.region, secret.owner, secret.name)
}

/// The ARN that a name has in the caller's account and the region of the call. Nobody's secret need have it.
pub(super) fn arn_of_name(call: &Call, name: &str) -> String {
    format!("acs:kms:{}:{}:secret/{name}", call.region, call.caller.account)
}

/// What a call about the secret in the parameter `SecretName` needs permission for.
pub(super) fn on_secret(world: &World, call: &Call) -> Result<Target, CloudError> {
    Ok(target(world.named_secret(call)?))
}

/// A secret as something that permission is needed for.
pub(super) fn target(secret: &Secret) -> Target {
    let policy = secret.policy.as_ref().filter(|_| secret.instance.is_some());
    let policy = policy.and_then(|policy| policy.document());
    Target { arn: secret_arn(secret), owner: secret.owner.clone(), policy, keys: Keys::default() }
}

impl World {
    /// The secret that a text names in a call: a name of the caller's account, or the ARN of any secret in the region.
    pub(crate) fn secret(&self, call: &Call, text: &str) -> Option<&Secret> {
        // No name has a colon, so an ARN is never taken for one.
        let found = if text.starts_with("acs:") {
            self.secrets.get(text)
        } else {
            self.secrets.get(&arn_of_name(call, text))
        };
        found.filter(|secret| secret.region == call.region)
    }

    /// The secret of the parameter `SecretName`.
    ///
    /// # Errors
    /// `Forbidden.ResourceNotFound`.
    pub(super) fn named_secret(&self, call: &Call) -> Result<&Secret, CloudError> {
        self.secret(call, required(call, "SecretName")?)
            .ok_or_else(|| CloudError::secret_not_found(&call.operation))
    }
}
