//! The tables of an offer, as the SDK asks for them.
#![expect(
    deprecated,
    reason = "logging and subscriptions have other forms in 2026-07-28, and clients of earlier versions ask for these"
)]

use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::FutureExt as _;
use indexmap::IndexSet;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CompleteRequestMethod, CompleteRequestParams, CompleteResult,
    CustomRequest, CustomResult, ErrorCode, GetPromptRequestParams, GetPromptResponse, Implementation,
    JsonObject, ListPromptsResult, ListResourceTemplatesResult, ListResourcesResult, ListToolsResult,
    LoggingLevel, PaginatedRequestParams, ReadResourceRequestParams, ReadResourceResponse,
    ResourcesCapability, ServerCapabilities, ServerConfig, SetLevelRequestMethod, SetLevelRequestParams,
    SubscribeRequestMethod, SubscribeRequestParams, Tool as ToolSpec, UnsubscribeRequestParams,
};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer, ServerHandler};

use super::call::rank;
use super::{Call, Offer, Resources};
use crate::runtime::principal::Principal;

/// Entries of a list in one answer; the next ones are asked for with a cursor.
const PAGE: usize = 100;
/// The most addresses that one client watches.
const MAX_WATCHED: usize = 256;

/// What the SDK knows; with params that it cannot read they come as requests that it does not know.
const METHODS: [&str; 13] = [
    "initialize",
    "ping",
    "tools/list",
    "tools/call",
    "prompts/list",
    "prompts/get",
    "resources/list",
    "resources/templates/list",
    "resources/read",
    "resources/subscribe",
    "resources/unsubscribe",
    "completion/complete",
    "logging/setLevel",
];

/// One session, or one request without a session.
pub(super) struct Handler {
    offer: Arc<Offer>,
    /// For whom calls are that name nobody: those over stdio.
    who: Option<Principal>,
    /// The rank of the least important log message that the client wants.
    level: AtomicU8,
    watched: Mutex<IndexSet<String>>,
}

impl Handler {
    pub(super) fn new(offer: Arc<Offer>, who: Option<Principal>) -> Self {
        Self { offer, who, level: AtomicU8::new(rank(LoggingLevel::Debug)), watched: Mutex::default() }
    }

    /// The user that the door has found, for this very request: a session is no proof of who speaks in it.
    fn who(&self, context: &RequestContext<RoleServer>) -> Result<Principal, ErrorData> {
        let parts = context.extensions.get::<axum::http::request::Parts>();
        let named = parts.and_then(|parts| parts.extensions.get::<Principal>());
        named.or(self.who.as_ref()).cloned().ok_or_else(|| ErrorData::internal_error("nobody is named", None))
    }

    fn watchable(&self) -> Result<&Arc<dyn Resources>, ErrorData> {
        let resources = self.offer.resources.as_ref().filter(|resources| resources.can_be_watched());
        resources.ok_or_else(ErrorData::method_not_found::<SubscribeRequestMethod>)
    }

    fn call(
        &self,
        arguments: Option<JsonObject>,
        context: RequestContext<RoleServer>,
    ) -> Result<Call, ErrorData> {
        Ok(Call::new(self.who(&context)?, arguments, context, self.level.load(Ordering::Relaxed)))
    }
}

/// Ends with the work or with the cancel of the client, whichever is first. What is dropped is cancelled: a turn
/// closes its connection to the model. A panic ends its own call only; the panic hook has written it by then.
async fn ended<T>(
    cancelled: impl Future<Output = ()>,
    work: impl Future<Output = Result<T, ErrorData>>,
) -> Result<T, ErrorData> {
    tokio::select! {
        done = AssertUnwindSafe(work).catch_unwind() => {
            done.unwrap_or_else(|_| Err(ErrorData::internal_error("the server made a mistake; its log says more", None)))
        }
        () = cancelled => Err(ErrorData::internal_error("the request was cancelled", None)),
    }
}

/// The page of `all` that a cursor stands for, and the next cursor.
fn page<T>(
    all: Vec<T>,
    asked: Option<PaginatedRequestParams>,
) -> Result<(Vec<T>, Option<String>), ErrorData> {
    let from = match asked.and_then(|asked| asked.cursor) {
        None => 0,
        Some(cursor) => cursor
            .parse::<usize>()
            .ok()
            // Only those that were given out: no `+100`, no place within a page.
            .filter(|from| (PAGE..all.len()).contains(from) && from % PAGE == 0 && from.to_string() == cursor)
            .ok_or_else(|| ErrorData::invalid_params("the cursor is none of this list", None))?,
    };
    let next = Some(from + PAGE).filter(|next| *next < all.len()).map(|next| next.to_string());
    Ok((all.into_iter().skip(from).take(PAGE).collect(), next))
}

impl ServerHandler for Handler {
    fn get_info(&self) -> ServerConfig {
        let offer = &self.offer;
        let mut can = ServerCapabilities::default();
        can.tools = (!offer.tools.is_empty()).then(Default::default);
        can.prompts = (!offer.prompts.is_empty()).then(Default::default);
        can.resources = offer.resources.as_ref().map(|resources| {
            let mut can = ResourcesCapability::default();
            can.subscribe = resources.can_be_watched().then_some(true);
            can
        });
        can.completions = offer.complete.as_ref().map(|_| JsonObject::default());
        can.logging = offer.logs.then(JsonObject::default);
        let mut about = Implementation::new(&offer.name, &offer.version);
        about.title.clone_from(&offer.title);
        let mut info = ServerConfig::new(can).with_server_info(about);
        info.instructions.clone_from(&offer.instructions);
        info
    }

    fn get_tool(&self, name: &str) -> Option<ToolSpec> {
        self.offer.tools.iter().find(|tool| tool.spec.name == name).map(|tool| tool.spec.clone())
    }

    async fn list_tools(
        &self,
        request: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let all = self.offer.tools.iter().map(|tool| tool.spec.clone()).collect();
        let (tools, next_cursor) = page(all, request)?;
        Ok(ListToolsResult { next_cursor, ..ListToolsResult::with_all_items(tools) })
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let tool = self.offer.tools.iter().find(|tool| tool.spec.name == request.name);
        let tool = tool.ok_or_else(|| ErrorData::invalid_params("there is no tool of this name", None))?;
        let cancelled = context.ct.clone();
        let call = self.call(request.arguments, context)?;
        ended(cancelled.cancelled(), (tool.run)(call)).await.map(CallToolResponse::Complete)
    }

    async fn list_prompts(
        &self,
        request: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        let all = self.offer.prompts.iter().map(|prompt| prompt.spec.clone()).collect();
        let (prompts, next_cursor) = page(all, request)?;
        Ok(ListPromptsResult { next_cursor, ..ListPromptsResult::with_all_items(prompts) })
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        let prompt = self.offer.prompts.iter().find(|prompt| prompt.spec.name == request.name);
        let prompt =
            prompt.ok_or_else(|| ErrorData::invalid_params("there is no prompt of this name", None))?;
        let given = request.arguments.unwrap_or_default();
        let needed =
            prompt.spec.arguments.iter().flatten().filter(|argument| argument.required == Some(true));
        if let Some(missing) = needed.into_iter().find(|argument| !given.contains_key(&argument.name)) {
            let message = format!("the argument {} is missing", missing.name);
            return Err(ErrorData::invalid_params(message, None));
        }
        let cancelled = context.ct.clone();
        let call = self.call(Some(given), context)?;
        ended(cancelled.cancelled(), (prompt.get)(call)).await.map(GetPromptResponse::Complete)
    }

    async fn list_resources(
        &self,
        request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        let all = match &self.offer.resources {
            Some(resources) => resources.list(&self.who(&context)?).await?,
            None => Vec::new(),
        };
        let (resources, next_cursor) = page(all, request)?;
        Ok(ListResourcesResult { next_cursor, ..ListResourcesResult::with_all_items(resources) })
    }

    async fn list_resource_templates(
        &self,
        request: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        let all = self.offer.resources.as_ref().map(|resources| resources.templates());
        let (templates, next_cursor) = page(all.unwrap_or_default(), request)?;
        Ok(ListResourceTemplatesResult {
            next_cursor,
            ..ListResourceTemplatesResult::with_all_items(templates)
        })
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let Some(resources) = &self.offer.resources else {
            return Err(ErrorData::resource_not_found("there are no resources", None));
        };
        let read = resources.read(&self.who(&context)?, &request.uri);
        ended(context.ct.cancelled(), read).await.map(ReadResourceResponse::Complete)
    }

    async fn complete(
        &self,
        request: CompleteRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        let complete = self.offer.complete.as_ref();
        let complete = complete.ok_or_else(ErrorData::method_not_found::<CompleteRequestMethod>)?;
        let done = complete(self.who(&context)?, request);
        ended(context.ct.cancelled(), done).await.map(CompleteResult::new)
    }

    async fn on_custom_request(
        &self,
        request: CustomRequest,
        _: RequestContext<RoleServer>,
    ) -> Result<CustomResult, ErrorData> {
        if METHODS.contains(&request.method.as_str()) {
            return Err(ErrorData::invalid_params("the params are none of this method", None));
        }
        Err(ErrorData::new(ErrorCode::METHOD_NOT_FOUND, "there is no method of this name", None))
    }

    async fn set_level(
        &self,
        request: SetLevelRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        if !self.offer.logs {
            return Err(ErrorData::method_not_found::<SetLevelRequestMethod>());
        }
        self.level.store(rank(request.level), Ordering::Relaxed);
        Ok(())
    }

    async fn subscribe(
        &self,
        request: SubscribeRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        let resources = self.watchable()?;
        let mut watched = self.watched.lock().unwrap_or_else(PoisonError::into_inner);
        if watched.len() >= MAX_WATCHED && !watched.contains(&request.uri) {
            return Err(ErrorData::invalid_request("this client watches as much as it may", None));
        }
        resources.watch(&request.uri, &context.peer, true);
        watched.insert(request.uri);
        Ok(())
    }

    async fn unsubscribe(
        &self,
        request: UnsubscribeRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        self.watchable()?.watch(&request.uri, &context.peer, false);
        self.watched.lock().unwrap_or_else(PoisonError::into_inner).swap_remove(&request.uri);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_comes_in_pages_and_a_wrong_cursor_is_refused() {
        let all = || (0..250).collect::<Vec<_>>();
        let at = |cursor: &str| Some(PaginatedRequestParams::default().with_cursor(Some(cursor.to_owned())));
        let (first, next) = page(all(), None).unwrap();
        assert_eq!((first.len(), next.as_deref()), (100, Some("100")));
        let (last, next) = page(all(), at("200")).unwrap();
        assert_eq!((last.len(), next), (50, None));
        for wrong in ["250", "-1", "x", "", "0", "1", "150", "300", "+100", "0100", "18446744073709551616"] {
            assert!(page(all(), at(wrong)).is_err(), "{wrong:?}");
        }
    }

    #[tokio::test]
    async fn a_call_that_panics_ends_itself_only_and_a_cancel_drops_the_work() {
        let never = std::future::pending::<()>;
        let panics = async { panic!("a bug") };
        let error = ended::<()>(never(), panics).await.unwrap_err();
        assert_eq!(error.message, "the server made a mistake; its log says more");
        let dropped = Arc::new(());
        let held = Arc::clone(&dropped);
        let work = async move {
            std::future::pending::<()>().await;
            drop(held);
            Ok(())
        };
        assert!(ended(std::future::ready(()), work).await.is_err());
        assert_eq!(Arc::strong_count(&dropped), 1, "the work is gone");
    }
}
