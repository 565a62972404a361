//! Keys as the lines of an `.env` file, with the environment in the variable
//! names.

use crate::catalogue::{Environment, Vendor};
use crate::detect::keys_page::Row;
use crate::protocol::PageText;

/// The keys on a page as lines: `ADOBE_EQP_APP_ID_SANDBOX=…`. If there are
/// several keys, the variable names also include the key's name. `None` if no
/// key on the page has variable names. The result is never stored.
#[must_use]
pub fn env_file(vendor: &Vendor, environment: Environment, rows: &[Row]) -> Option<PageText> {
    let is_meant = |row: &&Row| !row.is_off && row.parts().any(|(part, _)| name_of(vendor, part).is_some());
    let meant: Vec<&Row> = rows.iter().filter(is_meant).collect();
    let mut text = String::new();
    let mut taken: Vec<String> = Vec::new();
    for row in &meant {
        let name = row.name.as_deref().unwrap_or_default();
        let mut ending = String::new();
        if meant.len() > 1 {
            ending = as_name(name);
            // Two keys may have the same name, a name without letters, or one
            // that ends in a number.
            let plain = ending.clone();
            let mut number = taken.len() + 1;
            while ending.is_empty() || taken.contains(&ending) {
                ending = format!("{plain}_{number}");
                number += 1;
            }
            taken.push(ending.clone());
        }
        if !name.is_empty() {
            // A name can't start a line, because it would set a variable.
            let name: String =
                name.chars().filter(|sign| !sign.is_control() && !"\u{2028}\u{2029}".contains(*sign)).collect();
            text.push_str(&format!("# {name}\n"));
        }
        for (part, secret) in row.parts() {
            let value = std::str::from_utf8(secret.bytes()).unwrap_or_default();
            if let Some(key) = name_of(vendor, part) {
                let environment = environment.name().to_ascii_uppercase();
                text.push_str(&format!("{key}_{environment}{ending}={value}\n"));
            }
        }
    }
    (!text.is_empty()).then(|| text.into())
}

fn name_of(vendor: &Vendor, part: crate::credential::Part) -> Option<&'static str> {
    vendor.env_names.iter().find(|(known, _)| *known == part).map(|&(_, name)| name)
}

/// A key's name as the suffix of a variable name: `_RELEASE_PIPELINE`.
fn as_name(name: &str) -> String {
    let words = name.split(|sign: char| !sign.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| format!("_{}", word.to_ascii_uppercase())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::vendors;
    use crate::credential::Kind;
    use crate::credential::secret::Secret;

    fn row(name: Option<&str>, kind: Kind, values: [&str; 2]) -> Row {
        let [first, second] = values.map(|value| Some(Secret::new(value)));
        Row {
            kind,
            name: name.map(str::to_owned),
            first,
            second,
            environment: None,
            is_off: false,
            is_over: false,
            is_clicked: false,
        }
    }

    fn api(name: Option<&str>, id: &str) -> Row {
        row(name, Kind::ApiKey, [id, "7931d0a725e76fa34ea8771387f31fa3ae84f3db"])
    }

    fn lines(environment: Environment, rows: &[Row]) -> Vec<String> {
        env_file(vendors::ALL[0], environment, rows).unwrap().as_str().lines().map(str::to_owned).collect()
    }

    #[test]
    fn one_key_has_names_that_say_the_environment() {
        for (environment, word) in [(Environment::Production, "PRODUCTION"), (Environment::Sandbox, "SANDBOX")] {
            assert_eq!(
                lines(environment, &[api(Some("CI"), "AR28PM50XD")]),
                [
                    "# CI".to_owned(),
                    format!("ADOBE_EQP_APP_ID_{word}=AR28PM50XD"),
                    format!("ADOBE_EQP_APP_SECRET_{word}=7931d0a725e76fa34ea8771387f31fa3ae84f3db"),
                ]
            );
        }
    }

    #[test]
    fn no_two_keys_have_the_same_names() {
        let rows = [
            api(Some("CI"), "AR28PM50XD"),
            api(Some("release, pipeline"), "BR28PM50XD"),
            api(Some("CI"), "CR28PM50XD"),
            api(None, "DR28PM50XD"),
            api(Some("pipeline 6"), "ER28PM50XD"),
            api(Some("pipeline"), "FR28PM50XD"),
            api(Some("pipeline"), "GR28PM50XD"),
            api(Some("CI 3"), "HR28PM50XD"),
        ];
        let names: Vec<String> = lines(Environment::Sandbox, &rows)
            .iter()
            .filter_map(|line| Some(line.split_once('=')?.0.to_owned()))
            .filter(|name| name.contains("_ID_"))
            .collect();
        assert_eq!(
            names,
            [
                "ADOBE_EQP_APP_ID_SANDBOX_CI",
                "ADOBE_EQP_APP_ID_SANDBOX_RELEASE_PIPELINE",
                "ADOBE_EQP_APP_ID_SANDBOX_CI_3",
                "ADOBE_EQP_APP_ID_SANDBOX_4",
                "ADOBE_EQP_APP_ID_SANDBOX_PIPELINE_6",
                "ADOBE_EQP_APP_ID_SANDBOX_PIPELINE",
                "ADOBE_EQP_APP_ID_SANDBOX_PIPELINE_7",
                "ADOBE_EQP_APP_ID_SANDBOX_CI_3_8",
            ]
        );
    }

    #[test]
    fn a_name_cannot_begin_a_line_and_what_is_off_or_has_no_names_is_left_out() {
        let composer = row(Some("Laptop"), Kind::ComposerKey, ["a", "b"]);
        let off = Row { is_off: true, ..api(Some("Old"), "BR28PM50XD") };
        let lines = lines(Environment::Sandbox, &[api(Some("CI\nPATH=x"), "AR28PM50XD"), composer, off]);
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[0], "# CIPATH=x");
    }

    #[test]
    fn a_page_without_such_keys_has_no_file() {
        let composer = row(Some("Laptop"), Kind::ComposerKey, ["a", "b"]);
        assert_eq!(env_file(vendors::ALL[0], Environment::Sandbox, &[composer]), None);
        assert_eq!(env_file(&Vendor::UNKNOWN, Environment::Sandbox, &[api(Some("CI"), "AR28PM50XD")]), None);
    }
}
