#include "report_html.h"

#include "base/atomic_file.h"

#include <fmt/format.h>

namespace kintsugi::cli {

namespace {

std::string escaped(const std::string& text) {
    std::string result;
    for (const char c : text)
        switch (c) {
        case '&':
            result += "&amp;";
            break;
        case '<':
            result += "&lt;";
            break;
        case '>':
            result += "&gt;";
            break;
        case '"':
            result += "&quot;";
            break;
        default:
            result += c;
        }
    return result;
}

std::string base64(const std::string& bytes) {
    static constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string result;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        unsigned value = 0;
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
        for (std::size_t j = 0; j < 3; ++j)
            value = value << 8 | (j < count ? static_cast<unsigned char>(bytes[i + j]) : 0u);
        for (std::size_t j = 0; j < 4; ++j)
            result += j <= count ? digits[value >> (18 - 6 * j) & 63] : '=';
    }
    return result;
}

std::string pictureTag(const std::string& file, int width, const std::string& alternative) {
    return fmt::format("<img width=\"{}\" alt=\"{}\" src=\"data:image/png;base64,{}\">", width, escaped(alternative),
                       base64(readWholeFile(file)));
}

} // namespace

HtmlPage::HtmlPage(const std::string& title) {
    m_text = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{0}</title><style>\n"
        "body{{font-family:sans-serif;color:#1a1f26;max-width:1200px;margin:2em auto;padding:0 1em}}\n"
        "table{{border-collapse:collapse;font-size:85%;display:block;overflow-x:auto}}\n"
        "th,td{{border:1px solid #d2d7dd;padding:.25em .6em;text-align:left;white-space:nowrap}}\n"
        "th{{background:#f6f7f9}} figure{{display:inline-block;margin:.3em;max-width:210px;vertical-align:top}}\n"
        "figcaption{{font-size:75%;overflow-wrap:anywhere}}\n"
        "</style></head><body>\n<h1>{0}</h1>\n",
        escaped(title));
}

void HtmlPage::heading(const std::string& text) {
    m_text += "<h2>" + escaped(text) + "</h2>\n";
}

void HtmlPage::paragraph(const std::string& text) {
    m_text += "<p>" + escaped(text) + "</p>\n";
}

void HtmlPage::picture(const std::string& file, int width) {
    m_text += pictureTag(file, width, "plot") + "\n";
}

void HtmlPage::pictures(const std::vector<std::pair<std::string, std::string>>& files, int width) {
    for (const auto& [file, caption] : files)
        m_text += fmt::format("<figure>{}<figcaption>{}</figcaption></figure>\n", pictureTag(file, width, caption),
                              escaped(caption));
}

void HtmlPage::table(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows) {
    if (rows.empty())
        return;
    m_text += "<table><tr>";
    for (const std::string& cell : header)
        m_text += "<th>" + escaped(cell) + "</th>";
    m_text += "</tr>\n";
    for (const auto& row : rows) {
        m_text += "<tr>";
        for (const std::string& cell : row)
            m_text += "<td>" + escaped(cell) + "</td>";
        m_text += "</tr>\n";
    }
    m_text += "</table>\n";
}

} // namespace kintsugi::cli
