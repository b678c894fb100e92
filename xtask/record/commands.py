"""A folder of files, and what to type at a shell in it."""

import os
import pathlib
import shutil

# One path, since the prompt and the programs show it.
HOME = pathlib.Path("/tmp/app")
WORDS = "salt heron lantern orchard clay winter harbour ash letter tide".split()
PEOPLE = ["Ines", "Tomas", "Juna", "Oskar", "Marit", "Pavel", "Leila"]


def settle_home(draw):
    """Makes a folder with some files; gives what they say, by path."""
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir()
    files = {}
    rows = [
        f"{number},{draw.choice(PEOPLE)},{draw.choice(WORDS)},{draw.randint(1, 90)}"
        for number in range(1, draw.randint(6, 14))
    ]
    files["orders.csv"] = "\n".join(["id,name,item,price", *rows]) + "\n"
    events = ["started", "saved", "WARN slow disk", "ERROR no answer", "closed"]
    log = [
        f"2025-03-14 10:{draw.randint(10, 59)} {draw.choice(events)}"
        for _ in range(draw.randint(5, 20))
    ]
    files["logs/app.log"] = "\n".join(sorted(log)) + "\n"
    files["README.md"] = f"# {draw.choice(WORDS).capitalize()}\n\nRun `make` to build.\n"
    files["src/main.sh"] = '#!/bin/bash\necho "hello, $1"\n'
    files["src/lib.sh"] = "greet() {\n    echo hello\n}\n"
    for name in draw.sample(WORDS, 3):
        lines = [f"{draw.choice(PEOPLE)} {draw.choice(WORDS)}" for _ in range(draw.randint(1, 5))]
        files[f"notes/{name}.txt"] = "\n".join(lines) + "\n"
    for path, text in files.items():
        (HOME / path).parent.mkdir(exist_ok=True)
        (HOME / path).write_text(text)
    for path in [HOME, *HOME.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
        if os.getuid() == 0:
            shutil.chown(path, "nobody", "nogroup")
    return files


def command(draw):
    """A command for the files that are there, now and then with a mistake in it."""
    files = sorted(str(p.relative_to(HOME)) for p in HOME.rglob("*") if p.is_file())
    folders = sorted(str(p.relative_to(HOME)) for p in HOME.rglob("*") if p.is_dir())
    file = draw.choice(files) if draw.random() < 0.9 else "missing.txt"
    folder, word = draw.choice(folders), draw.choice(WORDS)
    # Programs look for files from wherever the shell is.
    file, folder = f"~/{file}", f"~/{folder}"
    number = draw.randint(2, 40)
    return draw.choice(
        [
            "pwd",
            "ls",
            f"ls -go {folder}",
            "ls -a ~",
            f"cd {folder}",
            f"cd {folder}/..",
            "cd",
            f"cat {file}",
            f"cat -n {file}",
            f"head -n 3 {file}",
            f"tail -n 2 {file}",
            f"wc {file}",
            "wc -l ~/*/*.txt",
            f"grep -n {draw.choice(PEOPLE)} ~/orders.csv",
            "grep -c ERROR ~/logs/app.log",
            f"grep -r {word} ~/notes | sort",
            "cut -d, -f2 ~/orders.csv | sort | uniq -c | sort -rn",
            "sort -t, -k4 -n ~/orders.csv | tail -n 3",
            "awk -F, 'NR > 1 { sum += $4 } END { print sum }' ~/orders.csv",
            f"sed 's/{draw.choice(PEOPLE)}/Wren/' {file}",
            f"sed -i 's/hello/{word}/' {file}",
            f"tr a-z A-Z < {file}",
            "find ~ -name '*.txt' | sort",
            f"mkdir {folder}/{word}",
            f"mkdir -p ~/{word}/deep/er",
            f"rmdir {folder}",
            f"touch ~/{word}.tmp",
            f"cp {file} ~/{word}.bak",
            f"mv {file} {folder}",
            f"rm {file}",
            f"rm {folder}",
            f"rm -r {folder}",
            f"echo {word} >> {file}",
            f"echo '{draw.choice(PEOPLE)} {word}' > ~/{word}.txt",
            f"name={draw.choice(PEOPLE)}",
            'echo "hello, $name"',
            "echo $?",
            f"echo $(({number} * {draw.randint(3, 99)}))",
            f"for i in 1 2 3; do echo $i {word}; done",
            "for f in ~/notes/*; do wc -l < $f; done",
            f"bash ~/src/main.sh {word}",
            "~/src/main.sh",
            "chmod +x ~/src/main.sh",
            f"diff ~/README.md {file}",
            f"seq 1 {number}",
            f"seq {number} | paste -sd+",
            f"test -f {file} && echo yes || echo no",
            f"printf '%5.2f|%s\\n' {number} {word}",
            f"sl {word}",
            f"cat ~/{word}",
            "cat /etc/shadow",
            f"ls {folder}/nothing",
            "clear",
            f"grep {word}",
            "sleep 60",
            "cat",
            f"echo {word} |",
            "echo 'not closed",
        ]
    )
