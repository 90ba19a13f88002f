#pragma once
/// A host of files on loopback, with what goes wrong at such.

#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace nightjar::app::tests {

struct HostedFile {
    std::string bytes;
    std::string headers{};      ///< "Name: value\r\n" each
    std::string status{"200"};  ///< other than 200: without ranges
    std::size_t cut{};          ///< the first answer ends after so many bytes; 0: it does not
    bool ranges{true};
};

/// One request a connection, on a thread of its own. Files are put before anything asks.
class FileHost {
public:
    FileHost() : socket_{::socket(AF_INET, SOCK_STREAM, 0)} {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
        ::listen(socket_, 16);
        socklen_t size = sizeof address;
        ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread{[this] { serve(); }};
    }
    ~FileHost() {
        ::shutdown(socket_, SHUT_RDWR);
        thread_.join();
        ::close(socket_);
    }
    FileHost(const FileHost&) = delete;
    FileHost& operator=(const FileHost&) = delete;

    [[nodiscard]] std::string url(std::string_view target = "") const {
        return fmt::format("http://127.0.0.1:{}{}", port_, target);
    }
    HostedFile& operator[](const std::string& target) { return files_[target]; }
    /// The heads of all requests so far.
    [[nodiscard]] std::vector<std::string> asked() const {
        const std::lock_guard lock{mutex_};
        return asked_;
    }

private:
    void serve() {
        for (;;) {
            const int client = ::accept(socket_, nullptr, nullptr);
            if (client < 0) return;
            answer(client);
            ::close(client);
        }
    }
    void answer(int client) {
        std::string head;
        char byte{};
        while (!head.ends_with("\r\n\r\n") && ::recv(client, &byte, 1, 0) == 1) head += byte;
        {
            const std::lock_guard lock{mutex_};
            asked_.push_back(head);
        }
        const auto target = head.substr(4, head.find(' ', 4) - 4);
        const auto found = files_.find(target);
        const auto said =
            found == files_.end() ? page("404", "", "no such file") : page_of(found->second, head);
        for (std::size_t sent = 0; sent < said.size();) {
            const auto now = ::send(client, said.data() + sent, said.size() - sent, MSG_NOSIGNAL);
            if (now <= 0) return;
            sent += static_cast<std::size_t>(now);
        }
    }
    static std::string page(std::string_view status, std::string_view headers,
                            std::string_view body) {
        return fmt::format("HTTP/1.1 {} .\r\nConnection: close\r\nContent-Length: {}\r\n{}\r\n{}",
                           status, body.size(), headers, body);
    }
    static std::string page_of(HostedFile& file, const std::string& head) {
        constexpr std::string_view range = "Range: bytes=";
        const auto at = head.find(range);
        std::size_t start = 0;
        if (at != std::string::npos && file.ranges)
            std::from_chars(head.data() + at + range.size(), head.data() + head.size(), start);
        if (start > 0 && start >= file.bytes.size()) return page("416", "", "");
        const auto headers =
            start == 0 ? file.headers
                       : file.headers + fmt::format("Content-Range: bytes {}-{}/{}\r\n", start,
                                                    file.bytes.size() - 1, file.bytes.size());
        auto said = page(start == 0 ? file.status : "206", headers, file.bytes.substr(start));
        if (const auto cut = std::exchange(file.cut, 0); cut > 0)
            said.resize(said.size() - file.bytes.size() + cut);
        return said;
    }

    int socket_;
    std::uint16_t port_{};
    std::map<std::string, HostedFile> files_;
    mutable std::mutex mutex_;
    std::vector<std::string> asked_;
    std::thread thread_;
};

}  // namespace nightjar::app::tests
