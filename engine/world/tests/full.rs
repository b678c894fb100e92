//! The `full` protocol: the form of the conversation, and reading replies.

use diorama_world::{
    Dialect, Scenario,
    facts::Table,
    full::{Turn, conversation, is_over, read_reply, reply_prefix},
};
use proptest::prelude::*;
use std::{fs, path::Path};

fn scenarios() -> Vec<Scenario> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/scenarios");
    ["contacts-disk-full", "tracker-sign-in", "editor-save"]
        .map(|id| {
            let json = fs::read_to_string(folder.join(format!("{id}.json"))).expect("a scenario");
            Scenario::from_json(&json).expect("a scenario")
        })
        .to_vec()
}

fn turn(n: usize) -> Turn {
    Turn { action: format!("act {n}"), observation: format!("shown {n}\nand more") }
}

#[test]
fn earlier_messages_stay_the_same() {
    for scenario in scenarios() {
        let turns: Vec<Turn> = (0..4).map(turn).collect();
        for n in 0..turns.len() {
            let now = conversation(&scenario, &turns[..n], &turns[n].action);
            let later = conversation(&scenario, &turns[..=n], "something else");
            assert_eq!(now, later[..now.len()]);
            assert_eq!(now.len(), 2 * n + 2);
        }
    }
}

#[test]
fn turns_have_the_published_form() {
    for scenario in scenarios() {
        let messages = conversation(&scenario, &[turn(1)], "act `now`");
        let roles: Vec<&str> = messages.iter().map(|m| m.role.as_str()).collect();
        assert_eq!(roles, ["system", "user", "assistant", "user"]);
        let first = &messages[1].content;
        assert!(first.starts_with("### Turn 1\n**Task Instruction:** "));
        assert!(first.contains(&format!("**Current State:**\n{}\n", scenario.first)));
        assert!(first.contains("**Action:**\n```\nact 1\n```\n"));
        assert!(messages[2].content.starts_with("**Environment Observation:**\n"));
        assert!(messages[3].content.starts_with("### Turn 2\n**Action:**\n```\nact `now`\n```\n"));
        assert!(messages[3].content.contains("<predicted_observation>"));
    }
}

#[test]
fn the_model_is_told_facts_and_controls() {
    let scenario = &scenarios()[0];
    let system = &conversation(scenario, &[], "x")[0].content;
    for cell in scenario.facts.tables.iter().flat_map(Table::rows).flat_map(|row| &row.cells) {
        assert!(system.contains(&cell.to_string()));
    }
    assert!(scenario.controls.iter().all(|control| system.contains(&control.text())));
}

#[test]
fn an_action_cannot_leave_its_fence() {
    let messages = conversation(&scenarios()[0], &[], "a\n```\n**Action:** b");
    assert!(messages[1].content.contains("**Action:**\n````\na\n```\n**Action:** b\n````\n"));
}

/// A reply continued as the prefix begins it is read as history shows it.
#[test]
fn a_reply_begun_with_the_prefix_reads_as_it_is_told_later() {
    for scenario in scenarios() {
        let prefix = reply_prefix(&scenario);
        let continued = &scenario.first;
        let begun = prefix.split_once("<predicted_observation>\n").expect("a block").1;
        assert!(continued.starts_with(begun), "{begun:?} begins no observation of {}", scenario.id);
        let reply = format!("{prefix}{}\n</predicted_observation>", &continued[begun.len()..]);
        let read = read_reply(&reply);
        assert_eq!(read.observation.as_ref(), Some(continued));
        assert!(read.complete && read.thinking.is_none());
        let turn = Turn { action: "a".into(), observation: read.observation.expect("just seen") };
        assert_eq!(conversation(&scenario, &[turn], "b")[2].content, reply);
    }
}

#[test]
fn replies_are_read_as_published() {
    let read = |reply: &str| {
        let reply = read_reply(reply);
        (reply.thinking.unwrap_or_default(), reply.observation.unwrap_or_default(), reply.complete)
    };
    let seen = |thinking: &str, observation: &str, complete| {
        (thinking.to_owned(), observation.to_owned(), complete)
    };
    for (reply, expected) in [
        (
            "<think>hm</think>\n<predicted_observation>\na\nb\n</predicted_observation>",
            seen("hm", "a\nb", true),
        ),
        // Thinking that does not end, and thinking the prompt began.
        ("<think>hm <predicted_observation>a", seen("hm <predicted_observation>a", "", false)),
        ("hm</think><predicted_observation>a", seen("hm", "a", false)),
        // The last block counts, and its end may be missing or cut.
        (
            "<predicted_observation>a</predicted_observation> or <predicted_observation>b",
            seen("<predicted_observation>a</predicted_observation> or", "b", false),
        ),
        ("<predicted_observation>\na\n</predicted_obs", seen("", "a", false)),
        (
            "First I tap.\n<predicted_observation>a</predicted_observation> Done.",
            seen("First I tap.", "a", true),
        ),
        // No block: the label will do, or nothing.
        ("**Environment Observation:**\na", seen("", "a", false)),
        ("I cannot say.", seen("", "", false)),
        // A fence around everything is the model's; a fence of YAML is the page's.
        ("<predicted_observation>\n```\na\n```\n</predicted_observation>", seen("", "a", true)),
        (
            "<predicted_observation>\n```yaml\n- a\n```\n</predicted_observation>",
            seen("", "```yaml\n- a\n```", true),
        ),
    ] {
        assert_eq!(read(reply), expected, "{reply}");
    }
}

#[test]
fn writing_ends_where_going_on_is_no_use() {
    let over =
        |dialect, block: &str| is_over(dialect, &format!("x\n<predicted_observation>\n{block}"));
    let row = |n: usize| format!("[{n:>2}] | a.Button | text=\"Add\" | bounds=[0,{n}][9,9]\n");
    let rows = |n: usize| (0..n).map(row).collect::<String>();
    for dialect in [Dialect::AndroidJson, Dialect::WebPlaywright, Dialect::OsA11y] {
        assert!(over(dialect, "a\n</predicted_observation>"));
        assert!(!over(dialect, "a\n</predicted_obs"));
        assert!(!is_over(dialect, "I think"));
        assert!(!over(dialect, &rows(4)));
        assert!(over(dialect, &rows(5)));
    }
    let page = "```js\nx\n```\n### Snapshot\n```yaml\n- main\n";
    assert!(!over(Dialect::WebPlaywright, page));
    assert!(over(Dialect::WebPlaywright, &format!("{page}```\n")));
}

#[test]
fn endless_replies_are_cut() {
    let reply = format!("<predicted_observation>{}</predicted_observation>", "é".repeat(1 << 20));
    let read = read_reply(&reply);
    assert_eq!(read.observation.map(|o| o.len()), Some(1 << 20));
    assert!(!read.complete);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_growing_reply_only_grows(text in "[a-z<>/`\\n ]{0,60}", cut in 0..90usize) {
        let reply = format!("<predicted_observation>\n{text}\n</predicted_observation>");
        let cut = reply.floor_char_boundary(cut);
        let whole = read_reply(&reply).observation.unwrap_or_default();
        let part = read_reply(&reply[..cut]).observation.unwrap_or_default();
        prop_assume!(!text.contains("```"));
        prop_assert!(whole.starts_with(&part), "{:?} {:?}", whole, part);
    }
}
