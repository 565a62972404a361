//! What a page's labels and an address show about a session.
//!
//! No source documents an ID, class or path that the portals use, so these
//! tables are only hints, and the ledger treats them that way.

use serde::{Deserialize, Serialize};

use crate::detect::keys_page::words::{fold, without_brackets};

/// What the labels of a page show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signs {
    /// Nothing about a session, or not yet.
    #[default]
    Neither,
    /// The page offers to sign out, so a user is signed in.
    SignedIn,
    /// The page offers to sign in, so no user is signed in as far as it knows.
    SignedOut,
    /// It is a sign-in page: it has a form, or its address shows it.
    SignInPage,
    /// Both, which shows nothing.
    Both,
}

impl Signs {
    /// Whether the page looks signed out, with strong or weak evidence.
    #[must_use]
    pub const fn signed_out(self) -> bool {
        matches!(self, Self::SignedOut | Self::SignInPage)
    }
}

/// Labels of sign-out controls. The vendor's screenshots show "Sign Out". The
/// others are what browsers' translations and common software use in English,
/// German, French, Spanish and Dutch.
const OFFERS_SIGN_OUT: &[&str] = &[
    "sign out",
    "signout",
    "log out",
    "logout",
    "logoff",
    "log uit",
    "ausloggen",
    "se déconnecter",
    "déconnexion",
    "cerrar sesión",
    "cerrar la sesión",
    "uitloggen",
    "uitlog",
];

/// The same with a second meaning, such as to unsubscribe, to leave a tour or
/// to approve. A content script reports them only if the control belongs to the
/// site itself or leads to an address that looks like a sign-out.
const MAY_OFFER_SIGN_OUT: &[&str] = &["sign off", "log off", "abmelden", "salir", "afmelden"];

/// Words that may follow: "Sign out of your account". "All devices" is
/// something else.
const AFTER_SIGN_OUT: &[&str] = &[
    "of",
    "from",
    "the",
    "your",
    "account",
    "portal",
    "de",
    "votre",
    "compte",
    "tu",
    "cuenta",
    "now",
    "jetzt",
    "maintenant",
    "ahora",
    "nu",
];

/// Labels of controls that sign in, in the form of [`fold`]. The vendor's
/// screenshots show "Sign In".
const OFFERS_SIGN_IN: &[&str] = &[
    "sign in",
    "signin",
    "log in",
    "login",
    "anmelden",
    "einloggen",
    "se connecter",
    "connexion",
    "iniciar sesion",
    "aanmelden",
    "inloggen",
];

/// Those of them with a second meaning: to register for an event, or a
/// connection. They count only where what the control does shows that it signs
/// in.
const MAY_OFFER_SIGN_IN: &[&str] = &["anmelden", "aanmelden", "connexion"];

/// A regular expression for such labels. Ignores case.
#[must_use]
pub fn may_sign_in_pattern() -> String {
    format!(r"^\P{{L}}*(?:{})\P{{L}}*$", MAY_OFFER_SIGN_IN.join("|"))
}

/// Words of headings above the user's sessions on other devices.
const DEVICES: &[&str] =
    &["sessions?", "devices?", "sitzungen", "geräte", "appareils", "sesiones", "dispositivos", "sessies", "apparaten"];

/// A regular expression for such headings. Ignores case.
#[must_use]
pub fn devices_pattern() -> String {
    format!(r"(?<!\p{{L}})(?:{})(?!\p{{L}})", DEVICES.join("|"))
}

/// First words of headings above forms that sign in to something else, such as
/// "Connect your Jira account".
const CONNECTS: &[&str] =
    &["connect", "link", "integrate", "connecter", "connectez", "associer", "conectar", "conecte"];
/// The same at the end: "Jira-Konto verbinden".
const CONNECTS_LAST: &[&str] = &["verbinden", "verknüpfen", "koppelen"];
/// What such forms often sign in to, in any position.
const SERVICES: &[&str] = &[
    "s?ftp",
    "ssh",
    "smtp",
    "webdav",
    "github",
    "gitlab",
    "bitbucket",
    "jira",
    "slack",
    "database",
    "(?:demo|test) (?:store|shop|access|account)",
];

/// A regular expression for such headings. Ignores case.
#[must_use]
pub fn connects_pattern() -> String {
    let (first, last, services) = (CONNECTS.join("|"), CONNECTS_LAST.join("|"), SERVICES.join("|"));
    // "Join us on Slack" and "Or sign in with GitHub" are about this site.
    let of_service = format!(r"^(?:(?:sign|log)[ -]?in ?(?:in)?to |connect )?(?:your |my )?(?:{services})\b");
    format!(r"^(?:{first})\b(?! (?:with )?us\b)|\b(?:{last})$|{of_service}")
}

/// Words that may be in one label with an offer to sign in. By themselves they
/// say nothing: someone who is signed in may create accounts for others.
const BESIDE_SIGN_IN: &[&str] = &[
    "create account",
    "create an account",
    "konto erstellen",
    "ein konto erstellen",
    "creer un compte",
    "crear cuenta",
    "crear una cuenta",
    "account aanmaken",
    "een account aanmaken",
    "register",
    "sign up",
    "signup",
    "join",
    "registrieren",
    "s inscrire",
    "inscription",
    "registrarse",
    "registreren",
];

/// Parts of a dialog's text that say that the session has ended, in the form of
/// [`fold`]. What such a dialog covers was drawn before the end.
const TELLS_END: &[&str] = &[
    "session expired",
    "session has expired",
    "session is expired",
    "session timed out",
    "session has timed out",
    "session ended",
    "session has ended",
    "you have been signed out",
    "you have been logged out",
    "you ve been signed out",
    "you ve been logged out",
    "you were signed out",
    "you were logged out",
    "sitzung abgelaufen",
    "sitzung ist abgelaufen",
    "sie wurden abgemeldet",
    "session expiree",
    "session a expire",
    "vous avez ete deconnecte",
    "vous avez ete deconnectee",
    "sesion caducada",
    "sesion ha caducado",
    "sesion expirada",
    "sesion ha expirado",
    "sessie verlopen",
    "sessie is verlopen",
    "u bent uitgelogd",
    "u bent afgemeld",
];

/// Whether a label offers to sign out. A name in parentheses doesn't matter, and
/// an icon may repeat the label.
fn offers_sign_out(label: &str) -> bool {
    let words = fold(&without_brackets(label));
    let mut rest = &words[..];
    let offer_at_start = |words: &[String]| {
        let mut offers = OFFERS_SIGN_OUT.iter().chain(MAY_OFFER_SIGN_OUT).map(|offer| fold(offer));
        offers.find_map(|offer| words.starts_with(&offer).then_some(offer.len()))
    };
    while let Some(count) = offer_at_start(rest) {
        rest = rest.get(count..).unwrap_or_default();
    }
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    rest.len() < words.len() && rest.iter().all(|word| AFTER_SIGN_OUT.contains(&word.as_str()) || is_number(word))
}

/// A regular expression for the same labels that ignores case, because a click
/// on such a control can't wait for the core. Its group contains the offer if
/// that has a second meaning.
#[must_use]
pub fn sign_out_pattern() -> String {
    let any = |labels: &[&str]| labels.join("|").replace(' ', "[ -]").replace('é', "[eé]").replace('ó', "[oó]");
    let (offers, may_offer, after) = (any(OFFERS_SIGN_OUT), any(MAY_OFFER_SIGN_OUT), AFTER_SIGN_OUT.join("|"));
    format!(r"^\P{{L}}*(?:(?:{offers}|({may_offer}))\b\P{{L}}*)+(?:(?:{after})\b\P{{L}}*)*(?:\(.*)?$")
}

/// Whether a label offers to sign in, possibly among other options: "Login /
/// Register".
fn offers_sign_in(label: &str) -> bool {
    let mut ways = label.split(['/', '|', '·']).map(|way| fold(way).join(" "));
    let is_sign_in = |way: &str| OFFERS_SIGN_IN.contains(&way);
    ways.clone().any(|way| is_sign_in(&way)) && ways.all(|way| is_sign_in(&way) || BESIDE_SIGN_IN.contains(&&*way))
}

/// A regular expression for the part of a dialog's text that says that the
/// session has ended. Ignores case. "The payment session expired" is about
/// something else, and so is "You have been signed out of all other devices".
#[must_use]
pub fn session_end_pattern() -> String {
    let open = |letter: char| match letter {
        ' ' => r"\P{L}+".to_owned(),
        'e' => "[eé]".to_owned(),
        'o' => "[oó]".to_owned(),
        letter => letter.to_string(),
    };
    let ends: Vec<String> = TELLS_END.iter().map(|text| text.chars().map(open).collect()).collect();
    let starts = r"(?:^|[.!?]\s*)(?:(?:sorry|oops)\W+)?(?:(?:your|the|ihre|deine|die|votre|la|su|tu|uw|je|de)\s+)?";
    let reasons = "due to|because|after|for (?:your )?security|for inactivity|wegen|nach|suite|por|vanwege";
    let stops = format!(r"\s*(?:$|[.!,;–—-]|(?:{reasons})\b)(?!.*\b(?:other|another|all)\b)");
    format!("{starts}({})(?={stops})", ends.join("|"))
}

/// Whether a text says that the session has ended.
#[must_use]
pub fn tells_end(text: &str) -> bool {
    let words = fold(text).join(" ");
    TELLS_END.contains(&&*words)
}

/// Word stems. Every label above contains one, and a content script reports
/// only labels that do.
pub const STEMS: &[&str] = &["sign", "log", "account", "konto", "compte", "conne", "cuenta", "sesi", "meld", "salir"];

/// Path segments of a sign-out page, without the file extension. The account
/// site's page is known to be `/customer/account/logout/`, and its software
/// continues to `logoutSuccess`. The portals' own paths are unknown.
const SIGN_OUT_SEGMENTS: &[&str] =
    &["logout", "log-out", "log_out", "logoff", "signout", "sign-out", "sign_out", "signoff", "logoutsuccess"];

/// Path segments of a sign-in page, without the file extension.
const SIGN_IN_SEGMENTS: &[&str] = &["login", "log-in", "log_in", "logon", "signin", "sign-in", "sign_in", "signon"];

/// Path segments of help pages, which only describe signing in and out.
const HELP_SEGMENTS: &[&str] = &["help", "support", "docs", "guides", "faq", "community", "resources"];

/// The most labels that are read, many times more than a portal page shows. The
/// header should come first.
pub const MAX_LABELS: usize = 2_000;

/// The length of the longest label that is read, in bytes. No known one is
/// longer.
const MAX_LABEL_BYTES: usize = 64;

/// What the visible labels of a page's links, buttons and menu items show, or
/// what a dialog says about the session.
///
/// Only a whole label counts: "How to sign in" shows nothing. Case, accents and
/// punctuation don't matter.
#[must_use]
pub fn signs_of(labels: &[&str]) -> Signs {
    let mut signs = Signs::Neither;
    for label in labels.iter().take(MAX_LABELS).filter(|label| label.len() <= MAX_LABEL_BYTES) {
        signs = match signs {
            Signs::Neither | Signs::SignedOut if offers_sign_out(label) => signs.and(Signs::SignedIn),
            Signs::Neither | Signs::SignedIn if offers_sign_in(label) || tells_end(label) => {
                signs.and(Signs::SignedOut)
            }
            _ => signs,
        };
    }
    signs
}

impl Signs {
    fn and(self, other: Self) -> Self {
        match self {
            Self::Neither => other,
            same if same == other => same,
            _ => Self::Both,
        }
    }
}

/// Whether an address looks like a sign-out page.
///
/// Only whole path segments count, not the host, the query or the fragment:
/// `/help?topic=logout` is an article, and `?next=/logout` a later destination.
/// Help pages don't count either. The caller makes sure that the address
/// belongs to a portal or to the account site.
#[must_use]
pub fn looks_like_sign_out(url: &str) -> bool {
    has_segment(url, SIGN_OUT_SEGMENTS)
}

/// Whether an address looks like a sign-in page. The same parts count as for
/// [`looks_like_sign_out`].
#[must_use]
pub fn looks_like_sign_in(url: &str) -> bool {
    has_segment(url, SIGN_IN_SEGMENTS)
}

/// Path segments of pages that are the same for everyone on many sites. The
/// portal's own Resources, Support and Community belong to its menu.
const STATIC_SEGMENTS: &[&str] = &["help", "docs", "guides", "faq", "blog", "legal", "terms", "privacy"];

/// Whether an address is that of a page that may be the same for everyone.
#[must_use]
pub fn is_static(url: &str) -> bool {
    segments(url).any(|segment| STATIC_SEGMENTS.iter().any(|word| segment.eq_ignore_ascii_case(word)))
}

/// The segments of an address's path, as words.
fn segments(url: &str) -> impl Iterator<Item = &str> {
    let path = url.split_once("://").and_then(|(_scheme, rest)| rest.split(['?', '#']).next()).unwrap_or_default();
    path.split(['/', '\\']).skip(1).map(word_of)
}

fn has_segment(url: &str, words: &[&str]) -> bool {
    for segment in segments(url) {
        let is_in = |words: &[&str]| words.iter().any(|word| segment.eq_ignore_ascii_case(word));
        if is_in(HELP_SEGMENTS) {
            return false;
        }
        if is_in(words) {
            return true;
        }
    }
    false
}

/// A path segment without its extension and parameters: `logout.html`,
/// `logout;jsessionid=1`.
fn word_of(segment: &str) -> &str {
    segment.split(['.', ';']).next().unwrap_or(segment)
}

#[cfg(test)]
mod tests {
    use super::super::javascript::matched;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_form_for_another_service_is_told_from_one_for_this_site() {
        let others = [
            "Connect your Jira account",
            "Jira-Konto verbinden",
            "Sign in to GitHub",
            "Log into your GitLab account",
            "SFTP access",
            "Demo store",
        ];
        let own = [
            "Sign in",
            "Sign in to your account",
            "Sign in to Developer Portal",
            "Log in to Commerce",
            "Sign in to continue",
            "Or sign in with GitHub",
            "Join us on Slack",
            "Connect with us",
        ];
        assert_eq!(matched(&connects_pattern(), &others), others);
        assert_eq!(matched(&connects_pattern(), &own), [""; 0]);
    }

    #[test]
    fn a_dialog_that_says_that_the_session_ended_is_signed_out() {
        for text in TELLS_END {
            assert_eq!(signs_of(&[text]), Signs::SignedOut, "{text}");
        }
        assert_eq!(signs_of(&["Vous avez été déconnecté"]), Signs::SignedOut);
        for text in ["session expires", "your payment session expired", "session"] {
            assert_eq!(signs_of(&[text]), Signs::Neither, "{text}");
        }
    }

    #[test]
    fn a_page_that_offers_to_sign_out_is_signed_in() {
        let menu = ["Apps", "Extensions", "Account Information", "Sign Out"];
        assert_eq!(signs_of(&menu), Signs::SignedIn);
    }

    #[test]
    fn a_page_that_offers_an_account_is_signed_out() {
        assert_eq!(signs_of(&["Login / Register"]), Signs::SignedOut);
        assert_eq!(signs_of(&["Login / Help", "Register"]), Signs::Neither);
        assert_eq!(signs_of(&["Create Account", "Sign In"]), Signs::SignedOut);
        assert_eq!(signs_of(&["Sign In / Create Account"]), Signs::SignedOut);
    }

    #[test]
    fn a_page_that_only_creates_accounts_says_nothing() {
        for label in ["Create Account", "Konto erstellen", "Créer un compte", "Register"] {
            assert_eq!(signs_of(&[label]), Signs::Neither, "{label}");
        }
    }

    #[test]
    fn a_page_that_offers_both_says_both_in_any_order() {
        assert_eq!(signs_of(&["Sign In", "Sign Out", "Sign In"]), Signs::Both);
        assert_eq!(signs_of(&["Sign Out", "Sign In", "Sign Out"]), Signs::Both);
    }

    #[test]
    fn a_page_that_offers_neither_says_neither() {
        assert_eq!(signs_of(&[]), Signs::Neither);
        assert_eq!(signs_of(&["Reports", "Support"]), Signs::Neither);
    }

    #[test]
    fn every_label_and_every_address_has_one_of_the_stems() {
        for word in [OFFERS_SIGN_OUT, MAY_OFFER_SIGN_OUT, OFFERS_SIGN_IN, SIGN_OUT_SEGMENTS].concat() {
            assert!(STEMS.iter().any(|stem| word.contains(stem)), "{word}");
        }
    }

    #[test]
    fn case_and_space_do_not_matter() {
        for label in [" SIGN\n  OUT ", "Sign\u{a0}Out", "Déconnexion", "SE DÉCONNECTER", "Cerrar sesión"] {
            assert_eq!(signs_of(&[label]), Signs::SignedIn, "{label:?}");
        }
    }

    /// Labels that offer to sign out, and labels that don't.
    const OFFERS: &[&str] = &[
        "Sign out of your account",
        "Sign Out (Ada)",
        "Sign Out →",
        "Log out?",
        "Logout Sign Out",
        "Cerrar sesion",
        "Deconnexion",
        "Se déconnecter de votre compte",
        "Salir",
        "Uitlog",
        "Log uit",
        "Abmelden (Konto von Ada)",
        "Log out 2",
    ];
    const OFFERS_NOTHING: &[&str] = &[
        "How to sign in",
        "How to sign out",
        "Sign out of all devices?",
        "Sign outage report",
        "Signing out",
        "Login history",
        "Assign In",
        "Account",
        "Of your account",
        "",
    ];

    #[test]
    fn words_around_a_sign_out_label_do_not_matter() {
        for label in OFFERS {
            assert_eq!(signs_of(&[label]), Signs::SignedIn, "{label:?}");
        }
        for label in OFFERS_NOTHING {
            assert_eq!(signs_of(&[label]), Signs::Neither, "{label:?}");
        }
    }

    #[test]
    fn no_label_offers_both_and_each_is_written_as_it_is_compared() {
        for label in OFFERS_SIGN_OUT.iter().chain(MAY_OFFER_SIGN_OUT).chain(OFFERS_SIGN_IN) {
            assert_ne!(signs_of(&[label]), Signs::Both);
            assert_ne!(signs_of(&[label]), Signs::Neither, "{label} is never met");
        }
        let out = [OFFERS_SIGN_OUT, MAY_OFFER_SIGN_OUT].concat();
        assert!(out.iter().all(|label| !OFFERS_SIGN_IN.contains(label)));
    }

    /// In JavaScript, a group in a repeated one keeps what the last repetition
    /// matched, so a clear label next to it resets it.
    #[test]
    fn only_words_with_a_second_meaning_are_in_a_group_of_the_pattern() {
        let pattern = sign_out_pattern();
        let group = "(sign[ -]off|log[ -]off|abmelden|salir|afmelden)";
        assert!(pattern.contains(group), "{pattern}");
        let rest = pattern.replace(group, "").replace("(?:", "").replace(r"\(", "");
        assert!(!rest.contains('('), "{pattern}");
    }

    #[test]
    fn addresses_that_sign_out_look_like_it() {
        for url in [
            "https://account.magento.com/customer/account/logout/",
            "https://account.magento.com/customer/account/logoutSuccess/",
            "https://commercedeveloper.adobe.com/logout",
            "https://commercedeveloper.adobe.com/Sign-Out?next=%2F",
            "https://commercedeveloper.adobe.com/users/sign_out#top",
            "https://commercedeveloper.adobe.com/signout.html;jsessionid=1",
        ] {
            assert!(looks_like_sign_out(url), "{url}");
        }
    }

    #[test]
    fn an_address_to_sign_in_at_is_distinguished_from_an_article() {
        for url in ["https://portal.example/login", "https://portal.example/account/sign-in.html?next=%2F"] {
            assert!(looks_like_sign_in(url), "{url}");
        }
        for url in ["https://portal.example/help/login", "https://portal.example/?next=/login", "https://login/"] {
            assert!(!looks_like_sign_in(url), "{url}");
        }
    }

    #[test]
    fn addresses_that_only_mention_it_do_not() {
        for url in [
            "https://commercedeveloper.adobe.com/help?topic=logout",
            "https://commercedeveloper.adobe.com/help/logout",
            "https://commercedeveloper.adobe.com/extensions/?next=/logout",
            "https://commercedeveloper.adobe.com/extensions/#/logout",
            "https://commercedeveloper.adobe.com/extensions/versions/logout-button",
            "https://logout/extensions/",
            "https://logout",
            "/logout",
            "",
        ] {
            assert!(!looks_like_sign_out(url), "{url}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,100}", url in "(https://)?.{0,100}") {
            let _ = (signs_of(&[&text]), looks_like_sign_out(&url));
        }

        #[test]
        fn the_order_of_labels_does_not_matter(mut labels in prop::collection::vec("Sign In|Log Out|Apps|Abmelden", 0..6)) {
            let forth = signs_of(&labels.iter().map(String::as_str).collect::<Vec<_>>());
            labels.reverse();
            prop_assert_eq!(forth, signs_of(&labels.iter().map(String::as_str).collect::<Vec<_>>()));
        }
    }
}
