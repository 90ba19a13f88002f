/// Files from a server in memory, with everything that goes wrong on the way.

#include "data/download.hpp"

#include "data/errc.hpp"
#include "net/memory_transport.hpp"
#include "store/sha256.hpp"
#include "store/tests/scratch.hpp"

#include <gtest/gtest.h>

#include <charconv>
#include <fstream>
#include <optional>

namespace nightjar::data {
namespace {

namespace fs = std::filesystem;

std::string content(std::size_t size) {
    std::string bytes(size, ' ');
    for (std::size_t i = 0; i < size; ++i)
        bytes[i] = static_cast<char>('!' + (i * i + i / 97) % 90);
    return bytes;
}

std::string hex(std::string_view bytes) {
    return store::to_hex(store::sha256(std::as_bytes(std::span{bytes})));
}

/// Has one file, and sends to it from "/way".
struct Server final : net::WebService {
    std::string file;
    std::string stated;
    std::uint64_t chance_of_fault{};      ///< in 100
    std::uint64_t chance_of_all_of_it{};  ///< in 100: a range is not heeded
    core::Random chance{1, 3};
    std::size_t asked{};

    void on_request(const net::WebRequest& request, Reply reply) override {
        ++asked;
        if (chance.below(100) < chance_of_fault)
            return reply({chance.below(2) == 0 ? 503U : 0U, {}, "busy"});
        if (request.target == "/way")
            return reply({302, {{"Location", "/file"}, {"X-Linked-ETag", stated}}, "there"});
        if (request.target != "/file") return reply({404, {}, "none"});
        const auto range = net::header(request.headers, "Range");
        if (range.empty() || chance.below(100) < chance_of_all_of_it) return reply({200, {}, file});
        std::size_t from{};
        const auto digits = range.substr(std::string_view{"bytes="}.size());
        std::from_chars(digits.data(), digits.data() + digits.size(), from);
        if (from >= file.size()) return reply({416, {}, ""});
        const auto said = fmt::format("bytes {}-{}/{}", from, file.size() - 1, file.size());
        reply({206, {{"Content-Range", said}}, file.substr(from)});
    }
    std::unique_ptr<net::WebSession> on_stream(const net::WebRequest& /*request*/,
                                               net::WebPeer& /*peer*/) override {
        return nullptr;
    }
};

struct Downloads : testing::Test {
    Downloads() { net.serve(url, server); }

    core::Result<Downloaded> bring(const std::string& target, const std::string& sha256,
                                   std::optional<std::uint64_t> size = {}) {
        std::optional<core::Result<Downloaded>> answer;
        auto from = url;
        from.target = target;
        Download job{net, {from, file, sha256, size}, {.attempts = 40}};
        job.start([&](const DownloadProgress& so_far) { progress = so_far; },
                  [&](core::Result<Downloaded> came) { answer = std::move(came); });
        for (int i = 0; i < 100'000 && !answer; ++i) net.run_until(net.now() + core::seconds(1));
        if (!answer) return core::fail(Errc::NotFetched, "it is still under way");
        return *answer;
    }
    [[nodiscard]] fs::path part() const { return fs::path{file}.concat(".part"); }

    store::Scratch scratch;
    fs::path file{scratch / "f.bin"};
    net::MemoryTransport net{core::parse_time("2024-06-01").value()};
    net::Url url{net::Url::parse("http://127.0.0.1:9100/").value()};
    Server server;
    DownloadProgress progress;
};

TEST_F(Downloads, AreWholeAndRightWhateverWasThereAndWhateverGoesWrong) {
    core::Random chance{5, 5};
    for (int round = 0; round < 300; ++round) {
        server.file = content(chance.below(3'000));
        server.chance_of_fault = chance.below(60);
        server.chance_of_all_of_it = chance.below(60);
        server.stated = chance.below(2) == 0 ? "\"" + hex(server.file) + "\"" : "";
        fs::remove(file);
        fs::remove(part());
        // A beginning of it, of another file, or something longer.
        const auto size = chance.below(4'000);
        if (chance.below(3) > 0)
            std::ofstream{part(), std::ios::binary}
                << (chance.below(2) == 0 ? server.file.substr(0, size) : std::string(size, '?'));
        const bool pinned = chance.below(2) == 0;
        const auto came = bring(
            chance.below(2) == 0 ? "/way" : "/file", pinned ? hex(server.file) : std::string{},
            chance.below(2) == 0 ? std::optional{server.file.size()} : std::nullopt);
        ASSERT_TRUE(came.has_value()) << round << ": " << came.error().text();
        ASSERT_EQ(store::read_file(file), server.file) << round;
        EXPECT_EQ(came->sha256, hex(server.file));
        EXPECT_FALSE(fs::exists(part()));
    }
}

TEST_F(Downloads, NeverGiveANameToOtherBytesThanAreWanted) {
    core::Random chance{6, 6};
    for (int round = 0; round < 100; ++round) {
        const auto good = content(1 + chance.below(3'000));
        server.file = good;
        server.file[chance.below(good.size())] ^= 1;
        server.stated.clear();
        std::ofstream{part(), std::ios::binary} << good.substr(0, chance.below(good.size()));
        if (chance.below(2) == 0) server.stated = hex(good);
        const bool known = server.stated.empty();
        const auto came = bring(known ? "/file" : "/way", known ? hex(good) : std::string{});
        if (came) {  // the byte that is wrong stood in what was here already
            ASSERT_EQ(store::read_file(file), good);
            fs::remove(file);
            continue;
        }
        EXPECT_EQ(came.error().code, Errc::BadChecksum) << came.error().text();
        EXPECT_FALSE(fs::exists(file));
        EXPECT_FALSE(fs::exists(part()));
    }
}

TEST_F(Downloads, AFileThatIsWholeIsNotAskedFor) {
    server.file = content(2'000);
    std::ofstream{part(), std::ios::binary} << server.file;
    const auto came = bring("/file", hex(server.file), 2'000);
    ASSERT_TRUE(came.has_value()) << came.error().text();
    EXPECT_EQ(came->bytes, 0U);
    EXPECT_EQ(server.asked, 0U);
    EXPECT_EQ(store::read_file(file), server.file);
}

TEST_F(Downloads, ThatAnotherProcessWritesAreLeftAlone) {
    const auto other = store::File::open_to_write(part()).value();
    ASSERT_TRUE(other.lock().has_value());
    const auto came = bring("/file", "");
    ASSERT_FALSE(came.has_value());
    EXPECT_NE(came.error().text().find("another process writes here"), std::string_view::npos);
    EXPECT_TRUE(fs::exists(part()));
}

TEST_F(Downloads, TellHowFarTheyAre) {
    server.file = content(2'000);
    ASSERT_TRUE(bring("/file", "", 2'000).has_value());
    EXPECT_EQ(progress.bytes, 2'000U);
    EXPECT_EQ(progress.of, 2'000U);
}

TEST_F(Downloads, WhatIsNotThereIsToldApartFromTrouble) {
    const auto came = bring("/none", "");
    ASSERT_FALSE(came.has_value());
    EXPECT_EQ(came.error().code, Errc::NotThere);
    EXPECT_TRUE(fs::is_empty(file.parent_path()));
}

}  // namespace
}  // namespace nightjar::data
