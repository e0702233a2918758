//! Who acts, for whom, with which rights, and when.

use std::collections::BTreeSet;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{AccountId, AgencyId, Instant, UnitId};

/// What an account may be used for. An account can hold several roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Người dân, doanh nghiệp.
    Citizen,
    /// Công chức Bộ phận Một cửa.
    CounterOfficer,
    /// Chuyên viên.
    Specialist,
    /// Trưởng phòng, phó trưởng phòng.
    HeadOfDivision,
    /// Giám đốc, phó giám đốc.
    Director,
    /// Văn thư.
    Clerk,
    /// Đầu mối theo dõi kế hoạch cải cách hành chính.
    PlanCoordinator,
    /// Người kiểm tra.
    Auditor,
    /// Quản trị hệ thống.
    Administrator,
}

impl Role {
    /// All roles, in the order of the permission matrix.
    pub const ALL: [Self; 9] = [
        Self::Citizen,
        Self::CounterOfficer,
        Self::Specialist,
        Self::HeadOfDivision,
        Self::Director,
        Self::Clerk,
        Self::PlanCoordinator,
        Self::Auditor,
        Self::Administrator,
    ];

    /// The word stored in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::CounterOfficer => "counter_officer",
            Self::Specialist => "specialist",
            Self::HeadOfDivision => "head_of_division",
            Self::Director => "director",
            Self::Clerk => "clerk",
            Self::PlanCoordinator => "plan_coordinator",
            Self::Auditor => "auditor",
            Self::Administrator => "administrator",
        }
    }

    /// The role of a stored word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// The Vietnamese name.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Citizen => "Người dân, doanh nghiệp",
            Self::CounterOfficer => "Công chức Một cửa",
            Self::Specialist => "Chuyên viên",
            Self::HeadOfDivision => "Trưởng phòng",
            Self::Director => "Lãnh đạo Sở",
            Self::Clerk => "Văn thư",
            Self::PlanCoordinator => "Đầu mối kế hoạch",
            Self::Auditor => "Người kiểm tra",
            Self::Administrator => "Quản trị hệ thống",
        }
    }
}

/// A kind of permission. A context declares one unit struct per act.
pub trait Permits {
    /// The stable word in the permission matrix, such as `dossier.receive`.
    const CODE: &'static str;
}

/// Proof that somebody was allowed to do `P`. Functions that save take it by value: no permit, no write.
#[derive(Debug)]
pub struct Permit<P: Permits>(PhantomData<P>);

/// The actor may not do this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("permission `{0}` is missing")]
pub struct Forbidden(pub &'static str);

/// The circumstances of one act.
#[derive(Debug, Clone)]
pub struct Acting {
    /// The agency in whose name the act happens.
    pub agency: AgencyId,
    /// The account that acts; `None` for the program itself.
    pub actor: Option<AccountId>,
    /// The account whose dated delegation is used, if any.
    pub on_behalf_of: Option<AccountId>,
    /// The unit of the actor.
    pub unit: Option<UnitId>,
    /// The roles of the actor.
    pub roles: Arc<BTreeSet<Role>>,
    /// What the actor may do: codes of permissions.
    pub permissions: Arc<BTreeSet<&'static str>>,
    /// When the act happens.
    pub at: Instant,
}

impl Acting {
    /// Whether the actor holds permission `code`.
    pub fn may(&self, code: &str) -> bool {
        self.permissions.contains(code)
    }

    /// The permit for `P`, or the refusal.
    pub fn permit<P: Permits>(&self) -> Result<Permit<P>, Forbidden> {
        if self.may(P::CODE) { Ok(Permit(PhantomData)) } else { Err(Forbidden(P::CODE)) }
    }
}
