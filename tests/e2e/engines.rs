//! The same journey in every engine that phones have.

/// A journey in each engine.
macro_rules! in_browsers {
    ($($name:ident),+ $(,)?) => {
        in_lasting_browsers!($($name),+);
        mod in_webkit {$(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() -> anyhow::Result<()> {
                super::$name(harness::Engine::WebKit).await
            }
        )+}
    };
}

/// A journey in those whose drivers start it again on what it kept.
macro_rules! in_lasting_browsers {
    ($($name:ident),+ $(,)?) => {
        mod in_chromium {$(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() -> anyhow::Result<()> {
                super::$name(harness::Engine::Chromium).await
            }
        )+}
        mod in_firefox {$(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            #[ignore = "needs Firefox and geckodriver: `cargo xtask test --long`"]
            async fn $name() -> anyhow::Result<()> {
                super::$name(harness::Engine::Firefox).await
            }
        )+}
    };
}
