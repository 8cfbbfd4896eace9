#pragma once

#include <string>
#include <utility>
#include <vector>

namespace kintsugi::cli {

/// One chapter of a report.
struct ReportSection {
    std::string title, text;
    std::vector<std::string> plots;
    std::vector<std::pair<std::string, std::string>> pictures; ///< file and caption
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows;
};

/// One HTML page that needs nothing outside itself: pictures are inside it.
class HtmlPage {
public:
    explicit HtmlPage(const std::string& title);
    void heading(const std::string& text);
    void paragraph(const std::string& text);
    /// A PNG file, shown @p width pixels wide. Throws FileError when it cannot be read.
    void picture(const std::string& file, int width);
    /// Files and captions side by side.
    void pictures(const std::vector<std::pair<std::string, std::string>>& files, int width);
    /// Nothing without rows.
    void table(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows);
    std::string text() const { return m_text + "</body></html>\n"; }

private:
    std::string m_text;
};

} // namespace kintsugi::cli
