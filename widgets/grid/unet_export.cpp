#include "common/theme.h"
#include "common/wording.h"
#include "grid/unet_view.h"

#include <QFileDialog>
#include <QImageWriter>
#include <QPainter>
#include <QSaveFile>
#ifdef KINTSUGI_WITH_SVG
#include <QSvgGenerator>
#endif
#include <cmath>

namespace kintsugi {

QImage UnetView::exportImage(double scale) const {
    const QRectF bounds = m_scene->sceneRect();
    QImage image((bounds.size() * scale).toSize().expandedTo({1, 1}), QImage::Format_ARGB32_Premultiplied);
    image.fill(tokensOf(this).base);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    m_scene->render(&painter, image.rect(), bounds);
    return image;
}

bool UnetView::canExportSvg() {
#ifdef KINTSUGI_WITH_SVG
    return true;
#else
    return false;
#endif
}

QString UnetView::exportTo(const QString& path) const {
    QSaveFile file(path);
    const auto failure = [&](const QString& why) {
        return tr("%1 could not be written: %2. Choose another folder.").arg(path, why);
    };
    if (!file.open(QIODevice::WriteOnly))
        return failure(file.errorString());
    if (path.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive)) {
#ifdef KINTSUGI_WITH_SVG
        QSvgGenerator generator;
        generator.setOutputDevice(&file);
        generator.setViewBox(m_scene->sceneRect());
        generator.setTitle(tr("Network"));
        QPainter painter(&generator);
        m_scene->render(&painter, m_scene->sceneRect(), m_scene->sceneRect());
        painter.end();
#else
        file.cancelWriting();
        return tr("This program was built without Qt's SVG module. Save as PNG.");
#endif
    } else {
        constexpr double printScale = 3;
        QImageWriter writer(&file, "png");
        if (!writer.write(exportImage(printScale)))
            return failure(writer.errorString());
    }
    return file.commit() ? QString() : failure(file.errorString());
}

void UnetView::chooseExportFile() {
    auto* dialog = new QFileDialog(this, tr("Export network image"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    QStringList filters{tr("PNG image (*.png)")};
    if (canExportSvg())
        filters << tr("SVG drawing (*.svg)");
    dialog->setNameFilters(filters);
    dialog->setDefaultSuffix(QStringLiteral("png"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.contains(QLatin1String("*.svg")) ? QStringLiteral("svg")
                                                                         : QStringLiteral("png"));
    });
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        const QString error = exportTo(path);
        Q_EMIT messageRequested(error.isEmpty() ? tr("Saved %1.").arg(path) : error);
    });
    dialog->open();
}

} // namespace kintsugi
