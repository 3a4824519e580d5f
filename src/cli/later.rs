//! Commands whose options are put together only when they are typed: who runs one does not wait for all the others.

use std::cell::Cell;

use clap::builder::{Resettable, StyledStr};
use clap::{ArgMatches, Args, Error, FromArgMatches, Subcommand};

thread_local! {
    /// Whether the tree that is being made here is one to be read, with all that is in it.
    static WHOLE: Cell<bool> = const { Cell::new(false) };
}

/// The tree that `make` makes, with nothing left for later: for completions, manual pages, and whoever goes through it.
pub(super) fn whole(make: impl FnOnce() -> clap::Command) -> clap::Command {
    WHOLE.set(true);
    let tree = make();
    WHOLE.set(false);
    tree
}

/// A command of which the tree has the name and what it is for, until it is the one that is wanted.
#[derive(Debug)]
pub(super) struct Later<T>(pub(super) T);

impl<T: FromArgMatches> FromArgMatches for Later<T> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        T::from_arg_matches(matches).map(Self)
    }

    fn from_arg_matches_mut(matches: &mut ArgMatches) -> Result<Self, Error> {
        T::from_arg_matches_mut(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        self.0.update_from_arg_matches(matches)
    }
}

impl<T: Args> Args for Later<T> {
    fn augment_args(command: clap::Command) -> clap::Command {
        later(command, |command| told_as_before(command, T::augment_args))
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        later(command, |command| told_as_before(command, T::augment_args_for_update))
    }
}

impl<T: Subcommand> Subcommand for Later<T> {
    fn augment_subcommands(command: clap::Command) -> clap::Command {
        later(command, |command| told_as_before(command, T::augment_subcommands))
    }

    fn augment_subcommands_for_update(command: clap::Command) -> clap::Command {
        later(command, |command| told_as_before(command, T::augment_subcommands_for_update))
    }

    fn has_subcommand(name: &str) -> bool {
        T::has_subcommand(name)
    }
}

/// Puts it together when it is wanted; at once in a tree that is to be read.
fn later(command: clap::Command, augment: fn(clap::Command) -> clap::Command) -> clap::Command {
    if WHOLE.get() { augment(command) } else { command.defer(augment) }
}

/// What a command is for is said in the tree; what its type says of itself does not count.
fn told_as_before(command: clap::Command, augment: fn(clap::Command) -> clap::Command) -> clap::Command {
    let about: Resettable<StyledStr> = command.get_about().cloned().into();
    let long: Resettable<StyledStr> = command.get_long_about().cloned().into();
    augment(command).about(about).long_about(long)
}
