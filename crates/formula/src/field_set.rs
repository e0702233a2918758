//! A set of fields of one schema, as bits.

use kernel::Fact;

/// The most fields a schema may have.
pub(crate) const MAX_FIELDS: usize = 128;

/// A set of field numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FieldSet(u128);

impl FieldSet {
    /// No field.
    pub const EMPTY: Self = Self(0);

    /// Only field `index`.
    pub fn of(index: usize) -> Self {
        let mut set = Self::EMPTY;
        set.insert(index);
        set
    }

    /// The fields in which two facts of one schema differ.
    pub fn changed(before: &Fact, after: &Fact) -> Self {
        let mut set = Self::EMPTY;
        for index in 0..before.0.len().max(after.0.len()) {
            if before.get(index) != after.get(index) {
                set.insert(index);
            }
        }
        set
    }

    /// Adds field `index`; fields beyond the 128th are not kept (no schema has them, see [`crate::compile`]).
    pub fn insert(&mut self, index: usize) {
        if index < MAX_FIELDS {
            self.0 |= 1 << index;
        }
    }

    /// Whether field `index` is in the set.
    pub const fn contains(self, index: usize) -> bool {
        index < MAX_FIELDS && self.0 >> index & 1 == 1
    }

    /// Whether there is no field in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The fields in either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The fields in both sets.
    #[must_use]
    pub const fn both(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether the sets share a field.
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The field numbers, ascending.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            if left == 0 {
                return None;
            }
            let index = left.trailing_zeros() as usize;
            left &= left - 1;
            Some(index)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_hold_what_was_put_in() {
        let mut set = FieldSet::of(3);
        set.insert(127);
        set.insert(128);
        assert_eq!(set.iter().collect::<Vec<_>>(), [3, 127]);
        assert!(set.contains(127) && !set.contains(128) && !set.contains(4));
        assert!(set.intersects(FieldSet::of(3)) && !set.intersects(FieldSet::of(4)));
    }

    #[test]
    fn changed_names_the_fields_that_differ() {
        let fact = |n: i64| Fact(Box::new([n.into(), true.into(), kernel::Value::Null]));
        assert_eq!(FieldSet::changed(&fact(1), &fact(2)), FieldSet::of(0));
        assert!(FieldSet::changed(&fact(1), &fact(1)).is_empty());
    }
}
