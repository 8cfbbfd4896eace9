<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>kintsugi::AssembleWorkspace</name>
    <message numerus="yes">
        <source>Distilling %n surrogate(s)</source>
        <translation>
            <numerusform>Distilling %n surrogate</numerusform>
            <numerusform>Distilling %n surrogates</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kintsugi::DeviceModel</name>
    <message numerus="yes">
        <source>%n core(s)</source>
        <translation>
            <numerusform>%n core</numerusform>
            <numerusform>%n cores</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kintsugi::EngineBridge</name>
    <message numerus="yes">
        <source>Distil %n surrogate(s)</source>
        <translation>
            <numerusform>Distil %n surrogate</numerusform>
            <numerusform>Distil %n surrogates</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kintsugi::FanItem</name>
    <message numerus="yes">
        <source>%n more by right-click</source>
        <translation>
            <numerusform>%n more by right-click</numerusform>
            <numerusform>%n more by right-click</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kintsugi::FrontMarksLayer</name>
    <message numerus="yes">
        <source>%n trial(s) above it</source>
        <translation>
            <numerusform>%n trial above it</numerusform>
            <numerusform>%n trials above it</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kintsugi::HistoryView</name>
    <message numerus="yes">
        <source>Delete %n report(s) for good?</source>
        <translation>
            <numerusform>Delete %n report for good?</numerusform>
            <numerusform>Delete %n reports for good?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kintsugi::HypervolumePlot</name>
    <message numerus="yes">
        <source>search %1: %2 after %n trial(s)</source>
        <translation>
            <numerusform>search %1: %2 after %n trial</numerusform>
            <numerusform>search %1: %2 after %n trials</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kintsugi::ImageListView</name>
    <message numerus="yes">
        <source>%n images</source>
        <translation>
            <numerusform>%n image</numerusform>
            <numerusform>%n images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n images</source>
        <translation>
            <numerusform>%1 of %n image</numerusform>
            <numerusform>%1 of %n images</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kintsugi::MainWindow</name>
    <message numerus="yes">
        <source>This computer: %n thread(s)</source>
        <translation>
            <numerusform>This computer: %n thread</numerusform>
            <numerusform>This computer: %n threads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restore %n image(s) as they are, or degrade them by the task first, so that the truth is known?</source>
        <translation>
            <numerusform>Restore %n image as it is, or degrade it by the task first, so that the truth is known?</numerusform>
            <numerusform>Restore %n images as they are, or degrade them by the task first, so that the truth is known?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The distillation of %n surrogate(s) was interrupted; its steps up to the last checkpoint are kept.</source>
        <translation>
            <numerusform>The distillation of %n surrogate was interrupted; its steps up to the last checkpoint are kept.</numerusform>
            <numerusform>The distillation of %n surrogates was interrupted; their steps up to the last checkpoint are kept.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kintsugi::OrderPlot</name>
    <message numerus="yes">
        <source>%1: %n pass(es)</source>
        <translation>
            <numerusform>%1: %n pass</numerusform>
            <numerusform>%1: %n passes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kintsugi::RunForm</name>
    <message numerus="yes">
        <source>%n core(s)</source>
        <translation>
            <numerusform>%n core</numerusform>
            <numerusform>%n cores</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n run(s) in all</source>
        <translation>
            <numerusform>, %n run in all</numerusform>
            <numerusform>, %n runs in all</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kintsugi::SearchForm</name>
    <message numerus="yes">
        <source>%1 of %n trial(s)</source>
        <translation>
            <numerusform>%1 of %n trial</numerusform>
            <numerusform>%1 of %n trials</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kintsugi::SearchWorkspace</name>
    <message numerus="yes">
        <source>%n photograph(s)</source>
        <translation>
            <numerusform>%n photograph</numerusform>
            <numerusform>%n photographs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kintsugi::SpanMenu</name>
    <message numerus="yes">
        <source>Distil all %n</source>
        <translation>
            <numerusform>Distil all %n</numerusform>
            <numerusform>Distil all %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kintsugi::TimingController</name>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n model</numerusform>
            <numerusform>%n models</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) pause while timing</source>
        <translation>
            <numerusform>%n job pauses while timing</numerusform>
            <numerusform>%n jobs pause while timing</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kintsugi::TrainDialog</name>
    <message numerus="yes">
        <source>%n pack(s) or folder(s), chosen in the Image menu</source>
        <translation>
            <numerusform>%n pack or folder, chosen in the Image menu</numerusform>
            <numerusform>%n packs or folders, chosen in the Image menu</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kintsugi::TransformerShare</name>
    <message numerus="yes">
        <source>%1: transformer in %2 of %n front member(s)</source>
        <translation>
            <numerusform>%1: transformer in %2 of %n front member</numerusform>
            <numerusform>%1: transformer in %2 of %n front members</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kintsugi::TrialTable</name>
    <message numerus="yes">
        <source>%n trial(s)</source>
        <translation>
            <numerusform>%n trial</numerusform>
            <numerusform>%n trials</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n trial(s)</source>
        <translation>
            <numerusform>%1 of %n trial</numerusform>
            <numerusform>%1 of %n trials</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kintsugi::WalkFront</name>
    <message numerus="yes">
        <source>T share among %n front member(s), %</source>
        <translation>
            <numerusform>T share among %n front member, %</numerusform>
            <numerusform>T share among %n front members, %</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
</TS>
