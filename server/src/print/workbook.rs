//! Sheets as a workbook (xlsx): headings that stay in sight, numbers and dates that can be reckoned with.

use anyhow::{Context, Result};
use domain::calendar::Day;
use domain::figure::Percent;
use domain::moment::Moment;
use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet};

/// One sheet: headings and rows under them.
pub struct Sheet {
    /// On its tab; what Excel doesn't allow there is left out.
    pub name: String,
    pub columns: Vec<SheetColumn>,
    pub rows: Vec<Vec<Value>>,
}

pub struct SheetColumn {
    pub title: String,
    /// In letters of the usual size.
    pub width: f64,
}

/// What stands in a cell.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    Nothing,
    Text(String),
    Number(i64),
    /// As it is shown, in whole percent or in tenths.
    Percent(Percent),
    Date(Day),
}

impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        number.map_or(Value::Nothing, Value::Number)
    }
}

/// Writes the sheets as the bytes of an xlsx file.
///
/// # Errors
/// When a sheet holds more than Excel takes: 1,048,576 rows, 32,767 characters in a cell.
pub fn workbook(title: &str, made_at: Moment, sheets: &[Sheet]) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&instant(made_at)?));
    let mut names: Vec<String> = Vec::new();
    for sheet in sheets {
        let name = tab(&sheet.name, &names);
        fill(book.add_worksheet(), &name, sheet).with_context(|| format!("the sheet {name} can't be written"))?;
        names.push(name);
    }
    book.save_to_buffer().context("the workbook can't be written")
}

/// A name that Excel takes: at most 31 characters, none of `[]:*?/\`, no two alike whatever their case.
fn tab(name: &str, taken: &[String]) -> String {
    let allowed = |c: &char| !"[]:*?/\\'".contains(*c) && !c.is_control();
    let bare: String = name.chars().filter(allowed).take(28).collect();
    let bare = if bare.trim().is_empty() { "-".to_owned() } else { bare.trim().to_owned() };
    let free = |name: &String| !taken.iter().any(|t| t.to_lowercase() == name.to_lowercase());
    let numbered = (2..100).map(|n| format!("{bare} {n}"));
    std::iter::once(bare.clone()).chain(numbered).find(free).unwrap_or(bare)
}

fn instant(at: Moment) -> Result<ExcelDateTime> {
    ExcelDateTime::from_timestamp(at.unix_ms / 1000).context("the time is outside what Excel knows")
}

fn fill(sheet: &mut Worksheet, name: &str, of: &Sheet) -> Result<()> {
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let top = Format::new().set_align(FormatAlign::Top);
    let percent = top.clone().set_num_format("0 %");
    let percent_tenths = top.clone().set_num_format("0.0 %");
    let date = top.clone().set_num_format("yyyy-mm-dd");
    let head = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border_bottom(FormatBorder::Thin)
        .set_font_color(Color::RGB(0x00F3_F6F1))
        .set_background_color(Color::RGB(0x000F_2B35));
    sheet.set_name(name)?;
    for (at, column) in (0u16..).zip(&of.columns) {
        sheet.set_column_width(at, column.width)?;
        sheet.write_string_with_format(0, at, &column.title, &head)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (row, values) in (1u32..).zip(&of.rows) {
        for (column, value) in (0u16..).zip(values) {
            match value {
                Value::Nothing => {}
                Value::Text(text) => {
                    sheet.write_string_with_format(row, column, text, &wrapped)?;
                }
                Value::Number(number) => {
                    sheet.write_number_with_format(row, column, *number as f64, &top)?;
                }
                Value::Percent(number) => {
                    let format = if number.tenths() % 10 == 0 { &percent } else { &percent_tenths };
                    sheet.write_number_with_format(row, column, number.tenths() as f64 / 1000.0, format)?;
                }
                Value::Date(day) => {
                    let (year, month, of_month) = day.date();
                    let written = ExcelDateTime::from_ymd(u16::try_from(year)?, month as u8, of_month as u8)?;
                    sheet.write_datetime_with_format(row, column, &written, &date)?;
                }
            }
        }
    }
    Ok(())
}
