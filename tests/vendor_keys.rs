//! Tests keys that reveal their environment: every row of the catalogue, every way of writing one,
//! and values that only look like one.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::expect_used)]

mod common;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use common::{Numbers, fingerprinter, sample};
use sandbar::catalogue::marked::{MarkedShape, Secrecy};
use sandbar::catalogue::shape::{Alphabet, Marker};
use sandbar::catalogue::vendors::{self, OFFERED};
use sandbar::catalogue::{Catalogue, Environment, Role, Vendor};
use sandbar::credential::Kind;
use sandbar::detect::marked::Marks;
use sandbar::keyring::Keyring;
use sandbar::verdict::input::Page;
use sandbar::verdict::{CheckInput, Report, Verdict, check};

fn report(catalogue: &Catalogue, text: &str, labels: &[&str]) -> Report {
    let input = CheckInput { catalogue, text, page: Page::Labelled(labels), neighbours: &[] };
    check(&input, &Keyring::default(), &fingerprinter())
}

/// The vendors with such keys, each with its shapes.
fn marked() -> impl Iterator<Item = (&'static Vendor, &'static MarkedShape, Environment)> {
    OFFERED
        .iter()
        .flat_map(|&vendor| vendor.marks.iter().filter_map(move |mark| Some((vendor, mark, mark.shape.says.only()?))))
}

/// An API host of the vendor in this environment, or in both.
fn api_host(vendor: &Vendor, environment: Environment) -> Option<&'static str> {
    let api = || vendor.doors.iter().filter(|door| door.role == Role::Api);
    let of = api().find(|door| door.environments.only() == Some(environment));
    of.or_else(|| api().next()).map(|door| door.host.name())
}

/// A word with a capital letter: `live` becomes `Live`.
fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}

/// Fills a vendor's words and a key into a template.
fn fill(template: &str, vendor: &Vendor, key: &str) -> String {
    let names = vendor.environment_names;
    let [live, test] =
        [names.map_or("Production", |names| names.production), names.map_or("Sandbox", |names| names.sandbox)];
    let word = vendor.words[0];
    let mut text = template.replace("\\n", "\n").replace("\\\\", "\\");
    for placeholder in ["$SECRET", "$PUBLIC", "$ID", "$KEY"] {
        text = text.replace(placeholder, key);
    }
    for (name, value) in [("name", word), ("live", live), ("test", test)] {
        text = text.replace(&format!("${}", name.to_uppercase()), &value.to_uppercase());
        text = text.replace(&format!("${}", capital(name)), &capital(value));
        text = text.replace(&format!("${name}"), &value.to_lowercase());
    }
    for (name, environment) in [("$SANDBOX_HOST", Environment::Sandbox), ("$HOST", Environment::Production)] {
        text = text.replace(name, api_host(vendor, environment).unwrap_or_default());
    }
    text
}

/// Whether a template applies to this kind of key.
fn is_about(template: &str, secrecy: Secrecy) -> bool {
    let kind = match secrecy {
        Secrecy::Secret => "$SECRET",
        Secrecy::Publishable => "$PUBLIC",
        Secrecy::Identifier => "$ID",
    };
    template.contains(kind) || template.contains("$KEY")
}

#[test]
fn each_text_gets_the_verdicts_on_its_line() {
    let catalogue = Catalogue::default().offering(OFFERED);
    let (mut cases, mut wrong) = (0, Vec::new());
    for line in include_str!("fixtures/vendor-texts.txt").lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let [ids, to, labels, template] = line.splitn(4, '\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let mut numbers = Numbers::new(7);
        let is_of = |vendor: &Vendor| ids == "*" || ids.split(',').any(|id| id == vendor.id);
        let before = cases;
        for (vendor, mark, environment) in marked().filter(|(vendor, ..)| is_of(vendor)) {
            if !is_about(template, mark.secrecy) {
                continue;
            }
            let key = sample(&mark.shape, &mut numbers);
            let text = fill(template, vendor, &key);
            let labels: Vec<String> = labels.split('|').map(|label| fill(label, vendor, &key)).collect();
            let labels: Vec<&str> = labels.iter().map(String::as_str).filter(|label| !label.is_empty()).collect();
            let report = report(&catalogue, &text, &labels);
            let found = report.findings.iter().find(|finding| text[finding.start..finding.end] == key);
            let expected = match to {
                "production" => Some(Some(Environment::Production)),
                "sandbox" => Some(Some(Environment::Sandbox)),
                "-" => Some(None),
                "!" => None,
                other => panic!("{other} is no destination"),
            };
            let is_wrong = expected.flatten().is_some_and(|to| to != environment);
            let answer = found.map(|finding| finding.destination.map(|to| to.environment));
            let verdicts = found.map_or(&[][..], |finding| &finding.verdicts[..]);
            let right: &[Verdict] = if is_wrong { &[Verdict::WrongEnvironment] } else { &[] };
            cases += 1;
            if answer != expected
                || verdicts != right
                || found.is_some_and(|found| found.environment() != Some(environment))
            {
                wrong.push(format!("{}: {to}\n  {text:?} {labels:?}\n  said {answer:?} {verdicts:?}", vendor.id));
            }
        }
        assert!(cases > before, "a line without a case: {line}");
    }
    assert!(wrong.is_empty(), "{} of {cases} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(cases >= 300, "{cases} cases");
}

#[test]
fn a_key_without_a_distinct_shape_needs_its_vendors_name() {
    let catalogue = Catalogue::default().offering(OFFERED);
    let mut numbers = Numbers::new(3);
    for (vendor, mark, _) in marked().filter(|(_, mark, _)| mark.needs_vendor) {
        let key = sample(&mark.shape, &mut numbers);
        for text in [key.clone(), format!("const LIVE_KEY = '{key}';"), format!("def {key}():")] {
            assert_eq!(report(&catalogue, &text, &["Live secret key"]).findings, [], "{text}");
        }
        let beside = report(&catalogue, &key, &["API key", &format!("{} settings", vendor.name)]);
        assert_eq!(beside.findings.len(), 1, "{key}");
    }
}

#[test]
fn a_publishable_key_is_no_alarm() {
    use sandbar::view::warning::{Urgency, warning};
    let catalogue = Catalogue::default().offering(OFFERED);
    let mut numbers = Numbers::new(4);
    for (vendor, mark, environment) in marked() {
        let key = sample(&mark.shape, &mut numbers);
        let label = format!("{} key for {}", environment.other().name(), vendor.words[0]);
        let text = format!("{label}: {key}");
        let urgency = warning(&report(&catalogue, &text, &[])).unwrap().urgency;
        let secret = mark.secrecy == Secrecy::Secret;
        assert_eq!(urgency, if secret { Urgency::Alarm } else { Urgency::Question }, "{text}");
    }
}

/// Values that differ from one of this shape by one character or by their length.
fn nearly(mark: &MarkedShape, numbers: &mut Numbers) -> String {
    let mut value = sample(&mark.shape, numbers);
    let (Marker::Prefix(marker) | Marker::Infix(marker)) = mark.shape.marker else { panic!("no marker") };
    let start = value.rfind(marker).unwrap() + marker.len();
    let at = start + numbers.below(value.len() - start);
    match numbers.below(4) {
        0 => drop(value.remove(at)),
        1 => value.insert(at, 'a'),
        2 => value.extend(["0a1b2c3d4e5f"; 30]),
        _ => {
            let others = ["~", "é", "%", "Z", "g", "_", "-", "=", "."];
            value.replace_range(at..=at, others[numbers.below(others.len())]);
        }
    }
    value
}

#[test]
fn near_misses_of_a_shape_are_ignored() {
    let catalogue = Catalogue::default().offering(OFFERED);
    let marks = Marks::of(catalogue.all_vendors());
    let fits_any = |value: &str| marked().any(|(_, mark, _)| mark.shape.fits(value));
    for (vendor, mark, _) in marked() {
        let mut numbers = Numbers::new(5);
        let mut tried = 0;
        while tried < 5000 {
            let value = nearly(mark, &mut numbers);
            // A value with one character less may have another shape.
            if fits_any(&value) {
                assert!(tried > 0 || numbers.below(100) < 99, "nothing differs");
                tried += 1;
                continue;
            }
            tried += 1;
            let text = format!("{}_KEY=\"{value}\"", vendor.words[0]);
            // The part before a character that ends a word may be a value.
            let found = marks.find(&text);
            let is_whole = |span: &str| value.starts_with(span) && fits_any(span);
            assert!(
                found
                    .iter()
                    .all(|found| is_whole(found.find.span.of(&text)) && ends_word(&value, found.find.span.of(&text))),
                "{text}"
            );
        }
    }
}

/// Whether this prefix is followed by a character that is not part of a word.
fn ends_word(value: &str, beginning: &str) -> bool {
    value[beginning.len()..].starts_with(['%', '~', 'é', '=', '.']) && !value[beginning.len()..].starts_with(['é'])
}

#[test]
fn look_alikes_of_keys_are_ignored() {
    let catalogue = Catalogue::default().offering(OFFERED);
    for text in [
        // Not keys.
        "stripe cs_test_a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6",
        "stripe whsec_a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6",
        "stripe 4242 4242 4242 4242, 4242424242424242, 4000056655665556",
        "stripe price_1MoBy5LkdIwHu7ixZhnattbh acct_1032D82eZvKYlo2C",
        "paddle pdl_ntfset_01hv8wptq8987qeep44cyrewp9_0a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P",
        "mollie access_Wwvu7egPcJLLJ9Kb7J632x8wJ2zMeJ",
        // From the vendors' documentation.
        "stripe.api_key = 'sk_test_4eC39HqLyjWDarjtT1zdp7dc'",
        "Stripe('pk_test_TYooMQauvdEDq54NiTphI7jx')",
        "new Razorpay({ key: 'rzp_test_1DP5mmOlF5G5ag' })",
        "createMollieClient({ apiKey: 'test_dHar4XY7LxsDOtmnkVtjNVWXLSlXsM' })",
        "CLERK_PUBLISHABLE_KEY=pk_test_ZXhhbXBsZS5jbGVyay5hY2NvdW50cy5kZXYk",
        "braintree.dropin.create({ authorization: 'sandbox_g42y39zw_348pk9cgf3bgyw2b' })",
        // Examples and references.
        "STRIPE_KEY=sk_live_XXXXXXXXXXXXXXXXXXXXXXXX",
        "STRIPE_KEY=sk_test_your_secret_key_goes_here_1234",
        "STRIPE_KEY=sk_test_abcdefghijklmnopqrstuvwx",
        "STRIPE_KEY=sk_test_000000000000000000000000",
        "STRIPE_KEY=sk_live_ReplaceThisWithYourOwnKey1",
        "STRIPE_KEY=$sk_live_key STRIPE_KEY=${{ secrets.SK_LIVE_4EC39HQLYJWDARJTT1ZDP7DC }}",
        "rzp_test_1DP5mmOlF5G5ag.js",
        "def test_thatAUserIsRedirectedToTheLoginPage1(): # mollie",
        "mollie test_2024_01_01_payments_are_created_when_paid",
        "adyen live_migration_0001_adds_the_column_paid",
        "ebay SKU-PRD-2024-0001",
        "def test_refundOfOrder2WithMollieIsPartial(): # mollie",
        "mollie: test('live_ordersAreRefunded1TimeOnlyForThem')",
        "FLWSECK_TEST-d0a4f79c3b8e1265f7c0d9b4a3e18f56-7",
        "FLWPUBK_TEST-d0a4f79c3b8e1265f7c0d9b4a3e18f56-A",
        "sandbox-sq0idb-fake",
    ] {
        assert_eq!(report(&catalogue, text, &["Live secret key"]).findings, [], "{text}");
    }
}

/// The environments of the found keys, and whether each goes to the wrong one.
fn environments(report: &Report) -> Vec<(Option<Environment>, bool)> {
    let wrong = |finding: &sandbar::verdict::Finding| finding.verdicts.contains(&Verdict::WrongEnvironment);
    report.findings.iter().map(|one| (one.environment(), wrong(one))).collect()
}

#[test]
fn a_key_in_base64_is_judged_like_the_key_itself() {
    let catalogue = Catalogue::default().offering(OFFERED);
    let mut numbers = Numbers::new(12);
    let mut cases = 0;
    for (vendor, mark, environment) in marked() {
        let key = sample(&mark.shape, &mut numbers);
        let word = vendor.words[0].to_uppercase();
        for value in [format!("{key}:"), key.clone(), format!("{key}\n"), format!("{key}:x"), format!("K1_user:{key}")]
        {
            let encoded = STANDARD.encode(&value);
            // The scan looks for runs of 32 letters and digits.
            if encoded.trim_end_matches('=').len() < 32 {
                continue;
            }
            let bare = report(&catalogue, &format!("curl -H 'Authorization: Basic {encoded}' # {word}"), &[]);
            assert_eq!(environments(&bare), [(Some(environment), false)], "{value:?}");
            assert!(bare.findings[0].hint.ends_with(&key[key.len() - 4..]), "{value:?}");
            for to in Environment::ALL {
                let name = vendor.names().name(to).to_uppercase();
                let text = format!("data:\n  {word}_{name}_KEY: {encoded}\n");
                let found = report(&catalogue, &text, &[]);
                assert_eq!(environments(&found), [(Some(environment), to != environment)], "{text}");
                assert_eq!(&text[found.findings[0].start..found.findings[0].end], encoded);
                cases += 1;
            }
            // As programs wrap it.
            if encoded.len() > 76 {
                let lines: Vec<&str> =
                    encoded.as_bytes().chunks(76).map(|line| str::from_utf8(line).unwrap()).collect();
                let text = format!("{word}_KEY: |\n  {}\n", lines.join("\n  "));
                assert_eq!(environments(&report(&catalogue, &text, &[])), [(Some(environment), false)], "{text}");
            }
        }
    }
    assert!(cases > 300, "{cases} cases");
}

#[test]
fn look_alikes_of_keys_in_base64_are_ignored() {
    let catalogue = Catalogue::default().offering(OFFERED);
    let mut numbers = Numbers::new(13);
    let fits_any = |value: &str| marked().any(|(_, mark, _)| mark.shape.fits(value));
    for (vendor, mark, _) in marked() {
        for _ in 0..200 {
            let value = nearly(mark, &mut numbers);
            let encoded = STANDARD.encode(format!("{value}:"));
            let text = format!("{}_TOKEN=\"{encoded}\"", vendor.words[0]);
            assert!(fits_any(&value) || report(&catalogue, &text, &[]).findings.is_empty(), "{value}");
        }
        let key = sample(&mark.shape, &mut numbers);
        for value in [format!("the key {key} is new"), format!("key={key}"), format!("a:b:{key}"), format!("{key}/x")] {
            let text = format!("{}: {}", vendor.words[0], STANDARD.encode(&value));
            assert_eq!(report(&catalogue, &text, &[]).findings, [], "{value}");
        }
    }
    for text in [
        // From the documentation, or invented.
        "Authorization: Basic c2tfdGVzdF80ZUMzOUhxTHlqV0Rhcmp0VDF6ZHA3ZGM6",
        "Authorization: Basic c2tfdGVzdF95b3VyX3NlY3JldF9rZXlfZ29lc19oZXJlXzEyMzQ6",
    ] {
        assert_eq!(report(&catalogue, text, &["Live secret key"]).findings, [], "{text}");
    }
}

#[test]
fn a_key_without_a_digit_is_one_where_nothing_else_has_its_mark() {
    let catalogue = Catalogue::default().offering(OFFERED);
    let mut numbers = Numbers::new(14);
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let found = |key: &str| report(&catalogue, &format!("STRIPE_KEY={key}"), &[]).findings.len();
    for (length, at_least) in [(24, 700), (32, 860), (48, 950)] {
        let known = (0..1000).filter(|_| found(&format!("sk_live_{}", numbers.text(LETTERS, length))) == 1).count();
        assert!(known >= at_least, "{known} of 1000 with {length} letters");
    }
    for name in [
        "sk_live_ThisIsTheSecretKeyOfMyStripeAccount",
        "sk_test_MyStripeAPIKeyForTheStagingShop",
        "pk_test_publishableKeyForTheCheckoutPage",
        "sk_live_SETTHISTOTHEKEYOFTHEACCOUNT",
        "rk_live_HTTPSProxyTokenOfTheAPIGateway",
    ] {
        assert_eq!(found(name), 0, "{name}");
    }
    // Names of tests and files look like these.
    for _ in 0..1000 {
        let text = format!("MOLLIE_KEY=live_{}", numbers.text(LETTERS, 30));
        assert_eq!(report(&catalogue, &text, &[]).findings, [], "{text}");
    }
}

#[test]
fn lock_files_and_bundles_hold_no_keys() {
    let mut numbers = Numbers::new(8);
    const BASE64: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const HEX: &str = "0123456789abcdef";
    let mut text = String::from("stripe paddle mollie adyen braintree square ebay\n");
    for _ in 0..5000 {
        let (sha, hex) = (numbers.text(BASE64, 86), numbers.text(HEX, 40));
        text += &format!(
            "    \"integrity\": \"sha512-{sha}==\",\n    \"node_modules/live_{}\": \"{hex}\",\n",
            numbers.text("abcdefgh_", 12)
        );
        text += &format!(
            "e.test_{}=function(t){{return t.live_{}}},",
            numbers.text("abcdefghij", 9),
            numbers.text("abcdefghij", 31)
        );
        text += &format!(
            "\"uuid\":\"{}-{}\",\"css\":\"sandbox-{}\"\n",
            numbers.text(HEX, 8),
            numbers.text(HEX, 12),
            numbers.text("abcdef-", 30)
        );
    }
    assert_eq!(report(&Catalogue::default().offering(OFFERED), &text, &["Live secret key"]).findings.len(), 0);
}

#[test]
fn several_keys_in_one_file_are_each_judged_at_their_own_place() {
    let mut numbers = Numbers::new(9);
    let find = |id: &str, environment: Environment| {
        marked()
            .find(|(vendor, mark, of)| vendor.id == id && *of == environment && mark.secrecy == Secrecy::Secret)
            .unwrap()
            .1
    };
    let [live, test, paddle] =
        [("stripe", Environment::Production), ("stripe", Environment::Sandbox), ("paddle", Environment::Sandbox)]
            .map(|(id, environment)| sample(&find(id, environment).shape, &mut numbers));
    let text = format!(
        "STRIPE_LIVE_KEY={test}\nSTRIPE_TEST_KEY={live}\nPADDLE_URL=https://api.paddle.com\nPADDLE_KEY={paddle}\n\
         App Id: ZX5K1RW08N App Secret: d0a4f79c3b8e1265f7c0d9b4a3e18f5602c7d8e9\n"
    );
    let report = report(&Catalogue::default().offering(OFFERED), &text, &[]);
    let wrong: Vec<(usize, bool)> =
        report.findings.iter().map(|one| (one.line, one.verdicts.contains(&Verdict::WrongEnvironment))).collect();
    assert_eq!(wrong, [(1, true), (2, true), (4, true), (5, false), (5, false)]);
    // The partner of a part is the other part, even if others are in between.
    let partner = report.findings[3].partner.and_then(|at| report.findings.get(at)).unwrap();
    assert!(partner.kind == Kind::ApiKey && partner.start == report.findings[4].start);
    assert_eq!(report.keys().len(), 1);
}

#[test]
fn an_option_that_chooses_between_two_keys_condemns_neither() {
    let mut numbers = Numbers::new(11);
    let secret = |environment: Environment| {
        let is_it = |(vendor, mark, of): &(&Vendor, &MarkedShape, Environment)| {
            vendor.id == "stripe" && *of == environment && mark.secrecy == Secrecy::Secret
        };
        &marked().find(is_it).unwrap().1.shape
    };
    let [live, test] = [Environment::Production, Environment::Sandbox].map(|of| sample(secret(of), &mut numbers));
    for (text, wrong) in [
        ("STRIPE_ENVIRONMENT=test\nSTRIPE_SECRET_KEY=$LIVE\nSTRIPE_TEST_SECRET_KEY=$TEST", &[false, false][..]),
        ("'stripe' => [\n'environment' => 'test',\n'test_sk' => '$TEST',\n'live_sk' => '$LIVE',\n]", &[false, false]),
        ("stripe:\n  environment: sandbox\n  live:\n    key: $LIVE\n  test:\n    key: $TEST", &[false, false]),
        ("paypal.environment=sandbox\nstripe.secret=$LIVE", &[false]),
        ("stripe.environment=sandbox\nstripe.secret=$LIVE", &[true]),
        ("STRIPE_ENVIRONMENT=test\nSTRIPE_SECRET_KEY=$LIVE", &[true]),
    ] {
        let text = text.replace("$LIVE", &live).replace("$TEST", &test);
        let findings = report(&Catalogue::default().offering(OFFERED), &text, &[]).findings;
        let said: Vec<bool> = findings.iter().map(|one| one.verdicts.contains(&Verdict::WrongEnvironment)).collect();
        assert_eq!(said, wrong, "{text}");
    }
}

#[test]
fn a_row_of_a_table_names_the_keys_of_one_environment() {
    let mut numbers = Numbers::new(15);
    let mut key = |secrecy: Secrecy, environment: Environment| {
        let is_it = |(vendor, mark, of): &(&Vendor, &MarkedShape, Environment)| {
            vendor.id == "stripe" && *of == environment && mark.secrecy == secrecy
        };
        sample(&marked().find(is_it).unwrap().1.shape, &mut numbers)
    };
    let [live, test] = Environment::ALL.map(|of| key(Secrecy::Secret, of));
    let [public_live, public_test] = Environment::ALL.map(|of| key(Secrecy::Publishable, of));
    for (text, wrong) in [
        ("| **Live** | `$PL` | `$ST` |\n| **Test** | `$PT` | `$SL` |", &[false, true, false, true][..]),
        ("| | Publishable | Secret |\n|---|---|---|\n| Live | $PL | $SL |\n| Test | $PT | $ST |", &[false; 4]),
        ("| Server | First | Second |\n|---|---|---|\n| Production | $SL | $ST |", &[false; 2]),
        ("| Server | Live key | Test key |\n|---|---|---|\n| Production | $SL | $ST |", &[false; 2]),
        ("| Server | Live key | Test key |\n|---|---|---|\n| Production | $PL | $ST |", &[false; 2]),
    ] {
        let keys = [("$SL", &live), ("$ST", &test), ("$PL", &public_live), ("$PT", &public_test)];
        let text = keys.iter().fold(text.to_owned(), |text, (name, key)| text.replace(name, key));
        let findings = report(&Catalogue::default().offering(OFFERED), &text, &[]).findings;
        let said: Vec<bool> = findings.iter().map(|one| one.verdicts.contains(&Verdict::WrongEnvironment)).collect();
        assert_eq!(said, wrong, "{text}");
    }
}

#[test]
fn a_key_that_ends_with_padding_is_found_once() {
    let catalogue = Catalogue::default().offering(OFFERED);
    for host in ["sunny-fox-12", "sunny-fox-123", "sunny-fox-1234"] {
        let key = format!("pk_test_{}", STANDARD.encode(format!("{host}.clerk.accounts.dev$")));
        let report = report(&catalogue, &format!("CLERK_PUBLISHABLE_KEY={key}\n"), &[]);
        let found: Vec<&str> = report.findings.iter().map(|one| &key[..one.end - one.start]).collect();
        assert_eq!(found, [&key], "{key}");
    }
}

#[test]
fn a_row_is_complete() {
    for vendor in OFFERED {
        let id = vendor.id;
        let (sources, checked) = (vendor.sources.addresses(), vendor.sources.checked());
        assert!(!sources.is_empty() && sources.iter().all(|source| source.starts_with("https://")), "{id}: no source");
        let parts: Vec<u32> = checked.split('-').map(|part| part.parse().unwrap()).collect();
        assert!(matches!(parts[..], [2026..=2100, 1..=12, 1..=31]) && checked.len() == 10, "{id}: {checked}");
        assert!(!vendor.words.is_empty() && !vendor.doors.is_empty() && !vendor.name.is_empty(), "{id}");
        assert!(id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{id}");
        // Facts that only the first vendor has are unknown for them.
        assert!(vendor.sessions != sandbar::catalogue::SessionRule::Linked, "{id}");
    }
}

#[test]
fn a_row_is_old_after_a_year() {
    let ids = |today: &str| vendors::old_rows(today).map(|vendor| vendor.id).collect::<Vec<_>>();
    assert_eq!(ids("2027-11-20"), [""; 0]);
    assert_eq!(ids("2027-11-21"), ["adobe-commerce"]);
    assert_eq!(ids("2027-11-27").len(), OFFERED.len() + 1);
}

#[test]
fn no_two_rows_have_the_same_host() {
    let hosts: Vec<(&str, &str)> = OFFERED
        .iter()
        .chain(sandbar::catalogue::vendors::ALL)
        .flat_map(|vendor| vendor.doors.iter().map(move |door| (vendor.id, door.host.name())))
        .collect();
    for (index, (id, host)) in hosts.iter().enumerate() {
        assert!(host.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.')), "{host}");
        assert!(hosts[..index].iter().all(|(other, known)| other == id || known != host), "{host} of {id}");
    }
}

#[test]
fn a_shape_is_one_vendors_or_declared_to_be_shared() {
    let mut numbers = Numbers::new(6);
    for (vendor, mark, environment) in marked() {
        for _ in 0..200 {
            let value = sample(&mark.shape, &mut numbers);
            assert!(mark.shape.fits(&value), "{value}");
            for (other, like, of) in
                marked().filter(|(other, like, _)| other.id != vendor.id && like.shape.fits(&value))
            {
                assert!(mark.is_shared && like.is_shared, "{value} of {} and {}", vendor.id, other.id);
                assert_eq!(of, environment, "{value} of {} and {}", vendor.id, other.id);
            }
        }
    }
}

#[test]
fn nothing_is_entered_or_marked_of_a_vendor_that_is_off() {
    let catalogue = Catalogue::default().offering(OFFERED);
    for door in OFFERED.iter().flat_map(|vendor| vendor.doors) {
        let host = door.host.name();
        for host in [host.to_owned(), format!("x.{host}")] {
            assert_eq!(catalogue.site_of_host(&host), None, "{host}");
            assert_eq!(catalogue.site_at(&format!("https://{host}/test")), None, "{host}");
        }
    }
}

#[test]
fn a_key_has_no_place_on_a_portal() {
    let catalogue = Catalogue::default().offering(OFFERED);
    let mut numbers = Numbers::new(2);
    let key = sample(&marked().next().unwrap().1.shape, &mut numbers);
    let said = |page: Page<'_>| {
        let input = CheckInput { catalogue: &catalogue, text: &key, page, neighbours: &[] };
        check(&input, &Keyring::default(), &fingerprinter()).findings.len()
    };
    assert_eq!(Environment::ALL.map(|environment| said(Page::Of(environment))), [0, 0]);
    assert_eq!(Environment::ALL.map(|environment| said(Page::Watched(environment, &[]))), [1, 1]);
}

#[test]
fn alphabets_in_the_rows_are_generated_from() {
    // A new alphabet needs letters in `common::sample`.
    for (_, mark, _) in marked() {
        for run in mark.shape.runs {
            let _: Alphabet = run.alphabet;
            assert!(run.min <= run.max && run.max <= 300);
        }
    }
}
