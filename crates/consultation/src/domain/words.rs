//! The words of a consultation.

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

        impl ::store::ToParam for $name {
            fn to_param(&self) -> ::store::Param<'_> {
                ::store::Param::Text(self.code().into())
            }
        }

        impl ::store::FromColumn for $name {
            fn from_column(column: ::store::__Column<'_>) -> Option<Self> {
                match column {
                    ::store::__Column::Text(code) => Self::from_code(code),
                    _ => None,
                }
            }
        }
    };
}

words!(
    /// Who asks whom.
    Direction {
        /// We ask.
        Own = "own", "Cơ quan mình hỏi";
        /// Another agency asks us.
        Incoming = "incoming", "Cơ quan khác hỏi";
    }
);

words!(
    /// What is asked.
    ConsultationKind {
        /// An opinion (NĐ 61/2018/NĐ-CP, Đ.19 k.5).
        Opinion = "opinion", "Lấy ý kiến";
        /// A part of the work with a result of its own (NĐ 61/2018/NĐ-CP, Đ.19 k.6, k.7).
        SubDossier = "sub_dossier", "Giải quyết hồ sơ thành phần";
    }
);

words!(
    /// In which order the bodies are asked.
    SendMode {
        /// Electronic dossiers go to all at once (NĐ 61/2018/NĐ-CP, Đ.19 k.6).
        Parallel = "parallel", "Gửi đồng thời (hồ sơ điện tử)";
        /// Paper dossiers go from body to body.
        Sequence = "sequence", "Gửi lần lượt (hồ sơ giấy)";
    }
);

words!(
    /// What a body answers.
    Position {
        /// Agrees.
        Agree = "agree", "Đồng ý";
        /// Agrees with remarks.
        AgreeWithRemarks = "agree_with_remarks", "Đồng ý, có góp ý";
        /// Does not agree.
        Disagree = "disagree", "Không đồng ý";
        /// Has done its part of the work.
        Done = "done", "Đã giải quyết phần việc";
        /// Sends it back: it is not its business.
        NotCompetent = "not_competent", "Trả lại, không thuộc thẩm quyền";
    }
);
