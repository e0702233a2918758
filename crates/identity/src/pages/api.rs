//! The JSON side: who am I, units, colleagues. No personal data beyond what work needs: no e-mail, no phone.

use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use web::{Json, PageError, Visit};

/// Who a key or session belongs to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Me {
    /// Id of the account.
    #[schema(value_type = i64)]
    id: kernel::AccountId,
    /// Full name.
    name: String,
    /// Id of the unit.
    #[schema(value_type = Option<i64>)]
    unit: Option<kernel::UnitId>,
    /// Codes of the roles held today.
    roles: Vec<&'static str>,
    /// Codes of what may be done, cut to the scopes of the key.
    permissions: Vec<&'static str>,
}

/// A unit.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UnitOut {
    /// Id.
    #[schema(value_type = i64)]
    id: kernel::UnitId,
    /// Code.
    code: String,
    /// Name.
    name: String,
    /// `leadership`, `division`, `desk` or `subordinate`.
    kind: &'static str,
    /// Id of the unit above.
    #[schema(value_type = Option<i64>)]
    parent: Option<kernel::UnitId>,
    /// Id of the head's account.
    #[schema(value_type = Option<i64>)]
    head: Option<kernel::AccountId>,
    /// First day, ISO 8601.
    #[schema(value_type = String, format = Date)]
    valid_from: kernel::Date,
    /// Last day, ISO 8601.
    #[schema(value_type = Option<String>, format = Date)]
    valid_to: Option<kernel::Date>,
}

/// An active account.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AccountOut {
    /// Id.
    #[schema(value_type = i64)]
    id: kernel::AccountId,
    /// Full name.
    name: String,
    /// Id of the unit.
    #[schema(value_type = Option<i64>)]
    unit: Option<kernel::UnitId>,
    /// Position in words.
    position: Option<String>,
}

/// Who the caller is.
#[utoipa::path(get, path = "/api/v1/me", tag = "identity", responses((status = 200, body = Me)))]
pub(crate) async fn me(visit: Visit) -> Result<Json<Me>, PageError> {
    let who = visit.signed_in()?;
    Ok(Json(Me {
        id: who.account,
        name: who.name.clone(),
        unit: who.unit,
        roles: who.roles.iter().map(|role| role.code()).collect(),
        permissions: visit.acting()?.permissions.iter().copied().collect(),
    }))
}

/// The units of the agency, closed ones too.
#[utoipa::path(get, path = "/api/v1/units", tag = "identity", responses((status = 200, body = Vec<UnitOut>)))]
pub(crate) async fn units(visit: Visit) -> Result<Json<Vec<UnitOut>>, PageError> {
    let agency = visit.agency();
    let units = visit.read::<_, PageError>(move |tx| Ok(crate::units(tx, agency)?)).await?;
    let out = units.into_iter().map(|unit| UnitOut {
        id: unit.id,
        code: unit.code,
        name: unit.name,
        kind: unit.kind.code(),
        parent: unit.parent,
        head: unit.head,
        valid_from: unit.valid_from,
        valid_to: unit.valid_to,
    });
    Ok(Json(out.collect()))
}

/// The active accounts of the agency.
#[utoipa::path(get, path = "/api/v1/accounts", tag = "identity", responses((status = 200, body = Vec<AccountOut>)))]
pub(crate) async fn accounts(visit: Visit) -> Result<Json<Vec<AccountOut>>, PageError> {
    let agency = visit.agency();
    let accounts = visit.read::<_, PageError>(move |tx| Ok(crate::accounts(tx, agency)?)).await?;
    let out = accounts.into_iter().filter(|account| account.active).map(|account| AccountOut {
        id: account.id,
        name: account.name,
        unit: account.unit,
        position: account.position,
    });
    Ok(Json(out.collect()))
}

#[derive(OpenApi)]
#[openapi(paths(me, units, accounts), components(schemas(Me, UnitOut, AccountOut)))]
struct Description;

/// This context's part of the API's description.
pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}
