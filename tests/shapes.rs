//! Tests that a pair is found in every form in which it is written.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::expect_used)]

mod common;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::{fingerprinter, known_keys, region_of_lines};
use proptest::prelude::*;
use sandbar::catalogue::{Catalogue, Environment};
use sandbar::credential::secret::Secret;
use sandbar::credential::{Kind, Part};
use sandbar::detect::find::find;
use sandbar::detect::found::Find;
use sandbar::detect::keys_page::{is_end_notice, is_none_notice, read_copied, read_region};
use sandbar::verdict::{CheckInput, check};

/// Every way of writing an API key. `$1` and `$2` are its parts, `$B` is the base64 form of both.
const API_SHAPES: &[&str] = &[
    "$1:$2",
    "curl -u '$1:$2' https://example.org",
    "curl -u \"$1:$2\"",
    "curl --user $1:$2",
    "curl --user=$1:$2",
    "curl -u$1:$2",
    "curl \\\n  -u \\\r\n '$1:$2' \\\n  -X POST",
    "curl -u “$1:$2”",
    "App Id: $1 App Secret: $2",
    "App Id: $1 Copy App Secret: $2 Copy",
    "App Id:\r\n$1\r\nApp Secret:\r\n$2\r\n",
    "App Secret: $2, App Id: $1",
    "ADOBE_EQP_APP_ID=$1\nADOBE_EQP_APP_SECRET=$2",
    "export ADOBE_CLIENT_ID='$1'\nexport ADOBE_CLIENT_SECRET='$2'",
    "ADOBE_APP_ID=$1 ADOBE_SECRET=$2",
    "env:\n  - name: APP_ID\n    value: $1\n  - name: APP_SECRET\n    value: $2\n",
    "app_id: $1\napp_secret: \"$2\"",
    r#"{"appId": "$1", "appSecret": "$2"}"#,
    r#""{\"appId\":\"$1\",\"appSecret\":\"$2\"}""#,
    r#"{\u0022appId\u0022:\u0022$1\u0022,\u0022appSecret\u0022:\u0022$2\u0022}"#,
    r"App Id: $1\nApp Secret: $2\n",
    "appId: '$1', appSecret: '$2'",
    "['app_id' => '$1', 'app_secret' => '$2']",
    "- **App Id:** `$1`\n- **App Secret:** `$2`",
    "app_id=$1&app_secret=$2",
    "app_id%3D$1%26app_secret%3D$2",
    "$1%3A$2",
    "auth = (\"$1\", \"$2\") # App Id $1 App Secret $2",
    "App Id（生产）：$1，App Secret（生产）：$2",
    "App Id „$1“, App Secret „$2“",
    "app_id&quot;:&quot;$1&quot;, &quot;app_secret&quot;:&quot;$2&quot;",
    "Authorization: Basic $B",
    "-H 'authorization: basic $B'",
    "\"Authorization\": \"Basic $B\"",
    "Basic%20$B",
    "$B",
];

const COMPOSER_SHAPES: &[&str] = &[
    "Public: $1 Private: $2",
    "Public Key:\n$1\nCopy\nPrivate Key:\n$2\nCopy",
    "Private: $2\nPublic: $1",
    "MAGENTO_PUBLIC_KEY=$1\nMAGENTO_PRIVATE_KEY=$2",
    "MAGENTO_MARKETPLACE_USERNAME: $1\nMAGENTO_MARKETPLACE_PASSWORD: $2",
    r#"{"http-basic": {"repo.magento.com": {"username": "$1", "password": "$2"}}}"#,
    r#"COMPOSER_AUTH='{"http-basic":{"repo.magento.com":{"username":"$1","password":"$2"}}}'"#,
    r#"COMPOSER_AUTH="{\"http-basic\":{\"repo.magento.com\":{\"username\":\"$1\",\"password\":\"$2\"}}}""#,
    "composer config --global http-basic.repo.magento.com $1 $2",
    "composer config http-basic.repo.magento.com '$1' '$2'",
    "curl -u '$1:$2' https://repo.magento.com/packages.json",
    "https://$1:$2@repo.magento.com/",
    "Authorization: Basic $B",
    "Basic $B",
];

const TOKEN_SHAPES: &[&str] = &[
    "Authorization: Bearer $1",
    "-H \"Authorization: Bearer $1\"",
    r#"{"mage_id":"MAG123456789","ust":"$1","expires_in":7200}"#,
    r#"{\"ust\":\"$1\"}"#,
    "ust=$1&x=1",
    "Bearer%20$1",
    "The ust is $1.",
];

fn written(shape: &str, first: &str, second: &str) -> String {
    shape.replace("$B", &STANDARD.encode(format!("{first}:{second}"))).replace("$1", first).replace("$2", second)
}

/// The certain find of this value.
fn certain<'f>(finds: &'f [Find], text: &str, part: Part, value: &str) -> Option<&'f Find> {
    let value = Secret::new(value);
    finds.iter().find(|find| find.is_asserted() && find.part == Some(part) && find.secret(text) == value)
}

fn is_found_as_a_pair(shape: &str, kind: Kind, around: [&str; 2], first: &str, second: &str) {
    let text = format!("{}{}{}", around[0], written(shape, first, second), around[1]);
    let finds = find(&text).finds;
    let [first_part, second_part] = kind.parts() else { panic!("{kind:?} is no pair") };
    let one = certain(&finds, &text, *first_part, first).unwrap_or_else(|| panic!("no first part in {text}"));
    let other = certain(&finds, &text, *second_part, second).unwrap_or_else(|| panic!("no second part in {text}"));
    let partner = one.partner.map(|index| &finds[index]).unwrap_or_else(|| panic!("no pair in {text}"));
    assert!(std::ptr::eq(partner, other), "another partner in {text}");
}

fn around() -> impl Strategy<Value = [&'static str; 2]> {
    prop_oneof![
        Just(["", ""]),
        Just(["Hallo, hier sind die Schlüssel: ", " – viele Grüße"]),
        Just(["\u{FEFF}", "\r\n"]),
        Just(["キーは次のとおりです。\n", "\nよろしく"]),
        Just(["\u{200B}", "\u{200B}"]),
        Just(["// ", ";"]),
    ]
}

proptest! {
    #[test]
    fn an_api_key_is_found_in_every_shape(id in "[A-Z0-9]{9}[A-Z]", secret in "[0-9a-f]{40}", around in around()) {
        for shape in API_SHAPES {
            is_found_as_a_pair(shape, Kind::ApiKey, around, &id, &secret);
        }
    }

    #[test]
    fn a_composer_key_is_found_in_every_shape(public in "[0-9a-f]{32}", private in "[0-9a-f]{32}", around in around()) {
        prop_assume!(public != private);
        for shape in COMPOSER_SHAPES {
            is_found_as_a_pair(shape, Kind::ComposerKey, around, &public, &private);
        }
    }

    #[test]
    fn a_token_is_found_in_every_shape(head in "[A-Z][A-Za-z0-9]{30}[g-z]", tail in "[A-Za-z0-9]{12}", around in around()) {
        let token = format!("{head}.{tail}");
        for shape in TOKEN_SHAPES {
            let text = format!("{}{}{}", around[0], written(shape, &token, ""), around[1]);
            prop_assert!(certain(&find(&text).finds, &text, Part::Token, &token).is_some(), "{}", text);
        }
    }

    #[test]
    fn invisible_characters_hide_nothing(id in "[A-Z0-9]{9}[A-Z]", secret in "[0-9a-f]{40}", at in 1..40_usize, c in "[\u{AD}\u{200B}-\u{200F}\u{2060}\u{FEFF}]") {
        let split = |text: &str, at: usize| format!("{}{c}{}", &text[..at], &text[at..]);
        let (split_id, split_secret) = (split(&id, at % 9 + 1), split(&secret, at));
        let text = format!("App Id: {split_id} App Secret: {split_secret}");
        let finds = find(&text).finds;
        prop_assert!(certain(&finds, &text, Part::ApplicationId, &id).is_some_and(|find| find.span.of(&text) == split_id));
        prop_assert!(certain(&finds, &text, Part::ApplicationSecret, &secret).is_some_and(|find| find.span.of(&text) == split_secret));
    }

    #[test]
    fn no_text_makes_anything_panic(text in "\\PC{0,200}|[ -~\\n\\r\\t\u{200B}\u{AD}“é日]{0,200}|(App Id|Secret|Private:|[A-Z0-9]{10}|[0-9a-f]{32}|[0-9a-f]{40}|-u |%3A|\\\\u0022|developer\\.magento\\.com|Basic |[A-Za-z0-9]{68}|\\PC){0,20}") {
        let catalogue = Catalogue::default();
        let report = check(&CheckInput { catalogue: &catalogue, text: &text, page: catalogue.sites().next().into(), neighbours: &[&text] }, &known_keys(), &fingerprinter());
        for finding in &report.findings {
            prop_assert!(text.get(finding.start..finding.end).is_some());
            prop_assert!(finding.hint.chars().count() <= 5);
        }
        for host in &report.hosts {
            prop_assert!(text.get(host.start..host.end).is_some_and(|name| name.eq_ignore_ascii_case(&host.host)));
        }
        let mut sorted = report.verdicts.clone();
        sorted.sort();
        sorted.dedup();
        prop_assert_eq!(&sorted, &report.verdicts);
        let _ = report.keys();
        let mut region = region_of_lines(text.lines());
        let _ = read_region(catalogue.vendors(), &region).len();
        if let Some(piece) = region.pieces.last_mut() {
            piece.is_clicked = true;
        }
        let _ = read_copied(&region, &text, Environment::Sandbox).is_some();
        let _ = is_end_notice(catalogue.vendors(), &text, None) || is_none_notice(catalogue.vendors(), &text);
    }
}
