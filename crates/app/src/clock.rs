//! The sample's clock: it goes on from where the story stopped.

use kernel::{Clock, Instant, SystemClock};

/// Shows `start` when made and runs on from there at the pace of the machine's clock.
#[derive(Debug)]
pub(crate) struct SampleClock {
    start: Instant,
    made: Instant,
}

impl SampleClock {
    pub(crate) fn new(start: Instant) -> Self {
        Self { start, made: SystemClock.now() }
    }
}

impl Clock for SampleClock {
    fn now(&self) -> Instant {
        let gone = SystemClock.now().millis() - self.made.millis();
        Instant::from_millis(self.start.millis() + gone.max(0))
    }
}
