//! The Marketplace Developer Portal of Adobe Commerce (Magento).
//!
//! Based on the vendor's documentation and on public code that uses the portal:
//! the repository AdobeDocs/commerce-marketplace and clients of the EQP API.

use crate::catalogue::environment::Environment;
use crate::catalogue::environment::Environment::{Production, Sandbox};
use crate::catalogue::environment::Environments::{Both, Neither, Only};
use crate::catalogue::irreversible::Object::{Key, Submission};
use crate::catalogue::irreversible::Verb::{Delete, Publish, Regenerate, Submit, Withdraw};
use crate::catalogue::irreversible::{Irreversible, Object, Verb};
use crate::catalogue::label::LabelRole::{Alone, First, Pair, Second};
use crate::catalogue::label::Strength::{Strong, Weak};
use crate::catalogue::label::{LabelRole, LabelRow, Strength};
use crate::catalogue::role::Role::{Account, Api, Composer, Documentation, Portal, Static, Store};
use crate::catalogue::shape::{Alphabet, Run, Shape};
use crate::catalogue::topic::Topic;
use crate::catalogue::topic::Topic::{ApiKeys, ComposerKeys, Other, Profile, Reports, Submissions};
use crate::catalogue::vendor::Occasion::{AllKeys, Disabling, FreeKeys, OldHost, Open, Regenerating};
use crate::catalogue::vendor::{
    Advice, CredentialShape, Door, KeysPages, Notice, Occasion, Refusal, SamePage, SessionRule, Sources, TextFacts,
    Vendor,
};
use crate::credential::{Kind, Part};
use crate::messages::{ContentKey, MessageKey, message};

/// The vendor's guides to the EQP API, version 1.
const GUIDE: &str = "https://developer.adobe.com/commerce/marketplace/guides/eqp/v1";
const SANDBOX_GUIDE: &str = "https://developer.adobe.com/commerce/marketplace/guides/eqp/v1/sandbox";
const KEYS_GUIDE: &str = "https://developer.adobe.com/commerce/marketplace/guides/eqp/v1/access-keys";

/// The guide to Composer access keys.
const COMPOSER_GUIDE: &str = "https://experienceleague.adobe.com/docs/commerce-operations/installation-guide/prerequisites/authentication-keys.html";

const SANDBOX: Option<Environment> = Some(Sandbox);
const PRODUCTION: Option<Environment> = Some(Production);

const fn advice(
    environment: Option<Environment>,
    topics: &'static [Topic],
    text: MessageKey,
    source: &'static str,
) -> Advice {
    Advice { text, note: None, environment, topics, occasion: Open, source }
}

/// The same, also shown on the page itself.
const fn note(
    environment: Option<Environment>,
    topics: &'static [Topic],
    occasion: Occasion,
    text: ContentKey,
    source: &'static str,
) -> Advice {
    Advice { note: Some(text), occasion, ..advice(environment, topics, text.in_extension(), source) }
}

const fn credential(part: Part, runs: &'static [Run], sample: Option<&'static str>) -> CredentialShape {
    CredentialShape { part, shape: Shape::plain(runs), sample }
}

const API: Kind = Kind::ApiKey;
const COMPOSER: Kind = Kind::ComposerKey;
const SESSION: Kind = Kind::SessionToken;

const fn label(key: &'static str, role: LabelRole, strength: Strength, kind: Kind) -> LabelRow {
    LabelRow { key, role, strength, kind: Some(kind) }
}

const fn action(id: &'static str, verb: Verb, object: Object, name: MessageKey, what: ContentKey) -> Irreversible {
    Irreversible { id, verb, object, name, what, what_on: &[] }
}

/// The vendor's row.
pub static VENDOR: Vendor = Vendor {
    id: "adobe-commerce",
    name: "Adobe Commerce Marketplace",
    // Left out because they are unknown: a sandbox Composer repository, a
    // sandbox store, the static hosts of production.
    doors: &[
        Door::at("commercedeveloper.adobe.com", Portal, Only(Production)),
        Door::at("commercedeveloper-sandbox.adobe.com", Portal, Only(Sandbox)),
        Door::legacy("developer.magento.com", Portal, Only(Production)),
        Door::legacy("developer-stg.magento.com", Portal, Only(Sandbox)),
        Door::at("commercedeveloper-api.adobe.com", Api, Only(Production)),
        Door::at("commercedeveloper-sandbox-api.adobe.com", Api, Only(Sandbox)),
        Door::legacy("developer-api.magento.com", Api, Only(Production)),
        Door::legacy("developer-stg-api.magento.com", Api, Only(Sandbox)),
        Door::legacy("developer-api-sandbox.magento.com", Api, Only(Sandbox)),
        Door::at("commercedeveloper-sandbox-static.adobe.com", Static, Only(Sandbox)),
        Door::legacy("mp-stg-static.magento.com", Static, Only(Sandbox)),
        Door::at("account.magento.com", Account, Both),
        Door::at("commercemarketplace.adobe.com", Store, Only(Production)),
        Door::legacy("marketplace.magento.com", Store, Only(Production)),
        Door::at("repo.magento.com", Composer, Only(Production)),
        Door::at("developer.adobe.com", Documentation, Neither),
    ],
    // Documentation screenshots of 2020 and 2023 show the same text. The banner
    // also links to production, so links never classify a page.
    sandbox_banner: Some("running in sandbox mode"),
    // From documentation screenshots.
    user_menu: &["account information", "marketplace profile", "manage api keys", "api keys", "access keys"],
    // From public code that links to the current host of production.
    profile_path: Some("/account/profile"),
    // According to the documentation, logging out of one environment also logs
    // you out of the other in the same browser.
    sessions: SessionRule::Linked,
    // Public code uses the routes `/extensions/`,
    // `/extensions/versions/<slug>`, `/account/profile`, `/account/keys` and
    // `/account/apikeys`. The routes of themes, shared packages and reports are
    // unknown; only their menu items are known.
    same_page: Some(SamePage::SwapHost { listed: &[("/extensions/versions/", "/extensions/")] }),
    topics: &[
        ("/account/apikeys", ApiKeys),
        ("/account/keys", ComposerKeys),
        ("/account/profile", Profile),
        ("report", Reports),
        ("analytics", Reports),
        ("extension", Submissions),
        ("theme", Submissions),
        ("shared-package", Submissions),
        ("package", Submissions),
        ("apps", Submissions),
    ],
    advice: &[
        note(None, &[], OldHost, message::NOTE_OLD_HOST, GUIDE),
        note(SANDBOX, &[Profile], Open, message::NOTE_PROFILE, SANDBOX_GUIDE),
        advice(SANDBOX, &[Other], message::NOTE_PROFILE.in_extension(), SANDBOX_GUIDE),
        advice(None, &[ApiKeys, ComposerKeys], message::ADVICE_KEYS_SEPARATE, SANDBOX_GUIDE),
        note(None, &[ApiKeys], AllKeys, message::NOTE_ALL_KEYS, KEYS_GUIDE),
        Advice { occasion: FreeKeys, ..advice(None, &[ApiKeys], message::ADVICE_THREE_KEYS, KEYS_GUIDE) },
        note(None, &[ApiKeys], Regenerating, message::NOTE_REGENERATE, KEYS_GUIDE),
        note(None, &[ComposerKeys], Disabling, message::NOTE_DISABLE, COMPOSER_GUIDE),
        advice(None, &[ApiKeys, ComposerKeys], message::ADVICE_TWO_KINDS, KEYS_GUIDE),
        note(SANDBOX, &[Submissions], Open, message::NOTE_SANDBOX_REVIEWS, SANDBOX_GUIDE),
        note(SANDBOX, &[Submissions], Open, message::NOTE_PRACTICE, SANDBOX_GUIDE),
        note(PRODUCTION, &[Submissions], Open, message::NOTE_REAL_REVIEWS, SANDBOX_GUIDE),
        note(SANDBOX, &[Reports], Open, message::NOTE_REPORTS, SANDBOX_GUIDE),
        advice(SANDBOX, &[Other, Profile], message::ADVICE_PARTNERS_ONLY, GUIDE),
    ],
    // The consequences for API keys are from the guide to access keys, that
    // people review submissions is from the guide to the sandbox, and that
    // disabling can be undone is from the guide to Composer keys. About the
    // others, nothing is documented, so the texts say no more than the button.
    irreversible: &[
        Irreversible {
            what_on: &[(ApiKeys, message::STOP_DELETE_API_KEY), (ComposerKeys, message::STOP_DELETE_COMPOSER_KEY)],
            ..action("delete-key", Delete, Key, message::STOPPING_NAME_DELETE_KEY, message::STOP_DELETE_KEY)
        },
        action("regenerate-key", Regenerate, Key, message::STOPPING_NAME_REGENERATE_KEY, message::STOP_REGENERATE_KEY),
        action("submit", Submit, Submission, message::STOPPING_NAME_SUBMIT, message::STOP_SUBMIT),
        action("publish", Publish, Submission, message::STOPPING_NAME_PUBLISH, message::STOP_PUBLISH),
        action("withdraw", Withdraw, Submission, message::STOPPING_NAME_WITHDRAW, message::STOP_WITHDRAW),
        action(
            "delete-submission",
            Delete,
            Submission,
            message::STOPPING_NAME_DELETE_SUBMISSION,
            message::STOP_DELETE_SUBMISSION,
        ),
    ],
    keys_pages: KeysPages {
        // The first is from the portal, as shown in the documentation. The
        // others aren't documented, so they are only hints.
        notices: &[
            ("you do not have any api keys", Notice::NoApiKeys),
            ("key has been regenerated", Notice::Regenerated),
            ("key has been deleted", Notice::Deleted),
            ("key has been removed", Notice::Deleted),
        ],
        not_names: &[
            "name",
            "key name",
            "api key name",
            "api access key",
            "key",
            "actions",
            "copy",
            "copied",
            "regenerate",
            "delete",
            "disable",
            "enable",
            "edit",
            "show",
            "hide",
            "create api access key",
            "create a new access key",
        ],
    },
    // Values don't show their environment. The shapes are based on a few
    // samples.
    credentials: &[
        credential(Part::ApplicationId, &[Run::of(Alphabet::Capitals, 10)], Some("AQ17NZ49WC")),
        credential(
            Part::ApplicationSecret,
            &[Run::of(Alphabet::Hex, 40)],
            Some("8820c99614d65f923df7660276f20e029d73e2ca"),
        ),
        credential(Part::PublicKey, &[Run::of(Alphabet::Hex, 32)], None),
        credential(Part::PrivateKey, &[Run::of(Alphabet::Hex, 32)], None),
        // Known from one sample. If a label announces a token, the second run
        // may be slightly shorter or longer than 12 characters.
        credential(
            Part::Token,
            &[Run::of(Alphabet::Alphanumeric, 32), Run { alphabet: Alphabet::Alphanumeric, min: 8, max: 24 }],
            Some("baGXoStRuR9VCDFQGZNzgNqbqu5WUwlr.cAxZJ9m22Le7"),
        ),
    ],
    marks: &[],
    sighted: &[],
    // From the portal's pages, the documentation, and names in public CI
    // configurations and clients.
    labels: &[
        label("appid", First, Strong, API),
        label("applicationid", First, Strong, API),
        label("appsecret", Second, Strong, API),
        label("applicationsecret", Second, Strong, API),
        label("adobeclientid", First, Strong, API),
        label("adobeclientsecret", Second, Strong, API),
        label("adobesecret", Second, Strong, API),
        label("eqpclientid", First, Strong, API),
        label("eqpclientsecret", Second, Strong, API),
        label("eqpid", First, Strong, API),
        label("eqpsecret", Second, Strong, API),
        label("magentopublickey", First, Strong, COMPOSER),
        label("magentoprivatekey", Second, Strong, COMPOSER),
        label("composerpublickey", First, Strong, COMPOSER),
        label("composerprivatekey", Second, Strong, COMPOSER),
        label("marketplaceusername", First, Strong, COMPOSER),
        label("marketplacepassword", Second, Strong, COMPOSER),
        label("publickey", First, Weak, COMPOSER),
        label("privatekey", Second, Weak, COMPOSER),
        label("public", First, Weak, COMPOSER),
        label("private", Second, Weak, COMPOSER),
        label("repomagentocom", Pair, Strong, COMPOSER),
        // The API's names for the parts of a Composer key.
        label("userkey", First, Weak, COMPOSER),
        label("passwordkey", Second, Weak, COMPOSER),
        label("sessiontoken", Alone, Strong, SESSION),
        label("ust", Alone, Strong, SESSION),
        label("bearer", Alone, Strong, SESSION),
    ],
    words: &["eqp", "adobe", "magento", "marketplace", "commercedeveloper", "devportal"],
    everyday_words: &[],
    kind_words: &[(Kind::ComposerKey, "composer"), (Kind::SessionToken, "ust")],
    example: Some(
        "curl -X POST \\\n  -u 'AR28PM50XD:7931d0a725e76fa34ea8771387f31fa3ae84f3db' \\\n  -d '{ \"grant_type\": \"session\" }' \\\n  https://commercedeveloper-sandbox-api.adobe.com/rest/v1/app/session/token",
    ),
    // As in public CI configurations, which don't mention an environment.
    env_names: &[(Part::ApplicationId, "ADOBE_EQP_APP_ID"), (Part::ApplicationSecret, "ADOBE_EQP_APP_SECRET")],
    // From public API clients, their configuration files, and error messages
    // that users have reported.
    texts: &TextFacts {
        api_name: Some("eqp"),
        api_root: Some("rest"),
        names: &[],
        clients: &["eqp"],
        programs: &["bin/magento"],
        environment_options: &[
            "eqpenvironment",
            "eqpenv",
            "adobeeqpenvironment",
            "adobeeqpenv",
            "adobeenvironment",
            "magentoeqpenvironment",
            "marketplaceenvironment",
            "marketplaceenv",
        ],
        switch_words: &["eqp", "adobe"],
        usage_words: &[(API, "/session/token"), (COMPOSER, "http-basic.repo")],
        part_words: &[
            (
                Part::ApplicationId,
                &["appid", "app_id", "app-id", "app id", "applicationid", "application_id", "client_id", "clientid"],
            ),
            (Part::ApplicationSecret, &["secret"]),
            (Part::PublicKey, &["public", "username"]),
            (Part::PrivateKey, &["private", "password"]),
        ],
        columns: [&["app id", "app_id", "appid", "application id", "public"], &["secret", "private"]],
        list_marks: &["app id:", "public:"],
        refusals: &[
            ("invalid credentials for 'https://repo.magento.com", Refusal::ComposerCredentials),
            ("invalid credentials for \"https://repo.magento.com", Refusal::ComposerCredentials),
            ("invalid credentials (http 401) for 'https://repo.magento.com", Refusal::ComposerCredentials),
            ("consumer isn't authorized", Refusal::Unauthorized),
            ("consumer isn’t authorized", Refusal::Unauthorized),
            ("consumer isn\\u0027t authorized", Refusal::Unauthorized),
            ("consumer is not authorized", Refusal::Unauthorized),
        ],
    },
    // Its terms are Production and Sandbox.
    environment_names: None,
    sources: Sources::of(
        "2026-11-20",
        &["https://github.com/AdobeDocs/commerce-marketplace", "https://github.com/magento/devdocs", GUIDE],
    ),
};
