//! Near misses: whether a name was likely meant to be another one.
//!
//! A reference to nothing is not a fault by itself, for its target may live elsewhere. It is one
//! where a target in sight differs by a typo. The tests below hold the typos and the pairs that
//! look like typos and are none.

/// Pairs of words that differ by few letters and mean different things on purpose.
const DISTINCT: &[(&str, &str)] = &[
    ("active", "inactive"),
    ("async", "sync"),
    ("decode", "encode"),
    ("decoder", "encoder"),
    ("east", "west"),
    ("egress", "ingress"),
    ("export", "import"),
    ("exporter", "importer"),
    ("external", "internal"),
    ("extranet", "intranet"),
    ("http", "https"),
    ("leader", "reader"),
    ("mssql", "mysql"),
    ("north", "south"),
    ("prod", "prom"),
    ("secure", "insecure"),
    ("stable", "unstable"),
    ("user", "users"),
];

/// Two edits and a few separators: names that differ in length by more are never near.
const FARTHEST: usize = 8;

/// Fewer letters than this say too little for a typo to be seen.
const SHORTEST: usize = 5;

/// What tells names that are not near from near ones at a glance.
#[derive(Clone, Copy, Debug)]
pub struct Outline {
    /// A bit for each letter that occurs, in any case.
    letters: u32,
    length: u32,
}

impl Outline {
    pub fn of(name: &str) -> Outline {
        let bit = |byte: u8| match byte.to_ascii_lowercase() {
            letter @ b'a'..=b'z' => 1 << (letter - b'a'),
            _ => 0,
        };
        let letters = name.bytes().fold(0, |letters, byte| letters | bit(byte));
        Outline { letters, length: name.len() as u32 }
    }

    /// Whether names may be near; two edits change four letters at most.
    pub fn is_like(self, other: Outline) -> bool {
        self.length.abs_diff(other.length) <= FARTHEST as u32
            && (self.letters ^ other.letters).count_ones() <= 4
    }
}

/// Whether `written` is not `known` and was likely meant to be: both are the same but for case and
/// `-_.`, or two edits apart in names of five and more letters. Names that differ only in digits
/// (`web1`, `web2`), in a word of one to three letters (`db-rw`, `db-ro`) or by known opposites
/// (`internal`, `external`) are distinguished on purpose.
pub fn is_similar(written: &str, known: &str) -> bool {
    if written == known || written.len().abs_diff(known.len()) > FARTHEST {
        return false;
    }
    let letters = |name| without(name, char::is_numeric);
    if letters(written).eq(letters(known)) {
        return false;
    }
    if folded(written).eq(folded(known)) {
        return true;
    }
    let long = |name: &str| name.chars().count() >= SHORTEST;
    long(written)
        && long(known)
        && distance(written, known, 2).is_some()
        && words(written).count() == words(known).count()
        && words(written).zip(words(known)).all(|(a, b)| a == b || is_typo(a, b))
}

/// Whether two names, of which one may be short, differ by one letter too many or by two swapped
/// ones, and not by a digit.
pub fn is_slip(written: &str, known: &str) -> bool {
    let letters = |name| without(name, char::is_numeric);
    let (a, b) = (written.chars().count(), known.chars().count());
    let moved = || a != b || letters_of(written) == letters_of(known);
    a.min(b) > 2
        && distance(written, known, 1) == Some(1)
        && moved()
        && !letters(written).eq(letters(known))
        && words(written).count() == words(known).count()
        && words(written).zip(words(known)).all(|(a, b)| a == b || !is_distinct(a, b))
}

/// The known name that is nearest to `written`; none where two are equally near.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let near: Vec<(usize, &str)> = known
        .into_iter()
        .filter(|name| is_similar(written, name))
        .map(|name| {
            let (written, known): (String, String) =
                (folded(written).collect(), folded(name).collect());
            (distance(&written, &known, 2).unwrap_or(3), name)
        })
        .collect();
    only_best(near)
}

/// The name of the least distance, unless there are two.
fn only_best(mut near: Vec<(usize, &str)>) -> Option<&str> {
    near.sort_unstable();
    near.dedup();
    match near[..] {
        [(_, name)] => Some(name),
        [(best, name), (next, _), ..] if best < next => Some(name),
        _ => None,
    }
}

/// The one of a closed set of names, such as the ports of a pod, that is at most two edits and
/// half its length away; none where two are equally near.
pub fn closest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let close: Vec<(usize, &str)> = known
        .into_iter()
        .filter_map(|name| Some((distance(written, name, 2.min(name.chars().count() / 2))?, name)))
        .collect();
    only_best(close)
}

/// Whether one word was likely meant for another, by what kind of words they are.
fn is_typo(a: &str, b: &str) -> bool {
    if is_distinct(a, b) {
        return false;
    }
    let (a_length, b_length) = (a.chars().count(), b.chars().count());
    // Short words are distinguished by single letters: only two swapped ones are a typo.
    a_length.min(b_length) > 2 && (a_length.max(b_length) > 3 || letters_of(a) == letters_of(b))
}

/// Whether two words are told apart on purpose.
fn is_distinct(a: &str, b: &str) -> bool {
    DISTINCT.contains(&(a, b)) || DISTINCT.contains(&(b, a))
}

fn letters_of(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word.chars().collect();
    letters.sort_unstable();
    letters
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_alphanumeric())
}

fn without(name: &str, drop: impl Fn(char) -> bool) -> impl Iterator<Item = char> {
    name.chars().filter(move |c| !drop(*c))
}

fn folded(name: &str) -> impl Iterator<Item = char> {
    without(name, |c| matches!(c, '-' | '_' | '.')).flat_map(char::to_lowercase)
}

/// So many letters of two texts are compared first.
const HEAD: usize = 12;

/// How many insertions, deletions, replacements and swaps of neighbours part two texts; `None`
/// above `limit`. (Optimal string alignment: no letter is edited twice.)
pub fn distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    // What both begin and end with costs nothing, and is most of two names of one project.
    let (a, b) = differing(a, b);
    let apart = a.chars().count().abs_diff(b.chars().count());
    // Comparing takes time in proportion to the product of the lengths. Each edit parts the heads
    // by two at most: itself, and a letter that it moves over their end.
    let heads = || strsim::osa_distance(head(a), head(b)) <= 2 * limit;
    let near = apart <= limit && (a.len() <= HEAD || heads());
    near.then(|| strsim::osa_distance(a, b)).filter(|distance| *distance <= limit)
}

/// Two texts without what they both begin and end with.
fn differing<'t>(a: &'t str, b: &'t str) -> (&'t str, &'t str) {
    let same = |pairs: &mut dyn Iterator<Item = (char, char)>| -> usize {
        pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
    };
    let start = same(&mut a.chars().zip(b.chars()));
    let (a, b) = (&a[start..], &b[start..]);
    let end = same(&mut a.chars().rev().zip(b.chars().rev()));
    (&a[..a.len() - end], &b[..b.len() - end])
}

fn head(text: &str) -> &str {
    text.char_indices().nth(HEAD).map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_near() {
        for (written, known) in [
            ("frontned", "frontend"),
            ("front-end", "frontend"),
            ("webApp", "webapp"),
            ("web-wbe", "web-web"),
            ("payment-service", "payments-service"),
            ("checkoutservce", "checkoutservice"),
            ("my_app", "my-app"),
        ] {
            assert!(is_similar(written, known), "{written} {known}");
        }
    }

    #[test]
    fn names_told_apart_on_purpose_are_not_near() {
        for (written, known) in [
            ("web", "wbe"),
            ("web-1", "web-2"),
            ("worker2", "worker"),
            ("service-a", "service-b"),
            ("postgres-rw", "postgres-ro"),
            ("postgres-r", "postgres-rw"),
            ("tcp-dns", "udp-dns"),
            ("redis", "redis-a"),
            ("api-internal", "api-external"),
            ("allow-ingress", "allow-egress"),
            ("us-east", "us-west"),
            ("frontend", "backend"),
        ] {
            assert!(!is_similar(written, known), "{written} {known}");
        }
    }

    #[test]
    fn short_names_slip_by_a_letter() {
        for (written, known) in [("wbe", "web"), ("dta", "data"), ("webb", "web"), ("daat", "data")]
        {
            assert!(is_slip(written, known), "{written} {known}");
        }
        for (written, known) in [
            ("app", "api"),
            ("web", "web"),
            ("web1", "web2"),
            ("web1", "web"),
            ("db", "dbs"),
            ("user", "users"),
            ("a-b", "ab"),
        ] {
            assert!(!is_slip(written, known), "{written} {known}");
        }
    }

    #[test]
    fn the_nearest_must_be_one() {
        assert_eq!(nearest("frontned", ["backend", "frontend"]), Some("frontend"));
        assert_eq!(nearest("forntends", ["frontend", "frontends"]), Some("frontends"));
        assert_eq!(nearest("metricd", ["metrics", "metrica"]), None);
        assert_eq!(nearest("anything", []), None);
        assert_eq!(closest("htpp", ["http", "metrics"]), Some("http"));
        assert_eq!(closest("web", ["dns", "ssh"]), None);
    }

    #[test]
    fn swapped_letters_are_one_edit() {
        assert_eq!(distance("wbe", "web", 2), Some(1));
        assert_eq!(distance("kitten", "sitting", 3), Some(3));
        assert_eq!(distance("kitten", "sitting", 2), None);
        assert_eq!(distance("", "ab", 2), Some(2));
    }

    #[test]
    fn comparing_heads_first_loses_nothing() {
        let word = "abcdefghijklmnop";
        let mut texts = vec![word.to_owned(), format!("xy{word}"), format!("{word}xy")];
        for at in 0..word.len() - 1 {
            let (front, back) = word.split_at(at);
            let swapped: String = [&back[1..2], &back[..1], &back[2..]].concat();
            texts.extend([format!("{front}{swapped}"), format!("{front}{}", &back[1..])]);
            texts.extend([format!("{front}é{back}"), format!("{front}zz{}", &back[1..])]);
        }
        for (a, b) in texts.iter().flat_map(|a| texts.iter().map(move |b| (a, b))) {
            let known = strsim::osa_distance(a, b);
            for limit in 0..4 {
                assert_eq!(distance(a, b, limit), Some(known).filter(|n| *n <= limit), "{a} {b}");
            }
        }
    }
}
