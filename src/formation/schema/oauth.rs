//! Clients of OAuth 2.0 for users' own credentials: `user_credentials.oauth`.

use super::format::{LANDING, REFERENCE, SECURE_URL};
use super::rules::needs;
use super::words::{closed, field, format, text, text_or_texts, texts, words};
use super::{Block, Kind};

/// `user_credentials.oauth.SERVICE`.
pub(super) static CLIENT: Block = closed(
    "a service in `user_credentials.oauth`",
    &[
        format("authorization_url", &SECURE_URL, "Where a user agrees in a browser.").required(),
        format("token_url", &SECURE_URL, "Where tokens are fetched and renewed.").required(),
        format(
            "device_authorization_url",
            &SECURE_URL,
            "Where a code is fetched that the user types in on another device (RFC 8628).",
        ),
        text("client_id", "The name that the service knows this formation by.").required(),
        format(
            "client_secret",
            &REFERENCE,
            "The secret that belongs to it, as a reference; without one the service has to take a public client.",
        ),
        words(
            "client_authentication",
            &["basic", "post"],
            "How the secret is sent: in the `Authorization` header (`basic`), or in the form (`post`).",
        )
        .default("basic"),
        text_or_texts("scopes", "What to ask for."),
        text("audience", "For whom the tokens are to be, for services that ask for it."),
        field(
            "authorization_parameters",
            Kind::Named(&Kind::Scalar),
            "What else goes into the address that the browser opens, such as `access_type: offline`.",
        ),
        format(
            "redirect_uri",
            &LANDING,
            "Where the browser comes back to, for services that want to know it before; without a port it is any free one.",
        )
        .default("http://127.0.0.1/callback"),
        format(
            "identity_url",
            &SECURE_URL,
            "What says whose token it is, such as OpenID's userinfo: an account is named by that.",
        ),
        text("identity_field", "The field of its answer that has the name; `a.b` is the field `b` of `a`.")
            .default("the first of `login`, `username`, `preferred_username`, `email`, `name`, `sub`"),
        texts("allowed_addresses", "Addresses and networks that are not public and where the service may be."),
    ],
)
.rules(&[needs("client_authentication", "client_secret"), needs("identity_field", "identity_url")])
.about("How users log in at a service with OAuth 2.0, and how their tokens are renewed.");
