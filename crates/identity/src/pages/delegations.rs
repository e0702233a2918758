//! My account: who acts for me, and for whom I act.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use kernel::{AccountId, vi};
use web::{Choice, Field, FieldErrors, Fields, Form, PageError, Path, Problem, Shell, Tab, Visit, cookie};

use super::own_tabs::{Part, frame};
use super::{date, person};
use crate::acts::delegation::{NewDelegation, create as create_delegation, end as end_delegation};
use crate::domain::{Delegation, DelegationProblem, Powers};
use crate::store::roles;
use crate::{IdentityRefused, labels, urls};

#[derive(Template)]
#[template(path = "identity/own_delegations.html")]
struct DelegationsPage {
    shell: Shell,
    tabs: Vec<Tab>,
    problems: Vec<Problem>,
    rows: Vec<Row>,
    to: Field,
    people: Vec<Choice>,
    from: Field,
    until: Field,
    reason: Field,
    powers: Field,
    power_choices: Vec<Choice>,
    may: bool,
    once: String,
}

struct Row {
    who: String,
    days: String,
    reason: String,
    powers: String,
    state: &'static str,
    end: Option<String>,
}

#[derive(Default)]
struct DelegationForm {
    to: String,
    from: String,
    until: String,
    reason: String,
    powers: Vec<String>,
}

impl DelegationForm {
    fn read(fields: &Fields) -> Self {
        Self {
            to: fields.get("nguoi_nhan").to_owned(),
            from: fields.get("tu_ngay").to_owned(),
            until: fields.get("den_ngay").to_owned(),
            reason: fields.get("ly_do").to_owned(),
            powers: fields.all("quyen").map(str::to_owned).collect(),
        }
    }

    fn parse(&self) -> Result<NewDelegation, FieldErrors> {
        let mut errors = FieldErrors::new();
        let to = self.to.parse::<AccountId>().ok();
        if to.is_none() {
            errors.add("nguoi_nhan", "Chọn người được ủy quyền.");
        }
        let from = date(&mut errors, "tu_ngay", &self.from);
        let until = date(&mut errors, "den_ngay", &self.until);
        errors.require("ly_do", &self.reason, "Nhập lý do ủy quyền.");
        if self.reason.chars().count() > 500 {
            errors.add("ly_do", "Lý do dài quá 500 ký tự.");
        }
        if self.powers.is_empty() {
            errors.add("quyen", labels::delegation_problem(DelegationProblem::Nothing));
        }
        let powers = if self.powers.iter().any(|code| code == "*") {
            Powers::All
        } else {
            Powers::Only(self.powers.iter().cloned().collect())
        };
        match (to, from, until) {
            (Some(to), Some(valid_from), Some(valid_to)) => {
                errors.or(NewDelegation { to, valid_from, valid_to, reason: self.reason.clone(), powers })
            }
            _ => Err(errors),
        }
    }
}

fn row(delegation: &Delegation, me: AccountId, names: &BTreeMap<AccountId, String>, visit: &Visit) -> Row {
    let name = |id: AccountId| names.get(&id).cloned().unwrap_or_else(|| "–".to_owned());
    let mine = delegation.from == me;
    let over = delegation.ended_at.is_some() || delegation.valid_to < visit.now.date();
    let state = match (delegation.ended_at, delegation.in_force(visit.now)) {
        (Some(_), _) => "Đã chấm dứt",
        (None, true) => "Đang hiệu lực",
        (None, false) if over => "Đã hết hạn",
        (None, false) => "Chưa đến ngày",
    };
    let label = |code: &String| {
        let grants = visit.app.modules().iter().flat_map(|module| module.grants);
        grants
            .into_iter()
            .find(|grant| grant.permission == code)
            .map_or(code.as_str(), |grant| grant.label)
            .to_owned()
    };
    Row {
        who: if mine {
            format!("{} làm thay tôi", name(delegation.to))
        } else {
            format!("Tôi làm thay {}", name(delegation.from))
        },
        days: format!("{} – {}", vi::date(delegation.valid_from), vi::date(delegation.valid_to)),
        reason: delegation.reason.clone(),
        powers: match &delegation.powers {
            Powers::All => "Tất cả quyền".to_owned(),
            Powers::Only(codes) => codes.iter().map(label).collect::<Vec<_>>().join("; "),
        },
        state,
        end: (!over).then(|| urls::own_delegation_end(delegation.id)),
    }
}

async fn page(
    visit: &Visit,
    form: &DelegationForm,
    errors: &FieldErrors,
) -> Result<DelegationsPage, PageError> {
    let who = visit.signed_in()?;
    let (me, agency) = (who.account, who.agency);
    let (list, names, people) = visit
        .read::<_, PageError>(move |tx| {
            let list = roles::about(tx, me, 50)?;
            let ids: Vec<AccountId> = list.iter().flat_map(|row| [row.from, row.to]).collect();
            Ok((list, crate::names(tx, &ids)?, crate::accounts(tx, agency)?))
        })
        .await?;
    let colleagues = people.iter().filter(|account| account.active && account.id != me).map(|account| {
        let position = account.position.as_ref().map(|position| format!(", {position}")).unwrap_or_default();
        (account.id.to_string(), format!("{}{position}", account.name))
    });
    let none = std::iter::once((String::new(), "Chọn người".to_owned()));
    let held = visit.acting()?.permissions;
    let chosen = |code: &str| form.powers.iter().any(|power| power == code);
    let all = std::iter::once(Choice::new("*", "Tất cả quyền của tôi", chosen("*")));
    let each = visit.app.modules().iter().flat_map(|module| module.grants);
    let each = each.filter(|grant| held.contains(grant.permission));
    let each = each.map(|grant| Choice::new(grant.permission, grant.label, chosen(grant.permission)));
    let (shell, tabs) = frame(visit, Part::Delegations).await;
    Ok(DelegationsPage {
        shell,
        tabs,
        problems: errors.problems(),
        rows: list.iter().map(|delegation| row(delegation, me, &names, visit)).collect(),
        to: Field::new("nguoi_nhan", "Người được ủy quyền", &form.to).with_error(errors.get("nguoi_nhan")),
        people: Choice::list(none.chain(colleagues), &form.to),
        from: Field::new("tu_ngay", "Từ ngày", &form.from).with_error(errors.get("tu_ngay")),
        until: Field::new("den_ngay", "Đến hết ngày", &form.until).with_error(errors.get("den_ngay")),
        reason: Field::new("ly_do", "Lý do", &form.reason).with_error(errors.get("ly_do")),
        powers: Field::new("quyen", "Quyền được ủy", "").with_error(errors.get("quyen")),
        power_choices: all.chain(each).collect(),
        may: visit.may("identity.delegate"),
        once: cookie::random_token(),
    })
}

pub(crate) async fn show(visit: Visit) -> Result<Response, PageError> {
    person(&visit)?;
    let form = DelegationForm { from: vi::date(visit.now.date()), ..DelegationForm::default() };
    visit.page(&page(&visit, &form, &FieldErrors::new()).await?)
}

pub(crate) async fn create(visit: Visit, Form(fields): Form) -> Result<Response, PageError> {
    person(&visit)?;
    let form = DelegationForm::read(&fields);
    let new = match form.parse() {
        Ok(new) => new,
        Err(errors) => return visit.page_invalid(&page(&visit, &form, &errors).await?),
    };
    let acting = visit.acting()?;
    let done = visit
        .write_once::<IdentityRefused>(Some(&fields), move |tx| {
            Ok(create_delegation(tx, &acting, &new)?.to_string())
        })
        .await;
    match done {
        Ok(_) => Ok(visit.redirect_done(urls::OWN_DELEGATIONS, "Đã ghi ủy quyền.")),
        Err(IdentityRefused::Delegation(problem)) => {
            let errors = FieldErrors::one(field_of(problem), labels::delegation_problem(problem));
            visit.page_invalid(&page(&visit, &form, &errors).await?)
        }
        Err(refused) => Err(refused.into()),
    }
}

const fn field_of(problem: DelegationProblem) -> &'static str {
    match problem {
        DelegationProblem::ToOneself => "nguoi_nhan",
        DelegationProblem::Nothing => "quyen",
        DelegationProblem::Reversed | DelegationProblem::Past | DelegationProblem::TooLong => "den_ngay",
    }
}

pub(crate) async fn end(visit: Visit, Path(id): Path<i64>, Form(_): Form) -> Result<Response, PageError> {
    person(&visit)?;
    let acting = visit.acting()?;
    visit.write::<_, PageError>(move |tx| Ok(end_delegation(tx, &acting, id)?)).await?;
    Ok(visit.redirect_done(urls::OWN_DELEGATIONS, "Đã chấm dứt ủy quyền."))
}
