//! That no cheaper edits exist: compared with trying all alignments.

use super::*;
use crate::{Role, delta::Heading};
use proptest::prelude::*;

fn outline() -> impl Strategy<Value = Vec<Element>> {
    let role = prop::sample::select(vec![Role::Text, Role::List]);
    let name = prop::sample::select(vec!["", "a", "something longer"]);
    let focused = prop::bool::weighted(0.2);
    prop::collection::vec((role, name, focused, 0usize..3), 0..6).prop_map(|nodes| {
        let mut deepest = 0;
        let nodes = nodes.into_iter().map(|(role, name, focused, depth)| {
            let depth = depth.min(deepest);
            deepest = depth + 1;
            let states = States { focused, ..States::default() };
            Element { depth, role, name: name.to_owned(), states, ..Element::default() }
        });
        nodes.collect()
    })
}

/// The least cost of making one forest of another, by trying everything.
fn least_cost(old: &[Element], new: &[Element], last: Step) -> u32 {
    if old.is_empty() && new.is_empty() {
        return 0;
    }
    let mut best = NEVER;
    if !old.is_empty() && last != Step::Insert {
        let open = if last == Step::Remove { 0 } else { REMOVE };
        let rest = &old[frame::end(old, 0)..];
        best = best.min(open + least_cost(rest, new, Step::Remove));
    }
    if !new.is_empty() {
        let open = if last == Step::Insert { 0 } else { PLACE };
        let end = frame::end(new, 0);
        let tree: u32 = new[..end].iter().map(element_cost).sum();
        best = best.min(open + tree + least_cost(old, &new[end..], Step::Insert));
    }
    if !old.is_empty() && !new.is_empty() && old[0].role == new[0].role {
        let (o, n) = (frame::end(old, 0), frame::end(new, 0));
        let inside = least_cost(&old[1..o], &new[1..n], Step::Keep);
        let rest = least_cost(&old[o..], &new[n..], Step::Keep);
        best = best.min(set_cost(&old[0], &new[0]) + inside + rest);
    }
    best
}

/// What edits of a fresh frame cost.
fn cost(edits: &[Edit], old: &[Element]) -> u32 {
    let costs = edits.iter().map(|edit| match edit {
        Edit::Field(..) => edit_cost(edit),
        Edit::Remove(..) => REMOVE,
        Edit::Insert { elements, .. } => PLACE + elements.iter().map(element_cost).sum::<u32>(),
        Edit::Set(id, set) => {
            let old = &old[*id as usize];
            let mut new = old.clone();
            set.apply(&mut new);
            set_cost(old, &new)
        }
    });
    costs.sum()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_edits_are_cheaper(old in outline(), new in outline()) {
        let ids: Vec<u32> = (0..old.len() as u32).collect();
        let mut comparison = Comparison {
            old: Side::new(&old),
            new: Side::new(&new),
            ids: &ids,
            left: MAX_CELLS,
        };
        let olds = comparison.old.siblings(0..old.len());
        let news = comparison.new.siblings(0..new.len());
        let mut edits = Vec::new();
        let found = comparison.align(&olds, &news, None, Some(&mut edits));
        prop_assert_eq!(found, least_cost(&old, &new, Step::Keep), "{:?}", edits);
        prop_assert_eq!(found, cost(&edits, &old), "{:?}", edits);
    }
}

#[test]
fn what_is_too_much_to_align_is_replaced() {
    let rows = |from: u32| -> Vec<Element> {
        let name = |i: u32| format!("row {}", i * 7919 % 10_007);
        (from..from + 2000).map(|i| Element { name: name(i), ..Element::default() }).collect()
    };
    let frame = |elements| Frame::fresh(Heading::default(), elements);
    // Every row differs, so that no prefix or suffix helps.
    let redraw = redraw(&frame(rows(0)), frame(rows(5000)));
    assert!(matches!(redraw, Redraw::New { .. }));
}
