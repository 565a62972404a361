//! The languages of the interface: one row each.
//!
//! A language is its row and its files: `extension/_locales/CODE/messages.json` and
//! `store/listing/CODE.txt`. Tests compare them.

use serde::{Deserialize, Serialize};

/// Makes [`Language`] from its rows: the variant, the ISO 639-1 code, the name in
/// the language itself, and the plural categories.
macro_rules! languages {
    ($($(#[$english:meta])* $name:ident: $code:literal, $own:literal, $categories:expr;)*) => {
        /// A language with translated messages.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Language {
            $($(#[$english])* $name,)*
        }

        impl Language {
            /// All languages.
            pub const ALL: [Self; [$($code),*].len()] = [$(Self::$name),*];

            /// Its ISO 639-1 code, which is also its wire name and its folder in
            /// `_locales`.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }

            /// Its name in the language itself.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $own,)*
                }
            }

            /// The plural categories that the numbers in messages reach, as they end the
            /// keys of the forms. French and Spanish have another from a million on.
            #[cfg(not(target_family = "wasm"))]
            #[must_use]
            pub const fn plural_categories(self) -> &'static [&'static str] {
                match self {
                    $(Self::$name => &$categories,)*
                }
            }
        }
    };
}

languages! {
    /// English.
    En: "en", "English", ["One", "Other"];
    /// German.
    De: "de", "Deutsch", ["One", "Other"];
    /// French.
    Fr: "fr", "Français", ["One", "Other"];
    /// Spanish.
    Es: "es", "Español", ["One", "Other"];
    /// Dutch.
    Nl: "nl", "Nederlands", ["One", "Other"];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wire_name_is_the_code() {
        for language in Language::ALL {
            assert_eq!(serde_json::to_value(language).unwrap(), language.code());
        }
    }
}
