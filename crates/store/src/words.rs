//! Closed lists of words that rows keep as text.

/// Declares an enumeration whose values stand in rows as words: `Name { Value = "code", "label"; }`. The crate
/// that uses it depends on `serde` and `utoipa`.
#[macro_export]
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $code:literal, $label:literal;)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            /// All, in the usual order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word stored.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// The Vietnamese words.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),* }
            }

            /// The value of a stored word.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.code() == code)
            }
        }

        impl $crate::ToParam for $name {
            fn to_param(&self) -> $crate::Param<'_> {
                $crate::Param::Text(self.code().into())
            }
        }

        impl $crate::FromColumn for $name {
            fn from_column(column: $crate::__Column<'_>) -> Option<Self> {
                match column {
                    $crate::__Column::Text(code) => Self::from_code(code),
                    _ => None,
                }
            }
        }
    };
}
