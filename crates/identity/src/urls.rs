//! Every address of this context.

use kernel::AccountId;
use web::Fields;

pub(crate) const HOME: &str = "/";
pub(crate) const SIGN_IN: &str = "/dang-nhap";
pub(crate) const SECOND_STEP: &str = "/dang-nhap/ma-xac-thuc";
pub(crate) const SIGN_OUT: &str = "/dang-xuat";

pub(crate) const OWN: &str = "/tai-khoan";
pub(crate) const OWN_PASSWORD: &str = "/tai-khoan/mat-khau";
pub(crate) const OWN_SECOND_STEP: &str = "/tai-khoan/ma-xac-thuc";
pub(crate) const OWN_SECOND_STEP_CONFIRM: &str = "/tai-khoan/ma-xac-thuc/xac-nhan";
pub(crate) const OWN_SECOND_STEP_REMOVE: &str = "/tai-khoan/ma-xac-thuc/tat";
pub(crate) const OWN_SESSIONS: &str = "/tai-khoan/phien";
pub(crate) const OWN_SESSIONS_END: &str = "/tai-khoan/phien/dang-xuat";
pub(crate) const OWN_SESSIONS_END_ALL: &str = "/tai-khoan/phien/dang-xuat-tat-ca";
pub(crate) const OWN_KEYS: &str = "/tai-khoan/khoa-api";
pub(crate) const OWN_DELEGATIONS: &str = "/tai-khoan/uy-quyen";

pub(crate) const UNITS: &str = "/don-vi";
pub(crate) const ADMIN_ACCOUNTS: &str = "/quan-tri/tai-khoan";
pub(crate) const ADMIN_ACCOUNT_NEW: &str = "/quan-tri/tai-khoan/moi";
pub(crate) const ADMIN_UNITS: &str = "/quan-tri/don-vi";
pub(crate) const ADMIN_UNIT_NEW: &str = "/quan-tri/don-vi/moi";
pub(crate) const PERMISSIONS: &str = "/quan-tri/quyen";
pub(crate) const JOURNAL: &str = "/nhat-ky";

pub(crate) fn unit(code: &str) -> String {
    format!("{UNITS}/{code}")
}

pub(crate) fn admin_unit(code: &str) -> String {
    format!("{ADMIN_UNITS}/{code}")
}

pub(crate) fn admin_unit_close(code: &str) -> String {
    format!("{ADMIN_UNITS}/{code}/ket-thuc")
}

pub(crate) fn admin_account(id: AccountId) -> String {
    format!("{ADMIN_ACCOUNTS}/{id}")
}

pub(crate) fn admin_account_act(id: AccountId, act: &str) -> String {
    format!("{ADMIN_ACCOUNTS}/{id}/{act}")
}

pub(crate) fn admin_role_end(id: AccountId, grant: i64) -> String {
    format!("{ADMIN_ACCOUNTS}/{id}/vai-tro/{grant}/ket-thuc")
}

pub(crate) fn own_key_revoke(id: i64) -> String {
    format!("{OWN_KEYS}/{id}/thu-hoi")
}

pub(crate) fn own_delegation_end(id: i64) -> String {
    format!("{OWN_DELEGATIONS}/{id}/ket-thuc")
}

/// `base` with the query of `fields` in which `name` is `value`.
pub(crate) fn with(base: &str, fields: &Fields, name: &str, value: &str) -> String {
    let query = fields.with(name, value);
    if query.is_empty() { base.to_owned() } else { format!("{base}?{query}") }
}

/// Where to go after sign-in: a page of this program, never another site, never back to sign-in or sign-out.
pub(crate) fn local(wanted: &str) -> &str {
    let inside = wanted.starts_with('/')
        && !wanted.starts_with("//")
        && !wanted.contains(['\\', '\n', '\r'])
        && !wanted.starts_with(SIGN_IN)
        && !wanted.starts_with(SIGN_OUT);
    if inside { wanted } else { HOME }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_this_program_follow_sign_in() {
        for (wanted, expected) in [
            ("/ho-so/1?a=b", "/ho-so/1?a=b"),
            ("", "/"),
            ("https://xau.example", "/"),
            ("//xau.example", "/"),
            ("/\\xau.example", "/"),
            ("ho-so", "/"),
            ("/dang-xuat", "/"),
            ("/dang-nhap?tiep=/dang-nhap", "/"),
        ] {
            assert_eq!(local(wanted), expected, "{wanted}");
        }
    }
}
