//! What is worth knowing here, by environment and page.
//!
//! Source of every statement: the vendor's guides on the EQP API, version 1
//! (public repository AdobeDocs/commerce-marketplace, `guides/eqp/v1`).

use crate::catalogue::Environment;

/// What a portal's page is about, as far as its address tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// API keys.
    ApiKeys,
    /// Composer access keys.
    ComposerKeys,
    /// The person's profile.
    Profile,
    /// What is submitted: extensions, themes, shared packages, apps.
    Submissions,
    /// Reports on sales and views.
    Reports,
    /// Anything else.
    Other,
}

/// What addresses say of topics: the first whose word is part of the path
/// counts. Routes seen in public code are `/account/apikeys`, `/account/keys`,
/// `/account/profile`, `/extensions/`; of the others only the words of the
/// menu are known.
const TOPICS: &[(&str, Topic)] = &[
    ("/account/apikeys", Topic::ApiKeys),
    ("/account/keys", Topic::ComposerKeys),
    ("/account/profile", Topic::Profile),
    ("report", Topic::Reports),
    ("analytics", Topic::Reports),
    ("extension", Topic::Submissions),
    ("theme", Topic::Submissions),
    ("package", Topic::Submissions),
    ("apps", Topic::Submissions),
];

/// What the page at this path is about.
#[must_use]
pub fn topic_of(path: &str) -> Topic {
    let path = path.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    TOPICS.iter().find(|(word, _)| path.contains(word)).map_or(Topic::Other, |&(_, topic)| topic)
}

/// A page of the vendor's guides.
const GUIDES: &str = "https://developer.adobe.com/commerce/marketplace/guides/eqp/v1";

/// One thing worth knowing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advice {
    /// The key of its sentence.
    pub text: &'static str,
    /// The page of the guides that says so.
    page: &'static str,
}

impl Advice {
    /// The address of its source.
    #[must_use]
    pub fn source(&self) -> String {
        format!("{GUIDES}{}", self.page)
    }
}

/// One row of the table: where it is worth saying, and what.
struct Row {
    environment: Option<Environment>,
    topics: &'static [Topic],
    advice: Advice,
}

const fn row(
    environment: Option<Environment>,
    topics: &'static [Topic],
    text: &'static str,
    page: &'static str,
) -> Row {
    Row { environment, topics, advice: Advice { text, page } }
}

/// All there is to say, the most pressing first.
const ROWS: &[Row] = {
    use Topic::{ApiKeys, ComposerKeys, Other, Profile, Reports, Submissions};
    const SANDBOX: Option<Environment> = Some(Environment::Sandbox);
    &[
        row(SANDBOX, &[Profile, Other], "adviceProfile", "/sandbox"),
        row(None, &[ApiKeys, ComposerKeys], "adviceKeysSeparate", "/sandbox"),
        row(None, &[ApiKeys], "adviceThreeKeys", "/access-keys"),
        row(None, &[ApiKeys, ComposerKeys], "adviceTwoKinds", "/access-keys"),
        row(SANDBOX, &[Submissions], "adviceNoHumanReviews", "/sandbox"),
        row(SANDBOX, &[Submissions], "adviceNoCpd", "/sandbox"),
        row(SANDBOX, &[Submissions], "adviceNoTechnicalQa", "/sandbox"),
        row(SANDBOX, &[Submissions], "adviceMarketingAutomated", "/sandbox"),
        row(SANDBOX, &[Reports], "adviceReportsEmpty", "/sandbox"),
        row(SANDBOX, &[Other, Profile], "advicePartnersOnly", ""),
    ]
};

/// What is worth knowing on a page of this environment about this topic.
pub fn advice(environment: Environment, topic: Topic) -> impl Iterator<Item = &'static Advice> {
    ROWS.iter()
        .filter(move |row| row.environment.is_none_or(|only| only == environment) && row.topics.contains(&topic))
        .map(|row| &row.advice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Environment::{Production, Sandbox};

    fn said(environment: Environment, path: &str) -> Vec<&'static str> {
        advice(environment, topic_of(path)).map(|advice| advice.text).collect()
    }

    #[test]
    fn a_sandbox_submission_hears_what_is_not_reviewed() {
        for path in ["/extensions/", "/extensions/versions/acme-widget", "/themes", "/shared-packages?page=2"] {
            assert_eq!(
                said(Sandbox, path),
                ["adviceNoHumanReviews", "adviceNoCpd", "adviceNoTechnicalQa", "adviceMarketingAutomated"],
                "{path}"
            );
            assert_eq!(said(Production, path), [""; 0], "{path}");
        }
    }

    #[test]
    fn key_pages_hear_of_keys_in_both_environments() {
        for environment in Environment::ALL {
            assert_eq!(
                said(environment, "/account/apikeys"),
                ["adviceKeysSeparate", "adviceThreeKeys", "adviceTwoKinds"]
            );
            assert_eq!(said(environment, "/account/keys"), ["adviceKeysSeparate", "adviceTwoKinds"]);
        }
    }

    #[test]
    fn sandbox_reports_are_explained_and_what_is_no_path_says_nothing_of_reports() {
        assert_eq!(said(Sandbox, "/reports/sales"), ["adviceReportsEmpty"]);
        assert_eq!(said(Sandbox, "/?report=1"), ["adviceProfile", "advicePartnersOnly"]);
    }

    #[test]
    fn every_source_is_a_page_of_the_guides() {
        for row in ROWS {
            assert!(row.advice.source().starts_with("https://developer.adobe.com/commerce/marketplace/guides/eqp/v1"));
            assert!(row.advice.page.is_empty() || row.advice.page.starts_with('/'));
        }
    }
}
