//! The command line: what can be typed, and which room does it.

mod agents;
mod approvals;
mod artifacts;
mod audit;
mod audited;
#[cfg(feature = "serve")]
mod browser;
mod bump;
mod change;
mod chat;
mod completions;
mod config;
mod context;
#[cfg(feature = "serve")]
mod credentials;
#[cfg(feature = "serve")]
mod demo;
mod deploy;
mod dev;
mod explain;
mod far;
mod fmt;
mod graph;
mod keys;
mod later;
#[cfg(feature = "serve")]
mod logs;
mod mcp;
#[cfg(feature = "serve")]
mod memory;
mod new;
mod passphrase;
mod profiles;
mod remote;
mod schema;
mod secrets;
#[cfg(feature = "serve")]
mod serve;
#[cfg(feature = "serve")]
mod server;
mod sessions;
mod shown;
mod sign;
mod steps;
#[cfg(feature = "serve")]
mod store;
#[cfg(feature = "serve")]
mod test;
#[cfg(feature = "serve")]
mod users;
mod validate;
mod wait;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::config::{Env, Var};
use crate::formation::mask;
use crate::output::{ExitCode, Failure, Options, Printer};
use crate::support::process::harden_for_good;
use crate::support::redact::{GENERIC, Redactor};
use crate::support::secret::SecretBytes;
use context::Context;
use later::Later;

const AFTER_HELP: &str = "\
Quick start, in a directory with a formation.afs:
  muxi secrets add OPENAI_API_KEY   keep a secret
  muxi validate                     check the formation
  muxi serve                        run it
  muxi chat \"Hello\"                 talk to it

`muxi demo` does all of it in a temporary directory, without a key.";

/// Run AI agents that are declared in files
#[derive(Debug, Parser)]
#[command(name = "muxi", version, after_help = AFTER_HELP, help_expected = true, max_term_width = 100)]
#[command(infer_long_args = false, arg_required_else_help = true)]
pub struct Cli {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
#[command(next_help_heading = "Options of every command")]
pub(crate) struct Globals {
    /// The formation's directory (or its file); else the current directory and up to four above
    #[arg(long, short = 'C', global = true, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]
    #[arg(long, global = true, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// The directory by which the state is named, instead of the formation's own: `muxi serve` as a process of a server.
    #[arg(skip)]
    state_of: Option<PathBuf>,
    /// The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]
    #[arg(long, global = true, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]
    #[arg(long, global = true, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// The named environment: `--env prod` means secrets.prod.enc and .key.prod
    #[arg(long, global = true, value_name = "NAME")]
    env: Option<String>,
    /// Print JSON, errors too
    #[arg(long, global = true)]
    json: bool,
    /// Print no notes, only data, warnings and errors
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Refuse where there would only be a warning about a secret
    #[arg(long, global = true)]
    strict: bool,
    /// Never ask: fail, and name the flag that answers
    #[arg(long, global = true)]
    no_input: bool,
    /// Colours: on a terminal that wants them, always, or never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Color,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

impl Color {
    fn wanted(self) -> Option<bool> {
        match self {
            Self::Auto => None,
            Self::Always => Some(true),
            Self::Never => Some(false),
        }
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Keep the formation's secrets: add, list, get, delete, set up, check
    #[command(subcommand)]
    Secrets(Later<secrets::Secrets>),
    /// Make a formation, or add an agent, a server of tools, an SOP, a trigger, a service or a skill to one
    #[command(subcommand)]
    New(Later<new::New>),
    /// Check formations and say what is wrong, where, and what to write instead
    Validate(Later<validate::Validate>),
    /// Write the formation's files in one style; nothing that they say changes, and no comment is lost
    Fmt(Later<fmt::Fmt>),
    /// Read and change settings of the formation; comments, order and quotes of its files stay
    #[command(subcommand)]
    Config(Later<config::Config>),
    /// Raise the formation's version and print the new one
    Bump(Later<bump::Bump>),
    /// Explain a kind of finding: what it means, an example, and the example mended
    Explain(Later<explain::Explain>),
    /// Print the JSON Schema of a formation's files, for editors, or the reference of their fields
    Schema(Later<schema::Schema>),
    /// Show what the formation consists of and who uses what: agents, models, tools, knowledge, secrets
    Graph(Later<graph::Graph>),
    /// Run the formation and serve the Formation API
    #[cfg(feature = "serve")]
    Serve(Later<serve::Serve>),
    /// Run the tests of the formation: what is said to it, and what has to be so then
    #[cfg(feature = "serve")]
    Test(Later<test::Test>),
    /// Talk to the running formation
    Chat(Later<chat::Chat>),
    /// The agents of the running formation: how they are, what they do, stopping and starting them
    #[command(subcommand)]
    Agents(Later<agents::Agents>),
    /// Show and answer calls of tools that wait for a yes
    #[command(subcommand)]
    Approvals(Later<approvals::Approvals>),
    /// Show the sessions of a user of the running formation, and what was said in one
    #[command(subcommand)]
    Sessions(Later<sessions::Sessions>),
    /// Show, fetch and delete the files that the agents of the running formation made
    #[command(subcommand)]
    Artifacts(Later<artifacts::Artifacts>),
    /// What was done, by whom and how it ended: looking it up, verifying that nobody changed it, exporting it
    #[command(subcommand)]
    Audit(Later<audit::Audit>),
    /// Print the log of the formation: requests, answers, tools, servers, failures; never what was said
    #[cfg(feature = "serve")]
    Logs(Later<logs::Logs>),
    /// Show the formation's users, link and unlink their identifiers, export and erase what is kept of them
    #[cfg(feature = "serve")]
    #[command(subcommand)]
    Users(Later<users::Users>),
    /// Show, search, add, delete, export and erase what the formation remembers of a user
    #[cfg(feature = "serve")]
    #[command(subcommand)]
    Memory(Later<memory::Memories>),
    /// Keep users' own credentials for services: set, list, get, choose, rename, delete
    #[cfg(feature = "serve")]
    #[command(subcommand)]
    Credentials(Later<credentials::Credentials>),
    /// Look at the formation's store, check it, make it smaller, take it elsewhere
    #[cfg(feature = "serve")]
    #[command(subcommand)]
    Store(Later<store::Store>),
    /// The formation's servers of tools, and the formation as a server
    #[command(subcommand)]
    Mcp(Later<mcp::Mcp>),
    /// Show the API keys of the formation
    #[command(subcommand)]
    Keys(Later<keys::Keys>),
    /// A server that formations are deployed to: setting it up, running it, its keys
    #[cfg(feature = "serve")]
    #[command(subcommand)]
    Server(Later<server::Server>),
    /// Keep the servers that commands talk to, and their keys: add, list, remove, choose, ask how they are
    #[command(subcommand, visible_alias = "profile")]
    Profiles(Later<profiles::Profiles>),
    /// Send the formation here to its server: a new one, or a new version of one
    Deploy(Later<deploy::Deploy>),
    /// Fetch what is live on a server into a directory; no file here is replaced without a yes
    Download(Later<remote::Download>),
    /// Try the formation here out on a server of this machine
    Up(Later<dev::Up>),
    /// End what `muxi up` began
    Down(Later<dev::Down>),
    /// Look at and change the formations of a MUXI server
    #[command(subcommand)]
    Remote(Later<remote::Remote>),
    /// Print the formation here as its server has it: `muxi remote get`
    Get(Later<remote::Here>),
    /// Start the formation here on its server: `muxi remote start`
    Start(Later<remote::Here>),
    /// Stop the formation here on its server: `muxi remote stop`
    Stop(Later<remote::HereConfirmed>),
    /// Restart the formation here on its server: `muxi remote restart`
    Restart(Later<remote::HereConfirmed>),
    /// Go back to the version before, of the formation here on its server: `muxi remote rollback`
    Rollback(Later<remote::HereConfirmed>),
    /// Delete the formation here from its server: `muxi remote delete`
    Delete(Later<remote::HereDeleted>),
    /// Sign a request to a MUXI server: print its headers and what was signed
    Sign(Later<sign::Sign>),
    /// Try it all in a temporary directory: secret, check, server, chat
    #[cfg(feature = "serve")]
    Demo(Later<demo::Demo>),
    /// Print the completions for a shell
    Completions(Later<completions::Completions>),
}

/// The whole command tree, for completions and man pages.
pub fn command() -> clap::Command {
    later::whole(Cli::command)
}

/// Runs the command in `args` (the program's name first) and prints what it has to say.
///
/// Every secret that comes up on the way is told to `redactor`, and taken out of all that is printed.
pub fn run(args: impl IntoIterator<Item = OsString>, env: Env, redactor: Redactor) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    know_what_was_given(&redactor, &args, &env);
    let cli = match Cli::try_parse_from(&args) {
        Ok(cli) => cli,
        Err(error) => return refuse(&error, &args, &env, redactor),
    };
    let options = Options {
        json: cli.globals.json,
        quiet: cli.globals.quiet,
        color: cli.globals.color.wanted(),
        env_color: env.wants_color(),
    };
    if !cli.command.runs_a_program() {
        harden_for_good();
    }
    let mut context = Context::new(cli.globals, env, Printer::new(options, redactor.clone()), redactor);
    match cli.command.run(&mut context) {
        Ok(code) => code,
        Err(failure) => {
            context.out.failure(&failure);
            failure.exit()
        }
    }
}

impl Command {
    /// Whether it runs a program on the user's behalf, which keeps the limits that it would have had.
    fn runs_a_program(&self) -> bool {
        matches!(self, Self::Secrets(Later(command)) if command.runs_a_program())
    }

    fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        match self {
            Self::Secrets(Later(command)) => command.run(context),
            Self::New(Later(command)) => command.run(context),
            Self::Validate(Later(command)) => command.run(context),
            Self::Fmt(Later(command)) => command.run(context),
            Self::Config(Later(command)) => command.run(context),
            Self::Bump(Later(command)) => command.run(context),
            Self::Explain(Later(command)) => command.run(context),
            Self::Schema(Later(command)) => command.run(context),
            Self::Graph(Later(command)) => command.run(context),
            #[cfg(feature = "serve")]
            Self::Serve(Later(command)) => command.run(context),
            #[cfg(feature = "serve")]
            Self::Test(Later(command)) => command.run(context),
            Self::Chat(Later(command)) => command.run(context),
            Self::Agents(Later(command)) => command.run(context),
            Self::Approvals(Later(command)) => command.run(context),
            Self::Sessions(Later(command)) => command.run(context),
            Self::Artifacts(Later(command)) => command.run(context),
            Self::Audit(Later(command)) => command.run(context),
            #[cfg(feature = "serve")]
            Self::Credentials(Later(command)) => command.run(context),
            #[cfg(feature = "serve")]
            Self::Logs(Later(command)) => command.run(context),
            #[cfg(feature = "serve")]
            Self::Users(Later(command)) => command.run(context),
            #[cfg(feature = "serve")]
            Self::Memory(Later(command)) => command.run(context),
            #[cfg(feature = "serve")]
            Self::Store(Later(command)) => command.run(context),
            Self::Mcp(Later(command)) => command.run(context),
            Self::Keys(Later(command)) => command.run(context),
            #[cfg(feature = "serve")]
            Self::Server(Later(command)) => command.run(context),
            Self::Profiles(Later(command)) => command.run(context),
            Self::Deploy(Later(command)) => command.run(context),
            Self::Download(Later(command)) => command.run(context),
            Self::Up(Later(command)) => command.run(context),
            Self::Down(Later(command)) => command.run(context),
            Self::Remote(Later(command)) => command.run(context),
            Self::Get(Later(command)) => remote::Shortcut::Get(command).run(context),
            Self::Start(Later(command)) => remote::Shortcut::Start(command).run(context),
            Self::Stop(Later(command)) => remote::Shortcut::Stop(command).run(context),
            Self::Restart(Later(command)) => remote::Shortcut::Restart(command).run(context),
            Self::Rollback(Later(command)) => remote::Shortcut::Rollback(command).run(context),
            Self::Delete(Later(command)) => remote::Shortcut::Delete(command).run(context),
            Self::Sign(Later(command)) => command.run(context),
            #[cfg(feature = "serve")]
            Self::Demo(Later(command)) => command.run(context),
            Self::Completions(Later(command)) => command.run(context),
        }
    }
}

/// The keys in the environment, and words of the command line that look like keys: they do not belong there, and are
/// not repeated.
fn know_what_was_given(redactor: &Redactor, args: &[OsString], env: &Env) {
    if let Some(key) = env.text(Var::Key) {
        redactor.add("MUXI_SECRETS_KEY", &SecretBytes::from(key.trim()));
    }
    if let Some(secret) = env.text(Var::SecretKey) {
        redactor.add("MUXI_SECRET_KEY", &SecretBytes::from(secret.trim()));
    }
    for word in args.iter().skip(1).filter_map(|word| word.to_str()) {
        for secret in mask::secrets_in(word.trim_start_matches('-')) {
            redactor.add(GENERIC, &SecretBytes::from(secret));
        }
    }
}

/// Help and version are no failures; all else that clap says is.
fn refuse(error: &clap::Error, args: &[OsString], env: &Env, redactor: Redactor) -> ExitCode {
    let json = args.iter().any(|a| a == "--json");
    let options = Options { json, color: color_in(args), env_color: env.wants_color(), ..Options::default() };
    let mut out = Printer::new(options, redactor);
    let printed = if repeats_a_value(error, args) {
        Err(Failure::usage(
            "there is an option or a value that is not taken here; it may be a secret and is not shown",
        )
        .hint("see muxi secrets add --help, or muxi config set --help"))
    } else {
        out.clap(error)
    };
    match printed {
        Err(failure) => {
            out.failure(&failure);
            failure.exit()
        }
        Ok(()) if error.use_stderr() => ExitCode::Usage,
        Ok(()) => ExitCode::Done,
    }
}

/// What `--color` says, where clap stops before it has read it: at `--help`, at a mistake.
fn color_in(args: &[OsString]) -> Option<bool> {
    let mut words = args.iter().filter_map(|a| a.to_str());
    let next = words.find_map(|word| Some(word.strip_prefix("--color")?.to_owned()))?;
    let word = next.strip_prefix('=').map(str::to_owned).or_else(|| words.next().map(str::to_owned))?;
    Color::from_str(&word, false).ok()?.wanted()
}

/// Whether clap's message has in it what may be the value of a secret.
fn repeats_a_value(error: &clap::Error, args: &[OsString]) -> bool {
    use clap::error::ErrorKind as Kind;
    let named = |word: &str| args.iter().any(|a| a == word);
    let adds = named("secrets") && ["add", "set", "rotate", "resolve"].into_iter().any(named);
    let sets = named("config") && named("set");
    (adds || sets)
        && matches!(
            error.kind(),
            Kind::InvalidValue | Kind::ValueValidation | Kind::TooManyValues | Kind::UnknownArgument
        )
}

/// The process's surroundings cannot be read, for example because its directory is gone.
pub fn cannot_start(error: &std::io::Error) -> ExitCode {
    let failure = Failure::failed("environment", &format!("the current directory cannot be read: {error}"));
    Printer::new(Options::default(), Redactor::default()).failure(&failure);
    failure.exit()
}
