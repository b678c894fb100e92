//! Small templates in the manner of published ones; the published ones themselves are rendered
//! in `tests/chat_templates.rs`.

use super::{CHATML, ChatError, ChatOptions, ChatTemplate, Date, MAX_TEMPLATE, Message};

const TALK: [Message<'static>; 3] = [
    Message { role: "system", content: "Be brief." },
    Message { role: "user", content: " Hi <b>you</b> & \"me\"\n" },
    Message { role: "assistant", content: "<think>\nhm\n</think>\n\nHello" },
];

fn render(source: &str) -> Result<String, ChatError> {
    let options = ChatOptions {
        add_generation_prompt: true,
        thinking: Some(false),
        date: Some(Date { year: 2026, month: 3, day: 7 }),
    };
    ChatTemplate::new(source, "<s>".into(), "</s>".into())?.render(&TALK, options)
}

#[test]
fn chatml_is_the_fallback() {
    assert_eq!(
        render(CHATML).unwrap(),
        "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\n Hi <b>you</b> & \"me\"\n\
         <|im_end|>\n<|im_start|>assistant\n<think>\nhm\n</think>\n\nHello<|im_end|>\n\
         <|im_start|>assistant\n"
    );
}

#[test]
fn blocks_are_trimmed_as_in_transformers() {
    let source = "{{ bos_token }}\n  {% for m in messages %}\n{{ m['role'] }}\n  {% endfor %}\n\
                  {{- eos_token }}\n";
    assert_eq!(render(source).unwrap(), "<s>\nsystem\nuser\nassistant\n</s>");
}

#[test]
fn pythons_methods_work() {
    let cases = [
        ("{{ messages[1].content.strip() }}", "Hi <b>you</b> & \"me\""),
        ("{{ messages[2]['content'].split('</think>')[-1].lstrip('\\n') }}", "Hello"),
        ("{{ messages[0].content.startswith('Be') }}", "True"),
        ("{{ messages[0].content.upper() | trim('.') }}", "BE BRIEF"),
        ("{{ messages[1:] | length }} {{ messages[::-1][0].role }}", "2 assistant"),
        (
            "{% set ns = namespace(n=0) %}{% for m in messages %}{% set ns.n = ns.n + 1 %}{% endfor %}{{ ns.n }}",
            "3",
        ),
        ("{{ strftime_now('%d %b %Y, %B %m%%') }}", "07 Mar 2026, March 03%"),
        ("{{ messages[0] | tojson }}", r#"{"role": "system", "content": "Be brief."}"#),
        ("{{ ['<é>', 1] | tojson(indent=1) }}", "[\n \"<é>\",\n 1\n]"),
        ("{{ enable_thinking is defined and enable_thinking is false }}", "True"),
        ("{{ tools is defined }}{{ tools }}", "False"),
        (
            "{% for m in messages %}{% if loop.last %}{% break %}{% endif %}{{ loop.index }}{% endfor %}",
            "12",
        ),
    ];
    for (source, expected) in cases {
        assert_eq!(render(source).as_deref(), Ok(expected), "{source}");
    }
}

#[test]
fn a_template_may_refuse() {
    let error = render("{{ raise_exception('Roles must alternate') }}").unwrap_err();
    assert_eq!(error, ChatError::Refused("Roles must alternate".into()));
    let inner = "{% macro check() %}{{ raise_exception('no') }}{% endmacro %}{{ check() }}";
    assert_eq!(render(inner).unwrap_err(), ChatError::Refused("no".into()));
}

#[test]
fn hostile_templates_fail_soon() {
    assert_eq!(render(&"x".repeat(MAX_TEMPLATE + 1)), Err(ChatError::TooLong(MAX_TEMPLATE + 1)));
    assert!(matches!(render("{% for %}"), Err(ChatError::Syntax(_))));
    let forever = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}";
    assert!(matches!(render(forever), Err(ChatError::Failed(_))));
    let deep = "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}";
    assert!(matches!(render(deep), Err(ChatError::Failed(_))));
    let long = "{% for a in range(9999) %}{{ 'x' * 9999 }}{% endfor %}";
    assert_eq!(render(long), Err(ChatError::Failed("its text is too long".into())));
    assert!(matches!(render("{% include 'x' %}"), Err(ChatError::Failed(_))));
    assert!(matches!(render("{{ nothing.at.all }}"), Err(ChatError::Failed(_))));
    let nested = "{{ ".to_owned() + &"(".repeat(10_000) + "1" + &")".repeat(10_000) + " }}";
    assert!(matches!(render(&nested), Err(ChatError::Syntax(_))));
}
