//! What the audit is told of credentials, by commands and by the server alike: whose, for which service, which one, and how
//! far the user's count has come. Never the name of an account, which is the user's, as a record cannot be erased; never a value.

use super::{Account, CredentialRows, Handing, Head, Heads};
use crate::audit::{Class, Event};
use crate::runtime::principal::Principal;
use crate::runtime::store::StoreError;

/// What is done to a user's credentials.
pub fn event(action: &'static str, who: &Principal) -> Event {
    Event::new(Class::Credential, action, "user_credential", who.user()).with("user", who.user())
}

/// The same with how far the user's count has come. Each change has to be recorded with it: a store that was put back is
/// known by it.
#[must_use]
pub fn with_head(event: Event, head: &Head) -> Event {
    event.with("turn", head.turn).with("seal", head.seal.as_str())
}

/// The same with the credential that was changed.
#[must_use]
pub fn changed(event: Event, account: &Account, head: &Head) -> Event {
    with_head(event, head).with("credential", account.id.as_str()).with("service", account.service.as_str())
}

/// What one user's credentials were given to another for, whose they are now.
pub fn handed(from: &Principal, into: &Principal, handing: &Handing) -> [Event; 2] {
    let given = event("credential.hand_over", from).with("into", into.user());
    let taken = event("credential.hand_over", into).with("from", from.user());
    [with_head(given, &handing.left), with_head(taken, &handing.head)]
}

/// All that a user had was taken away with the user.
pub fn erased(who: &Principal, left: &Head) -> Event {
    with_head(event("credential.erase", who), left)
}

/// What is to be known of a user who goes: from then on there is nothing. None where there never was anything.
pub async fn left_by(
    rows: &dyn CredentialRows,
    heads: &Heads,
    who: &Principal,
) -> Result<Option<Head>, StoreError> {
    let known = heads.of(who.user()).map(|head| head.turn);
    let counted = rows.credentials(who).await?.tally.map(|tally| tally.turn);
    Ok(known.max(counted).map(Head::after))
}
