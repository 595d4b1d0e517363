//! One step of a task: a line with the elapsed time, a sign of life while it lasts, and the output of
//! its commands only when one of them fails.

use std::{
    io::{BufRead, BufReader, IsTerminal, Read, Write, stdout},
    process::{Command, Stdio},
    sync::{Mutex, MutexGuard, PoisonError, mpsc},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

/// How many lines of a failed command are worth reading.
const TAIL: usize = 80;

/// A step that is under way.
#[derive(Debug)]
pub(crate) struct Step {
    title: String,
    started: Instant,
    detail: Mutex<String>,
    terminal: bool,
}

/// Runs `work` as one step: shows that it lives, then prints `ok` or `FAILED`, the title and the time.
pub(crate) fn step<T>(title: &str, work: impl FnOnce(&Step) -> Result<T>) -> Result<T> {
    let step = Step {
        title: title.to_owned(),
        started: Instant::now(),
        detail: Mutex::default(),
        terminal: stdout().is_terminal(),
    };
    let result = thread::scope(|scope| {
        let (running, ended) = mpsc::channel::<()>();
        let alive = &step;
        scope.spawn(move || alive.show_life(&ended));
        let result = work(&step);
        drop(running);
        result
    });
    step.end(result.is_ok());
    result
}

impl Step {
    /// Says what the step is at just now; shown with the next sign of life.
    pub(crate) fn detail(&self, text: &str) {
        *lock(&self.detail) = text.trim().chars().take(70).collect();
    }

    /// Runs a command without input. Its last line is the detail of the step; all of it is kept and
    /// shown when the command fails, and then `advice` is the error: one sentence on what to do.
    pub(crate) fn run(&self, command: &mut Command, advice: &str) -> Result<()> {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().with_context(|| advice.to_owned())?;
        let (out, err) = (child.stdout.take(), child.stderr.take());
        let log = Mutex::new(Vec::<String>::new());
        thread::scope(|scope| {
            scope.spawn(|| self.follow(out, &log));
            self.follow(err, &log);
        });
        if child.wait().context("cannot wait for a command")?.success() {
            return Ok(());
        }
        let log = lock(&log);
        let shown = log.get(log.len().saturating_sub(TAIL)..).unwrap_or_default().join("\n");
        self.clear();
        println!("{shown}");
        bail!("{advice}")
    }

    fn follow(&self, stream: Option<impl Read>, log: &Mutex<Vec<String>>) {
        let Some(stream) = stream else { return };
        for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line).trim_end().to_owned();
            if !line.is_empty() {
                self.detail(&line);
            }
            lock(log).push(line);
        }
    }

    /// A terminal gets a line that is drawn again every second, a log file a line every half minute.
    fn show_life(&self, ended: &mpsc::Receiver<()>) {
        let pause = if self.terminal { Duration::from_secs(1) } else { Duration::from_secs(30) };
        while ended.recv_timeout(pause) == Err(mpsc::RecvTimeoutError::Timeout) {
            let (seconds, detail) = (self.started.elapsed().as_secs(), lock(&self.detail).clone());
            self.clear();
            print!("..  {} {seconds} s  {detail}", self.title);
            if !self.terminal {
                println!();
            }
            // A closed terminal must not fail the step.
            let _ = stdout().flush();
        }
    }

    fn clear(&self) {
        if self.terminal {
            print!("\r\x1b[2K");
        }
    }

    fn end(&self, ok: bool) {
        self.clear();
        let word = if ok { "ok" } else { "FAILED" };
        println!("{word}  {} ({:.1} s)", self.title, self.started.elapsed().as_secs_f64());
    }
}

/// A poisoned lock only means that another thread of the step panicked; the text in it is still good.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
