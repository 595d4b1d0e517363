//! Figures as people read them.

/// A count with a comma every three digits, in all three languages of the console.
pub fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The same for a signed figure of the wire; below zero counts as zero.
pub fn grouped_i64(count: i64) -> String {
    grouped(usize::try_from(count).unwrap_or(0))
}

/// A measured length or time in whole units; below zero counts as zero.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "such values are far below 2^53")]
pub fn whole(value: f64) -> u64 {
    value.max(0.0).round() as u64
}

/// A share from 0 to 1 with three decimals, for style sheets.
///
/// Whole numbers are written here, because the code that writes floats is 15 KB of the first page.
pub fn share_text(share: f64) -> String {
    let thousandths = whole(share.clamp(0.0, 1.0) * 1000.0);
    format!("{}.{:03}", thousandths / 1000, thousandths % 1000)
}

/// An id shortened in the middle: `kst-hzz65a…d9a1`. Short ones stay whole.
pub fn short_id(id: &str) -> String {
    let length = id.chars().count();
    if length <= 16 {
        return id.to_owned();
    }
    let head: String = id.chars().take(10).collect();
    let tail: String = id.chars().skip(length - 4).collect();
    format!("{head}…{tail}")
}

/// An account id shortened in the middle: `1147…0263`.
pub fn short_account(id: &str) -> String {
    let length = id.chars().count();
    if length <= 9 {
        return id.to_owned();
    }
    let head: String = id.chars().take(4).collect();
    let tail: String = id.chars().skip(length - 4).collect();
    format!("{head}…{tail}")
}

/// The letter of a zone: `k` of `cn-hangzhou-k`.
pub fn short_zone(zone: &str) -> &str {
    zone.rsplit('-').next().unwrap_or(zone)
}

#[cfg(test)]
mod tests;
