//! Signing in elsewhere: for each place the ways that exist, and the keys of each.

use super::format::HTTP_URL;
use super::oauth::CLIENT;
use super::rules::{Case, Cases, case};
use super::words::{
    at_least, between, block, boolean, field, format, partial, seconds, text, text_or_texts, words,
};
use super::{Block, Field, Kind};

const KEY: Field = text("key", "The API key, best as a reference to a secret.");
const TOKEN: Field = text("token", "The token, best as a reference to a secret or to a user's credential.");
const USERNAME: Field = text("username", "The user's name.");
const PASSWORD: Field = text("password", "The password, best as a reference to a secret.");
const HEADER: Field = text("header", "The header that carries the key.");
const HEADERS: Field = field("headers", Kind::Named(&Kind::Scalar), "The headers to send.");
const SECRET: Field = text("secret", "The key of the signature, best as a reference to a secret.");
const TOLERANCE: Field = seconds("timestamp_tolerance", "How old a signed request may be, in seconds.");

/// How a log is let in where it is sent to.
pub(super) static STREAM_AUTH: Block = partial(
    "a log stream's `auth`",
    &[
        words("type", &["bearer", "basic", "api_key", "token", "custom"], "How to sign in."),
        TOKEN,
        KEY,
        HEADER,
        USERNAME,
        PASSWORD,
        HEADERS,
    ],
)
.about("How to sign in where a log is sent to.");

/// How remote knowledge is fetched. The keys of the clouds are theirs, so others are let through.
pub(super) static SOURCE_AUTH: Block = partial(
    "a source's `auth`",
    &[
        field(
            "type",
            Kind::Open(&["aws", "gcp", "azure", "basic", "bearer", "ssh_key"]),
            "How to sign in: `aws`, `gcp`, `azure`, `basic`, `bearer` or `ssh_key`.",
        ),
        TOKEN,
        USERNAME,
        PASSWORD,
    ],
)
.about("How to sign in where the documents are.");

/// How an MCP server is asked. Without a `type`, what is written says it.
pub(super) static MCP_AUTH: Block = block(
    "an MCP server's `auth`",
    &[
        words(
            "type",
            &["none", "api_key", "bearer", "basic", "env", "oauth2"],
            "How to sign in. `env` gives the other keys to a command as variables of its environment; `oauth2` wants `muxi mcp login` once.",
        ),
        boolean("accept_inline", "Whether users may type their credential into the chat.").default("false"),
    ],
)
.cases(&MCP_AUTH_CASES)
.about("How to sign in at an MCP server.");

static MCP_AUTH_CASES: Cases = Cases {
    tag: "type",
    default: None,
    cases: &[
        case("api_key", &[KEY.required(), HEADER]),
        case(
            "bearer",
            &[
                TOKEN.required(),
                text("env", "The variable that gives a command server its token.")
                    .default("the service in upper case, and `_TOKEN`"),
            ],
        ),
        case("basic", &[USERNAME.required(), PASSWORD.required()]),
        Case { word: "env", fields: &[], others: Some(&Kind::Text) },
        case("oauth2", MCP_OAUTH2),
    ],
};

const MCP_OAUTH2: &[Field] = &[
    words(
        "grant",
        &["authorization_code", "client_credentials"],
        "Whether a person logs in once (`authorization_code`), or the formation is let in as itself.",
    )
    .default("authorization_code"),
    text("client_id", "The name that the authorization server knows this formation by.")
        .default("one that is registered at the login"),
    text("client_secret", "The secret that belongs to it, best as a reference to a secret."),
    format(
        "issuer",
        &HTTP_URL,
        "Who gives out the tokens; else whoever the server names, but a `client_secret` goes to the server's own origin only.",
    ),
    text_or_texts("scopes", "What to ask for; else what the server says."),
    format(
        "client_metadata_url",
        &HTTP_URL,
        "Where a document about this formation as a client is, for servers that take one.",
    ),
];

/// How the service of a file in `a2a/` is asked.
pub(super) static A2A_FILE_AUTH: Block = partial(
    "an A2A service's `auth`",
    &[words("type", &["none", "api_key", "bearer", "basic", "custom"], "How to sign in.").required()],
)
.cases(&A2A_FILE_CASES)
.about("How to sign in at an A2A service.");

static A2A_FILE_CASES: Cases =
    Cases { tag: "type", default: None, cases: &[A2A_API_KEY, A2A_BEARER, A2A_BASIC, A2A_CUSTOM] };

const A2A_API_KEY: Case = case("api_key", &[KEY.required(), HEADER]);
const A2A_BEARER: Case = case("bearer", &[TOKEN.required()]);
const A2A_BASIC: Case = case("basic", &[USERNAME.required(), PASSWORD.required()]);
const A2A_CUSTOM: Case = case("custom", &[HEADERS.required()]);
const A2A_HMAC: Case = case("hmac", &[SECRET.required(), TOLERANCE]);

/// How a service in `a2a.outbound.services` is asked.
pub(super) static OUTBOUND_AUTH: Block = partial(
    "an A2A service's `auth`",
    &[words("type", &["none", "api_key", "bearer", "basic", "custom", "hmac", "oauth2"], "How to sign in.")
        .required()],
)
.cases(&OUTBOUND_CASES)
.about("How to sign in at an A2A service.");

static OUTBOUND_CASES: Cases = Cases {
    tag: "type",
    default: None,
    cases: &[A2A_API_KEY, A2A_BEARER, A2A_BASIC, A2A_CUSTOM, A2A_HMAC, case("oauth2", OAUTH2)],
};

const OAUTH2: &[Field] = &[
    text("client_id", "The name that the service knows this formation by.").required(),
    text("client_secret", "The secret that belongs to it, best as a reference to a secret.").required(),
    format("token_url", &HTTP_URL, "Where a token is fetched.").required(),
];

/// How others sign in at `a2a.inbound`.
pub(super) static INBOUND_AUTH: Block = partial(
    "`a2a.inbound.auth`",
    &[words(
        "type",
        &["none", "api_key", "bearer", "basic", "custom", "hmac", "openid"],
        "How others sign in.",
    )
    .required()],
)
.cases(&INBOUND_CASES)
.about("How agents of other formations sign in here.");

static INBOUND_CASES: Cases = Cases {
    tag: "type",
    default: None,
    cases: &[A2A_API_KEY, A2A_BEARER, A2A_BASIC, A2A_CUSTOM, A2A_HMAC, case("openid", OPENID)],
};

const OPENID: &[Field] = &[
    format("issuer", &HTTP_URL, "Who gives out the tokens.").required(),
    text_or_texts("audience", "Whom the tokens must be for."),
    text_or_texts("allowed_algorithms", "The algorithms with which tokens may be signed."),
    seconds("clock_skew_seconds", "By how much clocks may differ, in seconds."),
];

/// `user_credentials.encryption`.
pub(super) static ENCRYPTION: Block = block(
    "`user_credentials.encryption`",
    &[
        text(
            "key",
            "What wraps the master keys of users' credentials: a reference to a secret of 16 bytes or more.",
        )
        .default("the formation's root key"),
        text("salt", "What is mixed into those keys.").default("muxi-user-credentials-salt-v1"),
        between("rounds", 100_000, 10_000_000, "Rounds of PBKDF2-HMAC-SHA256 for the key of each user.")
            .default("100000"),
    ],
)
.about("How users' credentials are encrypted where they are kept.");

/// `user_credentials`.
pub(super) static USER_CREDENTIALS: Block = block(
    "`user_credentials`",
    &[
        words(
            "mode",
            &["redirect", "dynamic"],
            "How a missing credential is asked for: elsewhere (`redirect`), or in the chat (`dynamic`).",
        )
        .default("redirect"),
        text("redirect_message", "What users are told in mode `redirect`: where to add a credential."),
        field(
            "encryption",
            Kind::Map(&ENCRYPTION),
            "How users' credentials are encrypted where they are kept.",
        ),
        text("encryption_key", "The old place of `encryption.key`.").deprecated("encryption.key"),
        field(
            "oauth",
            Kind::Named(&Kind::Map(&CLIENT)),
            "The services where users log in with OAuth 2.0, by the name of their credential: `github`.",
        ),
        boolean("require_https", "Whether credentials are taken in the chat over HTTPS only.")
            .default("true"),
        at_least(
            "credential_ttl_minutes",
            1,
            "How long a credential from the chat is held ready, in minutes.",
        )
        .default("60"),
        at_least("max_attempts", 1, "How many wrong credentials a user may give before it is locked.")
            .default("3"),
    ],
)
.about("How users' own credentials for tools are asked for and kept.");
