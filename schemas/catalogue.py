"""The rule catalogue: every rule that `sunday` can find broken, with its words.

Case ids (F01, S04, R01 …) are those of the catalogue of dirty submissions. The severity of any rule
can be set in `settings.toml`.
"""

from __future__ import annotations

from typing import NamedTuple

from schemas.rules import Rule

__all__ = ["ACCEPTED", "CATALOGUE", "NEEDED", "Accepted", "rule"]


def _error_in_needed(table: str) -> Rule:
    """An Excel error in a column without which a row of `table` is not accepted."""
    return Rule(
        f"{table}.cell.is_a_value",
        "S17",
        "error",
        "row",
        "{place}: ô báo lỗi của Excel ({found}) ở cột bắt buộc. Đề nghị ghi giá trị thật vào ô.",
        "{place}: the cell holds an Excel error ({found}) in a column that is needed. Please type"
        " the value itself.",
    )


def _error_elsewhere(table: str) -> Rule:
    """An Excel error in any other column of `table`."""
    return Rule(
        f"{table}.cell.is_no_error_value",
        "S17",
        "warning",
        "row",
        "{place}: ô báo lỗi của Excel ({found}) nên được coi là ô trống. Đề nghị ghi giá trị thật"
        " vào ô.",
        "{place}: the cell holds an Excel error ({found}) and was taken as blank. Please type the"
        " value itself.",
    )


def _of_community(table: str) -> Rule:
    """A team that is on the roster, of those that are never counted."""
    return Rule(
        f"{table}.team_code.is_of_a_youth_team",
        "X13",
        "error",
        "row",
        "{place}: tổ {found} là tổ công nghệ số cộng đồng nên không được tính. Đề nghị ghi mã của"
        " Tổ công nghệ số thanh niên, hoặc bỏ dòng này nếu do tổ cộng đồng thực hiện.",
        "{place}: team {found} is a community team, which is never counted. Please give the code"
        " of a youth team, or leave the row out if it is the community team's work.",
    )


def _off_roster(table: str) -> Rule:
    """A team that is on no roster."""
    return Rule(
        f"{table}.team_code.is_on_roster",
        "X13",
        "error",
        "row",
        "{place}: tìm thấy {found}; cần mã của một tổ có trong danh sách tổ vào ngày đó. Đề"
        " nghị ghi đúng mã tổ, hoặc báo cấp trên bổ sung tổ vào danh sách.",
        "{place}: found {found}; the code of a team on the roster of that day is needed. Please"
        " give the right code, or ask for the team to be added to the roster.",
    )


_FILE: tuple[Rule, ...] = (
    Rule(
        "file.content.is_encrypted",
        "F01",
        "error",
        "file",
        "Tệp có mật khẩu nên không đọc được. Đề nghị gỡ mật khẩu và gửi lại.",
        "The file has a password and cannot be read. Please remove the password and send it again.",
    ),
    Rule(
        "file.format.is_legacy_xls",
        "F02",
        "info",
        "file",
        "Tệp ở định dạng Excel 97-2003 (.xls); hệ thống đã đọc được. Đề nghị lần sau lưu dạng"
        " .xlsx.",
        "The file is in Excel 97-2003 format (.xls); it was read. Please save as .xlsx next time.",
        suggestion="read_legacy_format",
    ),
    Rule(
        "file.extension.matches_content",
        "F05",
        "info",
        "file",
        "Đuôi tệp không đúng với nội dung (nội dung là {format}); hệ thống đã đọc theo nội dung.",
        "The file's extension does not match its content ({format}); it was read by its content.",
        suggestion="read_by_content",
    ),
    Rule(
        "file.content.is_corrupt",
        "F06",
        "error",
        "file",
        "Tệp hỏng hoặc tải lên chưa xong nên không đọc được. Đề nghị mở lại bằng Excel, lưu và gửi"
        " lại.",
        "The file is damaged or incomplete and cannot be read. Please open it in Excel, save it and"
        " send it again.",
    ),
    Rule(
        "file.content.is_empty",
        "F07",
        "error",
        "file",
        "Tệp rỗng (0 byte). Đề nghị gửi lại tệp có số liệu.",
        "The file is empty (0 bytes). Please send the file with its data.",
    ),
    Rule(
        "file.reading.is_within_limits",
        "F08",
        "error",
        "file",
        "Tệp bất thường: đã ngừng mở vì vượt giới hạn cho một tệp ({limit}). Đề nghị chép riêng"
        " phần danh sách sang mẫu báo cáo mới và gửi lại.",
        "The file is unusual: opening it was stopped at the limit for one file ({limit}). Please"
        " copy the list alone into a new template and send that.",
        is_security=True,
    ),
    Rule(
        "file.rows.are_understood",
        "",
        "error",
        "file",
        "Tệp có cách trình bày mà hệ thống chưa xử lý được nên chưa dòng nào được tính; tệp đã được"
        " lưu và sẽ được xem lại. Đề nghị chép danh sách sang mẫu báo cáo và gửi lại.",
        "The file is laid out in a way that the program cannot handle yet, so none of its rows is"
        " counted; the file is kept and will be looked at. Please copy the list into the template"
        " and send that.",
    ),
    Rule(
        "file.content.is_bounded",
        "F08",
        "error",
        "file",
        "Tệp bất thường: nội dung khi giải nén lớn quá mức nên không được mở. Đề nghị chép riêng"
        " phần danh sách sang mẫu báo cáo mới và gửi lại.",
        "The file is unusual: unpacked, its content would be too large, and it was not opened."
        " Please copy the list alone into a new template and send that.",
        is_security=True,
    ),
    Rule(
        "file.format.is_workbook",
        "F12",
        "error",
        "file",
        "Tệp không phải bảng tính (nội dung dạng {format}). Hệ thống chỉ nhận tệp .xlsx, .xls,"
        " .ods, .csv. Đề nghị nhập số liệu vào mẫu báo cáo và gửi lại.",
        "The file is not a workbook (its content is {format}). Only .xlsx, .xls, .ods and .csv"
        " are taken. Please fill in the template and send it again.",
    ),
    Rule(
        "file.name.is_lock_file",
        "F15",
        "info",
        "file",
        "Đây là tệp tạm của Excel (tên bắt đầu bằng ~$), được bỏ qua. Đề nghị đóng Excel rồi gửi"
        " tệp chính.",
        "This is Excel's own temporary file (its name begins with ~$); it was ignored. Please close"
        " Excel and send the workbook itself.",
        suggestion="ignore_lock_file",
    ),
    Rule(
        "file.delimiter.is_semicolon",
        "F16",
        "info",
        "file",
        "Tệp CSV dùng dấu chấm phẩy để ngăn cột; hệ thống đã đọc được.",
        "The CSV separates its columns with semicolons; it was read.",
        suggestion="read_semicolons",
    ),
    Rule(
        "file.encoding.is_utf16",
        "F17",
        "info",
        "file",
        "Tệp văn bản ở bảng mã UTF-16, ngăn cột bằng tab; hệ thống đã đọc được.",
        "The text file is UTF-16 with tabs; it was read.",
        suggestion="read_utf16",
    ),
    Rule(
        "file.encoding.has_bom",
        "F18",
        "info",
        "file",
        "Tệp CSV có dấu BOM ở đầu; hệ thống đã bỏ dấu này.",
        "The CSV begins with a byte-order mark; it was taken off.",
        suggestion="strip_bom",
    ),
    Rule(
        "file.encoding.is_utf8",
        "F26",
        "error",
        "file",
        "Tệp CSV không ở bảng mã UTF-8 nên không đọc được chữ tiếng Việt. Đề nghị lưu lại dạng"
        " “CSV UTF-8” hoặc .xlsx rồi gửi lại.",
        "The CSV is not UTF-8, so its Vietnamese letters cannot be read. Please save it as “CSV"
        " UTF-8” or .xlsx and send it again.",
    ),
    Rule(
        "file.table.is_present",
        "F31",
        "error",
        "file",
        "Không tìm thấy bảng nào của mẫu báo cáo trong tệp. Đề nghị dùng mẫu báo cáo và gửi lại.",
        "No table of the report template was found in the file. Please use the template and send it"
        " again.",
    ),
    Rule(
        "file.content.declares_no_entities",
        "F09",
        "error",
        "file",
        "Tệp có khai báo XML không an toàn nên không được mở. Đề nghị chép riêng phần danh sách"
        " sang mẫu báo cáo mới và gửi lại.",
        "The file declares XML entities, which is not safe, and was not opened. Please copy the"
        " list alone into a new template and send that.",
        is_security=True,
    ),
    Rule(
        "file.content.has_no_macros",
        "F10",
        "warning",
        "file",
        "Tệp có macro; hệ thống chỉ đọc số liệu, không chạy macro. Đề nghị dùng mẫu báo cáo gốc"
        " (.xlsx).",
        "The file holds macros; only its data was read, nothing was run. Please use the original"
        " template (.xlsx).",
        is_security=True,
    ),
    Rule(
        "file.content.has_no_links",
        "F11",
        "warning",
        "file",
        "Tệp có liên kết tới {count} tệp hoặc nguồn dữ liệu khác; hệ thống chỉ đọc giá trị đã lưu"
        " trong ô. Đề nghị dán giá trị thay cho liên kết.",
        "The file has links to other files or data sources: {count}; only the values saved in its"
        " cells were read. Please paste values in place of links.",
    ),
    Rule(
        "file.content.has_no_pictures",
        "R54",
        "warning",
        "file",
        "Tệp có kèm {count} hình ảnh; hệ thống không mở và không dùng. Đề nghị không gửi ảnh CCCD"
        " hay ảnh giấy tờ của người dân.",
        "The file holds pictures: {count}; they were neither opened nor used. Please never send"
        " pictures of identity cards or papers.",
        suggestion="ignore_pictures",
        is_security=True,
    ),
    Rule(
        "file.archive.is_unpacked",
        "F13",
        "info",
        "file",
        "Tệp Excel nằm trong tệp nén; hệ thống đã giải nén và đọc được. Đề nghị lần sau gửi thẳng"
        " tệp Excel.",
        "The workbook came in an archive; it was unpacked and read. Please send the workbook itself"
        " next time.",
        suggestion="unpack",
    ),
    Rule(
        "file.archive.holds_one_workbook",
        "F13",
        "error",
        "file",
        "Tệp nén ({format}) có nhiều tệp hoặc không mở được nên không được nhận. Đề nghị giải nén"
        " và gửi riêng từng tệp Excel.",
        "The archive ({format}) holds several files or cannot be opened, and was not taken. Please"
        " unpack it and send each workbook by itself.",
    ),
    Rule(
        "file.format.is_no_old_xml",
        "F04",
        "error",
        "file",
        "Tệp ở định dạng XML Spreadsheet 2003 nên không đọc được. Đề nghị mở bằng Excel, lưu lại"
        " dạng .xlsx và gửi lại.",
        "The file is an XML Spreadsheet 2003, which cannot be read. Please open it in Excel, save"
        " it as .xlsx and send it again.",
    ),
    Rule(
        "file.format.is_no_web_page",
        "F03",
        "warning",
        "file",
        "Tệp là trang web được lưu với đuôi Excel; hệ thống đã đọc được bảng. Đề nghị lưu lại dạng"
        " .xlsx.",
        "The file is a web page saved with a workbook's extension; its table was read. Please save"
        " it as .xlsx.",
        suggestion="read_web_page",
    ),
    Rule(
        "file.dates.count_from_1900",
        "R42",
        "info",
        "file",
        "Tệp đếm ngày từ năm 1904 (Excel trên máy Mac); hệ thống đã đọc đúng ngày.",
        "The file counts its dates from 1904 (Excel on a Mac); they were read as shown.",
        suggestion="read_dates_from_1904",
    ),
    Rule(
        "file.identity.is_in_its_cells",
        "",
        "info",
        "file",
        "Trang THONG_TIN chưa ghi “{column}”; hệ thống đã lấy {found} từ thuộc tính của tệp mẫu. Đề"
        " nghị giữ nguyên trang THONG_TIN của mẫu.",
        "Sheet THONG_TIN does not say “{column}”; {found} was taken from the properties of the"
        " template's file. Please leave sheet THONG_TIN of the template as it is.",
        suggestion="read_properties",
    ),
    Rule(
        "file.identity.is_as_made",
        "",
        "warning",
        "file",
        "{place}: ghi {found} nhưng tệp mẫu này được lập cho {made_for}; hệ thống lấy theo ô này."
        " Đề nghị kiểm tra lại; lần sau đề nghị dùng mẫu lập riêng cho đúng đơn vị và đúng Chủ"
        " nhật báo cáo.",
        "{place}: says {found}, but this workbook was made for {made_for}; the cell was taken."
        " Please check it, and use the template made for the right branch and Sunday next time.",
    ),
)

_SHEET: tuple[Rule, ...] = (
    Rule(
        "sheet.position.found_by_content",
        "F27",
        "info",
        "sheet",
        "{place}: bảng không nằm ở trang tính của mẫu; hệ thống đã nhận ra theo nội dung"
        " ({table}).",
        "{place}: the table is not on the template's sheet; it was recognised by its content"
        " ({table}).",
        suggestion="find_sheet_by_content",
    ),
    Rule(
        "sheet.table.is_split",
        "F29",
        "info",
        "sheet",
        "{place}: bảng {table} nằm trên nhiều trang tính; hệ thống đã gộp lại.",
        "{place}: table {table} is spread over several sheets; they were joined.",
        suggestion="join_sheets",
    ),
    Rule(
        "sheet.table.has_its_header",
        "S04",
        "warning",
        "sheet",
        "{place}: trang có {count} dòng số liệu nhưng không có dòng tiêu đề cột của mẫu nên chưa"
        " được đọc. Đề nghị chép các dòng này vào đúng trang của mẫu báo cáo và gửi lại; nếu không"
        " phải số liệu báo cáo thì bỏ qua.",
        "{place}: the sheet holds rows of data ({count}) but no header of the template, and was not"
        " read. Please copy the rows to the right sheet of the template and send it again; if they"
        " are not to be reported, nothing is to be done.",
    ),
    Rule(
        "sheet.header.below_titles",
        "S01",
        "info",
        "sheet",
        "{place}: tiêu đề cột nằm dưới các dòng quốc hiệu, tên biểu; hệ thống đã tìm đúng dòng"
        " {header_row}.",
        "{place}: the header is in row {header_row}, below title rows; it was found.",
        suggestion="find_header_row",
    ),
    Rule(
        "sheet.header.has_two_levels",
        "S02",
        "info",
        "sheet",
        "{place}: tiêu đề cột có nhiều tầng (ô gộp); hệ thống đã ghép các tầng.",
        "{place}: the header has several levels (merged cells); they were joined.",
        suggestion="join_header_levels",
    ),
    Rule(
        "sheet.row.is_column_numbers",
        "S03",
        "info",
        "sheet",
        "{place}: dòng đánh số cột được bỏ qua.",
        "{place}: the row of column numbers was skipped.",
        suggestion="drop_row",
    ),
    Rule(
        "sheet.header.is_alias",
        "S04",
        "warning",
        "sheet",
        "{place}: tiêu đề cột {found} khác với mẫu; hệ thống hiểu là “{column}”. Đề nghị giữ"
        " nguyên tiêu đề của mẫu.",
        "{place}: header {found} differs from the template's; it was read as “{column}”. Please"
        " keep the template's headers.",
        suggestion="map_header",
    ),
    Rule(
        "sheet.header.is_ambiguous",
        "S04",
        "error",
        "file",
        "{place}: tiêu đề cột {found} có thể là nhiều cột của mẫu ({column}). Đề nghị dùng đúng"
        " tiêu đề của mẫu và gửi lại.",
        "{place}: header {found} could be several columns of the template ({column}). Please"
        " use the template's headers and send it again.",
    ),
    Rule(
        "sheet.header.has_line_breaks",
        "S05",
        "info",
        "sheet",
        "{place}: tiêu đề cột có xuống dòng hoặc ký tự ẩn; hệ thống đã làm sạch.",
        "{place}: a header holds line breaks or invisible characters; it was cleaned.",
        suggestion="clean_header",
    ),
    Rule(
        "sheet.column.is_unknown",
        "S06",
        "info",
        "sheet",
        "{place}: có {count} cột không thuộc mẫu ({found}); số liệu ở đó chưa được nhận cho đến khi"
        " người rà soát cho biết đó là cột nào. Đề nghị dùng tiêu đề của mẫu, hoặc bỏ cột này.",
        "{place}: columns that are not in the template: {count} ({found}); their values are not"
        " taken until a steward says what they are. Please use the template's headers, or leave the"
        " column out.",
        suggestion="drop_column",
        is_question=True,
    ),
    Rule(
        "sheet.column.is_present",
        "S07",
        "error",
        "file",
        "{place}: thiếu cột {column}. Đề nghị bổ sung cột này theo mẫu và gửi lại.",
        "{place}: column {column} is missing. Please add it as in the template and send it again.",
    ),
    Rule(
        "sheet.column.is_unique",
        "S08",
        "error",
        "file",
        "{place}: có hai cột “{column}” với số liệu khác nhau. Đề nghị chỉ giữ một cột và gửi lại.",
        "{place}: there are two columns “{column}” with different values. Please keep one and send"
        " it again.",
    ),
    Rule(
        "sheet.column.is_not_repeated",
        "S08",
        "info",
        "sheet",
        "{place}: có hai cột “{column}” với số liệu như nhau; hệ thống đã dùng một cột.",
        "{place}: there are two columns “{column}” with the same values; one was used.",
        suggestion="use_one_column",
    ),
    Rule(
        "sheet.text.is_utf8_seen_as_ansi",
        "F19",
        "warning",
        "sheet",
        "{place}: {count} ô hiện sai chữ do tệp UTF-8 được mở rồi lưu lại bằng bảng mã khác; hệ"
        " thống đã khôi phục. Đề nghị kiểm tra lại và lưu CSV dạng UTF-8.",
        "{place}: cells garbled because UTF-8 was opened and saved in another encoding: {count};"
        " they were restored. Please check, and save CSV as UTF-8.",
        suggestion="decode_utf8",
    ),
    Rule(
        "sheet.text.is_utf8_seen_as_cp1258",
        "F20",
        "warning",
        "sheet",
        "{place}: {count} ô hiện sai chữ do tệp UTF-8 được mở bằng bảng mã Windows-1258; hệ thống"
        " đã khôi phục. Đề nghị kiểm tra lại và lưu CSV dạng UTF-8.",
        "{place}: cells garbled because UTF-8 was opened as Windows-1258: {count}; they were"
        " restored. Please check, and save CSV as UTF-8.",
        suggestion="decode_utf8",
    ),
    Rule(
        "sheet.text.is_cp1258_seen_as_ansi",
        "F21",
        "warning",
        "sheet",
        "{place}: {count} ô ở bảng mã Windows-1258; hệ thống đã chuyển sang Unicode. Đề nghị kiểm"
        " tra lại và lưu tệp dạng UTF-8.",
        "{place}: cells in Windows-1258: {count}; they were turned into Unicode. Please check, and"
        " save the file as UTF-8.",
        suggestion="decode_windows_1258",
    ),
    Rule(
        "sheet.text.keeps_its_letters",
        "F22",
        "error",
        "file",
        "{place}: {count} ô bị mất chữ có dấu (như “Nguy?n”), không thể khôi phục. Đề nghị lưu lại"
        " tệp gốc dạng CSV UTF-8 hoặc .xlsx và gửi lại.",
        "{place}: cells whose accented letters are lost (such as “Nguy?n”), beyond repair: {count}."
        " Please save the original as CSV UTF-8 or .xlsx and send it again.",
    ),
    Rule(
        "sheet.text.is_tcvn3",
        "F23",
        "warning",
        "sheet",
        "{place}: {count} ô gõ bằng phông chữ TCVN3 (.VnTime); hệ thống đã chuyển sang Unicode. Đề"
        " nghị dùng phông chữ Unicode.",
        "{place}: cells typed in a TCVN3 font (.VnTime): {count}; they were turned into Unicode."
        " Please use a Unicode font.",
        suggestion="decode_tcvn3",
    ),
    Rule(
        "sheet.text.is_vni",
        "F24",
        "warning",
        "sheet",
        "{place}: {count} ô gõ bằng phông chữ VNI; hệ thống đã chuyển sang Unicode. Đề nghị dùng"
        " phông chữ Unicode.",
        "{place}: cells typed in a VNI font: {count}; they were turned into Unicode. Please use a"
        " Unicode font.",
        suggestion="decode_vni",
    ),
    Rule(
        "sheet.text.is_viqr",
        "F25",
        "warning",
        "sheet",
        "{place}: {count} ô gõ kiểu VIQR (Nguye^~n); hệ thống đã chuyển sang chữ có dấu. Đề nghị"
        " dùng bộ gõ Unicode.",
        "{place}: cells typed in VIQR (Nguye^~n): {count}; they were turned into letters. Please"
        " use a Unicode keyboard.",
        suggestion="decode_viqr",
    ),
    Rule(
        "sheet.text.has_typing_keys",
        "R31",
        "warning",
        "sheet",
        "{place}: {count} ô còn phím gõ Telex hoặc VNI chưa thành chữ (Nguyeenx, Nguye64n); hệ"
        " thống đã sửa. Đề nghị kiểm tra lại.",
        "{place}: cells with Telex or VNI keys that never became letters (Nguyeenx, Nguye64n):"
        " {count}; they were mended. Please check.",
        suggestion="keys_to_letters",
    ),
    Rule(
        "sheet.row.is_total",
        "S10",
        "info",
        "sheet",
        "{place}: {count} dòng tổng cộng, ghi chú hoặc ký tên được bỏ qua.",
        "{place}: total, note or signature rows skipped from here on: {count}.",
        suggestion="drop_row",
    ),
    Rule(
        "sheet.total.matches_rows",
        "S10",
        "warning",
        "sheet",
        "{place}: dòng tổng cộng ghi {stated} nhưng danh sách có {count} dòng. Đề nghị kiểm tra"
        " lại.",
        "{place}: the total row says {stated}, but the rows of the list number {count}. Please"
        " check.",
    ),
    Rule(
        "sheet.row.is_blank",
        "S14",
        "info",
        "sheet",
        "{place}: {count} dòng trống xen giữa số liệu được bỏ qua.",
        "{place}: blank rows skipped among the data, from here on: {count}.",
        suggestion="drop_row",
    ),
    Rule(
        "sheet.column.is_not_sensitive",
        "R54",
        "warning",
        "sheet",
        "{place}: có {count} cột thông tin nhạy cảm không được gửi ({found}); hệ thống đã bỏ, không"
        " lưu. Đề nghị xóa các cột này.",
        "{place}: columns with sensitive data that must not be sent: {count} ({found}); they were"
        " dropped and not stored. Please delete them.",
        suggestion="drop_column",
        is_security=True,
    ),
    Rule(
        "sheet.cells.are_not_merged",
        "S13",
        "info",
        "sheet",
        "{place}: ô gộp nhiều dòng; hệ thống đã điền giá trị của ô cho từng dòng.",
        "{place}: a cell merged over several rows; its value was given to each of them.",
        suggestion="fill_merged_rows",
    ),
    Rule(
        "sheet.row.is_visible",
        "S15",
        "warning",
        "sheet",
        "{place}: có {count} dòng bị ẩn hoặc bị lọc; hệ thống vẫn đọc các dòng này. Đề nghị bỏ ẩn,"
        " kiểm tra và xóa những dòng không báo cáo.",
        "{place}: rows hidden or filtered out, from here on: {count}; they were read all the same."
        " Please show them, and delete what is not to be reported.",
    ),
    Rule(
        "sheet.row.is_not_struck_through",
        "S19",
        "warning",
        "sheet",
        "{place}: có {count} dòng bị gạch ngang; hệ thống vẫn đọc các dòng này. Đề nghị xóa hẳn"
        " những dòng đã hủy và gửi lại.",
        "{place}: rows with text struck through, from here on: {count}; they were read all the"
        " same. Please delete cancelled rows and send it again.",
    ),
    Rule(
        "sheet.range.is_bounded",
        "S18",
        "info",
        "sheet",
        "{place}: trang tính có định dạng tới dòng {count}; hệ thống chỉ đọc đến hết danh sách.",
        "{place}: the sheet is formatted down to row {count}; it was read to the end of its list.",
        suggestion="stop_after_blank_rows",
    ),
    Rule(
        "sheet.row.is_near_the_list",
        "S18",
        "warning",
        "sheet",
        "{place}: danh sách chỉ được đọc đến dòng này; phía dưới, sau hơn 1.000 dòng trống, còn"
        " {count} dòng có số liệu chưa được đọc. Đề nghị chuyển các dòng đó lên ngay dưới danh sách"
        " và gửi lại; nếu không cần thì xóa đi.",
        "{place}: the list was read to this row; below, behind more than 1,000 blank rows, are rows"
        " with values that were not read: {count}. Please move them up to the list and send it"
        " again, or delete them if they are not needed.",
    ),
    Rule(
        "sheet.formulas.are_calculated",
        "S16",
        "error",
        "file",
        "{place}: {count} ô bắt buộc là công thức chưa có kết quả. Đề nghị mở tệp bằng Excel, lưu"
        " lại và gửi lại.",
        "{place}: needed cells that are formulas without a saved result: {count}. Please open the"
        " file in Excel, save it and send it again.",
    ),
    Rule(
        "sheet.state.is_visible",
        "F28",
        "warning",
        "sheet",
        "{place}: trang tính bị ẩn nên không được đọc. Đề nghị bỏ ẩn nếu có số liệu cần báo cáo,"
        " nếu không thì xóa trang này.",
        "{place}: the sheet is hidden and was not read. Please show it if it is to be reported,"
        " else delete it.",
    ),
    Rule(
        "sheet.state.is_hidden_but_read",
        "F28",
        "warning",
        "sheet",
        "{place}: trang tính của mẫu bị ẩn; hệ thống vẫn đọc. Đề nghị bỏ ẩn và kiểm tra lại.",
        "{place}: a sheet of the template is hidden; it was read all the same. Please show it and"
        " check it.",
    ),
    Rule(
        "sheet.row.is_no_example",
        "F32",
        "info",
        "sheet",
        "{place}: dòng ví dụ của hướng dẫn được bỏ qua.",
        "{place}: the example row of the instructions was skipped.",
        suggestion="drop_row",
    ),
    Rule(
        "sheet.name.is_in_one_column",
        "S09",
        "info",
        "sheet",
        "{place}: họ đệm và tên ở hai cột; hệ thống đã ghép lại.",
        "{place}: the name is in two columns; they were joined.",
        suggestion="join_name_parts",
    ),
    Rule(
        "sheet.gender.is_in_one_column",
        "R37",
        "info",
        "sheet",
        "{place}: giới tính được đánh dấu ở cột Nam, cột Nữ; hệ thống đã ghép thành một cột.",
        "{place}: the sex is ticked in columns Nam and Nữ; they were made one.",
        suggestion="join_sex_columns",
    ),
    Rule(
        "sheet.birth_date.is_in_one_column",
        "S02",
        "info",
        "sheet",
        "{place}: ngày sinh ghi ở nhiều cột (Nam, Nữ hoặc Ngày, Tháng, Năm); hệ thống đã ghép thành"
        " một cột.",
        "{place}: births are in several columns (of men and women, or day, month and year); they"
        " were made one.",
        suggestion="join_birth_columns",
    ),
    Rule(
        "sheet.row.is_subtotal",
        "S11",
        "info",
        "sheet",
        "{place}: {count} dòng cộng nhóm xen giữa danh sách được bỏ qua.",
        "{place}: subtotal rows skipped among the data, from here on: {count}.",
        suggestion="drop_row",
    ),
    Rule(
        "sheet.row.is_team_label",
        "S12",
        "info",
        "sheet",
        "{place}: dòng ghi tên tổ; các dòng bên dưới chưa có mã tổ được ghi cho tổ này.",
        "{place}: a row with the name of a team; rows below it without a team were given it.",
        suggestion="fill_team",
    ),
    Rule(
        "sheet.team_code.is_in_each_row",
        "S13",
        "info",
        "sheet",
        "{place}: {count} dòng thành viên để trống mã tổ; hệ thống đã lấy mã tổ của dòng phía trên."
        " Đề nghị ghi mã tổ ở từng dòng.",
        "{place}: members' rows without a team: {count}; they were given that of the row above."
        " Please write it in each row.",
        suggestion="fill_team",
    ),
    Rule(
        "sheet.member_name.is_present",
        "",
        "warning",
        "row",
        "{place}: dòng thành viên chưa ghi họ và tên nên không được tính là một thành viên. Đề nghị"
        " ghi họ và tên, hoặc xóa các ô khác của dòng này.",
        "{place}: the row of a member without a name counts as no member. Please write the name, or"
        " clear the row's other cells.",
    ),
    Rule(
        "sheet.row_no.rises_by_one",
        "X11",
        "info",
        "sheet",
        "{place}: số thứ tự không liên tục hoặc đánh lại từ đầu; không ảnh hưởng đến số liệu.",
        "{place}: the row numbers skip or start again; this changes no figure.",
    ),
)

_SUBMISSION: tuple[Rule, ...] = (
    Rule(
        "submission.branch_code.is_known",
        "F33",
        "error",
        "file",
        "{place}: không xác định được đơn vị gửi báo cáo (mã đơn vị: {found}). Đề nghị ghi đúng"
        " “Mã đơn vị” ở trang THONG_TIN, hoặc đặt tên tệp CSV dạng"
        " MÃ-ĐƠN-VỊ_NĂM-THÁNG-NGÀY.csv, và gửi lại.",
        "{place}: the sending branch is not known (branch code: {found}). Please give the right"
        " “Mã đơn vị” on sheet THONG_TIN, or name a CSV BRANCH_YYYY-MM-DD.csv, and send it"
        " again.",
    ),
    Rule(
        "submission.branch_code.fits_its_folder",
        "F34",
        "error",
        "file",
        "{place}: sai đơn vị: báo cáo ghi {found} nhưng tệp nằm ở thư mục hoặc mang tên của"
        " {branch}. Đề nghị ghi đúng “Mã đơn vị” hoặc gửi vào đúng thư mục, và gửi lại.",
        "{place}: wrong branch: the report says {found}, but the file is in the folder or under the"
        " name of {branch}. Please give the right “Mã đơn vị”, or send it to the right folder, and"
        " send it again.",
    ),
    Rule(
        "submission.report_sunday.is_a_sunday",
        "",
        "error",
        "file",
        "{place}: không xác định được ngày Chủ nhật báo cáo (tìm thấy {found}). Đề nghị ghi một"
        " ngày Chủ nhật dạng ngày/tháng/năm ở trang THONG_TIN, hoặc đặt tên tệp CSV dạng"
        " MÃ-ĐƠN-VỊ_NĂM-THÁNG-NGÀY.csv, và gửi lại.",
        "{place}: the report's Sunday cannot be told (found {found}). Please give a Sunday as"
        " day/month/year on sheet THONG_TIN, or name a CSV BRANCH_YYYY-MM-DD.csv, and send it"
        " again.",
    ),
    Rule(
        "submission.report_sunday.is_not_future",
        "Y07",
        "error",
        "file",
        "{place}: ngày Chủ nhật báo cáo {found} ở trong tương lai. Đề nghị sửa ngày và gửi lại.",
        "{place}: the report's Sunday {found} is in the future. Please mend the date and send"
        " it again.",
    ),
    Rule(
        "submission.report_sunday.is_after_launch",
        "Y08",
        "error",
        "file",
        "{place}: ngày Chủ nhật báo cáo {found} trước ngày phát động 26/02/2023. Đề nghị sửa"
        " ngày và gửi lại.",
        "{place}: the report's Sunday {found} is before the launch on 26/02/2023. Please mend"
        " the date and send it again.",
    ),
    Rule(
        "submission.submission_type.is_known",
        "",
        "warning",
        "file",
        "{place}: loại báo cáo {found} không có trong mẫu; hệ thống hiểu là “Lần đầu”. Đề nghị"
        " chọn Lần đầu, Thay thế, Bổ sung hoặc Không tổ chức.",
        "{place}: the report type {found} is not in the template; it was taken as “Lần đầu”."
        " Please choose one of the template's types.",
        suggestion="assume_first_report",
    ),
    Rule(
        "submission.nil_report.is_declared",
        "Y14",
        "info",
        "file",
        "Đơn vị báo cáo không tổ chức trong tuần; đã ghi nhận là báo cáo không phát sinh.",
        "The branch reports that nothing was held this week; recorded as a nil report.",
        suggestion="accept_nil_report",
    ),
    Rule(
        "submission.nil_report.lists_nothing",
        "Y14",
        "warning",
        "file",
        "{place}: loại báo cáo là “Không tổ chức” nhưng tệp có {count} dòng người dân hoặc hoạt"
        " động; hệ thống vẫn nhận các dòng này. Đề nghị chọn lại loại báo cáo, hoặc xóa các dòng"
        " không đúng, và gửi lại.",
        "{place}: the type of report is “Không tổ chức” (nothing was held), but the file has rows"
        " of citizens or activities: {count}; they were taken. Please choose another type, or take"
        " the wrong rows out, and send it again.",
    ),
    Rule(
        "submission.nil_reason.is_present",
        "Y14",
        "warning",
        "file",
        "Báo cáo không tổ chức chưa ghi lý do. Đề nghị bổ sung “Lý do không tổ chức”.",
        "The nil report gives no reason. Please add “Lý do không tổ chức”.",
    ),
    Rule(
        "submission.content.is_present",
        "F31",
        "warning",
        "file",
        "Chưa có số liệu: tệp chưa ghi người dân nào được hỗ trợ và chưa ghi hoạt động nào. Đề nghị"
        " điền và gửi lại; nếu không tổ chức, đề nghị chọn loại “Không tổ chức” và ghi lý do.",
        "No data yet: the file names no citizen who was helped, and no activity. Please fill it in"
        " and send it again; if nothing was held, please choose the type “Không tổ chức” and give"
        " the reason.",
    ),
    Rule(
        "submission.people.are_listed",
        "X08",
        "warning",
        "file",
        "Tệp không có danh sách người dân được hỗ trợ; số người không thể tính được. Đề nghị gửi bổ"
        " sung trang NGUOI_DAN.",
        "The file lists no assisted citizens, so people cannot be counted. Please send sheet"
        " NGUOI_DAN.",
    ),
    Rule(
        "submission.summary.matches_rows",
        "X07",
        "warning",
        "cross_row",
        "{place}: số tổng hợp “{indicator}” ghi {reported} nhưng số chi tiết trong tệp là {count}."
        " Hệ thống tính theo số chi tiết; đề nghị kiểm tra lại.",
        "{place}: the summary of “{indicator}” says {reported} but what the file lists gives"
        " {count}. The list is counted; please check.",
    ),
    Rule(
        "submission.member_counts.are_whole_and_not_negative",
        "R50",
        "error",
        "sheet",
        "{place}: tìm thấy {found}; số đoàn viên phải là số nguyên không âm. Đề nghị sửa lại.",
        "{place}: found {found}; a number of members is a whole number, not negative. Please mend"
        " it.",
    ),
    Rule(
        "submission.member_counts.are_plausible",
        "R51",
        "warning",
        "sheet",
        "{place}: số {found} lớn bất thường đối với số đoàn viên của một cơ sở Đoàn nên không được"
        " dùng. Đề nghị kiểm tra và ghi lại số đúng.",
        "{place}: {found} is implausible for the members of one branch and was not used. Please"
        " check it and give the right number.",
    ),
    Rule(
        "submission.summary.is_whole_and_not_negative",
        "R50",
        "warning",
        "sheet",
        "{place}: tìm thấy {found}; số tổng hợp phải là số nguyên không âm nên ô này không được"
        " dùng. Đề nghị sửa lại.",
        "{place}: found {found}; a figure of the summary is a whole number, not negative, so the"
        " cell was not used. Please mend it.",
    ),
    Rule(
        "submission.summary.is_in_catalogue",
        "X08",
        "warning",
        "sheet",
        "{place}: chỉ tiêu của dòng này không có trong danh mục nên số liệu không được dùng. Đề"
        " nghị ghi đúng tên chỉ tiêu như trong mẫu.",
        "{place}: the indicator of this line is not in the catalogue, so its figure was not used."
        " Please name the indicator as the template does.",
    ),
    Rule(
        "submission.summary.is_named_as_in_catalogue",
        "X08",
        "warning",
        "sheet",
        "{place}: tên chỉ tiêu không đúng như trong mẫu; được ghi theo tên gần giống nhất, là"
        " “{indicator}”. Đề nghị kiểm tra và ghi đúng tên chỉ tiêu.",
        "{place}: the indicator is not named as in the template; it was recorded by the name"
        " nearest to it, “{indicator}”. Please check, and name it as the template does.",
        suggestion="nearest_indicator",
    ),
    Rule(
        "submission.summary.is_no_error_value",
        "S17",
        "warning",
        "sheet",
        "{place}: ô báo lỗi của Excel ({found}) nên được coi là ô trống. Đề nghị ghi giá trị thật"
        " vào ô.",
        "{place}: the cell holds an Excel error ({found}) and was taken as blank. Please type the"
        " value itself.",
    ),
    Rule(
        "submission.summary.is_plausible",
        "R51",
        "warning",
        "sheet",
        "{place}: số {found} lớn bất thường đối với một cơ sở Đoàn trong một tuần nên không được"
        " dùng. Đề nghị kiểm tra và ghi lại số đúng.",
        "{place}: {found} is implausible for one branch in one week and was not used. Please check"
        " it and give the right number.",
    ),
    Rule(
        "submission.member_counts.are_within_total",
        "",
        "warning",
        "sheet",
        "{place}: tìm thấy {found}, lớn hơn tổng số đoàn viên nên không được dùng. Đề nghị kiểm tra"
        " lại.",
        "{place}: found {found}, which exceeds the number of all members and was not used. Please"
        " check.",
    ),
    Rule(
        "submission.content.is_new",
        "Y01",
        "info",
        "cross_submission",
        "Tệp này đã được nhận trước đó; không tính lần nữa.",
        "This very file was received before; it is not counted again.",
        suggestion="ignore_duplicate",
    ),
    Rule(
        "submission.content.differs_from_earlier",
        "Y02",
        "info",
        "cross_submission",
        "Nội dung giống hệt báo cáo đã nhận của cùng tuần (tệp chỉ được lưu lại hoặc đổi tên);"
        " không tính lần nữa.",
        "The content is that of a report of the same week received before (the file was only saved"
        " again or renamed); it is not counted again.",
        suggestion="ignore_duplicate",
    ),
    Rule(
        "submission.version.is_not_much_smaller",
        "Y04",
        "warning",
        "cross_submission",
        "Báo cáo này chỉ có {count} dòng trong khi báo cáo trước của cùng tuần có {stated} dòng nên"
        " được giữ lại, chưa tính; báo cáo trước vẫn có hiệu lực. Đề nghị kiểm tra và gửi lại danh"
        " sách đầy đủ; nếu danh sách này đúng, đề nghị chọn loại “Thay thế”, lưu và gửi lại lần"
        " nữa.",
        "This report has {count} rows and the earlier one of the week {stated}, so it is held and"
        " not counted; the earlier one stays in force. Please check and send the full list; if this"
        " one is right, please choose the type “Thay thế”, save it and send it once more.",
    ),
    Rule(
        "submission.version.overlaps_earlier",
        "Y05",
        "warning",
        "cross_submission",
        "Danh sách của {count} tổ hầu như không có ai trùng với báo cáo trước của cùng tuần (hoặc"
        " không còn ghi người dân, hoạt động nào), mà loại báo cáo không ghi rõ, nên được giữ lại,"
        " chưa tính; báo cáo trước vẫn có hiệu lực. Đề nghị chọn loại “Bổ sung” (thêm vào báo cáo"
        " trước) hoặc “Thay thế” (thay báo cáo trước) và gửi lại.",
        "The lists of {count} teams have hardly anybody in common with the earlier report of the"
        " week (or no citizen and no activity any more), and the type of report does not say why,"
        " so this one is held and not counted; the earlier one stays in force. Please choose the"
        " type “Bổ sung” (adds to it) or “Thay thế” (replaces it) and send it again.",
    ),
    Rule(
        "submission.list.is_of_this_week",
        "Y09",
        "error",
        "cross_submission",
        "Danh sách gần như trùng với tuần trước ({count} % số dòng), đề nghị kiểm tra lại. Báo cáo"
        " được giữ lại, chưa tính; đề nghị gửi danh sách của tuần này.",
        "The list is nearly that of an earlier week ({count} % of its rows); please check. The"
        " report is held and not counted; please send this week's list.",
    ),
    Rule(
        "submission.sunday.is_not_locked",
        "Y12",
        "warning",
        "cross_submission",
        "Số liệu của Chủ nhật này đã được chốt nên báo cáo được giữ lại, chưa tính. Đề nghị liên hệ"
        " Tỉnh đoàn nếu cần mở lại.",
        "The figures of this Sunday are closed, so the report is held and not counted. Please ask"
        " the province's office if they have to be opened again.",
    ),
    Rule(
        "submission.branch_code.is_in_force",
        "Y11",
        "info",
        "file",
        "Cơ sở Đoàn ghi trong báo cáo đã sắp xếp lại; số liệu từ ngày đó được tính cho {branch}.",
        "The branch named in the report has become another; its figures since then count for"
        " {branch}.",
        suggestion="map_branch",
    ),
    Rule(
        "submission.records.are_of_its_week",
        "X10",
        "info",
        "cross_row",
        "{place}: {count} dòng thuộc tuần khác với Chủ nhật báo cáo; mỗi dòng được tính vào tuần"
        " của ngày hỗ trợ.",
        "{place}: rows of other weeks than the report's: {count}; each counts in the week of its"
        " date.",
        suggestion="split_by_sunday",
    ),
    Rule(
        "submission.arrival.is_in_time",
        "Y06",
        "info",
        "cross_submission",
        "Nộp muộn: báo cáo đến sau hạn nộp tối Chủ nhật; vẫn được nhận và tính.",
        "Late: the report came after the deadline on Sunday evening; it was taken and counts.",
        suggestion="accept_late",
    ),
    Rule(
        "submission.version.replaces_earlier",
        "Y03",
        "info",
        "cross_submission",
        "Bản thay thế: số liệu của {count} tổ trong báo cáo trước của cùng tuần được thay bằng bản"
        " này.",
        "Replacement: the figures of {count} teams in an earlier report of the week are replaced.",
        suggestion="replace_earlier_version",
    ),
    Rule(
        "submission.template_version.is_current",
        "F30",
        "warning",
        "file",
        "{place}: báo cáo dùng mẫu cũ hoặc mẫu khác (phiên bản {found}); hệ thống vẫn đọc theo tên"
        " cột. Đề nghị dùng mẫu mới.",
        "{place}: the report is on another version of the template ({found}); it was read by its"
        " headers. Please use the current template.",
        suggestion="read_by_headers",
    ),
)

_TEAM: tuple[Rule, ...] = (
    _error_in_needed("team"),
    _error_elsewhere("team"),
    Rule(
        "team.member_count.is_8",
        "X01",
        "error",
        "cross_row",
        "{place}: Tổ phải có đúng 8 thành viên (đang có {n}). Đề nghị kiểm tra danh sách thành"
        " viên của tổ {team} và gửi lại.",
        "{place}: a team has exactly 8 members ({n} listed). Please check the members of team"
        " {team} and send it again.",
    ),
    _off_roster("team"),
    _of_community("team"),
    Rule(
        "team.member_name.is_in_one_team",
        "X02",
        "warning",
        "cross_row",
        "{place}: tổ {other} có {count} thành viên ({found}) cũng có tên trong tổ {team} của cùng"
        " cơ sở Đoàn. Đề nghị xác nhận đây là những người khác nhau, hoặc xóa ở một tổ.",
        "{place}: members of team {other} who are also listed in team {team} of the branch: {count}"
        " ({found}). Please confirm that these are other people, or take them out of one team.",
    ),
)

_ACTIVITY: tuple[Rule, ...] = (
    _error_in_needed("activity"),
    _error_elsewhere("activity"),
    Rule(
        "activity.quantity.is_whole_and_not_negative",
        "R50",
        "error",
        "row",
        "{place}: tìm thấy {found}; số lượng phải là số nguyên không âm. Đề nghị sửa lại.",
        "{place}: found {found}; a quantity is a whole number, not negative. Please mend it.",
    ),
    Rule(
        "activity.attendance.is_whole_and_not_negative",
        "R50",
        "error",
        "row",
        "{place}: tìm thấy {found}; số lượt người phải là số nguyên không âm. Đề nghị sửa lại.",
        "{place}: found {found}; an attendance is a whole number, not negative. Please mend it.",
    ),
    _off_roster("activity"),
    _of_community("activity"),
    Rule(
        "activity.activity.is_in_catalogue",
        "R45",
        "warning",
        "row",
        "{place}: hình thức chưa có trong danh mục; hệ thống ghi là “Hình thức khác”. Đề nghị chọn"
        " trong danh mục.",
        "{place}: the kind of activity is not in the catalogue; it was recorded as “other”. Please"
        " choose from the list.",
        suggestion="other_form",
    ),
    Rule(
        "activity.activity.is_named_as_in_catalogue",
        "R45",
        "warning",
        "row",
        "{place}: hình thức không đúng tên trong danh mục; được ghi theo tên gần giống nhất, là"
        " {service}. Đề nghị kiểm tra và chọn trong danh mục.",
        "{place}: the kind of activity is not named as in the catalogue; it was recorded by the"
        " name nearest to it, {service}. Please check, and choose from the list.",
        suggestion="nearest_service",
    ),
    Rule(
        "activity.quantity.is_plausible",
        "R51",
        "error",
        "row",
        "{place}: số {found} lớn bất thường cho một tổ trong một Chủ nhật nên dòng này được giữ"
        " lại, chưa tính. Đề nghị kiểm tra và ghi lại số đúng.",
        "{place}: {found} is implausible for one team on one Sunday, so the row is held and not"
        " counted. Please check it and give the right number.",
    ),
    Rule(
        "activity.quantity.is_plain_number",
        "R49",
        "info",
        "row",
        "{place}: số ghi kèm dấu ngăn hoặc đơn vị; hệ thống đã đọc được.",
        "{place}: the number has separators or a unit; it was read.",
        suggestion="read_number",
    ),
)

_RECORD_NEEDS: tuple[Rule, ...] = (
    _off_roster("record"),
    _of_community("record"),
    Rule(
        "record.team_code.is_of_this_branch",
        "",
        "warning",
        "row",
        "{place}: tổ {found} thuộc cơ sở Đoàn khác; lượt hỗ trợ được tính cho cơ sở của tổ. Đề nghị"
        " kiểm tra mã tổ.",
        "{place}: team {found} belongs to another branch, and the assistance is counted for"
        " that branch. Please check the code.",
    ),
    Rule(
        "record.team_code.is_of_the_sender_itself",
        "Y10",
        "warning",
        "row",
        "{place}: tổ thuộc cơ sở Đoàn cấp dưới{rows}; được tính cho cơ sở của tổ, nếu cơ"
        " sở đó cũng gửi thì mỗi lượt chỉ tính một lần. Đề nghị thống nhất một nơi gửi.",
        "{place}: the team is of a branch under the sender{rows}; it counts for the"
        " team's branch, once even if that branch sends it too. Please agree on who sends it.",
        is_counted=True,
    ),
    Rule(
        "record.team_code.is_a_code",
        "S12",
        "info",
        "row",
        "{place}: {count} dòng ghi tên tổ thay cho mã tổ; hệ thống đã tìm ra mã theo danh sách tổ.",
        "{place}: rows that name their team instead of giving its code: {count}; the code was found"
        " on the roster.",
        suggestion="find_team_by_name",
        is_counted=True,
    ),
    Rule(
        "record.assist_date.is_a_date",
        "",
        "error",
        "row",
        "{place}: tìm thấy {found}; cần ngày hỗ trợ dạng ngày/tháng/năm. Đề nghị sửa lại.",
        "{place}: found {found}; the date of assistance is needed as day/month/year. Please mend"
        " it.",
    ),
    Rule(
        "record.assist_date.is_after_launch",
        "Y08",
        "error",
        "row",
        "{place}: ngày hỗ trợ {found} trước ngày phát động 26/02/2023. Đề nghị sửa lại.",
        "{place}: the date of assistance {found} is before the launch on 26/02/2023. Please mend"
        " it.",
    ),
    Rule(
        "record.assist_date.is_not_future",
        "Y07",
        "error",
        "row",
        "{place}: ngày hỗ trợ {found} ở trong tương lai. Đề nghị sửa lại.",
        "{place}: the date of assistance {found} is in the future. Please mend it.",
    ),
    Rule(
        "record.full_name.has_a_letter",
        "",
        "error",
        "row",
        "{place}: tìm thấy {found}; cần họ và tên bằng chữ. Đề nghị ghi đủ họ và tên người được"
        " hỗ trợ.",
        "{place}: found {found}; a name in letters is needed. Please give the full name of the"
        " citizen.",
    ),
    Rule(
        "record.service_codes.is_present",
        "R58",
        "error",
        "row",
        "{place}: chưa đánh dấu nội dung hỗ trợ nào. Đề nghị đánh dấu x vào nội dung đã hỗ trợ.",
        "{place}: no service is ticked. Please tick what the citizen was helped with.",
    ),
    _error_in_needed("record"),
    Rule(
        "record.identity.is_sufficient",
        "",
        "error",
        "row",
        "{place}: cần ít nhất một trong: số CCCD, số điện thoại, ngày (năm) sinh. Đề nghị bổ sung.",
        "{place}: at least one of identity number, phone and birth date (year) is needed. Please"
        " add it.",
    ),
    Rule(
        "record.dossier_count.is_whole_and_not_negative",
        "R50",
        "error",
        "row",
        "{place}: tìm thấy {found}; số hồ sơ phải là số nguyên không âm. Đề nghị sửa lại.",
        "{place}: found {found}; the number of dossiers is a whole number, not negative. Please"
        " mend it.",
    ),
    Rule(
        "record.dossier_count.is_plausible",
        "R51",
        "warning",
        "row",
        "{place}: số {found} lớn bất thường đối với số hồ sơ của một người trong một ngày nên không"
        " được dùng; chỉ tính một hồ sơ. Đề nghị kiểm tra và ghi lại số hồ sơ.",
        "{place}: {found} is implausible for one citizen's dossiers of one day and was not used;"
        " one dossier counts. Please check it and give the number of dossiers.",
        suggestion="count_one_dossier",
    ),
    Rule(
        "record.dossier_count.is_plain_number",
        "R49",
        "info",
        "row",
        "{place}: {count} số hồ sơ ghi kèm dấu ngăn hoặc đơn vị; hệ thống đã đọc được.",
        "{place}: numbers of dossiers with separators or a unit: {count}; they were read.",
        suggestion="read_number",
        is_counted=True,
    ),
    Rule(
        "record.assist_date.is_a_sunday",
        "X09",
        "warning",
        "row",
        "{place}: ngày hỗ trợ không phải Chủ nhật{rows}; được tính vào tuần của ngày đó."
        " Đề nghị kiểm tra, hoặc ghi “bù” ở cột Ghi chú nếu là buổi làm bù.",
        "{place}: the date of assistance is no Sunday{rows}; it counts in the week of"
        " that day. Please check, or write “bù” in the notes if the day stands for a Sunday.",
        is_counted=True,
    ),
)

_RECORD_NUMBERS: tuple[Rule, ...] = (
    _error_elsewhere("record"),
    Rule(
        "record.id_number.restore_leading_zero",
        "R01",
        "info",
        "row",
        "{place}: số CCCD mất số 0 ở đầu do ô dạng số; hệ thống đã thêm lại. Đề nghị định dạng cột"
        " là văn bản.",
        "{place}: the number lost its leading zero in a numeric cell; it was restored. Please"
        " format the column as text.",
        suggestion="restore_leading_zero",
    ),
    Rule(
        "record.id_number.restore_two_zeros",
        "R02",
        "warning",
        "row",
        "{place}: số CCCD mất hai số 0 ở đầu do ô dạng số; hệ thống đã thêm lại. Đề nghị kiểm tra.",
        "{place}: the number lost two leading zeros in a numeric cell; they were restored. Please"
        " check.",
        suggestion="restore_leading_zero",
    ),
    Rule(
        "record.id_number.scientific_notation",
        "R03",
        "info",
        "row",
        "{place}: số CCCD ở dạng số mũ nhưng còn đủ chữ số; hệ thống đã khôi phục.",
        "{place}: the number is in scientific notation with all its digits; it was restored.",
        suggestion="expand_scientific_notation",
    ),
    Rule(
        "record.id_number.keeps_all_digits",
        "R04",
        "warning",
        "row",
        "{place}: số CCCD bị Excel rút gọn ({found}) nên mất chữ số. Đề nghị định dạng cột là văn"
        " bản, ghi lại đủ 12 số.",
        "{place}: Excel shortened the number ({found}) and digits are lost. Please format the"
        " column as text and type all 12 digits.",
    ),
    Rule(
        "record.id_number.is_float_text",
        "R05",
        "info",
        "row",
        "{place}: số CCCD có đuôi “.0”; hệ thống đã bỏ.",
        "{place}: the number ends in “.0”; it was taken off.",
        suggestion="strip_decimal_part",
    ),
    Rule(
        "record.id_number.has_separators",
        "R06",
        "info",
        "row",
        "{place}: số CCCD có dấu cách, dấu chấm hoặc dấu nháy; hệ thống đã bỏ.",
        "{place}: the number holds spaces, dots or quotes; they were taken out.",
        suggestion="strip_separators",
    ),
    Rule(
        "record.id_number.has_letters_for_digits",
        "R07",
        "info",
        "row",
        "{place}: số CCCD có chữ O, l thay cho số 0, 1; hệ thống đã sửa.",
        "{place}: the number holds letters in place of digits; they were mended.",
        suggestion="letters_to_digits",
    ),
    Rule(
        "record.id_number.has_12_digits",
        "R08",
        "warning",
        "row",
        "{place}: tìm thấy {found}; số CCCD phải có đủ 12 chữ số. Đề nghị ghi lại.",
        "{place}: found {found}; the number has 12 digits. Please type it again.",
    ),
    Rule(
        "record.id_number.is_one_number",
        "R18",
        "error",
        "row",
        "{place}: ô ghi số CCCD của nhiều người ({found}). Đề nghị ghi mỗi người một dòng.",
        "{place}: the cell holds the numbers of several people ({found}). Please give each person"
        " a row.",
    ),
    Rule(
        "record.id_number.has_issued_province",
        "R09",
        "warning",
        "row",
        "{place}: ba số đầu của số CCCD ({found}) không phải mã tỉnh, thành phố đã cấp. Đề nghị"
        " kiểm tra lại.",
        "{place}: the first three digits of the number ({found}) are no issued province code."
        " Please check.",
    ),
    Rule(
        "record.id_number.is_old_card",
        "R13",
        "info",
        "row",
        "{place}: {count} số CMND 9 chữ số; chỉ được dùng làm thông tin phụ. Đề nghị ghi số"
        " CCCD 12 chữ số nếu có.",
        "{place}: old 9-digit card numbers: {count}; they are weak evidence only. Please give"
        " the 12-digit number where there is one.",
        suggestion="keep_as_old_card",
        is_counted=True,
    ),
    Rule(
        "record.id_number.is_no_expired_card",
        "R13",
        "warning",
        "row",
        "{place}: số CMND 9 chữ số đã hết giá trị từ ngày 01/01/2025{rows}; chỉ được dùng"
        " làm thông tin phụ. Đề nghị ghi số CCCD 12 chữ số.",
        "{place}: a 9-digit card number, which expired on 31/12/2024{rows}; it is weak"
        " evidence only. Please give the 12-digit number.",
        suggestion="keep_as_old_card",
        is_counted=True,
    ),
    Rule(
        "record.id_number.is_masked",
        "R17",
        "info",
        "row",
        "{place}: số CCCD bị che một phần nên không dùng được.",
        "{place}: the number is partly hidden and cannot be used.",
        suggestion="drop_value",
    ),
    Rule(
        "record.id_number.fits_sex",
        "R10",
        "warning",
        "row",
        "{place}: số CCCD ({found}) không khớp với giới tính đã ghi. Đề nghị kiểm tra số CCCD và"
        " giới tính.",
        "{place}: the number ({found}) does not fit the sex given. Please check both.",
    ),
    Rule(
        "record.id_number.fits_birth_year",
        "R11",
        "warning",
        "row",
        "{place}: số CCCD ({found}) không khớp với năm sinh đã ghi. Đề nghị kiểm tra số CCCD và"
        " ngày sinh.",
        "{place}: the number ({found}) does not fit the birth year given. Please check both.",
    ),
    Rule(
        "record.birth_date.fits_id_number",
        "R11",
        "warning",
        "row",
        "{place}: năm sinh (tìm thấy {found}) khác một chữ số với năm sinh trong số CCCD. Đề nghị"
        " kiểm tra ngày sinh và số CCCD.",
        "{place}: the birth year (found {found}) differs in one digit from the one in the number."
        " Please check both.",
        suggestion="birth_year_of_number",
    ),
    Rule(
        "record.id_number.is_of_a_living_person",
        "R12",
        "warning",
        "row",
        "{place}: số CCCD ({found}) ứng với một năm sinh không thể có nên không được dùng. Đề nghị"
        " kiểm tra lại.",
        "{place}: the number ({found}) stands for an impossible birth year and was not used. Please"
        " check.",
        suggestion="drop_value",
    ),
    Rule(
        "record.id_number.is_no_phone",
        "R14",
        "warning",
        "row",
        "{place}: cột số CCCD ghi số điện thoại ({found}) nên không được dùng làm số CCCD. Đề nghị"
        " ghi đúng cột.",
        "{place}: the column of identity numbers holds a phone ({found}); it was not used as a"
        " number. Please put it in its own column.",
        suggestion="drop_value",
    ),
    Rule(
        "record.id_number.is_in_its_column",
        "R14",
        "info",
        "row",
        "{place}: số CCCD và số điện thoại nằm lẫn cột của nhau; hệ thống đã đổi lại.",
        "{place}: the identity number and the phone stood in each other's column; they were put in"
        " place.",
        suggestion="swap_number_and_phone",
    ),
    Rule(
        "record.id_number.is_of_one_person",
        "R15",
        "warning",
        "row",
        "{place}: một số CCCD ({found}) dùng cho nhiều người khác tên nên không được dùng. Đề nghị"
        " ghi đúng số của từng người.",
        "{place}: one number ({found}) is given for people of several names and was not used."
        " Please give each person's own.",
        suggestion="drop_value",
    ),
    Rule(
        "record.id_number.is_not_in_a_series",
        "R16",
        "warning",
        "row",
        "{place}: số CCCD ({found}) nằm trong dãy số tăng dần do kéo ô trong Excel nên không được"
        " dùng. Đề nghị ghi đúng số của từng người.",
        "{place}: the number ({found}) is part of a series that rises by one, as dragging a cell in"
        " Excel makes it, and was not used. Please give each person's own.",
        suggestion="drop_value",
    ),
    Rule(
        "record.phone.migrate_prefix",
        "R19",
        "info",
        "row",
        "{place}: số điện thoại 11 số trước 15/09/2018; hệ thống đã chuyển sang đầu số mới.",
        "{place}: an 11-digit number from before 15/09/2018; it was moved to its new prefix.",
        suggestion="migrate_prefix",
    ),
    Rule(
        "record.phone.restore_leading_zero",
        "R20",
        "info",
        "row",
        "{place}: số điện thoại mất số 0 ở đầu; hệ thống đã thêm lại.",
        "{place}: the phone lost its leading zero; it was restored.",
        suggestion="restore_leading_zero",
    ),
    Rule(
        "record.phone.has_country_code",
        "R21",
        "info",
        "row",
        "{place}: số điện thoại ghi kèm mã quốc gia 84; hệ thống đã chuyển về dạng trong nước.",
        "{place}: the phone carries the country code 84; it was brought to national form.",
        suggestion="strip_country_code",
    ),
    Rule(
        "record.phone.is_float_text",
        "R22",
        "info",
        "row",
        "{place}: số điện thoại ở dạng số thập phân hoặc số mũ; hệ thống đã khôi phục.",
        "{place}: the phone is a decimal number; it was restored.",
        suggestion="strip_decimal_part",
    ),
    Rule(
        "record.phone.has_one_number",
        "R23",
        "info",
        "row",
        "{place}: ô có nhiều số điện thoại; hệ thống dùng số di động đầu tiên.",
        "{place}: the cell holds several phones; the first mobile is used.",
        suggestion="first_mobile",
    ),
    Rule(
        "record.phone.is_unambiguous",
        "R24",
        "warning",
        "row",
        "{place}: số {found} có thể là máy bàn cũ của Bình Định hoặc di động; hệ thống ít dựa vào"
        " số này. Đề nghị kiểm tra.",
        "{place}: {found} may be an old landline or a mobile, so it weighs little. Please check.",
    ),
    Rule(
        "record.phone.is_valid",
        "R26",
        "warning",
        "row",
        "{place}: số điện thoại {found} không hợp lệ và không được dùng. Đề nghị kiểm tra lại.",
        "{place}: phone {found} is not valid and was not used. Please check.",
    ),
    Rule(
        "record.cell.is_calculated",
        "S16",
        "error",
        "row",
        "{place}: công thức chưa có kết quả ở cột bắt buộc. Đề nghị mở tệp bằng Excel, lưu lại và"
        " gửi lại.",
        "{place}: a formula without a saved result in a column that is needed. Please open the file"
        " in Excel, save it and send it again.",
    ),
    Rule(
        "record.cell.is_no_blank_formula",
        "S16",
        "warning",
        "row",
        "{place}: công thức chưa có kết quả nên được coi là ô trống. Đề nghị mở tệp bằng Excel, lưu"
        " lại và gửi lại.",
        "{place}: a formula without a saved result was taken as blank. Please open the file in"
        " Excel, save it and send it again.",
    ),
    Rule(
        "record.text.is_no_formula",
        "R52",
        "warning",
        "row",
        "{place}: nội dung có dạng công thức ({found}); chỉ được lưu như chữ, không bao giờ chạy."
        " Đề nghị ghi bằng chữ thường.",
        "{place}: the text looks like a formula ({found}); it is kept as text and never run. Please"
        " write plain words.",
        suggestion="keep_as_text",
        is_security=True,
    ),
    Rule(
        "record.text.is_no_code",
        "R53",
        "warning",
        "row",
        "{place}: nội dung có mã HTML hoặc câu lệnh ({found}); chỉ được lưu như chữ. Đề nghị ghi"
        " bằng chữ thường.",
        "{place}: the text holds markup or commands ({found}); it is kept as text. Please write"
        " plain words.",
        suggestion="keep_as_text",
    ),
    Rule(
        "record.text.is_not_secret",
        "R54",
        "warning",
        "row",
        "{place}: ô có thông tin không được gửi (mật khẩu, mã OTP, số thẻ hoặc số tài khoản); hệ"
        " thống đã bỏ, không lưu. Đề nghị xóa ô này và không gửi thông tin như vậy.",
        "{place}: the cell holds what must not be sent (a password, one-time code, card or account"
        " number); it was dropped and not stored. Please delete it and never send such data.",
        suggestion="drop_value",
        is_security=True,
    ),
)

_RECORD_NAMES: tuple[Rule, ...] = (
    Rule(
        "record.full_name.is_composed_unicode",
        "R27",
        "info",
        "row",
        "{place}: {count} họ tên ở dạng Unicode tổ hợp; hệ thống đã chuyển về dựng sẵn.",
        "{place}: names in decomposed Unicode: {count}; they were composed.",
        suggestion="compose_unicode",
        is_counted=True,
    ),
    Rule(
        "record.full_name.has_new_tone_placement",
        "R28",
        "info",
        "row",
        "{place}: {count} họ tên đặt dấu thanh khác kiểu (hòa/hoà); được so khớp như nhau.",
        "{place}: names with the tone mark in the other place (hòa/hoà): {count}; both compare"
        " equal.",
        suggestion="compare_by_tone_key",
        is_counted=True,
    ),
    Rule(
        "record.full_name.has_vietnamese_d",
        "R29",
        "info",
        "row",
        "{place}: {count} họ tên dùng ký tự lạ thay cho chữ Đ; hệ thống đã sửa.",
        "{place}: names with a foreign letter for Đ: {count}; it was mended.",
        suggestion="restore_vietnamese_d",
        is_counted=True,
    ),
    Rule(
        "record.full_name.has_usual_case_and_spaces",
        "R30",
        "info",
        "row",
        "{place}: {count} họ tên viết hoa, viết thường toàn bộ hoặc thừa dấu cách; hệ thống đã"
        " chuẩn hóa.",
        "{place}: names in capitals, in lower case or with stray spaces: {count}; they were"
        " tidied.",
        suggestion="title_case",
        is_counted=True,
    ),
    Rule(
        "record.full_name.has_no_honorific",
        "R33",
        "info",
        "row",
        "{place}: {count} họ tên kèm xưng hô hoặc ghi chú; hệ thống đã tách ra.",
        "{place}: names with a title or a remark: {count}; it was taken off.",
        suggestion="strip_honorific",
        is_counted=True,
    ),
    Rule(
        "record.full_name.has_only_letters",
        "R34",
        "warning",
        "row",
        "{place}: họ tên {found} có chữ số hoặc ký hiệu. Đề nghị kiểm tra lại.",
        "{place}: the name {found} holds digits or symbols. Please check.",
        suggestion="strip_symbols",
    ),
    Rule(
        "record.full_name.is_of_one_person",
        "R18",
        "error",
        "row",
        "{place}: ô ghi nhiều người ({found}). Đề nghị ghi mỗi người một dòng.",
        "{place}: the cell names several people ({found}). Please give each person a row.",
    ),
    Rule(
        "record.full_name.has_accents",
        "R32",
        "info",
        "row",
        "{place}: {count} họ tên không dấu; được nhận nhưng ít dựa vào khi so khớp.",
        "{place}: names without accents: {count}; they were taken, and weigh less in matching.",
        suggestion="compare_without_accents",
        is_counted=True,
    ),
    Rule(
        "record.full_name.keeps_its_letters",
        "F22",
        "warning",
        "row",
        "{place}: họ tên {found} bị mất chữ có dấu, hệ thống không đoán. Đề nghị ghi lại đủ họ"
        " tên.",
        "{place}: letters of the name {found} are lost, and nobody guesses them. Please type the"
        " full name again.",
    ),
    Rule(
        "record.full_name.has_two_words",
        "R35",
        "warning",
        "row",
        "{place}: họ tên {found} chỉ có một từ. Đề nghị ghi đủ họ và tên.",
        "{place}: the name {found} is a single word. Please give the full name.",
    ),
)

_RECORD_OTHERS: tuple[Rule, ...] = (
    Rule(
        "record.birth_date.is_year_only",
        "R38",
        "info",
        "row",
        "{place}: {count} ngày sinh chỉ có năm; được nhận theo năm.",
        "{place}: birth dates of which only the year is given: {count}; they were taken as years.",
        suggestion="keep_as_year",
        is_counted=True,
    ),
    Rule(
        "record.birth_date.has_four_digit_year",
        "R39",
        "warning",
        "row",
        "{place}: năm sinh chỉ có hai chữ số ({found}); hệ thống suy ra thế kỷ. Đề nghị ghi đủ bốn"
        " số.",
        "{place}: the birth year has two digits ({found}); the century was inferred. Please give"
        " four.",
        suggestion="infer_century",
    ),
    Rule(
        "record.birth_date.has_confirmed_year",
        "R39",
        "info",
        "row",
        "{place}: năm sinh chỉ có hai chữ số; thế kỷ được xác định theo số CCCD.",
        "{place}: the birth year has two digits; the identity number tells the century.",
        suggestion="infer_century",
    ),
    Rule(
        "record.birth_date.is_day_first",
        "R40",
        "info",
        "row",
        "{place}: ngày sinh ghi tháng trước ngày; hệ thống đã đổi lại.",
        "{place}: the birth date has the month first; it was turned round.",
        suggestion="swap_day_and_month",
    ),
    Rule(
        "record.birth_date.is_excel_serial",
        "R41",
        "info",
        "row",
        "{place}: ngày sinh là số thứ tự ngày của Excel; hệ thống đã chuyển về ngày.",
        "{place}: the birth date is an Excel serial number; it was turned into a date.",
        suggestion="excel_serial_to_date",
    ),
    Rule(
        "record.birth_date.is_possible",
        "R43",
        "warning",
        "row",
        "{place}: ngày sinh không có thực (tìm thấy {found}) nên không được dùng; năm sinh được"
        " giữ nếu rõ. Đề nghị ghi lại dạng ngày/tháng/năm.",
        "{place}: the birth date is impossible (found {found}) and was not used; a clear year"
        " is kept. Please give it again as day/month/year.",
        suggestion="keep_year",
    ),
    Rule(
        "record.age.is_16_or_more",
        "R44",
        "warning",
        "row",
        "{place}: người được hỗ trợ dưới 16 tuổi. Đề nghị ghi sự đồng ý của người đại diện.",
        "{place}: the citizen is under 16. Please record the consent of a guardian.",
    ),
    Rule(
        "record.gender.is_known",
        "R37",
        "warning",
        "row",
        "{place}: giới tính {found} không rõ nên để trống. Đề nghị ghi Nam hoặc Nữ.",
        "{place}: sex {found} is not clear and was left blank. Please write Nam or Nữ.",
    ),
    Rule(
        "record.ward.is_known",
        "R55",
        "warning",
        "row",
        "{place}: không xác định được xã, phường nơi ở nên để trống. Đề nghị ghi đúng tên xã,"
        " phường.",
        "{place}: the ward is not known and was left blank. Please give the ward's name.",
    ),
    Rule(
        "record.ward.is_named_as_now",
        "R55",
        "info",
        "row",
        "{place}: {count} ô ghi tên xã, phường trước khi sắp xếp; hệ thống đã đổi sang đơn vị hiện"
        " nay.",
        "{place}: wards under the name that they had before units were merged: {count}; they were"
        " mapped to today's.",
        suggestion="map_ward",
        is_counted=True,
    ),
    Rule(
        "record.ward.is_whole",
        "R55",
        "warning",
        "row",
        "{place}: xã, phường này đã được chia cho nhiều đơn vị; hệ thống ghi theo đơn vị nhận phần"
        " chính. Đề nghị ghi tên xã, phường hiện nay.",
        "{place}: this ward was split among several units and was mapped to the main one. Please"
        " give the ward's present name.",
        suggestion="map_ward",
    ),
    Rule(
        "record.ward.is_unambiguous",
        "R57",
        "warning",
        "row",
        "{place}: tên xã, phường ứng với nhiều nơi nên để trống. Đề nghị ghi thêm tên huyện và đủ"
        " dấu.",
        "{place}: the ward's name fits several places and was left blank. Please add the district.",
    ),
    Rule(
        "record.service_codes.has_one_tick",
        "R47",
        "info",
        "row",
        "{place}: {count} dòng đánh dấu nhiều nội dung; mỗi nội dung được tính một lượt.",
        "{place}: rows that tick several services: {count}; each tick is an assistance of its own.",
        suggestion="one_assistance_each",
        is_counted=True,
    ),
    Rule(
        "record.service_codes.is_usual_tick",
        "R48",
        "info",
        "row",
        "{place}: {count} ô đánh dấu khác chữ x (X, ✓, có, 1…); được hiểu như nhau.",
        "{place}: cells with another mark than x (X, ✓, có, 1…): {count}; all mean the same.",
        suggestion="read_as_tick",
        is_counted=True,
    ),
    Rule(
        "record.service_codes.is_clear_tick",
        "R48",
        "warning",
        "row",
        "{place}: ô ghi chữ khác dấu x{rows} nên chưa rõ đã hỗ trợ hay chưa; hệ thống hiểu là đã hỗ"
        " trợ. Đề nghị ghi x nếu đã hỗ trợ, để trống nếu chưa.",
        "{place}: the cell holds other words than a mark{rows}, so it is not clear whether help was"
        " given; it was read as given. Please write x, or leave the cell blank if it was not.",
        suggestion="read_as_tick",
        is_counted=True,
    ),
    Rule(
        "record.service_codes.is_not_denied",
        "R48",
        "warning",
        "row",
        "{place}: ô ghi là không hoặc chưa làm được nên nội dung này không được tính. Đề nghị để"
        " trống ô; nếu đã hỗ trợ, đề nghị ghi x hoặc tên nội dung.",
        "{place}: the cell says that this was not done, so the service was not counted. Please"
        " leave the cell blank; if help was given, write x or the service's name.",
        suggestion="read_as_no",
    ),
    Rule(
        "record.svc_other.is_in_catalogue",
        "R45",
        "warning",
        "row",
        "{place}: nội dung hỗ trợ không có trong danh mục; được ghi là {service}. Đề nghị chọn"
        " trong danh mục.",
        "{place}: the service is not in the catalogue; it was recorded as {service}. Please choose"
        " from the list.",
    ),
    Rule(
        "record.svc_other.is_named_as_in_catalogue",
        "R45",
        "warning",
        "row",
        "{place}: nội dung hỗ trợ không đúng tên trong danh mục; được ghi theo tên gần giống nhất,"
        " là {service}. Đề nghị kiểm tra và chọn trong danh mục.",
        "{place}: the service is not named as in the catalogue; it was recorded by the name nearest"
        " to it, {service}. Please check, and choose from the list.",
        suggestion="nearest_service",
    ),
    Rule(
        "record.service_codes.is_in_force",
        "R46",
        "warning",
        "row",
        "{place}: nội dung {service} không còn áp dụng vào ngày hỗ trợ. Đề nghị kiểm tra lại.",
        "{place}: service {service} was no longer offered on that date. Please check.",
    ),
    Rule(
        "record.consent.is_given",
        "",
        "warning",
        "row",
        "{place}: chưa ghi sự đồng ý cung cấp thông tin{rows}. Đề nghị bổ sung.",
        "{place}: it is not said whether the citizen consents{rows}. Please add it.",
        is_counted=True,
    ),
    Rule(
        "record.consent.is_not_refused",
        "",
        "info",
        "row",
        "{place}: người dân không đồng ý cung cấp thông tin; dòng không tính vào số người, chỉ tính"
        " lượt.",
        "{place}: the citizen does not consent; the row counts as a contact, not as a person.",
        suggestion="count_as_contact",
    ),
    Rule(
        "record.full_name.is_no_member",
        "X03",
        "warning",
        "cross_row",
        "{place}: người dân {found} trùng họ tên với thành viên tổ {team} của cơ sở Đoàn. Đề nghị"
        " xác nhận đây là hai người khác nhau; thành viên tổ không tính là người dân được hỗ trợ.",
        "{place}: citizen {found} has the name of a member of team {team} of the branch. Please"
        " confirm that these are two people; members are no assisted citizens.",
    ),
    Rule(
        "record.identity.is_not_erased",
        "Y16",
        "warning",
        "cross_submission",
        "{place}: người dân này đã yêu cầu xóa dữ liệu cá nhân; hệ thống đã bỏ thông tin nhận"
        " dạng, dòng chỉ tính lượt, không tính người. Đề nghị xóa dòng này khỏi danh sách, không"
        " gửi lại.",
        "{place}: this citizen asked for erasure; the identity was dropped, and the row counts as a"
        " contact, not as a person. Please delete the row and do not send it again.",
        suggestion="drop_identity",
        is_security=True,
    ),
    Rule(
        "record.row_id.is_unaltered",
        "",
        "warning",
        "row",
        "{place}: mã dòng đã bị sửa nên không dùng được để nhận ra dòng cũ. Đề nghị ghi lại đúng mã"
        " trong tệp cần sửa đã nhận, hoặc để trống ô này nếu là dòng mới.",
        "{place}: the row id was altered, and the row cannot be known by it. Please give the id"
        " that the correction workbook has, or leave the cell blank if the row is new.",
    ),
    Rule(
        "record.row_id.is_of_this_report",
        "",
        "warning",
        "row",
        "{place}: mã dòng không thuộc báo cáo của cơ sở cho Chủ nhật này nên không dùng được. Đề"
        " nghị kiểm tra xem dòng có bị chép từ tệp khác, hoặc để trống ô này.",
        "{place}: the row id is of no row that the branch reported for this Sunday, and was not"
        " used. Please check whether the row was copied from another file, or leave it blank.",
    ),
    Rule(
        "record.row_id.is_unique",
        "",
        "warning",
        "cross_row",
        "{place}: mã dòng đã có ở dòng khác nên dòng được coi là dòng mới. Đề nghị để trống ô này"
        " ở dòng chép thêm.",
        "{place}: another row has the same row id, so this one was taken for a new one. Please"
        " leave the cell blank in rows that were copied.",
    ),
    Rule(
        "record.row.is_not_repeated",
        "X04",
        "info",
        "cross_row",
        "{place}: dòng trùng hoàn toàn với dòng {first_row}; chỉ tính một lần.",
        "{place}: the row repeats row {first_row} exactly; it counts once.",
        suggestion="count_once",
    ),
)

CATALOGUE: dict[str, Rule] = {
    rule.rule_id: rule
    for rule in (
        *_FILE,
        *_SHEET,
        *_SUBMISSION,
        *_TEAM,
        *_ACTIVITY,
        *_RECORD_NEEDS,
        *_RECORD_NUMBERS,
        *_RECORD_NAMES,
        *_RECORD_OTHERS,
    )
}


NEEDED: frozenset[str] = frozenset(
    {
        *(rule.rule_id for rule in _FILE if rule.severity == "error"),
        "sheet.header.is_ambiguous",
        "submission.branch_code.is_known",
        "submission.branch_code.fits_its_folder",
        "submission.report_sunday.is_a_sunday",
        "submission.report_sunday.is_not_future",
        "submission.report_sunday.is_after_launch",
        "record.team_code.is_on_roster",
        "record.team_code.is_of_a_youth_team",
        "record.assist_date.is_a_date",
        "record.assist_date.is_after_launch",
        "record.assist_date.is_not_future",
        "record.full_name.has_a_letter",
        "record.service_codes.is_present",
        "record.cell.is_a_value",
        "record.cell.is_calculated",
        "record.identity.is_sufficient",
        "record.dossier_count.is_whole_and_not_negative",
        "team.cell.is_a_value",
        "team.team_code.is_on_roster",
        "team.team_code.is_of_a_youth_team",
        "activity.cell.is_a_value",
        "activity.team_code.is_on_roster",
        "activity.team_code.is_of_a_youth_team",
        "activity.quantity.is_whole_and_not_negative",
    }
)
"""Rules that stay errors: what breaks them cannot be counted at all (DESIGN 6)."""


HOLDING = (
    "submission.list.is_of_this_week",
    "submission.sunday.is_not_locked",
    "submission.version.is_not_much_smaller",
    "submission.version.overlaps_earlier",
)
"""Rules by which a file is held, as an error and as a warning; as an info they hold nothing."""


class Accepted(NamedTuple):
    """A case of which nothing is told to the branch: what is done with it, and the test of it."""

    case_id: str
    message_vi: str
    message_en: str
    shown_in: str


ACCEPTED: tuple[Accepted, ...] = (
    Accepted(
        "F14",
        "Tệp .ods được đọc như tệp Excel.",
        "An .ods is read like a workbook of Excel.",
        "tests/unit/test_reading_files.py",
    ),
    Accepted(
        "F35",
        "Cơ sở Đoàn không phải đơn vị hành chính vẫn được nhận; địa bàn lấy theo danh mục cơ sở.",
        "A branch that is no administrative unit is taken; its place is that of the branch list.",
        "tests/unit/test_geography.py",
    ),
    Accepted(
        "S20",
        "Màu ô không được đọc; dòng chưa đánh dấu nội dung hỗ trợ được trả lại (R58).",
        "The colour of a cell is not read; a row without a tick goes back (R58).",
        "tests/unit/test_case_rows.py",
    ),
    Accepted(
        "R25",
        "Số điện thoại dùng chung được nhận và ít có giá trị khi so khớp.",
        "A phone shared by many is taken and weighs little in matching.",
        "tests/unit/test_linking.py",
    ),
    Accepted(
        "R36",
        "Họ tên đồng bào dân tộc thiểu số được nhận nguyên như đã ghi.",
        "Names of ethnic minorities are taken as they are written.",
        "tests/unit/test_cells_full_name.py",
    ),
    Accepted(
        "R56",
        "Mã xã dùng lại được hiểu theo ngày hỗ trợ.",
        "A ward code that was used again means the unit of its date.",
        "tests/unit/test_cells_wards.py",
    ),
    Accepted(
        "X05",
        "Một người ghi hai cách là hai dòng của một người.",
        "A person written in two ways is one citizen with two rows.",
        "tests/unit/test_linking.py",
    ),
    Accepted(
        "X06",
        "Hai tổ cùng báo một người, một nội dung: mỗi tổ được ghi nhận, người dân tính một lần.",
        "One citizen and service of two teams: each team is credited, the citizen counts once.",
        "tests/unit/test_assistance.py",
    ),
    Accepted(
        "X12",
        "Người sinh đôi, người trùng tên và năm sinh không bị gộp làm một.",
        "Twins, and namesakes of one birth year, are never made one.",
        "tests/unit/test_linking.py",
    ),
    Accepted(
        "Y13",
        "Chưa nộp báo cáo: cơ sở Đoàn được ghi là chưa nộp, không phải số 0, và nhận thư nhắc.",
        "No report yet: the branch is recorded as missing, not as zero, and gets a reminder.",
        "tests/integration/test_outbox.py",
    ),
    Accepted(
        "Y15",
        "Tệp đang tải lên được đọc lại cuối lượt chạy, chưa xong thì đọc ở lượt sau.",
        "A file that is still arriving is tried again at the end of the run, then by the next run.",
        "tests/integration/test_landing.py",
    ),
)
"""Cases that break no rule."""


def rule(rule_id: str) -> Rule:
    """The rule of that slug; KeyError if the catalogue has none."""
    return CATALOGUE[rule_id]
