//! The `full` protocol: the form of the conversation, and reading replies.

use diorama_world::{
    Dialect, Facts, Node, Role, Scenario, Screen, Trace,
    facts::Table,
    full::{Form, Turn, conversation, conversation_in, is_over, read_reply, reply_prefix},
};
use proptest::prelude::*;
use std::{fs, path::Path};

/// A scenario in every dialect.
fn scenarios() -> Vec<Scenario> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/scenarios");
    let written = ["contacts-disk-full", "tracker-sign-in", "editor-save"].map(|id| {
        let json = fs::read_to_string(folder.join(format!("{id}.json"))).expect("a scenario");
        Scenario::from_json(&json).expect("a scenario")
    });
    let mut screen = Screen::default();
    screen.header.title = Some("Notes".to_owned());
    screen.header.url = Some("http://notes.example.org/".to_owned());
    screen.nodes.push(Node { role: Role::Button, name: "New".to_owned(), ..Node::default() });
    let drawn = [
        Dialect::AndroidPhone,
        Dialect::AndroidDroidbot,
        Dialect::WebPlaywright,
        Dialect::WebAxtree,
        Dialect::OsA11y,
    ]
    .map(|dialect| (dialect, dialect.print(&dialect.dress(&screen)).trim_end().to_owned()));
    let told = [
        (Dialect::Terminal, "root@box:/app# "),
        (Dialect::Mcp, "The tools are ready."),
        (Dialect::Search, "Ask for something."),
        (Dialect::Swe, "README.md\nsrc"),
    ]
    .map(|(dialect, first)| (dialect, first.to_owned()));
    let others = drawn.into_iter().chain(told);
    let plain = |(dialect, first): (Dialect, String)| Scenario {
        id: dialect.name().to_owned(),
        title: "A world".to_owned(),
        summary: String::new(),
        domain: dialect.domain(),
        dialect,
        task: "Look around.".to_owned(),
        facts: Facts::default(),
        controls: Vec::new(),
        reference: None,
        first,
    };
    written.into_iter().chain(others.map(plain)).collect()
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

/// Turns as the bench's rows have them: the request stands in the last user message only.
#[test]
fn turns_have_the_published_form() {
    for scenario in scenarios() {
        let turns = [turn(1), turn(2)];
        let messages = conversation_in(Form::Published, &scenario, &turns, "act `now`");
        let roles: Vec<&str> = messages.iter().map(|m| m.role.as_str()).collect();
        assert_eq!(roles, ["system", "user", "assistant", "user", "assistant", "user"]);
        let task = if scenario.domain.is_drawn() {
            format!("**Task Instruction:**\n{}\n\n", scenario.task)
        } else {
            String::new()
        };
        let language = if messages[3].content.contains("```python") { "python" } else { "" };
        assert_eq!(
            messages[1].content,
            format!(
                "### Turn 1\n{task}**Current State:**\n{}\n\n**Action:**\n```{language}\nact 1\n```",
                scenario.first
            )
        );
        assert_eq!(messages[2].content, "**Environment Observation:**\nshown 1\nand more");
        assert_eq!(
            messages[3].content,
            format!("### Turn 2\n**Action:**\n```{language}\nact 2\n```")
        );
        let last = &messages[5].content;
        assert!(
            last.starts_with(&format!(
                "### Turn 3\n**Action:**\n```{language}\nact `now`\n```\n\n"
            ))
        );
        assert!(last.contains("step by step"));
        assert!(last.ends_with("<predicted_observation> and </predicted_observation>."));
    }
}

#[test]
fn the_fence_names_what_the_action_is_written_in() {
    let scenario = &scenarios()[0];
    let user = Form::Published.user(scenario, 1, "{\"action_type\":\"wait\"}", false);
    assert_eq!(user, "### Turn 2\n**Action:**\n```json\n{\"action_type\":\"wait\"}\n```");
}

/// In either form, all but the last user message reads the same from then on.
#[test]
fn only_the_published_form_changes_what_was_said() {
    for scenario in scenarios() {
        for form in [Form::Published, Form::Cached] {
            let now = conversation_in(form, &scenario, &[turn(0)], "act 1");
            let later = conversation_in(form, &scenario, &[turn(0), turn(1)], "act 2");
            assert_eq!(now[..3], later[..3]);
            assert_eq!(now[3] == later[3], form == Form::Cached);
        }
    }
}

/// Prints how many bytes must be read again at each turn, beyond what a key/value cache holds
/// that has just written the last observation. Run it with
/// `cargo test -p diorama-world --test full -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement"]
#[allow(clippy::print_stdout)] // it is there to print
fn what_each_form_costs_a_cache() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/scenarios");
    let read = |name: String| fs::read_to_string(folder.join(name)).expect("a file");
    for id in ["contacts-disk-full", "forum-flaky", "editor-save"] {
        let scenario = Scenario::from_json(&read(format!("{id}.json"))).expect("a scenario");
        let trace = Trace::from_json(&read(format!("{id}.trace.json"))).expect("a trace");
        let turns: Vec<Turn> = trace
            .steps
            .into_iter()
            .map(|step| Turn { action: step.action, observation: step.observation })
            .collect();
        for form in [Form::Published, Form::Cached] {
            let text = |n: usize| {
                let messages = conversation_in(form, &scenario, &turns[..n], &turns[n].action);
                let texts: Vec<String> =
                    messages.iter().map(|m| format!("{}\n{}\n", m.role, m.content)).collect();
                texts.concat()
            };
            let mut again = 0;
            for n in 1..turns.len() {
                let held =
                    format!("{}assistant\n{}", text(n - 1), Form::Cached.assistant(&turns[n - 1]));
                let now = text(n);
                let kept = held.bytes().zip(now.bytes()).take_while(|(a, b)| a == b).count();
                again += now.len() - kept;
            }
            println!("{id}, {form:?}: {} bytes a turn", again / (turns.len() - 1));
        }
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
    assert!(messages[1].content.contains("**Action:**\n````\na\n```\n**Action:** b\n````"));
}

/// A reply continued as the prefix begins it is read as history shows it.
#[test]
fn a_reply_begun_with_the_prefix_reads_as_it_is_told_later() {
    for scenario in scenarios() {
        let prefix = reply_prefix(&scenario);
        let continued = &scenario.first;
        let begun = prefix.split_once("<predicted_observation>\n").expect("a block").1;
        assert_eq!(begun.is_empty(), !scenario.domain.is_drawn(), "{}", scenario.id);
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
        // A prompt may end in a space; blank lines at the end are not the screen's.
        (
            "<predicted_observation>\nroot@box:/# \n\n </predicted_observation>",
            seen("", "root@box:/# ", true),
        ),
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
    for dialect in Dialect::ALL {
        assert!(over(dialect, "a\n</predicted_observation>"));
        assert!(!over(dialect, "a\n</predicted_obs"));
        assert!(!is_over(dialect, "I think"));
        assert!(!is_over(dialect, "<think>so <predicted_observation>a</predicted_observation>"));
        assert!(!over(dialect, &rows(4)));
        assert_eq!(over(dialect, &rows(5)), dialect.domain().is_drawn());
    }
    // A program may count, or say the same for a while; not for more than a screen.
    assert!(!over(Dialect::Terminal, &"y\n".repeat(40)));
    assert!(over(Dialect::Terminal, &"y\n".repeat(41)));
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
