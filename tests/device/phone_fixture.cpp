#include "phone_fixture.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <cstddef>
#include <cstdio>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <net/if.h>
#include <stdexcept>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace kintsugi {

namespace {

QString phoneRoot() {
    const QString given = qEnvironmentVariable("KINTSUGI_ADBD_ROOT");
    return given.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) +
                                 QStringLiteral("/kintsugi/adbd-trixie/root")
                           : given;
}

int skip(const char* reason) {
    std::printf("SKIP: %s\n", reason);
    return 77;
}

void require(bool good, const char* what) {
    if (!good)
        throw std::runtime_error(std::string(what) + ": " + std::strerror(errno));
}

/// A network namespace does not hold vsock, on which adbd listens too.
void forbidVsock() {
    sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_socket, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args[0])),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_VSOCK, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EAFNOSUPPORT),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const sock_fprog program{sizeof filter / sizeof *filter, filter};
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
        ::_exit(99);
}

} // namespace

std::optional<int> enterNamespaces(int count, char** arguments) {
    if (qEnvironmentVariableIsSet("KINTSUGI_TEST_INSIDE")) {
        const int socket = ::socket(AF_INET, SOCK_DGRAM, 0);
        ifreq request{};
        std::snprintf(request.ifr_name, sizeof request.ifr_name, "lo");
        request.ifr_flags = IFF_UP | IFF_RUNNING;
        const bool up = ::ioctl(socket, SIOCSIFFLAGS, &request) == 0;
        ::close(socket);
        if (!up)
            return skip("the loopback device cannot be switched on");
        // The first process of a namespace is deaf to signals and inherits orphans; the test is better off as its
        // child.
        const pid_t test = ::fork();
        if (test <= 0)
            return std::nullopt;
        for (int status = 0;;)
            if (::waitpid(-1, &status, 0) == test)
                return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    if (QStandardPaths::findExecutable(QStringLiteral("adb")).isEmpty())
        return skip("adb is not installed");
    if (!QFile::exists(phoneRoot() + QStringLiteral("/adbd/adbd")))
        return skip("adbd is not there; script/fetch-adbd fetches it");
    QStringList options = {QStringLiteral("--net"), QStringLiteral("--mount"), QStringLiteral("--pid"),
                           QStringLiteral("--fork"), QStringLiteral("--kill-child")};
    if (::geteuid() != 0)
        options.prepend(QStringLiteral("--map-root-user"));
    const QString unshare = QStandardPaths::findExecutable(QStringLiteral("unshare"));
    if (unshare.isEmpty() || QProcess::execute(unshare, options + QStringList{QStringLiteral("true")}) != 0)
        return skip("private namespaces are not permitted");
    qputenv("KINTSUGI_TEST_INSIDE", "1");
    qputenv("KINTSUGI_ADBD_ROOT", QFile::encodeName(phoneRoot()));
    // In its place, so that whoever ends the test ends all of it.
    std::vector<QByteArray> words = {QFile::encodeName(unshare)};
    for (const QString& option : options)
        words.push_back(option.toUtf8());
    for (int i = 0; i < count; ++i)
        words.push_back(arguments[i]);
    std::vector<char*> pointers;
    for (QByteArray& word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    ::execv(pointers[0], pointers.data());
    return skip("unshare cannot be started");
}

PhoneFixture::PhoneFixture() {
    require(m_folder.isValid(), "temporary folder");
    const QString root = path({});
    require(QProcess::execute(QStringLiteral("cp"), {QStringLiteral("-a"), phoneRoot(), root}) == 0,
            "copy of the root");
    const auto bytes = [&](const QString& onPhone) { return QFile::encodeName(path(onPhone)); };
    require(::mount("tmpfs", bytes(QStringLiteral("/data/local/tmp")), "tmpfs", 0, "size=64m") == 0, "tmpfs");
    require(::mount("proc", bytes(QStringLiteral("/proc")), "proc", 0, nullptr) == 0, "proc");
    for (const char* device : {"/dev/null", "/dev/zero", "/dev/urandom"}) {
        QFile file(path(QLatin1String(device)));
        require(file.open(QIODevice::WriteOnly), "device file");
        require(::mount(device, bytes(QLatin1String(device)), nullptr, MS_BIND, nullptr) == 0, device);
    }
    writeTool(QStringLiteral("getprop"), "case $1 in\n"
                                         "ro.product.model) echo 'Kintsugi test fixture, not a phone' ;;\n"
                                         "ro.product.cpu.abilist) echo x86_64,x86 ;;\n"
                                         "ro.build.version.release) echo 0 ;;\n"
                                         "ro.kintsugi.fixture) echo 1 ;;\n"
                                         "esac\n");
    // Its thermal status is what a test writes there.
    writeTool(QStringLiteral("dumpsys"), "echo 'Kintsugi test fixture'\n"
                                         "case $1 in\n"
                                         "battery) echo '  level: 77' ;;\n"
                                         "thermalservice) echo \"Thermal Status: $(cat /heat)\" ;;\n"
                                         "esac\n");
}

PhoneFixture::~PhoneFixture() {
    kill();
    for (const char* mounted : {"/dev/null", "/dev/zero", "/dev/urandom", "/proc", "/data/local/tmp"})
        ::umount2(QFile::encodeName(path(QLatin1String(mounted))), MNT_DETACH);
}

void PhoneFixture::start() {
    m_daemon = std::make_unique<QProcess>();
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("PATH"), QStringLiteral("/system/bin"));
    m_daemon->setProcessEnvironment(environment);
    m_daemon->setStandardOutputFile(m_folder.filePath(QStringLiteral("adbd.log")));
    m_daemon->setStandardErrorFile(m_folder.filePath(QStringLiteral("adbd.errors")));
    const QByteArray root = QFile::encodeName(path({}));
    m_daemon->setChildProcessModifier([root] {
        if (::chroot(root.constData()) != 0 || ::chdir("/") != 0)
            ::_exit(98);
        forbidVsock();
    });
    const QString daemon = QStringLiteral("/adbd/");
    m_daemon->start(daemon + QStringLiteral("ld-linux-x86-64.so.2"),
                    {QStringLiteral("--library-path"), daemon, daemon + QStringLiteral("adbd")});
    require(m_daemon->waitForStarted(), "adbd");
}

void PhoneFixture::kill() {
    if (m_daemon) {
        m_daemon->kill();
        m_daemon->waitForFinished();
        m_daemon.reset();
    }
}

void PhoneFixture::setThermalStatus(int status) {
    QFile file(path(QStringLiteral("/heat")));
    require(file.open(QIODevice::WriteOnly) && file.write(QByteArray::number(status)) > 0, "heat");
}

void PhoneFixture::setSpace(int megabytes) {
    require(::mount("tmpfs", QFile::encodeName(path(QStringLiteral("/data/local/tmp"))), "tmpfs", MS_REMOUNT,
                    ("size=" + std::to_string(megabytes) + "m").c_str()) == 0,
            "size of the tmpfs");
}

bool PhoneFixture::isRunning(const QByteArray& word) const {
    const QDir processes(path(QStringLiteral("/proc")));
    for (const QString& id : processes.entryList({QStringLiteral("[0-9]*")}, QDir::Dirs)) {
        QFile file(processes.filePath(id + QStringLiteral("/cmdline")));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        // The client's own command line names the runner too.
        const QByteArray command = file.readAll();
        if (command.contains(word) && !command.contains("shell") && !command.startsWith("/system/bin"))
            return true;
    }
    return false;
}

void PhoneFixture::writeTool(const QString& name, const QByteArray& script) {
    const QString file = path(QStringLiteral("/system/bin/") + name);
    QFile::remove(file);
    QFile tool(file);
    require(tool.open(QIODevice::WriteOnly) && tool.write("#!/system/bin/sh\n" + script) > 0, "tool");
    tool.setPermissions(tool.permissions() | QFile::ExeOwner | QFile::ExeGroup | QFile::ExeOther);
}

} // namespace kintsugi
