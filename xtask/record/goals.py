"""What to do in desktop programs."""

from screen import HOME

# Programs and what to do in them. A step is what pyautogui does, with the element it is done to,
# as (tag, name or text), or with its text and keys.
GOALS = {
    "editor-write": (
        "Write two lines into a new file and save it as today.txt.",
        ["mousepad"],
        [
            ("write", "Sow the beans.\n"),
            ("write", 'Ask for "Ines".'),
            ("hotkey", "ctrl", "s"),
            ("hotkey", "ctrl", "a"),
            ("write", "today.txt"),
            ("click", "push-button", "Save"),
        ],
    ),
    "editor-undo": (
        "Add a line to notes.txt, undo it, and do it again.",
        ["mousepad", f"{HOME}/notes.txt"],
        [
            ("hotkey", "ctrl", "end"),
            ("write", "Feed the cat."),
            ("hotkey", "ctrl", "z"),
            ("click", "menu", "Edit"),
            ("click", "menu-item", "Redo"),
            ("hotkey", "ctrl", "s"),
        ],
    ),
    "editor-find": (
        "Find a word in notes.txt.",
        ["mousepad", f"{HOME}/notes.txt"],
        [
            ("hotkey", "ctrl", "f"),
            ("write", "the"),
            ("press", "enter"),
            ("press", "esc"),
            ("click", "menu", "Search"),
            ("click", "menu-item", "Find and Replace..."),
            ("press", "esc"),
        ],
    ),
    "editor-close": (
        "Close the editor without saving what was written.",
        ["mousepad"],
        [
            ("write", "Nothing worth keeping"),
            ("hotkey", "ctrl", "w"),
            ("click", "push-button", "Cancel"),
            ("hotkey", "ctrl", "w"),
            ("press", "esc"),
            ("click", "menu", "File"),
            ("press", "down"),
        ],
    ),
    "editor-select": (
        "Turn the text of notes.txt into capitals.",
        ["mousepad", f"{HOME}/notes.txt"],
        [
            ("click", "menu", "Edit"),
            ("click", "menu-item", "Select All"),
            ("click", "menu", "Edit"),
            ("click", "menu", "Convert"),
            ("press", "esc"),
            ("press", "delete"),
            ("hotkey", "ctrl", "z"),
        ],
    ),
    "calculator-add": (
        "Work out 78 + 5.",
        ["galculator"],
        [
            ("click", "toggle-button", "7"),
            ("click", "toggle-button", "8"),
            ("click", "toggle-button", "+"),
            ("click", "toggle-button", "5"),
            ("click", "toggle-button", "="),
            ("click", "toggle-button", "C"),
        ],
    ),
    "calculator-zero": (
        "Divide 9 by nothing and see what it says.",
        ["galculator"],
        [
            ("press", "9"),
            ("click", "toggle-button", "/"),
            ("click", "toggle-button", "0"),
            ("click", "toggle-button", "="),
            ("click", "toggle-button", "AC"),
        ],
    ),
    "calculator-memory": (
        "Keep 6 in memory, then take its square root.",
        ["galculator"],
        [
            ("click", "toggle-button", "6"),
            ("click", "toggle-button", "MS"),
            ("click", "toggle-button", "AC"),
            ("click", "toggle-button", "MR"),
            ("click", "toggle-button", "sqrt"),
            ("press", "backspace"),
        ],
    ),
    "calculator-menu": (
        "Look into the menus of the calculator.",
        ["galculator"],
        [
            ("click", "menu", "View"),
            ("press", "right"),
            ("press", "esc"),
            ("click", "menu", "Edit"),
            ("click", "menu-item", "Preferences"),
            ("press", "esc"),
        ],
    ),
    "files-open": (
        "Look into two folders and go back.",
        ["pcmanfm", str(HOME)],
        [
            ("doubleClick", "icon", "Documents"),
            ("click", "push-button", "Parent Folder"),
            ("doubleClick", "icon", "Recipes"),
            ("click", "push-button", "Previous Folder"),
            ("click", "icon", "notes.txt"),
        ],
    ),
    "files-new": (
        "Make a folder named Garden, then try to make it again.",
        ["pcmanfm", str(HOME)],
        [
            ("click", "push-button", "New Tab"),
            ("hotkey", "ctrl", "shift", "n"),
            ("write", "Garden"),
            ("press", "enter"),
            ("hotkey", "ctrl", "shift", "n"),
            ("write", "Garden"),
            ("press", "enter"),
        ],
    ),
    "files-rename": (
        "Rename notes.txt to thoughts.txt.",
        ["pcmanfm", str(HOME)],
        [
            ("click", "icon", "notes.txt"),
            ("press", "f2"),
            ("hotkey", "ctrl", "a"),
            ("write", "thoughts.txt"),
            ("press", "enter"),
            ("rightClick", "icon", "thoughts.txt"),
            ("press", "esc"),
        ],
    ),
    "files-delete": (
        "Delete the pictures' folder.",
        ["pcmanfm", str(HOME)],
        [
            ("click", "icon", "Pictures"),
            ("hotkey", "shift", "delete"),
            ("press", "esc"),
            ("hotkey", "shift", "delete"),
            ("press", "enter"),
            ("hotkey", "ctrl", "h"),
        ],
    ),
}
