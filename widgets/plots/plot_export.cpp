#include "plots/plot_export.h"

#include "base/error.h"
#include "plots/qcustomplot_header.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QSaveFile>
#ifdef KINTSUGI_WITH_SVG
#include <QSvgGenerator>
#endif

namespace kintsugi {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(PlotExport)
};

void writeAll(const QString& path, const QByteArray& bytes) {
    QSaveFile file(path);
    if (bytes.isEmpty() || !file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        throw FileError(Texts::tr("%1 cannot be written: %2.").arg(path, file.errorString()).toStdString());
}

#ifdef KINTSUGI_WITH_SVG
QByteArray svg(QCustomPlot& plot) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(plot.size());
    generator.setViewBox(QRect({}, plot.size()));
    generator.setTitle(plot.accessibleName());
    QCPPainter painter;
    painter.begin(&generator);
    painter.setMode(QCPPainter::pmVectorized);
    painter.setMode(QCPPainter::pmNoCaching);
    plot.toPainter(&painter, plot.width(), plot.height());
    painter.end();
    return bytes;
}
#endif

} // namespace

bool canSaveSvg() {
#ifdef KINTSUGI_WITH_SVG
    return true;
#else
    return false;
#endif
}

QString plotFileFilter(bool withCsv) {
    QStringList filters{Texts::tr("Picture (*.png)"), Texts::tr("PDF (*.pdf)")};
    if (canSaveSvg())
        filters << Texts::tr("SVG (*.svg)");
    if (withCsv)
        filters << Texts::tr("Exact data, comma separated (*.csv)");
    return filters.join(QStringLiteral(";;"));
}

void savePlot(QCustomPlot& plot, const QString& path) {
    const QString ending = QFileInfo(path).suffix().toLower();
    if (ending == QLatin1String("png")) {
        QByteArray bytes;
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        plot.toPixmap(plot.width(), plot.height(), 2).save(&buffer, "PNG");
        writeAll(path, bytes);
        return;
    }
    if (ending == QLatin1String("pdf")) {
        if (!plot.savePdf(path, plot.width(), plot.height()))
            throw FileError(Texts::tr("%1 cannot be written; does its folder exist?").arg(path).toStdString());
        return;
    }
#ifdef KINTSUGI_WITH_SVG
    if (ending == QLatin1String("svg")) {
        writeAll(path, svg(plot));
        return;
    }
#endif
    throw InputError((canSaveSvg() ? Texts::tr("Plots are saved as .png, .pdf or .svg, not as “.%1”.")
                                   : Texts::tr("Plots are saved as .png or .pdf by this build, not as “.%1”."))
                         .arg(ending)
                         .toStdString());
}

} // namespace kintsugi
