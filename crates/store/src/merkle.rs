//! A Merkle tree fed leaf by leaf (RFC 9162, section 2.1.1); keeps one hash a level.

use sha2::{Digest, Sha256};

type Hash = [u8; 32];

#[derive(Debug, Default)]
pub(crate) struct Merkle {
    /// Roots of the complete subtrees, largest first, each with its number of leaves.
    peaks: Vec<(i64, Hash)>,
}

impl Merkle {
    pub(crate) fn add(&mut self, leaf: &[u8]) {
        let mut hasher = Sha256::new();
        hasher.update([0]);
        hasher.update(leaf);
        let mut tree: (i64, Hash) = (1, hasher.finalize().into());
        while let Some(left) = self.peaks.pop_if(|left| left.0 == tree.0) {
            tree = (left.0 * 2, node(&left.1, &tree.1));
        }
        self.peaks.push(tree);
    }

    pub(crate) fn len(&self) -> i64 {
        self.peaks.iter().map(|peak| peak.0).sum()
    }

    pub(crate) fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev().map(|peak| peak.1);
        match peaks.next() {
            None => Sha256::digest([]).into(),
            Some(last) => peaks.fold(last, |right, left| node(&left, &right)),
        }
    }
}

fn node(left: &Hash, right: &Hash) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update([1]);
    hasher.update(left);
    hasher.update(right);
    hasher.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by_definition(leaves: &[Vec<u8>]) -> Hash {
        match leaves {
            [] => Sha256::digest([]).into(),
            [leaf] => Sha256::digest([&[0][..], leaf].concat()).into(),
            leaves => {
                let half = leaves.len().next_power_of_two() / 2;
                let (left, right) = leaves.split_at(half);
                node(&by_definition(left), &by_definition(right))
            }
        }
    }

    #[test]
    fn the_root_is_that_of_the_standard_for_every_size() {
        let mut tree = Merkle::default();
        let mut leaves = Vec::new();
        for size in 0..70_u8 {
            assert_eq!(tree.root(), by_definition(&leaves), "{size} leaves");
            tree.add(&[size]);
            leaves.push(vec![size]);
        }
    }
}
