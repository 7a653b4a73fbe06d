use super::*;
use std::collections::BTreeSet;
use std::path::Path;

/// The checksums of what was released, for SQLite and for PostgreSQL: databases have them, and another text under the same
/// number is refused. Rows are added and never changed.
const RELEASED: [(i64, &str, &str); 17] = [
    (
        1,
        "6a0c872a9e8023272878ac29953645be1003e4d339f017d3db3a30f5807743c0ccedcc908f5d1f7e284b2c4501acbe88",
        "6a0c872a9e8023272878ac29953645be1003e4d339f017d3db3a30f5807743c0ccedcc908f5d1f7e284b2c4501acbe88",
    ),
    (
        2,
        "c533863159d0a9b52bdb5eb58b5874405c89d4a064f49964174d5b1b66b35052fddffc75b118188ab4ff669aa1000df1",
        "472e5bb675801d6f0b3e34439b05b70628dadd6c38983286a10d33e6b7c44a85884effd10fc1668599b6f0f8051b92ce",
    ),
    (
        3,
        "c0d1735f9341a3cd9064ef8d5007805a68bf92fa9d93bb90a86a845b9d0cb7c5b8a760be07e374b37654e5b7ad2a7465",
        "7b441182acf6bb993578e496ed3ceb156466034122751a26ec876ed4accc98657e6291c9fd5c8fdd5e807915a0a30d0f",
    ),
    (
        4,
        "ce5af7bd3cbf780aeabbac15dd1ca5ea895d5792e45e084a0a49a843b135eea334c67223f38fdba05975f0a3545b6854",
        "84d922b4977a372c543a93dd97a8f5ea98c49cc166c0f01c7edd7df6a79d52acaa87dc228cfe0af99082ebfb346a2d90",
    ),
    (
        5,
        "a4bee0cc3fc652584a92814e585ec8ce556b65f5d34aab84b70c9b121e0e2a94087d36cb0286e23fc1b9f7b299dc6470",
        "3367c123a4d35688b749ea1d212ecb5072073065d262feb3398413fb55a42b70010a2e58f74083f49d78f488319e1cde",
    ),
    (
        6,
        "c5e6efb1c7ca463471444a1fcd694fdc060b73593370a69d13f51e28fa0ee6c1de10315f4c2511309dae6c1a324afb23",
        "f714cf2186febb6b9fcbedb589131d653fd73a2155f6d6108c836883896db7c5fa0495c7c7ac987eda0125fb648833c3",
    ),
    (
        7,
        "c09b5a11cfbf93a1ac3a03960e8f4194236528908c8324a636034cf466d9d982aa3ad51fc76f0af45bfdb2c671c47b21",
        "641481ffade6c50ead3a1f1c785ad4a7a47d58aa9bae207abc28e8849e8076fc788383ab9864eeeb29451a88e43ca8a3",
    ),
    (
        8,
        "4ff3c93efbe3c0268b14bd6afc730119946e1f438b9dee28762f0a38978b5b1f26cbbcff08bf1c22f0a627a46362a281",
        "4ff3c93efbe3c0268b14bd6afc730119946e1f438b9dee28762f0a38978b5b1f26cbbcff08bf1c22f0a627a46362a281",
    ),
    (
        9,
        "4fb4b290ee37cfe4508e6dc1f80fc31ba462258d0cf689452c0b84e76426cb1efb534ba04473b2d0031f1c0b389a1260",
        "4fb4b290ee37cfe4508e6dc1f80fc31ba462258d0cf689452c0b84e76426cb1efb534ba04473b2d0031f1c0b389a1260",
    ),
    (
        10,
        "8f1690dcf7b57526d0c98cb1536f389b7c886c968a9ab0d66d36a5ec64e829aa018cc33754e504dccc24689a15517161",
        "60c83c587e13fddcebbbf64d6fd4b70cfde62cade505e2b6681dbfd8b2ac789a884093e1a4a3fbc8a0b5cfaa097c4ca1",
    ),
    (
        11,
        "d10d925f73d037ff08da1ad09650d1dbcf979f2f8f8251f11ffd4c6c813ed2a2c8a71a96f1076358da0545690026ae4a",
        "b1309a92baf1d2325282d2c90d9b5aebd97623ed2f7ad08a472c063d95415f740ccf81c1523e44678456b2a461d86556",
    ),
    (
        12,
        "1f89ebfe628e26c17ba163eefafd7d509963c9151d34c779aeaa228c63d5257ca30d8c443fc9f629ed5f1fb662ae2866",
        "73b08d37cf8afadae74ebfd25fe54cf7f7b138448017646174fa19fa340f230f2795d53479adfbe47bc7c30734f948c2",
    ),
    (
        13,
        "e98784e93a8a89ca04c18dba1536aa1b9cd5ba92c6af9b3d49209696c52d1f586fe4d39b65c9e7b435a7efbb6ee6d06f",
        "e98784e93a8a89ca04c18dba1536aa1b9cd5ba92c6af9b3d49209696c52d1f586fe4d39b65c9e7b435a7efbb6ee6d06f",
    ),
    (
        14,
        "c233fff530753f6dd4b735a69d7d7930fd985479954360ee3b8b8cd6d3ff92dea80ca261729133fdd2d7afe0fd3faf9d",
        "2f0b47a86a7a2ee909e8dcd11d1bc0e58eb5d45d8312415b1f6f0caf7b742253386c61e9b2a9b5a6913152bdae3a4bd6",
    ),
    (
        15,
        "b54144723b677d06ec23daeffafe95558153b365a06a8b5e5f279caf0b6d39e43a1e310f058e1696aa5c2b1e6c0d999e",
        "976e09a1a892d81db962d9e4cc443b5c4d992239dba5ae9d17ebe4f81fea61de37d356a97acffacd0f6baa085bea952b",
    ),
    (
        16,
        "04d25cefeccb949a962147b737d1f02b3aaee4be1e27621b36d9af462c75619bac98b5820b8e789d72538fd1f784e010",
        "e35c2a5f212a6450f7c7c90e262f825b3d2f2add507d071e15ab37fd9b3a5abddc5103e6102868c6b230d3377be49dd2",
    ),
    (
        17,
        "8d5ab39e30e20b03a002b85e25730b49a4a11c794f87cadd6bba4e28c6e8bffbe80fe60b699f26dd5aaa2d1ba75cbb62",
        "16834c6a247b8326d466c6f3d52ca5187bf9535f56cb0e058695aba45562db9f43d7fd5159b2727255c38242cb08a644",
    ),
];

#[test]
fn released_migrations_have_the_checksums_that_databases_have() {
    for (list, released) in [
        (sqlite(), RELEASED.map(|(version, checksum, _)| (version, checksum.to_owned()))),
        (postgres(), RELEASED.map(|(version, _, checksum)| (version, checksum.to_owned()))),
    ] {
        let built = list.iter().map(|m| (m.version, m.checksum.iter().map(|byte| format!("{byte:02x}")).collect()));
        let built: Vec<(i64, String)> = built.take(released.len()).collect();
        assert_eq!(built, released);
    }
}

/// A file that isn't in the list would never be applied.
#[test]
fn every_migration_file_is_in_the_list() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let files = std::fs::read_dir(folder).expect("the folder of migrations");
    let files: BTreeSet<String> =
        files.map(|file| file.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    let names = MIGRATIONS.iter().flat_map(|(version, name, text)| match text {
        Text::Both(_) => vec![format!("{version:04}_{name}.sql")],
        Text::Each { .. } => {
            vec![format!("{version:04}_{name}.sqlite.sql"), format!("{version:04}_{name}.postgres.sql")]
        }
    });
    assert_eq!(names.collect::<BTreeSet<_>>(), files);
    let versions: Vec<i64> = MIGRATIONS.iter().map(|(version, ..)| *version).collect();
    assert_eq!(versions, (1..=newest()).collect::<Vec<_>>());
}
