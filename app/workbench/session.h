#pragma once

#include "common/selection.h"
#include "engine_bridge.h"
#include "image_shelf.h"
#include "plots/curve_plot.h"
#include "project_values.h"

#include <QObject>
#include <QString>
#include <QThreadPool>
#include <QTimer>
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace kintsugi {

/// What is known of an architecture's quality at a moment.
struct Knowledge {
    TrialRow row;            ///< its costs always
    bool isMeasured = false; ///< whether psnr and what follows from it are known
    QString pending;         ///< why they are not, or not yet
};

/// An open project: its values, the selection on it, its engine and its jobs. Everything on the interface thread; slow
/// things are done elsewhere and come back as signals.
class Session : public QObject {
    Q_OBJECT

public:
    explicit Session(QObject* parent = nullptr);
    ~Session() override;

    /// Opens a project in the background; what was open goes first. @p validation: photographs to measure on, which
    /// the project then remembers; empty: those that it remembers.
    void open(const QString& path, const QStringList& validation = {});
    void close();

    bool isOpen() const { return m_values != nullptr; }
    bool isOpening() const { return m_opening; }
    /// Of the project that is open.
    const ProjectValues& values() const { return *m_values; }
    QString path() const { return m_path; }
    /// Another number for every project that is opened; what was begun for one is not for the next.
    std::uint64_t generation() const { return m_generation; }
    QString name() const;
    Task task() const;
    bool isReadOnly() const { return !m_values->readOnlyReason.empty(); }

    Selection& selection() { return m_selection; }
    EngineBridge& engine() { return m_engine; }
    ImageShelf& shelf() { return m_shelf; }
    /// Selects the image so many places after the selected one, round and round.
    void showImageAfter(int step);

    Knowledge knowledge(const Architecture& architecture) const;
    const TrialRow* trial(std::int64_t number) const;
    /// Of a surrogate; without phases when none is stored.
    LossCurve curve(const PlacedEdge& placed) const;
    /// As few of the teacher's blocks as the finished surrogates allow.
    Architecture allSurrogate() const;
    std::optional<Architecture> knee() const { return m_values->knee; }

    /// Photographs to measure on, or to distil from; kept in the project. Those to measure on are there with
    /// shelfChanged(); they cannot change while jobs are at work with them: problem() says so.
    void setImages(ImageRole role, const QStringList& paths);

    /// These return the job, or 0 where it cannot begin; problem() says why.
    std::int64_t startSearch(const SearchSpec& request, bool resume);
    /// Goes on with a stored search, by @p more trials than it was begun with.
    std::int64_t resumeSearch(std::int64_t search, int more = 0);
    /// Whether what it measured compares with what would be measured now.
    bool canResume(const SearchRecord& search) const;
    /// Of the search that runs or waits; 0: none.
    std::int64_t searchJob() const { return m_searchJob; }
    std::int64_t runningSearch() const { return m_runningSearch; }
    std::int64_t startDistill(const DistillPlan& plan);
    /// Trains the teacher; the project opens anew when that is over, since nothing measured before compares. Nothing
    /// else works or is measured meanwhile: where something does, this says so by problem() and returns 0.
    std::int64_t startTeacher(const TeacherPlan& plan);
    /// What a kill or closing the program cut off; nothing: no training was.
    std::optional<TeacherPlan> interruptedTeacher() const;
    bool isTrainingTeacher() const { return m_teacherJob != 0; }
    /// Of the training that runs, else of the one before.
    const LossCurve& teacherCurve() const;
    std::int64_t startFinetune(const FinetunePlan& plan);
    /// What is left of a distillation that a kill or closing the program cut off; without edges: nothing.
    DistillPlan interruptedDistill() const;
    void pauseJob(std::int64_t job) { m_engine.pauseJob(job); }
    void resumeJob(std::int64_t job) { m_engine.resumeJob(job); }
    void cancelJob(std::int64_t job) { m_engine.cancelJob(job); }
    /// While networks are timed on this computer nothing is measured beside.
    void setTiming(bool isTiming);
    /// Changes the store in the background, and reads everything anew then. A failure comes as problem().
    void change(std::function<void(ProjectStore&)> work);
    const std::map<std::int64_t, JobInfo>& jobs() const { return m_jobs; }

Q_SIGNALS:
    void opening(const QString& path);
    void opened();
    void closed();
    void failed(const QString& sentence);  ///< opening it
    void problem(const QString& sentence); ///< anything else; one sentence
    /// What is known of A or B is more than before.
    void knowledgeChanged();
    void trialsChanged();  ///< all of them
    void timingsChanged(); ///< runs on devices
    void trialAdded(const kintsugi::TrialRow& row);
    void choicesChanged();
    void teacherProgress(const kintsugi::TeacherStep& step);
    void finetuned(const kintsugi::FinetuneRecord& record); ///< stored; the values follow
    void notice(const QString& text);                       ///< something ended well; one line
    void searchesChanged();
    void searchProgress(const kintsugi::SearchStep& step);
    void jobsChanged();
    void shelfChanged();

private:
    void take(std::uint64_t generation, std::shared_ptr<ProjectStore> store, std::shared_ptr<ProjectValues> values,
              ImageShelf shelf);
    void openEngine();
    void reload();
    void followDevice();
    void forgetDistill();
    bool mayStart();
    bool mayChangeValidation();
    void noteTeacher();
    void waitForStore(const std::filesystem::path& folder);
    std::shared_ptr<std::atomic<int>> storesOf(const std::filesystem::path& folder);
    void endTeacher(const JobInfo& info);
    void takeReloaded(std::uint64_t generation, ProjectValues&& values);
    void takeValidation(std::uint64_t generation, const std::vector<std::filesystem::path>& images,
                        const ImageShelf& shelf);
    void measureIfNeeded();
    void takeMeasured(const EvaluationRecord& record);
    void addEvaluation(const EvaluationRecord& record, const SearchStep* step);
    void followJob(const JobInfo& info);
    void setTraining(std::int64_t job, const DistillStep& step);

    Selection m_selection;
    EngineBridge m_engine;
    QString m_path;
    bool m_opening = false;
    std::atomic<std::uint64_t> m_generation = 0;
    std::shared_ptr<ProjectStore> m_store;
    std::shared_ptr<ProjectValues> m_values;
    std::unique_ptr<RowCosts> m_costs;
    ImageShelf m_shelf;
    std::map<std::int64_t, JobInfo> m_jobs;
    std::map<std::int64_t, std::vector<PlacedEdge>> m_distilling;
    double m_liveBefore = 0;                  ///< steps of the phase before
    std::map<std::int64_t, LossCurve> m_live; ///< mean loss of what a distillation trains now
    std::int64_t m_searchJob = 0, m_runningSearch = 0, m_notedDistill = 0, m_teacherJob = 0;
    QString m_searchMethod;   ///< of the search that runs
    LossCurve m_teacherCurve; ///< while it is trained
    std::optional<double> m_teacherPsnr;
    TeacherPlan m_teacherPlan;
    bool m_teacherBegan = false;
    int m_settingTraining = 0; ///< choices of training images that are being stored
    std::mutex m_storesMutex;
    std::map<std::filesystem::path, std::shared_ptr<std::atomic<int>>> m_stores; ///< how many are open
    std::atomic<bool> m_isEnding = false;
    std::uint64_t m_measureA = 0;
    std::string m_measuredSet; ///< that of the chosen images; empty: not known before the engine has measured
    QTimer m_measureTimer;
    Architecture m_measuring; ///< asked for last
    QString m_measureProblem;
    bool m_isTiming = false;
    std::string m_device;     ///< whose times are shown; empty: not chosen
    QThreadPool m_openers;    ///< of one thread
    QThreadPool m_background; ///< of one thread: changes of the store follow each other, and are read after that
    bool m_reloadAgain = false, m_reloading = false;
};

} // namespace kintsugi
