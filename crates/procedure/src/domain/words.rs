//! Closed vocabularies: each word has a code, as packages and the database write it, and a Vietnamese label.

/// A closed vocabulary that a package may use.
pub trait Word: Copy + Sized + 'static {
    /// Every word with its code.
    fn all() -> &'static [(Self, &'static str)];

    /// The word of a code.
    fn find(code: &str) -> Option<Self> {
        Self::all().iter().find(|(_, known)| *known == code).map(|(word, _)| *word)
    }
}

/// Declares an enum whose variants each have a code and a Vietnamese label.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $code:literal, $label:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        pub enum $name {
            $($(#[$vmeta])* #[serde(rename = $code)] $variant,)+
        }

        impl $name {
            /// Every value, in the usual order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word in packages and in the database.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The Vietnamese wording.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }

            /// The value of a code.
            pub fn from_code(code: &str) -> Option<Self> {
                <Self as $crate::domain::words::Word>::find(code)
            }
        }

        impl $crate::domain::words::Word for $name {
            fn all() -> &'static [(Self, &'static str)] {
                &[$((Self::$variant, $code)),+]
            }
        }
    };
}
pub(crate) use words;

words!(
    /// How sure a fact is. Kept beside every fact that was not read in the law or in an announcement.
    Mark {
        /// Read in the legal text or in a published decision.
        Verified = "verified", "đã đối chiếu";
        /// From memory; must be compared with the source before real use.
        Recalled = "recalled", "theo trí nhớ, cần đối chiếu";
        /// Sample data of the demonstration department.
        Sample = "sample", "dữ liệu mẫu";
        /// Not found yet.
        Unverified = "unverified", "chưa xác minh";
    }
);

words!(
    /// Field of work (lĩnh vực) of a procedure.
    Sector {
        /// Người có công.
        Ncc = "NCC", "Người có công";
        /// Bảo trợ xã hội.
        Btxh = "BTXH", "Bảo trợ xã hội";
        /// Việc làm.
        Ldvl = "LDVL", "Việc làm";
        /// Giáo dục nghề nghiệp.
        Gdnn = "GDNN", "Giáo dục nghề nghiệp";
        /// An toàn, vệ sinh lao động.
        Atld = "ATLD", "An toàn, vệ sinh lao động";
        /// Quản lý lao động ngoài nước.
        Ldnn = "LDNN", "Quản lý lao động ngoài nước";
        /// Phòng, chống tệ nạn xã hội.
        Pctnxh = "PCTNXH", "Phòng, chống tệ nạn xã hội";
        /// Trẻ em.
        Te = "TE", "Trẻ em";
        /// Lao động, tiền lương, quan hệ lao động.
        Tlqhld = "TLQHLD", "Lao động, tiền lương và quan hệ lao động";
    }
);

words!(
    /// The level of administration that settles a procedure.
    AgencyLevel {
        /// Cấp tỉnh.
        Province = "province", "Cấp tỉnh";
        /// Cấp huyện.
        District = "district", "Cấp huyện";
        /// Cấp xã.
        Commune = "commune", "Cấp xã";
        /// Several levels together.
        Several = "several", "Nhiều cấp";
    }
);

words!(
    /// Who may apply (đối tượng thực hiện).
    Applicant {
        /// Cá nhân.
        Citizen = "citizen", "Cá nhân";
        /// Doanh nghiệp.
        Enterprise = "enterprise", "Doanh nghiệp";
        /// Tổ chức, đơn vị sự nghiệp.
        Organisation = "organisation", "Tổ chức, đơn vị";
        /// Cơ quan nhà nước.
        Agency = "agency", "Cơ quan nhà nước";
    }
);
