//! Units of an agency: a tree in which every unit has its dates.

use kernel::{AccountId, AgencyId, Date, UnitId};

/// An agency (cơ quan).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agency {
    /// Id.
    pub id: AgencyId,
    /// Identifier (mã định danh), such as `H31.12`.
    pub code: String,
    /// Name.
    pub name: String,
    /// Name of the agency above it.
    pub parent_name: String,
}

/// What kind of unit it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnitKind {
    /// Lãnh đạo cơ quan.
    Leadership,
    /// Phòng chuyên môn, Văn phòng, Thanh tra.
    Division,
    /// Bộ phận Tiếp nhận và Trả kết quả.
    Desk,
    /// Đơn vị sự nghiệp trực thuộc.
    Subordinate,
}

impl UnitKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Leadership, Self::Division, Self::Desk, Self::Subordinate];

    /// The word stored in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Leadership => "leadership",
            Self::Division => "division",
            Self::Desk => "desk",
            Self::Subordinate => "subordinate",
        }
    }

    /// The kind of a stored word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A unit (phòng, đơn vị trực thuộc).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Id.
    pub id: UnitId,
    /// Agency.
    pub agency: AgencyId,
    /// Short code, also in addresses: `phong-ld`.
    pub code: String,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: UnitKind,
    /// The unit above.
    pub parent: Option<UnitId>,
    /// Its head.
    pub head: Option<AccountId>,
    /// Place among its siblings.
    pub place: i64,
    /// First day on which it exists.
    pub valid_from: Date,
    /// Last day on which it exists; `None` while it does.
    pub valid_to: Option<Date>,
    /// Version for saving.
    pub version: i64,
}

impl Unit {
    /// Whether the unit exists on `on`.
    pub fn in_force(&self, on: Date) -> bool {
        super::covers(self.valid_from, self.valid_to, on)
    }
}

/// A unit with how deep it lies in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitNode {
    /// The unit.
    pub unit: Unit,
    /// 0 for a root.
    pub depth: usize,
}

/// The units that exist on `on`, parents before children. A unit whose parent does not exist on that day stands
/// as a root: nothing is hidden by a closed parent.
pub fn tree(units: &[Unit], on: Date) -> Vec<UnitNode> {
    let alive: Vec<&Unit> = units.iter().filter(|unit| unit.in_force(on)).collect();
    let is_root =
        |unit: &Unit| !unit.parent.is_some_and(|parent| alive.iter().any(|other| other.id == parent));
    let mut out = Vec::with_capacity(alive.len());
    let mut waiting: Vec<UnitNode> = alive
        .iter()
        .filter(|unit| is_root(unit))
        .map(|unit| UnitNode { unit: (*unit).clone(), depth: 0 })
        .collect();
    waiting.sort_by_key(|node| std::cmp::Reverse((node.unit.place, node.unit.id)));
    while let Some(node) = waiting.pop() {
        let mut children: Vec<UnitNode> = alive
            .iter()
            .filter(|unit| unit.parent == Some(node.unit.id))
            .map(|unit| UnitNode { unit: (*unit).clone(), depth: node.depth + 1 })
            .collect();
        children.sort_by_key(|child| std::cmp::Reverse((child.unit.place, child.unit.id)));
        out.push(node);
        waiting.append(&mut children);
    }
    out
}

/// Whether putting `unit` under `parent` would make it its own ancestor.
pub fn would_cycle(units: &[Unit], unit: UnitId, parent: Option<UnitId>) -> bool {
    let mut above = parent;
    // At most one step a unit: a cycle that is already there ends the walk.
    for _ in 0..=units.len() {
        match above {
            None => return false,
            Some(id) if id == unit => return true,
            Some(id) => above = units.iter().find(|other| other.id == id).and_then(|other| other.parent),
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn unit(id: i64, parent: Option<i64>, place: i64, from: &str, to: Option<&str>) -> Unit {
        Unit {
            id: UnitId(id),
            agency: AgencyId(1),
            code: format!("u{id}"),
            name: format!("U{id}"),
            kind: UnitKind::Division,
            parent: parent.map(UnitId),
            head: None,
            place,
            valid_from: day(from),
            valid_to: to.map(day),
            version: 1,
        }
    }

    fn drawn(units: &[Unit], on: &str) -> String {
        tree(units, day(on))
            .iter()
            .map(|node| format!("{}{}", "-".repeat(node.depth), node.unit.code))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn the_tree_shows_the_units_of_its_day() {
        let units = [
            unit(1, None, 1, "2010-01-01", None),
            unit(2, Some(1), 2, "2010-01-01", None),
            unit(3, Some(1), 1, "2010-01-01", Some("2021-12-31")),
            unit(4, Some(3), 1, "2015-01-01", None),
            unit(5, Some(2), 1, "2022-03-15", None),
        ];
        assert_eq!(drawn(&units, "2009-12-31"), "");
        assert_eq!(drawn(&units, "2021-12-31"), "u1 -u3 --u4 -u2");
        assert_eq!(drawn(&units, "2022-01-01"), "u1 -u2 u4");
        assert_eq!(drawn(&units, "2022-03-15"), "u1 -u2 --u5 u4");
    }

    #[test]
    fn a_unit_never_stands_under_itself() {
        let units = [
            unit(1, None, 1, "2010-01-01", None),
            unit(2, Some(1), 1, "2010-01-01", None),
            unit(3, Some(2), 1, "2010-01-01", None),
        ];
        for (id, parent, expected) in [
            (1, None, false),
            (3, Some(1), false),
            (1, Some(3), true),
            (2, Some(2), true),
            (2, Some(3), true),
        ] {
            assert_eq!(
                would_cycle(&units, UnitId(id), parent.map(UnitId)),
                expected,
                "{id} under {parent:?}"
            );
        }
    }
}
