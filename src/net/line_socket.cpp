#include "net/line_socket.hpp"

#include "net/errc.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <thread>

namespace nightjar::net {

using core::fail;
using core::Result;

namespace {

constexpr std::size_t max_question = 4096;
constexpr int wake_ms = 100;
constexpr int question_ms = 2'000;

/// A file descriptor that closes itself.
class Handle {
public:
    explicit Handle(int fd) : fd_{fd} {}
    ~Handle() {
        if (fd_ >= 0) ::close(fd_);
    }
    Handle(Handle&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}
    Handle& operator=(Handle&&) = delete;
    [[nodiscard]] int get() const { return fd_; }

private:
    int fd_;
};

Result<sockaddr_un> address_of(const std::filesystem::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const auto text = path.string();
    if (text.size() >= sizeof address.sun_path)
        return fail(Errc::CannotListen, "{}: a socket's path has at most {} characters", text,
                    sizeof address.sun_path - 1);
    std::memcpy(address.sun_path, text.data(), text.size());
    return address;
}

const sockaddr* generic(const sockaddr_un& address) {
    return reinterpret_cast<const sockaddr*>(&address);
}

bool same_user(int fd) {
#if defined(__linux__)
    ucred peer{};
    socklen_t size = sizeof peer;
    return ::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == ::geteuid();
#else
    uid_t uid = 0;
    gid_t gid = 0;
    return ::getpeereid(fd, &uid, &gid) == 0 && uid == ::geteuid();
#endif
}

/// Up to the end of a line, or of the stream; what came, without the line's end. Each piece may
/// take `timeout_ms`.
std::string read_line(int fd, std::size_t most, int timeout_ms) {
    std::string line;
    std::array<char, 4096> buffer{};
    while (line.size() < most && !line.ends_with('\n')) {
        pollfd ready{fd, POLLIN, 0};
        if (::poll(&ready, 1, timeout_ms) <= 0) break;
        const auto got = ::recv(fd, buffer.data(), buffer.size(), 0);
        if (got <= 0) break;
        line.append(buffer.data(), static_cast<std::size_t>(got));
    }
    while (line.ends_with('\n')) line.pop_back();
    return line;
}

void write_all(int fd, std::string_view text) {
    while (!text.empty()) {
        const auto sent = ::send(fd, text.data(), text.size(), MSG_NOSIGNAL);
        if (sent <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(sent));
    }
}

}  // namespace

class LineServer::Impl {
public:
    Impl(Handle listener, std::filesystem::path path, Handler handler)
        : listener_{std::move(listener)}, path_{std::move(path)}, handler_{std::move(handler)} {
        thread_ = std::thread{[this] { run(); }};
    }
    ~Impl() {
        stopping_.store(true);
        thread_.join();
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

private:
    void run() {
        while (!stopping_.load()) {
            pollfd ready{listener_.get(), POLLIN, 0};
            if (::poll(&ready, 1, wake_ms) <= 0) continue;
            const Handle caller{::accept(listener_.get(), nullptr, nullptr)};
            if (caller.get() < 0 || !same_user(caller.get())) continue;
            write_all(caller.get(),
                      handler_(read_line(caller.get(), max_question, question_ms)) + "\n");
        }
    }

    Handle listener_;
    std::filesystem::path path_;
    Handler handler_;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

Result<std::unique_ptr<LineServer>> LineServer::start(const std::filesystem::path& path,
                                                      Handler handler) {
    NJ_TRY(address, address_of(path));
    ::unlink(path.c_str());  // the session's lock says that no other node listens here
    Handle listener{::socket(AF_UNIX, SOCK_STREAM, 0)};
    const auto mask = ::umask(0177);
    const bool bound = ::bind(listener.get(), generic(address), sizeof address) == 0;
    ::umask(mask);
    constexpr int backlog = 8;
    if (!bound || ::listen(listener.get(), backlog) != 0)
        return fail(Errc::CannotListen, "cannot listen on {}: {}", path.string(),
                    std::generic_category().message(errno));
    return std::unique_ptr<LineServer>{
        new LineServer{std::make_unique<Impl>(std::move(listener), path, std::move(handler))}};
}

LineServer::LineServer(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
LineServer::~LineServer() = default;

namespace {

/// Whoever listens may stand still, with as many callers waiting as there is room for: then this
/// does not wait, too.
Result<Handle> connect_to(const std::filesystem::path& path) {
    NJ_TRY(address, address_of(path));
    Handle server{::socket(AF_UNIX, SOCK_STREAM, 0)};
    const int flags = ::fcntl(server.get(), F_GETFL);
    (void)::fcntl(server.get(), F_SETFL, flags | O_NONBLOCK);
    const bool there = ::connect(server.get(), generic(address), sizeof address) == 0;
    if (!there && errno == EAGAIN)
        return fail(Errc::Closed, "the node does not answer on {}", path.string());
    if (!there) return fail(Errc::CannotConnect, "no node listens on {}", path.string());
    (void)::fcntl(server.get(), F_SETFL, flags);
    return server;
}

}  // namespace

Result<std::int64_t> listener(const std::filesystem::path& path) {
    NJ_TRY(server, connect_to(path));
#if defined(__linux__)
    ucred peer{};
    socklen_t size = sizeof peer;
    const bool known = ::getsockopt(server.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0;
    const auto pid = peer.pid;
#else
    pid_t pid = 0;
    socklen_t size = sizeof pid;
    const bool known = ::getsockopt(server.get(), SOL_LOCAL, LOCAL_PEERPID, &pid, &size) == 0;
#endif
    if (!known) return fail(Errc::Closed, "who listens on {} is not known", path.string());
    return std::int64_t{pid};
}

Result<std::string> ask(const std::filesystem::path& path, const std::string& question,
                        std::chrono::milliseconds patience) {
    NJ_TRY(server, connect_to(path));
    write_all(server.get(), question + "\n");
    constexpr std::size_t most = std::size_t{1} << 24;
    auto answer = read_line(server.get(), most, static_cast<int>(patience.count()));
    if (answer.empty()) return fail(Errc::Closed, "the node did not answer on {}", path.string());
    return answer;
}

}  // namespace nightjar::net
