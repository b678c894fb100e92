"""Actions at random on a page."""

INTERACTIVE = """
    button checkbox combobox link listbox menuitem option radio searchbox slider spinbutton switch
    tab textbox treeitem
""".split()
FIELDS = ["textbox", "searchbox", "spinbutton"]
WORDS = ["heron", "12", "Ines", "salt", "2025-04-01", "0", "a longer line of words"]
KEYS = ["Tab", "Enter", "Escape", "ArrowDown", "ArrowUp", "Shift+Tab", "End", "a"]


def anything(shown, draw):
    """Some action or other; some of them do nothing."""
    active = [e for e in shown if (e.kind in INTERACTIVE or e.clickable) and not e.disabled]
    fields = [e for e in active if e.kind in FIELDS]
    lists = [e for e in active if e.options]
    kind = draw.choices(["click", "type", "select", "key", "useless", "wait"], [8, 4, 3, 3, 1, 1])
    match kind[0]:
        case "type" if fields:
            text = {"text": draw.choice(WORDS)}
            submit = {"submit": True} if draw.random() < 0.3 else {}
            return "browser_type", draw.choice(fields), {**text, **submit}
        case "select" if lists:
            element = draw.choice(lists)
            return "browser_select_option", element, {"values": [draw.choice(element.options)]}
        case "key":
            return "browser_press_key", None, {"key": draw.choice(KEYS)}
        case "wait":
            return "browser_wait_for", None, {"time": 1}
        case "useless" if shown:
            return "browser_click", draw.choice(shown), {}
        case _:
            return "browser_click", draw.choice(active or shown), {}
