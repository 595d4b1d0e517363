//! Everything that the servers log, down to the finest level, kept for tests that look for leaks.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex, OnceLock},
};
use tracing_subscriber::fmt::MakeWriter;

static CAPTURED: OnceLock<Buffer> = OnceLock::new();

#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Buffer {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// Starts to keep log lines; once a process.
pub fn capture() {
    CAPTURED.get_or_init(|| {
        let buffer = Buffer::default();
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .with_writer(buffer.clone())
            .init();
        buffer
    });
}

/// All lines so far.
pub fn captured() -> String {
    CAPTURED
        .get()
        .map(|buffer| String::from_utf8_lossy(&buffer.0.lock().unwrap()).into_owned())
        .unwrap_or_default()
}
