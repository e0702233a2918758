//! Who gets the next step: the suitable account with the least open work.

use kernel::AccountId;

/// Somebody who could do the step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Account.
    pub account: AccountId,
    /// Name.
    pub name: String,
    /// Open works now.
    pub n_open: i64,
}

/// Who does the step, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Routed {
    /// Account.
    pub account: AccountId,
    /// The line that says why.
    pub why: String,
}

/// Chooses the candidate with the least open work; the smaller id where several have as little. `None` without
/// candidates.
pub fn choose(candidates: &[Candidate]) -> Option<Routed> {
    let best = candidates.iter().min_by_key(|candidate| (candidate.n_open, candidate.account))?;
    let why = if candidates.len() == 1 {
        format!("{} là người duy nhất giữ vai trò này trong đơn vị", best.name)
    } else {
        format!(
            "{} đang giữ ít việc nhất ({} việc) trong {} người của đơn vị",
            best.name,
            best.n_open,
            candidates.len()
        )
    };
    Some(Routed { account: best.account, why })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(id: i64, n_open: i64) -> Candidate {
        Candidate { account: AccountId(id), name: format!("Người {id}"), n_open }
    }

    #[test]
    fn the_least_loaded_gets_the_work_and_the_line_says_why() {
        let routed = choose(&[candidate(3, 4), candidate(2, 1), candidate(1, 1)]).unwrap();
        assert_eq!(routed.account, AccountId(1));
        assert_eq!(routed.why, "Người 1 đang giữ ít việc nhất (1 việc) trong 3 người của đơn vị");
        assert_eq!(choose(&[]), None);
    }
}
