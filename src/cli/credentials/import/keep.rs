//! Keeping what comes, or saying what would become of it.

use super::super::{Desk, event, failure, with_head};
use super::lines::{Coming, Line};
use crate::cli::context::Context;
use crate::cli::store::NO_STORE;
use crate::cli::users;
use crate::cli::wait::in_tokio;
use crate::output::{ExitCode, Failure};
use crate::runtime::credentials::{CredentialError, Taken, would_take_alone};
use crate::runtime::principal::Principal;
use crate::runtime::store::{User, UserError, Users as _, may_have};

/// Keeps what comes, one user after the other. Killed between two, the same again does the rest.
pub(super) fn take(context: &mut Context, coming: Vec<Coming>) -> Result<Vec<Line>, Failure> {
    let desk = Desk::make(context)?;
    let mut trail = context.trail(&desk.at)?;
    let mut lines = Vec::new();
    for one in coming {
        let who = match met(context, &desk, &one)? {
            Ok(who) => who,
            Err(why) => {
                lines.extend(one.failed(&why));
                continue;
            }
        };
        match in_tokio(async { Ok(desk.keeper.take_in(&who, one.incoming()).await) })? {
            Ok((taken, head)) => {
                if let Some(head) = head {
                    trail.commit(&with_head(event("credential.imported", &who), &head))?;
                }
                lines.extend(one.ended(&taken));
            }
            Err(error) => lines.extend(one.failed(&of_one_user(&error)?)),
        }
    }
    Ok(lines)
}

/// What would become of them: the same refusals, and nothing is written.
pub(super) fn look(context: &mut Context, coming: &[Coming]) -> Result<Vec<Line>, Failure> {
    let desk = match Desk::open(context) {
        Ok(desk) => Some(desk),
        Err(none) if none.code() == NO_STORE => None,
        Err(other) => return Err(other),
    };
    let mut lines = Vec::new();
    for one in coming {
        lines.extend(match would_become(context, desk.as_ref(), one)? {
            Ok(taken) => one.ended(&taken),
            Err(why) => one.failed(&why),
        });
    }
    Ok(lines)
}

fn would_become(
    context: &Context,
    desk: Option<&Desk>,
    one: &Coming,
) -> Result<Result<Vec<Taken>, String>, Failure> {
    let found = match desk.map(|desk| there(desk, one)).transpose()? {
        Some(Err(why)) => return Ok(Err(why)),
        Some(Ok(found)) => found,
        None => None,
    };
    let user = match (desk, &found) {
        (Some(desk), Some(who)) => user(desk, who)?,
        _ => None,
    };
    if let Err(why) = may_have(user.as_ref(), &one.callers) {
        return Ok(Err(why.to_string()));
    }
    let would = match (desk, &found) {
        (Some(desk), Some(who)) => in_tokio(async { Ok(desk.keeper.would_take(who, one.incoming()).await) })?,
        _ => would_take_alone(&context.redactor, one.incoming()),
    };
    match would {
        Ok(taken) => Ok(Ok(taken)),
        Err(error) => of_one_user(&error).map(Err),
    }
}

/// Why nothing of one user's is kept; what holds for everybody ends it all.
fn of_one_user(error: &CredentialError) -> Result<String, Failure> {
    let failure = failure(error);
    let of_one = [ExitCode::Refused, ExitCode::Usage].contains(&failure.exit());
    if of_one { Ok(error.to_string()) } else { Err(failure) }
}

fn user(desk: &Desk, who: &Principal) -> Result<Option<User>, Failure> {
    in_tokio(async { desk.store.user(who).await.map_err(|error| Failure::failed("store", &error)) })
}

/// The one user that these identifiers are of, if there is one; why it is not one in words.
fn there(desk: &Desk, one: &Coming) -> Result<Result<Option<Principal>, String>, Failure> {
    let mut found: Option<Principal> = None;
    for (caller, _) in &one.callers {
        let who = in_tokio(async {
            desk.store.find(caller).await.map_err(|error| Failure::failed("store", &error))
        })?;
        match (&found, who) {
            (Some(known), Some(who)) if known.user() != who.user() => {
                let (one, other) = (known.user(), who.user());
                return Ok(Err(format!(
                    "its identifiers are of two users here; muxi users merge {one} {other}"
                )));
            }
            (None, Some(who)) => found = Some(who),
            _ => {}
        }
    }
    Ok(Ok(found))
}

/// The user, made if it is new, with all its identifiers.
fn met(context: &Context, desk: &Desk, one: &Coming) -> Result<Result<Principal, String>, Failure> {
    let found = match there(desk, one)? {
        Ok(found) => found,
        Err(why) => return Ok(Err(why)),
    };
    let now = context.env.clock.now_millis();
    let linked = in_tokio(async { Ok(desk.store.link(found.as_ref(), one.callers.clone(), now).await) })?;
    match linked {
        Ok(user) => Ok(Ok(Principal::of(&user.tenant, &user.id))),
        Err(error @ UserError::Store(_)) => Err(users::failure(&error)),
        Err(error) => Ok(Err(error.to_string())),
    }
}
