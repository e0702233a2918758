//! The steps of a process as a graph: what can be reached, what can finish, how long the longest way is. All
//! walks are iterative and linear in steps and transitions, so that a hostile package cannot exhaust the stack.

use std::collections::BTreeMap;

use super::process::{END, InternalProcess, TransitionKind};

/// Steps as numbers, transitions as lists of numbers.
#[derive(Debug)]
pub(super) struct Graph {
    start: Option<usize>,
    all: Vec<Vec<usize>>,
    back: Vec<Vec<usize>>,
    forward: Vec<Vec<usize>>,
    exits: Vec<bool>,
}

impl Graph {
    /// The graph of a process. Transitions from or to unknown steps are left out.
    pub(super) fn of(process: &InternalProcess) -> Self {
        let count = process.steps.len();
        let places: BTreeMap<&str, usize> =
            process.steps.iter().enumerate().map(|(place, step)| (step.code.as_str(), place)).collect();
        let mut graph = Self {
            start: places.get(process.start.as_str()).copied(),
            all: vec![Vec::new(); count],
            back: vec![Vec::new(); count],
            forward: vec![Vec::new(); count],
            exits: process.steps.iter().map(|step| step.end).collect(),
        };
        for way in &process.transitions {
            let Some(&from) = places.get(way.from.as_str()) else { continue };
            if way.to == END {
                set(&mut graph.exits, from);
            } else if let Some(&to) = places.get(way.to.as_str()) {
                push(&mut graph.all, from, to);
                push(&mut graph.back, to, from);
                if way.kind == TransitionKind::Forward {
                    push(&mut graph.forward, from, to);
                }
            }
        }
        graph
    }

    /// Which steps can be reached from the start.
    pub(super) fn reachable(&self) -> Vec<bool> {
        walk(&self.all, self.start.into_iter())
    }

    /// Which steps can come to an end.
    pub(super) fn can_finish(&self) -> Vec<bool> {
        let ends = self.exits.iter().enumerate().filter(|(_, exit)| **exit).map(|(place, _)| place);
        walk(&self.back, ends)
    }

    /// Which steps can come to a step that is no end and has no way out.
    pub(super) fn can_stop(&self) -> Vec<bool> {
        walk(&self.back, (0..self.all.len()).filter(|step| !self.has_way_out(*step)))
    }

    /// Whether a step is an end or has any way out.
    pub(super) fn has_way_out(&self, step: usize) -> bool {
        self.exits.get(step).copied().unwrap_or(false)
            || self.all.get(step).is_some_and(|ways| !ways.is_empty())
    }

    /// Steps so that every forward way leads on; `None` where forward ways run in a circle.
    pub(super) fn forward_order(&self) -> Option<Vec<usize>> {
        let order = self.forward_order_with_rest();
        (order.1 == 0).then_some(order.0)
    }

    /// As [`Self::forward_order`], with the steps of circles at the end, and how many these are.
    pub(super) fn forward_order_with_rest(&self) -> (Vec<usize>, usize) {
        let count = self.forward.len();
        let mut incoming = vec![0_usize; count];
        for &to in self.forward.iter().flatten() {
            if let Some(n) = incoming.get_mut(to) {
                *n += 1;
            }
        }
        // A set instead of a queue keeps the order of the decision among steps that are free.
        let mut free: std::collections::BTreeSet<usize> =
            incoming.iter().enumerate().filter(|(_, n)| **n == 0).map(|(place, _)| place).collect();
        let mut order = Vec::with_capacity(count);
        let mut placed = vec![false; count];
        while let Some(step) = free.pop_first() {
            order.push(step);
            set(&mut placed, step);
            for &to in self.forward.get(step).into_iter().flatten() {
                if let Some(n) = incoming.get_mut(to) {
                    *n -= 1;
                    if *n == 0 {
                        free.insert(to);
                    }
                }
            }
        }
        let rest: Vec<usize> =
            placed.iter().enumerate().filter(|(_, done)| !**done).map(|(at, _)| at).collect();
        let n_rest = rest.len();
        order.extend(rest);
        (order, n_rest)
    }

    /// The greatest sum of weights over forward ways that begin at the start; `None` where they run in a circle
    /// or there is no start.
    pub(super) fn longest_forward(&self, weights: &[i64]) -> Option<i64> {
        let order = self.forward_order()?;
        let start = self.start?;
        let weight = |step: usize| weights.get(step).copied().unwrap_or(0);
        let mut best: Vec<Option<i64>> = vec![None; self.forward.len()];
        *best.get_mut(start)? = Some(weight(start));
        for step in order {
            let Some(so_far) = best.get(step).copied().flatten() else { continue };
            for &to in self.forward.get(step).into_iter().flatten() {
                if let Some(known) = best.get_mut(to) {
                    let candidate = so_far.saturating_add(weight(to));
                    *known = Some(known.map_or(candidate, |old| old.max(candidate)));
                }
            }
        }
        best.into_iter().flatten().max()
    }
}

fn push(lists: &mut [Vec<usize>], at: usize, value: usize) {
    if let Some(list) = lists.get_mut(at) {
        list.push(value);
    }
}

fn set(flags: &mut [bool], at: usize) {
    if let Some(flag) = flags.get_mut(at) {
        *flag = true;
    }
}

fn walk(ways: &[Vec<usize>], from: impl Iterator<Item = usize>) -> Vec<bool> {
    let mut seen = vec![false; ways.len()];
    let mut open: Vec<usize> = from.collect();
    while let Some(step) = open.pop() {
        if seen.get(step).copied().unwrap_or(true) {
            continue;
        }
        set(&mut seen, step);
        open.extend(ways.get(step).into_iter().flatten());
    }
    seen
}
