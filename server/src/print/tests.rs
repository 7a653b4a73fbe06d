//! A paper is set, read back and looked through: by what a reader of PDF files finds in it, and a reader of workbooks.

use super::workbook::{Sheet, SheetColumn, Value, workbook};
use super::*;
use domain::calendar::Day;
use domain::figure::Percent;
use lopdf::{Dictionary, Document, Object};

fn at() -> Moment {
    Moment::read("2026-05-12T09:30:00+02:00").expect("a time")
}

fn column(title: &str, weight: f32, align: Align) -> Column {
    Column { title: title.to_owned(), weight, align }
}

fn text(of: &str) -> Cell {
    Cell { text: vec![Run::plain(of)], ..Cell::default() }
}

/// A table of so many places.
fn table(rows: usize) -> Table {
    let row = |at: usize| {
        let done = 100 + at as i64;
        let gauge = Drawing::Gauge { done, goal: 800, expected: 263 };
        let bars = Drawing::Bars { counts: vec![3, 9, 16, 21, 0, 12], pace: Some(15.3) };
        let graphic = |alt: &str, drawing| Some(Graphic { alt: alt.to_owned(), drawing });
        Row {
            with_previous: false,
            cells: vec![
                text(&format!("Området {at}")),
                Cell { mark: Some(Mark::Triangle), ..text("Efter") },
                Cell { text: vec![Run::strong(done.to_string()), Run::plain(" av 800")], ..Cell::default() },
                Cell { graphic: graphic("100 gjorda av 800, 263 förväntade", gauge), ..Cell::default() },
                Cell { graphic: graphic("Mellan 0 och 21 i veckan", bars), ..Cell::default() },
            ],
        }
    };
    Table {
        caption: "Fotpatrull: gjort mot lovat".to_owned(),
        columns: vec![
            column("Var", 20.0, Align::Start),
            column("Läge", 16.0, Align::Start),
            column("Gjort", 18.0, Align::End),
            column("Takt", 30.0, Align::Start),
            column("Veckor", 16.0, Align::Start),
        ],
        rows: (0..rows).map(row).collect(),
    }
}

fn paper(blocks: Vec<Block>) -> Paper {
    Paper {
        title: "Tertial 1 2026".to_owned(),
        over: "Medborgarlöfte Jönköping 2026".to_owned(),
        lead: "Efter fyra månader är ett löfte uppfyllt och två i fas. Fyra ligger efter.".to_owned(),
        counts: [Mark::Disc, Mark::Ring, Mark::Diamond, Mark::Triangle, Mark::Lines]
            .map(|mark| Count { mark, number: 2, word: "I fas".to_owned() })
            .into(),
        language: "sv".to_owned(),
        foot: "Siffror till och med 30 april 2026".to_owned(),
        page_of: |page, of| format!("Sida {page} av {of}"),
        made_at: at(),
        blocks,
    }
}

fn whole() -> Paper {
    let words = "Polisen ska arbeta brottsförebyggande och trygghetsskapande genom fotpatrullering.";
    paper(vec![
        Block::Legend { expected: "hit borde vi ha kommit".to_owned(), missing: "det som saknas".to_owned() },
        Block::Heading { level: 2, text: "Polisen lovade".to_owned(), status: None },
        Block::Heading {
            level: 3,
            text: "Löfte 1".to_owned(),
            status: Some((Mark::Diamond, "Strax efter".to_owned())),
        },
        Block::Quote(words.repeat(2)),
        Block::Table(table(60)),
        Block::Note("31 kontroller var kortare än 20 minuter.".to_owned()),
        Block::Paragraph(vec![Run::plain("Under våren gick patrullerna tätare. ".repeat(30))]),
        Block::Heading { level: 2, text: "Kommunen lovade".to_owned(), status: None },
        Block::Table(table(2)),
    ])
}

fn read(paper: &Paper) -> Document {
    Document::load_mem(&pdf::pdf(paper).expect("set")).expect("readable")
}

/// Every element of the structure, by its type.
fn elements<'a>(document: &'a Document, kind: &str) -> Vec<&'a Dictionary> {
    let of_kind = |object: &'a Object| {
        let dictionary = object.as_dict().ok()?;
        let is = dictionary.get(b"S").ok()?.as_name().ok()? == kind.as_bytes();
        (is && dictionary.has(b"P")).then_some(dictionary)
    };
    document.objects.values().filter_map(of_kind).collect()
}

fn kids<'a>(document: &'a Document, element: &'a Dictionary) -> Vec<&'a Dictionary> {
    let Ok(kids) = element.get(b"K") else { return Vec::new() };
    let kids = kids.as_array().cloned().unwrap_or_else(|_| vec![kids.clone()]);
    let ids = kids.iter().filter_map(|kid| kid.as_reference().ok());
    ids.filter_map(|id| document.get_dictionary(id).ok()).collect()
}

fn kind(element: &Dictionary) -> String {
    String::from_utf8_lossy(element.get(b"S").and_then(Object::as_name).unwrap_or_default()).into_owned()
}

/// Kinds of all elements under one, itself first, in reading order.
fn under(document: &Document, element: &Dictionary) -> Vec<String> {
    let mut all = vec![kind(element)];
    all.extend(kids(document, element).into_iter().flat_map(|kid| under(document, kid)));
    all
}

#[test]
fn the_file_says_that_it_is_tagged_swedish_and_accessible() {
    let document = read(&whole());
    let catalog = document.catalog().expect("a catalog");
    let marked = catalog.get(b"MarkInfo").and_then(|m| document.dereference(m)).expect("marks").1;
    assert!(marked.as_dict().and_then(|m| m.get(b"Marked")).and_then(Object::as_bool).expect("says so"));
    assert!(catalog.has(b"StructTreeRoot"));
    assert!(catalog.has(b"Outlines"));
    assert_eq!(catalog.get(b"Lang").and_then(Object::as_str).expect("a language"), b"sv");
    let preferences = catalog.get(b"ViewerPreferences").and_then(|p| document.dereference(p)).expect("preferences").1;
    let shows_title = preferences.as_dict().and_then(|p| p.get(b"DisplayDocTitle")).and_then(Object::as_bool);
    assert!(shows_title.expect("says which title"));
    let metadata = catalog.get(b"Metadata").and_then(|m| document.dereference(m)).expect("metadata").1;
    let xmp = String::from_utf8_lossy(&metadata.as_stream().expect("a stream").content).into_owned();
    for claim in ["<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<", "Tertial 1 2026"] {
        assert!(xmp.contains(claim), "{claim} in {xmp}");
    }
}

#[test]
fn every_table_has_a_caption_and_a_heading_for_each_column_and_row() {
    let document = read(&whole());
    let tables = elements(&document, "Table");
    assert_eq!(tables.len(), 2);
    for (table, rows) in tables.iter().zip([60, 2]) {
        let of: Vec<String> = kids(&document, table).into_iter().map(kind).collect();
        assert_eq!(of, ["Caption", "THead", "TBody"], "in this order");
        let all = under(&document, table);
        let count = |kind: &str| all.iter().filter(|k| *k == kind).count();
        assert_eq!((count("TR"), count("TH"), count("TD")), (rows + 1, rows + 5, rows * 4));
        assert_eq!(count("Figure"), rows * 2);
    }
    for heading in elements(&document, "TH") {
        let attributes = format!("{:?}", heading.get(b"A").and_then(|a| document.dereference(a)).expect("attributes"));
        assert!(attributes.contains("/Scope") || attributes.contains("Scope"), "{attributes}");
    }
    for figure in elements(&document, "Figure") {
        assert!(!figure.get(b"Alt").and_then(Object::as_str).expect("an alternative").is_empty());
    }
}

#[test]
fn headings_go_one_level_at_a_time_and_stand_in_the_outline() {
    let document = read(&whole());
    let root = elements(&document, "Document");
    let all = under(&document, root.first().expect("a root"));
    let headings: Vec<&str> = all.iter().map(String::as_str).filter(|k| k.starts_with('H') && k.len() == 2).collect();
    assert_eq!(headings, ["H1", "H2", "H3", "H2"]);
    assert!(all.iter().any(|k| k == "BlockQuote"));
}

#[test]
fn long_tables_take_their_headings_along_and_no_page_is_left_empty() {
    let document = read(&whole());
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    assert!(pages.len() >= 3, "{}", pages.len());
    for page in &pages {
        let text = document.extract_text(&[*page]).expect("text");
        assert!(text.contains(&format!("Sida {page} av {}", pages.len())), "{text}");
        let rows = text.matches("Området").count();
        assert_eq!(rows > 0, text.contains("Gjort"), "rows stand under their headings: {text}");
    }
    let text = document.extract_text(&pages).expect("text");
    for row in 0..60 {
        assert!(text.split('\n').any(|line| line.trim() == format!("Området {row}")), "row {row} in {text}");
    }
    assert!(text.contains("brottsförebyggande och trygghetsskapande"), "{text}");
}

#[test]
fn any_words_can_be_set() {
    let endless = "x".repeat(5_000);
    for words in ["", " ", "🚔 på väg\n\tnästa", "Łódź – naïve “Å” \u{0}\u{feff}\u{e000}", endless.as_str()]
    {
        let row = |of: &str| Row { with_previous: false, cells: vec![text("Rad"), text(of)] };
        let columns = vec![column("A", 1.0, Align::Start), column("B", 1.0, Align::Start)];
        let table = Table { caption: words.to_owned(), columns, rows: vec![row(words), row("sist")] };
        let blocks = vec![
            Block::Heading { level: 2, text: words.to_owned(), status: None },
            Block::Quote(words.to_owned()),
            Block::Paragraph(vec![Run::strong(words), Run::plain(words)]),
            Block::Table(table),
        ];
        let document = read(&paper(blocks));
        let pages: Vec<u32> = document.get_pages().into_keys().collect();
        assert!(document.extract_text(&pages).expect("text").contains("sist"), "{words}");
    }
}

#[test]
fn a_workbook_holds_numbers_and_dates() {
    let day = Day::read("2026-04-30").expect("a day");
    let sheet = |name: &str| Sheet {
        name: name.to_owned(),
        columns: ["Var", "Gjort", "Andel", "Dag"]
            .map(|title| SheetColumn { title: title.to_owned(), width: 12.0 })
            .into(),
        rows: vec![vec![
            Value::Text("=1+1".to_owned()),
            Value::Number(602),
            Value::Percent(Percent::of(23, 100, 20).expect("a percentage")),
            Value::Date(day),
            Value::Percent(Percent::of(39, 200, 20).expect("a percentage")),
            Value::Nothing,
        ]],
    };
    let names = ["Polisen", "polisen", "Polisen och kommunen lovade tillsammans/allt", ""];
    let bytes = workbook("Tertial 1 2026", at(), &names.map(sheet)).expect("written");
    let mut parts = zip::ZipArchive::new(std::io::Cursor::new(bytes.clone())).expect("a zip file");
    let mut part = |name: &str| {
        let mut text = String::new();
        std::io::Read::read_to_string(&mut parts.by_name(name).expect(name), &mut text).expect("text");
        text
    };
    let first = part("xl/worksheets/sheet1.xml");
    // 2026-04-30 is day 46142 of Excel's calendar.
    for value in ["<v>602</v>", "<v>0.23</v>", "<v>46142</v>", "<v>0.195</v>", r#"state="frozen""#] {
        assert!(first.contains(value), "{value} in {first}");
    }
    assert!(!first.contains("<f>"), "what people wrote is never a formula: {first}");
    assert!(part("xl/sharedStrings.xml").contains("=1+1"));
    let tabs = part("xl/workbook.xml");
    for name in ["\"Polisen\"", "\"polisen 2\"", "\"Polisen och kommunen lovade\"", "\"-\""] {
        assert!(tabs.contains(name), "{name} in {tabs}");
    }
    let again = workbook("Tertial 1 2026", at(), &names.map(sheet)).expect("written");
    assert_eq!(bytes, again, "the same report is the same file");
}

#[test]
fn signs_are_set_in_a_face_that_has_them_and_what_none_has_is_told() {
    let words =
        "Minst ≥20 och ≤ 30 → klart ✓, A\u{30a}sa fick gå\u{2011}bron \u{fb01}n, ⅓ ‰ α, rött \u{1f600}\u{1f600}.";
    let document = read(&paper(vec![Block::Paragraph(vec![Run::plain(words)]), Block::Quote("≥ 7 → 8".to_owned())]));
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    // Where a sign comes from another face the reader puts spaces around it.
    let set: String = document.extract_text(&pages).expect("text").split_whitespace().collect();
    assert!(set.contains("Minst≥20och≤30→klart✓,Åsafickgå-bronfin,⅓‰α,rött??."), "{set}");
    assert!(set.contains("≥7→8"), "{set}");
    assert_eq!(missing_characters(words).expect("whole fonts"), ['\u{1f600}']);
    assert_eq!(
        missing_characters("Bråk §§ 5–7: ½ m², 20 %, ”så” … 1\u{a0}000 €\n").expect("whole fonts"),
        Vec::<char>::new()
    );
}
