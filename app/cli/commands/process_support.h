#pragma once

#include <QCoreApplication>

namespace kintsugi::cli {

/// What Qt needs before it runs other programs.
class ProcessSupport {
    int m_count = 1;
    char m_name[13] = "kintsugi-cli";
    char* m_arguments[2] = {m_name, nullptr};
    QCoreApplication m_application{m_count, m_arguments};
};

} // namespace kintsugi::cli
