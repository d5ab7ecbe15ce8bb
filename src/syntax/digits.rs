//! Floating point numbers as text.

/// How a number is cut into digits and an exponent of ten: `1.25e-7` is `125` and -7.
pub struct Digits {
    negative: bool,
    text: String,
    /// The exponent of the first digit.
    pub exponent: i32,
}

impl Digits {
    /// The shortest that name a number.
    pub fn of(number: f64) -> Digits {
        let text = format!("{:e}", number.abs());
        let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        Digits {
            negative: number.is_sign_negative(),
            text: digits.replace('.', ""),
            exponent: exponent.parse().unwrap_or(0),
        }
    }

    /// `-1.25e-07`, the exponent of so many digits at least.
    pub fn scientific(&self, width: usize) -> String {
        let (first, rest) = self.text.split_at(1);
        let point = if rest.is_empty() { "" } else { "." };
        let sign = if self.exponent < 0 { '-' } else { '+' };
        let exponent = self.exponent.unsigned_abs();
        format!("{}{first}{point}{rest}e{sign}{exponent:0width$}", self.sign())
    }

    /// `-0.000000125`
    pub fn plain(&self) -> String {
        let length = self.text.len() as i32;
        let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0));
        let sign = self.sign();
        if self.exponent < 0 {
            return format!("{sign}0.{}{}", zeros(-self.exponent - 1), self.text);
        }
        if self.exponent >= length - 1 {
            return format!("{sign}{}{}", self.text, zeros(self.exponent - length + 1));
        }
        let (whole, fraction) = self.text.split_at((self.exponent + 1).unsigned_abs() as usize);
        format!("{sign}{whole}.{fraction}")
    }

    /// As Go writes it in JSON (`encoding/json`): `1e-7`, `1e+21`.
    pub fn of_json(number: f64) -> String {
        let digits = Digits::of(number);
        let far = number != 0.0 && !(1e-6..1e21).contains(&number.abs());
        if far {
            digits.scientific(if digits.exponent < 0 { 1 } else { 2 })
        } else {
            digits.plain()
        }
    }

    fn sign(&self) -> &'static str {
        if self.negative { "-" } else { "" }
    }
}
