//! From byte offsets to lines and columns.

use serde::Serialize;

/// A place as editors show it. Both numbers start at 1; a column is one Unicode scalar value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// Bytes between two counts of scalar values.
const BLOCK: usize = 256;

/// Where lines begin, and how many scalar values stand before each block of bytes, so that a place in a long line costs
/// no more than one in a short one.
#[derive(Clone, Debug)]
pub struct Lines {
    starts: Vec<usize>,
    /// Scalar values before byte `BLOCK * index`.
    scalars: Vec<usize>,
}

impl Lines {
    /// Of a text. `\n`, `\r\n` and a lone `\r` end a line.
    pub fn new(source: &[u8]) -> Self {
        let mut starts = vec![0];
        let mut scalars = Vec::with_capacity(source.len() / BLOCK + 1);
        let mut count = 0;
        for (at, byte) in source.iter().enumerate() {
            if at % BLOCK == 0 {
                scalars.push(count);
            }
            count += usize::from(starts_scalar(*byte));
            let ends = *byte == b'\n' || (*byte == b'\r' && source.get(at + 1) != Some(&b'\n'));
            if ends {
                starts.push(at + 1);
            }
        }
        Self { starts, scalars }
    }

    /// Of the byte at `offset`; an offset inside a scalar value is where that begins, one past the end is the end.
    pub fn position(&self, source: &[u8], offset: usize) -> Position {
        let offset = offset.min(source.len());
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|at| self.starts.get(at)).copied().unwrap_or_default();
        let column = self.before(source, offset).saturating_sub(self.before(source, start)) + 1;
        Position { line: line.max(1), column }
    }

    /// Scalar values before a byte. Each byte that goes on with none counts as one, as bytes that are no UTF-8 do in editors.
    fn before(&self, source: &[u8], offset: usize) -> usize {
        let block = offset / BLOCK;
        let (block, counted) = match self.scalars.get(block) {
            Some(counted) => (block, *counted),
            None => match self.scalars.last() {
                Some(counted) => (self.scalars.len() - 1, *counted),
                None => (0, 0),
            },
        };
        let rest = source.get(block * BLOCK..offset).unwrap_or_default();
        counted + rest.iter().filter(|byte| starts_scalar(**byte)).count()
    }
}

fn starts_scalar(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}
