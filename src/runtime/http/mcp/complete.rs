//! What completes the ids in the addresses of conversations and files.

use rmcp::ErrorData;
use rmcp::model::{CompleteRequestParams, CompletionInfo, Reference};

use super::super::envelope::ApiError;
use super::resources::{ARTIFACTS, SESSIONS, fault};
use crate::runtime::Runtime;
use crate::runtime::mcp_server::Complete;
use crate::runtime::principal::Principal;

/// So many of the latest are looked through.
const LOOKED_AT: u32 = 1000;

/// Completes from what the user has.
pub(super) fn of(runtime: &Runtime) -> Complete {
    let runtime = runtime.clone();
    Box::new(move |who, asked| {
        let runtime = runtime.clone();
        Box::pin(async move { complete(&runtime, &who, &asked).await })
    })
}

async fn complete(
    runtime: &Runtime,
    who: &Principal,
    asked: &CompleteRequestParams,
) -> Result<CompletionInfo, ErrorData> {
    let Reference::Resource(template) = &asked.r#ref else {
        return Err(ErrorData::invalid_params("there is no prompt of this name", None));
    };
    let failed = |error| fault(runtime, ApiError::from(error));
    let address = (template.uri.as_str(), asked.argument.name.as_str());
    let is = |prefix: &str, name: &str| address.1 == name && address.0 == format!("{prefix}{{{name}}}");
    let ids: Vec<String> = if is(SESSIONS, "session_id") {
        let all = runtime.sessions(who, LOOKED_AT, 0).await.map_err(failed)?;
        all.into_iter().map(|session| session.id).collect()
    } else if is(ARTIFACTS, "artifact_id") {
        let all = runtime.store().artifacts(who, LOOKED_AT).await.map_err(failed)?;
        all.into_iter().map(|artifact| artifact.id).collect()
    } else {
        return Err(ErrorData::invalid_params("there is no template with this argument", None));
    };
    Ok(info(ids, &asked.argument.value))
}

/// Those that begin as `typed` does, the latest first.
fn info(ids: Vec<String>, typed: &str) -> CompletionInfo {
    let mut fit: Vec<String> = ids.into_iter().filter(|id| id.starts_with(typed)).collect();
    let (total, most) = (fit.len(), CompletionInfo::MAX_VALUES);
    fit.truncate(most);
    let mut info = CompletionInfo::default();
    (info.values, info.total, info.has_more) = (fit, u32::try_from(total).ok(), Some(total > most));
    info
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_alike_is_offered_and_no_more_than_the_protocol_lets() {
        let ids = || (0..150).map(|n| format!("s{n}")).collect::<Vec<_>>();
        let all = info(ids(), "s");
        assert_eq!((all.values.len(), all.total, all.has_more), (100, Some(150), Some(true)));
        let some = info(ids(), "s14");
        assert_eq!((some.values.len(), some.total, some.has_more), (11, Some(11), Some(false)));
        assert_eq!(info(ids(), "x").values, Vec::<String>::new());
    }
}
