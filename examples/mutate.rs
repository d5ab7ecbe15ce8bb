//! Makes broken and odd documents out of good ones: `mutate FOLDER OUT COUNT [SEED [MOST]]`.
//!
//! Documents of the YAML files below FOLDER are damaged by one to MOST (3) slips of the named kinds
//! and written to OUT as `NNNNN-slip.yaml`. The same seed makes the same files. Their reading is
//! compared with that of Kubernetes by `yaml2json`.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use std::{fs, path::Path, process::ExitCode};

use kubevet::{
    input::{Span, decode},
    syntax::parse,
};

/// Documents longer than this hide a typo among too much that is right.
const LONGEST: usize = 6000;

type Slip = fn(&mut Vec<u8>, &mut Dice);

const SLIPS: &[(&str, Slip)] = &[
    ("tab-indent", tab_indent),
    ("tab-somewhere", |text, dice| insert(text, dice, &["\t", " \t", "\t#", "\n\t\n"])),
    ("lost-colon", |text, dice| remove_one(text, dice, b':')),
    ("lost-space", lost_space),
    ("indent-more", indent_more),
    ("indent-less", indent_less),
    ("drop-line", |text, dice| edit_lines(text, dice, |lines, at, _| drop(lines.remove(at)))),
    ("double-line", |text, dice| {
        edit_lines(text, dice, |lines, at, _| lines.insert(at, lines[at].clone()));
    }),
    ("swap-lines", |text, dice| {
        edit_lines(text, dice, |lines, at, dice| {
            let other = dice.below(lines.len());
            lines.swap(at, other);
        });
    }),
    ("join-lines", |text, dice| remove_one(text, dice, b'\n')),
    ("stray-quote", |text, dice| insert(text, dice, &["\"", "'", "''", "\"\""])),
    ("stray-bracket", |text, dice| {
        insert(text, dice, &["[", "]", "{", "}", "[]", "{}", "[[", "{["]);
    }),
    ("indicator", indicator),
    ("lost-character", |text, dice| {
        let at = dice.below(text.len());
        text.remove(at);
    }),
    ("odd-character", odd_character),
    ("odd-break", odd_break),
    ("cut-off", |text, dice| text.truncate(dice.below(text.len()))),
    ("marker", marker),
    ("odd-value", odd_value),
    ("odd-key", odd_key),
    ("anchor", anchor),
    ("block-scalar", block_scalar),
    ("flow-value", flow_value),
    ("template", |text, dice| {
        insert(text, dice, &["{{ .Values.x }}", "{{- if .y }}", "{{ x }}: ", "${X}", "$(X)"]);
    }),
    ("bad-byte", bad_byte),
    ("comment", |text, dice| {
        insert(text, dice, &["#", " #", "# x: y", "\n# x\n", " # a\n  # b\n"]);
    }),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [from, to, count, rest @ ..] = arguments.as_slice() else {
        println!("usage: mutate FOLDER OUT COUNT [SEED [MOST]]");
        return ExitCode::from(2);
    };
    let count: usize = count.parse().unwrap_or(0);
    let seed = rest.first().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let most = rest.get(1).and_then(|most| most.parse().ok()).unwrap_or(3);
    match run(Path::new(from), Path::new(to), count, seed, most) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("mutate: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(from: &Path, to: &Path, count: usize, seed: u64, most: usize) -> std::io::Result<()> {
    let mut documents = Vec::new();
    gather(from, &mut documents)?;
    fs::create_dir_all(to)?;
    let mut dice = Dice(seed);
    for number in 0..count {
        let mut text = documents[dice.below(documents.len())].clone();
        let (name, slip) = SLIPS[number % SLIPS.len()];
        slip(&mut text, &mut dice);
        for _ in 0..dice.below(most + 1).saturating_sub(1) {
            if !text.is_empty() {
                SLIPS[dice.below(SLIPS.len())].1(&mut text, &mut dice);
            }
        }
        fs::write(to.join(format!("{number:05}-{name}.yaml")), text)?;
    }
    Ok(())
}

fn gather(path: &Path, documents: &mut Vec<Vec<u8>>) -> std::io::Result<()> {
    if path.is_dir() {
        let mut entries: Vec<_> =
            fs::read_dir(path)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
        entries.sort();
        return entries.iter().try_for_each(|entry| gather(entry, documents));
    }
    if path.extension().is_some_and(|e| e == "yaml" || e == "yml") {
        let text = decode("", fs::read(path)?).text;
        let spans = parse(&text).into_iter().map(|document| document.span);
        let fits = |span: &Span| (20..LONGEST).contains(&(span.len() as usize));
        documents.extend(spans.filter(fits).map(|span| text[span.range()].as_bytes().to_vec()));
    }
    Ok(())
}

/// Numbers that look random and are the same in every run (splitmix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

fn insert(text: &mut Vec<u8>, dice: &mut Dice, what: &[&str]) {
    let at = dice.below(text.len() + 1);
    let new = dice.pick(what);
    text.splice(at..at, new.bytes());
}

/// All places of a byte.
fn places(text: &[u8], byte: u8) -> Vec<usize> {
    (0..text.len()).filter(|at| text[*at] == byte).collect()
}

fn remove_one(text: &mut Vec<u8>, dice: &mut Dice, byte: u8) {
    let places = places(text, byte);
    if !places.is_empty() {
        text.remove(dice.pick(&places));
    }
}

fn edit_lines(text: &mut Vec<u8>, dice: &mut Dice, edit: fn(&mut Vec<Vec<u8>>, usize, &mut Dice)) {
    let mut lines: Vec<Vec<u8>> = text.split(|b| *b == b'\n').map(<[u8]>::to_vec).collect();
    let at = dice.below(lines.len());
    edit(&mut lines, at, dice);
    *text = lines.join(&b'\n');
}

fn tab_indent(text: &mut Vec<u8>, dice: &mut Dice) {
    edit_lines(text, dice, |lines, at, dice| {
        let line = &mut lines[at];
        let indent = line.iter().take_while(|b| **b == b' ').count();
        let tabs = [b"\t".to_vec(), b"\t\t".to_vec(), b"  \t".to_vec()];
        line.splice(..dice.below(indent + 1), tabs[dice.below(tabs.len())].iter().copied());
    });
}

fn lost_space(text: &mut Vec<u8>, dice: &mut Dice) {
    let spots: Vec<usize> = places(text, b' ')
        .into_iter()
        .filter(|at| *at > 0 && matches!(text[at - 1], b':' | b'-' | b'#' | b','))
        .collect();
    if !spots.is_empty() {
        text.remove(dice.pick(&spots));
    }
}

fn indent_more(text: &mut Vec<u8>, dice: &mut Dice) {
    edit_lines(text, dice, |lines, at, dice| {
        let spaces = 1 + dice.below(4);
        lines[at].splice(..0, std::iter::repeat_n(b' ', spaces));
    });
}

fn indent_less(text: &mut Vec<u8>, dice: &mut Dice) {
    edit_lines(text, dice, |lines, at, dice| {
        let indent = lines[at].iter().take_while(|b| **b == b' ').count();
        let gone = (1 + dice.below(4)).min(indent);
        lines[at].drain(..gone);
    });
}

/// A character with a meaning, mostly where a value begins.
fn indicator(text: &mut Vec<u8>, dice: &mut Dice) {
    const SIGNS: &[&str] = &[
        "@",
        "`",
        "%",
        "*",
        "&",
        "!",
        "|",
        ">",
        "?",
        ":",
        "-",
        "#",
        ",",
        "? ",
        ": ",
        "- ",
        "! ",
        ": : ",
        "- - ",
        "*x ",
        "&x ",
        "!!str ",
        "!<x> ",
        "%YAML 1.1\n",
        "<<: ",
        "<<",
    ];
    let starts: Vec<usize> = places(text, b' ').into_iter().map(|at| at + 1).collect();
    let at = if starts.is_empty() || dice.below(4) == 0 {
        dice.below(text.len() + 1)
    } else {
        dice.pick(&starts)
    };
    let sign = dice.pick(SIGNS);
    text.splice(at..at, sign.bytes());
}

fn odd_character(text: &mut Vec<u8>, dice: &mut Dice) {
    const ODD: &[&str] = &[
        "\u{A0}", "\u{85}", "\u{2028}", "\u{FEFF}", "\u{3000}", "\u{200B}", "웹", "é", "🙂", "“",
        "\u{7F}", "\u{1}", "\0", "\u{FFFF}", "\\", "\\n", "\\x41", "~", "=", "^",
    ];
    insert(text, dice, ODD);
}

fn odd_break(text: &mut Vec<u8>, dice: &mut Dice) {
    let breaks = places(text, b'\n');
    if breaks.is_empty() {
        return;
    }
    if dice.below(3) == 0 {
        *text = text
            .iter()
            .flat_map(|b| if *b == b'\n' { b"\r\n".to_vec() } else { vec![*b] })
            .collect();
        return;
    }
    let at = dice.pick(&breaks);
    let new = dice.pick(&["\r", "\r\n", "\n\r", "\u{85}", "\u{2029}", "\n\n", " \n", "\n \n", ""]);
    text.splice(at..=at, new.bytes());
}

fn marker(text: &mut Vec<u8>, dice: &mut Dice) {
    const MARKERS: &[&str] = &[
        "---\n",
        "...\n",
        " ---\n",
        "--- # x\n",
        "---x\n",
        "--- x: y\n",
        "----\n",
        "---\t\n",
        "...x\n",
        "... # x\n",
        "---\n---\n",
        "%TAG ! x\n---\n",
        "---\n...\n",
        "--- |\n",
    ];
    let mut starts: Vec<usize> = places(text, b'\n').into_iter().map(|at| at + 1).collect();
    starts.push(0);
    let at = dice.pick(&starts);
    let new = dice.pick(MARKERS);
    text.splice(at..at, new.bytes());
}

/// Replaces what stands behind a colon on its line.
fn replace_value(text: &mut Vec<u8>, dice: &mut Dice, new: &str) {
    let colons: Vec<usize> = places(text, b':')
        .into_iter()
        .filter(|at| matches!(text.get(at + 1), Some(b' ' | b'\n')))
        .collect();
    if colons.is_empty() {
        return;
    }
    let at = dice.pick(&colons) + 1;
    let end = text[at..].iter().position(|b| *b == b'\n').map_or(text.len(), |n| at + n);
    text.splice(at..end, format!(" {new}").bytes());
}

/// Scalars that readers of YAML disagree about.
const ODD_VALUES: &[&str] = &[
    "yes",
    "Off",
    "~",
    "null",
    "0644",
    "0o17",
    "089",
    "0x1F",
    "1_000",
    "1e3",
    "1e400",
    ".5",
    "1.",
    ".inf",
    "-.INF",
    ".nan",
    "+1",
    "-0",
    "0b-11",
    "22:22",
    "2001-01-01",
    "12e03",
    "1.10",
    "0.0",
    "18446744073709551615",
    "18446744073709551616",
    "-9223372036854775809",
    "'it''s'",
    "\"\\u0041\"",
    "\"\\ud83d\"",
    "\"a\\\n  b\"",
    "\"\\/\"",
    "!!int 5",
    "!!int x",
    "!!str 5",
    "!!float 3",
    "!!bool yes",
    "!!null ''",
    "!!binary YQ==",
    "!!binary YQ",
    "!!timestamp 2001-01-01",
    "! 5",
    "!x 5",
    "!!set {a}",
    "a: b",
    "a : b",
    "a:b",
    "- a",
    "a #b",
    "a#b",
    "a, b",
    "@a",
    "`a`",
    "%a",
    "&a",
    "*a",
    "=",
    "<<",
    "a\n      b",
    "'a\n\n  b'",
    "\"x\" y",
    "'x'y",
    "''",
    "\"\"",
    "|",
    ">",
    "? a",
    "-",
    "?",
    ":",
];

fn odd_value(text: &mut Vec<u8>, dice: &mut Dice) {
    let value = dice.pick(ODD_VALUES);
    replace_value(text, dice, value);
}

fn odd_key(text: &mut Vec<u8>, dice: &mut Dice) {
    const KEYS: &[&str] = &[
        "on",
        "y",
        "~",
        "",
        "1",
        "0644",
        "1.10",
        "1e7",
        ".nan",
        "18446744073709551615",
        "\"a\"",
        "'a'",
        "? a",
        "[a]",
        "{a: b}",
        "[]",
        "{}",
        "!!str a",
        "!!int 1",
        "&k a",
        "*k",
        "<<",
        "a b",
        "a:b",
        "\"a\nb\"",
        "- a",
        "2001-01-01",
        "null",
        "!!null ''",
        "? - a",
    ];
    let mut starts: Vec<usize> = places(text, b'\n').into_iter().map(|at| at + 1).collect();
    starts.push(0);
    let at = dice.pick(&starts);
    let indent = text[at..].iter().take_while(|b| **b == b' ').count();
    let key = dice.pick(KEYS);
    let value = dice.pick(&[": x", ":", ": {a: 1}", " : y", ": [1]", ":x", "\n"]);
    let line = format!("{}{key}{value}\n", " ".repeat(indent));
    text.splice(at..at, line.bytes());
}

fn anchor(text: &mut Vec<u8>, dice: &mut Dice) {
    let colons: Vec<usize> = places(text, b':')
        .into_iter()
        .filter(|at| matches!(text.get(at + 1), Some(b' ' | b'\n')))
        .collect();
    if colons.is_empty() {
        return;
    }
    let at = dice.pick(&colons) + 1;
    text.splice(at..at, *b" &a");
    let later: Vec<usize> = places(text, b'\n').into_iter().filter(|line| *line > at).collect();
    if later.is_empty() {
        return;
    }
    for _ in 0..=dice.below(2) {
        let line = dice.pick(&later) + 1;
        let indent = text[line..].iter().take_while(|b| **b == b' ').count();
        let new = dice.pick(&[
            "x: *a",
            "<<: *a",
            "*a : x",
            "- *a",
            "<<: [*a, *a]",
            "<<: {x: *a}",
            "x: &a y",
            "x: *b",
            "<<: x",
            "x: [*a, *a]",
            "!!merge <<: *a",
            "\"<<\": *a",
        ]);
        text.splice(line..line, format!("{}{new}\n", " ".repeat(indent)).bytes());
    }
}

fn block_scalar(text: &mut Vec<u8>, dice: &mut Dice) {
    let header = dice.pick(&[
        "|",
        ">",
        "|-",
        ">+",
        "|2",
        ">-1",
        "|+9",
        "|0",
        "| # x",
        "|x",
        "|\n\n",
        ">\n   a\n  b\n\n    c\n",
        "|\n\t",
        "&a |",
        "!!str |",
        "|10",
        "|--",
    ]);
    replace_value(text, dice, header);
}

fn flow_value(text: &mut Vec<u8>, dice: &mut Dice) {
    const FLOWS: &[&str] = &[
        "[a, b]",
        "{a: b, c: d}",
        "[a, , b]",
        "[a,]",
        "{a}",
        "{a: }",
        "{: a}",
        "[a: b]",
        "[? a]",
        "[? a : b]",
        "{? a: b}",
        "[a\n, b]",
        "[a,\nb]",
        "{\"a\":1}",
        "{\"a\": \"b\"}",
        "[a, b",
        "{a: b",
        "[a]]",
        "{a: b}}",
        "[{a: [b]}]",
        "[-, -1]",
        "[- a]",
        "{a: b: c}",
        "{a:b}",
        "[a # x\n   , b]",
        "[\t1\t]",
        "[1,#x\n  2]",
        "[*a]",
        "[&a b, *a]",
        "[!!str 1]",
        "[\"a\" b]",
        "{a: [b}, c]",
        "[http://x:80]",
        "[a:]",
        "[::1]",
        "[x?y]",
        "{a, b: c, }",
        "{[a]: b}",
        "{{a}: b}",
        "[a\n\n\n]",
        "['a\n  b']",
        "[|\n]",
        "[%a]",
        "[@a]",
    ];
    let value = dice.pick(FLOWS);
    replace_value(text, dice, value);
}

fn bad_byte(text: &mut Vec<u8>, dice: &mut Dice) {
    let at = dice.below(text.len());
    let byte = dice.pick(&[0x80, 0xC3, 0xFF, 0xE2, 0xF0, 0xED, 0xA9]);
    if dice.below(2) == 0 {
        text[at] = byte;
    } else {
        text.insert(at, byte);
    }
}
