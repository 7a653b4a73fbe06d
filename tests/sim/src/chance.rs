//! Rng from a seed: the same seed draws the same, on every machine and for ever.

/// SplitMix64 (Steele, Lea, Flood 2014): one addition and a mix, good enough to choose faults by.
#[derive(Clone, Debug)]
pub struct Rng(u64);

impl Rng {
    /// Rng from its beginning.
    #[must_use]
    pub fn of(seed: u64) -> Self {
        Self(seed)
    }

    /// Any number.
    pub fn any(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From nought to one less than `end`, which isn't nought.
    pub fn below(&mut self, end: u64) -> u64 {
        self.any() % end
    }

    /// What acts are numbered by.
    pub fn byte(&mut self) -> u8 {
        self.any() as u8
    }

    /// True once in so many times.
    pub fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    /// Any order of some things, each as likely as every other.
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for at in (1..things.len()).rev() {
            things.swap(at, self.below(at as u64 + 1) as usize);
        }
    }
}
