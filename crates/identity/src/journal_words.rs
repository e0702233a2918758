//! What the kinds and subjects of journal entries are called. The contexts know their own words; the program gathers
//! them and puts them in as an extension. What nobody names is shown by its code.

use std::collections::{BTreeMap, BTreeSet};

use ::store::journal::Entry;
use ::store::{StoreError, Tx};
use kernel::{AccountId, AgencyId};

use crate::urls;

/// One thing as the journal page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its name or code.
    pub text: String,
    /// Its page.
    pub href: Option<String>,
}

/// Finds the names of things of one kind by their ids.
pub type Naming = fn(&mut Tx<'_>, AgencyId, &BTreeSet<i64>) -> Result<BTreeMap<i64, Named>, StoreError>;

/// Words for the journal page.
#[derive(Debug, Clone)]
pub struct JournalWords {
    kinds: BTreeMap<&'static str, &'static str>,
    subjects: BTreeMap<&'static str, &'static str>,
    namings: BTreeMap<&'static str, Naming>,
}

/// The acts of this context.
const KINDS: &[(&str, &str)] = &[
    ("identity.signed_in", "Đăng nhập"),
    ("identity.second_step_asked", "Đúng mật khẩu, chờ mã xác thực"),
    ("identity.sign_in_failed", "Đăng nhập không thành công"),
    ("identity.signed_out", "Đăng xuất"),
    ("identity.signed_out_everywhere", "Kết thúc các phiên đăng nhập"),
    ("identity.password_changed", "Đổi mật khẩu"),
    ("identity.password_reset", "Đặt lại mật khẩu"),
    ("identity.second_step_begun", "Bắt đầu cài xác thực hai bước"),
    ("identity.second_step_on", "Bật xác thực hai bước"),
    ("identity.second_step_off", "Tắt xác thực hai bước"),
    ("identity.account_created", "Tạo tài khoản"),
    ("identity.account_changed", "Sửa tài khoản"),
    ("identity.account_locked", "Khóa tài khoản"),
    ("identity.account_unlocked", "Mở khóa tài khoản"),
    ("identity.role_granted", "Giao vai trò"),
    ("identity.role_ended", "Kết thúc vai trò"),
    ("identity.delegation_created", "Ủy quyền"),
    ("identity.delegation_ended", "Chấm dứt ủy quyền"),
    ("identity.key_created", "Tạo khóa API"),
    ("identity.key_revoked", "Thu hồi khóa API"),
    ("identity.agency_created", "Tạo cơ quan"),
    ("identity.unit_created", "Thêm đơn vị"),
    ("identity.unit_changed", "Sửa đơn vị"),
    ("identity.unit_closed", "Kết thúc hoạt động của đơn vị"),
];

/// The things of this context.
const SUBJECTS: &[(&str, &str)] = &[
    ("account", "Tài khoản"),
    ("agency", "Cơ quan"),
    ("unit", "Đơn vị"),
    ("delegation", "Ủy quyền"),
    ("api_key", "Khóa API"),
];

impl Default for JournalWords {
    fn default() -> Self {
        let namings: [(&str, Naming); 2] = [("account", name_accounts), ("unit", name_units)];
        Self {
            kinds: KINDS.iter().copied().collect(),
            subjects: SUBJECTS.iter().copied().collect(),
            namings: namings.into(),
        }
    }
}

fn name_accounts(
    tx: &mut Tx<'_>,
    _: AgencyId,
    ids: &BTreeSet<i64>,
) -> Result<BTreeMap<i64, Named>, StoreError> {
    let ids: Vec<AccountId> = ids.iter().copied().map(AccountId).collect();
    let names = crate::names(tx, &ids)?;
    Ok(names.into_iter().map(|(id, text)| (id.get(), Named { text, href: None })).collect())
}

fn name_units(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    ids: &BTreeSet<i64>,
) -> Result<BTreeMap<i64, Named>, StoreError> {
    let wanted = crate::units(tx, agency)?.into_iter().filter(|unit| ids.contains(&unit.id.get()));
    Ok(wanted
        .map(|unit| (unit.id.get(), Named { href: Some(urls::unit(&unit.code)), text: unit.name }))
        .collect())
}

impl JournalWords {
    /// The words with those of another context: `(code, words)` of its acts and of its things.
    #[must_use]
    pub fn with(
        mut self,
        kinds: &[(&'static str, &'static str)],
        subjects: &[(&'static str, &'static str)],
    ) -> Self {
        self.kinds.extend(kinds.iter().copied());
        self.subjects.extend(subjects.iter().copied());
        self
    }

    /// The words with a way to name the things of one kind.
    #[must_use]
    pub fn naming(mut self, subject: &'static str, naming: Naming) -> Self {
        self.namings.insert(subject, naming);
        self
    }

    /// The names of the things that `entries` are about, by kind and id; what has no name is left out.
    pub(crate) fn name(
        &self,
        tx: &mut Tx<'_>,
        agency: AgencyId,
        entries: &[Entry],
    ) -> Result<BTreeMap<(String, i64), Named>, StoreError> {
        let mut wanted: BTreeMap<&str, BTreeSet<i64>> = BTreeMap::new();
        for entry in entries {
            wanted.entry(&entry.subject).or_default().insert(entry.subject_id);
        }
        let mut out = BTreeMap::new();
        for (subject, ids) in wanted {
            if let Some(naming) = self.namings.get(subject) {
                let named = naming(tx, agency, &ids)?;
                out.extend(named.into_iter().map(|(id, named)| ((subject.to_owned(), id), named)));
            }
        }
        Ok(out)
    }

    /// What an act is called.
    pub fn kind(&self, code: &str) -> String {
        self.kinds.get(code).copied().unwrap_or(code).to_owned()
    }

    /// What a kind of thing is called.
    pub fn subject(&self, code: &str) -> String {
        self.subjects.get(code).copied().unwrap_or(code).to_owned()
    }

    /// All acts, by their words.
    pub(crate) fn kinds(&self) -> Vec<(String, String)> {
        let mut list: Vec<(String, String)> =
            self.kinds.iter().map(|(code, words)| ((*code).to_owned(), (*words).to_owned())).collect();
        list.sort_by_key(|(_, words)| kernel::sort_key(words));
        list
    }
}
