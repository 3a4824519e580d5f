//! What every store must do, as tests that take any: a second backend has to pass the same. A file of
//! tests beside a backend says how to open it, and lists nothing.

pub(super) mod artifacts;
pub(super) mod distilleries;
pub(super) mod sessions;
pub(super) mod users;

use super::{Status, Store, Turn};
use crate::runtime::principal::{Caller, Principal};

/// A place for one store, which goes with this.
pub(super) trait Backend {
    /// What is opened there.
    type Store: Store;

    /// Opens it, also again, and beside one that is open as another process would.
    fn open(&self) -> Self::Store;
}

/// Makes a test of each demand; `$new` makes an empty place.
macro_rules! keeps_the_contract {
    ($new:expr) => {
        keeps_the_contract! { $new,
            sessions::a_kept_turn_is_read_back_in_order,
            sessions::the_same_session_id_of_two_users_or_tenants_is_two_sessions,
            sessions::many_turns_at_once_are_all_kept,
            sessions::a_question_without_an_answer_is_one_message,
            sessions::answers_that_ask_back_are_counted_across_a_restart,
            sessions::what_was_kept_is_there_after_opening_again,
            sessions::what_two_processes_keep_both_can_read,
            sessions::a_cleared_buffer_is_out_of_the_history_and_its_messages_stay,
            sessions::what_was_said_is_told_of_all_sessions_of_its_user_alone,
            sessions::a_summary_is_told_in_the_place_of_what_it_stands_for_and_nothing_is_lost,
            sessions::a_summary_is_its_users_alone_and_never_goes_back,
            sessions::what_left_the_view_is_told_from_where_it_was_cleared_to_where_the_view_begins,
            users::an_identifier_is_one_user_however_many_ask_at_once_and_after_a_restart,
            users::identifiers_are_linked_all_or_none_and_never_taken_from_another_user_or_tenant,
            users::an_unlinked_identifier_is_nobodys_and_what_was_kept_stays_with_its_user,
            users::a_merge_moves_everything_and_a_turn_that_was_on_its_way_follows,
            users::users_with_a_session_of_the_same_id_are_not_merged_and_nothing_has_moved,
            users::what_another_process_changes_is_seen_by_the_one_that_remembers,
            artifacts::nobody_reaches_the_artifacts_of_another_user,
            artifacts::of_an_erased_user_nothing_is_read_and_nothing_is_kept_any_more,
            distilleries::a_distillery_is_read_back_and_a_revoked_one_stays_to_be_seen,
            distilleries::what_is_delivered_is_kept_once_and_does_not_come_back,
            distilleries::what_cannot_be_kept_leaves_the_rest_and_may_come_again,
            distilleries::a_revoked_distillery_and_a_stranger_deliver_nothing,
            distilleries::a_merge_and_an_erasure_take_what_was_delivered_along,
            distilleries::a_memory_gives_way_to_one_that_holds_and_to_nothing_else,
        }
    };
    ($new:expr, $($room:ident::$name:ident,)+) => {
        $(
            #[tokio::test]
            async fn $name() {
                crate::runtime::store::contract::$room::$name(&$new).await;
            }
        )+
    };
}
pub(super) use keeps_the_contract;

pub(super) fn turn(session: &str, question: &str, answer: &str, at: u64) -> Turn {
    Turn {
        session_id: session.into(),
        request_id: format!("req_{at}"),
        agent_id: "assistant".into(),
        question: question.into(),
        answer: answer.into(),
        status: Status::Complete,
        asks_back: false,
        asked_at: at,
        answered_at: at + 1,
    }
}

pub(super) fn who(id: &str) -> Principal {
    let caller = Caller::parse(id).unwrap();
    Principal::of(caller.tenant(), &format!("usr_{:x<21}", caller.identifier()))
}
